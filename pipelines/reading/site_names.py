"""Names that belong to a site or to one of its sections and not to a page: by chrome, links, addresses, notices."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from pipelines.reading.keys import key_of
from pipelines.reading.lines import Line
from pipelines.reading.metadata import Metadata

_HOME = re.compile(r"(?:https?://[^/]+)?/?(?:(?:index|default|home|trang-chu)\.\w+)?", re.IGNORECASE)
NO_TITLES = frozenset(
    {
        "chi tiet tin",
        "chi tiet",
        "chi tiet bai viet",
        "chi tiet tin tuc",
        "tin tuc",
        "trang chu",
        "home",
        "untitled",
        "untitled document",
        "news",
        "noi dung",
        "xem tin",
        # names of files and of SharePoint's lists
        "default",
        "index",
        "pages",
        "title",
        # boxes that most portals have
        "so luot truy cap",
        "luot truy cap",
        "dang truy cap",
        "thong ke truy cap",
        "lien ket website",
        "tim kiem",
        "van ban moi",
        "tin noi bat",
        "tin moi",
        "tin da dua",
    }
)
"""Keys of names that templates give to pages, files and boxes, and no article bears."""
_COPYRIGHT = re.compile(
    r"©|\(c\)|copyright|all rights reserved|(?:giữ |toàn )?bản quyền(?: thuộc)?(?: về)?(?: của)?(?: website)?|by\b",
    re.IGNORECASE,
)


def names_of(metadata: Metadata, lines: Sequence[Line], visible: Sequence[Line]) -> frozenset[str]:
    """Keys of texts that belong to the site and not to this page: its name, and whatever stands in its chrome."""
    outside = {line.index for line in visible}
    around = {
        key_of(line.text)
        for line in lines
        if line.index not in outside and len(line.text) < 120 and "crumbs" not in line.parts
    }
    around.update(_owners(lines))
    if metadata.site:
        around.add(key_of(metadata.site))
    around.update(key_of(line.text) for line in visible if line.link_share > 0.9 and leads_home(line))
    return frozenset(around) | NO_TITLES


def _owners(lines: Sequence[Line]) -> Iterable[str]:
    """Keys of the names that copyright notices give."""
    owners = (_owner(line.text) for line in lines if len(line.text) < 200)
    return [owner for owner in owners if owner is not None]


@lru_cache(maxsize=16384)
def _owner(text: str) -> str | None:
    """The key of the name in a copyright notice; None for any other line."""
    if not _COPYRIGHT.search(text):
        return None
    words = key_of(_COPYRIGHT.sub(" ", text)).split()
    return " ".join(word for word in words if not word.isdigit())


def leads_home(line: Line) -> bool:
    """Whether the first link of a line is one to the site's root."""
    link = next(iter(line.element.iter("a")), None)
    return link is not None and _HOME.fullmatch(link.get("href") or "") is not None
