"""Files that come again under another URL: pictures, documents and style sheets that a site keeps in two places.

Pages are left out: what a page says depends on where it stands, and two pages are never the same to the byte but for
error pages. Files below half a kilobyte too: a record that refers to another costs as much.
"""

from dataclasses import dataclass, field

from archive.catalog import Catalog
from archive.digests import digest
from archive.drafts import Revisit
from archive.http1 import entity, head_of
from archive.model import Capture, Exchange

_LEAST = 512
_PAGES = ("text/html", "application/xhtml", "application/json", "text/xml", "application/xml", "application/rss")


@dataclass(slots=True)
class Files:
    """The files of one agency by their payload: those in the catalog, and those appended since its last commit."""

    catalog: Catalog
    agency: str
    _fresh: dict[tuple[str, str], Capture] = field(default_factory=dict)

    def revisit_of(self, exchange: Exchange) -> Revisit | None:
        """The revisit of an earlier whole response of the same payload and type, whatever its URL, that this is."""
        mime = _mime(exchange)
        if mime is None or exchange.response is None:
            return None
        payload_digest = digest(entity(exchange.response))
        original = self._fresh.get((payload_digest, mime)) or self.catalog.response_with(
            self.agency, payload_digest, mime
        )
        if original is None:
            return None
        return Revisit("identical-payload-digest", original.id, original.url, original.captured, payload_digest)

    def remember(self, capture: Capture) -> None:
        """A response that was appended and is not committed yet."""
        whole = capture.kind == "response" and capture.status == 200 and not capture.truncated
        if whole and capture.payload_digest and capture.mime:
            self._fresh[capture.payload_digest, capture.mime] = capture

    def committed(self) -> None:
        """All that was appended is in the catalog, or is no more."""
        self._fresh.clear()


def _mime(exchange: Exchange) -> str | None:
    """The media type of a file worth looking for."""
    if exchange.response is None or exchange.truncated:
        return None
    head = head_of(exchange.response)
    size = exchange.response.seek(0, 2) - head.size
    mime = (head.get(b"content-type") or b"").partition(b";")[0].strip().lower().decode("latin-1")
    is_file = head.status == 200 and size >= _LEAST and mime and not mime.startswith(_PAGES)
    return mime if is_file else None
