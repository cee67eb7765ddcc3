"""A page's DOM as lines of text in document order: the one walk that all of reading rests on.

trafilatura says where the article is, but drops captions, ledes and sub-headings, and glues or splits words at
inline tags. So the text itself is taken from here, from the page's own elements.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from pipelines.reading.breaks import BREAK, CELL, are_apart, pieces_of
from pipelines.reading.markup import HEADINGS, SILENT, Part, Role, role_of

Element = Any
"""An lxml element; lxml ships no types."""

Kind = Literal["paragraph", "heading", "caption", "item", "row", "lede", "quote"]

_KINDS: dict[str, Kind] = {"li": "item", "dd": "item", "dt": "item", "blockquote": "quote", "figcaption": "caption"}
_NO_PARTS: frozenset[Part] = frozenset()
_DIGITS = "0123456789"
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_LONGEST_HEADING = 120
_MICRODATA = frozenset({"datePublished", "author", "headline", "articleBody"})


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
        return self.linked / max(1, len(self.text.replace(" | ", ""))) if self.linked else 0.0


Root = tuple[Element, Role, tuple[int, ...]]
"""An element that looks like chrome, its role, and the indexes of those around it: none inside what plays a part."""


@dataclass(slots=True)
class Page:
    """The lines of a body, the elements that look like chrome, and the elements that play a part."""

    lines: list[Line] = field(default_factory=list)
    roots: list[Root] = field(default_factory=list)
    actors: list[tuple[Part, Element]] = field(default_factory=list)


class _Box:
    """A block as far as its lines go: where it stands, what kind of line it holds, what parts it plays."""

    __slots__ = ("_inner", "kind", "parts", "path")

    def __init__(self, path: str, kind: Kind, parts: frozenset[Part]) -> None:
        self.path = path
        self.kind: Kind = kind
        self.parts = parts
        self._inner: dict[Role, _Box] = {}

    def inside(self, role: Role) -> "_Box":
        """The box of an element that plays this role directly inside; templates repeat, so each is made once."""
        box = self._inner.get(role)
        if box is None:
            parts = self.parts | role.parts
            box = _Box(f"{self.path}/{role.step}", _kind(role.tag, parts, self.kind), parts)
            self._inner[role] = box
        return box


class _Walk:
    """State of the one walk: the line being collected and the context it stands in."""

    def __init__(self, body: Element) -> None:
        self.page = Page()
        self.buffer: list[str] = []
        self.linked = 0
        self.bold = 0
        self.before: list[tuple[int, int]] = []
        self.in_link = 0
        self.in_bold = 0
        self.in_row = False
        self.in_article = 0
        self.in_text = 0
        self.in_actor = 0
        self.box = _Box("body", "paragraph", _NO_PARTS)
        self.holder: Element = body
        self.roots: tuple[int, ...] = ()
        self.lent = _NO_PARTS
        self.lending = 0

    def add(self, text: str) -> None:
        self.buffer.append(text)
        if self.in_link:
            self.linked += len(text.strip())
        if self.in_bold:
            self.bold += len(text.strip())

    def flush(self) -> None:
        """End the line: split it at breaks that end a sentence, and keep what is not blank."""
        text = "".join(self.buffer)
        self.buffer.clear()
        if not text.isspace():
            lines, box, parts = self.page.lines, self.box, self.box.parts | self.lent
            for piece, linked, bold in pieces_of(text, self.before, self.linked, self.bold):
                is_heading = bold and box.kind == "paragraph" and _is_heading(piece, bold)
                kind: Kind = "heading" if is_heading else box.kind
                linked = min(linked, len(piece))
                lines.append(Line(piece, box.path, kind, self.holder, linked, self.roots, parts, len(lines)))
        self.before.clear()
        self.linked = self.bold = 0
        self.lent = _NO_PARTS

    def content(self, element: Element) -> None:
        """All that stands in an element, whose part in the page is played by the caller."""
        if text := element.text:
            self.add(text)
        if not len(element):
            return
        previous, tail = None, None
        for child in element:
            if not tail and previous is not None and are_apart(previous, child, element):
                self.buffer.append(" ")
            if (tag := child.tag) not in SILENT and isinstance(tag, str):
                role = _role(child, tag, self.in_article > 0, self.in_text > 0)
                if role.plays:
                    self.play(child, role)
                elif role.is_block:
                    self.block(child, role)
                else:
                    self.run(child, role)
            if tail := child.tail:
                self.add(tail)
            previous = child

    def run(self, element: Element, role: Role) -> None:
        """Text that runs on in its line, counted where it is a link or bold."""
        if role.tag == "br":
            if self.lent and not self.lending and not self.in_row:
                # what a title or a date beside it plays ends with its line
                self.flush()
                return
            self.buffer.append(BREAK)
            self.before.append((self.linked, self.bold))
            self.linked = self.bold = 0
        elif role.is_link:
            self.in_link += 1
            self.content(element)
            self.in_link -= 1
        elif role.is_bold:
            self.in_bold += 1
            self.content(element)
            self.in_bold -= 1
        else:
            self.content(element)

    def play(self, element: Element, role: Role) -> None:
        """Visit an element that is more than a box or a run of text."""
        if role.is_silent:
            return
        page, outer = self.page, self.roots
        if role.is_block and self.buffer and not self.in_row:
            # what stands before it in the same box is no part of it
            self.flush()
        if role.is_chrome:
            self.roots = (*outer, len(page.roots))
            page.roots.append((element, role, () if self.in_actor else outer))
        if role.acts:
            page.actors.extend((part, element) for part in role.acts)
            self.in_actor += 1
        self.in_article += role.is_article
        self.in_text += role.is_text
        if role.is_block or (role.is_chrome and not "".join(self.buffer).strip()):
            self.block(element, role)
        else:
            # inside prose it is no chrome, but what it plays it lends to its line
            self.roots = outer
            self.lent |= role.parts
            self.lending += 1
            self.run(element, role)
            self.lending -= 1
        self.in_article -= role.is_article
        self.in_text -= role.is_text
        self.in_actor -= bool(role.acts)
        self.roots = outer

    def block(self, element: Element, role: Role) -> None:
        if self.in_row:
            self.lent |= role.parts
            self.buffer.append(CELL if role.tag in ("td", "th") else " ")
            self.run(element, role)
            self.buffer.append(" ")
            return
        if self.buffer:
            self.flush()
        box, holder = self.box, self.holder
        self.box = box.inside(role)
        # inline elements are stripped before trafilatura looks; a line's holder must stay in the tree
        if role.is_block:
            self.holder = element
        if role.tag == "tr" and _is_data_row(element):
            self.in_row, self.box = True, _Box(self.box.path, "row", self.box.parts)
        if role.is_link or role.is_bold or role.tag == "br":
            self.run(element, role)
        else:
            # no frame more than needed: the parser nests 255 deep, and Python's stack holds 1,000 frames
            self.content(element)
        self.in_row = False
        if self.buffer:
            self.flush()
        self.box, self.holder = box, holder


def _role(element: Element, tag: str, in_article: bool, in_text: bool) -> Role:
    """The role of an element by what its attributes say."""
    classes = marks = ""
    hidden = linked = False
    for name, value in element.items():
        if name == "class":
            classes = value
        elif name == "href":
            linked = bool(value)
        elif name == "id":
            # which number stands at the end only tells elements of one kind apart
            stem = value.rstrip(_DIGITS)
            marks += f" {stem}0" if stem != value else f" {value}"
        elif name == "type" or (name == "itemprop" and value in _MICRODATA) or (name == "rel" and value == "author"):
            # newspapers' editors mark the boxes inside a text by `type`
            marks += f" {value}"
        elif name == "hidden" or (name == "style" and _HIDDEN.search(value)):
            hidden = True
    return role_of(tag, classes, marks, hidden, linked, in_article, in_text)


def _kind(tag: str, parts: frozenset[Part], outer: Kind) -> Kind:
    if tag in HEADINGS:
        return "lede" if "lede" in parts else "heading"
    if "caption" in parts:
        return "caption"
    if "lede" in parts:
        return "lede"
    return _KINDS.get(tag, outer if outer in ("item", "quote", "caption", "lede") else "paragraph")


def _is_heading(text: str, bold: int) -> bool:
    """A short paragraph wholly in bold that is no sentence: how sub-headings are written in editors."""
    return len(text) <= min(_LONGEST_HEADING, bold + 2) and text[-1] not in '.;,:!”"' and len(text) > 3


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


def lines_of(body: Element) -> Page:
    """Walk a body once. Every visible text node is in exactly one line, in document order."""
    walk = _Walk(body)
    walk.content(body)
    if walk.buffer:
        walk.flush()
    return walk.page
