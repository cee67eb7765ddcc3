"""The page's own step in a breadcrumb, which is its title where nothing else says it."""

import re
from collections.abc import Sequence
from itertools import islice

from archive.orthography import fold
from pipelines.reading.elements import words_of
from pipelines.reading.lines import Line

_HOME_WORDS = frozenset({"trang chu", "home"})
_CRUMB_MARKS = " >»›/|→-–·"
_TRAIL = re.compile(
    r"(?:(?:bạn|quý vị) đang (?:ở|xem)(?: đây| trang)? ?:? ?)?(?:trang chủ\s*[»>›→/|]|home\s*[»>›→])\s*\S",
    re.IGNORECASE,
)


def is_trail(text: str) -> bool:
    """Whether a line is a breadcrumb, though no class and no link says so: `Trang chủ » Tin tức`."""
    return _TRAIL.match(text) is not None


def current_crumb(trail: Sequence[Line]) -> str | None:
    """The page's own step in a breadcrumb: what follows its last link."""
    if not trail or trail[-1].link_share > 0.9:
        return None
    links = [words for link in trail[-1].element.iter("a") if (words := words_of(link))]
    if links:
        # from the text, since chrome has left the DOM; link by link, since a section may have the page's name
        tail = trail[-1].text
        for words in links:
            tail = tail.partition(words)[2] if words in tail else tail
        return tail.strip(_CRUMB_MARKS) or None
    if len(trail) > 1:
        return trail[-1].text.strip(_CRUMB_MARKS) or None
    return re.split(r"\s*[>»›/|→]\s*", trail[-1].text)[-1] or None


def unnamed_crumb(visible: Sequence[Line]) -> str | None:
    """The own step of a breadcrumb that no class names: what follows *Trang chủ* and other links in one box."""
    for position, line in enumerate(visible):
        if line.link_share < 0.8 or fold(line.text).strip(_CRUMB_MARKS) not in _HOME_WORDS:
            continue
        for step in visible[position + 1 : position + 5]:
            if line.element not in (step.element, *islice(step.element.iterancestors(), 2)):
                break
            if step.link_share < 0.1:
                return step.text.strip(_CRUMB_MARKS) or None
    return None
