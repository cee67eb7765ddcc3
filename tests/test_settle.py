import random
import sqlite3
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.catalog import Catalog
from archive.model import Block, Note, Place
from archive.settling import Ledger
from pipelines.agency import Agency
from pipelines.settling.settle import Settled, settle
from tests.readings import (
    AGENCY,
    HOST,
    PATH,
    all_views,
    capture_of,
    failure_of,
    hint_of,
    published,
    reading_of,
)

MAU = Agency(AGENCY, "Mẫu", HOST + "/")


@pytest.fixture
def catalog(tmp_path):
    with Catalog(tmp_path / "catalog.db") as opened:
        yield opened


def fill(catalog, *facts):
    """Captures, or (capture, reading) pairs; then settle."""
    for fact in facts:
        capture, *readings = fact if isinstance(fact, tuple) else (fact,)
        catalog.add_captures([capture])
        catalog.add_readings(readings)
    return settle(MAU, catalog)


def page(number, url, title="Tin", *lines, day=1, outcome="article", status=200, **fields):
    capture = capture_of(number, url, day, status=status)
    return capture, reading_of(capture, title, *(lines or ("Nội dung.",)), outcome=outcome, **fields)


def redirect(number, url, target, day=1):
    target = target if target.startswith("http") else HOST + target
    capture = capture_of(number, url, day, status=301, redirect=target)
    return capture, reading_of(capture, None, outcome="redirect")


def missing(number, url, day):
    capture = capture_of(number, url, day, status=404)
    return capture, reading_of(capture, None, outcome="error")


def states(catalog):
    return {
        row["url"].removeprefix(HOST): (row["state"], row["state_detail"])
        for row in catalog.select("SELECT url, state, state_detail FROM article")
    }


def test_article_row_is_whole(catalog):
    capture, reading = page(
        1, "/a", "Nước sạch", "Dòng một.", "Dòng hai.", published=published("2026-02-28"), author="Lan", section="Tin"
    )
    done = fill(catalog, (capture, reading))
    assert done == Settled(new=1)
    (row,) = catalog.select("SELECT * FROM articles")
    assert row == {
        "agency": "mau",
        "url": "https://mau.gov.vn/a",
        "title": "Nước sạch",
        "published": "2026-02-28",
        "published_precision": "day",
        "published_evidence": '{"capture":"urn:uuid:00000001","inferred_year":false,"text":"2026-02-28",'
        '"where":"meta article:published_time"}',
        "modified": None,
        "author": "Lan",
        "credited_source": None,
        "section": "Tin",
        "text": "Dòng một.\nDòng hai.",
        "state": "live",
        "first_captured": capture.captured,
        "last_captured": capture.captured,
        "warc_file": "warc/mau/a.warc.gz",
        "warc_offset": 1000,
        "warc_length": 900,
        "payload_digest": "sha256:1",
    }


def test_there_and_back_is_three_versions_each_proven_by_a_response(catalog):
    again = capture_of(4, "/a", 4, kind="revisit", refers_to="urn:uuid:00000001")
    same = capture_of(2, "/a", 2, kind="revisit", status=304, refers_to="urn:uuid:00000001")
    done = fill(catalog, page(1, "/a", "Tin", "A."), same, page(3, "/a", "Tin", "B.", day=3), again)
    versions = catalog.select("SELECT captured, text, warc_offset FROM versions ORDER BY captured")
    assert done == Settled(new=1)
    assert versions == [
        {"captured": "2026-03-01T03:00:01.000001Z", "text": "A.", "warc_offset": 1000},
        {"captured": "2026-03-03T03:00:03.000003Z", "text": "B.", "warc_offset": 3000},
        {"captured": "2026-03-04T03:00:04.000004Z", "text": "A.", "warc_offset": 1000},
    ]
    (row,) = catalog.select("SELECT first_captured, last_captured, text, warc_offset FROM articles")
    assert tuple(row.values()) == ("2026-03-01T03:00:01.000001Z", "2026-03-04T03:00:04.000004Z", "A.", 1000)


def test_a_cut_capture_makes_no_version(catalog):
    capture, reading = page(2, "/a", "Tin", "Nửa", day=2)
    fill(catalog, page(1, "/a", "Tin", "Cả bài."), (replace(capture, truncated="disconnect"), reading))
    assert catalog.select("SELECT text FROM versions") == [{"text": "Cả bài."}]


def test_second_settling_of_nothing_changes_nothing(catalog):
    fill(catalog, page(1, "/a"))
    assert settle(MAU, catalog) == Settled()
    assert fill(catalog, page(2, "/a", day=2)) == Settled(changed=1)
    assert fill(catalog, page(3, "/a", "Tin", "Khác.", day=3)) == Settled(versions=1)


class TestState:
    def test_gone_needs_a_second_day(self, catalog):
        fill(catalog, page(1, "/a"), missing(2, "/a", 2), missing(3, "/a", 2))
        assert states(catalog)["/a"] == ("live", None)
        fill(catalog, missing(4, "/a", 3))
        assert states(catalog)["/a"] == ("gone", "2026-03-02: HTTP 404; 2026-03-03: HTTP 404")

    def test_gone_by_redirects_home_and_soft_404(self, catalog):
        soft = page(3, "/a", "Không tìm thấy", day=3, outcome="soft-404")
        fill(catalog, page(1, "/a"), redirect(2, "/a", "/", 2), soft)
        assert states(catalog)["/a"][0] == "gone"

    def test_a_redirect_to_a_listing_counts_as_missing(self, catalog):
        listing = page(9, "/tin/", "Tin tức", outcome="listing")
        fill(catalog, page(1, "/a"), redirect(2, "/a", "/tin/", 2), redirect(3, "/a", "/tin/", 3), listing)
        assert states(catalog)["/a"][0] == "gone"

    def test_a_host_that_moved_takes_no_article_away(self, catalog):
        new = "https://moi.gov.vn/"
        fill(catalog, page(1, "/a"), redirect(2, "/a", new, 2), redirect(3, "/a", new, 3))
        assert states(catalog)["/a"] == ("moved", new)

    @pytest.mark.parametrize("status", [401, 403, 500, 502, 503])
    def test_a_server_that_fails_or_refuses_never_makes_it_gone(self, catalog, status):
        tries = [capture_of(number, "/a", number, status=status) for number in range(2, 9)]
        fill(catalog, page(1, "/a"), page(20, "/b", day=8), *tries)
        assert states(catalog)["/a"] == ("unreachable", f"HTTP {status}")

    def test_moved_names_its_target(self, catalog):
        fill(catalog, page(1, "/a"), redirect(2, "/a", "/b", 2), page(3, "/b", day=2))
        assert states(catalog) == {"/a": ("moved", HOST + "/b"), "/b": ("live", None)}

    def test_a_refusing_page_on_an_answering_host_is_unreachable_and_never_gone(self, catalog):
        fill(catalog, page(1, "/a"), capture_of(2, "/a", 2, status=403), failure_of(3, "/a", 3), failure_of(5, "/a", 4))
        assert states(catalog)["/a"] == ("live", None)
        fill(catalog, page(4, "/b", day=3))
        assert states(catalog)["/a"] == ("unreachable", "timeout: no answer")
        fill(catalog, page(6, "/a", day=5))
        assert states(catalog)["/a"] == ("live", None)

    def test_two_days_that_are_minutes_apart_are_one(self, catalog):
        facts = [missing(number, "/a", 2) for number in (2, 3, 4)]
        times = ["2026-03-02T16:58:00.0Z", "2026-03-02T17:01:00.0Z", "2026-03-02T23:01:00.0Z"]
        at = [(replace(fact[0], captured=time), fact[1]) for fact, time in zip(facts, times, strict=True)]
        fill(catalog, page(1, "/a"), *at[:2])
        assert states(catalog)["/a"] == ("live", None)
        fill(catalog, at[2])
        assert states(catalog)["/a"] == ("gone", "2026-03-02: HTTP 404; 2026-03-03: HTTP 404")

    def test_where_we_ended_the_wait_a_head_or_half_a_page_says_nothing(self, catalog):
        """Two cut 404s were `gone`, one cut redirect `moved`, and half a page an article of two letters."""

        def cut(fact):
            capture, *readings = fact
            return replace(capture, truncated="unspecified"), *readings

        fill(catalog, page(1, "/a"), page(2, "/b"), page(3, "/d"))
        fill(catalog, cut(missing(4, "/a", 2)), cut(missing(5, "/a", 3)), cut(redirect(6, "/b", "/d", 2)))
        fill(catalog, cut(page(7, "/c", "Ti", day=2)), failure_of(8, "/d", 2, "interrupted"), page(9, "/e", day=2))
        assert states(catalog) == dict.fromkeys(("/a", "/b", "/d", "/e"), ("live", None))

    def test_what_needs_a_password_is_unreachable_and_has_not_moved(self, catalog):
        login, guide = HOST + "/wp-login.php?redirect_to=%2Fa", HOST + "/huong-dan-dang-nhap.html"
        fill(catalog, page(1, "/a"), page(2, "/b"), page(3, "/huong-dan-dang-nhap.html"))
        fill(catalog, *(redirect(number, "/a", login, number) for number in (4, 5)), redirect(6, "/b", guide, 5))
        assert states(catalog)["/a"] == ("unreachable", "redirect to " + login)
        assert states(catalog)["/b"] == ("moved", guide)

    def test_what_moved_stays_so_when_its_new_place_is_missing(self, catalog):
        fill(catalog, page(1, "/a"), redirect(2, "/a", "/b", 2), redirect(3, "/a", "/b", 4), page(4, "/b", day=2))
        fill(catalog, missing(5, "/b", 5))
        assert states(catalog) == {"/a": ("moved", HOST + "/b"), "/b": ("live", None)}
        fill(catalog, missing(6, "/b", 6))
        assert {url: state for url, (state, _) in states(catalog).items()} == {"/a": "moved", "/b": "gone"}

    @pytest.mark.parametrize(("place", "canonical", "state"), [("/?loi=404", "/", "gone"), ("/?p=12", "/x", "moved")])
    def test_home_with_a_query_is_home_where_it_says_so(self, catalog, place, canonical, state):
        shown = page(9, place, "Trang", day=2, outcome="page", canonical=HOST + canonical)
        fill(catalog, page(1, "/a"), redirect(2, "/a", place, 2), redirect(3, "/a", place, 3), shown)
        assert states(catalog)["/a"][0] == state

    def test_an_empty_answer_is_no_page_and_no_absence(self, catalog):
        empty = [page(number, "/a", None, day=number, outcome="unreadable") for number in (2, 3)]
        fill(catalog, page(1, "/a"), *empty)
        assert states(catalog)["/a"] == ("unreachable", "unreadable")
        assert fill(catalog, page(4, "/a", day=4)) == Settled(changed=1)
        assert states(catalog)["/a"] == ("live", None)

    def test_a_certificate_that_expired_changes_no_article_though_http_still_sends_there(self, catalog):
        sent = redirect(2, "http://mau.gov.vn/", HOST + "/", 2)
        fill(catalog, page(1, "/a"), sent, failure_of(3, "/a", 2, reason="tls"))
        assert states(catalog)["/a"] == ("live", None)
        fill(catalog, page(4, "/b", day=2))
        assert states(catalog)["/a"] == ("unreachable", "tls: no answer")

    def test_gone_and_back_and_moved(self, catalog):
        told = []
        steps = [page(1, "/a"), missing(2, "/a", 2), missing(3, "/a", 3), page(4, "/a", day=4), missing(5, "/a", 5)]
        for fact in [
            *steps,
            redirect(6, "/a", "/b", 6),
            missing(7, "/a", 7),
            page(8, "/a", day=8),
            page(9, "/b", day=6),
        ]:
            fill(catalog, fact)
            told.append(states(catalog)["/a"][0])
        assert told == ["live", "live", "gone", "live", "live", "moved", "moved", "live", "live"]

    def test_robots_that_disallow_later_are_said(self, catalog):
        note = Note(
            "urn:uuid:n",
            AGENCY,
            "crawl-9",
            "urls",
            "2026-03-09T00:00:00.000000Z",
            {"urls": [{"url": HOST + "/a", "state": "refused", "reason": "robots.txt"}]},
            Place("warc/mau/a.warc.gz", 90000, 10),
        )
        fill(catalog, page(1, "/a"))
        catalog.add_notes([note])
        settle(MAU, catalog)
        assert states(catalog)["/a"] == ("unreachable", "robots.txt")


class TestIdentity:
    def urls(self, catalog):
        return [row["url"].removeprefix(HOST) for row in catalog.select("SELECT url FROM articles ORDER BY url")]

    def test_canonical_that_agrees_joins(self, catalog):
        fill(catalog, page(1, "/a?in=1", canonical=HOST + "/a"), page(2, "/a", canonical=HOST + "/a"))
        assert self.urls(catalog) == ["/a"]
        assert {row["url"]: row["article"] for row in catalog.select("SELECT url, article FROM urls")} == {
            HOST + "/a?in=1": HOST + "/a",
            HOST + "/a": HOST + "/a",
        }

    @pytest.mark.parametrize("canonical", ["/", "/tin/", "/nowhere", "https://khac.vn/a"])
    def test_canonical_to_home_a_listing_or_nothing_kept_is_only_recorded(self, catalog, canonical):
        canonical = canonical if canonical.startswith("http") else HOST + canonical
        listing = page(9, "/tin/", "Tin tức", outcome="listing")
        fill(catalog, page(1, "/a", "A", canonical=canonical), listing, page(8, "/", "A", outcome="listing"))
        assert self.urls(catalog) == ["/a"]

    def test_canonical_claimed_by_pages_of_other_titles_joins_none(self, catalog):
        fill(
            catalog,
            page(1, "/a", "A", "Một."),
            page(2, "/b", "A", "Hai.", canonical=HOST + "/a"),
        )
        assert self.urls(catalog) == ["/a"]
        fill(catalog, page(3, "/c", "C", "Ba.", canonical=HOST + "/a"))
        assert self.urls(catalog) == ["/a", "/b", "/c"]

    @pytest.mark.parametrize(
        ("url", "view"),
        [
            ("/a.html", "/a.amp.html"),
            ("/tin/a/", "/tin/a/amp/"),
            ("/tin/a", "/amp/tin/a"),
            ("/a?id=7", "/a?id=7&print=1"),
            ("/a?id=7:tin&c=1,2", "/a?id=7:tin&c=1,2&tmpl=component&print=1&page="),
            ("/a?p_p_state=normal&_101_id=7", "/a?p_p_state=pop_up&_101_id=7&_101_viewMode=print"),
            ("/vi/news/muc/a-15.html", "/vi/news/savefile/muc/a-15.html"),
            ("/a", "/a?view=print"),
            ("/a", "/a?page=1"),
            ("/a?id=7", "/a?id=7&trang=1"),
            ("/a/", "/a/page/1/"),
        ],
    )
    def test_printed_views_and_amp_twins_join(self, catalog, url, view):
        fill(catalog, page(1, url), page(2, view, canonical=HOST + view))
        assert self.urls(catalog) == [url]
        fill(catalog, page(3, "/khac/print", "Khác", "Không có bản thường."))
        assert self.urls(catalog) == sorted([url, "/khac/print"])

    @pytest.mark.parametrize("later", ["/a?page=1", "/a?start=1"])
    def test_a_page_that_is_counted_from_zero_keeps_its_text(self, catalog, later):
        fill(catalog, page(1, "/a", "Tin", "Một."), page(2, later, "Tin", "Hai.", canonical=HOST + "/a"))
        assert self.urls(catalog) == ["/a", later]
        assert catalog.select("SELECT a, b FROM relations WHERE kind = 'part-of'") == [
            {"a": HOST + "/a", "b": HOST + later}
        ]

    def test_a_later_page_that_names_the_first_as_canonical_keeps_its_text(self, catalog):
        same = page(3, "/a?page=3", "Tin", "Phần một.", canonical=HOST + "/a")
        fill(
            catalog,
            page(1, "/a", "Tin", "Phần một."),
            page(2, "/a?page=2", "Tin", "Phần hai.", canonical=HOST + "/a"),
            same,
        )
        assert self.urls(catalog) == ["/a", "/a?page=2"]
        assert catalog.select("SELECT a, b, method FROM relations WHERE kind = 'part-of'") == [
            {"a": HOST + "/a", "b": HOST + "/a?page=2", "method": "address"}
        ]

    def test_http_and_slash_twins_share_one_history(self, catalog):
        fill(
            catalog,
            page(1, "http://mau.gov.vn/a", "Tin", "Cũ."),
            redirect(2, "http://mau.gov.vn/a", "/a", 2),
            redirect(3, "/a", "/a/", 2),
            page(4, "/a/", "Tin", "Mới.", day=2),
        )
        assert self.urls(catalog) == ["/a/"]
        texts = catalog.select("SELECT text FROM versions ORDER BY captured")
        assert texts == [{"text": "Cũ."}, {"text": "Mới."}]

    def test_a_short_link_belongs_to_the_article_it_leads_to(self, catalog):
        capture = capture_of(3, "/feed")
        hint = hint_of("/?p=7", "feed", published="2026-02-28T08:00:00+07:00")
        feed = (capture, reading_of(capture, None, outcome="feed", hints=(hint,)))
        fill(catalog, page(1, "/a"), redirect(2, "/?p=7", "/a"), feed)
        (row,) = catalog.select("SELECT url, published FROM articles")
        assert tuple(row.values()) == (HOST + "/a", "2026-02-28T08:00:00+07:00")
        assert catalog.select("SELECT article FROM urls WHERE url LIKE '%p=7'") == [{"article": HOST + "/a"}]

    def test_one_canonical_on_all_pages_does_not_compose_them_all_again(self, catalog):
        pages = [page(number, f"/{number}", f"Tin {number}", canonical=HOST + "/1") for number in range(1, 5)]
        fill(catalog, *pages)
        capture, reading = page(9, "/9", "Tin 9", canonical=HOST + "/1")
        catalog.add_captures([capture])
        catalog.add_readings([reading])
        composed = []
        catalog.connection.set_trace_callback(
            lambda sql: composed.append(sql) if "DELETE FROM pending" in sql else None
        )
        settle(MAU, catalog)
        assert [statement.count(HOST) for statement in composed] == [1]
        assert len(self.urls(catalog)) == 5

    def test_twins_that_redirect_in_a_circle_are_one_article(self, catalog):
        fill(catalog, page(1, "/a"), page(2, "/a/"), redirect(3, "/a", "/a/", 2), redirect(4, "/a/", "/a", 2))
        assert self.urls(catalog) == ["/a"]

    def test_pages_are_not_articles_unless_the_site_announces_them_as_news(self, catalog):
        fill(catalog, page(1, "/gioi-thieu", "Giới thiệu", outcome="page"), page(2, "/b", "Tin", outcome="page"))
        assert self.urls(catalog) == []
        assert len(catalog.select("SELECT * FROM pages")) == 2
        capture = capture_of(3, "/wp-json/wp/v2/posts")
        fill(catalog, (capture, reading_of(capture, None, outcome="api", hints=(hint_of("/b"),))))
        assert self.urls(catalog) == ["/b"]


class TestHints:
    def hinted(self, catalog, own, **hint):
        capture = capture_of(2, "/feed")
        feed = (capture, reading_of(capture, None, outcome="api", hints=(hint_of("/a", **hint),)))
        fill(catalog, page(1, "/a", published=own), feed)
        (row,) = catalog.select("SELECT published, published_precision, published_evidence AS e FROM articles")
        return row["published"], row["published_precision"], "api hint" in (row["e"] or "")

    def test_fills_a_missing_date(self, catalog):
        told = self.hinted(catalog, None, published="2026-02-28T19:30:00Z")
        assert told == ("2026-03-01T02:30:00+07:00", "second", True)

    def test_gives_the_time_of_the_day_that_the_page_names(self, catalog):
        told = self.hinted(catalog, published("2026-03-01"), published="2026-02-28T19:30:00Z")
        assert told == ("2026-03-01T02:30:00+07:00", "second", True)

    def test_does_not_overrule_the_page(self, catalog):
        told = self.hinted(catalog, published("2026-02-20"), published="2026-02-28T19:30:00Z")
        assert told == ("2026-02-20", "day", False)

    def test_comes_before_what_the_page_shows(self, catalog):
        shown = replace(published("2026-02-20"), where="visible .date")
        told = self.hinted(catalog, shown, published="2026-02-28T19:30:00Z")
        assert told == ("2026-03-01T02:30:00+07:00", "second", True)

    def test_midnight_is_no_time(self, catalog):
        assert self.hinted(catalog, None, published="2026-03-01T00:00:00+07:00") == ("2026-03-01", "day", True)


def test_text_on_most_pages_of_a_host_is_chrome_from_the_third_page_on(catalog):
    share = Block("Chia sẻ bài viết này", "html/body/div")

    def article(number):
        views = Block(f"Lượt xem: {number * 7}", "html/body/div.meta")
        word = ("sông", "hồ", "biển")[number - 1]
        return page(number, f"/{number}", f"Tin {number}", views, f"Nội dung về {word}.", share, f"Kết thúc {word}.")

    fill(catalog, article(1), article(2))
    assert "Chia sẻ" in catalog.select("SELECT text FROM articles WHERE url LIKE '%/1'")[0]["text"]
    fill(catalog, article(3))
    texts = catalog.select("SELECT text FROM articles ORDER BY url")
    assert texts == [{"text": f"Nội dung về {word}.\nKết thúc {word}."} for word in ("sông", "hồ", "biển")]


def test_bulletins_that_differ_in_figures_only_keep_them(catalog):
    lines = [(f"Mực nước ngày {day}/3: {day * 3} cm", f"Lưu lượng: {day * 5}") for day in range(1, 5)]
    fill(catalog, *(page(number, f"/{number}", "Bản tin", *two) for number, two in enumerate(lines, 1)))
    assert catalog.select("SELECT text FROM articles ORDER BY url") == [{"text": "\n".join(two)} for two in lines]


FRAME = (
    "Học phí: miễn phí cho đơn vị thuộc chương trình năng suất chất lượng quốc gia.",
    "Học viên hoàn thành khóa học được cấp chứng nhận có giá trị trên toàn quốc.",
    "Địa điểm: hội trường tầng hai",
    "Hạn đăng ký: trước ngày khai giảng một tuần, tại Phòng Đào tạo của Trung tâm.",
)
COURSES = ("đo lường", "kiểm định", "thử nghiệm", "an toàn", "hiệu chuẩn", "năng lượng")
SHARE = Block("Chia sẻ bài viết này", "html/body/div.share/p")


def _notices(count):
    for number, course in enumerate(COURSES[:count], 1):
        opening = f"Trung tâm thông báo chiêu sinh khóa đào tạo {course} cho cán bộ doanh nghiệp."
        yield f"/tb-{number}", (opening, f"Khai giảng ngày {number}/5", *FRAME)


def _others(count):
    for number, word in enumerate(("sông", "hồ", "biển", "suối", "vịnh")[:count], 1):
        yield f"/tin-{number}", (f"Đoàn đã đo lưu lượng {word} ở vùng núi.", f"Dân vùng {word} kể nhiều chuyện cũ.")


@pytest.mark.parametrize(("notices", "others"), [(4, 0), (5, 5), (6, 4), (3, 3)])
@pytest.mark.parametrize("end", [".", ""])
def test_notices_of_one_template_stay_whole_and_chrome_goes(catalog, notices, others, end):
    pages = [*_notices(notices), *_others(others)]
    told = {url: [line.replace(".", end) for line in lines] for url, lines in pages}
    fill(catalog, *(page(n, url, url, *lines, SHARE) for n, (url, lines) in enumerate(told.items(), 1)))
    texts = {row["url"].removeprefix(HOST): row["text"] for row in catalog.select("SELECT url, text FROM articles")}
    assert texts == {url: "\n".join(lines) for url, lines in told.items()}


@pytest.mark.parametrize(("count", "stays"), [(3, True), (5, True), (12, False)])
def test_a_sentence_among_an_authors_is_chrome_only_where_nearly_all_pages_have_it(catalog, count, stays):
    contact = "Mọi chi tiết xin liên hệ Phòng Quan trắc của Trung tâm, tầng 5."
    told = [f"Đoàn công tác đã đo lưu lượng và lấy mẫu nước cho bản đồ ở vùng {chr(97 + n) * 3}." for n in range(count)]
    fill(catalog, *(page(n, f"/{n:02}", f"Tin {n}", text, contact) for n, text in enumerate(told)))
    texts = [row["text"] for row in catalog.select("SELECT text FROM articles ORDER BY url")]
    assert texts == [f"{text}\n{contact}" if stays else text for text in told]


def test_a_slogan_and_a_counter_among_an_authors_sentences_are_chrome(catalog):
    told = [f"Đoàn công tác đã đo lưu lượng và lấy mẫu nước cho bản đồ ở vùng {chr(97 + n) * 3}." for n in range(3)]
    slogan = "Kênh thông tin chính thức của Trung tâm phục vụ người dân"
    counters = [f"Có {n * 13} người đã đọc bài này" for n in range(3)]
    fill(catalog, *(page(n, f"/{n}", f"Tin {n}", told[n], slogan, counters[n]) for n in range(3)))
    assert [row["text"] for row in catalog.select("SELECT text FROM articles ORDER BY url")] == told


LETTERS = tuple(
    f"Đoàn công tác đã đo lưu lượng và lấy mẫu nước cho bản đồ ở vùng {chr(97 + n) * 3}." for n in range(12)
)


def _letter(told):
    head = ["Kính gửi: Các đơn vị", Block("1. Mục đích", "html/body/h2", "heading")]
    foot = ("Nơi nhận:", "- Như trên;", "- Lưu: VT.", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "(Đã ký)", "Lê Thị Hoa")
    return *head, told, Block("2. Nội dung", "html/body/h2", "heading"), told.replace("đo", "xem"), *foot


@pytest.mark.parametrize("count", [3, 12])
@pytest.mark.parametrize("order", [1, -1])
def test_a_letter_keeps_its_head_its_foot_and_its_headings_and_no_slogan_at_its_edge(tmp_path, count, order):
    slogan = "Kênh thông tin của Trung tâm"
    pages = [page(n, f"/{n:02}", f"Tin {n}", *_letter(LETTERS[n]), slogan) for n in range(count)]
    whole = [
        "\n".join(one.text if isinstance(one, Block) else one for one in _letter(LETTERS[n])) for n in range(count)
    ]

    with Catalog(tmp_path / "c.db") as catalog:
        for one in pages[::order]:
            fill(catalog, one)
        assert [row["text"] for row in catalog.select("SELECT text FROM articles ORDER BY url")] == whole


@pytest.mark.parametrize(
    "foot",
    [
        ("Trưởng ban biên tập: Lê Thị Hoa",),
        ("Giám đốc: Lê Thị Hoa", "Lê Văn An"),
        ("Chia sẻ lên mạng", "Giám đốc: Lê Thị Hoa", "Thời gian: 24/7"),
        ("Số lượt truy cập", "GIÁM ĐỐC", "Lê Thị Hoa", "Địa điểm: số 5 đường Mẫu"),
        ("TRUNG TÂM QUAN TRẮC", "Địa chỉ: số 5 đường Mẫu"),
        ("Chia sẻ bài viết", "TRUNG TÂM QUAN TRẮC"),
    ],
)
def test_who_runs_a_site_signs_none_of_its_texts(catalog, foot):
    fill(catalog, *(page(n, f"/{n}", f"Tin {n}", LETTERS[n], *foot) for n in range(6)))
    assert [row["text"] for row in catalog.select("SELECT text FROM articles ORDER BY url")] == list(LETTERS[:6])


@pytest.mark.parametrize(
    "foot",
    [
        ("Xin trân trọng báo tin!", "BAN LỄ TANG"),
        ("TRUNG TÂM QUAN TRẮC",),
        ("Tin phát lúc: 9h30", "Dự báo viên: Lê Tú"),
        ("Rất mong Quý vị tham dự.",),
        ("Rất hân hạnh được đón tiếp!",),
        ("Mọi chi tiết xin liên hệ:", "Phòng Kế hoạch, số 5 đường Mẫu", "Điện thoại: 024 3333 4444"),
    ],
)
def test_who_signs_a_text_and_whom_it_tells_to_ask_stand_right_below_it(catalog, foot):
    fill(catalog, *(page(n, f"/{n}", f"Tin {n}", LETTERS[n], *foot, SHARE) for n in range(6)))
    told = ["\n".join((text, *foot)) for text in LETTERS[:6]]
    assert [row["text"] for row in catalog.select("SELECT text FROM articles ORDER BY url")] == told


def test_below_whom_to_ask_a_templates_lines_are_chrome(catalog):
    foot = ("Mọi chi tiết xin liên hệ:", "Phòng Kế hoạch", "Email: a@mau.vn", "In trang này", "Lên đầu trang")
    fill(catalog, *(page(n, f"/{n}", f"Tin {n}", LETTERS[n], LETTERS[n + 6], *foot) for n in range(6)))
    told = ["\n".join((LETTERS[n], LETTERS[n + 6], *foot[:3])) for n in range(6)]
    assert [row["text"] for row in catalog.select("SELECT text FROM articles ORDER BY url")] == told


def test_when_a_bulletin_was_told_is_its_own_though_only_its_figures_differ(catalog):
    told = [(LETTERS[n], f"Tin phát lúc: {n}h30", f"Lượt xem: {n * 7}") for n in range(6)]
    fill(catalog, *(page(n, f"/{n}", f"Tin {n}", *lines) for n, lines in enumerate(told)))
    assert [row["text"] for row in catalog.select("SELECT text FROM articles ORDER BY url")] == [
        "\n".join(lines[:2]) for lines in told
    ]


def test_the_first_of_the_headings_that_repeat_in_texts_is_one_of_them(catalog):
    news, aims, needs = (
        Block(told, f"html/body/{tag}", "heading")
        for told, tag in (("Tin tức", "h2"), ("Mục đích", "h3"), ("Yêu cầu", "h3"))
    )
    fill(catalog, *(page(n, f"/{n}", f"Tin {n}", news, aims, LETTERS[n], needs, LETTERS[n + 6]) for n in range(6)))
    told = [f"Mục đích\n{LETTERS[n]}\nYêu cầu\n{LETTERS[n + 6]}" for n in range(6)]
    assert [row["text"] for row in catalog.select("SELECT text FROM articles ORDER BY url")] == told


def test_what_repeats_between_an_authors_lines_is_his_unless_it_stands_in_a_box_of_its_own(catalog):
    middle = ("Trả lời:", Block("Chia sẻ bài viết này", "html/body/div.share/p"))
    fill(catalog, *(page(n, f"/{n}", f"Tin {n}", "Hỏi:", LETTERS[n], *middle, LETTERS[n + 3]) for n in range(3)))
    told = [f"Hỏi:\n{LETTERS[n]}\nTrả lời:\n{LETTERS[n + 3]}" for n in range(3)]
    assert [row["text"] for row in catalog.select("SELECT text FROM articles ORDER BY url")] == told


def test_notices_that_differ_in_figures_only_stay_whole(catalog):
    frame = ("Trung tâm thông báo lịch nghỉ Tết như sau", "Các phòng phân công người trực trong những ngày nghỉ")
    told = [(f"Viên chức được nghỉ {n} ngày, từ ngày {n}/1 đến hết ngày {n * 2}/1", *frame) for n in range(1, 5)]
    fill(catalog, *(page(n, f"/{n}", f"Tin {n}", *lines) for n, lines in enumerate(told)))
    assert [row["text"] for row in catalog.select("SELECT text FROM articles ORDER BY url")] == list(
        map("\n".join, told)
    )


def test_what_half_of_the_pages_say_is_no_chrome(catalog):
    lines = [("Xem thêm ở trang đầu",) if n % 2 else () for n in range(6)]
    fill(catalog, *(page(n, f"/{n}", f"Tin {n}", f"Về {chr(97 + n)}.", *more) for n, more in enumerate(lines)))
    assert catalog.select("SELECT count(*) AS n FROM articles WHERE text LIKE '%Xem thêm%'") == [{"n": 3}]


def test_attachments_are_those_of_the_present_reading(catalog):
    pdf = capture_of(5, "/b.pdf", mime="application/pdf")
    fill(
        catalog,
        page(1, "/a", "Tin", "Cũ.", attachments=(HOST + "/x.pdf",)),
        page(2, "/a", "Tin", "Mới.", day=2, attachments=(HOST + "/b.pdf", HOST + "/c.jpg")),
        (pdf, reading_of(pdf, None, outcome="attachment")),
    )
    assert catalog.select("SELECT article, url, mime, warc_offset FROM attachments") == [
        {"article": HOST + "/a", "url": HOST + "/b.pdf", "mime": "application/pdf", "warc_offset": 5000},
        {"article": HOST + "/a", "url": HOST + "/c.jpg", "mime": None, "warc_offset": None},
    ]


def test_a_settling_that_was_cut_off_anywhere_is_carried_on(tmp_path):
    facts = [page(number, f"/{number}", f"Tin {number}", f"Nội dung {number}.", "Về đầu trang") for number in range(8)]
    facts += [redirect(20, "/1", "/", 2), redirect(21, "/1", "/", 3), page(22, "/2", "Tin 2", "Khác.", day=2)]
    with Catalog(tmp_path / "whole.db") as whole:
        fill(whole, *facts)
        expected = all_views(whole)
    steps = 1
    while _settles_in_two(tmp_path / f"{steps}.db", facts, steps, expected):
        steps += 4
    assert steps > 20


def _settles_in_two(path, facts, steps, expected):
    """Settle, cut off after so many steps of SQLite, then settle again; false when it was not cut off any more."""
    left = iter([0] * steps)
    with Catalog(path) as catalog:
        for capture, *readings in facts:
            catalog.add_captures([capture])
            catalog.add_readings(readings)
        catalog.connection.set_progress_handler(lambda: next(left, 1), 100)
        with suppress(sqlite3.OperationalError):
            settle(MAU, catalog)
        catalog.connection.set_progress_handler(None, 0)
        settle(MAU, catalog)
        assert all_views(catalog) == expected
    return next(left, None) is None


def test_equal_texts_are_related_to_the_first_published(catalog):
    words = " ".join(f"từ{number}" for number in range(30))
    first = page(1, "/b", "Tin", words, published=published("2026-01-02"))
    fill(catalog, page(2, "/a", "Tin khác", words.upper(), published=published("2026-01-03")), first)
    assert catalog.select("SELECT kind, a, b, first, score FROM relations") == [
        {"kind": "exact", "a": HOST + "/b", "b": HOST + "/a", "first": HOST + "/b", "score": 1.0}
    ]


def test_new_rules_replace_the_old_reading(catalog):
    capture, reading = page(1, "/a", "Tin", "Cũ.")
    fill(catalog, (capture, reading))
    assert fill(catalog, (capture, replace(reading, rules="r2", outcome="listing"))) == Settled(dropped=1)
    assert catalog.select("SELECT * FROM articles") == []
    assert catalog.connection.execute("SELECT count(*) FROM words WHERE words MATCH 'cũ'").fetchone() == (0,)


URLS = ["/a", "/a?page=2", "/a/amp", "/a/", "/?p=7", "/b", "/c", "http://mau.gov.vn/a", "/tin/", "/"]
SOME = st.tuples(
    st.sampled_from(
        ["page", "page", "page", "listing", "redirect", "missing", "failure", "forbidden", "revisit", "feed"]
    ),
    st.sampled_from(URLS),
    st.sampled_from(URLS),
    st.integers(1, 4),
    st.sampled_from(["Tin", "Khác"]),
    st.sampled_from(["Một.", "Hai.", "Ba."]),
)


def _fact(number, kind, url, other, day, title, text):
    """One capture and, mostly, its reading."""
    absolute = other if other.startswith("http") else HOST + other
    if kind == "redirect":
        return redirect(number, url, absolute, day)
    if kind == "missing":
        return missing(number, url, day)
    if kind == "failure":
        return (failure_of(number, url, day),)
    if kind == "forbidden":
        return (capture_of(number, url, day, status=403),)
    if kind == "revisit":
        return (capture_of(number, url, day, kind="revisit", refers_to=f"urn:uuid:{max(0, number - 3):08d}"),)
    if kind == "feed":
        capture = capture_of(number, "/feed", day)
        hint = hint_of("/a", "feed", published=f"2026-02-{10 + day}T08:00:00+07:00", title=title)
        return capture, reading_of(capture, None, outcome="feed", hints=(hint,))
    chrome = Block("Về đầu trang", PATH)
    outcome = "listing" if kind == "listing" else "article"
    return page(number, url, title, text, chrome, day=day, outcome=outcome, canonical=absolute)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SOME, min_size=1, max_size=14), st.integers(0, 2**32), st.integers(1, 5))
def test_order_and_batches_do_not_matter(tmp_path_factory, chosen, seed, size):
    facts = [_fact(number, *one) for number, one in enumerate(chosen)]
    folder = tmp_path_factory.mktemp("order")
    with Catalog(folder / "once.db") as once, Catalog(folder / "bits.db") as bits:
        for capture, *readings in facts:
            once.add_captures([capture])
            once.add_readings(readings)
        settle(MAU, once)
        _add_in_bits(bits, facts, random.Random(seed), size)
        assert all_views(bits) == all_views(once)
        assert bits.select("SELECT * FROM pending") == []
        assert _words(bits) == _words(once)
        held = "SELECT kind, articles, changes FROM holding WHERE articles ORDER BY kind"
        counted = "SELECT kind, count(*) AS articles, sum(newest) AS changes FROM article GROUP BY kind ORDER BY kind"
        assert bits.select(held) == once.select(counted)


def _add_in_bits(catalog, facts, shuffle, size):
    """Captures in any order, readings in another, settled every few."""
    captures = [fact[0] for fact in facts]
    readings = [reading for fact in facts for reading in fact[1:]]
    shuffle.shuffle(captures)
    shuffle.shuffle(readings)
    known, waiting = set(), list(readings)
    for start in range(0, len(captures), size):
        catalog.add_captures(captures[start : start + size])
        known |= {capture.id for capture in captures[start : start + size]}
        ready = [reading for reading in waiting if reading.capture in known][: size * 2]
        catalog.add_readings(ready)
        waiting = [reading for reading in waiting if reading not in ready]
        settle(MAU, catalog)
    catalog.add_readings(waiting)
    settle(MAU, catalog)


def _words(catalog):
    query = "SELECT a.url FROM words JOIN article a ON a.docid = words.rowid WHERE words MATCH ? ORDER BY a.url"
    return [catalog.select(query, (word,)) for word in ("một", "hai", "ba", "tin", "đầu", "dau")]


def test_a_sample_that_is_full_gives_the_same_chrome_in_any_order(tmp_path, monkeypatch):
    monkeypatch.setattr("pipelines.settling.settle.SAMPLE", 4)
    texts = [(f"Tin {n}", f"Riêng {chr(97 + n) * 3}.", "Về đầu trang" if n % 3 else "Liên hệ") for n in range(16)]
    facts = [page(n, f"/{n}", title, *lines) for n, (title, *lines) in enumerate(texts)]
    views = []
    for seed in range(4):
        with Catalog(tmp_path / f"{seed}.db") as catalog:
            _add_in_bits(catalog, facts, random.Random(seed), seed + 1)
            views.append(all_views(catalog))
    assert views[1:] == views[:1] * 3


def test_a_feed_is_settled_by_what_it_says_now_and_a_late_article_is_still_found(catalog):
    feeds = [page(n, "/feed", None, day=n, outcome="feed") for n in range(1, 9)]
    fill(catalog, *feeds[:2], *feeds[3:], failure_of(9, "/feed", 9))
    looked = Ledger(catalog.connection, AGENCY).sights([HOST + "/feed"])
    late = fill(catalog, page(3, "/feed", "Tin", "Từng là một bài.", day=3))
    again = Ledger(catalog.connection, AGENCY).sights([HOST + "/feed"])
    assert [row[0] for row in looked] == [feeds[-1][0].id, "urn:uuid:00000009"]
    assert (late, states(catalog)) == (Settled(new=1), {"/feed": ("live", None)})
    assert len(again) == 9


def test_a_page_is_looked_at_when_it_is_read(catalog):
    capture, reading = page(1, "/a", "Tin")
    catalog.add_captures([capture])
    settle(MAU, catalog)
    before = catalog.select("SELECT url FROM standing")
    catalog.add_readings([reading])
    catalog.add_captures([capture])
    waiting = catalog.select("SELECT url FROM pending WHERE looked = 0")
    assert (before, waiting) == ([], [{"url": capture.url}])
