"""What a page is taken for, by what little it holds."""

import io

import pytest

from archive.model import Exchange
from pipelines.reading.page import read_page

_STAMP = "2026-03-07T02:00:00.000000Z"
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
_DOCUMENT = '<p><a href="/tep/lich-truc-bom.pdf">Lịch trực bơm (pdf)</a></p>'
_ARTICLE = '<meta property="og:type" content="article">'


def _judged(text: str, head: str = "", body: str = "", day: str = "12/11/2025") -> tuple[str, str]:
    page = f"""<!doctype html><html lang="vi"><head><title>Trạm bơm Vàm Nhỏ trực đêm | Xã</title>{head}</head>
<body {body}><div id="menu"><a href="/">Trang chủ</a> <a href="/lien-he">Liên hệ</a></div>
<div id="than"><h1>Trạm bơm Vàm Nhỏ trực đêm</h1><div class="date">{day}</div>{text}</div></body></html>"""
    reading = read_page(
        Exchange("https://xa.example/tram-bom-vam-nho.html", _STAMP, b"", io.BytesIO(_HEAD + page.encode())), None
    )
    return reading.outcome, reading.reason


@pytest.mark.parametrize(
    ("text", "head", "judged"),
    [
        ("<p>Văn bản mới ban hành</p>", "", ("page", "no text as long as a headline")),
        ("<p>Trạm trực suốt đêm nay, có hai người.</p>", "", ("article", "dated prose")),
        (f"<p>Lịch kèm theo.</p>{_DOCUMENT}", "", ("article", "dated prose")),
        ("<p>Trạm trực hết đêm nay.</p>", _ARTICLE, ("article", "dated prose")),
    ],
    ids=["a box's name", "a short notice", "a document", "said by the template"],
)
def test_a_day_makes_no_article_of_a_few_words(text: str, head: str, judged: tuple[str, str]) -> None:
    assert _judged(text, head) == judged


def test_a_shop_s_product_is_no_article_whatever_its_head_says() -> None:
    text = "<p>Máy bơm hai tầng cánh, lưu lượng mười khối một giờ, bảo hành hai năm.</p>"
    shop = 'class="product-template-default single single-product postid-12"'
    assert _judged(text, _ARTICLE, shop) == ("page", "the template says product")
    assert _judged(text, _ARTICLE, 'class="single single-post postid-12"') == ("article", "dated prose")


@pytest.mark.parametrize(
    ("classes", "judged"),
    [
        ("html not-front page-node page-node-12 node-type-tin", ("article", "the template says article")),
        ("html not-front page-taxonomy page-taxonomy-term-6", ("page", "undated, and nothing says article")),
        ("html", ("article", "the template says article")),
    ],
)
def test_what_drupal_s_head_says_of_its_lists_makes_them_no_articles(classes: str, judged: tuple[str, str]) -> None:
    text = "<p>Máy bơm hai tầng cánh, lưu lượng mười khối một giờ, bảo hành hai năm.</p>"
    assert _judged(text, _ARTICLE, f'class="{classes}"', day="") == judged


_OTHERS = "".join(f"<li><a href='/{n}.html'>Quyết định số {n} về việc tu sửa trạm bơm</a></li>" for n in range(12))
_DETAILS = "<table><tr><td>Số hiệu</td><td>12/QĐ-UBND</td></tr><tr><td>Cơ quan</td><td>UBND xã</td></tr></table>"


_TITLE = "Quyết định giao trạm bơm Vàm Nhỏ cho xã"


@pytest.mark.parametrize(
    ("shown", "below", "outcome"),
    [
        (f"<h1>{_TITLE}</h1>", _DETAILS + _DOCUMENT, "article"),
        (f"<h4>{_TITLE}</h4>", _DETAILS + _DOCUMENT, "article"),
        (f"<div>{_TITLE}</div>", _DETAILS + _DOCUMENT, "article"),
        (f"<table><tr><td>Tiêu đề</td><td>{_TITLE}</td></tr></table>", _DETAILS + _DOCUMENT, "article"),
        # scanned, and none at all
        (f"<h1>{_TITLE}</h1>", "<p><img src='/quet-1.jpg' width=800></p>", "article"),
        (f"<div>{_TITLE}</div>", "", "listing"),
    ],
)
def test_a_dated_page_of_one_document_is_no_list_of_the_others_below_it(shown: str, below: str, outcome: str) -> None:
    page = f"""<!doctype html><html lang="vi"><head><title>{_TITLE}</title>
<meta property="article:published_time" content="2025-11-12T08:00:00+07:00"></head><body>
<div id="than">{shown}{below}<h4>Văn bản liên quan</h4><ul>{_OTHERS}</ul></div></body></html>"""
    exchange = Exchange("https://xa.example/van-ban/12.html", _STAMP, b"", io.BytesIO(_HEAD + page.encode()))
    assert read_page(exchange, None).outcome == outcome


_SUMMARY = "Tổ trực báo mực nước ở bể hút mỗi giờ một lần, đêm nào cũng có hai người ở lại trạm cho đến sáng."


@pytest.mark.parametrize("more", ["Xem chi tiết →", "Đọc tiếp", "Xem thêm »", "Read more"])
def test_summaries_each_of_which_leads_on_are_a_list_though_their_headlines_are_no_links(more: str) -> None:
    def teasers(count: int) -> str:
        numbers = range(count)
        heads = [f"<div><h3>Trạm bơm số {n} trực đêm</h3><p>{_SUMMARY}</p><div>1{n}/11/2025</div>" for n in numbers]
        return "".join(f"{head}<a href='/{n}.html'>{more}</a></div>" for n, head in enumerate(heads))

    assert _judged(teasers(5)) == ("listing", "4 summaries, each with a link that leads on")
    assert _judged(f"<p>{_SUMMARY}</p>" * 30 + teasers(4))[0] == "article"
