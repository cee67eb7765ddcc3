"""Which hosts have something due, and which are held: what the frontier asks before it looks at single URLs."""

import sqlite3
from collections.abc import Mapping, Set

from archive.urls import host_of, origin_of
from crawlers.frontier.admission import PRIORITIES


def held_until(url: str, holds: Mapping[str, tuple[float, str]]) -> float | None:
    """Until when a URL is held, with its host or its origin; None when it is not."""
    return max((holds[place][0] for place in (host_of(url), origin_of(url)) if place in holds), default=None)


class Waiting:
    """For each host a time before which nothing of it is due, and until when it, or one of its origins, is held.

    The holds are rows, so a Retry-After survives a restart. The times are kept in memory only; they may be too
    early, never too late, so that hosts that merely wait cost nothing at each lease.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._earliest: dict[str, float] = {}
        self._holds: dict[str, tuple[float, str]] = {}
        self.load()

    def load(self) -> None:
        """Take everything anew from the file, after opening it or rolling back."""
        self._earliest = dict(
            self._db.execute("SELECT host, min(due) FROM url WHERE due IS NOT NULL GROUP BY host").fetchall()
        )
        self._holds = {host: (until, reason) for host, until, reason in self._db.execute("SELECT * FROM hold")}

    def waits(self, host: str, due: float) -> None:
        """A URL of `host` is due at `due`."""
        self._earliest[host] = min(due, self._earliest.get(host, due))

    def free(self, now: float, busy: Set[str]) -> list[str]:
        """The hosts that may have something due and are neither held nor `busy`."""
        return [
            host
            for host, due in self._earliest.items()
            if due <= now and host not in busy and self._held_until(host) <= now
        ]

    def refresh(self, host: str) -> None:
        """Find the exact time at which the next URL of `host` is due."""
        query = "SELECT min(due) FROM url WHERE due IS NOT NULL AND host = ? AND priority = ?"
        found = [self._db.execute(query, (host, priority)).fetchone()[0] for priority in PRIORITIES]
        times = [due for due in found if due is not None]
        if times:
            self._earliest[host] = min(times)
        else:
            self._earliest.pop(host, None)

    def wakes(self, busy: Set[str]) -> dict[str, float]:
        """When the next URL of each host that is not `busy` may be leased, holds considered."""
        for host in list(self._earliest):
            self.refresh(host)
        return {host: max(due, self._held_until(host)) for host, due in self._earliest.items() if host not in busy}

    def hold(self, host: str, until: float, reason: str) -> None:
        """Keep `host` back until then; a longer hold is not shortened."""
        if until > self._held_until(host):
            self._db.execute("INSERT OR REPLACE INTO hold VALUES (?, ?, ?)", (host, until, reason))
            self._holds[host] = (until, reason)

    def holds(self, now: float) -> dict[str, tuple[float, str]]:
        """The hosts and origins held at `now`: until when and why."""
        return {host: hold for host, hold in self._holds.items() if hold[0] > now}

    def _held_until(self, host: str) -> float:
        return self._holds.get(host, (0.0, ""))[0]
