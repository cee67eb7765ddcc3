"""What becomes of a leased URL whose capture is durable: done, asked for again, lost, or gone on with elsewhere."""

import asyncio
from contextlib import suppress

from archive import clock
from archive.http1 import Head, head_of
from archive.model import Capture, Exchange, Failure
from archive.urls import fetch_key, host_of
from crawlers.answer import is_there, kept_as, next_visit
from crawlers.counts import Counts, sort_of
from crawlers.cuts import Cuts
from crawlers.earlier import Earlier
from crawlers.frontier.frontier import Frontier
from crawlers.frontier.tables import Lease
from crawlers.hearing import Hearing
from crawlers.politeness import PROGRAM_ERROR, Guest, temporary
from crawlers.reception import Reception
from crawlers.robots import redirect_of
from crawlers.trouble import explained
from pipelines.agency import Agency
from pipelines.discovery.discover import discover
from pipelines.discovery.found import Discovered

# Larger documents are searched for links in a thread, so that the loop goes on serving connections.
_LARGE = 512 * 1024
_MOST_HOLDS = 6
_NOT_PAGES = frozenset({"robots", "asset"})


class Conclusion:
    """Concludes for the URLs of one crawl, which began at `began`; `reception` tells how the site received it."""

    def __init__(
        self,
        agency: Agency,
        frontier: Frontier,
        guest: Guest,
        counts: Counts,
        earlier: Earlier,
        hearing: Hearing,
        began: str,
    ) -> None:
        self._agency = agency
        self._frontier = frontier
        self._guest = guest
        self._counts = counts
        self._earlier = earlier
        self._hearing = hearing
        self._began = began
        self._cuts = Cuts()
        self.reception = Reception()
        known = [host_of(url) for url in (agency.url, *agency.seeds)]
        self.own_hosts = frozenset([*known, *(host_of(f"http://{host.name}") for host in agency.hosts)])

    async def conclude(self, lease: Lease, capture: Capture, exchange: Exchange, hops: int = 0) -> str | None:
        """Tell the frontier what became of a leased URL whose capture is durable, and close the exchange.

        Gives the absolute URL to go on with under the same lease, where a redirect asks for that, else None. What its
        bytes break ends with its URL: they are the same ever after.
        """
        try:
            return await self._concluded(lease, capture, exchange, hops)
        except Exception as error:
            if explained(error):
                raise
            self._counts.broke(f"what {lease.url} gave", error)
            with suppress(LookupError):  # expanded already: what came after that broke
                self.lose(lease, PROGRAM_ERROR)
            return None
        finally:
            if exchange.response:
                exchange.response.close()

    def lose(self, lease: Lease, reason: str, detail: str = "") -> None:
        """Give a URL up for this crawl; a later one may try again."""
        self._counts.details.setdefault(reason, detail)
        is_lost = lease.kind not in _NOT_PAGES and host_of(lease.url) in self.own_hosts
        again = self._guest.retry(lease, reason, _unix())
        self._frontier.failed(lease.url, reason, again.retry_at, again.revisit)
        if again.retry_at is None:
            self._hearing.lost(lease, reason)
            self._counts.give_up(lease.url, reason, is_lost)
        else:
            self._counts.retrying[lease.url] = reason, is_lost

    async def _concluded(self, lease: Lease, capture: Capture, exchange: Exchange, hops: int) -> str | None:
        is_robots = lease.kind == "robots"
        is_all = is_robots and self._earlier.has_no_end(capture)
        policy = self._guest.learn(lease, exchange, hops, _unix(), is_all) if is_robots else None
        if is_robots and policy is None:
            return redirect_of(exchange)
        if exchange.response is None:
            failure = exchange.failure or Failure("protocol", "")
            self.lose(lease, failure.reason, failure.detail)
            return None
        head = head_of(exchange.response)
        if reason := temporary(head.status):
            self._put_off(lease, exchange, reason)
            return None
        # Never again the same bytes for the whole, as with pages: what a robots.txt has lost may forbid.
        again = policy.verdict == "unreachable" if policy else self._cuts.ask_again(lease.url, capture, lease.attempts)
        if again:
            what = "the connection was cut" if capture.truncated else "the body's compression breaks off"
            self.lose(lease, "cut-off", f"{what} after {capture.payload_size or 0:,} bytes of the body")
            return None
        found = await self._discovered(exchange)
        if onward := self._onward(lease, found):
            return onward
        earlier = await self._hearing.said_before(lease, capture, found)
        self._expand(lease, capture, head, found)
        await self._hearing.hear(lease, capture, exchange, found, earlier)
        return None

    def _put_off(self, lease: Lease, exchange: Exchange, reason: str) -> None:
        until = self._guest.heed(lease, exchange, _unix())
        if until is None or lease.attempts > _MOST_HOLDS:
            self.lose(lease, reason)
        else:
            self._frontier.failed(lease.url, reason, until)

    def _onward(self, lease: Lease, found: Discovered) -> str | None:
        """Where to go on under this lease: back to a URL that redirected us, now that its cookie is set."""
        for link in found.links:
            if link.kind == "redirect" and (
                fetch_key(link.url) == lease.url or self._earlier.redirected(link.url, self._began)
            ):
                return link.url
        return None

    def _expand(self, lease: Lease, capture: Capture, head: Head, found: Discovered) -> None:
        now = _unix()
        links = self._hearing.as_announced(lease, found.links)
        self._counts.retrying.pop(lease.url, None)
        before = self._earlier.status(capture) if head.status >= 400 else None
        followed = any(link.kind == "redirect" for link in found.links)
        leads = sort_of(lease.kind, head.status) == "redirects"
        self.reception.hear(
            lease, head.status, before, capture.redirect or "nowhere" if leads and not followed else None
        )
        self._counts.claims += found.claims
        self._counts.remarks += found.remarks
        with self._counts.stage("frontier"), self._frontier.batch():
            # A lease that has this very capture was left by a crawl that was killed behind it.
            kept = None if lease.capture == capture.id else kept_as(lease, capture, head)
            news = self._frontier.expanded(lease.url, links, now, next_visit(lease, capture), kept)
            self._frontier.pass_over(found.refused)
            modified = [(hint.url, hint.modified) for hint in found.hints if hint.modified]
            news += self._frontier.polls.announced(modified, now) if modified else 0
            if lease.announces:
                self._frontier.polls.answered(lease.url, is_there(lease, head, found), now)
                self._frontier.polls.polled(lease.url, news, now)

    async def _discovered(self, exchange: Exchange) -> Discovered:
        assert exchange.response is not None
        if exchange.response.seek(0, 2) > _LARGE:
            return await asyncio.to_thread(discover, exchange, self._agency)
        with self._counts.stage("discovery"):
            return discover(exchange, self._agency)


def _unix() -> float:
    return clock.now().timestamp()
