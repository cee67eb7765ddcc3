"""What an element of a page says, and whether it links a document."""

from lxml.etree import tostring

from pipelines.discovery.shapes import is_document
from pipelines.reading.lines import Element, Line


def text_in(element: Element) -> str:
    """All text inside an element, blanks as they stand; found in C, where `itertext` makes an object of each step."""
    text: str = tostring(element, method="text", encoding="unicode", with_tail=False)
    return text


def words_of(element: Element) -> str:
    """The words inside an element, one blank between them; those of neighbours without a blank run on."""
    return " ".join(text_in(element).split())


def links_document(line: Line) -> bool:
    """Whether the address of a link in the element of a line ends as those of documents do."""
    return any(is_document(link.get("href") or "") for link in line.element.iter("a"))
