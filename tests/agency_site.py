"""A small agency site on loopback, whose pages a test may change while it runs, and `luuchieu` run against it."""

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from crawlers.demo.server import listening

PLACES = ["Đà Lạt", "Quy Nhơn", "Hà Giang", "Bến Tre", "Tam Kỳ", "Buôn Ma Thuột", "Đồng Hới"]
THINGS = ["trạm quan trắc", "giếng khoan", "phòng thử nghiệm", "bản đồ địa chất", "cân kiểm tra"]


@dataclass
class Page:
    body: bytes
    mime: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Site:
    """Pages by path; `requests` counts what was asked for, `sent` the bytes of bodies.

    With `tags`, pages bear an ETag of their bytes, and are not sent again to who names it.
    """

    pages: dict[str, Page] = field(default_factory=dict)
    requests: Counter[str] = field(default_factory=Counter)
    url: str = ""
    tags: bool = False
    sent: int = 0

    def put(self, path: str, body: str, **page: Any) -> None:
        self.pages[path] = Page(body.encode(), **page)

    @contextmanager
    def served(self, port: int = 0) -> Iterator["Site"]:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(handler) -> None:  # noqa: N805
                self.requests[handler.path] += 1
                page = self.pages.get(handler.path) or Page("Không tìm thấy trang.".encode(), status=404)
                tag = f'"{hashlib.md5(page.body).hexdigest()}"' if self.tags and page.status == 200 else None
                if tag and handler.headers.get("If-None-Match") == tag:
                    handler.send_response(304)
                    handler.end_headers()
                    return
                handler.send_response(page.status)
                headers = {"Content-Type": page.mime, **page.headers, **({"ETag": tag} if tag else {})}
                for name, value in headers.items():
                    handler.send_header(name, value)
                handler.send_header("Content-Length", str(len(page.body)))
                handler.end_headers()
                handler.wfile.write(page.body)
                self.sent += len(page.body)

            def log_message(self, *_: Any) -> None:
                pass

        with listening(Handler, port) as self.url:
            yield self


def article(number: int, edition: str = "") -> str:
    """One article of the site: its own title, day and text, whatever the number."""
    day = date(2019, 3, 1) + timedelta(days=number)
    place, thing = PLACES[number % 7], THINGS[number % 5]
    title = f"Nghiệm thu {thing} số {number} tại {place}{edition}"
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title} – Viện Đo đạc mẫu</title>
<meta property="og:type" content="article"></head><body class="single"><header><a href="/">Trang chủ</a></header>
<article class="post"><h1 class="entry-title">{title}</h1>
<time class="entry-date published" datetime="{day}T09:30:00+07:00">{day:%d/%m/%Y}</time>
<div class="entry-content"><p>Ngày {day:%d/%m/%Y}, tại {place}, Viện Đo đạc mẫu đã nghiệm thu {thing} số {number}
sau {number % 9 + 2} tháng thi công, sớm hơn kế hoạch đề ra{edition}.</p>
<p>Theo hội đồng nghiệm thu, {number * 3 + 1} hạng mục đều đạt yêu cầu kỹ thuật và được đưa vào sử dụng
trong tuần này.</p>
<p>Đơn vị quản lý sẽ vận hành thử trong {number % 5 + 1} tháng trước khi bàn giao cho địa phương.</p></div></article>
<footer><p>© Viện Đo đạc mẫu</p></footer></body></html>"""


def agency_site(articles: int, per_page: int = 10) -> Site:
    """A site of numbered listing pages and articles."""
    site = Site()
    site.put("/robots.txt", "User-agent: *\nDisallow: /noi-bo/\n", mime="text/plain")
    for number in range(articles):
        site.put(f"/tin-tuc/nghiem-thu-{number}.html", article(number))
    pages = -(-articles // per_page)
    for page in range(1, pages + 1):
        numbers = range((page - 1) * per_page, min(page * per_page, articles))
        links = "".join(f'<h3><a href="/tin-tuc/nghiem-thu-{n}.html">Bài {n}</a></h3>' for n in numbers)
        further = f'<a rel="next" href="/tin-tuc/page/{page + 1}/">Trang sau</a>' if page < pages else ""
        site.put("/" if page == 1 else f"/tin-tuc/page/{page}/", f"<html><body>{links}{further}</body></html>")
    return site


AGENCY = """name = "Viện Đo đạc mẫu"
url = "{url}/"
allow_private_address = true
[politeness]
delay = 0
concurrency = 4
"""


def home_for(folder: Path, url: str, slug: str = "mau", more: str = "") -> Path:
    """A home with one agency file."""
    (folder / "agencies").mkdir(parents=True, exist_ok=True)
    (folder / "agencies" / f"{slug}.toml").write_text(AGENCY.format(url=url) + more)
    return folder


PROGRAM = Path(sys.executable).with_name("luuchieu")


def luuchieu(*arguments: Any, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a person would."""
    command = [str(PROGRAM), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment}, check=False)


def crawl(home: Path, *options: Any) -> dict[str, Any]:
    """Crawl the agency `mau` and return the last event: its report, or what went wrong."""
    ended = luuchieu("crawl", "mau", "--home", home, "--json", *options)
    events = [json.loads(line) for line in ended.stdout.splitlines()]
    assert events, ended.stderr
    return {"code": ended.returncode, **events[-1]}
