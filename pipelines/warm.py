"""Imported by the fork server before it forks readers: all that reading needs, loaded once and shared by them all."""

import datetime as dt
import gc
import io

import pipelines.discovery.discover
import pipelines.worker  # noqa: F401
from archive.model import Exchange
from pipelines.dates.expressions import read_dates
from pipelines.reading.full import read_fully

# Patterns are compiled when they are first asked: by this page, not by the first one of every reader.
_PAGE = """HTTP/1.1 200 OK\r
Content-Type: text/html; charset=utf-8\r
\r
<!doctype html><html lang="vi"><head><title>Đo mực nước | Trạm</title></head><body><article><h1>Đo mực nước</h1>
<div class="date">Thứ bảy, 07/03/2026 - 08:07</div><p>Sáng nay (7/3), chiều qua, từ ngày 15 đến ngày 28/02/2016.</p>
<p>Bến Tre, ngày 30 tháng 11 năm 2017</p><p>Theo VEA</p></article></body></html>"""
# What is said now and then, a stamp on a page with no mark on any letter, and a long sentence.
_DATES = (
    "2 giờ trước; thứ Sáu tuần này, từ mùng 5 Tết 2024 đến hết tháng 5 (năm 2024), quý 2/2024 và năm 2025",
    "ngày 10 (mười) tháng 02 (hai) năm 2024, chiều 8/3, từ 9/3; ngày 5/2 (tức 26 tháng Chạp)",
    "ngày 12 hoặc 13/5/2026; ngày 12/5/2026 hoặc 13, 9h hay 10h ngày 14/5/2026 hay 15/5/2026",
    "Thu bay, 07/03/2026 - 08:07",
    f"từ tháng 12/2025 đến tháng 1/2026, tháng trước, sáng nay, ngày l0/02/2026{' và cả tuần' * 20}",
)
for line in _DATES:
    read_dates(line, dt.date(2026, 3, 7))
read_fully(Exchange("https://example.vn/", "2026-03-07T02:00:00.000000Z", b"", io.BytesIO(_PAGE.encode())), None)
gc.collect()
# What is here stays; a collector that never touches it leaves its pages shared.
gc.freeze()
