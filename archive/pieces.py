"""Files as they are read where they may be long: piece by piece."""

from collections.abc import Iterator
from typing import IO

STEP = 256 * 1024
"""How many bytes are held at once."""


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """The bytes of a file from its position on, STEP at a time."""
    while piece := file.read(STEP):
        yield piece
