"""Whether the sentences that two texts share tell of another event: other days, numbers, persons or places.

A template keeps its words and replaces these; who republishes keeps them. Reasons for the thresholds:
docs/duplicates.md.
"""

import re
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from itertools import chain

from pipelines.dates.words import number
from pipelines.reading.names import is_of_names
from pipelines.settling.months import UNITS
from pipelines.settling.texts import Text, line_of, numbers_of

REPLACED = 0.15
NAMES = 0.7
FEW_NAMES = 4
WORDS_A_NAME = 60
# How alike the syllables are of which one is the other mistyped: `haoang` and `hoang`, not `nam` and `ninh`.
MISTYPED = 0.65
# Numerals as programmes and assemblies bear them (`quý II`, `khóa XV`), and as words (`lần thứ nhất`), folded.
_FIGURES = {
    f"{'x' * tens}{unit}": str(10 * tens + figure)
    for tens in range(3)
    for figure, unit in enumerate(("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"))
    if tens or unit
}
_FIGURES |= {word: str(number(word)) for ten in ("muoi ", "") for word in (f"{ten}{unit}" for unit in UNITS.split("|"))}
_FIGURES |= {"nhat": "1", "muoi": "10", "muoi lam": "15"}
# In a line of folded words: what bears its number for a name (`gói thầu số 3`, `đợt 2`, `năm 2020`), what is counted in
# words (`trong ba ngày`; digits are numbers like others, and `từ tháng 4` is no `tư`), and levels (`ở mức tốt`).
_NAMED = re.compile(
    r" (?:(?P<what>so|thu|dot|giai doan|khoa|ky|tap|quy|tuan|lo|goi|thau|lan|phien|vong|phan|thang|quan|phuong|lop|cap"
    r"|iso|tcvn|qcvn)(?: thu)?"
    rf" (?P<figure>\d\S*|{'|'.join(sorted(_FIGURES, key=len, reverse=True))})"
    r"|nam (?:19|20)\d\d"
    rf"|(?:(?:(?:{UNITS}) )?muoi(?: (?:{UNITS}|lam))?|{UNITS}) (?:(?:ngay|dem|tuan|thang|nam)(?! \d)|gio|phut|nguoi)"
    r"|muc(?: do)? (?:rat )?(?:tot|kha|trung binh|kem|xau|nguy hai|cao|thap))(?= )"
    # the ages of layers in the ground
    r"| (?:holo|pleisto|plio|mio|oligo|eo|paleo)cen(?=e? )"
)
# `phường Tân Lợi` stands where `xã Hòa Thắng` does
_OF_PLACE = re.compile(r" (?:xa|phuong|thi tran|huyen|thi xa|quan|thanh pho|tp|tinh|thon|ban|ap|buon)$")
# `Đắk Lắk`, `Đắc Lắc`
_FINAL_K = re.compile(r"k\b")
_Places = dict[tuple[str, ...], set[str]]
_FIRST_LETTERS = re.compile(r"[b-df-hj-np-tv-xz]{2,6}")
_DATED = re.compile(r"(?:[12]?\d|3[01])/(?:\d|1[0-2])(?:/\d\d)?|(?:19|20)\d\d")


def is_other_event(small: Text, large: Text, shared: list[list[str]], mirrored: list[list[str]]) -> bool:
    """Whether the sentences that both share, as each text has them, differ in what they tell of."""
    if _other_numbers(small, large, shared, mirrored):
        return True
    ours, theirs = line_of(shared), line_of(mirrored)
    gone, new = _lacking(small, large), _lacking(large, small)
    if gone and new and max(_kept(small, gone, ours), _kept(large, new, theirs)) < NAMES:
        return True
    if gone or new:
        here, there = _places(small.names, ours), _places(large.names, theirs)
        if _is_renamed(here, gone, there, new, small, large) or _is_renamed(there, new, here, gone, large, small):
            return True
    if len(shared) == len(mirrored) == 1 and _is_of_another(small, large, shared[0], mirrored[0]):
        return True
    return _names_else(ours, large) and _names_else(theirs, small)


def _named(line: str) -> Counter[str]:
    """What is named by a number, as often as it is: `dot 2`, `khoa 15` of `khoa xv`, `lan 1` of `lan thu nhat`."""
    return Counter(map(_in_figures, _NAMED.finditer(line)))


def _in_figures(named: re.Match[str]) -> str:
    what, figure = named["what"], named["figure"]
    return f"{what} {_FIGURES.get(figure, figure)}" if what else named[0]


def _names_else(line: str, other: Text) -> bool:
    """Whether a line names what the other text does not, or does less often; lines of that may break in a sentence."""
    named = _named(line)
    return bool(named - _named(other.line)) and bool(named - (_named(other.line) | _named(line_of(other.sentences))))


def _other_numbers(small: Text, large: Text, shared: list[list[str]], mirrored: list[list[str]]) -> bool:
    """Whether in what both share each has a day that the other lacks, or has less often, or so many numbers."""
    missing = _missing(shared, large)
    unsaid = _missing(mirrored, small) if missing else missing
    if any(map(_DATED.fullmatch, missing)) and any(map(_DATED.fullmatch, unsaid)):
        return True
    replaced = min(missing.total(), unsaid.total())
    return replaced > 0 and replaced > REPLACED * min(_count(shared), _count(mirrored))


def _count(sentences: list[list[str]]) -> int:
    return len(numbers_of(chain.from_iterable(sentences)))


def _missing(sentences: list[list[str]], other: Text) -> Counter[str]:
    """The numbers of these sentences that the other text lacks, or has so much less often.

    A figure typed twice, or cut off at the end, makes no other; of a day it does where that is a day too.
    """
    missing = Counter(numbers_of(chain.from_iterable(sentences))) - other.numbers
    for figure in missing.keys() - other.numbers.keys():
        cut = figure == sentences[-1][-1] and _is_cut(figure, other)
        if cut or not other.numbers.keys().isdisjoint(_slips(figure)):
            del missing[figure]
    return missing


def _is_cut(number: str, other: Text) -> bool:
    begun = number.rstrip("0/.,")
    return any(there.startswith(begun) for there in other.numbers)


def _slips(number: str) -> set[str]:
    """The numbers that one figure typed twice makes of this one, or made it of; no days of a day."""
    slips = {number[:at] + figure + number[at:] for at, figure in enumerate(number)}
    slips |= {number[:at] + number[at + 1 :] for at in range(len(number) - 1) if number[at] == number[at + 1]}
    return {slip for slip in slips if not _DATED.fullmatch(slip)} if _DATED.fullmatch(number) else slips


def _lacking(text: Text, other: Text) -> set[str]:
    """The names of a text that the other has not, be it mistyped: as what this one does not say itself."""
    others = other.names - text.names
    return {
        name
        for name in text.names
        if f" {name} " not in other.line
        and not any(_is_other_spelling(name, there) for there in others)
        and not _is_spelt_out(name, other.line)
    }


def _is_spelt_out(name: str, line: str) -> bool:
    """Whether a line has the words that first letters in a name stand for: of `so tn` (Sở TN&MT) `so tai nguyen`."""
    words = name.split()
    if not any(map(_FIRST_LETTERS.fullmatch, words)):
        return False
    spelt = (_spelt_out(word) if _FIRST_LETTERS.fullmatch(word) else word for word in words)
    return re.search(f" {' '.join(spelt)} ", line) is not None


def _spelt_out(letters: str) -> str:
    """What first letters stand for, or the letters themselves: `tn mt` is `tnmt` as well."""
    return f"(?:{'[a-z]* (?:va )?'.join(letters)}[a-z]*|{' ?'.join(letters)})"


def _kept(text: Text, gone: set[str], line: str) -> float:
    """The share of a text's names, among those in the sentences both share, that the other text has too."""
    said = {name for name in text.names if f" {name} " in line}
    few = min(FEW_NAMES, line.count(" ") / WORDS_A_NAME)
    return len(said - gone) / len(said) if said and len(said) >= few else 1.0


def _is_other_spelling(one: str, other: str) -> bool:
    """Whether two names are one: mistyped, or with the first letters of some syllables (`MTTQ VN`)."""
    ours, theirs = _differing(one.split(), other.split())
    if _FINAL_K.sub("c", one) == _FINAL_K.sub("c", other):
        return True
    return _is_mistyped(one, other) or _is_short_for(ours, theirs) or _is_short_for(theirs, ours)


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
    """Whether two syllables are a slip of the keys apart, `haoang` and `hoang`; `glong` is no `nong`."""
    is_typed = _is_letter_apart(*pair) and not all(map(is_of_names, pair))
    return is_typed and SequenceMatcher(None, *pair).ratio() >= MISTYPED


def _is_letter_apart(one: str, other: str) -> bool:
    """Whether two words differ in a letter, or in the order of two."""
    ours, theirs = _differing(list(one), list(other))
    return max(len(ours), len(theirs)) < 2 or (len(ours) == 2 and ours == theirs[::-1])


def _is_renamed(here: _Places, gone: set[str], there: _Places, new: set[str], text: Text, other: Text) -> bool:
    """Whether between the same words a text has a name that the other lacks, and that one a name that is put for it."""
    return any(
        name in new or _is_put_for(lost, name, text, other)
        for place in here.keys() & there.keys()
        for lost in here[place] & gone
        for name in there[place]
    )


def _is_put_for(lost: str, name: str, text: Text, other: Text) -> bool:
    """Whether a name that both texts have is another than the lost one, and stands once more in the other text.

    `Đắk Nông` for `Đắk Glong`, where the one text names district and province, the other the province twice.
    """
    if _is_letter_apart(lost, name) or _is_other_spelling(lost, name):
        return False
    return 0 < text.line.count(f" {name} ") < other.line.count(f" {name} ")


def _is_of_another(small: Text, large: Text, ours: list[str], theirs: list[str]) -> bool:
    """Whether one sentence differs in a single run of words, and that names somebody else in each text."""
    run, other = _differing(ours, theirs)
    if _is_short_for(run, other) or _is_short_for(other, run):
        return False
    here, there = set(run), set(other)
    named = bool(here & small.capitals) and bool(there & large.capitals) and min(len(here), len(there)) > 1
    return named and len(here | there) < len(ours) - len(run) and 2 * len(here & there) < min(len(here), len(there))


def _differing(ours: list[str], theirs: list[str]) -> tuple[list[str], list[str]]:
    """What two lists of words have between the words that both begin and both end with."""
    before = _alike(ours, theirs)
    behind = _alike(ours[before:][::-1], theirs[before:][::-1])
    return ours[before : len(ours) - behind], theirs[before : len(theirs) - behind]


def _is_short_for(words: list[str], others: list[str]) -> bool:
    """Whether words are the first letters of others: `TN&MT` of `Tài nguyên và Môi trường`, `TP.HCM`."""
    return "".join(words) == "".join(word[0] for word in others if word != "va")


def _alike(ours: list[str], theirs: list[str]) -> int:
    """With how many of the same words two lists begin."""
    return next(
        (at for at, (one, other) in enumerate(zip(ours, theirs, strict=False)) if one != other),
        min(len(ours), len(theirs)),
    )


def _places(names: set[str], line: str) -> _Places:
    """The names by the two words before and after them, of which a name is one: as it is, and as any name."""
    for name in sorted(names, key=len, reverse=True):
        line = line.replace(f" {name} ", f" @{name.replace(' ', '_')} ")
    words = line.split(" ")
    found: _Places = defaultdict(set)
    for at, word in enumerate(words):
        if word[:1] == "@":
            before = _OF_PLACE.sub("", " ".join(words[max(0, at - 4) : at])).split(" ")[-2:]
            place = (*before, "", *words[at + 1 : at + 3])
            for known in {place, tuple(near[:1] if near[:1] == "@" else near for near in place)}:
                found[known].add(word[1:].replace("_", " "))
    return found
