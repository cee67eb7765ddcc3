"""The end of a crawl: what is known but not archived, and the crawl's report, both kept as records."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

from archive import clock
from archive.damage import first_of
from archive.urls import host_of
from crawlers.contact import contact_of
from crawlers.counts import SORTS, Counts
from crawlers.crawl import Crawl
from crawlers.frontier.admission import HOST_UNREACHABLE, ROBOTS_UNREACHABLE, TWIN_UNREACHABLE
from crawlers.frontier.tables import Unarchived
from crawlers.health import Holdings, Tally, exit_code, missed
from crawlers.moves import moves
from pipelines.agency import Agency

_URLS_A_NOTE = 5000
# Machines that take turns differ by minutes.
_CLOCK_ERROR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Inventory:
    """How many articles of one agency the catalog holds, how often they changed, and the day of the newest."""

    articles: int
    changes: int
    newest: date | None


async def note_unarchived(crawl: Crawl) -> None:
    """Keep a note of every URL that is known, not archived, and not yet told of in this state."""
    for some in _chunks(crawl.frontier.unreported()):
        urls = [{"url": one.url, "kind": one.kind, "state": one.state, "reason": one.reason} for one in some]
        await asyncio.wrap_future(crawl.store.append_note("urls", {"urls": urls}))
        crawl.frontier.mark_reported(some)


def _chunks(urls: Iterator[Unarchived]) -> Iterator[Sequence[Unarchived]]:
    while some := list(islice(urls, _URLS_A_NOTE)):
        yield some


async def report(crawl: Crawl, reason: str, limited: bool, before: Inventory) -> dict[str, Any]:
    """Judge the crawl and keep its report as a record; returns the report with the exit code.

    `limited` suspends the expectations: a crawl that was told to stop early misses them by intent.
    """
    after, counts = inventory(crawl), crawl.counts
    if reason == "finished":
        counts.give_up_retrying()
    waits = list(waiting(crawl))
    findings = (
        [] if limited else missed(crawl.agency, Holdings(after.articles, after.newest), counts.claims, clock.now())
    )
    findings += moves(crawl.catalog, crawl.agency, crawl.store.crawl)
    findings += [one.told for one in waits if one.is_own]
    findings += _cut_short(crawl, reason)
    faults = [*crawl.store.damage.told, *first_of(list(counts.broken))]
    tally = Tally(counts.captured, counts.good, counts.lost, counts.failures)
    content = {
        "agency": crawl.agency.slug,
        "crawl": crawl.store.crawl,
        "reason": reason,
        "seconds": round((clock.now() - crawl.began).total_seconds(), 1),
        **_requests(counts),
        "forbidden": crawl.guest.forbidden,
        "articles": after.articles,
        "new_articles": after.articles - before.articles,
        "new_versions": after.changes - before.changes,
        "waiting": [{"place": one.place, "urls": one.urls, "reason": one.reason, "told": one.told} for one in waits],
        "claims": [asdict(claim) for claim in counts.claims],
        "remarks": [*counts.remarks, *(one.told for one in waits if not one.is_own)],
        "warnings": [*_nobody_to_reach(crawl.agency), *_clock_gone_back(crawl), *faults],
        "findings": findings,
        "frontier": crawl.frontier.counts(),
        "exit_code": exit_code(tally, [*findings, *faults], _was_asked(counts, reason)),
    }
    await asyncio.wrap_future(crawl.store.append_note("crawl-report", content))
    return content


def _was_asked(counts: Counts, reason: str) -> bool:
    """Whether a site that gave nothing has been asked in earnest: not where only the time was too short."""
    if reason == "shutdown" or counts.attempted + counts.cut_off == 0:
        return False
    return reason != "budget" or bool(counts.failures or counts.retrying or counts.cut_off)


def _requests(counts: Counts) -> dict[str, Any]:
    """What became of all that was asked for."""
    return {
        "attempted": counts.attempted,
        "cut_off": counts.cut_off,
        "captured": counts.captured,
        **{str(sort): counts.came[sort] for sort in SORTS},
        "revisits": counts.revisits,
        "failures": dict(counts.failures),
        "failure_details": {reason: counts.details[reason] for reason in counts.failures},
    }


def _cut_short(crawl: Crawl, reason: str) -> Iterator[str]:
    """What is to be said of a crawl that a signal or its budget has ended."""
    if reason == "shutdown":
        yield "a signal stopped the crawl before its end"
    if reason == "budget" and not crawl.counts.good:
        yield _too_short(crawl)


async def stages(crawl: Crawl) -> dict[str, float]:
    """CPU seconds that this process and its readers took so far, by stage; `rest` is what no stage accounts for.

    They are told with the report and not kept in it: an archive is not the place for a machine's speed.
    """
    writer = await asyncio.wrap_future(crawl.store.call(lambda _catalog: time.thread_time()))
    settling = crawl.reader.settling_seconds if crawl.reader else 0.0
    spent = {"store": writer - settling, "settling": settling, **crawl.counts.stages}
    spent["rest"] = time.process_time() - sum(spent.values())
    spent["reading"] = crawl.reader.reading_seconds if crawl.reader else 0.0
    return {stage: round(seconds, 2) for stage, seconds in spent.items()}


def inventory(crawl: Crawl) -> Inventory:
    """Count what the catalog holds of the crawl's agency now."""
    slug = crawl.agency.slug
    (held,) = crawl.catalog.select(
        """SELECT coalesce(sum(articles), 0) AS articles, coalesce(sum(changes), 0) AS changes,
               (SELECT max(published) FROM article WHERE agency = :agency AND kind = 'article') AS newest
           FROM holding WHERE agency = :agency AND kind = 'article'""",
        {"agency": slug},
    )
    newest = held["newest"] or ""
    return Inventory(held["articles"], held["changes"], date.fromisoformat(newest[:10]) if len(newest) >= 10 else None)


def _too_short(crawl: Crawl) -> str:
    counts = crawl.counts
    reasons = {reason for reason, _ in counts.retrying.values()} | counts.failures.keys()
    why = [f"{reason}: {counts.details[reason]}".removesuffix(": ") for reason in sorted(reasons)]
    if counts.cut_off:
        why.append(f"{counts.cut_off} of its requests had not been answered")
    if not why:
        asked = crawl.guest.crawl_delay(crawl.agency.url, clock.now().timestamp()) or 0.0
        delay = max(asked, crawl.agency.politeness.delay)
        why.append(f"{host_of(crawl.agency.url)} is asked every {delay:g} s only")
    return f"the budget was over before a page had come: {'; '.join(why)}"


def _nobody_to_reach(agency: Agency) -> list[str]:
    # On a network of one's own everybody knows who that is.
    if contact_of(agency) or agency.allow_private_address:
        return []
    return [
        "the site cannot tell whom to write to: give your web or mail address as `contact` in "
        f"agencies/{agency.slug}.toml, or as LUUCHIEU_CONTACT for all agencies"
    ]


def _clock_gone_back(crawl: Crawl) -> list[str]:
    (last,) = crawl.catalog.select(
        "SELECT max(noted) AS began FROM note WHERE agency = ? AND kind = 'crawl' AND crawl <> ?",
        (crawl.agency.slug, crawl.store.crawl),
    )
    if not last["began"] or clock.parse(last["began"]) <= crawl.began + _CLOCK_ERROR:
        return []
    return [
        f"an earlier crawl says that it began at {last['began']}, and this machine's clock said "
        f"{clock.stamp(crawl.began)}: one of them is wrong. What that crawl captured counts as the newest until then"
    ]


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
        why = f" ({silence.why})" if silence else ""
        is_own = host in crawl.own_hosts and reason != TWIN_UNREACHABLE
        told = _TOLD.get(reason, "{place} is held back until {until}: {reason}")
        words = told.format(place=place, why=why, until=clock.stamp(clock.at(until)), reason=reason)
        yield Wait(place, crawl.frontier.waiting_for(place), reason, words, is_own)


_TOLD = {
    ROBOTS_UNREACHABLE: "{place} does not give its robots.txt{why}, so nothing else was asked of it",
    HOST_UNREACHABLE: "{place} no longer answers{why}, so the rest of it is left to the next crawl",
    TWIN_UNREACHABLE: "{place} does not answer, and other addresses of its host do: asked again after {until}",
}
