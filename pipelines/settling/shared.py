"""Titles and dates that many pages of a host share: they are its sections' or its own, and each page takes its next.

A title is shared by three pages of different texts; a stamp stands with the same words at the same place on half of a
host's pages, and on three. Like chrome they are counted over the sample of the host's articles, whatever order they
came in.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain

from archive.model import Heading, Published
from archive.settling import Kept, Sampled, doubts_of
from pipelines.reading.keys import key_of
from pipelines.reading.paging import continued_by
from pipelines.settling.chrome import SAMPLE, marks_of

_LEAST = 3


def host_marks(sample: Sequence[Sampled]) -> frozenset[str]:
    """All that tells a host's own from its articles', as marks: blocks of chrome, shared titles, shared stamps."""
    return marks_of(page.blocks for page in sample) | frozenset((*_shared_titles(sample), *_shared_stamps(sample)))


def own_title(kept: Kept, hinted: str | None, marks: frozenset[str]) -> str | None:
    """A page's title; where that is shared, what its site's documents call it, or its next heading that is not.

    Where it is shared by half of the host's pages, any line in the title's place is better.
    """
    if kept.title is None or _title_mark(kept.title) not in marks:
        return kept.title or hinted
    headings = kept.headings if _site_mark(kept.title) in marks else [one for one in kept.headings if one.marked]
    named = [Heading(hinted, True)] if hinted else []
    free = (one.text for one in (*named, *headings) if not {_title_mark(one.text), _heading_mark(one.text)} & marks)
    return next(free, kept.title)


def own_date(kept: Kept, marks: frozenset[str]) -> Published | None:
    """A page's own date, without the lines that are its site's."""
    date = Published(*kept.published) if kept.published else None
    for stamp in kept.stamps:
        if _stamp_mark(stamp.path, stamp.text) not in marks:
            break
        date = stamp.otherwise
    return date


def _shared_titles(sample: Sequence[Sampled]) -> Iterable[str]:
    titled: dict[str, list[Sampled]] = defaultdict(list)
    for page in sample:
        if page.title:
            titled[key_of(page.title)].append(page)
    articles = {key: _articles(pages) for key, pages in titled.items() if len(pages) >= _LEAST}
    shared = {key for key, count in articles.items() if count >= _LEAST}
    if not shared:
        return
    yield from (f"title\t{key}" for key in shared)
    yield from (f"site title\t{key}" for key in shared if articles[key] * 2 >= len(sample))
    others = Counter(key for page in sample for key in _headings(page.doubts))
    yield from (f"heading\t{key}" for key, count in others.items() if count >= _LEAST)


def _articles(pages: Sequence[Sampled]) -> int:
    """How many articles pages of one title are; none where no page doubts its title.

    The later pages of an article have its title, and the same article stands at several addresses.
    """
    if not any(_headings(page.doubts) for page in pages):
        return 0
    texts: dict[str, str] = {}
    for page in pages:
        texts.setdefault(_gist(page.blocks), (*continued_by(page.url), page.url)[0])
    return len(set(texts.values()))


def _shared_stamps(sample: Sequence[Sampled]) -> Iterable[str]:
    marks = Counter(chain.from_iterable(_stamps(page.doubts) for page in sample))
    return (mark for mark, count in marks.items() if count >= _LEAST and count * 2 >= len(sample))


@lru_cache(maxsize=2 * SAMPLE)
def _gist(blocks: str) -> str:
    """The longest block of a page: what stands around it changes with its address."""
    return max((text for _, _, text in json.loads(blocks)), key=len, default="")


# While a site is crawled, most of its sample stays as it was.
@lru_cache(maxsize=2 * SAMPLE)
def _headings(doubts: str | None) -> frozenset[str]:
    return frozenset(key_of(text) for text, _ in json.loads(doubts)[0]) if doubts else frozenset()


@lru_cache(maxsize=2 * SAMPLE)
def _stamps(doubts: str | None) -> frozenset[str]:
    return frozenset(_stamp_mark(stamp.path, stamp.text) for stamp in doubts_of(doubts)[1])


def _title_mark(title: str) -> str:
    return f"title\t{key_of(title)}"


def _site_mark(title: str) -> str:
    return f"site title\t{key_of(title)}"


def _heading_mark(title: str) -> str:
    return f"heading\t{key_of(title)}"


def _stamp_mark(path: str, text: str) -> str:
    return f"stamp\t{path}\t{text}"
