"""A real Scrapy process that fetches a list of requests and hands back what its handler captured, pickled.

`python -m tests.odd_crawl IN OUT`: IN is a pickled list of (url, method, meta) and the agency's URL.
"""

import pickle
import sys
from collections.abc import AsyncIterator
from dataclasses import asdict, replace
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess

from archive.model import Exchange
from crawlers.wire.fetch import ExchangeResponse, FetchFailedError
from pipelines.agency import Agency

HANDLER = "crawlers.wire.fetch.CaptureDownloadHandler"
SETTINGS = {
    "TWISTED_REACTOR_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "DOWNLOAD_HANDLERS": {"http": HANDLER, "https": HANDLER},
    "DOWNLOADER_MIDDLEWARES_BASE": {},
    "SPIDER_MIDDLEWARES_BASE": {},
    "EXTENSIONS_BASE": {},
    "USER_AGENT": "luuchieu/test (+https://example.vn/luuchieu)",
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
    "DOWNLOAD_DELAY": 0,
    "LOG_LEVEL": "ERROR",
}


def kept(exchange: Exchange) -> dict[str, Any]:
    """An exchange as plain values, the response as bytes; closes its file."""
    if exchange.response is None:
        return asdict(exchange)
    with exchange.response as file:
        data = file.read()
    return asdict(replace(exchange, response=None)) | {"response": data}


class OddSpider(Spider):
    name = "odd"

    def __init__(self, requests: list[tuple[str, str, dict[str, Any]]], agency: Agency) -> None:
        super().__init__()
        self.requests = requests
        self.agency = agency
        self.found: list[tuple[str, int, dict[str, Any]]] = []

    async def start(self) -> AsyncIterator[Request]:
        for url, method, meta in self.requests:
            yield Request(url, method=method, meta=meta, errback=self.failed, dont_filter=True)

    def parse(self, response: ExchangeResponse) -> None:
        assert 0 < response.meta.get("download_latency", 1) < 60
        assert response.body == b""
        self.found.append((response.url, response.status, kept(response.exchange)))

    def failed(self, failure: Any) -> None:
        assert isinstance(failure.value, FetchFailedError), failure
        self.found.append((failure.request.url, 0, kept(failure.value.exchange)))


def main(incoming: str, outgoing: str) -> None:
    with open(incoming, "rb") as file:
        requests, url = pickle.load(file)
    process = AsyncCrawlerProcess(SETTINGS)
    crawler = process.create_crawler(OddSpider)
    process.crawl(crawler, requests=requests, agency=Agency("odd", "Odd", url, allow_private_address=True))
    process.start()
    assert isinstance(crawler.spider, OddSpider)
    with open(outgoing, "wb") as file:
        pickle.dump(crawler.spider.found, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
