"""What a run was worth: when news, edits and removals came into the archive, and when by fixed polling.

Fixed polling is worked out and not run, with as many requests of each kind for each agency, and given what it could not
know: no robots.txt, no request in vain, every document and article in turn at even intervals.
"""

import heapq
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from archive import clock
from archive.home import Home
from benchmarks.gazette import Gazette

DAY = 86400.0


@dataclass(frozen=True)
class Asked:
    """What was asked of a site after the first day: requests for documents, requests for pages, and of how many
    documents that answer, robots.txt apart."""

    polls: int
    pages: int
    documents: int


def asked_of(home: Home, agency: str, begin: float) -> Asked:
    """Count what the catalog has."""
    since = clock.stamp(clock.at(begin))
    with sqlite3.connect(home.catalog) as catalog:
        (polls, pages) = catalog.execute(
            "SELECT sum(url NOT LIKE '%.html'), sum(url LIKE '%.html') FROM capture WHERE agency = ? AND captured > ?",
            (agency, since),
        ).fetchone()
        (documents,) = catalog.execute(
            """SELECT count(DISTINCT url) FROM capture WHERE agency = ? AND status IN (200, 304)
               AND url NOT LIKE '%.html' AND url NOT LIKE '%/robots.txt' AND url NOT LIKE '%modified_after=%'""",
            (agency,),
        ).fetchone()
    return Asked(polls, pages, documents)


@dataclass
class Seen:
    """What became of a site's news: seconds from publication, edit and removal until they were in the archive."""

    posts: list[float] = field(default_factory=list)
    edits: list[float] = field(default_factory=list)
    edited: int = 0
    removals: list[float] = field(default_factory=list)
    removed: int = 0

    @classmethod
    def of(cls, parts: Iterable["Seen"]) -> "Seen":
        """What became of the news of several sites."""
        whole = cls()
        for part in parts:
            for name in cls.__dataclass_fields__:
                setattr(whole, name, getattr(whole, name) + getattr(part, name))
        return whole


def judge(room: Gazette, looks: dict[str, list[float]], begin: float, end: float) -> Seen:
    """Hold the times at which each page was looked at against what happened to it; the last day is too young."""
    seen = Seen()
    for post in room.posts:
        times = looks.get(post.path, [])
        if begin < post.published < end - DAY:
            seen.posts += [_delay(times, post.published, post.removed)]
        for at, until in zip(post.edits, [*post.edits, post.removed][1:], strict=bool(post.edits)):
            if begin < at < end - DAY:
                seen.edited += 1
                seen.edits += [delay] if (delay := _delay(times, at, until)) < float("inf") else []
        if post.removed and begin < post.removed < end - DAY:
            seen.removed += 1
            seen.removals += [delay] if (delay := _delay(times, post.removed, None)) < float("inf") else []
    return seen


def _delay(times: list[float], since: float, until: float | None) -> float:
    """Seconds until the first look at or after an instant, infinite where none came before `until`."""
    found = next((at for at in times if at >= since), None)
    return float("inf") if found is None or (until is not None and found >= until) else found - since


def looks_of(home: Home, agency: str) -> dict[str, list[float]]:
    """When each page was looked at, by its path, as the catalog has it: 200, 304 and 404 alike."""
    with sqlite3.connect(home.catalog) as catalog:
        rows = catalog.execute("SELECT url, captured FROM capture WHERE agency = ? ORDER BY captured", (agency,))
        looks: dict[str, list[float]] = defaultdict(list)
        for url, captured in rows:
            looks[urlsplit(url).path].append(clock.parse(captured).timestamp())
    return looks


def fixed(room: Gazette, asked: Asked, begin: float, end: float) -> dict[str, list[float]]:
    """When fixed polling with as many requests would look at each page: all documents in rounds, all pages in turn.

    It hears at each round of what is new, and of what its site says was modified, and is spared the requests for that.
    """
    pause = (end - begin) / (asked.polls / asked.documents)
    rate = asked.pages / (end - begin)
    looks: dict[str, list[float]] = defaultdict(list)
    turn: list[tuple[float, str]] = []
    tells = room.make.sitemap == "dated" or room.make.rest is not None
    for post in room.posts:
        if post.published < end:
            found = _round(post.published, begin, pause)
            looks[post.path].append(found)
            heapq.heappush(turn, (found, post.path))
            looks[post.path] += [_round(at, begin, pause) for at in post.edits if tells and at > begin]
    at = begin
    while at < end and turn and rate:
        at += 1 / rate
        found, path = turn[0]
        if found > at:
            continue
        heapq.heapreplace(turn, (at, path))
        looks[path].append(at)
    return {path: sorted(times) for path, times in looks.items()}


def _round(at: float, begin: float, pause: float) -> float:
    """The first round at or after an instant."""
    return begin + max(0, -(-(at - begin) // pause)) * pause
