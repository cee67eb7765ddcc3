"""Leases: which due URL goes out next, and the row of one that is out. Within a transaction of the frontier's."""

import sqlite3
from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from archive import clock
from archive.urls import fetch_key, host_of
from crawlers.frontier.admission import PRIORITIES
from crawlers.frontier.tables import LEASE_QUERY, Lease, lease_of

# Every priority is named, or the index would be read through what is not due yet.
_MOST_URGENT = f"""{LEASE_QUERY} WHERE u.host = ? AND u.priority IN {tuple(PRIORITIES)} AND u.due <= ?
    ORDER BY u.priority, u.due, u.id LIMIT ?"""
_LEASED = """UPDATE url SET state = 'leased', leased = ?, due = NULL, revisit = NULL, attempts = attempts + 1
    WHERE id = ?"""
_MADE_KNOWN = """INSERT INTO url (url, host, kind, due, depth, priority, state)
    VALUES (?1, ?2, coalesce(?3, 'page'), ?4, 0, 0, 'pending')
    ON CONFLICT (url) DO UPDATE SET kind = coalesce(?3, kind), priority = 0"""
_BY_URL = f"{LEASE_QUERY} WHERE u.url = ? AND u.state NOT IN ('leased', 'captured')"
_priority = itemgetter(1)


def lease_due(db: sqlite3.Connection, hosts: Sequence[str], n: int, now: float) -> list[Lease]:
    """Take at most `n` URLs of these hosts that are due, the most urgent first."""
    return [_lease_row(db, row, now) for row in _due_rows(db, hosts, n, now)]


def take(db: sqlite3.Connection, url: str, kind: str | None, now: float) -> Lease | None:
    """Take this URL, known or not, due or not; None while it is leased or captured."""
    key = fetch_key(url)
    db.execute(_MADE_KNOWN, (key, host_of(key), kind, now))
    row = db.execute(_BY_URL, (key,)).fetchone()
    return _lease_row(db, row, now) if row else None


def _lease_row(db: sqlite3.Connection, row: tuple[Any, ...], now: float) -> Lease:
    """Take the URL of one row of LEASE_QUERY."""
    db.execute(_LEASED, (clock.stamp(clock.at(now)), row[0]))
    return lease_of(row, attempts=1)


def change(
    db: sqlite3.Connection, url: str, states: Sequence[str], assignments: str, values: Sequence[Any]
) -> tuple[int, int]:
    """Change one URL, which must be in one of the states; returns its row and depth. Raises LookupError else."""
    allowed = ", ".join(f"'{state}'" for state in states)
    query = f"UPDATE url SET {assignments} WHERE url = ? AND state IN ({allowed}) RETURNING id, depth"
    found = db.execute(query, (*values, fetch_key(url))).fetchone()
    if found is None:
        raise LookupError(f"{url} is not {' or '.join(states)} in the frontier")
    return int(found[0]), int(found[1])


def _due_rows(db: sqlite3.Connection, hosts: Sequence[str], n: int, now: float) -> list[tuple[Any, ...]]:
    rows = [row for host in hosts for row in db.execute(_MOST_URGENT, (host, now, n))]
    return sorted(rows, key=_priority)[:n]
