"""A text without its noise: lines that are noise by themselves, and those of which their neighbours tell it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from archive.orthography import fold
from pipelines.reading.contents import without_contents
from pipelines.reading.elements import links_document
from pipelines.reading.keys import has_key, key_of, phrase_of
from pipelines.reading.lines import Line
from pipelines.reading.noise import is_control, is_noise
from pipelines.reading.others import cut_tail, is_told, opens_tail, without_orphans
from pipelines.reading.phrases import ATTACHED, LONE_LABEL, MORE_VISITS, VISITS
from pipelines.reading.slides import without_slides
from pipelines.reading.sources import is_nobody
from pipelines.reading.stamp_lines import is_stamp

_LONGEST_CONTROL = 60
_LONGEST_NAMED = 300
_MARKS = ("- ", "– ", "+ ", "* ", "• ")
# with which lists of ways to reach somebody are marked
_WAY = re.compile(
    r"\b(?:hotline|đường dây nóng|điện thoại|đt|tel|di động|fax|e-?mail|website|zalo|địa chỉ)\b[^:]{0,15}:\W*\w",
    re.IGNORECASE,
)
# how often a file was taken along, behind its name: `qd.pdf (Lượt tải: 15)`
_TAKEN = re.compile(
    r"(?:(?:(?<=[)\d])\s+|\s*[|,(–-]+\s*)"
    r"(?:(?:(?:số )?(?:lượt|lần) (?:xem|tải(?: về| xuống)?)|tải (?:về|xuống)|đã tải)\s*:\s*[\d.,]+"
    r"(?: (?:lượt|lần))?|\d[\d.,]* (?:lượt|lần) tải(?: về| xuống)?)\)?)+$",
    re.IGNORECASE,
)
_REACHES = "☎"
_WAYS = frozenset("☎✆✉📞📱📲📧📨📩🌐📍🏠🏢🏫🏛")


def without_noise(lines: Sequence[Line], title: str | None) -> list[Line]:
    """The lines without controls, repeats of the title, doubled neighbours, and the tail of other articles."""
    kept: list[Line] = []
    lines = without_contents(without_slides(_without_visits(without_orphans(cut_tail(lines)))))
    key = None if title is None else key_of(title)
    for at, line in enumerate(lines):
        repeats_title = key is not None and has_key(line.text, key)
        doubled = len(line.text) > 20 and any(line.text == before.text for before in kept[-3:])
        if not (repeats_title or doubled or (is_noise(line) and not _is_told_by(line, kept, lines[at + 1 : at + 2]))):
            kept.append(_without_taken(line))
    while kept and (_heads_nothing(kept[-1].text) or _headed(kept[-1], lines) or _names_nobody(kept[-2:])):
        kept.pop()
    return kept


def _without_taken(line: Line) -> Line:
    """A line that leads to a document without the counter behind the document's name."""
    if not line.linked or line.kind == "row" or len(line.text) > _LONGEST_NAMED or not links_document(line):
        return line
    return replace(line, text=_TAKEN.sub("", line.text)) if _TAKEN.search(line.text) else line


def _names_nobody(last: Sequence[Line]) -> bool:
    """Whether an account that installations come with stands alone behind its label."""
    return len(last) == 2 and _is_lone_label(last[0].text) and is_nobody(last[1].text)


def _heads_nothing(text: str) -> bool:
    """Whether a last line is a label without its credit, or the heading of a list or of files that are not there."""
    return _is_lone_label(text) or opens_tail(text) or ATTACHED.fullmatch(phrase_of(text)) is not None


def _is_lone_label(text: str) -> bool:
    return text.endswith(":") and LONE_LABEL.fullmatch(fold(text)) is not None


def _headed(line: Line, lines: Sequence[Line]) -> bool:
    """Whether a line only heads what an editor's plugin would have filled in: `[form id="2"]`."""
    after = next((one.text for one in lines if one.index > line.index), "") if line.kind == "heading" else ""
    return after.startswith("[") and is_control(after)


def _without_visits(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without counters of visitors, nor what is one only since it stands below another."""
    counted = {at for at, line in enumerate(lines) if _counts(line.text, VISITS)}
    for at in range(1, len(lines)) if counted else ():
        if at - 1 in counted and _counts(lines[at].text, MORE_VISITS):
            counted.add(at)
    return [line for at, line in enumerate(lines) if at not in counted] if counted else lines


def _counts(text: str, pattern: re.Pattern[str]) -> bool:
    return len(text) < _LONGEST_CONTROL and text[-1:].isdigit() and pattern.fullmatch(phrase_of(text)) is not None


def _is_told_by(line: Line, kept: Sequence[Line], after: Sequence[Line]) -> bool:
    """Whether what stands around a line tells that it is text, though it reads as a control."""
    return _is_listed(line, kept, after) or _heads_prose(line, kept, after)


def _heads_prose(line: Line, kept: Sequence[Line], after: Sequence[Line]) -> bool:
    """Whether a line is a heading between paragraphs of one box: `Đăng ký` above how to do it."""
    if line.kind != "heading" or not after or after[0].index > line.index + 1:
        return False
    place = line.element.getparent()
    # a button may be a paragraph in bold
    if (
        line.element.tag == "p"
        or after[0].element.getparent() is not place
        or not is_told(after[0])
        or is_noise(after[0])
    ):
        return False
    return any(one.element.getparent() is place and is_told(one) for one in reversed(kept))


def _is_listed(line: Line, kept: Sequence[Line], after: Sequence[Line]) -> bool:
    """Whether a line is a list's though it reads as a control: dots that it goes on by, `- Hotline: 1900 1234`.

    So is the head of a table.
    """
    if line.text in ("…", "...", "….", "...."):
        return bool(kept) and kept[-1].text.endswith((";", ","))
    if line.kind == "row":
        return _heads_table(line, after)
    mark = _mark_of(line.text)
    if not mark or is_stamp(line.text):
        return False
    if mark == _REACHES and kept and _tells_of_ways(kept[-1].text):
        return True
    return any(_mark_of(one.text) == mark and not is_noise(one) for one in (*kept[-1:], *after))


def _mark_of(text: str) -> str:
    """With what a line is marked as one of a list: a sign, or an icon or a label that tells how to reach somebody."""
    if text.startswith(_MARKS):
        return text[:2]
    return _REACHES if text[:1] in _WAYS or _WAY.match(text) else ""


def _tells_of_ways(text: str) -> bool:
    """Whether a line announces ways to reach somebody, or names one: `Phòng Kế hoạch, ĐT: 024 3333 4444`."""
    return text.endswith(":") or _WAY.search(text) is not None


def _heads_table(line: Line, after: Sequence[Line]) -> bool:
    """Whether a row of labels stands above one of as many cells that says something: `Ngày đăng | Lượt xem`."""
    columns = line.text.count(" | ")
    alike = (one for one in after if one.kind == "row" and one.text.count(" | ") == columns and not is_noise(one))
    return bool(columns) and not line.linked and any(alike)
