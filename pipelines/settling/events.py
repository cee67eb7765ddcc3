"""Whether the sentences that two texts share tell of another event: other days, numbers, persons or places.

A template keeps its words and replaces these; who republishes keeps them. Reasons for the thresholds:
docs/duplicates.md.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import chain

from pipelines.reading.names import is_of_names
from pipelines.settling.months import UNITS
from pipelines.settling.texts import Text, line_of, numbers_of

NUMBERS = 0.85
REPLACED = 0.5
NAMES = 0.7
FEW_NAMES = 4
WORDS_A_NAME = 40
# How alike the syllables are of which one is the other mistyped: `haoang` and `hoang`, not `nam` and `ninh`.
MISTYPED = 0.65
# In a line of folded words: what bears its number for a name (`gói thầu số 3`, `đợt 2`, `năm 2020`), what is counted in
# words (`trong ba ngày`; digits are numbers like others), and levels (`ở mức tốt`).
_NAMED = re.compile(
    r" (?:(?:so|thu|dot|khoa|ky|tap|quy|tuan|lo|goi|thau|lan|phien|vong|phan|thang|quan|phuong|lop|cap)"
    rf" (?:\d\S*|nhat|{UNITS}|muoi)"
    r"|nam (?:19|20)\d\d"
    rf"|(?:(?:(?:{UNITS}) )?muoi(?: (?:{UNITS}|lam))?|{UNITS}) (?:ngay|dem|tuan|thang|nam|gio|phut|nguoi)"
    r"|muc(?: do)? (?:rat )?(?:tot|kha|trung binh|kem|xau|nguy hai|cao|thap))(?= )"
)
# `phường Tân Lợi` stands where `xã Hòa Thắng` does
_OF_PLACE = re.compile(r" (?:xa|phuong|thi tran|huyen|thi xa|quan|thanh pho|tp|tinh|thon|ban|ap|buon)$")
_DATED = re.compile(r"\d{1,2}/\d{1,2}(?:/\d\d)?|(?:19|20)\d\d")


def loses_numbers(told: list[str], other: Text) -> bool:
    """Whether too few of the numbers in these words are in the other text."""
    numbers = numbers_of(told)
    return len(numbers) - len(_missing(told, other)) < NUMBERS * len(numbers)


def is_other_event(small: Text, large: Text, shared: list[list[str]], mirrored: list[list[str]]) -> bool:
    """Whether the sentences that both share, as each text has them, differ in what they tell of."""
    missing, unsaid = _missing([*chain.from_iterable(shared)], large), _missing([*chain.from_iterable(mirrored)], small)
    replaced_day = any(map(_DATED.fullmatch, missing)) and any(map(_DATED.fullmatch, unsaid))
    if replaced_day or _replaced(small, large) > REPLACED:
        return True
    ours, theirs = line_of(shared), line_of(mirrored)
    if _other_names(small, large, ours, theirs) or _renamed(small, large, ours, theirs):
        return True
    if len(shared) == len(mirrored) == 1 and _is_of_another(small, large, shared[0], mirrored[0]):
        return True
    return bool(_named(ours) - _named(large.line)) and bool(_named(theirs) - _named(small.line))


def _named(line: str) -> Counter[str]:
    """What is named by a number, as often as it is: `dot 2`, `so 15`, `thu hai`."""
    return Counter(_NAMED.findall(line))


def _replaced(small: Text, large: Text) -> float:
    """The share of places, told by the two words on either side, where the texts have different numbers."""
    places = small.slots.keys() & large.slots.keys()
    replaced = [place for place in places if not small.slots[place] & large.slots[place]]
    return len(replaced) / len(places) if len(replaced) > 1 else 0.0


def _missing(told: list[str], other: Text) -> set[str]:
    """The numbers of these words that the other text lacks; a digit typed twice, or cut off at the end, is no other."""
    last = told[-1] if told else ""
    return {
        number
        for number in numbers_of(told) - other.numbers
        if not (number == last and _is_cut(number, other)) and other.numbers.isdisjoint(_slips(number))
    }


def _is_cut(number: str, other: Text) -> bool:
    begun = number.rstrip("0/.,")
    return any(there.startswith(begun) for there in other.numbers)


def _slips(number: str) -> Iterator[str]:
    """The numbers that one figure typed twice makes of this one, or made it of."""
    for at, figure in enumerate(number):
        yield number[:at] + figure + number[at:]
        if number[at + 1 : at + 2] == figure:
            yield number[:at] + number[at + 1 :]


def _other_names(small: Text, large: Text, ours: str, theirs: str) -> bool:
    return _kept(small, ours, large) < NAMES and _kept(large, theirs, small) < NAMES


def _kept(text: Text, line: str, other: Text) -> float:
    """The share of a text's names, among those in the sentences both share, that the other text has too."""
    said = [name for name in text.names if f" {name} " in line]
    few = min(FEW_NAMES, line.count(" ") / WORDS_A_NAME)
    return sum(_has(other, name, text) for name in said) / len(said) if said and len(said) >= few else 1.0


def _has(text: Text, name: str, of: Text) -> bool:
    """Whether a text has a name of another one, be it mistyped: as what that one does not say itself."""
    return f" {name} " in text.line or any(_is_mistyped(name, there) for there in text.names - of.names)


def _is_mistyped(one: str, other: str) -> bool:
    """Whether a name is another with slips of the keys: as many syllables, some the same, and the others alike.

    A slip makes no name: Ninh Thuận and Bình Thuận are two.
    """
    ours, theirs = one.split(), other.split()
    if len(ours) != len(theirs):
        return False
    slips = [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]]
    return len(slips) < len(ours) and all(map(_is_slip, slips))


def _is_slip(pair: tuple[str, str]) -> bool:
    return not all(map(is_of_names, pair)) and SequenceMatcher(None, *pair).ratio() >= MISTYPED


def _renamed(small: Text, large: Text, ours: str, theirs: str) -> bool:
    """Whether between the same words each text has a name that the other lacks: a notice of another person or place."""
    here, there = _places(small.names, ours), _places(large.names, theirs)
    return any(
        not _has(large, one, small) and not _has(small, other, large)
        for place in here.keys() & there.keys()
        for one in here[place]
        for other in there[place]
    )


def _is_of_another(small: Text, large: Text, ours: list[str], theirs: list[str]) -> bool:
    """Whether one sentence differs in a single run of words, and that names somebody else in each text."""
    before = _alike(ours, theirs)
    behind = _alike(ours[before:][::-1], theirs[before:][::-1])
    run, other = ours[before : len(ours) - behind], theirs[before : len(theirs) - behind]
    if _is_short_for(run, other) or _is_short_for(other, run):
        return False
    here, there = set(run), set(other)
    named = bool(here & small.capitals) and bool(there & large.capitals) and min(len(here), len(there)) > 1
    return named and len(here | there) < before + behind and 2 * len(here & there) < min(len(here), len(there))


def _is_short_for(words: list[str], others: list[str]) -> bool:
    """Whether words are the first letters of others: `TN&MT` of `Tài nguyên và Môi trường`, `TP.HCM`."""
    return "".join(words) == "".join(word[0] for word in others if word != "va")


def _alike(ours: list[str], theirs: list[str]) -> int:
    """With how many of the same words two lists begin."""
    return next(
        (at for at, (one, other) in enumerate(zip(ours, theirs, strict=False)) if one != other),
        min(len(ours), len(theirs)),
    )


def _places(names: set[str], line: str) -> dict[tuple[str, ...], set[str]]:
    """The names by the two words before and after them."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for name in names:
        for before, after in _around(f" {name} ", line):
            found[*before, *after].add(name)
    return found


def _around(name: str, line: str) -> Iterator[tuple[list[str], list[str]]]:
    at = line.find(name)
    while at >= 0:
        # Sliced no further than asked: a line may have millions of letters, and a name stand in each of its sentences.
        start, end = at, at + len(name)
        for _ in range(4):
            start = max(0, line.rfind(" ", 0, start))
        behind = line[end : line.find(" ", line.find(" ", end) + 1)]
        yield _OF_PLACE.sub("", line[start:at]).split()[-2:], behind.split()
        at = line.find(name, at + 1)
