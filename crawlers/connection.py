"""One connection to a server, carrying one exchange at a time, and the pool of those that may carry another."""

import asyncio
import ssl
from dataclasses import dataclass
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO, cast
from urllib.parse import urlsplit

from archive.clock import monotonic
from archive.framing import Framing
from archive.model import Truncation
from archive.urls import origin_of
from crawlers.address import AddressBook
from crawlers.tls import Fault, accepting, fault_of, verifying, words_of

IN_MEMORY = 1024 * 1024
"""Bytes of a response kept in memory; what is longer goes to an unnamed temporary file."""

IDLE_SECONDS = 15.0
"""How long a connection waits for its next exchange; servers commonly close theirs after 5 to 75 s."""

CONNECT_SECONDS = 20.0
"""Time for one address to answer, TLS included, before the host's next address is tried."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a connection goes: what the pool tells connections apart by."""

    host: str
    port: int
    tls: bool


def origin(url: str) -> Origin:
    """Where an absolute http or https URL is fetched from. Raises ValueError for what is none."""
    parts = urlsplit(origin_of(url))
    tls = parts.scheme == "https"
    return Origin(parts.hostname or "", parts.port or (443 if tls else 80), tls)


class Transfer:
    """A response on its way in: its framing, its bytes, and why they end."""

    def __init__(self, method: str, max_size: int) -> None:
        self.framing = Framing(method)
        self.body: IO[bytes] = BytesIO()
        self.size = 0
        self.truncated: Truncation | None = None
        self.began = monotonic()
        self.latency: float | None = None
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._room = max_size

    @property
    def silent(self) -> bool:
        """Whether the server has not sent a single byte."""
        return not (self.size or self.framing.pending or self.framing.interim)

    def receive(self, data: bytes) -> bool:
        """Take bytes off the wire; returns whether no more are wanted."""
        framing = self.framing
        kept = framing.feed(data)
        if kept and self.latency is None:
            self.latency = monotonic() - self.began
            announced = framing.head.content_length if framing.head else None
            if announced is not None and announced > self._room and not framing.complete:
                self.truncated = "length"  # a good guest does not draw what cannot be kept
        if self.size + len(kept) > self._room:
            kept = kept[: self._room - self.size]
            self.truncated = "length"
        self._keep(kept)
        return framing.complete or framing.hopeless or self.truncated is not None

    def _keep(self, data: bytes) -> None:
        if self.size <= IN_MEMORY < self.size + len(data):
            in_memory, self.body = self.body, TemporaryFile()  # noqa: SIM115  whoever gets the exchange closes it
            in_memory.seek(0)
            self.body.write(in_memory.read())
        self.body.write(data)
        self.size += len(data)

    def stop(self, why: Truncation) -> None:
        """End the transfer before its response is whole."""
        if not self.done.done():
            self.truncated = why
            self.done.set_result(None)

    def finish(self) -> None:
        """End the transfer: its response is whole, or no more of it is wanted."""
        if not self.done.done():
            self.done.set_result(None)


class Connection(asyncio.Protocol):
    """A connection that is made; `tls_unverified` says which fault of its certificate was overlooked."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self.ip = ""
        self.alive = False
        self.used = 0
        self.idle_since = 0.0
        self.tls_unverified: str | None = None
        self._transport: asyncio.Transport
        self._transfer: Transfer | None = None
        self._early = b""
        self._error: Exception | None = None

    async def exchange(self, request: bytes, transfer: Transfer, seconds: float) -> None:
        """Send the bytes of a request and fill `transfer` with what comes back within the time given.

        Never raises for what a server does: how the response ended stands in the transfer.
        """
        self.used += 1
        self._transfer = transfer
        timer = asyncio.get_running_loop().call_later(seconds, transfer.stop, "time")
        try:
            self._transport.write(request)
            if self._early:
                self.data_received(self._early)
            if not self.alive:
                self._end(transfer)
            await transfer.done
        finally:
            timer.cancel()
            self._transfer = None
            if not transfer.framing.reusable or transfer.truncated:
                self.close()

    def close(self) -> None:
        """Drop the connection, whatever is under way."""
        self.alive = False
        self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Part of asyncio's protocol."""
        self._transport = cast(asyncio.Transport, transport)
        self.ip = str(transport.get_extra_info("peername")[0])
        self.alive = True

    def data_received(self, data: bytes) -> None:
        """Part of asyncio's protocol. Bytes before the first request are its answer, bytes between two are nobody's."""
        if self._transfer is not None and not self._transfer.done.done():
            if self._transfer.receive(data):
                self._transfer.finish()
        elif self.used:
            self.close()
        else:
            self._early += data

    def connection_lost(self, error: Exception | None) -> None:
        """Part of asyncio's protocol."""
        self.alive = False
        self._error = error
        if self._transfer is not None:
            self._end(self._transfer)

    def _end(self, transfer: Transfer) -> None:
        if self._error is None and transfer.framing.close():
            transfer.finish()
        else:
            transfer.stop("disconnect")


class Pool:
    """Opens connections to permitted addresses with verified TLS, and keeps those that may be used again."""

    def __init__(self, book: AddressBook, accept: Fault | None) -> None:
        self._book = book
        self._accept = accept
        self._idle: dict[Origin, list[Connection]] = {}
        self._verifying: ssl.SSLContext | None = None
        self._overlooking: dict[Origin, tuple[ssl.SSLContext, str]] = {}

    def take(self, origin: Origin) -> Connection | None:
        """An idle connection that still seems alive, the one used last, or None."""
        idle = self._idle.get(origin, [])
        while idle:
            connection = idle.pop()
            if _is_fresh(connection):
                return connection
            connection.close()
        return None

    def give_back(self, connection: Connection) -> None:
        """Keep a connection for the next exchange, if it is still alive."""
        if connection.alive:
            connection.idle_since = monotonic()
            self._idle.setdefault(connection.origin, []).append(connection)

    def close(self) -> None:
        """Drop all idle connections."""
        for connection in [one for idle in self._idle.values() for one in idle]:
            connection.close()
        self._idle.clear()

    async def open(self, origin: Origin) -> Connection:
        """Connect to the first permitted address that answers.

        Raises what stood in the way: AddressRefusedError, socket.gaierror, ssl.SSLError, TimeoutError, OSError.
        """
        self._drop_stale()
        failure: OSError | None = None
        for address in await self._book.addresses(origin.host, origin.port):
            try:
                async with asyncio.timeout(CONNECT_SECONDS):
                    return await self._open_at(address, origin)
            except ssl.SSLError:
                raise
            except OSError as error:
                failure = failure or error
        raise failure or OSError(f"{origin.host} has no address")

    def _drop_stale(self) -> None:
        for origin in list(self._idle):
            waiting = self._idle.pop(origin)
            fresh = [one for one in waiting if _is_fresh(one)]
            if fresh:
                self._idle[origin] = fresh
            for connection in waiting:
                if connection not in fresh:
                    connection.close()

    async def _open_at(self, address: str, origin: Origin) -> Connection:
        if not origin.tls:
            return await _connect(address, origin, None)
        if origin in self._overlooking:
            return await self._open_overlooking(address, origin)
        self._verifying = self._verifying or verifying()
        try:
            return await _connect(address, origin, self._verifying)
        except ssl.SSLCertVerificationError as error:
            if fault_of(error) != self._accept:
                raise
            context = await accepting(self._accept, address, origin.port, origin.host)
            self._overlooking[origin] = context, words_of(error)
            return await self._open_overlooking(address, origin)

    async def _open_overlooking(self, address: str, origin: Origin) -> Connection:
        context, words = self._overlooking[origin]
        try:
            connection = await _connect(address, origin, context)
        except ssl.SSLCertVerificationError:
            # The certificate has changed; the next attempt begins with full verification.
            del self._overlooking[origin]
            raise
        connection.tls_unverified = words
        return connection


def _is_fresh(connection: Connection) -> bool:
    return connection.alive and monotonic() - connection.idle_since < IDLE_SECONDS


async def _connect(address: str, origin: Origin, context: ssl.SSLContext | None) -> Connection:
    # A name's trailing dot is for the resolver; certificates are made out without it.
    name = origin.host.rstrip(".") if context else None
    _transport, connection = await asyncio.get_running_loop().create_connection(
        lambda: Connection(origin), address, origin.port, ssl=context, server_hostname=name
    )
    return connection
