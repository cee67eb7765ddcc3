"""Numbers in words, and months and quarters that are not written in figures, in flat text."""

import re

from pipelines.dates.words import number

UNITS = "mot|hai|ba|bon|tu|nam|sau|bay|tam|chin"
_MONTH = re.compile(rf"thang (muoi (?:mot|hai)|muoi|{UNITS})\b")
_QUARTER = re.compile(r"qu[iy] (iv|i{1,3}|[1-4])\b(?:[/ ]|\.(?=\d)|)")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}


def in_figures(text: str) -> str:
    """A flat text with its months and quarters as figures: `thang muoi hai` is `thang 12`, `qui iv` is `quy 4`."""
    text = _MONTH.sub(lambda month: f"thang {number(month[1])}", text)
    return _QUARTER.sub(lambda quarter: f"quy {_ROMAN.get(quarter[1], quarter[1])} ", text)
