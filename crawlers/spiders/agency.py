"""The spider of every agency: it opens the crawl, carries each exchange through it, and closes it with a report.

An agency that needs logic gets a subclass in this package, named by its slug; TOML files hold none.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any, ClassVar, Self, cast

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, IgnoreRequest
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from archive.errors import InterruptedCrawlError
from archive.home import find_home
from archive.model import Exchange
from crawlers.contact import contact_of, user_agent
from crawlers.counts import sort_of
from crawlers.crawl import Crawl
from crawlers.frontier.errand import Errand
from crawlers.frontier.frontier import Frontier
from crawlers.frontier.scheduler import FrontierScheduler, Queue
from crawlers.frontier.trail import continuation, hops
from crawlers.hushed import HeardSignals
from crawlers.politeness import PROGRAM_ERROR, Guest
from crawlers.report import Inventory, inventory, note_unarchived, report, stages
from crawlers.schedule import ADAPTIVE
from crawlers.trouble import explained
from crawlers.wire.fetch import CutOffError, ExchangeResponse, FetchFailedError
from pipelines.agency import Agency


class AgencySpider(Spider):
    """Crawls one agency as its file says. `report` stands when Scrapy has closed it, `error` when it broke."""

    agency: ClassVar[Agency]
    crawl: Crawl
    report: dict[str, Any] | None = None
    error: BaseException | None = None
    queue: Queue
    _limit: int
    _before: Inventory
    _finished: asyncio.Event

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Put the agency's politeness over the project's defaults."""
        super().update_settings(settings)
        polite = cls.agency.politeness
        settings.setdict(
            {
                "USER_AGENT": user_agent(contact_of(cls.agency)),
                "DOWNLOAD_DELAY": polite.delay,
                "DOWNLOAD_TIMEOUT": polite.timeout,
                "AUTOTHROTTLE_ENABLED": polite.delay > 0,
                "AUTOTHROTTLE_START_DELAY": polite.delay,
                "AUTOTHROTTLE_TARGET_CONCURRENCY": float(polite.concurrency),
                "CONCURRENT_REQUESTS_PER_DOMAIN": polite.concurrency,
            },
            priority="spider",
        )

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Open the crawl. Raises LockedError when another process crawls this agency."""
        crawler.signals = HeardSignals(crawler)
        # Of the twelve generators that Scrapy makes for a response asyncio would keep account, for who leaves one open.
        sys.set_asyncgen_hooks(firstiter=None)
        spider = super().from_crawler(crawler, *args, **kwargs)
        named = crawler.settings["LUUCHIEU_HOME"]
        home = find_home(Path(named) if named else None).create()
        asked = str(crawler.settings["LUUCHIEU_ONLY"]).split()
        spider.crawl = Crawl.open(home, cls.agency, crawler.settings.getbool("LUUCHIEU_READING"), len(asked))
        spider.queue = Errand(spider.frontier, asked) if asked else spider.frontier
        spider._limit = crawler.settings.getint("LUUCHIEU_LIMIT")
        spider._before = inventory(spider.crawl)
        spider._finished = asyncio.Event()
        crawler.signals.connect(spider.finish, signals.spider_closed)
        crawler.signals.connect(spider.wait_for_finish, signals.engine_stopped)
        return spider

    @property
    def frontier(self) -> Frontier:
        """Where requests come from."""
        return self.crawl.frontier

    @property
    def guest(self) -> Guest:
        """What hosts have asked of us."""
        return self.crawl.guest

    async def start(self) -> AsyncIterator[Any]:
        """Carry on with what an earlier crawl left; all requests come from the frontier."""
        try:
            self._set_limits()
            await self.crawl.recover()
            if isinstance(self.queue, Errand):  # for which somebody waits: what is left over would come first
                self.queue.begin(self.crawl.began.timestamp())
                return
            self.crawl.read_left_over()
            if self.settings.getbool("LUUCHIEU_DUE") and self.agency.schedule == ADAPTIVE:
                self.crawl.begin_due()
            else:
                self.crawl.begin()
        except Exception as error:
            self.broke(error)
        return
        yield  # what makes this the asynchronous generator that Scrapy asks for

    def broke(self, error: Exception) -> None:
        """End the crawl with this error: Scrapy would log it, and ask for requests again and again."""
        self.error = self.error or error
        self.stop(type(error).__name__)

    def stop(self, reason: str) -> None:
        """Ask for nothing more, and begin to read nothing more that earlier crawls have left."""
        if self.crawl.reader:
            self.crawl.reader.stop(reason)
        if scheduler := self._scheduler_left:
            scheduler.stop(reason)

    def _set_limits(self) -> None:
        if self._limit:
            self._scheduler.remaining = self._limit
        if seconds := self.settings.getfloat("LUUCHIEU_BUDGET"):
            asyncio.get_running_loop().call_later(seconds, self.stop, "budget")

    @property
    def _scheduler_left(self) -> FrontierScheduler | None:
        """The scheduler; None is left when the spider has closed."""
        scheduler = self.crawler.engine.scheduler if self.crawler.engine else None
        return scheduler if isinstance(scheduler, FrontierScheduler) else None

    @property
    def _scheduler(self) -> FrontierScheduler:
        assert self.crawler.engine is not None
        return cast(FrontierScheduler, self.crawler.engine.scheduler)

    async def parse(self, response: Response, **kwargs: Any) -> AsyncIterator[Request]:
        """Carry a response through the crawl."""
        assert isinstance(response, ExchangeResponse)
        assert response.request is not None
        # As a generator: of what a coroutine returns Scrapy would make a task, a deferred and a future more.
        for request in await self._carry(response.request, response.exchange, response.status):
            yield request

    async def failed(self, failure: Failure) -> list[Request]:
        """Carry a failure through the crawl: it is archived with its reason."""
        error: Exception = failure.value  # type: ignore[assignment]
        if isinstance(error, FetchFailedError):
            return await self._carry(failure.request, error.exchange, None)  # type: ignore[attr-defined]
        if isinstance(error, asyncio.CancelledError):  # what was on its way stays leased, for the next crawl
            self.error = self.error or InterruptedCrawlError()
            raise error  # of an answer Scrapy would make tasks, in a loop that is about to be closed
        if isinstance(error, CutOffError):
            return await self._abandon(failure.request, error.exchange)  # type: ignore[attr-defined]
        if isinstance(error, IgnoreRequest):  # called back, and in the frontier again
            return []
        return self._unasked(failure.request, error)  # type: ignore[attr-defined]

    def _unasked(self, request: Request, error: Exception) -> list[Request]:
        """Give up what broke the program before there was an answer, as asking again would; of a full disk, stop."""
        self._fault(f"asking for {request.url}", error)
        lease = request.meta["lease"]
        self.crawl.conclusion.lose(lease, PROGRAM_ERROR)
        self._scheduler.was_no_page(lease)
        return []

    async def _abandon(self, request: Request, exchange: Exchange) -> list[Request]:
        try:
            await self.crawl.abandon(request.meta["lease"], exchange)
        except Exception as error:
            self._fault(f"what {request.url} gave", error)
            raise
        return []

    async def _carry(self, request: Request, exchange: Exchange, status: int | None) -> list[Request]:
        lease = request.meta["lease"]
        try:
            onward = await self.crawl.carry(lease, exchange, hops(request), self._is_alone)
        except Exception as error:
            self._fault(f"what {request.url} gave", error)
            raise
        if onward is None:
            if sort_of(lease.kind, status) != "pages":
                self._scheduler.was_no_page(lease)
            return []
        further = continuation(request, onward)
        if further is None:
            self.crawl.conclusion.lose(lease, "redirect-loop")
            self._scheduler.was_no_page(lease)
        return [further] if further else []

    @property
    def _is_alone(self) -> bool:
        """Whether nothing is being downloaded: with all leases taken, the crawl then waits for what it has."""
        assert self.crawler.engine is not None
        return not self.crawler.engine.downloader.active

    def _fault(self, what: str, error: Exception) -> None:
        """Stop for what a person can mend, such as a full disk. Any other error is told."""
        if not explained(error):
            self.crawl.counts.broke(what, error)
            return
        self.error = self.error or error
        self.stop(type(error).__name__)
        raise CloseSpider(type(error).__name__) from error

    async def finish(self, spider: Spider, reason: str) -> None:
        """Read and settle what is left, keep the report, and close; after a broken disk only close."""
        try:
            with closing(self.crawl):  # in this thread, which opened the catalog and the frontier
                if self.error is None or not explained(self.error):
                    await self._conclude(reason)
        except Exception as error:
            # Scrapy would only log it, and the exit code would say that all is well.
            self.error = error
        finally:
            self._finished.set()

    async def wait_for_finish(self) -> None:
        """Keep the engine until then: told by a signal to stop while it closes the spider, it would not wait."""
        await self._finished.wait()

    async def _conclude(self, reason: str) -> None:
        why = self._reason(reason)  # a signal from now on ends early only the reading of what earlier crawls left
        await note_unarchived(self.crawl)  # settled with the rest: `verify` passes over what waits to be
        await self.crawl.read_all()
        self.report = await report(self.crawl, why, self._is_limited, self._before)
        self.report["stages"] = await stages(self.crawl)
        # What is left unfetched is due by itself; that something is left to read, a crawl that did not end tells.
        is_read = self.crawl.reader is None or self.crawl.reader.cut_short is None
        if reason == "finished" and is_read and not isinstance(self.queue, Errand):
            self.frontier.end_crawl(self.crawl.began.timestamp())

    @property
    def _is_limited(self) -> bool:
        return bool(self._limit) or isinstance(self.queue, Errand)

    def _reason(self, reason: str) -> str:
        scheduler = self._scheduler_left
        if scheduler is None:
            return reason
        return scheduler.stopped or ("limit" if scheduler.remaining == 0 else reason)
