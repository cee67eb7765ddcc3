"""What trafilatura is asked about: a copy of a page in which nothing stands that could get no vote."""

import re
from collections.abc import Sequence
from copy import copy

from lxml import etree
from lxml.html import HtmlElement

from pipelines.reading.lines import Element, Line
from pipelines.reading.markup import BLOCK
from pipelines.reading.shapes import clear_untold

_LINKED = 0.9
"""From this share of links on, a line is for lists, and gets a vote only beside one that is none."""
_IDLE = "idle"
_ODD = re.compile(r"[^\w:.-]")
# trafilatura asks elements for more than lxml's own give; those are walked over in half the time
_PARSER = etree.HTMLParser()
_PARSER.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))


def ballot_of(body: Element, lines: Sequence[Line]) -> Element:
    """A document with a copy of a pruned body that holds these lines, but neither lists of links nor empty boxes.

    Where all lines are links, all is asked about. trafilatura pays for every element as often as it has rules, and two
    of three hold nothing to vote for.
    """
    holders = _holders(lines)
    # a name that only the parser takes (`<f<>`) cannot be given back
    idle = [(element, element.tag) for element in _idle(holders, lines) if not _ODD.search(element.tag)]
    for element, _ in idle:
        element.tag = _IDLE
    document = _PARSER.makeelement("html")
    document.append(copy(body))
    for element, tag in idle:
        element.tag = tag
    etree.strip_elements(document, _IDLE, with_tail=False)
    # a page's heading links to the page itself; for one link all text of each box around it is weighed
    for heading in document.iter("h1"):
        etree.strip_tags(heading, "a")
    # trafilatura copies all of it four times, and looks at attributes as often as it has rules
    clear_untold(document)
    return document


def _holders(lines: Sequence[Line]) -> set[Element]:
    """The elements of lines that are not mere links, and of those that stand in the same box, or in a list there."""
    told = {line.element for line in lines if line.link_share < _LINKED}
    boxes = {element.getparent() for element in told}
    lists = {line.element.getparent() for line in lines if line.kind == "item"}
    boxes |= {box for box in lists if box is not None and box.getparent() in boxes}
    return told | {line.element for line in lines if line.element.getparent() in boxes}


def _idle(holders: set[Element], lines: Sequence[Line]) -> list[Element]:
    """The outermost elements without any of these holders, but for the inline ones that make up a holder's line."""
    kept = set(holders)
    for holder in holders:
        around = holder.getparent()
        while around is not None and around not in kept:
            kept.add(around)
            around = around.getparent()
    # the cells of a row are blocks, and make up one line
    rows = {line.element for line in lines if line.kind == "row"}
    return [
        child
        for element in kept - rows
        for child in element
        if child not in kept and (element not in holders or child.tag in BLOCK)
    ]
