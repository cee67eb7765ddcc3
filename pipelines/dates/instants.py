"""Instants as programs write them: ISO 8601 and RFC 822, well formed and not, put on the Vietnamese clock.

Sites write a space before the offset, `&#x2B;` for `+`, no offset, no separators, `GMT+7`, years of two digits, or
local time marked as UTC; the last is kept in `marked_utc` for whoever can compare it with the page.
"""

import datetime as dt
import re
from dataclasses import dataclass, replace
from email.utils import parsedate
from typing import TYPE_CHECKING

from archive.model import Precision
from pipelines.references import unescape

if TYPE_CHECKING:
    from pipelines.dates.expressions import DateReading

MONTH_FIRST, EITHER_ORDER = "(month first)", "(day or month first)"
"""What stands behind a date in digits whose order only its document as a whole told, or left open."""

_HOURS = {"Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "ICT": 7, "SGT": 8, "CET": 1, "CEST": 2}
_HOURS |= {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}  # RFC 822's own
_OFFSET = r"(?:[+]\s?|[-−–])(?:1[0-4]|0?\d)(?::?[0-5]\d)?(?![\d:-])"
_ZONE = rf"(?:{'|'.join(_HOURS)})(?:\s?{_OFFSET}|(?![^\W_]))|{_OFFSET}"
_HALF = r"(?:[AP]M|SA|CH)(?![^\W\d_])"
# Before a letter or a figure that is not understood it may be another time: `02:05 chiều`, `01:30 +0000 UTC`.
_TAIL = rf"(?>\s*(?P<half>{_HALF})?\s*\(?(?P<zone>{_ZONE})?)(?!\s?[^\W\d_]|[\d:])\)?"
# NukeViet writes PHP's 'T', the name of its zone, for the letter: '2020-10-14ICT11:11:53'
_ISO = re.compile(
    r"(?<!\d)(?P<year>\d{4})(?P<dash>-?)(?P<month>\d{1,2})(?P=dash)(?P<day>\d{1,2})"
    r"(?:(?:[T\s]\s?|ICT|(?<=\d{8})(?=(?:\d\d){2,3}(?!\d)))(?P<hour>\d{1,2}):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,]\d+)?)?"
    rf"{_TAIL}|(?![T\s]\s?\d\d?:|ICT)(?![\d:]))",
    re.IGNORECASE,
)
_CLOCK = re.compile(rf"(?<!\d)(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d))?{_TAIL}", re.IGNORECASE)
# Java and C write the year behind the zone, JavaScript the zone's long name
_BEHIND = re.compile(r"\s*(?:\([^()]*\))?\s*(?:\d{4})?\s*$")
_NAMED, _WRITTEN_OFFSET = re.compile("[A-Za-z]{3}"), re.compile(r"([+−–-])\s?(\d\d?):?(\d\d)?")
_AMERICAN = re.compile(
    r"(\d\d?)/(\d\d?)/(\d{4})((?:,?\s+\d\d?:\d\d(?::\d\d)?(?:\s?(?:[AP]M|SA|CH))?)?)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Instant:
    """A moment on the Vietnamese clock: `value` without offset, as precise as written; midnight means only the day.

    `marked_utc` is the same moment as written where it was marked UTC, else None.
    """

    value: str
    precision: Precision
    evidence: str
    marked_utc: str | None = None


def read_instant(text: str, utc: bool = False) -> Instant | None:
    """Read an instant that a program wrote, or failing that a Vietnamese date. `utc` says what no offset means.

    None for what is neither, for a date whose year would have to be inferred, and for one in either order of day and
    month, as `feeds.with_order` marks them.
    """
    plain = unescape(unescape(text)).strip()
    if plain.endswith(MONTH_FIRST):
        american = read_american(plain.removesuffix(MONTH_FIRST))
        return american and replace(american, evidence=plain)
    if plain.endswith(EITHER_ORDER):
        return None
    return _read_iso(plain, utc) or _read_rfc822(plain) or _read_words(plain)


def read_american(text: str) -> Instant | None:
    """Read `9/13/2026 1:30:00 PM`, month first; None for another form or a day that does not exist."""
    match = _AMERICAN.match(text.strip())
    if match is None:
        return None
    month, day, year, time = match.groups()
    instant = _read_words(f"{day}/{month}/{year}{time}")
    return instant and Instant(instant.value, instant.precision, text.strip())


def _read_iso(text: str, utc: bool) -> Instant | None:
    match = _ISO.search(text)
    if match is None or (not match["dash"] and len(match["month"]) + len(match["day"]) < 4):
        return None
    return _on_clock(int(match["year"]), int(match["month"]), int(match["day"]), match, match.group().strip(), utc)


def _read_rfc822(text: str) -> Instant | None:
    clock = _CLOCK.search(text)
    if clock is None or not _NAMED.search(text, 0, clock.start()) or not _BEHIND.match(text, clock.end()):
        return None
    parts = parsedate(f"{text[: clock.start()]}00:00 {text[clock.end() :]}")
    return parts and _on_clock(*parts[:3], clock, text)


def _on_clock(year: int, month: int, day: int, time: re.Match[str], evidence: str, utc: bool = False) -> Instant | None:
    """A day with the time that a match holds, or with none."""
    try:
        moment = dt.datetime(year, month, day, _hour(time), int(time["minute"] or 0), int(time["second"] or 0))
    except (ValueError, OverflowError):
        return None
    offset = _offset(time["zone"] or ("Z" if utc else None))
    precision: Precision = "day" if time["hour"] is None else "second" if time["second"] else "minute"
    return _instant(moment, offset, precision, evidence)


def _hour(time: re.Match[str]) -> int:
    hour, half = int(time["hour"] or 0), (time["half"] or "").upper()
    if half in ("AM", "SA"):
        return hour % 12
    return hour + 12 if half and hour < 12 else hour


def _offset(zone: str | None) -> dt.timedelta | None:
    """How far a zone as written is ahead of UTC; `GMT+7` is a name and an offset from it."""
    if zone is None:
        return None
    written = _WRITTEN_OFFSET.search(zone)
    if written is None:
        return dt.timedelta(hours=_HOURS[zone.upper()])
    offset = dt.timedelta(hours=int(written[2]), minutes=int(written[3] or 0))
    return offset if written[1] == "+" else -offset


def _read_words(text: str) -> Instant | None:
    # Loaded late: programs seldom write words, and the grammar takes a tenth of a second to load.
    from pipelines.dates.expressions import read_date

    reading = read_date(text)
    return instant_of(reading) if reading else None


def instant_of(reading: "DateReading") -> Instant | None:
    """A date read from a text as an instant; None for a range and for a year that was inferred."""
    if "/" in reading.value or reading.inferred_year:
        return None
    if "T" not in reading.value:
        return Instant(reading.value, reading.precision, reading.evidence)
    moment = dt.datetime.fromisoformat(reading.value)
    return _instant(moment, None, reading.precision, reading.evidence)


def _instant(moment: dt.datetime, offset: dt.timedelta | None, precision: Precision, evidence: str) -> Instant | None:
    # Of the years before, Python writes fewer than four figures; the last one may end on another clock.
    if not 1000 <= moment.year < dt.MAXYEAR:
        return None
    local = moment if offset is None else moment - offset + dt.timedelta(hours=7)
    written = None if offset is None or offset else moment
    for clock in (local, written):
        if precision == "day" or (clock is not None and not (clock.hour or clock.minute or clock.second)):
            # midnight, here or in UTC, is how programs write a day without a time
            return Instant(f"{clock or local:%Y-%m-%d}", "day", evidence)
    pattern = "%Y-%m-%dT%H:%M:%S" if precision == "second" else "%Y-%m-%dT%H:%M"
    return Instant(f"{local:{pattern}}", precision, evidence, f"{written:{pattern}}" if written else None)
