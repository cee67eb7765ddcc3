"""The child processes of one `luuchieu crawl`: one an agency, some at once, heard until each has ended."""

import asyncio
import json
import math
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from archive.clock import monotonic

Event = dict[str, Any]
Settings = Mapping[str, str]

# SIGTERM only asks Scrapy to stop: a server that never answers could hold an unattended run for ever.
GRACE_SECONDS = 60.0

# What each exit code says, the gravest last: of several agencies the gravest decides.
GRAVITY = (0, 1, 3, 75, 2, 74)

_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def gravest(codes: Sequence[int]) -> int:
    """The exit code that stands for several."""
    return max(codes, key=GRAVITY.index, default=0)


async def crawl_all(
    settings: Mapping[str, Settings], jobs: int, hear: Callable[[Event], None], budget: float = math.inf
) -> dict[str, int]:
    """Crawl every agency with its settings, `jobs` at once; `hear` gets their events. Returns each one's exit code.

    All together may take `budget` seconds. SIGINT, SIGTERM or a closed terminal asks the crawls to stop; the second
    signal ends them at once, which loses nothing either.
    """
    places = asyncio.Semaphore(jobs)
    stopping = _Stopping()
    end = monotonic() + budget

    async def one(slug: str) -> int:
        async with places:
            left = end - monotonic()
            if stopping.asked.is_set():
                return _given_up(slug, "not crawled: a signal ended the run before its turn", "shutdown", hear)
            if left <= 0:
                return _given_up(slug, "not crawled: the budget was over before its turn", "budget", hear)
            limit = {} if left == math.inf else {"LUUCHIEU_BUDGET": str(left)}
            return await _crawl(slug, {**settings[slug], **limit}, hear, stopping)

    codes = await asyncio.gather(*map(one, settings))
    return dict(zip(settings, codes, strict=True))


def _given_up(slug: str, message: str, reason: str, hear: Callable[[Event], None]) -> int:
    """Tell of an agency that has no report; `reason` is what the report would say."""
    hear({"agency": slug, "event": "error", "reason": reason, "message": message, "exit_code": 1})
    return 1


class _Stopping:
    """What signals have asked for so far: to stop, and then at once."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.insisted = asyncio.Event()
        for number in _STOPPING:
            if signal.getsignal(number) is not signal.SIG_IGN:  # nohup ignores SIGHUP, and so must we
                asyncio.get_running_loop().add_signal_handler(number, self._ask)

    def _ask(self) -> None:
        (self.insisted if self.asked.is_set() else self.asked).set()

    async def end(self, child: asyncio.subprocess.Process) -> None:
        """End the child once that is asked for: it may finish what it is at, but not for ever."""
        await self.asked.wait()
        child.terminate()
        with suppress(TimeoutError):
            await asyncio.wait_for(self.insisted.wait(), GRACE_SECONDS)
        child.kill()


async def _crawl(slug: str, settings: Settings, hear: Callable[[Event], None], stopping: _Stopping) -> int:
    # -P: no module of the folder that we happen to be started in.
    # A session of its own, or Ctrl-C would reach the child beside our SIGTERM, and two signals make Scrapy break off.
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-P", "-m", "crawlers.child", slug),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=1 << 24,
        start_new_session=True,
    )
    ender = asyncio.create_task(stopping.end(child))
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(json.dumps(dict(settings)).encode())
    child.stdin.close()
    async for line in child.stdout:
        hear({"agency": slug, **json.loads(line)})
    code = await child.wait()
    ender.cancel()
    if code < 0 and stopping.asked.is_set():
        return _given_up(slug, "broken off by a signal; the next crawl carries on", "shutdown", hear)
    if code < 0:
        return _given_up(slug, f"ended by {signal.Signals(-code).name}; the next crawl carries on", "killed", hear)
    return code if code in GRAVITY else 1
