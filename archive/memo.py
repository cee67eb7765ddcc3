"""Answers that are worth remembering: what a pure function says of words, of which few make up all texts."""

from collections.abc import Callable, Sized
from typing import Generic, TypeVar

K = TypeVar("K", bound=Sized)
T = TypeVar("T")


class Memo(dict[K, T], Generic[K, T]):
    """What a pure function says of words and the like, each short one asked once; `memo[word]` asks.

    At most `most` are remembered, none of more than `longest` letters. When it is full it begins anew: cheaper than to
    remember who was asked for last.
    """

    def __init__(
        self, function: Callable[[K], T], most: int = 65_536, longest: int = 32, length: Callable[[K], int] = len
    ) -> None:
        super().__init__()
        self._function = function
        self._most, self._longest, self._length = most, longest, length

    def __missing__(self, word: K) -> T:
        answer = self._function(word)
        if self._length(word) <= self._longest:
            if len(self) >= self._most:
                self.clear()
            self[word] = answer
        return answer
