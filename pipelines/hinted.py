"""What discovery documents add to a page: a date where it has none, the time where it shows only the day."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from archive.model import Precision
from archive.rows import json_of
from archive.settling import Kept, SeenHint

_VIETNAM = dt.timezone(dt.timedelta(hours=7))
# The API tells what the author's database says; a sitemap's date may be that of the template.
_ORDER = ("api", "feed", "sitemap")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Dated:
    """A publication date as the catalog shows it; `evidence` is JSON."""

    value: str | None = None
    precision: Precision | None = None
    evidence: str | None = None


def published_of(page: Kept, hints: Sequence[SeenHint]) -> Dated:
    """The page's own date; a hint fills what it lacks, and gives the time where both name the same day."""
    told = [(hint, instant) for hint in _ordered(hints) if (instant := _instant(hint.hint.published))]
    if page.published is None:
        return _hinted(*told[0]) if told else Dated()
    value, precision, text, where, inferred = page.published
    finer = next(((hint, at) for hint, at in told if precision == "day" and at.startswith(f"{value}T")), None)
    if finer:
        return _hinted(*finer, page=value)
    evidence = {"text": text, "where": where, "capture": page.capture, "inferred_year": inferred}
    return Dated(value, precision, json_of(evidence))


def modified_of(page: Kept, hints: Sequence[SeenHint]) -> str | None:
    """When the page was last changed, by itself or by the API: +07:00, to the second or the day."""
    said = [page.modified, *(hint.hint.modified for hint in _ordered(hints) if hint.hint.where == "api")]
    return next((instant for one in said if (instant := _instant(one))), None)


def title_of(hints: Sequence[SeenHint]) -> str | None:
    """A title for a page that has none."""
    return next((hint.hint.title for hint in _ordered(hints) if hint.hint.title), None)


def _ordered(hints: Iterable[SeenHint]) -> list[SeenHint]:
    return sorted(hints, key=lambda hint: (_ORDER.index(hint.hint.where), hint.hint.url))


def _hinted(seen: SeenHint, instant: str, page: str | None = None) -> Dated:
    evidence = {"text": seen.hint.published, "where": f"{seen.hint.where} hint", "capture": seen.capture}
    if page:
        evidence["page"] = page
    return Dated(instant, "second" if "T" in instant else "day", json_of(evidence))


def _instant(text: str | None) -> str | None:
    """An ISO 8601 or RFC 822 date in +07:00; the day alone where midnight stands for a time not known."""
    text = (text or "").strip()
    if _ISO_DAY.fullmatch(text):
        return text
    instant = _parsed(text)
    if instant is None:
        return None
    local = (instant if instant.tzinfo else instant.replace(tzinfo=_VIETNAM)).astimezone(_VIETNAM)
    return local.date().isoformat() if local.time() == dt.time() else local.replace(microsecond=0).isoformat()


def _parsed(text: str) -> dt.datetime | None:
    for parse in (dt.datetime.fromisoformat, parsedate_to_datetime):
        try:
            return parse(text)
        except ValueError:
            continue
    return None
