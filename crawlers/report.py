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
from archive.urls import fetch_key, host_of
from crawlers.contact import contact_of
from crawlers.counts import SORTS, Counts
from crawlers.crawl import Crawl
from crawlers.frontier.tables import Unarchived
from crawlers.health import Holdings, Tally, exit_code, missed
from crawlers.held import Wait, waiting
from crawlers.moves import moves
from crawlers.reception import Reception
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

    `reason` is why no more was fetched; the report names why reading ended early, where that did. `limited` suspends
    the expectations: a crawl that was told to stop early misses them by intent.
    """
    after, counts = inventory(crawl), crawl.counts
    ended = (crawl.reader and crawl.reader.cut_short) or reason
    if reason == "finished":
        counts.give_up_retrying()
    waits = list(waiting(crawl))
    in_the_way = _in_the_way(crawl, reason, ended, limited, waits)
    if reason == "finished" and not (limited or in_the_way or after.articles):
        in_the_way = _leads_nowhere(crawl)
    findings = [*([] if limited else _missed(crawl, after)), *in_the_way]
    faults = [*crawl.store.damage.told, *first_of(list(counts.broken))]
    tally = Tally(counts.captured, crawl.conclusion.reception.good, counts.lost, counts.failures)
    content = {
        "agency": crawl.agency.slug,
        "crawl": crawl.store.crawl,
        "reason": ended,
        "seconds": round((clock.now() - crawl.began).total_seconds(), 1),
        **_requests(counts),
        "forbidden": crawl.guest.forbidden,
        "articles": after.articles,
        "new_articles": after.articles - before.articles,
        "new_versions": after.changes - before.changes,
        "unread": _unread(crawl),
        "waiting": [{"place": one.place, "urls": one.urls, "reason": one.reason, "told": one.told} for one in waits],
        "claims": [asdict(claim) for claim in counts.claims],
        "remarks": [*counts.remarks, *(one.told for one in waits if not one.is_own)],
        "warnings": [*_nobody_to_reach(crawl.agency), *_clock_gone_back(crawl), *faults],
        "findings": findings,
        "frontier": crawl.frontier.counts(),
        "exit_code": exit_code(tally, [*findings, *faults], _was_asked(counts, crawl.conclusion.reception, reason)),
    }
    await asyncio.wrap_future(crawl.store.append_note("crawl-report", content))
    return content


def _was_asked(counts: Counts, reception: Reception, reason: str) -> bool:
    """Whether a site that gave nothing has been asked in earnest: not where only the time was too short."""
    if reason == "shutdown" or counts.attempted + counts.cut_off == 0:
        return False
    if counts.failures or counts.retrying or counts.cut_off or reception.seeds():
        return True
    return reason != "budget" and not reception.refused_only


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


def _missed(crawl: Crawl, held: Inventory) -> list[str]:
    return missed(crawl.agency, Holdings(held.articles, held.newest), crawl.counts.claims, clock.now())


def _in_the_way(crawl: Crawl, reason: str, ended: str, limited: bool, waits: Sequence[Wait]) -> list[str]:
    """Why a crawl may have brought less than the site has."""
    told = [] if limited else list(crawl.conclusion.reception.told(crawl.counts.came["pages"]))
    told += moves(crawl.catalog, crawl.agency, crawl.store.crawl)
    told += [one.told for one in waits if one.is_own]
    told += _cut_short(crawl, reason, ended, waits)
    return told


def _leads_nowhere(crawl: Crawl) -> list[str]:
    """What is to be said of a site that answers and names no page; most draw their links by scripts."""
    home = fetch_key(crawl.agency.url)
    if not crawl.frontier.leads_nowhere(home):
        return []
    return [
        f"{home} was had, and neither it nor any feed, sitemap or API led to a page that may be asked for: what "
        f"scripts draw is not seen. Name feeds, sitemaps or listings in agencies/{crawl.agency.slug}.toml"
    ]


def _cut_short(crawl: Crawl, reason: str, ended: str, waits: Sequence[Wait]) -> Iterator[str]:
    """What is to be said of a crawl that a signal or its budget has ended."""
    if ended == "shutdown":
        yield "a signal stopped the crawl before its end"
    if reason == "budget" and not crawl.conclusion.reception.good:
        yield _too_short(crawl, waits)


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


def _unread(crawl: Crawl) -> int:
    """How many captures of the crawl's agency nobody has read yet."""
    (left,) = crawl.catalog.select("SELECT count(*) AS captures FROM unread WHERE agency = ?", [crawl.agency.slug])
    return int(left["captures"])


def _too_short(crawl: Crawl, waits: Sequence[Wait]) -> str:
    counts = crawl.counts
    reasons = {reason for reason, _ in counts.retrying.values()} | counts.failures.keys()
    why = [f"{reason}: {counts.details[reason]}".removesuffix(": ") for reason in sorted(reasons)]
    if counts.cut_off:
        why.append(f"{counts.cut_off} of its requests had not been answered")
    why += [f"{one.place}: {one.reason}" for one in waits if one.is_own]
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
