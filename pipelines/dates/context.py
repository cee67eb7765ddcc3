"""What stands before and after a number, and whether that makes it a date."""

import re
from dataclasses import dataclass

from archive.orthography import CAPITALS
from pipelines.dates.text import DateText
from pipelines.dates.times import TIME
from pipelines.dates.values import Lean, Reference
from pipelines.dates.words import PART, WEEKDAY, Spelling

_CLOSE = r"[\s,:(\-|]*$"
_STRONG = Spelling(
    rf"(?:(?<!\w)(?:ngày|hôm|mùng|mồng|lễ|dịp|quốc\skhánh|{PART}|(?:{PART}|hôm)\s(?:nay|qua|mai|kia)|{WEEKDAY})|{TIME})"
    # '(TTXVN 12-5)', not 'theo TTXVN, 2/3 số đại biểu'
    rf"{_CLOSE}|(?:\(ttxvn\s|(?<!\w)ttxvn/)$"
)
# 'Ngày hẹn trả: 30/5', 'Tuần 27 (5/7 - 11/7)'
_LABEL = Spelling(
    r"(?<!\w)(?:(?:ngày|hạn|cập\snhật|thời\s(?:gian|điểm|hạn))(?:\s[^\W\d_]+){0,4}\s?:\s*$|tuần\s\d\d?\s?[:(]\s*$"
    r"|hạn\s(?:nộp|gửi|trả|đăng\sk[ýí]|góp\sý)(?:\s[^\W\d_]+){0,2}\s$)"
)
# 'Chứng khoán 26/2: …', 'Giá vàng SJC 5/6: …'
_HEADLINE = Spelling(
    r"(?<!\w)(?:giá\s(?:vàng|xăng|dầu|heo|cà\sphê|tiêu|lúa)(?:\s[^\W\d_]+){0,2}|tỷ\sgiá(?:\s[^\W\d_]+)?|chứng\skhoán|thị\strường"
    r"|thời\stiết|tin\stức(?:\s[^\W\d_]+){0,2}|bản\stin|điểm\s(?:tin|báo)|xổ\ssố|bóng\sđá)\s$"
)
_COLON = re.compile(r"\s?(?::|$)")
# 'Ngày Môi trường thế giới 5/6', 'Quốc tế Lao động (1/5)'; feasts of the moon's calendar are told by their names
_NAMED_DAY = (
    rf"(?:[{CAPITALS}]|thành\slập|chiến\sthắng|truyền\sthống|học\ssinh|nhà\sgiáo|thầy\sthuốc|thương\sbinh|giải\sphóng"
    r"|sinh\s)"
)
_MOON_FEAST = r"(?:Giỗ|Vía|Phật|Vu|Thần|Thơ|Tết|Rằm|Hội|(?<!xã\s)hội|giỗ|vía)(?!\w)"
_FEAST = re.compile(
    rf"(?<!\w)(?:(?:[Nn]gày|NGÀY)(?=\s{_NAMED_DAY})(?!(?:\s\w+){{0,5}}\s{_MOON_FEAST})"
    r"|(?:[Tt]ết|TẾT)\s(?:[Dd]ương|DƯƠNG|[Tt]hiếu|[Đđ]ộc)|Quốc\stế\s(?:Lao|Phụ|Thiếu)|[Gg]iáng\ssinh|Noel)(?:[\s–-]+[^\W\d_]+){0,10}[\s(]*$"
)
_WEAK = Spelling(
    r"(?<!\w)(?:từ|đến|tới|trước|sau|vào|hết|kể\stừ|tính\sđến|hạn|hạn\schót|hạn\scuối|ttxvn|phiên|dự\skiến|(?:muộn|sớm|chậm)\snhất(?:\slà)?|diễn\sra|khai\smạc|bế\smạc)"
    r"[\s:(]*$"
)
_TIMED = Spelling(rf"\s*(?:[\-|,]|lúc|từ)?\s*{TIME}")
_AT_TIME = Spelling(rf"\s?,?\slúc\s?{TIME}")
_OF_WEEK = Spelling(rf"\s?[,(]\s?{WEEKDAY}")
_FROM = Spelling(r"(?<!\w)từ\s$")
_MONTHLY = Spelling(
    r"(?<!\w)(?:từ|đến|tới|trước|sau|vào|hết|đầu|cuối|giữa|hồi|kể\stừ|tính\sđến|trong|gần\sđây|hạn|ngày)[\s:(]*$"
)
# a label, a place or an agency before a date that stands in the head of a page
_HEADED = Spelling(
    rf"(?:^|[:,|(\"“«*•]|ngày|{WEEKDAY}|{TIME}|(?<!\w)(?:sinh|đăng|tin|lúc|hồi|vào|cập\snhật|xuất\sbản))[\s\-|]*$"
)
_AGENCY = re.compile(
    rf"\((?!{_MOON_FEAST})(?:[Tt]heo\s)?[{CAPITALS}][^\W\d_]?[\w.]*(?:\s[^\W\d_]+){{0,3}}\s?[,\-]?\s?$"
)
_NO_NOUN = Spelling(
    r"\s*(?:$|[^\w\s%‰]|(?:tới|đến|này|vừa|qua|và|tại|ở|trên|cùng|năm|theo|là|sẽ|đã|rồi|sắp|hoặc|hay|hàng|hằng|của|tháng|ngày|khi|do|cho|với|nhân|trong|lúc|vào|tổ\schức)(?!\w))"
)
_MEASURE = Spelling(
    r"\s*(?:%|‰|°|(?:lần|cái|chiếc|con|lượt|chuyến|cơn|ly|cốc|bát|phần|bàn|ngày|tuần|tháng|năm|giờ|phút|người|bậc|tiếng|bữa|điểm|viên|gói|đợt|kỳ|đổi|buổi|tỷ|triệu|nghìn|đồng(?!\s(?:thời|loạt|chí|bào))|ha|km|m|kg|tấn|mét|độ|hộ|tuổi)(?!\w)"
    r"(?!\s(?:địa\sphương|việt\snam|hà\snội)))"
)
_PAST = Spelling(r"[\s)]*(?:vừa\squa|vừa\srồi|mới\sđây|qua)(?!\w)")
_FUTURE = Spelling(r"[\s)]*(?:sắp\stới|tới\sđây|tới(?=\s*(?:$|[.,;:)!?])))(?!\w)")
# what is said of a year that only the context knows ('năm đó', 'năm tài chính') is of no year either
_YEARLY = Spelling(
    r"[\s,(]*(?:(?:hằng|hàng|mỗi|từng|các|mọi)\s(?:năm|tháng|tuần)"
    r"|cùng\snăm|(?:của\s)?năm\s(?:đó|ấy|liền\s(?:kề|trước|sau)|tiếp\stheo|kế\stiếp|báo\scáo|tài\schính|ngân\ssách|kế\shoạch|học|\d\d))(?!\w)"
)
_YEARLY_BEFORE = Spelling(
    r"(?<!\w)(?:(?:hằng|hàng|mỗi|mọi)\s(?:năm|tháng)|thường\sniên|cứ\s(?:đến|vào|tới))(?:[\s,]+[^\W\d_]+){0,6}[\s,:(]*$"
)


@dataclass(frozen=True, slots=True)
class Context:
    """A text in which refusals are blanked and times marked; `alone` when it is one expression and no running text."""

    text: DateText
    ready: str
    marked: bool
    reference: Reference | None
    alone: bool

    def _before(self, spelling: Spelling, start: int, reach: int = 24) -> bool:
        return spelling.of(self.marked).search(self.ready, max(0, start - reach), start) is not None

    def _after(self, spelling: Spelling, end: int) -> bool:
        return spelling.of(self.marked).match(self.ready, end) is not None

    def is_feast(self, start: int, end: int) -> bool:
        """Whether a feast of the solar calendar is named before a day, and nothing that it counts behind."""
        if not self._after(_NO_NOUN, end):
            return False
        return _FEAST.search(self.text.cased, max(0, start - 80), start) is not None

    def says_day(self, start: int) -> bool:
        """Whether a word or a time right before says that a day follows."""
        return self._before(_STRONG, start)

    def allows_day(self, start: int, end: int, day: int) -> bool:
        """Whether `D/M` without a year may be a day: between other words, or as the whole expression."""
        if _AGENCY.search(self.text.cased, max(0, start - 40), start) and self.ready[end : end + 1] == ")":
            return True
        if self._after(_OF_WEEK, end) or ("/" in self.ready[start:end] and self._after(_AT_TIME, end)):
            return True
        if self._before(_WEAK, start) or self._before(_LABEL, start, 40):
            return self._after(_NO_NOUN, end)
        return self.alone and self._is_headline_day(start, end, day)

    def _is_headline_day(self, start: int, end: int, day: int) -> bool:
        """Whether `D/M` stands in one line as a day does: before a time, behind what news come out of daily."""
        if not self.ready[:start].strip() and (self._after(_TIMED, end) or self.lean(end) != "any"):
            return True
        if _COLON.match(self.ready, end) and self._before(_HEADLINE, start, 40):
            return True
        if day <= 12:
            return False
        if self.ready[start - 1 : start] == "(" and self.ready[end:].strip() == ")":
            return True
        rest = self.ready[:start] + self.ready[end:]
        return not rest.strip(" ().,-:")

    def ends(self, end: int) -> bool:
        """Whether no noun follows that a number before it would count."""
        return self._after(_NO_NOUN, end)

    def begins(self, start: int, end: int) -> bool:
        """Whether a span of time is told: `từ … đến …` and no unit behind."""
        return self._before(_FROM, start) and self._after(_NO_NOUN, end)

    def allows_month(self, start: int, end: int) -> bool:
        """Whether a bare `M/Y` may be a month."""
        if self.is_since(start):
            return True
        before = self.ready[:start].strip()
        return self.alone and not self.ready[end:].strip(" ).") and (not before or before[-1] in ",:(-")

    def is_since(self, start: int) -> bool:
        """Whether a word before says that a time follows, though perhaps no day: `từ`, `đến`, `cuối`."""
        return self._before(_MONTHLY, start)

    def heads(self, start: int) -> bool:
        """Whether a date stands where a page's head has one, so that its year may have two digits."""
        return self.says_day(start) or (self.alone and self._before(_HEADED, start))

    def measures(self, end: int) -> bool:
        """Whether a unit or counted thing follows."""
        return self._after(_MEASURE, end)

    def recurs(self, start: int, end: int) -> bool:
        """Whether a day comes every year or month."""
        return self._after(_YEARLY, end) or self._before(_YEARLY_BEFORE, start, 60)

    def lean(self, end: int) -> Lean:
        """Whether the words after a day say that it lies behind or ahead."""
        if self._after(_PAST, end):
            return "past"
        return "future" if self._after(_FUTURE, end) else "any"

    def capital(self, start: int) -> bool:
        """Whether the word at a place begins with a capital, or the text knows no other letters."""
        return self.text.cased[start : start + 1].isupper()
