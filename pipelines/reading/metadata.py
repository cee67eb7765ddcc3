"""What a page says of itself in its head: meta elements, JSON-LD, links. Read leniently, believed by others."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from archive.orthography import fold
from archive.urls import resolve
from pipelines.reading.elements import words_of
from pipelines.reading.lenient_json import lenient_json
from pipelines.reading.lines import Element
from pipelines.reading.names import is_name
from pipelines.reading.outlets import host_of, is_outlet
from pipelines.references import unescape

_AUTHORS = ("author", "article:author", "citation_author", "dc.creator", "dc.creator.personalname")
_ARTICLE_TYPES = re.compile(r"(?:News|Blog|Report|Scholarly|Tech|Analysis|Opinion|Review)?(?:Article|Posting)$")
_COMMON_LABELS = frozenset({"www", "com", "gov", "edu", "org", "net", "co", "ac", "m", "localhost"})
_PARTED = re.compile(r"[\s|](?:(?<=\|)\s*|\s*(?:[-–—|:·•»«]+\s+|\|\s*))")
_ORGANISATION = re.compile(
    r"(?:công ty|cổng thông tin|trang (?:thông tin|tin)|website|báo|tạp chí|bộ|sở|cục|tổng cục|chi cục|ubnd|"
    r"u[ỷỶ] ban|ủy ban|trung tâm|viện|liên đoàn|trường|đài|hội|đảng bộ|bệnh viện|ban biên tập|phòng|khoa) \S",
    re.IGNORECASE,
)
_DEEPEST = 6
# seconds from 1970 to the first pages of Vietnam's internet
_EPOCH = 800_000_000
_TELLING = ("meta", "link", "script", "title")


@dataclass(frozen=True, slots=True)
class Metadata:
    """`meta` maps lower-cased names to their first content; `articles` are the JSON-LD objects that are articles.

    `crumbs` are the names of JSON-LD's breadcrumb, from the site's root on; `host` is the site's own name in its host
    name, letters and digits only: `nawapi` of `www.nawapi.gov.vn`; `address` is path and query of its URL. `state` is
    the JSON from which scripts build the page.
    """

    meta: dict[str, str] = field(default_factory=dict)
    articles: tuple[dict[str, Any], ...] = ()
    crumbs: tuple[str, ...] = ()
    head_title: str = ""
    canonical: str | None = None
    lang: str | None = None
    site: str | None = None
    author: str | None = None
    host: str = ""
    previous: str | None = None
    address: str = ""
    state: str | None = None

    def first(self, *names: str) -> str | None:
        """The content of the first of these meta names that has one."""
        return next((self.meta[name] for name in names if self.meta.get(name)), None)

    def of_article(self, *names: str) -> str | None:
        """The first of these properties that a JSON-LD article has, as plain text."""
        found = (_plain(article.get(name)) for article in self.articles for name in names)
        return next((text for text in found if text), None)


def metadata_of(root: Element, url: str) -> Metadata:
    """Collect what the head says; relative links are resolved against `url`."""
    said: dict[str, list[Element]] = {tag: [] for tag in _TELLING}
    for element in root.iter(*_TELLING):
        said[element.tag].append(element)
    meta: dict[str, str] = {}
    authors: dict[str, list[str]] = {}
    for element in said["meta"]:
        name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = " ".join(unescape(element.get("content") or "").split())
        if name and content:
            meta.setdefault(name.strip().lower(), content)
            if name.strip().lower() in _AUTHORS:
                authors.setdefault(name.strip().lower(), []).append(content)
    things = list(_linked_data(said["script"]))
    organisation = meta.get("og:site_name") or next(
        (_plain(thing.get("publisher")) for thing in things if thing.get("publisher")), None
    )
    head_title = words_of(said["title"][0]) if said["title"] else ""
    return Metadata(
        meta=meta,
        articles=tuple(thing for thing in things if _is_article(thing)),
        crumbs=_crumbs(things),
        head_title=head_title,
        canonical=_canonical(said["link"], meta, url),
        previous=_linked(said["link"], "prev", url),
        lang=_language(root, meta),
        site=organisation,
        host=_own_label(url),
        address=_address(url),
        state=next((script.text for script in said["script"] if script.get("id") == "__NEXT_DATA__"), None),
        author=_author(things, authors, f"{organisation} {url} {meta.get('og:url')}", head_title),
    )


def _author(things: list[dict[str, Any]], authors: dict[str, list[str]], site: str, head_title: str) -> str | None:
    """The people that the head names; the site itself, organisations and profile addresses are nobody."""
    own = frozenset(map(_letters, _PARTED.split(head_title)[1:]))
    for thing in things:
        said = thing.get("author") if _is_article(thing) else None
        people = [one for one in (said if isinstance(said, list) else [said]) if one]
        names = [_plain(one) for one in people if not (isinstance(one, dict) and "Organization" in types_of(one))]
        if any(names):
            return _unless_site(", ".join(name for name in names if name), site, own)
    told = next(filter(None, map(authors.get, _AUTHORS)), [])
    named = dict.fromkeys(name for one in told if (name := _unless_site(one, site, own)))
    # what a template writes into every head is who runs the site
    return (
        "; ".join(name for name in named if is_name(name) or not (is_outlet(name) or _ORGANISATION.match(name))) or None
    )


def _address(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _own_label(url: str) -> str:
    labels = (urlsplit(url).hostname or "").split(".")
    own = [label for label in labels[:-1] if label not in _COMMON_LABELS]
    return _letters(own[-1]) if own else ""


def _unless_site(name: str | None, site: str, own: frozenset[str]) -> str | None:
    """The name, unless it is a host, a part of `<title>` behind the first, or held by the site's name or address."""
    if not name or "/" in name or host_of(name):
        return None
    letters = _letters(name)
    return None if letters in own or letters in _letters(site) else name


def _letters(text: str) -> str:
    return "".join(re.findall(r"[a-z0-9]+", fold(text)))


def _linked_data(scripts: Sequence[Element]) -> Iterator[dict[str, Any]]:
    for script in scripts:
        if "ld+json" in (script.get("type") or "").lower() and script.text:
            yield from (thing for value in lenient_json(script.text) for thing in _things(value))


def _things(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            yield from _things(one, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _things(value.get(key), depth + 1)


def types_of(thing: dict[str, Any]) -> list[str]:
    """The `@type`s of a JSON-LD object."""
    kind = thing.get("@type")
    return [str(one) for one in kind] if isinstance(kind, list) else [str(kind or "")]


def _is_article(thing: dict[str, Any]) -> bool:
    return any(_ARTICLE_TYPES.search(kind) for kind in types_of(thing))


def _plain(value: Any, depth: int = 0) -> str | None:
    """A JSON-LD value as text: strings, moments counted from 1970, names of objects; none of what is nested deep."""
    if depth > _DEEPEST:
        return None
    if isinstance(value, int | float) and _EPOCH <= value < math.inf:
        return str(int(value))
    if isinstance(value, str):
        return " ".join(unescape(value).split()) or None
    if isinstance(value, dict):
        return _plain(value.get("name") or value.get("@value"), depth + 1)
    if isinstance(value, list):
        return ", ".join(text for one in value if (text := _plain(one, depth + 1))) or None
    return None


def _crumbs(things: list[dict[str, Any]]) -> tuple[str, ...]:
    for thing in things:
        items = thing.get("itemListElement")
        if "BreadcrumbList" in types_of(thing) and isinstance(items, list):
            names = (_plain(item.get("name")) or _plain(item.get("item")) for item in items if isinstance(item, dict))
            return tuple(name for name in names if name)
    return ()


def _canonical(links: Sequence[Element], meta: dict[str, str], url: str) -> str | None:
    return _linked(links, "canonical", url) or (resolve(url, meta["og:url"]) if meta.get("og:url") else None)


def _linked(links: Sequence[Element], relation: str, url: str) -> str | None:
    for link in links:
        if relation in (link.get("rel") or "").lower().split() and (link.get("href") or "").strip():
            return resolve(url, link.get("href").strip())
    return None


def _language(root: Element, meta: dict[str, str]) -> str | None:
    said = root.get("lang") or root.get("xml:lang") or meta.get("og:locale") or meta.get("content-language") or ""
    code = re.match(r"[A-Za-z]{2,3}", said.strip())
    return code[0].lower() if code else None
