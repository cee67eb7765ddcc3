"""Rows that are written together: a call to the store costs as much for one row as for thirty."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Together(Generic[T]):
    """Writes what many tasks have to write: all that comes while the last rows are being written goes in one call.

    All calls come from the event loop's thread.
    """

    def __init__(self, write: Callable[[Sequence[T]], Awaitable[object]]) -> None:
        self._write = write
        self._writing = asyncio.Lock()
        self._waiting: list[T] = []
        self._next: asyncio.Task[None] | None = None

    async def add(self, row: T) -> None:
        """Returns when the row is written; whatever writing raises, all whose rows went along get."""
        self._waiting.append(row)
        self._next = self._next or asyncio.create_task(self._write_waiting())
        # Whoever gives up waiting must not stop the others' rows.
        await asyncio.shield(self._next)

    async def _write_waiting(self) -> None:
        async with self._writing:
            rows, self._waiting, self._next = self._waiting, [], None
            await self._write(rows)
