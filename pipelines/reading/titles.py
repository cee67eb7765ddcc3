"""An article's own title: what the page shows, weighed by what its head says of it.

No single mark can be trusted: portals put their logo or the section into the only h1, templates leave another page's
`<title>`, shares truncate `og:title`. So every text that could be the title is a candidate, and agreement decides.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from archive.orthography import fold, normal_form
from pipelines.reading.crumbs import current_crumb, unnamed_crumb
from pipelines.reading.keys import has_key, key_of
from pipelines.reading.lines import Element, Line
from pipelines.reading.metadata import Metadata
from pipelines.reading.site_names import NO_TITLES, names_of
from pipelines.reading.stamp_lines import is_stamp

_SEPARATOR = re.compile(r"\s+[-–—|:·•»«/\\]+\s+|\s*\|\s*|\s+::\s+")
_LONGEST = 300
_LIST_MARK = re.compile(r"^(?:\d+[.)]|[-+*•])\s")
_HEADING_WEIGHT = {"h1": 2.0, "h2": 1.0, "h3": 0.7, "h4": 0.4}
_CRUMB = 1.6
_BETWEEN = " -–—|:·•»«/\\"
_ORGANISATION = re.compile(
    r"(?:cổng|trang|website|báo|tạp chí|bộ|sở|cục|tổng cục|chi cục|ubnd|uỷ ban|ủy ban|trung tâm|viện|liên đoàn|trường|"
    r"đài|hội|công ty|đảng bộ|huyện ủy|tỉnh ủy|thành ủy)\s",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"@|^(?:co quan (?:chu quan|quan ly)|giay phep|dia chi|dien thoai|chiu trach nhiem|tong bien tap|truong ban)\b"
)
_PAGE_OF = re.compile(r"(?:page|trang) \d+(?: (?:of|tren) \d+| ?/ ?\d+)?")
_SHOUTED = re.compile(r"[^\W\d_]{2,}")


@dataclass(slots=True)
class _Candidate:
    text: str
    weight: float
    line: Line | None = None
    said: bool = False


@dataclass(frozen=True, slots=True)
class Title:
    """The title, and the lines that show it or repeat it; they are no part of the text."""

    text: str | None
    shown: frozenset[int] = field(default_factory=frozenset)
    first: int | None = None


def choose_title(metadata: Metadata, lines: Sequence[Line], visible: Sequence[Line], start: int) -> Title:
    """The title of the article whose text starts at line index `start`.

    `lines` are all of the page's, `visible` those outside chrome. None where the page shows and says no title.
    """
    crumbs = list(_crumbs(metadata, lines, visible))
    # the breadcrumb's own step is the page, also where a menu or a link of the heading to itself repeats it
    names = (
        names_of(metadata, lines, visible) - {key_of(one.text) for one in crumbs if one.weight == _CRUMB} | NO_TITLES
    )
    candidates = [
        *_shown(visible, start),
        *crumbs,
        *_said(metadata, names),
        *_opening(visible, start),
    ]
    best, score = None, 0.0
    for candidate in candidates:
        points = _score(candidate, candidates, names)
        if points > score:
            best, score = candidate, points
    if best is None:
        return Title(None)
    text = _calmest(best.text, candidates)
    key = key_of(text)
    shown = [line.index for line in visible if has_key(line.text, key)]
    shown += [line.index for line in visible if best.line and line.element is best.line.element and len(shown) == 0]
    return Title(text, frozenset(shown), min((index for index in shown if index <= start + 3), default=None))


def _shown(visible: Sequence[Line], start: int) -> Iterable[_Candidate]:
    seen: set[Element] = set()
    times = Counter(line.path for line in visible if "title" in line.parts)
    for line in visible:
        if line.index > start + 8:
            return
        tag = line.element.tag
        weight = _HEADING_WEIGHT.get(tag, 0.0) + (0.9 if "title" in line.parts and times[line.path] == 1 else 0.0)
        if not weight or line.element in seen or line.kind in ("caption", "row"):
            continue
        seen.add(line.element)
        text = _whole(line, visible)
        # of two names of equal standing the nearer is the article's, and the other its section's
        near = 0.7 - 0.01 * min(start - line.index, 10) if line.index <= start else -0.3
        if 2 < len(text) <= _LONGEST:
            yield _Candidate(text, weight + near, line)


def _opening(visible: Sequence[Line], start: int) -> Iterable[_Candidate]:
    """The line above the first paragraph, for pages that mark no title in any way."""
    above = [line for line in visible if line.index < start and line.link_share < 0.5 and not is_stamp(line.text)]
    if not above or _CONTACT.search(fold(above[-1].text)):
        return
    if start - above[-1].index <= 3 and 8 < len(above[-1].text) <= 200 and above[-1].text[-1] not in ".:;":
        yield _Candidate(_single(above[-1].text), 0.5, above[-1])


def _whole(line: Line, visible: Sequence[Line]) -> str:
    """A heading's text with its forced breaks undone, unless what follows the break is a list."""
    parts = [other.text for other in visible if other.element is line.element]
    if len(parts) > 4 or any(_LIST_MARK.match(part) for part in parts[1:]):
        return _single(line.text)
    return _single(" ".join(parts))


def _single(text: str) -> str:
    """The text once, where a template wrote it twice in a row."""
    half = len(text) // 2
    doubled = len(text) > 20 and key_of(text[:half]) == key_of(text[half:])
    return normal_form(text[:half].strip() if doubled else text)


def _crumbs(metadata: Metadata, lines: Sequence[Line], visible: Sequence[Line]) -> Iterable[_Candidate]:
    """The last step of the breadcrumb, where it is the page itself and no link back to a section."""
    shown = {line.index for line in visible}
    trail = [line for line in lines if "crumbs" in line.parts and line.index not in shown]
    text = current_crumb(trail) if trail else unnamed_crumb(visible)
    if text and 2 < len(text) <= _LONGEST and key_of(text) not in NO_TITLES:
        yield _Candidate(normal_form(text), _CRUMB)
    if len(metadata.crumbs) > 1:
        yield _Candidate(normal_form(metadata.crumbs[-1]), 0.9)


def _said(metadata: Metadata, names: frozenset[str]) -> Iterable[_Candidate]:
    said = (
        (metadata.of_article("headline", "name"), 1.5),
        (metadata.first("og:title"), 1.5),
        (metadata.first("headline", "twitter:title", "dc.title", "title"), 0.6),
        (metadata.head_title, 1.5),
    )
    for text, weight in said:
        if text:
            yield _Candidate(normal_form(without_site(text, names, metadata.host)), weight, said=True)


def without_site(text: str, names: frozenset[str], host: str = "") -> str:
    """A title without the site's name before or after it.

    `names` are the keys of what the site is called; a piece that the host's name holds, or one at the end that opens
    as agencies and papers do, is the site's name too.
    """
    pieces = _SEPARATOR.split(text)
    while len(pieces) > 1 and (_is_site(pieces[-1], names, host) or _ORGANISATION.match(pieces[-1])):
        text = text[: text.rindex(pieces.pop())].rstrip(_BETWEEN)
    while len(pieces) > 1 and _is_site(pieces[0], names, host):
        first = pieces.pop(0)
        text = text[text.index(first) + len(first) :].lstrip(_BETWEEN)
    return text


def _is_site(piece: str, names: frozenset[str], host: str) -> bool:
    key = key_of(_single(piece))
    letters = key.replace(" ", "")
    return (
        key in names
        or _PAGE_OF.fullmatch(key) is not None
        or (len(letters) > 3 and bool(host) and (letters in host or host in letters))
    )


def _score(candidate: _Candidate, candidates: Sequence[_Candidate], names: frozenset[str]) -> float:
    key = key_of(candidate.text)
    if not key:
        return 0.0
    score = candidate.weight
    for other in candidates:
        if other is candidate or (other.line is not None and candidate.line is not None):
            continue
        share = _agreement(key, key_of(other.text))
        # what the head says beyond what is shown is the site's name, whatever it is called
        score += other.weight * (share if share in (0.0, 1.0) or not candidate.said or other.said else 0.0)
    own_crumb = any(other.weight == _CRUMB and key_of(other.text) == key for other in candidates)
    return score - 1.5 if key in names and not own_crumb else score


def _agreement(key: str, other: str) -> float:
    """How far another candidate supports this one: wholly, as its start or end, or not."""
    if key == other:
        return 1.0
    if min(len(key), len(other)) < 12:
        return 0.5 if other.startswith(f"{key} ") or other.endswith(f" {key}") else 0.0
    if other.startswith(key) or other.endswith(key):
        return 0.8
    return 0.9 if key.startswith(other) else 0.0


def _calmest(text: str, candidates: Sequence[_Candidate]) -> str:
    """The same title not written in capitals, where the page has it."""
    words = _SHOUTED.findall(text)
    if not words or not all(word.isupper() for word in words):
        return text
    same = (candidate.text for candidate in candidates if key_of(candidate.text) == key_of(text))
    return next((other for other in same if not other.isupper()), text)
