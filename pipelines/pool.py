"""Pages read in processes of their own, so that no page can stop, slow or kill the crawl that fetched it."""

import logging
import os
import resource
import sys
import threading
import time
import types
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import Any, Self

from pebble import ProcessExpired, ProcessPool

from archive.errors import LuuchieuError
from archive.model import Capture, Place, Reading
from archive.record import read_exchange
from pipelines.agency import Agency

READER = "pipelines.reading.page.read_page"
PAGE_SECONDS = 20.0
PAGE_MEMORY = 1 << 30
_PAGES_A_WORKER = 5000
_MOST_BROKEN = 20

_log = logging.getLogger(__name__)
_starting = threading.Lock()


class _BareProcess(ForkServerProcess):
    """A process that does not import the program's main module again: under `scrapy crawl` that is all of Scrapy."""

    def start(self) -> None:
        with _starting:
            main = sys.modules["__main__"]
            sys.modules["__main__"] = types.ModuleType("__main__")
            try:
                super().start()
            finally:
                sys.modules["__main__"] = main


class _BareContext(ForkServerContext):
    Process = _BareProcess


@dataclass(frozen=True, slots=True)
class _Desk:
    """What a worker process needs to read any page."""

    read: Callable[..., Reading]
    agency: Agency | None
    root: Path


_desk: list[_Desk] = []
_Read = tuple[Reading, float]


class ReadingPool:
    """Worker processes that read captures from their records. Callers bound how many they submit at once.

    `cpu_seconds` is what all readings took that came to an end.
    """

    def __init__(
        self,
        rules: str,
        agency: Agency | None,
        root: Path,
        workers: int | None = None,
        reader: str = READER,
        page_seconds: float = PAGE_SECONDS,
        page_memory: int = PAGE_MEMORY,
    ) -> None:
        """Start when first needed; `root` is the home that places are relative to, `reader` a dotted name.

        `page_memory` is what a worker may take beyond what it has when it starts, in bytes.
        """
        context = _BareContext()
        context.set_forkserver_preload(["pipelines.warm" if reader == READER else reader.rpartition(".")[0]])
        self._rules = rules
        self._seconds = page_seconds
        self.cpu_seconds = 0.0
        self._open = partial(
            ProcessPool,
            max_workers=workers or max(1, (os.cpu_count() or 1) - 1),
            max_tasks=_PAGES_A_WORKER,
            initializer=_sit_down,
            initargs=[reader, agency, root, page_memory],
            context=context,
        )
        self._replacing = threading.Lock()
        self._pool = self._open()
        self._broken: list[ProcessPool] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def submit(self, capture: Capture) -> "Future[Reading]":
        """The reading of a capture, to come. It fails only with an error that is the archive's, such as RecordError.

        A page that kills its worker or outlasts its time is tried once more, then read as `poisoned`; one that the
        reader raises on is `unreadable`, with the reason.
        """
        answer: Future[Reading] = Future()
        answer.set_running_or_notify_cancel()
        self._dispatch(capture, answer, last=False)
        return answer

    def close(self) -> None:
        """Stop the workers; what was submitted and not yet read is given up."""
        for pool in (*self._broken, self._pool):
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()

    def _dispatch(self, capture: Capture, answer: "Future[Reading]", last: bool) -> None:
        task = self._schedule(capture)
        task.add_done_callback(lambda done: self._settle(capture, done, answer, last))

    def _schedule(self, capture: Capture) -> "Future[_Read]":
        with self._replacing:
            try:
                return self._pool.schedule(_read, args=[capture.id, capture.place], timeout=self._seconds)
            except RuntimeError:
                if len(self._broken) == _MOST_BROKEN:
                    raise
                _log.warning("the reading pool broke and is replaced")
                self._broken.append(self._pool)
                self._pool = self._open()
                return self._pool.schedule(_read, args=[capture.id, capture.place], timeout=self._seconds)

    def _settle(self, capture: Capture, done: "Future[_Read]", answer: "Future[Reading]", last: bool) -> None:
        if done.cancelled():
            answer.set_exception(RuntimeError(f"the pool was closed before {capture.url} was read"))
            return
        error = done.exception()
        if error is None:
            reading, seconds = done.result()
            self.cpu_seconds += seconds
            answer.set_result(reading)
        elif isinstance(error, BrokenProcessPool):
            # A worker that was killed while it waited takes its pool along; this page has no part in that.
            self._dispatch(capture, answer, last)
        elif isinstance(error, ProcessExpired | TimeoutError | MemoryError):
            self._killed(capture, error, answer, last)
        elif isinstance(error, LuuchieuError | OSError):
            answer.set_exception(error)
        else:
            _log.warning("%s could not be read", capture.url, exc_info=error)
            answer.set_result(self._reading(capture, "unreadable", f"{type(error).__name__}: {error}"))

    def _killed(self, capture: Capture, error: BaseException, answer: "Future[Reading]", last: bool) -> None:
        _log.warning("%s stopped its reader (%s)%s", capture.url, _words(error), ", given up" if last else "")
        if last:
            answer.set_result(self._reading(capture, "poisoned", _words(error)))
            return
        self._dispatch(capture, answer, last=True)

    def _reading(self, capture: Capture, outcome: Any, reason: str) -> Reading:
        return Reading(capture=capture.id, rules=self._rules, outcome=outcome, reason=reason)


def _words(error: BaseException) -> str:
    if isinstance(error, ProcessExpired):
        return f"the reader died with exit code {error.exitcode}"
    return "out of memory" if isinstance(error, MemoryError) else "out of time"


def _sit_down(reader: str, agency: Agency | None, root: Path, memory: int) -> None:
    """Make this worker process ready."""
    module, _, name = reader.rpartition(".")
    _desk[:] = [_Desk(getattr(import_module(module), name), agency, root)]
    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if _ON_LINUX else 0
    resource.setrlimit(resource.RLIMIT_AS, (taken + memory, taken + memory))


def _read(capture: str, place: Place) -> _Read:
    """Read one capture, in a worker process; with the CPU seconds that it took."""
    desk, began = _desk[0], time.process_time()
    exchange = read_exchange(desk.root, place)
    try:
        return desk.read(exchange, desk.agency, capture=capture), time.process_time() - began
    finally:
        if exchange.response is not None:
            exchange.response.close()


_ON_LINUX = sys.platform == "linux"
