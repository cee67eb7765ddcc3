"""What people decided about single URLs, as rows: corrections, and what is withheld. The records are notes."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from archive.model import Note
from archive.rows import fetch_key_or_none, json_of
from archive.settled import Ruling

KINDS = ("correction", "withholding")
"""The notes that hold rulings: `{"url", "set": {name: value}, "who", "because"}`; a value of null takes one back."""

_ADD = """INSERT INTO ruling (agency, url, name, value, who, because, noted, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING"""
_OF = """SELECT name, value, who, because, noted, note FROM ruling
    WHERE agency = ? AND url IN (SELECT value FROM json_each(?)) ORDER BY noted, note"""


def add_rulings(connection: sqlite3.Connection, note: Note) -> list[tuple[str, str]]:
    """Add the rulings of a note, idempotent; answers the agency and URL that they are about."""
    rows = list(ruling_rows(note))
    connection.executemany(_ADD, rows)
    return sorted({row[:2] for row in rows})


def ruling_rows(note: Note) -> Iterator[tuple[Any, ...]]:
    """Agency, URL, name, value, who, because, noted, note: a row for each name that a note rules on."""
    content: Mapping[str, Any] = note.content
    url = fetch_key_or_none(content.get("url"))
    for name, value in dict(content.get("set") or {}).items():
        if url:
            said = (value, content.get("who") or "", content.get("because") or "")
            yield (note.agency, url, name, *said, note.noted, note.id)


def rulings_of(connection: sqlite3.Connection, agency: str, urls: Iterable[str]) -> dict[str, Ruling]:
    """The rulings in force for an article that goes by these URLs, by name: of several the newest (noted, note)."""
    rows = connection.execute(_OF, (agency, json_of(sorted(urls))))
    newest = {row[0]: Ruling(*row) for row in rows}
    return {name: ruling for name, ruling in newest.items() if ruling.value is not None}


Ruled = tuple[str | None, str | None]
"""What the views show of the rulings about an article: its title by hand, the note that withholds it."""


def ruled_by(rulings: Mapping[str, Ruling]) -> Ruled:
    """What the views have to show."""
    title, withheld = rulings.get("title"), rulings.get("withheld")
    return title.value if title else None, withheld.note if withheld else None


def ruled(connection: sqlite3.Connection, agency: str, url: str) -> Ruled:
    """What the views show."""
    query = "SELECT title, withheld FROM ruled WHERE agency = ? AND url = ?"
    row: Ruled | None = connection.execute(query, (agency, url)).fetchone()
    return row or (None, None)


def put_ruled(connection: sqlite3.Connection, agency: str, url: str, row: Ruled) -> None:
    """Let the views show this of an article's rulings."""
    if ruled(connection, agency, url) == row:
        return
    connection.execute("DELETE FROM ruled WHERE agency = ? AND url = ?", (agency, url))
    if row != (None, None):
        connection.execute("INSERT INTO ruled (agency, url, title, withheld) VALUES (?, ?, ?, ?)", (agency, url, *row))
