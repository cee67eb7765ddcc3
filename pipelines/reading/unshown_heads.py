"""Heads that say what their page shows nowhere: its site, whose it is, or what search engines are to be told."""

from collections.abc import Sequence
from operator import itemgetter

from pipelines.reading.bare_titles import names_site
from pipelines.reading.credit_lines import is_own_body
from pipelines.reading.lines import Line
from pipelines.reading.site_names import names_section
from pipelines.reading.stamp_lines import is_stamp
from pipelines.reading.title_candidates import FEWEST_WORDS, Candidate, agreement, alike, is_lede

_LINKED = 0.5


def own_first(ranked: list[Candidate], above: Sequence[Line]) -> list[Candidate]:
    """The candidates; the best that is shown and no link before one of the head that names the site, or no page."""
    if not ranked:
        return ranked
    best = ranked[0]
    shown = [one for one in ranked if one.line and one.line.link_share < _LINKED and one.key != best.key]
    own = next(iter(shown), None)
    if own is not None and not names_site(best.text) and not _names_no_page(best, own, ranked, above):
        own = _below_body(best, shown, ranked, above)
    return ranked if own is None else [own, *(one for one in ranked if one is not own)]


def _names_no_page(best: Candidate, own: Candidate, ranked: Sequence[Candidate], above: Sequence[Line]) -> bool:
    """Whether the head says in other words, and the page nowhere, what an h1 of several words and the trail say.

    Plugins write what they ask for into the head four times. A word or two that are shown nowhere name no page.
    """
    if own.line is None or own.line.element.tag != "h1" or not _may_head(own, best) or any(alike(above, [best.key])):
        return False
    is_short = best.key.count(" ") + 1 < FEWEST_WORDS
    return _is_step(own, ranked) or (is_short and not _is_step(best, ranked))


def _below_body(
    best: Candidate, shown: Sequence[Candidate], ranked: Sequence[Candidate], above: Sequence[Line]
) -> Candidate | None:
    """The title that stands nearest to the text, above its day, where `<title>` alone says a body's name, and no page.

    What more of the head says, or the trail, is that body's own page; and what no day follows, a part of such a page.
    """
    if not is_own_body(best.text) or sum(one.said and one.key == best.key for one in ranked) > 1:
        return None
    days = [line.index for line in above if is_stamp(line.text)]
    near = [(one.line.index, one) for one in shown if one.line and days and one.line.index < days[-1]]
    own = max(near, key=itemgetter(0))[1] if near else None
    if own is None or names_section(own.text) or not _may_head(own, best):
        return None
    return None if _is_step(best, ranked) or any(alike(above, [best.key])) else own


def _may_head(own: Candidate, best: Candidate) -> bool:
    """Whether a heading of several words that is no lede says something else than the head."""
    is_whole = own.line is not None and own.key.count(" ") + 1 >= FEWEST_WORDS and not is_lede(own.line)
    return is_whole and not agreement(best.key, own.key)


def _is_step(one: Candidate, ranked: Sequence[Candidate]) -> bool:
    """Whether the breadcrumb says the same of the page."""
    return any(other.line is None and not other.said and other.key == one.key for other in ranked)
