"""What belongs to an agency, and what a URL in it probably is. Decided from the URL alone, so that it is cheap."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from archive.model import Link
from archive.urls import origin_of, pattern_of
from pipelines.agency import Agency, Keep
from pipelines.discovery.shapes import Shape, is_headline, shape_of
from pipelines.discovery.traps import LONGEST, endless, fruitless

Kind = Literal["feed", "sitemap", "listing", "pagination", "page", "attachment", "asset"]

# What is fetched sooner: what finds articles, articles, what belongs to them, all else.
_PRIORITY: dict[Kind, int] = {
    "feed": 1,
    "sitemap": 1,
    "pagination": 3,
    "listing": 4,
    "attachment": 4,
    "asset": 6,
    "page": 5,
}
LAST = 6
_ARTICLE, _HEADLINE = 2, 3
_KIND: dict[Shape | None, Kind] = {
    "attachment": "attachment",
    "image": "asset",
    "style": "asset",
    "script": "asset",
    "font": "asset",
    "feed": "feed",
    "sitemap": "sitemap",
    "pagination": "pagination",
    "listing": "listing",
}
_TAG = re.compile(r"/(tag|tags|tu-khoa|author|tac-gia)/.*", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Scope:
    """An agency's scope on one day, compiled. Compared by identity, since it keys the caches of the hot path."""

    agency: Agency
    places: frozenset[str]
    article: tuple[re.Pattern[str], ...]
    exclude: tuple[re.Pattern[str], ...]

    def own(self, url: str) -> bool:
        """Whether the URL is on one of the agency's hosts, in force on that day."""
        return url.split("/", 3)[2] in self.places or _place(url) in self.places

    def refusal(self, url: str) -> str | None:
        """Why a page, feed or attachment is not fetched, in one word for counting; None when it is."""
        if not self.own(url):
            return "other-host"
        if refusal := self.asset_refusal(url):
            return refusal
        if reason := endless(url):
            return reason
        # A file named login.pdf tells how to log in.
        return None if self.is_article(url) or shape_of(url) == "attachment" else fruitless(url)

    def is_article(self, url: str) -> bool:
        """Whether one of the agency's article patterns stands in the URL."""
        return any(pattern.search(url) for pattern in self.article)

    def asset_refusal(self, url: str) -> str | None:
        """Why a file is not fetched whatever its host: excluded, of a kind that is not kept, no URL. Else None."""
        if len(url) > LONGEST:
            return "too-long"
        if any(pattern.search(url) for pattern in self.exclude):
            return "excluded"
        return "not-kept" if not keeps(self.agency.keep, shape_of(url)) else None

    def classify(self, url: str) -> tuple[Kind, int]:
        """The kind and priority of an in-scope URL; the agency's article patterns come first."""
        if self.is_article(url):
            return "page", _ARTICLE
        shape = shape_of(url)
        if shape == "archive":
            return "page", LAST
        kind = _KIND.get(shape, "page")
        return kind, _HEADLINE if kind == "page" and is_headline(url) else _PRIORITY[kind]


def keeps(keep: Keep, shape: Shape | None) -> bool:
    """Whether files of that shape are kept. Films and programs never are."""
    match shape:
        case "attachment":
            return keep.attachments
        case "image":
            return keep.images
        case "style":
            return keep.styles
        case "script":
            return keep.scripts
        case "font":
            return keep.fonts
    return shape != "media"


def in_scope(url: str, agency: Agency, on: dt.date | None = None) -> str | None:
    """Why an absolute URL is refused, in one word: other-host, excluded, login, languages, …; None when in scope.

    `on` chooses the hosts in force on that day; None takes those without an end.
    """
    return scope_of(agency, on).refusal(url)


def classify(url: str, agency: Agency) -> tuple[Kind, int]:
    """What an in-scope URL probably is, and its priority: lower is fetched sooner."""
    return scope_of(agency, None).classify(url)


def budget_key(link: Link, agency: Agency) -> str | None:
    """What a link counts against in `per_pattern`; None when nothing limits it.

    Articles by the agency's own pattern and what the site announces in feed, sitemap or API are not limited.
    Digits are masked, and all tags and all authors count as one.
    """
    scope = scope_of(agency, None)
    if link.kind in ("api", "feed", "sitemap") or (link.kind == "page" and link.depth_cost == 0):
        return None
    if scope.is_article(link.url):
        return None
    return _TAG.sub(r"/\1/*", pattern_of(link.url))


@lru_cache(maxsize=64)
def scope_of(agency: Agency, on: dt.date | None) -> Scope:
    """Compile an agency's scope as it was on that day."""
    return Scope(agency, frozenset(_places(agency, on)), _compiled(agency.article), _compiled(agency.exclude))


def _places(agency: Agency, on: dt.date | None) -> list[str]:
    listed = {_place(f"http://{host.name}/"): host for host in agency.hosts}
    current = {place for place, host in listed.items() if _in_force(host.since, host.until, on)}
    home = _place(agency.url)
    if home not in listed:
        current.add(home)
    twins = {place[4:] if place.startswith("www.") else f"www.{place}" for place in current}
    return sorted(current | (twins - listed.keys()))


def _in_force(since: dt.date | None, until: dt.date | None, on: dt.date | None) -> bool:
    if on is None:
        return until is None
    return (since is None or since <= on) and (until is None or on <= until)


@lru_cache(maxsize=4096)
def _place_of_origin(url: str) -> str:
    return origin_of(url).partition("://")[2]


def _place(url: str) -> str:
    """Host and port of a URL, without the scheme: sites answer under http and https alike."""
    return _place_of_origin("/".join(url.split("/", 3)[:3]) + "/")


def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, patterns))
