"""Dates and times that stand beside others that may be meant in their place: `ngày 12 hoặc 13/5`, `8h hay 9h`."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Protocol

from pipelines.dates.refusals import BLANK
from pipelines.dates.times import TIME
from pipelines.dates.words import BRANCH, DAY_WORD, MONTH_WORD, PART, STEM, WEEKDAY, Spelling

_OR = Spelling(r"h(?<!\w.)(?:oặc|ay)(?:\slà)?(?!\w)", words=("hoặc", "hay"))
_SIGNS = rf"[\s,;:.()\[\]/|\-{TIME}]"
_NEAR = rf"(?:{PART}|hôm|ngày)\s(?:nay|qua|mai|kia)"
_WHEN = r"(?:này|nay|qua|mai|kia|mốt|trước|sau|tới|ngoái|rồi)(?!\w)"
# 'hoặc thứ Năm, trước ngày 20/5/2024' names two days
_NO_BOUND = rf"(?![\s,]+(?:trước|sau|từ|đến|tới|hết|trong)\s(?:hết\s)?(?:ngày\s)?(?:[\d{TIME}]|$))"
_LEAD = (
    rf"(?<!\w)(?:(?:{_NEAR}|{PART}|{WEEKDAY}){_NO_BOUND}|và|là|có\sthể|cả|các|ngày|hôm|mùng|mồng|từ|đến|tới|trước|sau"
    r"|trong|vào|lúc|hồi|khoảng|đầu|giữa|cuối|hết|(?:chậm|muộn|sớm)\snhất|tức|dự\skiến)(?!\w)"
)
_BEHIND = Spelling(rf"(?:{_SIGNS}|(?<!\w)(?:và(?=\s?/)|{_NEAR}|{PART}|{WEEKDAY}|lúc|vào|hồi)(?!\w))*")
# 'hoặc 6 năm 2020' names the month of that year
_BEFORE = Spelling(rf"(?:{_SIGNS}|{_LEAD}|\d{{1,2}}(?=\s(?:tháng|năm)\s))*")
# what is no date by itself, and is one of several: 'ngày 12, hoặc …', 'thứ Hai hay …', '2 hoặc 3 ngày trước'
_PART_BEHIND = Spelling(
    # 'trước ngày 20/5 hoặc trong ngày này' names one
    rf"(?:\s|{_LEAD})*(?<!\w)(?!ngày\snày(?!\s(?:tuần|tháng|năm)\s))"
    rf"(?:(?:ngày|hôm|mùng|mồng|tháng|quý|năm)\s(?:[\d{BLANK}]|{DAY_WORD}|{MONTH_WORD}|{_WHEN})|{WEEKDAY}|(?:tuần|{PART})\s{_WHEN}"
    r"|\d{1,2}\s?[/.\-]\s?\d{1,4}(?!\d|\s?[%°]|\s(?:tổng\s)?số(?!\w))"
    rf"|\d{{1,4}}(?!\d)(?:\s*$|\s*[^\w\s%°/]|\s(?:tháng|năm)\s[\d{BLANK}]|\s(?:thì|là|sẽ|này|tới|tại|ở)(?!\w)))"
)
_PART_BEFORE = Spelling(
    rf"(?:\d|(?<!\w)(?:{WEEKDAY}|{DAY_WORD}|{MONTH_WORD}|iv|i{{1,3}}|{STEM}\s{BRANCH}|tết"
    rf"|(?:{PART}|hôm|ngày|tuần|tháng|năm|giờ|phút)\s{_WHEN})){_SIGNS}*(?:và\s?/\s?)?$"
)
# 'trước ngày 20/5, vào thứ Hai hoặc thứ Năm' says of which days of the week
_OF_WEEK = Spelling(
    rf"(?<!\w)vào\s(?:các\s)?(?:{PART}\s)?{WEEKDAY}\s(?:hoặc|hay)\s(?:là\s)?(?:vào\s)?(?:{PART}\s)?{WEEKDAY}(?![\s,(]*(?:ngày\s)?\d)"
)
_LISTED = Spelling(r"\s?,\s(?:ngày\s)?")
_REACH = 32


class Standing(Protocol):
    """What was found in a text, and where."""

    @property
    def start(self) -> int:
        """Its first character."""

    @property
    def end(self) -> int:
        """Behind its last character."""


def undecided(ready: str, marked: bool, found: Sequence[Standing], values: Sequence[str]) -> set[int]:
    """Which of the found, in their order and apart, have one beside them that says something else and may be meant.

    `values` is what each says: two that say the same (`hôm nay, hay 12/5`) are none of them.
    """
    pairs = _alternatives(ready, marked, found) if found else ()
    either = {one for one, other in pairs if other is None or values[one] != values[other]}
    for at in sorted(either, reverse=True):
        while at and _LISTED.of(marked).fullmatch(ready, found[at - 1].end, found[at].start):
            at -= 1
            either.add(at)
    return either


def _alternatives(ready: str, marked: bool, found: Sequence[Standing]) -> Iterator[tuple[int, int | None]]:
    """What was found beside `hoặc`, and what on its other side; None for what is no date by itself."""
    ends = [one.end for one in found]
    for word in _OR.finditer(ready, marked):
        start, end = word.span()
        last = bisect_left(ends, start + 1)
        first = last - 1
        joins_first = first >= 0 and _BEHIND.of(marked).fullmatch(ready, ends[first], start)
        joins_last = last < len(found) and _BEFORE.of(marked).fullmatch(ready, end, found[last].start)
        if joins_first and joins_last:
            yield first, last
            yield last, first
        elif joins_first and _PART_BEHIND.of(marked).match(ready, end):
            if not _OF_WEEK.of(marked).search(ready, ends[first], end + _REACH):
                yield first, None
        elif joins_last and _PART_BEFORE.of(marked).search(ready, max(0, start - _REACH), start):
            yield last, None
