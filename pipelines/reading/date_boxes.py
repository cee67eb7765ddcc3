"""Days that templates tell in parts, each in an element of its own: `23` above `11/2021`, or `09`, `Th11`, `2022`."""

import re
from itertools import islice

from pipelines.reading.elements import words_of
from pipelines.reading.lines import Line

_LONGEST = 20
_MOST = 3
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH_AND_YEAR = r"(?:th(?:áng|g)?\.? ?)?(?:0?[1-9]|1[0-2])(?: ?[-/.,|] ?| )(?:19|20)\d\d"
_DAY_FIRST = re.compile(rf"({_DAY})(?: |(?=th))({_MONTH_AND_YEAR})", re.IGNORECASE)
_DAY_LAST = re.compile(rf"({_MONTH_AND_YEAR}) ({_DAY})", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")


def day_in_parts(line: Line) -> str | None:
    """The day, as `23/11/2021`, that a line, or the small box in which it is one of the parts, tells so."""
    if len(line.text) > _LONGEST or not any(map(str.isdigit, line.text)):
        return None
    # a break before the year ends its line
    return next(filter(None, map(_joined, (line.text, _around(line), _beside(line)))), None)


def _around(line: Line) -> str:
    return " ".join(" ".join(islice(line.element.itertext(), _MOST + 1)).split())


def _beside(line: Line) -> str:
    """The words of the box around a line's element, where it holds two or three elements and nothing else."""
    box = line.element.getparent()
    parts = [] if box is None else list(islice(box, _MOST + 1))
    return " ".join(map(words_of, parts)) if len(parts) <= _MOST else ""


def _joined(text: str) -> str | None:
    if first := _DAY_FIRST.fullmatch(text):
        return "/".join((first[1], *_NUMBER.findall(first[2])))
    last = _DAY_LAST.fullmatch(text)
    return "/".join((last[2], *_NUMBER.findall(last[1]))) if last else None
