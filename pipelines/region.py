"""Where on a page the article is: trafilatura's vote over the page's own lines, then the lines it should have kept.

trafilatura finds the place well and the borders badly. So its text only votes: the article's element is the smallest
that holds most of the voted text, and of the lines inside it all are kept that are not chrome.
"""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import etree
from trafilatura.core import bare_extraction
from trafilatura.settings import Document, Extractor

from pipelines.attachments import is_document
from pipelines.lines import Element, Line, Page
from pipelines.stamp_lines import is_stamp

EXTRACTOR = "trafilatura"
# That trafilatura finds no article on a page is an answer here, and no warning to a person.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
_INLINE = ("span", "font", "b", "strong", "i", "em", "u", "small", "big", "ins", "mark", "o:p", "sup", "sub", "tt")
_SILENT = ("script", "style", "template", "svg", "select", "textarea", "iframe", "button", "meta", "link")
_OPTIONS = Extractor(output_format="xml", fast=True, comments=False, with_metadata=False, tables=True)
_MOST = 0.8
_PLACES = frozenset({"body", "article", "main", "section", "div", "td", "table", "tbody", "tr", "form", "center"})
"""Tags that can hold an article; a paragraph or a list holds only a part of one, however long."""
_NEARLY_ALL = 0.95
_PROSE = 80
_WORDS = 20
_SHARE_THAT_ACQUITS = 0.4
_SMALL = 0.2
_OUTVOTED = 0.3
_SHORT = 400
_NEAR = 5


def is_prose(line: Line) -> bool:
    """Long enough for a sentence, and not a list of links."""
    return len(line.text) >= _PROSE and line.link_share < 0.4


def convicted(page: Page) -> frozenset[int]:
    """The chrome elements that are chrome indeed.

    Templates misname wrappers (`sidebar-1` around an article). Where all elements of one kind hold much of the page's
    prose none of them is chrome, nor is what holds title and prose together.
    """
    kinds = [(element.tag, element.get("class")) for element in page.roots]
    held: dict[tuple[str, str | None], int] = defaultdict(int)
    total = 0
    for line in filter(is_prose, page.lines):
        total += len(line.text)
        for kind in {kinds[root] for root in line.roots}:
            held[kind] += len(line.text)
    titled = _roots_of_title(page)
    return frozenset(i for i, kind in enumerate(kinds) if i not in titled and held[kind] <= _SHARE_THAT_ACQUITS * total)


def _roots_of_title(page: Page) -> frozenset[int]:
    """What holds the first h1 and prose below it is the article's wrapper, whatever its class says."""
    first = next((line for line in page.lines if line.element.tag == "h1"), None)
    if first is None:
        return frozenset()
    below = page.lines[first.index + 1 :]
    return frozenset(root for root in first.roots if any(root in line.roots and is_prose(line) for line in below))


def visible_lines(page: Page, chrome: frozenset[int]) -> list[Line]:
    """The lines outside convicted chrome."""
    return [line for line in page.lines if not any(root in chrome for root in line.roots)]


def prune(page: Page, chrome: frozenset[int], body: Element) -> None:
    """Take chrome and markup without text out of the DOM, so that trafilatura neither sees nor pays for it."""
    etree.strip_elements(body, *_SILENT, etree.Comment, with_tail=False)
    for index in chrome:
        _remove(page.roots[index])
    _strip_inline(page, body)


def _strip_inline(page: Page, body: Element) -> None:
    """Melt inline markup into its lines; what plays a part stays, since its words are asked for later."""
    acting = [(element, element.tag) for _, element in page.actors if element.tag in _INLINE]
    for element, _ in acting:
        element.tag = "acting"
    etree.strip_tags(body, *_INLINE)
    for element, tag in acting:
        element.tag = tag


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def vote(body: Element, lines: Sequence[Line]) -> list[Line]:
    """The lines whose text trafilatura takes for the article's; of a pruned document, which it copies."""
    document = bare_extraction(body.getroottree().getroot(), options=_OPTIONS)
    if not isinstance(document, Document) or document.body is None:
        return []
    chosen = _squeezed("".join(document.body.itertext()))
    return [line for line in lines if _squeezed(line.text.replace(" | ", "")) in chosen]


def _squeezed(text: str) -> str:
    return "".join(text.split())


def article_element(body: Element, voted: Sequence[Line]) -> Element:
    """The smallest element that holds most of the voted text."""
    weights: dict[Element, int] = defaultdict(int)
    by_holder: dict[Element, int] = defaultdict(int)
    for line in voted:
        by_holder[line.element] += len(line.text)
    for holder, weight in by_holder.items():
        weights[holder] += weight
        for ancestor in holder.iterancestors():
            weights[ancestor] += weight
    enough = _MOST * sum(by_holder.values())
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
    voted, content = vote(body, visible), _named_content(page, visible)
    if _weight(voted) < _OUTVOTED * _weight(content):
        voted = content
    voted = voted or _unlinked(visible)
    below = _below_heading(visible, voted) if _weight(voted) < _SHORT else []
    voted = _bordered(below or voted)
    if not voted:
        return Region(body, [])
    named = _named_place(page, voted)
    place = _grown(article_element(body, voted), voted) if named is None else named
    inside = set(place.iter())
    within = [line for line in visible if line.element in inside]
    return Region(place, _without_idle_headings(_chosen(within, voted, inside), within, voted))


def beside_title(region: Region, visible: Sequence[Line], first: Line, shown: frozenset[int]) -> Region:
    """Where a text with hardly any prose is: the smallest element around its title that holds a line below it.

    Notices are often only a line with a document; votes for such pages stray into the boxes beside it, where an
    address or a licence may look like prose.
    """
    if _weight(region.lines) >= _SHORT:
        return region
    for box in first.element.iterancestors():
        inside = set(box.iter())
        below = [line for line in visible if line.index > first.index and line.element in inside]
        own = [line for line in below if line.index not in shown and _tells(line)]
        if own:
            nearest = next((line.index for line in region.lines if is_prose(line)), None)
            strayed = nearest is None or nearest > own[-1].index + _NEAR or any(map(_links_document, own))
            beyond = [line for line in region.lines if line.index > own[-1].index]
            stays = not strayed or any(line.kind in ("row", "caption") for line in beyond)
            return region if stays else Region(box, own)
    return region


def _tells(line: Line) -> bool:
    """Whether a line is content, or leads to a document, and is no stamp of date or author."""
    if line.link_share > 0.5:
        return _links_document(line)
    return not line.parts & {"date", "author", "source", "meta", "crumbs"} and not is_stamp(line.text)


def _links_document(line: Line) -> bool:
    return any(is_document(link.get("href") or "") for link in line.element.iter("a"))


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


def _bordered(voted: list[Line]) -> list[Line]:
    """Without votes for links at either end: those are for the lists beside a text."""
    own = [position for position, line in enumerate(voted) if line.link_share < 0.9]
    return voted[own[0] : own[-1] + 1] if own else voted


def _weight(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines if is_prose(line))


def _named_content(page: Page, visible: Sequence[Line]) -> list[Line]:
    """The unlinked lines of the fullest element that its class names as an article's content."""
    fullest: list[Line] = []
    for part, element in page.actors:
        if part == "content":
            inside = set(element.iter())
            lines = [line for line in _unlinked(visible) if line.element in inside]
            fullest = max(fullest, lines, key=lambda found: sum(len(line.text) for line in found))
    return fullest


def _below_heading(visible: Sequence[Line], voted: Sequence[Line]) -> list[Line]:
    """The unlinked lines beside the only h1 and below it, where prose is among them and votes stray from their box.

    Pages with little text get votes for whatever else they hold.
    """
    heads = [line for line in visible if line.element.tag == "h1"]
    place = heads[0].element.getparent() if len(heads) == 1 else None
    if place is None or all(place in line.element.iterancestors() for line in voted):
        return []
    below = [line for line in visible if line.index > heads[0].index and line.element.getparent() is place]
    below = [line for line in below if line.link_share < 0.5]
    return below if _weight(below) else []


def _unlinked(visible: Sequence[Line]) -> list[Line]:
    return [line for line in visible if line.link_share < 0.3 and len(line.text) >= _WORDS]


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
    return _without_teasers(_closed(chosen, within), within)


def _closed(chosen: Sequence[Line], within: Sequence[Line]) -> list[Line]:
    """The chosen lines, what stands between them in the same boxes as their prose, and the prose that runs on."""
    if not chosen:
        return []
    kept = {line.index for line in chosen}
    boxes = {line.element.getparent() for line in chosen if is_prose(line)}
    first, end = chosen[0].index, chosen[-1].index
    for line in within:
        if line.index == end + 1 and len(line.text) >= _PROSE and line.link_share < 0.5:
            end = line.index
            kept.add(end)
        elif first < line.index < end and line.link_share < 0.5 and _is_boxed(line, boxes):
            kept.add(line.index)
    return [line for line in within if line.index in kept]


def _is_boxed(line: Line, boxes: set[Element]) -> bool:
    box = line.element.getparent()
    return box in boxes or (line.kind in ("item", "row") and box is not None and box.getparent() in boxes)


def _without_teasers(chosen: Sequence[Line], within: Sequence[Line]) -> list[Line]:
    """Without summaries of other articles: a line below a headline that links away, in a small box of the two."""
    before = dict(zip((line.index for line in within[1:]), within, strict=False))
    held: dict[Element, int] = defaultdict(int)
    for line in chosen:
        if line.link_share < 0.5:
            held[line.element.getparent()] += len(line.text)
    enough = _SMALL * sum(held.values())
    pairs = [
        (before[line.index], line)
        for line in chosen
        if line.link_share < 0.5 and line.index in before and held[line.element.getparent()] < enough
    ]
    away = {one.index for headline, line in pairs if _heads_away(headline, line) for one in (headline, line)}
    return [line for line in chosen if line.index not in away]


def _heads_away(headline: Line, line: Line) -> bool:
    """Whether a line is a linked headline above another line in the same box."""
    if headline.link_share < 0.8 or len(headline.text) < _WORDS:
        return False
    box = line.element.getparent()
    if box is not headline.element and box not in islice(headline.element.iterancestors(), 3):
        return False
    links = [link.get("href") or "" for link in headline.element.iter("a")]
    return any(link and not link.startswith(("#", "javascript:")) for link in links)


def _belongs(line: Line, first: int, last: int, holders: set[Element]) -> bool:
    """Whether a line inside the article's element that got no vote is the article's all the same."""
    if line.link_share > 0.8:
        return _links_document(line)
    beside = line.element in holders or line.element.getparent() in holders
    if line.index > last:
        return line.element in holders or line.kind in ("caption", "row") or (beside and is_prose(line))
    if line.kind in ("lede", "caption", "heading", "row") or is_prose(line):
        return True
    return beside and (line.index >= first or line.element in holders)


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
