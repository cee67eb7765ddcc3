"""The words of a text as full-text search looks for them: with marks, and without."""

import re
from functools import lru_cache

from archive.memo import Memo
from archive.orthography import fold, same_tone_placement

_WORD = re.compile("[\\w\\u0300-\\u036f]+")


def _spelled(piece: str) -> tuple[str, str]:
    """What stands between two blanks, with marks and without: a word, be it with a comma behind it."""
    words = _WORD.findall(piece)
    return " ".join(map(same_tone_placement, words)), " ".join(map(fold, words))


_pieces = Memo(_spelled)


@lru_cache(maxsize=4)
def spelled(text: str) -> tuple[str, str]:
    """The words of a text in their order, as they are looked for with marks and without."""
    pieces = [_pieces[piece] for piece in text.split()]
    return " ".join([marked for marked, _ in pieces]), " ".join([plain for _, plain in pieces])
