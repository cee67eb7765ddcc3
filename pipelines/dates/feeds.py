"""The dates of one feed's items, read together: whether a feed writes the month first only its own items can tell."""

import re
from collections.abc import Callable, Sequence

from pipelines.dates.instants import EITHER_ORDER, MONTH_FIRST, Instant, read_american, read_instant

_NUMERIC = re.compile(r"\s*(\d\d?)/(\d\d?)/\d{4}\b")
_HALF = re.compile(r"[AP]M\s*$")
# .NET's en-US culture, and no Vietnamese one, pads neither day nor hour and ends in AM or PM
_DOTNET_US = re.compile(r"\s*[1-9]\d?/[1-9]\d?/\d{4} [1-9]\d?:\d\d:\d\d [AP]M\s*$")


def with_order(texts: Sequence[str]) -> list[str]:
    """The dates of one feed's items as written, those in digits with the order of day and month that the feed tells.

    The month comes first when some item is possible only so, when only so three or more items stand in order of time,
    or when all are written as American programs do; without AM or PM the day does, as Vietnamese programs write. AM or
    PM otherwise, and items that contradict each other, leave the order open for items that are possible in both.
    `read_instant` understands what is added.
    """
    american = _is_american(texts)
    return [_marked(text, american) for text in texts]


def with_known_order(texts: Sequence[str]) -> list[str]:
    """The dates of one page's head as written, those in digits with the order that they tell, like `with_order`.

    They are of different things: they stand in no order of time, and may contradict each other.
    """
    numeric = [text for text in texts if _NUMERIC.match(text)]
    proven = _proven(numeric)
    american = proven.pop() if proven else _by_form(numeric)
    return [_marked(text, american) for text in texts]


def _marked(text: str, american: bool | None) -> str:
    match = _NUMERIC.match(text)
    if match and (alone := _proven([text])):
        american = alone.pop()
    if match is None or american is False or (american is None and match[1] == match[2]):
        return text
    return f"{text.strip()} {MONTH_FIRST if american else EITHER_ORDER}"


def _is_american(texts: Sequence[str]) -> bool | None:
    """Whether the month comes first, None when the items do not tell."""
    numeric = [text for text in texts if _NUMERIC.match(text)]
    proven = _proven(numeric)
    if proven:
        return proven.pop()
    ordered = _in_order(numeric, read_instant), _in_order(numeric, read_american)
    if len(numeric) > 2 and ordered[0] != ordered[1]:
        return ordered[1]
    return _by_form(numeric)


def _proven(numeric: Sequence[str]) -> set[bool | None]:
    """Whether the month comes first where some dates are possible only so, or only otherwise; empty where none is."""
    month_first = any(read_instant(text) is None for text in numeric)
    day_first = any(read_american(text) is None for text in numeric)
    return {None if month_first and day_first else month_first} if month_first or day_first else set()


def _by_form(numeric: Sequence[str]) -> bool | None:
    if not any(_HALF.search(text) for text in numeric):
        return False
    return True if all(_DOTNET_US.match(text) for text in numeric) else None


def _in_order(texts: Sequence[str], read: Callable[[str], Instant | None]) -> bool:
    """Whether the items stand newest first, as feeds have them."""
    values = [instant.value for text in texts if (instant := read(text))]
    return values == sorted(values, reverse=True)
