"""Which section of its site an article stands in, by its head, its breadcrumb, or the link that files it beside it."""

import re
from collections.abc import Iterator
from itertools import chain

from archive.orthography import fold, normal_form
from pipelines.reading.elements import words_of
from pipelines.reading.extract import Extract
from pipelines.reading.keys import key_of
from pipelines.reading.lines import Element, Line
from pipelines.reading.metadata import Metadata

_HOME = frozenset({"trang chu", "home", "homepage", "trang nhat", "root"})
_LABELS = (
    *("danh mục", "chuyên mục", "chuyên mục cha", "thể loại", "category", "categories", "posted in", "đăng trong"),
    *("phát hành ở", "phát hành tại", "phát hành trong", "xuất bản trong"),
)
_FILED = re.compile(rf"(?:{'|'.join(_LABELS)})\s*:?\s*$", re.IGNORECASE)
_ABOVE, _BELOW = 6, 10
_LONGEST = 60


def section_of(metadata: Metadata, found: Extract) -> str | None:
    """The section a page stands in: its head's word, its breadcrumb's last link, or the category link beside it."""
    if said := metadata.first("article:section") or metadata.of_article("articleSection"):
        return normal_form(said)
    actors = found.page.actors
    links = [link for part, element in actors if part == "crumbs" for link in element.iter("a")]
    trail = chain(map(_step_of, reversed(links)), reversed(metadata.crumbs))
    marked = [element for part, element in actors if part == "section"]
    named = (_step_of(link) for element in filter(_stands, marked) for link in _only_link(element))
    own = key_of(found.title.text or "")
    for step in chain(trail, named, _filed(found)):
        # a year is a folder of its section's articles
        is_section = step and not step.isdigit() and fold(step) not in _HOME
        if is_section and key_of(step) != own and len(step) < _LONGEST:
            return normal_form(step)
    return None


def _filed(found: Extract) -> Iterator[str]:
    """The words of links around the article that say of themselves, or behind a label, that they file it."""
    first = found.start if found.title.first is None else found.title.first
    own = {line.index for line in found.text}
    for line in found.page.lines[max(0, first - _ABOVE) : found.end + _BELOW]:
        if not line.linked or line.index in own:
            continue
        small = line.text.lower()
        is_labelled = any(label in small for label in _LABELS)
        for link in line.element.iter("a"):
            if _is_category(link) or (is_labelled and _FILED.search(_before(line, _step_of(link)))):
                yield _step_of(link)


def _is_category(link: Element) -> bool:
    """Whether a link is marked as the article's category: by WordPress's `rel`, by Joomla's microdata."""
    return "category" in (link.get("rel") or "").split() or link.get("itemprop") in ("genre", "articleSection")


def _before(line: Line, words: str) -> str:
    """What stands in a line before some of its words."""
    return line.text[: max(0, line.text.find(words))]


def _step_of(element: Element) -> str:
    """The words of a step in a trail, without the signs between steps."""
    return words_of(element).strip(" »>/›")


def _stands(element: Element) -> bool:
    """Whether an element was not pruned: menus were, and what they call a category files other articles."""
    return next(element.iterancestors("body"), None) is not None


def _only_link(element: Element) -> list[Element]:
    """The link of an element that has one, or is one, or the element without any; menus have many."""
    links = list(element.iter("a"))
    return (links or [element])[: 2 - len(links)]
