"""Texts as they are compared: without case, marks and punctuation."""

import re
from functools import lru_cache

from archive.orthography import fold

_WORDLIKE = re.compile(r"\w")
_WORDS = re.compile(r"\w+")


@lru_cache(maxsize=16384)
def key_of(text: str) -> str:
    """A title without case, marks and punctuation, for comparison only."""
    return " ".join(_WORDS.findall(fold(text)))


def has_key(text: str, key: str) -> bool:
    """Whether `key_of(text)` is `key`: told by the length or the first letter of most lines, which are dear to fold."""
    if 3 * len(text) < len(key):  # no letter becomes more than three: Hangul is taken apart
        return False
    first = _WORDLIKE.search(text)
    return key.startswith(fold(first[0]) if first else "") and key_of(text) == key
