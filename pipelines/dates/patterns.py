"""How calendar dates are written, as patterns; what a match means is `grammar`'s to say.

Groups: d, m, y day, month, year; s the sign between; w a month after `tháng`; wy, ys, wys a year behind spaces or
`năm`.
"""

from pipelines.dates.times import TIME
from pipelines.dates.words import (
    BRANCH,
    DAY_WORD,
    MONTH,
    MONTH_WORD,
    PART,
    STEM,
    WEEKDAY,
    YEAR,
    YEAR_WORD,
    NearNumbers,
    Spelling,
)

# themes write '25/10/2018/0 Comments/in Tin tức'
# templates print what follows a date without a blank: '29/08/2025Số từ: 2524', '16/10/202112 phút đọc'
_READ_IN = r"\d\d?\sphút\sđọc"
_GLUED_YEAR = r"(?<=năm\s\d{4})(?=[^\W\d_])"
_GLUED = rf"(?:(?<=/\d\d/\d{{4}})(?=[^\W\d_]|{_READ_IN})|{_GLUED_YEAR})"
_RIGHT = (
    rf"(?:{_GLUED}|(?![\w%°]))"
    r"(?!\s[/.\-]\s\d\d?\s[/.\-]\s\d)(?![/.\-]\d(?!\d{0,3}\s(?:comments?|bình\sluận)))(?!,\d)(?!,?\s?năm\s?\d{3})"
)
_M = rf"(?:\d{{1,2}}|{MONTH_WORD})"
# EasyDNNnews writes 'Tác giả: host/21 Tháng Mười 2019/Danh mục: …'
_BEHIND_NAME = rf"(?<=[^\W\d_]/)(?=\d{{1,2}}\s{MONTH}\s{_M}[\s,]+{YEAR})"
# what a day begins with is looked ahead for: at most words of a text it is nothing of these
_BEGINS = rf"(?=\d|ngày|mùng|mồng|hôm|{DAY_WORD})"
_LEFT = rf"(?<![\w.]){_BEGINS}(?:(?<!/)|(?<=ttxvn/)|{_BEHIND_NAME})(?<!\d[,:\-])(?<!tháng\s)"
_SAYS_YEAR = rf"(?:,|\s?-\s|\scủa\s)?\s*năm\s*(?:{YEAR}|{YEAR_WORD})"
_LUNAR_NAME = rf"[\s/,]*(?:năm\s)?{STEM}\s{BRANCH}(?!\w)"
# a calendar's name that says of which the *next* day is is no tail: '10/2/2023 (Âm lịch: 20/1)'
_NEXT_BY_MOON = r"(?!\)?\s?(?::\s?|-?\s?(?:là\s)?)(?:ngày\s|mùng\s|mồng\s)?\d)"
_MOON = r"(?:âm\slịch|âl|al|âm(?!\slịch))(?!\w)"
_BY_MOON = rf"(?:\s*{_MOON}(?!\s?:\s?(?:(?:ngày|mùng|mồng)\s)?\d)|[\s,]*\(?{_MOON}\)?{_NEXT_BY_MOON})"
_LUNAR_MARK = rf"(?:\s*nhuận)?{_BY_MOON}|\s*nhuận(?!\w)"
_LUNAR_TAIL = rf"(?:(?P<lunar>{_LUNAR_MARK})(?:[\s,]*năm\s(?P<ly>{YEAR}))?)?(?P<name>{_LUNAR_NAME})?"
# '24h00' and '12 giờ đêm' are times that no day is told by
_FILL = rf"(?:[\s{TIME}(]|hết|ngày|mùng|mồng|hôm|các|(?:24|12)\s?(?:giờ|h)(?:\s?00)?|{WEEKDAY},?|{PART})*"
_LINK = (
    rf"(?:\s?\({WEEKDAY}\))?"
    rf"(?:(?:\)?\s*(?:->?|(?:[-,;]\s?)?(?:đến|tới)(?:\strước)?(?!\w)|và(?!\w))|\s*(?:[,;&+]|(?:cho\s|kéo\sdài\s)?(?:và|(?:đến|tới)(?:\strước)?|rạng|sang|cùng)(?!\w)))"
    rf"{_FILL})"
)
_LEAD = (
    rf"(?:(?<!\w)(?:ngày|hôm|mùng|mồng|từ|{PART}|{WEEKDAY}"
    rf"|(?:ngày|thời\sgian)(?:\s[^\W\d_]+){{0,4}}\s?:)[\s{TIME}]*)"
)


def _day_month(n: str) -> str:
    """Day and month, the year where it is said; groups carry the suffix n."""
    return (
        rf"(?:(?P<lead{n}>(?<!\w)(?:ngày|mùng|mồng|hôm))[\s:]*(?:(?P<mung{n}>mùng|mồng)\s*)?)?"
        rf"(?P<d{n}>\d{{1,2}}|{DAY_WORD})"
        rf"(?:(?<=\d)(?P<s{n}>\s?(?://|[/.\-])\s?)(?P<m{n}>\d{{1,2}})(?!\d|\s*{MONTH})"
        rf"(?:\s?(?://|[/.\-])\s?(?P<y{n}>20\d\d(?={_READ_IN})|(?:{YEAR}|(?<=\d[/.\-])\d\d)(?!\d))|(?P<ys{n}>{_SAYS_YEAR}))?"
        rf"|(?!\.\s)[\s,./\-]*{MONTH}\s*(?P<w{n}>{_M})(?:[\s,./\-]*(?P<wy{n}>{YEAR})|(?P<wys{n}>{_SAYS_YEAR}))?)"
    )


# What no day and no month goes without; by this it is told at a glance that most numbers are of something else.
# What is needed begins with a letter or few of them: all of `\d` are dear to look for, and any of several words dearer.
_OF_DAY = rf"(?:[0-9]\s?[/.\-]/?\s?\d{{1,2}}(?!\d)|{MONTH})"

# 'ngày 5, 6 và 7/10 đến 9/10': more days of the first month
_DAYS_BEFORE = (
    r"(?:(?P<d0>\d{1,2})(?:(?<=ngày\s\d{2})|(?<=ngày\s\d))(?:,\s?\d{1,2})*(?:,\s?|\svà\s)(?=\d{1,2}\s?[/.\-]))?"
)
PAIR = NearNumbers(
    rf"{_LEFT}{_DAYS_BEFORE}{_day_month('1')}(?:\s*,\s*\d{{1,2}}[/.\-]\d{{1,2}})*(?P<link>{_LINK}){_day_month('2')}{_RIGHT}"
    rf"{_LUNAR_TAIL}",
    needs=(_OF_DAY, _OF_DAY),
)
# of 'Kỳ 10 - 12/5/2020' the ten is no day
_TAKES_PLACE = rf"(?:(?<=diễn\sra\s)|(?<=tổ\schức\s)|(?<=dự\skiến\s))\d{{1,2}}\s-\s\d{{1,2}}/\d{{1,2}}/{YEAR}"
LIST = NearNumbers(
    rf"(?:{_LEAD}|(?:^|(?<=^[\-•●+*]\s)|(?<=[(\[\"“«]))(?!\d+,\d)|{_LEFT}(?=\d{{1,2}}-\d|{_TAKES_PLACE}))(?!\d{{1,2}}\s?-\s?\d{{1,2}}\s?-(?<!\d\s-\s\d\d-)(?<!\d\s-\s\d-))(?P<d0>\d{{1,2}}|{DAY_WORD}(?!,?\s\d))"
    rf"(?:\s?,\s?(?:ngày\s)?\d{{1,2}})*(?P<link>{_LINK}){_day_month('')}{_RIGHT}{_LUNAR_TAIL}",
    needs=(rf"(?:->?|,|;|&|\+|đến|tới|và|rạng|sang|cùng){_FILL}{_day_month('')}",),
)
# 'tu thang 3' is 'từ tháng 3' without marks
ONE = NearNumbers(
    rf"(?!tư\s(?=tháng)){_LEFT}{_day_month('')}{_RIGHT}{_LUNAR_TAIL}(?:\s(?P<near>năm\s(?:nay|ngoái|trước|sau|tới))(?!\w))?",
    needs=(_OF_DAY,),
)
# templates print a day right behind who wrote: 'Ban biên tập12/05/2020'
BEHIND_WRITER = Spelling(
    rf"(?P<d>\d(?<=[^\W\d_]{{2}}.)(?<!tháng.)\d)/(?P<m>\d\d)/(?P<y>{YEAR}){_RIGHT}", needs=(r"\d/\d\d/[12]",)
)
YEAR_FIRST = Spelling(
    # of '10 - 6 - 2024 - 12 - 6 - 2024' the first year ends a day
    rf"(?:{_LEFT}(?P<y>{YEAR})(?:(?<!\d\s[/.\-]\s\d{{4}})|(?=[/.\-]\d))(?P<s>\s?[\-/.]\s?)(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}}){_RIGHT}"
    rf"|(?<!\w)(?:năm\s(?P<y2>{YEAR})[\s,]*)?tháng\s(?P<m2>{_M})(?:(?:\s?/\s?|[\s,]+(?:năm\s)?)(?P<y5>{YEAR}))?"
    rf"[\s,:]*ngày\s(?P<d2>\d{{1,2}})(?!\d|\s?/\s?\d|[.\-]\d|\s?[.\-]\s?\d\d?(?!\d)|\s*{MONTH})(?:[\s,]*năm\s(?P<y3>{YEAR}))?"
    rf"|(?P<y4>{YEAR})(?<![\w/.\-]\d{{4}})(?<!từ\s\d{{4}})(?<!từ\snăm\s\d{{4}})[\s,:]+ngày\s(?P<d4>\d{{1,2}})"
    rf"(?:\s?/\s?|[\s,]+tháng\s)(?P<m4>{_M})(?!\d)(?![/.\-]?\d|,?\s*(?:năm\s)?{YEAR}))",
    needs=(
        rf"[12n](?:(?<!n)\d{{3}}(?:\s?[\-/.]\s?\d|[\s,:]+ngày)|(?<=n)gày\s\d{{1,2}}(?!\d|\s?[/.\-]\s?\d\d?(?!\d)|\s*{MONTH}))",
    ),
)
MONTH_FIRST = Spelling(
    rf"(?<!\w){MONTH}\s*(?P<m>{_M})[\s,]+(?P<d>\d{{1,2}})(?!\d)(?:(?:st|nd|rd|th)(?!\w))?[\s,]+(?P<y>{YEAR}){_RIGHT}",
    needs=(r"[12](?<=[\s,].)\d{3}(?!\d)",),
)
SPACED = Spelling(
    rf"(?:^|(?<=ngày)|(?<=[:|{TIME}])|(?<!\w){WEEKDAY}(?:\s?[,|\-])?)\s*(?P<d>\d{{1,2}})\s(?P<m>\d{{1,2}}),?\s(?P<y>{YEAR}){_RIGHT}",
    needs=(r"[12](?:(?<=\d\s.)|(?<=\d,\s.))\d{3}(?!\d)",),
)
_UNTIL = r"(?:đến|tới|-|và)\s?(?:hết\s)?(?:ngày\s)?"
LUNAR_DAYS = Spelling(
    rf"(?<!\w)(?:(?:(?:(?:mùng|mồng)\s(?P<d0>\d{{1,2}}|{DAY_WORD})\s?{_UNTIL})?(?:mùng|mồng)\s(?P<d>\d{{1,2}}|{DAY_WORD})"
    r"|(?P<eve>29|30|2[3-8])|(?P<last>(?:đêm\s)?giao\sthừa))"
    rf"(?<!thừa)\s(?:tháng\s)?(?:tết|(?:âm\slịch\s)?tết)|(?P<full>rằm)\s(?:tháng\s)?(?P<m>{_M})(?P<leap>\snhuận)?|giao\sthừa(?:\stết)?)"
    rf"(?!\w)(?:\s(?:nguyên\sđán|ta)(?!\w)|{_BY_MOON})*"
    rf"(?P<name>{_LUNAR_NAME})?(?:[\s,]*\(?(?:năm\s)?(?P<y>{YEAR}))?",
    words=("tết", "rằm", "thừa"),
)
MONTHS = Spelling(
    rf"(?<!\w){MONTH}\s*(?P<m1>{_M})(?:(?:\s*,\s*\d{{1,2}}(?=\s*(?:,|và)))*(?P<link>(?:\s*(?:-|,|và|(?:cho\s|kéo\sdài\s)?(?:đến|tới)|sang)|(?=\sđầu\stháng))(?:\s|hết|đầu|giữa|cuối|tháng)*)(?P<m2>(?!năm\s(?:\d|nay|ngoái|trước|sau|tới|này|qua)){_M}))?"
    rf"(?:\s?[/.\-]\s?(?P<y>{YEAR})|(?P<ys>{_SAYS_YEAR})|[\s,]+(?P<y2>{YEAR})"
    r"|,?\s(?:của\s)?(?P<near>năm\s(?:nay|ngoái|trước|sau|tới)))?"
    # 'Tháng 5 12' may be the twelfth of May
    rf"(?P<name>{_LUNAR_NAME})?(?P<lunar>{_LUNAR_MARK})?(?:{_GLUED_YEAR}|(?![\w%]))(?![/.\-]\d)(?!\s\d{{1,2}}\s*$)",
    needs=(MONTH,),
)
_OF_YEAR = r"(?:\s?[/.\-]\s?|[\s,]+(?:năm\s)?)"
_PART_OF_MONTH = r"(?:(?:đầu|giữa|cuối|hết)\s)?"
YEARLY_MONTHS = Spelling(
    rf"(?<!\w){MONTH}\s*(?P<m1>{_M}){_OF_YEAR}(?P<y1>{YEAR})(?P<link>{_LINK}){_PART_OF_MONTH}"
    rf"(?:{MONTH}\s*|(?=\d{{1,2}}[/\-]))(?P<m2>{_M})(?:{_OF_YEAR}(?P<y2>{YEAR})|(?!,?\s(?:của\s)?năm\s)){_RIGHT}",
    needs=(rf"{YEAR}{_LINK}{_PART_OF_MONTH}(?:{MONTH}|\d{{1,2}}[/\-])",),
)
_NTH = r"(?:iv|iii|ii|i|[1-4]|một|nhất|hai|ba|bốn|tư)(?!\w)"
QUARTER = Spelling(
    rf"(?<!\w)(?:quý\s?(?:thứ\s)?|q\.?(?=[1-4iv]{{1,3}}[/\-]))(?:(?P<q0>{_NTH})\s?{_LINK}(?:quý\s)?)?(?P<q>{_NTH})(?:\s?[/.\-]\s?(?P<y>{YEAR})|[\s,]*(?:của\s)?(?:năm\s)?(?P<y2>{YEAR})"
    rf"|\s(?:của\s)?(?P<near>năm\s(?:nay|ngoái|trước|sau|tới))){_RIGHT}",
    needs=(r"quý|q[1-4iv.]",),
)
BARE_MONTH = Spelling(
    # 12/1000 is a share
    rf"{_LEFT}(?:(?P<m1>\d{{1,2}})(?:\s?/\s?(?P<y1>{YEAR})(?=\s?[-đt]))?\s?(?:-|và|,|đến|tới)\s?)?(?P<m2>\d{{1,2}})\s?/\s?(?P<y>(?!1000){YEAR}){_RIGHT}",
    needs=(rf"/(?:(?<=\d.)|(?<=\d\s.))\s?{YEAR}",),
)
YEARS = Spelling(
    rf"(?<!\w)(?<!\d\s)(?<!những\s)năm(?:(?:\s(?!học)[^\W\d_]+){{0,2}}\s?:)?\s(?P<y1>{YEAR}|{YEAR_WORD})(?:(?:\s?(?:,|và)\s?{YEAR})*\s?(?:,|-|và|đến|tới)\s?(?:hết\s)?(?:năm\s)?(?P<y2>{YEAR}))?{_RIGHT}",
    words=("năm",),
)
