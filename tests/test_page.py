"""Reading whole pages: every page in tests/pages against the reading written beside it, and what is no page at all."""

import gzip
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import Exchange, Failure, Hint, Published
from pipelines.agency import Agency, Discovery, Layout
from pipelines.reading.answers import MOST_READ, MOST_TAGS, answer_of
from pipelines.reading.full import read_fully
from pipelines.reading.page import layout_for, read_page
from pipelines.rules import RULES

PAGES = Path(__file__).parent / "pages"
GOLD = sorted(PAGES.glob("*.json"))
CAPTURED = "2026-11-22T03:00:00.000000Z"


def exchange(body, url="https://coquan.example/tin/bai-1.html", status="200 OK", headers=("Content-Type: text/html",)):
    head = "\r\n".join([f"HTTP/1.1 {status}", *headers]) + "\r\n\r\n"
    return Exchange(url, CAPTURED, b"", io.BytesIO(head.encode() + body))


def as_gold(reading):
    """A reading as the JSON files beside the pages spell it: nothing left out but digests of the machine's own."""
    published = reading.published
    return {
        "outcome": reading.outcome,
        "title": reading.title,
        "published": published and [published.value, published.precision, published.where, published.text],
        "modified": reading.modified,
        "author": reading.author,
        "credited_source": reading.credited_source,
        "section": reading.section,
        "canonical": reading.canonical,
        "lang": reading.lang,
        "encoding": reading.encoding,
        "attachments": list(reading.attachments),
        "blocks": [f"{block.kind}: {block.text}" for block in reading.blocks],
    }


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_page_reads_as_written_beside_it(path):
    gold = json.loads(path.read_text(encoding="utf-8"))
    url = gold.pop("url")

    reading = read_page(exchange(path.with_suffix(".html").read_bytes(), url), None, capture="urn:uuid:1")

    assert as_gold(reading) == gold
    assert (reading.capture, reading.rules) == ("urn:uuid:1", RULES)


def test_every_page_has_its_reading():
    assert {path.stem for path in PAGES.glob("*.html")} == {path.stem for path in GOLD}


def test_paths_are_the_same_on_pages_of_one_template():
    first = (
        b"<body><div class='post-12 tin'><h1>M\xe1\xbb\x99t</h1><p>"
        + b"C\xc3\xa2u d\xc3\xa0i th\xe1\xbb\xa9 nh\xe1\xba\xa5t. " * 9
    )
    second = first.replace(b"post-12", b"post-977").replace(b"nh\xe1\xba\xa5t", b"hai")

    paths = [{block.path for block in read_page(exchange(page), None).blocks} for page in (first, second)]

    assert paths == [{"body/div.post-#/p"}] * 2


NO_TEXT = "a document of a kind that no text is read from"


@pytest.mark.parametrize(
    ("answer", "outcome", "reason"),
    [
        (exchange(b"", status="301 Moved", headers=("Location: /moi/",)), "redirect", "301 to /moi/"),
        (exchange(b"<h1>x</h1>", status="404 Not Found"), "error", "404 Not Found"),
        (exchange(b"x", status="503 Service Unavailable"), "error", "503 Service Unavailable"),
        (exchange(b"{\\rtf1 x}"), "attachment", NO_TEXT),
        (exchange(b"...", headers=("Content-Type: application/pdf",)), "attachment", NO_TEXT),
        (exchange(b"\x89PNG\r\n", headers=("Content-Type: application/octet-stream",)), "asset", "an image"),
        (exchange(b"body{}", headers=("Content-Type: text/css",)), "asset", "a file that pages use: text/css"),
        (exchange(b"User-agent: *", "https://coquan.example/robots.txt", headers=()), "robots", "robots.txt"),
        (exchange(b"  \n"), "unreadable", "an empty body"),
        (exchange(b"[]", headers=("Content-Type: application/json",)), "api", "JSON"),
    ],
)  # fmt: skip
def test_answers_that_are_no_pages(answer, outcome, reason):
    reading = read_page(answer, None)

    assert (reading.outcome, reading.reason, reading.blocks) == (outcome, reason, ())


def test_a_page_zipped_without_a_word_is_unzipped():
    page = (PAGES / "no_metadata.html").read_bytes()

    assert as_gold(read_page(exchange(gzip.compress(page)), None)) == as_gold(read_page(exchange(page), None))


SITEMAP = b"<?xml version='1.0'?><urlset><url><loc>https://coquan.example/tin/a/</loc></url></urlset>"
COQUAN = Agency("coquan", "Cơ quan", "https://coquan.example/", discovery=Discovery(feeds=("/tin.ashx",)))


ZIPPED = gzip.compress(SITEMAP, mtime=0)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (SITEMAP, ("Content-Type: application/gzip", "Content-Encoding: gzip")),
        (ZIPPED, ()),
        (ZIPPED, ("Content-Type: application/x-gzip",)),
        (ZIPPED, ("Content-Type: application/octet-stream",)),
        (ZIPPED, ("Content-Type: text/html",)),
        (ZIPPED, ("Content-Type: application/xml", "Content-Encoding: x-gzip")),
        (ZIPPED, ("Content-Type: application/xml", "Content-Encoding: br")),
        (ZIPPED, ("Content-Type: application/xml", "Content-Encoding: deflate")),
        (gzip.compress(ZIPPED, mtime=0), ("Content-Type: application/gzip", "Content-Encoding: gzip")),
    ],
)
def test_a_sitemap_is_one_however_it_is_zipped_and_labelled(body, headers):
    reading = read_page(exchange(body, "https://coquan.example/so-do.gz", headers=headers), COQUAN)

    assert (reading.outcome, reading.reason) == ("sitemap", "a document of <urlset>")
    assert [hint.url for hint in reading.hints] == ["https://coquan.example/tin/a/"]


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("?rest_route=/wp/v2/posts&per_page=100", "REST API"),
        ("?rest_route=%2Fwp%2Fv2%2Fposts", "REST API"),
        ("wp-json/wp/v2/posts?per_page=100", "REST API"),
        ("wp-json/", "REST API"),
        ("sitemap.xml", "sitemap"),
        ("wp-sitemap-posts-post-1.xml.gz", "sitemap"),
        ("?sitemap=1", "sitemap"),
        ("feed/", "feed"),
        ("rss", "feed"),
        ("tin.ashx", "feed"),
        ("robots.txt", "robots.txt"),
    ],
)
def test_a_page_in_place_of_a_document_for_machines_is_none(path, asked):
    page = (PAGES / "standing_page.html").read_bytes()
    reading = read_page(exchange(page, f"https://coquan.example/{path}"), COQUAN)

    assert (reading.outcome, reading.reason) in (
        ("soft-404", f"asked for as a {asked}, answered with a page"),
        ("listing", "the root of the site"),
    )
    assert read_page(exchange(page, "https://coquan.example/gioi-thieu"), COQUAN).outcome == "page"


def test_an_article_by_the_agency_s_pattern_is_one_though_its_url_looks_like_a_feed():
    page = (PAGES / "newspaper_sapo.html").read_bytes()
    agency = replace(COQUAN, article=("/feed/$",))

    assert read_page(exchange(page, "https://coquan.example/cau-chuyen/feed/"), agency).outcome == "article"


@pytest.mark.parametrize(
    ("body", "headers", "outcome", "reason"),
    [
        (gzip.compress(b"ustar" * 100, mtime=0), ("Content-Type: application/x-gzip",), "attachment", "a gzip file"),
        (b"Rar!\x1a\x07\x01\x00", ("Content-Type: application/force-download",), "attachment", "an archive"),
        (
            b"ma;ten\n1;Tram do",
            ("Content-Type: application/force-download", 'Content-Disposition: attachment; filename="tram.csv"'),
            "attachment",
            "a file for download: tram.csv",
        ),
        (
            b"\x01\x02\x03",
            ("Content-Type: application/octet-stream", "Content-Disposition: attachment; filename*=UTF-8''a%20b.xls"),
            "attachment",
            "a file for download: a%20b.xls",
        ),
        (b"\x01\x02\x03", ("Content-Type: application/octet-stream",), "asset", "a file: application/octet-stream"),
    ],
)
def test_downloads_are_told_by_their_bytes_and_names(body, headers, outcome, reason):
    reading = read_page(exchange(body, "https://coquan.example/download?id=7", headers=headers), None)

    assert reading.outcome == outcome
    assert answer_of(exchange(body, headers=headers)).reason == reason


def test_failure_is_an_error_with_its_reason():
    failed = Exchange("https://coquan.example/", CAPTURED, b"", None, failure=Failure("tls", "certificate has expired"))

    assert (read_page(failed, None).outcome, read_page(failed, None).reason) == (
        "error",
        "tls: certificate has expired",
    )


def test_feed_fills_hints():
    feed = (
        "<rss version='2.0'><channel><item><title>Bài một</title><link>https://coquan.example/bai-1/</link>"
        "<pubDate>Thu, 12 Nov 2026 08:00:00 +0700</pubDate></item></channel></rss>"
    )
    agency = Agency("coquan", "Cơ quan", "https://coquan.example/")

    reading = read_page(
        exchange(feed.encode(), "https://coquan.example/feed/", headers=("Content-Type: text/xml",)), agency
    )

    assert reading.outcome == "feed"
    assert [(hint.url, hint.where, hint.title) for hint in reading.hints] == [
        ("https://coquan.example/bai-1/", "feed", "Bài một")
    ]


PLAIN = (
    "<html lang=vi><title>Trang</title><body><div id=x>"
    "<b class=t>Lắp cột đo gió trên đồi Mẫu</b><i class=d>12/11/2026</i>"
    "<div class=than><p>Cột đo cao tám mươi mét được dựng trong hai ngày và gửi số liệu về trạm qua sóng vô tuyến.</p>"
    "<p>Dòng này do mẫu trang chèn vào bài</p><p class=qc>Mua ngay hôm nay</p></div></div></body></html>"
).encode()


def test_layout_names_title_date_body_and_what_to_drop():
    layout = Layout(body="div.than", title="b.t", date="i.d", drop=("p.qc",), drop_lines=("mẫu trang chèn",))
    agency = Agency("coquan", "Cơ quan", "https://coquan.example/", layouts=(layout,))

    reading = read_page(exchange(PLAIN), agency)

    assert (reading.outcome, reading.title) == ("article", "Lắp cột đo gió trên đồi Mẫu")
    assert reading.published == Published("2026-11-12", "day", "12/11/2026", "visible, named by the agency's file")
    assert [block.text for block in reading.blocks] == [
        "Cột đo cao tám mươi mét được dựng trong hai ngày và gửi số liệu về trạm qua sóng vô tuyến."
    ]


def test_layout_of_an_old_design_ends():
    import datetime as dt

    old, new = Layout(body="td.old", until=dt.date(2024, 5, 1)), Layout(body="main")
    agency = Agency("coquan", "Cơ quan", "https://coquan.example/", layouts=(new, old))

    assert [layout_for(agency, dt.date(2024, month, 1)) for month in (4, 5, 6)] == [old, old, new]
    assert layout_for(None, dt.date(2024, 4, 1)) is None


def test_hint_makes_an_undated_page_an_article():
    page = PLAIN.replace(b"<i class=d>12/11/2026</i>", b"")
    hint = Hint("https://coquan.example/tin/bai-1.html", "feed", published="2026-11-12T08:00:00+07:00")

    alone, hinted = read_page(exchange(page), None), read_page(exchange(page), None, [hint])

    assert (alone.outcome, alone.published) == ("page", None)
    assert (hinted.outcome, hinted.published and hinted.published.value) == ("article", "2026-11-12T08:00:00+07:00")


def test_reading_is_pure():
    page = exchange((PAGES / "newspaper_sapo.html").read_bytes())

    assert read_page(page, None) == read_page(page, None)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_page_however_broken_stops_the_reader(data):
    page = data.draw(st.sampled_from(sorted(PAGES.glob("*.html")))).read_bytes()
    start = data.draw(st.integers(0, len(page)))
    end = data.draw(st.integers(start, len(page)))
    inserted = data.draw(
        st.sampled_from([b"", b"\x00", b"<", b"</div>", b"<table><tr><td>", b"\xff\xfe", b"<a href='http://[x'>"])
    )

    reading = read_page(exchange(page[start:end] + inserted + page[end:][: data.draw(st.integers(0, 400))]), None)

    assert reading.outcome in ("article", "page", "listing", "soft-404", "stub", "unreadable")
    assert replace(reading, blocks=()).rules == RULES


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_of_a_page_without_end_the_beginning_is_read_and_that_is_said(encoding):
    start = "\ufeff" * (encoding != "utf-8") + "<html><head><title>Trạm đo gió</title></head><body><h1>Trạm đo gió</h1>"
    line = "<p>Cột đo cao tám mươi mét được dựng trong <b>hai ngày</b> và gửi số liệu về trạm qua sóng vô tuyến.</p>"
    page = (start + line * 20_000).encode(encoding)
    answer = answer_of(exchange(page))

    assert len(answer.data) <= MOST_READ
    assert answer.data.decode(encoding).count("<") <= MOST_TAGS
    assert answer.left_out == f"only the first {len(answer.data):,} of its {len(page):,} bytes were read"
    assert answer.data == page[: len(answer.data)]
    assert page[len(answer.data) :].decode(encoding).startswith("<")
    assert read_page(exchange(page[:100_000]), None).reason.find("only the first") < 0


def test_pictures_written_into_a_page_do_not_count():
    picture = b"<img src='data:image/jpeg;base64," + b"/9j/4AAQSkZJRgABAQAAAQABAAD" * 150_000 + b"'>"
    page = (PAGES / "newspaper_sapo.html").read_bytes()
    start, end = page.split(b"</body>", 1)

    alone, illustrated = (read_page(exchange(start + more + b"</body>" + end), None) for more in (b"", picture))

    assert len(picture) > MOST_READ
    assert (illustrated.blocks, illustrated.reason, illustrated.published) == (
        alone.blocks,
        alone.reason,
        alone.published,
    )


def test_links_that_may_be_documents_are_told_from_those_that_are_and_those_to_pages():
    links = (
        "/download?id=7 /tai-ve/8 /get/9 http://tep.coquan.example/12 /documents/1/2/bao-cao.pdf/1f0c1f0c1f0c?t=1 "
        "/tai-ve/quyet-dinh-so-12-ve-nuoc /kho/a.zip a.pdf /tin/hoi-nghi-ve-nuoc-ngam /tin/b.html / #x bai-1.html#y "
        "mailto:a@b.vn https://khac.example/download?id=7 /trang/2 /anh.png"
    )
    anchors = "".join(f'<a href="{link}">tệp</a> ' for link in links.split())
    page = PLAIN.replace(b"<p class=qc>", f"<p>Kèm theo Quyết định này: {anchors}</p><p class=qc>".encode())

    reading = read_page(exchange(page), None)

    assert [url.removeprefix("https://coquan.example") for url in reading.downloads] == [
        "/download?id=7",
        "/tai-ve/8",
        "/get/9",
        "http://tep.coquan.example/12",
        "/documents/1/2/bao-cao.pdf/1f0c1f0c1f0c?t=1",
        "/tai-ve/quyet-dinh-so-12-ve-nuoc",
        "/kho/a.zip",
    ]
    assert [url.rpartition("/")[2] for url in reading.attachments] == ["a.pdf"]


STANDING = "Trung tâm gồm năm phòng chuyên môn, phụ trách quan trắc nước dưới đất ở các tỉnh ven biển miền Trung. " * 4


@pytest.mark.parametrize(
    ("path", "title", "start", "outcome"),
    [
        ("/tin-tuc/lap-cot-do", "Lắp cột đo gió trên đồi", "", "article"),
        ("/vi/su-kien/2/lap-cot-do", "Lắp cột đo gió trên đồi", "", "article"),
        ("/gioi-thieu/lap-cot-do", "Lắp cột đo gió trên đồi", "", "page"),
        ("/tin-tuc", "Lắp cột đo gió trên đồi", "", "page"),
        ("/tinh-hinh/lap-cot-do", "Lắp cột đo gió trên đồi", "", "page"),
        ("/tin-tuc/gioi-thieu", "Giới thiệu chung", "", "page"),
        ("/tin-tuc/to-chuc", "Các phòng chuyên môn", "", "page"),
        ("/x/lap-cot-do", "Lắp cột đo gió trên đồi", "Chiều ngày 13/2, đoàn đã đến. ", "article"),
        ("/x/lap-cot-do", "Lắp cột đo gió trên đồi", "Ngày 17.11, đoàn đã đến. ", "article"),
        ("/x/lap-cot-do", "Lắp cột đo gió trên đồi", "Sáng nay (2/12), đoàn đã đến. ", "article"),
        ("/x/lap-cot-do", "Lắp cột đo gió trên đồi", "Sáng 5 tháng 6, đoàn đã đến. ", "article"),
        ("/x/lap-cot-do", "Lịch sử của Trung tâm Mẫu", "Ngày 12/5/1998, Bộ ký quyết định. ", "page"),
        ("/x/lap-cot-do", "Lịch sử của Trung tâm Mẫu", "Ngày 12 tháng 5 năm 1998, Bộ ký. ", "page"),
        ("/x/lap-cot-do", "Lịch sử của Trung tâm Mẫu", "Ngày 12 tháng 5, 1998, Bộ ký. ", "page"),
        ("/x/thu-tuc", "Thủ tục cấp phép khai thác nước", "Trong ngày 15 giờ làm việc, ", "page"),
    ],
)
def test_undated_prose_is_news_by_its_place_or_its_beginning(path, title, start, outcome):
    body = (
        f"<html lang=vi><title>{title}</title><body><h1>{title}</h1><div><p>{start}{STANDING}</p></div></body></html>"
    )
    reading = read_page(exchange(body.encode(), f"https://coquan.example{path}"), None)

    assert (reading.outcome, reading.published) == (outcome, None)


def test_undated_prose_that_is_credited_is_news():
    text = f"<p>{STANDING}</p><p>{STANDING}</p><p>Theo TTXVN</p>"
    body = f"<html><title>x</title><body><h1>Lắp cột đo gió trên đồi</h1><div>{text}</div></body></html>"
    reading = read_page(exchange(body.encode(), "https://coquan.example/x/lap-cot-do"), None)

    assert (reading.outcome, reading.credited_source) == ("article", "TTXVN")


def test_for_the_catalog_the_days_that_the_text_speaks_of_are_read_too():
    undated = PLAIN.replace(b"<i class=d>12/11/2026</i>", b"")
    page = exchange(undated.replace("trong hai ngày".encode(), "từ ngày 05/03/2026".encode()))
    hint = Hint("https://coquan.example/tin/bai-1.html", "feed", published="2026-11-12T08:00:00+07:00")
    plain, full = read_page(page, None, [hint]), read_fully(page, None, [hint])

    assert plain.spoken is None
    assert [(one.date, one.text) for one in full.spoken or ()] == [
        ("2026-03-05", "ngày 05/03/2026"),
        ("2026-11-12", "hôm nay"),
    ]
    assert replace(full, spoken=None) == plain
