"""What an answer means for the next time its URL is asked for: whether it is there, when, and with which tags. Pure."""

from archive import clock
from archive.http1 import Head
from archive.model import Capture
from crawlers.frontier.admission import FOR_MACHINES, REVISITED, next_revisit
from crawlers.frontier.tables import Kept, Lease
from crawlers.wire.outgoing import can_go_back
from pipelines.discovery.found import Discovered


def next_visit(lease: Lease, capture: Capture) -> float | None:
    """When the first crawl after this one asks for a page again, in Unix time; None for what is no page."""
    if lease.kind not in REVISITED:
        return None
    first = clock.parse(lease.first_captured or capture.captured)
    return next_revisit(first.timestamp(), clock.parse(capture.captured).timestamp())


def is_there(lease: Lease, head: Head, found: Discovered) -> bool | None:
    """Whether the answer is what was asked for, None for *not modified*: many sites have a page for every address."""
    if head.status == 304:
        return None
    if lease.kind in FOR_MACHINES and b"html" in (head.get(b"content-type") or b""):
        return bool(found.hints) or any(link.kind == lease.kind == "sitemap" for link in found.links)
    # WordPress refuses so a page of posts beyond the last one, and more posts than a page may have.
    return head.status not in ((400, 404, 410) if lease.kind == "api" else (404, 410))


def kept_as(lease: Lease, capture: Capture, head: Head) -> Kept:
    """As what a URL is in the archive; after a body that was cut off with no tags to ask again with."""
    if capture.truncated:
        return Kept(capture.id, capture.captured)
    # A 304 need not repeat the tags that it was asked with.
    known = (lease.etag, lease.last_modified) if head.status == 304 else (None, None)
    etag, last_modified = _tag(head, b"etag") or known[0], _tag(head, b"last-modified") or known[1]
    return Kept(capture.id, capture.captured, etag, last_modified)


def conditions(lease: Lease) -> dict[str, bytes]:
    """The headers that ask for a URL only if it has changed: its tags go back as the bytes that the server gave."""
    # The rules of a robots.txt are not kept between crawls, so a 304 would leave us without any.
    if lease.kind == "robots":
        return {}
    tags = {"If-None-Match": lease.etag, "If-Modified-Since": lease.last_modified}
    given = {name: tag.encode("latin-1") for name, tag in tags.items() if tag}
    # Frontiers written before such tags were turned away hold some.
    return {name: tag for name, tag in given.items() if can_go_back(tag)}


def _tag(head: Head, name: bytes) -> str | None:
    value = head.get(name)
    return value.decode("latin-1") if value and can_go_back(value) else None
