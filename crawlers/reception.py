"""What a site gave, and what it did not: seeds that lead nowhere, and what it denies us, as firewalls do."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from crawlers.counts import PAGES, sort_of
from crawlers.frontier.admission import DISCOVERY
from crawlers.frontier.tables import Lease

_GONE = (404, 410)
# So WordPress answers for a page of posts behind the last.
_NO_MORE = 400
_READ = PAGES | {"listing"}


class _Failing(NamedTuple):
    """What is to be said of a page that should have led on, what led to it, and the status that is a denial."""

    told: str
    found_on: str | None
    denied: int | None


class Reception:
    """How a site received one crawl: what came of the URLs that it asked for, robots.txt apart.

    That a page is not there, or no more what announced pages, is an answer too, but not where the site denies or its
    seeds fail: then it may be true of nothing. Where a seed redirects, it goes on in what it leads to. What was denied
    the last time and is denied again is no news, unless it is a seed: pages for members would be told for ever.
    """

    def __init__(self) -> None:
        """Begin with none."""
        self._given = self._gone = self._refused = 0
        self._redirecting: set[str] = set()
        self._failing: dict[str, _Failing] = {}
        self._denied_pages: Counter[int] = Counter()
        self._closed: dict[str, int] = {}

    @property
    def good(self) -> int:
        """How many answers told what was asked."""
        return self._given if self.seeds() or self._denied() else self._given + self._gone

    @property
    def refused_only(self) -> bool:
        """Whether nothing came but refusals of what is no seed, which say little of the site."""
        return self._refused > 0 and not self.good and not self.seeds()

    def hear(self, lease: Lease, status: int, before: int | None = None, dead_end: str | None = None) -> None:
        """Take in what a URL answered in the end, and `before`; a redirect that is not followed leads to `dead_end`."""
        if lease.kind == "robots":
            return
        refused = status >= 400 and status not in _GONE
        news = refused and (before is None or before < 400)
        self._refused += refused
        self._gone += status in _GONE and (lease.captured is not None or lease.kind not in DISCOVERY)
        leads = lease.announces and lease.kind in _READ
        if leads and (status >= 400 or dead_end):
            told = f"redirects to {dead_end}, which is not asked for" if dead_end else f"answers {status}"
            self._failing[lease.url] = _Failing(told, lease.found_on, status if news else None)
            return
        self._given += status < 400
        if leads and sort_of(lease.kind, status) == "redirects":
            self._redirecting.add(lease.url)
        if news and lease.kind in _READ:
            self._denied_pages[status] += 1
        if news and lease.kind in DISCOVERY and before is not None and status != _NO_MORE:
            self._closed[lease.url] = status

    def seeds(self) -> dict[str, str]:
        """What is to be said of each seed that fails, or leads to what does; it may be asked for after its target."""
        failing = self._failing.items()
        return {url: one.told for url, one in failing if one.found_on is None or one.found_on in self._redirecting}

    def _denied(self) -> Counter[int]:
        """How many pages and listings that are no seeds were denied as never before, by status."""
        seeds = self.seeds()
        return self._denied_pages + Counter(
            one.denied for url, one in self._failing.items() if url not in seeds and one.denied
        )

    def told(self, came: int) -> Iterator[str]:
        """A sentence for each seed and document that fails, and one where more was denied than the `came` pages."""
        for url, told in self.seeds().items():
            yield f"{url} {told}: nothing can be found from there"
        for url, status in self._closed.items():
            yield f"{url} answers {status}, and gave what it announces until now: nothing is found from there any more"
        denied = self._denied()
        if denied.total() > came:
            by_status = ", ".join(f"{times} with {status}" for status, times in sorted(denied.items()))
            yield f"of the pages asked for the site denied {denied.total()} ({by_status}) and gave {came}"
