"""A title without the name of its site before or behind it, and what only is such a name."""

import re
from collections.abc import Container

from archive.orthography import fold
from pipelines.reading.keys import key_of
from pipelines.reading.title_candidates import FEWEST_WORDS, ORGANISATION, SEPARATOR, single

_PORTAL = re.compile(r"(?:trang thong tin|cong (?:thong tin|ttdt)) dien tu\b")
# what templates write into every head: `Trang chủ -Trang thông tin điện tử Sở Mẫu`
_SITE = re.compile(
    r"(?:trang chu|trang thong tin(?: dien tu)?|cong (?:thong tin|ttdt)(?: dien tu)?|website|home ?page)\b"
)
_BETWEEN = " -–—|:·•»«›>/\\"
_PAGE_OF = re.compile(r"(?:page|trang) \d+(?: (?:of|tren) \d+| ?/ ?\d+)?")


def names_site(text: str) -> bool:
    """Whether a head's title opens as those of whole sites do, and holds nothing that could be a page's own."""
    if not _SITE.match(fold(text)):
        return False
    pieces = SEPARATOR.split(text)[1:]
    return not any(len(piece.split()) >= FEWEST_WORDS and not ORGANISATION.match(piece) for piece in pieces)


def without_site(text: str, names: Container[str], host: str = "") -> str:
    """A title without the site's name before or after it.

    `names` are the keys of what the site is called; a piece that the host's name holds, or one at the end that opens
    as agencies and papers do, is the site's name too.
    """
    return without_site_before(without_site_behind(text, names, host), names, host)


def without_site_behind(text: str, names: Container[str], host: str) -> str:
    """A title without the site's name at its end, or what opens there as the names of agencies and papers do."""
    pieces = SEPARATOR.split(text)
    while len(pieces) > 1 and (_is_site(pieces[-1], names, host) or ORGANISATION.match(pieces[-1])):
        text = text[: text.rindex(pieces.pop())].rstrip(_BETWEEN)
    return text


def without_site_before(text: str, names: Container[str], host: str) -> str:
    """A title without the site's name, or a portal's, at its beginning."""
    pieces = SEPARATOR.split(text)
    while len(pieces) > 1 and (_is_site(pieces[0], names, host) or _is_portal(*pieces[:2])):
        first = pieces.pop(0)
        text = text[text.index(first) + len(first) :].lstrip(_BETWEEN)
    return text


def _is_portal(piece: str, after: str) -> bool:
    """Whether a piece opens as the names of portals do, before one that could be a title."""
    could_be = len(after.split()) >= FEWEST_WORDS and not ORGANISATION.match(after)
    return could_be and _PORTAL.match(fold(piece)) is not None


def _is_site(piece: str, names: Container[str], host: str) -> bool:
    key = key_of(single(piece))
    letters = key.replace(" ", "")
    return (
        key in names
        or _PAGE_OF.fullmatch(key) is not None
        or (len(letters) > 3 and bool(host) and (letters in host or host in letters))
    )
