"""A downloader middleware that closes the terminal while a request is between Scrapy's engine and its slots."""

import asyncio
import os
import signal

from scrapy import Request


class HangUp:
    """Signals to its own process, once, and passes every request on a while later."""

    def __init__(self) -> None:
        self._begun = False

    async def process_request(self, request: Request) -> None:
        """Keep the request for as long as it takes the crawl to be stopped; robots.txt is let through."""
        if request.url.endswith("/robots.txt"):
            return
        if not self._begun:
            os.kill(os.getpid(), signal.SIGHUP)
        self._begun = True
        await asyncio.sleep(0.5)
