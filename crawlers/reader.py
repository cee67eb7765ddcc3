"""The reading side of a crawl: captures go to the pool, readings into the catalog, and are settled a little at a time.

The attempt is committed before a page is handed over, so that a page that kills its reader twice is passed over.
"""

import asyncio
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

from archive.backlog import given_up, unread
from archive.catalog import Catalog
from archive.errors import RecordError
from archive.model import Capture, Reading
from archive.store import Store
from archive.written import Written, written
from crawlers.counts import Counts
from crawlers.together import Together
from crawlers.trouble import explained
from pipelines.agency import Agency
from pipelines.pool import ReadingPool
from pipelines.rules import rules_for
from pipelines.settling.settle import steps

T = TypeVar("T")

# How many captures are on their way to a reading in the catalog before the crawl waits for the readers. Each waits
# twice for the writer's thread, a settling's tenth of a second at worst: of 64 the readers ran out.
_IN_FLIGHT = 256
# With so many captures to read, no reader runs out of them while the store gathers a batch.
_PLENTY = 16
# Each settling counts a host's chrome anew, over as many pages as the last did; few of them are others by then.
_SETTLE_EVERY = 500


class Reader:
    """Reads captures in the background. All calls come from the event loop's thread."""

    def __init__(self, store: Store, pool: ReadingPool, agency: Agency, counts: Counts) -> None:
        self._store = store
        self._counts = counts
        self._pool = pool
        self._agency = agency
        self._rules = rules_for(agency)
        self._places = asyncio.Semaphore(_IN_FLIGHT)
        self._attempts = Together[str](lambda ids: self._on_catalog(lambda catalog: catalog.attempts(ids, self._rules)))
        self._readings = Together[Written](lambda found: self._on_catalog(lambda catalog: catalog.add_written(found)))
        self._settling = asyncio.Lock()
        self._unsettled = 0
        self._to_read = 0
        self.read = 0
        self.settling_seconds = 0.0
        self._stopped: str | None = None
        self.cut_short: str | None = None
        """Why captures that earlier crawls left are left again; None where they are not."""

    async def read_one(self, capture: Capture) -> None:
        """Read one capture and keep what it says; returns when that is in the catalog."""
        self._to_read += 1
        try:
            async with self._places:
                await self._attempts.add(capture.id)
                await self._readings.add(await self._reading(capture))
        finally:
            self._to_read -= 1
        self.read += 1
        self._unsettled += 1
        if self._unsettled >= _SETTLE_EVERY and not self._settling.locked():
            await self.settle()

    @property
    def has_plenty(self) -> bool:
        """Whether the readers have enough to do, so that nobody waits for the next capture."""
        return self._to_read > _PLENTY

    async def read_left_over(self, catalog: Catalog, before: str) -> None:
        """Read what earlier crawls kept and did not read; captures made since `before` are this crawl's own.

        Once it is to `stop` the rest is left to the next crawl.
        """
        after = ("", "")
        places = asyncio.Semaphore(_PLENTY)

        async def read(capture: Capture) -> None:
            async with places:
                if self._stopped:
                    self.cut_short = self._stopped
                else:
                    await self.read_one(capture)

        # What older rules have read is left to `luuchieu reindex`.
        while found := [
            one for one in unread(catalog.connection, self._agency.slug, _IN_FLIGHT, after) if one.captured < before
        ]:
            after = (found[-1].captured, found[-1].id)
            await asyncio.gather(*map(read, found))
            if self.cut_short:
                return
        for capture_id in given_up(catalog.connection, self._agency.slug, self._rules):
            poisoned = Reading(capture_id, self._rules, "poisoned", "no reader answered")
            await self._readings.add(written(poisoned))

    def stop(self, reason: str) -> None:
        """The crawl is to end: begin no more of what earlier ones have left."""
        self._stopped = self._stopped or reason

    async def _reading(self, capture: Capture) -> Written:
        """What the pool says; of a damaged record, which `verify` reports too, only that it is one."""
        try:
            return await asyncio.wrap_future(self._pool.submit(capture))
        except RecordError as error:
            self._store.damage.met(error)
            return written(Reading(capture.id, self._rules, "unreadable", str(error)))

    @property
    def reading_seconds(self) -> float:
        """CPU seconds of the readers so far; `settling_seconds` are the writer's for settling."""
        return self._pool.cpu_seconds

    async def settle(self) -> None:
        """Settle what was read so far; the result is the same as settling all at once.

        Captures are kept between its steps. What breaks it is told, and left to a program that was mended.
        """
        async with self._settling:
            self._unsettled = 0
            begun: list[Iterator[object]] = []
            try:
                while await self._on_catalog(lambda catalog: self._step(catalog, begun)):
                    pass
            except Exception as error:
                if explained(error):
                    raise
                self._counts.broke("settling", error)

    def _step(self, catalog: Catalog, begun: list[Iterator[object]]) -> bool:
        """One step of a settling, in the writer's thread; false when there is none left."""
        began = time.thread_time()
        if not begun:
            begun.append(steps(self._agency, catalog))
        is_over = next(begun[0], None) is None
        self.settling_seconds += time.thread_time() - began
        return not is_over

    async def _on_catalog(self, step: Callable[[Catalog], T]) -> T:
        return await asyncio.wrap_future(self._store.call(step))
