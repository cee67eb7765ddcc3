"""What one crawl did, counted as it goes."""

import logging
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from archive.model import Claim

Sort = Literal["pages", "documents", "files", "redirects", "errors", "unanswered"]
SORTS: tuple[Sort, ...] = ("pages", "documents", "files", "redirects", "errors", "unanswered")
"""What an exchange can have brought: every one is counted as exactly one of these."""

_LONGEST_TOLD = 500
_log = logging.getLogger(__name__)
_FILES = frozenset({"attachment", "asset"})
PAGES = frozenset({"page", "canonical", "redirect"})
"""The kinds of URLs that are pages; what is neither a page nor a file is a document that announces pages."""


def sort_of(kind: str, status: int | None) -> Sort:
    """What an exchange for a URL of that kind has brought, by the status of its response."""
    if status is None:
        return "unanswered"
    if status >= 400 or status < 200:
        return "errors"
    if status >= 300 and status != 304:
        return "redirects"
    if kind in PAGES:
        return "pages"
    return "files" if kind in _FILES else "documents"


@dataclass(slots=True)
class Counts:
    """`lost` will not be tried again in this crawl, assets not counted.

    For the answers to what was `cut_off` nobody waited. `came` counts exchanges by sort. `details` has the words of the
    first failure for each reason, `retrying` the reason of what failed and is to be tried again in this crawl, and
    whether it counts as lost when it is not. `broken` has a sentence for each answer and step that broke the program.
    """

    attempted: int = 0
    cut_off: int = 0
    came: Counter[Sort] = field(default_factory=Counter)
    revisits: int = 0
    lost: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    retrying: dict[str, tuple[str, bool]] = field(default_factory=dict)
    broken: dict[str, None] = field(default_factory=dict)
    details: dict[str, str] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    stages: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    @property
    def captured(self) -> int:
        """How many responses are kept; what was not answered is kept too, and not counted here."""
        return self.came.total() - self.came["unanswered"]

    def broke(self, what: str, error: Exception) -> None:
        """Something that came, or a step, has broken the program."""
        _log.error("%s broke the program", what, exc_info=error)
        told = f"{what} broke the program: {type(error).__name__}: {error}"
        self.broken[f"{told[:_LONGEST_TOLD]}; the log says where"] = None

    def give_up(self, url: str, reason: str, is_lost: bool) -> None:
        """A URL will not be tried again in this crawl."""
        self.retrying.pop(url, None)
        self.failures[reason] += 1
        self.lost += is_lost

    def give_up_retrying(self) -> None:
        """The crawl is at its end: what it still meant to try again is left to the next one."""
        for url, (reason, is_lost) in list(self.retrying.items()):
            self.give_up(url, reason, is_lost)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the CPU seconds that the block takes of this thread to the stage's."""
        started = time.thread_time()
        yield
        self.stages[name] += time.thread_time() - started
