"""Dates in digits whose month stands before their day, as programs set to American English print them."""

import datetime as dt
import re
from dataclasses import replace

from pipelines.dates.expressions import DateReading, read_date, read_dates

_NUMERIC = re.compile(r"(?P<first>\d(?<![\d/.-].)\d?)(?P<sign>[/-])(?P<second>\d\d?)(?P=sign)(?P<year>(?:19|20)\d\d)\b")


def pairs_of(text: str) -> list[tuple[int, int]]:
    """The two numbers that stand before the year in each date in digits, as they are written."""
    return [(int(match["first"]), int(match["second"])) for match in _NUMERIC.finditer(text)]


def read_month_first(text: str) -> tuple[DateReading, ...]:
    """All dates of one expression like `expressions.read_dates`, its dates in digits with the month first."""
    return tuple(_as_written(one, text) for one in read_dates(_swapped(text)))


def read_by_weekday(text: str, reference: dt.date | None = None) -> DateReading | None:
    """The best date of one expression like `expressions.read_date`, the month first where only so its weekday fits."""
    reading = read_date(text, reference)
    if reading is None or not reading.weekday_differs:
        return reading
    swapped = read_date(_swapped(text), reference)
    return reading if swapped is None or swapped.weekday_differs else _as_written(swapped, text)


def _swapped(text: str) -> str:
    """A text of the same length with first and second number of its dates in digits in each other's place."""
    return _NUMERIC.sub(r"\g<second>\g<sign>\g<first>\g<sign>\g<year>", text)


def _as_written(swapped: DateReading, text: str) -> DateReading:
    return replace(swapped, evidence=text[slice(*swapped.span)])
