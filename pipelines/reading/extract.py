"""HTML → title, lines of text with their DOM paths, credits: one page, alone, parsed once.

trafilatura between a DOM pre-pass (`lines`, `region`) and a line pass (`noise`, `sources`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile

from lxml.cssselect import CSSSelector
from lxml.etree import HTMLParser, fromstring

from pipelines.agency import Layout
from pipelines.reading.bylines import byline_above, byline_among, says_who, signed_below
from pipelines.reading.columns import in_column
from pipelines.reading.credit_lines import credit_of
from pipelines.reading.elements import words_of
from pipelines.reading.keys import key_of
from pipelines.reading.lines import Element, Line, Page, lines_of
from pipelines.reading.markup import BLOCK, Part
from pipelines.reading.metadata import Metadata
from pipelines.reading.noise import is_noise
from pipelines.reading.others import opens_list, without_lists
from pipelines.reading.pruning import convicted, is_prose, prune, remove, strip_unseen, visible_lines
from pipelines.reading.region import Region, beside_title, find_region, named_region, opens_picture
from pipelines.reading.sources import Credits, is_nobody, read_credits
from pipelines.reading.stamp_lines import is_stamp, looks_dated
from pipelines.reading.titles import Title, choose_title
from pipelines.reading.weeding import without_noise

# The bytes are always ours; a declaration inside the document must not be believed again.
_PARSER = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
_MARKS = frozenset({"date", "author", "source", "meta"})
_BYLINE = _MARKS | {"section"}
_MARKS_BETWEEN = _MARKS | {"crumbs", "title"}
_LONGEST_MARK = 120
_SHORTEST_SENTENCE = 6
_LINKED = 0.6
_ROWS = 3
_HEAD = 3
_DAY = re.compile(r"\d\s*[/.-]\s*\d|\bth[áa]\u0301?ng\s+\d", re.IGNORECASE)
_FACT = re.compile(r"\W*[^\W\d_][^:]{1,29}:\s*\S")
_PLACE = re.compile(r"\b(?:địa\s+điểm|nơi\s+tổ\s+chức)\s*:", re.IGNORECASE)
_LABELLED = re.compile(r"(?:nguồn|source)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Extract:
    """What one page's HTML holds: `page` has every line, `visible` those outside chrome, `text` the article's.

    `start` and `end` are the indexes of the text's first and last line in the page.
    """

    page: Page
    visible: Sequence[Line]
    title: Title
    text: Sequence[Line]
    place: Element
    credits: Credits
    start: int
    end: int


@lru_cache(maxsize=256)
def selector(css: str) -> CSSSelector:
    """A compiled CSS selector, as agency files name elements."""
    return CSSSelector(css, translator="html")


def extract(body: Element, metadata: Metadata, layout: Layout | None) -> Extract:
    """Read one parsed body, which is changed: chrome leaves the DOM. `layout` holds the agency's hints, if any."""
    layout = layout or Layout()
    for css in layout.drop:
        for element in selector(css)(body):
            remove(element)
    named_title = _named_title(body, layout)
    named_place = next(iter(selector(layout.body)(body)), None) if layout.body else None
    strip_unseen(body)
    page = lines_of(body)
    chrome = convicted(page)
    visible = visible_lines(page, chrome)
    prune(page, chrome, body)
    region = named_region(named_place, visible) if named_place is not None else find_region(body, page, visible)
    prose = (line.index for line in region.lines if is_prose(line) and not (_is_byline(line) or is_noise(line)))
    start = next(prose, _first(region.lines, len(page.lines)))
    title = Title(named_title) if named_title else choose_title(metadata, page.lines, visible, start)
    if title.first is not None and named_place is None:
        region = beside_title(region, visible, page.lines[title.first], title.shown)
    adopted = _from_title_on(_with_lede(region, visible, title, metadata), title, start)
    adopted = in_column(adopted, None if title.first is None else page.lines[title.first], visible)
    own = without_lists(_without_dropped(adopted, layout), _list_heads(page, visible, adopted))
    whole = without_noise(own, title.text)
    text = _without_marks(whole)
    author, source = _marked_credits(metadata, page, text)
    around = _around(visible, title, text)
    rows = byline_above((line for line in around if line.index < text[0].index), {line.index for line in whole})
    beside = [line.text for line in around if line.index not in rows]
    named = (name for row in rows.values() for name in row if author is None or says_who(name))
    marked = [*_marked_authors(whole, text), *named]
    marked += signed_below(around, text, region.place)
    credits = read_credits(text, beside, author, source, marked, metadata.host)
    first, last = (_first(credits.lines, start), text[-1].index) if text else (_below(title, start),) * 2
    return Extract(page, visible, title, credits.lines, region.place, credits, first, last)


def _below(title: Title, start: int) -> int:
    """Where the text of a page without one would begin: its date stands between title and that."""
    return start if title.first is None else max(start, title.first + _HEAD)


def _list_heads(page: Page, visible: Sequence[Line], text: Sequence[Line]) -> list[int]:
    """Indexes of headings, chrome by their class or not, below which a list of others reaches into the text."""
    if not text:
        return []
    seen = {line.index: line for line in visible if text[0].index < line.index <= text[-1].index + _ROWS}
    heads = (line.index for line in page.lines[text[0].index + 1 : text[-1].index + 1] if opens_list(line.text))
    return [head for head in heads if any(line.link_share > _LINKED for line in _listed(seen, head))]


def _listed(seen: Mapping[int, Line], head: int) -> Iterator[Line]:
    """The first visible lines below a heading, down to prose; none where chrome comes first."""
    below = takewhile(lambda index: index in seen, range(head + 1, head + 1 + _ROWS))
    return takewhile(lambda line: line.kind == "row" or not is_prose(line), (seen[index] for index in below))


def _first(lines: Sequence[Line], otherwise: int) -> int:
    return lines[0].index if lines else otherwise


def _named_title(body: Element, layout: Layout) -> str | None:
    if not layout.title:
        return None
    found = next(iter(selector(layout.title)(body)), None)
    return (words_of(found) or None) if found is not None else None


def _with_lede(region: Region, visible: Sequence[Line], title: Title, metadata: Metadata) -> list[Line]:
    """The region's lines, with the lede that stands outside: between title and text, marked as one or told by meta."""
    if not region.lines:
        return []
    start = region.lines[0].index
    after = title.first if title.first is not None and title.first < start else start - 6
    told = key_of(metadata.first("description", "og:description", "twitter:description") or "")[:60]
    between = [line for line in visible if after < line.index < start and line.index not in title.shown]
    facts = _facts(between)
    adopted = [
        facts.get(line.index) or (line if line.kind == "caption" else replace(line, kind="lede"))
        for line in between
        if line.index in facts or _is_lede(line, told, title.first is not None) or _captions(line, region.place)
    ]
    return [*adopted, *region.lines]


def _facts(between: Sequence[Line]) -> dict[int, Line]:
    """What a page says of its event in a box above the text, line by line, where one of them says where it is."""
    told = [line for line in between if line.link_share <= 0.5 and _FACT.match(line.text)]
    boxes = [line.element.getparent() for line in told if _PLACE.search(line.text)]
    # a moment among them is the event's and no stamp
    return {line.index: replace(line, parts=line.parts - _MARKS) for line in told if line.element.getparent() in boxes}


def _is_lede(line: Line, told: str, below_title: bool) -> bool:
    if line.link_share > 0.5 or len(line.text) < 20:
        return False
    if below_title and len(line.text) >= 80:
        return True
    is_sentence = below_title and _is_sentence(line)
    # themes write what stands below a headline into the headline's box, or call it one
    if line.parts & (_MARKS_BETWEEN - {"title"} if line.kind == "lede" or is_sentence else _MARKS_BETWEEN):
        return False
    return (
        line.kind == "lede"
        or (len(told) > 25 and told in key_of(line.text))
        or is_sentence
        or (below_title and "caption" in line.parts)
    )


def _captions(line: Line, place: Element) -> bool:
    """Whether a line is a caption in the box that holds the region: pages that show no title have pictures too."""
    is_caption = opens_picture(line) or ("caption" in line.parts and len(line.text) >= 20 and line.link_share <= 0.5)
    return is_caption and place.getparent() in tuple(line.element.iterancestors())


def _is_sentence(line: Line) -> bool:
    """Whether a short line is a sentence all the same: as such it ends, or it is bold and has many words."""
    words = line.text.count(" ") + 1
    if line.link_share or words < _SHORTEST_SENTENCE or not line.text[0].isalpha() or line.text[0].islower():
        return False
    if not line.text.endswith((".", "!", "?", "…")) and (line.kind != "heading" or words < 2 * _SHORTEST_SENTENCE):
        return False
    return credit_of(line.text) is None and _DAY.search(line.text) is None


def _from_title_on(lines: list[Line], title: Title, start: int) -> list[Line]:
    """Lines above the title (dates, crumbs, a section's name) are no text, unless most of the text stands there.

    Above one that the head says too, and that stands below the first prose, are boxes beside the article.
    """
    if title.first is None:
        return lines
    below = [line for line in lines if line.index > (title.first or 0)]
    if title.first > start + _HEAD and any(map(is_prose, below)):
        return below
    return below if 2 * sum(len(line.text) for line in below) > sum(len(line.text) for line in lines) else lines


def _without_dropped(lines: list[Line], layout: Layout) -> list[Line]:
    patterns = [re.compile(pattern) for pattern in layout.drop_lines]
    return [line for line in lines if not any(pattern.search(line.text) for pattern in patterns)]


def _without_marks(lines: list[Line]) -> list[Line]:
    """The text without short lines above its prose, or its lede, or below it that the template marks as its credits."""
    around = _parts_around(lines)
    marks = {line.index for line in lines if _is_mark(line, line.parts - around)} | byline_among(lines[:_HEAD])
    own = {
        line.index: line.kind for line in lines if line.index not in marks or (is_prose(line) and not _is_byline(line))
    }
    last = max(own, default=0)
    first = next((index for index, kind in own.items() if kind != "lede"), last)
    return [line for line in lines if line.index in own or first < line.index < last]


def _parts_around(lines: Sequence[Line]) -> frozenset[Part]:
    """The parts that all of the prose plays: those of a wrapper, which say nothing of a single line."""
    played = [line.parts for line in lines if is_prose(line)]
    return frozenset.intersection(*played) if played else frozenset()


def _is_byline(line: Line) -> bool:
    """Whether a line is long only since date, author and section stand side by side in it."""
    own = line.parts & _BYLINE
    return len(line.text) < _LONGEST_MARK and len(own) > 2 and looks_dated(line.text)


def _is_mark(line: Line, parts: frozenset[Part]) -> bool:
    if "crumbs" in parts and not is_prose(line):
        return True
    if len(line.text) >= _LONGEST_MARK or not parts & _MARKS:
        return False
    return bool(parts & {"author", "source"}) or looks_dated(line.text)


def _marked_authors(whole: Sequence[Line], text: Sequence[Line]) -> list[str]:
    """The lines of an author's that left the text and are no date."""
    kept = {line.index for line in text}
    gone = (line for line in whole if line.index not in kept)
    return [line.text for line in gone if "author" in line.parts and not any(map(str.isdigit, line.text))]


def _around(visible: Sequence[Line], title: Title, text: Sequence[Line]) -> list[Line]:
    """The lines between title and text, and just below it."""
    if not text:
        return []
    first, last = text[0].index, text[-1].index
    above = title.first if title.first is not None else first - 4
    return [line for line in visible if above < line.index < first or last < line.index <= last + 8]


def _marked_credits(metadata: Metadata, page: Page, text: Sequence[Line]) -> tuple[str | None, str | None]:
    """Author and source as markup names them: JSON-LD and meta, then elements marked so beside the text."""
    author = None if metadata.author and is_nobody(metadata.author) else metadata.author
    if not text:
        return author, None
    lines = page.lines[max(0, text[0].index - 12) : text[-1].index + 8]
    near = {line.element for line in lines}
    around = {line.element.getparent() for line in lines}
    shown: dict[str, str] = {}
    for part, element in page.actors:
        if part not in ("author", "source") or part in shown:
            continue
        beside = element in near or element.getparent() in near
        if beside or (part == "source" and element in around):
            words = _parted_words(element)
            # a label and its name may stand in boxes of their own, and so may a source and who wrote for it
            if 2 < len(words) < 80 and not (is_nobody(words) or is_stamp(words)) and (beside or _LABELLED.match(words)):
                shown[part] = words
    above = (line for line in lines if line.index < text[0].index and not line.roots)
    named = author or shown.get("author") or next(filter(None, map(_named_in, above)), None)
    return named, shown.get("source")


def _named_in(line: Line) -> str | None:
    """The words of a short line that stands in a box of its author's, and tells no date."""
    said = "author" in line.parts and len(line.text) < 60 and not any(map(str.isdigit, line.text))
    return line.text if said and not is_nobody(line.text) else None


def _parted_words(element: Element) -> str:
    """The words of an element, those of its blocks parted."""
    between = " " if any(child.tag in BLOCK for child in element) else ""
    return " ".join(between.join(element.itertext()).split())


def parse_html(data: bytes) -> Element | None:
    """The root of an HTML document in UTF-8 as browsers would build it; None where there is nothing to build it of."""
    return fromstring(data.replace(b"\0", b""), _PARSER)
