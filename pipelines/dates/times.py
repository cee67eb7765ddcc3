"""Times of day in a text: `15h30`, `15 giờ 30`, `08:05:00 CH`, `9 giờ sáng`, `Bốn giờ ba mươi phút chiều`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipelines.dates.words import MONTH, OFFSET, PART, UNIT, YEAR, ZONES, Spelling, number

TIME = "\1"
"""What stands in the ready text where a time was read, so that the date grammar takes it for a lead-in."""

_HOUR_WORD = rf"(?:mười(?:\s{UNIT})?|hai\smươi(?:\s{UNIT})?|{UNIT})"
_MINUTE_WORD = rf"(?:(?:hai|ba|bốn|năm)\smươi(?:\s{UNIT})?|mười(?:\s{UNIT})?|{UNIT})"
# 'mung 10 thang 3 am lich' is of the moon's calendar
_HALF = r"(?:\s?(?P<half>am(?!\slịch)|pm|a\.m\.?|p\.m\.?|sa|ch)(?!\w))"
_HALF_WORD = r"\s?(?:am(?!\slịch)|pm|sa|ch)(?!\w)"
# templates put the day or its part right behind the clock: '08:3012/05/2020', '8:30sáng'
_DAY_GLUED = rf"(?=\d\d/\d\d/{YEAR})"
_PART_WORD = rf"{PART}(?!\w)"
# of '3 giờ chiều nay' the words 'chiều nay' are left to tell the day
_PART = rf"(?:\s?(?P<part>{PART})(?!\s(?:nay|qua|mai|kia)(?!\w))|(?=\s(?P<near>{PART})\s))"

_ZONE = re.compile(r"([+\-])\s?(\d\d?):?(\d\d)?")

_CLOCK = Spelling(
    rf"(?P<h>[0-9](?<![\w./:].)\d?)(?:(?::|\s:\s)(?P<m>\d\d|\d(?={_HALF_WORD}))(?:(?::|\s:\s)(?P<s>\d\d)(?:\.\d+)?)?(?:(?!\d|:\d)|{_DAY_GLUED})"
    rf"|\s?(?:giờ|h|g(?=\s?\d\d|\s(?:ngày|sáng|trưa|chiều|tối)\s)):?"
    rf"(?:(?!\s\d\d?\s{MONTH}\s)\s?(?P<m2>\d{{1,2}})(?!\d|[/.]\d|-(?!\d\d?(?:h|g|:|\sgiờ))\d)(?:\s?(?:phút|ph|p(?!\w|\.m)|'))?|\s?(?P<rest>rưỡi)"
    rf"|\ském\s(?P<less>\d{{1,2}})(?:\sphút)?)?"
    rf"(?:\s?(?P<s2>\d{{1,2}})\s?(?:giây|\"|''|”|″))?|(?=\s?[ap]\.?m(?!\w|\slịch)))(?:(?={_HALF_WORD}|{_PART_WORD})|{_DAY_GLUED}|/(?=\d\d?/\d)|(?![^\Wz]|z\w|/|'\d))"
    # '08:00-11:30' is a span of hours: a bare minus is an offset only behind seconds
    rf"'?{_HALF}?{_PART}?(?:[\s,\-|]*(?P<zone>(?(s)|(?!-)){OFFSET}))?"
)
_SPOKEN = Spelling(
    rf"(?<!\w)(?P<h>{_HOUR_WORD})\sgiờ(?:\s(?:(?P<rest>rưỡi)|kém\s(?P<less>{_MINUTE_WORD}|\d+)|"
    rf"(?P<m>{_MINUTE_WORD})))?(?:\sphút)?(?!\w){_PART}?",
    words=("giờ",),
)


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A wall-clock time and where it was read; `text` is `HH:MM` or `HH:MM:SS`, `ahead` minutes before Vietnam's.

    `is_open` says that the part of the day, said elsewhere, may tell which of two it is: `tối 12/6, lúc 8h15`.
    """

    start: int
    end: int
    text: str
    ahead: int = 0
    is_open: bool = False

    def within(self, part: str) -> "TimeOfDay | None":
        """The time in a part of the day that stands beside its day; None for the end of one and start of the next."""
        if not (self.is_open and part):
            return self
        hour = _in_24_hours(int(self.text[:2]), "", part)
        return replace(self, text=f"{hour:02d}{self.text[2:]}") if hour < 24 else None


def find_times(ready: str, marked: bool) -> Iterator[TimeOfDay]:
    """All times of day, left to right within each way of writing; hours and minutes that do not exist are left out."""
    for pattern in (_CLOCK, _SPOKEN):
        for match in pattern.finditer(ready, marked):
            text, zone = _read(match.groupdict()), match.groupdict().get("zone")
            # midnight in UTC is how programs write a day without a time
            if text is not None and not (text.startswith("00:00") and zone and not _ZONE.search(zone)):
                yield TimeOfDay(*match.span(), text, _ahead(zone), is_open=_is_open(match))


def _is_open(match: re.Match[str]) -> bool:
    said = match.groupdict()
    return not (match["h"].startswith("0") or said.get("half") or said["part"] or said["near"] or said.get("zone"))


def _read(said: dict[str, str | None]) -> str | None:
    hour, minute = number(said["h"] or ""), number(said.get("m") or said.get("m2") or "0")
    second = said.get("s") or said.get("s2")
    if said["rest"]:
        minute = 30
    if said.get("less"):
        hour, minute = hour - 1, 60 - number(said["less"] or "0")
    hour = _in_24_hours(hour, said.get("half") or "", said["part"] or said["near"] or "")
    if not (0 <= hour < 24 and 0 <= minute < 60 and int(second or 0) < 60):
        return None
    return f"{hour:02d}:{minute:02d}" + (f":{int(second):02d}" if second else "")


def _ahead(zone: str | None) -> int:
    """How many minutes the Vietnamese clock is ahead of a zone such as `(GMT+7)`, `Z` or `+0000`."""
    if not zone:
        return 0
    match = _ZONE.search(zone)
    if match is None:
        return (7 - ZONES.get(zone.strip("()"), 0)) * 60
    offset = int(match[2]) * 60 + int(match[3] or 0)
    return 7 * 60 - (-offset if match[1] == "-" else offset)


def _in_24_hours(hour: int, half: str, part: str) -> int:
    """The hour on a 24-hour clock. Sites write `15:30 PM` and `00:01 AM` as well: then the half says nothing new."""
    half = half.replace(".", "")
    if half in ("am", "sa"):
        return 0 if hour == 12 else hour
    if half in ("pm", "ch"):
        return hour + 12 if hour < 12 else hour
    if hour > 12:
        return hour
    if part.startswith(("s", "r")):
        # WordPress says 'sáng' for AM
        return hour % 12
    if re.match("chi|t[oố]i|khuya|n|[dđ]", part):
        return _evening(hour, part)
    return hour + 12 if part.startswith(("trưa", "trua", "gi")) and hour < 4 else hour


def _evening(hour: int, part: str) -> int:
    if part.startswith("chi"):
        return hour + 12 if hour < 12 else hour
    if hour == 12:
        # '12 giờ đêm' ends one day and begins the next: which, nobody can tell
        return 24
    night_before_dawn = hour < 5 and not part.startswith("t")
    return hour if night_before_dawn else hour + 12
