"""What the two ends of a pipe tell each other: whole objects, each in one write, and mostly in one read.

The crawl's thread that waits for readings gives way to the others at every call of the system, and wakes up with none
of what it needs in the processor's cache: fewer steps count for it than they seem to.
"""

import copyreg
import os
import pickle
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from operator import attrgetter
from typing import Any

from archive.model import Hint, Place


class Channel:
    """One end of a pipe, which stays its owner's to close."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._said = open(pipe.fileno(), "rb", closefd=False)  # noqa: SIM115, it outlives this call

    def send(self, told: object) -> None:
        """Send an object. Raises OSError where nobody is at the other end."""
        rest = memoryview(pickle.dumps(told, pickle.HIGHEST_PROTOCOL))
        while rest:
            # nothing is kept to be written later: the number of a pipe that is closed may be another file's by then
            rest = rest[os.write(self._pipe.fileno(), rest) :]

    def receive(self) -> Any:
        """Wait for an object. Raises EOFError or OSError where none comes, or not all of it."""
        try:
            return pickle.load(self._said)
        except pickle.UnpicklingError as error:
            raise EOFError("the pipe ended within an object") from error


def _parts(get: Callable[[object], tuple[Any, ...]], noun: object) -> tuple[type, tuple[Any, ...]]:
    return type(noun), get(noun)


# A frozen dataclass with slots is taken apart and put together field by field, in Python.
for _noun in (Place, Hint):
    copyreg.pickle(_noun, partial(_parts, attrgetter(*_noun.__slots__)))
