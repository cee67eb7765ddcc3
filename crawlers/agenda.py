"""What is due when: an agency's schedule, and what its frontier waits for. Read only: no running crawl is disturbed."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from archive import clock
from archive.home import Home
from archive.opening import reading
from crawlers.frontier.pace import Observed, interval
from crawlers.frontier.polls import POLLED, SOON
from crawlers.schedule import ADAPTIVE, NEVER, is_due, is_known
from crawlers.schedule import interval as fixed_interval
from pipelines.agency import Agency

_HORIZONS = (("a day", timedelta(days=1)), ("a week", timedelta(weeks=1)), ("a month", timedelta(days=30)))
_COUNTS = f"""SELECT
    count(*) AS known,
    sum({POLLED}) AS discovery,
    sum(coalesce(due, revisit) <= :now) AS due,
    sum(state = 'failed' AND coalesce(due, revisit) IS NOT NULL) AS retries,
    sum(state IN ('leased', 'captured')) AS unfinished,
    min(CASE WHEN coalesce(due, revisit) > :now THEN coalesce(due, revisit) END) AS next
    FROM url"""
_FIRST = f"""SELECT url, kind, state, coalesce(due, revisit) AS at, reason, because, polled, news, days,
        {POLLED} AS is_polled
    FROM url LEFT JOIN poll USING (id) WHERE coalesce(due, revisit) IS NOT NULL
    ORDER BY coalesce(due, revisit), priority LIMIT ?"""
_PACE = "SELECT pace FROM pace"

_PENDING = (
    "SELECT min(max(due, coalesce((SELECT until FROM hold WHERE host = url.host), 0))) FROM url WHERE due IS NOT NULL"
)
_LATER = "SELECT min(revisit) FROM url WHERE revisit IS NOT NULL"
_LATER_HELD = """SELECT min(max(revisit, coalesce((SELECT until FROM hold WHERE host = url.host), 0))) FROM url
    WHERE revisit IS NOT NULL"""


@dataclass(frozen=True, slots=True)
class Agenda:
    """When an agency is crawled next, and what its frontier has waiting; instants as stamps, None where unknown.

    `due` counts URLs that the next crawl fetches; `discovery` the seeds and what announces articles, which every crawl
    fetches where the schedule is not adaptive; `later` those that become due within so long; `first` are the most
    urgent URLs, each with why it is looked at then.
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
    polls_per_day: int = 0


def next_crawl(home: Home, agency: Agency, last_crawl: datetime | None, now: datetime) -> datetime | None:
    """When `crawl --due` crawls an agency next; not later than `now` where it is due, None where nothing ever is."""
    if agency.schedule == NEVER:
        return None
    if last_crawl is None or not is_known(last_crawl, now):
        return now
    if agency.schedule != ADAPTIVE:
        due_now = is_due(agency.schedule, last_crawl, now)
        return now if due_now else last_crawl + fixed_interval(agency.schedule)
    path = home.frontier_of(agency.slug)
    if not path.exists():
        return now
    with _reading(path) as db:
        return _next_due(db, now)


def agenda_of(home: Home, agency: Agency, last_crawl: datetime | None, now: datetime, first: int = 0) -> Agenda:
    """What is due of an agency at `now`, with its `first` most urgent URLs."""
    upcoming = next_crawl(home, agency, last_crawl, now)
    waiting = _waiting(home, agency, now, first) if home.frontier_of(agency.slug).exists() else {}
    return Agenda(
        agency.slug,
        agency.schedule,
        upcoming is not None and upcoming <= now,
        clock.stamp(last_crawl) if last_crawl else None,
        clock.stamp(upcoming) if upcoming and last_crawl else None,
        **waiting,
        polls_per_day=agency.politeness.polls_per_day,
    )


def _next_due(db: sqlite3.Connection, now: datetime) -> datetime | None:
    """When something is due of a host that is not held back; now where a crawl did not end or an older version ran."""
    last = db.execute("SELECT ended FROM crawl").fetchone()
    if last is None or last[0] is None or not _has_polls(db):
        return now
    is_held = db.execute("SELECT 1 FROM hold WHERE until > ?", (now.timestamp(),)).fetchone()
    queries = (_PENDING, _LATER_HELD) if is_held else (_PENDING, _LATER, f"SELECT min(at) FROM ({SOON})")
    times = [at for query in queries for (at,) in db.execute(query) if at is not None]
    return clock.at(min(times)) if times else None


def _has_polls(db: sqlite3.Connection) -> bool:
    """Whether a crawl of this version has opened the file, which gives it what is asked for here."""
    query = "SELECT count(*) FROM pragma_table_info('url') WHERE name = 'absent'"
    return bool(
        db.execute(query).fetchone()[0] and db.execute("SELECT 1 FROM sqlite_master WHERE name = 'poll'").fetchone()
    )


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    with reading(path) as db:
        db.row_factory = sqlite3.Row
        yield db


def _waiting(home: Home, agency: Agency, now: datetime, first: int) -> dict[str, Any]:
    unix = now.timestamp()
    with _reading(home.frontier_of(agency.slug)) as db:
        if not _has_polls(db):
            return {}
        counts = dict(db.execute(_COUNTS, {"now": unix}).fetchone())
        next_url = counts.pop("next")
        holds = db.execute("SELECT host, until, reason FROM hold WHERE until > ? ORDER BY until", (unix,)).fetchall()
        pace = db.execute(_PACE).fetchone()
        urgent = [_told(one, pace[0] if pace else None) for one in db.execute(_FIRST, (first,))]
        later = {name: _within(db, unix, unix + span.total_seconds()) for name, span in _HORIZONS}
    return {
        **{name: count or 0 for name, count in counts.items()},
        "later": later,
        "next_url": _stamp(next_url) if next_url else None,
        "holds": tuple({"host": one["host"], "until": _stamp(one["until"]), "reason": one["reason"]} for one in holds),
        "first": tuple(urgent),
    }


def _told(row: sqlite3.Row, pace: float | None) -> dict[str, str]:
    named = {name: row[name] for name in ("url", "kind", "state")}
    return {**named, "at": _stamp(row["at"]), "why": _why(row, pace)}


def _why(row: sqlite3.Row, pace: float | None) -> str:
    """Why a URL is looked at when it is, in words."""
    if row["state"] == "failed":
        return f"tried again: {row['reason']}"
    if row["is_polled"] and row["polled"] is not None and pace is not None:
        rate = Observed(row["news"], row["days"]).rate
        return f"brings {rate:.2g} new a day: every {_span(interval(rate, pace))}"
    if row["state"] == "pending":
        return "not yet fetched"
    return row["because"] or ""


def _span(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.0f} h"


def _within(db: sqlite3.Connection, since: float, until: float) -> int:
    query = "SELECT count(*) FROM url WHERE coalesce(due, revisit) > ? AND coalesce(due, revisit) <= ?"
    return int(db.execute(query, (since, until)).fetchone()[0])


def _stamp(unix: float) -> str:
    return clock.stamp(clock.at(unix))
