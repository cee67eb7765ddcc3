"""What stands around the number of a document and says more of it: the word before, the day after."""

import datetime as dt
import re

from pipelines.mentions.kinds import KINDS, WORD_OF

_WORDS = "|".join(sorted(WORD_OF, key=len, reverse=True))
_SHORT = {"cv": "công văn", "qđ": "quyết định", "nđ": "nghị định", "tt": "thông tư"}
# Looked for from a number backwards: tried at every letter of a text it would be dear.
_WORD_BEFORE = re.compile(
    rf"(?<!\w)(?:(?P<word>{_WORDS})\s*:?\s+|(?P<short>{'|'.join(_SHORT)})\s*)(?:số|so)?\s*:?\s*$", re.IGNORECASE
)
_WORD_REACH = 45
# 'Luật Bảo vệ môi trường số 72/2020/QH14': the word stands before a title, or before the first number of several
_ACTS = {
    "QH": re.compile(
        r".*(?<!\w)(?<!pháp )(?<!kỷ )(?<!bộ )(?P<word>bộ luật|luật|nghị quyết)(?! (?:sư|gia|pháp|lệ))\b(?P<title>.*)",
        re.I,
    ),
    "UBTVQH": re.compile(r".*(?<!\w)(?P<word>pháp lệnh|nghị quyết)\b(?P<title>.*)", re.I),
}
_OF_ACT = re.compile(r"(?:[^.;\n\d]|\d(?!\d*\s?[/-]))*")
_TITLE_REACH = 180
# A day that something else has: 'có hiệu lực từ ngày', 'tại cuộc họp ngày'
_ELSEWHERE = r"(?:từ|đến|trước|sau|vào|tại|trong|hết|họp|có)"
_OF = rf"(?:\s+(?:của|do)\s+(?:(?!\s{_ELSEWHERE}\s)[^.;:()\d]){{2,70}}?)?"
_DAY = re.compile(
    rf"{_OF}[\s,(]{{0,3}}(?:được\s+)?(?:(?:ký|cấp|ban\s+hành|đề)\s+){{0,2}}ngày\s+(?P<day>\d{{1,2}})\s?(?:[/.-]|tháng)"
    r"\s?(?P<month>\d{1,2})\s?(?:[/.-]|,?\s?năm)\s?(?P<year>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
REACH = 140
"""How far behind a number its day and who issued it may stand."""


def word_before(text: str, end: int) -> tuple[int, str | None]:
    """The word for a document that stands before a number, and where the two begin."""
    start = max(0, end - _WORD_REACH)
    match = _WORD_BEFORE.search(text[start:end])
    if not match:
        return end, None
    short = match["short"]
    word = _SHORT[short.lower()] if short else WORD_OF[" ".join(match["word"].lower().split())]
    return start + match.start(), word


def act_before(text: str, end: int, issuer: str) -> str | None:
    """The kind of an act of the National Assembly, from the word before its title."""
    match = _ACTS[issuer].fullmatch(text[max(0, end - _TITLE_REACH) : end].rpartition("\n")[2])
    return match["word"].lower() if match and _OF_ACT.fullmatch(match["title"]) else None


def kind_before(text: str, start: int, word: str | None, code: str | None) -> str | None:
    """What word and code say together: `Thông báo kết luận số 12-TB/TU` is the one, `Quy định 37-QĐ/TW` the other."""
    told = KINDS.get(code or "")
    headed = told and text[max(0, start - len(told) - 2) : start].rstrip().lower().endswith(told)
    return told if headed or word in (None, "văn bản") else word


def day_after(text: str, end: int) -> dt.date | None:
    """The day of a document, behind its number."""
    match = _DAY.match(text, end, end + REACH)
    if not match:
        return None
    try:
        return dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
