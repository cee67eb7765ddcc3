"""Whether an exchange only says again what the archive holds, and is kept as a revisit of it."""

from archive.digests import digest
from archive.drafts import Revisit
from archive.http1 import entity, head_of
from archive.model import Capture, Exchange


def revisit_of(exchange: Exchange, original: Capture | None) -> Revisit | None:
    """The revisit of `original`, the last whole response of the same URL, that this exchange is; else None.

    A 304 says so itself; a 200 is one when its payload has the same digest. Never of a truncated record.
    """
    if exchange.response is None or original is None or not _may_be_referred_to(original):
        return None
    assert original.payload_digest is not None
    named = (original.id, original.url, original.captured, original.payload_digest)
    status = head_of(exchange.response).status
    if status == 304:
        return Revisit("server-not-modified", *named)
    if status == 200 and exchange.truncated is None and digest(entity(exchange.response)) == original.payload_digest:
        return Revisit("identical-payload-digest", *named)
    return None


def _may_be_referred_to(capture: Capture) -> bool:
    is_whole = capture.status == 200 and not capture.truncated
    return capture.kind == "response" and is_whole and capture.payload_digest is not None
