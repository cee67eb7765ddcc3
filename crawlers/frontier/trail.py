"""Redirects that are followed under the lease of the page they began with: the trail of requests that led to one."""

from scrapy import Request

from archive.urls import host_of, sendable
from crawlers import robots

MAX_HOPS = 20


def continuation(request: Request, url: str) -> Request | None:
    """The next request under the lease of `request`, whose answer redirects to the absolute `url`; None for a loop.

    A loop is the same URL asked with the same cookies as before, or more than twenty hops; for a robots.txt only
    the RFC's five hops count. The URL is sent as the server gave it, session id included.
    """
    trail = [*request.meta.get("trail", ()), (request.url, request.headers.get("Cookie"))]
    is_robots = request.meta["lease"].kind == "robots"
    if len(trail) > robots.MAX_HOPS if is_robots else len(trail) > MAX_HOPS or trail[-1] in trail[:-1]:
        return None
    target = sendable(url)
    meta = {"lease": request.meta["lease"], "trail": trail, "verbatim_url": True, "download_slot": host_of(target)}
    return Request(target, callback=request.callback, errback=request.errback, meta=meta)


def hops(request: Request) -> int:
    """How many redirects led to this request."""
    return len(request.meta.get("trail", ()))
