"""The download handler: a Scrapy request goes in, an exchange with the very bytes of the wire comes out.

Stands on Scrapy's documented `BaseDownloadHandler` and asyncio alone; docs/capture.md says why, with figures.
"""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from tempfile import SpooledTemporaryFile
from typing import IO, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Response

from archive.clock import monotonic, now, stamp
from archive.http1 import Head, parse_head
from archive.model import Exchange, Failure
from crawlers.address import AddressBook, AddressRefusedError, own_endpoints
from crawlers.connection import CONNECT_SECONDS, Connection, Origin, Pool, Transfer
from crawlers.outgoing import ALWAYS_SECRET, Outgoing, outgoing
from crawlers.tls import words_of
from pipelines.agency import Agency

# gzip alone: archives are read for decades.
_FIXED = (
    (b"Accept", b"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    (b"Accept-Language", b"vi"),
    (b"Accept-Encoding", b"gzip"),
    (b"Connection", b"keep-alive"),
)
_IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})


class ExchangeResponse(Response):
    """A response whose bytes are in `exchange`, and there only: `body` is empty, so that nothing is held twice.

    Whoever takes the exchange closes `exchange.response`.
    """

    def __init__(self, exchange: Exchange, head: Head, request: Request) -> None:
        super().__init__(request.url, head.status, head.headers, request=request)
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


class CaptureDownloadHandler(BaseDownloadHandler):
    """Fetches http and https URLs for Scrapy; what stood on the wire is in the response's or error's `exchange`."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        self._fixed = dict([(b"User-Agent", settings["USER_AGENT"].encode()), *_FIXED])
        self._secrets = ALWAYS_SECRET | {name.lower().encode() for name in settings.getlist("LUUCHIEU_SECRET_HEADERS")}
        self._max_size = settings.getint("DOWNLOAD_MAXSIZE")
        self._timeout = settings.getfloat("DOWNLOAD_TIMEOUT")

    @cached_property
    def _agency(self) -> Agency | None:
        return cast(Agency | None, getattr(self.crawler.spider, "agency", None))

    @cached_property
    def _pool(self) -> Pool:
        accept = self._agency.tls.accept if self._agency else None
        return Pool(AddressBook(own_endpoints(self._agency)), accept)

    async def download_request(self, request: Request) -> ExchangeResponse:
        """Fetch one URL. Raises FetchFailedError when no response came, ValueError when there is no such request."""
        message = outgoing(request.method, request.url, list(self._headers(request)), request.body, self._secrets)
        seconds = request.meta.get("download_timeout") or self._seconds
        max_size = request.meta.get("download_maxsize", self._max_size) or 2**63
        exchange, transfer = await self._fetch(message, seconds, max_size)
        if transfer is not None and transfer.latency is not None:
            request.meta["download_latency"] = transfer.latency
        if exchange.response is None or transfer is None:
            raise FetchFailedError(exchange)
        return ExchangeResponse(exchange, transfer.framing.head or parse_head(transfer.framing.pending), request)

    async def close(self) -> None:
        """Drop what is left of connections; Scrapy calls it when the engine has stopped."""
        self._pool.close()

    @property
    def _seconds(self) -> float:
        return self._agency.politeness.timeout if self._agency else self._timeout

    def _headers(self, request: Request) -> Iterator[tuple[bytes, bytes]]:
        own = request.headers
        for name, value in self._fixed.items():
            if name not in own:
                yield name, value
        for name in own:
            for value in own.getlist(name):
                yield name, value

    async def _fetch(self, message: Outgoing, seconds: float, max_size: int) -> tuple[Exchange, Transfer | None]:
        started, began = stamp(now()), monotonic()
        try:
            connection, transfer = await self._transfer(message, seconds, max_size)
        except (OSError, AddressRefusedError) as error:
            exchange = Exchange(message.url, started, message.kept, None, failure=_why_not(error, seconds))
            return replace(exchange, duration_ms=_ms_since(began), redacted=message.redacted), None
        response = _response_in(transfer)
        return Exchange(
            url=message.url,
            started=started,
            request=message.kept,
            response=cast(IO[bytes] | None, response),
            duration_ms=_ms_since(began),
            ip=connection.ip,
            truncated=transfer.truncated if response else None,
            failure=None if response else _why_nothing(transfer, seconds),
            tls_unverified=connection.tls_unverified,
            redacted=message.redacted,
            interim=transfer.framing.interim if response else transfer.framing.interim + transfer.framing.pending,
        ), transfer

    async def _transfer(self, message: Outgoing, seconds: float, max_size: int) -> tuple[Connection, Transfer]:
        """Send on a kept connection or a fresh one; a kept one that proves dead before any byte is replaced once."""
        origin = _origin(message.url)
        connection = self._pool.take(origin) if message.method in _IDEMPOTENT else None
        if connection is not None:
            transfer = await self._send(connection, message, Transfer(message.method, max_size), seconds)
            if not (transfer.truncated == "disconnect" and transfer.silent):
                return connection, transfer
        began = monotonic()
        async with asyncio.timeout(seconds):
            connection = await self._pool.open(origin)
        left = seconds - (monotonic() - began)
        return connection, await self._send(connection, message, Transfer(message.method, max_size), left)

    async def _send(self, connection: Connection, message: Outgoing, transfer: Transfer, seconds: float) -> Transfer:
        if self.crawler.stats:
            self.crawler.stats.inc_value("fetch/connections_reused" if connection.used else "fetch/connections_opened")
        await connection.exchange(message.sent, transfer, seconds)
        self._pool.give_back(connection)
        return transfer


def _origin(url: str) -> Origin:
    parts = urlsplit(url)
    tls = parts.scheme == "https"
    return Origin(parts.hostname or "", parts.port or (443 if tls else 80), tls)


def _ms_since(began: float) -> int:
    return round((monotonic() - began) * 1000)


def _response_in(transfer: Transfer) -> SpooledTemporaryFile[bytes] | None:
    """The bytes of the response, ready to read; a head that broke off counts from its status line on."""
    framing, body = transfer.framing, transfer.body
    if framing.head is None:
        if framing.hopeless or not parse_head(framing.pending).status:
            body.close()
            return None
        body.write(framing.pending)
    body.seek(0)
    return body


def _why_nothing(transfer: Transfer, seconds: float) -> Failure:
    """Why a connection gave no response; whatever bytes it gave instead are in the exchange's `interim`."""
    if transfer.framing.hopeless:
        return Failure("protocol", f"what came is not HTTP/1: {transfer.framing.pending[:80]!r}")
    if transfer.truncated == "time":
        return Failure("timeout", f"no response within {seconds:g} s")
    return Failure("connection-lost", "the server closed the connection without a response")


def _why_not(error: Exception, seconds: float) -> Failure:
    """Why there was no connection to send on."""
    if isinstance(error, AddressRefusedError):
        return Failure("address-refused", str(error))
    if isinstance(error, socket.gaierror):
        return Failure("dns", str(error.strerror))
    if isinstance(error, ssl.SSLError):
        return Failure("tls", words_of(error))
    if isinstance(error, TimeoutError):
        return Failure("timeout", str(error) or f"no connection within {min(seconds, CONNECT_SECONDS):g} s")
    if isinstance(error, ConnectionResetError):
        return Failure("connection-lost", str(error))
    return Failure("connection-refused", str(error))
