"""Archives for tests of exchange and fixity: a small agency crawled twice, with revisits, as real as a crawl's."""

import gzip
import io
import struct
import zlib
from dataclasses import replace
from pathlib import Path

from archive.catalog import Catalog
from archive.drafts import Revisit
from archive.home import Home
from archive.model import Capture, Exchange, Failure
from archive.store import Store
from pipelines.agency_file import parse_agency
from pipelines.reread import reindex
from pipelines.rules import RULES
from pipelines.settling.settle import settle
from tests.agency_site import article
from tests.readings import HOST

TOML = f'name = "Mẫu"\nurl = "{HOST}/"\n'


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 300, 200, 8, 2, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress((b"\0" + b"\xb0\x30\x30" * 300) * 200))
    + _chunk(b"IEND", b"")
)
PAGE = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title} - Mẫu</title>
<link rel="stylesheet" href="/dep.css">
<meta property="article:published_time" content="2026-02-{day}T08:30:00+07:00"></head>
<body class="single-post"><main><article><h1>{title}</h1>
<p>{text} Đoàn công tác đã làm việc với địa phương về bảo vệ nguồn nước và đề nghị các bên phối hợp chặt chẽ.</p>
<p><img src="/anh.png" alt="" width="300" height="200"></p>
<p>Kết thúc buổi làm việc, hai bên thống nhất kế hoạch cho quý tới và các bước phối hợp.</p>
</article></main></body></html>"""


def answer(path: str, body: bytes, day: int = 1, status: str = "200 OK", *headers: str, **changes: object) -> Exchange:
    """An exchange with the made-up agency on the given day of March 2026."""
    lines = [f"HTTP/1.1 {status}", "Date: Sun, 01 Mar 2026 02:00:00 GMT", *headers, "", ""]
    request = f"GET {path} HTTP/1.1\r\nHost: mau.gov.vn\r\n\r\n".encode()
    response = io.BytesIO("\r\n".join(lines).encode() + body)
    exchange = Exchange(HOST + path, f"2026-03-{day:02d}T02:00:00.000000Z", request, response, 12, "192.0.2.7")
    return replace(exchange, **changes)


def page(number: int, day: int = 1, more: str = "") -> Exchange:
    """One of the agency's articles; each number has its own way of being sent."""
    words = ("sông", "hồ", "suối", "đầm")[number]
    text = PAGE.format(title=f"Tin về {words} quê ta", day=10 + number, text=f"Nước {words} sạch{more}.").encode()
    mime = "Content-Type: text/html; charset=UTF-8"
    sent = {
        0: (text, (f"Content-Length: {len(text)}",)),
        1: (gzip.compress(text, mtime=0), ("Content-Encoding: gzip",)),
        2: (b"%x\r\n%s\r\n0\r\n\r\n" % (len(text), text), ("Transfer-Encoding: chunked",)),
        3: (text, ()),
    }
    body, headers = sent[number]
    return answer(f"/tin-{number}/", body, day, "200 OK", mime, *headers)


def asset(path: str, day: int = 1) -> Exchange:
    """A picture or a style sheet."""
    mime, body = ("image/png", PNG) if path.endswith("png") else ("text/css", b"h1 { color: #a00 }")
    return answer(path, body, day, "200 OK", f"Content-Type: {mime}", f"Content-Length: {len(body)}")


def again(first: Capture, profile: str = "identical-payload-digest") -> Revisit:
    """The revisit that refers to an earlier capture."""
    assert first.payload_digest
    return Revisit(profile, first.id, first.url, first.captured, first.payload_digest)  # type: ignore[arg-type]


def crawl_twice(home: Home) -> list[Capture]:
    """Two crawls in one WARC file: responses of every kind, a redirect, a failure, both kinds of revisits."""
    moved = answer("/cu/", b"", 1, "301 Moved Permanently", "Location: /tin-0/", "Content-Type: text/html")
    with Store.open(home, "mau", {"software": "luuchieu test"}) as store:
        store.append_note("agency-file", {"text": TOML})
        sent = [store.append(one) for one in (*map(page, range(4)), asset("/anh.png"), asset("/dep.css"), moved)]
        first = [future.result() for future in sent]
    unchanged = answer("/tin-3/", b"", 2, "304 Not Modified", 'ETag: "a"')
    failed = replace(page(2, 2), response=None, failure=Failure("timeout", "no answer"))
    with Store.open(home, "mau", {"software": "luuchieu test"}) as store:
        sent = [
            store.append(page(0, 2), again(first[0])),
            store.append(page(1, 2, " hơn")),
            store.append(unchanged, again(first[3], "server-not-modified")),
            store.append(asset("/anh.png", 2), again(first[4])),
            store.append(failed),
        ]
        return first + [future.result() for future in sent]


def read_by_older_rules(home: Home) -> Home:
    """A closed archive of two files and sixty-four articles, which a reindex has all to read."""
    (home.agencies / "mau.toml").write_text(TOML)
    crawl_twice(home)
    close_files(home)
    with Store.open(home, "mau", {"software": "luuchieu test"}) as store:
        mime = "Content-Type: text/html; charset=UTF-8"
        pages = [answer(f"/bai-{n}/", article(n).encode(), 3, "200 OK", mime) for n in range(60)]
        for future in [store.append(one) for one in pages]:
            future.result()
    close_files(home)
    mau = parse_agency("mau", TOML, "mau.toml")
    reindex(home, [mau], RULES, workers=1)
    with Catalog(home.catalog) as catalog:
        with catalog.transaction():
            read = (
                "rules = 'older', title = 'Xưa: ' || title, blocks = replace(blocks, 'hạng mục', 'phần'), spoken = NULL"
            )
            catalog.connection.execute(f"UPDATE reading SET {read}")
            catalog.connection.execute("INSERT INTO pending (agency, url) SELECT DISTINCT agency, url FROM capture")
        settle(mau, catalog)
    return home


def closed_archive(root: Path) -> Home:
    """A home whose agency was crawled twice, with its file, and read; no WARC file is open."""
    home = Home(root).create()
    (home.agencies / "mau.toml").write_text(TOML)
    crawl_twice(home)
    close_files(home)
    reindex(home, [parse_agency("mau", TOML, "mau.toml")], RULES, workers=1)
    return home


def close_files(home: Home) -> list[Path]:
    """Give open WARC files their final names, as a crawl does at the month's end."""
    for path in sorted(home.warc.rglob("*.open")):
        path.rename(path.with_name(path.name.removesuffix(".open")))
    return sorted(home.warc.rglob("*.warc*"))
