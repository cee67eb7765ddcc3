"""Where one run of text breaks into lines: at forced breaks, but for those in mid-sentence; and the cells of a row."""

import re
from collections.abc import Sequence

BREAK = "\x1f"
"""Stands for a forced break in collected text."""
CELL = "\x1e"
"""Stands before a cell of a row in collected text."""
_RUNS_ON = re.compile(r"[,;:–\-(\w]$")


def pieces_of(text: str, counts: Sequence[tuple[int, int]]) -> list[tuple[str, int, int]]:
    """A line's pieces without blanks at their ends, each with its characters in links and in bold.

    A break in mid-sentence joins, any other break parts; `counts` are those of the text between breaks.
    """
    linked, bold = (sum(part) for part in zip(*counts, strict=True))
    if CELL in text:
        cells = (" ".join(cell.replace(BREAK, " ").split()) for cell in text.split(CELL))
        return [(" | ".join(cell for cell in cells if cell), linked, bold)]
    if BREAK not in text:
        return [(" ".join(text.split()), linked, bold)]
    pieces: list[tuple[str, int, int]] = []
    for part, (linked, bold) in zip(text.split(BREAK), counts, strict=True):
        plain = " ".join(part.split())
        if pieces and plain and plain[0].islower() and _RUNS_ON.search(pieces[-1][0]):
            said, before, darker = pieces[-1]
            pieces[-1] = f"{said} {plain}", before + linked, darker + bold
        else:
            pieces.append((plain, linked, bold))
    return [piece for piece in pieces if piece[0]]
