"""What discovery documents add to a page: a date, the day of its last change, a title where it has none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.model import Precision, Published
from archive.rows import json_of
from archive.settling import Kept, SeenHint
from pipelines.reading.candidates import Candidate
from pipelines.reading.published import choose_with_hints, read_plausible

# The API tells what the author's database says; a sitemap's date may be that of the template.
_ORDER = ("api", "feed", "sitemap")
_OFFSET = "+07:00"


@dataclass(frozen=True, slots=True)
class Dated:
    """A publication date as the catalog shows it; `evidence` is JSON."""

    value: str | None = None
    precision: Precision | None = None
    evidence: str | None = None


def published_of(own: Published | None, page: str, hints: Sequence[SeenHint], captured: str) -> Dated:
    """The page's own date or a hint's, by `published`'s order of evidence.

    `page` is its capture, made at `captured`: nothing later is believed.
    """
    chosen = choose_with_hints(own, _candidates(hints), captured)
    if chosen is None:
        return Dated()
    source = page if chosen is own else _capture_of(chosen, hints)
    evidence = {"text": chosen.text, "where": chosen.where, "capture": source, "inferred_year": chosen.inferred_year}
    return Dated(chosen.value, chosen.precision, json_of(evidence))


def modified_of(page: Kept, hints: Sequence[SeenHint], captured: str) -> str | None:
    """When the page, captured then, was last changed, by itself or by the API: `2020-02-13`, or with +07:00."""
    by_api = [(hint.hint.modified, hint.captured) for hint in _ordered(hints) if hint.hint.where == "api"]
    said = [(page.modified, captured), *by_api]
    instants = [instant for text, at in said if text and (instant := read_plausible(text, at))]
    if not instants:
        return None
    value = instants[0].value
    return value + _OFFSET if "T" in value else value


def title_of(hints: Sequence[SeenHint]) -> str | None:
    """A title for a page that has none."""
    return next((hint.hint.title for hint in _ordered(hints) if hint.hint.title), None)


def _ordered(hints: Iterable[SeenHint]) -> list[SeenHint]:
    return sorted(hints, key=lambda hint: (_ORDER.index(hint.hint.where), hint.hint.url))


def _candidates(hints: Sequence[SeenHint]) -> list[Candidate]:
    return [
        Candidate(hint.hint.published, f"{hint.hint.where} hint", "hint", captured=hint.captured)
        for hint in _ordered(hints)
        if hint.hint.published
    ]


def _capture_of(hinted: Published, hints: Sequence[SeenHint]) -> str:
    return next(hint.capture for hint in hints if hinted.where.startswith(hint.hint.where))
