"""Text that belongs to a site and not to an article: what stands at the same place on most of a host's pages.

Where pages have words of their own, their authors write: a sentence that repeats there is an article's still, until
nearly all have it; and pages that mostly repeat each other there are notices of one template, no evidence of a site's.
Counted over a sample of the host's articles that is a function of the set of their URLs, so that the marks are the
same in whatever order pages come, and exact for hosts of up to SAMPLE articles.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import chain, dropwhile, takewhile
from typing import NamedTuple

from archive.model import Block
from pipelines.settling.letters import contact_at, is_formal, is_signed, leads_on

SAMPLE = 256
_LEAST, _MOST = 3, 1 / 2
# Of pages that must have a sentence before it is no author's, and of words that make one.
_LEAST_OF_PROSE, _NEARLY_ALL = 10, 0.9
_PROSE = 8
_ENDED = re.compile(r"[.!?…:;][”\"’)»*\s]*$")
_EMPTY = "[]"
# Written so, the first digit is found in two thirds of the time.
_DIGITS = re.compile(r"\d\d*")


def sample_key(url: str) -> str:
    """The order in which URLs are drawn for the sample: the SAMPLE smallest keys of a host are in it."""
    return hashlib.sha256(url.encode()).hexdigest()[:16]


class _Line(NamedTuple):
    """A block as it is counted: as it is, and with digits masked where it has any."""

    path: str
    exact: str
    masked: str | None
    size: int
    is_long: bool


class _Page(NamedTuple):
    """The blocks of a page."""

    lines: tuple[_Line, ...]
    paths: frozenset[str]
    exact: frozenset[str]
    masked: frozenset[str]


class _Common(NamedTuple):
    """The lines that many pages have, with the same digits, and with any."""

    exact: frozenset[str]
    masked: frozenset[str]


def marks_of(pages: Iterable[str]) -> frozenset[str]:
    """The marks of chrome: blocks on most of the pages, and on at least three; pages with equal blocks count once.

    A page is what the catalog keeps of its blocks: JSON of kind, path and text of each.
    """
    distinct = {page for page in pages if page != _EMPTY}
    common = _common(distinct)
    if not common.exact and not common.masked:
        return frozenset()
    written = _written(distinct, common)
    bodies = tuple(sorted({path[: path.rfind("/") + 1] for path in written}))
    single = [page for page in distinct if not _is_sibling(page, common.exact, bodies)]
    inside, sure = _common(single), _common(single, _LEAST_OF_PROSE, _NEARLY_ALL).exact
    around = {mark for mark in common.exact | common.masked if not mark.startswith(bodies)}
    said = {mark for mark in inside.exact | inside.masked if _place(mark) in written and _is_prose(mark)}
    return frozenset(around | (inside.exact | inside.masked) - said | sure)


def _common(pages: Collection[str], least: int = _LEAST, share: float = _MOST) -> _Common:
    """The lines on at least so many pages, and on more than such a share of them."""
    read, fewest = [_read(page) for page in pages], max(least - 1, share * len(pages))
    counts = (Counter(chain.from_iterable(marks)) for marks in ((p.exact for p in read), (p.masked for p in read)))
    return _Common(*(frozenset(mark for mark, count in one.items() if count > fewest) for one in counts))


def _written(pages: Collection[str], common: _Common) -> frozenset[str]:
    """The places where at least half of the pages that have any text there have words of their own."""
    places = Counter(chain.from_iterable(_read(page).paths for page in pages))
    own = Counter(chain.from_iterable(_own(page, common) for page in pages))
    return frozenset(path for path, count in own.items() if count * 2 >= places[path])


# While a site is crawled, most of its sample stays as it was, and so does what many pages have.
@lru_cache(maxsize=2 * SAMPLE)
def _own(page: str, common: _Common) -> frozenset[str]:
    """Where a page has words of its own; a long line with other figures is another, a counter is not."""
    return frozenset(
        line.path
        for line in _read(page).lines
        if line.exact not in common.exact and (line.is_long or line.masked not in common.masked)
    )


@lru_cache(maxsize=2 * SAMPLE)
def _is_sibling(page: str, common: frozenset[str], bodies: tuple[str, ...]) -> bool:
    """Whether most of what an author wrote stands on many pages: chrome is a small part of a page."""
    told = [line for line in _read(page).lines if line.path.startswith(bodies)]
    return 2 * sum(line.size for line in told if line.exact in common) > sum(line.size for line in told)


def _is_long(text: str) -> bool:
    return text.count(" ") + 1 >= _PROSE


def _is_prose(text: str) -> bool:
    """Whether a line, or the mark of one, is a sentence of an author's: templates' slogans and counters do not end."""
    return _is_long(text) and _ENDED.search(text) is not None


def _place(mark: str) -> str:
    return mark.partition("\t")[0]


def without_chrome(blocks: Sequence[Block], marks: frozenset[str]) -> tuple[Block, ...]:
    """The blocks without chrome; all of them where nothing else would be left.

    Chrome stands in boxes of its own, or at the edges of what an author wrote; what repeats between his lines is his
    (`1. Mục đích`, `Trả lời:`), and so are the head and foot of a letter.

    Blocks that differ in digits only (`Lượt xem: 7370`) go from the edges of a text, and only a small part of it:
    inside it, or as most of it, they are the figures of a bulletin that is published every week.
    """
    if not marks:
        return tuple(blocks)
    written = _written_in(blocks, marks)
    plain = [at for at, one in enumerate(blocks) if at in written or one.kind == "row" or _exact(one) not in marks]
    plain = plain or list(range(len(blocks)))
    counters = {at for at in plain if at not in written and _is_counter(blocks[at], marks)}
    inner = list(dropwhile(counters.__contains__, plain))
    inner = list(dropwhile(counters.__contains__, inner[::-1]))[::-1]
    whole, kept = (tuple(blocks[at] for at in part) for part in (plain, inner))
    return kept if _size(kept) * 2 >= _size(whole) else whole


def _written_in(blocks: Sequence[Block], marks: frozenset[str]) -> set[int]:
    """The positions of what an author wrote though it repeats."""
    marked = {at for at, block in enumerate(blocks) if _exact(block) in marks or _is_counter(block, marks)}
    if not marked:
        return set()
    own = set(range(len(blocks))) - marked
    places = {blocks[at].path for at in own}
    boxes = set(map(_box, places))
    near = {at for at in marked if _box(blocks[at].path) in boxes}
    formal = {at for at in near if is_formal(blocks[at].text, blocks[at - 1].text if at else "")}
    first, last = min(own | formal, default=0), max(own, default=0)
    last = _foot(blocks, last, formal, near)
    others = {blocks[at].path for at in near if first <= at <= last and blocks[at].kind == "heading"}
    while first - 1 in near and (leads_on(blocks[first - 1].text) or blocks[first - 1].path in others):
        first -= 1
    return {at for at in formal if at <= last} | {
        at for at in near if first <= at <= last and _may_be_own(blocks[at], places)
    }


def _foot(blocks: Sequence[Block], last: int, formal: Collection[int], near: Collection[int]) -> int:
    """The last line of an author's, the foot of his letter right below it among them, and whom to ask.

    Below a template's line stands who runs the site.
    """
    if last + 1 in formal:
        last = max(formal)
    below = list(takewhile(near.__contains__, range(last + 1, len(blocks))))
    if len(below) == 1 and is_signed(blocks[below[0]].text):
        return below[0]
    return last + contact_at([blocks[at].text for at in below])


def _may_be_own(block: Block, places: Collection[str]) -> bool:
    """Whether a line between an author's may be his: no sentence, and at no place where he never writes."""
    return (block.kind in ("heading", "item") or block.path in places) and not _is_prose(block.text)


def _box(path: str) -> str:
    """The nearest box around a place that has a name: lists and boxes that editors make have none."""
    steps = path.split("/")[:-1]
    while steps and "." not in steps[-1]:
        steps.pop()
    return "/".join(steps)


def _size(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _is_counter(block: Block, marks: frozenset[str]) -> bool:
    return block.kind != "row" and block.path in _places(marks) and _masked(block) in marks


@lru_cache(maxsize=8)
def _places(marks: frozenset[str]) -> frozenset[str]:
    """Where marks stand: paragraphs are long, and hardly any stands where a counter does."""
    return frozenset(map(_place, marks))


@lru_cache(maxsize=2 * SAMPLE)
def _read(page: str) -> _Page:
    # Tables of figures repeat their heads and are content.
    lines = tuple(_line(Block(text, path)) for kind, path, text in json.loads(page) if kind != "row")
    masked = frozenset(line.masked for line in lines if line.masked)
    return _Page(lines, frozenset(line.path for line in lines), frozenset(line.exact for line in lines), masked)


def _line(block: Block) -> _Line:
    masked = _masked(block) if _DIGITS.search(block.text) else None
    return _Line(block.path, _exact(block), masked, len(block.text), _is_long(block.text))


def _exact(block: Block) -> str:
    return f"{block.path}\t{block.text}"


def _masked(block: Block) -> str:
    return f"{block.path}\t{_DIGITS.sub('0', block.text)}"
