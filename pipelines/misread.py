"""Text that spells no Vietnamese as it stands, but would if it were read another way: told word by word, and undone.

A word with marks that is a Vietnamese syllable counts for a reading, one that is none counts against it.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html.entities import codepoint2name
from itertools import islice, pairwise, product

from archive.finding import stands_in
from archive.syllables import is_syllable
from pipelines.legacy import READERS, Reader, apart, with_capitals, with_lost_spaces
from pipelines.references import unescape

_MARKUP = re.compile(
    r"(<script\b.*?(?:</script\s*>|\Z)|<style\b.*?(?:</style\s*>|\Z)|<!--.*?(?:-->|\Z)|<[a-z/!?][^<>]*>)",
    re.DOTALL | re.IGNORECASE,
)
_UNREAD = re.compile(r"<(?:script\b|style\b|!--)", re.IGNORECASE)
# The C0 controls among the letters are capitals in VISCII, VPS and TCVN 5712.
_LETTER = "A-Za-z\x01-\x06\x10-\x19\x1c-\x1e\x80-\U0010ffff"
# From a word's beginning only: pictures written into a page as text are words of a million letters.
_MARKED = re.compile(f"(?<![A-Za-z])[A-Za-z]*+[{_LETTER[6:]}][{_LETTER}]*")
_BETWEEN = re.compile(r"[\s\d\u00a0“”‘’«»‹›…–—•·°©®™§€₫²³½\u2190-\u27bf\ufe0f\ufeff\u200b-\u200f\u00ad!-@\[-`{-~]+")
_PLAIN = re.compile("[A-Za-z]+|[A-ZĐ]+")
_PUNCTUATION = re.compile("([\u00a0“”‘’–—…•]+)")
_NO_WORDS = ("", "«", "»")  # `ề`, `Ừ` in VISCII and VPS, `ô`, `ằ` in TCVN 5712: no text is told by them
_MOST_WAYS = 64  # of words and dashes that hang together as long as a page

_REFERENCE = re.compile(
    r"(&#(?:0*(?:1[6-9]\d|1[2-5]\d|[2-9]\d\d|\d{4,7})|[xX]0*(?:[89a-fA-F][\da-fA-F]|[\da-fA-F]{3,6}));)"
)
_LATIN_ENTITY = re.compile("(&(?!amp;|lt;|gt;|quot;|apos;|nbsp;|[lr][sd]quo;|[nm]dash;|hellip;)[A-Za-z]{3,6}[1-4]*;)")
# Beside a letter these are no Vietnamese: another language, or another reading is meant.
_ODD = "¡-¦¨ª¬¯±´-¸º¼-¿Ä-ÇËÎÏÑÖ-ØÛÜÞ-ßä-çëîïðñö÷øûüþÿƒ„†‡ˆ‰Š‹ŒŽ˜š›œžŸ\x80-\x9f\u07c0-\u07ff"
# windows-1258 read as windows-1252 differs in tones alone, on the wrong vowel (`hoaòch`); giò and quì are right.
_SUSPECT = re.compile(
    f"[{_ODD}ìòÌÒ]"
    f"(?:(?<=[{_ODD}])(?:(?<=[A-Za-zÀ-ỹ].)|(?=[A-Za-zÀ-ỹ]))"
    "|(?<=[aeoyâêôãõýAEOYÂÊÔÃÕÝ][ìòÌÒ])|(?<=[a-z][ÌÒ])|(?<![gG][iI].)(?<=[iI][ìòÌÒ])|(?<![qQ][uU].)(?<=[uU][ìòÌÒ]))",
    re.DOTALL,
)
_SUSPECT_LETTER, _ASCII = re.compile(f"[{_ODD}ìòÌÒ]"), bytes(range(0x80))
# Letters that only Unicode and windows-1258 have: what is written with them is in no font's code.
_UNICODE = re.compile("[ĂăĐđƠơƯưẠ-ỹ]")
_ODD_NAMES = "|".join(name for code, name in codepoint2name.items() if re.match(f"[{_ODD}]", chr(code)))
# Beside a letter only: a lone `&times;` closes a dialogue on half of all pages. Editors write `h&ograve;a` as well.
_ENTITY_SUSPECT = re.compile(
    f"&(?<=[A-Za-z]&)(?:{_ODD_NAMES});|&(?:{_ODD_NAMES});(?=[a-z])|&(?<=[aeiouyAEIOUY;]&)[ioIO]grave;"
)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many marked words are Vietnamese syllables and how many are not."""

    valid: int = 0
    invalid: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.valid + other.valid, self.invalid + other.invalid)


def visible_words(text: str) -> list[str]:
    """The words of an HTML text that bear marks in some reading, outside of tags, scripts, styles and comments."""
    return _MARKED.findall(" ".join(_MARKUP.split(text)[::2]))


def without_references(text: str) -> str:
    """Numeric character references above ASCII as the characters a browser would show; markup stays as it is."""
    return _referred(_REFERENCE, text, _character) if stands_in(text, "&", _REFERENCE) else text


def without_entities(text: str) -> str:
    """Named references to Latin letters and signs as characters: font-encoded text was often saved with them."""
    return _referred(_LATIN_ENTITY, text, _character)


def with_references_apart(text: str) -> str:
    """Both kinds of references as characters, set apart from what a reader would read."""
    return _referred(_LATIN_ENTITY, _referred(_REFERENCE, text, _set_apart), _set_apart)


def _referred(reference: re.Pattern[str], text: str, character: Callable[[str], str]) -> str:
    pieces = reference.split(text)
    pieces[1::2] = map(character, pieces[1::2])
    return "".join(pieces)


def _set_apart(reference: str) -> str:
    return apart(_character(reference))


@lru_cache(maxsize=4096)
def _character(reference: str) -> str:
    char = unescape(reference)
    return reference if char == "\ufffd" else char


def proves_nothing(word: str) -> bool:
    """Whether only signs of windows-1252 mark the word: toned capitals in TCVN 5712."""
    return all((part.isascii() and part.isalpha()) or part in _NO_WORDS for part in _PUNCTUATION.split(word)[::2])


def tally_of(words: Mapping[str, int], reader: Reader) -> Tally:
    """Count the words, given with their frequencies, as this reader reads them."""
    valid = invalid = 0
    for word, count in words.items():
        tally = _judged(_read_word(reader, word))
        valid += tally.valid * count
        invalid += tally.invalid * count
    return Tally(valid, invalid)


def _read_word(reader: Reader, word: str) -> str:
    """Read one marked word; punctuation of windows-1252 is a letter in some encodings, and itself on some pages."""
    read = reader(word)
    if _PUNCTUATION.fullmatch(word):  # VISCII has no dash, and no other word is so short and so common
        return read if read == "Ở" else word
    if reader is READERS["utf-8"] or not _PUNCTUATION.search(word) or not _judged(read).invalid:
        return read
    parts = _PUNCTUATION.split(word)
    ways = [_ways(reader, part) if at % 2 else (reader(part),) for at, part in enumerate(parts)]
    return min(map("".join, islice(product(*ways), _MOST_WAYS)), key=_flaws)


def _ways(reader: Reader, signs: str) -> Iterator[str]:
    """Signs as they are, as letters, and as one letter of the word before or behind them (`KHÓ”`)."""
    first, last = reader(signs[0]), reader(signs[-1])
    yield from dict.fromkeys((signs, reader(signs), first + signs[1:], signs[:-1] + last))


def _flaws(word: str) -> tuple[int, int, int]:
    """Of two readings with as many syllables that one is right which tears no word in two (`TRƯ–NG`)."""
    tally = _judged(word)
    return tally.invalid, -tally.valid, sum(map(bool, _BETWEEN.split(word)))


def _has_inner_capital(word: str) -> bool:
    """`biẾm`: small and capital letters changed places. `CộNG` may be: the ABC fonts write capitals so."""
    return any(left.islower() and right.isupper() and not right.isascii() for left, right in pairwise(word))


@lru_cache(maxsize=65536)
def _judged(word: str) -> Tally:
    marked = [part for part in _BETWEEN.split(word.replace("Ð", "Đ")) if part and not _PLAIN.fullmatch(part)]
    valid = sum(is_syllable(part) and not _has_inner_capital(part) for part in marked)
    return Tally(valid, len(marked) - valid)


def reading(reader: Reader, text: str) -> str:
    """The text with every marked word read; a word with a letter that the encoding does not have stays as it is."""
    read: dict[str, str] = {}

    def replace(match: re.Match[str]) -> str:
        word = match[0]
        if word == "‘" and reader(word) == "Ổ" and text[match.end() : match.end() + 1].isspace():
            # no quotation opens before a blank
            return "Ổ"
        if word not in read:
            meant = _read_word(reader, word)
            read[word] = word if "\ufffd" in meant and "\ufffd" not in word else meant
        return read[word]

    return _MARKED.sub(replace, text)


def _reading_odd(reader: Reader, text: str) -> str:
    """A text in two codes with the words read that are in the reader's; what both spell goes with its neighbour.

    A word that is no Vietnamese as it stands and is when read, is in the reader's code; one with a letter that only
    Unicode has is not.
    """
    words = list(_MARKED.finditer(text))
    told = [(word.start(), odd) for word in words if (odd := _is_odd(reader, word[0])) is not None]
    pieces, end = [], 0
    for word in words:
        at = bisect_left(told, (word.start(),))
        _, odd = min(told[max(0, at - 1) : at + 1], key=lambda one: abs(one[0] - word.start()), default=(0, False))
        pieces += [text[end : word.start()], _read_word(reader, word[0]) if odd else word[0]]
        end = word.end()
    return "".join(pieces) + text[end:]


def _is_odd(reader: Reader, word: str) -> bool | None:
    """Whether a word is in the reader's code; None where it may be in either."""
    if _UNICODE.search(word):
        return False
    return True if _judged(word).invalid and cures(reader, word) else None


_OTHERS = tuple(name for name in READERS if name != "windows-1252")
_Said = Sequence[tuple[str, Sequence[str]]]


def _is_suspect(text: str, spelt: bytes) -> bool:
    # To look for a class of letters is dear, and most of a page is markup in ASCII: that is left out first.
    letters = set(_SUSPECT_LETTER.findall(spelt.translate(None, _ASCII).decode()))
    return any(stands_in(text, letter, _SUSPECT) for letter in letters)


def undo_one(text: str, spelt: bytes) -> tuple[str, str] | None:
    """Undo the one misreading that explains the most words, or None where the text needs nothing.

    `spelt` is the text in UTF-8.
    """
    if not _is_suspect(text, spelt):
        if not stands_in(text, "&", _ENTITY_SUSPECT):
            return None
        text = without_entities(text)
    segments = _MARKUP.split(text)
    odd = {word for word in _MARKED.findall(" ".join(segments[::2])) if _judged(word).invalid}
    cured = {name: _cured_by(READERS[name], odd) for name in _OTHERS}
    # Names and words of other languages are odd on most pages: where no reading cures enough, none is tried in full.
    if not any(_is_explained(odd, name, words) for name, words in cured.items()):
        return None
    said = [(segment, _MARKED.findall(segment)) for segment in segments[::2]]
    trials = [_trial(said, name, words) for name, words in cured.items()]
    best = max(trials, key=lambda trial: (len(trial.explained), trial.gained))
    if not _is_explained(odd, best.name, best.explained):
        return None
    throughout = _lost(said, best) * 20 <= len(best.explained)
    return "".join(_undone(segments, best, throughout)), best.name


def _cured_by(reader: Reader, odd: Collection[str]) -> frozenset[str]:
    return frozenset(word for word in odd if len(word) > 1 and cures(reader, word))


def _is_explained(odd: Collection[str], name: str, cured: Collection[str]) -> bool:
    """Whether a reading that cures some of a page's odd words cures enough of them."""
    needed = 1 if name == "utf-8" else 4  # nothing but UTF-8 puts those characters in a row
    return len(cured) >= needed and len(cured) >= 1.5 * (len(odd) - len(cured))


@dataclass(frozen=True, slots=True)
class Trial:
    """One reading tried on all visible segments: which it mends, and which distinct odd words it explains.

    `gained` also counts words that were none before (`™` → `Ở`).
    """

    name: str
    mended: frozenset[str]
    explained: frozenset[str]
    gained: int


def _trial(said: _Said, name: str, cured: frozenset[str]) -> Trial:
    reader = READERS[name]
    mended: set[str] = set()
    explained: set[str] = set()
    gained: set[str] = set()
    for segment, words in said:
        if not cured.isdisjoint(words) and _gains(reader, words):
            mended.add(segment)
            explained |= cured.intersection(words)
            gained.update(word for word in words if cures(reader, word) and not proves_nothing(word))
    return Trial(name, frozenset(mended), frozenset(explained), len(gained))


def _lost(said: _Said, trial: Trial) -> int:
    """How many syllables elsewhere the reading would spoil, or are Unicode already."""
    reader, fonts = READERS[trial.name], trial.name != "utf-8"
    sound = {word for segment, words in said if segment not in trial.mended for word in words if _judged(word).valid}
    return sum(1 for word in sound if (fonts and _UNICODE.search(word)) or _judged(_read_word(reader, word)).invalid)


def cures(reader: Reader, word: str) -> bool:
    """Whether the word, read by this reader, is Vietnamese and nothing else."""
    after = _judged(_read_word(reader, word))
    return after.valid > 0 and after.invalid == 0


def _gains(reader: Reader, words: Sequence[str]) -> bool:
    before = sum(map(_judged, words), Tally())
    after = sum((_judged(_read_word(reader, word)) for word in words), Tally())
    return after.valid > before.valid and after.valid >= 3 * after.invalid


def _undone(segments: Sequence[str], trial: Trial, throughout: bool) -> Iterator[str]:
    reader = READERS[trial.name]
    for at, segment in enumerate(segments):
        unread = at % 2 and (_UNREAD.match(segment) or not throughout)
        if unread or not (throughout or segment in trial.mended):
            yield segment
            continue
        if trial.name == "utf-8":
            segment = with_lost_spaces(segment)
        mixed = trial.name != "utf-8" and _UNICODE.search(segment) is not None
        read = _reading_odd(reader, segment) if mixed else reading(reader, segment)
        yield with_capitals(read) if trial.name == "tcvn3" else read
