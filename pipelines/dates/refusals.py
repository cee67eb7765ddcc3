"""What looks like a date and is none: document numbers, telephone numbers, street names, fractions, blanks to fill in.

They are blanked before the grammar looks, so that no part of them is read as a date either. What is blanked on sight
stands in `_NEVER`; `_PLACES` and `_NUMBERED` are words that make a number after them a name.
"""

import re
from collections.abc import Iterable, Iterator

from archive.orthography import CAPITALS
from pipelines.dates.text import DateText
from pipelines.dates.words import MONTH, MONTH_WORD, UNIT, YEAR, NearNumbers, Spelling

BLANK = "\0"

_RUN = r"\d+(?:[./\-]\d+)*"
_SHORT_RUN = r"\d{1,2}(?:[/.\-]|\s/\s)\d{1,2}(?![\d/.\-]*\d)"

# 155/2016/NĐ-CP, 24-NQ/TW, 12 /QĐ-UBND, QCVN 40:2011/BTNMT: capitals as written, so read from the cased text.
_STANDARD = r"TCVN|QCVN|QCĐP|TCXDVN|TCN|ISO|IEC|ASTM|OIML|ĐLVN|COVID|Covid"
_NO_SMALL = rf"(?![^\W\d_](?<![{CAPITALS}]))"
_CODES = re.compile(
    rf"/(?!(?:TH|Th|T)\d|HO[ẶA]C)[A-ZĐƯ]{_NO_SMALL}[\w&\-/]*|\d(?<![\w.]\d)\d*(?:\.\d+)+\.[A-Z]\d+(?![\d/])"
    r"|(?<!\w)(?:\d+-(?!TH|Th|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-ZĐƯ]{2,}[\w&\-/]*"
    rf"|(?:{_STANDARD})(?:/[A-Z]+)*[\s\-]*[\d\-:./]+)"
)
# Every code has a capital behind one of these signs or is a standard's; few texts have, though many have capitals.
_CODED = re.compile(rf"/[A-ZĐƯ]{_NO_SMALL}|-(?<=\d-)[A-ZĐƯ]{{2}}|\.[A-Z]\d|{_STANDARD}")
_FIGURES = "0123456789.-:/"

_PHONE_WORD = r"đt|đtdđ|điện\sthoại|đthoại|tel|phone|hotline|fax|sđt|di\sđộng|mobile|zalo|tổng\sđài|đường\sdây\snóng"
_PLACES = (
    r"đường|phố|đại\slộ|quảng\strường|công\sviên|cầu|chợ|bến|hẻm|ngõ|ngách|kiệt|khu\sphố|kp\.?|ấp|thôn|xóm|khóm"
    r"|trường|thcs|thpt|tiểu\shọc|mầm\snon|mẫu\sgiáo|bệnh\sviện|bv|nhà\smáy|xí\snghiệp|nông\strường|lâm\strường"
    r"|hợp\stác\sxã|htx|công\sty(?:\scổ\sphần|\scp|\stnhh|\smtv)*|nhà\svăn\shóa|sân\svận\sđộng|svđ|rạp|khách\ssạn|quốc\slộ|ql|tỉnh\slộ|tl|địa\schỉ"
)
_NUMBERED = (
    r"điều|khoản|điểm|mục|chương|phụ\slục|bảng|hình|biểu\sđồ|biểu|sơ\sđồ|lớp|khối|tổ|đội|lô|thửa|tờ|căn\shộ|phòng"
    r"|số\snhà|nhà\ssố|tỷ\ssố|tỉ\ssố|tỷ\slệ|tỉ\slệ|thắng(?<!chiến\sthắng)|thua|hòa|hoà|bài|câu|trang|tập|tiết(?<!thời\stiết)|đoạn|xếp\shạng|hạng"
    r"|sư\sđoàn|trung\sđoàn|lữ\sđoàn|tiểu\sđoàn|tiểu\skhu|ảnh|km|cột\smốc|mốc|tọa\sđộ|toạ\sđộ|mã|mức|cấp|bậc|loại|phần|kênh|tần\ssố"
)
_VERSION = r"phiên\sbản|version|ver|v|bản\scập\snhật|firmware|build|ip|địa\schỉ\sip"
_PERIOD = (
    r"năm\shọc|niên\skhóa|niên\skhoá|nhiệm\skỳ|nhiệm\skì|giai\sđoạn|thời\skỳ|thời\skì|khóa|khoá|mùa\sgiải|vụ"
    r"|đông\sxuân|hè\sthu"
)
_COUNT = r"một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười"
_UNITS = (
    r"(?:%|‰|°|tỷ|tỉ|triệu|nghìn|ngàn|đồng(?!\s(?:thời|loạt|chí|bào))|vnđ|vnd|usd|đô\sla|euro|km|m|m2|m3|m²|m³|cm|mm|kg|ha|tấn|tạ|gram|lít|mw|kw|[kmg]b"
    r"|mét|độ\b|điểm|tuổi|người(?!\s(?:đăng|viết|gửi|tạo)\s?:)|hộ|lần(?!\s(?:đọc|xem|tải)\s?:)|giờ|phút|giây)(?!\w)"
)
# `25.06.2018 Người đăng: …` counts nobody: thousands are written in groups of three
_NO_DAY = r"(?!\d{1,2}[.\-]\d{1,2}[.\-](?:19|20)\d\d\s?người\s(?:đăng|viết|gửi|tạo|đọc))"
_NEAR = r"(?:nay|ngoái|trước|sau|tới)"
_GAP = r"[\s._…]*"

# A day left to be filled in: 'ngày … tháng 06 năm 2024', 'ngày   /  /2024'; 'Đăng ngày Tháng Sáu 13, 2024' is whole.
_UNFILLED_DAY = (
    rf"ngày(?!\s{MONTH}\s(?:\d{{1,2}}|{MONTH_WORD})\s\d{{1,2}},?\s{YEAR})(?:(?:{_GAP}|[\s,/]*)tháng{_GAP}(?:{MONTH_WORD}|\d{{0,2}}){_GAP},?{_GAP}(?:năm{_GAP}\d{{0,4}})?"
    rf"|{_GAP}/{_GAP}\d{{0,2}}{_GAP}(?:/{_GAP}\d{{0,4}})?"
    rf"|{_GAP}\d{{1,2}}{_GAP}tháng{_GAP}[._…]{_GAP}(?:năm{_GAP}\d{{0,4}})?"
    rf"|{_GAP}\d{{1,2}}{_GAP}tháng{_GAP}năm{_GAP}{YEAR})"
)
# What a word, or one of several, is before. A group may stand in a word, but none in that.
_AT_WORDS = (
    # telephone numbers, by their word or by their shape
    (_PHONE_WORD, r"(?:\s?\([^)]*\))?[\s.:]*(?:\(?\+?\d[\d\s.\-()]{4,}\d)(?!\d|\s?[/:]|\s(?:tháng|thg)(?!\w))"),
    # a number that is called one
    (
        r"số(?<!xổ\ssố)(?<!dân\ssố)|no\.?|nº|ký\shiệu|mã(?:\s[^\W\d_]+){0,3}(?=\s?:)|cv|công\svăn|stk",
        rf"\s?:?\s?{_RUN}(?:/[\w\-]+)*",
    ),
    (
        r"nghị\sđịnh|thông\stư(?:\sliên\stịch)?|nghị\squyết|chỉ\sthị|quyết\sđịnh|luật|công\sđiện|văn\sbản"
        r"|kế\shoạch|nđ|tt|nq|qđ|ct",
        rf"\s\d+[/\-]{YEAR}(?:[/\-][\w\-]+)*",
    ),
    (_VERSION, rf"\s?:?\s?{_RUN}"),
    (_NUMBERED, rf"\s?:?\s?(?:{_SHORT_RUN}|\d{{1,3}}\.\d{{1,3}}\.\d+)"),
    (
        r"kỳ|đợt|lần|tuần|quyển|ca|vòng(?<!trong\svòng)|phiên|thứ|phường|quận|khóm|khu\sphố|tổ|ấp|thôn|xóm|khối",
        rf"(?:\sthứ)?\s\d{{1,2}}(?=\s*[,/]?\s*{MONTH}|\snăm\s{YEAR})",
    ),
    # places named after a day; a comma or 'ngày' after the word makes it a date again
    (
        _PLACES,
        rf"(?:\s(?:số|mang\stên))?\s(?:{_SHORT_RUN}|\d{{1,2}}\s?{MONTH}\s?\d{{1,2}}(?!\s?(?:năm|/|\d)))",
    ),
    (
        r"ngõ|ngách|hẻm|hẽm|kiệt|số\snhà|nhà\ssố|thửa|căn\shộ|lô|size|cỡ|khổ|kích\s(?:thước|cỡ)",
        rf"\s?(?:số\s)?{_RUN}",
    ),
    # a share of each day
    (r"mỗi|hằng|từng|mọi", rf"\s(?:ngày|tháng),?\s{_RUN}"),
    (
        r"hàng(?<!bán\shàng)(?<!đơn\shàng)(?<!lô\shàng)(?<!giao\shàng)(?<!nhận\shàng)|một",
        rf"\s(?:ngày|tháng),?\s(?:{_SHORT_RUN}|\d+\s?-)",
    ),
    # periods, which are no dates
    (_PERIOD, rf"[\s:]*(?:{YEAR}\s?[\-/]\s?\d{{2,4}}|(?<=học\s){YEAR})"),
    (rf"{_COUNT}|những|các|mấy", rf"\s(?:tháng|quý)\s(?:đầu|cuối|qua|của)(?:\s(?:của\s)?năm\s(?:{YEAR}|{_NEAR}))?"),
    (r"hai|ba|bốn|sáu|bảy|tám|chín|mười", rf"\stháng,?\snăm\s{YEAR}"),
    (r"nửa", rf"\s(?:đầu|cuối|sau)\snăm\s(?:{YEAR}|{_NEAR})"),
    # counts of the visitors of a day, on many pages
    (
        r"hôm\s(?:nay|qua|kia)|tuần\s(?:này|nay|trước)|tháng\s(?:này|nay|trước)|năm\s(?:này|nay|trước)|tháng(?<!\d\stháng)\s\d{1,2}",
        r"\s?[:|]\s?(?:\d{3,}|\d+(?:[.,]\d{3})*)(?![\d/\-]|[.:]\d|(?<!\d{3})\s?(?:[hg](?!ôm)|[/:]|-\s?\d|tháng|thg|th\.?\d))",
    ),
    (
        r"hôm\s(?:nay|qua|kia)",
        r"\s\d+(?:[.,]\d{3})*(?=\s*$|\s(?:hôm\s(?:nay|qua)|(?:tuần|tháng)\s(?:này|nay|trước)|tổng|tất\scả)(?!\w))",
    ),
    (r"tháng", rf"[\s.…_]*[.…_][\s.…_]*năm\s{YEAR}"),
)
_AT_FIGURES = "|".join(
    (
        r"(?<!/)(?:\+?84|0\d{2,3})[\s.\-]\d{3,4}(?:[\s.\-]\d{2,4})+(?!\d)",
        r"1[89]00[\s.\-]?\d{2,4}(?:[\s.\-]\d+)*",
        # always and everywhere
        r"(?<!/)24\s?(?:h|giờ)?\s?/\s?24\s?(?:h|giờ)?(?![\d/])",
        r"(?<!/)0?7\s?/\s?0?7(?:\sngày)(?!/)",
        rf"(?<![/.\-])(?<!từ\snăm\s){YEAR}(?:\s?[\-/]\s?{YEAR}|[\-/]\d\d)(?![\d/\-hg]|[.:]\d|\s?(?:[/\-:]\s?\d|giờ|{MONTH}))",
        rf"\d{{1,2}}[/.\-]\d{{1,2}}[/.\-]{YEAR}-{YEAR}(?!\d|[/.\-])",
        rf"\d+\s(?:tháng|quý)\s(?:đầu|cuối|qua|của)(?:\s(?:của\s)?năm\s(?:{YEAR}|{_NEAR}))?",
        rf"\d+\stháng,?\snăm\s{YEAR}",
        # WordPress rates what it shows: '5/5 - (2 bình chọn)'
        r"\d(?:[.,]\d)?/(?:5|10)\s?(?:-\s?)?\(\d+\s(?:đánh\sgiá|bình\schọn|lượt|phiếu|votes?)(?!\w)",
        # measures
        r"\d+(?:\s?-\s?\d+)?\s(?:trăm|nghìn|ngàn|triệu|tỷ)\snăm(?!\w|\s\d)(?:\s(?:nay|trước|sau|tới))?",
        rf"(?<![/.,\-])(?<!ngày\s)(?<!hôm\s)(?<!sáng\s)(?<!chiều\s)(?<!tối\s)(?<!năm\s){_NO_DAY}\d+(?:[.,\-]\d+)*\s?{_UNITS}(?<!giờ)(?<!phút)(?<!giây)",
    )
)
# months of any year and the next
_ANY_YEARS = (
    rf"{MONTH}\s\d{{1,2}}(?:\scủa)?\snăm\strước\s(?:đến|tới|-)\s(?:hết\s)?(?:ngày\s\d{{1,2}}\s)?"
    rf"{MONTH}\s\d{{1,2}}(?:\scủa)?\snăm\ssau"
)


def _by_first_letter(rules: Iterable[tuple[str, str]]) -> str:
    """Words with what stands behind them as one pattern: by a letter it is told at once that most have no part in it.

    Rules of one letter stay in their order.
    """
    groups: dict[str, dict[str, list[str]]] = {}
    for words, behind in rules:
        for word in re.split(r"\|(?![^()]*\))", words):
            groups.setdefault(word[0], {}).setdefault(behind, []).append(word[1:])
    patterns = []
    for letter, group in groups.items():
        forms = (f"(?:{'|'.join(rests)}){behind}" for behind, rests in group.items())
        patterns.append(f"{letter}(?:{'|'.join(forms)})")
    return "|".join(patterns)


# Said once that a word begins, not by each of them: at most letters of a text none does.
_NEVER = NearNumbers(
    rf"(?<!\w)(?:{_by_first_letter(_AT_WORDS)}|(?=[\d+])(?:{_AT_FIGURES})|{_ANY_YEARS})|{_UNFILLED_DAY}"
)
# contracts say each number twice: 'ngày 10 (mười) tháng 02 (hai) năm 2023'
_SAID_AGAIN = Spelling(
    rf"(?<=\d)\s?\((?:(?:{UNIT}|mười|mươi|trăm|nghìn|ngàn|linh|lẻ)\s?)+\)",
    words=("(",),
)
# WordPress writes '12 Tháng Năm 2025' for what in small letters may be twelve months of 2025
_IN_MAY = re.compile(r"\d{1,2} Tháng Năm \d{4}")
# 'Tổng khởi nghĩa tháng Tám', and what is said of each year: 'năm sau cao hơn năm trước'
_NAMES = Spelling(
    r"(?:cách\smạng|khởi\snghĩa)\stháng\s(?:tám|mười|tư|hai|8|10)"
    r"|(?<!\w)(năm|quý|tháng|tuần|ngày|vụ)\ssau(?:\s[^\W\d_]+){0,4}\s\1\strước(?!\w)",
    words=("mạng", "nghĩa", " sau "),
)


def blank_refusals(text: DateText, ready: str, marked: bool) -> str:
    """The ready text with everything that is no date blanked, as long as before."""
    ready = blank(ready, _codes(text.cased))
    ready = blank(ready, [match.span() for match in _SAID_AGAIN.finditer(ready, marked)], " ")
    for pattern in (_NEVER, _NAMES):
        found = pattern.finditer(ready, marked)
        ready = blank(ready, [match.span() for match in found if not _IN_MAY.match(text.cased, match.start())])
    return ready


def _codes(cased: str) -> Iterator[tuple[int, int]]:
    """Where document numbers and codes stand; their figures are looked for from their slash, not from each of them."""
    done = 0
    for match in _CODES.finditer(cased) if _CODED.search(cased) else ():
        start, end = match.span()
        if cased[start] == "/":
            start = done + len(cased[done:start].rstrip(_FIGURES))
        yield start, end
        done = end


def blank(ready: str, spans: Iterable[tuple[int, int]], filler: str = BLANK) -> str:
    """The text with some spans overwritten; they may overlap."""
    pieces, done = [], 0
    for start, end in sorted(spans):
        if end > done:
            start = max(start, done)
            pieces += [ready[done:start], filler * (end - start)]
            done = end
    return "".join([*pieces, ready[done:]]) if done else ready
