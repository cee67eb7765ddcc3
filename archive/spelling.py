"""The words of a text as full-text search looks for them: with marks, and without."""

import re
from functools import lru_cache

from archive.orthography import fold, same_tone_placement

_WORD = re.compile("[\\w\\u0300-\\u036f]+")


@lru_cache(maxsize=4)
def spelled(text: str) -> tuple[str, str]:
    """The words of a text in their order, as they are looked for with marks and without."""
    words = [_spellings(word) for word in _WORD.findall(text)]
    return " ".join([marked for marked, _ in words]), " ".join([plain for _, plain in words])


@lru_cache(maxsize=65536)
def _spellings(word: str) -> tuple[str, str]:
    """A word as it is looked for with marks and without; there are few syllables and each comes often."""
    return same_tone_placement(word), fold(word)
