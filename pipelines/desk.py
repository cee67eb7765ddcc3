"""Where pages are read one after another: a worker process, the pages it has been handed, and what becomes of them."""

import logging
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import islice
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import Literal

from archive.errors import LuuchieuError
from archive.model import Capture, Reading
from archive.written import Written, written
from pipelines.worker import Answer, Orders, UnreadableError, Worker

# A worker finds its next page at hand when it has read one; of more, another worker would stand idle at the end.
_AHEAD = 2
_PAGES_A_WORKER = 5000
_MOST_STARTS = 5

_log = logging.getLogger(__name__)


class ReadersError(LuuchieuError):
    """No process that reads can be started."""


@dataclass(slots=True)
class Page:
    """A page to read, and whether a worker has come to its end over it."""

    capture: Capture
    reading: "Future[Written]"
    tried: bool = False

    def give_up(self, error: Exception | None = None) -> None:
        """Say that there will be no reading: for this error, or because nobody waits for it any more."""
        self.reading.set_exception(error or RuntimeError(f"the pool was closed before {self.capture.url} was read"))


class Desk:
    """Has one worker read page after page, and replaces it when it is gone."""

    def __init__(self, rules: str, orders: Orders, pages: "SimpleQueue[Page | None]", closed: Event) -> None:
        self._rules = rules
        self._orders = orders
        self._pages = pages
        self._closed = closed
        self._ahead: deque[Page] = deque()
        self._worker: Worker | None = None
        self.thread = Thread(target=self._run, name="reading", daemon=True)
        self.cpu_seconds = 0.0

    def check(self, now: float) -> None:
        """Kill the worker when its time is over, or nobody waits for it any more. Called by another thread."""
        if worker := self._worker:
            worker.kill() if self._closed.is_set() else worker.check(now)

    def _run(self) -> None:
        """Read until the pool is closed; whatever happens, every page gets its answer."""
        while self._fetch():
            try:
                self._read_one()
            except Exception as error:
                # A pool that is closed kills workers while they start.
                self._give_up(None if self._closed.is_set() else error)
        self._give_up(None)

    def _fetch(self) -> bool:
        """Have a page at hand, and the next if there is one; False when the pool is closed."""
        while len(self._ahead) < _AHEAD and not self._closed.is_set():
            try:
                page = self._pages.get(block=not self._ahead)
            except Empty:
                break
            if page:
                self._ahead.append(page)
        return not self._closed.is_set()

    def _read_one(self) -> None:
        worker = self._worker or self._started()
        try:
            for page in islice(self._ahead, worker.owing, None):
                worker.ask(page.capture.id, page.capture.place)
            answer = worker.answer()
        except (EOFError, OSError):
            self._lose(worker.owing > 0, self._ended(worker))
            return
        self.cpu_seconds += answer.seconds
        if isinstance(answer.error, MemoryError):
            self._ended(worker)
            self._lose(True, "out of memory")
            return
        self._answered(self._ahead.popleft(), answer)
        if worker.answered >= _PAGES_A_WORKER:
            self._ended(worker)

    def _started(self) -> Worker:
        told = "no time"
        for _ in range(_MOST_STARTS):
            if self._closed.is_set():
                break
            self._worker = worker = Worker(self._orders)
            try:
                worker.start()
            except (EOFError, OSError):
                told = self._ended(worker)
                if not self._closed.is_set():
                    _log.warning("a reader could not be started: %s", told)
            else:
                return worker
        raise ReadersError(
            f"no process that reads pages can be started ({told}); a later crawl or `luuchieu reindex` reads them"
        )

    def _ended(self, worker: Worker) -> str:
        self._worker = None
        return worker.end()

    def _lose(self, over_page: bool, why: str) -> None:
        """The worker is gone; the page that it was at is tried once more by another."""
        if not over_page or self._closed.is_set():
            return  # it was killed while it waited, which is no page's fault
        page = self._ahead[0]
        _log.warning("%s stopped its reader (%s)%s", page.capture.url, why, ", given up" if page.tried else "")
        if page.tried:
            self._ahead.popleft().reading.set_result(self._reading(page, "poisoned", why))
        page.tried = True

    def _answered(self, page: Page, answer: Answer) -> None:
        if answer.reading is not None:
            page.reading.set_result(answer.reading)
        elif isinstance(answer.error, UnreadableError):
            _log.warning("%s could not be read\n%s", page.capture.url, answer.where)
            page.reading.set_result(self._reading(page, "unreadable", str(answer.error)))
        else:
            page.give_up(answer.error)

    def _reading(self, page: Page, outcome: Literal["poisoned", "unreadable"], reason: str) -> Written:
        return written(Reading(capture=page.capture.id, rules=self._rules, outcome=outcome, reason=reason))

    def _give_up(self, error: Exception | None) -> None:
        if self._worker:
            self._ended(self._worker)
        while self._ahead:
            self._ahead.popleft().give_up(error)
