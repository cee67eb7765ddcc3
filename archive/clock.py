"""The one source of now. Nothing that reads or settles pages may ask it: they get their times from records."""

import os
import time
from datetime import UTC, datetime, timedelta
from functools import cache

from archive.errors import UsageError


@cache
def _offset() -> timedelta:
    """How far the program's clock stands from the machine's: LUUCHIEU_NOW, running on from the start."""
    wanted = os.environ.get("LUUCHIEU_NOW")
    if not wanted:
        return timedelta()
    try:
        instant = parse(wanted)
    except ValueError as error:
        raise UsageError(f"LUUCHIEU_NOW={wanted}: no instant; write 2027-01-02T03:00:00Z") from error
    if not 1970 <= instant.year < 9000:  # schedules reckon years ahead, and the calendar ends with 9999
        raise UsageError(f"LUUCHIEU_NOW={wanted}: the program's clock can stand between 1970 and 8999")
    return instant - datetime.now(UTC)


def now() -> datetime:
    """The present instant in UTC, by the machine's clock or the one set with LUUCHIEU_NOW."""
    return datetime.now(UTC) + _offset()


def monotonic() -> float:
    """Seconds that never run backwards, for measuring durations only."""
    return time.monotonic()


def stamp(instant: datetime) -> str:
    """Write an aware instant as archives do, sortable as text: `2026-11-22T01:25:17.000123Z`."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def parse(text: str) -> datetime:
    """Read an ISO 8601 instant; a missing offset means UTC. Raises ValueError for anything else."""
    instant = datetime.fromisoformat(text)
    try:
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{text!r} is beyond the calendar") from error


def at(unix: float) -> datetime:
    """The instant of a Unix time, in UTC."""
    return datetime.fromtimestamp(unix, UTC)
