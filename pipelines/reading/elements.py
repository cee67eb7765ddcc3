"""What an element of a page says, and whether it links a document."""

from pipelines.reading.attachments import is_document
from pipelines.reading.lines import Element, Line


def words_of(element: Element) -> str:
    """The words inside an element, one blank between them; those of neighbours without a blank run on."""
    return " ".join("".join(element.itertext()).split())


def links_document(line: Line) -> bool:
    """Whether the address of a link in the element of a line ends as those of documents do."""
    return any(is_document(link.get("href") or "") for link in line.element.iter("a"))
