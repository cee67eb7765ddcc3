"""Small pages as systems print them, read alone: a text of three paragraphs and whatever stands around it."""

import io

from archive.model import Exchange
from pipelines.reading.page import read_page

PROSE = (
    "Đoàn khảo sát đi dọc bờ sông trong ba ngày, ghi lại từng điểm sạt lở và hỏi chuyện những người sống lâu năm ở đó.",
    "Theo ghi nhận ban đầu, đoạn qua xã Đồng Mô mất thêm bốn mét đất chỉ sau một mùa lũ, hai nhà phải dời vào trong.",
    "Kết quả đo đạc sẽ được gửi cho địa phương để quyết định chỗ nào kè bằng đá, chỗ nào trồng cây giữ đất.",
)
TITLE = "Khảo sát bờ sông Đồng Mô"
TEXT = "".join(f"<p>{line}</p>" for line in PROSE)


def reading(body, url="https://coquan.example/tin/bai-1.html", head=f"<title>{TITLE}</title>"):
    """What a page of this body and head says."""
    page = f'<html lang="vi"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page.encode()
    return read_page(Exchange(url, "2026-11-22T03:00:00.000000Z", b"", io.BytesIO(answer)), None)


def text(read):
    """The lines of its text."""
    return [block.text for block in read.blocks]
