"""The text of attached documents: PDF and DOCX. Never raises for what a server sent; what cannot be read says why.

Bounded by size, pages and letters, not by a clock, so that the same bytes always read the same; a document that takes
too long or too much memory is stopped by the reading pool.
"""

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from typing import Any

from lxml import etree

from archive.model import Block
from archive.orthography import normal_form
from pipelines.decode import decode

MAX_PAGES = 500
MAX_LETTERS = 1_000_000
MAX_XML = 64 << 20

# By their names alone, as the strict form has other namespaces, and formulas one of their own.
_SIGNS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-", "txbxContent": " ", "p": " "}
# What was deleted, is hidden, or is told a second time for old readers.
_UNSHOWN = etree.XPath(
    "/*//*[local-name()='del' or local-name()='moveFrom' or local-name()='Fallback'"
    " or *[local-name()='trPr']/*[local-name()='del'] or *[local-name()='tcPr']/*[local-name()='cellDel']"
    " or *[local-name()='rPr']/*[local-name()='vanish' and not(@*='0' or @*='false' or @*='off')]]"
)
_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\uffff]+")
# What pdfium gives for a hyphen at the end of a line.
_HYPHENS = re.compile("[\x02\ufffe]\\s*")
_ENDS = re.compile(r"[.:;!?…]['\"”’)]?$")
_STARTS = re.compile(r"[-–•+*▪○●]|\(?\d{1,2}[.)]\s|[a-zđ]\)\s")
_PAGE_NUMBER = re.compile(r"[-–\s]*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–\s]*", re.IGNORECASE)
_FULL_LINE = 0.75


@dataclass(frozen=True, slots=True)
class Document:
    """What a document says: its paragraphs, or none and the reason; `extractor` is what read it."""

    blocks: tuple[Block, ...]
    reason: str
    extractor: str = ""


def read_document(data: bytes) -> Document:
    """Read a document by its first bytes, whatever it was labelled as."""
    start = data[:1024]
    if b"%PDF-" in start:
        return _pdf(data)
    if start.startswith(b"PK\x03\x04"):
        return _word(data)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return Document((), "an Office 97 or encrypted document: no text is read from those")
    return Document((), "a document of a kind that no text is read from")


def _pdf(data: bytes) -> Document:
    # Imported late: most pages are none.
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        encrypted = "password" in str(error).lower() or "security" in str(error).lower()
        return Document((), f"a PDF that cannot be opened: {'encrypted' if encrypted else error}", "pdfium")
    try:
        count = len(pdf)
        pages = list(_pages(pdf, min(count, MAX_PAGES)))
    except pypdfium2.PdfiumError as error:
        return Document((), f"a PDF that is broken: {error}", "pdfium")
    finally:
        pdf.close()
    text, cut = _bounded(line for page in pages for line in (*_paragraphs(page), ""))
    blocks = _blocks(text, "pdf")
    if not blocks:
        return Document((), f"a PDF without text, most likely scanned: {count} pages", "pdfium")
    if len(pages) < count:
        cut = f", the first {len(pages)} read{cut}"
    return Document(blocks, f"a PDF of {count} pages{cut}", "pdfium")


def _pages(pdf: Any, count: int) -> Iterator[str]:
    """The text of the first pages, until they have more letters than are read."""
    letters = 0
    for number in range(count):
        page = pdf[number]
        text = page.get_textpage().get_text_range()
        page.close()
        yield text
        letters += len(text)
        if letters > MAX_LETTERS:
            return


def _paragraphs(text: str) -> Iterator[str]:
    """The lines of a page joined to paragraphs: a full line without an end goes on in the next."""
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not _PAGE_NUMBER.fullmatch(line)]
    full = _FULL_LINE * max(map(len, lines), default=0)
    held = ""
    for line in lines:
        goes_on = held and not _ENDS.search(held) and not _STARTS.match(line)
        if goes_on and (len(held.rpartition("\n")[2]) >= full or line[0].islower()):
            held += "\n" + line
            continue
        yield held.replace("\n", " ")
        held = line
    yield held.replace("\n", " ")


def _word(data: bytes) -> Document:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = _parts(archive)
    except KeyError:
        return Document((), "an archive, or an Office document other than Word's")
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, zlib.error, ValueError) as error:
        return Document((), f"a Word document that cannot be opened: {error}", "docx")
    if sum(map(len, parts)) > MAX_XML:
        return Document((), f"a Word document of more than {MAX_XML >> 20} MB", "docx")
    try:
        body = _shown(parts[0])
    except etree.XMLSyntaxError as error:
        return Document((), f"a Word document that is broken: {error}", "docx")
    notes = [root for part in parts[1:] if (root := _notes(part)) is not None]
    text, cut = _bounded(chain.from_iterable(map(_word_lines, (body, *notes))))
    cut += ", with notes that are broken" if len(notes) < len(parts) - 1 else ""
    blocks = _blocks(text, "docx")
    return Document(blocks, f"a Word document{cut}" if blocks else "a Word document without text", "docx")


def _parts(archive: zipfile.ZipFile) -> list[bytes]:
    """A Word document's text and the notes to it, of which many have none."""
    held = [name for name in _PARTS[1:] if name in archive.namelist()]
    parts = []
    for name in (_PARTS[0], *held):
        with archive.open(name) as file:
            parts.append(file.read(MAX_XML + 1))
    return parts


def _shown(part: bytes) -> etree._Element:
    """The elements of a part that Word shows."""
    root = etree.fromstring(
        part, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    )
    for element in _UNSHOWN(root):
        element.getparent().remove(element)
    return root


def _notes(part: bytes) -> etree._Element | None:
    try:
        return _shown(part)
    except etree.XMLSyntaxError:
        return None


def _word_lines(element: etree._Element) -> Iterator[str]:
    """Paragraphs in their order, boxes of text behind theirs, a table's rows as one line each."""
    for child in _nearest(element, ("p", "tr")):
        if _name(child) == "p":
            yield "".join(map(_words, child))
            yield from _word_lines(child)
        else:
            yield from _row_lines(list(_nearest(child, ("tc",))))


def _row_lines(cells: Sequence[etree._Element]) -> Iterator[str]:
    """A row of one cell is layout."""
    if len(cells) == 1:
        yield from _word_lines(cells[0])
    else:
        yield " | ".join(" ".join(_word_lines(cell)) for cell in cells)


def _nearest(element: etree._Element, names: Sequence[str]) -> Iterator[etree._Element]:
    """The elements of some names below one, but none below another of them."""
    for child in element:
        if _name(child) in names:
            yield child
        else:
            yield from _nearest(child, names)


def _words(element: etree._Element) -> str:
    name = _name(element)
    if name == "t":
        return element.text or ""
    # Of a fraction the one stands below the other.
    return _SIGNS.get(name) or "/" * (name == "den") + "".join(map(_words, element))


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _bounded(lines: Iterable[str]) -> tuple[str, str]:
    """A document's text as far as it is read, and what to say where that is not all of it."""
    text = "\n".join(lines)
    return text[:MAX_LETTERS], f", the first {MAX_LETTERS:,} letters read" if len(text) > MAX_LETTERS else ""


def _blocks(text: str, path: str) -> tuple[Block, ...]:
    """Lines as blocks in normal form; text in fonts from before Unicode is read as what it shows."""
    text = decode(_CONTROLS.sub(" ", _HYPHENS.sub("", text)).encode("utf-8", "replace")).text
    normal = (" ".join(normal_form(line).split()) for line in text.split("\n"))
    return tuple(Block(line, path) for line in normal if line)
