"""Whether a crawl begins anew or resumes one that was killed: the row that says when the last one began and ended."""

import sqlite3
from datetime import timedelta

from archive import clock

_RESUMABLE = timedelta(days=1)


def unended(db: sqlite3.Connection, now: float) -> str | None:
    """When the last crawl began, if it did not come to its end and began less than a day ago."""
    last = db.execute("SELECT began, ended FROM crawl").fetchone()
    if last is None or last[1] is not None or abs(clock.at(now) - clock.parse(last[0])) >= _RESUMABLE:
        return None
    return str(last[0])


def begin(db: sqlite3.Connection, now: float) -> str:
    """A crawl begins anew; returns when, as a stamp."""
    began = clock.stamp(clock.at(now))
    db.execute("INSERT OR REPLACE INTO crawl (id, began) VALUES (1, ?)", (began,))
    return began


def end(db: sqlite3.Connection, now: float) -> None:
    """The crawl came to its end or its limit."""
    db.execute("UPDATE crawl SET ended = ?", (clock.stamp(clock.at(now)),))
