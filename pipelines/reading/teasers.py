"""Summaries of other articles within an article's element: headlines that link away, and what stands below them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice, takewhile

from pipelines.reading.lines import Element, Line
from pipelines.reading.others import opens_list
from pipelines.reading.pruning import is_prose
from pipelines.reading.stamp_lines import is_stamp
from pipelines.reading.votes import WORDS

_SMALL = 0.2


def without_teasers(chosen: Sequence[Line], within: Sequence[Line]) -> list[Line]:
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
    pairs = [pair for pair in pairs if _heads_away(*pair)] + list(_listed_pairs(within))
    away = {one.index for pair in pairs for one in pair}
    return [line for line in chosen if line.index not in away]


def _listed_pairs(within: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Headlines that link away, each in one box with its summary and day, below the heading of a list of others."""
    read = 0
    within = [line for line in within if not is_stamp(line.text)]
    for at, head in enumerate(within[:-2]):
        # what is in a list heads none
        if at >= read and within[at + 1].linked and not head.linked and opens_list(head.text):
            read = at + 1
            items = (within[here : here + 3] for here in range(at + 1, len(within) - 1, 2))
            for item in takewhile(partial(_is_item, head.element), items):
                read += 2
                yield item[0], item[1]


def _is_item(head: Element, item: Sequence[Line]) -> bool:
    """Whether a headline and a line stand in a box that holds neither the heading of the list nor prose below them."""
    headline, line, *below = item
    if headline.link_share < 0.8 or line.link_share > 0.5:
        return False
    inside = {headline.element, *headline.element.iterancestors()}
    box = next((one for one in line.element.iterancestors() if one in inside), None)
    prose = [after for after in below if is_prose(after)]
    return not any(box in element.iterancestors() for element in (head, *(after.element for after in prose)))


def _heads_away(headline: Line, line: Line) -> bool:
    """Whether a line is a linked headline above another line in the same box."""
    if headline.link_share < 0.8 or len(headline.text) < WORDS:
        return False
    box = line.element.getparent()
    if box is not headline.element and box not in islice(headline.element.iterancestors(), 3):
        return False
    links = [link.get("href") or "" for link in headline.element.iter("a")]
    return any(link and not link.startswith(("#", "javascript:")) for link in links)
