"""A text taken apart for comparison: its sentences and words, spelt one way, its numbers and its names."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain

from archive.folding import flat, fold
from archive.memo import Memo
from archive.orthography import CAPITALS

_CELL, _ROW = 3, 8


def _for_flat(pattern: str) -> dict[bool, re.Pattern[str]]:
    """A pattern by whether the flat text is ASCII: there the other digits of the world need not be thought of."""
    return {True: re.compile(pattern, re.ASCII), False: re.compile(pattern)}


_DAY = _for_flat(
    r"(\d(?<![\d/.,]\d)\d?) *(?:([/.-]) *|thang +)(\d{1,2})(?: *(?:[/.-] *|,? *nam +)(\d{4}))?(?![\d/]|[.,]\d)"
)
_FIGURES = _for_flat(r"(\d[\d./,]*)")
_NUMBER = re.compile(r"\d+(?:[./,]\d+)*")
_DAY_WORD = re.compile(r"ngay +(?=\0)")
# What is left of signs once numbers are spelt, theirs out of the way.
_SIGNS = str.maketrans("./,-;|\0" + "\1\2", " " * 7 + ",/")
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
        self.sentences = [sentence.replace("#", "").split(" ") for sentence in sentences_of(text)]
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


def sentences_of(text: str) -> list[str]:
    """The sentences of a text in normal form: folded words, a blank between them; figures go with what is above.

    Numbers and days are spelt one way, each with a `#` before it.
    """
    plain = flat(text)
    is_ascii = plain.isascii()
    lines = plain.replace(". ", "\n").replace("; ", "\n")
    lines = _DAY_WORD.sub("", _DAY[is_ascii].sub(_day, lines))
    parts = _FIGURES[is_ascii].split(lines)
    parts[1::2] = map(_figures.__getitem__, parts[1::2])
    lines = "".join(parts).translate(_SIGNS)
    while "  " in lines:
        lines = lines.replace("  ", " ")
    sentences: list[str] = []
    for line in filter(None, map(str.strip, lines.split("\n"))):
        if line[0] == "#" and sentences and length(line) < _CELL and length(sentences[-1]) < _ROW:
            sentences[-1] += f" {line}"
        else:
            sentences.append(line)
    return sentences


def length(sentence: str) -> int:
    """How many words a sentence has."""
    return sentence.count(" ") + 1


def _day(match: re.Match[str]) -> str:
    day, sign, month, year = match.groups()
    if not (0 < int(day) <= 31 and 0 < int(month) <= 12):
        return match[0]
    if sign == "." and not year and not match.string.endswith(_BEFORE_DAY, 0, match.start()):
        # 'tăng 6.1 %'
        return match[0]
    return f"\0{int(day)}/{int(month)} {year or ''} "


def _spelt(figures: str) -> str:
    """The numbers in a run of figures and their signs, each spelt one way, between blanks."""
    return " ".join(["", *map(_number, _NUMBER.findall(figures)), ""])


def _number(number: str) -> str:
    whole = _THOUSANDS.sub("", number).lstrip("0").replace(".", ",") or "0"
    # `0,8` is left as `,8`, which is no number.
    mark = "#" if whole[0].isdigit() else ""
    return f"{mark}{whole}".replace(",", "\1").replace("/", "\2")


_figures = Memo(_spelt)
_masked: Memo[str, str] = Memo(lambda word: "#" if word[0].isdigit() else word)


def mask(words: Sequence[str]) -> list[str]:
    """Words with every number as `#`."""
    return list(map(_masked.__getitem__, words))


def shingles_of(words: list[str]) -> set[Shingle]:
    """All runs of three words."""
    return set(zip(words, words[1:], words[2:], strict=False))
