"""Dates in digits whose month stands before their day, as programs set to American English print them."""

import re
from dataclasses import replace

from pipelines.dates.expressions import DateReading, read_dates

_NUMERIC = re.compile(r"(?<![\d/.-])(?P<first>\d\d?)(?P<sign>[/-])(?P<second>\d\d?)(?P=sign)(?P<year>(?:19|20)\d\d)\b")


def pairs_of(text: str) -> list[tuple[int, int]]:
    """The two numbers that stand before the year in each date in digits, as they are written."""
    return [(int(match["first"]), int(match["second"])) for match in _NUMERIC.finditer(text)]


def read_month_first(text: str) -> tuple[DateReading, ...]:
    """All dates of one expression like `expressions.read_dates`, its dates in digits with the month first."""
    swapped = _NUMERIC.sub(r"\g<second>\g<sign>\g<first>\g<sign>\g<year>", text)
    # as long as the text, so that what is read stands at the same place in it
    return tuple(replace(one, evidence=text[slice(*one.span)]) for one in read_dates(swapped))
