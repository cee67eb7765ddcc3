"""A Scrapy crawler that ends in order: signals, and whoever else stops it, are told to the scheduler first."""

from scrapy.crawler import AsyncCrawlerProcess, Crawler

from crawlers.frontier.scheduler import FrontierScheduler


class OrderlyCrawler(Crawler):
    """Does not wait out a host's delay for requests that have not gone out: Scrapy waits for all it was handed."""

    async def stop_async(self) -> None:
        """Stop the scheduler, then as Scrapy does."""
        scheduler = self.engine.scheduler if self.engine else None
        if isinstance(scheduler, FrontierScheduler):
            scheduler.stop("shutdown")
        await super().stop_async()


def crawler_of(slug: str, process: AsyncCrawlerProcess) -> Crawler:
    """The crawler of an agency. Raises UsageError, with the nearest slug, when there is none."""
    return OrderlyCrawler(process.spider_loader.load(slug), process.settings)
