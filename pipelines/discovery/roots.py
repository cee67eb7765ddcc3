"""By what a sitemap or feed is known: its root element, near its first bytes."""

import re

_ROOT = re.compile(rb"<(?:\w+:)?(urlset|sitemapindex|rss|feed|RDF|channel)[\s>]", re.IGNORECASE)
_ELEMENT = re.compile(rb"<(?![?!])")

FIRST = 4096
"""Where the root element stands, in bytes from the beginning."""


def root_of(body: bytes) -> str | None:
    """The local name, lower case, of a sitemap's or feed's root element near the start; None for anything else."""
    if b"<html" in body[:1024].lower():
        return None
    match = _ROOT.search(body[:FIRST])
    return match[1].decode().lower() if match else None


def belies(start: bytes) -> bool:
    """Whether a document that is labelled as a picture or a file is a sitemap or a feed by its first element.

    Pictures hold RDF too, further on.
    """
    element = _ELEMENT.search(start) if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else None
    return element is not None and _ROOT.match(start, element.start()) is not None
