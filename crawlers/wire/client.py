"""An HTTP/1.1 client that keeps the bytes of the wire: a request goes in, an exchange comes out. Knows no Scrapy."""

import asyncio
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import IO

from archive.clock import monotonic, now, stamp
from archive.http1 import Head, parse_head
from archive.model import Exchange, Failure
from crawlers.wire.address import AddressBook, AddressRefusedError, own_endpoints
from crawlers.wire.connection import Connection, Origin, origin
from crawlers.wire.connections import Pool
from crawlers.wire.outgoing import ALWAYS_SECRET, Outgoing, outgoing
from crawlers.wire.tls import words_of
from crawlers.wire.transfer import Transfer
from pipelines.agency import Agency

_IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})


@dataclass(frozen=True, slots=True)
class Limits:
    """What one exchange may take: seconds from its start to its last byte, bytes of response on the wire."""

    seconds: float = 180.0
    size: int = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Fetched:
    """An exchange, its head (None where `exchange.failure` says why), seconds until the head, connection reused?"""

    exchange: Exchange
    head: Head | None = None
    latency: float | None = None
    reused: bool = False


class Client:
    """Fetches URLs for an agency: over connections it keeps alive, to permitted addresses, with verified TLS.

    The agency's file may open its own private address and accept one class of TLS fault. `headers` go with every
    request that does not bring its own of that name. `sending` is told the host of each request as it is sent.
    """

    def __init__(
        self,
        agency: Agency | None,
        headers: Sequence[tuple[bytes, bytes]] = (),
        secrets: frozenset[bytes] = ALWAYS_SECRET,
        sending: Callable[[str], None] = lambda host: None,
    ) -> None:
        self._sending = sending
        self._headers = tuple(headers)
        self._secrets = secrets
        self._pool = Pool(AddressBook(own_endpoints(agency)), agency.tls.accept if agency else None)
        self._under_way: set[Callable[[], None]] = set()
        self._is_cut_off = False

    async def fetch(
        self,
        method: str,
        url: str,
        headers: Sequence[tuple[bytes, bytes]] = (),
        body: bytes = b"",
        limits: Limits = Limits(),
    ) -> Fetched:
        """Send one request and take what comes. Redirects are not followed, nothing is retried or decoded.

        What servers and networks do never raises: it stands in the exchange. Raises ValueError for a request that
        cannot be sent, DiskError when a large response finds no room. Whoever gets the exchange closes its response.
        """
        brought = {name.lower() for name, _value in headers}
        fixed = [header for header in self._headers if header[0].lower() not in brought]
        message = outgoing(method, url, [*fixed, *headers], body, self._secrets)
        where = origin(message.url)
        started, began = stamp(now()), monotonic()
        try:
            connection, transfer = await self._transfer(message, where, limits)
        except (OSError, AddressRefusedError) as error:
            took = _milliseconds(began)
            why = _interrupted(took) if self._is_cut_off else _why_not(error, took)
            return Fetched(Exchange(message.url, started, message.kept, None, took, failure=why))
        return _fetched(message, started, _milliseconds(began), connection, transfer)

    def cut_off(self) -> None:
        """Wait no longer for anything: what is under way, or still begins, ends as it is, and says so."""
        self._is_cut_off = True
        for stop in tuple(self._under_way):
            stop()

    async def close(self) -> None:
        """Drop the connections that are kept."""
        self._pool.close()
        await asyncio.sleep(0)  # transports drop their sockets in the loop's next turn

    async def _transfer(self, message: Outgoing, where: Origin, limits: Limits) -> tuple[Connection, Transfer]:
        """Send on a kept connection or a fresh one; a kept one that proves dead before any byte is replaced once."""
        connection = self._pool.take(where) if message.method in _IDEMPOTENT else None
        if connection is not None:
            transfer = await self._send(connection, message, limits.size, limits.seconds)
            if not (transfer.truncated == "disconnect" and transfer.silent):
                return connection, transfer
        began = monotonic()
        async with asyncio.timeout(limits.seconds) as patience:
            with self._until_cut_off(partial(_end, patience)):
                connection = await self._pool.open(where)
        left = limits.seconds - (monotonic() - began)
        return connection, await self._send(connection, message, limits.size, left)

    async def _send(self, connection: Connection, message: Outgoing, size: int, seconds: float) -> Transfer:
        transfer = Transfer(message.method, size)
        self._sending(connection.origin.host)
        with self._until_cut_off(partial(transfer.stop, "unspecified")):
            await connection.exchange(message.sent, transfer, seconds)
        self._pool.give_back(connection)
        return transfer

    @contextmanager
    def _until_cut_off(self, stop: Callable[[], None]) -> Iterator[None]:
        self._under_way.add(stop)
        if self._is_cut_off:
            stop()
        try:
            yield
        finally:
            self._under_way.discard(stop)


def _end(patience: asyncio.Timeout) -> None:
    with suppress(RuntimeError):  # it is ending already
        patience.reschedule(0.0)


def _milliseconds(began: float) -> int:
    return round((monotonic() - began) * 1000)


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.1f} s"


def _fetched(message: Outgoing, started: str, duration_ms: int, connection: Connection, transfer: Transfer) -> Fetched:
    framing = transfer.framing
    response = _response_in(transfer)
    exchange = Exchange(
        url=message.url,
        started=started,
        request=message.kept,
        response=response,
        duration_ms=duration_ms,
        ip=connection.ip,
        truncated=transfer.truncated if response else None,
        failure=None if response else _why_nothing(transfer, duration_ms),
        tls_unverified=connection.tls_unverified,
        redacted=message.redacted,
        interim=framing.interim if response else framing.interim + framing.pending,
    )
    head = (framing.head or parse_head(framing.pending)) if response else None
    return Fetched(exchange, head, transfer.latency, connection.used > 1)


def _response_in(transfer: Transfer) -> IO[bytes] | None:
    """The bytes of the response, ready to read; a head that broke off counts from its status line on."""
    framing, body = transfer.framing, transfer.body
    if framing.head is None:
        if framing.hopeless or not parse_head(framing.pending).status:
            return None
        body.write(framing.pending)
    body.seek(0)
    return body


def _why_nothing(transfer: Transfer, took: int) -> Failure:
    """Why a connection gave no response; whatever bytes it gave instead are in the exchange's `interim`."""
    if transfer.framing.hopeless:
        return Failure("protocol", f"what came is not HTTP/1: {transfer.framing.pending[:80]!r}")
    if transfer.truncated == "unspecified":
        return _interrupted(took)
    if transfer.truncated == "time":
        return Failure("timeout", f"no response within {_seconds(took)}")
    return Failure("connection-lost", "the server closed the connection without a response")


def _interrupted(took: int) -> Failure:
    return Failure("interrupted", f"the crawl ended when nothing had come for {_seconds(took)}")


def _why_not(error: Exception, took: int) -> Failure:
    """Why there was no connection to send on."""
    if isinstance(error, AddressRefusedError):
        return Failure("address-refused", str(error))
    if isinstance(error, socket.gaierror):
        return Failure("dns", str(error.strerror))
    if isinstance(error, ssl.SSLError):
        return Failure("tls", words_of(error))
    if isinstance(error, TimeoutError):
        return Failure("timeout", str(error) or f"no connection within {_seconds(took)}")
    if isinstance(error, ConnectionResetError):
        return Failure("connection-lost", str(error))
    return Failure("connection-refused", str(error))
