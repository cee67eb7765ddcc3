"""Files that belong to an article: documents it links to and images it shows."""

import re
from collections.abc import Iterator

from archive.urls import resolve
from pipelines.reading.lines import Element

_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|rtf)(?:$|[?#&])", re.IGNORECASE)
_IMAGE_SOURCES = ("data-src", "data-original", "data-lazy-src", "src")
_DECORATION = re.compile(
    r"(?:^|[/_.-])(?:icon|icons|logo|bullet|bulllet|spacer|blank|pixel|loading|avatar|emoji|smilies|transparent|1x1)\w*[/_.-]",
    re.IGNORECASE,
)
_SMALLEST = 60


def attachments_of(place: Element, url: str) -> tuple[str, ...]:
    """Absolute URLs of the documents and images inside an article's element, in document order, each once."""
    found = (resolve(url, target) for target in (*_documents(place), *_images(place)))
    return tuple(dict.fromkeys(target for target in found if target))


def is_document(target: str) -> bool:
    """Whether an address ends as documents do: PDF, Word, Excel and the like."""
    return _DOCUMENT.search(target) is not None


def _documents(place: Element) -> Iterator[str]:
    for element in place.iter("a", "iframe", "embed", "object"):
        target = (element.get("href") or element.get("src") or element.get("data") or "").strip()
        if is_document(target):
            yield target


def _images(place: Element) -> Iterator[str]:
    for image in place.iter("img"):
        target = next((image.get(name) for name in _IMAGE_SOURCES if (image.get(name) or "").strip()), None)
        if target and not target.startswith("data:") and not _DECORATION.search(target) and not _is_small(image):
            yield target.strip()


def _is_small(image: Element) -> bool:
    sizes = [re.match(r"\d+", image.get(name) or "") for name in ("width", "height")]
    return any(size is not None and int(size[0]) < _SMALLEST for size in sizes)
