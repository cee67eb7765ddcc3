"""Documents that a site does not have: guesses (`/rss`, `wp-sitemap.xml`) and what it took away.

Each is asked for again after as long as it has been missing, a day at least and a month at most, and at once when a
page names what was only guessed. Each function changes rows within a transaction of the frontier's.
"""

import json
import sqlite3
from collections.abc import Iterable

from crawlers.frontier.admission import DISCOVERY
from crawlers.frontier.pace import DAY

_LONGEST = 30 * DAY
# A daily crawl comes a few seconds earlier or later.
_SLACK = 0.05

IS_DUE = "(absent IS NULL OR coalesce(revisit, 0) <= ?1)"
"""Whether a crawl of everything asks for a document: not, where it is missing and its time has not come."""


def is_missing(db: sqlite3.Connection, key: str) -> bool:
    """Whether a document was missing the last time."""
    return db.execute("SELECT 1 FROM url WHERE url = ? AND absent IS NOT NULL", (key,)).fetchone() is not None


def found_missing(db: sqlite3.Connection, key: str, now: float) -> None:
    """A document is not there, or something else in its place; other URLs are passed over."""
    row = db.execute(f"SELECT id, absent FROM url WHERE url = ? AND kind IN {DISCOVERY}", (key,)).fetchone()
    if row is None:
        return
    number, since = row[0], row[1] if row[1] is not None else now
    pause = min(max(now - since, DAY), _LONGEST) * (1 - _SLACK)
    query = "UPDATE url SET absent = ?, revisit = ?, because = 'not there the last time' WHERE id = ?"
    db.execute(query, (since, now + pause, number))
    db.execute("DELETE FROM poll WHERE id = ?", (number,))


def found_there(db: sqlite3.Connection, key: str) -> None:
    """A URL was answered with something else."""
    db.execute("UPDATE url SET absent = NULL WHERE url = ? AND absent IS NOT NULL", (key,))


def named(db: sqlite3.Connection, keys: Iterable[str], found_on: int | None, now: float) -> list[str]:
    """A page names these documents: those that were guesses, and missing, become due. Returns their keys."""
    query = """UPDATE url SET due = ?, found_on = ? WHERE url IN (SELECT value FROM json_each(?))
        AND absent IS NOT NULL AND found_on IS NULL AND state = 'expanded' RETURNING url"""
    return [key for (key,) in db.execute(query, (now, found_on, json.dumps(list(keys)))).fetchall()]
