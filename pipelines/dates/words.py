"""The words dates are made of, as fragments of patterns, and the numbers that words stand for.

Patterns are written with marks; `Spelling` compiles each a second time without, for texts that have none.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain

from pipelines.dates.text import fold

UNIT = r"(?:không|một|mốt|hai|ba|bốn|tư|năm|lăm|nhăm|sáu|bảy|bẩy|tám|chín)"
DAY_WORD = (
    rf"(?:mười(?:\s{UNIT})?|hai\smươi(?:\s{UNIT})?|hai\s{UNIT}|hăm\s?{UNIT}|ba\smươi(?:\smốt|\smột)?|ba\smốt|{UNIT})"
    r"(?!\w)"
)
MONTH_WORD = r"(?:mười\s(?:một|hai)|mười|giêng|chạp|một|hai|ba|tư|bốn|năm|sáu|bảy|bẩy|tám|chín)(?!\w)"
YEAR_WORD = rf"(?:một|hai)(?:\s(?:{UNIT}|mười|mươi|trăm|nghìn|ngàn|linh|lẻ))+(?!\w)"
YEAR = r"(?:1[0-9]|20|21)\d\d(?!\d)"
MONTH = r"(?:tháng|thg\.?|th\.?(?=\s?\d)|t\.?(?=\d{1,2}[/\-](?:19|20)\d\d(?![\d/]|-\d)))"
_ENGLISH_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# before a comma they may be short; 'thu' is autumn and what is earned as well: 'mùa thu, 12/6', not 'on Thu, 06/12'
_ENGLISH_DAY = (
    rf"(?<!\w)(?:(?:{'|'.join(_ENGLISH_DAYS)})(?!\w)"
    r"|(?:mon|tues?|wed|thurs?|thu(?:(?<![^\W\d_]\sthu)|(?<=\son\sthu))|fri|sat|sun)(?=,))"
)
WEEKDAY = (
    r"(?:thứ\s?(?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])(?!\w)|chủ\s?nhật|(?<!\w)cn(?!\w)|(?<!\w)t\.?[2-7](?!\w|/)"
    rf"|{_ENGLISH_DAY})"
)
PART = r"(?:rạng\ssáng|sáng\ssớm|sáng|giữa\strưa|trưa|chiều\stối|chiều\smuộn|chiều|tối|nửa\sđêm|đêm|khuya)"
STEM = r"(?:giáp|ất|bính|đinh|mậu|kỷ|kỉ|canh|tân|nhâm|quý|quí)"
BRANCH = r"(?:tý|tí|sửu|dần|mão|mẹo|thìn|tỵ|tị|ngọ|mùi|thân|dậu|tuất|hợi)"
# 'GMT7' and 'GMT: 7' name no GMT
_NOT_SEVEN = r"(?!\s?[:(]?\s?\d{1,2}(?!\d|\s?[/.\-]\d|\s(?:tháng|thg)))"
_GMT = rf"\(?\s?(?:(?<!\w)giờ\s)?(?:gmt|utc)(?:[\s:(]*[+\-]\s?\d{{1,2}}(?::?\d\d)?|{_NOT_SEVEN})\s?\)?"
ZONES = {
    "ict": 7,
    "sgt": 8,
    "hkt": 8,
    "jst": 9,
    "kst": 9,
    "msk": 3,
    "cet": 1,
    "cest": 2,
    "est": -5,
    "edt": -4,
    "pst": -8,
    "pdt": -7,
}
"""What is added to UTC by the names of zones that name one; in small letters."""
OFFSET = rf"(?:{_GMT}|(?:z|\(?(?:{'|'.join(ZONES)})\)?)(?!\w)|[+\-](?:0\d|1[0-4]):?[0-5]\d(?![\w:]))"

_DIGITS = {
    **dict(zip(["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"], range(10), strict=True)),
    "mốt": 1,
    "nhất": 1,
    "tư": 4,
    "lăm": 5,
    "nhăm": 5,
    "bẩy": 7,
    "giêng": 1,
    "chạp": 12,
}
_VALUES = _DIGITS | {fold(word): value for word, value in _DIGITS.items()}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_TEN, _TENS, _HUNDRED, _THOUSAND = (
    {"mười", "muoi"},
    {"mươi", "muoi"},
    {"trăm", "tram"},
    {"nghìn", "ngàn", "nghin", "ngan"},
)


class Spelling:
    """One pattern in both spellings; `of(marked)` gives the one that fits the text.

    A text that holds a match holds one of `words`, and what the pattern `needs`, one behind the other: most texts do
    not, and to find that out is cheap.
    """

    def __init__(self, pattern: str, *, needs: Sequence[str] = (), words: Sequence[str] = ()) -> None:
        self._pattern = pattern
        self._needs = tuple(map(Spelling, needs))
        self._words = tuple(map(fold, words)), tuple(words)

    @cached_property
    def with_marks(self) -> re.Pattern[str]:
        """The pattern as written."""
        return re.compile(self._pattern)

    @cached_property
    def without_marks(self) -> re.Pattern[str]:
        """The pattern for a text typed without marks."""
        return re.compile(fold(self._pattern))

    def of(self, marked: bool) -> re.Pattern[str]:
        """The spelling for a text with marks, or for one without."""
        return self.with_marks if marked else self.without_marks

    def finditer(self, ready: str, marked: bool) -> Iterator[re.Match[str]]:
        """All matches in a text."""
        return self.of(marked).finditer(ready) if self.may_match(ready, marked) else iter(())

    def may_match(self, ready: str, marked: bool) -> bool:
        """Whether a text holds what every match needs."""
        words = self._words[marked]
        if words and not any(map(ready.__contains__, words)):
            return False
        end = 0
        for need in self._needs:
            found = need.of(marked).search(ready, end)
            if found is None:
                return False
            end = found.end()
        return True


class NearNumbers(Spelling):
    """A pattern that only matches around a number, and is dear enough to look only there."""

    def finditer(self, ready: str, marked: bool) -> Iterator[re.Match[str]]:
        """All matches in a text."""
        if not self.may_match(ready, marked):
            return iter(())
        pattern = self.of(marked)
        return chain.from_iterable(pattern.finditer(ready, *stretch) for stretch in stretches(ready, marked))


_NUMBERS = Spelling(rf"\d+|(?:n(?<!\w.)gày|m(?<!\w.)[ùồ]ng|h(?<!\w.)ôm)\s{DAY_WORD}")
_REACH = 64


def stretches(ready: str, marked: bool) -> list[tuple[int, int]]:
    """The parts of a text that lie around its numbers, in order: patterns that need a number look nowhere else."""
    if len(ready) < 4 * _REACH:
        return [(0, len(ready))]
    found: list[tuple[int, int]] = []
    for match in _NUMBERS.of(marked).finditer(ready):
        start, end = max(0, match.start() - _REACH), min(len(ready), match.end() + _REACH)
        if found and start <= found[-1][1]:
            start = found.pop()[0]
        found.append((start, end))
    return found


def number(words: str) -> int:
    """The number that digits, a Roman numeral up to IV or Vietnamese words stand for, marked or not.

    `hai không hai không` is read digit by digit. Raises ValueError for other words.
    """
    if words.isdigit():
        return int(words)
    if words in _ROMAN:
        return _ROMAN[words]
    tokens = words.removeprefix("hăm").removeprefix("ham").split()
    if words[:3] in ("hăm", "ham"):
        return 20 + _digit(tokens[0])
    if len(tokens) > 2 and all(token in _VALUES for token in tokens):
        return int("".join(str(_VALUES[token]) for token in tokens))
    return _add_up(tokens)


def _add_up(tokens: list[str]) -> int:
    total, pending = 0, None
    for token in tokens:
        if token in _THOUSAND:
            total, pending = (total + (pending or 0)) * 1000, None
        elif token in _HUNDRED:
            total, pending = total + (pending or 0) * 100, None
        elif token in _TEN | _TENS:
            total, pending = total + (10 if pending is None else pending * 10), None
        elif token not in ("linh", "lẻ", "le"):
            # 'hai mốt': the tens are left unsaid
            total, pending = total + (pending or 0) * 10, _digit(token)
    return total + (pending or 0)


def _digit(token: str) -> int:
    if token not in _VALUES:
        raise ValueError(f"{token!r} is no Vietnamese numeral")
    return _VALUES[token]


def weekday_number(words: str) -> int:
    """The day of the week of `thứ Năm`, `thứnăm`, `Thu 5`, `T5`, `CN`, `Thu` or `Thursday`, Monday being 0."""
    for at, day in enumerate(_ENGLISH_DAYS):
        if day.startswith(words):
            return at
    if words[0] == "c":
        return 6
    return number(words[-1] if words[-1].isdigit() else words[len("thứ") :].strip()) - 2
