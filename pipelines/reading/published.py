"""When an article was published, chosen from all the places where its page and its site's documents say so.

The place that the agency's file names, structured metadata, then hints of REST, feed and sitemap, the visible date near
the title, the URL, the dateline; the first that is plausible is chosen, and refined by another that names the same day
more precisely. Nothing plausible: no date, never an invention.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from archive import clock
from archive.model import Published, Stamp
from archive.orthography import fold
from pipelines.dates.american import read_month_first
from pipelines.dates.expressions import read_date, read_dates
from pipelines.dates.instants import LOCAL, Instant, instant_of, read_instant
from pipelines.dates.urls import read_url_date
from pipelines.reading.stamp_labels import Meaning, meaning_of
from pipelines.reading.stamp_lines import stands_apart

Kind = Literal["named", "structured", "hint", "visible", "url", "dateline"]

_ORDER: tuple[Kind, ...] = ("named", "structured", "hint", "visible", "url", "dateline")
NAMED = "visible, named by the agency's file"
"""Where a date stood that the agency's file points at."""

_TEXTS = ("named", "visible", "dateline")
_EARLIEST = "1995"
"""Vietnam came to the internet in 1997; dates before are of what is told."""

_MODIFIED_WHERE = re.compile(r"modif|updat|lastmod|revised", re.IGNORECASE)
_RELATIVE = re.compile(r"trước|hôm\s|vừa\s*xong|truoc|hom\s", re.IGNORECASE)
_COUNTED = re.compile(r"hom (?:nay|qua)\W*(?:co )?\d+(?:[.,]\d{3})*(?!\W?\d|\s?[hg]|[:/])")
# clocks, calendars, lists of other stories: their dates are not the article's
_ELSEWHERE = re.compile(
    r"clock|today|current|[. ]calendar|calendar-?(?:box|block|wrap)|widget|sidebar|side-bar|aside|footer|top-?bar"
    r"|related|lien-?quan|tin-?khac|other|comment|weather|xem-?nhieu|most-?view",
    re.IGNORECASE,
)
_GMT_WHERE = re.compile(r"gmt|utc", re.IGNORECASE)
_JUST_NOW = dt.timedelta(minutes=2)
_OFFSET = "+07:00"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A string that may tell when the article was published, and where it stood.

    `where` becomes the evidence's: `meta article:published_time`, `visible .entry-date`. `near_title` is meant for
    visible ones. `text` is the whole text of the element with its label, for `url` the URL, for `dateline` the line.
    `captured` is when a hint's document was, where that is known. `path` is that of a visible line's element; `apart`
    says that it stands where sites have their clock, `month_first` that its digits have the month first.
    """

    text: str
    where: str
    kind: Kind
    near_title: bool = False
    captured: str | None = None
    path: str = ""
    apart: bool = False
    month_first: bool = False


@dataclass(frozen=True, slots=True)
class _Told:
    """A candidate that was read: what it says and whether it speaks of a later change.

    `chosen` is the page's own date, where the page was read alone before; `is_counted` says that hours or minutes were
    counted back to it.
    """

    candidate: Candidate
    instant: Instant
    is_modified: bool
    is_labelled: bool
    chosen: Published | None = None
    is_counted: bool = False


def choose_published(candidates: Sequence[Candidate], captured: str) -> Published | None:
    """The publication date that the evidence bears out, or None.

    `captured` is the capture's stamp (UTC); nothing later is believed. The value is local: `2020-02-13`, or with
    +07:00 where a time is known.
    """
    return _chosen(_first(_plausible(candidates, _local(captured))))


def agree(some: Sequence[Candidate], others: Sequence[Candidate], captured: str) -> bool:
    """Whether both bear out the same day."""
    told = [chosen.value[:10] for each in (some, others) if (chosen := choose_published(each, captured))]
    return len(told) == 2 and told[0] == told[1]


def choose_in_turn(candidates: Sequence[Candidate], captured: str) -> tuple[Published | None, tuple[Stamp, ...]]:
    """The publication date, and what it would be if the line that tells it, and the next, were every page's.

    Only lines that stand where clocks do, or tell the capture's day, are in such doubt; those that tell nothing here
    are kept too, since they are counted.
    """
    now = _local(captured)
    told = _plausible(candidates, now)
    first = chosen = _first(told)
    stamps: list[Stamp] = []
    while chosen and _is_doubtful(chosen, now):
        line = chosen.candidate
        told = [one for one in told if (one.candidate.path, one.candidate.text) != (line.path, line.text)]
        chosen = _first(told)
        stamps.append(Stamp(line.path, line.text, _chosen(chosen)))
    stamps += [Stamp(one.candidate.path, one.candidate.text, _chosen(chosen)) for one in told if _is_clocklike(one)]
    return _chosen(first), tuple(stamps)


def _is_clocklike(told: _Told) -> bool:
    return told.candidate.kind == "visible" and told.candidate.apart and not told.is_labelled


def _is_doubtful(told: _Told, now: dt.datetime) -> bool:
    """Whether only other pages can tell that a visible line is this page's own and no clock's."""
    if told.candidate.kind != "visible" or told.is_labelled:
        return False
    return told.candidate.apart or _tells_today(told, now)


def _tells_today(told: _Told, now: dt.datetime) -> bool:
    """Whether a line tells the capture's day, or hours before it: midnight makes no other line of `5 phút trước`."""
    return told.is_counted or told.instant.value[:10] == now.date().isoformat()


def choose_with_hints(own: Published | None, hints: Sequence[Candidate], captured: str) -> Published | None:
    """The date of a page that was read alone, and hints that its site gives elsewhere, chosen in the same order."""
    if own is None or not hints:
        return choose_published(hints, captured) if hints else own
    candidate = Candidate(own.text, own.where, _kind_of(own.where), near_title=True)
    instant = Instant(own.value.removesuffix(_OFFSET), own.precision, own.text)
    return _chosen(_first([_Told(candidate, instant, False, True, own), *_plausible(hints, _local(captured))]))


def _kind_of(where: str) -> Kind:
    """Of which kind the evidence is that stood there."""
    if where == NAMED:
        return "named"
    first = where.partition(" ")[0]
    return first if first in ("visible", "url", "dateline") else "structured"  # type: ignore[return-value]


def _plausible(candidates: Sequence[Candidate], now: dt.datetime) -> list[_Told]:
    latest = (now + _JUST_NOW).isoformat(timespec="seconds")
    told = [one for candidate in candidates for one in _read(candidate, now)]
    told = [one for one in (_believable(one, latest) for one in told) if one]
    return [one for one in told if not _is_stamp(one, told, now)]


def _local(stamp: str) -> dt.datetime:
    return clock.parse(stamp).astimezone(LOCAL).replace(tzinfo=None)


def _first(told: Sequence[_Told]) -> _Told | None:
    ranked = sorted(told, key=lambda one: (_ORDER.index(one.candidate.kind), not one.is_labelled))
    own = [one for one in ranked if not one.is_modified]
    changed = [one for one in ranked if one.is_modified]
    supported = [one for one in own if _is_supported(one, own)]
    if supported:
        chosen = _unless_modification(supported, changed)
        return _on_local_clock(_refined(chosen, supported), own)
    return next((one for one in changed if one.candidate.kind in ("named", "visible")), None)


def _read(candidate: Candidate, now: dt.datetime) -> list[_Told]:
    changed = _MODIFIED_WHERE.search(candidate.where) is not None
    match candidate.kind:
        case "named" | "visible":
            return [] if _ELSEWHERE.search(candidate.where) else list(_read_visible(candidate, now, changed))
        case "url":
            instant = read_url_date(candidate.text)
        case "dateline":
            instant = _read_dateline(candidate.text)
        case _:
            instant = read_instant(candidate.text, utc=_GMT_WHERE.search(candidate.where) is not None)
    return [_Told(candidate, instant, changed, False)] if instant else []


def _read_visible(candidate: Candidate, now: dt.datetime, changed: bool) -> Iterator[_Told]:
    """Each date of a visible line with what the words before it say of it."""
    readings = read_month_first(candidate.text) if candidate.month_first else read_dates(candidate.text)
    behind = 0
    meaning: Meaning = "unsaid"
    for reading in readings:
        meaning = meaning_of(candidate.text, behind, reading.span[0], meaning)
        behind, instant = reading.span[1], instant_of(reading)
        says_changed = meaning == "changed" or (changed and meaning == "unsaid")
        if meaning == "other" and candidate.kind != "named":
            continue
        if instant and (candidate.near_title or says_changed or meaning == "published"):
            yield _Told(candidate, instant, says_changed, meaning == "published")
    if not readings and candidate.near_title and _RELATIVE.search(candidate.text) and not _is_counter(candidate.text):
        yield from _read_relative(candidate, now, changed)


def _is_counter(text: str) -> bool:
    """Whether a line tells how many visitors came today or yesterday."""
    return _COUNTED.search(fold(text)) is not None


def _read_relative(candidate: Candidate, now: dt.datetime, changed: bool) -> Iterator[_Told]:
    # told from the moment the page was made, which is the capture's; 'hours ago' is no better than a day
    reading = read_date(candidate.text, now)
    if reading and candidate.kind == "visible" and not stands_apart(candidate.text, *reading.span):
        return
    if reading and not reading.inferred_year and "/" not in reading.value:
        is_counted = "T" in reading.value and "tr" in reading.evidence
        if is_counted:
            reading = replace(reading, value=reading.value[:10], precision="day")
        instant = Instant(reading.value, reading.precision, reading.evidence)
        yield _Told(candidate, instant, changed, False, is_counted=is_counted)


def _read_dateline(text: str) -> Instant | None:
    reading = read_date(text)
    return instant_of(reading) if reading and reading.precision != "year" else None


def _believable(told: _Told, latest: str) -> _Told | None:
    """What was told, if it lies between the beginning of the web in Vietnam and the capture, which is the latest.

    Local time that is marked UTC comes out seven hours late; where that makes it the future, it is read as written.
    """
    instant = told.instant
    if instant.marked_utc and instant.value > latest:
        told = replace(told, instant=replace(instant, value=instant.marked_utc, marked_utc=None))
    value = told.instant.value
    return told if _EARLIEST <= value <= latest[: len(value)] else None


def _is_stamp(told: _Told, others: Sequence[_Told], now: dt.datetime) -> bool:
    """Whether a date is that of its document's making: its capture's minute, or an unlabelled today."""
    value = told.instant.value
    if told.candidate.kind in ("structured", "hint") and told.instant.precision == "second":
        made = _local(told.candidate.captured) if told.candidate.captured else now
        return abs(dt.datetime.fromisoformat(value) - made) <= _JUST_NOW
    if told.candidate.kind != "visible" or told.is_labelled or not _tells_today(told, now):
        return False
    return told.candidate.apart or any(one.instant.value[:10] < value[:10] for one in others if not one.is_modified)


def _is_supported(told: _Told, own: Sequence[_Told]) -> bool:
    """Whether a 1 January without a time, which programs write for 'some day in that year', is said by a text too."""
    if told.chosen or told.candidate.kind in _TEXTS or not told.instant.value.endswith("-01-01"):
        return True
    texts = (one for one in own if one.candidate.kind in _TEXTS)
    return any(one.instant.value.startswith(told.instant.value) for one in texts)


def _unless_modification(own: Sequence[_Told], changed: Sequence[_Told]) -> _Told:
    """The first by rank, unless it only repeats the last change and a label on the page tells an earlier day."""
    first, days = own[0], {one.instant.value[:10] for one in changed}
    if first.candidate.kind == "structured" and first.instant.value[:10] in days:
        earlier = (one for one in own if one.is_labelled and one.instant.value[:10] < first.instant.value[:10])
        return next(earlier, first)
    return first


def _refined(chosen: _Told, own: Sequence[_Told]) -> _Told:
    """The most precise of those that agree with the chosen one: its day with a time, its month with a day."""
    agreeing = [one for one in own if one.instant.value.startswith(chosen.instant.value)]
    for length in (10, 16):
        if len(chosen.instant.value) < length:
            finer = [one for one in agreeing if len(one.instant.value) >= length]
            chosen = finer[0] if finer else chosen
            agreeing = [one for one in agreeing if one.instant.value.startswith(chosen.instant.value[:10])]
    return chosen


def _on_local_clock(chosen: _Told, own: Sequence[_Told]) -> _Told:
    """The chosen one as written, where it is marked UTC but the page shows that very time, or day, to its readers."""
    written, converted = chosen.instant.marked_utc, chosen.instant.value
    shown = [one.instant.value[:16] for one in own if one.candidate.kind in ("named", "visible")]
    if written is None or not any(written.startswith(value) and not converted.startswith(value) for value in shown):
        return chosen
    return replace(chosen, instant=replace(chosen.instant, value=written, marked_utc=None))


def _chosen(told: _Told | None) -> Published | None:
    if told is None or told.chosen:
        return told.chosen if told else None
    instant = told.instant
    value = instant.value
    if "T" in value:
        value = f"{value}:00{_OFFSET}" if instant.precision == "minute" else f"{value}{_OFFSET}"
    return Published(value, instant.precision, instant.evidence, told.candidate.where)
