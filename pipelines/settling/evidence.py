"""The captures, readings and hints that settling judges by."""

import json
from collections.abc import Collection, Iterable, Sequence
from itertools import chain, islice

from archive.model import Published
from archive.settled import Ruling
from archive.settling import Kept, Ledger, SeenHint, Standing
from archive.urls import host_of
from pipelines.discovery.shapes import is_document
from pipelines.settling.chrome import without_chrome
from pipelines.settling.identity import Face, Neighbours
from pipelines.settling.shared import own_date, own_title
from pipelines.settling.sights import Sight, document_sights, live_sights
from pipelines.settling.versions import Prose, text_of

# Beyond so many words a page says itself what its documents are about.
_NOTICE_WORDS = 80


def is_notice(kept: Kept) -> bool:
    """Whether a reading says so little that its documents are its text."""
    words = chain.from_iterable(block.text.split(maxsplit=_NOTICE_WORDS) for block in kept.blocks)
    return next(islice(words, _NOTICE_WORDS, None), None) is None


class Evidence:
    """An agency's rows, each read once; holds for one transaction."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._sights: dict[str, list[Sight]] = {}
        self._faces: dict[str, Face] = {}
        self._claims: dict[str, frozenset[str | None]] = {}
        self._kept: dict[str, Kept] = {}
        self._marks: dict[str, frozenset[str]] = {}
        self._prose: dict[tuple[str, str, str | None, tuple[str, ...]], Prose] = {}
        self._members: dict[str, list[str]] = {}
        self._hints: dict[str, list[SeenHint]] = {}
        self._refusals: dict[str, tuple[str, str]] = {}
        self._asked: set[str] = set()
        self._documents: set[str] = set()
        self._ruled_on: frozenset[str] | None = None
        self.consulted: set[str] = set()
        """URLs that were looked at for documents of a page, there or not."""

    @property
    def neighbours(self) -> Neighbours:
        """How to ask for other URLs; made when asked, or it and what is read here would keep each other in memory."""
        return Neighbours(self.face, self._titles_claiming)

    def expect(self, articles: Collection[str]) -> None:
        """Read at once what articles rest on; to be asked when all that is pending has joined its own."""
        self._members |= {article: [] for article in articles}
        for article, url in self.ledger.members(articles):
            self._members[article].append(url)
        urls = {*articles, *chain.from_iterable(map(self._members.__getitem__, articles))}
        self.see(urls)
        self._hints |= {url: [] for url in urls}
        for hint in self.ledger.hints(urls):
            self._hints[hint.hint.url].append(hint)
        self._refusals |= self.ledger.refusals(articles)
        sources = {sight.source for url in urls for sight in live_sights(self._sights[url]) if sight.source}
        self._kept |= {one.capture: one for one in self.ledger.kept(sources - self._kept.keys())}
        self._ask_for_documents(chain.from_iterable(self._kept[source].downloads for source in sources))

    def see(self, urls: Iterable[str]) -> None:
        """Read the captures of URLs at once."""
        unseen = [url for url in urls if url not in self._sights]
        self._sights |= {url: [] for url in unseen}
        for row in self.ledger.sights(unseen):
            sight = Sight(*row)
            self._sights[sight.url].append(sight)

    def sights(self, url: str) -> list[Sight]:
        """The captures of a URL, in order of time."""
        if url not in self._sights:
            self.see([url])
        return self._sights[url]

    def members(self, article: str) -> list[str]:
        """The URLs that belong to an article."""
        if article not in self._members:
            self.expect([article])
        return self._members[article]

    def hints(self, article: str) -> list[SeenHint]:
        """What discovery documents say of the URLs of an article."""
        return [hint for url in self.members(article) for hint in self._hints[url]]

    def own_sights(self, article: str) -> list[Sight]:
        """The captures of an article's URL and, as one more sight of trouble, its later refusal by robots or scope."""
        self.members(article)
        sights, refusal = self.sights(article), self._refusals.get(article)
        if refusal and refusal[0] > sights[-1].captured:
            return [*sights, Sight("", refusal[0], "", article, "failure", failure=refusal[1])]
        return sights

    def host_answered(self, sight: Sight) -> bool:
        """Whether the host gave anything in the crawl of this sight; a refusal is our own and not the host's."""
        return not sight.crawl or self.ledger.answered(sight.crawl, host_of(sight.url))

    def face(self, url: str) -> Face:
        """The remembered face of a URL."""
        if url not in self._faces:
            self.standings([url])
        return self._faces[url]

    def standings(self, urls: Sequence[str]) -> dict[str, Standing]:
        """What is remembered of several URLs, as far as anything is; their faces are at hand from now on."""
        found = self.ledger.standings(urls)
        self._faces |= {url: Face(**json.loads(found[url].face)) if url in found else Face() for url in urls}
        return found

    def kept(self, capture: str) -> Kept:
        """A reading."""
        if capture not in self._kept:
            (self._kept[capture],) = self.ledger.kept([capture])
        return self._kept[capture]

    def prose(self, sight: Sight, title: str | None, until: str | None = None) -> Prose:
        """Title and text of a live sight without its host's chrome; `title` where the page has none of its own.

        Where the page says little and has documents, they are its text, as they were before `until`.
        """
        kept, marks = self.kept(sight.source or ""), self._marks_of(host_of(sight.url))
        title = own_title(kept, title, marks)
        documents = self.documents(kept, until)
        key = (sight.content or "", sight.url, title, tuple(one.capture for one in documents))
        if key not in self._prose:
            lines = without_chrome(kept.blocks, marks)
            text = text_of([*lines, *(block for one in documents for block in one.blocks)])
            extractors = dict.fromkeys((kept.extractor, *(one.extractor for one in documents)))
            self._prose[key] = Prose(title, text, " + ".join(extractors))
        return self._prose[key]

    def date(self, sight: Sight) -> Published | None:
        """The publication date that a live sight shows of itself."""
        return own_date(self.kept(sight.source or ""), self._marks_of(host_of(sight.url)))

    def dates(self, sights: Iterable[Sight]) -> list[tuple[str, str]]:
        """The publication dates that live sights show, each with its time, in their order."""
        told = ((sight.captured, self.date(sight)) for sight in sights)
        return [(captured, date.value) for captured, date in told if date]

    def documents(self, kept: Kept, until: str | None) -> tuple[Kept, ...]:
        """The documents that are the text of a reading of few words, each as it was last captured before `until`."""
        if not (kept.attachments or kept.downloads) or not is_notice(kept):
            return ()
        named = (url for url in self.attachments(kept) if is_document(url) or url in kept.downloads)
        found = (self._document(url, until) for url in named)
        return tuple(one for one in found if one and one.blocks)

    def attachments(self, kept: Kept) -> tuple[str, ...]:
        """The files that a reading names, and those of its links that were ever answered with a document."""
        if not kept.downloads:
            return kept.attachments
        self._ask_for_documents(kept.downloads)
        answered = [url for url in kept.downloads if self._place(url) in self._documents]
        return tuple(dict.fromkeys((*kept.attachments, *answered)))

    def _ask_for_documents(self, urls: Iterable[str]) -> None:
        """Find out at once which of these URLs, or of those that they lead to, were ever answered with a document."""
        unasked = [url for url in dict.fromkeys(urls) if url not in self._asked]
        if unasked:
            self._asked.update(unasked)
            self.standings([url for url in unasked if url not in self._faces])
            self._documents |= self.ledger.documents({self._faces[url].redirect or url for url in unasked})

    def _place(self, url: str) -> str:
        """Where a document of a page stands, if it is one."""
        place = self.face(url).redirect or url
        self.consulted |= {url, place}
        return place

    def _document(self, url: str, until: str | None) -> Kept | None:
        """A document as it was: by its last capture before `until`, or by its first where all came later."""
        sights = document_sights(self.sights(self._place(url)))
        if not sights:
            return None
        before = [sight for sight in sights if until is None or sight.captured < until]
        return self.kept((before[-1] if before else sights[0]).source or "")

    def rulings(self, url: str) -> dict[str, Ruling]:
        """What people decided about the article of this URL, under whichever of its URLs."""
        if self._ruled_on is None:
            self._ruled_on = self.ledger.ruled_on()
        urls = {url, *self.members(url)}
        return self.ledger.rulings(urls) if self._ruled_on & urls else {}

    def _marks_of(self, host: str) -> frozenset[str]:
        if host not in self._marks:
            self._marks[host] = self.ledger.marks(host)
        return self._marks[host]

    def _titles_claiming(self, url: str) -> frozenset[str | None]:
        if url not in self._claims:
            faces = map(self.face, self.ledger.sources([url]))
            self._claims[url] = frozenset(face.title for face in faces if face.elsewhere == url)
        return self._claims[url]
