"""Where one run of text breaks: at forced breaks outside of sentences, at cells, between things side by side."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

BREAK = "\x1f"
"""Stands for a forced break in collected text."""
CELL = "\x1e"
"""Stands before a cell of a row in collected text."""
_RUNS_ON = re.compile(r"[,;:–\-(\w]$")
# what lays its children out one beside another, with no blank between them in the source
_SIDE_BY_SIDE = re.compile(r"(?:^|\s)(?:(?:d-)?(?:inline-)?(?:flex|grid)|list-inline)(?:$|\s)")


def pieces_of(text: str, before: Sequence[tuple[int, int]], linked: int, bold: int) -> list[tuple[str, int, int]]:
    """A line's pieces without blanks at their ends, each with its characters in links and in bold.

    A break in mid-sentence joins, any other break parts; `before` are the counts of the text before each break,
    `linked` and `bold` those behind the last.
    """
    if CELL in text:
        cells = (" ".join(cell.replace(BREAK, " ").split()) for cell in text.split(CELL))
        row = " | ".join(cell for cell in cells if cell)
        return [(row, linked + sum(one for one, _ in before), bold + sum(one for _, one in before))] if row else []
    if BREAK not in text:
        return [(" ".join(text.split()), linked, bold)]
    pieces: list[tuple[str, int, int]] = []
    for part, (in_link, in_bold) in zip(text.split(BREAK), [*before, (linked, bold)], strict=True):
        plain = " ".join(part.split())
        if pieces and plain and plain[0].islower() and _RUNS_ON.search(pieces[-1][0]):
            said, was_in_link, was_in_bold = pieces[-1]
            pieces[-1] = f"{said} {plain}", was_in_link + in_link, was_in_bold + in_bold
        else:
            pieces.append((plain, in_link, in_bold))
    return [piece for piece in pieces if piece[0]]


def spaced(text: str) -> str:
    """A text with single blanks between its words, and none around them. Most have, and are not taken apart."""
    text = text.strip()
    return text if text.isprintable() and "  " not in text else " ".join(text.split())


def are_apart(left: Any, right: Any, box: Any) -> bool:
    """Whether neighbouring inline elements of a box, without a space, are separate things and not one split word."""
    if not isinstance(left.tag, str) or not isinstance(right.tag, str):
        return False
    if left.tag == right.tag == "a":
        return True
    one, other = left.get("class"), right.get("class")
    if one and other and one != other:
        return True
    around = box.get("class")
    return bool(around) and _is_side_by_side(around)


@lru_cache(maxsize=4096)
def _is_side_by_side(classes: str) -> bool:
    """Whether a box of these classes lays out what it holds in a row."""
    return _SIDE_BY_SIDE.search(classes) is not None
