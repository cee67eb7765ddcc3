"""Where on a page a publication date may stand: the candidates from which `published` chooses."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from archive.model import Exchange, Hint, Published
from pipelines.agency import Layout
from pipelines.reading.extract import Extract
from pipelines.reading.lines import Element, Line
from pipelines.reading.metadata import Metadata
from pipelines.reading.published import NAMED, Candidate, choose_published
from pipelines.reading.stamp_lines import LOOKS_DATED, is_stamp

_META = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish_date",
    "published_time",
    "article.published",
    "dc.date",
    "dc.date.issued",
    "dc.date.created",
    "dcterms.created",
    "dcterms.date",
    "parsely-pub-date",
    "date",
)
_META_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "dcterms.modified")
_DATELINE = re.compile(r"^[^\d,.;:!?]{2,40},\s*(?:ngày|tháng)?\s*\d", re.IGNORECASE)
_LONGEST = 160
_HEADLINE = 25
_ENGLISH = re.compile(r"\b(?:published|posted|created|updated|date|by|on)\b", re.IGNORECASE)
_DIGITS = re.compile(r"(?<![\d/.-])(\d\d?)[/-](\d\d?)[/-](?:19|20)\d\d\b")
# a clock in the page's head stands further above the title than a date of the article's own
_ABOVE = 3
_BELOW = 8


def modified_of(metadata: Metadata) -> str | None:
    """When the page's head says that it was last changed, in its own words."""
    return metadata.of_article("dateModified") or metadata.first(*_META_MODIFIED)


def published_of(
    exchange: Exchange, metadata: Metadata, found: Extract, stamped: str | None, hints: Sequence[Hint]
) -> Published | None:
    """The publication date that page and hints bear out; `stamped` is the text that the agency's file points at."""
    candidates = [
        *([Candidate(stamped, NAMED, "named", True)] if stamped else []),
        *_structured(metadata),
        *(Candidate(hint.published, f"{hint.where} hint", "hint") for hint in hints if hint.published),
        *_visible(found),
        Candidate(exchange.url, "url", "url"),
        *_datelines(found.text),
    ]
    return choose_published(candidates, exchange.started)


def named_stamp(body: Element, layout: Layout | None) -> str | None:
    """The text of the element that the agency's file names as the date's, with its machine-readable form."""
    if layout is None or not layout.date:
        return None
    from pipelines.reading.extract import selector

    element = next(iter(selector(layout.date)(body)), None)
    if element is None:
        return None
    return (element.get("datetime") or " ".join("".join(element.itertext()).split())) or None


def _structured(metadata: Metadata) -> Iterator[Candidate]:
    for name in ("datePublished", "dateCreated", "uploadDate"):
        if said := metadata.of_article(name):
            yield Candidate(said, f"json-ld {name}", "structured")
    for name in _META:
        if name in metadata.meta:
            yield Candidate(metadata.meta[name], f"meta {name}", "structured")
    if changed := metadata.of_article("dateModified"):
        yield Candidate(changed, "json-ld dateModified", "structured")
    for name in _META_MODIFIED:
        if name in metadata.meta:
            yield Candidate(metadata.meta[name], f"meta {name}", "structured")


def _visible(found: Extract) -> Iterator[Candidate]:
    """Dated lines around the title and just below the text, none of them out of chrome."""
    first = found.title.first if found.title.first is not None else found.start
    top, bottom = min(first, found.start) - _ABOVE, found.end + _BELOW
    lines = [line for line in found.visible if top <= line.index <= bottom]
    own = {line.index for line in found.text}
    yield from _timed(found, lines)
    lines += [line for line in found.page.lines if first - 3 <= line.index < first and _is_trail_stamp(line)]
    lines += _below_title(found, first)
    for line in lines:
        if (
            line.index in own
            or line.index in found.title.shown
            or len(line.text) > _LONGEST
            or not LOOKS_DATED.search(line.text)
        ):
            continue
        if line.link_share > 0.5 and "date" not in line.parts:
            continue
        if _ENGLISH.search(line.text) and _is_either_way(line.text) and _months_come_first(found.page.lines):
            continue
        near = line.index < found.start or "date" in line.parts
        yield Candidate(
            line.text, f"visible {line.path.rpartition('/')[2]}", "visible", near and line.index <= found.end
        )


def _is_either_way(text: str) -> bool:
    """Whether a date in digits may have its month before its day."""
    return any(int(first) <= 12 and int(second) <= 12 for first, second in _DIGITS.findall(text))


def _months_come_first(lines: Sequence[Line]) -> bool:
    """Whether a page writes its dates as Americans do: some of them are possible only so, and none only otherwise."""
    pairs = [(int(first), int(second)) for line in lines for first, second in _DIGITS.findall(line.text)]
    return any(second > 12 for _, second in pairs) and all(first <= 12 for first, _ in pairs)


def _below_title(found: Extract, first: int) -> Iterator[Line]:
    """Dates between title and text that stand in a box of buttons, or hidden, above any other article's headline."""
    shown = {line.index for line in found.visible}
    for line in found.page.lines[first + 1 : found.start]:
        if line.link_share > 0.6 and len(line.text) >= _HEADLINE:
            return
        if line.index not in shown and ("date" in line.parts or is_stamp(line.text)):
            yield line


def _is_trail_stamp(line: Line) -> bool:
    """A lone date in the breadcrumb's row, where some templates put it."""
    return "crumbs" in line.parts and is_stamp(line.text)


def _timed(found: Extract, lines: Sequence[Line]) -> Iterator[Candidate]:
    """The machine-readable dates of `time` and microdata elements above the text, or in the article's own footer."""
    holders = {line.element for line in lines if line.index < found.start or "meta" in line.parts}
    for part, element in found.page.actors:
        told = element.get("datetime") or element.get("content")
        # WordPress wraps it twice: span.posted-on > a[rel=bookmark] > time
        if part != "date" or not told or holders.isdisjoint((element, *islice(element.iterancestors(), 3))):
            continue
        changed = "updated" in (element.get("class") or "") or "modified" in (element.get("itemprop") or "").lower()
        yield Candidate(told, "time updated" if changed else "time datetime", "structured")


def _datelines(text: Sequence[Line]) -> Iterator[Candidate]:
    """`Bến Tre, ngày 30 tháng 11 năm 2017` at either end of the text."""
    for line in [*text[:2], *text[-4:]]:
        if len(line.text) < 80 and _DATELINE.match(line.text):
            yield Candidate(line.text, "dateline", "dateline")
