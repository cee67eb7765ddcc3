"""What a crawl meets of its agency's WARC files and cannot read: told once each, where a person sees it."""

import logging
from collections.abc import Sequence

_MOST_TOLD = 20
_log = logging.getLogger(__name__)


def first_of(sentences: Sequence[str]) -> list[str]:
    """The first twenty sentences, and how many more there are."""
    more = len(sentences) - _MOST_TOLD
    return [*sentences[:_MOST_TOLD], *([f"{more} more such in the log"] if more > 0 else [])]


class Damage:
    """The damage met so far. What is met goes into the log at once."""

    def __init__(self) -> None:
        """Begin with none."""
        self._met: dict[str, None] = {}

    def met(self, what: object) -> None:
        """Tell of a record or a file that is not what it should be."""
        sentence = f"{what}: run luuchieu verify"
        if sentence not in self._met:
            _log.error(sentence)
        self._met[sentence] = None

    @property
    def told(self) -> list[str]:
        """A sentence for each of the first twenty, and how many more there are."""
        return first_of(list(self._met))
