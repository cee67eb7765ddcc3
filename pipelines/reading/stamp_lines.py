"""Lines that are nothing but a date: no text, no title, but where to look for the publication date."""

import re
from collections.abc import Iterable

from archive.memo import Memo
from archive.orthography import fold

# `05 Th11, 2024` and `Nov 5, 2024` are what WordPress themes print, `5 thg 11, 2024` browsers and builders of sites
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_IN_WORDS = r"(?:mot|gieng|hai|ba|tu|nam|sau|bay|tam|chin|muoi(?: mot| hai)?|chap)"
# `Mon Oct 15 00:00:00 GMT 2018`, a date that nobody formatted
_JAVA_CLOCK = r"(?:\d\d:\d\d:\d\d\s[^\W\d_]{3}\s)?"
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\d\d\d\d")
# `05 08 2019`: days, months and years parted by blanks
_BLANKS = r"(?:(?<!\d)(?<!\d )|(?<=:\d\d ))(?:0?[1-9]|[12]\d|3[01]) (?:0?[1-9]|1[0-2]),? (?:19|20)\d{2}(?! ?\d{3})"
# What a date begins with is looked ahead for: at most places of a line it is neither a digit nor such a letter.
_DAY = re.compile(
    rf"(?=\d)(?:\d{{1,2}}\s*[-/.∕]\s*\d{{1,2}}\s*[-/.∕]\s*\d{{2,4}}|{_BLANKS}|"
    r"\d{4}-\d{2}-\d{2}(?:t\d{2}:[\d:.]+(?:z|[+-]\d{2}:?\d{2})?)?|"
    r"(?:\d{1,2} (?:giay|phut|gio|ngay|tuan|thang|nam),? )+truoc|"
    rf"\d{{1,2}} thang (?:\d{{1,2}}|{_IN_WORDS})\b|"
    rf"\b\d{{1,2}}[ -](?:th(?:g )?\d{{1,2}}|{_MONTH}\.?)[ ,-]+\d{{4}}\b)|"
    rf"\b(?=[adfjmnost])(?:thang (?:\d{{1,2}}|{_IN_WORDS}),? \d{{1,2}}, ?\d{{4}}\b|"
    rf"(?:th\d{{1,2}}|{_MONTH}\.?) \d{{1,2}}(?:st|nd|rd|th)?,? {_JAVA_CLOCK}\d{{4}}\b)"
)
# Of small letters: one of either case is asked for at every place, and lines that are looked at are many.
_IN_DIGITS = re.compile(
    r"\d(?:\s*[-/.∕]\s*\d{1,2}\s*[-/.∕]\s*\d\d|\d{3}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d|"
    rf" [01]?\d,? (?:19|20)\d\d|[\s-](?:th(?:g\s)?\d{{1,2}}|{_MONTH})\b\.?[\s,-]+\d{{4}})"
)
_MONTH_FIRST = re.compile(
    rf"\b(?=[adfjmnost])(?:th\d{{1,2}}|{_MONTH})\b\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s{_JAVA_CLOCK}\d{{4}}"
)
_IN_WORDS_ALONE = re.compile(r"th[áa]\u0301?ng\s|(?:giây|phút|giờ|ngày|tuần|tháng|năm)\s+trước|hôm (?:nay|qua)")
_WORDS_ALONE = ("tháng", "thang", "\u0301ng", "trước", "hôm ")
# `09h30`, `9h30'`, `15h`
_HOUR = re.compile(r"h(?<=\dh)(?=\d|\W|$)")
_TIME = re.compile(r"\d{1,2}\s*[:hg]\s*\d{2}")
_BEHIND = re.compile(
    r"\s*\(\s*(?P<bracketed>[^()]{0,40}?)\s*\)\s*$|"
    r"\s(?P<bare>\d{4}-\d{2}-\d{2}T\d{2}:\d{2}[\d:.]*(?:Z|[+-]\d{2}:?\d{2})?)\s*$"
)
_DAY_BEHIND = re.compile(r"(?<=\w)\s*\(\s*\d{1,2}([-/.])\d{1,2}\1\d{4}\s*\)$")
_FEW = 2
_LETTERS = re.compile(r"[^\W\d_]")
_WORDS = re.compile(
    r"\b(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|t[2-7]|cn|chu nhat|(?:lan )?cap nhat(?: (?:luc|(?:lan )?cuoi|ngay))*|"
    r"(?:ngay |duoc |da )?(?:dang|tao)(?: (?:luc|ngay|tin|boi))?|"
    r"ngay(?: (?:dang|gui|tao|viet|xuat ban|cap nhat))?|gui luc|tra loi|xuat ban|phat hanh|"
    r"post(?:ed)?(?: on)?|publish(?:ed)?(?: on)?|date|updated?|luc|vao|gio|phut|thang|nam|sa|ch|am|pm|gmt|utc|h|"
    r"viet nam|(?:so )?(?:luot|lan) (?:xem|doc)|da xem|views?|lan xem|doc|xem|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|wed|fri|sat|sun)\b"
)
# of the only place that is written with a point
_CITY = r"(?:t\.?p\.?\s?)?"
_DATELINE = re.compile(rf"{_CITY}[^\d,.;:!?]{{2,40}},\s*(?:ngày|tháng)?\s*\d", re.IGNORECASE)
# `Hà Nội, ngày 12 tháng 6 năm 2024 – Bộ …`: only a place before the day tells that it is no day of long ago
_OPENING = re.compile(
    rf"(?P<dateline>{_CITY}[^\W\d_][^\d,.;:!?()–]{{1,29}},\s*(?:ngày\s+)?\d{{1,2}}"
    r"(?:\s*[/.-]\s*\d{1,2}\s*[/.-]\s*|\s+tháng\s+\d{1,2}"
    r"(?:\s+năm\s+|,?\s+))\d{4})\s*\)?\s*[-–—:]\s",
    re.IGNORECASE,
)
_LONGEST_DATELINE = 80
_SIGNS = "|•·–—-:/("
_LONGEST = 120
# who looks for the text's borders, its title, its noise and its date asks about the same lines of a page
_ASKED, _LONGEST_ASKED = 1024, 1024


def looks_dated(text: str) -> bool:
    """Whether a text holds what makes it worth reading as a date."""
    return _dated[text]


def is_stamp(text: str) -> bool:
    """Whether a line is nothing but a date with its label, weekday, time and counter."""
    return len(text) <= _LONGEST and _stamps[text]


def _looks_dated(text: str) -> bool:
    small = text.lower()
    if any(map(small.__contains__, _WORDS_ALONE)) and _IN_WORDS_ALONE.search(small):
        return True
    if not _DIGIT.search(small):
        return False
    in_digits = _IN_DIGITS.search(small) is not None
    return in_digits or (_YEAR.search(small) is not None and _MONTH_FIRST.search(small) is not None)


def _is_stamp(text: str) -> bool:
    if not _DIGIT.search(text):
        return False
    rest, days = _DAY.subn(" ", _HOUR.sub(" ", fold(text)))
    return days > 0 and not _LETTERS.search(_WORDS.sub(" ", rest))


_dated = Memo(_looks_dated, _ASKED, _LONGEST_ASKED)
_stamps = Memo(_is_stamp, _ASKED, _LONGEST)


def is_dateline(text: str) -> bool:
    """Whether a line begins with a place and a day, as letters are dated: `Huế, ngày 12 tháng 6 năm 2004`."""
    return len(text) < _LONGEST_DATELINE and _DATELINE.match(text) is not None


def opening_dateline(text: str) -> str | None:
    """The place and day before a sign with which statements to the press open."""
    match = _OPENING.match(text)
    return match["dateline"] if match else None


def stands_apart(text: str, start: int, end: int) -> bool:
    """Whether a date's words stand in their line as a stamp does: behind its label or a sign, and before one.

    `Đăng 2 giờ trước`, `Lê Hà • hôm qua`; a lede says *Mưa lớn từ hôm qua*.
    """
    before, after = text[:start].rstrip(), text[end:].lstrip()
    return (is_label(before) or before[-1] in _SIGNS) and (is_label(after) or after[0] in _SIGNS)


def is_label(text: str) -> bool:
    """Whether a text is nothing but the words around a date: its label, weekday, time, and what counts readers."""
    return not _LETTERS.search(_WORDS.sub(" ", _HOUR.sub(" ", fold(text))))


def without_listed_day(text: str, others: Iterable[str]) -> str:
    """A heading without the day in brackets behind it, where in others, which lead on, such a day stands there too."""
    match = _DAY_BEHIND.search(text)
    if match is None or sum(_DAY_BEHIND.search(other) is not None for other in others) < _FEW:
        return text
    return text[: match.start()]


def without_moment(text: str) -> tuple[str, str]:
    """A heading without the moment that its template writes behind it, and that moment, empty brackets included.

    `Lịch tiếp dân (05.07.2019 16:05)`, `Thông báo số 3 2019-06-10T08:08:00.000Z`, `Mở cửa rừng ( )`: a time of the
    day tells that it is the template's. A day alone in brackets is often the title's own.
    """
    match = _BEHIND.search(text)
    if match is None or not match.start():
        return text, ""
    said = match["bracketed"] if match["bare"] is None else match["bare"]
    if said and not (_TIME.search(said) and is_stamp(said)):
        return text, ""
    return text[: match.start()], said
