"""The links of an HTML page, by one pass over its start tags. Runs on the event loop: 0.2 ms a page.

What is read here is the URLs alone, exactly as they stand in the page: no text is decoded.
"""

import re
from codecs import iterdecode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache

from archive.model import Link
from archive.urls import resolve
from pipelines.discovery.document import Document
from pipelines.discovery.found import Discovered
from pipelines.discovery.listings import is_listing, next_page
from pipelines.discovery.scope import Scope
from pipelines.discovery.scripted import scripted_href
from pipelines.discovery.shapes import viewed_in
from pipelines.discovery.styles import references
from pipelines.discovery.tags import attributes_of, content_of, linking_tags, name_of, parts
from pipelines.discovery.traps import LONGEST, without_way_back
from pipelines.discovery.wordpress import advertised_root, posts_url
from pipelines.refresh import refresh_href

_IMAGE_ATTRIBUTES = ("src", "data-src", "data-lazy-src", "data-original", "poster", "background")
_ROOTED = ("/", "http:", "https:")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SRCSETS = ("srcset", "data-srcset", "data-lazy-srcset")
_SRCSET_ENTRY = re.compile(r"\s*([^\s,]\S*[^\s,])(?:\s+[^,]*)?(?:,|$)")
_LATER_PAGE = re.compile(r"(?<=/)page/\d+/?$")
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml", "text/xml"})
_BEYOND_ASCII = re.compile(r"[\x80-\xff]")
# Of longer tags, styles and scripts mostly, the uses are not remembered.
_SHORT_TAG = 500
_PART = 1024 * 1024
MOST_LINKS = 100_000
"""Of how many addresses one page may speak; twice as many as a sitemap may hold."""


Use = str
"""How a page uses a URL: `page`, `next`, `canonical`, `redirect`, `api`, `feed`, `sitemap`, `frame` or `asset`.

`base` is what the other references of the page are relative to."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one reference: followed as `link`, or `url` refused for a `reason`."""

    link: Link | None
    url: str
    reason: str = ""


@dataclass(slots=True)
class _Seen:
    """What was found so far: links and refused URLs, each once, in the order of the page; links too long to be any."""

    links: dict[str, Link] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    too_long: int = 0

    @property
    def is_full(self) -> bool:
        return len(self.links) + len(self.refused) > MOST_LINKS


def read_page(document: Document, scope: Scope) -> Discovered:
    """All links of a page that are in scope, each once, in the order of the page; own URLs and files refused, with why.

    Of more than `MOST_LINKS` the rest is left out, and a remark says so.
    """
    seen, base = _Seen(), ""
    for uses, as_bytes in _parts(document):
        base = base or _base(document, uses)
        _take(seen, uses, as_bytes, base, document.url, scope)
        if seen.is_full:
            break
    if upcoming := next_page(document.url, scope, seen.links):
        seen.links.setdefault(upcoming.url, upcoming)
    followed = tuple(_followed(document.url, scope, seen.links.values()))
    return Discovered(followed, refused=tuple(seen.refused.items()), remarks=_remarks(document.url, seen))


def _base(document: Document, uses: Iterable[tuple[str, Use]]) -> str:
    named = next((href for href, use in uses if use == "base"), "")
    return (resolve(document.url, named) if named else None) or document.url


def _take(seen: _Seen, uses: Iterable[tuple[str, Use]], as_bytes: bool, base: str, page: str, scope: Scope) -> None:
    """Judge the references of a page, or of a part of a long one."""
    origin = base[: base.find("/", 8) + 1] or base
    for href, use in uses:
        if len(href) > LONGEST:
            seen.too_long += not href.lstrip().lower().startswith("data:")
            continue
        if use == "feed" and _is_feed_of(href, page):
            continue
        written = _BEYOND_ASCII.sub(_escape, href) if as_bytes else href
        # The shortest base with the same result: menus then share one verdict on all pages of a site.
        verdict = _judge(scope, origin if href.startswith(_ROOTED) else base, written, use)
        if verdict is None:
            continue
        if verdict.link:
            seen.links.setdefault(verdict.url, verdict.link)
        else:
            seen.refused.setdefault(verdict.url, verdict.reason)


def _remarks(page: str, seen: _Seen) -> tuple[str, ...]:
    """What was left out: links too long to be any, but for pictures written into the page as `data:`, and too many."""
    told = []
    if seen.too_long:
        told.append(f"{page}: {seen.too_long} links longer than {LONGEST:,} characters were not followed")
    if seen.is_full:
        told.append(f"{page}: more than {MOST_LINKS:,} links, the rest of the page was not followed")
    return tuple(told)


def _followed(page: str, scope: Scope, links: Iterable[Link]) -> Iterable[Link]:
    """Which ordinary links of a page are followed: all, those of listings, or those that look like articles."""
    ways = scope.agency.discovery.ways
    if "links" in ways or ("listings" in ways and is_listing(page, scope)):
        return links
    return (link for link in links if link.kind != "page" or scope.is_article(link.url))


def _parts(document: Document) -> Iterator[tuple[Mapping[tuple[str, Use], None], bool]]:
    """The references of each part of a page and how they are used, in document order, each once in its part.

    Where the flag beside them is set, each character stands for one byte of a legacy encoding.
    """
    uses: dict[tuple[str, Use], None] = {}
    if root := advertised_root(document.header(b"link")):
        uses[posts_url(root), "api"] = None
    body = document.markup
    is_legacy = cache(lambda: _is_legacy(body))
    for part in parts(body.decode("utf-16", "replace").encode() if body.startswith(_UTF16) else body, _PART):
        tags = linking_tags(part)
        # Few of them are not ASCII; to look at the whole page for its encoding would mostly be in vain.
        encoding = "latin-1" if not b"".join(tags).isascii() and is_legacy() else "utf-8"
        for tag in tags:
            uses |= _remembered(tag, encoding) if len(tag) < _SHORT_TAG else _uses_of(tag, encoding)
        # A link in TCVN3 or VNI goes back to the server as the bytes that it sent.
        yield uses, not "".join([href for href, _use in uses]).isascii() and is_legacy()
        uses = {}


def _is_legacy(body: bytes) -> bool:
    """Whether a page is neither UTF-8 nor UTF-16."""
    if body.startswith(_UTF16):
        return False
    pieces = (body[start : start + _PART] for start in range(0, len(body), _PART))
    try:
        for _text in iterdecode(pieces, "utf-8"):
            pass
    except UnicodeDecodeError:
        return True
    return False


def _uses_of(tag: bytes, encoding: str) -> dict[tuple[str, Use], None]:
    """The references of one tag and how they are used."""
    return {(href, use): None for href, use in _read_tag(tag.decode(encoding)) if href}


# A site repeats its menus on every page.
_remembered = lru_cache(maxsize=16384)(_uses_of)


def _read_tag(tag: str) -> Iterator[tuple[str, Use]]:
    name, attributes = name_of(tag), attributes_of(tag)
    match name:
        case "base":
            yield attributes.get("href", ""), "base"
        case "a" | "area":
            href = attributes.get("href", "")
            if not href or href[0] == "#" or href[:11].lower() == "javascript:":
                href = scripted_href(attributes)
            yield href, "next" if attributes.get("rel") == "next" else "page"
        case "link":
            yield from _link_uses(attributes)
        case "meta":
            yield from _meta_uses(attributes)
        case "script":
            yield attributes.get("src", ""), "asset"
        case "iframe" | "frame" | "embed" | "object":
            yield attributes.get("src") or attributes.get("data", ""), "frame"
        case "style":
            yield from ((href, "asset") for href in references(content_of(tag)))
        case "img" | "source" | "video":
            yield from _image_uses(attributes)
    if "url(" in (style := attributes.get("style", "")):
        yield from ((href, "asset") for href in references(style))
    if background := attributes.get("background"):
        yield background, "asset"


def _link_uses(attributes: dict[str, str]) -> Iterator[tuple[str, Use]]:
    href = attributes.get("href", "")
    kind = attributes.get("type", "").lower()
    for rel in attributes.get("rel", "").lower().split():
        match rel:
            case "canonical" | "next" | "sitemap":
                yield href, rel
            case "https://api.w.org/":
                yield posts_url(href), "api"
            case "alternate" if kind in _FEED_TYPES:
                yield href, "feed"
            case "stylesheet" | "icon" | "apple-touch-icon":
                yield href, "asset"
            case "preload" if attributes.get("as") in ("font", "style", "script", "image"):
                yield href, "asset"


def _is_feed_of(href: str, page: str) -> bool:
    """Whether a feed is only this page's own, at its URL + `feed/`, as WordPress advertises them everywhere.

    Of an article it tells the comments; of a category or an author, part of what the site's own feed tells.
    """
    first = _LATER_PAGE.sub("", page)
    return len(first.split("/", 3)[-1]) > 0 and href.startswith(first) and href != page


def _meta_uses(attributes: dict[str, str]) -> Iterator[tuple[str, Use]]:
    content = attributes.get("content", "")
    if attributes.get("http-equiv", "").lower() == "refresh" and (href := refresh_href(content)):
        yield href, "redirect"
    elif attributes.get("property") == "og:image":
        yield content, "asset"


def _image_uses(attributes: dict[str, str]) -> Iterator[tuple[str, Use]]:
    for name in _IMAGE_ATTRIBUTES:
        if href := attributes.get(name):
            yield href, "asset"
    for name in _SRCSETS:
        # Blanks in a row are taken together: the expression would step through each of them again and again.
        for href in _SRCSET_ENTRY.findall(" ".join(attributes.get(name, "").split())):
            yield href, "asset"


def _escape(match: re.Match[str]) -> str:
    return f"%{ord(match[0]):02X}"


@lru_cache(maxsize=16384)
def _judge(scope: Scope, base: str, href: str, use: Use) -> Verdict | None:
    """What becomes of a reference; None for what is no http(s) URL, and for pages of others.

    Cached: a site repeats its links on every page.
    """
    url = None if use == "base" else resolve(base, href)
    if url is None:
        return None
    url = without_way_back(url.partition("#")[0])
    if use == "asset":
        reason = scope.asset_refusal(url)
        return Verdict(None, url, reason) if reason else Verdict(Link(url, "asset", 0, 6), url)
    if use == "frame" and (viewed := viewed_in(base, url)):
        url = viewed
    if reason := scope.refusal(url) or _unwanted(scope, url, use):
        return Verdict(None, url, reason) if scope.own(url) else None
    return Verdict(_link(scope, url, use), url)


def _link(scope: Scope, url: str, use: Use) -> Link:
    match use:
        case "canonical" | "redirect":
            return Link(url, use, 0, 2)
        case "api" | "feed" | "sitemap":
            return Link(url, use, 0, 1)
        case "next" if any(character.isdigit() for character in url):
            return Link(url, "pagination", 0, 3)
    kind, priority = scope.classify(url)
    return Link(url, kind, 1 if kind in ("page", "listing") else 0, priority)


def _unwanted(scope: Scope, url: str, use: Use) -> str | None:
    """Why a way of discovery is not gone, or None."""
    ways = scope.agency.discovery.ways
    way = {"api": "wordpress", "feed": "feeds", "sitemap": "sitemaps"}.get(use)
    return "way-off" if way and way not in ways else None
