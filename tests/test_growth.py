"""Hostile pages: none makes reading raise, and none takes a time that grows faster than the page."""

import io
import time

import pytest

from archive.model import Exchange
from archive.orthography import normal_form, same_tone_placement
from archive.urls import pattern_of
from pipelines.agency import Agency
from pipelines.dates.expressions import find_dates, read_date
from pipelines.dates.instants import read_instant
from pipelines.decode import declared_charset
from pipelines.discovery.discover import discover
from pipelines.mentions import find_mentions
from pipelines.misread import visible_words
from pipelines.reading.extract import parse_html
from pipelines.reading.metadata import metadata_of
from pipelines.refresh import refresh_href
from pipelines.settling.duplicates import relation
from tests.small_pages import PROSE, TEXT, reading

TITLE = "Khảo sát bờ sông Đồng Mô"
HEADLINE = "Hội nghị tổng kết công tác năm nay của tỉnh Mẫu"
DATED = {
    "days": "<div class=date>Ngày {day}/10/2026</div>",
    "times": '<div><time class=date datetime="2026-10-{day:02}T08:00:00+07:00">{day}/10/2026</time></div>',
    "headlines": '<div><a href="/tin-{at}">{headline} {at}</a></div><div class=date>Ngày {day}/10/2026</div>',
    "american": "<div class=date>Posted on 3/{day}/2026 1:00:00 PM</div>",
    "ago": "<div><span class=date>{day} phút trước</span></div>",
}
LINEAR = 9
"""Growth below which what takes four times the input is taken for linear."""
LISTS = '<p>{prose} {at}</p><p>Tin liên quan</p><p><a href="/tin-{at}">{headline} {at}</a></p>'


def many(pattern: str, count: int) -> str:
    """So many of a piece of a page, each with its number and day."""
    each = (pattern.format(at=at, day=at % 9 + 1, headline=HEADLINE, prose=PROSE[0]) for at in range(count))
    return "".join(each)


def growth(action, small, large) -> float:
    """How many times longer an action takes on an input four times as large, the quickest of up to five runs of each.

    What is linear takes four times as long, what is quadratic sixteen times; other programs disturb single runs.
    """

    def seconds(given) -> float:
        began = time.process_time()
        action(given)
        return time.process_time() - began

    short = long = float("inf")
    for _ in range(5):
        short, long = min(short, seconds(small)), min(long, seconds(large))
        if long < LINEAR * max(short, 0.0005):
            break
    return long / max(short, 0.0005)


@pytest.mark.parametrize("pattern", DATED.values(), ids=DATED)
def test_dated_lines_between_title_and_text_are_weighed_in_time_that_grows_as_they_do(pattern: str) -> None:
    small, large = (f"<h1>{TITLE}</h1>{many(pattern, count)}{TEXT}" for count in (400, 1600))
    assert growth(reading, small, large) < LINEAR


def test_lists_of_others_in_a_text_are_cut_in_time_that_grows_as_they_do() -> None:
    small, large = (f"<h1>{TITLE}</h1><div>{many(LISTS, count)}</div>" for count in (400, 1600))
    assert growth(reading, small, large) < LINEAR


@pytest.mark.parametrize("text", [" ", "\u0103", "\u0103\u0300", "a \u0300 "], ids=["blanks", "word", "marks", "stray"])
@pytest.mark.parametrize("form", [normal_form, same_tone_placement])
def test_a_long_word_is_spelt_in_time_that_grows_as_it_does(form, text: str) -> None:
    small, large = (f"ạ {text * count} \u0300{'ơ' * count}" for count in (4_000, 16_000))
    assert growth(form, small, large) < LINEAR


GIVEN = [f"{first}{last}" for first in ("B", "D", "H", "L", "M") for last in ("an", "ình", "oa", "ùng")]


def awarded(count: int) -> str:
    """So many lines, each of somebody else."""
    names = (f"{GIVEN[at // 400 % 20]} {GIVEN[at // 20 % 20]} {GIVEN[at % 20]}" for at in range(count))
    return "\n".join(
        f"Ông {name} được khen vào ngày {at % 28 + 1}/10/2026, {at} điểm." for at, name in enumerate(names)
    )


@pytest.mark.parametrize("other", ["Bà Lê Thị Hoa cũng vậy.", "Có 1234567 và 0123456."], ids=["name", "number"])
@pytest.mark.slow
def test_long_texts_are_related_in_time_that_grows_as_they_do(other: str) -> None:
    small, large = awarded(600), awarded(2_400)
    assert growth(lambda text: relation(text, f"{other}\n{text}"), small, large) < LINEAR


@pytest.mark.parametrize("blank", [" ", "1", "; ", "1 "])
def test_where_a_refresh_leads_is_told_in_time_that_grows_as_it_does(blank: str) -> None:
    assert growth(refresh_href, blank * 4_000 + "x", blank * 16_000 + "x") < LINEAR


@pytest.mark.parametrize(
    ("content", "href"),
    [
        ("0; url=/tin/", "/tin/"),
        ("0;URL='/tin/'", "/tin/"),
        ("0 url=/tin/", "/tin/"),
        (" 5.5 ,\turl = /tin/", "/tin/"),
        ("; url=/tin/", "/tin/"),
        (" url=/tin/", "/tin/"),
        ("url=/tin/", None),
        ("0url=/tin/", None),
        ("0;;url=/tin/", None),
        ("30", None),
    ],
)
def test_a_refresh_leads_where_it_did(content: str, href: str | None) -> None:
    assert refresh_href(content) == href


@pytest.mark.parametrize(
    "tag", ["div", "div class=entry-content", "b class=menu", "span class=date", "section id=menu"]
)
def test_a_page_nested_deeper_than_any_stack_is_read(tag: str) -> None:
    read = reading(f"<{tag}>x " * 5_000 + TEXT)
    assert read.outcome


@pytest.mark.parametrize("nested", ["[", '{"name":', '{"@type":"Article","author":' + "[" * 600])
def test_linked_data_nested_deeper_than_any_stack_is_passed_over(nested: str) -> None:
    count = 1 if nested.endswith("[[") else 100_000
    closed = nested + "1" + "]" * 600 + "}" if count == 1 else nested * count
    head = f'<title>{TITLE}</title><script type="application/ld+json">{closed}</script>'
    assert reading(f"<h1>{TITLE}</h1>{TEXT}", head=head).title == TITLE
    assert (
        metadata_of(parse_html(f"<html><head>{head}</head></html>".encode()), "https://coquan.example/").author is None
    )


@pytest.mark.parametrize("step", ["1", "a", "-", "a1"])
def test_the_shape_of_a_url_is_told_in_time_that_grows_as_it_does(step: str) -> None:
    small, large = (f"https://coquan.example/{step * count}~/tin" for count in (1_000, 4_000))
    assert growth(pattern_of, small, large) < LINEAR


def test_the_sizes_of_a_picture_are_told_in_time_that_grows_as_their_list_does() -> None:
    agency = Agency("mau", "Mẫu", "https://coquan.example/")

    def links(blanks: int) -> list[str]:
        page = f'<html><body><img srcset="{" " * blanks}/a.jpg 1x,\n /b.jpg 2x"></body></html>'.encode()
        response = io.BytesIO(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page)
        found = discover(Exchange("https://coquan.example/", "2026-11-22T00:00:00.000000Z", b"", response), agency)
        return [link.url for link in found.links]

    assert links(1) == links(4_000) == ["https://coquan.example/a.jpg", "https://coquan.example/b.jpg"]
    assert growth(links, 4_000, 16_000) < LINEAR


def test_misread_letters_are_looked_for_in_time_that_grows_as_the_page_does() -> None:
    assert growth(visible_words, "a" * 10_000 + ".", "a" * 40_000 + ".") < LINEAR


@pytest.mark.parametrize("piece", ["1", "1.", "1/", "12/AB ", "ngày 5/7/2020 ", "8h ngày 5/7/2020 ", "May ", "x", " "])
@pytest.mark.parametrize("read", [find_dates, read_date, read_instant])
def test_dates_are_looked_for_in_time_that_grows_as_their_text_does(read, piece: str) -> None:
    small, large = (f"ngày 3/4/2019 ạ {piece * (count // len(piece))}x" for count in (1_500, 6_000))
    assert growth(read, small, large) < LINEAR


def test_the_charset_of_a_header_is_told_in_time_that_grows_as_it_does() -> None:
    small, large = (f"text/html; charset={' ' * count}" for count in (4_000, 16_000))
    assert growth(lambda header: declared_charset(header, b""), small, large) < LINEAR
    assert declared_charset('text/html; charset = " utf-8"', b"") == "utf-8"


@pytest.mark.parametrize(
    "piece", ["TCVN 1-1 ", "1/QĐ-TTg ", "12/2020/QH14, ", "12/2020/QH14 a ", ", 2:2012", "-1", "số 1, "]
)
def test_documents_are_looked_for_in_time_that_grows_as_their_text_does(piece: str) -> None:
    small, large = (f"Theo luật; TCVN 1:2011{piece * (count // len(piece))}" for count in (10_000, 40_000))
    assert growth(find_mentions, small, large) < LINEAR
