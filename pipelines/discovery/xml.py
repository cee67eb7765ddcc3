"""XML as sites really send it: parsed leniently, streamed, nothing fetched, no entity expanded."""

import html
import re
from collections.abc import Iterator
from io import BytesIO

from lxml import etree

_CONTROLS = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0D})
_REFERENCE = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)(\w+;)?", re.DOTALL
)
_ROOT = re.compile(rb"<(?:\w+:)?(urlset|sitemapindex|rss|feed|RDF|channel)[\s>]", re.IGNORECASE)


def root_of(body: bytes) -> str | None:
    """The local name, lower case, of a sitemap's or feed's root element near the start; None for anything else."""
    if b"<html" in body[:1024].lower():
        return None
    match = _ROOT.search(body[:4096])
    return match[1].decode().lower() if match else None


def elements(body: bytes, names: frozenset[str]) -> Iterator[etree._Element]:
    """Every element whose local name is in `names`, as it is closed; emptied again once the caller goes on.

    Control characters, bare `&`, HTML's entities and a cut end do not matter. Raises nothing for broken XML: what
    could be read is yielded.
    """
    mended = _REFERENCE.sub(_mended, body[max(body.find(b"<"), 0) :].translate(None, _CONTROLS))
    events = etree.iterparse(
        BytesIO(mended), events=("end",), recover=True, resolve_entities=False, no_network=True, huge_tree=True
    )
    for _event, element in events:
        if local(element) in names:
            yield element
            _release(element)


def local(element: etree._Element) -> str:
    """The element's name without its namespace, lower case; empty for comments."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def texts(element: etree._Element) -> Iterator[tuple[str, str]]:
    """(local name, text) of the descendants that hold text: children in the element's namespace, others, deeper ones.

    So `<title>` comes before `<media:title>` whatever their order in the document, and `<loc>` before `<image:loc>`.
    """
    space = _namespace(element)
    children = sorted(element, key=lambda child: _namespace(child) != space)
    for child in children:
        if text := "".join(child.itertext()).strip():
            yield local(child), text
    for each in (each for child in children for each in child.iterdescendants()):
        if text := (each.text or "").strip():
            yield local(each), text


def _namespace(element: etree._Element) -> str:
    return element.tag.rpartition("}")[0] if isinstance(element.tag, str) else ""


def _mended(match: re.Match[bytes]) -> bytes:
    if match[0].startswith(b"<!"):
        return match[0]
    name = match[1]
    character = html.unescape(f"&{name.decode('ascii', 'replace')}") if name else "&"
    if len(character) == 1 and character != "&":
        return b"&#%d;" % ord(character)
    return b"&amp;" + (name or b"")


def _release(element: etree._Element) -> None:
    """Free what was read, or a list of 50,000 URLs would stand in memory whole."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]
