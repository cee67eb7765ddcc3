"""A response on its way in: the bytes that are kept of it, where they end, and why."""

import asyncio
from contextlib import suppress
from io import BytesIO
from tempfile import TemporaryFile, gettempdir
from typing import IO

from archive.clock import monotonic
from archive.errors import DiskError
from archive.framing import Framing
from archive.model import Truncation
from archive.remedy import remedy

IN_MEMORY = 1024 * 1024
"""Bytes of a response kept in memory; what is longer goes to an unnamed temporary file."""


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
        self.body.flush()  # a full disk shows here and not when somebody reads
        self.size += len(data)

    def stop(self, why: Truncation) -> None:
        """End the transfer before its response is whole."""
        if not self.done.done():
            self.truncated = why
            self.done.set_result(None)

    def fail(self, error: OSError) -> None:
        """End the transfer because its bytes cannot be kept here; whoever waits for it gets a DiskError."""
        with suppress(OSError):  # closing flushes once more what finds no room
            self.body.close()
        if not self.done.done():
            self.done.set_exception(
                DiskError(
                    f"{gettempdir()}, for large responses: {error}; {remedy(error)} and run the same command again"
                )
            )

    def finish(self) -> None:
        """End the transfer: its response is whole, or no more of it is wanted."""
        if not self.done.done():
            self.done.set_result(None)
