"""The calendar dates of a text: patterns from the most to the least telling, each taking its span from the rest.

A match that names no real day keeps its span all the same: of `31/02/2020` not even `02/2020` is read. What is
written like a fraction, a score or a decimal (`3/4`, `3-1`, `3.1`) is a day only behind a word that says so.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from pipelines.dates import patterns, periods
from pipelines.dates.context import Context
from pipelines.dates.periods import after_nam, near_year
from pipelines.dates.refusals import blank
from pipelines.dates.text import fold
from pipelines.dates.times import TIME
from pipelines.dates.values import Calendar, Said, two_digit_year
from pipelines.dates.words import Spelling, number

_JOINS = re.compile(r"-|đến|den|tới|toi|sang|rạng|rang")
_UNTIL = re.compile(r"(?<!\w)(?:đến|tới|den|toi)(?!\w)")
_BESIDE = re.compile(r"-|&|(?<!\w)(?:và|va|cùng|cung)(?!\w)")
_FORTNIGHT = 14
_SEASONS = 8
_HOURS = re.compile(r"(?:từ|tu)?\s*\d")
_SPELT = re.compile(r"[aeiouy][^\W\d_]*$")
# 'Âm lịch: 20/1/2023'; behind a date without a bracket it is that date's
_MOON_LABEL = re.compile(
    r"[âa](?:(?<![\d\s].)|(?<=[^\d\s]\s.))(?:(?<=â)m lịch|(?<=a)m lich|(?<=â)l)\s?(?::|là|la)?\s?(?:(?:ngày|ngay)\s)?$"
)


def find_calendar(ready: str, context: Context) -> Iterator[Calendar]:
    """All calendar dates, pattern by pattern. The context judges what only a neighbouring word makes a date."""
    for spelling, read in _RULES:
        taken = []
        for match in spelling.finditer(ready, context.marked):
            if (found := read(match, context)) is not None:
                yield found
            taken.append((match.start(), found.end if found else match.end()))
        if taken:
            ready = blank(ready, taken)


def _one(match: re.Match[str], context: Context) -> Calendar | None:
    said = _day_said(match, "", context)
    if said is None or not _is_day(match, said, context):
        return None
    if said.year is None and match["near"]:
        said = replace(said, year=near_year(match["near"], context))
    if _is_lunar(match):
        return _lunar_day(match, said)
    if match["w"] and said.year is None and _is_new_moon(match):
        # 'mùng 5 tháng 5' without a year is as often lunar as solar
        return None
    return Calendar(*match.span(), said, lean=context.lean(match.end()))


def _is_day(match: re.Match[str], said: Said, context: Context) -> bool:
    """Whether a day without a year is one; a day with its year always is."""
    start = match.start("d")
    if not match["d"].isdigit() and not match["lead"]:
        return False
    if said.year is not None:
        return not _may_be_none(match, said) or bool(match["lead"]) or context.says_day(start)
    if context.recurs(match.start(), match.end()):
        return False
    if _is_by_moon(match):
        return True
    if match["lead"] or context.says_day(start):
        # 'ngày 2-3 lần' counts, 'ngày 5 - 7' may be three days; 'ngày 10-2 lần đầu' is one
        counts = match["s"] and match["s"].strip() != "/" and (said.day or 0) < (said.month or 0)
        return not (counts and (match["s"] == " - " or context.measures(match.end())))
    if match["w"]:
        plain = match["w"].isdigit() or context.capital(match.start("w")) or _is_lunar(match)
        return plain and not context.measures(match.end())
    if (said.day, said.month) == (24, 7):
        # day and night
        return False
    if context.is_feast(start, match.end()) or (match["near"] and (said.day or 0) > 12):
        return True
    return match["s"].strip() == "/" and context.allows_day(start, match.end(), said.day or 0)


def _may_be_none(match: re.Match[str], said: Said) -> bool:
    """Whether `5-7/2020` may as well be May to July, or `2.1 Năm 2020` opens with a section's number."""
    if match["ys"] and match["s"] == ".":
        return not match.string[: match.start()].strip()
    if not match["s"] or not match["y"] or match["s"].strip() != "-" or (said.day or 0) > 12:
        return False
    return match.string[: match.start("y")].rstrip()[-1] == "/"


def _is_new_moon(match: re.Match[str]) -> bool:
    return bool(match["mung"]) or fold(match["lead"] or "") in ("mung", "mong")


def _is_by_moon(match: re.Match[str]) -> bool:
    """Whether a day is said to be one of the moon's calendar, before or behind it."""
    start = match.start()
    return bool(match["lunar"] or match["name"] or _MOON_LABEL.search(match.string, max(0, start - 24), start))


def _is_lunar(match: re.Match[str], n: str = "") -> bool:
    if _is_by_moon(match):
        return True
    # 'Tháng Giêng' right before a number is January in a page's head: .NET's Vietnamese culture writes it so
    month = match[f"w{n}"]
    return month is not None and not match[f"wy{n}"] and fold(month) in ("gieng", "chap")


def _lunar_day(match: re.Match[str], said: Said) -> Calendar:
    year = int(match["ly"]) if match["ly"] else said.year
    lunar = replace(said, year=year, is_lunar=True, year_name=_year_name(match), leap="nhu" in (match["lunar"] or ""))
    return Calendar(*match.span(), lunar, rank=1)


def _lunar_range(match: re.Match[str], first: Said, last: Said) -> Calendar:
    name = _year_name(match)
    last = replace(last, year=int(match["ly"]) if match["ly"] else last.year)
    begin = replace(first, month=first.month or last.month, is_lunar=True, year_name=name)
    return Calendar(*match.span(), begin, replace(last, is_lunar=True, year_name=name), rank=1)


def _year_name(match: re.Match[str]) -> str | None:
    return " ".join(re.findall(r"[^\W\d_]+", match["name"])[-2:]) if match["name"] else None


def _day_said(match: re.Match[str], n: str, context: Context) -> Said | None:
    """Day, month and year of one group of a match, or None where a year of two digits stands in running text."""
    month = match[f"m{n}"] or match[f"w{n}"]
    told = match[f"y{n}"] or match[f"wy{n}"] or after_nam(match[f"ys{n}"] or match[f"wys{n}"])
    year = number(told) if told else None
    if year is not None and year < 100:
        if match[f"y{n}"] is None:  # 'ngày 15 tháng 5 năm hai mươi tuổi'
            return None
        sign = match.string[: match.start(f"y{n}")].rstrip()[-1]
        if not (match[f"lead{n}"] or context.heads(match.start())) or sign != match[f"s{n}"].strip():
            return None
        year = two_digit_year(year, context.reference)
    return Said(year, number(month), number(match[f"d{n}"]))


def _pair(match: re.Match[str], context: Context) -> Calendar | None:
    first, last = _day_said(match, "1", context), _day_said(match, "2", context)
    if first is not None and match["d0"]:
        first = replace(first, day=int(match["d0"]))
    if first is None or last is None:
        return None
    if last.year is None and not _is_pair(match, first, last, context):
        return None
    if match["s1"] in (" - ", ". ") and match["s1"] != match["s2"] and first.year is None:
        # 'Kỳ 3 - 8 - 10/4/2024', '1. 10-14/6/2024'
        return None
    if _is_lunar(match, "1") or _is_lunar(match, "2"):
        return _lunar_range(match, first, last)
    if ";" in match["link"] and first.year and last.year:
        return Calendar(match.start(), match.start("link"), first)
    if _is_moved(match, first, last):
        return Calendar(match.start("d2"), match.end(), replace(last, year=last.year or first.year))
    if last.year is None and match["link"].strip() in (",", "và", "va") and not context.ends(match.end()):
        # 'ngày 15/9, 3/4 đại biểu'
        return Calendar(match.start(), match.start("link"), first, lean=context.lean(match.start("link")))
    if not _follows(first, last) and not (
        _is_span(match, first, last, context) if first.year else _JOINS.search(match["link"])
    ):
        # 'ngày 15/9/2020, 24/30 hộ': a date and something else
        return Calendar(match.start(), match.start("link"), first)
    return Calendar(*match.span(), first, last, lean=context.lean(match.end()))


def _follows(first: Said, last: Said) -> bool:
    """Whether the second of two listed days can be one beside the first: it exists, and says no less."""
    return (last.month or 0) <= 12 and (last.day or 0) <= 31 and (last.year is not None or first.year is None)


def _is_span(match: re.Match[str], first: Said, last: Said, context: Context) -> bool:
    """Whether a day with its year leads to one that takes its year from it: `15/9/2020 đến 20/9`, `… và 20/9`."""
    if (last.month or 0) > 12 or (last.day or 0) > 31:
        return False
    beside = _BESIDE.search(match["link"]) and context.ends(match.end()) and _is_later(first, last)
    return bool(beside or _UNTIL.search(match["link"]))


def _is_later(first: Said, last: Said) -> bool:
    """Whether a day comes after another, in its year or soon in the next."""
    ahead = (last.month or 0) - (first.month or 0)
    return ahead > 0 or ahead < -_SEASONS or (ahead == 0 and (last.day or 0) > (first.day or 0))


def _is_pair(match: re.Match[str], first: Said, last: Said, context: Context) -> bool:
    if context.recurs(match.start(), match.end()):
        return False
    if first.year or match["lead1"] or context.says_day(match.start("d1")):
        return True
    if match["w1"] or match["w2"]:
        return True
    days = max(first.day or 0, last.day or 0)
    if match["link"].strip().startswith(("đến", "tới", "den", "toi")) and context.begins(match.start(), match.end()):
        return True
    slashes = "/" in (match["s1"] or "") and "/" in (match["s2"] or "")
    return slashes and (days > 12 or context.allows_day(match.start(), match.end(), days))


def _is_moved(match: re.Match[str], first: Said, last: Said) -> bool:
    """Whether `sang` leads from one day to the one put in its place, and over no night: `từ 14/7 sang 21/7`."""
    return match["link"].split()[:1] == ["sang"] and last.day not in ((first.day or 0) + 1, 1)


def _list(match: re.Match[str], context: Context) -> Calendar | None:
    last = _day_said(match, "", context)
    if last is None:
        return None
    if match["s"] and "-" in match["s"] and "-" in match["link"] and match["link"] != " - ":
        return None
    if last.year is None and context.recurs(match.start(), match.end()):
        return None
    if TIME in match["link"] and _HOURS.match(match.group()):
        # '8 - 10h ngày 13/9' are hours
        return Calendar(match.start("lead") if match["lead"] else match.start("d"), match.end(), last)
    first = Said(day=number(match["d0"]))
    if _is_lunar(match):
        return _lunar_range(match, first, last)
    if _is_moved(match, first, last):
        return Calendar(match.start("d"), match.end(), last)
    if (first.day or 0) > (last.day or 0) and last.month and _JOINS.search(match["link"]):
        if "-" in match["link"] and (first.day or 0) < (last.day or 0) + _FORTNIGHT:
            # '3 - 1/5/2024': over the end of a month a sign joins a few days
            return None
        first = replace(first, month=last.month - 1 or 12)
    return Calendar(*match.span(), first, last, lean=context.lean(match.end()))


def _year_first(match: re.Match[str], context: Context) -> Calendar | None:
    year, month, day = (_any(match, name) for name in ("y", "m", "d"))
    if match["y4"] and context.recurs(*match.span()):
        return None
    return Calendar(*match.span(), Said(int(year) if year else None, number(month), int(day)))


def _any(match: re.Match[str], name: str) -> str:
    """What the one group of this name with whatever number holds, or nothing."""
    return next((text for group, text in match.groupdict().items() if group.rstrip("2345") == name and text), "")


def _plain(match: re.Match[str], context: Context) -> Calendar | None:
    return Calendar(*match.span(), Said(int(match["y"]), number(match["m"]), int(match["d"])))


def _behind_writer(match: re.Match[str], context: Context) -> Calendar | None:
    # 'HĐ12/05/2020' and 'hd12/05/2020' are numbers: a word has a vowel; streets, which are called by days, have no year
    start = match.start()
    is_code = context.capital(start - 1) or not _SPELT.search(fold(match.string[max(0, start - 16) : start]))
    return None if is_code else _plain(match, context)


def _lunar_named(match: re.Match[str], context: Context) -> Calendar | None:
    name = _year_name(match)
    year = int(match["y"]) if match["y"] else None
    if year is None and context.recurs(*match.span()):
        return None
    if match["d0"]:
        if number(match["d0"]) >= number(match["d"]):
            return None
        first, last = (Said(year, 1, number(match[day]), is_lunar=True, year_name=name) for day in ("d0", "d"))
        return Calendar(*match.span(), first, last, rank=1)
    said = Said(year, 1, number(match["d"]) if match["d"] else None, is_lunar=True, year_name=name)
    if match["full"]:
        said = replace(said, month=number(match["m"]), day=15, leap=match["leap"] is not None)
    elif match["d"] is None:
        said = replace(said, lunar_eve=True, day=int(match["eve"]) if match["eve"] else None)
    return Calendar(*match.span(), said, rank=1)


_RULES: tuple[tuple[Spelling, Callable[[re.Match[str], Context], Calendar | None]], ...] = (
    (patterns.YEAR_FIRST, _year_first),
    (patterns.PAIR, _pair),
    (patterns.LIST, _list),
    (patterns.LUNAR_DAYS, _lunar_named),
    (patterns.MONTH_FIRST, _plain),
    (patterns.ONE, _one),
    (patterns.SPACED, _plain),
    (patterns.BEHIND_WRITER, _behind_writer),
    (patterns.YEARLY_MONTHS, periods.yearly_months),
    (patterns.QUARTER, periods.quarter),
    (patterns.MONTHS, periods.months),
    (patterns.BARE_MONTH, periods.bare_month),
    (patterns.YEARS, periods.years),
)
