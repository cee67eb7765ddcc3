"""The first URLs of a crawl, from which all others are found."""

from archive.model import Link
from archive.urls import resolve
from pipelines.agency import Agency
from pipelines.discovery.feeds import FEED
from pipelines.discovery.scope import scope_of
from pipelines.discovery.sitemaps import SITEMAP
from pipelines.discovery.wordpress import API, posts_url

WELL_KNOWN_FEEDS = ("feed/", "/rss", "/rss.xml")
WELL_KNOWN_SITEMAPS = ("/sitemap.xml", "wp-sitemap.xml", "/sitemap_index.xml")
_ROBOTS = "/robots.txt"
_HOME = Link("", "page", 0, 0)
_LISTING = Link("", "listing", 0, 1)
_SEED = Link("", "page", 0, 1)


def seeds(agency: Agency) -> tuple[Link, ...]:
    """Home page, robots.txt, and what the agency's ways of discovery begin with; each URL once.

    Feeds and sitemaps that the file names stand instead of the well-known ones; what it excludes is left out.
    """
    ways, named = agency.discovery.ways, agency.discovery
    hrefs = [(agency.url, _HOME)]
    if "sitemaps" in ways:
        hrefs += [(_ROBOTS, SITEMAP)]
        hrefs += [(href, SITEMAP) for href in named.sitemaps or WELL_KNOWN_SITEMAPS]
    if "wordpress" in ways:
        hrefs += [(posts_url("wp-json/"), API)]
    if "feeds" in ways:
        hrefs += [(href, FEED) for href in named.feeds or WELL_KNOWN_FEEDS]
    if "listings" in ways:
        hrefs += [(href, _LISTING) for href in named.listings]
    hrefs += [(href, _SEED) for href in agency.seeds]
    links: dict[str, Link] = {}
    exclude = scope_of(agency, None).exclude
    for href, link in hrefs:
        url = resolve(agency.url, href)
        if url and (link is _HOME or href == _ROBOTS or not any(pattern.search(url) for pattern in exclude)):
            links.setdefault(url, Link(url, link.kind, link.depth_cost, link.priority))
    return tuple(links.values())
