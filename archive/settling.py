"""The rows that settling reads and writes: what is pending, what captures of a URL were read as, articles."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from archive.annexes import lend, put_annex
from archive.model import Block, Heading, Hint, Published, Spoken, Stamp
from archive.rows import json_of
from archive.rulings import rulings_of
from archive.settled import Ruling

# Where we ended the wait ourselves, what had come says nothing of the page: half a list may even pass for an article.
_AWAITED = "c.truncated IS NOT 'unspecified' AND c.failure_reason IS NOT 'interrupted'"
_SIGHTS = f"""SELECT c.id, c.captured, c.crawl, c.url, c.kind, c.status, c.redirect, c.truncated,
        c.failure_reason || coalesce(': ' || c.failure_detail, ''),
        r.capture, r.outcome, r.title, r.elsewhere, r.content
    FROM json_each(:urls) u CROSS JOIN capture c ON c.agency = :agency AND c.url = u.value
    LEFT JOIN reading r ON r.capture = CASE c.kind WHEN 'revisit' THEN c.refers_to ELSE c.id END
    WHERE {_AWAITED} AND c.captured >= coalesce(
        (SELECT matters_from FROM standing s WHERE s.agency = :agency AND s.url = u.value), '')
    ORDER BY c.captured, c.id"""
_DOCUMENTS = f"""SELECT DISTINCT c.url FROM json_each(:urls) u
    CROSS JOIN capture c ON c.agency = :agency AND c.url = u.value
    JOIN reading r ON r.capture = CASE c.kind WHEN 'revisit' THEN c.refers_to ELSE c.id END
    WHERE r.outcome = 'attachment' AND {_AWAITED} AND c.captured >= coalesce(
        (SELECT matters_from FROM standing s WHERE s.agency = :agency AND s.url = c.url), '')"""
# Feeds and redirects name URLs that have no captures, so a URL's sources are looked up by their captures.
_SOURCES = """SELECT c.url FROM json_each(:urls) u CROSS JOIN capture c ON c.agency = :agency AND c.redirect = u.value
    UNION SELECT c.url FROM json_each(:urls) u CROSS JOIN reading r ON r.elsewhere = u.value
    CROSS JOIN capture c ON c.id = r.capture WHERE c.agency = :agency"""
_KEPT = """SELECT capture, title, blocks, author, credited_source, section, published, modified, lang, extractor,
    attachments, previous, spoken, downloads, doubts FROM reading WHERE capture IN (SELECT value FROM json_each(?))"""
_THESE = "agency = :agency AND url IN (SELECT value FROM json_each(:urls))"
_REMEMBER = """INSERT OR REPLACE INTO standing (agency, url, face, article, host, sample, latest)
    VALUES (?, ?, ?, ?, ?, ?, ?)"""


@dataclass(frozen=True, slots=True)
class Kept:
    """The part of a reading that settling needs: prose and metadata; `published` as `archive.rows` writes it."""

    capture: str
    title: str | None
    blocks: tuple[Block, ...]
    author: str | None
    credited_source: str | None
    section: str | None
    published: list[Any] | None
    modified: str | None
    lang: str | None
    extractor: str
    attachments: tuple[str, ...]
    previous: str | None = None
    spoken: tuple[Spoken, ...] | None = None
    downloads: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()
    stamps: tuple[Stamp, ...] = ()


@dataclass(frozen=True, slots=True)
class Sampled:
    """What a host's chrome is counted by in one of its articles: `blocks` and `doubts` as JSON."""

    key: str
    url: str
    blocks: str
    title: str | None
    doubts: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is remembered of a URL between settlings; `face` is JSON, host and sample key only of live articles."""

    face: str
    article: str | None = None
    host: str | None = None
    sample: str | None = None
    latest: str | None = None


_fields = attrgetter(*Standing.__slots__)


@dataclass(frozen=True, slots=True)
class SeenHint:
    """A hint with the discovery document that gave it."""

    hint: Hint
    capture: str
    captured: str


def doubts_of(told: str | None) -> tuple[tuple[Heading, ...], tuple[Stamp, ...]]:
    """Headings and stamps as `archive.rows` writes them."""
    if told is None:
        return (), ()
    headings, stamps = json.loads(told)
    return (
        tuple(Heading(*one) for one in headings),
        tuple(Stamp(path, text, Published(*other) if other else None) for path, text, other in stamps),
    )


def _kept(row: Sequence[Any]) -> Kept:
    """The reading of a row of _KEPT."""
    blocks = tuple([Block(text, path, kind) for kind, path, text in json.loads(row[2])])
    published = json.loads(row[6]) if row[6] else None
    spoken = tuple([Spoken(*one) for one in json.loads(row[12])]) if row[12] else None
    attachments, downloads = tuple(json.loads(row[10])), tuple(json.loads(row[13]))
    told = (attachments, row[11], spoken, downloads, *doubts_of(row[14]))
    fields = (*row[:2], blocks, *row[3:6], published, *row[7:10], *told)
    return Kept(*fields)


class Ledger:
    """One agency's rows, seen by settling. Every method runs in the transaction that the caller holds."""

    def __init__(self, connection: sqlite3.Connection, agency: str) -> None:
        self._connection = connection
        self._agency = agency

    def pending(self, looked: bool, limit: int, after: str = "") -> list[str]:
        """URLs behind `after` to be looked at (`looked` false) or whose articles are to be composed again."""
        query = "SELECT url FROM pending WHERE agency = ? AND looked = ? AND url > ? ORDER BY url LIMIT ?"
        return [url for (url,) in self._connection.execute(query, (self._agency, looked, after, limit))]

    def compose_again(self, urls: Iterable[str]) -> None:
        """Mark URLs as looked at, their articles to be composed; those still to be looked at stay so."""
        query = "INSERT OR IGNORE INTO pending (agency, url, looked) VALUES (?, ?, 1)"
        if rows := [(self._agency, url) for url in urls]:
            self._connection.executemany(query, rows)

    def looked_at(self, urls: Iterable[str]) -> None:
        """Pending URLs have been looked at."""
        self._of(f"UPDATE pending SET looked = 1 WHERE {_THESE}", urls)

    def composed(self, urls: Iterable[str]) -> None:
        """URLs are pending no more."""
        self._of(f"DELETE FROM pending WHERE {_THESE}", urls)

    def _of(self, query: str, urls: Iterable[str]) -> sqlite3.Cursor:
        """The rows of a query about URLs of the agency: one statement for all of them."""
        return self._connection.execute(query, {"agency": self._agency, "urls": json_of(list(urls))})

    def sights(self, urls: Iterable[str]) -> list[tuple[Any, ...]]:
        """The captures of URLs that matter, in order of time, each with what it was read as."""
        return self._of(_SIGHTS, urls).fetchall()

    def documents(self, urls: Iterable[str]) -> set[str]:
        """Which of these URLs any capture that matters shows to be a document."""
        return {url for (url,) in self._of(_DOCUMENTS, urls)}

    def kept(self, captures: Iterable[str]) -> list[Kept]:
        """The readings of captures, in any order."""
        return [_kept(row) for row in self._connection.execute(_KEPT, (json_of(list(captures)),))]

    def sources(self, urls: Iterable[str]) -> set[str]:
        """URLs that ever redirected to one of these or named one as canonical."""
        return {url for (url,) in self._of(_SOURCES, urls)}

    def hints(self, urls: Iterable[str]) -> list[SeenHint]:
        """What discovery documents say of URLs, at most one of each kind and URL, the first that was dated."""
        query = f"SELECT url, place, title, published, modified, capture, captured FROM hint WHERE {_THESE}"
        return [SeenHint(Hint(*row[:5]), *row[5:]) for row in self._of(query, urls)]

    def refusals(self, urls: Iterable[str]) -> dict[str, tuple[str, str]]:
        """When and why the frontier refused URLs, by the newest note that says so."""
        query = f"SELECT url, noted, coalesce(reason, state) FROM url WHERE {_THESE} AND state = 'refused'"
        return {url: (noted, reason) for url, noted, reason in self._of(query, urls)}

    def ruled_on(self) -> frozenset[str]:
        """All URLs that anything was ever ruled about."""
        query = "SELECT DISTINCT url FROM ruling WHERE agency = ?"
        return frozenset(url for (url,) in self._connection.execute(query, (self._agency,)))

    def rulings(self, urls: Iterable[str]) -> dict[str, Ruling]:
        """The rulings in force about an article that goes by these URLs."""
        return rulings_of(self._connection, self._agency, urls)

    def standing(self, url: str) -> Standing | None:
        """What is remembered of a URL."""
        row = self._connection.execute(
            "SELECT face, article, host, sample, latest FROM standing WHERE agency = ? AND url = ?", (self._agency, url)
        ).fetchone()
        return Standing(*row) if row else None

    def standings(self, urls: Iterable[str]) -> dict[str, Standing]:
        """What is remembered of several URLs, as far as anything is."""
        query = f"SELECT url, face, article, host, sample, latest FROM standing WHERE {_THESE}"
        return {url: Standing(*row) for url, *row in self._of(query, urls)}

    def remember(self, standings: Mapping[str, Standing]) -> None:
        """Remember URLs, of which all captures matter until `pass_over` says otherwise."""
        rows = [(self._agency, url, *_fields(standing)) for url, standing in standings.items()]
        self._connection.executemany(_REMEMBER, rows)

    def pass_over(self, before: Mapping[str, str | None]) -> None:
        """Let what captures said of remembered URLs before an instant matter no more, or all matter."""
        query = "UPDATE standing SET matters_from = ?3 WHERE agency = ?1 AND url = ?2 AND matters_from IS NOT ?3"
        self._connection.executemany(query, [(self._agency, url, instant) for url, instant in before.items()])

    def join(self, articles: Mapping[str, str | None]) -> None:
        """Remember to which articles URLs belong."""
        query = "UPDATE standing SET article = ? WHERE agency = ? AND url = ?"
        self._connection.executemany(query, [(article, self._agency, url) for url, article in articles.items()])

    def members(self, articles: Iterable[str]) -> list[tuple[str, str]]:
        """The URLs that belonged to articles when they were last looked at: pairs of article and URL."""
        query = "agency = :agency AND article IN (SELECT value FROM json_each(:urls))"
        return self._of(f"SELECT article, url FROM standing WHERE {query}", articles).fetchall()

    def answered(self, crawl: str, host: str) -> bool:
        """Whether a host gave anything in a crawl."""
        query = "SELECT 1 FROM alive WHERE crawl = ? AND host = ?"
        return self._connection.execute(query, (crawl, host)).fetchone() is not None

    def note_answer(self, crawl: str, host: str) -> Iterator[str]:
        """Remember that a host answered in a crawl; gives, the first time, the URLs that had trouble in that crawl."""
        cursor = self._connection.execute("INSERT OR IGNORE INTO alive (crawl, host) VALUES (?, ?)", (crawl, host))
        if cursor.rowcount == 0:
            return
        query = "SELECT url FROM capture WHERE crawl = ? AND (kind = 'failure' OR status >= 400)"
        yield from [url for (url,) in self._connection.execute(query, (crawl,))]

    def annexed(self, urls: Iterable[str]) -> set[str]:
        """Those of these URLs of which the text of a document is kept."""
        return {url for (url,) in self._of(f"SELECT url FROM annex WHERE {_THESE}", urls)}

    def keep_annex(self, url: str, capture: str, text: str) -> None:
        """Keep the text of a document; without a text, none."""
        put_annex(self._connection, self._agency, url, capture, text)

    def borrowers(self, urls: Iterable[str]) -> set[str]:
        """The articles whose text is, or would be, that of one of these documents."""
        return {article for (article,) in self._of(f"SELECT article FROM lent WHERE {_THESE}", urls)}

    def lend(self, documents: Mapping[str, Iterable[str]]) -> None:
        """Remember of which documents each of these articles would take its text, and of no others."""
        lend(self._connection, self._agency, documents)

    def stale_hosts(self) -> list[str]:
        """Hosts whose sample of articles changed since their chrome was counted."""
        query = "SELECT host FROM chrome WHERE agency = ? AND stale"
        return [host for (host,) in self._connection.execute(query, (self._agency,))]

    def make_stale(self, host: str, sample: str) -> None:
        """A host's chrome is to be counted again, if the article with this sample key was or will be in its sample."""
        self._connection.execute(
            """INSERT INTO chrome (agency, host) VALUES (?, ?)
               ON CONFLICT DO UPDATE SET stale = 1 WHERE edge IS NULL OR ? <= edge""",
            (self._agency, host, sample),
        )

    def sample(self, host: str, size: int) -> list[Sampled]:
        """The articles of a host with the smallest sample keys, as they read now."""
        rows = self._connection.execute(
            """SELECT s.sample, s.url, r.blocks, r.title, r.doubts
               FROM standing s JOIN reading r ON r.capture = s.latest
               WHERE s.agency = ? AND s.host = ? AND s.sample IS NOT NULL ORDER BY s.sample LIMIT ?""",
            (self._agency, host, size),
        )
        return [Sampled(*row) for row in rows]

    def marks(self, host: str) -> frozenset[str]:
        """The marks of a host's chrome as last counted."""
        row = self._connection.execute(
            "SELECT marks FROM chrome WHERE agency = ? AND host = ?", (self._agency, host)
        ).fetchone()
        return frozenset(json.loads(row[0])) if row else frozenset()

    def set_marks(self, host: str, marks: frozenset[str], edge: str | None) -> None:
        """Keep a host's marks, no longer stale; `edge` is the greatest key of a sample that is full, else None."""
        self._connection.execute(
            "UPDATE chrome SET marks = ?, edge = ?, stale = 0 WHERE agency = ? AND host = ?",
            (json_of(sorted(marks)), edge, self._agency, host),
        )

    def urls_of_host(self, host: str) -> list[str]:
        """All URLs of a host that are or were live articles or pages."""
        query = "SELECT url FROM standing WHERE agency = ? AND host = ?"
        return [url for (url,) in self._connection.execute(query, (self._agency, host))]
