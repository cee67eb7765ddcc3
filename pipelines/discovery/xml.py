"""XML as sites really send it: parsed leniently, streamed, nothing fetched, no entity expanded."""

import html
import re
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from typing import IO

from lxml import etree

from archive.errors import TooLargeError
from pipelines.discovery.document import TOO_LONG, Document
from pipelines.discovery.found import Gathering

_PIECE = 256 * 1024
# An article in a feed's CDATA stands in memory whole; what goes on for longer is no text.
_LONGEST_HELD = 4 * 1024 * 1024
_LONGEST_NAME = 40
# Elements inside one entry: more are a bomb.
_MOST_HELD = 50_000
_CDATA = b"<![CDATA["
_DECLARED = re.compile(rb"\A<\?xml[^>]{,200}?encoding\s*=\s*[\"']([\w.:-]+)")
_CONTROLS = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0D})
# Halves of letters beyond U+FFFF, by which old programs write an emoji: no XML may hold them, and libxml2 takes them
# over as bytes that nobody can decode.
_HALF = rb"&#(?:0*5[5-7]\d{3}|x0*[dD][89a-fA-F][0-9a-fA-F]{2});"
_REFERENCE = re.compile(
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|(?P<halves>(?:" + _HALF + rb")+)"
    rb"|&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)(?P<name>\w+;)?",
    re.DOTALL,
)


def read_elements(document: Document, names: frozenset[str], gathering: Gathering) -> Iterator[etree._Element]:
    """`elements` of a document that announces content, up to the limit of its size, which is remarked."""
    try:
        yield from elements(document.stream(), names)
    except TooLargeError:
        gathering.remarks.append(f"{document.url}: {TOO_LONG}")


def elements(stream: IO[bytes], names: frozenset[str]) -> Iterator[etree._Element]:
    """Every element whose local name is in `names`, as it is closed; emptied again once the caller goes on.

    Control characters, bare `&`, HTML's entities and a cut end do not matter. Raises nothing for broken XML: what
    could be read is yielded. Little is held at any time, but what stands inside one such element.
    """
    pieces = _mended_pieces(stream)
    first = next(pieces, b"")
    parser = etree.XMLPullParser(
        ("end",),
        encoding=None if _as_declared(first) else "utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
    held = 0
    for element in _closed(parser, chain([first], pieces)):
        held += 1
        if local(element) in names:
            yield element
        elif held < _MOST_HELD and _stands_inside(element, names):
            continue
        _release(element)
        held = 0


def _as_declared(piece: bytes) -> bool:
    """Whether a document is as it declares, by its first piece: what is UTF-8 is that, whatever it declares.

    ASCII decides nothing of what follows, but that its letters are no pairs of bytes. A letter may be cut at the end.
    """
    if piece.isascii():
        return _is_read_by(_DECLARED.findall(piece), piece[:1])
    return not _is_read_by([b"utf-8"], piece)


def _is_read_by(encodings: list[bytes], piece: bytes) -> bool:
    try:
        return any(getincrementaldecoder(name.decode())().decode(piece) for name in encodings)
    except (LookupError, UnicodeDecodeError):
        return False


def _closed(parser: "etree.XMLPullParser", pieces: Iterable[bytes]) -> Iterator[etree._Element]:
    """The elements of a document as each is closed, by its end tag or by the document's end."""
    for piece in pieces:
        parser.feed(piece)
        yield from (element for _event, element in parser.read_events())
    with suppress(etree.XMLSyntaxError):  # nothing in it is an element
        parser.close()
    yield from (element for _event, element in parser.read_events())


def _stands_inside(element: etree._Element, names: frozenset[str]) -> bool:
    return any(local(each) in names for each in element.iterancestors())


def _mended_pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """The document from its first tag on, mended; references and CDATA are never cut by the end of a piece."""
    held, begun = b"", False
    while piece := stream.read(_PIECE):
        held += piece.translate(None, _CONTROLS)
        if not begun:
            held = held[max(held.find(b"<"), 0) :]
            begun = True
        end = _safe_end(held) if len(held) < _LONGEST_HELD else len(held)
        yield _REFERENCE.sub(_mended, held[:end])
        held = held[end:]
    yield _REFERENCE.sub(_mended, held)


def _safe_end(data: bytes) -> int:
    """How much of a piece can be mended without what follows it."""
    reference = data.rfind(b"&", -_LONGEST_NAME)
    end = len(data) if reference < 0 or b";" in data[reference:] else reference
    tag = data.rfind(b"<", max(0, end - len(_CDATA)), end)
    if tag >= 0 and _CDATA.startswith(data[tag:end]):
        return tag
    opened = data.rfind(_CDATA, 0, end)
    return opened if opened >= 0 and data.find(b"]]>", opened) < 0 else end


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
    if match["halves"]:
        return _joined(match["halves"])
    name = match["name"]
    character = html.unescape(f"&{name.decode('ascii', 'replace')}") if name else "&"
    if len(character) == 1 and character != "&":
        return b"&#%d;" % ord(character)
    return b"&amp;" + (name or b"")


def _joined(halves: bytes) -> bytes:
    """References to halves of letters as such to whole ones; what has no other half becomes U+FFFD."""
    figures = halves[2:-1].split(b";&#")
    codes = (int(one[1:], 16) if one.startswith(b"x") else int(one) for one in figures)
    text = "".join(map(chr, codes)).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.encode("ascii", "xmlcharrefreplace")


def _release(element: etree._Element) -> None:
    """Free what was read, or a list of 50,000 URLs would stand in memory whole."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
