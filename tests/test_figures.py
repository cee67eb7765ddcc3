"""Figures that no site should write, too long, too large or none at all: they say nothing, and nothing breaks."""

import json

import pytest

from archive import clock
from archive.figures import figure
from archive.http1 import parse_head
from crawlers.politeness import DAY, retry_after
from pipelines.dates.expressions import read_date
from pipelines.dates.instants import read_instant
from pipelines.discovery.discover import discover
from pipelines.references import unescape
from tests.sites import HOST, agency_of, exchange_of, page_of
from tests.small_pages import TEXT, reading

ENDLESS = "9" * 5000
API = f"{HOST}/wp-json/wp/v2/posts?per_page=100"
POST = {"link": f"{HOST}/mot/"}


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0", 0),
        (b"0203", 203),
        ("9" * 18, 10**18 - 1),
        ("9" * 19, None),
        (ENDLESS, None),
        ("²", None),
        ("٣", None),
        ("", None),
        (b"-1", None),
        ("1.5", None),
        (b"\xb2", None),
    ],
    ids=repr,
)
def test_a_figure_is_ascii_digits_of_some_length(written: str | bytes, number: int | None):
    assert figure(written) == number


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("Mon, 1 Jan 2026 0:0:0 5999999999999", None),
        ("Mon, 1 Jan 99999999999 0:0:0 GMT", None),
        (f"Mon, 1 Jan {ENDLESS} 0:0:0 GMT", None),
        (ENDLESS, DAY),
    ],
)
def test_a_retry_after_beyond_the_calendar_asks_for_nothing(value: str, seconds: float | None):
    """It ended the crawl, and every later one of the agency."""
    head = parse_head(f"HTTP/1.1 503 X\r\nRetry-After: {value}\r\n\r\n".encode())

    assert retry_after(head, 1e9) == seconds


@pytest.mark.parametrize("told", ["²", ENDLESS, "-5", "٣".encode().decode("latin-1")])
def test_a_list_of_posts_whose_headers_count_nothing_is_read_without_them(told: str):
    """So did these."""
    headers = (f"X-WP-Total: {told}", f"X-WP-TotalPages: {told}")
    found = discover(exchange_of(API, json.dumps([POST]), *headers), agency_of())

    assert ([link.url for link in found.links], found.claims) == ([f"{HOST}/mot/"], ())


@pytest.mark.parametrize(
    "query", [f"page={ENDLESS}", "page=٣", "modified_after=hôm qua", "modified_after=0001-01-01T00:00:00Z"]
)
def test_a_list_of_posts_that_somebody_links_with_odd_questions_is_read(query: str):
    found = discover(exchange_of(f"{API}&{query}", json.dumps([POST])), agency_of())

    assert [link.url for link in found.links] == [f"{HOST}/mot/"]


@pytest.mark.parametrize("instant", ["2020-13-01T00:00:00", "2020-01-01T25:00:00", "9999-12-31T23:59:59-23:59"])
def test_an_instant_of_a_post_that_is_none_is_no_hint(instant: str):
    post = POST | {"date": instant, "date_gmt": instant, "modified": instant, "modified_gmt": instant}
    (hint,) = discover(exchange_of(API, json.dumps([post])), agency_of()).hints

    assert (hint.published, hint.modified) == (None, None)


@pytest.mark.parametrize("body", ['<a href="/tin?x=&#{};">Tin</a><a href="/mot/">Một</a>', "<title>&#{}</title>"])
def test_an_endless_character_reference_is_no_letter(body: str):
    assert unescape(f"a&#{ENDLESS};b&amp;&#{'0' * 100}65;") == "a\ufffdb&A"
    discover(page_of(f"{HOST}/", body.format(ENDLESS)), agency_of())


@pytest.mark.parametrize(
    "written",
    [
        "Mon, 1 Jan 99999999999 00:00:00 +0700",
        "Mon, 1 Jan 2026 99999999999:00:00 +0700",
        "Mon, 1 Jan 2026 0:00:00 +5999999999999",
        "Mon, 1 Jan 1 0001:00:00 +0700",
        "9999-12-31T23:59:59-99:59",
        "0001-01-01T00:00:00+99:59",
        f"2026-01-01T00:00:00&#{ENDLESS}",
    ],
)
def test_a_date_beyond_the_calendar_is_none(written: str):
    """As a feed's it broke the settling of every later crawl."""
    told = read_instant(written)

    assert told is None or 1000 <= int(told.value[:4]) < 9999
    read_date(written)


def test_an_instant_beyond_the_calendar_is_no_instant():
    with pytest.raises(ValueError, match="beyond the calendar"):
        clock.parse("9999-12-31T23:59:59-23:59")


def test_a_picture_whose_width_is_endless_is_a_picture():
    shown = reading(f'<article>{TEXT}<img src="/tai/anh.jpg" width="{ENDLESS}"></article>')

    assert shown.attachments == ("https://coquan.example/tai/anh.jpg",)
