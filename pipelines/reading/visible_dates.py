"""Dates of publication in what people read: visible lines near a title, and datelines."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

from archive.orthography import fold
from pipelines.dates.american import read_month_first
from pipelines.dates.expressions import read_date, read_dates
from pipelines.dates.instants import Instant, instant_of
from pipelines.reading.candidates import Candidate, Told
from pipelines.reading.stamp_labels import Meaning, meaning_of
from pipelines.reading.stamp_lines import stands_apart

_RELATIVE = re.compile(r"trước|hôm\s|vừa\s*xong|truoc|hom\s", re.IGNORECASE)
_COUNTED = re.compile(r"hom (?:nay|qua)\W*(?:co )?\d+(?:[.,]\d{3})*(?!\W?\d|\s?[hg]|[:/])")
# clocks, calendars, lists of other stories: their dates are not the article's
_ELSEWHERE = re.compile(
    r"clock|today|current|[. ]calendar|calendar-?(?:box|block|wrap)|widget|sidebar|side-bar|aside|top-?bar"
    # an article has a footer of its own
    r"|(?<!entry-)(?<!post-)(?<!article-)footer(?!\.(?:entry|post|article)-)"
    r"|related|lien-?quan|tin-?khac|other|comment|weather|xem-?nhieu|most-?view",
    re.IGNORECASE,
)


def read_visible(candidate: Candidate, now: dt.datetime, changed: bool) -> Iterator[Told]:
    """Each date of a visible line with what the words before it say of it; `changed`: its place is that of changes."""
    if _ELSEWHERE.search(candidate.where):
        return
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
            yield Told(candidate, instant, says_changed, meaning == "published")
    if not readings and candidate.near_title and _RELATIVE.search(candidate.text) and not _is_counter(candidate.text):
        yield from _read_relative(candidate, now, changed)


def _is_counter(text: str) -> bool:
    """Whether a line tells how many visitors came today or yesterday."""
    return _COUNTED.search(fold(text)) is not None


def _read_relative(candidate: Candidate, now: dt.datetime, changed: bool) -> Iterator[Told]:
    # told from the moment the page was made, which is the capture's; 'hours ago' is no better than a day
    reading = read_date(candidate.text, now)
    if reading and candidate.kind == "visible" and not stands_apart(candidate.text, *reading.span):
        return
    if reading and not reading.inferred_year and "/" not in reading.value:
        is_counted = "T" in reading.value and "tr" in reading.evidence
        if is_counted:
            reading = replace(reading, value=reading.value[:10], precision="day")
        instant = Instant(reading.value, reading.precision, reading.evidence)
        yield Told(candidate, instant, changed, False, is_counted=is_counted)


def read_dateline(text: str) -> Instant | None:
    """The day, or the moment, that a dateline names."""
    reading = read_date(text)
    return instant_of(reading) if reading and reading.precision != "year" else None
