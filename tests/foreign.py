"""WARC files as other tools write them: warcio, warcprox, Browsertrix, wget, Heritrix, warcit; all of them invented."""

import gzip
import io
import subprocess
import sys
from functools import cache
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import BufferWARCWriter

from tests.archives import PAGE, PNG
from tests.readings import HOST

WORDS = ("rừng", "núi", "đảo", "vịnh", "đèo")


def html(number: int) -> bytes:
    """The page of an article, each number its own."""
    word = WORDS[number]
    return PAGE.format(title=f"Chuyện {word} xanh", day=20 + number, text=f"Người giữ {word} kể.").encode()


def _head(*lines: str, status: str = "200 OK", protocol: str = "HTTP/1.1") -> StatusAndHeaders:
    headers = [tuple(line.split(": ", 1)) for line in lines]
    return StatusAndHeaders(status, headers, protocol=protocol)


@cache
def by_warcio(packed: bool = True) -> bytes:
    """What `_by_warcio` writes, in a process of its own: warcio leaves files open, which Python warns of."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.foreign", *(["packed"] if packed else [])]
    return subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).parents[1]).stdout


def _by_warcio(packed: bool) -> bytes:
    """Response and request naming each other, SHA-1, times in seconds, a revisit by URL and time, a name look-up."""
    writer = BufferWARCWriter(gzip=packed, warc_version="1.0")
    writer.write_record(writer.create_warcinfo_record("a.warc.gz", {"software": "warcio 1.8", "operator": "Tư liệu"}))
    at = {"WARC-Date": "2026-05-01T03:00:00Z", "WARC-IP-Address": "192.0.2.9"}
    looked = writer.create_warc_record(
        "dns:mau.gov.vn", "response", io.BytesIO(b"20260501\nmau.gov.vn. 60 IN A 192.0.2.9\n"),
        warc_content_type="text/dns", warc_headers_dict={"WARC-Date": "2026-05-01T02:59:59Z"},
    )  # fmt: skip
    writer.write_record(looked)
    # The body was taken out of its chunks and unpacked, the head still says otherwise.
    head = _head("Content-Type: text/html; charset=utf-8", "Transfer-Encoding: chunked", "Content-Encoding: gzip")
    body = io.BytesIO(html(0))
    page = writer.create_warc_record(f"{HOST}/chuyen-0/", "response", body, http_headers=head, warc_headers_dict=at)
    asked = writer.create_warc_record(
        f"{HOST}/chuyen-0/", "request",
        http_headers=StatusAndHeaders("GET /chuyen-0/ HTTP/1.1", [], is_http_request=True),
        warc_headers_dict={"WARC-Concurrent-To": page.rec_headers["WARC-Record-ID"], **at},
    )  # fmt: skip
    writer.write_request_response_pair(asked, page)
    again = writer.create_revisit_record(
        f"{HOST}/chuyen-0/", page.rec_headers["WARC-Payload-Digest"], f"{HOST}/chuyen-0/", "2026-05-01T03:00:00Z",
        http_headers=head, warc_headers_dict={"WARC-Date": "2026-06-01T03:00:00Z"},
    )  # fmt: skip
    writer.write_record(again)
    return bytes(writer.get_contents())


def _record(kind: str, number: int, uri: str, content_type: str, block: bytes, *more: str) -> bytes:
    lines = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>",
        "WARC-Date: 2026-07-01T03:00:00.123Z",
        *([f"WARC-Target-URI: {uri}"] if uri else []),
        f"Content-Type: {content_type}",
        *more,
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"


def by_browsertrix() -> list[bytes]:
    """HTTP/2 heads, resources about the page, a conversion, metadata without a digest; plain records."""
    page = f"{HOST}/chuyen-1/"
    answer = b"HTTP/2 200\r\n:status: 200\r\ncontent-type: text/html; charset=utf-8\r\ncontent-encoding: br\r\n\r\n"
    image = b"HTTP/2 200\r\ncontent-type: image/png\r\n\r\n" + PNG
    about = "application/warc-fields"
    return [
        _record("warcinfo", 1, "", about, b"software: Browsertrix-Crawler 1.5\r\nformat: WARC File Format 1.1\r\n"),
        _record("response", 2, page, "application/http; msgtype=response", answer + html(1)),
        _record("metadata", 3, page, about, b"a line without a colon\r\n",
                "WARC-Concurrent-To: <urn:uuid:00000000-0000-4000-8000-000000000002>"),
        _record("resource", 4, f"urn:pageinfo:{page}", "application/json", b'{"pageid": 1}'),
        _record("response", 5, f"{HOST}/anh.png", "application/http; msgtype=response", image),
        _record("conversion", 6, page, "text/plain", "Chuyện".encode()),
        _record("resource", 7, f"{HOST}/chuyen-2/", "text/html; charset=utf-8", html(2)),
    ]  # fmt: skip


def by_heritrix() -> list[bytes]:
    """Angle brackets around URIs, as WARC 1.0 was read once; no warcinfo is named, metadata comes first."""
    page = f"<{HOST}/chuyen-3/>"
    answer = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + html(3)
    named = "WARC-Concurrent-To: <urn:uuid:00000000-0000-4000-8000-000000000012>"
    return [
        _record("warcinfo", 11, "", "application/warc-fields", b"software: Heritrix/3.4\r\n"),
        _record("metadata", 13, page, "application/warc-fields", b"via: x\r\nfetchTimeMs: 98\r\n", named),
        _record("response", 12, page, "application/http; msgtype=response", answer),
        _record("request", 14, page, "application/http; msgtype=request", b"GET / HTTP/1.0\r\n\r\n", named),
    ]


def write(path: Path, records: list[bytes], framing: str = "members") -> Path:
    """Records to a file: a gzip member each, all in one, or none."""
    framed = {
        "members": lambda: b"".join(map(gzip.compress, records)),
        "one": lambda: gzip.compress(b"".join(records)),
        "plain": lambda: b"".join(records),
    }
    path.write_bytes(framed[framing]())
    return path


if __name__ == "__main__":
    sys.stdout.buffer.write(_by_warcio("packed" in sys.argv))
