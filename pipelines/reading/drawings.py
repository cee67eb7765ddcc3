"""Drawings out of a page's source, before it is parsed: an icon takes as long to parse as the line it stands beside."""

import re

_ATTRIBUTE = rb'\s++[\w:.-]++="[^"]*+"'
_MEASURE = (
    rb"\s++(?:width|height|viewBox|version|x|y|xmlns(?::\w+)?|fill|stroke|stroke-width|aria-hidden|focusable|role)"
    rb'="[^"]*+"'
)
_STROKE = (
    rb"<(?P<stroke>path|circle|ellipse|line|polygon|polyline|rect|use)(?:"
    + _ATTRIBUTE
    + rb")*+\s*+(?:/>|>\s*+</(?P=stroke)>)\s*+"
)
_DRAWING = re.compile(
    rb"<svg(?:" + _MEASURE + rb'|(?P<named>\s++class="[^"]*+"))*+\s*+>\s*+(?:' + _STROKE + rb")++</svg>"
)


def without_strokes(data: bytes) -> bytes:
    """The source without what an `<svg>` holds where that is but strokes, and without its measures.

    The element itself stays, with its class: selectors may name it, or count it. What holds text, links or groups of
    strokes stays as it is, and so does what is not written as drawing programs write it.
    """
    return _DRAWING.sub(rb"<svg\g<named>></svg>", data) if b"<svg" in data else data
