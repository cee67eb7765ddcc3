"""An agency kept current in simulated time: cron starts a crawl every quarter of an hour, on a clock that is set.

Real are the crawl's steps (`crawlers.crawl`): frontier, schedule, store, WARC files, catalog, discovery, reading,
settling, reports. Left out are the network, Scrapy and the reading processes: a simulated site gives the bytes, and
pages are read in this process.
"""

import json
import os
import time
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from archive import clock
from archive.home import Home
from archive.model import Capture, Exchange
from archive.record import read_exchange
from archive.written import Written, written
from benchmarks.gazette import Gazette, Reply
from crawlers.agenda import next_crawl
from crawlers.crawl import Crawl
from crawlers.frontier.tables import Lease
from crawlers.reader import Reader
from crawlers.report import inventory, note_unarchived, report
from crawlers.robots import robots_url
from pipelines.agency import Agency
from pipelines.reading.full import read_fully

BEGIN = datetime(2026, 1, 5, 0, 7, tzinfo=UTC)
DAY = 86400.0
_TICK = 900.0


class Desk:
    """Reads captures in this process, where a crawl has readers in others."""

    cpu_seconds = 0.0

    def __init__(self, root: Path, agency: Agency) -> None:
        self._root = root
        self._agency = agency

    def submit(self, capture: Capture) -> "Future[Written]":
        """The reading of a capture, done when this returns."""
        done: Future[Written] = Future()
        reading = read_fully(read_exchange(self._root, capture.place), self._agency, capture=capture.id)
        done.set_result(written(reading))
        return done


@dataclass
class Spent:
    """What some crawls cost: how many they were, requests for documents and for pages, bytes of bodies received.

    `cpu` are seconds of all threads without those, in `site`, in which the simulated site made up its answers.
    """

    crawls: int = 0
    documents: int = 0
    pages: int = 0
    received: int = 0
    cpu: float = 0.0
    site: float = 0.0


@dataclass
class Day(Spent):
    """What the crawls of one day cost, and the bytes of WARC files, catalog and frontier at its end.

    `yardstick` are the CPU seconds of work that is the same each day: what else the machine does makes all dearer.
    """

    yardstick: float = 0.0
    warc: int = 0
    catalog: int = 0
    frontier: int = 0


def set_clock(unix: float) -> None:
    """Let the program's clock run on from this instant, as LUUCHIEU_NOW does at its start."""
    os.environ["LUUCHIEU_NOW"] = clock.stamp(clock.at(unix))
    clock._offset.cache_clear()


async def keep(home: Home, agency: Agency, room: Gazette, days: int) -> list[Day]:
    """Crawl an agency for so many days, whenever cron finds it due; what each day cost."""
    spent: list[Day] = []
    last: datetime | None = None
    for number in range(days):
        day, began = Day(), time.process_time()
        for step in range(int(DAY / _TICK)):
            now = BEGIN + timedelta(days=number, seconds=step * _TICK)
            at = next_crawl(home, agency, last, now)
            if at is None or at > now:
                continue
            set_clock(now.timestamp())
            last = now
            await crawl(home, agency, room, day)
        day.cpu = time.process_time() - began - day.site
        day.yardstick = _same_work()
        day.warc = sum(path.stat().st_size for path in home.warc.rglob("*.warc.gz*"))
        day.catalog, day.frontier = home.catalog.stat().st_size, home.frontier_of(agency.slug).stat().st_size
        spent.append(day)
    return spent


async def crawl(home: Home, agency: Agency, room: Gazette, spent: Spent) -> None:
    """One `crawl --due` of an agency; what it asks for is added to `spent`."""
    run = Crawl.open(home, agency, reading=False)
    run.reader = Reader(run.store, Desk(home.root, agency), agency, run.counts)  # type: ignore[arg-type]
    before = inventory(run)
    spent.crawls += 1
    try:
        await run.recover()
        run.read_left_over()
        run.begin_due()
        while leases := run.frontier.lease(1, clock.now().timestamp()):
            lease = _asked(run, leases[0])
            is_page = lease.kind in ("page", "canonical", "redirect") and urlsplit(lease.url).path != "/"
            spent.pages += is_page
            spent.documents += not is_page
            await run.carry(lease, _exchange(room, lease, spent))
        await run.read_all()
        await note_unarchived(run)
        await report(run, "finished", False, before)
        run.frontier.end_crawl(run.began.timestamp())
    finally:
        run.close()


def _same_work() -> float:
    began = time.thread_time()
    for _ in range(4):
        words = json.loads(json.dumps([f"{number} {number * 7919 % 1009}" for number in range(4000)]))
        sorted(words, key=lambda word: word.split()[::-1])
    return time.thread_time() - began


def _asked(run: Crawl, lease: Lease) -> Lease:
    """The lease, or that of the robots.txt which must be read first."""
    now = clock.now().timestamp()
    if lease.kind == "robots" or run.guest.policy(lease.url, now):
        return lease
    run.frontier.release(lease.url, now)
    robots = run.frontier.take(robots_url(lease.url), "robots", now)
    assert robots is not None
    return robots


def _exchange(room: Gazette, lease: Lease, spent: Spent) -> Exchange:
    parts = urlsplit(lease.url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    started = clock.now()
    asked = {"if-none-match": lease.etag} if lease.etag and lease.kind != "robots" else {}
    began = time.thread_time()
    reply = room.answer(target, {name: value for name, value in asked.items() if value}, started.timestamp())
    spent.site += time.thread_time() - began
    spent.received += len(reply.body)
    request = f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode()
    return Exchange(lease.url, clock.stamp(started), request, BytesIO(_bytes(reply)), 80, "192.0.2.1")


def _bytes(reply: Reply) -> bytes:
    fields = {"Content-Type": reply.mime, "Content-Length": str(len(reply.body)), **reply.headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {reply.status} .\r\n{head}\r\n".encode() + reply.body
