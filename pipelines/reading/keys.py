"""Texts as they are compared: without case, marks and punctuation."""

from functools import lru_cache

from archive.folding import folded_words


@lru_cache(maxsize=16384)
def key_of(text: str) -> str:
    """A title without case, marks and punctuation, for comparison only."""
    return folded_words(text)


def has_key(text: str, key: str) -> bool:
    """Whether `key_of(text)` is `key`: of most lines the first word tells that it is not."""
    return key.startswith(folded_words(text.split(" ", 1)[0])) and key_of(text) == key
