"""Pages that tables lay out: a row's cells are columns, and of two with prose only the title's holds its article."""

from collections.abc import Sequence

from pipelines.reading.lines import Element, Line
from pipelines.reading.votes import weight


def in_column(lines: list[Line], title: Line | None) -> list[Line]:
    """The lines without the box beside it: other cells, with a heading of their own, of the row that lays out columns.

    The title's cell holds most of the prose; without a heading another may hold its pictures.
    """
    if title is None:
        return lines
    for cell in (one for one in (title.element, *title.element.iterancestors()) if one.tag == "td"):
        column = _inside(cell, lines)
        if weight(column):
            beside = {line.index for line in _inside(cell.getparent(), lines)}.difference(line.index for line in column)
            others = [line for line in lines if line.index in beside]
            is_box = bool(others) and others[0].kind == "heading" and weight(column) > weight(others)
            return [line for line in lines if line.index not in beside] if is_box else lines
    return lines


def _inside(box: Element, lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.element is box or box in line.element.iterancestors()]
