"""Signals that come while a crawl is still loaded: they are remembered until it can end in order."""

import signal
from collections.abc import Callable
from types import FrameType


def remember() -> Callable[[], None]:
    """From now on only note SIGINT and SIGTERM; what is returned sends them again, to whoever handles them then.

    A closed terminal asks for what SIGTERM does, whoever handles that; under `nohup` for nothing.
    """
    came: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        came.append(number)

    def send_again() -> None:
        for number in came:
            signal.raise_signal(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, note)
    if signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
    return send_again
