"""Texts of attached documents in the catalog: shown, searched, and an announcement's own text."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.catalog import Catalog
from archive.model import Hint
from archive.search import search
from pipelines.agency import Agency
from pipelines.settling.settle import settle
from tests.readings import AGENCY, HOST, all_views, capture_of, reading_of

MAU = Agency(AGENCY, "Mẫu", HOST + "/")
PDF, SECOND = HOST + "/thong-bao.pdf", HOST + "/phu-luc.docx"
NOTICE = "Thông báo tuyển dụng, xem tệp đính kèm."
PROSE = ["Đoàn công tác kiểm tra hồ chứa và làm việc với địa phương về nguồn nước sạch nông thôn." * 2] * 6


@pytest.fixture
def catalog(tmp_path):
    with Catalog(tmp_path / "catalog.db") as opened:
        yield opened


def add(catalog, number, url, *lines, day=1, outcome="article", title="Thông báo", **fields):
    capture = capture_of(number, url, day, mime="application/pdf" if outcome == "attachment" else "text/html")
    catalog.add_captures([capture])
    catalog.add_readings([reading_of(capture, title, *lines, outcome=outcome, **fields)])


def document(catalog, number, url, *lines, day=1):
    add(catalog, number, url, *lines, day=day, outcome="attachment", title=None)


def redirect(catalog, number, url, target, day=1):
    capture = capture_of(number, url, day, status=301, redirect=target)
    catalog.add_captures([capture])
    catalog.add_readings([reading_of(capture, None, outcome="redirect")])


def texts(catalog):
    return [row["text"] for row in catalog.select("SELECT text FROM versions ORDER BY url, captured")]


def test_a_notice_whose_text_is_its_document_has_that_text(catalog):
    add(catalog, 1, "/a", NOTICE, attachments=(PDF, SECOND))
    document(catalog, 2, PDF, "Căn cứ Nghị định 08/2022/NĐ-CP.", "Hạn nộp: ngày 15/4/2026.")
    settle(MAU, catalog)
    assert texts(catalog) == [f"{NOTICE}\nCăn cứ Nghị định 08/2022/NĐ-CP.\nHạn nộp: ngày 15/4/2026."]
    assert catalog.select("SELECT extractor FROM versions") == [{"extractor": "tay 1"}]
    assert catalog.select("SELECT url, text, reason, in_text FROM attachments ORDER BY url DESC") == [
        {
            "url": PDF,
            "text": "Căn cứ Nghị định 08/2022/NĐ-CP.\nHạn nộp: ngày 15/4/2026.",
            "reason": "said so",
            "in_text": 1,
        },
        {"url": SECOND, "text": None, "reason": None, "in_text": 0},
    ]
    assert catalog.select("SELECT number FROM mentions") == [{"number": "08/2022/NĐ-CP"}]
    assert catalog.select("SELECT date FROM spoken_dates") == [{"date": "2026-04-15"}]


def test_a_page_that_says_what_it_is_about_keeps_its_own_text(catalog):
    add(catalog, 1, "/a", *PROSE, attachments=(PDF,))
    document(catalog, 2, PDF, "Căn cứ vào điều lệ.")
    settle(MAU, catalog)
    assert texts(catalog) == ["\n".join(PROSE)]
    assert catalog.select("SELECT text, in_text FROM attachments") == [{"text": "Căn cứ vào điều lệ.", "in_text": 0}]


def test_a_document_that_comes_or_changes_later_makes_the_text_again(catalog):
    add(catalog, 1, "/a", NOTICE, attachments=(PDF,))
    settle(MAU, catalog)
    assert texts(catalog) == [NOTICE]
    document(catalog, 2, PDF, "Bản một.")
    settle(MAU, catalog)
    assert texts(catalog) == [f"{NOTICE}\nBản một."]
    add(catalog, 3, "/a", NOTICE, day=2, attachments=(PDF,))
    document(catalog, 4, PDF, "Bản hai.", day=2)
    settle(MAU, catalog)
    assert texts(catalog) == [f"{NOTICE}\nBản một.", f"{NOTICE}\nBản hai."]


def test_a_document_behind_a_redirect(catalog):
    add(catalog, 1, "/a", NOTICE, attachments=("http://mau.gov.vn/t.pdf",))
    redirect(catalog, 2, "http://mau.gov.vn/t.pdf", PDF)
    settle(MAU, catalog)
    document(catalog, 3, PDF, "Bản một.")
    settle(MAU, catalog)
    assert texts(catalog) == [f"{NOTICE}\nBản một."]
    (row,) = catalog.select("SELECT url, text, warc_offset, in_text FROM attachments")
    assert tuple(row.values()) == ("http://mau.gov.vn/t.pdf", "Bản một.", 3000, 1)
    (hit,) = search(catalog, '"bản một"')
    assert (hit.url, hit.attachment) == (HOST + "/a", PDF)


class TestSearch:
    def found(self, catalog, query, **bounds):
        return [(hit.url, hit.attachment, hit.snippet) for hit in search(catalog, query, **bounds)]

    def test_words_of_a_document_find_its_article_and_say_where(self, catalog):
        add(catalog, 1, "/a", *PROSE, attachments=(PDF, SECOND))
        document(catalog, 2, PDF, "Danh sách kỹ sư thủy văn trúng tuyển.")
        settle(MAU, catalog)
        expected = [(HOST + "/a", PDF, "Danh sách [kỹ sư] thủy văn trúng tuyển.")]
        assert self.found(catalog, '"kỹ sư"') == self.found(catalog, '"ky su"') == expected
        assert self.found(catalog, "kỹ sư", agency="khac") == []
        assert self.found(catalog, "kỹ -danh") == []

    def test_an_article_that_has_the_words_itself_comes_once(self, catalog):
        add(catalog, 1, "/a", NOTICE, attachments=(PDF,))
        document(catalog, 2, PDF, "Danh sách kỹ sư.")
        settle(MAU, catalog)
        assert self.found(catalog, "kỹ sư") == [(HOST + "/a", PDF, f"{NOTICE} Danh sách [kỹ] [sư].")]
        assert self.found(catalog, "tuyển dụng") == [
            (HOST + "/a", None, "Thông báo [tuyển] [dụng], xem tệp đính kèm. Danh sách kỹ sư.")
        ]

    def test_a_document_that_changes_is_found_by_its_new_words_only(self, catalog):
        add(catalog, 1, "/a", *PROSE, attachments=(PDF,))
        document(catalog, 2, PDF, "Danh sách kỹ sư.")
        settle(MAU, catalog)
        document(catalog, 3, PDF, "Danh mục hóa chất.", day=2)
        settle(MAU, catalog)
        assert (self.found(catalog, "kỹ sư"), len(self.found(catalog, "hóa chất"))) == ([], 1)


SOME = st.lists(
    st.tuples(
        st.sampled_from(["/a", "/b", PDF, SECOND]),
        st.integers(1, 4),
        st.sampled_from(["Một.", "Hai.", "Ba."]),
        st.sampled_from([(), (PDF,), (SECOND, PDF)]),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


def _add(catalog, number, fact):
    url, day, text, attachments, hinted = fact
    if url in (PDF, SECOND):
        document(catalog, number, url, text, day=day)
        return
    hints = (Hint(HOST + url, "feed", "Tin", f"2026-02-0{day}T08:00:00+07:00"),) if hinted else ()
    add(catalog, number, url, text, day=day, attachments=attachments, hints=hints)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SOME, st.integers(0, 2**32), st.integers(1, 4))
@pytest.mark.slow
def test_order_and_batches_do_not_matter(tmp_path_factory, facts, seed, size):
    folder = tmp_path_factory.mktemp("order")
    shuffled = list(enumerate(facts))
    random.Random(seed).shuffle(shuffled)
    with Catalog(folder / "1.db") as once, Catalog(folder / "2.db") as bits:
        for number, fact in enumerate(facts):
            _add(once, number, fact)
        settle(MAU, once)
        for at, (number, fact) in enumerate(shuffled):
            _add(bits, number, fact)
            if at % size == 0:
                settle(MAU, bits)
        settle(MAU, bits)
        assert all_views(bits) == all_views(once)
        query = "SELECT url, annex.text FROM annex_words JOIN annex ON id = annex_words.rowid WHERE annex_words MATCH ?"
        for word in ("một", "hai", "ba"):
            assert sorted(map(repr, bits.select(query, (word,)))) == sorted(map(repr, once.select(query, (word,))))


ASKED = HOST + "/download?id=7"


def attached(catalog):
    return [row["url"] for row in catalog.select("SELECT url FROM attachments ORDER BY url")]


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 1, 3), (2, 3, 1)])
def test_a_link_that_tells_nothing_is_attached_by_what_its_answer_is_in_whatever_order(catalog, order):
    page = HOST + "/xem?id=8"
    steps = {
        1: lambda: add(catalog, 1, "/a", *PROSE, attachments=(PDF,), downloads=(ASKED, page, HOST + "/chua-hoi")),
        2: lambda: document(catalog, 2, ASKED, "Danh sách kèm theo."),
        3: lambda: add(catalog, 3, page, *PROSE, title="Bài khác"),
    }
    for step in order:
        steps[step]()
        settle(MAU, catalog)
    assert attached(catalog) == [ASKED, PDF]


def test_a_notice_gets_its_text_from_a_document_whose_address_tells_nothing(catalog):
    add(catalog, 1, "/a", NOTICE, downloads=(ASKED,))
    settle(MAU, catalog)
    assert texts(catalog) == [NOTICE]
    redirect(catalog, 2, ASKED, HOST + "/kho/7")
    document(catalog, 3, HOST + "/kho/7", "Hạn nộp: ngày 15/4/2026.")
    settle(MAU, catalog)
    assert texts(catalog) == [f"{NOTICE}\nHạn nộp: ngày 15/4/2026."]
    assert attached(catalog) == [ASKED]


def test_a_page_that_becomes_a_document_is_attached_from_then_on(catalog):
    add(catalog, 1, "/a", *PROSE, downloads=(ASKED,))
    add(catalog, 2, ASKED, *PROSE, title="Trang tạm")
    settle(MAU, catalog)
    assert attached(catalog) == []
    document(catalog, 3, ASKED, "Danh sách kèm theo.", day=2)
    settle(MAU, catalog)
    assert attached(catalog) == [ASKED]
