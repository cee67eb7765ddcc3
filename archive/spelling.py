"""The words of a text as full-text search looks for them: with marks, and without."""

import re
from functools import lru_cache

from archive.memo import Memo
from archive.orthography import fold, same_tone_placement

_WORD = re.compile("[\\w\\u0300-\\u036f]+")

# Of pieces between blanks: a word, be it with a comma behind it.
_marked = Memo(lambda piece: " ".join(map(same_tone_placement, _WORD.findall(piece))))
_plain = Memo(lambda piece: " ".join(map(fold, _WORD.findall(piece))))


@lru_cache(maxsize=4)
def spelled(text: str) -> tuple[str, str]:
    """The words of a text in their order, as they are looked for with marks and without."""
    pieces = text.split()
    return " ".join(map(_marked.__getitem__, pieces)), " ".join(map(_plain.__getitem__, pieces))
