"""What a site says was modified, and whether that is news. Within a transaction of the frontier's."""

import sqlite3
from datetime import MAXYEAR, datetime, timedelta

from archive import clock

_A_DAY = len("2026-11-22")


def announces(db: sqlite3.Connection, key: str, modified: str, now: float) -> bool:
    """Whether an expanded URL that is said to be `modified` (ISO 8601, instant or day) was so after its last capture.

    The same instant announced again is no news, so a site whose clock is ahead is not fetched over and over; nor is
    the same day, before it is over.
    """
    query = "SELECT captured, hint_modified FROM url WHERE url = ? AND state = 'expanded'"
    row = db.execute(query, (key,)).fetchone()
    instant = _instant(modified)
    if not row or instant is None:
        return False
    until = instant + timedelta(days=len(modified) <= _A_DAY)
    if modified == row[1] and (until == instant or clock.at(now) < until):
        return False
    return until > clock.parse(row[0])


def announce(db: sqlite3.Connection, key: str, modified: str, now: float) -> None:
    """Make a URL due that was announced as modified."""
    changed = "UPDATE url SET due = min(coalesce(due, ?1), ?1), hint_modified = ?2 WHERE url = ?3"
    db.execute(changed, (now, modified, key))


def _instant(modified: str) -> datetime | None:
    """The instant that a site gives; None where it writes what is none, or in the last year of the calendar."""
    try:
        instant = clock.parse(modified)
    except ValueError:
        return None
    return instant if instant.year < MAXYEAR else None
