"""Lines that are nothing but a date: no text, no title, but where to look for the publication date."""

import re

from archive.orthography import fold

_DAY = re.compile(
    r"\d{1,2}\s*[-/.∕]\s*\d{1,2}\s*[-/.∕]\s*\d{2,4}|\d{4}-\d{2}-\d{2}|"
    r"(?:\d{1,2} (?:giay|phut|gio|ngay|tuan|thang|nam),? )+truoc|"
    r"\d{1,2} thang (?:\d{1,2}|muoi(?: mot| hai)?|mot|gieng|hai|ba|tu|nam|sau|bay|tam|chin|chap)\b"
)
LOOKS_DATED = re.compile(
    r"\d{1,2}\s*[-/.∕]\s*\d{1,2}\s*[-/.∕]\s*\d{2,4}|\d{4}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,2}|th[áa]ng\s|"
    r"(?:giây|phút|giờ|ngày|tuần|tháng|năm)\s+trước|hôm (?:nay|qua)",
    re.IGNORECASE,
)
"""What a text must hold to be worth reading as a date."""
_LETTERS = re.compile(r"[^\W\d_]")
_WORDS = re.compile(
    r"\b(?:thu (?:hai|ba|tu|nam|sau|bay)|chu nhat|(?:lan )?cap nhat(?: (?:luc|lan cuoi|ngay))?|"
    r"(?:ngay )?dang(?: (?:luc|ngay|tin|boi))?|ngay(?: (?:dang|gui|tao|xuat ban|cap nhat))?|gui luc|xuat ban|phat hanh|"
    r"post(?:ed)?(?: on)?|publish(?:ed)?(?: on)?|date|updated?|luc|vao|gio|phut|thang|nam|sa|ch|am|pm|gmt|utc|h|"
    r"viet nam|(?:so )?luot (?:xem|doc)|da xem|views?|lan xem|doc|xem)\b"
)
_LONGEST = 120


def is_stamp(text: str) -> bool:
    """Whether a line is nothing but a date with its label, weekday, time and counter."""
    if len(text) > _LONGEST:
        return False
    folded = fold(text)
    return _DAY.search(folded) is not None and not _LETTERS.search(_WORDS.sub(" ", _DAY.sub(" ", folded)))
