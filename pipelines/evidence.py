"""The captures, readings and hints that settling judges by."""

import json

from archive.model import Ruling
from archive.settling import Kept, Ledger
from archive.urls import host_of
from pipelines.chrome import without_chrome
from pipelines.identity import Face, Neighbours
from pipelines.sights import Sight
from pipelines.versions import Prose, text_of


class Evidence:
    """An agency's rows, each read once; holds for one transaction."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._sights: dict[str, list[Sight]] = {}
        self._faces: dict[str, Face] = {}
        self._claims: dict[str, frozenset[str | None]] = {}
        self._kept: dict[str, Kept] = {}
        self._marks: dict[str, frozenset[str]] = {}
        self._prose: dict[tuple[str, str | None], Prose] = {}
        self.neighbours = Neighbours(self.face, self._titles_claiming)

    def sights(self, url: str) -> list[Sight]:
        """The captures of a URL, in order of time."""
        if url not in self._sights:
            self._sights[url] = [Sight(*row) for row in self.ledger.sights(url)]
        return self._sights[url]

    def own_sights(self, url: str) -> list[Sight]:
        """The captures of a URL and, as one more sight of trouble, a later refusal by robots.txt or scope."""
        sights, refusal = self.sights(url), self.ledger.refusal(url)
        if refusal and refusal[0] > sights[-1].captured:
            return [*sights, Sight("", refusal[0], "", url, "failure", failure=refusal[1])]
        return sights

    def host_answered(self, sight: Sight) -> bool:
        """Whether the host gave anything in the crawl of this sight; a refusal is our own and not the host's."""
        return not sight.crawl or self.ledger.answered(sight.crawl, host_of(sight.url))

    def face(self, url: str) -> Face:
        """The remembered face of a URL."""
        if url not in self._faces:
            standing = self.ledger.standing(url)
            self._faces[url] = Face(**json.loads(standing.face)) if standing else Face()
        return self._faces[url]

    def kept(self, capture: str) -> Kept:
        """A reading."""
        if capture not in self._kept:
            self._kept[capture] = self.ledger.kept(capture)
        return self._kept[capture]

    def prose(self, sight: Sight, title: str | None) -> Prose:
        """Title and text of a live sight without its host's chrome; `title` where the page has none."""
        key = (sight.content or "", sight.url)
        if key not in self._prose:
            kept = self.kept(sight.source or "")
            text = text_of(without_chrome(kept.blocks, self._marks_of(host_of(sight.url))))
            self._prose[key] = Prose(kept.title or title, text, kept.extractor)
        return self._prose[key]

    def rulings(self, url: str) -> dict[str, Ruling]:
        """What people decided about the article of this URL, under whichever of its URLs."""
        return self.ledger.rulings({url, *self.ledger.members(url)})

    def _marks_of(self, host: str) -> frozenset[str]:
        if host not in self._marks:
            self._marks[host] = self.ledger.marks(host)
        return self._marks[host]

    def _titles_claiming(self, url: str) -> frozenset[str | None]:
        if url not in self._claims:
            faces = map(self.face, self.ledger.sources(url))
            self._claims[url] = frozenset(face.title for face in faces if face.elsewhere == url)
        return self._claims[url]
