"""Text without case and diacritics, for search and digests.

Nearly all text that an agency writes is made of fewer than 256 letters and signs. Such a text is folded by a table, as
fast as bytes are copied; any other word by word.
"""

import codecs
import re
import unicodedata
from functools import lru_cache

from archive.memo import Memo
from archive.syllables import TONES

_SPECIAL = str.maketrans(
    {"Đ": "d", "đ": "d", "Ð": "d", "ð": "d", "Ƣ": "u", "ƣ": "u", "ß": "ss"}
    | {chr(code): None for code in (*range(0x300, 0x370), 0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF)}
    | {chr(code): " " for code in (0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)}
)

_WORDS = re.compile(r"\w+")
_LONGEST_TEXT = 32_768


def _fold_word(word: str) -> str:
    return unicodedata.normalize("NFD", word.lower()).translate(_SPECIAL)


# A few thousand syllables make up all texts, and the same menus all pages.
_folded = Memo(_fold_word, most=32_768)

_TONED = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in ("", *TONES)]
_LETTERS = [letter for letter in (*_TONED, "đ") if not letter.isascii()]
_SIGNS = "“”‘’–—…•·°×±«»§©½²³≥≤\u00a0"
_ASCII = frozenset(["\0", "\t", "\n", "\r", *map(chr, range(0x20, 0x7F))])
_OTHERS = iter([*_LETTERS, *map(str.upper, _LETTERS), *_SIGNS])
COMMON = "".join(char if char in _ASCII else next(_OTHERS, "") for char in map(chr, range(256)))
"""The letters and signs that have a byte, in the order of theirs: ASCII as everywhere, then Vietnamese."""

_BYTES = codecs.charmap_build(COMMON.ljust(256, "\ufffe"))
_FOLDED = "".join(map(_fold_word, COMMON)).ljust(256, "\ufffe")
_IN_WORDS = "".join(char if _WORDS.match(char) else " " for char in _FOLDED)
# The signs that are told apart in a flat text, and those that are not.
_KEPT = frozenset("\n ./,-;²³½")
_ALIKE = str.maketrans("\t\r!?:…–—", "  ;;;;--")
_OTHER = re.compile(r"[^\w ./,;-]|_")


def fold(text: str) -> str:
    """Lower case without any diacritic, `đ` as `d`, odd spaces as spaces: for search and digests, any language."""
    if text.isascii():
        return text.lower()
    try:
        return codecs.charmap_decode(codecs.charmap_encode(text, "strict", _BYTES)[0], "strict", _FOLDED)[0]
    except UnicodeEncodeError:
        # No mark and no rule of lower case reaches across a space.
        return " ".join(map(_folded.__getitem__, text.split(" ")))


def folded_words(text: str) -> str:
    """The words of a folded text with one blank between them, and nothing else."""
    try:
        spelt = codecs.charmap_encode(text, "strict", _BYTES)[0]
    except UnicodeEncodeError:
        return " ".join(_WORDS.findall(fold(text)))
    return " ".join(codecs.charmap_decode(spelt, "strict", _IN_WORDS)[0].split())


def in_bytes(text: str) -> bytes | None:
    """A text of COMMON letters and signs with one byte for each; None for one with any other."""
    return (_remembered if len(text) <= _LONGEST_TEXT else _in_bytes)(text)


def _in_bytes(text: str) -> bytes | None:
    try:
        return codecs.charmap_encode(text, "strict", _BYTES)[0]
    except UnicodeEncodeError:
        return None


# Titles and texts are indexed as their articles are settled, and told when all of a batch are; documents may be books.
_remembered = lru_cache(maxsize=192)(_in_bytes)


def _flat_sign(sign: str) -> str:
    sign = sign.translate(_ALIKE)
    return sign if sign.isalnum() or sign in _KEPT else "|"


_FLAT = "".join(map(_flat_sign, _FOLDED)).encode("latin-1")


def flat(text: str) -> str:
    """A text folded for whoever looks at its words only.

    White space is a blank or the end of a line; the signs are `.`, `,`, `/`, a `-` for each dash, a `;` for each of
    `;:!?…` and a `|` for any other.
    """
    spelt = in_bytes(text)
    if spelt is not None:
        return spelt.translate(_FLAT).decode("latin-1")
    lines = fold(text).translate(_ALIKE).split("\n")
    return "\n".join(_OTHER.sub("|", " ".join(line.split())) for line in lines)
