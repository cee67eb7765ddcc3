"""Texts as they are compared: without case, marks and punctuation."""

from functools import lru_cache

from archive.folding import folded_words
from archive.orthography import fold

# icons as letters, too, with which controls begin
BLANK = " »>«<|•·-–—:*_=~./…+🔊🔈🔉🎧👁📅📆🕒⏰📞☎✉📧🖨🔗📎💬👍▶►\ufe0f"
"""What says nothing at the ends of a template's phrase."""


@lru_cache(maxsize=16384)
def key_of(text: str) -> str:
    """A title without case, marks and punctuation, for comparison only."""
    return folded_words(text)


def has_key(text: str, key: str) -> bool:
    """Whether `key_of(text)` is `key`: of most lines the first word tells that it is not."""
    return key.startswith(folded_words(text.split(" ", 1)[0])) and key_of(text) == key


@lru_cache(maxsize=4096)
def phrase_of(text: str) -> str:
    """A line as the phrases of templates are written: folded, without what says nothing at its ends."""
    # asked for a line as a control and as a heading, and the same lines stand on all pages of a site
    return " ".join(fold(text).split()).strip(BLANK)
