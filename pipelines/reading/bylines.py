"""Lines below a title that say, in one row, when an article was put online, by whom, where, and how often it was read.

Home-made portals mark none of it: `13/06/2024 Ban biên tập 455`, `Ngọc Mai • 13/06/2024 • 2 phút đọc`. Such a line has
one day, and all besides it is a label, a time, a name, a counter, a section of news or a control.
"""

import re
from collections.abc import Iterable, Sequence, Set
from itertools import takewhile

from archive.orthography import fold
from pipelines.reading.credit_lines import credit_of, is_own_body
from pipelines.reading.lines import Element, Line
from pipelines.reading.names import is_of_names
from pipelines.reading.phrases import CONTROLS
from pipelines.reading.pruning import is_prose
from pipelines.reading.sources import is_nobody
from pipelines.reading.stamp_lines import is_label, is_stamp, looks_dated

# pictures among the letters, as they set details apart: `📅 20/11/2025 👤 Lê Thu Hà`
_ICON = re.compile(r"[\u231a-\u23fa\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?")
_LONGEST = 120
_MONTH = r"(?:\d{1,2}|[^\W\d_]+(?: [^\W\d_]+)?)"
_DAY = re.compile(
    r"\d(?<![\d/.-]\d)(?:\d?([-/.])\d{1,2}\1(?:19|20)\d\d(?![\d/-]|\.\d)|\d{3}-\d\d-\d\d(?!\d)|\d \d\d (?:19|20)\d\d\b"
    rf"|\d? tháng {_MONTH},? (?:năm )?(?:19|20)\d\d\b)",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(rf"\b[Tt]háng {_MONTH} \d{{1,2}}, (?:19|20)\d\d\b")
_CHANGED = re.compile(r"(?:ngày )?(?:sửa|cập nhật)(?: lần cuối)?\s*:\s*$", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"\b(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|t[2-7]|cn|(?:mon|tue|wed|thu|fri|sat|sun)(?:[a-z]*day)?),? ?$",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\b\d{1,2}(?::| ?(?:h|giờ) ?)\d\d(?::\d\d)?(?: (?:[ap]m|sa|ch)\b)?(?:\s?[\[(]?(?:GMT|UTC)[^\])]{0,7}[\])]?)?",
    re.IGNORECASE,
)
_PARTED = re.compile(
    r"\s*[|•·;]\s*|\s+[-–—/]\s+|\s*,\s+|"
    # what markup sets apart runs on
    r"[\s.]*(?=(?:Tác giả|Người (?:viết|đăng)|Đăng bởi|Nguồn(?: tin)?|Ảnh|(?:Số l|L)ượt (?:xem|đọc)|Đã xem|"
    r"Chuyên mục)\s*:)"
)
_COUNTED = re.compile(
    r"\s*\(?\b\d[\d.,]*\)?(?: (?:lượt xem|lần xem|lượt đọc|bình luận|comments?|views?|phút đọc))?$", re.IGNORECASE
)
_COUNTED_FIRST = re.compile(
    r"^\d[\d.,]* (?:lượt xem|lần xem|lượt đọc|bình luận|views?|phút đọc)(?: +|$)", re.IGNORECASE
)
_LABELLED = re.compile(
    r"(?:(?:(?:written|posted|published|submitted) )?by|author|"
    r"(?:(?:được )?(?:đăng|viết|gửi|tạo|(?P<later>cập nhật)) )?bởi)"
    r"\s*:?\s+(?P<who>\S+(?: \S+){0,4})",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\b(?:by|bởi|author)\s*:?\s+$", re.IGNORECASE)
_ON = re.compile(r"(?:\s+(?:on|vào|lúc|ngày))+$", re.IGNORECASE)
_CREW = re.compile(r"(?:b\.?t\.?v|c\.?t\.?v|p\.?v|ban biên tập|bbt)\b", re.IGNORECASE)
_SECTION = re.compile(
    r"(?:ban )?tin(?: (?:tuc|bai|moi|nong|noi bat|tong hop|trong (?:nuoc|tinh|nganh)|dia phuong|the gioi|su kien))*"
    r"(?: (?:&|va) su kien)?|(?:tin )?hoat dong(?: [^\W\d]+){0,3}|su kien|thong bao|bai viet|chi tiet|news|blog"
)
_PLACE_AND_DAY = re.compile(r"[^\W\d_][^\d|•·]*,\s*")
# alone it leads to what a notice is about, among controls it is one
_FILE = re.compile(r"(?:tai|xem)(?: ve)? (?:file|tep|van ban|tai lieu)(?: dinh kem)?(?: ?tai day)?|tai day")
_LAST = "lại về trang đầu in email mail facebook zalo chữ xem luận viết này bè a a+"
_LAST_IN_ROW = frozenset(_LAST.split())
_MOST_WORDS = 4
_LONGEST_ROW = 8
_LINKED, _HEADLINE = 0.6, 25
_LONGEST_NAME = 60
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def byline_of(text: str) -> tuple[str, ...] | None:
    """Whom a byline names, as it names them; None for a line that is none.

    `Tam Kỳ, 12/6/2024` is a dateline and none, and so is a day with what happened then.
    """
    text = barred(text)
    days = (list(_DAY.finditer(text)) or list(_MONTH_FIRST.finditer(text))) if len(text) <= _LONGEST else []
    if len(days) != 1:
        first = _without_change(text, days)
        return byline_of(first) if first else None
    before, after = _WEEKDAY.sub("", text[: days[0].start()]), text[days[0].end() :]
    if after.startswith(":") or (not after.strip() and _PLACE_AND_DAY.fullmatch(before)):
        return None
    details = [detail for side in (before, after) for detail in _PARTED.split(side.strip(" -–—,[]|•·/"))]
    named = {detail: _named(detail) for detail in details}
    unknown = [detail for detail, name in named.items() if name is None]
    if unknown and not ("|" in text and any(map(says_who, details)) and all(map(_may_file, unknown))):
        return None
    return tuple(name for name in named.values() if name)


def _without_change(text: str, days: Iterable[re.Match[str]]) -> str | None:
    """A text without the day of its last change, beside which stands that of the first; None without such a day."""
    labels = ((day, _CHANGED.search(text, 0, day.start())) for day in days)
    return next((text[: label.start()] + text[day.end() :] for day, label in labels if label), None)


def barred(text: str) -> str:
    """A text with bars in the place of icons, which part details as these do."""
    return _ICON.sub(" | ", text)


def byline_among(first: Iterable[Line]) -> set[int]:
    """The index of the byline that no markup tells among a text's first lines; of several each is a list's."""
    head = (line for line in first if line.kind not in ("row", "item", "caption"))
    found = {line.index for line in head if byline_of(line.text) is not None}
    return found if len(found) == 1 else set()


def byline_above(lines: Iterable[Line], inside: Set[int]) -> dict[int, tuple[str, ...]]:
    """Whom the byline among the lines between title and text names, by its line's index; of several each is a list's.

    So does a name that stands alone beside the day, in its box. Below another article's headline all is that one's.
    Without a label a name outside of the text's element (`inside` has its lines) has three words: those of sections and
    places have two, too; behind one it has two, or one that is a person's, as accounts have one (`Vanphong`).
    """
    own = list(takewhile(lambda line: not _is_headline(line), lines))
    found = {line.index: byline_of(line.text) or () for line in own if _may_name(line)}
    said = {line.index: line.text for line in own}
    sure = {
        at: tuple(name for name in named if at in inside or _is_sure(name, said[at])) for at, named in found.items()
    }
    naming = {at: named for at, named in sure.items() if named} or _lone_names(own)
    return naming if len(naming) == 1 else {}


def _lone_names(lines: Sequence[Line]) -> dict[int, tuple[str, ...]]:
    """The names that stand alone in a box where a line is nothing but a day."""
    boxes = {line.element.getparent() for line in lines if is_stamp(line.text)}
    beside = (line for line in lines if line.element.getparent() in boxes and _may_be_name(line))
    return {line.index: (line.text,) for line in beside if _is_full_name(line.text)}


def _is_sure(name: str, line: str) -> bool:
    credit = credit_of(name)
    is_long = credit is not None and (not credit.is_bare or name.count(" ") > 1)
    may_sign = " " in name or is_of_names(fold(name))
    return is_long or (may_sign and _LABEL.search(line.partition(name)[0]) is not None)


def _is_full_name(text: str) -> bool:
    credit = credit_of(text)
    return credit is not None and credit.is_bare and bool(credit.writers) and text.count(" ") > 1


def _may_be_name(line: Line) -> bool:
    is_short = line.kind == "paragraph" and len(line.text) < _LONGEST_NAME
    return is_short and not line.linked and not is_stamp(line.text)


def signed_below(around: Sequence[Line], text: Sequence[Line], place: Element) -> list[str]:
    """The names that stand alone in a box of their own right below the text's."""
    below = next((line for line in around if text and line.index == text[-1].index + 1), None)
    if (
        below is None
        or below.linked
        or below.element.tag in _HEADINGS
        or not is_prose(text[-1])
        or below.element.getparent() not in place.iterancestors()
    ):
        return []
    return [below.text] if _is_full_name(below.text) else []


def _may_name(line: Line) -> bool:
    return looks_dated(line.text) and not is_stamp(line.text) and line.kind != "caption"


def _is_headline(line: Line) -> bool:
    return line.link_share > _LINKED and len(line.text) >= _HEADLINE and not looks_dated(line.text)


def _named(detail: str) -> str | None:
    """Whom one detail names, nobody ('') where it is none of a name's; None for what is no detail at all."""
    if is_label(detail):
        return ""
    counted = _COUNTED_FIRST.sub("", _CLOCK.sub(" ", detail).strip())
    detail = _ON.sub("", _COUNTED.sub("", counted).strip(" -–—,[]"))
    # what is left of brackets around the day
    detail = detail if detail.count("(") == detail.count(")") else detail.strip("() ")
    folded = " ".join(fold(detail).split())
    if not folded or _SECTION.fullmatch(folded) or is_nobody(detail) or is_row_of_controls(folded):
        return ""
    if labelled := _LABELLED.fullmatch(detail):
        who = labelled["who"]
        if is_nobody(who) or _is_account(who):
            return ""
        # who changed it last need not have written it
        return ("" if labelled["later"] else who) if _is_capital(who) or is_own_body(who) else None
    if credit_of(detail) is not None:
        return detail
    words = detail.count(" ") + 1
    return detail if words <= _MOST_WORDS and (_CREW.match(detail) or is_own_body(detail)) else None


def _is_capital(who: str) -> bool:
    """Whether each of its words begins with a capital: some sites sign with their own name, in capitals."""
    return who.istitle() or all(word[0].isupper() for word in who.split())


def _is_account(who: str) -> bool:
    """Whether it is the name that somebody logs in by, which systems print: `kythuat`, `ban_bien_tap`."""
    return " " not in who and who.islower()


def says_who(detail: str) -> bool:
    """Whether a detail names author or source behind a label: who took a picture may stand below it, with its day."""
    credit = credit_of(detail, must_say=True)
    return credit is not None and bool(credit.writers or credit.source)


def _may_file(detail: str) -> bool:
    """Whether a detail beside a labelled credit may be the section, of which sites have names of their own."""
    return ":" not in detail and detail.count(" ") < _MOST_WORDS and not any(map(str.isdigit, detail))


def _is_control(phrase: str) -> bool:
    return CONTROLS.fullmatch(phrase) is not None or _FILE.fullmatch(phrase) is not None or is_nobody(phrase)


def ends_as_controls(text: str) -> bool:
    """Whether a text's last word is one with which rows of controls end: to take a line apart is dear."""
    return text.rpartition(" ")[2].lower() in _LAST_IN_ROW


def is_row_of_controls(folded: str, fewest: int = 1) -> bool:
    """Whether a folded text is nothing but controls and counters side by side, so many of them."""
    words = folded.split()
    at = found = 0
    while at < len(words):
        ends = range(min(len(words), at + _LONGEST_ROW), at, -1)
        end = next((end for end in ends if _is_control(" ".join(words[at:end]).strip(" :|,-"))), None)
        if end is None:
            return False
        at, found = end, found + 1
    return found >= fewest
