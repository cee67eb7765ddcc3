"""When a page is looked at again, judged at a crawl's end by what the catalog then knows of it.

An article is edited most in its first days, so looks are spaced from its publication, or from its last edit, by
growing pauses. What is missing is looked for the next day, since only a second day confirms that it is gone; then
rarely, since things come back. A page whose bytes differ at every fetch and whose text does not costs a whole body
each time, and is looked at half as often.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from archive import clock
from archive.catalog import Catalog
from crawlers.frontier.admission import HOUR, RARELY, REVISITS

DAY = 24 * HOUR
MISSING = (8 * DAY, 68 * DAY)
"""Seconds after it was first found missing at which a page is looked for again, once a next day has come."""

# A daily crawl comes a few seconds earlier or later: a whole day's pause would let it pass by.
_SHORTEST = 6 * HOUR
_VIETNAM = timedelta(hours=7)
# The newest capture of each URL of a crawl, and the article that it belongs to.
_SEEN = """SELECT n.url, n.captured, n.kind, n.status, n.first, a.published, a.first_captured, a.last_captured,
       (SELECT max(v.captured) FROM version v WHERE v.agency = a.agency AND v.url = a.url AND v.position = a.newest)
    FROM (SELECT c.url, max(c.captured) AS captured, c.kind, c.status, c.agency,
                 (SELECT min(captured) FROM capture f WHERE f.agency = c.agency AND f.url = c.url) AS first
          FROM capture c WHERE c.crawl = ? GROUP BY c.url) n
    LEFT JOIN standing s ON s.agency = n.agency AND s.url = n.url
    LEFT JOIN article a ON a.agency = n.agency AND a.url = s.article"""
_MISSING_SINCE = "SELECT min(captured) FROM capture WHERE agency = ? AND url = ? AND captured > ? AND kind <> 'failure'"


@dataclass(frozen=True, slots=True)
class Seen:
    """What the catalog knows of a URL when a crawl has ended; instants as seconds.

    `since` is publication or last edit of what it shows, or when it was first found missing; `churns` says that its
    bytes were new and its text was not.
    """

    url: str
    at: float
    since: float
    is_missing: bool = False
    was_live: bool = True
    churns: bool = False
    is_edited: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """When a page is looked at again, in seconds, and why then; None for what was never there and is given up."""

    url: str
    at: float | None
    why: str


def next_visit(seen: Seen) -> Visit:
    """When to look again."""
    pauses = (_to_next_day(seen.since), *MISSING) if seen.is_missing else REVISITS
    later = [pause for pause in pauses if seen.since + pause > seen.at]
    later = later[1:] if seen.churns else later
    event = "found missing" if seen.is_missing else "edited" if seen.is_edited else "published"
    if later:
        unasked = ", its bytes change and its text does not" if seen.churns else ""
        return Visit(seen.url, seen.since + later[0], f"{event} {_span(later[0])} before{unasked}")
    if seen.was_live:
        return Visit(seen.url, seen.at + _rarely(seen.url), f"{event} long before: rarely")
    return Visit(seen.url, None, "never there")


def _to_next_day(at: float) -> float:
    """Seconds until a Vietnamese day begins that is not the same."""
    rest = DAY - (at + _VIETNAM.total_seconds()) % DAY
    return max(rest, _SHORTEST)


def _span(seconds: float) -> str:
    return f"{seconds / HOUR:.0f} hours" if seconds < 2 * DAY else f"{seconds / DAY:.0f} days"


def _rarely(url: str) -> float:
    """The long pause of a URL, a third shorter or longer than the mean, so that a whole site is not due at once."""
    return RARELY * (2 / 3 + (zlib.crc32(url.encode()) % 1000) / 1500)


def visits(catalog: Catalog, agency: str, crawl: str) -> Iterator[Visit]:
    """The pages that a crawl captured, each with when to look again; those that gave no answer are left out."""
    for row in catalog.connection.execute(_SEEN, (crawl,)):
        _, _, kind, status, *_ = row
        if kind != "failure" and (status in (404, 410) or (status or 0) < 400):
            yield next_visit(_seen(catalog, agency, *row))


def _seen(
    catalog: Catalog,
    agency: str,
    url: str,
    captured: str,
    kind: str,
    status: int,
    first: str,
    published: str | None,
    first_captured: str | None,
    last_captured: str | None,
    edited: str | None,
) -> Seen:
    at = _unix(captured)
    if last_captured is None or last_captured < captured:
        ((since,),) = catalog.connection.execute(_MISSING_SINCE, (agency, url, last_captured or ""))
        was_live = last_captured is not None
        return Seen(url, at, _unix(since), was_live or status not in (200, 304), was_live)
    begun = min(_published(published) or at, _unix(first_captured or first))
    is_edited = edited is not None and edited != first_captured
    churns = kind == "response" and captured not in (edited, first_captured)
    since = max(begun, _unix(edited)) if is_edited and edited else begun
    return Seen(url, at, since, churns=churns, is_edited=is_edited)


def _unix(stamp: str) -> float:
    return clock.parse(stamp).timestamp()


def _published(value: str | None) -> float | None:
    """The instant of a publication date; the first one that it can mean where it is not precise."""
    if not value:
        return None
    whole = value if "T" in value else (value + "-01-01"[len(value) - 4 :])[:10]
    instant = clock.parse(whole)
    return (instant if "T" in value else instant - _VIETNAM).timestamp()
