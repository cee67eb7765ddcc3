"""What the frontier can tell: URLs that are known and not in the archive, and how many are in which state."""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from archive.opening import reading
from archive.urls import host_of
from crawlers.frontier.tables import UNTOLD, Unarchived

_AT_ONCE = 1000
# Why `u` is not archived: what waits, waits for its host or its origin.
_WHY = """coalesce(u.reason, CASE WHEN u.state = 'pending' THEN (
    SELECT h.reason FROM hold AS h WHERE h.host = u.host OR instr(u.url, h.host || '/') = 1 ORDER BY h.until DESC) END)
"""
_HELD = """SELECT reason, until FROM hold WHERE (host = :host OR instr(:url, host || '/') = 1) AND until >= :since
    ORDER BY until DESC"""
_UNREPORTED = f"""SELECT u.id, u.url, u.kind, u.state, {_WHY} AS why, (SELECT url FROM url AS p WHERE p.id = u.found_on)
    FROM (SELECT * FROM url INDEXED BY untold WHERE {UNTOLD} AND id > ?) AS u
    WHERE u.reported IS NOT u.state || ':' || coalesce(why, '') ORDER BY u.id LIMIT {_AT_ONCE}"""


def unreported(db: sqlite3.Connection) -> Iterator[Unarchived]:
    """The URLs not archived whose state or reason is not the one last marked; a hold is the reason of a wait.

    A million of them are never held at once, and may be marked while they are told.
    """
    last = 0
    while rows := db.execute(_UNREPORTED, (last,)).fetchall():
        yield from (Unarchived(*row[1:]) for row in rows)
        last = rows[-1][0]


class Absence(NamedTuple):
    """A URL's state, None where it is not known; why it is not had, and until when (unix time) its host is held."""

    state: str | None = None
    reason: str | None = None
    until: float | None = None


def why_absent(frontier: Path, url: str, since: float) -> Absence:
    """What the frontier in this file says of a URL that it has not got; of holds, those that lasted until `since`."""
    if not frontier.exists():
        return Absence()
    with reading(frontier) as db:
        row = db.execute("SELECT state, reason FROM url WHERE url = ?", (url,)).fetchone() or (None, None)
        held = db.execute(_HELD, {"host": host_of(url), "url": url, "since": since}).fetchone()
    return Absence(row[0], *held) if held and row[0] != "refused" else Absence(*row)


def mark_reported(db: sqlite3.Connection, reported: Iterable[Unarchived]) -> None:
    """Do not tell of these again until something changes."""
    rows = [(f"{each.state}:{each.reason or ''}", each.url) for each in reported]
    db.executemany("UPDATE url SET reported = ? WHERE url = ?", rows)


def waiting_for(db: sqlite3.Connection, place: str) -> int:
    """How many URLs that are not archived are due at some time and belong to a host, or to an origin."""
    query = """SELECT count(*) FROM url WHERE due IS NOT NULL AND archived = 0 AND kind <> 'robots'
        AND (host = ?1 OR instr(url, ?1 || '/') = 1)"""
    return int(db.execute(query, (place,)).fetchone()[0])


def leads_nowhere(db: sqlite3.Connection, home: str) -> bool:
    """Whether the home page was had, and no page that may be asked for was found on it or anywhere else.

    Not where the agency's file excludes what was found: whoever wrote it knows.
    """
    query = """SELECT EXISTS (SELECT 1 FROM url WHERE url = ? AND state = 'expanded') AND NOT EXISTS (SELECT 1 FROM url
        WHERE found_on IS NOT NULL AND kind IN ('page', 'pagination', 'attachment') AND state <> 'refused')
        AND NOT EXISTS (SELECT 1 FROM url WHERE state = 'refused' AND reason = 'excluded')"""
    return bool(db.execute(query, (home,)).fetchone()[0])


def due_count(db: sqlite3.Connection, now: float) -> int:
    """How many URLs are due. Reads an index through."""
    return int(db.execute("SELECT count(*) FROM url WHERE due <= ?", (now,)).fetchone()[0])


def counts(db: sqlite3.Connection) -> dict[str, int]:
    """How many URLs are in each state."""
    return dict(db.execute("SELECT state, urls FROM tally WHERE urls > 0").fetchall())
