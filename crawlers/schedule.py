"""When an agency is due: `hourly`, `daily`, `weekly`, or every so many minutes, hours or days (`30m`, `6h`, `2d`).

`adaptive` is no such time: each of the agency's URLs has one of its own, see `agenda`. `never` is none either.
"""

import re
from datetime import datetime, timedelta

from archive.errors import UsageError

_NAMED = {"hourly": timedelta(hours=1), "daily": timedelta(days=1), "weekly": timedelta(weeks=1)}
ADAPTIVE, NEVER = "adaptive", "never"
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_LONGEST = timedelta(days=3650)

# cron starts a crawl seconds earlier or later than yesterday: a daily crawl must not slip to every second day.
_SLACK = 0.05
# A crawl from the future was made under a wrong clock; waiting until its day comes could take years.
_CLOCK_ERROR = timedelta(hours=1)


def interval(schedule: str) -> timedelta:
    """Read a schedule as a duration. Raises UsageError that names the forms it takes."""
    return _NAMED[schedule] if schedule in _NAMED else duration(schedule, ", or hourly, daily, weekly")


def duration(written: str, also: str = "") -> timedelta:
    """Read `90s`, `30m`, `6h`, `2d`. Raises UsageError that names these forms, and what else may be written."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([smhd])", written.strip())
    if not match:
        raise UsageError(f"{written!r} is no duration: write a number with s, m, h or d (30m, 6h){also}")
    seconds = float(match[1]) * _SECONDS[match[2]]
    if not seconds:
        raise UsageError(f"{written!r} is no time at all: write a longer one (30m, 6h){also}")
    if seconds > _LONGEST.total_seconds():
        raise UsageError(f"{written!r} is longer than {_LONGEST.days} days, which is the longest that is taken")
    return timedelta(seconds=seconds)


def is_known(last_started: datetime | None, now: datetime) -> bool:
    """Whether it is known when an agency was last crawled: it was, and by a clock that can be believed."""
    return last_started is not None and last_started <= now + _CLOCK_ERROR


def is_due(schedule: str, last_started: datetime | None, now: datetime) -> bool:
    """Whether an agency that was last crawled at `last_started` is due at `now`."""
    if not is_known(last_started, now):
        return True
    assert last_started is not None
    return now - last_started >= interval(schedule) * (1 - _SLACK)
