"""Instants as programs write them: ISO 8601 and RFC 822, well formed and not, put on the Vietnamese clock.

Sites write a space before the offset, `&#x2B;` for `+`, no offset, no separators, `GMT+7`, years of two digits, or
local time marked as UTC; the last is kept in `marked_utc` for whoever can compare it with the page.
"""

import datetime as dt
import re
from dataclasses import dataclass, replace
from email.utils import parsedate_tz
from typing import TYPE_CHECKING

from archive.model import Precision
from pipelines.references import unescape

if TYPE_CHECKING:
    from pipelines.dates.expressions import DateReading

LOCAL = dt.timezone(dt.timedelta(hours=7))
MONTH_FIRST, EITHER_ORDER = "(month first)", "(day or month first)"
"""What stands behind a date in digits whose order only its document as a whole told, or left open."""

# NukeViet writes PHP's 'T', the name of its zone, for the letter: '2020-10-14ICT11:11:53'
_ISO = re.compile(
    r"(?<!\d)(\d{4})(-?)(\d{1,2})\2(\d{1,2})(?:(?:[T\s]\s?|ICT)(\d{1,2}):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?\s*([AP]M)?\s*(Z|UTC|GMT|[+\-]\s?\d\d?:?\d{0,2})?)?"
    r"(?![\d:])",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"([+\-])\s?(\d\d?):?(\d\d)?")
_GMT_HOURS = re.compile(r"(?:GMT|UTC)\s?([+\-])(\d\d?)(?::?(\d\d))?$", re.IGNORECASE)
_NAMED, _CLOCK = re.compile("[A-Za-z]{3}"), re.compile(r"\d:\d\d")
_AMERICAN = re.compile(r"(\d\d?)/(\d\d?)/(\d{4})((?:,?\s+\d\d?:\d\d(?::\d\d)?(?:\s?[AP]M)?)?)$", re.IGNORECASE)


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
    if match is None or (not match[2] and len(match[3]) + len(match[4]) < 4):
        return None
    year, month, day = int(match[1]), int(match[3]), int(match[4])
    try:
        moment = dt.datetime(year, month, day, _hour(match), int(match[6] or 0), int(match[7] or 0))
    except ValueError:
        return None
    offset = _offset(match[9] or ("Z" if utc else None))
    precision: Precision = "day" if match[5] is None else "second" if match[7] else "minute"
    return _instant(moment, offset, precision, match.group())


def _hour(match: re.Match[str]) -> int:
    hour, half = int(match[5] or 0), (match[8] or "").upper()
    if half == "AM":
        return hour % 12
    return hour + 12 if half and hour < 12 else hour


def _offset(text: str | None) -> dt.timedelta | None:
    if text is None:
        return None
    match = _OFFSET.match(text)
    if match is None:
        return dt.timedelta()
    offset = dt.timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return -offset if match[1] == "-" else offset


def _read_rfc822(text: str) -> Instant | None:
    tidy = _GMT_HOURS.sub(lambda match: f"{match[1]}{int(match[2]):02d}{match[3] or '00'}", text)
    if not any((named := _NAMED.search(line)) and _CLOCK.search(line, named.end()) for line in tidy.split("\n")):
        return None
    parts = parsedate_tz(tidy)
    if parts is None:
        return None
    try:
        moment = dt.datetime(*parts[:6])
        offset = None if parts[9] is None else dt.timedelta(seconds=parts[9])
    except (ValueError, OverflowError):
        return None
    # RFC 2822's '-0000' and a missing zone say nothing of the place
    return _instant(moment, offset, "second" if tidy.count(":") > 1 else "minute", text)


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
