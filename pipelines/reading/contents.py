"""Tables of contents that plugins print above a text: a heading, and links into the page itself."""

import re
from collections.abc import Sequence
from itertools import takewhile

from pipelines.reading.lines import Line

_HEADING = re.compile(
    r"\W*(?:mục lục|mục nội dung|nội dung (?:chính|bài viết)|danh mục bài viết|table of contents)"
    r"(?:\W+(?:bài viết|nhanh|ẩn|hiện))?\W*",
    re.IGNORECASE,
)
_LONGEST = 40
_LINKED = 0.8


def without_contents(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without such tables; of most only the heading is left, since lines that are links are no text."""
    left: set[int] = set()
    for at in filter(lambda at: _heads_contents(lines[at].text), range(len(lines) - 1)):
        entries = [line.index for line in takewhile(_leads_into_page, lines[at + 1 :])]
        if entries or lines[at + 1].index > lines[at].index + 1:
            left.update((lines[at].index, *entries))
    return [line for line in lines if line.index not in left] if left else lines


def _heads_contents(text: str) -> bool:
    return len(text) < _LONGEST and _HEADING.fullmatch(text) is not None


def _leads_into_page(line: Line) -> bool:
    return line.link_share > _LINKED and all("#" in (link.get("href") or "") for link in line.element.iter("a"))
