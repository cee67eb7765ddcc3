"""One writer thread a crawl: appends to the WARC, makes it durable, commits rows, then acknowledges.

Group commit: a batch is 32 records, or what came within 50 ms of its first, or up to one that nothing follows. What
was acknowledged survives any crash; what was not may be in the archive or not, but never half.
"""

import fcntl
import logging
import os
import queue
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeVar

from archive import clock
from archive.catalog import Catalog
from archive.damage import Damage
from archive.drafts import Revisit
from archive.errors import ArchiveError, LockedError
from archive.home import Home
from archive.model import Capture, Exchange, Note
from archive.warcfile import BATCH_RECORDS
from archive.writer import Writer, explained

BATCH_SECONDS = 0.05

T = TypeVar("T")
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Job:
    """What waits for the writer: something to append, or a call in the batch's transaction. The `last` ends a batch."""

    future: "Future[Any]"
    append: Callable[[Writer], Capture | Note] | None = None
    call: Callable[[Catalog], Any] | None = None
    last: bool = False


@dataclass(slots=True)
class _Batch:
    """Jobs that are committed together: each future with the row appended for it, or with its call."""

    rows: "list[tuple[Future[Any], Capture | Note]]" = field(default_factory=list)
    calls: "list[tuple[Future[Any], Callable[[Catalog], Any]]]" = field(default_factory=list)
    failed: "list[tuple[Future[Any], Exception]]" = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self.rows) + len(self.calls) + len(self.failed)


class Store:
    """The archive of one agency, open for one crawl; `crawl` is the id of the crawl's warcinfo record.

    `damage` has what could not be read when it was opened; whoever reads the agency's records tells it more.

    Appending never blocks. Whoever appends bounds what waits by awaiting futures. Use from any thread.
    """

    def __init__(
        self, crawl: str, damage: Damage, jobs: "queue.SimpleQueue[_Job | None]", thread: threading.Thread
    ) -> None:
        """Use `Store.open`."""
        self.crawl = crawl
        self.damage = damage
        self._jobs = jobs
        self._thread = thread
        self._closed = False
        self._closing = threading.Lock()

    @classmethod
    def open(cls, home: Home, agency: str, about: Mapping[str, str], max_size: int = 1 << 30) -> Self:
        """Repair what a crash left, then begin a crawl; `about` goes into its warcinfo record.

        The caller holds the agency's lock. WARC files are closed beyond `max_size` bytes and when their month is
        over. Raises LockedError when another store is open for the agency, DiskError when nothing can be written.
        """
        jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        opened: Future[str] = Future()
        damage = Damage()
        start = partial(Writer, home, agency, about, max_size, damage)
        arguments = (home, agency, start, jobs, opened)
        thread = threading.Thread(target=_run, args=arguments, name=f"store-{agency}", daemon=True)
        thread.start()
        if opened.exception():
            thread.join()  # so that lock and files are free again
        return cls(opened.result(), damage, jobs, thread)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def append(self, exchange: Exchange, revisit: Revisit | None = None, last: bool = False) -> "Future[Capture]":
        """Keep an exchange; the future resolves when it is durable and has its row. Closing its response is yours.

        `last` says that nothing else is on its way, so that it need not wait for more. The future fails with
        DiskError when the disk refuses, and so do all later ones; with ValueError for an exchange that no record
        can hold.
        """
        return self._submit(append=lambda writer: writer.append(exchange, revisit), last=last)

    def append_note(self, kind: str, content: Mapping[str, Any]) -> "Future[Note]":
        """Keep a note about the archive itself, as JSON; otherwise as `append`."""
        return self._submit(append=lambda writer: writer.append_note(kind, content))

    def call(self, work: Callable[[Catalog], T]) -> "Future[T]":
        """Run `work` on the catalog in the writer's thread, in the transaction of its batch, behind its rows.

        The future resolves when that is committed. If `work` raises, only its own writes are undone and only its
        future fails.
        """
        return self._submit(call=work)

    def close(self) -> None:
        """Commit what waits and stop; the next crawl goes on in the same WARC file. Closing twice is no error."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        self._thread.join()

    def _submit(self, **work: Any) -> "Future[Any]":
        job = _Job(Future(), **work)
        with self._closing:
            if self._closed:
                job.future.set_exception(ArchiveError("the store is closed"))
            else:
                self._jobs.put(job)
        return job.future


def _run(
    home: Home, agency: str, start: Callable[[], Writer], jobs: "queue.SimpleQueue[_Job | None]", opened: "Future[str]"
) -> None:
    """The writer's thread from its first to its last moment."""
    folder = home.warc_of(agency)
    with ExitStack() as undo:
        try:
            undo.enter_context(_locked(folder))
            writer = start()
        except BaseException as error:
            opened.set_exception(explained(error, home, folder))
            return
        undo.callback(writer.close)
        opened.set_result(writer.crawl)
        _Loop(writer, jobs).run()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """A second net below the agency's lock: two writers in one folder would tear each other's records."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise LockedError(f"another store is open for agency {folder.name!r} ({folder})") from None
    finally:
        os.close(descriptor)


class _Loop:
    """Takes jobs from the queue in batches until told to stop."""

    def __init__(self, writer: Writer, jobs: "queue.SimpleQueue[_Job | None]") -> None:
        self._writer = writer
        self._jobs = jobs
        self._stopping = False
        self._broken: BaseException | None = None

    def run(self) -> None:
        while not self._stopping:
            job = self._jobs.get()
            if job is None:
                return
            if self._broken:
                job.future.set_exception(self._broken)
                continue
            self._work(job)

    def _work(self, first: _Job) -> None:
        batch = _Batch()
        waiting = [first]
        try:
            if self._writer.is_due:
                self._writer.rotate()
            self._gather(batch, waiting)
            outcomes = self._writer.commit([row for _, row in batch.rows], [call for _, call in batch.calls])
        except Exception as error:
            self._break(waiting, error)
            return
        for future, row in batch.rows:
            future.set_result(row)
        for (future, _), outcome in zip(batch.calls, outcomes, strict=True):
            _resolve(future, outcome)
        for future, failure in batch.failed:
            future.set_exception(failure)

    def _gather(self, batch: _Batch, waiting: list[_Job]) -> None:
        """Append what comes until the batch is full or its time is over; all taken jobs stand in `waiting`."""
        self._take(batch, waiting[0])
        deadline = clock.monotonic() + BATCH_SECONDS
        while not waiting[-1].last and batch.size < BATCH_RECORDS and not self._writer.is_full:
            try:
                job = self._jobs.get(timeout=max(0.0, deadline - clock.monotonic()))
            except queue.Empty:
                return
            if job is None:
                self._stopping = True
                return
            waiting.append(job)
            self._take(batch, job)

    def _take(self, batch: _Batch, job: _Job) -> None:
        if not job.future.set_running_or_notify_cancel():
            return
        if job.call:
            batch.calls.append((job.future, job.call))
        elif job.append:
            try:
                batch.rows.append((job.future, job.append(self._writer)))
            except (ValueError, TypeError) as error:
                batch.failed.append((job.future, error))

    def _break(self, waiting: list[_Job], error: Exception) -> None:
        self._broken = self._writer.give_up(error)
        _LOG.error("the archive takes no more: %s", self._broken)
        for job in waiting:
            if not job.future.cancelled():
                job.future.set_exception(self._broken)


def _resolve(future: "Future[Any]", outcome: Any) -> None:
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
