"""Printed views, AMP and first pages: the URL of the article that they are a view of, by the form of their own."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_SEGMENT = re.compile(r"/(?:amp|print|printview|savefile|in-bai|ban-in)(?=/|$)", re.IGNORECASE)
_ENDING = re.compile(r"(?:\.amp|[-_.](?:print|ban-in|in-bai))(?=\.\w{3,5}$|$)", re.IGNORECASE)
_NAMES = frozenset(
    {"amp", "print", "printview", "printable", "ban-in", "inbai", "ban_in", "printmode", "dnnprintmode", "isprint"}
)
# what Joomla, Liferay and DNN say beside it: of a view, by name and value; of nothing, but only on a view
_PAIRS = frozenset({("tmpl", "component"), ("p_p_state", "pop_up"), ("p_p_state", "exclusive"), ("viewmode", "print")})
# what Liferay says of where a portlet stands, and of its language
_PORTLET = re.compile(r"p_p_\w+|_\w+_languageid", re.IGNORECASE)
_DRESS = frozenset({"skinsrc", "containersrc"})
_VALUES = frozenset({"amp", "print", "printview"})
_PAGER = re.compile(r"page|paged|trang|pg|_\w+_cur", re.IGNORECASE)
_OFFSET = re.compile(r"(?:limit)?start", re.IGNORECASE)
_FIRST, _NONE = re.compile(r"0*[01]"), re.compile(r"0+")
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
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    rest = _bare([(name, value) for name, value in pairs if not _is_view(name.lower(), value.lower())], pairs)
    if path == parts.path and rest == pairs:
        return None
    query = parts.query if rest == pairs else urlencode(rest)
    return urlunsplit(parts._replace(path=path or "/", query=query))


def _bare(rest: list[tuple[str, str]], pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What is left of a view's query without its dress: Joomla's layout and empty `page`, DNN's skins and module.

    Liferay's says only which portlet shows the article, unless it says which article that is.
    """
    dressed = any(name.lower() in _DRESS for name, _ in pairs)
    if rest == pairs and not dressed:
        return rest
    if all(_PORTLET.fullmatch(name) for name, _ in rest):
        return []
    dress = _DRESS | ({"mid"} if dressed else set())
    return [
        (name, value)
        for name, value in rest
        if name.lower() not in dress
        and (name.lower(), value.lower()) != ("layout", "default")
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
