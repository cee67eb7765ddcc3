"""A text taken apart for comparison: its sentences and words, spelt one way, its numbers and its names."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from heapq import nsmallest
from itertools import chain
from zlib import crc32

from archive.folding import flat, fold
from archive.memo import Memo
from archive.orthography import CAPITALS
from pipelines.settling.months import in_figures

_CELL, _ROW, _HEADING = 3, 8, 2


# In a text whose digits are all `0`: so it is begun by a letter that is looked for without a step for each other one.
_FIGURES = re.compile(
    r"0(?:((?<![0/.,]0)0?+) *+(?:([/.-]) *+|thang +)(00?+)(?: *(?:[/.-] *|,? *nam +)(0000)|(?<=/00|0/0)/(00))?"
    r"(?![0/]|[.,]0| *thang 0)|[0./,]*+)"
)
_ZEROES = bytes.maketrans(b"123456789", b"0" * 9)
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d+(?:[./,]\d+)*")
# What is left of signs once numbers are spelt, theirs out of the way.
_SIGNS = str.maketrans("./,-;|" + "\1\2", " " * 6 + ",/")
# `tháng 5 năm 2017` is `tháng 5/2017`
_BEFORE_YEAR = (" nam ", ", nam ")
_MONTH_OF_YEAR = re.compile(r"(0?[1-9]|1[0-2])[/.]((?:19|20)\d\d)[.,]*")
_BEFORE_DAY = ("ngay ", "sang ", "trua ", "chieu ", "toi ", "dem ", "hom ")
_THOUSANDS = re.compile(r"[.,](?=\d{3}\b)")
# Two to five capitalised syllables in a row: a person, a place; more is a heading in capitals.
_CAPITAL = f"[{CAPITALS}]"
_NAME = re.compile(rf"(?<![^\W\d_]){_CAPITAL}[^\W\d_]*(?:[ -]{_CAPITAL}[^\W\d_]*){{1,4}}(?![ -]{_CAPITAL})(?![^\W\d_])")

_CAPITALISED = re.compile(rf"(?<=[^\W\d_] ){_CAPITAL}[^\W\d_]*")

# Each name is looked for in both texts, whose letters are millions where names are thousands.
_MOST_NAMES = 400

Shingle = tuple[str, ...]


class Text:
    """A text in normal form taken apart for comparison; worth keeping while it is compared with several others."""

    def __init__(self, text: str) -> None:
        self._whole = text
        self.sentences = [sentence.replace("#", "").split(" ") for sentence in sentences_of(flat(text))]
        self.words = list(chain.from_iterable(self.sentences))

    @cached_property
    def names(self) -> set[str]:
        """Persons and places of the text, folded; of a list of thousands some, drawn alike from texts alike."""
        names = {fold(name) for name in _NAME.findall(self._whole)}
        return names if len(names) <= _MOST_NAMES else set(nsmallest(_MOST_NAMES, names, key=_draw))

    @cached_property
    def capitals(self) -> set[str]:
        """Words with a capital inside a sentence, folded: those of names that have small letters too."""
        return {fold(word) for word in _CAPITALISED.findall(self._whole)}

    @cached_property
    def shingles(self) -> set[Shingle]:
        """All runs of three words, across sentences."""
        return shingles_of(self.words)

    @cached_property
    def patterns(self) -> list[list[str]]:
        """The sentences with every number as `#`."""
        return list(map(mask, self.sentences))

    @cached_property
    def masked(self) -> set[Shingle]:
        """All runs of three words with every number as `#`."""
        return shingles_of(list(chain.from_iterable(self.patterns)))

    @cached_property
    def headings(self) -> set[tuple[str, ...]]:
        """Lines that are a word and a number, which is masked: `nam 2020`, `dot 2`."""
        return {heading for words in self.sentences if (heading := heading_of(words))}

    @cached_property
    def numbers(self) -> Counter[str]:
        """The numbers and days of the text, each spelt one way, as often as it has them."""
        return Counter(numbers_of(self.words))

    @cached_property
    def line(self) -> str:
        """The words in one line, to look for names in."""
        return line_of([self.words])


def _draw(name: str) -> int:
    return crc32(name.encode())


def numbers_of(words: Iterable[str]) -> list[str]:
    """The numbers among folded words."""
    return [word for word in words if _masked[word] == "#"]


def line_of(sentences: Iterable[list[str]]) -> str:
    """The words of sentences in one line, each between spaces; those of two sentences do not stand together."""
    return f" {' | '.join(map(' '.join, sentences))} "


def sentences_of(lines: str) -> list[str]:
    """The sentences of a flat text: folded words, a blank between them; figures go with what is above.

    Numbers and days are spelt one way, each with a `#` before it.
    """
    lines = in_figures(lines).replace(". ", "\n").replace("; ", "\n")
    lines = "".join(_with_numbers(lines)).translate(_SIGNS)
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


def _with_numbers(lines: str) -> list[str]:
    """The pieces of flat text, each number and day among them spelt one way."""
    pieces: list[str] = []
    read = 0
    for match in _FIGURES.finditer(_without_digits(lines)):
        start, end = match.span()
        before, read = lines[read:start], end
        if match[3] and (day := _day(lines, match)):
            pieces += _without_day_word(before), day
        else:
            pieces += "" if before in _BEFORE_YEAR else before, _figures[lines[start:end]]
    return [*pieces, lines[read:]]


def _without_digits(lines: str) -> str:
    """A text with every digit as `0`."""
    return lines.encode().translate(_ZEROES).decode() if lines.isascii() else _DIGIT.sub("0", lines)


def _day(lines: str, match: re.Match[str]) -> str | None:
    """A day as it is spelt; None for figures that are none."""
    day, month = lines[match.start() : match.end(1)], lines[slice(*match.span(3))]
    # of `12/6/24` the year has two figures
    year = f"20{lines[slice(*match.span(5))]}" if match[5] else lines[slice(*match.span(4))]
    if not (0 < int(day) <= 31 and 0 < int(month) <= 12):
        return None
    if match[2] == "." and not year and not lines.endswith(_BEFORE_DAY, 0, match.start()):
        # 'tăng 6.1 %'
        return None
    return f" #{int(day)}\2{int(month)} {_figures[year]}"


def _without_day_word(before: str) -> str:
    """What stands before a day, without `ngay`."""
    bare = before.rstrip(" ")
    return before if bare == before else bare.removesuffix("ngay")


def _spelt(figures: str) -> str:
    """Figures and their signs with each number spelt one way, between blanks."""
    if figures.isdecimal():
        return f" #{figures.lstrip('0') or '0'} "
    if month := _MONTH_OF_YEAR.fullmatch(figures):
        return f" #{month[1].lstrip('0')} #{month[2]} "
    return _NUMBER.sub(lambda number: f" {_number(number[0])} ", figures)


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


def heading_of(words: Sequence[str]) -> tuple[str, ...]:
    """A line of a word and a number with the number masked; empty for any other, which tells enough by itself."""
    masked = tuple(mask(words)) if len(words) == _HEADING else ()
    return masked if masked[1:] == ("#",) != masked[:1] else ()


def shingles_of(words: list[str]) -> set[Shingle]:
    """All runs of three words."""
    return set(zip(words, words[1:], words[2:], strict=False))
