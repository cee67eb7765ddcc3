"""The days that a text speaks of: events, deadlines, decisions. They say nothing of when it was published.

A day without a year takes its year from the publication's date, by the rule of `pipelines.dates.values`, and says so;
without a publication's date it stays out, and so does *sáng nay*.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress

from archive.finding import stands_in
from archive.model import Block, Spoken

_SENTENCE_END = re.compile(r"(?<=[.!?;…])\s+(?=[^\W\d_a-z])")
# Looking for dates is dear; sentences without any of these have none that names a day or a month.
# Figures are a day and a month, two days, a month and its year, or a year, month and day; `2011 - 2015` is years alone.
_FIGURES = re.compile(
    r"\d(?:(?<![\d/.,-].)(?:(?<![4-9])\d)?\s?[/.∕-]\s?(?:(?!1[3-9]|[2-9]\d)\d{1,2}(?!\d)|\d\d\s?[/.∕-]\s?\d)"
    r"|(?<!\d.)(?:(?<![2-9])\d)?\s?[/.∕-]\s?(?:19|20)\d\d|\d{3}\s?[/.∕-]\s?\d\d?\s?[/.∕-]\s?\d)"
)
_SIGNS, _BETWEEN_FIGURES = "/.∕-", re.compile(r".(?:(?<=\d.)|(?<=\d\s.))\s?\d")
# Each pattern is looked for only where its word is, and begins with it: to ask for a word is cheap, to try them all at
# every letter is not.
_OF_DAY = "|".join(f"(?<={part} {{0}})" for part in ("sáng", "trưa", "chiều", "tối", "đêm"))
_WORDS = {
    "tháng": re.compile(
        r"tháng\s*(?:\d|giêng|chạp|một|hai|ba|tư|bốn|năm|sáu|bảy|bẩy|tám|chín|mười|này|nay|trước|sau|tới|qua|rồi|ngoái)"
    ),
    "ngày": re.compile(r"ngày\s\d"),
    "thang": re.compile(r"thang(?<!\wthang)\s\d"),
    "quý": re.compile(r"quý(?<!\wquý)\s(?:\d|[ivx]|một|hai|ba|tư|bốn)"),
    "hôm": re.compile(r"hôm (?:nay|qua|kia)"),
    **{f" {when}": re.compile(f" {when}(?:{_OF_DAY.format(when)})") for when in ("nay", "qua", "mai")},
    "mùng": re.compile("mùng"),
    "mồng": re.compile("mồng"),
    "rằm": re.compile(r"rằm(?<!\wrằm)"),
    "tết": re.compile(r"tết(?<!\wtết)\b"),
    "giao thừa": re.compile("giao thừa"),
}
_LONGEST = 2000


def spoken_in(blocks: Sequence[Block], published: str | None) -> tuple[Spoken, ...]:
    """The dates that blocks speak of, in their order; `published` is the date that years are reckoned from."""
    reference = day_of(published)
    return tuple(one for place, block in enumerate(blocks) for one in _in_block(place, block.text, reference))


def day_of(published: str | None) -> dt.date | None:
    """The day that years are reckoned from; None where only a month or a year is known, which are no days."""
    with suppress(ValueError):
        return dt.date.fromisoformat((published or "")[:10])
    return None


def _in_block(place: int, text: str, reference: dt.date | None) -> Iterator[Spoken]:
    if not _is_likely(text):
        return
    # Loaded late: settling mostly finds nothing to look through, and the grammar takes a tenth of a second to load.
    from pipelines.dates.expressions import find_dates

    for sentence in _SENTENCE_END.split(text):
        if len(sentence) <= _LONGEST and _is_likely(sentence):
            for found in find_dates(sentence, reference):
                # `năm 2018` alone is no event; and most sentences that name years name nothing else.
                if found.precision != "year":
                    yield Spoken(place, found.value, found.precision, found.inferred_year, found.evidence, sentence)


def _is_likely(text: str) -> bool:
    """Whether a text may name a day or a month."""
    if any(stands_in(text, sign, _BETWEEN_FIGURES) for sign in _SIGNS) and _FIGURES.search(text):
        return True
    small = text.lower()
    return any(word in small and pattern.search(small) for word, pattern in _WORDS.items())
