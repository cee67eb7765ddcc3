"""Lines that templates leave in texts: controls, counters, labels. Known from the first page.

What only repetition across pages can tell is chrome, and `settle` counts it; these are the phrases of Vietnamese
site templates, which say the same on every host. They are matched against whole lines, without marks.
"""

import re

from archive.orthography import fold
from pipelines.reading.bylines import barred, ends_as_controls, is_row_of_controls
from pipelines.reading.credit_lines import credit_of
from pipelines.reading.crumbs import is_trail
from pipelines.reading.elements import links_document
from pipelines.reading.keys import BLANK, phrase_of
from pipelines.reading.lines import Line
from pipelines.reading.phrases import ARROWS, CONTROLS, LONG, SEE_ALSO, TAGS, TOLD, TOLD_BEGINS
from pipelines.reading.stamp_lines import is_stamp

# 'Trở lại trang Kinh tế'; what it leads to is written as a name
_LEADS_BACK = re.compile(r"(?:tro|quay) lai (?:trang|muc|chuyen muc) (?:\w+ ?){1,4}")
# and the month (Th5) beside the day in a badge of WordPress's themes
_LONE_NUMBER = re.compile(r"\(?\d{1,3}\)?|Th(?:0?[1-9]|1[0-2])")
# 'Số lượt xem | 356 | Số lượt tải về | 12'
_COUNTED = re.compile(r" \| (?=[\d.,]+(?: \||$))")
_BESIDE = re.compile(r"\s*[|•]\s*")
_BRACKETED = re.compile(r"\]\s*\[")
_WORDS_IN_ROW = (3, 23)
_LONGEST = 120
_LONGEST_TOLD = 200
_LONGEST_CONTROL = 60
_TAGGED = 0.3
_SENT = 0.5
_ARROWED = 0.9


def is_noise(line: Line) -> bool:
    """Whether a whole line is a control, a counter or a template's phrase, and nothing of the article."""
    if len(line.text) >= _LONGEST:
        return line.text.startswith(TOLD_BEGINS) and TOLD.fullmatch(phrase_of(line.text[:_LONGEST_TOLD])) is not None
    if line.kind == "row":
        cells = _COUNTED.sub(" ", line.text).split(" | ")
        # one counter and its figures may be a row of a report
        return (len(cells) > 1 or " | " not in line.text) and all(map(is_control, cells))
    if line.text.startswith("[") and all(map(is_control, _BRACKETED.split(line.text.strip("[]")))):
        return True
    if line.link_share > _TAGGED and (TAGS.match(phrase_of(line.text)) or _sends_on(line)):
        return True
    if (
        is_trail(line.text)
        or is_control(line.text)
        or is_stamp(line.text)
        or _LONE_NUMBER.fullmatch(line.text) is not None
    ):
        return True
    parted = barred(line.text)
    return (("|" in parted or "•" in parted) and _lists_details(parted)) or _is_row(line.text)


def _sends_on(line: Line) -> bool:
    """Whether a line is a link to another article behind a label or an arrow; one to a document is content."""
    is_arrow = line.link_share > _ARROWED and line.kind != "item" and line.text.startswith(ARROWS)
    leads_on = is_arrow or (line.link_share > _SENT and SEE_ALSO.match(phrase_of(line.text)) is not None)
    return leads_on and not links_document(line)


def _lists_details(text: str) -> bool:
    """Whether a line is who put an article online, when, and how often it was read, one beside another."""
    details = [detail for detail in _BESIDE.split(text) if detail]
    if len(details) < 2:
        return False
    credited = any(map(is_stamp, details))
    return all(
        is_stamp(one) or is_row_of_controls(phrase_of(one)) or (credited and credit_of(one, must_say=True))
        for one in details
    )


def _is_row(text: str) -> bool:
    """Whether a line is several controls one beside another, without a sign between them."""
    fewest, most = _WORDS_IN_ROW
    if not ends_as_controls(text) or not fewest <= text.count(" ") <= most:
        return False
    return is_row_of_controls(phrase_of(text), fewest=3)


def is_control(text: str) -> bool:
    """Whether a text is a control, a counter or a label of a template, without a look at where it stands."""
    folded = phrase_of(text)
    # 'Trả lời:' heads an answer, 'Trả lời' is a button
    if len(folded) > _LONGEST_CONTROL:
        return LONG.fullmatch(folded) is not None or TOLD.fullmatch(folded) is not None
    is_control = CONTROLS.fullmatch(folded) is not None and not text.endswith("lời:") and not _is_of_editors(text)
    return not folded or is_control or _leads_back(text, folded) or TOLD.fullmatch(folded) is not None


def _leads_back(text: str, folded: str) -> bool:
    """Whether a text leads back to a section, which it names: `Trở lại trạng thái bình thường` names none."""
    if not _LEADS_BACK.fullmatch(folded):
        return False
    named = text.strip(BLANK).split()[4 if folded.split()[2] == "chuyen" else 3 :]
    return bool(named) and named[0][0].isupper()


def _is_of_editors(text: str) -> bool:
    """Whether a text says something of chief editors and names none: `Tổng biên tập: người gác cổng`."""
    role, _, named = text.partition(":")
    return fold(role).strip() == "tong bien tap" and any(word[0].islower() for word in named.split())
