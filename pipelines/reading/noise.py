"""Lines that templates leave in texts: controls, counters, related lists, repeated titles. Known from the first page.

What only repetition across pages can tell is chrome, and `settle` counts it; these are the phrases of Vietnamese
site templates, which say the same on every host. They are matched against whole lines, without marks.
"""

import re
from collections.abc import Container, Sequence
from functools import lru_cache

from archive.orthography import fold
from pipelines.reading.bylines import barred, ends_as_controls, is_row_of_controls
from pipelines.reading.contents import without_contents
from pipelines.reading.credit_lines import credit_of
from pipelines.reading.elements import links_document
from pipelines.reading.keys import has_key, key_of
from pipelines.reading.lines import Line
from pipelines.reading.phrases import (
    ARROWS,
    ATTACHED,
    AUTHOR,
    CONTROLS,
    COUNTED_COMMENTS,
    DOCUMENTS,
    LONE_LABEL,
    LONG,
    MORE_VISITS,
    SEE_ALSO,
    TAGS,
    TAIL,
    TOLD,
    TOLD_BEGINS,
    VISITS,
)
from pipelines.reading.slides import without_slides
from pipelines.reading.sources import is_nobody
from pipelines.reading.stamp_lines import is_stamp

# 'Trở lại trang Kinh tế'; what it leads to is written as a name
_LEADS_BACK = re.compile(r"(?:tro|quay) lai (?:trang|muc|chuyen muc) (?:\w+ ?){1,4}")
# and the month (Th5) beside the day in a badge of WordPress's themes
_LONE_NUMBER = re.compile(r"\(?\d{1,3}\)?|Th(?:0?[1-9]|1[0-2])")
# 'Số lượt xem | 356 | Số lượt tải về | 12'
_COUNTED = re.compile(r" \| (?=[\d.,]+(?: \||$))")
# icons as letters, too, with which controls begin
_BLANK = " »>«<|•·-–—:*_=~./…+🔊🔈🔉🎧👁📅📆🕒⏰📞☎✉📧🖨🔗📎💬👍▶►\ufe0f"
_BESIDE = re.compile(r"\s*[|•]\s*")
_BRACKETED = re.compile(r"\]\s*\[")
_WORDS_IN_ROW = (3, 23)
_LATE = 0.5
# each is weighed against the whole text
_MOST_LISTS = 50
_LONGEST = 120
_LONGEST_TOLD = 200
_LONGEST_CONTROL = 60
_LONGEST_TAIL = 60
_PROSE = 80
_TAGGED = 0.3
_SENT = 0.5
_ARROWED = 0.9
_MARKS = ("- ", "– ", "+ ", "* ", "• ")
# with which lists of ways to reach somebody are marked
_WAYS = frozenset("☎✆✉📞📱📲📧📨📩🌐📍🏠🏢🏫🏛")


def is_noise(line: Line) -> bool:
    """Whether a whole line is a control, a counter or a template's phrase, and nothing of the article."""
    if len(line.text) >= _LONGEST:
        return line.text.startswith(TOLD_BEGINS) and TOLD.fullmatch(_phrase(line.text[:_LONGEST_TOLD])) is not None
    if line.kind == "row":
        cells = _COUNTED.sub(" ", line.text).split(" | ")
        # one counter and its figures may be a row of a report
        return (len(cells) > 1 or " | " not in line.text) and all(map(_is_control, cells))
    if line.text.startswith("[") and all(map(_is_control, _BRACKETED.split(line.text.strip("[]")))):
        return True
    if line.link_share > _TAGGED and (TAGS.match(_phrase(line.text)) or _sends_on(line)):
        return True
    if _is_control(line.text) or is_stamp(line.text) or _LONE_NUMBER.fullmatch(line.text) is not None:
        return True
    parted = barred(line.text)
    return (("|" in parted or "•" in parted) and _lists_details(parted)) or _is_row(line.text)


def _sends_on(line: Line) -> bool:
    """Whether a line is a link to another article behind a label or an arrow; one to a document is content."""
    is_arrow = line.link_share > _ARROWED and line.kind != "item" and line.text.startswith(ARROWS)
    leads_on = is_arrow or (line.link_share > _SENT and SEE_ALSO.match(_phrase(line.text)) is not None)
    return leads_on and not links_document(line)


def _lists_details(text: str) -> bool:
    """Whether a line is who put an article online, when, and how often it was read, one beside another."""
    details = [detail for detail in _BESIDE.split(text) if detail]
    if len(details) < 2:
        return False
    credited = any(map(is_stamp, details))
    return all(
        is_stamp(one) or is_row_of_controls(_phrase(one)) or (credited and credit_of(one, must_say=True))
        for one in details
    )


def _is_row(text: str) -> bool:
    """Whether a line is several controls one beside another, without a sign between them."""
    fewest, most = _WORDS_IN_ROW
    if not ends_as_controls(text) or not fewest <= text.count(" ") <= most:
        return False
    return is_row_of_controls(_phrase(text), fewest=3)


def _is_control(text: str) -> bool:
    folded = _phrase(text)
    # 'Trả lời:' heads an answer, 'Trả lời' is a button
    if len(folded) > _LONGEST_CONTROL:
        return LONG.fullmatch(folded) is not None or TOLD.fullmatch(folded) is not None
    is_control = CONTROLS.fullmatch(folded) is not None and not text.endswith("lời:") and not _is_of_editors(text)
    return not folded or is_control or _leads_back(text, folded) or TOLD.fullmatch(folded) is not None


def _leads_back(text: str, folded: str) -> bool:
    """Whether a text leads back to a section, which it names: `Trở lại trạng thái bình thường` names none."""
    if not _LEADS_BACK.fullmatch(folded):
        return False
    named = text.strip(_BLANK).split()[4 if folded.split()[2] == "chuyen" else 3 :]
    return bool(named) and named[0][0].isupper()


def _is_of_editors(text: str) -> bool:
    """Whether a text says something of chief editors and names none: `Tổng biên tập: người gác cổng`."""
    role, _, named = text.partition(":")
    return fold(role).strip() == "tong bien tap" and any(word[0].islower() for word in named.split())


@lru_cache(maxsize=4096)
def _phrase(text: str) -> str:
    # asked for a line as a control and as a heading, and the same lines stand on all pages of a site
    return " ".join(fold(text).split()).strip(_BLANK)


def opens_tail(text: str) -> bool:
    """Whether a line heads a list of other articles, tags or comments."""
    return len(text) <= _LONGEST_TAIL and TAIL.fullmatch(_phrase(text)) is not None


def _opens_bio(text: str) -> bool:
    return len(text) <= _LONGEST_TAIL and AUTHOR.fullmatch(_phrase(text)) is not None


def opens_list(text: str) -> bool:
    """Whether a line heads a list of other articles or of other documents, where links are what follows it."""
    return len(text) <= _LONGEST_TAIL and (opens_tail(text) or DOCUMENTS.fullmatch(_phrase(text)) is not None)


def without_noise(lines: Sequence[Line], title: str | None) -> list[Line]:
    """The lines without controls, repeats of the title, doubled neighbours, and the tail of other articles."""
    kept: list[Line] = []
    lines = without_contents(without_slides(_without_visits(_without_orphans(cut_tail(lines)))))
    key = None if title is None else key_of(title)
    for at, line in enumerate(lines):
        repeats_title = key is not None and has_key(line.text, key)
        doubled = len(line.text) > 20 and any(line.text == before.text for before in kept[-3:])
        if not (repeats_title or doubled or (is_noise(line) and not _is_listed(line, kept, lines[at + 1 : at + 2]))):
            kept.append(line)
    while kept and (_heads_nothing(kept[-1].text) or _headed(kept[-1], lines) or _names_nobody(kept[-2:])):
        kept.pop()
    return kept


def _names_nobody(last: Sequence[Line]) -> bool:
    """Whether an account that installations come with stands alone behind its label."""
    return len(last) == 2 and _is_lone_label(last[0].text) and is_nobody(last[1].text)


def _heads_nothing(text: str) -> bool:
    """Whether a last line is a label without its credit, or the heading of a list or of files that are not there."""
    return _is_lone_label(text) or opens_tail(text) or ATTACHED.fullmatch(_phrase(text)) is not None


def _is_lone_label(text: str) -> bool:
    return text.endswith(":") and LONE_LABEL.fullmatch(fold(text)) is not None


def _headed(line: Line, lines: Sequence[Line]) -> bool:
    """Whether a line only heads what an editor's plugin would have filled in: `[form id="2"]`."""
    after = next((one.text for one in lines if one.index > line.index), "") if line.kind == "heading" else ""
    return after.startswith("[") and _is_control(after)


def _without_visits(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without counters of visitors, nor what is one only since it stands below another."""
    counted = {at for at, line in enumerate(lines) if _counts(line.text, VISITS)}
    for at in range(1, len(lines)) if counted else ():
        if at - 1 in counted and _counts(lines[at].text, MORE_VISITS):
            counted.add(at)
    return [line for at, line in enumerate(lines) if at not in counted] if counted else lines


def _counts(text: str, pattern: re.Pattern[str]) -> bool:
    return len(text) < _LONGEST_CONTROL and text[-1:].isdigit() and pattern.fullmatch(_phrase(text)) is not None


def _is_listed(line: Line, kept: Sequence[Line], after: Sequence[Line]) -> bool:
    """Whether a line is a list's though it reads as a control: dots that it goes on by, `- Hotline: 1900 1234`."""
    if line.text in ("…", "...", "….", "...."):
        return bool(kept) and kept[-1].text.endswith((";", ","))
    mark = _mark_of(line.text)
    if not mark or is_stamp(line.text):
        return False
    return any(_mark_of(one.text) == mark and not is_noise(one) for one in (*kept[-1:], *after))


def _mark_of(text: str) -> str:
    """With what a line is marked as one of a list, if it is: a sign, or an icon that tells how to reach somebody."""
    return text[:2] if text.startswith(_MARKS) else "☎" * (text[:1] in _WAYS)


def _without_orphans(lines: Sequence[Line]) -> list[Line]:
    """The lines without headings of lists that were left out before."""
    following = dict(zip((line.index for line in lines), (line.index for line in lines[1:]), strict=False))
    return [
        line
        for line in lines
        if following.get(line.index, line.index + 1) == line.index + 1 or not opens_tail(line.text)
    ]


def cut_tail(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without lists of others: from the heading of one to the end, or to the next prose of the text."""
    left = sum(len(line.text) for line in lines)
    kept: list[Line] = []
    start = at = read = 0
    while at < len(lines):
        late = read > _LATE * left
        if _opens_others(lines, at, late) or (late and _opens_bio(lines[at].text)):
            above = lines[start:at]
            kept += above
            begin, start = start, _resumption({line.path for line in above}, lines, at + 1)
            left -= sum(len(line.text) for line in lines[begin:start])
            at, read = start, 0
            continue
        read += len(lines[at].text)
        at += 1
    return [*kept, *lines[start:]]


def without_lists(lines: Sequence[Line], heads: Sequence[int]) -> Sequence[Line]:
    """The lines without the lists of others below these indexes of headings, up to the next prose of the text.

    A list that would take more prose along than stands above it is in the middle of a text, and none is cut off.
    """
    for head in heads[:_MOST_LISTS]:
        position = next((at for at, line in enumerate(lines) if line.index >= head), len(lines))
        kept = [*lines[:position], *_resumed(lines[:position], lines[position:])]
        if 2 * _prose(kept) > _prose(lines):
            lines = kept
    return lines


def _prose(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines if _is_text(line))


def _heads_links(lines: Sequence[Line], position: int, late: bool) -> bool:
    """Whether mostly links follow a heading; late in a text it is enough that no prose does."""
    after = lines[position + 1 : position + 6]
    linked = sum(line.link_share > 0.6 for line in after)
    if after and linked >= len(after) / 2:
        return True
    return late and not (after and _is_text(after[0]))


def _opens_others(lines: Sequence[Line], position: int, late: bool) -> bool:
    """Whether a line heads a list of other articles, or of comments."""
    heads = opens_tail(lines[position].text)
    return heads and (_counts_comments(lines[position]) or _heads_links(lines, position, late))


def _counts_comments(line: Line) -> bool:
    """Whether a heading tells how many comments stand below it, which are prose as the text is."""
    return line.text.endswith(")") and COUNTED_COMMENTS.fullmatch(_phrase(line.text)) is not None


def _is_text(line: Line) -> bool:
    return len(line.text) > _PROSE and line.link_share < 0.2


def _resumed(above: Sequence[Line], below: Sequence[Line]) -> Sequence[Line]:
    """What follows a list in the middle of a text: the next prose where the text stood, and all after it."""
    return cut_tail(below[_resumption({line.path for line in above}, below, 0) :])


def _resumption(paths: Container[str], lines: Sequence[Line], begin: int) -> int:
    """Where, from a position on, the next prose stands at one of these paths; the end where there is none."""
    found = (at for at in range(begin, len(lines)) if _is_text(lines[at]) and lines[at].path in paths)
    return next(found, len(lines))
