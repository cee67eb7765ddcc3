"""A crawl's verdict: what was found held against what the agency expects and what its site claims."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from archive.model import Claim
from pipelines.agency import Agency

OK, PARTIAL, NOTHING = 0, 1, 3


@dataclass(frozen=True, slots=True)
class Tally:
    """What one crawl did. `good` counts the answers that told what was asked (`Reception.good`)."""

    captured: int = 0
    good: int = 0
    lost: int = 0
    failures: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the catalog holds of the agency after the crawl: how many articles, and the newest one's day."""

    articles: int
    newest: date | None


def missed(agency: Agency, holdings: Holdings, claims: Sequence[Claim], now: datetime) -> list[str]:
    """The expectations that do not hold, each as a sentence that says what to look at."""
    found: list[str] = []
    expect = agency.expect
    if holdings.articles < expect.min_articles:
        found.append(f"{holdings.articles} articles in the catalog, at least {expect.min_articles} are expected")
    if expect.max_silent_days is not None and _silent_days(holdings, now) > expect.max_silent_days:
        since = holdings.newest or "ever"
        found.append(f"no article newer than {since}; at most {expect.max_silent_days} silent days are expected")
    posts = max((claim.count for claim in claims if claim.where == "api"), default=0)
    if holdings.articles < posts:
        found.append(f"the site's API claims {posts} posts, the catalog holds {holdings.articles} articles")
    return found


def _silent_days(holdings: Holdings, now: datetime) -> float:
    return (now.date() - holdings.newest).days if holdings.newest else float("inf")


def exit_code(tally: Tally, findings: Sequence[str], attempted: bool) -> int:
    """0 all well, also when nothing was due; 1 partial or an expectation missed; 3 nothing could be fetched."""
    if attempted and not tally.good:
        return NOTHING
    return PARTIAL if tally.lost or findings else OK
