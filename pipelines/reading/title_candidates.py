"""What on a page could be its title: headings, lines that its template calls one, and what only stands like one."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from archive.orthography import fold, normal_form
from pipelines.reading.bylines import byline_of, ends_as_controls, is_row_of_controls
from pipelines.reading.crumbs import is_trail
from pipelines.reading.keys import key_of
from pipelines.reading.lines import Element, Line
from pipelines.reading.metadata import Metadata
from pipelines.reading.site_names import NO_TITLES, leads_home, names_section
from pipelines.reading.stamp_lines import is_dateline, is_stamp, looks_dated, without_listed_day, without_moment

LONGEST = 300
_LIST_MARK = re.compile(r"^(?:\d+[.)]|[-+*•])\s")
_HEADING_WEIGHT = {"h1": 2.0, "h2": 1.0, "h3": 0.7, "h4": 0.4}
_TITLED = 0.9
_OF_BOX = 1.2
OPENING = 0.5
_ECHO = 1.7
_BOX = re.compile(
    r"(?:portlet|module|mod|widget|web-?part|wp|box|block|panel|zone|cate(?:gory)?|chuyen-?muc)[-_]?(?:title|head(?:er|ing)?)"
    r"|c_(?:head|title)|dnntitle",
    re.IGNORECASE,
)
FEWEST_WORDS = 4
_LEDE = 80
_NEAR = 3
_MARKS_AROUND = 12
_CONTACT = re.compile(
    r"@|^(?:co quan (?:chu quan|quan ly)|giay phep|dia chi|dien thoai|chiu trach nhiem|tong bien tap|truong ban)\b"
)
ORGANISATION = re.compile(
    r"(?:cổng|trang|website|báo(?! cáo\b)|tạp chí|bộ(?! (?:trưởng|đội)\b)|sở|cục|tổng cục|chi cục|ubnd|uỷ ban|ủy ban|"
    r"trung tâm|viện|liên đoàn|trường(?! hợp\b)|đài|hội(?! (?:nghị|thảo|thi|chợ)\b)|công ty|đảng bộ|huyện ủy|tỉnh ủy|"
    r"thành ủy)\s",
    re.IGNORECASE,
)
# begins with what it can begin with: looked for so it is found several times as fast
SEPARATOR = re.compile(r"[\s|](?:(?<=\|)\s*|\s*(?:[-–—|:·•»«›>/\\]+\s+|\|\s*))")


@dataclass(slots=True)
class Candidate:
    """A text that could be the title, its key, and what speaks for it; `said` by the head, or shown by a `line`."""

    text: str
    weight: float
    line: Line | None = None
    said: bool = False
    key: str = field(init=False)

    def __post_init__(self) -> None:
        self.key = key_of(self.text)


def shown_headings(visible: Sequence[Line], start: int) -> Iterable[Candidate]:
    """The headings down to just below the text's start, the higher and the nearer the weightier."""
    seen: set[Element] = set()
    marked = _marked_as_titles(visible)
    for line in visible:
        if line.index > start + 8:
            return
        tag = line.element.tag
        titled = _TITLED if line.index in marked else 0.0
        weight = _HEADING_WEIGHT.get(tag, 0.0) + titled
        if not weight or line.element in seen or line.kind in ("caption", "row") or _is_logo(line):
            continue
        seen.add(line.element)
        text = _whole(line, visible)
        if _heads_box(line.element):
            weight -= titled + _OF_BOX
        # of two names of equal standing the nearer is the article's, and the other its section's
        near = 0.7 - 0.01 * min(start - line.index, 10) if line.index <= start else -0.3
        if 2 < len(text) <= LONGEST and not is_stamp(line.text):
            yield Candidate(text, weight + near, line)


def _marked_as_titles(visible: Sequence[Line]) -> frozenset[int]:
    """The lines that their class calls titles: the only one of its place, or of two without links the first.

    Templates in tables call the lede a headline too; of more, or of linked ones, each is a title in a list. Below a
    section's name what ends as a lede does is the title.
    """
    at: dict[str, list[Line]] = defaultdict(list)
    for line in visible:
        if "title" in line.parts:
            at[line.path].append(line)
    few = (lines for lines in at.values() if len(lines) == 1 or (len(lines) == 2 and not any(map(_is_linked, lines))))
    first = sorted((lines[0] for lines in few), key=_index)
    ledes = {below.index for line, below in pairwise(first) if is_lede(below) and _may_head(line, below)}
    return frozenset(line.index for line in first) - ledes


def _index(line: Line) -> int:
    return line.index


def _may_head(line: Line, below: Line) -> bool:
    """Whether a line may be the title of a lede near below it: no word or two, as `Thông báo`, nor a section's name."""
    return below.index - line.index <= _NEAR and line.text.count(" ") > 1 and not names_section(line.text)


def is_lede(line: Line) -> bool:
    """Whether a line is as long as ledes are, and ends as they do."""
    return len(line.text) >= _LEDE and line.text.endswith(".")


def _is_linked(line: Line) -> bool:
    return line.linked > 0


def _is_logo(line: Line) -> bool:
    return line.link_share > 0.9 and leads_home(line)


def _heads_box(element: Element) -> bool:
    """Whether a heading is one of a portlet, web part or other box by its class or that of what holds it."""
    around = (element, element.getparent())
    return any(_BOX.search(f"{one.get('class') or ''} {one.get('id') or ''}") for one in around if one is not None)


def echoes(said: Sequence[Candidate], metadata: Metadata, visible: Sequence[Line], start: int) -> Iterable[Candidate]:
    """Lines above the text that no markup makes a heading, but that are what the head says, or a part of `<title>`."""
    pieces = (piece for piece in SEPARATOR.split(metadata.head_title) if not ORGANISATION.match(piece))
    told = [*(one.key for one in said), *map(key_of, pieces)]
    keys = {key for key in told if len(key.split()) >= FEWEST_WORDS} - NO_TITLES
    near = [line for line in visible if start - 8 < line.index <= start and line.link_share < 0.6]
    return [Candidate(single(line.text), _ECHO, line) for line, _ in alike(near, keys)]


def alike(lines: Sequence[Line], keys: Iterable[str]) -> Iterator[tuple[Line, str]]:
    """The lines whose key is one of these, with it; longer ones are dear to fold, and are none."""
    known = frozenset(keys)
    longest = max(map(len, known), default=0) + _MARKS_AROUND
    for line in lines:
        if len(line.text) <= longest and (key := key_of(line.text)) in known:
            yield line, key


def opening_line(visible: Sequence[Line], start: int) -> Iterable[Candidate]:
    """The line above the first paragraph, or a bold one in its place, for pages that mark no title in any way."""
    first = next((line for line in visible if line.index >= start), None)
    if first is not None and first.kind == "heading" and _opens(first):
        yield Candidate(_undated(first, visible), OPENING, first)
    # what stands between lede and text, as a picture's caption does, is no title
    start = next((line.index for line in visible if line.kind == "lede" and 0 < start - line.index <= _NEAR), start)
    near = (line for line in reversed(visible) if line.index < start and line.link_share < 0.5)
    above = next((line for line in near if not _is_between(line)), None)
    if above is None or start - above.index > _NEAR or _CONTACT.search(fold(above.text)):
        return
    if _opens(above):
        yield Candidate(_undated(above, visible), OPENING, above)


def _undated(line: Line, visible: Sequence[Line]) -> str:
    """What a line says, without the day behind it that the page's links to others bear too."""
    return single(without_listed_day(line.text, (one.text for one in visible if one.linked)))


def _is_between(line: Line) -> bool:
    """Whether a line stands between a title and its text: a stamp, a remark, or a lede that the vote left out."""
    return is_lede(line) or _is_beside(line)


def _opens(line: Line) -> bool:
    """Whether a line may be a title by its length and its end."""
    return 8 < len(line.text) <= 200 and line.text[-1] not in ".:;" and not _is_beside(line)


def _is_beside(line: Line) -> bool:
    """Whether a line stands below a title rather than is one: stamp, controls, a remark, the head of a table."""
    if ends_as_controls(line.text) and is_row_of_controls(" ".join(fold(line.text).split())):
        return True
    is_remark = line.text.startswith("(") and line.text.endswith(")")
    is_dated = is_stamp(line.text) or _is_dateline(line.text)
    return line.kind == "row" or is_trail(line.text) or is_remark or is_dated or byline_of(line.text) is not None


def _is_dateline(text: str) -> bool:
    """Whether a text is a place and a day; `Hà Nội, ngày 19/12/1946 và lời kêu gọi toàn quốc kháng chiến` goes on."""
    return is_dateline(text) and text.rstrip(" .)")[-1:].isdigit() and looks_dated(text)


def _whole(line: Line, visible: Sequence[Line]) -> str:
    """A heading's text with its forced breaks undone, unless what follows the break is a list."""
    # a cell may hold all of a page; what is marked otherwise is no part of the heading
    parts = [other.text for other in visible if other.element is line.element and other.parts == line.parts]
    if len(parts) > 4 or any(_LIST_MARK.match(part) for part in parts[1:]):
        return without_moment(single(line.text))[0]
    return without_moment(single(" ".join(parts)))[0]


def single(text: str) -> str:
    """The text once, where a template wrote it twice in a row."""
    half = len(text) // 2
    doubled = len(text) > 20 and key_of(text[:half]) == key_of(text[half:])
    return normal_form(text[:half].strip() if doubled else text)


def agreement(key: str, other: str) -> float:
    """How far another candidate supports this one: wholly, as its start or end, or not."""
    if key == other:
        return 1.0
    if min(len(key), len(other)) < 12:
        return 0.5 if other.startswith(f"{key} ") or other.endswith(f" {key}") else 0.0
    if other.startswith(key) or other.endswith(key):
        return 0.8
    return 0.9 if key.startswith(other) else 0.0
