"""Sitemaps: named in robots.txt or well known; indexes, URL sets with news, plain lists."""

import re
from collections.abc import Iterator

from lxml import etree

from archive.errors import TooLargeError
from archive.model import Claim, Hint, Link
from pipelines.discovery.document import TOO_LONG, Document
from pipelines.discovery.found import Gathering
from pipelines.discovery.plain import plain
from pipelines.discovery.shapes import shape_of
from pipelines.discovery.traps import LONGEST
from pipelines.discovery.xml import local, read_elements, texts

MOST_ENTRIES = 50_000
_ENTRIES = frozenset({"url", "sitemap"})
# Sitemaps of WordPress and its plugins that list archives of articles, not articles.
_OF_LISTINGS = re.compile(
    r"(?:taxonom|category|categories|post_tag|tag|users?|author)[^/]*sitemap|sitemap-(?:taxonomies|users)-"
)
_ROBOTS_LINE = re.compile(rb"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)
SITEMAP = Link("", "sitemap", 0, 1)
_LISTED = Link("", "listing", 0, 4)
_ARCHIVE = Link("", "page", 0, 6)


def read_robots(document: Document, gathering: Gathering) -> None:
    """The sitemaps that robots.txt names."""
    for href in _ROBOTS_LINE.findall(document.start):
        gathering.follow(href.decode("utf-8", "replace"), SITEMAP)


def read_sitemap(document: Document, gathering: Gathering) -> None:
    """An index or URL set, up to the protocol's 50,000 entries; counts the pages it claims."""
    of_listings = _OF_LISTINGS.search(document.url) is not None
    count = 0
    for element in read_elements(document, _ENTRIES, gathering):
        if count == MOST_ENTRIES:
            gathering.remarks.append(f"{document.url}: more than {MOST_ENTRIES:,} entries, the rest was not read")
            break
        count += _read_entry(element, of_listings, gathering)
    if count and not of_listings:
        gathering.claims.append(Claim("sitemap", count))


def read_list(document: Document, gathering: Gathering) -> None:
    """A sitemap in plain text: one URL a line, up to 50,000."""
    count = 0
    for url in _lines(document, gathering):
        if count == MOST_ENTRIES:
            gathering.remarks.append(f"{document.url}: more than {MOST_ENTRIES:,} lines, the rest was not read")
            break
        gathering.announce(url)
        count += 1
    gathering.claims.append(Claim("sitemap", count))


def _lines(document: Document, gathering: Gathering) -> Iterator[str]:
    stream = document.stream()
    try:
        while line := stream.readline(LONGEST):
            words = line.decode("utf-8-sig", "replace").split()
            yield from (word for word in words if word.startswith(("http://", "https://")))
    except TooLargeError:
        gathering.remarks.append(f"{document.url}: {TOO_LONG}")


def _read_entry(element: etree._Element, of_listings: bool, gathering: Gathering) -> int:
    """Take one entry; 1 when it is a page that the site claims to have, else 0."""
    said: dict[str, str] = {}
    for name, text in texts(element):
        said.setdefault(name, text)
    href = said.get("loc", "")
    if local(element) == "sitemap":
        gathering.follow(href, SITEMAP)
        return 0
    if of_listings:
        gathering.follow(href, _ARCHIVE if shape_of(href) == "archive" else _LISTED)
        return 0
    if url := gathering.announce(href):
        published, modified = said.get("publication_date"), said.get("lastmod")
        gathering.hints.append(Hint(url, "sitemap", plain(said.get("title")), published, modified))
    return 1 if href else 0
