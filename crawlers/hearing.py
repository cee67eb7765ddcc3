"""What a document that announces articles means beyond its links: what it names no more, and what to ask next."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal, cast

from archive import clock
from archive.catalog import Catalog
from archive.damage import Damage
from archive.errors import RecordError
from archive.model import Capture, Exchange, Link
from archive.record import read_exchange
from archive.urls import fetch_key
from crawlers.frontier.admission import DISCOVERY
from crawlers.frontier.frontier import Frontier
from crawlers.frontier.tables import Lease
from crawlers.politeness import IN_CRAWL
from crawlers.vanished import KINDS, Announced, before, live, named
from pipelines.agency import Agency
from pipelines.discovery.discover import discover
from pipelines.discovery.found import Discovered
from pipelines.discovery.seeds import seeds
from pipelines.discovery.wordpress import is_first_page, is_follow_up, keeps_to

AnnouncingKind = Literal["api", "feed", "sitemap", "listing"]


# Compressed; what is longer is searched in a thread, so that the loop goes on serving connections.
_LARGE = 32 * 1024


class Hearing:
    """One crawl's ear for its agency's REST API, sitemaps and seeds."""

    def __init__(self, agency: Agency, catalog: Catalog, frontier: Frontier, root: Path, damage: Damage) -> None:
        self._agency = agency
        self._catalog = catalog
        self._frontier = frontier
        self._root = root
        self._damage = damage
        self._announced = Announced()
        # Who compares while another still reads what unchanged documents said would miss live articles.
        self._looking = asyncio.Lock()
        self._seeds = frozenset(fetch_key(link.url) for link in seeds(agency))

    def as_announced(self, lease: Lease, links: Sequence[Link]) -> Sequence[Link]:
        """The links of a document; where it only redirects, its target announces in its place."""
        if lease.kind not in DISCOVERY and lease.url not in self._seeds:
            return links
        kind = cast(AnnouncingKind, lease.kind if lease.kind in DISCOVERY else "listing")
        return [replace(link, kind=kind) if link.kind == "redirect" else link for link in links]

    async def said_before(self, lease: Lease, capture: Capture, found: Discovered) -> set[str]:
        """What a document that speaks anew named the last time; empty for all other exchanges."""
        if lease.kind not in KINDS or capture.kind != "response" or not found.hints or is_follow_up(lease.url):
            return set()
        last = before(self._catalog, capture)
        return await self._said_in(last) if last else set()

    def lost(self, lease: Lease, reason: str) -> None:
        """A URL was given up. A follow-up that fails with an error of the server's in a second crawl is one refused."""
        if is_follow_up(lease.url) and reason.startswith("http-") and lease.attempts > len(IN_CRAWL) + 1:
            self._frontier.polls.followed(lease.url, False, False, clock.now().timestamp())

    async def hear(
        self, lease: Lease, capture: Capture, exchange: Exchange, found: Discovered, earlier: set[str]
    ) -> None:
        """Take in a document that was read and expanded; look for what is announced no more, once all were heard."""
        if lease.kind not in KINDS:
            return
        now = clock.now().timestamp()
        if is_follow_up(lease.url):
            is_long = any(link.kind == "api" for link in found.links)
            # A revisit says what was judged before; read back from its record, it has no body.
            is_kept_to = capture.kind == "revisit" or keeps_to(exchange)
            self._frontier.polls.followed(lease.url, is_kept_to, is_long, now)
        elif is_first_page(lease.url) and (found.hints or self._was_list(capture)):
            total = next((claim.count for claim in found.claims if claim.where == "api"), None)
            self._frontier.polls.listed(lease.url, total, _fresh(found, lease.captured), now)
        if capture.status == 304:
            self._announced.unchanged.append(capture)
        elif not capture.truncated:
            self._announced.hear(lease.kind, named(found.hints), earlier)
        if all(self._frontier.polls.has_read_all(kind, now) for kind in KINDS):
            async with self._looking:
                await self._look_for_dropped(now)

    def _was_list(self, capture: Capture) -> bool:
        """Whether what was not modified is a list: a site without an API may give its home page for every address."""
        original = self._catalog.capture(capture.refers_to) if capture.status == 304 and capture.refers_to else None
        return original is not None and "json" in (original.mime or "")

    async def _look_for_dropped(self, now: float) -> None:
        kinds = KINDS if self._frontier.polls.has_walked() else ("sitemap",)
        if not self._announced.dropped(kinds):
            return
        unchanged, self._announced.unchanged = self._announced.unchanged, []
        for capture in unchanged:
            original = self._catalog.capture(capture.refers_to) if capture.refers_to else None
            said = await self._said_in(original) if original else set()
            self._announced.now |= said
        dropped = live(self._catalog, self._agency.slug, self._announced.dropped(kinds))
        self._frontier.look_for(dropped, now)

    async def _said_in(self, capture: Capture) -> set[str]:
        if capture.place.warc_length > _LARGE:
            return await asyncio.to_thread(self._named_in, capture)
        return self._named_in(capture)

    def _named_in(self, capture: Capture) -> set[str]:
        try:
            exchange = read_exchange(self._root, capture.place)
        except (RecordError, OSError) as error:
            self._damage.met(f"what {capture.url} named before is not known: {error}")
            return set()
        try:
            return named(discover(exchange, self._agency).hints)
        finally:
            if exchange.response:
                exchange.response.close()


def _fresh(found: Discovered, since: str | None) -> int:
    """How many of the posts that a list names were published since it was last looked at."""
    if since is None:
        return 0
    # Where a feed stands at the list's address, its dates are of its own making.
    told = [hint.published for hint in found.hints if hint.where == "api" and hint.published]
    return sum(clock.parse(published) > clock.parse(since) for published in told)
