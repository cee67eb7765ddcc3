"""WordPress's REST API: the list of posts, from which links, dates and the number of posts are taken.

The texts that the API could give are left aside: pages are the truth, the API only hints.
"""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote

from archive import clock
from archive.figures import figure
from archive.model import Claim, Exchange, Hint, Link
from pipelines.discovery.document import Document, document_of
from pipelines.discovery.found import Gathering
from pipelines.discovery.plain import plain

# Pages that are named at once are asked for beside each other; of a site that claims too many, so many are errors.
_AHEAD = 4
_WORDPRESS_DEFAULT = 10
_QUERY = "per_page=100&_fields=id,link,date,date_gmt,modified,modified_gmt,title"
_POSTS = re.compile(r"/wp/v2/posts(?:[/?&]|$)")
_PAGE = re.compile(r"(?<=[?&])page=(\d{1,18})")
_PER_PAGE = re.compile(r"(?<=[?&])per_page=([1-9]\d{0,2})\b")
_SINCE = re.compile(r"(?<=[?&])modified_after=([^&]+)")
# A site that takes UTC for its own time is hours off, not days.
_TOLERANCE = timedelta(days=1)
_REFUSED = re.compile(rb'"per_page"\s*:\s*"([^"]*)"')
_API_LINK = re.compile(r"""<([^>]+)>\s*;[^,]*rel=["']?https://api\.w\.org/""")
_INSTANT = re.compile(r"[1-9]\d{3}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII)
API = Link("", "api", 0, 1)


def posts_url(root: str) -> str:
    """The first page of posts under an API root: `…/wp-json/`, or `…/?rest_route=/` where permalinks are off."""
    separator = "&" if "rest_route=" in root else "?"
    return f"{root.rstrip('/')}/wp/v2/posts{separator}{_QUERY}"


def follow_up_url(posts: str, since: datetime) -> str:
    """The question for what was modified of a list of posts since an instant, the oldest first (WordPress 5.7).

    New pages of such a list come at its end, so that none is passed over while it is read.
    """
    return f"{posts}&modified_after={since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}&orderby=modified&order=asc"


def is_follow_up(url: str) -> bool:
    """Whether a URL asks for what was modified only, so that what it does not name may exist none the less."""
    return _SINCE.search(url) is not None


def is_first_page(url: str) -> bool:
    """Whether a URL asks for the first page of all posts."""
    return is_posts(url) and not is_follow_up(url) and _page(url) == 1


def keeps_to(exchange: Exchange) -> bool:
    """Whether the answer to a follow-up holds what was asked for: a list of posts, none modified long before.

    Older versions of WordPress give all posts, and so begin with the oldest; firewalls and plug-ins refuse.
    """
    document = document_of(exchange)
    if document is None or document.status == 304:
        return document is not None
    posts = _posts(document.body) if document.status == 200 else None
    return posts is not None and _are_asked_for(posts, document.url)


def _are_asked_for(posts: list[dict[str, Any]], url: str) -> bool:
    """Whether all posts were modified when the question in the URL says, if it is one."""
    since = _SINCE.search(unquote(url))
    asked = _parsed(since[1]) if since else None
    if asked is None:
        return True
    told = [_instant(post, "modified") for post in posts]
    return all(one is not None and asked - clock.parse(one) <= _TOLERANCE for one in told)


def advertised_root(link_header: str) -> str | None:
    """The API root in an HTTP `Link` header, None when there is none."""
    match = _API_LINK.search(link_header)
    return match[1] if match else None


def is_posts(url: str) -> bool:
    """Whether a URL asks WordPress for posts, in either spelling."""
    return _POSTS.search(unquote(url)) is not None


def read_posts(document: Document, gathering: Gathering) -> None:
    """One page of posts: their links and dates, the other pages, and how many posts the site says it has."""
    if document.status == 404 and "/wp-json/" in document.url:
        gathering.follow(document.url.partition("wp-json/")[0] + "?rest_route=/wp/v2/posts&" + _QUERY, API)
        return
    if fewer := _fewer(document):
        gathering.follow(_PER_PAGE.sub(f"per_page={fewer}", document.url), API)
        return
    posts = _posts(document.body)
    if document.status != 200 or posts is None:
        return
    total = figure(document.header(b"x-wp-total"))
    if total is not None and _page(document.url) == 1 and not is_follow_up(document.url):
        gathering.claims.append(Claim("api", total))
    for post in posts:
        _read_post(post, gathering)
    if not _are_asked_for(posts, document.url):
        return
    for number in _other_pages(document, len(posts)):
        gathering.follow(_with_page(document.url, number), API)


def _fewer(document: Document) -> int | None:
    """How many posts a page may have, where the answer refuses as many as were asked for; None for all others.

    It says so in the site's language: "per_page must be between 1 (inclusive) and 20 (inclusive)".
    """
    refused = _REFUSED.search(document.start) if document.status == 400 and is_first_page(document.url) else None
    if refused is None:
        return None
    told = (*map(int, re.findall(rb"\b\d{1,3}\b", refused[1])), _WORDPRESS_DEFAULT)
    return max((number for number in told if 0 < number < _per_page(document.url)), default=None)


def _posts(body: bytes) -> list[dict[str, Any]] | None:
    """The JSON list of posts; PHP warnings that some sites print before it are passed over."""
    start = re.search(rb"\[\s*[{\]]", body)
    if start is None:
        return None
    try:
        listed, _end = json.JSONDecoder().raw_decode(body[start.start() :].decode("utf-8", "replace"))
    except (ValueError, RecursionError):  # no JSON, a number of 10,000 digits, brackets without end
        return None
    return [post for post in listed if isinstance(post, dict) and isinstance(post.get("link"), str)]


def _read_post(post: dict[str, Any], gathering: Gathering) -> None:
    url = gathering.announce(post["link"])
    if url is None:
        return
    title = post.get("title")
    rendered = title.get("rendered") if isinstance(title, dict) else title
    gathering.hints.append(
        Hint(url, "api", plain(rendered), _published(post), _instant(post, "modified")),
    )


def _published(post: dict[str, Any]) -> str | None:
    """The local `date` as Vietnamese time where `date_gmt` tells the same instant: midnight in UTC is an hour here."""
    gmt, local = _instant(post, "date"), _told(post, "date", "+07:00")
    return local if gmt and local and _parsed(gmt) == _parsed(local) else gmt


def _instant(post: dict[str, Any], name: str) -> str | None:
    """`date_gmt` with Z, or the local `date` as Vietnamese time; drafts made public have `0000-00-00` for GMT."""
    return _told(post, f"{name}_gmt", "Z") or _told(post, name, "+07:00")


def _told(post: dict[str, Any], key: str, offset: str) -> str | None:
    """An instant of a post as it is written, with the offset that it is meant with; None where it is none."""
    value = post.get(key)
    match = _INSTANT.fullmatch(value) if isinstance(value, str) else None
    instant = match and (match[0] if match[1] else match[0] + offset)
    return instant if instant and _parsed(instant) else None


def _parsed(instant: str) -> datetime | None:
    try:
        return clock.parse(instant)
    except ValueError:
        return None


def _other_pages(document: Document, found: int) -> range:
    """The next few pages; none after one without posts, whatever number of pages the site claims."""
    page, size = _page(document.url), _per_page(document.url)
    posts, pages = figure(document.header(b"x-wp-total")), figure(document.header(b"x-wp-totalpages"))
    # A filter may lower one of the two; what is too high ends with the first page that has no posts.
    needed = None if posts is None else -(-posts // size)
    told = max(filter(None, (pages, needed)), default=None)
    if told is None:  # proxies strip headers they do not know
        return range(page + 1, page + 2 if found == size else page + 1)
    return range(page + 1, min(told, page + _AHEAD) + 1 if found else page + 1)


def _per_page(url: str) -> int:
    match = _PER_PAGE.search(url)
    return int(match[1]) if match else _WORDPRESS_DEFAULT


def _page(url: str) -> int:
    match = _PAGE.search(url)
    return int(match[1]) if match else 1


def _with_page(url: str, number: int) -> str:
    page = f"page={number}"
    return _PAGE.sub(page, url) if _PAGE.search(url) else f"{url}&{page}"
