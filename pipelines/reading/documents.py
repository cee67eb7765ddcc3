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
from typing import Any

from lxml import etree

from archive.model import Block
from archive.orthography import normal_form
from pipelines.decode import decode

MAX_PAGES = 500
MAX_LETTERS = 1_000_000
MAX_XML = 64 << 20

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT, _COMMON = b"http://purl.oclc.org/ooxml/wordprocessingml/main", _W.strip("{}").encode()
_P, _T, _ROW, _CELL = (f"{_W}{name}" for name in ("p", "t", "tr", "tc"))
_SIGNS = {f"{_W}tab": " ", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-"}
_PASSED_OVER = frozenset(
    {f"{_W}del", f"{_W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
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
        with zipfile.ZipFile(BytesIO(data)) as archive, archive.open("word/document.xml") as file:
            xml = file.read(MAX_XML + 1)
    except KeyError:
        return Document((), "an archive, or an Office document other than Word's")
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, zlib.error, ValueError) as error:
        return Document((), f"a Word document that cannot be opened: {error}", "docx")
    if len(xml) > MAX_XML:
        return Document((), f"a Word document of more than {MAX_XML >> 20} MB", "docx")
    try:
        root = etree.fromstring(
            xml.replace(_STRICT, _COMMON), etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        )
    except etree.XMLSyntaxError as error:
        return Document((), f"a Word document that is broken: {error}", "docx")
    text, cut = _bounded(_word_lines(root))
    blocks = _blocks(text, "docx")
    return Document(blocks, f"a Word document{cut}" if blocks else "a Word document without text", "docx")


def _word_lines(element: etree._Element) -> Iterator[str]:
    """Paragraphs in their order, a table's rows as one line each; a row of one cell is layout."""
    for child in _nearest(element, (_P, _ROW)):
        cells = list(_nearest(child, (_CELL,)))
        if child.tag == _P:
            yield _words(child)
        elif len(cells) == 1:
            yield from _word_lines(cells[0])
        else:
            yield " | ".join(" ".join(_word_lines(cell)) for cell in cells)


def _nearest(element: etree._Element, tags: Sequence[str]) -> Iterator[etree._Element]:
    """The elements of some kinds below one, but none below another of them."""
    for child in element:
        if child.tag in tags:
            yield child
        elif child.tag not in _PASSED_OVER:
            yield from _nearest(child, tags)


def _words(element: etree._Element) -> str:
    if element.tag == _T:
        return element.text or ""
    if element.tag in _PASSED_OVER:
        return ""
    # Paragraphs stand in others in boxes of text.
    return _SIGNS.get(element.tag) or "".join(map(_words, element)) + " " * (element.tag == _P)


def _bounded(lines: Iterable[str]) -> tuple[str, str]:
    """A document's text as far as it is read, and what to say where that is not all of it."""
    text = "\n".join(lines)
    return text[:MAX_LETTERS], f", the first {MAX_LETTERS:,} letters read" if len(text) > MAX_LETTERS else ""


def _blocks(text: str, path: str) -> tuple[Block, ...]:
    """Lines as blocks in normal form; text in fonts from before Unicode is read as what it shows."""
    text = decode(_CONTROLS.sub(" ", _HYPHENS.sub("", text)).encode("utf-8", "replace")).text
    normal = (" ".join(normal_form(line).split()) for line in text.split("\n"))
    return tuple(Block(line, path) for line in normal if line)
