"""What a page is taken for, by what little it holds."""

import io

import pytest

from archive.model import Exchange
from pipelines.reading.page import read_page

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
_DOCUMENT = '<p><a href="/tep/lich-truc-bom.pdf">Lịch trực bơm (pdf)</a></p>'
_ARTICLE = '<meta property="og:type" content="article">'


def _judged(text: str, head: str = "") -> tuple[str, str]:
    page = f"""<!doctype html><html lang="vi"><head><title>Trạm bơm Vàm Nhỏ trực đêm | Xã</title>{head}</head><body>
<div id="menu"><a href="/">Trang chủ</a> <a href="/lien-he">Liên hệ</a></div>
<div id="than"><h1>Trạm bơm Vàm Nhỏ trực đêm</h1><div class="date">12/11/2025</div>{text}</div></body></html>"""
    stamp = "2026-03-07T02:00:00.000000Z"
    reading = read_page(
        Exchange("https://xa.example/tram-bom-vam-nho.html", stamp, b"", io.BytesIO(_HEAD + page.encode())), None
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
