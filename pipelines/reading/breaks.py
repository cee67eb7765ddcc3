"""Where one run of text breaks: at forced breaks outside of sentences, at cells, between things side by side."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

BREAK = "\x1f"
"""Stands for a forced break in collected text."""
CELL = "\x1e"
"""Stands before a cell of a row in collected text."""
_RUNS_ON = re.compile(r"[,;:–\-(\w]$")
# where one thing ends and another begins: behind a year or a time of the day, a number behind a word, a new word
_ENDS_MOMENT = re.compile(r"(?:[/.-]\d{4}|:\d\d)$")
# a single digit behind a letter may be raised: `120 m` and `2`
_BEGINS_NUMBER = re.compile(r"\d[\d/.:-]")
_MOST_IN_ROW = 8
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
    if around and _is_side_by_side(around):
        return True
    return left.tag == right.tag == "span" and box.tag != "p" and _are_told_apart(left, right) and _is_row(box)


def _is_row(box: Any) -> bool:
    """Whether a box holds a few spans and nothing else: in what is pasted into a text words part some."""
    children = list(islice(box, _MOST_IN_ROW + 1))
    if len(children) > _MOST_IN_ROW or any(child.tag != "span" for child in children):
        return False
    return not any(text and not text.isspace() for text in (box.text, *(child.tail for child in children)))


def _are_told_apart(left: Any, right: Any) -> bool:
    """Whether the letters where two runs of text meet cannot be one word's."""
    before, after = "".join(left.itertext()).rstrip(), "".join(right.itertext()).lstrip()
    if not before or not after:
        return False
    if after[0].isdigit():
        begins = before[-1].islower() and _BEGINS_NUMBER.match(after) is not None
        return begins or _ENDS_MOMENT.search(before) is not None
    return after[0].isupper() and (before[-1].isdigit() or before[-1].islower())


@lru_cache(maxsize=4096)
def _is_side_by_side(classes: str) -> bool:
    """Whether a box of these classes lays out what it holds in a row."""
    return _SIDE_BY_SIDE.search(classes) is not None
