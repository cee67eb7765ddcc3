"""Days of the Vietnamese lunar calendar, reckoned for UTC+7.

The Chinese calendar, reckoned for UTC+8, differs: Tết of 1985 by a month, of 2007 and 2030 by a day. The package
`lunar-vn` follows Vietnamese rules.
"""

from datetime import date, timedelta
from functools import lru_cache

from lunar_vn import SUPPORTED_YEAR_RANGE, LunarDate, lunar_to_solar, solar_to_lunar

from pipelines.dates.text import fold

_STEMS = ["giap", "at", "binh", "dinh", "mau", "ky", "canh", "tan", "nham", "quy"]
_BRANCHES = ["ty", "suu", "dan", "mao", "thin", "ti", "ngo", "mui", "than", "dau", "tuat", "hoi"]
_SPELLINGS = {"meo": "mao", "ki": "ky", "qui": "quy"}


@lru_cache(maxsize=4096)
def solar(year: int, month: int, day: int, leap: bool = False) -> date | None:
    """The solar day of a lunar one, or None when there is no such day: the 30th of a month of 29, a leap month."""
    if not SUPPORTED_YEAR_RANGE[0] < year < SUPPORTED_YEAR_RANGE[1]:
        return None
    try:
        said = LunarDate(day, month, year, leap)
        found = lunar_to_solar(said)
    except ValueError:
        return None
    # the library reads a leap month that a year does not have as the plain one
    return found if solar_to_lunar(found) == said else None


@lru_cache(maxsize=512)
def last_of_year(year: int) -> date | None:
    """The eve of the lunar year after `year`, the 29th or 30th of Chạp, whichever is the last."""
    new_year = solar(year + 1, 1, 1)
    return new_year and new_year - timedelta(days=1)


def lunar_year(reference: date) -> int:
    """The lunar year a solar day lies in."""
    return solar_to_lunar(reference).year


def year_named(name: str, reference: date) -> int | None:
    """The year of a name like `Giáp Thìn` that lies nearest to the reference; None for a name that no year has.

    Tý and Tỵ fall together when typed without marks; the stem tells which is meant.
    """
    stem, branch = (_SPELLINGS.get(part, part) for part in fold(name.lower()).split())
    wanted = _STEMS.index(stem)
    branches = {index for index, known in enumerate(_BRANCHES) if known == branch or {known, branch} == {"ty", "ti"}}
    for distance in range(61):
        for year in (reference.year - distance, reference.year + distance):
            # 1984 is Giáp Tý, the first of its sixty
            if (year - 1984) % 10 == wanted and (year - 1984) % 12 in branches:
                return year
    return None
