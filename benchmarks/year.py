"""`python -m benchmarks.year`: a year of keeping five agencies current, in simulated time.

Real are the crawl's steps (`crawlers.crawl`): frontier, schedule, store, WARC files, catalog, discovery, reading,
settling, reports. Left out are the network, Scrapy and the reading processes: a simulated site gives the bytes, and
pages are read in this process. The clock is set before every crawl; cron starts one every quarter of an hour.

Against it stands fixed polling with as many requests for each agency, worked out and not run, and given what it could
not know: no robots.txt, no request in vain, every document and article in turn at even intervals.
"""

import argparse
import asyncio
import heapq
import os
import shutil
import sqlite3
import statistics
import time
from collections import defaultdict
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from archive import clock, store
from archive.home import Home
from archive.model import Capture, Exchange, Reading
from archive.record import read_exchange
from benchmarks.newsroom import Make, Newsroom, Reply
from crawlers.agenda import next_crawl
from crawlers.crawl import Crawl
from crawlers.frontier.tables import Lease
from crawlers.reader import Reader
from crawlers.report import inventory, note_unarchived, report
from crawlers.robots import robots_url
from pipelines.agency import Agency
from pipelines.agency_file import parse_agency
from pipelines.reading.page import read_page

BEGIN = datetime(2026, 1, 5, 0, 7, tzinfo=UTC)
TICK = 900.0
DAY = 86400.0
MAKES = {
    "wordpress": Make("follows", feed=True, sitemap="plain", counters=True),
    "wordpress-cu": Make("ignores", feed=True, sitemap="plain", tags=True),
    "so-do": Make(sitemap="dated", tags=True),
    "nguon-tin": Make(feed=True, tags=True),
    "trang-tran": Make(counters=True),
}
_AGENCY = """name = "Cơ quan {slug}"
url = "{url}/"
[politeness]
polls_per_day = {polls}
[discovery]
sitemaps = ["/sitemap.xml"]
feeds = ["/feed/"]
listings = ["/quan-trac/", "/kiem-dinh/", "/dao-tao/", "/thong-bao/"]
"""


class Desk:
    """Reads captures in this process, where a crawl has readers in others."""

    cpu_seconds = 0.0

    def __init__(self, root: Path, agency: Agency) -> None:
        self._root = root
        self._agency = agency

    def submit(self, capture: Capture) -> "Future[Reading]":
        """The reading of a capture, done when this returns."""
        done: Future[Reading] = Future()
        done.set_result(read_page(read_exchange(self._root, capture.place), self._agency, capture=capture.id))
        return done


@dataclass
class Run:
    """What a run cost, by day of the year: requests for documents and for pages, seconds, crawls, bytes kept."""

    documents: list[int] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    crawls: list[int] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)


def set_clock(unix: float) -> None:
    """Let the program's clock run on from this instant, as LUUCHIEU_NOW does at its start."""
    os.environ["LUUCHIEU_NOW"] = clock.stamp(clock.at(unix))
    clock._offset.cache_clear()


async def crawl(home: Home, agency: Agency, room: Newsroom) -> tuple[int, int]:
    """One `crawl --due` of an agency; how many documents and how many pages were asked for."""
    run = Crawl.open(home, agency, reading=False)
    run.reader = Reader(run.store, Desk(home.root, agency), agency)  # type: ignore[arg-type]
    before = inventory(run)
    documents = pages = 0
    try:
        await run.recover()
        run.begin_due()
        while leases := run.frontier.lease(1, clock.now().timestamp()):
            lease = _asked(run, leases[0])
            is_page = lease.kind in ("page", "canonical", "redirect") and urlsplit(lease.url).path != "/"
            pages += is_page
            documents += not is_page
            await run.carry(lease, _exchange(room, lease))
        await run.read_all()
        await note_unarchived(run)
        await report(run, "finished", False, before)
        run.frontier.end_crawl(run.began.timestamp())
    finally:
        run.close()
    return documents, pages


def _asked(run: Crawl, lease: Lease) -> Lease:
    """The lease, or that of the robots.txt which must be read first."""
    now = clock.now().timestamp()
    if lease.kind == "robots" or run.guest.policy(lease.url, now):
        return lease
    run.frontier.release(lease.url, now)
    robots = run.frontier.take(robots_url(lease.url), "robots", now)
    assert robots is not None
    return robots


def _exchange(room: Newsroom, lease: Lease) -> Exchange:
    parts = urlsplit(lease.url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    started = clock.now()
    asked = {"if-none-match": lease.etag} if lease.etag and lease.kind != "robots" else {}
    reply = room.answer(target, {name: value for name, value in asked.items() if value}, started.timestamp())
    request = f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode()
    return Exchange(lease.url, clock.stamp(started), request, BytesIO(_bytes(reply)), 80, "192.0.2.1")


def _bytes(reply: Reply) -> bytes:
    fields = {"Content-Type": reply.mime, "Content-Length": str(len(reply.body)), **reply.headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {reply.status} .\r\n{head}\r\n".encode() + reply.body


async def keep(home: Home, agency: Agency, room: Newsroom, days: int) -> Run:
    """Crawl an agency for so many days, whenever cron finds it due."""
    run = Run()
    last: datetime | None = None
    for day in range(days):
        totals = [0, 0]
        began, crawls = time.process_time(), 0
        for step in range(int(DAY / TICK)):
            now = BEGIN + timedelta(days=day, seconds=step * TICK)
            at = next_crawl(home, agency, last, now)
            if at is None or at > now:
                continue
            set_clock(now.timestamp())
            last = now
            for which, count in enumerate(await crawl(home, agency, room)):
                totals[which] += count
            crawls += 1
        run.documents.append(totals[0])
        run.pages.append(totals[1])
        run.seconds.append(time.process_time() - began)
        run.crawls.append(crawls)
        run.kept.append(sum(path.stat().st_size for path in home.warc.rglob("*.warc.gz*")))
    return run


@dataclass
class Seen:
    """What became of a site's news: seconds from publication, edit and removal until they were in the archive."""

    posts: list[float] = field(default_factory=list)
    edits: list[float] = field(default_factory=list)
    edited: int = 0
    removals: list[float] = field(default_factory=list)
    removed: int = 0


def judge(room: Newsroom, looks: dict[str, list[float]], begin: float, end: float) -> Seen:
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


def fixed(room: Newsroom, asked: "Asked", begin: float, end: float) -> dict[str, list[float]]:
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


def hours(values: list[float]) -> str:
    """Median and ninth decile of some seconds, in hours."""
    if not values:
        return "-"
    values = sorted(values)
    return f"{statistics.median(values) / 3600:.1f} / {values[int(len(values) * 0.9)] / 3600:.1f}"


def main() -> None:
    """Run and print."""
    store.BATCH_SECONDS = 0.0  # one request at a time: nothing else comes to share a commit with
    options = argparse.ArgumentParser(prog="python -m benchmarks.year", description=main.__doc__)
    options.add_argument("--days", type=int, default=365)
    options.add_argument("--polls", type=int, default=48, help="polls_per_day of every agency")
    options.add_argument("--only", nargs="*", default=list(MAKES), choices=MAKES)
    options.add_argument("--judge", action="store_true", help="only judge what an earlier run has left")
    options.add_argument("--work", type=Path, default=Path(__file__).parent / "work" / "year")
    chosen = options.parse_args()
    for slug in chosen.only:
        home = Home(chosen.work / slug)
        room = room_of(slug, chosen.days)
        if not chosen.judge:
            tell_costs(run_of(slug, home, room, chosen.days, chosen.polls))
        tell(slug, *compare(slug, home, room, chosen.days))


def url_of(slug: str) -> str:
    """Where an agency's site stands."""
    return f"http://{slug}.example.vn"


def room_of(slug: str, days: int) -> Newsroom:
    """An agency's site for so many days, the same at every call."""
    return Newsroom.of_a_year(url_of(slug), MAKES[slug], list(MAKES).index(slug), BEGIN, days)


def run_of(slug: str, home: Home, room: Newsroom, days: int, polls: int) -> Run:
    """Crawl an agency for so many days into a new home."""
    shutil.rmtree(home.root, ignore_errors=True)
    agency = parse_agency(slug, _AGENCY.format(slug=slug, url=url_of(slug), polls=polls), slug)
    return asyncio.run(keep(home.create(), agency, room, days))


def compare(slug: str, home: Home, room: Newsroom, days: int) -> tuple[Asked, dict[str, Seen]]:
    """What was asked, and what was seen by it; what fixed polling would have seen, and what it would have seen had it
    known beforehand that one document tells everything. From the second day on."""
    begin, end = BEGIN.timestamp() + DAY, BEGIN.timestamp() + days * DAY
    asked = asked_of(home, slug, begin)
    ways = {
        "ours": looks_of(home, slug),
        "fixed": fixed(room, asked, begin, end),
        "oracle": fixed(room, replace(asked, documents=1), begin, end),
    }
    return asked, {name: judge(room, looks, begin, end) for name, looks in ways.items()}


def tell(slug: str, asked: Asked, found: dict[str, Seen]) -> None:
    """Print each way's medians and ninth deciles in hours."""
    print(f"{slug}: {asked.polls} requests for {asked.documents} documents, {asked.pages} for pages")
    for name, seen in found.items():
        print(
            f"  {name:6} posts {hours(seen.posts)} h ({len(seen.posts)})  edits {hours(seen.edits)} h, "
            f"{len(seen.edits)} of {seen.edited}  removals {hours(seen.removals)} h, "
            f"{len(seen.removals)} of {seen.removed}",
            flush=True,
        )


def tell_costs(run: Run, parts: int = 4) -> None:
    """Print what crawls cost in each quarter of the time: growth would show."""
    days = len(run.crawls)
    for part in range(parts):
        span = slice(max(days * part // parts, 1), days * (part + 1) // parts)
        crawls, requests = sum(run.crawls[span]) or 1, sum(run.documents[span]) + sum(run.pages[span]) or 1
        seconds, grown = sum(run.seconds[span]), run.kept[span.stop - 1] - run.kept[span.start - 1]
        print(
            f"  days {span.start:3}-{span.stop:3}: {crawls} crawls, {1000 * seconds / crawls:.0f} ms CPU a crawl, "
            f"{1000 * seconds / requests:.1f} a request, {grown / crawls / 1024:.1f} KB a crawl",
            flush=True,
        )


if __name__ == "__main__":
    main()
