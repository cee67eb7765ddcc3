"""What discovery documents add to a page: a date where it has none, the time where it shows only the day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.model import Precision, Published
from archive.rows import json_of
from archive.settling import Kept, SeenHint
from pipelines.dates.instants import read_instant
from pipelines.reading.published import Candidate, choose_published

# The API tells what the author's database says; a sitemap's date may be that of the template.
_ORDER = ("api", "feed", "sitemap")
# What only suggests when a page was published, and gives way to whoever says it.
_WEAK = ("url", "dateline")
_OFFSET = "+07:00"


@dataclass(frozen=True, slots=True)
class Dated:
    """A publication date as the catalog shows it; `evidence` is JSON."""

    value: str | None = None
    precision: Precision | None = None
    evidence: str | None = None


def published_of(page: Kept, hints: Sequence[SeenHint], captured: str) -> Dated:
    """The page's own date; a hint fills what it lacks, and gives the time where both name the same day.

    `captured` is when the page was: nothing later is believed.
    """
    hinted = _chosen(hints, captured)
    if page.published is None:
        return _from_hint(hinted, hints) if hinted else Dated()
    value, precision, text, where, inferred = page.published
    if hinted and (_is_finer(hinted, value) or where.startswith(_WEAK)):
        return _from_hint(hinted, hints)
    evidence = {"text": text, "where": where, "capture": page.capture, "inferred_year": inferred}
    return Dated(value, precision, json_of(evidence))


def modified_of(page: Kept, hints: Sequence[SeenHint]) -> str | None:
    """When the page was last changed, by itself or by the API: `2020-02-13`, or with a time and +07:00."""
    said = [page.modified, *(hint.hint.modified for hint in _ordered(hints) if hint.hint.where == "api")]
    instants = [instant for one in said if one and (instant := read_instant(one))]
    if not instants:
        return None
    value = instants[0].value
    return value + _OFFSET if "T" in value else value


def title_of(hints: Sequence[SeenHint]) -> str | None:
    """A title for a page that has none."""
    return next((hint.hint.title for hint in _ordered(hints) if hint.hint.title), None)


def _ordered(hints: Iterable[SeenHint]) -> list[SeenHint]:
    return sorted(hints, key=lambda hint: (_ORDER.index(hint.hint.where), hint.hint.url))


def _chosen(hints: Sequence[SeenHint], captured: str) -> Published | None:
    candidates = [
        Candidate(hint.hint.published, f"{hint.hint.where} hint", "hint")
        for hint in _ordered(hints)
        if hint.hint.published
    ]
    return choose_published(candidates, captured) if candidates else None


def _is_finer(hinted: Published, value: str) -> bool:
    return hinted.value != value and hinted.value.startswith(value)


def _from_hint(hinted: Published, hints: Sequence[SeenHint]) -> Dated:
    capture = next(hint.capture for hint in hints if hinted.where.startswith(hint.hint.where))
    evidence = {"text": hinted.text, "where": hinted.where, "capture": capture, "inferred_year": False}
    return Dated(hinted.value, hinted.precision, json_of(evidence))
