"""Text that belongs to a site and not to an article: what stands at the same place on half of a host's pages.

Counted over a sample of the host's articles that is a function of the set of their URLs, so that the marks are the
same in whatever order pages come, and exact for hosts of up to SAMPLE articles.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain

from archive.model import Block

SAMPLE = 256
_LEAST = 3
_EMPTY = "[]"
# Written so, the first digit is found in two thirds of the time.
_DIGITS = re.compile(r"\d\d*")


def sample_key(url: str) -> str:
    """The order in which URLs are drawn for the sample: the SAMPLE smallest keys of a host are in it."""
    return hashlib.sha256(url.encode()).hexdigest()[:16]


def marks_of(pages: Iterable[str]) -> frozenset[str]:
    """The marks of blocks on at least half of the pages, and on at least three; pages with equal blocks count once.

    A page is what the catalog keeps of its blocks: JSON of kind, path and text of each.
    """
    distinct = {page for page in pages if page != _EMPTY}
    counts = Counter(chain.from_iterable(map(_marks, distinct)))
    return frozenset(mark for mark, count in counts.items() if count >= _LEAST and count * 2 >= len(distinct))


def without_chrome(blocks: Sequence[Block], marks: frozenset[str]) -> tuple[Block, ...]:
    """The blocks without chrome; all of them where nothing else would be left.

    Blocks that differ in digits only (`Lượt xem: 7370`) go from the edges of a text, and only a small part of it:
    inside it, or as most of it, they are the figures of a bulletin that is published every week.
    """
    if not marks:
        return tuple(blocks)
    plain = tuple(block for block in blocks if block.kind == "row" or _exact(block) not in marks) or tuple(blocks)
    start, end = 0, len(plain)
    while start < end and _is_counter(plain[start], marks):
        start += 1
    while end > start and _is_counter(plain[end - 1], marks):
        end -= 1
    return plain[start:end] if _size(plain[start:end]) * 2 >= _size(plain) else plain


def _size(blocks: Sequence[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _is_counter(block: Block, marks: frozenset[str]) -> bool:
    return block.kind != "row" and block.path in _places(marks) and _masked(block) in marks


@lru_cache(maxsize=8)
def _places(marks: frozenset[str]) -> frozenset[str]:
    """Where marks stand: paragraphs are long, and hardly any stands where a counter does."""
    return frozenset(mark.partition("\t")[0] for mark in marks)


# While a site is crawled, most of its sample stays as it was.
@lru_cache(maxsize=2 * SAMPLE)
def _marks(page: str) -> frozenset[str]:
    # Tables of figures repeat their heads and are content.
    blocks = [Block(text, path) for kind, path, text in json.loads(page) if kind != "row"]
    return frozenset(map(_exact, blocks)) | frozenset(map(_masked, blocks))


def _exact(block: Block) -> str:
    return f"{block.path}\t{block.text}"


def _masked(block: Block) -> str:
    return f"{block.path}\t{_DIGITS.sub('0', block.text)}"
