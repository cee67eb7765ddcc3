"""The publication date: what is chosen, what is refused, and how programs' timestamps are read."""

import pytest

from archive.model import Hint, Published
from archive.settling import Kept, SeenHint
from pipelines.dates.feeds import with_order
from pipelines.dates.instants import Instant, read_instant
from pipelines.dates.urls import read_url_date
from pipelines.reading.candidates import Candidate
from pipelines.reading.published import NAMED, choose_in_turn, choose_published, choose_with_hints
from pipelines.reading.ticks import read_ticks
from pipelines.settling.hinted import modified_of
from tests import small_pages

CAPTURED = "2020-03-01T03:00:00.000000Z"


def structured(text, where="meta article:published_time"):
    return Candidate(text, where, "structured")


def visible(text, where="visible .entry-date", near_title=True):
    return Candidate(text, where, "visible", near_title)


def hint(text, where="api date"):
    return Candidate(text, where, "hint")


def url(text):
    return Candidate(text, "url", "url")


def dateline(text):
    return Candidate(text, "dateline", "dateline")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2020-02-13T14:05:00+07:00", "2020-02-13T14:05:00"),
        ("2020-02-13T2:05:00 PM+07:00", "2020-02-13T14:05:00"),
        ("2020-02-13 12:05 am", "2020-02-13T00:05"),
        ("2020-02-13T14:05:00 +07:00", "2020-02-13T14:05:00"),
        ("2020-02-13T14:05:00&#x2B;07:00", "2020-02-13T14:05:00"),
        ("2020-02-13T14:05:00&amp;#43;07:00", "2020-02-13T14:05:00"),
        ("2020-02-13T14:05:00+0700", "2020-02-13T14:05:00"),
        ("2020-02-13T14:05:00+7", "2020-02-13T14:05:00"),
        ("2020-02-13T14:05:00.1234567+07:00", "2020-02-13T14:05:00"),
        ("2020-02-13T14:05", "2020-02-13T14:05"),
        ("2020-02-13 14:05:09", "2020-02-13T14:05:09"),
        ("20200213T140509+0700", "2020-02-13T14:05:09"),
        ("20200213140509", "2020-02-13T14:05:09"),
        ("202002131405", "2020-02-13T14:05"),
        ("20200213070509Z", "2020-02-13T14:05:09"),
        ("2020021314050", None),
        ("20200213250000", None),
        ("120200213140509", None),
        ("2020-02-13T00:05:00−07:00", "2020-02-13T14:05:00"),
        ("Thu, 13 Feb 2020 00:05:00 –0700", "2020-02-13T14:05:00"),
        ("2020-02-13ICT14:05:09", "2020-02-13T14:05:09"),
        ("20200213", "2020-02-13"),
        ("2020-2-3T4:05:00+07:00", "2020-02-03T04:05:00"),
        ("2020-02-13T07:05:00Z", "2020-02-13T14:05:00"),
        ("2020-02-13T18:05:00Z", "2020-02-14T01:05:00"),
        ("2020-02-13T00:00:00+07:00", "2020-02-13"),
        ("2020-02-12T17:00:00Z", "2020-02-13"),
        ("2020-02-13T00:00:00Z", "2020-02-13"),
        ("Thu, 13 Feb 2020 07:05:00 GMT", "2020-02-13T14:05:00"),
        ("Thu, 13 Feb 2020 14:05:00 GMT+7", "2020-02-13T14:05:00"),
        ("Thu, 13 Feb 20 14:05:00 +0700", "2020-02-13T14:05:00"),
        ("2020-02-13 14:05:09 GMT+7", "2020-02-13T14:05:09"),
        ("2020-02-13 14:05:09 UTC+07:00", "2020-02-13T14:05:09"),
        ("2020-02-13 14:05:09 (GMT +7)", "2020-02-13T14:05:09"),
        ("2020-02-13 07:05:09 +0000 UTC", "2020-02-13T14:05:09"),
        ("2020-02-13 02:05 CH", "2020-02-13T14:05"),
        ("2020-02-13 12:05 SA", "2020-02-13T00:05"),
        ("2020-02-13 02:05 chiều", "2020-02-13T14:05"),
        ("2020-02-13T14:05:00 - 2020-02-14T08:30:00", "2020-02-13T14:05:00"),
        ("Thu, 13 Feb 2020 14:05:00", "2020-02-13T14:05:00"),
        ("Thu, 13 Feb 2020 14:05:00 ICT", "2020-02-13T14:05:00"),
        ("Thu, 13 Feb 2020 14:05:00 +7", "2020-02-13T14:05:00"),
        ("Thu, 13 Feb 2020 14:05:00 +07", "2020-02-13T14:05:00"),
        ("Thu, 13 Feb 2020 14:05:00 +07:00", "2020-02-13T14:05:00"),
        ("Thu, 13 Feb 2020 02:05:00 EST", "2020-02-13T14:05:00"),
        ("Thu, 13 Feb 2020 07:05:00 -0000", "2020-02-13T14:05:00"),
        ("Thu Feb 13 2020 14:05:00 GMT+0700 (Indochina Time)", "2020-02-13T14:05:00"),
        ("Thu Feb 13 14:05:00 ICT 2020", "2020-02-13T14:05:00"),
        ("Thu Feb 13 14:05:00 2020", "2020-02-13T14:05:00"),
        ("Feb 13, 2020 2:05 PM", "2020-02-13T14:05"),
        ("Thứ Năm, 13/02/2020 14:05", "2020-02-13T14:05"),
        ("13/02/2020 2:05:09 CH", "2020-02-13T14:05:09"),
        ("2020-02-31", None),
        ("2020-13-02T10:00:00", None),
        ("13/2", None),
        ("hôm qua", None),
        ("", None),
    ],
)
def test_instants(text, value):
    instant = read_instant(text)

    assert (instant.value if instant else None) == value


@pytest.mark.parametrize(
    "said",
    ["1581577500", '"1581577500"', "1581577500000", r'"\/Date(1581577500000)\/"', '"/Date(1581577500000+0700)/"'],
)
def test_moments_are_counted_from_1970_in_seconds_or_milliseconds(said):
    script = f'{{"@type": "NewsArticle", "author": 7, "datePublished": {said}}}'
    head = f"<title>{small_pages.TITLE}</title><script type='application/ld+json'>{script}</script>"

    read = small_pages.reading(f"<h1>{small_pages.TITLE}</h1>{small_pages.TEXT}", head=head)

    assert read.published
    assert (read.published.value, read.published.where) == ("2020-02-13T14:05:00+07:00", "json-ld datePublished")
    assert read.published.text == said.strip('"').replace("\\", "")
    assert read.author is None


@pytest.mark.parametrize("text", ["20200213", "158157750", "15815775000", "/Date(20200213)/", "Date(1581577500000)"])
def test_what_counts_nothing(text):
    assert read_ticks(text) is None


@pytest.mark.parametrize(
    ("address", "value"),
    [
        ("https://a.vn/2020/02/13/tin.html", "2020-02-13"),
        ("https://a.vn/2020/2/tin.html", "2020-02"),
        ("https://a.vn/portal/pages/2020-02-13/tin.aspx", "2020-02-13"),
        ("https://a.vn/tin/20200213-hop-bao.htm", "2020-02-13"),
        ("https://a.vn/hop-bao-102200213093004191.htm", "2020-02-13"),
        ("https://a.vn/hop-bao-20200213093004191.htm", "2020-02-13"),
        ("https://a.vn/wp-content/uploads/2020/02/13/a.pdf", None),
        ("https://a.vn/tin-20209913.htm", None),
        ("https://a.vn/?p=20200213", None),
        ("https://a.vn/ke-hoach-nam-2020.html", None),
        ("https://a.vn/tin-12345678.htm", None),
    ],
)
def test_dates_in_urls(address, value):
    instant = read_url_date(address)

    assert (instant.value if instant else None) == value


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (["2/25/2020 1:30:00 PM", "2/3/2020 1:30:00 PM"], ["2020-02-25T13:30:00", "2020-02-03T13:30:00"]),
        (["25/2/2020 13:30", "2/3/2020 13:30"], ["2020-02-25T13:30", "2020-03-02T13:30"]),
        (["2/5/2020 1:30:00 PM", "2/4/2020 9:30:00 AM"], ["2020-02-05T13:30:00", "2020-02-04T09:30:00"]),
        (["5/2/2020 08:00", "4/3/2020 08:00"], ["2020-02-05T08:00", "2020-03-04T08:00"]),
        (["5/2/2020 8:00 PM", "3/3/2020 8:00 AM"], [None, "2020-03-03T08:00"]),
        (["4/3/2020", "3/9/2020", "3/2/2020"], ["2020-04-03", "2020-03-09", "2020-03-02"]),
        (["03/02/2020 09:00", "05/08/2020 09:00"], ["2020-02-03T09:00", "2020-08-05T09:00"]),
        (
            ["25/2/2020 8:00 AM", "2/25/2020 8:00", "3/3/2020 8:00", "4/3/2020 8:00"],
            ["2020-02-25T08:00", "2020-02-25T08:00", "2020-03-03T08:00", None],
        ),
        (["13/02/2020 2:05:00 CH", "2/13/2020 2:05:00 CH"], ["2020-02-13T14:05:00", "2020-02-13T14:05:00"]),
        (["03/02/2020 2:05:00 CH"], ["2020-02-03T14:05:00"]),
        (["Thu, 13 Feb 2020 14:05:00 +0700", "13/02/2020"], ["2020-02-13T14:05:00", "2020-02-13"]),
        ([], []),
    ],
)
def test_a_feed_tells_its_own_order(texts, values):
    assert [instant and instant.value for instant in map(read_instant, with_order(texts))] == values


@pytest.mark.parametrize(
    ("modified", "value"),
    [
        ("2024-01-15T08:30:00+07:00", "2024-01-15T08:30:00+07:00"),
        ("2030-01-15T08:30:00+07:00", None),
        ("1970-01-01T08:30:00+07:00", None),
    ],
)
def test_a_change_is_believed_up_to_the_capture_that_told_of_it(modified, value):
    captured = "2024-06-01T02:00:00Z"
    told = SeenHint(Hint("https://a.vn/tin", "api", None, None, modified), "capture", captured)
    page = Kept("page", None, (), None, None, None, None, None, None, "", ())

    assert modified_of(page, [told], "2020-01-01T02:00:00Z") == value


def test_a_date_whose_order_its_feed_told_is_evidence_as_written_and_with_that_order():
    (told,) = with_order(["9/5/2026 1:30:00 PM"])

    assert read_instant(told) == Instant("2026-09-05T13:30:00", "second", "9/5/2026 1:30:00 PM (month first)")


def test_structured_metadata_comes_first_and_keeps_its_evidence():
    chosen = choose_published(
        [url("https://a.vn/2020/01/09/a.html"), structured("2020-02-13T14:05:09+07:00")], CAPTURED
    )

    assert chosen == Published(
        "2020-02-13T14:05:09+07:00", "second", "2020-02-13T14:05:09+07:00", "meta article:published_time"
    )


CHOICES = {
    "nothing at all": ([], None),
    "a day is refined by the visible time": (
        [structured("2020-02-13"), visible("Thứ Năm, 13/02/2020, 14:05 (GMT+7)")],
        "2020-02-13T14:05:00+07:00",
    ),
    "midnight is refined too": (
        [structured("2020-02-13T00:00:00+07:00"), visible("13/02/2020 | 14:05")],
        "2020-02-13T14:05:00+07:00",
    ),
    "visible midnight means the day": ([visible("13/02/2020 | 12:00 AM")], "2020-02-13"),
    "another day's time refines nothing": ([structured("2020-02-13"), visible("14/02/2020 08:00")], "2020-02-13"),
    "a change of the same day refines nothing": (
        [structured("2020-02-13"), visible("Cập nhật: 13/02/2020 18:00")],
        "2020-02-13",
    ),
    "hints come before what is visible": (
        [visible("12/02/2020"), hint("2020-02-13T14:05:00")],
        "2020-02-13T14:05:00+07:00",
    ),
    "WordPress date_gmt is UTC": ([hint("2020-02-13T07:05:00", "api date_gmt")], "2020-02-13T14:05:00+07:00"),
    "local time marked UTC, as the page shows": (
        [structured("2020-02-13T14:05:00+00:00"), visible("13/02/2020 14:05")],
        "2020-02-13T14:05:00+07:00",
    ),
    "local evening marked UTC, the page shows the day": (
        [structured("2020-02-13T20:05:00Z"), visible("13/02/2020")],
        "2020-02-13T20:05:00+07:00",
    ),
    "local time marked UTC would lie ahead": ([structured("2020-03-01T09:00:00Z")], "2020-03-01T09:00:00+07:00"),
    "the future is not believed": ([structured("2020-03-05T09:00:00+07:00"), visible("13/02/2020")], "2020-02-13"),
    "only the future": ([structured("2020-03-05T09:00:00+07:00")], None),
    "1 January without support": ([structured("2020-01-01")], None),
    "1 January without support, then the URL": (
        [structured("2020-01-01T00:00:00+07:00"), url("https://a.vn/2020/02/13/a.html")],
        "2020-02-13",
    ),
    "1 January that a text supports": (
        [structured("2020-01-01"), visible("01/01/2020 09:15")],
        "2020-01-01T09:15:00+07:00",
    ),
    "modified is not published": ([structured("2020-02-14T08:00:00+07:00", "meta article:modified_time")], None),
    "published before modified on one line": (
        [visible("Ngày đăng: 13/02/2020 - Cập nhật: 14/02/2020 08:00")],
        "2020-02-13",
    ),
    "modified before published on one line": (
        [visible("Cập nhật: 14/02/2020 08:00 | Ngày đăng: 13/02/2020 07:00")],
        "2020-02-13T07:00:00+07:00",
    ),
    "Cập nhật when nothing else is said": ([visible("Cập nhật: 14/02/2020 08:00")], "2020-02-14T08:00:00+07:00"),
    "metadata that repeats the last change": (
        [
            structured("2020-02-20T08:00:00+07:00", "json-ld datePublished"),
            structured("2020-02-20T08:00:00+07:00", "json-ld dateModified"),
            visible("Ngày đăng: 13/02/2020"),
        ],
        "2020-02-13",
    ),
    "a sidebar's date": ([visible("12/02/2020", near_title=False)], None),
    "a related story's date": ([visible("12/02/2020", "visible .related-posts .date")], None),
    "a label far from the title": ([visible("Ngày đăng: 12/02/2020", near_title=False)], "2020-02-12"),
    "the site's clock beside the date": (
        [visible("Chủ nhật, 01/03/2020", "visible .date-now"), visible("13/02/2020")],
        "2020-02-13",
    ),
    "metadata made with the page": ([structured("2020-03-01T10:00:30+07:00"), visible("13/02/2020")], "2020-02-13"),
    "a day without a year": ([visible("13 Th2")], None),
    "hours ago, from the capture": ([visible("21 giờ trước")], "2020-02-29"),
    "yesterday's hour": ([visible("Hôm qua, 08:16")], "2020-02-29T08:16:00+07:00"),
    "a month in the URL, a day in the dateline": (
        [url("https://a.vn/2020/2/tin.html"), dateline("Bến Tre, ngày 13 tháng 2 năm 2020")],
        "2020-02-13",
    ),
    "a dateline alone": ([dateline("Hà Nội, ngày 13 tháng 02 năm 2020")], "2020-02-13"),
    "an event long ago": ([dateline("Hà Nội, ngày 2 tháng 9 năm 1945")], None),
    "a document's year only": ([dateline("năm 2019")], None),
    "uploads are reused": ([url("https://a.vn/uploads/2020/02/13/a.html")], None),
    "nonsense": ([structured("0000-00-00 00:00:00"), structured("-0001-11-30T00:00:00+00:00"), visible("—")], None),
}


@pytest.mark.parametrize("name", CHOICES)
def test_choice(name):
    candidates, expected = CHOICES[name]

    chosen = choose_published(candidates, CAPTURED)

    assert (chosen.value if chosen else None) == expected


def own(value, where, precision="day"):
    return Published(value, precision, value, where)


@pytest.mark.parametrize(
    ("captured", "day"), [("2020-03-01T03:00:00.000000Z", "2020-03-01"), ("2020-02-29T17:02:00.000000Z", "2020-02-29")]
)
def test_minutes_ago_are_believed_and_doubted_alike_whether_midnight_lies_between(captured, day):
    ago, clock = visible("5 phút trước"), Candidate("5 phút trước", "visible p", "visible", True, path="p", apart=True)

    told, doubts = choose_in_turn([ago], captured)

    assert (told and told.value, [stamp.text for stamp in doubts]) == (day, ["5 phút trước"])
    assert choose_published([clock], captured) is None


@pytest.mark.parametrize(
    ("page", "hints", "value", "where"),
    [
        (None, ["2020-02-13T14:05:09"], "2020-02-13T14:05:09+07:00", "feed hint"),
        (own("2020-02-12", "meta article:published_time"), ["2020-02-13T14:05:09"], "2020-02-12", "meta"),
        (own("2020-02-12", NAMED), ["2020-02-13T14:05:09"], "2020-02-12", NAMED),
        (own("2020-02-12", "visible .date"), ["2020-02-13T14:05:09"], "2020-02-13T14:05:09+07:00", "feed hint"),
        (own("2020-02-12", "visible .date"), ["5/2/2020 8:00 PM (day or month first)"], "2020-02-12", "visible"),
        (own("2020-02-12", "visible .date"), ["2020-03-05T08:00:00+07:00"], "2020-02-12", "visible"),
        (own("2020-02-12", "visible .date"), ["2020-03-01T10:00:30+07:00"], "2020-02-12", "visible"),
        (own("2020-02-12", "visible .date"), ["2020-01-01"], "2020-02-12", "visible"),
        (own("2020-02-12", "visible .date"), ["2020-02-12T08:00:07"], "2020-02-12T08:00:07+07:00", "feed hint"),
        (own("2020-02-13T14:05:00+07:00", "visible .date", "minute"), ["2020-02-13"], "2020-02-13T14:05:00", "visible"),
        (
            own("2020-02-13T14:05:00+07:00", "visible .date", "minute"),
            ["2020-02-13T14:05:00Z"],
            "2020-02-13T14",
            "feed",
        ),
        (own("2020-01-01", "json-ld datePublished"), ["2020-02-13"], "2020-01-01", "json-ld"),
        (own("2020-02", "url", "month"), ["2020-03-13"], None, "url"),
        (own("2020-02", "dateline", "month"), ["2020-02-11"], "2020-02-11", "feed hint"),
        (own("2020-02-12", "visible .date"), [], "2020-02-12", "visible"),
    ],
)
def test_hints_join_the_page_s_own_date_in_the_same_order(page, hints, value, where):
    candidates = [Candidate(text, "feed hint", "hint") for text in hints]

    chosen = choose_with_hints(page, candidates, CAPTURED)

    assert chosen is not None
    assert chosen.value.startswith(value or "2020-02")
    assert chosen.where.startswith(where)
    assert chosen is page or chosen.where == "feed hint"


def test_a_hint_that_names_the_moment_of_its_own_document_is_none():
    stamped = Candidate("2020-02-20T10:00:30+07:00", "feed hint", "hint", captured="2020-02-20T03:00:00.000000Z")

    assert choose_with_hints(None, [stamped], CAPTURED) is None


@pytest.mark.parametrize("name", CHOICES)
def test_choice_does_not_hang_on_the_order_of_kinds(name):
    candidates, expected = CHOICES[name]

    chosen = choose_published(sorted(candidates, key=lambda candidate: candidate.kind), CAPTURED)

    assert (chosen.value if chosen else None) == expected
