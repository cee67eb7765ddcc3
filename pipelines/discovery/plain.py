"""Titles in feeds and APIs are HTML, escaped once or twice; hints want them as text."""

import re

from archive.orthography import without_controls
from pipelines.references import unescape

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_SPACE = re.compile(r"\s+")


def plain(title: object) -> str | None:
    """The text of a title: tags off, character references resolved, blanks single. None for no text at all."""
    if not isinstance(title, str):
        return None
    text = without_controls(unescape(_TAG.sub("", unescape(title))))
    whole = text.encode(errors="replace").decode()  # JSON can spell half a surrogate pair, which no database takes
    return _SPACE.sub(" ", whole).strip() or None
