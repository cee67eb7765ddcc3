"""A page's DOM as lines of text in document order: the one walk that all of reading rests on.

trafilatura says where the article is, but drops captions, ledes and sub-headings, and glues or splits words at
inline tags. So the text itself is taken from here, from the page's own elements.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from pipelines.reading.breaks import BREAK, are_apart, pieces_of, spaced
from pipelines.reading.markup import NO_PARTS, Part, Role
from pipelines.reading.places import Element as Element
from pipelines.reading.places import Kind, Place, marks_of, place_of_body

_LONGEST_HEADING = 120


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


Step = tuple[Element, Place, Element, tuple[int, ...]]
"""An element on the way to where a walk is, its place, the block that holds its lines, and the chrome around them."""


class _Walk:
    """The one walk over a page: the way to where it is, and the line that is being collected there."""

    def __init__(self, body: Element) -> None:
        self.page = Page()
        place = place_of_body()
        self.way: list[Step] = [(None, place, body, ()), (body, place, body, ())]
        self.buffer: list[str] = []
        self.linked = 0
        self.bold = 0
        self.before: list[tuple[int, int]] = []
        self.lent = NO_PARTS

    def visit(self, elements: Iterator[Element]) -> Page:
        """Visit elements in document order: what ends or breaks with each, what it plays, its first text."""
        way, buffer = self.way, self.buffer
        inside, around, holder, roots = way[-1]
        for element in elements:
            parent = element.getparent()
            if parent is not inside:
                before = self.leave(parent)
                _, around, holder, roots = way[-1]
                if buffer and not before.tail and are_apart(before, element, parent):
                    buffer.append(" ")
            marks = marks_of(element)
            place = around.inner.get(marks) or around.inside(marks)
            if place.varies and self.varies(element, place.role):
                place = around.otherwise(place.role)
            if place.is_line:
                if buffer or self.lent:
                    self.flush(around, holder, roots)
                if place.holds:
                    holder = element
            elif place.opens:
                self.part(place.opens)
            if place.plays:
                roots = self.play(element, place, around, roots)
            way.append((element, place, holder, roots))
            text = element.text
            if text and (buffer or not text.isspace()):
                self.add(text, place)
            inside, around = element, place
        self.leave(None)
        return self.page

    def leave(self, parent: Element | None) -> Element:
        """End all that this element does not hold: the lines, and the text behind each; the outermost that ended."""
        way, buffer = self.way, self.buffer
        inside, place, holder, roots = way.pop()
        while inside is not parent:
            element = inside
            if place.is_line:
                if buffer or self.lent:
                    self.flush(place, holder, roots)
            elif place.closes:
                buffer.append(place.closes)
            tail = element.tail
            inside, place, holder, roots = way.pop()
            if tail and (buffer or not tail.isspace()):
                self.add(tail, place)
        way.append((inside, place, holder, roots))
        return element

    def varies(self, element: Element, role: Role) -> bool:
        """Whether an element is the other thing that its role may be: a row of data, or chrome's name in prose."""
        return _is_data_row(element) if role.is_block else bool(self.buffer) and not "".join(self.buffer).isspace()

    def play(self, element: Element, place: Place, around: Place, roots: tuple[int, ...]) -> tuple[int, ...]:
        """Note an element that is more than a box or a run of text; the chrome that is around what it holds."""
        page, role = self.page, place.role
        if role.is_chrome:
            page.roots.append((element, role, () if around.in_actor else roots))
            if place.is_line:
                roots = (*roots, len(page.roots) - 1)
        for part in role.acts:
            page.actors.append((part, element))
        if place.lent:
            # icons are empty, and tell what stands beside them
            self.lent |= place.lent
        return roots

    def add(self, text: str, place: Place) -> None:
        """Collect text; a line begins with the first that is not blank."""
        if place.is_silent:
            return
        self.buffer.append(text)
        if place.in_link:
            self.linked += len(text.strip())
        if place.in_bold:
            self.bold += len(text.strip())
        if place.lent:
            self.lent |= place.lent

    def part(self, sign: str) -> None:
        """Part a line's text by a cell or a break; what a title or a date plays ends with its line."""
        _, place, holder, roots = self.way[-1]
        if sign != BREAK:
            self.buffer.append(sign)
        elif self.lent and not place.lent and not place.in_row:
            self.flush(place, holder, roots)
        elif self.buffer:
            self.buffer.append(BREAK)
            self.before.append((self.linked, self.bold))
            self.linked = self.bold = 0

    def flush(self, place: Place, holder: Element, roots: tuple[int, ...]) -> None:
        """End the line: split it at breaks that end a sentence, and keep what is not blank."""
        if self.buffer:
            text, lines = "".join(self.buffer), self.page.lines
            parts = place.parts | self.lent if self.lent else place.parts
            if self.before or place.in_row:
                pieces = pieces_of(text, self.before, self.linked, self.bold)
            else:
                pieces = [(spaced(text), self.linked, self.bold)]
            for piece, linked, bold in pieces:
                is_heading = bold and place.kind == "paragraph" and _is_heading(piece, bold)
                kind: Kind = "heading" if is_heading else place.kind
                if linked > len(piece):
                    linked = len(piece)
                lines.append(Line(piece, place.path, kind, holder, linked, roots, parts, len(lines)))
            self.buffer.clear()
            self.before.clear()
            self.linked = self.bold = 0
        self.lent = NO_PARTS


def _is_heading(text: str, bold: int) -> bool:
    """A short paragraph wholly in bold that is no sentence: how sub-headings are written in editors."""
    return len(text) <= min(_LONGEST_HEADING, bold + 2) and text[-1] not in '.;,:!”"' and len(text) > 3


def _is_data_row(row: Element) -> bool:
    """A row of short cells is data; a row that holds paragraphs, lists or tables lays out a page."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    filled = 0
    for cell in cells:
        text = "".join(cell.itertext()).strip()
        if len(text) > 400 or next(cell.iter("table", "h1"), None) is not None:
            return False
        filled += bool(text)
    return filled >= 2


def lines_of(body: Element) -> Page:
    """Walk a body once. Every visible text node is in exactly one line, in document order."""
    walk = _Walk(body)
    if body.text and not body.text.isspace():
        walk.add(body.text, place_of_body())
    return walk.visit(islice(body.iter(), 1, None))
