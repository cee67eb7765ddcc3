"""Where on a page a publication date may stand: the candidates from which `published` chooses."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import islice, takewhile

from archive.model import Exchange, Hint, Published, Stamp
from pipelines.agency import Layout
from pipelines.dates.expressions import read_dates
from pipelines.dates.feeds import with_known_order
from pipelines.dates.instants import MONTH_FIRST, read_american, read_instant
from pipelines.reading.bylines import byline_of
from pipelines.reading.candidates import Candidate
from pipelines.reading.date_boxes import day_in_parts
from pipelines.reading.dated_lines import is_dated, tells_an_event
from pipelines.reading.day_order import is_month_first
from pipelines.reading.elements import words_of
from pipelines.reading.extract import Extract
from pipelines.reading.lines import Element, Line
from pipelines.reading.metadata import Metadata
from pipelines.reading.neighbourhood import Neighbourhood
from pipelines.reading.published import NAMED, agree, choose_in_turn
from pipelines.reading.stamp_labels import without_questions
from pipelines.reading.stamp_lines import is_dateline, is_stamp, opening_dateline, without_moment

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
_HEADLINE = 25
# a clock in the page's head stands further above the title than a date of the article's own
_ABOVE = 3
_BELOW = 8
_FEW = 2
# each is weighed against all lines and all others; a page that dates more in one place is a list
_MOST = 200
# what only an article's own line says, wherever it was taken for text
_SAYS = re.compile(r"(?:ngày|giờ|thời\s+gian)\s+đăng\b|ngày\s+trả\s+lời\b|\bđăng\s+(?:lúc|ngày|vào)", re.IGNORECASE)
_COUNTS_BACK = re.compile(r"(?:giây|phút|giờ|ngày|tuần|tháng|năm)\s+trước|hôm\s+qua|vừa\s+xong", re.IGNORECASE)
_FOOT = re.compile(r"/(?:footer\b[^/]*$|\w+\.(?:article|entry|post|news)-foot(?:er)?(?:/|$))")
_LABELS = ("dt", "th", "label")
_SHORT = 60


def modified_of(metadata: Metadata) -> str | None:
    """When the page's head says that it was last changed, in its own words."""
    return metadata.of_article("dateModified") or metadata.first(*_META_MODIFIED)


def published_of(
    exchange: Exchange, metadata: Metadata, found: Extract, stamped: str | None, hints: Sequence[Hint]
) -> tuple[Published | None, tuple[Stamp, ...]]:
    """The publication date that page and hints bear out, and the lines that settling may find to be the site's.

    `stamped` is the text that the agency's file points at.
    """
    visible = without_questions(list(islice(_visible(found), _MOST)))
    said, shown = list(_structured(metadata)), [one for one in visible if one.near_title and not one.apart]
    # the head of another page dates that; one that names the site alone tells the day that is shown
    is_foreign = found.title.foreign and shown and not agree(said, shown, exchange.started)
    candidates = [
        *([Candidate(stamped, NAMED, "named", True)] if stamped else []),
        *(() if is_foreign else said),
        *(Candidate(hint.published, f"{hint.where} hint", "hint") for hint in hints if hint.published),
        *visible,
        Candidate(exchange.url, "url", "url"),
        *_datelines(found.text),
    ]
    return choose_in_turn(_in_known_order(candidates), exchange.started)


def _in_known_order(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, what programs wrote in digits with the order of day and month that is known of it.

    The page's own lines tell it, or other dates of the page that are possible in one order only, or the form.
    """
    texts = [one.text for one in candidates if one.kind == "structured"]
    orders = dict(zip(texts, with_known_order(texts), strict=True))
    if all(text == ordered for text, ordered in orders.items()):
        return list(candidates)
    shown = {reading.value[:10] for one in candidates if one.kind == "visible" for reading in read_dates(one.text)}
    return [replace(one, text=_as_shown(one.text, orders.get(one.text, one.text), shown)) for one in candidates]


def _as_shown(text: str, ordered: str, shown: Collection[str]) -> str:
    """A date with an order known by its form, unless only in the other it is one of the days that the page shows."""
    if text == ordered:
        return text
    day_first, month_first = (read and read.value[:10] in shown for read in (read_instant(text), read_american(text)))
    if bool(day_first) == bool(month_first):
        return ordered
    return text if day_first else f"{text} {MONTH_FIRST}"


def named_stamp(body: Element, layout: Layout | None) -> str | None:
    """The text of the element that the agency's file names as the date's, with its machine-readable form."""
    if layout is None or not layout.date:
        return None
    from pipelines.reading.extract import selector

    element = next(iter(selector(layout.date)(body)), None)
    if element is None:
        return None
    return element.get("datetime") or words_of(element) or None


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
    """Dated lines around the title and just below the text, none of them out of chrome or a list of other articles."""
    place = Neighbourhood(found)
    top, bottom = min(place.first, found.start) - _ABOVE, found.end + _BELOW
    lines = [line for line in found.visible if top <= line.index <= bottom]
    lines += _feet(found, bottom)
    yield from _timed(found, lines, place)
    lines += [line for line in found.page.lines if top <= line.index < place.first and _is_trail_stamp(line)]
    lines += _below_title(found, place.first)
    own = {line.index for line in found.text}
    yield from _behind_title(found)
    for line in lines:
        joined = day_in_parts(line) if line.index < found.start else None
        if (
            line.index in found.title.shown
            or not (joined or is_dated(line, found.page.lines))
            or (line.index in own and not _SAYS.search(line.text))
            or tells_an_event(line, found.page.lines)
            or not place.owns(line)
        ):
            continue
        text = joined or _ago(line, found) or _with_label(line, found.page.lines)
        yield Candidate(
            text,
            _where(line),
            "visible",
            _is_near_title(line, found, place),
            path=line.path,
            apart=place.is_apart(line),
            month_first=joined is None and is_month_first(text, found.page.lines),
            above=line.index < place.first,
        )


def _where(line: Line) -> str:
    return f"visible {line.path.rpartition('/')[2]}"


def _is_near_title(line: Line, found: Extract, place: Neighbourhood) -> bool:
    """Whether a line stands above the text, is its marked date, or follows a notice in the very box of its title."""
    if line.index < found.start or place.is_in_head(line):
        return True
    # who put it online stands beside its date, above the text or below
    if "date" in line.parts and (line.index <= found.end or line.parts & {"author", "meta"} or place.closes_text(line)):
        return True
    if found.end < line.index <= found.end + _FEW and byline_of(line.text):
        return True
    if found.text and found.text[0].kind == "lede" and line.index < _first_below_lede(found):
        return is_stamp(line.text) or byline_of(line.text) is not None
    # the lede of a notice may be all of its text, and stand above its date
    below = line.index == found.end + 1 and len(found.text) <= _FEW
    return below and is_stamp(line.text) and place.is_beside_title(line)


def _first_below_lede(found: Extract) -> int:
    return next((line.index for line in found.text if line.kind != "lede"), 0)


def _ago(line: Line, found: Extract) -> str | None:
    """The words of a line's own date element that count back from the capture: its author may stand before them."""
    if "date" not in line.parts or not _COUNTS_BACK.search(line.text):
        return None
    inside = (element for part, element in found.page.actors if part == "date" and element.getparent() is line.element)
    return next((words for words in map(words_of, inside) if _COUNTS_BACK.search(words)), None)


def _behind_title(found: Extract) -> Iterator[Candidate]:
    """The moment that a template writes behind the title, in the title's own line."""
    for line in found.visible:
        if line.index == found.title.first and line.index in found.title.shown and line.link_share < 0.5:
            _, moment = without_moment(line.text)
            moment = moment or _behind(line.text, found.title.text)
            if moment:
                yield Candidate(moment, _where(line), "visible", True, path=line.path)


def _behind(text: str, title: str | None) -> str:
    """The date that all of a line is behind the title, which was taken without it."""
    rest = text.removeprefix(title or text).strip(" ()")
    return rest if len(rest) < len(text) and is_stamp(rest) else ""


def _feet(found: Extract, bottom: int) -> Iterator[Line]:
    """Lines of the article's own footer (`footer.entry-footer`), where some themes of WordPress print its date.

    It stands in what holds the text, before any other article's heading; being chrome, it has left the tree.
    """
    lines = found.page.lines
    for line in takewhile(_heads_no_other, lines[found.end + 1 : bottom + 1]):
        foot = _FOOT.search(line.path) if line.parts & {"meta", "date"} else None
        if foot is not None and lines[found.end].path.startswith(f"{line.path[: foot.start()]}/"):
            yield line


def _heads_no_other(line: Line) -> bool:
    # plugins for sharing head their row inside the content
    return line.kind != "heading" or "content" in line.parts


def _with_label(line: Line, lines: Sequence[Line]) -> str:
    """The text of a short line with the label that stands alone before it."""
    if not line.index or len(line.text) > _SHORT:
        return line.text
    before = lines[line.index - 1]
    is_label = before.text.endswith(":") or before.element.tag in _LABELS
    return f"{before.text} {line.text}" if is_label and len(before.text) <= _SHORT else line.text


def _below_title(found: Extract, first: int) -> Iterator[Line]:
    """Dates between title and text that stand in a box of buttons, or hidden, above any other article's headline."""
    shown = {line.index for line in found.visible}
    for line in found.page.lines[first + 1 : found.start]:
        if line.link_share > 0.6 and len(line.text) >= _HEADLINE:
            return
        # Drupal says in a footer above the text who put it online, and when
        if line.index not in shown and (line.parts & {"date", "meta"} or _is_row_of_date(line.text)):
            yield line


def _is_row_of_date(text: str) -> bool:
    return is_stamp(text) or byline_of(text) is not None


def _is_trail_stamp(line: Line) -> bool:
    """A lone date in the breadcrumb's row, where some templates put it."""
    return "crumbs" in line.parts and is_stamp(line.text)


def _timed(found: Extract, lines: Sequence[Line], place: Neighbourhood) -> Iterator[Candidate]:
    """The machine-readable dates of `time` and microdata elements above the text, or in the article's own footer."""
    holders = {line.element: line for line in lines if line.index < found.start or "meta" in line.parts}
    for element in (element for part, element in found.page.actors if part == "date"):
        told = element.get("datetime") or element.get("content")
        if not told:
            continue
        # WordPress wraps it twice: span.posted-on > a[rel=bookmark] > time
        around = (element, *islice(element.iterancestors(), 3))
        line = next((holders[one] for one in around if one in holders), None)
        if line is None or not place.owns(line):
            continue
        names = element.get("class") or ""
        # WordPress prints `entry-date published updated` where nothing has been changed since, tagDiv always
        # `entry-date updated`; of themes that print both times the second is `updated` alone
        updated = "updated" in names and "published" not in names and "entry-date" not in names
        changed = updated or "modified" in (element.get("itemprop") or "").lower()
        yield Candidate(told, "time updated" if changed else "time datetime", "structured")


def _datelines(text: Sequence[Line]) -> Iterator[Candidate]:
    """`Bến Tre, ngày 30 tháng 11 năm 2017` at either end of the text, and as it opens statements to the press."""
    for line in text[:1]:
        if opening := opening_dateline(line.text):
            yield Candidate(opening, "dateline", "dateline")
    for line in [*text[:2], *text[-4:]]:
        if is_dateline(line.text):
            yield Candidate(line.text, "dateline", "dateline")
