"""What the frontier can tell: URLs that are known and not in the archive, and how many are in which state."""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.opening import reading
from crawlers.frontier.tables import UNTOLD, Unarchived

_AT_ONCE = 1000
# Why `u` is not archived: what waits, waits for its host or its origin.
_WHY = """coalesce(u.reason, CASE WHEN u.state = 'pending' THEN (
    SELECT h.reason FROM hold AS h WHERE h.host = u.host OR instr(u.url, h.host || '/') = 1 ORDER BY h.until DESC) END)
"""
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


def why_absent(frontier: Path, url: str) -> str | None:
    """Why the frontier in this file does not ask for a URL, or not yet; None where it says nothing of it."""
    if not frontier.exists():
        return None
    with reading(frontier) as db:
        row = db.execute(f"SELECT {_WHY} FROM url AS u WHERE u.url = ?", (url,)).fetchone()
    return row[0] if row else None


def mark_reported(db: sqlite3.Connection, reported: Iterable[Unarchived]) -> None:
    """Do not tell of these again until something changes."""
    rows = [(f"{each.state}:{each.reason or ''}", each.url) for each in reported]
    db.executemany("UPDATE url SET reported = ? WHERE url = ?", rows)


def waiting_for(db: sqlite3.Connection, place: str) -> int:
    """How many URLs that are not archived are due at some time and belong to a host, or to an origin."""
    query = """SELECT count(*) FROM url WHERE due IS NOT NULL AND archived = 0 AND kind <> 'robots'
        AND (host = ?1 OR instr(url, ?1 || '/') = 1)"""
    return int(db.execute(query, (place,)).fetchone()[0])


def due_count(db: sqlite3.Connection, now: float) -> int:
    """How many URLs are due. Reads an index through."""
    return int(db.execute("SELECT count(*) FROM url WHERE due <= ?", (now,)).fetchone()[0])


def counts(db: sqlite3.Connection) -> dict[str, int]:
    """How many URLs are in each state."""
    return dict(db.execute("SELECT state, urls FROM tally WHERE urls > 0").fetchall())
