"""Record ids: UUIDs that begin with the time (RFC 9562, version 7), so that what is indexed by them grows at its end.

Random ones would each go to a page of their own of every index of ids, all of which are then read and written again.
"""

import os

from archive import clock

_VERSION, _VARIANT = 0x7 << 76, 0b10 << 62
_RANDOM = (1 << 76) - (1 << 64) | (1 << 62) - 1


def new_id() -> str:
    """A fresh record id; of those made by one clock, later ones sort later, to the millisecond."""
    milliseconds = int(clock.now().timestamp() * 1000)
    chance = int.from_bytes(os.urandom(10), "big") & _RANDOM
    text = f"{milliseconds << 80 | _VERSION | _VARIANT | chance:032x}"
    return f"urn:uuid:{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
