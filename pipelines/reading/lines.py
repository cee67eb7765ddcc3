"""A page's DOM as lines of text in document order: the one walk that all of reading rests on.

trafilatura says where the article is, but drops captions, ledes and sub-headings, and glues or splits words at
inline tags. So the text itself is taken from here, from the page's own elements.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from pipelines.reading.markup import BLOCK, HEADINGS, Part, parts_of, step_of

Element = Any
"""An lxml element; lxml ships no types."""

Kind = Literal["paragraph", "heading", "caption", "item", "row", "lede", "quote"]

_KINDS: dict[str, Kind] = {"li": "item", "dd": "item", "dt": "item", "blockquote": "quote", "figcaption": "caption"}
_BREAK = "\x1f"
_CELL = "\x1e"
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_OF_ARTICLE = re.compile(r"entry|article|post|detail|content|news|title", re.IGNORECASE)
_LONGEST_HEADING = 120
_MICRODATA = frozenset({"datePublished", "author", "headline", "articleBody"})
_RUNS_ON = re.compile(r"[,;:–\-(\w]$")


@dataclass(slots=True)
class Line:
    """One line of a page: its text, the element that holds it, and what surrounds it.

    `linked` counts the characters inside links; `roots` are the indexes of the chrome elements
    around it in `Page.roots`; `parts` are the parts its element and that element's inline children play.
    """

    text: str
    path: str
    kind: Kind
    element: Element
    linked: int
    roots: tuple[int, ...]
    parts: frozenset[Part]
    index: int = 0

    @property
    def link_share(self) -> float:
        """How much of the text stands in links, 0 to 1."""
        return self.linked / max(1, len(self.text.replace(" | ", "")))


@dataclass(slots=True)
class Page:
    """The lines of a body, the elements that look like chrome, and the elements that play a part."""

    lines: list[Line] = field(default_factory=list)
    roots: list[Element] = field(default_factory=list)
    actors: list[tuple[Part, Element]] = field(default_factory=list)


class _Walk:
    """State of the one walk: the line being collected and the context it stands in."""

    def __init__(self) -> None:
        self.page = Page()
        self.buffer: list[str] = []
        self.linked = 0
        self.bold = 0
        self.in_link = 0
        self.in_bold = 0
        self.in_row = 0
        self.in_article = 0
        self.path = "body"
        self.kind: Kind = "paragraph"
        self.element: Element = None
        self.roots: tuple[int, ...] = ()
        self.parts: frozenset[Part] = frozenset()
        self.lent: frozenset[Part] = frozenset()

    def add(self, text: str | None) -> None:
        if not text:
            return
        self.buffer.append(text)
        if self.in_link:
            self.linked += len(text.strip())
        if self.in_bold:
            self.bold += len(text.strip())

    def flush(self) -> None:
        """End the line: split it at breaks that end a sentence, and keep what is not blank."""
        if not self.buffer:
            return
        text = "".join(self.buffer)
        linked, bold, parts = self.linked, self.bold, self.parts | self.lent
        self.linked = self.bold = 0
        self.lent = frozenset()
        self.buffer.clear()
        for piece in _pieces(text):
            kind = "heading" if self.kind == "paragraph" and _is_bold_heading(piece, bold) else self.kind
            line = Line(piece, self.path, kind, self.element, min(linked, len(piece)), self.roots, parts)
            line.index = len(self.page.lines)
            self.page.lines.append(line)

    def inline(self, element: Element, tag: str) -> None:
        if tag == "br":
            self.buffer.append(_BREAK)
            return
        self.content(element)

    def content(self, element: Element) -> None:
        self.add(element.text)
        previous = None
        for child in element:
            if previous is not None and not previous.tail and _touch(previous, child):
                self.buffer.append(" ")
            self.visit(child)
            self.add(child.tail)
            previous = child

    def visit(self, element: Element) -> None:
        tag = element.tag
        if not isinstance(tag, str):
            return
        classes = element.get("class") or ""
        # newspapers' editors mark the boxes inside a text by `type`
        marks = f"{classes} {element.get('id') or ''} {element.get('type') or ''}" if element.attrib else classes
        if (role := element.get("itemprop")) in _MICRODATA:
            marks = f"{marks} {role}"
        parts = parts_of(tag, marks)
        if parts and "silent" in parts:
            return
        if tag == "header" and not self.in_article and not _OF_ARTICLE.search(classes):
            parts = parts | parts_of("nav", "")
        style = element.get("style")
        hidden = element.get("hidden") is not None or (style and _HIDDEN.search(style))
        before = self.roots, self.parts
        if (parts and "chrome" in parts) or hidden:
            self.roots = (*self.roots, len(self.page.roots))
            self.page.roots.append(element)
        if parts:
            self.page.actors.extend((part, element) for part in parts if part != "chrome")
        article = tag in ("article", "main")
        self.in_article += article
        link = tag == "a" and bool(element.get("href"))
        bold = tag in ("b", "strong")
        self.in_link += link
        self.in_bold += bold
        if tag in BLOCK or (self.roots is not before[0] and not self.collected()):
            self.block(element, tag, classes, parts)
        else:
            # inside prose it is no chrome, but what it plays it lends to its line
            self.roots, self.lent = before[0], self.lent | parts
            self.inline(element, tag)
        self.in_link -= link
        self.in_bold -= bold
        self.in_article -= article
        self.roots, self.parts = before

    def collected(self) -> bool:
        return any(not text.isspace() for text in self.buffer)

    def block(self, element: Element, tag: str, classes: str, parts: frozenset[Part]) -> None:
        if self.in_row:
            self.lent = self.lent | parts
            self.buffer.append(_CELL if tag in ("td", "th") else " ")
            self.content(element)
            self.buffer.append(" ")
            return
        self.flush()
        before = self.path, self.kind, self.element
        self.parts = self.parts | parts
        self.path = f"{self.path}/{step_of(tag, classes)}"
        self.kind = _kind(tag, self.parts, self.kind)
        # inline elements are stripped before trafilatura looks; a line's holder must stay in the tree
        self.element = element if tag in BLOCK else self.element
        row = tag == "tr" and _is_data_row(element)
        if row:
            self.kind = "row"
        self.in_row += row
        self.content(element)
        self.in_row -= row
        self.flush()
        self.path, self.kind, self.element = before


def _kind(tag: str, parts: frozenset[Part], outer: Kind) -> Kind:
    if tag in HEADINGS:
        return "lede" if "lede" in parts else "heading"
    if "caption" in parts:
        return "caption"
    if "lede" in parts:
        return "lede"
    return _KINDS.get(tag, outer if outer in ("item", "quote", "caption", "lede") else "paragraph")


def _is_bold_heading(text: str, bold: int) -> bool:
    """A short paragraph wholly in bold that is no sentence: how sub-headings are written in editors."""
    return len(text) <= min(_LONGEST_HEADING, bold + 2) and text[-1] not in '.;,:!”"' and len(text) > 3


def _touch(left: Element, right: Element) -> bool:
    """Whether two neighbouring inline elements without a space are separate things and not one split word."""
    if not isinstance(left.tag, str) or not isinstance(right.tag, str):
        return False
    if left.tag == right.tag == "a":
        return True
    return bool(left.get("class") and right.get("class") and left.get("class") != right.get("class"))


def _is_data_row(row: Element) -> bool:
    """A row of short cells is data; a row that holds paragraphs, lists or tables lays out a page."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    filled = 0
    for cell in cells:
        text = "".join(cell.itertext()).strip()
        if len(text) > 400 or cell.find(".//table") is not None or cell.find(".//h1") is not None:
            return False
        filled += bool(text)
    return filled >= 2


def _pieces(text: str) -> Iterator[str]:
    """A line's text without blanks at its ends; a break in mid-sentence joins, any other break parts."""
    if _CELL in text:
        cells = (" ".join(cell.replace(_BREAK, " ").split()) for cell in text.split(_CELL))
        yield " | ".join(cell for cell in cells if cell)
        return
    if _BREAK not in text:
        plain = " ".join(text.split())
        if plain:
            yield plain
        return
    held = ""
    for part in text.split(_BREAK):
        plain = " ".join(part.split())
        if held and plain and plain[0].islower() and _RUNS_ON.search(held):
            held = f"{held} {plain}"
            continue
        if held:
            yield held
        held = plain
    if held:
        yield held


def lines_of(body: Element) -> Page:
    """Walk a body once. Every visible text node is in exactly one line, in document order."""
    walk = _Walk()
    walk.element = body
    walk.content(body)
    walk.flush()
    return walk.page
