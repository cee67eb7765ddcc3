"""What is due when: an agency's schedule, and what its frontier waits for. Read only: no running crawl is disturbed."""

import sqlite3
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from archive import clock
from archive.home import Home
from crawlers.schedule import interval, is_due
from pipelines.agency import Agency

_HORIZONS = (("a day", timedelta(days=1)), ("a week", timedelta(weeks=1)), ("a month", timedelta(days=30)))
_COUNTS = """SELECT
    count(*) AS known,
    sum(seed = 1 OR kind IN ('api', 'feed', 'sitemap', 'listing')) AS discovery,
    sum(coalesce(due, revisit) <= :now) AS due,
    sum(state = 'failed' AND coalesce(due, revisit) IS NOT NULL) AS retries,
    sum(state IN ('leased', 'captured')) AS unfinished,
    min(CASE WHEN coalesce(due, revisit) > :now THEN coalesce(due, revisit) END) AS next
    FROM url"""
_FIRST = """SELECT url, kind, state, coalesce(due, revisit) AS at FROM url
    WHERE coalesce(due, revisit) IS NOT NULL ORDER BY coalesce(due, revisit), priority LIMIT ?"""


@dataclass(frozen=True, slots=True)
class Agenda:
    """When an agency is crawled next, and what its frontier has waiting; instants as stamps, None where unknown.

    `due` counts URLs that the next crawl fetches beside `discovery` (seeds and what announces articles, fetched by
    every crawl); `later` those that become due within so long; `first` are the most urgent URLs.
    """

    agency: str
    schedule: str
    is_due: bool
    last_crawl: str | None
    next_crawl: str | None
    known: int = 0
    discovery: int = 0
    due: int = 0
    retries: int = 0
    unfinished: int = 0
    later: dict[str, int] = field(default_factory=dict)
    next_url: str | None = None
    holds: tuple[dict[str, str], ...] = ()
    first: tuple[dict[str, str], ...] = ()


def agenda_of(home: Home, agency: Agency, last_crawl: datetime | None, now: datetime, first: int = 0) -> Agenda:
    """What is due of an agency at `now`, with its `first` most urgent URLs."""
    next_crawl = last_crawl + interval(agency.schedule) if last_crawl else None
    waiting = _waiting(home, agency, now, first) if home.frontier_of(agency.slug).exists() else {}
    return Agenda(
        agency.slug,
        agency.schedule,
        is_due(agency.schedule, last_crawl, now),
        clock.stamp(last_crawl) if last_crawl else None,
        clock.stamp(next_crawl) if next_crawl else None,
        **waiting,
    )


def _waiting(home: Home, agency: Agency, now: datetime, first: int) -> dict[str, Any]:
    path = home.frontier_of(agency.slug)
    db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    db.row_factory = sqlite3.Row
    unix = now.timestamp()
    try:
        counts = dict(db.execute(_COUNTS, {"now": unix}).fetchone())
        next_url = counts.pop("next")
        holds = db.execute("SELECT host, until, reason FROM hold WHERE until > ? ORDER BY until", (unix,)).fetchall()
        urgent = db.execute(_FIRST, (first,)).fetchall()
        later = {name: _within(db, unix, unix + span.total_seconds()) for name, span in _HORIZONS}
    finally:
        db.close()
    return {
        **{name: count or 0 for name, count in counts.items()},
        "later": later,
        "next_url": _stamp(next_url) if next_url else None,
        "holds": tuple({"host": one["host"], "until": _stamp(one["until"]), "reason": one["reason"]} for one in holds),
        "first": tuple({**dict(one), "at": _stamp(one["at"])} for one in urgent),
    }


def _within(db: sqlite3.Connection, since: float, until: float) -> int:
    query = "SELECT count(*) FROM url WHERE coalesce(due, revisit) > ? AND coalesce(due, revisit) <= ?"
    return int(db.execute(query, (since, until)).fetchone()[0])


def _stamp(unix: float) -> str:
    return clock.stamp(clock.at(unix))
