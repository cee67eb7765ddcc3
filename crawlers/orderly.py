"""A Scrapy crawler that ends in order: of signals, and whoever else stops it, the spider is told first."""

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler

from crawlers.spiders.agency import AgencySpider


class OrderlyCrawler(Crawler):
    """Does not wait out a host's delay for requests that have not gone out: Scrapy waits for all it was handed."""

    async def stop_async(self) -> None:
        """Stop the scheduler, then as Scrapy does; what has not begun it could not end: it ends by itself."""
        if self._engine is not None and self._engine.running:
            self._stop_spider()
            await super().stop_async()
        elif self._engine is not None and self._engine.scheduler is not None:
            self._stop_spider()
        else:
            self.signals.connect(self._stop_spider, signals.engine_started)

    def _stop_spider(self) -> None:
        if isinstance(self.spider, AgencySpider):
            self.spider.stop("shutdown")


def crawler_of(slug: str, process: AsyncCrawlerProcess) -> Crawler:
    """The crawler of an agency. Raises UsageError, with the nearest slug, when there is none."""
    return OrderlyCrawler(process.spider_loader.load(slug), process.settings)
