"""Whether a crawl begins anew or resumes one that was killed: when the last one began and ended, what it left."""

import sqlite3
from datetime import timedelta

from archive import clock
from crawlers.frontier.tables import LEASE_QUERY, Lease, lease_of

_RESUMABLE = timedelta(days=1)
# As the index says it: SQLite does not see that one state is one of two.
_LEASED = "SELECT url, leased FROM url WHERE state IN ('leased', 'captured') AND state = 'leased'"
_CAPTURED = f"""{LEASE_QUERY} WHERE u.state IN ('leased', 'captured') AND u.state = 'captured'
    ORDER BY u.captured, u.id"""


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


def leased(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """The URLs that are leased, each with the instant since when."""
    return db.execute(_LEASED).fetchall()


def robots(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """The robots.txt that were read, each with the id of its last capture."""
    query = "SELECT url, capture FROM url WHERE kind = 'robots' AND state = 'expanded' AND capture IS NOT NULL"
    return db.execute(query).fetchall()


def captured(db: sqlite3.Connection) -> list[Lease]:
    """All that is captured and not expanded, in the order of its captures."""
    return [lease_of(row) for row in db.execute(_CAPTURED)]
