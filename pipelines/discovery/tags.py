"""The start tags of an HTML page, told from comments, scripts and text by the HTML standard's tokeniser, not by a tree.

Links need no tree, and building one takes twice as long; nor can a page nest deep enough to make this slow.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator
from html.entities import html5
from string import ascii_lowercase

from pipelines.references import unescape

_BLANK = r"[\t\n\f\r ]"
_NAME_ENDS = r"(?=[\t\n\f\r />])"
# As nearly all tags are written, each value in double quotes right behind its equals sign.
_PLAINLY = r"""[^>"'=]*+(?:="[^"]*+"[^>"'=]*+)*+>"""
# A quote opens a value only behind an equals sign; what it holds may be anything, `>` included.
_VALUE = r""""[^"]*+"|'[^']*+'|[^\t\n\f\r >"'][^\t\n\f\r >]*+"""
_ANYHOW = rf"(?:[^>=]++|={_BLANK}*+(?:{_VALUE})?+)*+"
# Elements that may name another document.
_LINKING = tuple("a area base link meta img source script iframe frame embed object video style".split())  # noqa: SIM905
# Elements whose content is no markup up to their own end tag.
_OPAQUE = ("style", "script", "iframe", "title", "textarea", "xmp", "noembed", "noframes")
_COMMENT = r"!--(?:-?>|[^-]*+(?:-(?!-!?>)[^-]*+)*+(?:--!?>)?+)|[!?][^>]*+"
_TAG = re.compile(rf"<[a-zA-Z]{_ANYHOW}>?")
_IS_LINKING = re.compile(rf"<(?i:{'|'.join(_LINKING)})(?:{_NAME_ENDS}|\Z)".encode())
_ATTRIBUTE = re.compile(
    rf"""([^\t\n\f\r />=][^\t\n\f\r />=]*)(?:{_BLANK}*={_BLANK}*(?:"([^"]*)"|'([^']*)'|([^\t\n\f\r >]+)))?"""
)
_LONGEST_TOKEN = 8 * 1024 * 1024
_REFERENCE = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|([a-zA-Z0-9]+);|[a-zA-Z]+(?![a-zA-Z0-9;=]))")


def _begun_by_no(names: Iterable[str]) -> str:
    """The letters that none of the names begins with."""
    initials = {name[0] for name in names}
    return "".join(letter + letter.upper() for letter in ascii_lowercase if letter not in initials)


def _start_tag() -> str:
    """Takes a start tag, after an opaque element's its content, or a comment; gives back the tag."""
    opaque = "|".join(rf"(?i:{name}){_NAME_ENDS}{_ANYHOW}>[^<]*+(?:<(?!/(?i:{name}))[^<]*+)*+" for name in _OPAQUE)
    # Most tags begin with a letter that no opaque element has: tried first, they spare most of the time.
    return rf"(<(?:[{_begun_by_no(_OPAQUE)}]{_PLAINLY}|{opaque}|[a-zA-Z]{_ANYHOW}(?:>|\Z)))|<(?:{_COMMENT})"


_TOKEN = re.compile(_start_tag().encode())
# The start tags, and what lies between two of them, of which one need not look at each: an end tag, or a tag as nearly
# all are written of an element that names nothing. The first letters tell that it is none of those that do, the
# commonest first; without a k in its attributes' names none of them is `background`.
_OTHER = r"[cdghjkpqruwyz]|li[^>nN]|s[^>cotCOT]|t[^>ieIE]|b[^>aA]|i[^>fmFM]|f[^>rR]|n[^>oO]|e[^>mM]"
# What is neither, a `<` in a text or the page's end, is taken too: it would be looked for behind each of the others.
_BETWEEN = rf"(?:<(?:/|(?:{_OTHER}){_PLAINLY.replace('=]', '=kK]')})[^<]*+)*+"
_LINK_TOKEN = re.compile(rf"{_BETWEEN}(?:{_start_tag()}|<|\Z)".encode())
_BRACKET = ord("(")
_STYLING = (b"url(", b"backg", b"BACKG")


def start_tags(markup: bytes) -> list[bytes]:
    """The start tags of a page as they are written, each spelling once; a style or script with its content.

    `markup` is in an encoding that writes ASCII characters as ASCII bytes, and no others so.
    """
    return [tag for tag in dict.fromkeys(_TOKEN.findall(markup)) if tag]


def linking_tags(markup: bytes) -> list[bytes]:
    """Those of the `start_tags` whose element may name another document, or that a style or a background may."""
    # Asked first for one byte: to search a page for several takes as long as half of its tags.
    is_styled = _BRACKET in markup and markup.find(b"url(") >= 0
    tags = dict.fromkeys((_TOKEN if is_styled else _LINK_TOKEN).findall(markup))
    return [tag for tag in tags if _IS_LINKING.match(tag) or any(tag.find(word) >= 0 for word in _STYLING)]


def parts(markup: bytes, size: int) -> Iterator[bytes]:
    """A page in parts of about that size, between which no tag, comment or script is cut in two.

    What goes on without end is cut after eight megabytes.
    """
    start = 0
    while start < len(markup):
        end = start + size
        while end < len(markup) and (last := _last_end(markup[start:end])) == 0 and end - start < _LONGEST_TOKEN:
            end += size
        end = start + last if end < len(markup) and last else end
        yield markup[start:end]
        start = end


def _last_end(markup: bytes) -> int:
    """Where the last token begins that may go on behind its end; the end itself where none does."""
    last = deque(_TOKEN.finditer(markup), maxlen=1)
    if last and last[0].end() == len(markup):
        return last[0].start()
    return len(markup) - markup.endswith(b"<")


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
    return match[0] if named and f"{named};" not in html5 else unescape(match[0])
