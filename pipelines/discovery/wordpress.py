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

PER_PAGE = 100
_AT_ONCE = 500
_QUERY = f"per_page={PER_PAGE}&_fields=id,link,date,date_gmt,modified,modified_gmt,title"
_POSTS = re.compile(r"/wp/v2/posts(?:[/?&]|$)")
_PAGE = re.compile(r"(?<=[?&])page=(\d{1,18})")
_SINCE = re.compile(r"(?<=[?&])modified_after=([^&]+)")
# A site that takes UTC for its own time is hours off, not days.
_TOLERANCE = timedelta(days=1)
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
        Hint(url, "api", plain(rendered), _instant(post, "date"), _instant(post, "modified")),
    )


def _instant(post: dict[str, Any], name: str) -> str | None:
    """`date_gmt` with Z, or the local `date` as Vietnamese time; drafts made public have `0000-00-00` for GMT."""
    for key, offset in ((f"{name}_gmt", "Z"), (name, "+07:00")):
        value = post.get(key)
        if isinstance(value, str) and (match := _INSTANT.fullmatch(value)):
            instant = value if match[1] else value + offset
            return instant if _parsed(instant) else None
    return None


def _parsed(instant: str) -> datetime | None:
    try:
        return clock.parse(instant)
    except ValueError:
        return None


def _other_pages(document: Document, found: int) -> range:
    """The pages still to be asked for. The first names many; a later one only its successor, should posts come."""
    page = _page(document.url)
    told = figure(document.header(b"x-wp-totalpages"))
    if told is None:  # proxies strip headers they do not know
        return range(page + 1, page + 2 if found == PER_PAGE else page + 1)
    return range(page + 1, min(told, _AT_ONCE if page == 1 else page + 1) + 1)


def _page(url: str) -> int:
    match = _PAGE.search(url)
    return int(match[1]) if match else 1


def _with_page(url: str, number: int) -> str:
    page = f"page={number}"
    return _PAGE.sub(page, url) if _PAGE.search(url) else f"{url}&{page}"
