"""Scrapy's downloader slots: where the requests of one host wait until its delay has passed."""

from scrapy import Request
from scrapy.core.downloader import Downloader
from scrapy.exceptions import IgnoreRequest


def paced(downloader: Downloader, request: Request, delay: float) -> None:
    """Keep a request's host to this delay in seconds, which AutoThrottle would shorten and jitter undercut."""
    host = request.meta["download_slot"]
    downloader.per_slot_settings[host] = {"delay": delay, "jitter": 0.0, "concurrency": 1}
    if slot := downloader.slots.get(host):
        slot.delay, slot.jitter, slot.concurrency = delay, 0.0, 1
    request.meta["autothrottle_dont_adjust_delay"] = True


def called_back(downloader: Downloader, host: str) -> list[Request]:
    """Take out what has not been sent to this host yet; Scrapy hears that each such request is to be ignored."""
    slot = downloader.slots.get(host)
    if slot is None:
        return []
    waiting = list(slot.queue)
    slot.queue.clear()
    for _, answer in waiting:
        answer.errback(IgnoreRequest())
    return [request for request, _ in waiting]
