"""Lists of other articles, of tags and of comments: where in a text they begin, and where it goes on behind them."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence

from pipelines.reading.bylines import byline_of
from pipelines.reading.elements import words_of
from pipelines.reading.keys import phrase_of
from pipelines.reading.lines import Element, Line
from pipelines.reading.noise import is_noise
from pipelines.reading.phrases import AUTHOR, COMMENTS, COUNTED_COMMENTS, DOCUMENTS, TAIL

_LATE = 0.5
# each is weighed against the whole text
_MOST_LISTS = 50
_LONGEST_TAIL = 60
_PROSE = 80
_LINKED = 0.5
_CONTENT = frozenset({"p", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "dl", "figure", "blockquote", "pre"})
_ENDS = (".", "!", "?", "…")
_LEADS_ON = re.compile(r"(?:(?:xem|doc)(?: them| tiep| chi tiet| toan bo| ngay)+|chi tiet|(?:read|view|see) more)\W*")


def leads_on(line: Line) -> bool:
    """Whether a line does nothing but lead on to what those above it sum up."""
    is_short = line.link_share > 0.8 and len(line.text) <= _LONGEST_TAIL
    return is_short and _LEADS_ON.fullmatch(phrase_of(line.text)) is not None


def opens_tail(text: str) -> bool:
    """Whether a line heads a list of other articles, tags or comments."""
    return len(text) <= _LONGEST_TAIL and TAIL.fullmatch(phrase_of(text)) is not None


def opens_bio(text: str) -> bool:
    """Whether a line heads a box that tells of the author."""
    return len(text) <= _LONGEST_TAIL and AUTHOR.fullmatch(phrase_of(text)) is not None


def opens_list(text: str) -> bool:
    """Whether a line heads a list of other articles or of other documents, where links are what follows it."""
    return len(text) <= _LONGEST_TAIL and (opens_tail(text) or DOCUMENTS.fullmatch(phrase_of(text)) is not None)


def without_orphans(lines: Sequence[Line]) -> list[Line]:
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
    end = _comments(lines)
    while at < end:
        late = read > _LATE * left
        if _opens_others(lines, at, late) or (late and opens_bio(lines[at].text)):
            above = lines[start:at]
            kept += above
            begin, start = start, _resumption(above, lines, at + 1, lists_links=_heads_links(lines, at, late=False))
            left -= sum(len(line.text) for line in lines[begin:start])
            at, read = start, 0
            continue
        read += len(lines[at].text)
        at += 1
    return [*kept, *lines[start:end]]


def without_lists(lines: Sequence[Line], heads: Sequence[int]) -> Sequence[Line]:
    """The lines without the lists of others below these indexes of headings, up to the next prose of the text.

    A list that would take more prose along than stands above it is in the middle of a text, and none is cut off.
    """
    for head in heads[:_MOST_LISTS]:
        position = next((at for at, line in enumerate(lines) if line.index >= head), len(lines))
        resumed = _resumed(lines[:position], lines[position:])
        kept = [*lines[:position], *resumed]
        if 2 * _prose(kept) > _prose(lines) or (resumed and not _prose(lines)):
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


def _comments(lines: Sequence[Line]) -> int:
    """Where below prose comments begin, which end every text; the end of these lines where none do.

    Uncounted they are a chapter, and a name is that of who speaks there, as long as prose goes on where it stood above.
    """
    heads = {at for at in range(len(lines)) if _opens_comments(lines, at)}
    if not heads:
        return len(lines)
    last = {holder: at for at, line in enumerate(lines) for holder in _holders_of(line)}
    reach = -1
    for at, line in enumerate(lines):
        if at in heads and reach >= 0 and (reach < at or any(map(str.isdigit, line.text))):
            return at
        reach = max([reach, *(last[holder] for holder in _holders_of(line))])
    return len(lines)


def _opens_comments(lines: Sequence[Line], at: int) -> bool:
    """Whether a line heads comments, since right below stands who wrote the first, and when."""
    head = phrase_of(lines[at].text) if len(lines[at].text) <= _LONGEST_TAIL else ""
    return COMMENTS.fullmatch(head) is not None and any(byline_of(line.text) for line in lines[at + 1 : at + 2])


def _holders_of(line: Line) -> tuple[Element | None, ...]:
    """What prose is written into, and what holds that."""
    return (line.element, line.element.getparent()) if is_told(line) else ()


def _counts_comments(line: Line) -> bool:
    """Whether a heading tells how many comments stand below it, which are prose as the text is."""
    return line.text.endswith(")") and COUNTED_COMMENTS.fullmatch(phrase_of(line.text)) is not None


def _is_text(line: Line) -> bool:
    return len(line.text) > _PROSE and line.link_share < 0.2


def _resumed(above: Sequence[Line], below: Sequence[Line]) -> Sequence[Line]:
    """What follows a list in the middle of a text: where the text goes on, and all after it."""
    return cut_tail(below[_resumption(above, below, 0, lists_links=True) :])


def _resumption(above: Sequence[Line], lines: Sequence[Line], begin: int, *, lists_links: bool) -> int:
    """Where, from a position on, the text goes on that stands above a list; the end where it does not.

    That is its next prose; below links also whatever stands beside its prose, and is none of the list.
    """
    paths = {line.path for line in above}
    found = (at for at in range(begin, len(lines)) if _is_text(lines[at]) and lines[at].path in paths)
    prose = next(found, len(lines))
    told = [line for line in above if is_told(line)]
    if not told or not lists_links:
        return prose
    boxes, paths = _boxes_of(told), {line.path for line in told}
    return next((at for at in _off_list(lines, begin, prose) if _stands_beside(lines[at], boxes, paths)), prose)


def is_told(line: Line) -> bool:
    """Whether a line of whatever length is prose."""
    return _is_text(line) or (not line.linked and line.kind == "paragraph" and line.text.endswith(_ENDS))


def _boxes_of(told: Sequence[Line]) -> set[Element]:
    """In what prose stands: what holds its paragraphs, or where breaks part it what it is written into."""
    holders = {line.element for line in told}
    held = Counter(holder.getparent() for holder in holders)
    return {holder.getparent() if holder.tag == "p" or held[holder.getparent()] > 1 else holder for holder in holders}


def _off_list(lines: Sequence[Line], begin: int, end: int) -> Iterator[int]:
    """The positions of lines that are neither links, nor headings or days of such, nor summaries below each.

    None stands below the heading of comments, nor of another list that has no links.
    """
    has_summaries = False
    for at in (at for at in range(begin, end) if lines[at].link_share < _LINKED):
        above, below = _parts_at_link(lines, at), _parts_at_link(lines, at + 1)
        if opens_tail(lines[at].text):
            if not below:
                return
        elif above and (below or has_summaries):
            has_summaries = True
        elif not opens_list(lines[at].text) and not is_noise(lines[at]):
            yield at


def _parts_at_link(lines: Sequence[Line], at: int) -> bool:
    """Whether of the lines above and below a position one is a link, or a link stood between and is no text."""
    if not 0 < at < len(lines):
        return False
    above, below = lines[at - 1 : at + 1]
    return max(above.link_share, below.link_share) >= _LINKED or above.index + 1 < below.index


def _stands_beside(line: Line, boxes: Container[Element], paths: Container[str]) -> bool:
    """Whether a line runs on in one of these boxes, or stands there in a paragraph, a table or a list of its own."""
    way = (line.element, *line.element.iterancestors())
    own = next((element for element in way if element.getparent() in boxes), None)
    if line.element in boxes or own is None:
        return line.element in boxes
    linked = sum(len(words_of(link)) for link in own.iter("a"))
    return (own.tag in _CONTENT or line.path in paths) and 2 * linked < len(words_of(own))
