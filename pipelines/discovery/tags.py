"""The start tags of an HTML page, told from comments, scripts and text by the HTML standard's tokeniser, not by a tree.

Links need no tree, and building one takes twice as long; nor can a page nest deep enough to make this slow.
"""

import html
import re
from html.entities import html5
from string import ascii_lowercase

_BLANK = r"[\t\n\f\r ]"
_NAME_ENDS = r"(?=[\t\n\f\r />])"
# A quote opens a value only behind an equals sign; what it holds may be anything, `>` included.
_VALUE = r""""[^"]*+"|'[^']*+'|[^\t\n\f\r >"'][^\t\n\f\r >]*+"""
_CAREFUL = rf"(?:[^>=]++|={_BLANK}*+(?:{_VALUE})?+)*+"
_HASTY = r"[^>]*+"
# Elements whose content is no markup up to their own end tag.
_OPAQUE = ("style", "script", "iframe", "title", "textarea", "xmp", "noembed", "noframes")
_COMMENT = r"!--(?:-?>|[^-]*+(?:-(?!-!?>)[^-]*+)*+(?:--!?>)?+)|[!?][^>]*+"
_TAG = re.compile(rf"<[a-zA-Z]{_CAREFUL}>?")
_WHOLE_TAG = re.compile(rf"<[a-zA-Z](?:[^>=]++|={_BLANK}*+(?:{_VALUE}|(?=>)))*+>")
_ATTRIBUTE = re.compile(
    rf"""([^\t\n\f\r />=][^\t\n\f\r />=]*)(?:{_BLANK}*={_BLANK}*(?:"([^"]*)"|'([^']*)'|([^\t\n\f\r >]+)))?"""
)
_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|([a-zA-Z0-9]+);|[a-zA-Z]+(?![a-zA-Z0-9;=]))")


def _tokens(inside: str) -> re.Pattern[str]:
    opaque = "|".join(rf"(?i:{name}){_NAME_ENDS}{inside}>[^<]*+(?:<(?!/(?i:{name}))[^<]*+)*+" for name in _OPAQUE)
    initials = {name[0] for name in _OPAQUE}
    others = "".join(letter + letter.upper() for letter in ascii_lowercase if letter not in initials)
    # Most tags begin with a letter that no opaque element has: tried first, they spare five sixths of the time on a
    # page of prose.
    return re.compile(rf"<(?:[{others}]{inside}>|(?:{opaque})|[a-zA-Z]{inside}(?:>|\Z)|{_COMMENT})")


_FAST, _EXACT = _tokens(_HASTY), _tokens(_CAREFUL)


def start_tags(text: str) -> list[str]:
    """The start tags of a page as they are written, each spelling once; a style or script with its content."""
    tags = dict.fromkeys(_FAST.findall(text))
    if any(map(_may_be_cut, tags)):
        tags = dict.fromkeys(_EXACT.findall(text))
    return [tag for tag in tags if tag[1] not in "!?"]


def _may_be_cut(tag: str) -> bool:
    """Whether a tag read in haste seems to end inside a quoted value."""
    if "'" not in tag and tag.count('"') % 2 == 0:
        return False
    return tag[1] not in "!?" and not _WHOLE_TAG.match(tag)


def name_of(tag: str) -> str:
    """The lower-case name of a start tag."""
    return re.split(r"[\t\n\f\r />]", tag[1:], maxsplit=1)[0].lower()


def attributes_of(tag: str) -> dict[str, str]:
    """The attributes of a start tag by lower-case name, values without character references; the first of a name."""
    found = _TAG.match(tag)
    body = found[0][1 + len(name_of(tag)) :] if found else ""
    pairs = ((name.lower(), double or single or bare) for name, double, single, bare in _ATTRIBUTE.findall(body))
    return {name: _without_references(value) for name, value in reversed(list(pairs))}


def content_of(tag: str) -> str:
    """What stands between a start tag of `style` or `script` and its end."""
    found = _TAG.match(tag)
    return tag[found.end() :] if found else ""


def _without_references(value: str) -> str:
    return _REFERENCE.sub(_character, value) if "&" in value else value


def _character(match: re.Match[str]) -> str:
    # In attributes `&copy=1` is no ©, or the query of every other link would be maimed.
    named = match[1]
    return match[0] if named and f"{named};" not in html5 else html.unescape(match[0])
