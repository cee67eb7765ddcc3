"""Votes for the lines of an article: trafilatura's, and the template's own where those are too few."""

import logging
from collections.abc import Sequence
from copy import copy

from trafilatura.core import bare_extraction
from trafilatura.settings import Document, Extractor

from pipelines.reading.ballot import ballot_of
from pipelines.reading.elements import links_document, text_in, words_of
from pipelines.reading.lines import Element, Line, Page
from pipelines.reading.pruning import is_prose
from pipelines.reading.shapes import remember_shapes
from pipelines.reading.stamp_lines import is_stamp, looks_dated

EXTRACTOR = "trafilatura"
# That trafilatura finds no article on a page is an answer here, and no warning to a person.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
remember_shapes()
_OPTIONS = Extractor(output_format="xml", fast=True, comments=False, with_metadata=False, tables=True)
# A focus of our own is the balanced one without its last step: to weigh the vote against all of the page's text, which
# takes a third of the time, and to vote again in recall mode where it is less than a fifth of that.
_AT_ONCE = copy(_OPTIONS)
_AT_ONCE.focus = "at once"
_LITTLE = 0.2
_OUTVOTED = 0.3
WORDS = 20
"""Characters of a line that says something, where a line of a menu does not."""
SHORT = 400
"""Characters of prose below which a vote for a page may have strayed."""


def votes_of(body: Element, page: Page, visible: Sequence[Line]) -> list[Line]:
    """The lines voted for, links at either end left out; empty only where a page has no line of text."""
    voted, content = vote(body, visible), named_content(page, visible)
    if weight(voted) < _OUTVOTED * weight(content):
        voted = content
    voted = voted or unlinked(visible)
    below = below_heading(visible, voted) if weight(voted) < SHORT else []
    return bordered(below or voted)


def vote(body: Element, lines: Sequence[Line]) -> list[Line]:
    """The lines whose text trafilatura takes for the article's; where that is little of the page, it is asked twice."""
    ballot = ballot_of(body, lines)
    voted = _chosen(ballot, lines, _AT_ONCE)
    is_little = sum(len(line.text) for line in voted) < _LITTLE * sum(len(line.text) for line in lines)
    return _chosen(ballot, lines, _OPTIONS) if voted and is_little else voted


def _chosen(ballot: Element, lines: Sequence[Line], options: Extractor) -> list[Line]:
    document = bare_extraction(ballot, options=options)
    if not isinstance(document, Document) or document.body is None:
        return []
    # most of its blanks are plain ones, which leave more quickly
    chosen = "".join(text_in(document.body).replace(" ", "").split())
    return [line for line in lines if line.text.replace(" | ", "").replace(" ", "") in chosen]


def bordered(voted: list[Line]) -> list[Line]:
    """Without votes for links at either end: those are for the lists beside a text."""
    own = [position for position, line in enumerate(voted) if not _is_for_another(line)]
    return voted[own[0] : own[-1] + 1] if own else voted


def _is_for_another(line: Line) -> bool:
    """Whether a line is but a link, or the headline of another article with its date; documents may bear dates."""
    if line.link_share >= 0.9 or not (line.linked >= WORDS and looks_dated(line.text)):
        return line.link_share >= 0.9
    linked = " ".join(map(words_of, line.element.iter("a")))
    return is_stamp(line.text.replace(linked, "", 1)) and not links_document(line)


def weight(lines: Sequence[Line]) -> int:
    """How many characters of prose lines hold."""
    return sum(len(line.text) for line in lines if is_prose(line))


def named_content(page: Page, visible: Sequence[Line]) -> list[Line]:
    """The unlinked lines of the fullest element that its class names as an article's content."""
    fullest: list[Line] = []
    for part, element in page.actors:
        if part == "content":
            inside = set(element.iter())
            lines = [line for line in unlinked(visible) if line.element in inside]
            fullest = max(fullest, lines, key=lambda found: sum(len(line.text) for line in found))
    return fullest


def below_heading(visible: Sequence[Line], voted: Sequence[Line]) -> list[Line]:
    """The unlinked lines, and the content, beside the only h1 and below it, where votes stray from their box.

    There is prose among them. Pages with little text get votes for whatever else they hold.
    """
    heads = [line for line in visible if line.element.tag == "h1"]
    place = heads[0].element.getparent() if len(heads) == 1 else None
    if place is None or all(place in line.element.iterancestors() for line in voted):
        return []
    below = [line for line in visible if line.index > heads[0].index and line.link_share < 0.5]
    told = {line.index for line in voted}
    below = [
        line
        for line in below
        if line.element.getparent() is place or (_is_inside(line, place) and (line.index in told or _is_content(line)))
    ]
    return below if weight(below) else []


def _is_inside(line: Line, place: Element) -> bool:
    return place in line.element.iterancestors()


def _is_content(line: Line) -> bool:
    """Whether a line stands in what its template calls content."""
    return "content" in line.parts


def unlinked(visible: Sequence[Line]) -> list[Line]:
    """The lines that say something and are no links."""
    return [line for line in visible if line.link_share < 0.3 and len(line.text) >= WORDS]
