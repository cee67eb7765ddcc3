"""Dates in other languages: dateparser reads them, once a foreign month's name shows where one stands."""

import datetime as dt
import re
from functools import cache
from typing import TYPE_CHECKING

from pipelines.dates.values import Precision, Reference, Value
from pipelines.dates.zone import LOCAL

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

_LATIN_MONTH = (
    r"(?:jan(?:uary|vier|uar|eiro)?|enero|gennaio|f[eé]v(?:rier|ereiro)?|feb(?:ruary|ruar|rero|braio)?"
    r"|mar(?:ch|s|zo|[cç]o)?|m[aä]rz|apr(?:il|ile)?|avr(?:il)?|abr(?:il)?|may[o]?|mai|maio|maggio|jun[ei]?|juin|jun[hi]o"
    r"|giugno|jul[yi]?|juil(?:let)?|jul[hi]o|luglio|aug(?:ust)?|ao[uû]t|agosto|sept?(?:ember|embre|iembre)?|settembre"
    r"|setembro|o[ck]t(?:ober|obre|ubre)?|ottobre|outubro|nov(?:ember|embre|iembre|embro)?"
    r"|de[cz](?:ember|embro)?|d[eé]c(?:embre)?|diciembre|dicembre)(?!\w)\.?"
)
# 'hoa mai 2021', 'máy may 2021': these two months are Vietnamese words as well, and words may stand before them
_ALONE = r"(?!(?:mai|(?-i:may))(?!\w))(?<![^\W\d_]\s(?=may(?!\w)))"
_CYRILLIC_MONTH = r"(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)[а-я]*\.?"
# of '5 or 6 May 2024' and '5-7 May 2024' the last is neither said nor meant alone
_MONTH = rf"(?:{_LATIN_MONTH}|{_CYRILLIC_MONTH})"
_OR = r"(?:or|ou|oder|или)(?!\w)"
_JOINED_BEFORE = re.compile(
    rf"(?:\d(?:st|nd|rd|th)?|{_MONTH})(?:[-–&/]|\s?&\s|[\s,(]+(?:{_OR}|(?:and|to|et|au|und|bis|e|y|al?|и|по)(?!\w))\s(?:[^\W\d_]+\s)?)$",
    re.IGNORECASE,
)
_OR_BEHIND = re.compile(rf"[\s,(]+{_OR}\s(?:[^\W\d_]+\s)?(?:\d|{_MONTH})", re.IGNORECASE)
_REACH = 32
_ZONE = r"(?:\s?(?:GMT|UTC|Z)?\s?(?:[+\-]\d\d?:?\d{0,2})?)"
_CLOCK = rf"(?:(?:[\s,T:]*|\s[-–|•·]\s)(?:at\s|à\s|um\s)?\d{{1,2}}[:h]\d\d(?::\d\d)?(?:\s?[ap]m)?{_ZONE}?)?"
_SHAPES = re.compile(
    rf"(?<![\w./])(?:(?:\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?[\s\-/]+(?:de\s|of\s)?(?:{_LATIN_MONTH}|{_CYRILLIC_MONTH})"
    rf"[\s,\-/]+(?:de\s|del\s)?(?:\d{{4}}|\d\d(?=\s+\d\d?:)|(?<=-)\d\d(?![\d\-]))"
    rf"|{_LATIN_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}|(?<!\d\s){_ALONE}{_LATIN_MONTH},?\s\d{{4}}){_CLOCK}(?!\w)"
    rf"|{_LATIN_MONTH}\s{{1,2}}\d{{1,2}}\s\d\d:\d\d:\d\d\s(?:(?:[+\-]\d\d(?:\d\d)?|ICT|GMT|UTC)\s)?\d{{4}}(?!\w)"
    r"|\d\d(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)(?:19|20)\d\d(?!\w)"
    r"|(?:19|20)\d{6}T\d{6}(?!\d)(?:Z|[+\-]\d\d:?\d\d)?(?!\w)"
    r"|(?<!.)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!.)"
    r"|\d{4}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日일])",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"(?<![\w.,/])(?:(?:\d{1,2}|an?|one)\s(?P<unit>minute|hour|day|week|month|year)s?\sago"
    # 'Theo USA Today' names a newspaper
    r"|(?:(?<![^\W\d_]\s)|(?<=posted\s)|(?<=published\s)|(?<=updated\s))(?:yesterday|today)"
    r"(?:(?P<clock>,?\s(?:at\s)?\d{1,2}:\d\d(?:\s?[ap]m)?)|(?!\s(?!by\s)[^\W\d_])))(?!\w)",
    re.IGNORECASE,
)
# ISO's '20211113T094100' and '20211113', C's 'Nov 13 09:41:00 +07 2021', Java's 'Nov 13 09:41:00 ICT 2021', a log's
# '13/Nov/2021:09:41:00' and a scanner's '13NOV2021', as dateparser takes them
_LOGGED = (
    (re.compile(r"^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)"), r"\1-\2-\3 \4:\5:\6"),
    (re.compile(r"^(\d{4})(\d\d)(\d\d)$"), r"\3.\2.\1"),
    (re.compile(r"(\d\d:\S+)((?: \S+)?) (\d{4})$"), r"\3 \1\2"),
    (re.compile(r"\s[-–|•·]\s(?=\d)"), " "),
    (re.compile(r"(\d{4}):(\d\d:)"), r"\1 \2"),
    (re.compile(r"^(\d\d)([A-Za-z]{3})(\d{4})$"), r"\1 \2 \3"),
)
_PRECISIONS: dict[str, tuple[str, Precision]] = {"month": ("%Y-%m", "month"), "year": ("%Y", "year")}
_DASHES = str.maketrans("‐‑‒–—―−", "-" * 7)
_LANGUAGES = ["en", "fr", "de", "es", "it", "pt", "ru", "zh", "ja", "ko"]
_PARTS = {"day", "month", "year"}


def _read_ago(text: str, reference: Reference | None) -> tuple[Value, tuple[int, int]] | None:
    match = _AGO.search(text)
    if match is None or reference is None:
        return None
    by_clock = match["unit"] in ("minute", "hour") or bool(match["clock"])
    if by_clock and not match["clock"] and reference.instant is None:
        return None
    import dateparser

    base = reference.instant or dt.datetime.combine(reference.day, dt.time())
    moment = dateparser.parse(match.group(), languages=["en"], settings={"NORMALIZE": False, "RELATIVE_BASE": base})
    if moment is None:
        return None
    form, precision = _PRECISIONS.get(match["unit"] or "", ("%Y-%m-%d", "day"))
    if by_clock:
        form, precision = "%Y-%m-%dT%H:%M", "minute"
    return Value(moment.strftime(form), precision), match.span()


@cache
def _parser() -> "DateDataParser":
    # imported when first needed: that takes a third of a second
    from dateparser.date import DateDataParser

    # a base is given so that the clock is never asked; only dates that say their year get here
    base = dt.datetime(2000, 1, 1)
    settings = {"NORMALIZE": False, "DATE_ORDER": "DMY", "RETURN_TIME_AS_PERIOD": True, "RELATIVE_BASE": base}
    return DateDataParser(languages=_LANGUAGES, settings=settings)


def read_foreign(text: str, reference: Reference | None) -> tuple[Value, tuple[int, int]] | None:
    """The first date written with a foreign month's name, or English `2 days ago`, in Vietnamese time, and its span."""
    text = text.translate(_DASHES)
    match = _SHAPES.search(text)
    if match is None:
        return _read_ago(text, reference)
    if _JOINED_BEFORE.search(text, max(0, match.start() - _REACH), match.start()) or _OR_BEHIND.match(
        text, match.end()
    ):
        return None
    said = match.group()
    for written, plain in _LOGGED:
        said = written.sub(plain, said)
    read = _parser().get_date_data(said)
    if read is None or read.date_obj is None or "year" not in (read.parts or ()):
        return None
    # Of the years before, Python writes fewer than four figures; the last one may end on another clock.
    if not 1000 <= read.date_obj.year < dt.MAXYEAR:
        return None
    moment, has_time = read.date_obj, read.period == "time"
    if moment.tzinfo is not None and not (moment.utcoffset() or moment.time().isoformat() > "00:00:00"):
        # midnight in UTC is how programs write a day without a time
        has_time = False
    elif moment.tzinfo is not None:
        moment = moment.astimezone(LOCAL)
    if has_time:
        if re.search(r"\d:\d\d:\d", match.group()):
            return Value(f"{moment:%Y-%m-%dT%H:%M:%S}", "second"), match.span()
        return Value(f"{moment:%Y-%m-%dT%H:%M}", "minute"), match.span()
    if set(read.parts) >= _PARTS:
        return Value(f"{moment:%Y-%m-%d}", "day"), match.span()
    return Value(f"{moment:%Y-%m}", "month"), match.span()
