"""Where on a page the article is: the votes over the page's own lines, then the lines that they should have held.

trafilatura finds the place well and the borders badly. So its text only votes: the article's element is the smallest
that holds most of the voted text, and of the lines inside it all are kept that are not chrome.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from pipelines.reading.attachments import images_in
from pipelines.reading.elements import links_document
from pipelines.reading.introduced import with_introduced
from pipelines.reading.lines import Element, Line, Page
from pipelines.reading.pruning import PROSE, is_prose
from pipelines.reading.stamp_lines import is_stamp
from pipelines.reading.teasers import without_teasers
from pipelines.reading.votes import SHORT, votes_of, weight

_MOST = 0.8
_PLACES = frozenset({"body", "article", "main", "section", "div", "td", "table", "tbody", "tr", "form", "center"})
"""Tags that can hold an article; a paragraph or a list holds only a part of one, however long."""
_NEARLY_ALL = 0.95
_NEAR = 5
_CAPTION = 25
# what stands beside icons: labels with what they label, controls, who wrote
_NO_CAPTION = re.compile(
    r"(?!ảnh|hình)[^:]{2,30}:|(?:bấm|nhấn|click)\b|(?:nghe|đọc|xem|tải) (?:bài|bản|thêm|tiếp|chi tiết|về|tại)\b"
    r"|(?:phóng viên|biên tập viên|pv|btv)\s[^,-]+[,-]\s*(?:ban|báo|đài|phòng|tổ|theo)\b|cỡ chữ\b",
    re.IGNORECASE,
)
_SENTENCE = 40


def article_element(body: Element, voted: Sequence[Line]) -> Element:
    """The smallest element that holds most of the voted text."""
    weights: dict[Element, int] = defaultdict(int)
    level: dict[Element, int] = defaultdict(int)
    for line in voted:
        level[line.element] += len(line.text)
    enough = _MOST * sum(level.values())
    while level:
        around: dict[Element, int] = defaultdict(int)
        for element, held in level.items():
            weights[element] += held
            if (parent := element.getparent()) is not None:
                around[parent] += held
        level = around
    here = body
    while True:
        heavier = [child for child in here if weights.get(child, 0) >= enough]
        if not heavier or heavier[0].tag not in _PLACES:
            return here
        here = heavier[0]


def _grown(place: Element, voted: Sequence[Line]) -> Element:
    """The element around it, as long as voted prose stands directly in that: editors nest what they paste."""
    holders = {line.element.getparent() for line in voted if is_prose(line)}
    while (around := place.getparent()) in holders and around.tag in _PLACES:
        place = around
    return place


@dataclass(frozen=True, slots=True)
class Region:
    """Where the article is: its element, and the lines that are taken for its text."""

    place: Element
    lines: Sequence[Line]


def named_region(place: Element, visible: Sequence[Line]) -> Region:
    """The region that an agency's file names: all visible lines of that element."""
    inside = set(place.iter())
    return Region(place, [line for line in visible if line.element in inside])


def find_region(body: Element, page: Page, visible: Sequence[Line]) -> Region:
    """The region of a pruned body that trafilatura votes for; without a vote, what the template calls content."""
    voted = votes_of(body, page, visible)
    if not voted:
        return Region(body, [])
    named = _named_place(page, voted)
    place = _grown(article_element(body, voted), voted) if named is None else named
    inside = set(place.iter())
    within = [line for line in visible if line.element in inside]
    chosen = _without_idle_headings(_chosen(within, voted, inside), within, voted)
    return Region(place, with_introduced(chosen, within))


def beside_title(region: Region, visible: Sequence[Line], first: Line, shown: frozenset[int]) -> Region:
    """Where a text with hardly any prose is: the smallest element around its title that holds a line below it.

    Notices are often only a line with a document; votes for such pages stray into the boxes beside it, where an
    address or a licence may look like prose.
    """
    if weight(region.lines) >= SHORT:
        return region
    for box in first.element.iterancestors():
        inside = set(box.iter())
        below = [line for line in visible if line.index > first.index and line.element in inside]
        own = [line for line in below if line.index not in shown and _tells(line)]
        if own:
            nearest = next((line.index for line in region.lines if is_prose(line)), None)
            strayed = nearest is None or nearest > own[-1].index + _NEAR or any(map(links_document, own))
            beyond = [line for line in region.lines if line.index > own[-1].index]
            stays = not strayed or any(line.kind in ("row", "caption") for line in beyond)
            return region if stays else Region(box, with_introduced(own, below))
        if box.tag == "article" and _shows_scans(box):
            return region
    return region


def _shows_scans(box: Element) -> bool:
    """Whether a box shows pictures or a viewer: agencies put notices online as they were scanned."""
    return box.find(".//iframe") is not None or next(images_in(box), None) is not None


def _tells(line: Line) -> bool:
    """Whether a line is content, or leads to a document, and is no stamp of date or author."""
    if line.link_share > 0.5:
        return links_document(line)
    return not line.parts & {"date", "author", "source", "meta", "crumbs"} and not is_stamp(line.text)


def _named_place(page: Page, voted: Sequence[Line]) -> Element | None:
    """The smallest element that its class names as content and that holds nearly all of the voted prose."""
    prose = [line for line in voted if is_prose(line)]
    enough = _NEARLY_ALL * sum(len(line.text) for line in prose)
    for part, element in reversed(page.actors):
        if part == "content" and prose:
            inside = set(element.iter())
            if sum(len(line.text) for line in prose if line.element in inside) >= enough:
                return element
    return None


def _chosen(within: Sequence[Line], voted: Sequence[Line], inside: set[Element]) -> list[Line]:
    """The lines of the article's element that were voted for, and those that belong to them."""
    ours = [line for line in voted if line.element in inside]
    if not ours:
        return list(voted)
    first, last = ours[0].index, ours[-1].index
    certain = {line.index for line in ours}
    holders = {line.element for line in ours}
    holders |= {holder.getparent() for holder in holders}
    chosen = [line for line in within if line.index in certain or _belongs(line, first, last, holders)]
    return without_teasers(_closed(chosen, within), within)


def _closed(chosen: Sequence[Line], within: Sequence[Line]) -> list[Line]:
    """The chosen lines, what stands between them below a heading or in the same boxes, and the prose that runs on."""
    if not chosen:
        return []
    kept = {line.index for line in chosen}
    boxes = {line.element.getparent() for line in chosen if is_prose(line)}
    by_index = {line.index: line for line in chosen}
    first, end = chosen[0].index, chosen[-1].index
    for line in within:
        runs_on = len(line.text) >= PROSE or (line.kind == "item" and _is_boxed(line, boxes))
        if line.index == end + 1 and runs_on and line.link_share < 0.5:
            end = line.index
            kept.add(end)
        elif (
            first < line.index < end
            and line.link_share < 0.5
            and (_is_boxed(line, boxes) or _is_headed(line, by_index) or _is_tabled(line, boxes))
        ):
            kept.add(line.index)
    return [line for line in within if line.index in kept]


def _is_headed(line: Line, chosen: Mapping[int, Line]) -> bool:
    """Whether a line stands in a box of its own between a chosen heading and the next chosen line of the same box."""
    above, below = chosen.get(line.index - 1), chosen.get(line.index + 1)
    if above is None or below is None or above.kind != "heading" or above.element is below.element:
        return False
    box = above.element.getparent()
    return box is below.element.getparent() and box in islice(line.element.iterancestors(), 3)


def _is_boxed(line: Line, boxes: set[Element]) -> bool:
    box = line.element.getparent()
    if box in boxes or box is None:
        return box is not None
    if line.kind in ("item", "row") and box.getparent() in boxes:
        return True
    # editors nest a picture and its note deeper than the text: figure > div > dl > dd
    outmost = next((one for one in islice(line.element.iterancestors(), 4) if one.getparent() in boxes), None)
    return outmost is not None and _notes_picture(line, outmost)


def _is_tabled(line: Line, boxes: set[Element]) -> bool:
    """Whether a line stands in a table that one of the boxes holds: cells may hold lists."""
    tables = list(line.element.iterancestors("table"))
    return bool(tables) and not boxes.isdisjoint(tables[-1].iterancestors()) and boxes.isdisjoint(tables)


def _notes_picture(line: Line, box: Element) -> bool:
    """Whether a box holds a picture and this line, and no other text."""
    return box.find(".//img") is not None and "".join("".join(box.itertext()).split()) == line.text.replace(" ", "")


def opens_picture(line: Line) -> bool:
    """Whether a line, too long for a name, stands alone in a box with a picture: that with which a text opens."""
    box = line.element.getparent()
    if len(line.text) < _CAPTION or line.linked or box is None or _NO_CAPTION.match(line.text):
        return False
    return _notes_picture(line, box) and next(images_in(box), None) is not None


def _belongs(line: Line, first: int, last: int, holders: set[Element]) -> bool:
    """Whether a line inside the article's element that got no vote is the article's all the same."""
    if line.link_share > 0.8:
        return links_document(line)
    beside = line.element in holders or line.element.getparent() in holders
    if line.index > last:
        ends = beside and (is_prose(line) or _ends(line))
        return ends or line.element in holders or line.kind in ("caption", "row")
    if line.kind in ("lede", "caption", "heading", "row", "quote") or is_prose(line):
        return True
    if line.index < first and opens_picture(line):
        return True
    return beside and (line.index >= first or line.element in holders)


def _ends(line: Line) -> bool:
    """Whether a line is a short sentence in what its template calls content: with such many notices end."""
    return "content" in line.parts and not line.linked and len(line.text) >= _SENTENCE and line.text.endswith(".")


def _without_idle_headings(chosen: Sequence[Line], within: Sequence[Line], voted: Sequence[Line]) -> list[Line]:
    """Without headings that nobody voted for and that head nothing kept: those of boxes with links."""
    kept = {line.index for line in chosen}
    certain = {line.index for line in voted}
    following = dict(zip((line.index for line in within), within[1:], strict=False))
    return [
        line
        for line in chosen
        if line.kind != "heading"
        or line.index in certain
        or ((after := following.get(line.index)) and after.index in kept)
    ]
