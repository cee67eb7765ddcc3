"""Names that belong to a site or to one of its sections and not to a page: by chrome, links, addresses, notices."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.orthography import fold
from pipelines.reading.elements import words_of
from pipelines.reading.keys import key_of
from pipelines.reading.lines import Line
from pipelines.reading.metadata import Metadata

_HOME = re.compile(
    r"(?:https?://[^/]+/?|/)(?:(?:vi|en)(?:-\w\w)?/?|(?:index|default|home|trang-chu)\.\w+)?|(?:index|default)\.(?:aspx?|php)",
    re.IGNORECASE,
)
NO_TITLES = frozenset(
    {
        "chi tiet tin",
        "tin chi tiet",
        "tin tuc chi tiet",
        "chi tiet tin bai",
        "chi tiet noi dung",
        "chi tiet",
        "chi tiet bai viet",
        "chi tiet tin tuc",
        "tin tuc",
        "trang chu",
        "home",
        "untitled",
        "ban in",
        "in bai",
        "in bai viet",
        "in trang",
        "in tin",
        "trang in",
        "print",
        "print page",
        "print preview",
        "untitled document",
        "document",
        "new page 1",
        "news",
        "noi dung",
        "xem tin",
        "xem chi tiet",
        "xem chi tiet tai day",
        "xem tai day",
        "chuyen muc",
        "danh muc",
        "bai viet",
        "noi dung bai viet",
        "noi dung chi tiet",
        "hien thi noi dung",
        "web content display",
        "asset publisher",
        "nha xuat ban noi dung",
        # names of files and of SharePoint's lists
        "default",
        "index",
        "pages",
        "posts",
        "title",
        # boxes that most portals have
        "so luot truy cap",
        "luot truy cap",
        "dang truy cap",
        "thong ke truy cap",
        "lien ket website",
        "tim kiem",
        "van ban",
        "van ban moi",
        "hoi dap",
        "hoi va dap",
        "hoi dap truc tuyen",
        "chi tiet hoi dap",
        "tin noi bat",
        "tin moi",
        "tin nong",
        "tin da dua",
    }
)
"""Keys of names that templates give to pages, files and boxes, and no article bears."""
_SECTION = re.compile(
    r"(?:trang )?(?:tin tuc(?: (?:va )?su kien)?|tin (?:moi|noi bat|hoat dong|tong hop|trong nuoc|the gioi|dia phuong)"
    r"|su kien|news|bao chi|thong cao bao chi|diem (?:tin|bao)|chuyen muc|bai viet"
    r"|danh sach (?:tin(?: tuc| bai)?|bai viet)|ket qua tim kiem\b.*|tim kiem(?: cho)? ?:.*)"
)
_JOINT = re.compile(r" (?:[-–&|/»] )+|, ")
_NOT_OWN = re.compile(r"/(?:(?:index|default)\.\w+|(?:page/|trang/|page-|trang-|p)\d{1,3}(?:\.\w+)?/?)$")
_LONGEST_SECTION, _LONGEST_NAME = 6, 8
_LINKED = 0.9
_CERTAIN, _EMPTY, _LIKELY = 2.5, 2.0, 1.5
# what pages of details are called, no lists: portals write it into the h1 and the head of each
_OF_DETAILS = ("chi tiet", "tin chi tiet", "xem ", "noi dung", "hien thi ", "nha xuat ban ")
_NEVER = 6.0
_AFTER_NAME = re.compile(r"[.;|]\s| [-–—] ")
_COPYRIGHT = re.compile(
    r"©|\(c\)|copyright|all rights reserved|(?:giữ |toàn )?bản quyền(?: thuộc)?(?: về)?(?: của)?(?: website)?|by\b"
)
_SIGNS = [sign.encode() for sign in ("©", "(c)", "copyright", "all rights reserved", "bản quyền", "bẢn quyỀn", "by")]
_LONGEST_NOTICE = 200


@dataclass(frozen=True, slots=True)
class Names:
    """Keys of names: `certain` are those of the site and the page's sections, `borne` stand in lines of its chrome.

    `own` are none of them, whatever bears them.
    """

    certain: frozenset[str]
    borne: Mapping[str, Line]
    own: frozenset[str] = frozenset()

    def __contains__(self, key: object) -> bool:
        if key in self.own:
            return key in NO_TITLES
        return key in self.certain or key in self.borne or key in NO_TITLES

    def against(self, key: str, address: str) -> float:
        """How much it speaks against a title that it is such a name; nothing where chrome links it to the page."""
        if key in self.own:
            return 0.0
        if key in self.certain:
            return _CERTAIN
        if key in NO_TITLES:
            return _NEVER if key.startswith(_OF_DETAILS) else _EMPTY
        line = self.borne.get(key)
        return 0.0 if line is None else _weight_of(line, address)


def names_of(metadata: Metadata, lines: Sequence[Line], visible: Sequence[Line]) -> Names:
    """Texts that belong to the site and not to this page: its name, its sections, and whatever stands in its chrome."""
    outside = {line.index for line in visible}
    borne = {
        key_of(line.text): line
        for line in lines
        if line.index not in outside and len(line.text) < 120 and "crumbs" not in line.parts
    }
    home = [line for line in visible if line.link_share > 0.9 and leads_home(line)]
    # menus without a list run on in the line of the logo
    site = {key for line in home for key in (key_of(line.text), key_of(words_of(next(line.element.iter("a")))))}
    site |= {*_owners(lines), *([key_of(metadata.site)] if metadata.site else ())}
    return Names(frozenset(site.union(_sections(metadata, lines))), borne)


def names_section(text: str) -> bool:
    """Whether a text is what sections of news are called on every host, and none of their articles."""
    return _SECTION.fullmatch(_JOINT.sub(" ", fold(text))) is not None


def _weight_of(line: Line, address: str) -> float:
    """How much a line of chrome speaks against its words: nothing if it is a link to the page of this address."""
    hrefs = [link.get("href") or "" for link in line.element.iter("a")] if address and line.link_share > _LINKED else []
    if any(_is_same(href, address) for href in hrefs):
        return 0.0
    words = len(line.text.split())
    if line.link_share > _LINKED and words > _LONGEST_NAME and not leads_home(line):
        return 0.0  # lists of news beside an article name it too
    is_menu = hrefs and words <= _LONGEST_SECTION
    return _CERTAIN if is_menu and all(_leads_on(href, address) for href in hrefs) else _LIKELY


def _sections(metadata: Metadata, lines: Sequence[Line]) -> Iterable[str]:
    """Keys of the sections that a page stands in, by its address and the links of its breadcrumb."""
    # mirrors keep `/nao-vet-kenh/` as `/nao-vet-kenh/index.html`, and `/moi-truong/trang-3.html` is that section's page
    *parents, own = _NOT_OWN.sub("", metadata.address.partition("?")[0].lower()).strip("/").split("/")
    yield from (parent.replace("-", " ") for parent in parents if not own.startswith(parent))
    for line in lines:
        if "crumbs" in line.parts:
            links = (link for link in line.element.iter("a") if _leads_on(link.get("href") or "", metadata.address))
            keys = (key_of("".join(link.itertext())) for link in links)
            # the last may be the page itself under another address
            yield from (key for key in keys if len(key.split()) <= _LONGEST_SECTION)


def _leads_on(href: str, address: str) -> bool:
    """Whether a link surely is to another page than that of this address; relative ones may be to any."""
    return bool(address) and href.startswith(("/", "http")) and "#" not in href and not _is_same(href, address)


def _is_same(href: str, address: str) -> bool:
    """Whether a link may be to the page of this address: by its last step, and by the query where both have one."""
    (path, _, query), (own, _, asked) = href.partition("?"), address.partition("?")
    steps = (one.rstrip("/").rpartition("/")[2] for one in (path, own))
    return len(set(steps)) == 1 and (query == asked or not query or not asked)


def _owners(lines: Sequence[Line]) -> Iterable[str]:
    """Keys of the names that copyright notices give; few lines are any, and all are looked through at once."""
    texts = [line.text for line in lines if len(line.text) < _LONGEST_NOTICE]
    # as bytes only letters of ASCII become small ones, in a fraction of the time
    small = "\n".join([*texts, ""]).encode().lower()
    notices = {line for sign in _SIGNS for line in _lines_with(sign, small)}
    return {name for line in notices for name in _owner(line.decode().lower())}


def _lines_with(sign: bytes, text: bytes) -> Iterator[bytes]:
    """The lines of a text that hold a sign."""
    at = text.find(sign)
    while at >= 0:
        end = text.find(b"\n", at)
        yield text[text.rfind(b"\n", 0, at) + 1 : end]
        at = text.find(sign, end)


def _owner(small: str) -> tuple[str, ...]:
    """The keys of the name in a copyright notice in small letters, with and without what follows it."""
    if not _COPYRIGHT.search(small):
        return ()
    rest = _COPYRIGHT.sub(" ", small)
    return tuple(_without_years(part) for part in (rest, _AFTER_NAME.split(rest.strip(), maxsplit=1)[0]))


def _without_years(text: str) -> str:
    return " ".join(word for word in key_of(text).split() if not word.isdigit())


def leads_home(line: Line) -> bool:
    """Whether the first link of a line is one to the site's root."""
    link = next(iter(line.element.iter("a")), None)
    return link is not None and _HOME.fullmatch(link.get("href") or "") is not None
