"""Whether two texts are one: exact, republished, an excerpt, or another event told with the same template.

Agencies write in formulas, so likeness alone says little; what a republication keeps and a template replaces are the
numbers, dates and names inside the sentences that both texts share. Reasons for the thresholds: docs/duplicates.md.
"""

import re
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from archive.orthography import normal_form
from pipelines.settling.events import is_other_event
from pipelines.settling.texts import Shingle, Text, heading_of, line_of, numbers_of, shingles_of

Kind = Literal["exact", "republication", "excerpt", "template-sibling", "different"]

SHARED_SENTENCE = 0.4
SHARED_TEXT = 0.5
SHARED_NOTICE = 0.75
CONTAINMENT = 0.75
EXCERPT = 0.6
# How much prose of their own two texts may both have, by what they share; of short notices one sentence is the matter,
# unless what they share is a story of some sentences, and their own stands above or below that, as ledes do.
OWN, OWN_IN_NOTICE = 1 / 3, 1 / 8
_STORY = 3
_FEWEST_SHARED = 8
# More words than the directions have that all notices of an agency end in: where to apply, whom to call.
_DIRECTIONS = 80
_PROSE = 8
_TELLING = 2
# With what directions and legal bases say what is to be done; folded, as whole words.
_DIRECTS = re.compile(
    r" (?:ho so|nop|lien he|dien thoai|dang ky|tiep nhan|gio hanh chinh|chi tiet|de nghi|yeu cau|khuyen cao|canh bao"
    r"|luu y|kinh moi|tran trong|can cu|chiu trach nhiem|thi hanh|quy dinh|tong dai|hotline|email|moi thau|dau thau) "
)


@dataclass(frozen=True, slots=True)
class Relation:
    """How two texts relate. `same` is true for one text told twice; `score` is the containment that decided, 0 to 1."""

    kind: Kind
    score: float
    same: bool


def relation(a: str, b: str) -> Relation:
    """Relate two texts, in either order with the same result."""
    return relate(Text(normal_form(a)), Text(normal_form(b)))


def relate(a: Text, b: Text) -> Relation:
    """Relate two texts that are taken apart already."""
    if a.words == b.words:
        return Relation("exact", 1.0, True)
    small, large = sorted((a, b), key=lambda text: (len(text.shingles), text.words))
    shared = _shared(small, large)
    if sum(map(len, shared)) < _enough(small, shared):
        return Relation("different", round(_contained(small.shingles, large.shingles), 4), False)
    score = round(_contained(set().union(*map(shingles_of, shared)), large.shingles), 4)
    if score < CONTAINMENT:
        return Relation("template-sibling", score, False)
    mirrored = _shared(large, small)
    if is_other_event(small, large, shared, mirrored):
        return Relation("template-sibling", score, False)
    whole = len(small.words) >= EXCERPT * len(large.words)
    if _is_frame(small, shared, min(_own(small, shared), _own(large, mirrored)), whole):
        return Relation("different", score, False)
    return Relation("republication" if whole else "excerpt", score, True)


def _enough(text: Text, shared: list[list[str]]) -> float:
    """How many words a text must share: a short one more than directions make up, unless it shares what it tells."""
    least = max(SHARED_TEXT * len(text.words), _FEWEST_SHARED)
    most = min(SHARED_NOTICE * len(text.words), _DIRECTIONS)
    return least if least >= most or _tells(text, shared) else most


def _own(text: Text, shared: list[list[str]]) -> int:
    """How many words of prose a text has that are not in these sentences of it."""
    prose, told = ([len(words) for words in of if len(words) >= _PROSE] for of in (text.sentences, shared))
    return sum(prose) - sum(told)


def _is_frame(text: Text, shared: list[list[str]], own: int, whole: bool) -> bool:
    """Whether what is shared only frames what each has for itself: legal bases, where to apply, whom to call."""
    words = sum(map(len, shared))
    is_notice = whole and words < _DIRECTIONS and not (_runs_on(text, shared) and _tells(text, shared))
    return own >= _PROSE and own > (OWN_IN_NOTICE if is_notice else OWN) * words


def _runs_on(text: Text, shared: list[list[str]]) -> bool:
    """Whether these sentences of a text are several, and no prose of its own stands between them."""
    if sum(len(words) >= _PROSE for words in shared) < _STORY:
        return False
    at = [position for position, words in enumerate(text.sentences) if words in shared]
    return all(len(words) < _PROSE or words in shared for words in text.sentences[at[0] : at[-1]])


def _tells(text: Text, shared: list[list[str]]) -> bool:
    """Whether most of these sentences of a text tell what happened, with numbers or names, and direct nobody."""
    telling = [words for words in shared if not _DIRECTS.search(line_of([words]))]
    if 4 * sum(map(len, telling)) < 3 * sum(map(len, shared)):
        return False
    line = line_of(telling)
    return len(numbers_of(chain.from_iterable(telling))) + sum(f" {name} " in line for name in text.names) >= _TELLING


def _contained(part: set[Shingle], whole: set[Shingle]) -> float:
    return len(part & whole) / len(part) if part else 0.0


def _shared(text: Text, other: Text) -> list[list[str]]:
    """The sentences of one text that stand in the other, be it with other numbers."""
    return [
        words
        for words, pattern in zip(text.sentences, text.patterns, strict=True)
        if _contained(shingles_of(pattern) - {("#", "#", "#")}, other.masked) >= SHARED_SENTENCE
        or heading_of(words) in other.headings
    ]
