"""Whether two texts are one: exact, republished, an excerpt, or another event told with the same template.

Agencies write in formulas, so likeness alone says little; what a republication keeps and a template replaces are the
numbers, dates and names inside the sentences that both texts share. Reasons for the thresholds: docs/duplicates.md.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Literal

from archive.memo import Memo
from archive.orthography import fold, normal_form

Kind = Literal["exact", "republication", "excerpt", "template-sibling", "different"]

SHARED_SENTENCE = 0.4
SHARED_TEXT = 0.5
SHARED_NOTICE = 0.75
CONTAINMENT = 0.75
NUMBERS = 0.85
REPLACED = 0.5
NAMES = 0.7
FEW_NAMES = 4
WORDS_A_NAME = 40
EXCERPT = 0.6
_FEWEST_SHARED = 8
# More words than the directions have that all notices of an agency end in: where to apply, whom to call.
_DIRECTIONS = 80
_CELL, _ROW = 3, 8
# What bears its number for a name (`gói thầu số 3`, `đợt 2`, `tháng Tư`), in a line of folded words.
_NAMED = re.compile(
    r"(?<= )(?:so|thu|dot|khoa|ky|tap|quy|tuan|lo|goi|thau|lan|phien|vong|phan|thang|quan|phuong|lop)"
    r" (?:\d\S*|nhat|mot|hai|ba|bon|tu|nam|sau|bay|tam|chin|muoi)(?= )"
)

# The next three are for folded texts, the last two for one sentence a line. Each begins with the letters that it can
# begin with: looked for so it is found several times as fast.
_SENTENCE_END = re.compile(r"[.!?…;:\n](?:(?<=\n)\n*|\s+)")
_DAY = re.compile(
    r"(\d(?<![\d/.,]\d)\d?)\s*(?:[/.-]\s*|\s*thang\s+)(\d{1,2})"
    r"(?:\s*(?:[/.-]\s*|\s*,?\s*nam\s+)(\d{4}))?(?![\d/]|[.,]\d)".replace(r"\s", r"[^\S\n]")
)
_DAY_WORD = re.compile(r"ngay[^\S\n]+(?=\0)")
_TOKEN = re.compile(r"\d+(?:[./,]\d+)*|[^\W\d_]+")
_THOUSANDS = re.compile(r"\.(?=\d{3}\b)")
_DATED = re.compile(r"\d{1,2}/\d{1,2}|(?:19|20)\d\d")
# Two to five capitalised syllables in a row: a person, a place; more is a heading in capitals.
_NAME = re.compile(r"(?<![^\W\d_])[A-ZÀ-ỸĐ][^\W\d_]*(?:[ -][A-ZÀ-ỸĐ][^\W\d_]*){1,4}(?![ -][A-ZÀ-ỸĐ])(?![^\W\d_])")

Shingle = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """How two texts relate. `same` is true for one text told twice; `score` is the containment that decided, 0 to 1."""

    kind: Kind
    score: float
    same: bool


class Text:
    """A text taken apart for comparison; worth keeping while it is compared with several others."""

    def __init__(self, text: str) -> None:
        self._whole = normal_form(text)
        self.sentences = _sentences(fold(self._whole))
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
        return _numbers(self.words)

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
        return _line(self.words)


def relation(a: str, b: str) -> Relation:
    """Relate two texts, in either order with the same result."""
    return relate(Text(a), Text(b))


def relate(a: Text, b: Text) -> Relation:
    """Relate two texts that are taken apart already."""
    if a.words == b.words:
        return Relation("exact", 1.0, True)
    small, large = sorted((a, b), key=lambda text: (len(text.shingles), text.words))
    shared = _shared(small, large)
    if sum(map(len, shared)) < _enough(len(small.words)):
        return Relation("different", round(_contained(small.shingles, large.shingles), 4), False)
    score = round(_contained(set().union(*map(_shingles, shared)), large.shingles), 4)
    if score < CONTAINMENT or _is_other_event(small, large, shared):
        return Relation("template-sibling", score, False)
    whole = len(small.words) >= EXCERPT * len(large.words)
    return Relation("republication" if whole else "excerpt", score, True)


def _enough(words: int) -> float:
    """How many words a text of so many must share: of a short one more than directions make up."""
    return max(SHARED_TEXT * words, min(SHARED_NOTICE * words, _DIRECTIONS), _FEWEST_SHARED)


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
    day, month, year = match.groups()
    if not (0 < int(day) <= 31 and 0 < int(month) <= 12):
        return match[0]
    return f"\0{int(day)}/{int(month)} {year or ''} "


def _words_of(piece: str) -> tuple[str, ...]:
    return tuple(_number(word) if word[0].isdigit() else word for word in _TOKEN.findall(piece))


def _number(word: str) -> str:
    return _THOUSANDS.sub("", word).lstrip("0") or "0"


_words = Memo(_words_of)


def mask(words: Sequence[str]) -> list[str]:
    """Words with every number as `#`."""
    return ["#" if word[0].isdigit() else word for word in words]


def _numbers(words: Iterable[str]) -> set[str]:
    return {word for word in words if word[0].isdigit()}


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


def _is_other_event(small: Text, large: Text, shared: list[list[str]]) -> bool:
    """Whether the sentences that both texts share are about different days, numbers or names."""
    told = [word for words in shared for word in words]
    missing = _missing(told, large)
    numbers = _numbers(told)
    if len(numbers) - len(missing) < NUMBERS * len(numbers):
        return True
    mirrored = [word for words in _shared(large, small) for word in words]
    unsaid = _missing(mirrored, small)
    replaced_day = any(map(_DATED.fullmatch, missing)) and any(map(_DATED.fullmatch, unsaid))
    if replaced_day or _replaced(small, large) > REPLACED or _other_names(small, large, told, mirrored):
        return True
    return bool(_named(_line(told)) - _named(large.line)) and bool(_named(_line(mirrored)) - _named(small.line))


def _named(line: str) -> Counter[str]:
    """What is named by a number, as often as it is: `dot 2`, `so 15`, `thu hai`."""
    return Counter(_NAMED.findall(line))


def _line(words: Iterable[str]) -> str:
    return f" {' '.join(words)} "


def _replaced(small: Text, large: Text) -> float:
    """The share of places, told by the two words on either side, where the texts have different numbers."""
    places = small.slots.keys() & large.slots.keys()
    replaced = [place for place in places if not small.slots[place] & large.slots[place]]
    return len(replaced) / len(places) if len(replaced) > 1 else 0.0


def _missing(told: list[str], other: Text) -> set[str]:
    """The numbers of these words that the other text lacks; a digit typed twice, or cut off at the end, is no other."""
    last = told[-1:]
    return {
        number
        for number in _numbers(told) - other.numbers
        if number not in last and not any(_is_slip(number, there) for there in other.numbers)
    }


def _is_slip(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(long) == len(short) + 1 and any(long == short[:at] + short[at] + short[at:] for at in range(len(short)))


def _other_names(small: Text, large: Text, told: list[str], mirrored: list[str]) -> bool:
    ours, theirs = _kept(small.names, told, large), _kept(large.names, mirrored, small)
    return ours < NAMES and theirs < NAMES


def _kept(names: set[str], told: list[str], other: Text) -> float:
    """The share of a text's names, among those in the sentences both share, that the other text has too."""
    line = _line(told)
    said = [name for name in names if f" {name} " in line]
    few = min(FEW_NAMES, len(told) / WORDS_A_NAME)
    return sum(f" {name} " in other.line for name in said) / len(said) if said and len(said) >= few else 1.0
