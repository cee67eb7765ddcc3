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
from archive.settling import Kept
from pipelines.dates.expressions import find_dates

_SENTENCE_END = re.compile(r"(?<=[.!?;…])\s+(?=[^\W\d_a-z])")
# Looking for dates is dear; sentences without any of these have none that names a day or a month.
_FIGURES = re.compile(r"\d(?:(?<![\d/.,-].)\d?\s?[/.∕-]\s?\d{1,2}(?!\d)|\d{3}[/.-]\d|\s?[/.-]\s?(?:19|20)\d\d)")
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
# Lines of documents: looked through while an archive is settled, and some documents are books.
_MOST_BORROWED = 200


def spoken_in(blocks: Sequence[Block], published: str | None) -> tuple[Spoken, ...]:
    """The dates that blocks speak of, in their order; `published` is the date that years are reckoned from."""
    reference = _reference(published)
    return tuple(one for place, block in enumerate(blocks) for one in _in_block(place, block.text, reference))


def _reference(published: str | None) -> dt.date | None:
    with suppress(ValueError):
        return dt.date.fromisoformat((published or "")[:10])
    # A month or a year is no day to reckon from.
    return None


def _in_block(place: int, text: str, reference: dt.date | None) -> Iterator[Spoken]:
    if not _is_likely(text):
        return
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


def spoken_rows(kept: Kept, text: str, published: str | None) -> Iterator[tuple[object, ...]]:
    """Rows of the dates in what the catalog shows of a reading: chrome left out, years from the article's own date.

    What the reading found holds where the page's own date is the article's; otherwise it is looked for again, and so
    it is in what the text has from documents.
    """
    shown = text.split("\n")
    own, lines = {block.text for block in kept.blocks}, set(shown)
    said = kept.published[0] if kept.published else None
    found = kept.spoken if _reference(said) == _reference(published) else None
    for one in spoken_in(kept.blocks, published) if found is None else found:
        if kept.blocks[one.block].text in lines:
            yield _row(one)
    borrowed = [Block(line, "") for line in shown if line not in own][:_MOST_BORROWED]
    yield from map(_row, spoken_in(borrowed, published))


def _row(one: Spoken) -> tuple[object, ...]:
    return (one.date, one.precision, one.inferred_year, one.text, one.sentence)
