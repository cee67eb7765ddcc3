"""What content management systems print around an article, each rule beside what it must not touch."""

import io

import pytest

from archive.model import Exchange
from pipelines.reading.page import read_page

PROSE = (
    "Đoàn khảo sát đi dọc bờ sông trong ba ngày, ghi lại từng điểm sạt lở và hỏi chuyện những người sống lâu năm ở đó.",
    "Theo ghi nhận ban đầu, đoạn qua xã Đồng Mô mất thêm bốn mét đất chỉ sau một mùa lũ, hai ngôi nhà phải dời vào trong.",
    "Kết quả đo đạc sẽ được gửi cho địa phương để quyết định chỗ nào kè bằng đá, chỗ nào trồng cây giữ đất.",
)
TEXT = "".join(f"<p>{line}</p>" for line in PROSE)


def reading(body, url="https://coquan.example/tin/bai-1.html", head="<title>Khảo sát bờ sông Đồng Mô</title>"):
    page = f'<html lang="vi"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page.encode()
    return read_page(Exchange(url, "2026-11-22T03:00:00.000000Z", b"", io.BytesIO(answer)), None)


def text(read):
    return [block.text for block in read.blocks]


@pytest.mark.parametrize(
    ("around", "title"),
    [
        # Liferay heads an article in its own content, a wrapper of the page holds the site's header too
        ("asset-full-content", "Khảo sát bờ sông qua xã Đồng Mô"),
        ("page-content", "Khảo sát bờ sông Đồng Mô"),
    ],
)
def test_a_header_inside_an_articles_content_is_no_site_header(around, title):
    head = '<div class="header"><span class="header-title">Khảo sát bờ sông qua xã Đồng Mô</span></div>'

    read = reading(f'<div class="{around}">{head}<div class="journal">{TEXT}</div></div>')

    assert (read.title, text(read)) == (title, list(PROSE))


@pytest.mark.parametrize(
    ("markup", "lede"),
    [
        ('<header class="td-post-title"><h1>{title}</h1><p class="td-post-sub-title">{lede}</p></header>', True),
        ('<h1>{title}</h1><h2 class="entry-sub-title">{lede}</h2>', True),
        # of another box, above the title
        ('<div class="intro"><p class="sub-title">{lede}</p></div><h1>{title}</h1>', False),
    ],
)
def test_a_sub_title_below_the_title_is_a_lede(markup, lede):
    said = "Hai ngôi nhà phải dời vào trong"
    head = markup.format(title="Khảo sát bờ sông Đồng Mô", lede=said)

    read = reading(f'<div class="bai">{head}<div class="entry-content">{TEXT}</div></div>')

    assert (read.title, text(read)) == ("Khảo sát bờ sông Đồng Mô", [said, *PROSE] if lede else list(PROSE))
