"""Pages that tables lay out: a row's cells are columns, and beside the one of the article stand boxes."""

from collections import defaultdict
from collections.abc import Sequence

from pipelines.reading.lines import Element, Line
from pipelines.reading.pruning import is_prose

_LONGEST_NAME = 40
_ENDS = ".,:;!?…"


def in_column(lines: list[Line], title: Line | None, visible: Sequence[Line]) -> list[Line]:
    """The lines without those of boxes in other cells of the row, one cell of which holds title and prose.

    A box opens with its name, and holds less than that cell; without a name a cell may hold the article's pictures.
    """
    cell = None if title is None else next((one for one in _cells_around(title) if _holds_prose(one, lines)), None)
    if cell is None:
        return lines
    own, seen = _by_cell(cell.getparent(), lines), _by_cell(cell.getparent(), visible)
    length = _length(own[cell])
    boxes = [one for one in own if one is not cell and _is_box(seen[one]) and _length(own[one]) < length]
    gone = {line.index for box in boxes for line in own[box]}
    return [line for line in lines if line.index not in gone]


def _cells_around(title: Line) -> list[Element]:
    return [one for one in (title.element, *title.element.iterancestors()) if one.tag == "td"]


def _holds_prose(cell: Element, lines: Sequence[Line]) -> bool:
    return any(is_prose(line) and (line.element is cell or cell in line.element.iterancestors()) for line in lines)


def _by_cell(row: Element, lines: Sequence[Line]) -> dict[Element, list[Line]]:
    """The lines inside a row by the cell that holds them."""
    held: dict[Element, list[Line]] = defaultdict(list)
    for line in lines:
        around = (line.element, *line.element.iterancestors())
        if (cell := next((one for one in around if one.getparent() is row), None)) is not None:
            held[cell].append(line)
    return held


def _is_box(shown: Sequence[Line]) -> bool:
    first, *below = shown
    if first.kind == "heading":
        return True
    return len(first.text) <= _LONGEST_NAME and first.text[-1] not in _ENDS and any(map(is_prose, below))


def _length(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines)
