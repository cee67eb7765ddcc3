"""Vietnamese text in one spelling: the normal form that the catalog keeps, and the folded form for search and digests.

Both are safe on other languages: what is mended must become a Vietnamese syllable by it, in a line that is Vietnamese.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache, partial

from archive.folding import COMMON, fold
from archive.syllables import TONES, VOWELS, is_syllable, parse_syllable, spell

__all__ = ["CAPITALS", "fold", "has_marks", "is_syllable", "normal_form", "same_tone_placement", "without_controls"]

CAPITALS = "".join(filter(str.isupper, map(chr, (*range(0x41, 0x5B), *range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA)))))
"""The capital letters of Vietnamese and its neighbours, for a class of a pattern: a range takes in small ones too."""

_D_LIKE = {"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ"}
# ƣ stands for ư in text taken out of PDF files with pre-Unicode fonts; a caron for a breve on pages typed about 2000.
_HOMOGLYPHS = _D_LIKE | {"Ƣ": "Ư", "ƣ": "ư", "Ǎ": "Ă", "ǎ": "ă", "ɑ": "a", "ɡ": "g", "ı": "i"}
_HOMOGLYPHS |= dict(zip("АВЕКМНОРСТХУІЅаеорсхуіѕ", "ABEKMHOPCTXYISaeopcxyis", strict=True))
_HOMOGLYPHS |= dict(zip("ΑΒΕΗΙΚΜΝΟΡΤΥΧο", "ABEHIKMNOPTYXo", strict=True))
_MEND = str.maketrans(_HOMOGLYPHS)

_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff"
# White space among the controls parts words.
_CONTROLS = re.compile("[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_SPACES = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
_COMBINING = "\u0300-\u036f"
_LIKE = "".join(_HOMOGLYPHS)
# Consonants that a tone slid on to and that NFC then composed; ñ is a letter of Ê-đê and Spanish.
_SLID = "ḿńǹṇǵćṕṭḥṃ"

_ODD = f"{_INVISIBLE}{_SPACES}{_COMBINING}{_LIKE}{_SLID}"
_SUSPECT = re.compile(f"[{_ODD}]")
# Joiners and direction marks have work to do beside emoji and in scripts from Hebrew to Khmer.
_AT_WORK = "\u0590-\u1cff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff"
_DROPPED = re.compile(f"[{_INVISIBLE}](?<![{_AT_WORK}][{_INVISIBLE}])[{_INVISIBLE}]*")
_LAYOUT_SPACE = re.compile(f"(?:^|(?<=\\s))[{_SPACES}]+|[{_SPACES}]+(?=\\s|$)")
_ANY_SPACE = re.compile(f"[{_SPACES}]")
_MARK = re.compile(f"[{_COMBINING}]")
_DISORDERED = re.compile("[^\\W\\d_][\u0302\u0306]")
_WORD = re.compile(f"[^\\W\\d_][\\w{_COMBINING}]*")
# A word with an odd letter, and what stands beside it between two blanks: where Đ is `Ð`, it is every tenth of a page.
_ODD_PIECE = re.compile(f"(?<![^ ])[^ {_ODD}]*+[{_ODD}][^ ]*")
# From a word's first letter, and all of it: from each of them a long word without a mark took quadratic time.
_STRAY = re.compile(
    f"(?<![^\\W\\d_])(?P<left>[^\\W\\d_]++)[ {_SPACES}](?P<mark>[{TONES}])(?P<gap>[ {_SPACES}]?)(?P<right>[^\\W\\d_]*)"
)
# A tone on the second letter of a pair that bears it on the first: `cuả`, `hôị`. One scan of a
# text finds these and what else is suspect: a letter preceded by none of its own kind is passed over at once. Leó is
# a name elsewhere.
_VOWEL = "aăâeêiouôơưyAĂÂEÊIOUÔƠƯY"
_TONED = "".join(unicodedata.normalize("NFC", vowel + tone) for vowel in "aiouyAIOUY" for tone in TONES)
_MISPLACED = (
    f"(?<![^{_VOWEL}][{_TONED}])(?<![qQ][uU][{_TONED}])(?<![gG][iI][{_TONED}])"
    f"(?<![oO][àáảãạÀÁẢÃẠ])(?<![uU][ỳýỷỹỵỲÝỶỸỴ])(?<![eE][óÓ])"
)
_MAY_BE_WRONG = re.compile(f"[{_ODD}{_TONED}]{_MISPLACED}")
_VIETNAMESE = re.compile("[ơưƠƯƣƢạ-ỹẠ-Ỹ]")
# `ТP` with a Cyrillic letter is no word of either script
_MIXED_SCRIPTS = re.compile("[A-Za-zÀ-ɏḀ-ỹ][\u0370-\u04ff]|[\u0370-\u04ff][A-Za-zÀ-ɏḀ-ỹ]")
_FOREIGN = re.compile("[\u0370-\u04ff]")
_MAY_BE_FOREIGN = re.compile("[aiu]|p(?!h)", re.IGNORECASE)
_OTHER_ETH = re.compile("[þÞæÆ]")
_PINYIN = re.compile("[āēīōūǐǒǔǚě]")
# No word of Icelandic or Faroese begins with ð (a small one is a sound of English): `Ðắk Lắk`, no syllable, `QÐ-UBND`.
_NO_ETH = re.compile("(?<!\\w)[ÐƉ](?=\\w)|Ð(?:(?<=[A-Z/-]Ð)|(?=[A-Z/-]))")
# Rimes whose tone stands on either letter, by two traditions; single vowels that are no words.
_EITHER = frozenset({"oa", "oe", "uy"})
_NO_WORDS = frozenset("aiueo")
_VOWEL_OR_SHAPE = VOWELS | set("\u0302\u0306\u031b")


def _kind(letter: str) -> str:
    """What a letter is to its neighbours: a toned vowel, a shaped one, another, what tells qu and gi, or no vowel."""
    spread = unicodedata.normalize("NFD", letter.lower())
    bare = unicodedata.normalize("NFC", "".join(char for char in spread if char not in TONES))
    if set(TONES) & set(spread):
        return "t" if bare in "aeiouyư" else "c"
    kinds = dict(zip("uiqgưaeoyăâêôơ", "uiqgwvvvvsssss", strict=True))
    return kinds.get(bare, "c" if letter.isalpha() else " ")


_KINDS = "".join(map(_kind, COMMON)).ljust(256).encode()
# A toned vowel behind or before another where no right spelling has one, or may have none: `hoà`, `cuả`, `hòan`, `qúy`.
# What follows is asked first: what stands behind most toned vowels, a consonant, tells that theirs is right.
_MAY_BE_MOVED = re.compile(rb"t(?: (?<=[vuisw]..)(?<!qu..)(?<!gi..)|s|v[a-z]|[vuisw](?<=[qg]..))")

_LONGEST_WORD = 32
_PASSES = 4


def normal_form(text: str) -> str:
    """The spelling the catalog keeps: NFC, marks in order and on their vowel, nothing invisible, no homoglyphs.

    Letters are changed only where a Vietnamese syllable results; white space keeps its length except where a stray
    mark stood in it. Correct text in any language comes back unchanged, and the function is idempotent.
    """
    text = without_controls(text)
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    if not _MAY_BE_WRONG.search(text):
        return text
    return "\n".join(map(_normal_line, text.split("\n")))


def without_controls(text: str) -> str:
    """The text without control characters but white space: they are orders to a terminal, and no text."""
    return text if text.isprintable() else _CONTROLS.sub("", text)


def has_marks(text: str) -> bool:
    """Whether a text is written with diacritics, as opposed to Vietnamese typed without (`Da Nang`)."""
    return not text.isascii() and fold(text) != text.lower()


def same_tone_placement(text: str) -> str:
    """The text with every syllable's tone where tradition puts it, so that `hoà` equals `hòa`; for comparison.

    So does `tòan` equal `toàn`, and `trứơc` `trước`: editors of about 2000 put the tone where it was right before the
    last letter was typed. The normal form keeps it, for a page is quoted as it is spelt.
    """
    if text.isascii():
        return text
    return _WORD.sub(lambda match: _tone_placed(match[0]), unicodedata.normalize("NFC", text))


def may_move_tones(spelt: bytes) -> bool:
    """Whether `same_tone_placement` may change a text, given with one byte a letter; false for nearly all lines."""
    return _MAY_BE_MOVED.search(spelt.translate(_KINDS) + b" ") is not None


@lru_cache(maxsize=65536)
def _tone_placed(word: str) -> str:
    syllable = parse_syllable(word)
    if syllable is None:
        return _retoned(word)
    return _in_case_of(word, spell(syllable)) if syllable.tone else word


def _retoned(word: str) -> str:
    """The word with its tone on the right vowel, where a syllable results."""
    bare, tone = _without_tone(word)
    # 'più' and 'aí' are words of other languages
    return word if not tone or _MAY_BE_FOREIGN.match(bare) else _toned(bare, tone) or word


def _without_tone(word: str) -> tuple[str, str]:
    """A word in NFC without its tone, and the tone; `''` where its vowels bear none or several (ñ is a letter)."""
    spread = unicodedata.normalize("NFD", word)
    tones = [at for at, char in enumerate(spread) if char in TONES]
    if len(tones) != 1 or spread[tones[0] - 1].lower() not in _VOWEL_OR_SHAPE:
        return word, ""
    at = tones[0]
    return unicodedata.normalize("NFC", spread[:at] + spread[at + 1 :]), spread[at]


def _in_case_of(model: str, word: str) -> str:
    if model.isupper() and len(model) > 1:
        return word.upper()
    return "".join(char.upper() if like.isupper() else char for char, like in zip(word, model, strict=False))


def _normal_line(line: str) -> str:
    # a word that is mended may be the one whose mark strayed
    for _ in range(_PASSES):
        if not _SUSPECT.search(line) or (mended := _mended_line(line)) == line:
            break
        line = mended
    if not _VIETNAMESE.search(line) or not _MAY_BE_WRONG.search(line):
        return line
    return _WORD.sub(lambda match: _tone_moved(match[0]), line)


def _mended_line(line: str) -> str:
    line = unicodedata.normalize("NFC", _DROPPED.sub("", line))
    if _MARK.search(line):
        line = "".join(_returned(unicodedata.normalize("NFC", _DISORDERED.sub(_reordered, line))))
    vietnamese = _VIETNAMESE.search(line) is not None
    line = (_ANY_SPACE if vietnamese else _LAYOUT_SPACE).sub(lambda match: " " * len(match[0]), line)
    if _SUSPECT.search(line):
        line = _ODD_PIECE.sub(partial(_mended_piece, line, vietnamese), line)
    return _NO_ETH.sub(lambda match: _D_LIKE[match[0]], line) if vietnamese and not _OTHER_ETH.search(line) else line


def _mended_piece(line: str, vietnamese: bool, piece: re.Match[str]) -> str:
    return _WORD.sub(lambda match: _mended(match[0], line, vietnamese), piece[0])


def _reordered(match: re.Match[str]) -> str:
    marks = unicodedata.normalize("NFD", match[0])
    shape_first = sorted(marks[1:], key=lambda mark: mark in TONES)
    return marks[0] + "".join(shape_first)


def _returned(line: str) -> Iterator[str]:
    """The pieces of a line with stray marks back on their vowel."""
    read = 0
    while match := _STRAY.search(line, read):
        yield line[read : match.start()]
        joined = _joined(*match.group("left", "mark", "gap", "right"))
        alone = _toned(match["left"], match["mark"])
        # what stands behind is looked at again: it may be the next mark's word
        read = match.end() if joined else match.start("right")
        yield joined or (f"{alone} " if alone else line[match.start() : read])
    yield line[read:]


def _joined(left: str, mark: str, gap: str, right: str) -> str | None:
    """One word of what stands on both sides of a stray mark: `môi trươ ̀ng`, `đi ̣ a phương`; not `va ̀ an ninh`."""
    joined = _toned(left + right, mark) if right else None
    if joined is None or (not is_syllable(right) and _toned(left, mark) is None):
        return joined
    if gap and is_syllable(right) and right.lower() not in _NO_WORDS:
        return None
    # a mark that fell off stands behind the letter that bore it
    bearer = unicodedata.normalize("NFD", joined[len(left) - 1])
    return joined if mark in bearer or not is_syllable(right) else None


@lru_cache(maxsize=4096)
def _tone_moved(word: str) -> str:
    """`cuả` → `của`, `hôị` → `hội`, where a syllable results; `hoà` is as right as `hòa`."""
    if not _MAY_BE_WRONG.search(word):
        return word
    syllable = parse_syllable(word)
    if syllable is not None and (syllable.rime in _EITHER or syllable.onset in ("qu", "gi")):
        return word
    return _retoned(word)


def _toned(word: str, mark: str) -> str | None:
    """The toneless word with this tone on its vowel, or None where that is no syllable."""
    if len(word) > _LONGEST_WORD:
        return None
    vowels = [at + 1 for at, char in enumerate(word) if fold(char) in VOWELS]
    tried = (parse_syllable(word[:at] + mark + word[at:]) for at in vowels)
    syllable = next(filter(None, tried), None)
    return None if syllable is None else _in_case_of(word, spell(syllable))


def _mended(word: str, line: str, vietnamese: bool) -> str:
    odd = _SUSPECT.findall(word)
    if not odd:
        return word
    mended = unicodedata.normalize("NFC", word.translate(_MEND))
    if mended != word and is_syllable(mended) and all(_is_slip(char, word, line, vietnamese) for char in odd):
        return mended
    if vietnamese and _MIXED_SCRIPTS.search(word) and not _FOREIGN.search(mended):
        return mended
    return _tone_slid_back(word) if vietnamese else word


def _is_slip(char: str, word: str, line: str, vietnamese: bool) -> bool:
    """Whether a letter that looks like a Vietnamese one can hardly be meant as itself in this word and line."""
    if char in "ÐƉ":
        return not _OTHER_ETH.search(line)
    if char in "Ǎǎ":
        return vietnamese and not _PINYIN.search(line)
    if "\u0370" <= char <= "\u04ff":
        return any("a" <= letter <= "z" for letter in fold(word))
    return vietnamese or char in "Ƣƣ"


def _tone_slid_back(word: str) -> str:
    """`Viêṭ` → `Việt`: a tone typed after the coda goes back to the vowel, where that makes a syllable."""
    spread = unicodedata.normalize("NFD", word)
    slid = [at for at, char in enumerate(spread) if char in TONES and spread[at - 1].lower() not in _VOWEL_OR_SHAPE]
    if len(slid) != 1:
        return word
    at = slid[0]
    bare = unicodedata.normalize("NFC", spread[:at] + spread[at + 1 :])
    return _toned(bare, spread[at]) or word
