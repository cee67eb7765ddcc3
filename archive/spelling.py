"""The words of a text as full-text search looks for them: with marks, and without."""

import re

from archive.folding import flat, fold, in_bytes
from archive.memo import Memo
from archive.orthography import may_move_tones, same_tone_placement

_WORD = re.compile("[\\w\\u0300-\\u036f]+")


def _spelled(piece: str) -> tuple[str, str]:
    """What stands between two blanks, with marks and without: a word, be it with a comma behind it."""
    words = _WORD.findall(piece)
    return " ".join(map(same_tone_placement, words)), " ".join(map(fold, words))


_pieces = Memo(_spelled)


def spelled(text: str) -> tuple[str, str]:
    """The words of a text in their order, as they are looked for with marks and without; signs are passed over."""
    spelt = in_bytes(text)
    if spelt is not None:
        # SQLite finds the words among common signs as we do: there is nothing to take apart.
        lines = zip(text.split("\n"), spelt.split(b"\n"), strict=True)
        return "\n".join(same_tone_placement(line) if may_move_tones(own) else line for line, own in lines), flat(text)
    pieces = [_pieces[piece] for piece in text.split()]
    return " ".join([marked for marked, _ in pieces]), " ".join([plain for _, plain in pieces])
