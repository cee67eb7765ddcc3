"""Listing pages: which they are, and the next one where scripts hide its link and the agency's file tells its form."""

import re
from functools import lru_cache

from archive.model import Link
from archive.urls import fetch_key, resolve
from pipelines.discovery.scope import Scope


def is_listing(url: str, scope: Scope) -> bool:
    """Whether a page lists articles: the home page, a listing named in the agency's file, or one by its URL."""
    return fetch_key(url) in _named(scope) or scope.classify(url)[0] in ("listing", "pagination")


def next_page(url: str, scope: Scope, links: dict[str, Link]) -> Link | None:
    """The next page by the agency's `pagination` template, as long as this one brings articles; else None.

    Servers answer any number, often with the last page; `per_pattern` then sets the end.
    """
    template = scope.agency.discovery.pagination
    if template is None or not any(_is_article(link, scope) for link in links.values()):
        return None
    key = fetch_key(url)
    for listing in _listings(scope):
        if key == fetch_key(listing):
            return _numbered(listing, template, 2)
        if match := _page_pattern(listing, template).fullmatch(key):
            return _numbered(listing, template, int(match[1]) + 1)
    return None


def _is_article(link: Link, scope: Scope) -> bool:
    return scope.is_article(link.url) if scope.article else link.kind == "page" and link.priority <= 3


def _numbered(listing: str, template: str, number: int) -> Link | None:
    url = resolve(listing, template.replace("{n}", str(number)))
    return Link(url, "pagination", 0, 3) if url else None


@lru_cache(maxsize=256)
def _page_pattern(listing: str, template: str) -> re.Pattern[str]:
    """Matches the fetch keys of a listing's pages; a number that no template holds marks the place."""
    mark = "9075309"
    url = resolve(listing, template.replace("{n}", mark)) or listing
    return re.compile(re.escape(fetch_key(url)).replace(mark, r"(\d{1,6})"))


@lru_cache(maxsize=64)
def _listings(scope: Scope) -> tuple[str, ...]:
    agency = scope.agency
    named = (resolve(agency.url, href) for href in agency.discovery.listings)
    return tuple(url for url in named if url) or (agency.url,)


@lru_cache(maxsize=64)
def _named(scope: Scope) -> frozenset[str]:
    return frozenset(map(fetch_key, (scope.agency.url, *_listings(scope))))
