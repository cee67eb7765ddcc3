"""A text taken apart for comparison: its sentences and words, spelt one way, its numbers and its names."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain

from archive.memo import Memo
from archive.orthography import CAPITALS, fold

_CELL, _ROW = 3, 8
# The next three are for folded texts, the last two for one sentence a line. Each begins with the letters that it can
# begin with: looked for so it is found several times as fast.
_SENTENCE_END = re.compile(r"[.!?…;:\n](?:(?<=\n)\n*|\s+)")
_DAY = re.compile(
    r"(\d(?<![\d/.,]\d)\d?)\s*(?:([/.-])\s*|\s*thang\s+)(\d{1,2})"
    r"(?:\s*(?:[/.-]\s*|\s*,?\s*nam\s+)(\d{4}))?(?![\d/]|[.,]\d)".replace(r"\s", r"[^\S\n]")
)
_DAY_WORD = re.compile(r"ngay[^\S\n]+(?=\0)")
_TOKEN = re.compile(r"\d+(?:[./,]\d+)*|[^\W\d_]+")
_BEFORE_DAY = ("ngay ", "sang ", "trua ", "chieu ", "toi ", "dem ", "hom ")
_THOUSANDS = re.compile(r"[.,](?=\d{3}\b)")
# Two to five capitalised syllables in a row: a person, a place; more is a heading in capitals.
_CAPITAL = f"[{CAPITALS}]"
_NAME = re.compile(rf"(?<![^\W\d_]){_CAPITAL}[^\W\d_]*(?:[ -]{_CAPITAL}[^\W\d_]*){{1,4}}(?![ -]{_CAPITAL})(?![^\W\d_])")

Shingle = tuple[str, ...]


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
        return shingles_of(self.words)

    @cached_property
    def masked(self) -> set[Shingle]:
        """All runs of three words with every number as `#`."""
        return shingles_of(mask(self.words))

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


def numbers_of(words: Iterable[str]) -> set[str]:
    """The numbers among folded words."""
    return {word for word in words if word[0].isdigit()}


def line_of(sentences: Iterable[list[str]]) -> str:
    """The words of sentences in one line, each between spaces; those of two sentences do not stand together."""
    return f" {' | '.join(map(' '.join, sentences))} "


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


def shingles_of(words: list[str]) -> set[Shingle]:
    """All runs of three words."""
    return set(zip(words, words[1:], words[2:], strict=False))
