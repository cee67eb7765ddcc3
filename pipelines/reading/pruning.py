"""Chrome out of a page: which of the elements that look like chrome are so indeed, and a DOM without them."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain

from lxml import etree

from pipelines.reading.lines import Element, Line, Page

_INLINE = ("span", "font", "b", "strong", "i", "em", "u", "small", "big", "ins", "mark", "o:p", "sup", "sub", "tt")
_UNSEEN = ("script", "style", "template", "svg", "meta", "link")
_CONTROLS = ("select", "textarea", "button")
_SHARE_THAT_ACQUITS = 0.4
# a footer is never misnamed, and on a page with little text of its own it holds most of the prose
_CERTAIN = re.compile(r"foot(?:er)?\b|foot-?bottom|copyright|chan-?trang", re.IGNORECASE)
_RUNS = re.compile(r"marquee\b")
# what the ids of an archive's own bars above its pages begin with: the Wayback Machine's toolbar and appeal
_ARCHIVE_BARS = ("wm-ipp-", "donato-")
_OF_HEADINGS = ("heading", "lede")
PROSE = 80
"""How long a line is, in characters, that may hold a sentence."""


def is_prose(line: Line) -> bool:
    """Long enough for a sentence, and not a list of links, nor what programs write for themselves."""
    text = line.text
    if len(text) < PROSE or line.link_share >= 0.4 or text.startswith("javascript:"):
        return False
    return " " in text or not text.isascii()


def convicted(page: Page) -> frozenset[int]:
    """The chrome elements that are chrome indeed.

    Templates misname wrappers (`sidebar-1` around an article). Where all elements of one kind hold much of the page's
    prose none of them is chrome, nor is what holds title and prose together.
    """
    held: dict[str, int] = defaultdict(int)
    total = 0
    # the way to a page ends with its title, which may be as long as a sentence
    prose = [line for line in page.lines if is_prose(line) and "crumbs" not in line.parts]
    for line in prose:
        total += len(line.text)
        for kind in {page.roots[root][1].kind for root in line.roots}:
            # SharePoint pages let their week's schedule run; a banner that runs holds no table
            held[kind] += len(line.text) if line.kind == "row" or not _RUNS.match(kind) else 0
    acquitted = {
        kind for kind, length in held.items() if length > _SHARE_THAT_ACQUITS * total and not _CERTAIN.search(kind)
    }
    titled = _roots_of_title(page, prose)
    freed = [i for i, (_, role, _) in enumerate(page.roots) if role.kind in acquitted] if acquitted else []
    return frozenset(range(len(page.roots))).difference(titled, freed)


def _roots_of_title(page: Page, prose: Sequence[Line]) -> frozenset[int]:
    """What holds the first h1 and prose below it is the article's wrapper, whatever its class says."""
    first = next((line for line in page.lines if line.kind in _OF_HEADINGS and line.element.tag == "h1"), None)
    if first is None:
        return frozenset()
    below = (line.roots for line in prose if line.index > first.index)
    return frozenset(first.roots).intersection(chain.from_iterable(below))


def visible_lines(page: Page, chrome: frozenset[int]) -> list[Line]:
    """The lines outside convicted chrome."""
    return [line for line in page.lines if chrome.isdisjoint(line.roots)]


def strip_unseen(body: Element) -> None:
    """Take out of the DOM what shows no text, before anybody walks over it; icons have more elements than menus.

    An archive's toolbar goes with it.
    """
    etree.strip_elements(body, *_UNSEEN, etree.Comment, with_tail=False)
    for bar in [child for child in body if f"{child.get('id')}-".startswith(_ARCHIVE_BARS)]:
        # of bars that mirrors have cut in the middle all of the page is a part
        if 2 * sum(1 for _ in bar.iter()) < sum(1 for _ in body.iter()):
            remove(bar)


def prune(page: Page, chrome: frozenset[int], body: Element) -> None:
    """Take chrome and markup without text out of the DOM, so that trafilatura neither sees nor pays for it."""
    etree.strip_elements(body, *_CONTROLS, with_tail=False)
    for index in chrome:
        # what stands in chrome leaves with it; only where words are asked for later they are freed of chrome first
        element, _, around = page.roots[index]
        if chrome.isdisjoint(around):
            remove(element)
    _strip_inline(page, body)


def _strip_inline(page: Page, body: Element) -> None:
    """Melt inline markup into its lines; what plays a part stays, since its words are asked for later."""
    acting = [(element, element.tag) for _, element in page.actors if element.tag in _INLINE]
    for element, _ in acting:
        element.tag = "acting"
    etree.strip_tags(body, *_INLINE)
    for element, tag in acting:
        element.tag = tag


def remove(element: Element) -> None:
    """Take an element out of its tree, and leave the text behind it there."""
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
