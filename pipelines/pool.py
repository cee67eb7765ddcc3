"""Pages read in processes of their own, so that no page can stop, slow or kill the crawl that fetched it."""

import os
from concurrent.futures import Future
from pathlib import Path
from queue import SimpleQueue
from threading import Event, Thread
from typing import Self

from archive.clock import monotonic
from archive.model import Capture
from archive.written import Written
from pipelines.agency import Agency
from pipelines.desk import Desk, Page
from pipelines.worker import Orders, load_ahead

READER = "pipelines.reading.full.read_fully"
PAGE_SECONDS = 20.0
PAGE_MEMORY = 1 << 30

_WARM = "pipelines.warm"
_CHECK_SECONDS = 0.25
_CLOSE_SECONDS = 15.0


def warm_up() -> None:
    """Let what readers need be loaded from now on, in another process: the first page is then read the sooner."""
    load_ahead(_WARM)


class ReadingPool:
    """Worker processes that read captures from their records. Callers bound how many they submit at once."""

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
        preload = _WARM if reader == READER else reader.rpartition(".")[0]
        orders = Orders(reader, agency, root, page_memory, page_seconds, preload)
        self._pages: SimpleQueue[Page | None] = SimpleQueue()
        self._closed = Event()
        count = workers or max(1, (os.cpu_count() or 1) - 1)
        self._desks = [Desk(rules, orders, self._pages, self._closed) for _ in range(count)]
        self._watch: Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def cpu_seconds(self) -> float:
        """What all readings took that came to an end."""
        return sum(desk.cpu_seconds for desk in self._desks)

    def submit(self, capture: Capture) -> "Future[Written]":
        """The reading of a capture, to come, as the catalog writes it.

        It fails only with an error that is the archive's, such as RecordError. A page that kills its worker or outlasts
        its time is tried once more, then read as `poisoned`; one that the reader raises on is `unreadable`, with the
        reason. There is always an answer: a worker that gives none is killed, and where none can be started that is
        the error.
        """
        if self._closed.is_set():
            raise RuntimeError("the pool is closed")
        reading: Future[Written] = Future()
        reading.set_running_or_notify_cancel()
        self._open()
        self._pages.put(Page(capture, reading))
        return reading

    def close(self) -> None:
        """Stop the workers; what was submitted and not yet read is given up."""
        self._closed.set()
        if self._watch is None:
            return
        for _ in self._desks:
            self._pages.put(None)
        for desk in self._desks:
            if desk.thread.is_alive():  # Ctrl-C may have come before all were started
                desk.thread.join(_CLOSE_SECONDS)
        while not self._pages.empty():
            if page := self._pages.get():
                page.give_up()

    def _open(self) -> None:
        if self._watch is not None:
            return
        self._watch = Thread(target=self._check, name="reading limits", daemon=True)
        for thread in (*(desk.thread for desk in self._desks), self._watch):
            thread.start()

    def _check(self) -> None:
        """Hold the workers to their time until the last is gone."""
        while any(desk.thread.is_alive() for desk in self._desks):
            for desk in self._desks:
                desk.check(monotonic())
            self._closed.wait(_CHECK_SECONDS)
