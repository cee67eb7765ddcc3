"""Titles and dates that the pages of a host share are not the articles' own."""

import random

import pytest

from archive.catalog import Catalog
from archive.model import Heading, Published, Stamp
from pipelines.settling.settle import settle
from tests.readings import all_views, capture_of, hint_of, published, reading_of
from tests.test_settle import MAU, catalog, fill, page  # noqa: F401

SITE = "Cổng thông tin xã Phú Nông"
LINES = ("Đội thợ đã lắp xong cửa cống thứ nhất.", "Chợ nổi họp sớm hơn mọi năm.", "Trường làng có thêm một phòng đọc.",
         "Bến đò ngang chuyển về đầu cồn.")  # fmt: skip
CLOCK = "Chủ nhật, 22/11/2026"


def titled(number, title, *headings, url=None, **fields):
    others = tuple(Heading(text, True) for text in headings)
    return page(number, url or f"/bai-{number}", title, LINES[number % 4] * (number + 1), headings=others, **fields)


def titles(opened):
    return [title for (title,) in opened.connection.execute("SELECT title FROM articles ORDER BY url")]


def test_a_title_of_three_articles_is_their_section_s(catalog):  # noqa: F811
    fill(catalog, *(titled(number, SITE, f"Tin số {number}", "Tin hoạt động") for number in range(2)))
    before = titles(catalog)
    fill(catalog, *(titled(number, SITE, f"Tin số {number}", "Tin hoạt động") for number in range(2, 4)))

    assert (before, titles(catalog)) == ([SITE] * 2, [f"Tin số {number}" for number in range(4)])


def test_what_is_shared_by_the_next_headings_too_is_passed_over(catalog):  # noqa: F811
    fill(catalog, *(titled(number, SITE, "Tin hoạt động", f"Tin số {number}") for number in range(3)))

    assert titles(catalog) == [f"Tin số {number}" for number in range(3)]


def test_a_bulletin_that_bears_the_same_title_every_week_keeps_it(catalog):  # noqa: F811
    fill(catalog, *(titled(number, "Lịch công tác tuần") for number in range(4)))

    assert titles(catalog) == ["Lịch công tác tuần"] * 4


def test_pages_of_one_article_share_its_title(catalog):  # noqa: F811
    pages = ["/bai", "/bai?page=2", "/bai?page=3", "/bai?page=4"]
    fill(catalog, *(titled(number, "Ký sự cồn", f"Phần {number}", url=url) for number, url in enumerate(pages)))

    assert titles(catalog) == ["Ký sự cồn"] * 4


def test_one_article_at_many_addresses_keeps_its_title(catalog):  # noqa: F811
    facts = []
    for number in range(4):
        capture = capture_of(number, f"/muc-{number}/bai")
        headings = (Heading("Tiểu mục", True),)
        facts.append((capture, reading_of(capture, "Ký sự cồn", LINES[0], f"Xem: {number}", headings=headings)))
    fill(catalog, *facts)

    assert titles(catalog) == ["Ký sự cồn"] * 4


def test_a_line_above_the_text_is_a_title_only_where_half_of_the_host_has_the_other(catalog):  # noqa: F811
    plain = [
        page(number, f"/a-{number}", SITE, LINES[number], headings=(Heading(f"Dòng {number}", False),))
        for number in range(3)
    ]
    fill(catalog, *plain)
    alone = titles(catalog)
    fill(catalog, *(page(number, f"/b-{number}", f"Tin số {number}", LINES[0] * number) for number in range(10, 20)))

    assert (alone, titles(catalog)[:3]) == ([f"Dòng {number}" for number in range(3)], [SITE] * 3)


def test_what_the_feed_calls_an_article_goes_before_its_next_headings(catalog):  # noqa: F811
    capture = capture_of(90, "/feed/")
    feed = reading_of(capture, None, outcome="feed", hints=(hint_of("/bai-1", "feed", title="Tin theo nguồn cấp"),))
    fill(catalog, (capture, feed), *(titled(number, SITE, f"Tin số {number}") for number in range(3)))

    assert titles(catalog) == ["Tin số 0", "Tin theo nguồn cấp", "Tin số 2"]


def stamped(number, text, otherwise=None, path="body/div.top"):
    return page(
        number,
        f"/bai-{number}",
        f"Tin số {number}",
        LINES[number % 4] * (number + 1),
        published=Published("2026-02-22", "day", text, "visible div.top"),
        stamps=(Stamp(path, text, otherwise),),
    )


def dates(opened):
    return [date for (date,) in opened.connection.execute("SELECT published FROM articles ORDER BY url")]


def test_a_stamp_on_half_of_the_pages_is_the_site_s(catalog):  # noqa: F811
    url = Published("2026-01", "month", "/2026/01/", "url")
    fill(catalog, stamped(0, CLOCK), stamped(1, CLOCK, url))
    before = dates(catalog)
    fill(catalog, stamped(2, CLOCK), stamped(3, "Thứ hai, 23/11/2026"))

    assert before == ["2026-02-22"] * 2
    assert dates(catalog) == [None, "2026-01", None, "2026-02-22"]


def test_a_stamp_at_another_place_or_on_few_pages_stays(catalog):  # noqa: F811
    facts = [stamped(0, CLOCK), stamped(1, CLOCK), stamped(2, CLOCK, path="body/div.khac")]
    facts += [stamped(number, f"{number}/11/2026") for number in range(3, 9)]
    fill(catalog, *facts, stamped(9, CLOCK))

    assert dates(catalog) == ["2026-02-22"] * 10


def test_a_clock_makes_no_edit_of_the_date(catalog):  # noqa: F811
    for day in (1, 2):
        for number in range(3):
            capture = capture_of(10 * day + number, f"/bai-{number}", day)
            stamp = Stamp("body/div.top", f"Ngày {day}/3/2026", None)
            said = published(f"2026-03-0{day}")
            fill(catalog, (capture, reading_of(capture, "Tin", LINES[number], published=said, stamps=(stamp,))))

    assert dates(catalog) == [None] * 3


@pytest.mark.parametrize("seed", range(3))
def test_order_does_not_matter(tmp_path, seed):
    facts = [titled(number, SITE, f"Tin số {number}", "Tin hoạt động") for number in range(4)]
    facts += [stamped(number, CLOCK) for number in range(4, 9)]
    with Catalog(tmp_path / "at-once.db") as at_once:
        fill(at_once, *facts)
        expected = all_views(at_once)
    random.Random(seed).shuffle(facts)
    with Catalog(tmp_path / "in-bits.db") as in_bits:
        for fact in facts:
            fill(in_bits, fact)
        settle(MAU, in_bits)
        assert all_views(in_bits) == expected
