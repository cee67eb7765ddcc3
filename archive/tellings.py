"""What the texts of articles tell, as rows: mentions, spoken dates, the sentence index and who is whose kin.

An article is named by its number here. Of articles with equal words one speaks for all in the sentence index, so that
a text which fifty sites copy is not taken for what every site says.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive import sentences
from archive.rows import json_of

Row = tuple[object, ...]
_Telling = tuple[int, tuple[int, ...]]
"""An article in the sentence index: its seal and its hashes."""

_NOTHING: _Telling = (0, ())

_SUBJECTS = """SELECT a.docid, a.kind, a.published, v.title, v.text, v.text_digest, v.source
    FROM article a JOIN version v ON v.agency = a.agency AND v.url = a.url AND v.position = a.newest
    WHERE a.docid IN (SELECT value FROM json_each(?))"""
_DIGESTS = "SELECT docid, content_digest FROM article WHERE docid IN (SELECT value FROM json_each(?))"
_TELLINGS = "SELECT docid, seal, hashes FROM telling WHERE docid IN (SELECT value FROM json_each(?))"
_NAMES = "SELECT docid, agency, url FROM article WHERE docid IN (SELECT value FROM json_each(?))"
_QUEUE = "INSERT INTO retold (docid) VALUES (?) ON CONFLICT DO UPDATE SET told = 0"
_OF_AGENCY = "SELECT docid FROM article WHERE agency = ?"
_RETELL_ALL = (
    f"INSERT INTO retold (docid) {_OF_AGENCY} ON CONFLICT DO UPDATE SET told = 0",
    f"INSERT OR IGNORE INTO retold (docid, told) SELECT article, 1 FROM kin WHERE other IN ({_OF_AGENCY})",
    f"DELETE FROM kin WHERE other IN ({_OF_AGENCY})",
    f"DELETE FROM kin WHERE article IN ({_OF_AGENCY})",
)
_QUEUE_SPEAKER = """INSERT INTO retold (docid)
    SELECT * FROM (SELECT docid FROM article WHERE content_digest = ? ORDER BY agency, url LIMIT 1) WHERE true
    ON CONFLICT DO UPDATE SET told = 0"""
# Of articles of equal words the first by name, and whether they are indexed: more than are told now need not be asked,
# for of the others none is but the one that was first.
_ALIKE = """SELECT d.value, a.docid, t.docid IS NOT NULL FROM json_each(:digests) d
    CROSS JOIN article a ON a.docid IN (
        SELECT docid FROM article WHERE content_digest = d.value ORDER BY agency, url LIMIT :most)
    LEFT JOIN telling t ON t.docid = a.docid ORDER BY d.value, a.agency, a.url"""
_RELATE = "INSERT OR IGNORE INTO retold (docid, told) VALUES (?, 1)"
_HAD = "SELECT article FROM kin WHERE other IN (SELECT value FROM json_each(?))"
_FORGET = (
    "DELETE FROM telling WHERE docid = ?",
    "DELETE FROM kin WHERE article = ?",
    "DELETE FROM kin WHERE other = ?",
)


def retell(connection: sqlite3.Connection, docid: int) -> None:
    """What an article tells may have changed: it is to be told again."""
    connection.execute(_QUEUE, (docid,))


def drop_telling(connection: sqlite3.Connection, docid: int, digest: str | None) -> None:
    """An article has just been removed: what it told is to go, and who has the same words may speak for it."""
    connection.execute(_QUEUE, (docid,))
    connection.execute(_QUEUE_SPEAKER, (digest,))


def retell_all(connection: sqlite3.Connection, agency: str) -> None:
    """All articles of an agency are to be told again, and compared anew with their kin: the rules changed."""
    for query in _RETELL_ALL:
        connection.execute(query, (agency,))


@dataclass(frozen=True, slots=True)
class Subject:
    """An article as it reads now; `source` is the capture that its text was read from."""

    kind: str
    published: str | None
    title: str | None
    text: str
    text_digest: str
    source: str


@dataclass(frozen=True, slots=True)
class Told:
    """What an article tells: rows without number and position, in the order of the tables' columns, and its keys.

    `digest` is that of its words, None where it has no text to compare; `seal` differs where texts differ; `hashes` are
    kept ones of its sentences.
    """

    docid: int
    mentions: Sequence[Row] = ()
    spoken: Sequence[Row] = ()
    digest: str | None = None
    seal: int = 0
    hashes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Kin:
    """How an article's text relates to another's, and how many sentences stand in the one or the other only."""

    kind: str
    score: float
    only_here: int
    only_there: int


class Tellings:
    """The rows of what texts tell. Every method runs in the transaction that the caller holds."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def pending(self, told: bool, limit: int) -> list[int]:
        """Articles to be told (`told` false) or to be related again."""
        query = "SELECT docid FROM retold WHERE told = ? ORDER BY docid LIMIT ?"
        return [docid for (docid,) in self._connection.execute(query, (told, limit))]

    def to_tell(self, agency: str, urls: Iterable[str]) -> dict[int, str]:
        """Of the articles of these URLs those that are to be told, each with its URL."""
        query = """SELECT docid, url FROM article JOIN retold USING (docid)
            WHERE agency = ? AND url IN (SELECT value FROM json_each(?)) AND told = 0 ORDER BY docid"""
        return dict(self._connection.execute(query, (agency, json_of(list(urls)))).fetchall())

    def done(self, docids: Sequence[int]) -> None:
        """Articles are pending no more."""
        self._connection.executemany("DELETE FROM retold WHERE docid = ?", [(docid,) for docid in docids])

    def subjects(self, docids: Iterable[int]) -> dict[int, Subject]:
        """The articles of these numbers, as far as they still are."""
        return {docid: Subject(*row) for docid, *row in self._of(_SUBJECTS, docids)}

    def _of(self, query: str, docids: Iterable[int]) -> sqlite3.Cursor:
        return self._connection.execute(query, (json_of(list(docids)),))

    def keep(self, told: Sequence[Told]) -> None:
        """Keep what articles tell; whoever may have other kin now is to be related again, nobody else."""
        docids = [one.docid for one in told]
        for table, width, field in (("mention", 8, "mentions"), ("spoken", 7, "spoken")):
            self._of(f"DELETE FROM {table} WHERE docid IN (SELECT value FROM json_each(?))", docids)
            self._connection.executemany(
                f"INSERT INTO {table} VALUES ({', '.join('?' * width)})",
                [(one.docid, position, *row) for one in told for position, row in enumerate(getattr(one, field))],
            )
        self._set_digests({one.docid: one.digest for one in told})
        near = self._index(self._speaking(told))
        self.done(docids)
        self._connection.executemany(_RELATE, [(docid,) for docid in near])

    def _set_digests(self, digests: dict[int, str | None]) -> None:
        known = {docid: digest for docid, digest in self._of(_DIGESTS, digests) if digest != digests[docid]}
        changed = [(digests[docid], docid) for docid in known]
        self._connection.executemany("UPDATE article SET content_digest = ? WHERE docid = ?", changed)
        self._connection.executemany(_QUEUE_SPEAKER, [(digest,) for digest in known.values() if digest])

    def _speaking(self, told: Sequence[Told]) -> dict[int, _Telling | None]:
        """What these articles, and those of the same words, stand under in the index; None for who is not to be in it.

        Of articles with the same words the first by name speaks for all.
        """
        tellings = {one.docid: (one.seal, one.hashes) for one in told}
        wanted: dict[int, _Telling | None] = dict.fromkeys(tellings)
        digests = sorted({one.digest for one in told if one.digest})
        heard = set()
        rows = self._connection.execute(_ALIKE, {"digests": json_of(digests), "most": len(told) + 1})
        for digest, docid, is_indexed in rows:
            if digest not in heard and docid in tellings:
                wanted[docid] = tellings[docid]
            elif digest in heard and is_indexed:
                wanted[docid] = None
            heard.add(digest)
        return wanted

    def _index(self, wanted: dict[int, _Telling | None]) -> set[int]:
        """Put articles under their sentences, or with None out of the index; who may have other kin now."""
        before = self._tellings(wanted)
        changed = {docid: telling for docid, telling in wanted.items() if telling != before.get(docid)}
        known = [docid for docid in changed if docid in before]
        sentences_of = {docid: set(telling[1]) if telling else set() for docid, telling in changed.items()}
        lost = [(one, docid) for docid in known for one in set(before[docid][1]) - sentences_of[docid]]
        gained = {docid: sentences_of[docid] - set(before.get(docid, _NOTHING)[1]) for docid in changed}
        near = sentences.move(self._connection, lost, gained) | self._forget(known)
        self._connection.executemany(
            "INSERT INTO telling VALUES (?, ?, ?)",
            [(docid, telling[0], sentences.packed(telling[1])) for docid, telling in changed.items() if telling],
        )
        # Who is new and shares nothing with anybody has no kin.
        return near | {docid for docid in before if wanted[docid]}

    def _forget(self, docids: Sequence[int]) -> set[int]:
        """Forget under which sentences articles stood and whose kin they were; who had them for kin."""
        near = {one for (one,) in self._of(_HAD, docids)}
        for query in _FORGET:
            self._connection.executemany(query, [(docid,) for docid in docids])
        return near

    def _tellings(self, docids: Iterable[int]) -> dict[int, _Telling]:
        return {docid: (seal, sentences.unpacked(hashes)) for docid, seal, hashes in self._of(_TELLINGS, docids)}

    def nearest(self, docid: int, limit: int) -> list[int]:
        """The articles that share most sentences with one, most first, then in the order of agency and URL."""
        _, hashes = self._tellings([docid]).get(docid, _NOTHING)
        counts = sentences.shared(self._connection, hashes)
        del counts[docid]
        if len(counts) <= limit:
            return sorted(counts)
        least = sorted(counts.values(), reverse=True)[limit - 1]
        close = [one for one in counts if counts[one] >= least]
        names = {one: name for one, *name in self._of(_NAMES, close)}
        return sorted(close, key=lambda one: (-counts[one], names[one]))[:limit]

    def text(self, docid: int) -> str:
        """An article's present text."""
        subject = self.subjects([docid]).get(docid)
        return subject.text if subject else ""

    def known_kin(self, docid: int) -> dict[int, Kin]:
        """What is known already of an article's kin, whichever of both it was found for."""
        here = self._connection.execute(
            "SELECT other, kind, score, only_here, only_there FROM kin WHERE article = ?", (docid,)
        ).fetchall()
        there = self._connection.execute(
            "SELECT article, kind, score, only_there, only_here FROM kin WHERE other = ?", (docid,)
        ).fetchall()
        return {row[0]: Kin(*row[1:]) for row in (*there, *here)}

    def set_kin(self, docid: int, kin: dict[int, Kin]) -> None:
        """Keep an article's kin."""
        self._connection.execute("DELETE FROM kin WHERE article = ?", (docid,))
        self._connection.executemany(
            "INSERT INTO kin VALUES (?, ?, ?, ?, ?, ?)",
            [(docid, other, one.kind, one.score, one.only_here, one.only_there) for other, one in sorted(kin.items())],
        )
