"""Where one run of text breaks into lines: at forced breaks, but for those in mid-sentence; and the cells of a row."""

import re
from collections.abc import Sequence

BREAK = "\x1f"
"""Stands for a forced break in collected text."""
CELL = "\x1e"
"""Stands before a cell of a row in collected text."""
_RUNS_ON = re.compile(r"[,;:–\-(\w]$")


def pieces_of(text: str, before: Sequence[tuple[int, int]], linked: int, bold: int) -> list[tuple[str, int, int]]:
    """A line's pieces without blanks at their ends, each with its characters in links and in bold.

    A break in mid-sentence joins, any other break parts; `before` are the counts of the text before each break,
    `linked` and `bold` those behind the last.
    """
    if CELL in text:
        cells = (" ".join(cell.replace(BREAK, " ").split()) for cell in text.split(CELL))
        row = " | ".join(cell for cell in cells if cell)
        return [(row, linked + sum(one for one, _ in before), bold + sum(one for _, one in before))]
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
