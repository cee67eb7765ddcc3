"""One-off fetches outside a crawl, for a person who waits for them. Nothing is archived."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from archive import clock
from archive.errors import LuuchieuError, UsageError
from archive.model import Exchange
from archive.urls import fetch_key, host_of, origin_of, resolve
from crawlers.contact import contact_of, user_agent
from crawlers.politeness import asked_until
from crawlers.robots import MAX_HOPS, Policy, policy_of, redirect_of, robots_url
from crawlers.wire.client import Client, Limits
from crawlers.wire.cookies import Cookies
from crawlers.wire.fetch import default_headers
from pipelines.agency import Agency

Fetch = Callable[[str], Exchange]
"""Fetches a URL, redirects followed; gives the last hop. Raises RobotsRefusedError, AskedToWaitError."""


class RobotsRefusedError(LuuchieuError):
    """A URL that robots.txt keeps us from."""


class AskedToWaitError(UsageError):
    """A host that asks to be left alone until a time, in Unix time."""

    def __init__(self, url: str, until: float) -> None:
        self.host = host_of(url)
        when = f"{clock.at(until):%Y-%m-%d %H:%M:%S} UTC"
        super().__init__(f"{url} asks for nothing to be asked of {self.host} before {when}: try again then")


def fetch(url: str, agency: Agency | None = None) -> Exchange:
    """Fetch one URL that a person named, redirects followed: robots.txt, which is for robots, is not asked.

    What servers and networks do never raises, it stands in the exchange. The caller closes its response.
    """
    with asyncio.Runner() as runner:
        client = _client(agency)
        try:
            return runner.run(_follow(client, Cookies(), url, _limits(agency)))[0]
        finally:
            runner.run(client.close())


@contextmanager
def visit(agency: Agency) -> Iterator[Fetch]:
    """Fetch several of an agency's URLs one after another, as gently as a crawl would: robots.txt, Crawl-delay."""
    with asyncio.Runner() as runner:
        client = _client(agency)
        cookies, limits = Cookies(), _limits(agency)
        visit = _Visit(agency, lambda url: runner.run(_follow(client, cookies, url, limits)))
        try:
            yield visit.fetch
        finally:
            visit.close()
            runner.run(client.close())


class _Visit:
    """Remembers what each origin's robots.txt allows, who asked for a pause, and when the last request was made.

    A robots.txt that was read for its rules is given to who asks for it: it names sitemaps, too.
    """

    def __init__(self, agency: Agency, follow: Callable[[str], tuple[Exchange, int]]) -> None:
        self._agency = agency
        self._follow = follow
        self._policies: dict[str, Policy] = {}
        self._robots: dict[str, Exchange] = {}
        self._waits: dict[str, AskedToWaitError] = {}
        self._next = 0.0

    def fetch(self, url: str) -> Exchange:
        policy = self._policy(url)
        if policy.verdict == "unreachable":
            raise RobotsRefusedError(
                f"{robots_url(url)} answers with an error or breaks off, and by RFC 9309 nothing else may be asked "
                "until it is to be had whole or missing: try again later, or tell those who run the site"
            )
        if not policy.allows(url):
            raise RobotsRefusedError(f"{robots_url(url)} does not allow us {url}")
        key = fetch_key(url)
        if key in self._robots:
            return self._robots.pop(key)
        self._wait(policy.crawl_delay)
        return self._asked(key)[0]

    def close(self) -> None:
        for robots in self._robots.values():
            if robots.response is not None:
                robots.response.close()

    def _asked(self, url: str) -> tuple[Exchange, int]:
        if told := self._waits.get(host_of(url)):
            raise told
        exchange, hops = self._follow(url)
        now = clock.now().timestamp()
        if exchange.response is not None and (until := asked_until(exchange, 1, now)) and until > now:
            exchange.response.close()
            told = self._waits[host_of(exchange.url)] = AskedToWaitError(exchange.url, until)
            raise told
        return exchange, hops

    def _policy(self, url: str) -> Policy:
        origin = origin_of(url)
        if origin not in self._policies:
            self._wait(None)
            robots, hops = self._asked(robots_url(url))
            self._policies[origin] = _allowed_by(origin, robots, hops)
            self._robots[robots_url(url)] = robots
        return self._policies[origin]

    def _wait(self, crawl_delay: float | None) -> None:
        polite = self._agency.politeness
        delay = max(polite.delay, min(crawl_delay or 0.0, polite.max_crawl_delay))
        time.sleep(max(self._next - clock.monotonic(), 0.0))
        self._next = clock.monotonic() + delay


def _allowed_by(origin: str, robots: Exchange, hops: int) -> Policy:
    """The policy of an origin. Where nothing answers at all, the page is asked for, to say what stands in the way."""
    if robots.response is None:
        return Policy(origin, "allow", 0.0)
    return policy_of(origin, robots, hops) or Policy(origin, "allow", 0.0)


def _client(agency: Agency | None) -> Client:
    return Client(agency, default_headers(user_agent(contact_of(agency))))


def _limits(agency: Agency | None) -> Limits:
    return Limits(agency.politeness.timeout) if agency else Limits()


async def _follow(client: Client, cookies: Cookies, url: str, limits: Limits) -> tuple[Exchange, int]:
    """The exchange that ends a chain of redirects, and how many there were; a sixth is not followed."""
    for hop in range(MAX_HOPS + 1):
        cookie = cookies.of(url)
        fetched = await client.fetch("GET", url, [(b"Cookie", cookie)] if cookie else [], limits=limits)
        exchange = fetched.exchange
        if fetched.head and (given := fetched.head.get_all(b"set-cookie")):
            cookies.take(url, given)
        target = redirect_of(exchange)
        following = resolve(url, target) if target else None
        if following is None or hop == MAX_HOPS:
            break
        if exchange.response is not None:
            exchange.response.close()
        url = fetch_key(following)
    return exchange, hop
