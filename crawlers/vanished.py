"""What a site no longer announces: an article that its REST API or a sitemap named the last time and does not name now.

It may be gone, so it is looked at in the same crawl, once: a document is held against what it said before. That is
judged when all documents that are due have been read, since lists move on from one document to the next; a list of
posts is judged as a whole, when all of its pages were read.
"""

import json
from collections.abc import Iterable, Set
from dataclasses import dataclass, field

from archive.catalog import Catalog
from archive.model import Capture, Hint
from archive.rows import fetch_key_or_none

KINDS = ("api", "sitemap")
"""The kinds of documents that name all that there is; feeds name only the newest."""

_BEFORE = """SELECT coalesce(refers_to, id) FROM capture WHERE agency = ? AND url = ? AND captured < ?
    AND (status = 304 OR status = 200 AND truncated IS NULL) ORDER BY captured DESC LIMIT 1"""
_LIVE = """SELECT s.url FROM standing s JOIN article a ON a.agency = s.agency AND a.url = s.article
    WHERE s.agency = ? AND s.url IN (SELECT value FROM json_each(?)) AND a.state = 'live'"""


def before(catalog: Catalog, capture: Capture) -> Capture | None:
    """The response in which a document said what it said before this capture; None when it is the first."""
    row = catalog.connection.execute(_BEFORE, (capture.agency, capture.url, capture.captured)).fetchone()
    return catalog.capture(row[0]) if row else None


def named(hints: Iterable[Hint]) -> set[str]:
    """The fetch keys of what a document names."""
    return {key for hint in hints if (key := fetch_key_or_none(hint.url))}


def live(catalog: Catalog, agency: str, urls: Set[str]) -> list[str]:
    """Those of the URLs that belong to an article that is live as far as known."""
    rows = catalog.connection.execute(_LIVE, (agency, json.dumps(sorted(urls))))
    return [url for (url,) in rows]


@dataclass(slots=True)
class Announced:
    """What documents named in one crawl, and what they named before, by kind; `unchanged` say what they said before."""

    now: set[str] = field(default_factory=set)
    earlier: dict[str, set[str]] = field(default_factory=dict)
    unchanged: list[Capture] = field(default_factory=list)

    def hear(self, kind: str, now: set[str], earlier: set[str]) -> None:
        """A document named these URLs now, and those the last time. One that names nothing now says nothing."""
        if now:
            self.now |= now
            self.earlier.setdefault(kind, set()).update(earlier)

    def dropped(self, kinds: Iterable[str]) -> set[str]:
        """What documents of these kinds named before, and no document named now."""
        return set().union(*(self.earlier.get(kind, set()) for kind in kinds)) - self.now
