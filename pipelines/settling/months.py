"""Numbers in words, and months so written, in flat text."""

import re

from pipelines.dates.words import number

UNITS = "mot|hai|ba|bon|tu|nam|sau|bay|tam|chin"
_MONTH = re.compile(rf"thang (muoi (?:mot|hai)|muoi|{UNITS})\b")


def in_figures(text: str) -> str:
    """A flat text with its months in words as figures: `thang muoi hai` is `thang 12`."""
    return _MONTH.sub(lambda month: f"thang {number(month[1])}", text)
