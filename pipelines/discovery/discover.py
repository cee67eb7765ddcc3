"""Discovery: what an exchange tells of where an agency's articles are. Pure: no network, no clock, no memory.

The same function runs live and when the catalog is rebuilt from WARC records.
"""

from archive.errors import TooLargeError
from archive.model import Exchange, Link
from archive.urls import resolve
from pipelines.agency import Agency
from pipelines.discovery.document import Document, document_of
from pipelines.discovery.feeds import read_feed
from pipelines.discovery.found import NOTHING, Discovered, Gathering
from pipelines.discovery.html_links import read_page
from pipelines.discovery.roots import root_of
from pipelines.discovery.scope import scope_of
from pipelines.discovery.shapes import shape_of
from pipelines.discovery.sitemaps import read_list, read_robots, read_sitemap
from pipelines.discovery.styles import references
from pipelines.discovery.wordpress import is_posts, read_posts

_FEED_ROOTS = frozenset({"rss", "feed", "rdf", "channel"})


def discover(exchange: Exchange, agency: Agency) -> Discovered:
    """Links, hints and claims in one exchange. What is not followed is in `refused`, what went wrong in `remarks`.

    Nothing is read from documents of other hosts but style sheets, and nothing from errors but where else to ask.
    """
    document = document_of(exchange)
    if document is None:
        return NOTHING
    try:
        return _discover(document, agency)
    except TooLargeError as error:
        return Discovered(remarks=(f"{exchange.url}: no links were read from it: {error}",))


def _discover(document: Document, agency: Agency) -> Discovered:
    scope = scope_of(agency, document.on)
    gathering = Gathering(scope, document.url)
    if 300 <= document.status < 400:
        return _redirect(document, gathering)
    if document.mime == "text/css":
        return _style(document, gathering)
    if not scope.own(document.url):
        return NOTHING
    return _announced(document, gathering) or (read_page(document, scope) if _is_page(document) else NOTHING)


def _announced(document: Document, gathering: Gathering) -> Discovered | None:
    """What a document made for machines announces; None when it is none."""
    if is_posts(document.url):
        read_posts(document, gathering)
        return gathering.discovered()
    if document.status != 200:
        return NOTHING
    if document.url.partition("?")[0].endswith("/robots.txt"):
        read_robots(document, gathering)
        return gathering.discovered()
    root = root_of(document.start)
    if root in _FEED_ROOTS:
        read_feed(document, gathering)
    elif root:
        read_sitemap(document, gathering)
    elif _is_list(document):
        read_list(document, gathering)
    else:
        return None
    return gathering.discovered()


def _redirect(document: Document, gathering: Gathering) -> Discovered:
    """Where a redirect leads, when that is in scope. Header bytes that are not ASCII go back as they came."""
    raw = document.head.get(b"location")
    if not raw:  # a 304 most of all; an empty address would be the page's own
        return NOTHING
    gathering.follow("".join(chr(byte) if byte < 128 else f"%{byte:02X}" for byte in raw), Link("", "redirect", 0, 0))
    return gathering.discovered()


def _style(document: Document, gathering: Gathering) -> Discovered:
    """The fonts, pictures and sheets that a style sheet names, from whatever host; those not kept refused."""
    scope = gathering.scope
    for href in references(document.body.decode("latin-1")):
        url = resolve(document.url, href)
        if url is None:
            continue
        if reason := scope.asset_refusal(url):
            gathering.refused.setdefault(url, reason)
        else:
            gathering.links.setdefault(url, Link(url, "asset", 0, 6))
    return gathering.discovered()


def _is_page(document: Document) -> bool:
    return document.mime in ("", "text/html", "application/xhtml+xml") or b"<html" in document.start[:1024].lower()


def _is_list(document: Document) -> bool:
    """Whether a document is a sitemap of one URL a line."""
    is_named = document.mime == "text/plain" or (document.payload.is_unzipped and shape_of(document.url) == "sitemap")
    return is_named and document.start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"http")
