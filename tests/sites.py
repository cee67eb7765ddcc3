"""Exchanges of one made-up agency, as its server would have made them, for tests that start behind the network."""

import io

from archive.model import Exchange
from pipelines.agency import Agency
from pipelines.agency_file import parse_agency

HOST = "https://mau.gov.vn"


def exchange_of(url: str, body: bytes | str, *headers: str, status: str = "200 OK") -> Exchange:
    data = body.encode() if isinstance(body, str) else body
    head = "\r\n".join((f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(data)}", "", "")).encode("latin-1")
    return Exchange(url, "2026-03-01T02:00:00.000000Z", b"", io.BytesIO(head + data))


def page_of(url: str, body: bytes | str, *headers: str) -> Exchange:
    return exchange_of(url, body, "Content-Type: text/html", *headers)


def agency_of(text: str = "", url: str = f"{HOST}/") -> Agency:
    return parse_agency("mau", f'name = "Mẫu"\nurl = "{url}"\n{text}', "mau.toml")
