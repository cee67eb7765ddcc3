"""Whether two texts are one: exact, republished, an excerpt, or another event told with the same template.

Agencies write in formulas, so likeness alone says little; what a republication keeps and a template replaces are the
numbers, dates and names inside the sentences that both texts share. Reasons for the thresholds: docs/duplicates.md.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Literal

from archive.memo import Memo
from archive.orthography import CAPITALS, fold, normal_form
from pipelines.settling.events import is_other_event, line_of, loses_numbers, numbers_of

Kind = Literal["exact", "republication", "excerpt", "template-sibling", "different"]

SHARED_SENTENCE = 0.4
SHARED_TEXT = 0.5
SHARED_NOTICE = 0.75
CONTAINMENT = 0.75
EXCERPT = 0.6
# How much prose of their own two texts may both have, by what they share; of short notices one sentence is the matter.
OWN, OWN_IN_NOTICE = 1 / 3, 1 / 8
_FEWEST_SHARED = 8
# More words than the directions have that all notices of an agency end in: where to apply, whom to call.
_DIRECTIONS = 80
_PROSE = 8
_CELL, _ROW = 3, 8
# The next three are for folded texts, the last two for one sentence a line. Each begins with the letters that it can
# begin with: looked for so it is found several times as fast.
_SENTENCE_END = re.compile(r"[.!?…;:\n](?:(?<=\n)\n*|\s+)")
_DAY = re.compile(
    r"(\d(?<![\d/.,]\d)\d?)\s*(?:([/.-])\s*|\s*thang\s+)(\d{1,2})"
    r"(?:\s*(?:[/.-]\s*|\s*,?\s*nam\s+)(\d{4}))?(?![\d/]|[.,]\d)".replace(r"\s", r"[^\S\n]")
)
_BEFORE_DAY = ("ngay ", "sang ", "trua ", "chieu ", "toi ", "dem ", "hom ")
_DAY_WORD = re.compile(r"ngay[^\S\n]+(?=\0)")
_TOKEN = re.compile(r"\d+(?:[./,]\d+)*|[^\W\d_]+")
_THOUSANDS = re.compile(r"[.,](?=\d{3}\b)")
# Two to five capitalised syllables in a row: a person, a place; more is a heading in capitals.
_CAPITAL = f"[{CAPITALS}]"
_NAME = re.compile(rf"(?<![^\W\d_]){_CAPITAL}[^\W\d_]*(?:[ -]{_CAPITAL}[^\W\d_]*){{1,4}}(?![ -]{_CAPITAL})(?![^\W\d_])")

Shingle = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """How two texts relate. `same` is true for one text told twice; `score` is the containment that decided, 0 to 1."""

    kind: Kind
    score: float
    same: bool


class Text:
    """A text in normal form taken apart for comparison; worth keeping while it is compared with several others."""

    def __init__(self, text: str) -> None:
        self._whole = text
        self.sentences = _sentences(fold(text))
        self.words = list(chain.from_iterable(self.sentences))

    @cached_property
    def names(self) -> set[str]:
        """Persons and places of the text, folded."""
        return {fold(name) for name in _NAME.findall(self._whole)}

    @cached_property
    def shingles(self) -> set[Shingle]:
        """All runs of three words, across sentences."""
        return _shingles(self.words)

    @cached_property
    def masked(self) -> set[Shingle]:
        """All runs of three words with every number as `#`."""
        return _shingles(mask(self.words))

    @cached_property
    def numbers(self) -> set[str]:
        """The numbers and days of the text, each spelt one way."""
        return numbers_of(self.words)

    @cached_property
    def slots(self) -> dict[Shingle, set[str]]:
        """The numbers by the two words before and after them, in which numbers are masked."""
        masked = ["", "", *mask(self.words), "", ""]
        found: dict[Shingle, set[str]] = defaultdict(set)
        for at, word in enumerate(self.words):
            if word[0].isdigit():
                found[*masked[at : at + 2], *masked[at + 3 : at + 5]].add(word)
        return found

    @cached_property
    def line(self) -> str:
        """The words in one line, to look for names in."""
        return line_of([self.words])


def relation(a: str, b: str) -> Relation:
    """Relate two texts, in either order with the same result."""
    return relate(Text(normal_form(a)), Text(normal_form(b)))


def relate(a: Text, b: Text) -> Relation:
    """Relate two texts that are taken apart already."""
    if a.words == b.words:
        return Relation("exact", 1.0, True)
    small, large = sorted((a, b), key=lambda text: (len(text.shingles), text.words))
    shared = _shared(small, large)
    if sum(map(len, shared)) < _enough(len(small.words)):
        return Relation("different", round(_contained(small.shingles, large.shingles), 4), False)
    score = round(_contained(set().union(*map(_shingles, shared)), large.shingles), 4)
    told = list(chain.from_iterable(shared))
    if score < CONTAINMENT or loses_numbers(told, large):
        return Relation("template-sibling", score, False)
    mirrored = _shared(large, small)
    if is_other_event(small, large, shared, mirrored):
        return Relation("template-sibling", score, False)
    whole = len(small.words) >= EXCERPT * len(large.words)
    if _is_frame(len(told), min(_own(small, shared), _own(large, mirrored)), whole):
        return Relation("different", score, False)
    return Relation("republication" if whole else "excerpt", score, True)


def _enough(words: int) -> float:
    """How many words a text of so many must share: of a short one more than directions make up."""
    return max(SHARED_TEXT * words, min(SHARED_NOTICE * words, _DIRECTIONS), _FEWEST_SHARED)


def _own(text: Text, shared: list[list[str]]) -> int:
    """How many words of prose a text has that are not in these sentences of it."""
    return sum(len(words) for words in text.sentences if len(words) >= _PROSE and words not in shared)


def _is_frame(shared: int, own: int, whole: bool) -> bool:
    """Whether what is shared only frames what each has for itself: legal bases, where to apply, whom to call."""
    notices = whole and shared < _DIRECTIONS
    return own >= _PROSE and own > (OWN_IN_NOTICE if notices else OWN) * shared


def _sentences(plain: str) -> list[list[str]]:
    """The words of each sentence of a folded text, numbers and days spelt one way; figures go with what is above."""
    lines = _DAY.sub(_day, _SENTENCE_END.sub("\n", plain))
    lines = _DAY_WORD.sub("", lines).replace("\0", " ")
    found = (list(chain.from_iterable(map(_words.__getitem__, line.split()))) for line in lines.split("\n"))
    sentences: list[list[str]] = []
    for words in filter(None, found):
        if sentences and len(words) < _CELL and words[0][0].isdigit() and len(sentences[-1]) < _ROW:
            sentences[-1] += words
        else:
            sentences.append(words)
    return sentences


def _day(match: re.Match[str]) -> str:
    day, sign, month, year = match.groups()
    if not (0 < int(day) <= 31 and 0 < int(month) <= 12):
        return match[0]
    if sign == "." and not year and not match.string.endswith(_BEFORE_DAY, 0, match.start()):
        # 'tăng 6.1 %'
        return match[0]
    return f"\0{int(day)}/{int(month)} {year or ''} "


def _words_of(piece: str) -> tuple[str, ...]:
    return tuple(_number(word) if word[0].isdigit() else word for word in _TOKEN.findall(piece))


def _number(word: str) -> str:
    return _THOUSANDS.sub("", word).lstrip("0").replace(".", ",") or "0"


_words = Memo(_words_of)
_masked = Memo(lambda word: "#" if word[0].isdigit() else word)


def mask(words: Sequence[str]) -> list[str]:
    """Words with every number as `#`."""
    return list(map(_masked.__getitem__, words))


def _shingles(words: list[str]) -> set[Shingle]:
    return set(zip(words, words[1:], words[2:], strict=False))


def _contained(part: set[Shingle], whole: set[Shingle]) -> float:
    return len(part & whole) / len(part) if part else 0.0


def _shared(small: Text, large: Text) -> list[list[str]]:
    """The sentences of one text that stand in the other, be it with other numbers."""
    return [
        words
        for words in small.sentences
        if _contained(_shingles(mask(words)) - {("#", "#", "#")}, large.masked) >= SHARED_SENTENCE
    ]
