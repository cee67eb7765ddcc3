"""A text made ready for the date grammar: one letter case, one kind of slash, dash and space, nothing invisible.

The ready text is as long as the visible text, so a span in it is a span there; `evidence` leads back to the
characters as they were given, NFD and zero-width ones included.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
# A reader sees one blank where several stand, and none before the first word.
_BLANKS = re.compile(r"\s\s|^\s")
_MARKS = re.compile("[\u0300-\u036f]")
_VIETNAMESE = re.compile("[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]")

# Glyphs that pages write for others. Cyrillic ones are homoglyphs typed by spammers and by OCR.
_LOOKALIKES = str.maketrans(
    {
        **dict.fromkeys("∕⁄／╱⧸\\＼", "/"),
        **dict.fromkeys("‐‑‒–—―−－﹣~∼～→⟶➔÷", "-"),
        **dict.fromkeys("\t\n\r\v\f\u00a0\u1680\u202f\u205f\u3000\u2028\u2029", " "),
        **{chr(code): " " for code in range(0x2000, 0x200B)},
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        **dict.fromkeys("：∶", ":"),
        **dict.fromkeys("．․", "."),
        **dict.fromkeys("，،", ","),
        **dict.fromkeys("（", "("),
        **dict.fromkeys("）", ")"),
        **dict.fromkeys("’‘′´`ʹ", "'"),
        **dict.fromkeys("ðɖ", "đ"),
        **dict.fromkeys("｜¦", "|"),
        **dict(zip("аеорсухіƣ", "aeopcyxiư", strict=True)),
        "İ": "I",
    }
)
# Asked first: `translate` looks every letter up that is not ASCII, and most texts have none of these.
_LOOKALIKE = re.compile(f"[{re.escape(''.join(map(chr, _LOOKALIKES)))}]")


# OCR takes 1 for l and 0 for O: 'ngày l0/02/2023', 'tháng O2'; one true digit stands in each number.
# It begins with the letters that it can begin with: looked for so it is found several times as fast.
_MISREAD = re.compile(
    r"[\dlio](?<![^\W_].)[\dlio]?([/.\-])[\dlio]{1,2}\1[\dlio]{4}(?![^\W_])"
    r"|[\dlio](?:(?<=ngày\s.)|(?<=tháng\s.))[\dlio](?![^\W_])"
)
_MAY_BE_MISREAD = re.compile(r"[lio](?:(?<=[\d/.\-].)|(?=[\d/.\-]))")
_DIGITS = str.maketrans("lio", "110")


def fold(text: str) -> str:
    """The text without tone and vowel marks, `đ` as `d`; as long as the text when that is NFC Vietnamese."""
    bare = _MARKS.sub("", unicodedata.normalize("NFD", text))
    return bare.replace("đ", "d").replace("Đ", "D")


@dataclass(frozen=True)
class DateText:
    """`cased` is what a reader sees (NFC); `ready` the same characters folded to one case and one set of signs."""

    given: str
    cased: str
    ready: str
    origins: Sequence[int] | None

    @classmethod
    def of(cls, given: str) -> "DateText":
        """Make a text ready; takes any string."""
        if unicodedata.is_normalized("NFC", given) and not _INVISIBLE.search(given) and not _BLANKS.search(given):
            return cls(given, given, _ready(given), None)
        clusters = list(_clusters(given))
        cased = "".join(cluster for cluster, _ in clusters)
        origins = [start for cluster, start in clusters for _ in cluster]
        return cls(given, cased, _ready(cased), [*origins, len(given)])

    @cached_property
    def marked(self) -> bool:
        """Whether the text is written with Vietnamese marks, so that an unmarked `nam` in it is not `năm`."""
        return _VIETNAMESE.search(self.ready) is not None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the text as given that the span of the ready text stands for."""
        return (start, end) if self.origins is None else (self.origins[start], self.origins[end])

    def evidence(self, start: int, end: int) -> str:
        """The characters as given that a span of the ready text was read from."""
        first, last = self.span(start, end)
        return self.given[first:last]


def _ready(cased: str) -> str:
    lowered = cased.lower()
    if len(lowered) != len(cased):
        lowered = cased.translate({0x130: "I"}).lower()
    if _LOOKALIKE.search(lowered):
        lowered = lowered.translate(_LOOKALIKES)
    return _MISREAD.sub(_as_digits, lowered) if _MAY_BE_MISREAD.search(lowered) else lowered


def _as_digits(match: re.Match[str]) -> str:
    numbers = match[0].split(match[1]) if match[1] else [match[0]]
    return match[0].translate(_DIGITS) if all(re.search(r"\d", number) for number in numbers) else match[0]


def _clusters(given: str) -> Iterator[tuple[str, int]]:
    """Each base character with its combining marks, composed, and where it starts; what nobody sees is left out."""
    start, cluster = 0, ""
    for index, char in enumerate(given):
        if _INVISIBLE.match(char) or (char.isspace() and (cluster.isspace() or not cluster)):
            continue
        if cluster and unicodedata.combining(char):
            cluster += char
            continue
        if cluster:
            yield unicodedata.normalize("NFC", cluster), start
        start, cluster = index, char
    if cluster:
        yield unicodedata.normalize("NFC", cluster), start
