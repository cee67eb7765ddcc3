"""Whether a visible date in digits has its month before its day: in Vietnamese never, from American programs always.

The date itself tells where one of its numbers is no month, its weekday where only one order fits, .NET by its form
(`3/5/2012 9:05:00 AM`), and the page where others of its dates are possible in one order only.
"""

import re
from collections.abc import Sequence

from pipelines.dates.american import pairs_of, read_month_first
from pipelines.dates.expressions import DateReading, read_dates
from pipelines.reading.lines import Line

_ENGLISH = re.compile(
    r"\b(?:published|posted|created|updated|date|by|on)\b|\d\s*[ap]\.?m\b|/\d{4} - \d\d:\d\d", re.IGNORECASE
)
_DOTNET = re.compile(r"(?<!\d)[1-9]\d?/[1-9]\d?/\d{4} [1-9]\d?:\d\d:\d\d [AP]M\b")
_HALF = re.compile(r"/\d{4} \d\d?:\d\d(?::\d\d)? [AP]M\b")
_MONTHS = 12


def is_month_first(text: str, lines: Sequence[Line]) -> bool:
    """Whether the dates in digits of a line have their month first, on the page of these lines."""
    pairs = pairs_of(text)
    if not pairs or any(first > _MONTHS for first, _ in pairs):
        return False
    likely = _looks_american(text, pairs, lines)
    as_written = read_dates(text)
    if not likely and _fits(as_written):
        return False
    # the weekdays that a text names say more of its order than its looks, unless they fit neither, or both
    swapped = read_month_first(text)
    if any(one.weekday_differs for one in (*as_written, *swapped)) and _fits(as_written) != _fits(swapped):
        return _fits(swapped)
    return likely


def _fits(dates: Sequence[DateReading]) -> bool:
    """Whether there are dates, and each is of the weekday that stands beside it."""
    return bool(dates) and not any(one.weekday_differs for one in dates)


def _looks_american(text: str, pairs: Sequence[tuple[int, int]], lines: Sequence[Line]) -> bool:
    """Whether the dates in digits of a line look as American programs write them, or are possible only so."""
    if any(second > _MONTHS for _, second in pairs):
        return True
    if _DOTNET.search(text):
        return not any(first > _MONTHS for line in lines if _HALF.search(line.text) for first, _ in pairs_of(line.text))
    return _ENGLISH.search(text) is not None and _months_come_first(lines)


def _months_come_first(lines: Sequence[Line]) -> bool:
    """Whether a page writes its dates as Americans do: some of them are possible only so, and none only otherwise."""
    pairs = [pair for line in lines for pair in pairs_of(line.text)]
    return any(second > _MONTHS for _, second in pairs) and all(first <= _MONTHS for first, _ in pairs)
