"""An article's own title: what the page shows, weighed by what its head says of it.

No single mark can be trusted: portals put their logo or the section into the only h1, templates leave another page's
`<title>`, shares truncate `og:title`. So every text that could be the title is a candidate, and agreement decides.
"""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from archive.model import Heading
from archive.orthography import fold, normal_form
from pipelines.reading.crumbs import current_crumb, unnamed_crumb
from pipelines.reading.keys import has_key, key_of
from pipelines.reading.lines import Element, Line
from pipelines.reading.metadata import Metadata
from pipelines.reading.site_names import NO_TITLES, Names, leads_home, names_of
from pipelines.reading.stamp_lines import is_stamp

_SEPARATOR = re.compile(r"\s+[-–—|:·•»«/\\]+\s+|\s*\|\s*|\s+::\s+")
_LONGEST = 300
_LIST_MARK = re.compile(r"^(?:\d+[.)]|[-+*•])\s")
_HEADING_WEIGHT = {"h1": 2.0, "h2": 1.0, "h3": 0.7, "h4": 0.4}
_CRUMB = 1.6
_BY_ADDRESS = 1.2
_WORDS_OF_ADDRESS = 4
_TITLED = 0.9
_OF_BOX = 1.2
_OPENING = 0.5
_MOST_OTHERS = 3
_ECHO = 1.7
_BOX = re.compile(
    r"(?:portlet|module|mod|widget|web-?part|wp|box|block|panel|zone|cate(?:gory)?|chuyen-?muc)[-_]?(?:title|head(?:er|ing)?)"
    r"|c_head|dnntitle",
    re.IGNORECASE,
)
_NO_HEADINGS = frozenset({"crumbs", "section", "author", "source"})
_FEWEST_WORDS = 4
_MARKS_AROUND = 12
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
    """The title, and the lines that show it or repeat it; they are no part of the text. `others` come next."""

    text: str | None
    shown: frozenset[int] = field(default_factory=frozenset)
    first: int | None = None
    others: tuple[Heading, ...] = ()


def choose_title(metadata: Metadata, lines: Sequence[Line], visible: Sequence[Line], start: int) -> Title:
    """The title of the article whose text starts at line index `start`.

    `lines` are all of the page's, `visible` those outside chrome. None where the page shows and says no title.
    """
    crumbs = list(_crumbs(metadata, lines, visible))
    # the breadcrumb's own step is the page, also where a menu or a link of the heading to itself repeats it
    own = {key_of(one.text) for one in crumbs if one.weight == _CRUMB}
    names = names_of(metadata, lines, visible)
    farther = _farther_segments(metadata, visible, start)
    names = replace(names, certain=names.certain | farther, own=frozenset(own))
    said = list(_said(metadata, names))
    candidates = [
        *_shown(visible, start),
        *crumbs,
        *said,
        *_echoes(said, metadata, visible, start),
        *_opening(visible, start),
    ]
    ranked = _ranked(candidates, names, metadata.address)
    if not ranked:
        return Title(None)
    text, line = _as_shown(ranked[0], candidates)
    key = key_of(text)
    shown = [line.index for line in visible if has_key(line.text, key)]
    shown += [other.index for other in visible if line and other.element is line.element and len(shown) == 0]
    first = min((index for index in shown if index <= start + 3), default=None)
    others = tuple(_others(ranked, candidates, names))
    return Title(text, frozenset(shown), first, others)


def _ranked(candidates: Sequence[_Candidate], names: Names, address: str) -> list[_Candidate]:
    """The candidates for which more speaks than against them, the best first; else the best heading that is shown."""
    keys = [key_of(candidate.text) for candidate in candidates]
    points = [
        _score(one, candidates) + _BY_ADDRESS * _is_in_address(key, address)
        for one, key in zip(candidates, keys, strict=True)
    ]
    weighed = [worth - names.against(key, address) for worth, key in zip(points, keys, strict=True)]
    order = sorted((position for position, key in enumerate(keys) if key), key=lambda position: -weighed[position])
    best = [candidates[position] for position in order if weighed[position] > 0]
    last = [candidates[position] for position in order if candidates[position].line and keys[position] not in NO_TITLES]
    return best or last[:1]


def _as_shown(chosen: _Candidate, candidates: Sequence[_Candidate]) -> tuple[str, Line | None]:
    """A title as the page shows it, where it does, and the line that does."""
    key = key_of(chosen.text)
    best = next((one for one in candidates if one.line and key_of(one.text) == key), chosen)
    return _calmest(best.text, candidates), best.line


def _others(ranked: Sequence[_Candidate], candidates: Sequence[_Candidate], names: Names) -> Iterator[Heading]:
    """What the title is if the one chosen turns out to be that of many pages."""
    passed = {key_of(ranked[0].text)}
    for one in ranked[1:]:
        key = key_of(one.text)
        if key in passed or key in names or len(passed) > _MOST_OTHERS:
            continue
        passed.add(key)
        yield Heading(_as_shown(one, candidates)[0], one.weight > _OPENING)


def _shown(visible: Sequence[Line], start: int) -> Iterable[_Candidate]:
    seen: set[Element] = set()
    times = Counter(line.path for line in visible if "title" in line.parts)
    for line in visible:
        if line.index > start + 8:
            return
        tag = line.element.tag
        titled = _TITLED if "title" in line.parts and times[line.path] == 1 else 0.0
        weight = _HEADING_WEIGHT.get(tag, 0.0) + titled
        if not weight or line.element in seen or line.kind in ("caption", "row") or _is_logo(line):
            continue
        seen.add(line.element)
        text = _whole(line, visible)
        if _heads_box(line.element):
            weight -= titled + _OF_BOX
        # of two names of equal standing the nearer is the article's, and the other its section's
        near = 0.7 - 0.01 * min(start - line.index, 10) if line.index <= start else -0.3
        if 2 < len(text) <= _LONGEST:
            yield _Candidate(text, weight + near, line)


def _is_logo(line: Line) -> bool:
    return line.link_share > 0.9 and leads_home(line)


def _heads_box(element: Element) -> bool:
    """Whether a heading is one of a portlet, web part or other box by its class or that of what holds it."""
    around = (element, element.getparent())
    return any(_BOX.search(f"{one.get('class') or ''} {one.get('id') or ''}") for one in around if one is not None)


def _is_in_address(key: str, address: str) -> bool:
    """Whether the address of a page is made of a title: of its first words at least, without marks."""
    words = key.split()[:_WORDS_OF_ADDRESS]
    return len(words) == _WORDS_OF_ADDRESS and "-".join(words) in address.lower()


def _farther_segments(metadata: Metadata, visible: Sequence[Line], start: int) -> frozenset[str]:
    """Keys of those parts of `<title>` that are shown farther above the text than another and are no longer than it.

    Of the names of article, section and site the article's own stands nearest to its text.
    """
    pieces = _SEPARATOR.split(metadata.head_title)
    if len(pieces) < 2:
        return frozenset()
    near = [line for line in visible if start - 12 < line.index <= start + 1 and not line.parts & _NO_HEADINGS]
    shown = [(key, line.link_share) for line, key in _alike(near, map(key_of, pieces))]
    nearest, linked = shown[-1] if shown else ("", 0.0)
    if len(nearest.split()) < _FEWEST_WORDS or linked > 0.6:
        return frozenset()
    return frozenset(key for key, _ in shown[:-1] if key != nearest and len(key.split()) <= len(nearest.split()))


def _echoes(
    said: Sequence[_Candidate], metadata: Metadata, visible: Sequence[Line], start: int
) -> Iterable[_Candidate]:
    """Lines above the text that no markup makes a heading, but that are what the head says, or a part of `<title>`."""
    pieces = (piece for piece in _SEPARATOR.split(metadata.head_title) if not _ORGANISATION.match(piece))
    texts = (*(one.text for one in said), *pieces)
    keys = {key for text in texts if len((key := key_of(text)).split()) >= _FEWEST_WORDS} - NO_TITLES
    near = [line for line in visible if start - 8 < line.index <= start and line.link_share < 0.6]
    return [_Candidate(_single(line.text), _ECHO, line) for line, _ in _alike(near, keys)]


def _alike(lines: Sequence[Line], keys: Iterable[str]) -> Iterator[tuple[Line, str]]:
    """The lines whose key is one of these, with it; longer ones are dear to fold, and are none."""
    known = frozenset(keys)
    longest = max(map(len, known), default=0) + _MARKS_AROUND
    for line in lines:
        if len(line.text) <= longest and (key := key_of(line.text)) in known:
            yield line, key


def _opening(visible: Sequence[Line], start: int) -> Iterable[_Candidate]:
    """The line above the first paragraph, for pages that mark no title in any way."""
    above = [line for line in visible if line.index < start and line.link_share < 0.5 and not is_stamp(line.text)]
    if not above or _CONTACT.search(fold(above[-1].text)):
        return
    if start - above[-1].index <= 3 and 8 < len(above[-1].text) <= 200 and above[-1].text[-1] not in ".:;":
        yield _Candidate(_single(above[-1].text), _OPENING, above[-1])


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


def _said(metadata: Metadata, names: Container[str]) -> Iterable[_Candidate]:
    said = (
        (metadata.of_article("headline", "name"), 1.5),
        (metadata.first("og:title"), 1.5),
        (metadata.first("headline", "twitter:title", "dc.title", "title"), 0.6),
        (metadata.head_title, 1.5),
    )
    for text, weight in said:
        if text:
            yield _Candidate(normal_form(without_site(text, names, metadata.host)), weight, said=True)


def without_site(text: str, names: Container[str], host: str = "") -> str:
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


def _is_site(piece: str, names: Container[str], host: str) -> bool:
    key = key_of(_single(piece))
    letters = key.replace(" ", "")
    return (
        key in names
        or _PAGE_OF.fullmatch(key) is not None
        or (len(letters) > 3 and bool(host) and (letters in host or host in letters))
    )


def _score(candidate: _Candidate, candidates: Sequence[_Candidate]) -> float:
    key, score = key_of(candidate.text), candidate.weight
    for other in candidates:
        if other is candidate or (other.line is not None and candidate.line is not None):
            continue
        share = _agreement(key, key_of(other.text))
        # what the head says beyond what is shown is the site's name, whatever it is called
        score += other.weight * (share if share in (0.0, 1.0) or not candidate.said or other.said else 0.0)
    return score


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
