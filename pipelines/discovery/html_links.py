"""The links of an HTML page, by one pass over the parsed tree. Runs on the event loop: half a millisecond a page.

What is read here is the URLs alone, exactly as they stand in the page: no text is decoded.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl

from selectolax.lexbor import LexborHTMLParser

from archive.model import Link
from archive.urls import resolve
from pipelines.discovery.document import Document
from pipelines.discovery.found import Discovered
from pipelines.discovery.listings import is_listing, next_page
from pipelines.discovery.scope import Scope
from pipelines.discovery.shapes import shape_of
from pipelines.discovery.styles import references
from pipelines.discovery.traps import LONGEST, without_way_back
from pipelines.discovery.wordpress import advertised_root, posts_url

_CARRIERS = (
    "a[href],area[href],link[href],meta[content],img,source,script[src],iframe[src],frame[src],embed[src],"
    "object[data],video[poster],style,[style*='url('],[background]"
)
_IMAGE_ATTRIBUTES = ("src", "data-src", "data-lazy-src", "data-original", "poster", "background")
_SRCSETS = ("srcset", "data-srcset", "data-lazy-srcset")
_SRCSET_ENTRY = re.compile(r"\s*([^\s,]\S*[^\s,])(?:\s+[^,]*)?(?:,|$)")
_REFRESH = re.compile(r"""^\s*[\d.]*\s*[;,\s]\s*url\s*=\s*["']?\s*([^"']+)""", re.IGNORECASE)
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml", "text/xml"})
_BEYOND_ASCII = re.compile(r"[\x80-\xff]")

# The HTML algorithm takes quadratic time for nested blocks: 100,000 open <div> block the event loop for a minute.
# The tags that carry links are harmless without the others, and lead to the same links.
_MOST_TAGS = 10_000
_SCAFFOLD = re.compile(
    rb"</?(?!(?:a|area|link|base|meta|img|source|script|i?frame|embed|object|video|style)[\s/>])[a-zA-Z][^<>]*>",
    re.IGNORECASE,
)

Use = str
"""How a page uses a URL: `page`, `next`, `canonical`, `redirect`, `api`, `feed`, `sitemap`, `frame` or `asset`."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of one reference: followed as `link`, or `url` refused for a `reason`."""

    link: Link | None
    url: str
    reason: str | None


def read_page(document: Document, scope: Scope) -> Discovered:
    """All links of a page that are in scope, each once, in the order of the page; own URLs refused, with why."""
    tree, base, as_bytes = _parse(document)
    links: dict[str, Link] = {}
    refused: dict[str, str] = {}
    uses = dict.fromkeys(_uses(tree, document))
    for href, use in uses:
        if len(href) > LONGEST:
            continue
        written = _BEYOND_ASCII.sub(_escape, href) if as_bytes else href
        verdict = _judge(scope, _judging_base(base, href), written, use)
        if verdict and verdict.link:
            links.setdefault(verdict.url, verdict.link)
        elif verdict and verdict.reason and scope.own(verdict.url):
            refused.setdefault(verdict.url, verdict.reason)
    if upcoming := next_page(document.url, scope, links):
        links.setdefault(upcoming.url, upcoming)
    wanted = _wanted_ways(document.url, scope)
    followed = tuple(link for link in links.values() if link.kind != "page" or wanted(link.url))
    return Discovered(followed, refused=tuple(refused.items()), remarks=_too_long(document.url, uses))


def _too_long(page: str, uses: Iterable[tuple[str, Use]]) -> tuple[str, ...]:
    """A remark on links too long to be any, but for pictures that are written into the page as `data:`."""
    count = sum(len(href) > LONGEST and not href.lstrip().lower().startswith("data:") for href, _use in uses)
    return (f"{page}: {count} links longer than {LONGEST:,} characters were not followed",) if count else ()


def _wanted_ways(page: str, scope: Scope) -> Callable[[str], bool]:
    """Which ordinary links of a page are followed: all, those of listings, or those that look like articles."""
    ways = scope.agency.discovery.ways
    if "links" in ways or ("listings" in ways and is_listing(page, scope)):
        return lambda _url: True
    return scope.is_article


def _parse(document: Document) -> tuple[LexborHTMLParser, str, bool]:
    """The tree, the base of its references, and whether its characters stand for bytes of a legacy encoding."""
    body, as_bytes = document.body, False
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        body = body.decode("utf-16", "replace").encode()
    try:
        body.decode()
    except UnicodeDecodeError:
        # One character a byte: a link in TCVN3 or VNI goes back to the server as the bytes that it sent.
        body, as_bytes = body.decode("latin-1").encode(), True
    if body.count(b"<") > _MOST_TAGS:
        body = _SCAFFOLD.sub(b"", body)
    tree = LexborHTMLParser(body)
    node = tree.css_first("base[href]")
    href = node.attributes.get("href") if node else None
    return tree, (resolve(document.url, href) if href else None) or document.url, as_bytes


def _uses(tree: LexborHTMLParser, document: Document) -> Iterator[tuple[str, Use]]:
    """Every reference in the page and how it is used, in document order."""
    if root := advertised_root(document.header(b"link")):
        yield posts_url(root), "api"
    for node in tree.css(_CARRIERS):
        attributes = node.attributes
        match node.tag:
            case "a" | "area":
                yield attributes.get("href") or "", "next" if attributes.get("rel") == "next" else "page"
            case "link":
                yield from _link_uses(attributes, document.url)
            case "meta":
                yield from _meta_uses(attributes)
            case "script":
                yield attributes.get("src") or "", "asset"
            case "iframe" | "frame" | "embed" | "object":
                yield attributes.get("src") or attributes.get("data") or "", "frame"
            case "style":
                yield from ((href, "asset") for href in references(node.text()))
            case "img" | "source" | "video":
                yield from _image_uses(attributes)
        if (style := attributes.get("style")) and "url(" in style:
            yield from ((href, "asset") for href in references(style))
        if background := attributes.get("background"):
            yield background, "asset"


def _link_uses(attributes: dict[str, str | None], page: str) -> Iterator[tuple[str, Use]]:
    href = attributes.get("href") or ""
    kind = (attributes.get("type") or "").lower()
    for rel in (attributes.get("rel") or "").lower().split():
        match rel:
            case "canonical" | "next" | "sitemap":
                yield href, rel
            case "https://api.w.org/":
                yield posts_url(href), "api"
            case "alternate" if kind in _FEED_TYPES and not _is_comment_feed(href, page):
                yield href, "feed"
            case "stylesheet" | "icon" | "apple-touch-icon":
                yield href, "asset"
            case "preload" if attributes.get("as") in ("font", "style", "script", "image"):
                yield href, "asset"


def _is_comment_feed(href: str, page: str) -> bool:
    """WordPress advertises, on every article, a feed of its comments at the article's own URL + `feed/`."""
    return len(page.split("/", 3)[-1]) > 0 and href.startswith(page) and href != page


def _meta_uses(attributes: dict[str, str | None]) -> Iterator[tuple[str, Use]]:
    content = attributes.get("content") or ""
    if (attributes.get("http-equiv") or "").lower() == "refresh" and (match := _REFRESH.match(content)):
        yield match[1].strip(), "redirect"
    elif attributes.get("property") == "og:image":
        yield content, "asset"


def _image_uses(attributes: dict[str, str | None]) -> Iterator[tuple[str, Use]]:
    for name in _IMAGE_ATTRIBUTES:
        if href := attributes.get(name):
            yield href, "asset"
    for name in _SRCSETS:
        for href in _SRCSET_ENTRY.findall(attributes.get(name) or ""):
            yield href, "asset"


def _judging_base(base: str, href: str) -> str:
    """The shortest base with the same result: menus then share one verdict on all pages of a site."""
    if href.startswith(("/", "http:", "https:")):
        return base[: base.find("/", 8) + 1] or base
    return base


def _escape(match: re.Match[str]) -> str:
    return f"%{ord(match[0]):02X}"


@lru_cache(maxsize=16384)
def _judge(scope: Scope, base: str, href: str, use: Use) -> Verdict | None:
    """What becomes of a reference; None for what is no http(s) URL. Cached: a site repeats its links on every page."""
    url = resolve(base, href)
    if url is None:
        return None
    url = without_way_back(url.partition("#")[0])
    if use == "asset":
        reason = scope.asset_refusal(url)
        return Verdict(None if reason else Link(url, "asset", 0, 6), url, reason)
    if use == "frame" and (viewed := _viewed(base, url)):
        url = viewed
    if reason := scope.refusal(url) or _unwanted(scope, url, use):
        return Verdict(None, url, reason)
    return Verdict(_link(scope, url, use), url, None)


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


def _viewed(base: str, url: str) -> str | None:
    """The document that an embedded viewer shows: `viewer.html?file=/uploads/a.pdf`, `docs.google.com/viewer?url=…`."""
    for _name, value in parse_qsl(url.partition("?")[2]):
        if shape_of(candidate := resolve(base, value) or "") == "attachment":
            return candidate
    return None


def _unwanted(scope: Scope, url: str, use: Use) -> str | None:
    """Why a way of discovery is not gone, or None."""
    ways = scope.agency.discovery.ways
    way = {"api": "wordpress", "feed": "feeds", "sitemap": "sitemaps"}.get(use)
    return "way-off" if way and way not in ways else None
