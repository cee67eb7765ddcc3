"""Answers that are worth remembering: what a pure function says of words, of which few make up all texts."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

_LONGEST = 32
_MOST = 65_536


class Memo(dict[str, T], Generic[T]):
    """What a pure function says of strings, each short one asked once; `memo[word]` and `memo.__getitem__` ask.

    When it is full it begins anew: cheaper than to remember who was asked for last.
    """

    def __init__(self, function: Callable[[str], T]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, word: str) -> T:
        answer = self._function(word)
        if len(word) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[word] = answer
        return answer
