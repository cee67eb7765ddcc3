"""The document that an exchange brought, decoded once for all ways of discovery."""

import datetime as dt
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from archive import clock
from archive.http1 import Head, head_of
from archive.model import Exchange
from archive.payload import Payload, beginning, payload_of
from pipelines.discovery.roots import FIRST, belies

SITEMAP_LIMIT = 50 * 1024 * 1024
"""The sitemap protocol's limit for one file, uncompressed; what announces content is read as a stream."""

TOO_LONG = f"longer than {SITEMAP_LIMIT >> 20} MB uncompressed, the sitemap protocol's limit; the rest was not read"

LIMIT = 32 * 1024 * 1024
"""Longest document that is held whole, in bytes without its codings; no page that a person reads is longer."""

_OPAQUE = ("image/", "audio/", "video/", "font/", "application/pdf", "application/msword", "application/vnd.")


@dataclass(frozen=True, slots=True)
class Document:
    """A response as discovery sees it: `payload` is free of transfer and content codings, `on` the day of capture."""

    url: str
    on: dt.date
    head: Head
    payload: Payload

    @property
    def status(self) -> int:
        """The HTTP status; 0 when the server sent no status line."""
        return self.head.status

    @property
    def mime(self) -> str:
        """The media type as labelled, lower case, without parameters; empty when there is none."""
        return (self.head.get(b"content-type") or b"").partition(b";")[0].strip().lower().decode("latin-1")

    @property
    def start(self) -> bytes:
        """The payload, of a long one the first two megabytes."""
        return self.payload.start

    @property
    def body(self) -> bytes:
        """The whole payload. Raises TooLargeError beyond `LIMIT`."""
        return self.payload.whole(LIMIT)

    @property
    def markup(self) -> bytes:
        """The whole payload, of a long one without pictures written into it. Raises TooLargeError beyond `LIMIT`."""
        return self.payload.markup(LIMIT)

    def stream(self) -> IO[bytes]:
        """The payload, little of it at a time. Reading beyond `SITEMAP_LIMIT` raises TooLargeError."""
        return self.payload.stream(SITEMAP_LIMIT)

    def header(self, name: bytes) -> str:
        """The first header of that name as text, empty when there is none."""
        return (self.head.get(name) or b"").decode("latin-1")


def document_of(exchange: Exchange) -> Document | None:
    """Open the response of an exchange, which must stay open as long as the document is read; None when there is none.

    Pictures, PDF and the like have an empty payload, since no links are read from them; not so what is a sitemap
    or feed whatever its label.
    """
    if exchange.response is None:
        return None
    head = head_of(exchange.response)
    on = clock.parse(exchange.started).date()
    mime = (head.get(b"content-type") or b"").strip().lower().decode("latin-1")
    # application/vnd.* are Office files, but feeds and JSON APIs are labelled so too: +xml, +json.
    is_opaque = mime.startswith(_OPAQUE) and "+" not in mime
    if is_opaque and not belies(beginning(exchange.response, FIRST)):
        return Document(exchange.url, on, head, Payload(b"", True, False, BytesIO()))
    return Document(exchange.url, on, head, payload_of(exchange.response))
