"""When an article was published, chosen from all the places where its page and its site's documents say so.

The place that the agency's file names, structured metadata, then hints of REST, feed and sitemap, the visible date near
the title, the URL, the dateline; the first that is plausible is chosen, and refined by another that names the same day
more precisely. Nothing plausible: no date, never an invention.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from archive import clock
from archive.model import Published, Stamp
from pipelines.dates.instants import Instant, read_instant
from pipelines.dates.urls import read_url_date
from pipelines.dates.zone import LOCAL
from pipelines.reading.candidates import Candidate, Kind, Told
from pipelines.reading.ticks import read_ticks

_ORDER: tuple[Kind, ...] = ("named", "structured", "hint", "visible", "url", "dateline")
NAMED = "visible, named by the agency's file"
"""Where a date stood that the agency's file points at."""

_TEXTS = ("named", "visible", "dateline")
_EARLIEST = "1995"
"""Vietnam came to the internet in 1997; dates before are of what is told."""

_MODIFIED_WHERE = re.compile(r"modif|updat|lastmod|revised", re.IGNORECASE)
_GMT_WHERE = re.compile(r"gmt|utc", re.IGNORECASE)
_JUST_NOW = dt.timedelta(minutes=2)
_OFFSET = "+07:00"


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


def _is_clocklike(told: Told) -> bool:
    return told.candidate.kind == "visible" and told.candidate.apart and not told.is_labelled


def _is_doubtful(told: Told, now: dt.datetime) -> bool:
    """Whether only other pages can tell that a visible line is this page's own and no clock's."""
    if told.candidate.kind != "visible" or told.is_labelled:
        return False
    return told.candidate.apart or _tells_today(told, now)


def _tells_today(told: Told, now: dt.datetime) -> bool:
    """Whether a line tells the capture's day, or hours before it: midnight makes no other line of `5 phút trước`."""
    return told.is_counted or told.instant.value[:10] == now.date().isoformat()


def choose_with_hints(own: Published | None, hints: Sequence[Candidate], captured: str) -> Published | None:
    """The date of a page that was read alone, and hints that its site gives elsewhere, chosen in the same order."""
    if own is None or not hints:
        return choose_published(hints, captured) if hints else own
    candidate = Candidate(own.text, own.where, _kind_of(own.where), near_title=True)
    instant = Instant(own.value.removesuffix(_OFFSET), own.precision, own.text)
    return _chosen(_first([Told(candidate, instant, False, True, own), *_plausible(hints, _local(captured))]))


def read_plausible(text: str, captured: str) -> Instant | None:
    """What a program wrote as an instant, where whoever captured it then can believe it."""
    instant = read_instant(text)
    told = instant and _believable(
        Told(Candidate(text, "", "structured"), instant, False, False), _latest(_local(captured))
    )
    return told.instant if told else None


def _kind_of(where: str) -> Kind:
    """Of which kind the evidence is that stood there."""
    if where == NAMED:
        return "named"
    first = where.partition(" ")[0]
    return first if first in ("visible", "url", "dateline") else "structured"  # type: ignore[return-value]


def _plausible(candidates: Sequence[Candidate], now: dt.datetime) -> list[Told]:
    latest = _latest(now)
    told = [one for candidate in candidates for one in _read(candidate, now)]
    told = [one for one in (_believable(one, latest) for one in told) if one]
    return [one for one in told if not _is_stamp(one, told, now)]


def _latest(now: dt.datetime) -> str:
    return (now + _JUST_NOW).isoformat(timespec="seconds")


def _local(stamp: str) -> dt.datetime:
    return clock.parse(stamp).astimezone(LOCAL).replace(tzinfo=None)


def _first(told: Sequence[Told]) -> Told | None:
    ranked = sorted(told, key=lambda one: (_ORDER.index(one.candidate.kind), not one.is_labelled))
    own = [one for one in ranked if not one.is_modified]
    changed = [one for one in ranked if one.is_modified]
    supported = [one for one in own if _is_supported(one, own)]
    if supported:
        chosen = _unless_modification(supported, changed)
        return _on_local_clock(_refined(chosen, supported), own)
    return next((one for one in changed if one.candidate.kind in ("named", "visible")), None)


def _read(candidate: Candidate, now: dt.datetime) -> list[Told]:
    changed = _MODIFIED_WHERE.search(candidate.where) is not None
    if candidate.kind in _TEXTS:
        return _read_text(candidate, now, changed)
    if candidate.kind == "url":
        instant = read_url_date(candidate.text)
    else:
        is_utc = _GMT_WHERE.search(candidate.where) is not None
        instant = read_ticks(candidate.text) or read_instant(candidate.text, utc=is_utc)
    return [Told(candidate, instant, changed, False)] if instant else []


def _read_text(candidate: Candidate, now: dt.datetime, changed: bool) -> list[Told]:
    # Loaded late: settling chooses among instants alone, and the grammar takes a tenth of a second to load.
    from pipelines.reading.visible_dates import read_dateline, read_visible

    if candidate.kind != "dateline":
        return list(read_visible(candidate, now, changed))
    instant = read_dateline(candidate.text)
    return [Told(candidate, instant, changed, False)] if instant else []


def _believable(told: Told, latest: str) -> Told | None:
    """What was told, if it lies between the beginning of the web in Vietnam and the capture, which is the latest.

    Local time that is marked UTC comes out seven hours late; where that makes it the future, it is read as written.
    """
    instant = told.instant
    if instant.marked_utc and instant.value > latest:
        told = replace(told, instant=replace(instant, value=instant.marked_utc, marked_utc=None))
    value = told.instant.value
    return told if _EARLIEST <= value <= latest[: len(value)] else None


def _is_stamp(told: Told, others: Sequence[Told], now: dt.datetime) -> bool:
    """Whether a date is that of its document's making: its capture's minute, or an unlabelled today."""
    value = told.instant.value
    if told.candidate.kind in ("structured", "hint") and told.instant.precision == "second":
        return _is_near(value, _local(told.candidate.captured) if told.candidate.captured else now)
    if told.candidate.kind != "visible" or told.is_labelled or not _tells_today(told, now):
        return False
    # a clock runs in the text's own box too
    if told.candidate.apart or (told.candidate.above and "T" in value and _is_near(value, now)):
        return True
    return any(one.instant.value[:10] < value[:10] for one in others if not one.is_modified)


def _is_near(value: str, moment: dt.datetime) -> bool:
    return abs(dt.datetime.fromisoformat(value) - moment) <= _JUST_NOW


def _is_supported(told: Told, own: Sequence[Told]) -> bool:
    """Whether a 1 January without a time, which programs write for 'some day in that year', is said by a text too."""
    if told.chosen or told.candidate.kind in _TEXTS or not told.instant.value.endswith("-01-01"):
        return True
    texts = (one for one in own if one.candidate.kind in _TEXTS)
    return any(one.instant.value.startswith(told.instant.value) for one in texts)


def _unless_modification(own: Sequence[Told], changed: Sequence[Told]) -> Told:
    """The first by rank, unless it only repeats the last change and a label on the page tells an earlier day."""
    first, days = own[0], {one.instant.value[:10] for one in changed}
    if first.candidate.kind == "structured" and first.instant.value[:10] in days:
        earlier = (one for one in own if one.is_labelled and one.instant.value[:10] < first.instant.value[:10])
        return next(earlier, first)
    return first


def _refined(chosen: Told, own: Sequence[Told]) -> Told:
    """The most precise of those that agree with the chosen one: its day with a time, its month with a day."""
    agreeing = [one for one in own if one.instant.value.startswith(chosen.instant.value)]
    for length in (10, 16):
        if len(chosen.instant.value) < length:
            finer = [one for one in agreeing if len(one.instant.value) >= length]
            chosen = finer[0] if finer else chosen
            agreeing = [one for one in agreeing if one.instant.value.startswith(chosen.instant.value[:10])]
    return chosen


def _on_local_clock(chosen: Told, own: Sequence[Told]) -> Told:
    """The chosen one as written, where it is marked UTC but the page shows that very time, or day, to its readers."""
    written, converted = chosen.instant.marked_utc, chosen.instant.value
    shown = [one.instant.value[:16] for one in own if one.candidate.kind in ("named", "visible")]
    if written is None or not any(written.startswith(value) and not converted.startswith(value) for value in shown):
        return chosen
    return replace(chosen, instant=replace(chosen.instant, value=written, marked_utc=None))


def _chosen(told: Told | None) -> Published | None:
    if told is None or told.chosen:
        return told.chosen if told else None
    instant = told.instant
    value = instant.value
    if "T" in value:
        value = f"{value}:00{_OFFSET}" if instant.precision == "minute" else f"{value}{_OFFSET}"
    return Published(value, instant.precision, instant.evidence, told.candidate.where)
