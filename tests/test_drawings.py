"""Drawings leave a page's source, and nothing else of its tree changes."""

import pytest
from lxml import etree
from lxml.html import document_fromstring

from pipelines.reading.drawings import without_strokes

ICON = '<svg class="icon" width="24" viewBox="0 0 24 24"><path d="M12 4l-1 -7z"></path> <use xlink:href="#a>b"/></svg>'
LEFT = (
    "<svg><title>Trạm đo</title><path d='M1'/></svg>",
    '<svg><g><path d="M1"/></g></svg>',
    '<svg data-icon="clock"><path d="M1"/></svg>',
    "<svg><text>Mực nước</text></svg>",
    '<svg><path d="M1"></svg>',
    '<svg><path a=b" c="></path></svg>',
    '<svg><pathology d="M1"/></svg>',
    "<svg></svg>",
)


def page(inner: str) -> bytes:
    return f"<html><body><ul><li>{inner} <a href='/tin'>Tin</a>.</li></ul><p>Mực nước</p></body></html>".encode()


def test_an_icon_is_left_empty_and_keeps_its_class() -> None:
    assert without_strokes(page(ICON)) == page('<svg class="icon"></svg>')


@pytest.mark.parametrize("drawing", LEFT)
def test_what_is_more_than_strokes_stays(drawing: str) -> None:
    assert without_strokes(page(drawing)) == page(drawing)


@pytest.mark.parametrize("where", ["{}", "<p>a{}b</p>", "<b>{}<i>{}</b>", "<table>{}<tr><td>{}", "{}</ul>{}<svg>"])
def test_the_tree_around_an_icon_is_the_same(where: str) -> None:
    found = document_fromstring(without_strokes(page(where.format(ICON, ICON))))
    whole = document_fromstring(page(where.format(ICON, ICON)))
    for tree in (found, whole):
        etree.strip_elements(tree, "path", "use")
        for drawing in tree.iter("svg"):
            drawing.text = None
            for name in ("width", "viewbox"):
                drawing.attrib.pop(name, None)
    assert etree.tostring(found) == etree.tostring(whole)
