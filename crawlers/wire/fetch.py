"""The download handler: a Scrapy request goes in, a response that carries the exchange as it was on the wire comes out.

Stands on Scrapy's documented `BaseDownloadHandler` alone; docs/capture.md says why, with figures.
"""

from functools import cached_property
from time import monotonic
from typing import cast

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError, IgnoreRequest, NotSupported
from scrapy.http import Response

from archive.http1 import Head
from archive.model import Exchange
from crawlers.politeness import ASK_TO_WAIT, asked_to_wait
from crawlers.wire.client import Client, Limits
from crawlers.wire.cookies import Cookies
from crawlers.wire.outgoing import ALWAYS_SECRET
from pipelines.agency import Agency

time_is_up = object()
"""Scrapy's signal that nobody waits any longer: what is still on its way fails with CutOffError."""


class ExchangeResponse(Response):
    """A response whose bytes are in `exchange`, and there only: `headers` and `body` are empty, nothing is held twice.

    Whoever takes the exchange closes `exchange.response`.
    """

    def __init__(self, exchange: Exchange, head: Head, request: Request) -> None:
        super().__init__(request.url, head.status, request=request)
        self.exchange = exchange
        self.head = head


class FetchFailedError(DownloadFailedError):
    """No response came. `exchange` has the request and, as `failure`, the reason: it is archived like any other.

    An exception and not a response with a made-up status, since Scrapy's components take every response for an
    answer of the server: an unreachable robots.txt would read as an empty one.
    """

    def __init__(self, exchange: Exchange) -> None:
        failure = exchange.failure
        super().__init__(f"{exchange.url}: {failure.reason}: {failure.detail}" if failure else exchange.url)
        self.exchange = exchange


class CutOffError(IgnoreRequest):
    """The crawl ended before the answer was whole: that says nothing of the URL. `exchange` has what came of it."""

    def __init__(self, exchange: Exchange) -> None:
        super().__init__(exchange.url)
        self.exchange = exchange


class CaptureDownloadHandler(BaseDownloadHandler):
    """Fetches http and https URLs for Scrapy with the agency of the spider, if it has one."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._max_size = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self._cookies = Cookies()
        crawler.signals.connect(self._cut_off, time_is_up)

    @cached_property
    def _agency(self) -> Agency | None:
        return cast(Agency | None, getattr(self.crawler.spider, "agency", None))

    @cached_property
    def _seconds(self) -> float:
        return self._agency.politeness.timeout if self._agency else self.crawler.settings.getfloat("DOWNLOAD_TIMEOUT")

    @cached_property
    def _client(self) -> Client:
        settings = self.crawler.settings
        secrets = {name.strip().lower().encode() for name in settings.getlist("LUUCHIEU_SECRET_HEADERS")}
        headers = default_headers(settings["USER_AGENT"])
        return Client(self._agency, headers, ALWAYS_SECRET | secrets, self._count_delay_from_now)

    def _count_delay_from_now(self, host: str) -> None:
        """Scrapy counts a delay from when it hands a request out; on its way it may wait, and to connect takes time."""
        if self.crawler.engine and (slot := self.crawler.engine.downloader.slots.get(host)):
            slot.lastseen = monotonic()

    async def download_request(self, request: Request) -> ExchangeResponse:
        """Fetch one URL. Raises FetchFailedError when no response came, ValueError when it cannot be requested.

        Raises CutOffError when it is told by the signal `time_is_up` not to wait any longer. Of an answer that may ask
        for a pause the signal `asked_to_wait` tells before anything else goes out.

        `download_timeout` and `download_maxsize` in the request's meta go before the agency's file and the settings.
        """
        if request.meta.get("proxy"):
            raise NotSupported(f"{request.url}: proxies are not supported")
        limits = Limits(
            request.meta.get("download_timeout") or self._seconds,
            request.meta.get("download_maxsize", self._max_size) or 2**63,
        )
        if cookies := self._cookies.of(request.url):
            request.headers["Cookie"] = cookies
        headers = [(name, value) for name in request.headers for value in request.headers.getlist(name)]
        fetched = await self._client.fetch(request.method, request.url, headers, request.body, limits)
        if _is_cut_off(fetched.exchange):
            raise CutOffError(fetched.exchange)
        if fetched.latency is not None:
            request.meta["download_latency"] = fetched.latency
        if fetched.head is None:
            raise FetchFailedError(fetched.exchange)
        if fetched.head.status in ASK_TO_WAIT:
            self.crawler.signals.send_catch_log(asked_to_wait, request=request, exchange=fetched.exchange)
        if given := fetched.head.get_all(b"set-cookie"):
            self._cookies.take(request.url, given)
        return ExchangeResponse(fetched.exchange, fetched.head, request)

    def _cut_off(self) -> None:
        self._client.cut_off()

    async def close(self) -> None:
        """Drop what is left of connections; Scrapy calls it when the engine has stopped."""
        await self._client.close()


def _is_cut_off(exchange: Exchange) -> bool:
    """Whether an answer, or the rest of it, had not come when nobody waited any longer."""
    why = exchange.failure.reason if exchange.failure else None
    return exchange.truncated == "unspecified" or why == "interrupted"


def default_headers(user_agent: str) -> list[tuple[bytes, bytes]]:
    """What every request says of us; gzip is the only coding asked for, as archives are read for decades."""
    return [
        (b"User-Agent", user_agent.encode()),
        (b"Accept", b"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
        (b"Accept-Language", b"vi"),
        (b"Accept-Encoding", b"gzip"),
        (b"Connection", b"keep-alive"),
    ]
