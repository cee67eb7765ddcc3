"""Months in words, in flat text, as figures."""

import re

_ONES = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9}
_MONTHS = _ONES | {"muoi": 10, "muoi mot": 11, "muoi hai": 12}
_IN_WORDS = re.compile(rf"thang ({'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b")


def in_figures(text: str) -> str:
    """A flat text with its months in words as figures: `thang muoi hai` is `thang 12`."""
    return _IN_WORDS.sub(lambda month: f"thang {_MONTHS[month[1]]}", text)
