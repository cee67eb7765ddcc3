"""Lists of links that a sentence of the text introduces: what it names is content, though each is a link."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from pipelines.reading.keys import phrase_of
from pipelines.reading.lines import Line
from pipelines.reading.noise import is_noise
from pipelines.reading.others import opens_list
from pipelines.reading.phrases import OF_OTHERS

_FEWEST_WORDS = 3
_TOLD_BY = frozenset({"paragraph", "item", "lede"})


def with_introduced(chosen: list[Line], within: Sequence[Line]) -> list[Line]:
    """The chosen lines with the links right below those that end in a colon, as far as these are one list."""
    leads = {line.index for line in chosen if _introduces(line)}
    below = {after.index for at, line in enumerate(within) if line.index in leads for after in _items(within, at)}
    kept = below.union(line.index for line in chosen)
    return [line for line in within if line.index in kept] if below else chosen


def _introduces(line: Line) -> bool:
    """Whether a line announces a list, and none of other articles."""
    if not line.text.endswith(":") or line.linked or line.kind not in _TOLD_BY:
        return False
    is_said = line.text.count(" ") + 1 >= _FEWEST_WORDS
    return is_said and not (opens_list(line.text) or is_noise(line) or OF_OTHERS.search(phrase_of(line.text)))


def _items(within: Sequence[Line], at: int) -> Iterator[Line]:
    """The links right below a position, siblings of one another, in the list or in the box that follows it."""
    lead, first = within[at].element, within[at + 1].element if at + 1 < len(within) else None
    place = None if first is None else first.getparent()
    around = () if place is None else (first, place, place.getparent())
    if lead not in around and lead.getparent() not in around[1:]:
        return iter(())
    below = (within[position] for position in range(at + 1, len(within)))
    items = list(takewhile(lambda line: line.element.getparent() is place and _leads_away(line), below))
    # a menu
    return iter(()) if any(map(is_noise, items)) else iter(items)


def _leads_away(line: Line) -> bool:
    """Whether a line links other pages: links into its own are a table of contents."""
    links = [link.get("href") or "" for link in line.element.iter("a")] if line.linked else []
    return any(link and not link.startswith(("#", "javascript:")) for link in links)
