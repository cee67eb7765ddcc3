"""What link discovery costs on the event loop: `python -m benchmarks.links`, ms a page of 46 KB with 100 links.

Cold: every link is new. Warm: all but five links were on earlier pages, as on a real site with its menus.
"""

import io
import random
import time

from archive.model import Exchange
from pipelines.agency import Agency
from pipelines.discovery.discover import discover
from pipelines.discovery.html_links import _judge

HOST = "https://mau.gov.vn"
SENTENCE = "Trung tâm quan trắc chất lượng nước dưới đất và kiểm định phương tiện đo lường tại các tỉnh miền Trung"
SIZE, LINKS, OWN, PAGES = 46_000, 100, 5, 300


def page(seed: int) -> Exchange:
    """A page of Vietnamese prose; its menu is the same on all pages, its five own links are not."""
    rng = random.Random(seed)
    menu = [
        f'<li class="menu-item"><a href="/chuyen-muc-{n}/bai-viet-so-{n}/">mục {n}</a></li>' for n in range(LINKS - OWN)
    ]
    own = [f'<p><a href="/tin-tuc/bai-viet-ve-do-luong-{seed}-{n}/">bài</a></p>' for n in range(OWN)]
    html = f"<!doctype html><html><head><title>Trang {seed}</title></head><body><ul>{''.join(menu)}</ul>{''.join(own)}"
    while len(html.encode()) < SIZE:
        html += f"<p>{' '.join(rng.choices(SENTENCE.split(), k=60))}.</p>\n"
    response = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + html.encode()
    return Exchange(f"{HOST}/trang-{seed}/", "2026-03-01T00:00:00.000000Z", b"", io.BytesIO(response))


def milliseconds(pages: list[Exchange], agency: Agency, cold: bool) -> float:
    """CPU time a page in the median, so that other programs on the machine do not count."""
    spent = []
    for exchange in pages:
        if cold:
            _judge.cache_clear()
        began = time.process_time_ns()
        found = discover(exchange, agency)
        spent.append((time.process_time_ns() - began) / 1e6)
        assert len(found.links) == LINKS
    return sorted(spent)[len(spent) // 2]


def main() -> None:
    """Print both figures."""
    agency = Agency("mau", "Mẫu", f"{HOST}/")
    pages = [page(seed) for seed in range(PAGES)]
    for name, cold in (("cold", True), ("warm", False)):
        print(f"{name}: {milliseconds(pages, agency, cold):.2f} ms a page")


if __name__ == "__main__":
    main()
