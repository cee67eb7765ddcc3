"""What a page is: article, page, listing, soft-404 or stub, each with the reason for which it was taken for that.

An article is dated or newsworthy prose with a URL of its own; *Giới thiệu*, *Liên hệ*, procedures, staff lists and
galleries are pages. Evidence of the template (body classes, JSON-LD, og:type) goes before the look of the text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.model import Outcome
from archive.orthography import fold
from archive.urls import resolve
from pipelines.reading.elements import links_document
from pipelines.reading.lines import Element, Line
from pipelines.reading.metadata import Metadata
from pipelines.reading.others import leads_on, opens_list
from pipelines.reading.site_names import names_section
from pipelines.reading.stamp_lines import is_stamp
from pipelines.refresh import refresh_href

_MISSING = re.compile(
    r"(?:trang|bai viet|noi dung|duong dan|lien ket|tin|thong tin|du lieu)[\w ,]{0,40}"
    r"(?:khong ton tai|khong tim thay|khong the tim thay|da bi (?:xoa|go)|khong con ton tai)|"
    r"khong (?:tim thay|ton tai) (?:trang|bai viet|noi dung|duong dan|tin|du lieu|ket qua)|khong tim thay gi|"
    r"(?:loi|error) ?404|404 ?(?:not found|error)|page (?:not found|cannot be found)|not found|nothing found"
)
_PAGE_TITLE = re.compile(
    r"(?:trang )?(?:gioi thieu(?: chung| ve .{1,40})?|(?:thong tin )?lien he(?: voi .{1,30})?|"
    r"(?:so do|co cau|bo may) to chuc|to chuc bo may|chuc nang.{0,30}nhiem vu.*|(?:lich su|qua trinh) hinh thanh.*|"
    r"so do (?:trang|site|website|cong).*|noi quy.*|gia ve.*|"
    r"chinh sach (?:bao mat|rieng tu|cookie).*|dieu khoan.*|danh ba.*|thu ngo|tam nhin.{0,20}su menh.*|"
    r"doi ngu.*|ban lanh dao|lanh dao .{1,40}|hoi dap|cau hoi thuong gap|faqs?|"
    r"thu vien (?:anh|hinh anh|video)|hinh anh|video|"
    r"thu tuc hanh chinh|dich vu cong|about(?: us)?|contact(?: us)?)"
)
_LISTING_CLASSES = frozenset(
    {"archive", "category", "tag", "blog", "home", "search", "search-results", "author", "date", "front-page"}
)
_LISTING_PATH = re.compile(
    r"/page/\d+/?$|/trang-\d+(?:\.\w+)?$|/(?:tag|tags|category|chuyen-muc|tu-khoa|author|search|tim-kiem)/",
    re.IGNORECASE,
)
_ROOT_PATH = re.compile(r"/?(?:(?:index|default|home|trang-chu)(?:\.\w+)?)?/?$", re.IGNORECASE)
_RELOADS = re.compile(r"location\.(?:reload|href|replace|assign)|window\.location", re.IGNORECASE)
_NEWS_SECTION = re.compile(
    r"(?:tin(?:[ -]\w+|tuc)|news|thoi[ -]su|su[ -]kien|thong[ -](?:bao|cao)|bai[ -]viet|diem[ -]tin|bao[ -]chi"
    r"|hoat[ -]dong)(?:$|[ -])"
)
# Who tells of long ago writes the year; news of the day does not: 'Chiều ngày 13/2', '(TTXVN) - Sáng nay (2/12)'.
_YEARLESS_OPENING = re.compile(
    r"(?:.{1,30}?(?:[-–—:]|\))\s*)?((?:(?:sáng|trưa|chiều|tối|đêm)\s+(?:(?:nay|qua|hôm\s+(?:nay|qua))\s*\(?,?\s*)?(?:ngày\s+)?"
    r"|(?:trong\s+)?ngày\s+)\d{1,2}(?:[/.-]\d{1,2}(?![/.\-\d])|\s+tháng\s+\d{1,2}(?!\s*(?:năm|[/.,-])?\s*\d)))",
    re.IGNORECASE,
)
# what portals head the list of older and newer news with, below each of them
_OTHER_NEWS = re.compile(
    r"(?:cac |nhung )?tin (?:tuc |bai )?(?:khac|da dua|da dang|moi hon|cu hon|lien quan|cung (?:chuyen muc|loai|muc))"
    r"(?: cung chuyen muc)?"
)
_HEADLINE_WORDS = 5
_HEADLINE = 25
_SHORT = 300
# headline, section, day and a summary of two paragraphs stand above the link that leads on
_MOST_OF_A_TEASER = 6


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a page when it is judged: its text, title, whether it is dated, and its visible lines.

    `source` is who the text is credited to, `section` where it is filed, `below` are the lines behind the text, chrome
    included.
    """

    url: str
    metadata: Metadata
    title: str | None
    text: Sequence[Line]
    visible: Sequence[Line]
    dated: bool
    hinted: bool
    has_documents: bool
    body_classes: frozenset[str]
    source: str | None
    section: str | None
    below: Sequence[Line]


def stub_reason(root: Element) -> str | None:
    """Why a short page is only a script or a refresh that sends the browser on, or None."""
    if next(root.iter("form", "img"), None) is not None:
        return None
    if len(" ".join(root.xpath("string(body)").split())) > _SHORT + sum(
        len(each.text or "") for each in root.iter("script")
    ):
        return None
    scripts = " ".join(script.text or "" for script in root.iter("script"))
    visible = "".join(text for text in root.find("body").itertext() if text.strip() and text not in scripts)
    if len(visible) > _SHORT:
        return None
    if "document.cookie" in scripts and _RELOADS.search(scripts):
        return "a script sets a cookie and reloads"
    if next(_refreshes(root), None) is not None:
        return "a meta refresh sends the browser on"
    return "a script sends the browser on" if _RELOADS.search(scripts) and len(visible) < 60 else None


def sent_on(root: Element, url: str) -> str | None:
    """Where a stub's meta refresh leads, as an absolute URL."""
    hrefs = filter(None, map(refresh_href, _refreshes(root)))
    return next((target for href in hrefs if (target := resolve(url, href))), None)


def _refreshes(root: Element) -> Iterator[str]:
    return (
        meta.get("content") or "" for meta in root.iter("meta") if (meta.get("http-equiv") or "").lower() == "refresh"
    )


def judge(seen: Seen) -> tuple[Outcome, str]:
    """The outcome of an HTML page that was answered with success, and its reason."""
    prose = sum(len(line.text) for line in seen.text if line.link_share < 0.5)
    if missing := _missing(seen, prose):
        return "soft-404", missing
    if listing := _listing(seen, prose):
        return "listing", listing
    if not seen.title and not prose:
        return "page", "no title and no text"
    if "page" in seen.body_classes and "single" not in seen.body_classes and not seen.hinted:
        return "page", "the template says page"
    if "single-product" in seen.body_classes and not seen.hinted:
        return "page", "the template says product"
    if seen.title and _PAGE_TITLE.fullmatch(fold(seen.title)):
        return "page", "a title of standing pages"
    return _article_or_page(seen, prose)


def _article_or_page(seen: Seen, prose: int) -> tuple[Outcome, str]:
    if not prose and not seen.has_documents:
        return "page", "no text of its own"
    if seen.hinted:
        return "article", "announced as an article by the site or its agency's file"
    says_article = bool(seen.metadata.articles) or "single-post" in seen.body_classes or _is_shared_as_article(seen)
    # of a section without news a box's name is left, of a folder of files a control
    if prose < _HEADLINE and not (seen.has_documents or says_article):
        return "page", "no text as long as a headline"
    if seen.dated:
        return "article", "dated prose" if prose else "dated, its text is a document"
    if says_article:
        return "article", "the template says article"
    if newsworthy := _newsworthy(seen, prose):
        return "article", f"undated, but news: {newsworthy}"
    return "page", "undated, and nothing says article"


def _is_shared_as_article(seen: Seen) -> bool:
    """Whether the head's `og:type` says article, and not of the site's root, whose head some templates print always."""
    if seen.metadata.first("og:type") != "article":
        return False
    # Drupal's metatags say so of its lists, too, and its body's classes of every article that it is a node
    if "not-front" in seen.body_classes and "page-node" not in seen.body_classes:
        return False
    whose, own = (urlsplit(resolve(seen.url, url) or "") for url in (seen.metadata.first("og:url") or "", seen.url))
    return not _ROOT_PATH.fullmatch(whose.path) or _ROOT_PATH.fullmatch(own.path) is not None or bool(whose.query)


def _newsworthy(seen: Seen, prose: int) -> str | None:
    """Why undated prose under a headline is news: where it stands, how it begins, or whose it is. None for all else."""
    if len((seen.title or "").split()) < _HEADLINE_WORDS or (prose < _SHORT and not seen.has_documents):
        return None
    if (place := _news_section(seen)) is not None:
        return f"it stands under {place!r}"
    opening = next((line.text for line in seen.text if line.link_share < 0.5 and len(line.text) > 40), "")
    if told := _YEARLESS_OPENING.match(opening):
        return f"it begins with {told[1]!r}"
    if seen.source:
        return f"it is credited to {seen.source!r}"
    if not _shows_title(seen):
        return None
    others = next((line.text for line in seen.below if _OTHER_NEWS.fullmatch(fold(line.text).strip(" :.»"))), None)
    return f"below it stands {others!r}" if others else None


def _news_section(seen: Seen) -> str | None:
    parents = [segment for segment in urlsplit(seen.url).path.split("/")[1:-1] if segment]
    sections = (*parents, *seen.metadata.crumbs, *([seen.section] if seen.section else ()))
    return next((each for each in sections if _NEWS_SECTION.match(fold(each))), None)


def _missing(seen: Seen, prose: int) -> str | None:
    if prose > 2 * _SHORT:
        return None
    heads = [
        seen.title or "",
        seen.metadata.head_title,
        *(line.text for line in seen.text[:4]),
        *(line.text for line in seen.visible[:4]),
    ]
    found = (match for text in heads if len(text) < 200 and (match := _MISSING.search(fold(text))))
    match = next(found, None)
    return f"says {match[0]!r}" if match else None


def _listing(seen: Seen, prose: int) -> str | None:
    parts = urlsplit(seen.url)
    # applications that run in the browser name their pages behind a hash
    if _ROOT_PATH.fullmatch(parts.path) and not parts.query and not parts.fragment.startswith(("/", "!")):
        return "the root of the site"
    single = "single" in seen.body_classes or bool(seen.metadata.articles)
    if seen.body_classes & _LISTING_CLASSES and not single:
        return "the template says archive"
    headlines = {line.text for line in seen.visible if line.link_share > 0.8 and len(line.text) >= _HEADLINE}
    if single:
        return None
    if _LISTING_PATH.search(parts.path) and len(headlines) >= 3:
        return "an address of listings, with headlines"
    if len(headlines) >= 4 and not prose and not seen.dated and not seen.has_documents:
        return f"{len(headlines)} headlines that are links, and no text"
    if names_section(seen.title or ""):
        if (linked := _linked_inside(seen)) >= 4:
            return f"a section by its title, with {linked} headlines that are links"
        if (linked := _linked_headings(seen)) >= 3:
            return f"a section by its title, with {linked} headings that are links"
    inside = _inside(seen, 0)
    if (led := sum(map(leads_on, inside))) >= 4 and _MOST_OF_A_TEASER * led >= len(inside):
        return f"{led} summaries, each with a link that leads on"
    if seen.dated and _opens_below_title(seen):
        return None
    if not seen.dated and (rows := _rows_of_links(seen)) >= 4:
        return f"a table of {rows} headlines that are links"
    held = _headlines_inside(seen)
    if held >= 4 and prose < 250 * held:
        return f"{held} headlines that are links, and little prose between them"
    if len(headlines) >= 8 and prose < _SHORT:
        return f"{len(headlines)} headlines that are links, and hardly any prose"
    heads = {line.text for line in seen.visible if line.text in headlines and line.kind == "heading"}
    if (
        prose < max(150 * len(heads), 40 * len(headlines))
        and len(headlines) >= 8
        and not seen.dated
        and not _shows_title(seen)
    ):
        return f"{len(headlines)} headlines that are links, and neither a title above the text nor a date"
    return None


def _shows_title(seen: Seen) -> bool:
    """Whether the title stands above the text, as a heading that is no link."""
    start = seen.text[0].index if seen.text else 0
    own = fold(seen.title or "")
    return any(fold(line.text) == own for line in seen.visible if line.index < start and line.link_share < 0.5)


def _opens_below_title(seen: Seen) -> bool:
    """Whether below the page's title comes text first, and no headline of another page: a short notice does."""
    own = fold(seen.title or "")
    if len(own.split()) < _HEADLINE_WORDS:
        return False
    heads = (line for line in seen.visible if line.link_share < 0.5)
    # a table of what a document is opens with a row of its title
    head = next((line.index for line in heads if fold(line.text.rpartition(" | ")[2]) == own), None)
    below = (line for line in seen.visible if head is not None and line.index > head and not is_stamp(line.text))
    told = (line for line in below if len(line.text) >= _HEADLINE or links_document(line) or opens_list(line.text))
    first = next(told, None)
    if first is None or opens_list(first.text):
        # what was scanned shows pictures alone
        return first is not None and seen.has_documents
    return first.link_share < 0.5 or links_document(first)


def _linked_inside(seen: Seen) -> int:
    """How many lines of the text hold links as long as headlines, beside a source or a date."""
    return sum(line.linked >= _HEADLINE for line in seen.text)


def _rows_of_links(seen: Seen) -> int:
    """How many rows of a text lead elsewhere, if most of its lines do; documents are a text's own."""
    rows = [line for line in seen.text if line.kind == "row" and line.linked >= _HEADLINE and not links_document(line)]
    return len(rows) if 2 * len(rows) > len(seen.text) else 0


def _linked_headings(seen: Seen) -> int:
    """How many headings inside the text are links, however short; a date may stand behind the first."""
    return len({line.text for line in _inside(seen, 2) if line.kind == "heading" and line.link_share > 0.8})


def _headlines_inside(seen: Seen) -> int:
    """How many linked headlines stand between the first and the last line of what was taken for the text."""
    return len({line.text for line in _inside(seen, 1) if line.link_share > 0.8 and len(line.text) >= _HEADLINE})


def _inside(seen: Seen, before: int) -> list[Line]:
    """The visible lines of what was taken for the text, with some before its first and one behind its last."""
    if not seen.text:
        return []
    first, last = seen.text[0].index, seen.text[-1].index
    return [line for line in seen.visible if first - before <= line.index <= last + 1]
