"""The durable frontier: every URL known of one agency, in one SQLite file.

    pending → leased → captured → expanded          failed(reason), refused(reason)

A URL may be leased when it has a `due` time that is past and its host is not held; leased and captured URLs have
none. So a retry is a failed URL with a due time, and a revisit an expanded one. `captured` means durable in a WARC
file and the catalog, `expanded` that its links are in here too. A call happens wholly or not at all; `batch` joins
several. In a crawl all calls of one turn of the event loop are committed together, before anything can come of them.
WAL with `synchronous=NORMAL` survives the death of the process. After a power cut the last moments may be missing:
the catalog, not this file, is the truth, and what is fetched twice becomes a revisit.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

from archive.model import Link
from archive.urls import fetch_key, host_of
from crawlers.frontier import unarchived
from crawlers.frontier.admission import Budget
from crawlers.frontier.entrance import Entrance
from crawlers.frontier.leasing import change, lease_due, take
from crawlers.frontier.polls import Polls
from crawlers.frontier.renewal import (
    ask_again,
    forget_robots,
    look_at,
    plan,
    postpone,
    read_on,
    renew_discovery,
    take_up_revisits,
)
from crawlers.frontier.resumption import begin, captured, end, leased, robots, unended
from crawlers.frontier.tables import Kept, Lease, Unarchived, connect
from crawlers.frontier.transaction import Soon, Transaction
from crawlers.frontier.waiting import Waiting

_KEPT = """leased = NULL, capture = ?1, captured = ?2, etag = ?3, last_modified = ?4,
    first_captured = coalesce(first_captured, ?2)"""
_DONE = "state = 'expanded', archived = 1, attempts = 0, reason = NULL, revisit = ?"


class Frontier:
    """All URLs of one agency and what is to be done with them. All calls come from one thread."""

    def __init__(self, path: Path, budget: Budget, soon: Soon | None) -> None:
        self._db = connection = connect(path)
        self._waiting = Waiting(connection)
        self._entrance = Entrance(connection, self._waiting, budget)
        self._transaction = Transaction(connection, path, self._trust_the_file, soon)
        self.polls = Polls(connection, self._waiting, self._transaction)
        self._began = ""
        self._closing = ExitStack()
        self._closing.callback(connection.close)
        self._closing.callback(self._transaction.commit)

    @classmethod
    def open(cls, path: Path, budget: Budget | None = None, soon: Soon | None = None) -> "Frontier":
        """Open or create the frontier in `path`; `budget` holds for what is added from now on.

        Each call is committed when it returns; with `soon`, an event loop's `call_soon`, at the end of the loop's turn,
        together with all that it brought: before anything is asked of the network, or comes from it.
        """
        return cls(path, budget or Budget(), soon)

    def close(self) -> None:
        """Close the file, with all in it. Raises DiskError when what was returned from last could not be written."""
        self._closing.close()

    def batch(self) -> AbstractContextManager[None]:
        """Join the calls inside into one transaction: all of them happen, or none.

        Raises DiskError when the file cannot grow; it then is as it was before.
        """
        return self._transaction

    def check(self) -> None:
        """Raise DiskError when what was returned from earlier could not be written after all."""
        self._transaction.check()

    # Entering

    def seed(self, links: Iterable[Link], now: float) -> None:
        """Let in the URLs that a crawl begins with, without budgets; every `begin_crawl` makes them due again."""
        with self.batch():
            for link in links:
                self._entrance.seed(link, now)

    def want(self, url: str, now: float) -> None:
        """Make a URL due before all others, whether known or not and whatever was decided about it: a person asks."""
        with self.batch():
            self._entrance.want(url, now)

    def add(self, links: Iterable[Link], depth: int, now: float, found_on: int | None = None) -> int:
        """Let in the links of a page at `depth` that are new, and record those that the budgets refuse.

        Returns how many were let in. `found_on` is the row of the page; `expanded` gives it.
        """
        with self.batch():
            return len(self._entrance.admit(links, depth, now, found_on))

    def refused(self, url: str, reason: str) -> None:
        """Record that a URL is not fetched, and why; a URL that was unknown becomes known."""
        with self.batch():
            self._entrance.refuse(url, reason)

    def pass_over(self, refused: Iterable[tuple[str, str]]) -> None:
        """Record (URL, reason) pairs that discovery does not follow; what is known already stays as it is."""
        if fresh := self._entrance.unrefused(refused):
            with self.batch():
                self._entrance.pass_over(fresh)

    # Leaving

    def lease(self, n: int, now: float, busy: Set[str] = frozenset()) -> list[Lease]:
        """Take at most `n` URLs that are due, the most urgent first, none of a held or `busy` host."""
        free = self._waiting.free(now, busy)
        if not free:
            return []
        with self.batch():
            leases = lease_due(self._db, free, n, now)
        if len(leases) < n:
            for host in free:
                self._waiting.refresh(host)
        return leases

    def take(self, url: str, kind: str | None, now: float) -> Lease | None:
        """Lease this URL now, known or not, due or not, held or not; None while it is leased or captured.

        It is of that kind from now on; without one it stays what it was, and a new one is a page.
        """
        with self.batch():
            return take(self._db, url, kind, now)

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
        self._change(url, ("leased",), f"state = 'captured', {_KEPT}", (capture, at, etag, last_modified))

    def expanded(
        self, url: str, links: Sequence[Link], now: float, revisit: float | None = None, kept: Kept | None = None
    ) -> int:
        """The captured URL is done: its links enter and its state changes in one transaction.

        With `kept` it was only leased, and is captured in the same step. The first crawl after `revisit` fetches it
        again, or one that hears of a change. A listing that shows something new has its other pages read again in
        this crawl. Returns how many pages and documents were let in: pictures and style sheets are no news.
        """
        state, kept_as = ("leased", f"{_KEPT}, ") if kept else ("captured", "")
        with self.batch():
            row, depth = self._change(url, (state,), f"{kept_as}{_DONE}", (*(kept or ()), revisit))
            new = sum(kind != "asset" for kind in self._entrance.admit(links, depth, now, row))
            for key in read_on(self._db, links, now, self._began) if new else ():
                self._waiting.waits(host_of(key), now)
        return new

    def failed(self, url: str, reason: str, retry_at: float | None, revisit: float | None = None) -> None:
        """The leased or captured URL gave nothing usable: due again at `retry_at`, or for a crawl after `revisit`."""
        changed = "state = 'failed', leased = NULL, reason = ?, due = ?, revisit = ?"
        self._change(url, ("leased", "captured"), changed, (reason, retry_at, revisit))
        if retry_at is not None:
            self._waiting.waits(host_of(url), retry_at)

    # Coming back

    def plan(self, visits: Iterable[tuple[str, float | None, str]]) -> None:
        """Let later crawls fetch pages again that are done: each URL by the first one after its time, or not at all.

        With each a few words that say why then.
        """
        with self.batch():
            plan(self._db, visits)

    def forgive(self, urls: Iterable[str]) -> None:
        """Let these have all their attempts in this crawl, however often earlier ones failed."""
        with self.batch():
            keys = [(fetch_key(url),) for url in urls]
            self._db.executemany("UPDATE url SET attempts = 0 WHERE url = ? AND state = 'failed'", keys)

    def look_for(self, urls: Iterable[str], now: float) -> None:
        """Make pages due that are done and were last captured before this crawl."""
        with self.batch():
            for url in look_at(self._db, urls, now, self._began):
                self._waiting.waits(host_of(url), now)

    def begin_crawl(self, now: float) -> bool:
        """Make discovery due again and weigh refusals anew. False when this resumes a crawl that was killed.

        A crawl that did not reach `end_crawl` and began less than a day ago is resumed: only what is left is due.
        """
        with self.batch():
            if begun := self.begin_due(now):
                renew_discovery(self._db, now)
                self.reconsider(now)
        return begun

    def begin_due(self, now: float) -> bool:
        """Begin a crawl of what is due by itself. False when this resumes a crawl that was killed."""
        with self.batch():
            take_up_revisits(self._db, now)
            ask_again(self._db, now)
            resumed = unended(self._db, now)
            self._began = resumed or begin(self._db, now)
            self._waiting.load()
        return resumed is None

    def reconsider(self, now: float) -> None:
        """Weigh refusals anew: robots.txt or the agency's file may have changed."""
        with self.batch():
            forget_robots(self._db, now)
            self._entrance.weigh_anew(now)
            self._waiting.load()

    @property
    def begun(self) -> bool:
        """Whether `begin_crawl` was called since the file was opened."""
        return bool(self._began)

    def end_crawl(self, now: float) -> None:
        """The crawl came to its end or its limit; the next one begins anew."""
        with self.batch():
            end(self._db, now)

    def recover(self, find_capture: Callable[[str, str], tuple[str, str] | None], now: float) -> list[Lease]:
        """Put right what a killed crawl left: call at start, before the first lease.

        `find_capture(url, since)` looks in the catalog for a capture made at or after the instant `since` and gives
        its id and time. A leased URL that has one is captured, any other due again. Returns all that is captured
        and not expanded; each is to be read from its record and expanded.
        """
        with self.batch():
            for url, since in leased(self._db):
                if found := find_capture(url, since):
                    self.captured(url, *found)
                else:
                    self._change(url, ("leased",), "state = 'pending', leased = NULL, due = ?", (now,))
                    self._waiting.waits(host_of(url), now)
        return captured(self._db)

    def robots(self) -> list[tuple[str, str]]:
        """The robots.txt that were read, each with the id of its last capture."""
        return robots(self._db)

    # Waiting

    def hold(self, host: str, until: float, reason: str) -> None:
        """Lease nothing of `host`, or of an origin, before `until`, in later crawls neither; a longer hold stays."""
        with self.batch():
            self._waiting.hold(host, until, reason)
            postpone(self._db, host, until)

    def holds(self, now: float) -> dict[str, tuple[float, str]]:
        """The hosts and origins held at `now`: until when and why; `held_until` looks a URL up in it."""
        return self._waiting.holds(now)

    def wakes(self, busy: Set[str] = frozenset()) -> dict[str, float]:
        """When the next URL of each host that is not `busy` may be leased, holds considered; past for one of now."""
        return self._waiting.wakes(busy)

    # Telling

    def due_count(self, now: float) -> int:
        """How many URLs are due, held hosts included: for reports, not for every page."""
        return unarchived.due_count(self._db, now)

    def counts(self) -> dict[str, int]:
        """How many URLs are in each state: for reports, not for every page."""
        return unarchived.counts(self._db)

    def waiting_for(self, place: str) -> int:
        """How many URLs that are not archived wait for a host or an origin: for reports, not for every page."""
        return unarchived.waiting_for(self._db, place)

    def leads_nowhere(self, home: str) -> bool:
        """Whether the home page was had, and no page that may be asked for was found on it or anywhere else."""
        return unarchived.leads_nowhere(self._db, home)

    def unreported(self) -> Iterator[Unarchived]:
        """The URLs not archived whose state or reason is not the one last marked; a hold is the reason of a wait."""
        return unarchived.unreported(self._db)

    def mark_reported(self, reported: Iterable[Unarchived]) -> None:
        """These are durable in a note: do not tell of them again until something changes."""
        with self.batch():
            unarchived.mark_reported(self._db, reported)

    def _trust_the_file(self) -> None:
        self._entrance.forget()
        self._waiting.load()

    def _change(self, url: str, states: Sequence[str], assignments: str, values: Sequence[Any]) -> tuple[int, int]:
        with self.batch():
            return change(self._db, url, states, assignments, values)
