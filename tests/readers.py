"""Readers that misbehave, named by their dotted names in the tests of the reading pool."""

import os
import time
from pathlib import Path

from archive.model import Exchange, Reading


def read(exchange: Exchange, agency, capture: str) -> Reading:
    """What the URL's path asks for: die, hang, eat, raise, die once, or say which process read it."""
    what = exchange.url.rpartition("/")[2]
    if what == "die":
        os._exit(9)
    if what.startswith("hang"):
        time.sleep(600)
    if what == "eat":
        return Reading(capture, "r1", "page", str(len(bytearray(1 << 33))))
    if what == "lack":
        import no_such_package  # noqa: F401
    if what == "raise":
        raise LookupError("no such thing")
    if what.startswith("once-"):
        _die_the_first_time(Path(exchange.request.decode().split()[1]))
    return Reading(capture, "r1", "page", str(os.getpid()), title=exchange.response.read().decode()[-3:])


def _die_the_first_time(mark: Path) -> None:
    if mark.exists():
        return
    mark.touch()
    os._exit(9)
