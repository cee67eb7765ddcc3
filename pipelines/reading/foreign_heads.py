"""Heads that tell of another page: home-made templates were saved from one article, head and all, and serve every one.

Their `<title>`, shared title, address and dates are those of that article.
"""

from collections.abc import Sequence

from pipelines.reading.lines import Line
from pipelines.reading.site_names import NO_TITLES, Names
from pipelines.reading.stamp_lines import looks_dated
from pipelines.reading.title_candidates import ORGANISATION, Candidate

_FEWEST_WORDS = 7
_IN_COMMON = 0.25
_NEAR = 12
_ABOVE = 3
_STAMP = 80


def is_foreign(candidates: Sequence[Candidate], names: Names, address: str, above: Sequence[Line]) -> bool:
    """Whether an `h1` with a date beside it has next to no word in common with all that the head says of the page.

    `above` are the page's lines before its text. What the head says is shown nowhere else either.
    """
    said = {one.key for one in candidates if one.said} - NO_TITLES
    own = next((one for one in candidates if one.line is not None and one.line.element.tag == "h1"), None)
    if own is None or own.line is None or own.line.linked or not any(map(_is_headline, said)):
        return False
    words = set(own.key.split())
    if len(words) < _FEWEST_WORDS or any(len(words & set(one.split())) >= _IN_COMMON * len(words) for one in said):
        return False
    if own.line.index < len(above) - _NEAR or names.against(own.key, address) or ORGANISATION.match(own.text):
        return False
    beside = above[max(0, own.line.index - _ABOVE) :]
    return said.isdisjoint(one.key for one in candidates if one.line is not None) and any(
        len(line.text) <= _STAMP and looks_dated(line.text) for line in beside
    )


def _is_headline(key: str) -> bool:
    # Many sites say on all their pages but whose they are.
    return key.count(" ") + 1 >= _FEWEST_WORDS
