"""What the catalog costs: CPU seconds per 1,000 pages for rows and readings, for settling, and search times.

python -m benchmarks.catalog [PAGES] [SETTLE_EVERY]
"""

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive import clock
from archive.catalog import Catalog
from archive.model import Block, Capture, Place, Published, Reading
from archive.search import search
from pipelines.agency import Agency
from pipelines.settling.settle import settle

_WORDS = (
    "nước sạch môi trường tài nguyên hoạt động kiểm tra đánh giá chất lượng tiêu chuẩn đo lường giám định công tác hội "
    "nghị triển khai thực hiện kế hoạch năm tỉnh thành phố người dân bảo vệ nguồn khai thác quản lý sử dụng hiệu quả "
    "phát triển bền vững địa phương sản phẩm doanh nghiệp chứng nhận hợp quy thử nghiệm hiệu chuẩn phương tiện"
)
_BATCH = 32
_BEGIN = datetime(2026, 11, 1, tzinfo=UTC)
_PATH = "html/body/div.site/div#content/article/div.entry-content/p"
_SHARE = Block("Chia sẻ bài viết", "html/body/div.site/div#content/article/div.share")


def pages(count: int) -> Iterator[tuple[Capture, Reading]]:
    """Seeded captures of one agency with articles of 630 words, and what they read as."""
    chance, words = random.Random(1), _WORDS.split()
    for number in range(count):
        url = f"https://mau.gov.vn/tin/bai-viet-so-{number}-ve-nuoc/"
        captured = clock.stamp(_BEGIN + timedelta(seconds=number))
        place = Place("warc/mau/a.warc.gz", number * 9000, 9000)
        capture = Capture(
            f"urn:uuid:{number:032x}", "mau", "urn:uuid:c", url, captured, "response", place, 200, "text/html"
        )
        blocks = tuple(Block(" ".join(chance.choices(words, k=35)), _PATH) for _ in range(18))
        published = Published("2020-01-01", "day", "01/01/2020", "visible .date")
        title = " ".join(chance.choices(words, k=12))
        yield (
            capture,
            Reading(capture.id, "r1", "article", "prose", title, (*blocks, _SHARE), published=published, canonical=url),
        )


def main(count: int, every: int) -> None:
    """Measure and print."""
    agency, made = Agency("mau", "Mẫu", "https://mau.gov.vn/"), list(pages(count))
    with tempfile.TemporaryDirectory() as folder, Catalog(Path(folder) / "catalog.db") as catalog:
        adding = settling = 0.0
        for start in range(0, count, _BATCH):
            began = time.process_time()
            captures, readings = zip(*made[start : start + _BATCH], strict=True)
            catalog.add_captures(captures)
            catalog.attempts([capture.id for capture in captures], "r1")
            catalog.add_readings(readings)
            added = time.process_time()
            if start % every < _BATCH:
                settle(agency, catalog)
            adding += added - began
            settling += time.process_time() - added
        began = time.process_time()
        settle(agency, catalog)
        settling += time.process_time() - began
        print(f"captures, attempts and readings: {adding / count * 1000:.3f} CPU s per 1,000 pages")
        print(f"settling every {every} pages: {settling / count * 1000:.3f} CPU s per 1,000 pages")
        print(f"catalog: {catalog.path.stat().st_size / count / 1000:.1f} kB a page")
        for query in ("chất lượng nước", "chat luong nuoc", '"tài nguyên nước"', "doanh* -thử"):
            began = time.perf_counter()
            found = len(search(catalog, query))
            print(f"search {query}: {found} shown in {(time.perf_counter() - began) * 1000:.1f} ms")


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    main(*given, *(5000, 256)[len(given) :])
