"""As what a URL is asked for, when it is no page: told by the URL and the agency's file, live and from the archive."""

import re
from urllib.parse import urlsplit

from archive.urls import fetch_key, resolve
from pipelines.agency import Agency
from pipelines.discovery.scope import classify
from pipelines.discovery.shapes import shape_of

_API = re.compile(r"/wp-json(?:[/?]|$)|[?&]rest_route=")


def asked_for(url: str, agency: Agency | None) -> str | None:
    """`robots.txt`, `REST API`, `feed` or `sitemap`, which an answer in HTML is not; None for all other URLs."""
    if urlsplit(url).path.endswith("/robots.txt"):
        return "robots.txt"
    if _API.search(url):
        return "REST API"
    kind = classify(url, agency)[0] if agency else shape_of(url)
    if kind in ("feed", "sitemap"):
        return kind
    return _named(url, agency) if agency else None


def _named(url: str, agency: Agency) -> str | None:
    """What the agency's file names this URL as."""
    for kind, listed in (("feed", agency.discovery.feeds), ("sitemap", agency.discovery.sitemaps)):
        if any(fetch_key(resolve(agency.url, href) or agency.url) == fetch_key(url) for href in listed):
            return kind
    return None
