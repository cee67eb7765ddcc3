"""Moments as programs count them, since 1970: `1581577500`, `1581577500000`; .NET's `/Date(1581577500000+0700)/`."""

import datetime as dt
import re
from dataclasses import replace

from pipelines.dates.instants import Instant, read_instant

# .NET's offset says where it was written, and changes nothing
_NET = re.compile(r"\\?/Date\((?P<ticks>\d{12,13})(?:[+-]\d{4})?\)\\?/")
_BARE = re.compile(r"\d{10}(?:\d{3})?")
_SECONDS = 10


def read_ticks(text: str) -> Instant | None:
    """Read seconds or milliseconds since 1970, UTC; None for any other text."""
    plain = text.strip()
    match = _NET.fullmatch(plain) or _BARE.fullmatch(plain)
    if match is None:
        return None
    ticks = match.groupdict().get("ticks", plain)
    seconds = int(ticks) if len(ticks) == _SECONDS else int(ticks) // 1000
    written = read_instant(f"{dt.datetime.fromtimestamp(seconds, dt.UTC):%Y-%m-%dT%H:%M:%SZ}")
    return written and replace(written, evidence=plain)
