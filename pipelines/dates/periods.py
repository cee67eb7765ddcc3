"""Months, quarters and years: what a match of their patterns says."""

import re
from dataclasses import replace

from pipelines.dates.context import Context
from pipelines.dates.text import fold
from pipelines.dates.values import Calendar, Said
from pipelines.dates.words import Spelling, number

_UNTIL = re.compile(r"-|đến|tới|den|toi")
_PLANS = Spelling(
    r"(?<!\w)(?:t[ỷỉ]\slệ|bản\sđồ|sơ\sđồ|quy\shoạch|đồ\sán)(?!\w)|(?<![\d/])1\s?/\s?(?:500|\d?[15]\.?000)(?!\d)"
)


def after_nam(words: str | None) -> str | None:
    """The year of `, năm 2020`, still as text."""
    return words and re.sub(r"^[\s,-]*(?:c[ủu]a\s)?n[ăa]m\s*", "", words)


def near_year(words: str, context: Context) -> int | None:
    """The year that `năm nay`, `năm ngoái`, `năm tới` … name, or None without a reference."""
    if context.reference is None:
        return None
    shift = {"nay": 0, "ngoai": -1, "truoc": -1, "sau": 1, "toi": 1}[fold(words).split()[-1]]
    return context.reference.day.year + shift


def months(match: re.Match[str], context: Context) -> Calendar | None:
    """One month, or two or more from the first to the last."""
    if match["name"] or match["lunar"] or fold(match["m1"]) in ("gieng", "chap"):
        return None
    told = match["y"] or match["y2"] or after_nam(match["ys"])
    year = number(told) if told else match["near"] and near_year(match["near"], context)
    if not year and not _is_month(match, context):
        return None
    if match["m2"] and not told and _counts(match, context):
        return Calendar(match.start(), match.start("link"), Said(month=number(match["m1"])), rank=3)
    last = Said(year or None, number(match["m2"] or match["m1"]))
    if not match["m2"]:
        return Calendar(*match.span(), last, rank=3, lean=context.lean(match.end()))
    return Calendar(*match.span(), Said(month=number(match["m1"])), last, rank=3)


def _is_month(match: re.Match[str], context: Context) -> bool:
    """Whether a month without a year is one: not 'tháng hai lần', not every year's."""
    if context.recurs(match.start(), match.end()) or context.measures(match.end()):
        return False
    # 'ngày tháng năm' names no May
    is_told = fold(match["m1"]) != "nam" and context.is_since(match.start()) and context.ends(match.end())
    return match["m1"].isdigit() or is_told or context.capital(match.start("m1"))


def _counts(match: re.Match[str], context: Context) -> bool:
    """Whether what stands behind a month is no other month: `Đến hết tháng 7, bốn địa phương`, not `tháng 1,2,3`."""
    if "th" in match["link"] or "-" in match["link"]:
        return False
    is_listed = "," in match.string[match.end("m1") : match.start("link")] or match["link"] == ","
    is_alike = match["m1"].isdigit() == match["m2"].isdigit()
    return not is_alike or not (is_listed or context.ends(match.end()))


def yearly_months(match: re.Match[str], context: Context) -> Calendar | None:
    """From a month of one year to a month of another."""
    first, last = Said(int(match["y1"]), number(match["m1"])), Said(month=number(match["m2"]))
    if match["y2"]:
        last = replace(last, year=int(match["y2"]))
    elif not _UNTIL.search(match["link"]):
        # 'tháng 3/2024, tháng 5': of which year it is the text does not say
        return Calendar(match.start(), match.start("link"), first, rank=3)
    return Calendar(*match.span(), first, last, rank=3)


def quarter(match: re.Match[str], context: Context) -> Calendar | None:
    """A quarter, or several, as their first and last month."""
    told = match["y"] or match["y2"]
    year = int(told) if told else near_year(match["near"], context)
    if year is None:
        return None
    first, last = number(match["q0"] or match["q"]), number(match["q"])
    return Calendar(*match.span(), Said(year, first * 3 - 2), Said(year, last * 3), rank=3)


def bare_month(match: re.Match[str], context: Context) -> Calendar | None:
    """`M/Y` without a word, where its neighbours allow it."""
    if not context.allows_month(match.start(), match.end()) or _is_scale(match, context):
        return None
    last = Said(int(match["y"]), int(match["m2"]))
    if match["m1"] is None:
        return Calendar(*match.span(), last, rank=3)
    first = Said(int(match["y1"]) if match["y1"] else None, int(match["m1"]))
    return Calendar(*match.span(), first, last, rank=3)


def _is_scale(match: re.Match[str], context: Context) -> bool:
    """Whether `1/2000` is the scale of a plan: it stands alone, or beside words of plans or another scale."""
    if (match["m2"], match["y"]) not in (("1", "1000"), ("1", "2000")):
        return False
    is_since = bool(match["y1"]) or context.is_since(match.start())
    return not is_since or _PLANS.of(context.marked).search(match.string) is not None


def years(match: re.Match[str], context: Context) -> Calendar | None:
    """One year, or the first and last of several."""
    first = Said(number(match["y1"]))
    last = Said(int(match["y2"])) if match["y2"] else None
    return Calendar(*match.span(), first, last, rank=4)
