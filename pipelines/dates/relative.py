"""Dates told from the day of writing: `2 giờ trước`, `hôm qua`, `sáng nay`, `thứ Sáu tuần trước`, `tháng trước`."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from pipelines.dates.text import fold
from pipelines.dates.values import Reference, Value
from pipelines.dates.words import DAY_WORD, PART, Spelling, number

_AMOUNT = rf"(?:\d{{1,3}}|nửa|{DAY_WORD})"
_SPAN = r"(?:giây|phút|giờ|tiếng(?:\sđồng\shồ)?|h|p|ph|ngày|tuần|tháng|năm)"
_AMOUNTS = rf"{_AMOUNT}\s?{_SPAN}(?!\w)(?:[\s,]*(?:và\s)?{_AMOUNT}\s?{_SPAN}(?!\w))*"
_MARKERS = Spelling(r"trước|nữa|cách\s(?:đây|nay)", words=("trước", "nữa", "cách"))
_PIECE = Spelling(rf"({_AMOUNT})\s?({_SPAN})(?!\w)")
_ENDS = r"(?=\s*(?:$|[.,;:|()\[\]\-–!?…•\"”’»\0\1]|đây(?!\w)|tại(?!\w)|lúc(?!\w)|·))"

_AGO = Spelling(
    r"(?<![\w.,/])(?<!thứ\s)(?<!ngày\s)(?<!hôm\s)(?<!mùng\s)(?<!tháng\s)"
    r"(?<!sáng\s)(?<!trưa\s)(?<!chiều\s)(?<!tối\s)(?<!đêm\s)"
    rf"(?:(?:khoảng|cách\sđây|cách\snay)\s)*(?P<ago>{_AMOUNTS})\s?trước{_ENDS}(?:\sđây)?"
    rf"|(?<!\w)cách\s(?:đây|nay)\s(?:khoảng\s)?(?P<since>{_AMOUNTS})"
    rf"|(?<![\w.,/])(?P<ahead>{_AMOUNTS})\snữa(?!\w)"
)
_DAYS = Spelling(
    rf"(?<!\w)(?:(?:{PART}|hôm|ngày\shôm)\s(?P<near>nay|qua|kia|kìa)|(?:{PART}|ngày)\s(?P<next>mai|kia|mốt))(?!\w)"
    r"|(?<!\w)(?P<just>(?:(?<=đăng\s)|(?<![^\W\d_]\s))(?:vừa\sxong|(?:vừa\s)?mới\sđăng)(?!\s[^\W\d_]))(?!\w)",
    needs=(r"(?:sáng|sớm|trưa|chiều|tối|muộn|đêm|khuya|hôm|ngày|vừa|mới)\s(?:nay|qua|kia|kìa|mai|mốt|xong|mới|đăng)",),
    words=(" nay", " qua", " kia", " kìa", " mai", " mốt", " xong", " đăng"),
)
# 'kỳ họp thứ bảy này', 'lần thứ ba này'
_NOT_NTH = "".join(rf"(?<!{word}\s)" for word in (r"kỳ\shọp", r"phiên\shọp", "kỳ", "lần", "phiên", "khóa", "đợt"))
_WEEKDAYS = Spelling(
    rf"(?<!\w){_NOT_NTH}(?:thứ\s?(?P<n>hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|(?P<sun>chủ\s?nhật))\s(?:\(\s?)?"
    r"(?P<when>tuần\strước|tuần\snày|tuần\ssau|tuần\stới|tuần\srồi|tuần\squa|vừa\squa|vừa\srồi|tới|này)(?!\w)",
    words=("thứ", "chủ"),
)
# 'Bốn năm sau, …', 'hàng nghìn năm trước' count from no day that the text says
_COUNTS = "một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười|mươi|chục|trăm|nghìn|ngàn|triệu|vài|mấy|những|các|nhiều"
_NOT_COUNTED = "".join(rf"(?<!{word}\s)" for word in _COUNTS.split("|"))
_MONTHS = Spelling(
    rf"(?<![\w])(?<!\d\s){_NOT_COUNTED}(?<!giêng\s)(?<!chạp\s)(?:(?:ngày|mùng|hôm|{PART})\s(?P<day>\d{{1,2}})\s)?(?P<unit>tháng|năm)\s"
    r"(?P<when>này|nay|trước|ngoái|sau|tới)(?!\w)(?!\s(?:đó|đây|khi|khác|cùng))",
    needs=(r"(?:tháng|năm)\s(?:này|nay|trước|ngoái|sau|tới)",),
    words=(" này", " nay", " trước", " ngoái", " sau", " tới"),
)

_UNITS = {
    "p": "minute",
    "ph": "minute",
    "h": "hour",
    "giay": "second",
    "phut": "minute",
    "gio": "hour",
    "tieng": "hour",
    "ngay": "day",
    "tuan": "week",
    "thang": "month",
    "nam": "year",
}
# how many days from the reference; 'sáng kia' is not said
_SHIFTS = {"nay": 0, "qua": -1, "kia": -2, "kìa": -3, "mai": 1}
_WHEN = {"này": 0, "nay": 0, "trước": -1, "truoc": -1, "ngoái": -1, "ngoai": -1, "sau": 1, "tới": 1, "toi": 1}
_WEEKS = {"trước": -1, "truoc": -1, "rồi": -1, "roi": -1, "qua": -1, "sau": 1, "tới": 1, "toi": 1}


@dataclass(frozen=True, slots=True)
class Relative:
    """An expression and how it resolves, given when the text was written."""

    start: int
    end: int
    resolve: Callable[[Reference], Value | None]


def find_ago(ready: str, marked: bool) -> Iterator[Relative]:
    """`N … trước`, `cách đây N …`, `N … nữa`; to be read before times, since `2 giờ` is one too."""
    seen = 0
    for marker in _MARKERS.finditer(ready, marked):
        # amounts are looked for around these words only: they are words of every second sentence
        match = _AGO.of(marked).search(ready, max(seen, marker.start() - 48), marker.end() + 48)
        if match is None:
            continue
        seen = match.end()
        said = match["ago"] or match["since"] or match["ahead"]
        yield Relative(*match.span(), partial(_shifted, said, 1 if match["ahead"] else -1, marked))


def find_relative(ready: str, marked: bool) -> Iterator[Relative]:
    """Days, weekdays, months and years named from the day of writing."""
    for match in _DAYS.finditer(ready, marked):
        yield Relative(*match.span(), partial(_near_day, match["near"], match["next"]))
    for match in _WEEKDAYS.finditer(ready, marked):
        weekday = 6 if match["sun"] else number(match["n"]) - 2
        yield Relative(*match.span(), partial(_weekday, weekday, match["when"]))
    for match in _MONTHS.finditer(ready, marked):
        day = int(match["day"]) if match["day"] else None
        yield Relative(*match.span(), partial(_month_or_year, match["unit"], match["when"], day))


def _near_day(near: str | None, after: str | None, reference: Reference) -> Value | None:
    if near is None and after is None:
        moment = reference.instant
        return Value(f"{moment:%Y-%m-%dT%H:%M}", "minute") if moment else _day_value(reference.day)
    shift = _SHIFTS[near] if near else 1 if after == "mai" else 2
    return _day_value(reference.day + dt.timedelta(days=shift))


def _weekday(weekday: int, when: str, reference: Reference) -> Value | None:
    ahead = weekday - reference.day.weekday()
    word = when.split()[-1]
    if when.startswith(("tuần", "tuan")):
        return _day_value(reference.day + dt.timedelta(days=ahead + 7 * _WEEKS.get(word, 0)))
    if when.startswith(("vừa", "vua")):
        return _day_value(reference.day + dt.timedelta(days=ahead if ahead < 0 else ahead - 7))
    if word in ("tới", "toi"):
        return _day_value(reference.day + dt.timedelta(days=ahead if ahead > 0 else ahead + 7))
    return None if ahead < 0 else _day_value(reference.day + dt.timedelta(days=ahead))


def _month_or_year(unit: str, when: str, day: int | None, reference: Reference) -> Value | None:
    shift = _WHEN[when]
    if unit[0] == "n":
        return None if day else Value(f"{reference.day.year + shift:04d}", "year")
    year, month = _month_shifted(reference.day, shift)
    if day is None:
        return Value(f"{year:04d}-{month:02d}", "month")
    try:
        return _day_value(dt.date(year, month, day))
    except ValueError:
        return None


def _shifted(said: str, sign: int, marked: bool, reference: Reference) -> Value | None:
    counts = dict.fromkeys(_UNITS.values(), 0)
    for amount, unit in _PIECE.of(marked).findall(said):
        if amount in ("nửa", "nua"):
            if not unit.startswith("ti"):
                return None
            counts["minute"] += 30 * sign
            continue
        if counts[_UNITS[fold(unit).split()[0]]]:
            # '5 năm, 10 năm trước'
            return None
        counts[_UNITS[fold(unit).split()[0]]] = sign * number(amount)
    return _apply(counts, reference)


def _apply(counts: dict[str, int], reference: Reference) -> Value | None:
    clock = dt.timedelta(hours=counts["hour"], minutes=counts["minute"], seconds=counts["second"])
    days = dt.timedelta(days=counts["day"], weeks=counts["week"])
    if clock:
        # hours before an unknown hour may lie on either of two days
        if reference.instant is None:
            return None
        return Value(f"{reference.instant + days + clock:%Y-%m-%dT%H:%M}", "minute")
    if days:
        return _day_value(reference.day + days) if not (counts["month"] or counts["year"]) else None
    year, month = _month_shifted(reference.day, counts["month"] + 12 * counts["year"])
    if not counts["month"]:
        return Value(f"{year:04d}", "year")
    return Value(f"{year:04d}-{month:02d}", "month")


def _month_shifted(day: dt.date, months: int) -> tuple[int, int]:
    total = day.year * 12 + day.month - 1 + months
    return total // 12, total % 12 + 1


def _day_value(day: dt.date) -> Value:
    return Value(day.isoformat(), "day")
