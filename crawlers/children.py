"""The child processes of one `luuchieu crawl`: one an agency, some at once, heard until each has ended."""

import asyncio
import json
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Event = dict[str, Any]

# SIGTERM only asks Scrapy to stop: a server that never answers could hold an unattended run for ever.
GRACE_SECONDS = 60.0

# What each exit code says, the gravest last: of several agencies the gravest decides.
GRAVITY = (0, 1, 3, 75, 2, 74)


def gravest(codes: Sequence[int]) -> int:
    """The exit code that stands for several."""
    return max(codes, key=GRAVITY.index, default=0)


async def crawl_all(
    slugs: Sequence[str], settings: Mapping[str, str], jobs: int, hear: Callable[[Event], None]
) -> dict[str, int]:
    """Crawl every agency, `jobs` at once; `hear` gets each child's events. Returns each one's exit code."""
    places = asyncio.Semaphore(jobs)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)

    async def one(slug: str) -> int:
        async with places:
            return 1 if stop.is_set() else await _crawl(slug, settings, hear, stop)

    codes = await asyncio.gather(*(one(slug) for slug in slugs))
    return dict(zip(slugs, codes, strict=True))


async def _crawl(slug: str, settings: Mapping[str, str], hear: Callable[[Event], None], stop: asyncio.Event) -> int:
    pairs = [f"{name}={value}" for name, value in settings.items()]
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "crawlers.child", slug, *pairs, stdout=asyncio.subprocess.PIPE, limit=1 << 24
    )
    stopper = asyncio.create_task(_stop(child, stop))
    assert child.stdout is not None
    async for line in child.stdout:
        hear({"agency": slug, **json.loads(line)})
    code = await child.wait()
    stopper.cancel()
    if code < 0:
        hear(
            {
                "agency": slug,
                "event": "error",
                "message": f"ended by {signal.Signals(-code).name}; the next crawl carries on",
            }
        )
    return code if code in GRAVITY else 1


async def _stop(child: asyncio.subprocess.Process, stop: asyncio.Event) -> None:
    await stop.wait()
    child.terminate()
    try:
        await asyncio.wait_for(child.wait(), GRACE_SECONDS)
    except TimeoutError:
        child.kill()
