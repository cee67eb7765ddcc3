"""Hosts and origins that are held when a crawl ends: why, and how many URLs wait for them."""

from collections.abc import Iterator
from dataclasses import dataclass

from archive import clock
from archive.urls import host_of
from crawlers.crawl import Crawl
from crawlers.frontier.admission import HOST_UNREACHABLE, ROBOTS_UNREACHABLE, TWIN_UNREACHABLE
from crawlers.robots import robots_url

_TOLD = {
    ROBOTS_UNREACHABLE: "{place} does not give its robots.txt{why}, so nothing else was asked of it",
    HOST_UNREACHABLE: "{place} no longer answers{why}, so the rest of it is left to the next crawl",
    TWIN_UNREACHABLE: "{place} does not answer, and other addresses of its host do: asked again after {until}",
}


@dataclass(frozen=True, slots=True)
class Wait:
    """A host or origin that is held at a crawl's end, and how many URLs wait for it; `told` says so in a sentence."""

    place: str
    urls: int
    reason: str
    told: str
    is_own: bool


def waiting(crawl: Crawl) -> Iterator[Wait]:
    """The hosts and origins that are left to a later crawl. A twin that nobody has heard of is not the agency's own."""
    for place, (until, reason) in crawl.frontier.holds(clock.now().timestamp()).items():
        host = host_of(place) if "://" in place else place
        silence = crawl.guest.silences.of(host)
        why = silence.why if silence else _gave(crawl, place) if reason == ROBOTS_UNREACHABLE else ""
        is_own = host in crawl.conclusion.own_hosts and reason != TWIN_UNREACHABLE
        told = _TOLD.get(reason, "{place} is held back until {until}: {reason}")
        until_when = clock.stamp(clock.at(until))
        words = told.format(place=place, why=f" ({why})" if why else "", until=until_when, reason=reason)
        yield Wait(place, crawl.frontier.waiting_for(place), reason, words, is_own)


def _gave(crawl: Crawl, origin: str) -> str:
    """What an origin answered last for its robots.txt, which is none; empty where that was no answer of its own."""
    last = crawl.catalog.captured_since(crawl.agency.slug, robots_url(origin), "")
    if last is None or last.status is None:
        return ""
    if not 200 <= last.status < 300:
        return f"it answers {last.status}" if last.status >= 400 else ""
    what = f"it breaks off after {last.payload_size or 0:,} bytes" if last.truncated else "its compression breaks off"
    return f"{what}, which whoever runs the site can mend"
