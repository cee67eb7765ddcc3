"""One connection to a server, carrying one exchange at a time."""

import asyncio
import ssl
from dataclasses import dataclass
from functools import lru_cache
from typing import cast
from urllib.parse import urlsplit

from archive.urls import origin_of
from crawlers.wire.transfer import Transfer


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a connection goes: what the pool tells connections apart by."""

    host: str
    port: int
    tls: bool


def origin(url: str) -> Origin:
    """Where an absolute http or https URL is fetched from. Raises ValueError for what is none."""
    return _origin(origin_of(url))


@lru_cache(maxsize=1024)
def _origin(written: str) -> Origin:
    parts = urlsplit(written)
    tls = parts.scheme == "https"
    return Origin(parts.hostname or "", parts.port or (443 if tls else 80), tls)


class Connection(asyncio.Protocol):
    """A connection that is made; `tls_unverified` says which fault of its certificate was overlooked."""

    def __init__(self, origin: Origin, ip: str) -> None:
        self.origin = origin
        self.ip = ip
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

        How the response ended stands in the transfer. Raises DiskError alone, when a large one finds no room.
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
        except asyncio.CancelledError:
            transfer.body.close()
            raise
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
        self.alive = True

    def data_received(self, data: bytes) -> None:
        """Part of asyncio's protocol. Bytes before the first request are its answer, bytes between two are nobody's."""
        if self._transfer is not None and not self._transfer.done.done():
            self._receive(self._transfer, data)
        elif self.used:
            self.close()
        else:
            self._early += data

    def _receive(self, transfer: Transfer, data: bytes) -> None:
        try:
            over = transfer.receive(data)
        except OSError as error:
            transfer.fail(error)
        else:
            if over:
                transfer.finish()

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


async def connect(address: str, origin: Origin, context: ssl.SSLContext | None) -> Connection:
    """Connect to an address for an origin. Raises OSError, ssl.SSLError among them, when it cannot be done."""
    # A name's trailing dot is for the resolver; certificates are made out without it.
    name = origin.host.rstrip(".") if context else None
    _transport, connection = await asyncio.get_running_loop().create_connection(
        lambda: Connection(origin, address), address, origin.port, ssl=context, server_hostname=name
    )
    return connection
