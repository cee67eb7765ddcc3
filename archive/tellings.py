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

_SUBJECT = """SELECT a.agency, a.url, a.kind, a.published, v.title, v.text, v.source
    FROM article a JOIN version v ON v.agency = a.agency AND v.url = a.url AND v.position = a.newest
    WHERE a.docid = ?"""
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
# Of articles of equal words the one that speaks for them, the one that would without it, and whether they are indexed.
_ALIKE = """SELECT a.docid, t.docid IS NOT NULL FROM article a LEFT JOIN telling t ON t.docid = a.docid
    WHERE a.content_digest = ? ORDER BY a.agency, a.url LIMIT 2"""
_RELATE = "INSERT OR IGNORE INTO retold (docid, told) VALUES (?, 1)"
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

    agency: str
    url: str
    kind: str
    published: str | None
    title: str | None
    text: str
    source: str


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

    def to_tell(self, agency: str, urls: Iterable[str]) -> list[int]:
        """Of the articles of these URLs those that are to be told."""
        query = """SELECT docid FROM article JOIN retold USING (docid)
            WHERE agency = ? AND url IN (SELECT value FROM json_each(?)) AND told = 0 ORDER BY docid"""
        return [docid for (docid,) in self._connection.execute(query, (agency, json_of(list(urls))))]

    def done(self, docid: int) -> None:
        """An article is pending no more."""
        self._connection.execute("DELETE FROM retold WHERE docid = ?", (docid,))

    def subject(self, docid: int) -> Subject | None:
        """The article of a number, None when it is no more."""
        row = self._connection.execute(_SUBJECT, (docid,)).fetchone()
        return Subject(*row) if row else None

    def keep(self, docid: int, mentions: Iterable[Row], spoken: Iterable[Row]) -> None:
        """Keep what an article mentions: rows without number and position, in the order of the tables' columns."""
        for table, width, rows in (("mention", 8, mentions), ("spoken", 7, spoken)):
            self._connection.execute(f"DELETE FROM {table} WHERE docid = ?", (docid,))
            self._connection.executemany(
                f"INSERT INTO {table} VALUES ({', '.join('?' * width)})",
                [(docid, position, *row) for position, row in enumerate(rows)],
            )

    def index(self, docid: int, digest: str | None, seal: int, hashes: Sequence[int]) -> None:
        """Keep digest, seal and sentence hashes of an article's text; whoever may have other kin now becomes pending.

        `seal` differs where texts differ. Without a digest the article has no text to compare.
        """
        self._set_digest(docid, digest)
        alike = self._connection.execute(_ALIKE, (digest,)).fetchall() if digest else []
        is_speaker = bool(alike) and alike[0][0] == docid
        self._set(docid, (seal, tuple(hashes)) if is_speaker else None)
        if is_speaker and len(alike) > 1 and alike[1][1]:
            self._set(alike[1][0], None)
        self._connection.execute("UPDATE retold SET told = 1 WHERE docid = ?", (docid,))

    def _set_digest(self, docid: int, digest: str | None) -> None:
        row = self._connection.execute("SELECT content_digest FROM article WHERE docid = ?", (docid,)).fetchone()
        if row is None or row[0] == digest:
            return
        self._connection.execute("UPDATE article SET content_digest = ? WHERE docid = ?", (digest, docid))
        if row[0]:
            self._connection.execute(_QUEUE_SPEAKER, (row[0],))

    def _set(self, docid: int, telling: tuple[int, tuple[int, ...]] | None) -> None:
        """Put an article under its sentences, or with None out of the index; related again is who may be its kin.

        A sentence that has just become common, or is so no more, counts: hence one holder more than COMMON.
        """
        before = self._telling(docid)
        if before == telling:
            return
        old, new = set(before[1] if before else ()), set(telling[1] if telling else ())
        sentences.remove(self._connection, docid, old - new)
        sentences.add(self._connection, docid, new - old)
        near = set(sentences.shared(self._connection, old ^ new, spare=1))
        if before:
            near |= self._forget(docid)
        if telling:
            self._connection.execute(
                "INSERT INTO telling VALUES (?, ?, ?)", (docid, telling[0], sentences.packed(telling[1]))
            )
        self._connection.executemany(_RELATE, [(one,) for one in (*near, docid)])

    def _forget(self, docid: int) -> set[int]:
        """Forget under which sentences an article stood and whose kin it was; who had it for kin."""
        near = {one for (one,) in self._connection.execute("SELECT article FROM kin WHERE other = ?", (docid,))}
        for query in _FORGET:
            self._connection.execute(query, (docid,))
        return near

    def _telling(self, docid: int) -> tuple[int, tuple[int, ...]] | None:
        row = self._connection.execute("SELECT seal, hashes FROM telling WHERE docid = ?", (docid,)).fetchone()
        return (row[0], sentences.unpacked(row[1])) if row else None

    def nearest(self, docid: int, limit: int) -> list[int]:
        """The articles that share most sentences with one, most first, then in the order of agency and URL."""
        telling = self._telling(docid)
        counts = sentences.shared(self._connection, telling[1] if telling else ())
        del counts[docid]
        if len(counts) <= limit:
            return sorted(counts)
        least = sorted(counts.values(), reverse=True)[limit - 1]
        close = [one for one in counts if counts[one] >= least]
        return sorted(close, key=lambda one: (-counts[one], self._name(one)))[:limit]

    def _name(self, docid: int) -> tuple[str, str]:
        row: tuple[str, str] = self._connection.execute(
            "SELECT agency, url FROM article WHERE docid = ?", (docid,)
        ).fetchone()
        return row

    def text(self, docid: int) -> str:
        """An article's present text."""
        subject = self.subject(docid)
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
