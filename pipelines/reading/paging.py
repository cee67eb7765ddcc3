"""Articles that go on over several pages: of which page a URL says that it continues it."""

import re
from urllib.parse import urlsplit, urlunsplit

# Drupal counts pages from 0, Joomla tells how many come before.
_QUERY = re.compile(
    r"(?:page|(?:limit)?start)=0*[1-9]\d?|(?:paged|trang|pg|p|_\w+_cur)=0*(?:[2-9]|[1-9]\d)", re.IGNORECASE
)
# what Joomla says beside it of each page
_NOT_WHOLE = "showall="
_NUMBER = re.compile(r"0*([2-9]|[1-9]\d)")
_PATH = re.compile(
    r"(?P<head>/.*?[^/])(?P<mark>/(?:page[-/]|trang[-/]?|p-?)?|[-_](?:page|trang|p)-?|_)(?P<number>\d{1,2})(?P<tail>(?:\.\w{3,5})?/?)",
    re.IGNORECASE,
)


def continued_by(url: str) -> tuple[str, ...]:
    """The URLs that may be the first page of what `url` is a later page of, by the form of its address.

    `…/bai-viet?page=2`, `…?start=1`, `…/bai-viet/2/`, `…/bai-viet/page/2/`, `…/bai-viet-p2.html`, `…_2.html`,
    `…/bai-viet/trang-2.html`. Which of them is an article, and whether any, only the archive knows: `?page=1` may be
    the first page or the second.
    """
    parts = urlsplit(url)
    pairs = parts.query.split("&")
    later = [pair for pair in pairs if _QUERY.fullmatch(pair)]
    if len(later) == 1:
        name, _, number = later[0].partition("=")
        begins = "0" if int(number) == 1 or "start" in name.lower() else "1"
        without = "&".join(pair for pair in pairs if pair not in (later[0], _NOT_WHOLE))
        first = "&".join(f"{name}={begins}" if pair == later[0] else pair for pair in pairs)
        return tuple(urlunsplit(parts._replace(query=query)) for query in (without, first))
    match = _PATH.fullmatch(parts.path)
    if parts.query or not match or not _NUMBER.fullmatch(match["number"]):
        return ()
    slash, ending = ("/", "") if match["tail"].endswith("/") else ("", match["tail"])
    bare, first = match["head"], match["head"] + match["mark"] + "1" + match["tail"]
    paths = dict.fromkeys((bare + ending + slash, bare + slash, bare + "/", bare, first))
    return tuple(urlunsplit(parts._replace(path=path)) for path in paths)
