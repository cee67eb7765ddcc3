"""The durable frontier: every URL known of one agency, in one SQLite file.

    pending → leased → captured → expanded          failed(reason), refused(reason)

A URL may be leased when it has a `due` time that is past and its host is not held; leased and captured URLs have
none. So a retry is a failed URL with a due time, and a revisit an expanded one. `captured` means durable in a WARC
file and the catalog, `expanded` that its links are in here too. One transaction a call; `batch` joins several.
WAL with `synchronous=NORMAL` survives the death of the process. After a power cut the last moments may be missing:
the catalog, not this file, is the truth, and what is fetched twice becomes a revisit.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from archive import clock
from archive.model import Link
from archive.urls import fetch_key, host_of
from crawlers.admission import DISCOVERY, PRIORITIES, Budget
from crawlers.entrance import Entrance
from crawlers.frontier_tables import LEASE_QUERY, Lease, Unarchived, connect
from crawlers.waiting import Waiting

_RESUMABLE = timedelta(days=1)
_UNREFUSED = """state = CASE state WHEN 'refused' THEN 'pending' ELSE state END,
    reason = CASE state WHEN 'refused' THEN NULL ELSE reason END"""
_SEEDED = "seed = 1, due = CASE state WHEN 'refused' THEN ?4 ELSE due END"
_WANTED = "priority = 0, due = ?4"


class Frontier:
    """All URLs of one agency and what is to be done with them. All calls come from one thread."""

    def __init__(self, connection: sqlite3.Connection, budget: Budget) -> None:
        self._db = connection
        self._waiting = Waiting(connection)
        self._entrance = Entrance(connection, self._waiting, budget)
        self._nesting = 0
        self._began = ""

    @classmethod
    def open(cls, path: Path, budget: Budget | None = None) -> "Frontier":
        """Open or create the frontier in `path`; `budget` holds for what is added from now on."""
        return cls(connect(path), budget or Budget())

    def close(self) -> None:
        """Close the file; what was returned from is already in it."""
        self._db.close()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Join the calls inside into one transaction: all of them happen, or none."""
        if self._nesting == 0:
            self._db.execute("BEGIN IMMEDIATE")
        self._nesting += 1
        try:
            yield
        except BaseException:
            self._nesting -= 1
            if self._nesting == 0:
                self._db.execute("ROLLBACK")
                self._entrance.forget()
                self._waiting.load()
            raise
        self._nesting -= 1
        if self._nesting == 0:
            self._db.execute("COMMIT")

    # Entering

    def seed(self, links: Iterable[Link], now: float) -> None:
        """Let in the URLs that a crawl begins with, without budgets; every `begin_crawl` makes them due again."""
        with self.batch():
            for link in links:
                self._want(link, now, _SEEDED, seed=True)

    def want(self, url: str, now: float) -> None:
        """Make a URL due before all others, whether known or not and whatever was decided about it: a person asks."""
        with self.batch():
            self._want(Link(url, "page", 0, 0), now, _WANTED, seed=False)

    def add(self, links: Iterable[Link], depth: int, now: float, found_on: int | None = None) -> int:
        """Let in the links of a page at `depth` that are new, and record those that the budgets refuse.

        Returns how many were let in. `found_on` is the row of the page; `expanded` gives it.
        """
        fresh = self._entrance.unseen(links)
        if not fresh:
            return 0
        with self.batch():
            return self._entrance.admit(fresh, depth, now, found_on)

    def refused(self, url: str, reason: str) -> None:
        """Record that a URL is not fetched, and why; a URL that was unknown becomes known."""
        key = fetch_key(url)
        self._db.execute(
            "INSERT INTO url (url, host, kind, depth, priority, state, reason)"
            " VALUES (?, ?, 'page', 0, 3, 'refused', ?)"
            " ON CONFLICT (url) DO UPDATE SET state = 'refused', reason = excluded.reason, due = NULL",
            (key, host_of(key), reason),
        )

    # Leaving

    def lease(self, n: int, now: float, busy: Set[str] = frozenset()) -> list[Lease]:
        """Take at most `n` URLs that are due, the most urgent first, none of a held or `busy` host."""
        free = self._waiting.free(now, busy)
        if not free:
            return []
        with self.batch():
            leases = [self._leased(row, now) for row in self._due_rows(free, n, now)]
        if len(leases) < n:
            for host in free:
                self._waiting.refresh(host)
        return leases

    def take(self, url: str, kind: str, now: float) -> Lease | None:
        """Lease this URL now, known or not, due or not, held or not; None while it is leased or captured."""
        key = fetch_key(url)
        query = f"{LEASE_QUERY} WHERE u.url = ? AND u.state NOT IN ('leased', 'captured')"
        with self.batch():
            self._db.execute(
                "INSERT INTO url (url, host, kind, due, depth, priority, state) VALUES (?, ?, ?, ?, 0, 0, 'pending')"
                " ON CONFLICT (url) DO UPDATE SET kind = excluded.kind, priority = 0",
                (key, host_of(key), kind, now),
            )
            row = self._db.execute(query, (key,)).fetchone()
            return self._leased(row, now) if row else None

    def release(self, url: str, not_before: float) -> None:
        """Give a lease back unused; the attempt does not count."""
        self._change(
            url, ("leased",), "state = 'pending', attempts = attempts - 1, leased = NULL, due = ?", (not_before,)
        )
        self._waiting.waits(host_of(url), not_before)

    def captured(
        self, url: str, capture: str, at: str, etag: str | None = None, last_modified: str | None = None
    ) -> None:
        """The leased URL is durable in the archive as record `capture`, fetched at the instant `at`."""
        self._change(
            url,
            ("leased",),
            "state = 'captured', leased = NULL, capture = ?, captured = ?, etag = ?, last_modified = ?,"
            " first_captured = coalesce(first_captured, ?)",
            (capture, at, etag, last_modified, at),
        )

    def expanded(self, url: str, links: Sequence[Link], now: float, revisit: float | None = None) -> int:
        """The captured URL is done: its links enter and its state changes in one transaction.

        It comes back at `revisit`, or when announced anew. A listing that shows something new has its other pages
        read again in this crawl. Returns how many links were let in.
        """
        with self.batch():
            changed = "state = 'expanded', archived = 1, attempts = 0, reason = NULL, due = ?"
            row, depth = self._change(url, ("captured",), changed, (revisit,))
            new = self.add(links, depth, now, found_on=row)
            if new:
                self._read_on(links, now)
        if revisit is not None:
            self._waiting.waits(host_of(url), revisit)
        return new

    def failed(self, url: str, reason: str, retry_at: float | None) -> None:
        """The leased or captured URL gave nothing usable; it is tried again at `retry_at`, or never by itself."""
        self._change(
            url, ("leased", "captured"), "state = 'failed', leased = NULL, reason = ?, due = ?", (reason, retry_at)
        )
        if retry_at is not None:
            self._waiting.waits(host_of(url), retry_at)

    # Coming back

    def reschedule(self, url: str, due: float) -> None:
        """Let an expanded or failed URL be fetched again at `due`."""
        self._change(url, ("expanded", "failed"), "due = ?", (due,))
        self._waiting.waits(host_of(url), due)

    def hint(self, url: str, modified: str, now: float) -> bool:
        """Make an expanded URL due when it was `modified` (ISO 8601, instant or day) after its last capture.

        The same instant announced again is no news, so a site whose clock is ahead is not fetched over and over.
        """
        key = fetch_key(url)
        row = self._db.execute(
            "SELECT captured, hint_modified FROM url WHERE url = ? AND state = 'expanded'", (key,)
        ).fetchone()
        if not row or (modified == row[1] and len(modified) > 10):
            return False
        last_moment = clock.parse(modified) + (timedelta() if len(modified) > 10 else timedelta(days=1))
        if last_moment <= clock.parse(row[0]):
            return False
        self._change(key, ("expanded",), "due = min(coalesce(due, ?1), ?1), hint_modified = ?2", (now, modified))
        self._waiting.waits(host_of(key), now)
        return True

    def begin_crawl(self, now: float) -> bool:
        """Make discovery due again and weigh refusals anew. False when this resumes a crawl that was killed.

        A crawl that did not reach `end_crawl` and began less than a day ago is resumed: only what is left is due.
        """
        last = self._db.execute("SELECT began, ended FROM crawl").fetchone()
        instant = datetime.fromtimestamp(now, UTC)
        if last and last[1] is None and instant - clock.parse(last[0]) < _RESUMABLE:
            self._began = last[0]
            return False
        self._began = clock.stamp(instant)
        with self.batch():
            self._db.execute("INSERT OR REPLACE INTO crawl (id, began) VALUES (1, ?)", (self._began,))
            self._db.execute(
                "UPDATE url SET due = ?, attempts = 0 WHERE state IN ('expanded', 'failed')"
                f" AND (seed = 1 OR kind IN {DISCOVERY})",
                (now,),
            )
            self._db.execute(
                "UPDATE url SET state = 'pending', reason = NULL, due = ? WHERE state = 'refused' AND reason = 'robots'",
                (now,),
            )
            self._entrance.weigh_anew(now)
            self._waiting.load()
        return True

    def end_crawl(self, now: float) -> None:
        """The crawl came to its end or its limit; the next one begins anew."""
        self._db.execute("UPDATE crawl SET ended = ?", (clock.stamp(datetime.fromtimestamp(now, UTC)),))

    def recover(self, find_capture: Callable[[str, str], tuple[str, str] | None], now: float) -> list[Lease]:
        """Put right what a killed crawl left: call at start, before the first lease.

        `find_capture(url, since)` looks in the catalog for a capture made at or after the instant `since` and gives
        its id and time. A leased URL that has one is captured, any other due again. Returns all that is captured
        and not expanded; each is to be read from its record and expanded.
        """
        with self.batch():
            for url, since in self._db.execute("SELECT url, leased FROM url WHERE state = 'leased'").fetchall():
                if found := find_capture(url, since):
                    self.captured(url, *found)
                else:
                    self._change(url, ("leased",), "state = 'pending', leased = NULL, due = ?", (now,))
                    self._waiting.waits(host_of(url), now)
        rows = self._db.execute(f"{LEASE_QUERY} WHERE u.state = 'captured' ORDER BY u.captured, u.id")
        return [Lease(*row[1:]) for row in rows]

    # Waiting

    def hold(self, host: str, until: float, reason: str) -> None:
        """Lease nothing of `host` before `until`, in later crawls neither; a longer hold is not shortened."""
        self._waiting.hold(host, until, reason)

    def holds(self, now: float) -> dict[str, tuple[float, str]]:
        """The hosts held at `now`: until when and why."""
        return self._waiting.holds(now)

    def next_due(self) -> float | None:
        """When the next URL may be leased, holds considered; a time that is past when one may now."""
        return self._waiting.next_due()

    # Telling

    def due_count(self, now: float) -> int:
        """How many URLs are due, held hosts included. Reads an index through: for reports, not for every page."""
        return int(self._db.execute("SELECT count(*) FROM url WHERE due <= ?", (now,)).fetchone()[0])

    def counts(self) -> dict[str, int]:
        """How many URLs are in each state. Reads the table through: for reports, not for every page."""
        return dict(self._db.execute("SELECT state, count(*) FROM url GROUP BY state").fetchall())

    def unreported(self) -> Iterator[Unarchived]:
        """The URLs not archived whose state or reason is not the one last marked; a hold is the reason of a wait."""
        rows = self._db.execute(
            "SELECT u.url, u.kind, u.state, coalesce(u.reason, h.reason) AS why, p.url FROM url AS u"
            " LEFT JOIN url AS p ON p.id = u.found_on"
            " LEFT JOIN hold AS h ON h.host = u.host AND u.state = 'pending'"
            " WHERE u.archived = 0 AND u.reported IS NOT u.state || ':' || coalesce(u.reason, h.reason, '')"
        )
        for row in rows:
            yield Unarchived(*row)

    def mark_reported(self, reported: Iterable[Unarchived]) -> None:
        """These are durable in a note: do not tell of them again until something changes."""
        rows = [(f"{each.state}:{each.reason or ''}", each.url) for each in reported]
        with self.batch():
            self._db.executemany("UPDATE url SET reported = ? WHERE url = ?", rows)

    # Inside

    def _want(self, link: Link, now: float, if_known: str, seed: bool) -> None:
        """Enter one URL without budgets, or change the known one."""
        key = fetch_key(link.url)
        self._db.execute(
            "INSERT INTO url (url, host, kind, due, priority, depth, state, seed)"
            " VALUES (?1, ?2, ?3, ?4, ?5, 0, 'pending', ?6)"
            f" ON CONFLICT (url) DO UPDATE SET {if_known}, {_UNREFUSED} WHERE state NOT IN ('leased', 'captured')",
            (key, host_of(key), link.kind, now, link.priority, seed),
        )
        self._waiting.waits(host_of(key), now)

    def _due_rows(self, hosts: Sequence[str], n: int, now: float) -> list[tuple[Any, ...]]:
        query = f"{LEASE_QUERY} WHERE u.host = ? AND u.priority = ? AND u.due <= ? ORDER BY u.due, u.id LIMIT ?"
        rows: list[tuple[Any, ...]] = []
        for priority in PRIORITIES:
            for host in hosts:
                rows += self._db.execute(query, (host, priority, now, n - len(rows)))
                if len(rows) == n:
                    return rows
        return rows

    def _leased(self, row: tuple[Any, ...], now: float) -> Lease:
        since = clock.stamp(datetime.fromtimestamp(now, UTC))
        self._db.execute(
            "UPDATE url SET state = 'leased', due = NULL, leased = ?, attempts = attempts + 1 WHERE id = ?",
            (since, row[0]),
        )
        return Lease(row[1], row[2], row[3], row[4] + 1, *row[5:])

    def _change(self, url: str, states: Sequence[str], assignments: str, values: Sequence[Any]) -> tuple[int, int]:
        """Change one URL that must be in one of the states; returns its row and depth."""
        allowed = ", ".join(f"'{state}'" for state in states)
        query = f"UPDATE url SET {assignments} WHERE url = ? AND state IN ({allowed}) RETURNING id, depth"
        found = self._db.execute(query, (*values, fetch_key(url))).fetchone()
        if found is None:
            raise LookupError(f"{url} is not {' or '.join(states)} in the frontier")
        return int(found[0]), int(found[1])

    def _read_on(self, links: Sequence[Link], now: float) -> None:
        """Make the further pages of a listing due that were last read by an earlier crawl."""
        for key in {fetch_key(link.url) for link in links if link.kind == "pagination"}:
            changed = self._db.execute(
                "UPDATE url SET due = ? WHERE url = ? AND state = 'expanded' AND captured < ?", (now, key, self._began)
            )
            if changed.rowcount:
                self._waiting.waits(host_of(key), now)
