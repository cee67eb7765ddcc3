"""What one crawl did, counted as it goes."""

import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from archive.model import Claim


@dataclass(slots=True)
class Counts:
    """What arrived is `good`, robots.txt apart. `lost` will not be tried again in this crawl, assets not counted.

    `details` has the words of the first failure for each reason.
    """

    attempted: int = 0
    captured: int = 0
    revisits: int = 0
    good: int = 0
    lost: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    details: dict[str, str] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    stages: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the CPU seconds that the block takes of this thread to the stage's."""
        started = time.thread_time()
        yield
        self.stages[name] += time.thread_time() - started
