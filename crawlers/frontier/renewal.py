"""What comes back into the frontier although it was done: revisits, announced changes, discovery at every crawl.

Each function changes rows within a transaction of the frontier's.
"""

import sqlite3
from collections.abc import Iterable, Sequence

from archive.model import Link
from archive.urls import fetch_key, host_of
from crawlers.frontier.absence import IS_DUE
from crawlers.frontier.admission import HOST_UNREACHABLE, RARELY, REVISITED, ROBOTS_UNREACHABLE
from crawlers.frontier.pace import LONGEST
from crawlers.frontier.polls import RENEWED, SOON
from crawlers.frontier.tables import UNREFUSED

# A day beyond the longest pause that is ever meant.
_FARTHEST = RARELY * 4 / 3 + 86400

_OF_ORIGIN = "host = ?2 AND instr(url, ?3 || '/') = 1"

# Attempts with which a crawl begins at most: one more, and another two minutes later where it lasts so long.
_FAILED_BEFORE = 2

_WEIGHED = "('robots', 'address-refused')"


def take_up_revisits(db: sqlite3.Connection, now: float) -> None:
    """Make due what earlier crawls left for a time that has come, or for one too far away to be meant.

    A crawl under a wrong clock leaves such times, and the site would not be seen again for years.
    """
    db.execute("UPDATE url SET due = ?1, revisit = NULL WHERE revisit <= ?1 OR revisit > ?1 + ?2", (now, _FARTHEST))
    soon = f"SELECT id FROM ({SOON}) WHERE at <= ?1 OR at > ?1 + ?2"
    db.execute(f"UPDATE url SET due = ?1, revisit = NULL WHERE id IN ({soon})", (now, 2 * LONGEST))
    db.execute("UPDATE url SET due = ?1 WHERE due > ?1 + ?2", (now, _FARTHEST))
    db.execute("DELETE FROM hold WHERE until > ? + ?", (now, _FARTHEST))


def postpone(db: sqlite3.Connection, origin: str, until: float) -> None:
    """Let nothing of an origin be due before `until`; a host's name, which is no origin, changes nothing."""
    if "://" in origin:
        db.execute(f"UPDATE url SET due = ?1 WHERE due < ?1 AND {_OF_ORIGIN}", (until, host_of(origin), origin))


def ask_again(db: sqlite3.Connection, now: float) -> None:
    """Drop the holds of what could not be reached: the fault may be mended by now."""
    unreachable = (ROBOTS_UNREACHABLE, HOST_UNREACHABLE)
    held = db.execute("DELETE FROM hold WHERE reason IN (?, ?) RETURNING host", unreachable).fetchall()
    for (origin,) in held:
        # An older version held whole hosts.
        if "://" in origin:
            db.execute(f"UPDATE url SET due = ?1 WHERE due > ?1 AND {_OF_ORIGIN}", (now, host_of(origin), origin))


def renew_discovery(db: sqlite3.Connection, now: float) -> None:
    """Make due the seeds and the documents that announce what is new, but for pages of a list that has a follow-up.

    One that failed to the last in an earlier crawl is not tried as often in this one.
    """
    done = "state IN ('expanded', 'failed')"
    renewed = "due = ?1, revisit = NULL, attempts = min(attempts, ?2)"
    db.execute(f"UPDATE url SET {renewed} WHERE {done} AND {RENEWED} AND {IS_DUE}", (now, _FAILED_BEFORE))
    db.execute(f"UPDATE url SET due = min(due, ?) WHERE state = 'pending' AND {RENEWED}", (now,))


def forget_robots(db: sqlite3.Connection, now: float) -> None:
    """Make due what robots.txt or its address forbade the last time: it may be allowed now."""
    db.execute(f"UPDATE url SET {UNREFUSED}, due = ? WHERE state = 'refused' AND reason IN {_WEIGHED}", (now,))


def plan(db: sqlite3.Connection, visits: Iterable[tuple[str, float | None, str]]) -> None:
    """Let pages that are done be fetched again by the first crawl after a time, or not at all; and say why then."""
    done = f"state = 'expanded' AND seed = 0 AND kind IN {REVISITED}"
    db.executemany(f"UPDATE url SET revisit = ?2, because = ?3 WHERE url = ?1 AND {done}", visits)


def look_at(db: sqlite3.Connection, keys: Iterable[str], now: float, began: str) -> list[str]:
    """Make those pages due that are done and were last captured before the crawl `began`; returns them."""
    query = "UPDATE url SET due = ? WHERE url = ? AND state = 'expanded' AND captured < ?"
    return [key for key in keys if db.execute(query, (now, key, began)).rowcount]


def read_on(db: sqlite3.Connection, links: Sequence[Link], now: float, began: str) -> list[str]:
    """Make due those further pages of a listing that were last read before the crawl `began`; returns them."""
    return look_at(db, {fetch_key(link.url) for link in links if link.kind == "pagination"}, now, began)
