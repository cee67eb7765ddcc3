"""One process that reads pages: the end that asks, the end that reads, and limits that hold whatever happens there.

A worker has a pipe of its own and no lock in common with others, so nothing that becomes of it can stop them.
"""

import multiprocessing.forkserver
import multiprocessing.resource_tracker
import os
import resource
import signal
import sys
import threading
import time
import traceback
import types
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import NamedTuple

from archive.clock import monotonic
from archive.errors import LuuchieuError, UsageError
from archive.model import Place, Reading
from archive.packages import missing_package
from archive.record import read_exchange
from archive.written import Written, written
from pipelines.agency import Agency
from pipelines.channel import Channel

START_SECONDS = 60.0
"""How long a worker, and the fork server that it comes from, may take to be ready."""

_END_SECONDS = 3.0
_starting = threading.Lock()


def load_ahead(preload: str) -> None:
    """Start the server that workers are forked from: it loads the module while this process does something else."""
    with _starting:
        _run_fork_server(preload)


def _run_fork_server(preload: str) -> None:
    """Make sure that it runs. It and its workers never hear Ctrl-C, which a terminal sends to them too.

    While it loads Python, and the module, nothing of its own could keep it from dying of that with a traceback.
    """
    multiprocessing.resource_tracker.ensure_running()  # which would unblock what is blocked here
    heard = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        _context.set_forkserver_preload(["pipelines.listener", preload])
        multiprocessing.forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, heard)


class _BareProcess(ForkServerProcess):
    """A process that does not import the program's main module again: under `scrapy crawl` that is all of Scrapy."""

    def start(self) -> None:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = types.ModuleType("__main__")
        try:
            super().start()
        finally:
            sys.modules["__main__"] = main


class _BareContext(ForkServerContext):
    Process = _BareProcess


_context = _BareContext()


@dataclass(frozen=True, slots=True)
class Orders:
    """What a worker needs to read any page: `reader` is a dotted name, `root` the home that places are relative to.

    A page may take `seconds`; `memory` is what the process may take beyond what it has when it starts, in bytes.
    """

    reader: str
    agency: Agency | None
    root: Path
    memory: int
    seconds: float
    preload: str


class Answer(NamedTuple):
    """What a worker says of a page: its reading, as the catalog writes it, or why there is none and where.

    `seconds` are the CPU that it took; `error` is the archive's (LuuchieuError, OSError), a MemoryError, or an
    UnreadableError.
    """

    reading: Written | None
    seconds: float
    error: Exception | None = None
    where: str = ""


class UnreadableError(Exception):
    """What a reader raised, in words: nobody knows whether the error itself can be sent."""


class Worker:
    """The asking end. One thread starts, asks and ends it; another calls `check` now and then."""

    def __init__(self, orders: Orders) -> None:
        self._orders = orders
        self._pipe, self._far = _context.Pipe()
        self._channel = Channel(self._pipe)
        self._process: _BareProcess | None = None
        self._deadline: float | None = None
        self._overdue = False
        self.asked = 0
        self.answered = 0

    def start(self) -> None:
        """Start the process and wait until it is ready.

        Raises EOFError or OSError when it, or its server, dies, UsageError when a package that it needs is missing.
        """
        with _starting, self._far:
            self._deadline = monotonic() + START_SECONDS
            _run_fork_server(self._orders.preload)
            process = _context.Process(target=_serve, args=(self._far, self._orders), daemon=True)
            process.start()
        self._process = process
        missing: UsageError | None = self._channel.receive()
        self._deadline = None
        if missing:
            raise missing

    @property
    def owing(self) -> int:
        """How many answers are to come."""
        return self.asked - self.answered

    def ask(self, capture: str, place: Place) -> None:
        """Hand over a page. Raises OSError when the process is dead."""
        self._channel.send((capture, place))
        if not self.owing:
            self._deadline = monotonic() + self._orders.seconds
        self.asked += 1

    def answer(self) -> Answer:
        """Wait for the answer on the page that was handed over first. Raises EOFError or OSError when none comes."""
        answer: Answer = self._channel.receive()
        self.answered += 1
        self._deadline = monotonic() + self._orders.seconds if self.owing else None
        return answer

    def check(self, now: float) -> None:
        """Kill the process, or the fork server that does not give it, when its time is over: `answer` then raises.

        SIGKILL, which ends stopped processes too.
        """
        if self._deadline is None or now < self._deadline:
            return
        self._deadline, self._overdue = None, True
        self.kill()

    def kill(self) -> None:
        """End the process at once."""
        if self._process is None:
            _kill_fork_server()
        elif self._process.pid:
            # Not Process.kill, which does nothing once the fork server is dead.
            _kill(self._process.pid)

    def end(self) -> str:
        """Make sure that the process is gone; returns how it ended, in words."""
        self._deadline = None
        self._pipe.close()
        self.kill()
        code = self._exit_code()
        return "out of time" if self._overdue else f"the reader died with exit code {code}"

    def _exit_code(self) -> int | None:
        if self._process is None:
            _see_fork_server_dead()
            return None
        self._process.join(_END_SECONDS)
        if self._process.exitcode is None:
            _kill_fork_server()  # it is stopped, and would keep this program from ending
            self._process.join(_END_SECONDS)
        return self._process.exitcode


def _kill_fork_server() -> None:
    if pid := multiprocessing.forkserver._forkserver._forkserver_pid:  # type: ignore[attr-defined]
        _kill(pid)


def _see_fork_server_dead() -> None:
    """Wait for the end of one that was killed: the next start would ask it in vain as long as it is dying."""
    if pid := multiprocessing.forkserver._forkserver._forkserver_pid:  # type: ignore[attr-defined]
        with suppress(ChildProcessError):  # somebody saw it already
            os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _serve(far: Connection, orders: Orders) -> None:
    """The reading end: answer until nobody asks any more."""
    channel = Channel(far)
    module, _, name = orders.reader.rpartition(".")
    try:
        read: Callable[..., Reading] = getattr(import_module(module), name)
    except ImportError as error:
        channel.send(missing_package(error))
        return
    _limit_memory(orders.memory)
    with suppress(EOFError, OSError):  # who asked is gone
        channel.send(None)
        while True:
            capture, place = channel.receive()
            # Should nobody be left to kill it, it ends by itself.
            signal.setitimer(signal.ITIMER_REAL, 2 * orders.seconds)
            channel.send(_answer(read, orders, capture, place))
            signal.setitimer(signal.ITIMER_REAL, 0)


def _limit_memory(memory: int) -> None:
    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if _ON_LINUX else 0
    resource.setrlimit(resource.RLIMIT_AS, (taken + memory, taken + memory))


def _answer(read: Callable[..., Reading], orders: Orders, capture: str, place: Place) -> Answer:
    began = time.process_time()
    try:
        exchange = read_exchange(orders.root, place)
        try:
            reading = written(read(exchange, orders.agency, capture=capture))
        finally:
            if exchange.response is not None:
                exchange.response.close()
    except ImportError as error:
        # No page's fault: every page that needs it would fail, and a reading that was made with it would be lost.
        return Answer(None, time.process_time() - began, missing_package(error))
    except Exception as error:
        known = isinstance(error, LuuchieuError | OSError | MemoryError)
        told = error if known else UnreadableError(f"{type(error).__name__}: {error}")
        return Answer(None, time.process_time() - began, told, traceback.format_exc())
    return Answer(reading, time.process_time() - began)


_ON_LINUX = sys.platform == "linux"
