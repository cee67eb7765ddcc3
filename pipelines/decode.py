"""Bytes to text, by evidence: what the bytes spell decides, a label only between equals.

Three things go wrong on Vietnamese pages: bytes in an encoding from before Unicode under any label, pre-Unicode fonts'
code points saved as UTF-8, and UTF-8 that was read as windows-1252 and saved again. All three are told by the same
test: read another way, the words with marks become Vietnamese syllables.
"""

import codecs
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.legacy import READERS, Reader, latin, together, with_capitals
from pipelines.misread import (
    Tally,
    cures,
    proves_nothing,
    reading,
    tally_of,
    undo_one,
    visible_words,
    with_references_apart,
    without_entities,
    without_references,
)

ALIASES = {
    "windows-1252": ("cp1252", "iso-8859-1", "iso8859-1", "latin1", "latin-1", "ascii", "us-ascii"),
    "windows-1258": ("cp1258", "x-cp1258"),
    "tcvn3": ("tcvn", "abc", "x-viet-tcvn", "tcvn-5712", "tcvn5712", "x-viet-tcvn5712", "tcvn5712-1", "tcvn-5712-1"),
    "vni": ("x-viet-vni", "vni-win"),
    "viscii": ("csviscii", "viscii1.1-1"),
    "vps": ("x-viet-vps",),
    "utf-8": ("utf8", "unicode-1-1-utf-8"),
}
_NAMED = {alias: name for name, aliases in ALIASES.items() for alias in (name, *aliases)}

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_HEADER_CHARSET = re.compile(r"charset\s*=\s*+[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta\b[^>]{0,300}?charset\s*=\s*+[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)

# The commonest pairs of letters in VISCII and VPS (ươ, ườ) are valid UTF-8 by chance: Hebrew, Syriac or N’Ko letters.
_MIXED = re.compile("[\u0580-\u07ff](?:(?<=[A-Za-z].)|(?=[A-Za-z]))")
# What those letters begin with in UTF-8. To ask for ten bytes takes a tenth of the time of looking at every letter.
_MIXED_BEGIN = [bytes([byte]) for byte in range(0xD6, 0xE0)]


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the encoding it was in; `evidence` says what spoke for it, ready for JSON; `spelt` is it in UTF-8.

    The evidence's keys: `declared` (the label as given), `by` (`bom`, `strict`, `score`, `label`, `default`), `scores`
    (valid minus invalid marked words by candidate, where bytes were scored), `undone` (readings undone inside it).
    """

    text: str
    encoding: str
    evidence: Mapping[str, Any]
    spelt: bytes


def declared_charset(content_type: str | None, head: bytes) -> str | None:
    """The charset label of a page in lower case: the Content-Type header's, else `<meta>`'s or the XML declaration's.

    `head` is the beginning of the body; the first 4,096 bytes are looked at.
    """
    in_header = _HEADER_CHARSET.search(content_type or "")
    if in_header:
        return in_header[1].lower()
    in_body = _META_CHARSET.search(head[:4096]) or _XML_ENCODING.search(head[:4096])
    return in_body[1].decode("ascii", "replace").lower() if in_body else None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Read a page's bytes as text, whatever its label says; never fails.

    Strictly valid UTF-8 wins, then marked UTF-16; other bytes are read in the way that spells the most Vietnamese
    syllables, else as labelled (by `declared`, else in `<meta>`), else as windows-1252. Misread and font-encoded
    Vietnamese inside the text is undone; numeric references above ASCII become their characters. Text in other
    languages comes back as it is.
    """
    label: dict[str, Any] = {"declared": declared} if declared else {}
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _settled(*_spelt(data[len(bom) :].decode(encoding, "replace"), encoding), label | {"by": "bom"})
    unicode = _as_unicode(data)
    if unicode and not _is_mixed(*unicode):
        return _settled(*unicode, label | {"by": "strict"})
    scored = _by_score(data, declared or declared_charset(None, data), dict(label))
    if unicode and (scored.encoding == "utf-8" or scored.evidence["by"] != "score"):
        return _settled(*unicode, label | {"by": "strict"})
    return scored


_Unicode = tuple[str, str, bytes]
"""A text, the encoding that it was in, and the text in UTF-8."""


def _as_unicode(data: bytes) -> _Unicode | None:
    if b"\0" in data[:512]:
        return _as_utf_16(data)
    try:
        return data.decode(), "utf-8", data
    except UnicodeDecodeError as error:
        if error.reason != "unexpected end of data":
            return None
        whole = data[: error.start]  # a body cut in the middle of a character
        return None if whole.isascii() else (whole.decode(), "utf-8", whole)


def _is_mixed(text: str, encoding: str, spelt: bytes) -> bool:
    """Whether letters of far-off scripts touch Latin ones, so that the bytes may be UTF-8 by chance."""
    return any(byte in spelt for byte in _MIXED_BEGIN) and _MIXED.search(text) is not None


def _as_utf_16(data: bytes) -> _Unicode | None:
    for encoding, odd in ("utf-16-le", 1), ("utf-16-be", 0):
        high = data[odd:512:2]
        if high.count(0) > 0.4 * len(high):
            return _spelt(data.decode(encoding, "replace"), encoding)
    return None


def _spelt(text: str, encoding: str) -> _Unicode:
    return text, encoding, text.encode("utf-8", "replace")


def _settled(text: str, encoding: str, spelt: bytes, evidence: dict[str, Any]) -> Decoded:
    """Undo what went wrong before the text was saved as Unicode, three times at most."""
    whole = without_references(text)
    if whole != text:
        text, _, spelt = _spelt(whole, encoding)
    undone: list[str] = []
    while len(undone) < 3 and (again := undo_one(text, spelt)):
        text, _, spelt = _spelt(again[0], encoding)
        undone.append(again[1])
    return Decoded(text, encoding, evidence | ({"undone": undone} if undone else {}), spelt)


@dataclass(frozen=True, slots=True)
class _Vote:
    """A page's bytes as windows-1252, and how each reader fares with their words."""

    text: str
    words: Mapping[str, int]
    readers: Mapping[str, Reader]
    tallies: Mapping[str, Tally]


def _vote(text: str, readers: Mapping[str, Reader]) -> _Vote:
    words = {word: count for word, count in Counter(visible_words(text)).items() if not proves_nothing(word)}
    return _Vote(text, words, readers, {name: tally_of(words, reader) for name, reader in readers.items()})


def _votes(text: str) -> Iterator[_Vote]:
    """The page with its references as what the encoding lacks, as forms write it, and as letters in its code."""
    within, beside = without_entities(without_references(text)), with_references_apart(text)
    if beside != within:
        yield _vote(beside, _BESIDE)
    yield _vote(within, READERS)


def _beside(reader: Reader) -> Reader:
    return lambda word: together(reader(word))


_BESIDE = {name: _beside(reader) for name, reader in READERS.items()}


def _by_score(data: bytes, declared: str | None, evidence: dict[str, Any]) -> Decoded:
    vote = max(_votes(latin(data)), key=lambda vote: max(map(_gain, vote.tallies.values())))
    labelled = _NAMED.get((declared or "").lower())
    meant = {labelled} - {"utf-8"}  # which these bytes are not, whatever is labelled so
    order = sorted(vote.tallies, key=lambda name: (-_gain(vote.tallies[name]), name not in meant))
    evidence["scores"] = {name: _gain(vote.tallies[name]) for name in order}
    best, reader = order[0], vote.readers[order[0]]
    needed = 1 if best == labelled else 3 if declared and not labelled else 2  # a rare label was meant
    if not _is_convincing(vote.words, vote.tallies[best], reader, needed):
        return _as_labelled(data, declared, evidence)
    read = together(reading(reader, vote.text))
    read = with_capitals(read) if best == "tcvn3" else read
    return _settled(*_spelt(read, best), evidence | {"by": "score"})


def _gain(tally: Tally) -> int:
    return tally.valid - tally.invalid


def _is_convincing(words: Iterable[str], tally: Tally, reader: Reader, needed: int) -> bool:
    """Whether a reading spells Vietnamese, not a few words of another language that look like it (Polish `są`)."""
    if tally.valid < 2 * tally.invalid:
        return False
    distinct = sum(1 for word in words if len(word) > 1 and cures(reader, word))
    return distinct >= 3 or (distinct >= needed and not tally.invalid)


def _as_labelled(data: bytes, declared: str | None, evidence: dict[str, Any]) -> Decoded:
    if declared and _NAMED.get(declared.lower()) not in set(READERS) - {"windows-1258"}:
        try:
            text = data.decode(declared, "replace")
            return _settled(*_spelt(text, codecs.lookup(declared).name), evidence | {"by": "label"})
        except (LookupError, UnicodeError):  # a label that names no text encoding of Python's
            pass
    return _settled(*_spelt(latin(data), "windows-1252"), evidence | {"by": "default"})
