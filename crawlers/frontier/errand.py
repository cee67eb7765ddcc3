"""The URLs that a person asks for now, handed out in place of what the frontier would choose."""

from collections.abc import Iterable, Set

from archive.urls import fetch_key, host_of
from crawlers.frontier.frontier import Frontier
from crawlers.frontier.tables import Lease
from crawlers.frontier.waiting import held_until
from crawlers.robots import robots_url


class Errand:
    """A queue of URLs, each fetched once whatever the frontier thinks of it; politeness holds as ever."""

    def __init__(self, frontier: Frontier, urls: Iterable[str]) -> None:
        self.begun = False
        self._frontier = frontier
        self._urls = list(dict.fromkeys(map(fetch_key, urls)))

    def begin(self, now: float) -> None:
        """Begin, once the frontier has recovered. What cannot be had now is left to a later crawl."""
        with self._frontier.batch():
            for url in self._urls:
                self._frontier.want(url, now)
        self.begun = True

    def lease(self, n: int, now: float, busy: Set[str]) -> list[Lease]:
        """At most one URL whose host is neither held nor busy."""
        holds = self._frontier.holds(now)
        for url in self._urls:
            if host_of(url) not in busy and held_until(url, holds) is None:
                self._urls.remove(url)
                lease = self._frontier.take(url, "robots" if url == robots_url(url) else None, now)
                return [lease] if lease else []
        return []

    def release(self, url: str, not_before: float) -> None:
        """Take a URL back, to be fetched later."""
        self._frontier.release(url, not_before)
        self._urls.append(url)

    def wakes(self, busy: Set[str]) -> dict[str, float]:
        """A time that is past for each host of which URLs are left, held ones apart."""
        holds = self._frontier.holds(0.0)
        return {host_of(url): 0.0 for url in self._urls if held_until(url, holds) is None}
