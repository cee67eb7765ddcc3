"""Pages whose connection was cut: which are asked for again, and which are all that their server has to give."""

from collections import Counter

from archive.model import Capture
from archive.urls import host_of

_MOST_ATTEMPTS = 3
_HABIT = 3


class Cuts:
    """What was cut off in one crawl.

    Some servers announce more bytes than they send, on every page: the same bytes again are taken as the whole, and a
    host that has done so three times is believed from then on.
    """

    def __init__(self) -> None:
        self._seen: dict[str, tuple[str | None, int | None]] = {}
        self._short: Counter[str] = Counter()

    def ask_again(self, url: str, capture: Capture, attempts: int) -> bool:
        """Whether the `attempts`-th attempt, kept as `capture`, calls for another."""
        if capture.truncated != "disconnect":
            self._seen.pop(url, None)
            return False
        host = host_of(url)
        bytes_kept = capture.payload_digest, capture.payload_size
        if self._seen.get(url) == bytes_kept:
            self._short[host] += 1
            return False
        self._seen[url] = bytes_kept
        return attempts < _MOST_ATTEMPTS and self._short[host] < _HABIT
