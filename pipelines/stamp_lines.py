"""Lines that are nothing but a date: no text, no title, but where to look for the publication date."""

import re

from archive.orthography import fold

_DAY = re.compile(r"\d{1,2}\s*[-/.∕]\s*\d{1,2}\s*[-/.∕]\s*\d{2,4}|\d{4}-\d{2}-\d{2}")
_LETTERS = re.compile(r"[^\W\d_]")
_STAMP_WORDS = re.compile(
    r"\b(?:thu (?:hai|ba|tu|nam|sau|bay)|chu nhat|(?:lan )?cap nhat(?: (?:luc|lan cuoi|ngay))?|(?:ngay )?dang(?: (?:luc|ngay|tin|boi))?|"
    r"ngay(?: (?:dang|gui|tao|xuat ban|cap nhat))?|gui luc|xuat ban|phat hanh|post(?:ed)?(?: on)?|publish(?:ed)?(?: on)?|date|updated?|"
    r"luc|vao|gio|phut|thang|nam|sa|ch|am|pm|gmt|utc|h|viet nam|luot (?:xem|doc)|so luot xem|da xem|views?|lan xem|doc|xem)\b"
)


def is_stamp(text: str) -> bool:
    """Whether a line is nothing but a date with its label, weekday, time and counter."""
    if len(text) > 120 or not _DAY.search(text):
        return False
    return not _LETTERS.search(_STAMP_WORDS.sub(" ", fold(text)))
