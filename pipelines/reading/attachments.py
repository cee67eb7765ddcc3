"""Files that belong to an article: documents it links to and images it shows."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from urllib.parse import urlsplit

from archive.figures import figure
from archive.urls import resolve
from pipelines.discovery.shapes import is_document, shape_of, viewed_in
from pipelines.reading.lines import Element

_IMAGE_SOURCES = ("data-src", "data-original", "data-lazy-src", "src")
_DECORATION = re.compile(
    r"[/_.-](?:icon|logo|bullet|bulllet|spacer|blank|pixel|loading|avatar|emoji|smilies|transparent|1x1)\w*[/_.-]"
)
_SMALLEST = 60
_DOWNLOADS = re.compile(
    r"down-?load|tai-?(?:ve|xuong|lieu|file|tep)(?![a-z])|dinh-?kem|attach|get_?file|view_?file|/files?(?:[/?.]|$)|/tep/"
)
# The addresses of pages: by their ending, or by a headline in them.
_PAGE = re.compile(r"\.(?:[sx]?html?|php|aspx?|jsp)$|/(?:[^/-]+-){3,}[^/-]+/?$|^/?$", re.IGNORECASE)
_MOST_DOWNLOADS = 50
# What heads a box of documents that stands below the element of a text: 'File đính kèm', 'Tài liệu kèm theo:'
_ATTACHED = re.compile(
    r"\W*(?:(?:các\s+)?(?:file|tệp|tập|tài\s+liệu|văn\s+bản)(?:\s+tin)?\s+)?(?:đính\s+kèm|kèm\s+theo)\b", re.I
)


def attachments_of(place: Element, url: str, first: Element) -> tuple[str, ...]:
    """Absolute URLs of the documents of an article's element and of its images, in document order, each once.

    `first` is the element of its first line: figures beside a lede that stands before the article's element count.
    """
    beside = place.getprevious()
    figures = beside.iter("figure") if beside is not None and beside in (first, *first.iterancestors()) else ()
    images = (resolve(url, target) for box in (*figures, place) for target in images_in(box))
    return tuple(dict.fromkeys((*_documents(place, url), *filter(None, images))))


def downloads_of(place: Element, url: str) -> tuple[str, ...]:
    """Absolute URLs inside an article's element that do not tell what is there: `/download?id=7` may be a document.

    Only their answers tell. Each once, in document order, on the page's host or a near one; 50 at most.
    """
    others = dict.fromkeys(target for _, target in _targets(place) if not is_document(target))
    found = dict.fromkeys(target.partition("#")[0] for each in others if (target := resolve(url, each)))
    near = (target for target in found if target != url and _is_near(target, url) and _may_be_document(target))
    return tuple(islice(near, _MOST_DOWNLOADS))


def looks_like_download(target: str) -> bool:
    """Whether an address speaks of a file to be taken along."""
    return _DOWNLOADS.search(target.lower()) is not None


def _may_be_document(url: str) -> bool:
    shape, (address, _, query) = shape_of(url), url.partition("?")
    if shape is not None:
        return shape == "attachment"
    path = "/".join(["", *address.split("/")[3:]])
    return bool(query) or looks_like_download(url) or _PAGE.search(path) is None


def _is_near(target: str, url: str) -> bool:
    """Whether two URLs are of one host, or of a host and one under it: files.mau.gov.vn and mau.gov.vn."""
    one, other = (_site_at(each.split("/", 3)[2]) for each in (target, url))
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


@lru_cache(maxsize=1024)  # pages link to the few hosts that their neighbours do
def _site_at(authority: str) -> str:
    return (urlsplit(f"//{authority}").hostname or "").removeprefix("www.")


def _documents(place: Element, url: str) -> Iterator[str]:
    for tag, target in _targets(place):
        bare = target.partition("#")[0]
        if is_document(bare) and (address := resolve(url, bare)):
            # of a viewer's frame the document in it
            yield (viewed_in(url, address) if tag != "a" else None) or address


def _targets(place: Element) -> Iterator[tuple[str, str]]:
    for box in (place, *_attached(place)):
        for element in box.iter("a", "iframe", "embed", "object"):
            yield element.tag, (element.get("href") or element.get("src") or element.get("data") or "").strip()


def _attached(place: Element) -> Iterator[Element]:
    """The boxes behind an article's element that say that they hold what is attached to it."""
    for box in place.itersiblings():
        if _ATTACHED.match(next(filter(str.strip, box.itertext()), "")):
            yield box


def images_in(place: Element) -> Iterator[str]:
    """Addresses of the pictures inside an element, without icons, logos and what holds a page in shape."""
    for image in place.iter("img"):
        target = next((image.get(name) for name in _IMAGE_SOURCES if (image.get(name) or "").strip()), None)
        if target and not target.startswith("data:") and not _decorates(target) and not _is_small(image):
            yield target.strip()


def _decorates(target: str) -> bool:
    return _DECORATION.search(f"/{target.lower()}") is not None


def _is_small(image: Element) -> bool:
    sizes = [re.match(r"\d+", image.get(name) or "") for name in ("width", "height")]
    told = [figure(size[0]) for size in sizes if size]
    return any(size is not None and size < _SMALLEST for size in told)
