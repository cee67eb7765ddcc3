"""A Scrapy crawler that ends in order: signals, and whoever else stops it, are told to the scheduler first."""

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler

from crawlers.frontier.scheduler import FrontierScheduler


class OrderlyCrawler(Crawler):
    """Does not wait out a host's delay for requests that have not gone out: Scrapy waits for all it was handed."""

    async def stop_async(self) -> None:
        """Stop the scheduler, then as Scrapy does; what has not begun it could not end: it ends by itself."""
        if self._engine is not None and self._engine.running:
            self._stop_scheduler()
            await super().stop_async()
        elif self._engine is not None and self._engine.scheduler is not None:
            self._stop_scheduler()
        else:
            self.signals.connect(self._stop_scheduler, signals.engine_started)

    def _stop_scheduler(self) -> None:
        if isinstance(self.engine.scheduler, FrontierScheduler):  # none is left when the spider has closed
            self.engine.scheduler.stop("shutdown")


def crawler_of(slug: str, process: AsyncCrawlerProcess) -> Crawler:
    """The crawler of an agency. Raises UsageError, with the nearest slug, when there is none."""
    return OrderlyCrawler(process.spider_loader.load(slug), process.settings)
