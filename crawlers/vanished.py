"""What a site no longer announces: an article that its REST API or sitemap named before and does not name now.

It may be gone, so it is looked at in the same crawl. That is judged when all documents of a kind have been read; an
unchanged one (304) says nothing anew, and then nothing is judged.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.catalog import Catalog
from archive.model import Hint
from archive.rows import fetch_key_or_none

KINDS = ("api", "sitemap")
"""The kinds of documents that name all that there is; feeds name only the newest."""

_KNOWN = """SELECT h.url FROM hint h JOIN standing s ON s.agency = h.agency AND s.url = h.url
    JOIN article a ON a.agency = s.agency AND a.url = s.article
    WHERE h.agency = ? AND h.place = ? AND a.state = 'live'"""


@dataclass(slots=True)
class Announced:
    """The URLs that one crawl has heard announced, by the kind of document."""

    _urls: dict[str, set[str]] = field(default_factory=dict)
    _unchanged: set[str] = field(default_factory=set)

    def hear(self, kind: str, status: int, hints: Iterable[Hint]) -> None:
        """A document of that kind came with these hints."""
        if status == 304:
            self._unchanged.add(kind)
        keys = (fetch_key_or_none(hint.url) for hint in hints if hint.where == kind)
        self._urls.setdefault(kind, set()).update(key for key in keys if key)

    def vanished(self, kind: str, catalog: Catalog, agency: str) -> list[str]:
        """Live articles that were announced by such documents before and are no more, once all have been heard."""
        now = self._urls.get(kind)
        if not now or kind in self._unchanged:
            return []
        return [url for (url,) in catalog.connection.execute(_KNOWN, (agency, kind)) if url not in now]
