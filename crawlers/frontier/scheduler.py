"""Scrapy's scheduler over the frontier: hands out as many leases as the downloader can use, and no more.

What waits stays in the frontier's file. Scrapy names this class in SCHEDULER and gives it the spider, which has:

    frontier: Frontier      nothing is handed out before its `begin_crawl`
    guest: Guest            the politeness of this crawl
    parse(response)         the callback for every response, whatever its status
    failed(failure)         the errback for every request without a response
    broke(error)            told when the frontier cannot be written

Every request carries its `Lease` in `meta["lease"]`; the spider ends each lease with `frontier.expanded`, `failed`,
`refused` or `release`, or goes on under it (`crawlers.frontier.trail`).

robots.txt: a lease whose origin has no policy yet is given back, and a lease of kind `robots` handed out instead;
its host gets nothing else until the spider has archived the answer and called `guest.learn(lease, exchange, hops,
now)`, for a failure with the failed exchange. `learn` gives None when a redirect is to be followed first. So each
robots.txt is captured, expanded (it names sitemaps) or failed like any other URL. What a policy forbids is refused
here, and never requested.

`stop(reason)` ends the handing out, `remaining` that of new leases. What is on its way may still arrive for
`LAST_SECONDS`; what only waits in the downloader for its host's delay is called back, as it is when the host asks for
a pause.
"""

import asyncio
from collections import Counter, deque
from collections.abc import Set
from contextlib import suppress
from typing import Any, Protocol, Self, cast

from scrapy import Request, Spider, signals
from scrapy.core.downloader import Downloader
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler

from archive import clock
from archive.errors import LuuchieuError
from archive.model import Exchange
from archive.urls import host_of, origin_of
from crawlers import robots
from crawlers.answer import conditions
from crawlers.counts import PAGES
from crawlers.frontier.frontier import Frontier
from crawlers.frontier.slots import called_back, paced
from crawlers.frontier.tables import Lease
from crawlers.frontier.trail import hops
from crawlers.frontier.waiting import held_until
from crawlers.politeness import Guest, asked_to_wait
from crawlers.silence import PATIENCE
from crawlers.wire.fetch import time_is_up

LAST_SECONDS = 10.0
"""How long after a stop what is on its way may still arrive."""


class Queue(Protocol):
    """What hands out leases; the methods are those of `Frontier`."""

    @property
    def begun(self) -> bool:
        """Whether leases may be asked for."""

    def lease(self, n: int, now: float, busy: Set[str]) -> list[Lease]:
        """At most `n` leases of hosts that are not busy."""

    def release(self, url: str, not_before: float) -> None:
        """Take a lease back unused."""

    def wakes(self, busy: Set[str]) -> dict[str, float]:
        """When there will be a lease of each host that is not busy."""


class Crawling(Protocol):
    """What the scheduler needs of a spider."""

    frontier: Frontier
    queue: Queue
    guest: Guest

    def parse(self, response: Any) -> Any:
        """Archive a response, whatever its status, and end its lease."""

    def failed(self, failure: Any) -> Any:
        """Archive a failure, and end its lease."""

    def broke(self, error: Exception) -> None:
        """End the crawl: its frontier or archive can no longer be written."""


class FrontierScheduler(BaseScheduler):
    """Leases from the frontier, one at a time, for hosts that have a connection free."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._per_host = crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        self._delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._continuations: deque[Request] = deque()
        self._downloading: Counter[str] = Counter()
        self.remaining: int | None = None
        self.stopped: str | None = None
        crawler.signals.connect(self._reached_downloader, signals.request_reached_downloader)
        crawler.signals.connect(self._left_downloader, signals.request_left_downloader)
        crawler.signals.connect(self._heed, asked_to_wait)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the component, as Scrapy does."""
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        """Take the spider; its frontier is touched when the first request is asked for."""
        self._spider = cast(Crawling, spider)

    def close(self, reason: str) -> None:
        """Give back the leases that only wait here."""
        for request in self._continuations:
            self._spider.frontier.release(request.meta["lease"].url, _now())
        self._continuations.clear()

    def stop(self, reason: str) -> None:
        """Hand out nothing from now on: the time is up, a signal came, the disk is full."""
        if self.stopped is not None:
            return
        self.stopped = reason
        asyncio.get_running_loop().call_later(LAST_SECONDS, self._crawler.signals.send_catch_log, time_is_up)
        for host in list(self._downloading):
            self._call_back_last(host)

    def was_no_page(self, lease: Lease) -> None:
        """What came under a lease was no page after all: `remaining` has room for another."""
        if self.remaining is not None and lease.kind in PAGES:
            self.remaining += 1

    def has_pending_requests(self) -> bool:
        """Whether something is due, or will be within the crawl's patience. Scrapy asks when all else is idle.

        So a host that still waits for its robots.txt then waits in vain: its request was lost in an error.
        """
        if self.stopped is not None:
            return False
        now, silences = _now(), self._spider.guest.silences
        if not all(self._waits(request, now + PATIENCE) for request in self._continuations):
            return True
        wakes = {} if self.remaining == 0 else self._spider.queue.wakes(self._busy())
        asked = {host for host, (_, reason) in self._spider.frontier.holds(now).items() if reason.startswith("http-")}
        return any(due <= silences.patience(host, asked, now) for host, due in wakes.items())

    def enqueue_request(self, request: Request) -> bool:
        """Keep a continuation of a lease; the lease is what makes it durable, so other requests are errors."""
        if not isinstance(request.meta.get("lease"), Lease):
            raise ValueError(f"{request.url} has no lease: new URLs go into the frontier, not to the scheduler")
        self._continuations.append(request)
        return True

    def next_request(self) -> Request | None:
        """The next request whose host is free, asked and willing; None when there is none at present."""
        # Scrapy asks while the spider's `start` still recovers what an earlier crawl left leased.
        if not self._spider.queue.begun or self.stopped is not None:
            return None
        now = _now()
        try:
            return self._continued(now) or self._leased(now)
        except LuuchieuError as error:
            self._spider.broke(error)
            return None

    def _continued(self, now: float) -> Request | None:
        for _ in range(len(self._continuations)):
            request = self._continuations.popleft()
            lease: Lease = request.meta["lease"]
            if self._waits(request, now):
                self._continuations.append(request)
            elif lease.kind == "robots" or self._may(request.url, lease, now):
                return self._handed(request, now)
            elif self._spider.guest.policy(request.url, now) is None:
                self._continuations.append(request)
                if asked := self._ask(request.url, now):
                    return asked
            else:
                self.was_no_page(lease)
        return None

    def _leased(self, now: float) -> Request | None:
        queue, guest = self._spider.queue, self._spider.guest
        while self.remaining != 0 and (leases := queue.lease(1, now, self._busy())):
            lease = leases[0]
            if lease.kind == "robots":
                return self._ask(lease.url, now, lease)
            if guest.policy(lease.url, now) is None:
                held = held_until(lease.url, self._spider.frontier.holds(now))
                queue.release(lease.url, held or now)
                if held is None and (asked := self._ask(lease.url, now)):
                    return asked
            elif self._may(lease.url, lease, now):
                return self._handed(self._request(lease), now)
        return None

    def _waits(self, request: Request, now: float) -> bool:
        """Whether a continuation must wait for its host; for a robots.txt it is the host that waits."""
        is_robots = request.meta["lease"].kind == "robots"
        held = held_until(request.url, self._spider.frontier.holds(now)) is not None
        return held or (host_of(request.url) in self._busy() and not is_robots)

    def _may(self, url: str, lease: Lease, now: float) -> bool:
        """Whether robots.txt allows the URL; the lease of one that is known to be forbidden is refused."""
        policy = self._spider.guest.policy(url, now)
        if policy is None:
            return False
        allowed = policy.allows(url)
        if not allowed:
            self._spider.frontier.refused(lease.url, policy.refusal)
            self._spider.guest.forbidden += policy.refusal == "robots"
        return allowed

    def _ask(self, url: str, now: float, lease: Lease | None = None) -> Request | None:
        """A request for the robots.txt that speaks of `url`; its host is left alone until it is learned."""
        lease = lease or self._spider.frontier.take(robots.robots_url(url), "robots", now)
        self._spider.guest.asking.add(robots.robots_url(url).removesuffix("/robots.txt"))
        return self._handed(self._request(lease), now) if lease else None

    def _request(self, lease: Lease) -> Request:
        meta = {"lease": lease, "verbatim_url": True, "download_slot": host_of(lease.url)}
        spider = self._spider
        return Request(lease.url, headers=conditions(lease), meta=meta, callback=spider.parse, errback=spider.failed)

    def _handed(self, request: Request, now: float) -> Request:
        host = request.meta["download_slot"]
        self._downloading[host] += 1
        lease: Lease = request.meta["lease"]
        if self.remaining is not None and lease.kind in PAGES and not hops(request):
            self.remaining -= 1
        delay = self._spider.guest.crawl_delay(request.url, now)
        if delay is not None and delay > self._delay:
            paced(self._downloader, request, delay)
        return request

    @property
    def _downloader(self) -> Downloader:
        assert self._crawler.engine is not None
        return self._crawler.engine.downloader

    def _reached_downloader(self, request: Request) -> None:
        # Between Scrapy's engine and its slots are the middlewares: what was there at the stop waits only from now on.
        if self.stopped is not None:
            asyncio.get_running_loop().call_soon(self._call_back_last, request.meta["download_slot"])

    def _left_downloader(self, request: Request) -> None:
        host = request.meta["download_slot"]
        self._downloading[host] -= 1
        if self._downloading[host] <= 0:
            del self._downloading[host]

    def _heed(self, request: Request, exchange: Exchange) -> None:
        """Hold a host that asks for a pause before anything else goes out: to archive its answer takes a while."""
        try:
            if self._spider.guest.heed(request.meta["lease"], exchange, _now()) is not None:
                self._call_back(request.meta["download_slot"])
        except LuuchieuError as error:
            self._spider.broke(error)

    def _call_back_last(self, host: str) -> None:
        with suppress(LuuchieuError):  # of a frontier that cannot be written; the next crawl finds the leases
            self._call_back(host)

    def _call_back(self, host: str) -> None:
        for request in called_back(self._downloader, host):
            lease: Lease = request.meta["lease"]
            self._left_downloader(request)
            if lease.kind == "robots":
                self._spider.guest.asking.discard(origin_of(lease.url))
            if not hops(request):
                self.was_no_page(lease)
            self._spider.queue.release(lease.url, _now())

    def _busy(self) -> set[str]:
        full = {host for host, n in self._downloading.items() if n >= self._per_host}
        return full | {host_of(origin) for origin in self._spider.guest.asking}


def _now() -> float:
    return clock.now().timestamp()
