"""What may enter the frontier, in which order it leaves, and when it comes back: pure rules, no state."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from archive.model import Link

DISCOVERY = ("robots", "home", "api", "feed", "sitemap", "listing")
"""The kinds that are fetched again by every crawl, since they announce what is new."""

BUDGET_REASONS = ("depth", "pattern-budget", "repeated-segments")
"""Refusals that are weighed again when the URL is found in a better place or the agency's file allows more."""

PRIORITIES = range(6)
_PRIORITY: Mapping[str, int] = {"robots": 0, **dict.fromkeys(DISCOVERY[1:], 1), "attachment": 4, "asset": 5}
_BUDGETED = frozenset({"page", "listing", "pagination"})
_MASK = re.compile("[0*]")

HOUR = 3600.0
REVISITS = (12 * HOUR, 36 * HOUR, 120 * HOUR, 408 * HOUR, 1440 * HOUR)
"""Seconds after publication or first capture at which an article is looked at again: 12 h, 36 h, 5 d, 17 d, 60 d."""


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits against traps: links away from a seed, URLs of one shape, equal segments in one path."""

    max_depth: int = 6
    per_pattern: int = 2000
    max_repeats: int = 2


def priority_of(link: Link) -> int:
    """0 leaves first: robots, discovery, announced pages, other pages and pagination, attachments, assets."""
    return _PRIORITY.get(link.kind, 2 if link.depth_cost == 0 else 3)


def depth_of(link: Link, parent: int) -> int:
    """The depth of a link on a page at depth `parent`; the next page of a listing is no deeper than the first."""
    return parent if link.kind == "pagination" else parent + link.depth_cost


def is_budgeted(link: Link) -> bool:
    """Whether budgets apply: not to what the site announces, nor to the files of a page that was let in."""
    return link.depth_cost > 0 and link.kind in _BUDGETED


def is_countable(pattern: str) -> bool:
    """Whether several URLs can share this pattern; slugs without digits are each their own and need no counting."""
    return bool(_MASK.search(pattern))


def refusal(depth: int, repeats: int, of_pattern: int, budget: Budget) -> str | None:
    """Why a budgeted URL is not let in, or None; `of_pattern` counts the URLs of its shape already let in."""
    if depth > budget.max_depth:
        return "depth"
    if repeats > budget.max_repeats:
        return "repeated-segments"
    return "pattern-budget" if of_pattern >= budget.per_pattern else None


def next_revisit(since: float, now: float) -> float | None:
    """When an article published or first captured at `since` is due again after `now`; None after the last time."""
    return next((since + pause for pause in REVISITS if since + pause > now), None)
