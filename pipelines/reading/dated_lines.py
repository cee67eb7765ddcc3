"""Which lines tell in so many words when their page's article was published, and not when something else was."""

import re
from collections.abc import Sequence

from pipelines.reading.elements import words_of
from pipelines.reading.lines import Line
from pipelines.reading.stamp_lines import is_stamp, looks_dated

_LONGEST = 160
_TODAY = re.compile(r"hôm (?:nay|qua|kia)\W*", re.IGNORECASE)
_EVENT_TIME = re.compile(r"\W*(?:thời\s+gian|bắt\s+đầu|khai\s+mạc)\b", re.IGNORECASE)
_EVENT_PLACE = re.compile(r"\W*(?:địa\s+điểm|nơi\s+tổ\s+chức|tại)\b", re.IGNORECASE)
_PLACE_BESIDE = re.compile(r"\b(?:địa\s+điểm|nơi\s+tổ\s+chức)\s*:", re.IGNORECASE)


def is_dated(line: Line, lines: Sequence[Line]) -> bool:
    """Whether a line may tell a date in so many words, and is no link elsewhere."""
    if len(line.text) > _LONGEST or not looks_dated(line.text) or _heads_count(line, lines):
        return False
    if line.link_share <= 0.5 or "date" in line.parts or is_stamp(line.text):
        return True
    # themes link an article's date to the day's archive, or to itself, beside links to its author and section
    return "meta" in line.parts and any(is_stamp(words_of(link)) for link in line.element.iter("a"))


def _heads_count(line: Line, lines: Sequence[Line]) -> bool:
    """Whether a line is *Hôm nay* or *Hôm qua* of a counter of visitors, its figure standing in a line of its own."""
    after = lines[line.index + 1].text if line.index + 1 < len(lines) else ""
    return after[:1].isdigit() and _TODAY.fullmatch(line.text) is not None


def tells_an_event(line: Line, lines: Sequence[Line]) -> bool:
    """Whether a line tells the time of what it tells the place of, too, or the next line does."""
    if not _EVENT_TIME.match(line.text):
        return False
    after = lines[line.index + 1].text if line.index + 1 < len(lines) else ""
    return _PLACE_BESIDE.search(line.text) is not None or _EVENT_PLACE.match(after) is not None
