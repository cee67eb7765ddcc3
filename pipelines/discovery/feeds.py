"""RSS, Atom and RDF feeds: links to articles, with dates as they are written."""

import re
from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from archive.model import Hint, Link
from pipelines.discovery.document import Document
from pipelines.discovery.found import Gathering
from pipelines.discovery.plain import plain
from pipelines.discovery.xml import local, read_elements, texts
from pipelines.references import unescape

_ITEMS = frozenset({"item", "entry"})
_PUBLISHED = ("pubdate", "published", "issued", "date", "created")
_MODIFIED = ("updated", "modified")
_FIRST_ITEM = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_LINK = re.compile(rb"<(?:\w+:)?link\s([^>]*)>", re.IGNORECASE)
_NEXT = re.compile(rb"""rel=["']next["']""", re.IGNORECASE)
_HREF = re.compile(rb"""href=["']([^"']+)["']""", re.IGNORECASE)
FEED = Link("", "feed", 0, 1)


def read_feed(document: Document, gathering: Gathering) -> None:
    """Each item's link and hint. Dates stay as written, with the order of day and month that all items tell."""
    for item in read_elements(document, _ITEMS, gathering):
        _read_item(item, gathering)
    gathering.hints[:] = _ordered(gathering.hints)
    for attributes in _LINK.findall(_FIRST_ITEM.split(document.start, 1)[0]):
        href = _HREF.search(attributes)
        if href and _NEXT.search(attributes):
            gathering.follow(unescape(href[1].decode("utf-8", "replace")), FEED)


def _ordered(hints: Sequence[Hint]) -> list[Hint]:
    # Imported here: a crawl of a site without feeds starts in nine tenths of the time.
    from pipelines.dates.feeds import with_order

    published = iter(with_order([hint.published for hint in hints if hint.published]))
    modified = iter(with_order([hint.modified for hint in hints if hint.modified]))
    return [
        replace(
            hint,
            published=next(published) if hint.published else None,
            modified=next(modified) if hint.modified else None,
        )
        for hint in hints
    ]


def _read_item(item: etree._Element, gathering: Gathering) -> None:
    said: dict[str, str] = {}
    for name, text in texts(item):
        said.setdefault(name, text)
    href = _href(item, said)
    url = gathering.announce(href) if href else None
    if url is None:
        return
    published = next((said[name] for name in _PUBLISHED if name in said), None)
    modified = next((said[name] for name in _MODIFIED if name in said), None)
    gathering.hints.append(Hint(url, "feed", plain(said.get("title")), published, modified))


def _href(item: etree._Element, said: dict[str, str]) -> str | None:
    """Where the item's article is: a proxied feed's original link, a link's text or its href, a permanent guid."""
    if original := said.get("origlink") or said.get("link"):
        return original
    for element in item.iterchildren():
        if local(element) == "link" and element.get("rel", "alternate") == "alternate" and element.get("href"):
            return str(element.get("href"))
    guid = said.get("guid") or said.get("id", "")
    return guid if guid.startswith(("http://", "https://")) else None
