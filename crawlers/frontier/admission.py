"""What may enter the frontier and when it comes back: pure rules, no state."""

from collections.abc import Callable
from dataclasses import dataclass

from archive.model import Link
from archive.urls import pattern_of

DISCOVERY = ("api", "feed", "sitemap", "listing")
"""The kinds that every crawl fetches again beside the seeds, since they announce what is new."""

FOR_MACHINES = ("api", "feed", "sitemap")
"""Those of them that are no page: where one answers in its place, there is none."""

REVISITED = ("page", "canonical", "redirect")
"""The kinds that are looked at again some time after; files and what pages are drawn with are not."""

PRIORITIES = range(7)
"""`Link.priority`, the lower the sooner; 0 is for seeds, robots.txt and what a person asks for."""

ROBOTS_UNREACHABLE = "robots-unreachable"
"""Why an origin is held whose robots.txt could not be asked for; the next crawl asks again at once."""

HOST_UNREACHABLE = "host-unreachable"
"""Why a host is held that answered before and now gives no connection; the next crawl asks again at once."""

TWIN_UNREACHABLE = "twin-unreachable"
"""Why an origin is held that does not answer where another of the same host does; asked again some days later."""

HOUR = 3600.0
REVISITS = (12 * HOUR, 36 * HOUR, 120 * HOUR, 408 * HOUR, 1440 * HOUR)
"""Seconds after publication or first capture at which an article is looked at again: 12 h, 36 h, 5 d, 17 d, 60 d."""


RARELY = 4320 * HOUR
"""The mean pause, in seconds, beyond the last of the looks above: 180 days, a third shorter or longer by URL."""


def shape_key(link: Link) -> str | None:
    """What a link counts against where the agency says nothing finer; None for what its site announces."""
    return pattern_of(link.url) if link.depth_cost else None


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits against traps: steps away from a seed, and URLs that share a key; `key` gives None for no limit."""

    max_depth: int = 6
    per_pattern: int = 2000
    key: Callable[[Link], str | None] = shape_key


BUDGET_REASONS = ("depth", "pattern-budget")
"""Refusals that are weighed again when the URL is found in a better place or the agency's file allows more."""


def refusal(depth: int, of_pattern: int, budget: Budget) -> str | None:
    """Why a budgeted URL is not let in, or None; `of_pattern` counts those of its key already let in."""
    if depth > budget.max_depth:
        return "depth"
    return "pattern-budget" if of_pattern >= budget.per_pattern else None


def is_shared(key: str) -> bool:
    """Whether several URLs can have this key: a slug without digits is its own, and need not be counted."""
    return "0" in key or "*" in key


def next_revisit(since: float, now: float) -> float | None:
    """When an article published or first captured at `since` is due again after `now`; None after the last time."""
    return next((since + pause for pause in REVISITS if since + pause > now), None)
