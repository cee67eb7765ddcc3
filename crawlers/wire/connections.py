"""The connections of a crawl: opened to permitted addresses with verified TLS, kept while they may be used again."""

import asyncio
import ssl

from archive.clock import monotonic
from crawlers.wire.address import AddressBook
from crawlers.wire.connection import Connection, Origin, connect
from crawlers.wire.tls import Fault, accepting, fault_of, verifying, words_of

IDLE_SECONDS = 15.0
"""How long a connection waits for its next exchange; servers commonly close theirs after 5 to 75 s."""

CONNECT_SECONDS = 20.0
"""Time for one address to answer, TLS included, before the host's next address is tried."""


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
            return await connect(address, origin, None)
        if origin in self._overlooking:
            return await self._open_overlooking(address, origin)
        self._verifying = self._verifying or verifying()
        try:
            return await connect(address, origin, self._verifying)
        except ssl.SSLCertVerificationError as error:
            if fault_of(error) != self._accept:
                raise
            context = await accepting(self._accept, address, origin.port, origin.host)
            self._overlooking[origin] = context, words_of(error)
            return await self._open_overlooking(address, origin)

    async def _open_overlooking(self, address: str, origin: Origin) -> Connection:
        context, words = self._overlooking[origin]
        try:
            connection = await connect(address, origin, context)
        except ssl.SSLCertVerificationError:
            # The certificate has changed; the next attempt begins with full verification.
            del self._overlooking[origin]
            raise
        connection.tls_unverified = words
        return connection


def _is_fresh(connection: Connection) -> bool:
    return connection.alive and monotonic() - connection.idle_since < IDLE_SECONDS
