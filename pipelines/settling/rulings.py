"""What people may decide about an article by hand, checked and applied: pure functions over records of their word."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Literal, cast

from archive.errors import UsageError
from archive.model import Precision
from archive.rows import json_of
from archive.settled import Article, Ruling

NAMES = ("title", "published", "author", "kind")
"""What can be corrected. `published` and `author` may be `unknown`."""

UNKNOWN = "unknown"
_DATES: tuple[tuple[str, str, Precision], ...] = (
    (r"\d{4}", "%Y", "year"),
    (r"\d{4}-\d\d", "%Y-%m", "month"),
    (r"\d{4}-\d\d-\d\d", "%Y-%m-%d", "day"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d\+07:00", "%Y-%m-%dT%H:%M%z", "minute"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00", "%Y-%m-%dT%H:%M:%S%z", "second"),
)


def correction(pairs: Iterable[str]) -> dict[str, str | None]:
    """Read `published=2019-05-03`, `title=…`, …; an empty value takes an earlier correction back.

    Raises UsageError that says what would be right.
    """
    wanted: dict[str, str | None] = {}
    for pair in pairs:
        name, is_pair, value = pair.partition("=")
        if not is_pair or name not in NAMES:
            near = difflib.get_close_matches(name, NAMES, n=1)
            hint = f"did you mean {near[0]}=…?" if near else f"write {'=…, '.join(NAMES)}=…"
            raise UsageError(f"{pair!r} corrects nothing; {hint}")
        if name in wanted:
            raise UsageError(f"{pair!r}: {name} is corrected twice; which of both is right?")
        wanted[name] = _checked(name, " ".join(value.split())) if value.strip() else None
    return wanted


def _checked(name: str, value: str) -> str:
    if name == "kind" and value not in ("article", "page"):
        raise UsageError(f"kind={value}: an entry is an `article` or, where it is no news, a `page`")
    if name == "published" and value != UNKNOWN:
        value = value + "+07:00" if re.fullmatch(r".*T\d\d:\d\d(:\d\d)?", value) else value
        precision_of(value)
    return value


def precision_of(value: str) -> Precision:
    """How precise a publication date is written. Raises UsageError for one that is none."""
    for pattern, form, precision in _DATES:
        if re.fullmatch(pattern, value):
            try:
                datetime.strptime(value, form)
            except ValueError as error:
                raise UsageError(f"published={value}: there is no such day or time") from error
            return precision
    raise UsageError(
        f"published={value}: write 2019, 2019-05, 2019-05-03 or 2019-05-03T08:30 (Vietnamese time), or {UNKNOWN}"
    )


def corrected(article: Article, rulings: Mapping[str, Ruling]) -> Article:
    """The article as people decided; a date's evidence then names the record of their word."""
    if published := rulings.get("published"):
        article = _dated(article, published)
    if author := rulings.get("author"):
        article = replace(article, author=_known(author))
    if kind := rulings.get("kind"):
        article = replace(article, kind=cast(Literal["article", "page"], kind.value))
    return article


def _dated(article: Article, ruling: Ruling) -> Article:
    value = _known(ruling)
    evidence = {"text": ruling.value, "where": "correction", "capture": ruling.note, "inferred_year": False}
    return replace(
        article,
        published=value,
        published_precision=precision_of(value) if value else None,
        published_evidence=json_of(evidence),
    )


def _known(ruling: Ruling) -> str | None:
    return None if ruling.value == UNKNOWN else ruling.value
