"""An article's own title: what the page shows, weighed by what its head says of it.

No single mark can be trusted: portals put their logo or the section into the only h1, templates leave another page's
`<title>`, shares truncate `og:title`. So every text that could be the title is a candidate, and agreement decides.
"""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from operator import itemgetter

from archive.model import Heading
from archive.orthography import normal_form
from pipelines.reading.bare_titles import without_site_before, without_site_behind
from pipelines.reading.crumbs import current_crumb, unnamed_crumb
from pipelines.reading.foreign_heads import is_foreign
from pipelines.reading.keys import has_key, key_of
from pipelines.reading.lines import Line
from pipelines.reading.metadata import Metadata
from pipelines.reading.site_names import NO_TITLES, Names, names_of, names_section
from pipelines.reading.title_candidates import (
    FEWEST_WORDS,
    LONGEST,
    OPENING,
    SEPARATOR,
    Candidate,
    agreement,
    alike,
    echoes,
    opening_line,
    shown_headings,
)
from pipelines.reading.unshown_heads import own_first

_CRUMB, _LONE_CRUMB = 1.6, 1.0
_BY_ADDRESS = 1.2
_WORDS_OF_ADDRESS = 4
_MOST_OTHERS = 3
_SAME_WORDS = 0.8
_WORDS_ALIKE = 6
_HEADLINE_WORDS = 6
_SECTION = 40
_CLIPPED = ("...", "…")
_NO_HEADINGS = frozenset({"crumbs", "section", "author", "source"})
_SHOUTED = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class Title:
    """The title, and the lines that show it or repeat it; they are no part of the text. `others` come next.

    `foreign` says that the page's head tells of another page: templates were saved with the head of one.
    """

    text: str | None
    shown: frozenset[int] = field(default_factory=frozenset)
    first: int | None = None
    others: tuple[Heading, ...] = ()
    foreign: bool = False


def choose_title(metadata: Metadata, lines: Sequence[Line], visible: Sequence[Line], start: int) -> Title:
    """The title of the article whose text starts at line index `start`.

    `lines` are all of the page's, `visible` those outside chrome. None where the page shows and says no title.
    """
    crumbs = list(_crumbs(metadata, lines, visible))
    # the breadcrumb's own step is the page, also where a menu or a link of the heading to itself repeats it
    own = {one.key for one in crumbs if one.weight == _CRUMB}
    names = names_of(metadata, lines, visible)
    farther = _farther_segments(metadata, visible, start)
    headings = list(shown_headings(visible, start))
    sections = _sections_above(headings, start)
    names = replace(names, certain=names.certain | farther | sections, own=frozenset(own))
    above = [line for line in visible if line.index <= start]
    said = [one for one in _said(metadata, names, headings, above) if one.key not in sections]
    candidates = [
        *headings,
        *crumbs,
        *said,
        *echoes(said, metadata, visible, start),
        *opening_line(visible, start),
    ]
    foreign = is_foreign(candidates, names, metadata.address, lines[:start])
    if foreign:
        candidates = [one for one in candidates if not one.said]
    ranked = own_first(_ranked(candidates, names, metadata.address), above)
    if not ranked:
        return Title(None)
    text, line = _as_shown(ranked[0], candidates)
    key = key_of(text)
    shown = [line.index for line in visible if has_key(line.text, key)]
    if line and line.text.startswith(f"{text} ("):
        shown.append(line.index)
    elif line and not shown:
        shown = [other.index for other in visible if other.element is line.element]
    first = min((index for index in shown if index <= start + 3), default=None)
    if first is None and line and not line.linked and key in key_of(metadata.head_title):
        first = line.index
    others = tuple(_others(ranked, candidates, names))
    return Title(text, frozenset(shown), first, others, foreign)


def _ranked(candidates: Sequence[Candidate], names: Names, address: str) -> list[Candidate]:
    """The candidates for which more speaks than against them, the best first; else the best heading that is shown."""
    weighed = [(_worth(one, candidates, names, address), one) for one in candidates if one.key]
    weighed.sort(key=itemgetter(0), reverse=True)
    best = [one for worth, one in weighed if worth > 0]
    last = (one for _, one in weighed if one.line and one.key not in NO_TITLES)
    return best or list(islice(last, 1))


def _worth(one: Candidate, candidates: Sequence[Candidate], names: Names, address: str) -> float:
    """How much more speaks for a candidate than against it."""
    in_address = _BY_ADDRESS * _is_in_address(one.key, address)
    return _score(one, candidates) + in_address - names.against(one.key, address)


def _as_shown(chosen: Candidate, candidates: Sequence[Candidate]) -> tuple[str, Line | None]:
    """A title as the page shows it, where it does, and the line that does."""
    chosen = _unclipped(chosen, candidates)
    best = next((one for one in candidates if one.line and one.key == chosen.key), chosen)
    return _calmest(best, candidates), best.line


def _unclipped(chosen: Candidate, candidates: Sequence[Candidate]) -> Candidate:
    """A title whole, as heading and head say it, where a share or a breadcrumb only had room for its beginning."""
    longer = [one for one in candidates if one.key.startswith(f"{chosen.key} ")]
    if chosen.text.endswith(_CLIPPED):
        return longer[0] if longer else chosen
    is_shown = any(one.line is not None and one.key == chosen.key for one in candidates)
    said = {one.key for one in longer if one.said and not is_shown}
    return next((one for one in longer if one.line is not None and one.key in said), chosen)


def _others(ranked: Sequence[Candidate], candidates: Sequence[Candidate], names: Names) -> Iterator[Heading]:
    """What the title is if the one chosen turns out to be that of many pages."""
    passed = {ranked[0].key}
    for one in ranked[1:]:
        if one.key in passed or one.key in names or len(passed) > _MOST_OTHERS:
            continue
        passed.add(one.key)
        yield Heading(_as_shown(one, candidates)[0], one.weight > OPENING)


def _is_in_address(key: str, address: str) -> bool:
    """Whether the address of a page is made of a title: of its first words at least, without marks."""
    words = key.split()[:_WORDS_OF_ADDRESS]
    return len(words) == _WORDS_OF_ADDRESS and "-".join(words) in address.lower()


def _farther_segments(metadata: Metadata, visible: Sequence[Line], start: int) -> frozenset[str]:
    """Keys of those parts of `<title>` that are shown farther above the text than another and are no longer than it.

    Of the names of article, section and site the article's own stands nearest to its text.
    """
    pieces = SEPARATOR.split(metadata.head_title)
    if len(pieces) < 2:
        return frozenset()
    near = [line for line in visible if start - 12 < line.index <= start + 1 and not line.parts & _NO_HEADINGS]
    shown = [(key, line.link_share) for line, key in alike(near, map(key_of, pieces))]
    nearest, linked = shown[-1] if shown else ("", 0.0)
    if len(nearest.split()) < FEWEST_WORDS or linked > 0.6:
        return frozenset()
    return frozenset(key for key, _ in shown[:-1] if key != nearest and len(key.split()) <= len(nearest.split()))


def _crumbs(metadata: Metadata, lines: Sequence[Line], visible: Sequence[Line]) -> Iterable[Candidate]:
    """The last step of the breadcrumb, where it is the page itself and no link back to a section."""
    shown = {line.index for line in visible}
    trail = [line for line in lines if "crumbs" in line.parts and line.index not in shown]
    text = current_crumb(trail) if trail else unnamed_crumb(visible)
    if text and 2 < len(text) <= LONGEST and (key := key_of(text)) not in NO_TITLES:
        # among links the step without one is the page; a trail that links none may end with the section
        is_own = not trail or any(line.linked for line in trail) or key in key_of(metadata.head_title)
        yield Candidate(normal_form(text), _CRUMB if is_own else _LONE_CRUMB)
    if len(metadata.crumbs) > 1:
        yield Candidate(normal_form(metadata.crumbs[-1]), 0.9)


def _said(
    metadata: Metadata, names: Container[str], headings: Sequence[Candidate], above: Sequence[Line]
) -> Iterable[Candidate]:
    shown = {one.key for one in headings}
    said = (
        (metadata.of_article("headline", "name"), 1.5),
        (metadata.first("og:title"), 1.5),
        (metadata.first("headline", "twitter:title", "dc.title", "title"), 0.6),
        (metadata.head_title, 1.5),
    )
    for text, weight in said:
        if text:
            whole = without_site_behind(text, names, metadata.host)
            bare = without_site_before(whole, names, metadata.host)
            # a headline may begin with the site's name, and is shown so and not without
            if bare != whole and key_of(whole) in shown and not any(alike(above, [key_of(bare)])):
                bare = whole
            yield Candidate(normal_form(bare), weight, said=True)


def _sections_above(headings: Sequence[Candidate], start: int) -> frozenset[str]:
    """Keys of headings that name a section, as sections are named everywhere, above a page's own heading."""
    near = [one for one in headings if one.line is not None and one.line.index <= start + 1]
    first = next(
        (at for at, one in enumerate(near) if len(one.text) <= _SECTION and names_section(one.text)), len(near)
    )
    # of several below it each is a box's or a list's
    below = near[first + 1 :]
    if len(below) != 1 or below[0].text.count(" ") < _HEADLINE_WORDS or below[0].line is None or below[0].line.linked:
        return frozenset()
    return frozenset({near[first].key})


def _score(candidate: Candidate, candidates: Sequence[Candidate]) -> float:
    key, score = candidate.key, candidate.weight
    for other in candidates:
        if other is candidate or (other.line is not None and candidate.line is not None):
            continue
        share = agreement(key, other.key)
        # what the head says beyond what is shown is the site's name, whatever it is called
        score += other.weight * (share if share in (0.0, 1.0) or not candidate.said or other.said else 0.0)
    if candidate.line is not None and candidate.line.element.tag == "h1":
        score += max((other.weight for other in candidates if other.said and _tells(other, key)), default=0.0)
    return score


def _tells(said: Candidate, key: str) -> bool:
    """Whether what the head says is a heading in other words: most of its own, or of those shown, in another order."""
    words, others = set(key.split()), set(said.key.split())
    fewer = min(len(words), len(others))
    alike = len(words & others) >= _SAME_WORDS * fewer >= _SAME_WORDS * _WORDS_ALIKE
    return alike and agreement(key, said.key) == 0.0


def _calmest(title: Candidate, candidates: Sequence[Candidate]) -> str:
    """The same title not written in capitals, where the page has it."""
    words = _SHOUTED.findall(title.text)
    if not words or not all(map(str.isupper, words)):
        return title.text
    same = (one.text for one in candidates if one.key == title.key)
    return next((other for other in same if not other.isupper()), title.text)
