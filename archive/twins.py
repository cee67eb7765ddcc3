"""Printed views, AMP and first pages: the URL of the article that they are a view of, by the form of their own."""

import re
from urllib.parse import unquote_plus, urlsplit, urlunsplit

_SEGMENT = re.compile(r"/(?:amp|print|printview|savefile|in-bai|ban-in)(?=/|$)", re.IGNORECASE)
_ENDING = re.compile(r"(?:\.amp|[-_.](?:print|ban-in|in-bai))(?=\.\w{3,5}$|$)", re.IGNORECASE)
_NAMES = frozenset(
    "amp print printview printable printer ban-in inbai ban_in printmode dnnprintmode isprint".split()  # noqa: SIM905
)
# what Joomla and Liferay say of a view, by name and value
_PAIRS = frozenset({("tmpl", "component"), ("showall", ""), ("viewmode", "print")})
_WINDOWS = frozenset({("p_p_state", "pop_up"), ("p_p_state", "exclusive")})
# what Liferay says beside a view, and of where a portlet stands
_LANGUAGE = re.compile(r"_\w+_languageid")
_PORTLET = re.compile(rf"p_p_\w+|{_LANGUAGE.pattern}")
_DRESS = frozenset({"skinsrc", "containersrc"})
_VALUES = frozenset({"amp", "print", "printview"})
_PAGER = re.compile(r"page|paged|trang|pg|_\w+_cur", re.IGNORECASE)
_OFFSET = re.compile(r"(?:limit)?start", re.IGNORECASE)
_FIRST, _NONE = re.compile(r"0*[01]"), re.compile(r"0*")
_FIRST_PAGE = re.compile(
    r"(?<=[^/])(?:/(?:page[-/]|trang[-/]?|p(?=1\.))|[-_](?:page|trang)-?)0*1(?=(?:\.\w{3,5})?/?$)", re.IGNORECASE
)
_NAMED_BY_VALUE = frozenset({"outputtype", "view", "type", "layout", "mode", "action", "do", "op", "format"})


def original_of(url: str) -> str | None:
    """The URL of an article outside of its printed view or AMP page, and without the number of its first page.

    None where `url` is none of these.
    """
    parts = urlsplit(url)
    path = _FIRST_PAGE.sub("", _ENDING.sub("", _SEGMENT.sub("", parts.path, count=1), count=1))
    # as written: spelt anew, `id=12:tin` would be another address
    pairs = parts.query.split("&")
    rest = _bare([_in_page(pair) for pair in pairs if not _is_view(*_told(pair))], pairs)
    if path == parts.path and rest == pairs:
        return None
    return urlunsplit(parts._replace(path=path or "/", query="&".join(rest)))


def _told(pair: str) -> tuple[str, str]:
    """Name and value of a parameter as they are compared."""
    name, _, value = pair.partition("=")
    return unquote_plus(name).lower(), unquote_plus(value).lower()


def _in_page(pair: str) -> str:
    """Liferay's `pop_up` shows what stands in the page as well, and links to that say `normal`."""
    return "p_p_state=normal" if _told(pair) in _WINDOWS else pair


def _bare(rest: list[str], pairs: list[str]) -> list[str]:
    """What is left of a view's query without its dress: Joomla's layout and empty `page`, DNN's skins and module, a
    portlet's language.

    Liferay's says only which portlet shows the article, unless it says which article that is.
    """
    told = [_told(pair) for pair in rest]
    dressed = any(name in _DRESS for name, _ in told)
    if rest == pairs and not dressed:
        return rest
    if all(_PORTLET.fullmatch(name) for name, _ in told):
        return []
    dress = _DRESS | ({"mid"} if dressed else set())
    return [
        pair
        for pair, (name, value) in zip(rest, told, strict=True)
        if not (name in dress or _LANGUAGE.fullmatch(name) or (name, value) == ("layout", "default"))
        and (value or not _PAGER.fullmatch(name))
    ]


def _is_view(name: str, value: str) -> bool:
    if _PAGER.fullmatch(name):
        return _FIRST.fullmatch(value) is not None
    if _OFFSET.fullmatch(name):
        return _NONE.fullmatch(value) is not None
    # Liferay's portlets put their own name before that of a parameter
    if (name, value) in _PAIRS or (name.rpartition("_")[2], value) == ("viewmode", "print"):
        return True
    return (name in _NAMES and value not in ("0", "false", "no")) or (name in _NAMED_BY_VALUE and value in _VALUES)
