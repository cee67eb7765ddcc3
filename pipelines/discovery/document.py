"""The document that an exchange brought, decoded once for all ways of discovery."""

import datetime as dt
from dataclasses import dataclass
from io import BytesIO

from archive import clock
from archive.codings import undo
from archive.http1 import Head, decoded, head_of
from archive.model import Exchange

# The sitemap protocol's limit for one file, uncompressed; no page that a person reads is longer.
LIMIT = 50 * 1024 * 1024

_OPAQUE = ("image/", "audio/", "video/", "font/", "application/pdf", "application/msword", "application/vnd.")


@dataclass(frozen=True, slots=True)
class Document:
    """A response as discovery sees it: `body` is free of transfer and content codings, `on` the day of capture."""

    url: str
    on: dt.date
    head: Head
    body: bytes

    @property
    def status(self) -> int:
        """The HTTP status; 0 when the server sent no status line."""
        return self.head.status

    @property
    def mime(self) -> str:
        """The media type as labelled, lower case, without parameters; empty when there is none."""
        return (self.head.get(b"content-type") or b"").partition(b";")[0].strip().lower().decode("latin-1")

    def header(self, name: bytes) -> str:
        """The first header of that name as text, empty when there is none."""
        return (self.head.get(name) or b"").decode("latin-1")


def document_of(exchange: Exchange) -> Document | None:
    """Open the response of an exchange; None when there is none.

    Pictures, PDF and the like have an empty body, since no links are read from them. Raises TooLargeError for
    what is longer than `LIMIT` when decoded.
    """
    if exchange.response is None:
        return None
    head = head_of(exchange.response)
    on = clock.parse(exchange.started).date()
    mime = (head.get(b"content-type") or b"").strip().lower().decode("latin-1")
    # application/vnd.* are Office files, but feeds and JSON APIs are labelled so too: +xml, +json.
    if mime.startswith(_OPAQUE) and "+" not in mime:
        return Document(exchange.url, on, head, b"")
    body = decoded(exchange.response, LIMIT)
    if body.startswith(b"\x1f\x8b"):  # sitemap.xml.gz is a gzip file, not a gzip-encoded response
        body = undo([b"gzip"], BytesIO(body), LIMIT)
    return Document(exchange.url, on, head, body)
