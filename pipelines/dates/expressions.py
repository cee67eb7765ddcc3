"""Vietnamese dates as people and programs write them, read without asking the clock.

A grammar of Vietnamese comes first; dateparser gets only what is written in another language. What is ambiguous,
impossible or no date at all is refused: no answer is better than a wrong one.
"""

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from pipelines.dates.alternatives import undecided
from pipelines.dates.context import Context
from pipelines.dates.foreign import read_foreign
from pipelines.dates.grammar import find_calendar
from pipelines.dates.refusals import BLANK, blank, blank_refusals
from pipelines.dates.relative import Relative, find_ago, find_relative
from pipelines.dates.text import DateText, fold
from pipelines.dates.times import TIME, TimeOfDay, find_times
from pipelines.dates.values import Calendar, Precision, Reference, Value, resolve, resolve_range
from pipelines.dates.words import OFFSET, PART, WEEKDAY, Spelling, weekday_number

# a time belongs to a date when only these stand between them
_GLUE = Spelling(
    rf"(?:[\s,|()\-:•·;/.@»{BLANK}]|(?<!\w)(?:à|at|từ|lúc|vào|hồi|khoảng|ngày|hôm|đăng|tức|giờ|việt\snam|vn|cập\snhật|của|{WEEKDAY}|{PART})(?!\w)"
    rf"|(?:{PART}|hôm|ngày)\s(?:nay|qua|mai)|{OFFSET})*"
)
# of 'họp ngày 12/6, từ 8h ngày 13/6 học' the hour is the second day's
_OF_NEXT = Spelling(rf"\s?,?\s?(?:{PART}\s|{WEEKDAY},?\s)*ngày\s\d")
# and so it is in '13/06/2024 - Cập nhật: 09:15 14/06/2024'
_UPDATED = Spelling(r"(?<!\w)cập\snhật(?!\w)")
_DAY_BEHIND = Spelling(rf"[\s,|\-]*(?:{WEEKDAY}[\s,|\-]+)?\d{{1,2}}[/.\-]\d")
_UNTIL = re.compile(r"\s*(?:-|,|đến|tới|den|toi)\s*")
_UNTIL_DAY = Spelling(rf"\s*(?:(?:đến|tới)(?:\strước)?|-)(?:[\s{TIME}]|hết|ngày|{PART})*")
_BESIDE = Spelling(r"(?:[\s,(:\-)|;]|(?<!\w)(?:tức|nhằm|là|ngày|hôm|nay|của|(?:dương|âm)\slịch|[dđ]l|âl)(?!\w))*")
_GLOSS = Spelling(r"[\s,]*\(?\s?(?:tức|nhằm)(?:\s(?:là|ngày))*\s*")
_WEEKDAY_BEFORE = Spelling(rf"({WEEKDAY})(?:[\s,|\-]|ngày|{TIME})*$")
_PART = Spelling(rf"(?<!\w)({PART})(?!\w)")
_PART_BEFORE = Spelling(rf"(?<!\w)({PART})(?:[\s,|(]|ngày|hôm|{WEEKDAY})*$")
_DIGIT = re.compile(r"\d")
_ISO_T = re.compile(r"t(?<=\dt)(?=\d\d:?\d\d|\d:\d\d)")


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date with its evidence.

    `value` is local ISO text: `2020-02-13`, `2020-02-13T14:05`, `2020-02-13T14:05:09`, `2020-02`, `2020`, or `A/B` for
    a range. `evidence` is the substring read and `span` where it stands in the text as given. `weekday_differs` says
    that the text names another weekday than the date has; the date wins.
    """

    value: str
    precision: Precision
    inferred_year: bool
    evidence: str
    span: tuple[int, int] = (0, 0)
    weekday_differs: bool = False


def read_date(text: str, reference: dt.date | None = None) -> DateReading | None:
    """The best date of one expression: a day before a month or year, solar before lunar, said before relative.

    The reference is the publication's date, or datetime where relative hours are to be told. None when the text is
    refused or holds no date.
    """
    found = _read_all(text, reference)
    return min(found, key=lambda item: item[0])[1] if found else None


# Of a page's stamp first the order of day and month is asked, then its date, and many pages bear the same clock.
@lru_cache(maxsize=1024)
def read_dates(text: str, reference: dt.date | None = None) -> tuple[DateReading, ...]:
    """All dates of one expression, such as a page's line `Ngày đăng: … | Cập nhật: …`, in its order."""
    return _in_order(_read_all(text, reference))


def find_dates(text: str, reference: dt.date | None = None) -> tuple[DateReading, ...]:
    """All Vietnamese dates of a running text, in its order; lunar ones that only gloss a solar one are left out."""
    return _in_order(_find(DateText.of(text), Reference.of(reference), alone=False))


_Ranked = tuple[int, DateReading]
_RANKS: dict[Precision, int] = {"second": 2, "minute": 2, "day": 2, "month": 3, "year": 4}


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    rank: int
    value: Value


def _in_order(found: list[_Ranked]) -> tuple[DateReading, ...]:
    return tuple(sorted((reading for _, reading in found), key=lambda reading: reading.span))


def _read_all(text: str, reference: dt.date | None) -> list[_Ranked]:
    ready, known = DateText.of(text), Reference.of(reference)
    found = _find(ready, known, alone=True)
    if not found and ready.marked:
        found = _find_unmarked(ready, known)
    if found:
        return found
    foreign = read_foreign(ready.cased, known)
    if foreign is None:
        return []
    value, (start, end) = foreign
    evidence, span = ready.evidence(start, end), ready.span(start, end)
    return [(0, DateReading(value.text, value.precision, value.inferred_year, evidence, span))]


def _find(text: DateText, reference: Reference | None, alone: bool) -> list[_Ranked]:
    ready = blank_refusals(text, _ISO_T.sub(" ", text.ready), text.marked)
    ago = list(find_ago(ready, text.marked))
    ready = blank(ready, _spans(ago))
    times = list(find_times(ready, text.marked))
    ready = blank(ready, _spans(times), TIME)
    context = Context(text, ready, text.marked, reference, alone)
    dates = sorted(find_calendar(ready, context), key=lambda date: date.start)
    near = [*ago, *find_relative(blank(ready, _spans(dates)), text.marked)]
    told = [_resolved(date, reference) for date in dates] + [_told(relative, reference) for relative in near]
    found = sorted((item for item in told if item), key=lambda item: item.start)
    return _readings(context, _joined(context, _without_glosses(context, found)), times)


def _spans(found: Iterable[Relative | TimeOfDay | Calendar]) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in found]


def _find_unmarked(text: DateText, reference: Reference | None) -> list[_Ranked]:
    """Dates of a text that has marks elsewhere but not on them: only whole ones, since `Nam 2020` is no year.

    What is said in words alone has none itself: `tối quá` is not *tối qua*, and `ngày một` not *ngày mốt*.
    """
    folded = fold(text.ready)
    if len(folded) != len(text.ready):
        return []
    found = _find(replace(text, ready=folded), reference, alone=True)
    whole = ((rank, reading) for rank, reading in found if len(reading.value) >= 10 and not reading.inferred_year)
    return [(rank, one) for rank, one in whole if _DIGIT.search(one.evidence) or fold(one.evidence) == one.evidence]


def _resolved(date: Calendar, reference: Reference | None) -> _Found | None:
    if date.last is None:
        value = resolve(date.first, reference, date.lean)
    else:
        value = resolve_range(date.first, date.last, reference, date.lean)
    return _Found(date.start, date.end, date.rank, value) if value else None


def _told(relative: Relative, reference: Reference | None) -> _Found | None:
    value = relative.resolve(reference) if reference else None
    return _Found(relative.start, relative.end, _RANKS[value.precision], value) if value else None


def _without_glosses(context: Context, found: list[_Found]) -> list[_Found]:
    """Drop what only says another way what a solar day beside it says: a lunar day, `sáng nay`, `tức ngày …`."""
    if len(found) < 2:
        return found
    solar = [item for item in found if item.rank == 0]
    starts = [item.start for item in solar]

    def is_gloss(item: _Found) -> bool:
        # no words between two days go beyond another day
        at = bisect_left(starts, item.start)
        return any(_glosses(context, item, other) for other in solar[max(0, at - 1) : at + 2] if other is not item)

    return [item for item in found if not is_gloss(item)]


def _glosses(context: Context, item: _Found, other: _Found) -> bool:
    first, second = sorted((item, other), key=lambda one: one.start)
    between = context.ready[first.end : second.start]
    if item.rank == 0:
        return item is second and _GLOSS.of(context.marked).fullmatch(between) is not None
    return item.rank <= 2 and _BESIDE.of(context.marked).fullmatch(between) is not None


def _joined(context: Context, found: list[_Found]) -> list[_Found]:
    """Two single days with `đến` between them as one range: `từ hôm nay đến 30/9`, `từ 28 Tết đến mùng 5 Tết`."""
    joined: list[_Found] = []
    for item in found:
        before = joined[-1] if joined else None
        if before and _UNTIL_DAY.of(context.marked).fullmatch(context.ready, before.end, item.start):
            ends = before.value.text, item.value.text
            if len(ends[0]) == len(ends[1]) == 10 and ends[0] < ends[1]:
                inferred = before.value.inferred_year or item.value.inferred_year
                value = Value("/".join(ends), "day", inferred)
                joined[-1] = _Found(before.start, item.end, min(before.rank, item.rank), value)
                continue
        joined.append(item)
    return joined


def _readings(context: Context, found: list[_Found], times: list[TimeOfDay]) -> list[_Ranked]:
    times = sorted(times, key=lambda time: time.start)
    either = undecided(context.ready, context.marked, times, [time.text for time in times])
    free = [time for at, time in enumerate(times) if at not in either]
    readings = []
    for item in found:
        time = _time_of(context, item, free) if item.value.precision == "day" and "/" not in item.value.text else None
        if time is not None:
            free.remove(time)
        readings.append((item.rank, _reading(context, item, time)))
    either = undecided(context.ready, context.marked, found, [reading.value for _, reading in readings])
    return [ranked for at, ranked in enumerate(readings) if at not in either]


def _time_of(context: Context, item: _Found, free: list[TimeOfDay]) -> TimeOfDay | None:
    """The time that belongs to a date: before it, of two joined by `đến` the first; else right after it."""
    glue, chosen, edge = _GLUE.of(context.marked), None, item.start
    for time in reversed([time for time in free if time.end <= item.start]):
        joined = _UNTIL if chosen else glue
        if not joined.fullmatch(context.ready, time.end, edge):
            break
        chosen, edge = time, time.start
    if chosen:
        return chosen
    after = (time for time in free if time.start >= item.end and not _is_of_next(context, item.end, time))
    return next((time for time in after if glue.fullmatch(context.ready, item.end, time.start)), None)


def _is_of_next(context: Context, end: int, time: TimeOfDay) -> bool:
    """Whether a time behind a date, which ends there, is the next one's."""
    if _OF_NEXT.of(context.marked).match(context.ready, time.end):
        return True
    is_later = _UPDATED.of(context.marked).search(context.ready, end, time.start)
    return is_later is not None and _DAY_BEHIND.of(context.marked).match(context.ready, time.end) is not None


def _reading(context: Context, item: _Found, time: TimeOfDay | None) -> DateReading:
    start, end, value = item.start, item.end, item.value
    text, precision = value.text, value.precision
    if time is not None:
        start, end = min(start, time.start), max(end, time.end)
        time = time.within(_part_of_day(context, start, end))
    if time is not None:
        text, precision = _local(text, time), "second" if time.text.count(":") == 2 else "minute"
    return DateReading(
        text,
        precision,
        value.inferred_year,
        context.text.evidence(start, end),
        context.text.span(start, end),
        _weekday_differs(context, item),
    )


def _part_of_day(context: Context, start: int, end: int) -> str:
    """The part of the day that is said of a date and a time, among them or right before."""
    within = _PART.of(context.marked).search(context.ready, start, end)
    before = within or _PART_BEFORE.of(context.marked).search(context.ready, max(0, start - 24), start)
    return before[1] if before else ""


def _local(day: str, time: TimeOfDay) -> str:
    if not time.ahead:
        return f"{day}T{time.text}"
    moment = dt.datetime.fromisoformat(f"{day}T{time.text}") + dt.timedelta(minutes=time.ahead)
    return moment.isoformat(timespec="seconds" if time.text.count(":") == 2 else "minutes")


def _weekday_differs(context: Context, item: _Found) -> bool:
    match = _WEEKDAY_BEFORE.of(context.marked).search(context.ready, max(0, item.start - 24), item.start)
    if match is None or item.value.precision != "day" or "/" in item.value.text:
        return False
    return weekday_number(match[1]) != dt.date.fromisoformat(item.value.text[:10]).weekday()
