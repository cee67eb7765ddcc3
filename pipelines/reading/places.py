"""Where on a page text stands, as far as the tags and attributes of the elements around it say."""

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from pipelines.reading.breaks import BREAK, CELL
from pipelines.reading.markup import HEADINGS, MICRODATA_ARTICLE, NO_PARTS, Part, Role, role_of

Element = Any
"""An lxml element; lxml ships no types."""

Kind = Literal["paragraph", "heading", "caption", "item", "row", "lede", "quote"]

_KINDS: dict[str, Kind] = {"li": "item", "dd": "item", "dt": "item", "blockquote": "quote", "figcaption": "caption"}
_DIGITS = "0123456789"
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_TELLING = frozenset({"type", "itemprop", "rel", "hidden", "style", "itemtype"})
_MICRODATA = frozenset({"datePublished", "author", "headline", "articleBody"})

Marks = tuple[str, str, str, bool, bool]
"""What tells elements apart: tag, classes, other marks, whether hidden, whether it links."""


@dataclass(slots=True, eq=False)
class Place:
    """What all elements of one role share that stand in one place.

    `path`, `kind` and `parts` are those of a line here. `is_line` says that a line begins and ends with the element,
    `holds` that lines are its own, `opens` and `closes` are written around it inside one, `lent` is what inline
    elements around the text play in its line. `varies` says that the element may be something else by its content or by
    what stands before it. `inner` are the known places of children by what `marks_of` says of them.
    """

    role: Role
    path: str = "body"
    kind: Kind = "paragraph"
    parts: frozenset[Part] = NO_PARTS
    lent: frozenset[Part] = NO_PARTS
    opens: str = ""
    closes: str = ""
    is_line: bool = True
    is_silent: bool = False
    holds: bool = False
    plays: bool = False
    varies: bool = False
    in_row: bool = False
    in_link: bool = False
    in_bold: bool = False
    in_article: bool = False
    in_text: bool = False
    in_actor: bool = False
    inner: dict[Any, "Place"] = field(default_factory=dict)

    def inside(self, marks: Any) -> "Place":
        """The place of a child that is so marked. Chrome stands in a line of its own, rows lay out the page."""
        tag, *said = marks if isinstance(marks, tuple) else (marks, "", "", False, False)
        # comments and instructions have functions in place of tags
        role = role_of(tag if isinstance(tag, str) else "script", *said, self.in_article, self.in_text)
        if self.is_silent or role.is_silent:
            place = Place(role, is_line=False, is_silent=True)
        else:
            place = self._placed(role, role.is_block or role.is_chrome)
            place.varies = not self.in_row if role.tag == "tr" else role.is_chrome and not role.is_block
        self.inner[marks] = place
        _known.append(place)
        return place

    def otherwise(self, role: Role) -> "Place":
        """The place of a child where it is the other thing it may be: chrome in prose, a row of data."""
        place = self.inner.get(role)
        if place is None:
            place = self.inner[role] = self._placed(role, role.is_block)
            if role.is_block:
                place.kind, place.in_row = "row", True
        return place

    def _placed(self, role: Role, is_apart: bool) -> "Place":
        is_line, parts = is_apart and not self.in_row, self.parts | role.parts
        opens = (CELL if role.tag in ("td", "th") else " ") if is_apart and not is_line else ""
        return Place(
            role,
            f"{self.path}/{role.step}" if is_line else self.path,
            _kind(role.tag, parts, self.kind) if is_line else self.kind,
            parts,
            NO_PARTS if is_line else self.lent | role.parts,
            BREAK if role.tag == "br" else opens,
            opens and " ",
            is_line,
            holds=is_line and role.is_block,
            plays=role.plays,
            in_row=self.in_row,
            in_link=self.in_link or role.is_link,
            in_bold=self.in_bold or role.is_bold,
            in_article=self.in_article or role.is_article,
            in_text=self.in_text or role.is_text,
            in_actor=self.in_actor or bool(role.acts),
        )


_known: list[Place] = []
_MOST_KNOWN = 8192


def place_of_body() -> Place:
    """Where a page begins. The pages of a host share most places: they are known until there are too many of them."""
    if len(_known) > _MOST_KNOWN:
        _known.clear()
    if not _known:
        _known.append(Place(role_of("body", "", "", False, False, False)))
    return _known[0]


def marks_of(element: Element) -> Any:
    """What tag and attributes say of an element's role; the tag alone where it has no attributes."""
    attributes, tag = element.items(), element.tag
    if not attributes:
        return tag
    classes = marks = ""
    hidden = linked = False
    for name, value in attributes:
        if name == "class":
            classes = value
        elif name == "href":
            linked = value != ""
        elif name == "id":
            # which number stands at the end only tells elements of one kind apart
            stem = value.rstrip(_DIGITS)
            marks += f" {stem}0" if stem != value else f" {value}"
        elif name not in _TELLING:
            continue
        elif name == "type" or (name == "itemprop" and value in _MICRODATA) or (name == "rel" and value == "author"):
            # newspapers' editors mark the boxes inside a text by `type`
            marks += f" {value}"
        elif name == "itemtype":
            marks += f" {MICRODATA_ARTICLE}" if value.endswith(("Article", "BlogPosting")) else ""
        elif name == "hidden" or (name == "style" and _HIDDEN.search(value)):
            hidden = True
    return tag, classes, marks, hidden, linked


def _kind(tag: str, parts: frozenset[Part], outer: Kind) -> Kind:
    if tag in HEADINGS:
        return "lede" if "lede" in parts else "heading"
    if "caption" in parts:
        return "caption"
    if "lede" in parts:
        return "lede"
    if tag == "aside" and "chrome" not in parts:
        return "quote"
    return _KINDS.get(tag, outer if outer in ("item", "quote", "caption", "lede") else "paragraph")
