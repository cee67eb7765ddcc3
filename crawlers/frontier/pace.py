"""How often what announces articles is asked: each document by the news it brings, all under one budget. Pure.

A document that brings λ new things a day and is asked every T days leaves each of them waiting T/2 on average. Of all
ways to spend a number of polls a day, the sum of these delays, ΣλT/2, is least where T = c/√λ, with the `c` at which
Σ1/T is that number. News counts for the document that told of it first: of several that tell the same, one is soon
asked often, and the others, which only have to make sure, seldom.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from crawlers.frontier.admission import HOUR

DAY = 24 * HOUR
SHORTEST = HOUR / 4
LONGEST = DAY
"""Seconds between two polls of a document, at least and at most, whatever it brings."""

# A Gamma(½, ½ day) prior: one thing a day, on which half a day of watching weighs as much as the guess.
_PRIOR_NEWS = 0.5
_PRIOR_DAYS = 0.5
# An agency's year has its quiet weeks, and a feed may die: what was seen a fortnight ago counts half.
_HALF_LIFE_DAYS = 14.0
# Enough for all digits of a float: with forty, another split of the budget was better by a millionth of a second.
_HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Observed:
    """What polls of a document have brought: so many new things in so many days, older ones counting less."""

    news: float = 0.0
    days: float = 0.0

    @property
    def rate(self) -> float:
        """New things a day, λ̂: the mean of the Gamma posterior. Never zero, so that silence only makes polls rarer."""
        return (_PRIOR_NEWS + self.news) / (_PRIOR_DAYS + self.days)

    def after(self, days: float, news: int) -> "Observed":
        """With one more poll, so many days after the last one, that brought `news` new things."""
        kept = 0.5 ** (max(days, 0.0) / _HALF_LIFE_DAYS)
        return Observed(self.news * kept + news, self.days * kept + max(days, 0.0))


def interval(rate: float, pace: float) -> float:
    """Seconds between two polls of a document that brings `rate` things a day: c/√λ between the two bounds."""
    return min(max(pace / math.sqrt(rate), SHORTEST), LONGEST)


def pace_of(rates: Sequence[float], per_day: float) -> float:
    """The `c` (seconds for one thing a day) at which documents with these rates take `per_day` polls a day together.

    The bounds go first: where one poll a day of each is more than the budget, each gets that one.
    """
    if not rates:
        return LONGEST
    low, high = SHORTEST * math.sqrt(min(rates)), LONGEST * math.sqrt(max(rates))
    for _ in range(_HALVINGS):
        middle = math.sqrt(low * high)
        polls = sum(DAY / interval(rate, middle) for rate in rates)
        low, high = (middle, high) if polls > per_day else (low, middle)
    return high
