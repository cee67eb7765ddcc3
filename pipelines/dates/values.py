"""From what an expression says (day, month, perhaps a year) to a date, with the year inferred where none is said.

The rule for a year that is not said: the latest such day not more than 60 days after the reference, which is the
publication; `vừa qua` and `tới` narrow it to before and after. Without a reference nothing is inferred.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from pipelines.dates import lunar
from pipelines.dates.zone import LOCAL

HORIZON = dt.timedelta(days=60)

Lean = Literal["past", "future", "any"]
Precision = Literal["second", "minute", "day", "month", "year"]


@dataclass(frozen=True, slots=True)
class Reference:
    """When the text was published: a day, and the minute where that is known."""

    day: dt.date
    instant: dt.datetime | None = None

    @classmethod
    def of(cls, given: dt.date | None) -> "Reference | None":
        """Make a reference of a date or a datetime, in Vietnamese time unless it says its own.

        None of a year that no page is of.
        """
        if given is not None and not 1900 < given.year < 2100:
            return None
        if isinstance(given, dt.datetime):
            local = given.astimezone(LOCAL).replace(tzinfo=None) if given.tzinfo else given
            return cls(local.date(), local)
        return None if given is None else cls(given)


@dataclass(frozen=True, slots=True)
class Said:
    """The parts an expression names. `year_name` is a lunar year's (`Giáp Thìn`); `lunar_eve` counts back from Tết."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    is_lunar: bool = False
    year_name: str | None = None
    lunar_eve: bool = False
    leap: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """A date, or with `last` a range, as said; `rank` is 0 for a day, 1 a lunar day, 3 a month, 4 a year."""

    start: int
    end: int
    first: Said
    last: Said | None = None
    rank: int = 0
    lean: Lean = "any"


@dataclass(frozen=True, slots=True)
class Value:
    """A resolved date: ISO text, its precision, and whether the year was inferred."""

    text: str
    precision: Precision
    inferred_year: bool = False


def resolve(said: Said, reference: Reference | None, lean: Lean = "any") -> Value | None:
    """The date that was said, or None when it does not exist or cannot be told."""
    if said.is_lunar:
        return _resolve_lunar(said, reference, lean)
    if said.year is not None:
        return _with_year(said, said.year)
    if said.month is None or reference is None:
        return None
    years = range(reference.day.year + 8, reference.day.year - 9, -1)
    days = (day for year in years if (day := _day(year, said.month, said.day or 1)))
    best = _choose(days, reference.day, lean)
    if best is None:
        return None
    found = _with_year(said, best.year)
    return found and Value(found.text, found.precision, inferred_year=True)


def resolve_range(first: Said, last: Said, reference: Reference | None, lean: Lean = "any") -> Value | None:
    """`A/B`; what one end leaves unsaid is taken from the other. None when the ends do not stand in order."""
    if last.is_lunar:
        begin = resolve(replace(first, year=first.year or last.year), reference)
        end = begin and resolve(last, Reference(dt.date.fromisoformat(begin.text)), "future")
    elif last.year is None and first.month is not None and (lean == "any" or first.year is not None):
        # the earlier end is the one that the rule places; the later follows it within a year
        begin = resolve(first, reference)
        end = begin and resolve(_completed(last, first, begin, 1), reference)
    else:
        end = resolve(last, reference, lean)
        begin = end and resolve(_completed(first, last, end, -1), reference)
    if begin is None or end is None or begin.text > end.text or begin.precision != end.precision:
        return None
    if begin.text == end.text:
        # hours of one day: 'từ 1h ngày 5/6 đến 13h ngày 5/6'
        return begin
    return Value(f"{begin.text}/{end.text}", end.precision, begin.inferred_year or end.inferred_year)


def two_digit_year(year: int, reference: Reference | None) -> int:
    """The year meant by two digits: not later than the one after the reference."""
    newest = reference.day.year + 1 if reference else 2069
    return year + 2000 if year + 2000 <= newest else year + 1900


def _completed(said: Said, other: Said, told: Value, step: Literal[1, -1]) -> Said:
    """One end of a range with what it leaves unsaid taken from the other, which lies `-step` from it in time."""
    year, month = int(told.text[:4]), said.month
    if month is None and other.day is not None:
        month = int(told.text[5:7])
    if said.year is not None:
        return replace(said, month=month)
    # 'từ 28/12 đến 03/01/2021': the year turns between the ends
    here, there = (month or 0, said.day or 0), (other.month or 0, other.day or 0)
    turns = said.month is not None and (here < there if step > 0 else here > there)
    return replace(said, month=month, year=year + step * turns)


def _with_year(said: Said, year: int) -> Value | None:
    if not 1000 <= year <= 2199:
        return None
    if said.month is None:
        return Value(f"{year:04d}", "year")
    if not 1 <= said.month <= 12:
        return None
    if said.day is None:
        return Value(f"{year:04d}-{said.month:02d}", "month")
    day = _day(year, said.month, said.day)
    return Value(day.isoformat(), "day") if day else None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _choose(days: Iterable[dt.date], reference: dt.date, lean: Lean) -> dt.date | None:
    """The one of several days, the latest of them first."""
    if lean == "future":
        return min((day for day in days if day >= reference), default=None)
    latest = reference if lean == "past" else reference + HORIZON
    return next((day for day in days if day <= latest), None)


def _resolve_lunar(said: Said, reference: Reference | None, lean: Lean) -> Value | None:
    if said.year is not None:
        day = _lunar_day(said, said.year)
        return Value(day.isoformat(), "day") if day else None
    if reference is None:
        return None
    if said.year_name is not None:
        year = lunar.year_named(said.year_name, reference.day)
        day = None if year is None else _lunar_day(said, year)
        return Value(day.isoformat(), "day") if day else None
    now = lunar.lunar_year(reference.day)
    days = (day for year in range(now + 2, now - 3, -1) if (day := _lunar_day(said, year)))
    best = _choose(days, reference.day, lean)
    return Value(best.isoformat(), "day", inferred_year=True) if best else None


def _lunar_day(said: Said, year: int) -> dt.date | None:
    if said.lunar_eve:
        # '29 Tết 2024' is the 29th of Chạp of the year before
        return lunar.last_of_year(year - 1) if said.day is None else lunar.solar(year - 1, 12, said.day)
    assert said.month is not None
    assert said.day is not None
    return lunar.solar(year, said.month, said.day, said.leap)
