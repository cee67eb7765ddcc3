"""What the crawl's child process tells of its progress, a line every second, while it crawls."""

import asyncio
import contextlib
import json
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from archive import clock

_EVERY_SECONDS = 1.0


class Progress:
    """A Scrapy extension that writes JSON lines to standard output; `crawlers.child` switches it on."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._telling: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Build the extension, as Scrapy does."""
        extension = cls(crawler)
        crawler.signals.connect(extension.begin, signals.spider_opened)
        crawler.signals.connect(extension.end, signals.spider_closed)
        return extension

    def begin(self) -> None:
        """Tell from now on."""
        self._telling = asyncio.create_task(self._tell())

    async def end(self) -> None:
        """Tell no more."""
        if self._telling:
            self._telling.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._telling

    async def _tell(self) -> None:
        crawl = self._crawler.spider.crawl  # type: ignore[union-attr]
        while True:
            await asyncio.sleep(_EVERY_SECONDS)
            told = {
                "event": "progress",
                "captured": crawl.counts.captured,
                "read": crawl.reader.read if crawl.reader else 0,
                "waiting": crawl.frontier.due_count(clock.now().timestamp()),
            }
            print(json.dumps(told), flush=True)
