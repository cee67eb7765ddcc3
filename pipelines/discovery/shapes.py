"""What the spelling of a URL tells of the document behind it. Facts about systems, not about hosts."""

import re
from functools import lru_cache
from typing import Literal
from urllib.parse import parse_qsl

from archive.urls import resolve

Shape = Literal[
    "attachment", "image", "style", "script", "font", "media", "feed", "sitemap", "pagination", "listing", "archive"
]
"""`archive` is a list by tag, author or date: hundreds of them repeat what the listings show."""

_EXTENSIONS: dict[Shape, str] = {
    "attachment": "pdf doc docx docm xls xlsx xlsm xlsb ppt pptx pps ppsx odt ods odp rtf csv zip rar 7z",
    "image": "jpg jpeg jpe jfif png gif webp avif svg bmp ico tif tiff",
    "style": "css",
    "script": "js mjs",
    "font": "woff woff2 ttf otf eot",
    "media": "mp4 m4v mov avi wmv flv mkv webm mp3 m4a wav ogg wma m3u8 mpg mpeg swf exe apk iso",
}
_BY_EXTENSION: dict[str, Shape] = {ext: shape for shape, listed in _EXTENSIONS.items() for ext in listed.split()}

# Liferay: /documents/10180/0/bao-cao.pdf/1f0c…?t=1; elsewhere: Download.aspx?file=/tep/bao-cao.pdf
_FILE_WITHIN = re.compile(
    rf"\.(?:{_EXTENSIONS['attachment'].replace(' ', '|')})(?:/[0-9a-f-]{{8,}}/?(?:\?|$)|&|$)", re.IGNORECASE
)

# A number that counts pages: /page/2/, /trang-3.htm, /tin-tuc-p4.html, ?page=2, ?cur=2, and Liferay's
# ?_101_INSTANCE_x_cur=17, SharePoint's ?Paged=TRUE&p_ID=30&PageFirstRow=31. WordPress's ?p=123 is a post, ?page_id=4
# a page.
_PAGE_IN_PATH = re.compile(
    r"[-_/](?:(?<=/)(?:page|trang|paged)[/-]|(?:p|page|trang|pg)-?)\d{1,5}(?:\.\w{3,5})?/?(?:$|\?)", re.IGNORECASE
)
_PAGE_IN_QUERY = re.compile(
    r"[?&](?:\w+_)?(?:page|paged|cur|pg|pn|trang|page_?index|page_?no|page_?num(?:ber)?|current_?page|start|limitstart|"
    r"offset)=\d{1,6}(?:&|$)"
    r"|[?&]op=(?:[^&]*(?:/|%2f))?page-\d+(?:&|$)|[?&]PageFirstRow=\d+(?:&|$)|[?&]Paged=TRUE&.*p_ID=\d",
    re.IGNORECASE,
)
# Kentico puts the ending of what answers behind that of the file: /getattachment/7b0f6a52…/ban-ke.pdf.aspx?lang=vi-VN
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|rtf)(?:\.as[hp]x)?(?:$|[?#&])", re.IGNORECASE)
_FEED_WORDS = ("rss", "feed", "atom", "rdf")
_FEED = re.compile(
    r"/(?:feed|rss|atom)/?$|[./](?:rss|atom|rdf)(?:\.xml|\.ashx|\.aspx|\.php)?$|/feed\.xml$|/rss/[^?]+(?:/|\.rss|\.xml)$"
    r"|[?&](?:feed|op|format|type)=(?:[^&]*(?:/|%2f))?(?:rss2?|atom|feed|rdf)(?:/|%2f|&|$)|/c/journal/rss|_rss\?",
    re.IGNORECASE,
)
_SITEMAP = re.compile(r"sitemap[^/?]*\.(?:xml|txt)(?:\.gz)?(?:$|\?)|[?&]sitemap=", re.IGNORECASE)
# SharePoint's views of a list: /Lists/Tin/AllPosts.aspx, /tintuc/Forms/AllItems.aspx; DispForm.aspx?ID=7 shows one.
_LISTING = re.compile(
    r"/(?:category|categories|chuyen-?muc|danh-muc|the-loai|topic)/[^/?]|/(?:AllItems|AllPosts|Summary)\.aspx(?:$|\?)",
    re.IGNORECASE,
)
_ARCHIVE = re.compile(r"/(?:tags?|tu-khoa|author|tac-gia|archives?)/[^/?]", re.IGNORECASE)
_DATE_ARCHIVE = re.compile(r"/(?:19|20)\d\d(?:/\d\d?){0,2}/?$")
_DIGIT = re.compile(r"\d")
# Four words or an id: what headlines become in a URL. Sections have one to three words.
_HEADLINE = re.compile(
    r"/(?=[^/?]{20,})[^/?-]+(?:-[^/?-]+){3,}(?:\.\w{3,5})?/?(?:$|\?)|[-_/.]\d{3,}(?:\.\w{3,5}|/)?$|[?&]\w*id=[\w-]+",
    re.IGNORECASE,
)


@lru_cache(maxsize=1024)
def shape_of(url: str) -> Shape | None:
    """What a URL's spelling tells of its document; None for an ordinary page. A whole absolute URL is expected."""
    segments = url.partition("?")[0].split("/")[3:]
    name = segments[-1].lower().removesuffix(".aspx").removesuffix(".ashx") if segments else ""
    _stem, dot, extension = name.rpartition(".")
    if dot and (by_extension := _BY_EXTENSION.get(extension)):
        return by_extension
    if ("?" in url or "/documents/" in url) and _FILE_WITHIN.search(url):
        return "attachment"
    if "sitemap" in url and _SITEMAP.search(url):
        return "sitemap"
    small = url.lower()
    if any(word in small for word in _FEED_WORDS) and _FEED.search(url):
        return "feed"
    numbered = _DIGIT.search(url) is not None
    if numbered and (_PAGE_IN_PATH.search(url) or _PAGE_IN_QUERY.search(url)):
        return "pagination"
    if _ARCHIVE.search(url) or (numbered and _DATE_ARCHIVE.search(url)):
        return "archive"
    return "listing" if _LISTING.search(url) else None


def is_document(target: str) -> bool:
    """Whether an address, relative or not, ends as documents do: PDF, Word, Excel and the like."""
    return _DOCUMENT.search(target) is not None


def is_headline(url: str) -> bool:
    """Whether the URL looks like an article's: a slug of many words, or an id."""
    return _HEADLINE.search(url, url.find("/", 8)) is not None


def viewed_in(base: str, url: str) -> str | None:
    """The document that an embedded viewer shows: `viewer.html?file=/uploads/a.pdf`, `docs.google.com/viewer?url=…`."""
    for _name, value in parse_qsl(url.partition("?")[2]):
        if shape_of(candidate := resolve(base, value) or "") == "attachment":
            return candidate
    return None
