"""Dates that stand in a URL: `/2020/02/13/`, `/20080428-`, and the creation time in a newspaper's ids. Hints only."""

import datetime as dt
import re
from urllib.parse import unquote, urlsplit

from pipelines.dates.instants import Instant

# files are uploaded once and used by many articles
_FILES = re.compile(r"/(?:wp-content|uploads?|files?|images?|img|media|documents?|attachments?|data)/", re.IGNORECASE)
_DAYS = (
    re.compile(r"(?<![\d])(?P<y>(?:19|20)\d\d)/(?P<m>\d{1,2})/(?P<d>\d{1,2})(?![\d])"),
    re.compile(r"(?<![\d\-])(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?![\d])"),
    re.compile(r"(?<![\d])(?P<y>20\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?![\d])"),
    # 20200213140512345: year to millisecond;  102260228093004191: three digits, then the same with a short year
    re.compile(r"(?<![\d])(?P<y>20\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?:[01]\d|2[0-3])[0-5]\d[0-5]\d\d{2,3}(?![\d])"),
    re.compile(r"(?<![\d])\d{3}(?P<y>[12]\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?:[01]\d|2[0-3])[0-5]\d[0-5]\d\d{3}(?![\d])"),
)
_MONTH = re.compile(r"/(?P<y>(?:19|20)\d\d)/(?P<m>0?[1-9]|1[0-2])(?=/)")


def read_url_date(url: str) -> Instant | None:
    """The day, or failing that the month, in a URL's path; None for files and for paths without one."""
    path = unquote(urlsplit(url).path)
    if _FILES.search(path):
        return None
    for pattern in _DAYS:
        for match in pattern.finditer(path):
            instant = _day(match)
            if instant:
                return instant
    month = _MONTH.search(path)
    return Instant(f"{month['y']}-{int(month['m']):02d}", "month", month.group()) if month else None


def _day(match: re.Match[str]) -> Instant | None:
    year = int(match["y"]) if len(match["y"]) == 4 else 2000 + int(match["y"])
    try:
        day = dt.date(year, int(match["m"]), int(match["d"]))
    except ValueError:
        return None
    return Instant(day.isoformat(), "day", match.group())
