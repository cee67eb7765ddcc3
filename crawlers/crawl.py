"""One agency's crawl while it runs: its lock, store and frontier, and the steps of a page through them.

    fetched → kept (durable) → captured → expanded (its links are in the frontier) → read → settled

The same steps carry what a killed crawl left behind, read back from its record instead of the network.
"""

import asyncio
from collections.abc import Coroutine
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from archive import clock
from archive.agency_notes import KIND, is_recorded
from archive.catalog import Catalog
from archive.digests import digest_of
from archive.home import Home
from archive.model import Exchange
from archive.store import Store
from archive.urls import origin_of
from crawlers.about import about
from crawlers.conclusion import Conclusion
from crawlers.counts import Counts, sort_of
from crawlers.earlier import Earlier
from crawlers.frontier.admission import Budget
from crawlers.frontier.frontier import Frontier
from crawlers.frontier.tables import Lease
from crawlers.hearing import Hearing
from crawlers.politeness import Guest
from crawlers.revisit import revisit_of
from crawlers.robots import robots_url
from crawlers.visits import visits
from pipelines.agency import Agency
from pipelines.discovery.scope import budget_key
from pipelines.discovery.seeds import seeds
from pipelines.rules import rules_for

if TYPE_CHECKING:
    from crawlers.reader import Reader


# Appends under way: what bounds memory when the disk is slow.
_APPENDS = 256


class Crawl:
    """An open crawl: `recover`, `begin`, `carry` every exchange, `read_all`, `close`; on the event loop's thread."""

    def __init__(self, home: Home, agency: Agency, store: Store, catalog: Catalog, frontier: Frontier) -> None:
        self.home = home
        self.agency = agency
        self.store = store
        self.catalog = catalog
        self.frontier = frontier
        self.guest = Guest(agency, frontier)
        self.reader: Reader | None = None
        self.counts = Counts()
        self.earlier = earlier = Earlier(catalog, agency.slug, home.root, store.damage)
        self.began = clock.now()
        hearing = Hearing(agency, catalog, frontier, home.root, store.damage)
        self.conclusion = Conclusion(
            agency, frontier, self.guest, self.counts, earlier, hearing, clock.stamp(self.began)
        )
        self._room = asyncio.Semaphore(_APPENDS)
        self._unawaited: list[asyncio.Task[None]] = []
        self._closing = ExitStack()

    @classmethod
    def open(cls, home: Home, agency: Agency, reading: bool, asked: int = 0) -> Self:
        """Lock the agency and open what its crawl needs; a killed crawl's torn records are put right first.

        `asked` counts the URLs that a person asked for, where nothing else is to be fetched; the warcinfo tells it.
        Raises LockedError when another process crawls the agency, DiskError when nothing can be written.
        """
        with ExitStack() as stack:
            stack.enter_context(home.lock(agency.slug))
            store = Store.open(home, agency.slug, about(agency, asked))
            stack.callback(store.close)
            catalog = Catalog.reader(home.catalog)
            stack.callback(catalog.close)
            soon = asyncio.get_running_loop().call_soon
            frontier = Frontier.open(home.frontier_of(agency.slug), _budget(agency), soon)
            stack.callback(frontier.close)
            crawl = cls(home, agency, store, catalog, frontier)
            if reading:
                # Loaded here: a crawl that only captures starts in four fifths of the time.
                from crawlers.reader import Reader
                from pipelines.pool import ReadingPool

                pool = ReadingPool(rules_for(agency), agency, home.root)
                stack.callback(pool.close)
                crawl.reader = Reader(store, pool, agency, crawl.counts)
            crawl._closing = stack.pop_all()
        return crawl

    def close(self) -> None:
        """Commit what waits and let go of everything."""
        self._closing.close()

    async def recover(self) -> None:
        """Carry on with what an earlier crawl left; to be done before anything else."""
        text, name = self.agency.source_text, digest_of(self.agency.source_text)
        if not is_recorded(self.catalog.connection, self.agency.slug, name, clock.stamp(self.began)[:7]):
            await asyncio.wrap_future(self.store.append_note(KIND, {"text": text, "digest": name}))
        for lease in self.frontier.recover(self.earlier.captured, _unix()):
            await self._carry_left_over(lease)

    def read_left_over(self) -> None:
        """Read beside the crawl what earlier ones have kept and did not read."""
        if self.reader:
            self._read_beside(self.reader.read_left_over(self.catalog, clock.stamp(self.began)))

    def begin(self) -> None:
        """Let the seeds in, and all that comes back with every crawl."""
        self.frontier.begin_crawl(_unix())
        self.frontier.seed(seeds(self.agency), _unix())
        self.frontier.forgive(robots_url(url) for url in (self.agency.url, *self.agency.seeds))

    def begin_due(self) -> None:
        """Let in what is due by itself. Where robots.txt was read within the last day, those rules hold still."""
        self.frontier.begin_due(_unix())
        self.frontier.seed(seeds(self.agency), _unix())
        if not self._recall_robots():
            self.frontier.reconsider(_unix())

    async def carry(self, lease: Lease, exchange: Exchange, hops: int = 0, last: bool = False) -> str | None:
        """Take one exchange through all steps; returns when a page is read. `last`: no other is on its way.

        Gives the absolute URL to go on with under the same lease, where a redirect asks for that, else None.
        Raises DiskError when the archive cannot be written.
        """
        self.frontier.check()  # what no lease in the file asked for, the next crawl would ask for once more
        self.counts.attempted += 1
        revisit = revisit_of(exchange, self.earlier.original(lease))
        is_awaited = last and not (self.reader and self.reader.has_plenty)
        async with self._room:
            capture = await asyncio.wrap_future(self.store.append(exchange, revisit, is_awaited))
        self.counts.came[sort_of(lease.kind, capture.status)] += 1
        self.counts.revisits += capture.kind == "revisit"
        self.guest.hear(lease, exchange, _unix())
        onward = await self.conclusion.conclude(lease, capture, exchange, hops)
        if self.reader and capture.kind == "response":
            reading = self.reader.read_one(capture)
            if lease.kind == "robots":
                # All of its host waits for the answer, and may do without its reading: a reader takes long to start.
                self._read_beside(reading)
            else:
                await reading
        return onward

    async def abandon(self, lease: Lease, exchange: Exchange) -> None:
        """Keep what came of an answer that nobody waited for any longer, and give its lease back for the next crawl.

        Of its page that says nothing; but its head may ask for a pause.
        """
        capture = await asyncio.wrap_future(self.store.append(exchange))
        until = self.guest.heed(lease, exchange, _unix())
        if exchange.response:
            exchange.response.close()
        self.counts.cut_off += 1
        self.frontier.release(lease.url, until or _unix())
        if self.reader and capture.kind == "response":
            self._read_beside(self.reader.read_one(capture))

    async def read_all(self) -> None:
        """Wait for what is read beside the crawl, settle everything, and plan when to look at pages again."""
        await asyncio.gather(*self._unawaited)
        if self.reader:
            await self.reader.settle()
            planned = visits(self.catalog, self.agency.slug, self.store.crawl)
            self.frontier.plan((visit.url, visit.at, visit.why) for visit in planned)
        self.frontier.polls.spread(self.agency.politeness.polls_per_day, _unix())

    def _read_beside(self, reading: Coroutine[None, None, None]) -> None:
        self._unawaited.append(asyncio.create_task(reading))

    async def _carry_left_over(self, lease: Lease) -> None:
        """Conclude for a URL whose capture a killed crawl had made durable, read back from its record."""
        capture = self.catalog.capture(lease.capture or "")
        if capture is None:
            self.frontier.failed(lease.url, "capture-missing", _unix())
            return
        # A revisit's record has no body: its links stand in the response that it refers to.
        whole = self.catalog.capture(capture.refers_to) if capture.refers_to else None
        exchange = self.earlier.exchange(whole or capture)
        if exchange is None:
            self.frontier.failed(lease.url, "capture-damaged", _unix())
            return
        if await self.conclusion.conclude(lease, capture, exchange):
            self.frontier.failed(lease.url, "interrupted", _unix())

    def _recall_robots(self) -> bool:
        """Take over the rules that crawls of the last day have read; False when the home page's are not among them."""
        for url, exchange, learned in self.earlier.answers(self.frontier.robots()):
            self.guest.recall(origin_of(url), exchange, learned, _unix())
        return self.guest.policy(self.agency.url, _unix()) is not None


def _budget(agency: Agency) -> Budget:
    limits = agency.discovery
    return Budget(limits.max_depth, limits.per_pattern, lambda link: budget_key(link, agency))


def _unix() -> float:
    return clock.now().timestamp()
