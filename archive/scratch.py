"""A folder of the home for as long as a process works in it; what one left that was killed, the next removes."""

import fcntl
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

_ENDING = (signal.SIGTERM, signal.SIGHUP)


@contextmanager
def scratch_folder(root: Path, name: str) -> Iterator[Path]:
    """A new folder `NAME-…` under a folder, removed when the block ends, by a signal too.

    Its lock says that it is worked in; the kernel drops that with the process.
    """
    with _signals_as_exits():
        folder, lock = _made(root, name)
        try:
            yield folder
        finally:
            shutil.rmtree(folder)
            os.close(lock)


def _made(root: Path, name: str) -> tuple[Path, int]:
    with _locked(root):  # a folder that another process has made and not locked yet is not taken for left
        for earlier in root.glob(f"{name}-*"):
            _remove_if_left(earlier)
        folder = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=root))
        return folder, _lock(folder)


def _remove_if_left(folder: Path) -> None:
    try:
        lock = _lock(folder, fcntl.LOCK_NB)
    except OSError:  # worked in, or another's
        return
    shutil.rmtree(folder, ignore_errors=True)
    os.close(lock)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    lock = _lock(folder)
    try:
        yield
    finally:
        os.close(lock)


def _lock(folder: Path, how: int = 0) -> int:
    """A descriptor that holds the folder's lock. Raises OSError where it cannot be had."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | how)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


@contextmanager
def _signals_as_exits() -> Iterator[None]:
    """A signal that would end the process at once ends the block as an exit does, and a second one changes nothing."""
    if threading.current_thread() is not threading.main_thread():  # which alone hears signals
        yield
        return
    handlers = {number: signal.getsignal(number) for number in _ENDING}
    heard = [number for number, handler in handlers.items() if handler is signal.SIG_DFL]  # nohup has one ignored
    for number in heard:
        signal.signal(number, _exit)
    try:
        yield
    finally:
        for number in heard:
            signal.signal(number, signal.SIG_DFL)


def _exit(number: int, _frame: FrameType | None) -> None:
    for other in _ENDING:
        signal.signal(other, signal.SIG_IGN)
    raise SystemExit(128 + number)
