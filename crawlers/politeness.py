"""How a good guest behaves: when it comes back, and what each host has asked of it."""

from dataclasses import replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from archive import clock
from archive.http1 import Head, head_of
from archive.model import Exchange
from archive.urls import host_of, origin_of
from crawlers.frontier.admission import HOST_UNREACHABLE, ROBOTS_UNREACHABLE, TWIN_UNREACHABLE
from crawlers.frontier.frontier import Frontier
from crawlers.frontier.tables import Lease
from crawlers.robots import MAX_AGE, Policy, policy_of
from crawlers.silence import Silences
from pipelines.agency import Agency

HOUR = 3600.0
DAY = 24 * HOUR
LONGEST_HOLD = DAY
"""No Retry-After keeps a host back for longer: some send dates years ahead."""

IN_CRAWL = (5.0, 30.0, 120.0)
"""Seconds before the second, third and fourth attempt, all within one crawl."""
IN_LATER_CRAWLS = (20 * HOUR, 3 * DAY, 7 * DAY, 21 * DAY, 60 * DAY)
"""Seconds before which no crawl makes the fifth and further attempts."""

_SILENT_REQUESTS = 3

ASK_TO_WAIT = frozenset({429, 503})
"""With these a host may ask to be left alone for a while."""
asked_to_wait = object()
"""Scrapy's signal for such an answer, sent with its `request` and `exchange` as soon as it has come."""
_TEMPORARY = frozenset({408, 425, 429})
PROGRAM_ERROR = "program-error"
"""The reason of a URL whose answer is kept, and breaks the program that looks for links in it, or that asks for it."""
_NOT_IN_THIS_CRAWL = frozenset({"tls", "protocol", "redirect-loop", PROGRAM_ERROR})
_NEVER = frozenset({"address-refused", "too-large"})


class Retry(NamedTuple):
    """When a failed URL is tried again: at a time of this crawl, or by the first crawl after a time, or never."""

    retry_at: float | None
    revisit: float | None


def temporary(status: int) -> str | None:
    """The reason under which an answer counts as a failure to be tried again (`http-503`); None for all others."""
    return f"http-{status}" if status in _TEMPORARY or status >= 500 else None


def retry(reason: str, attempts: int, now: float) -> Retry:
    """When to try again after the `attempts`-th attempt failed for `reason`, with growing pauses and not for ever."""
    if reason in _NEVER:
        return Retry(None, None)
    if attempts <= len(IN_CRAWL) and reason not in _NOT_IN_THIS_CRAWL:
        return Retry(now + IN_CRAWL[attempts - 1], None)
    later = max(0, attempts - len(IN_CRAWL) - 1)
    return Retry(None, now + IN_LATER_CRAWLS[later] if later < len(IN_LATER_CRAWLS) else None)


def retry_after(head: Head, now: float) -> float | None:
    """The seconds from `now` that a Retry-After asks for, a day at most; None when there is none to understand."""
    raw = (head.get(b"retry-after") or b"").strip()
    if raw.isdigit():
        return min(float(raw), LONGEST_HOLD)
    try:
        when = parsedate_to_datetime(raw.decode("ascii"))
    except (ValueError, OverflowError):  # no date, or one beyond the calendar
        return None
    # `-0000` and a missing zone give a naive time; HTTP dates are UTC.
    instant = when.replace(tzinfo=UTC) if when.tzinfo is None else when
    return min(max(instant.timestamp() - now, 0.0), LONGEST_HOLD)


def asked_until(exchange: Exchange, attempts: int, now: float) -> float | None:
    """Until when, in Unix time, the whole host of an exchange is to be left alone; None when it does not ask for that.

    After a 429 or 503: until its Retry-After, else after a 429 for a pause that grows with the attempts. The pause is
    counted from the answer, however late it is heeded, but not from one that a wrong clock has put behind `now`.
    A 503 without Retry-After speaks of one page only.
    """
    if exchange.response is None:
        return None
    head = head_of(exchange.response)
    came = min(now, clock.parse(exchange.started).timestamp() + exchange.duration_ms / 1000)
    pause = retry_after(head, came) if head.status in ASK_TO_WAIT else None
    if pause is None and head.status == 429:
        pause = _growing(attempts - 1)
    return None if pause is None else came + pause


def _growing(pauses: int) -> float:
    """How long a host is left alone, in seconds, after so many pauses: beyond those of a crawl, an hour."""
    return IN_CRAWL[pauses] if pauses < len(IN_CRAWL) else HOUR


class Guest:
    """What the hosts of one crawl have asked for: their robots.txt, their delays, their pauses.

    `asking` holds the origins whose robots.txt is on its way; nothing else of their hosts is fetched meanwhile.
    `forbidden` counts the URLs that a robots.txt kept us from; `silences` knows who does not answer.
    """

    def __init__(self, agency: Agency, frontier: Frontier) -> None:
        self._cap = agency.politeness.max_crawl_delay
        self._homes = {origin_of(url) for url in (agency.url, *agency.seeds)}
        self._frontier = frontier
        self._policies: dict[str, Policy] = {}
        self.silences = Silences()
        self.asking: set[str] = set()
        self.forbidden = 0

    def policy(self, url: str, now: float) -> Policy | None:
        """The policy for a URL; None when its robots.txt was not read within the last day."""
        policy = self._policies.get(origin_of(url))
        return policy if policy and 0 <= now - policy.learned < MAX_AGE else None

    def learn(self, lease: Lease, exchange: Exchange, hops: int, now: float, is_all: bool = False) -> Policy | None:
        """Take in the answer to a lease of kind `robots`; None when a redirect is to be followed first.

        `is_all`: what breaks off is all that there is. An origin that cannot be asked is held, and asked again when
        the hold is over; its host's others are not.
        """
        origin = origin_of(lease.url)
        policy = policy_of(origin, exchange, hops, is_all)
        if policy is None:
            return None
        self.asking.discard(origin)
        if policy.verdict == "unreachable":
            # A certificate that is refused will be so in two minutes, too.
            reason = exchange.failure.reason if exchange.failure else ROBOTS_UNREACHABLE
            again = self.retry(lease, reason, now)
            if self._is_twin(origin):
                self._frontier.hold(origin, again.revisit or now + IN_LATER_CRAWLS[-1], TWIN_UNREACHABLE)
            else:
                self._frontier.hold(origin, again.retry_at or now + HOUR, ROBOTS_UNREACHABLE)
            self._policies.pop(origin, None)
        else:
            self._policies[origin] = policy
        return policy

    def recall(self, origin: str, exchange: Exchange, learned: float, now: float) -> None:
        """Take in the answer that another crawl got at `learned`, as long as it is good: it spares a request."""
        policy = policy_of(origin, exchange)
        if policy and policy.verdict != "unreachable" and 0 <= now - learned < MAX_AGE:
            self._policies[origin] = replace(policy, learned=learned)

    def retry(self, lease: Lease, reason: str, now: float) -> Retry:
        """When to try again what failed: `retry`, but no robots.txt of a twin in this crawl."""
        if lease.kind == "robots" and self._is_twin(origin_of(lease.url)):
            return retry(reason, lease.attempts + len(IN_CRAWL), now)
        return retry(reason, lease.attempts, now)

    def hear(self, lease: Lease, exchange: Exchange, now: float) -> None:
        """Note whether a host answers at all; one that gives no connection three times in a row is held for a while."""
        silence = self.silences.hear(exchange, now)
        if silence and lease.kind != "robots" and (held := silence.requests - _SILENT_REQUESTS) >= 0:
            self._frontier.hold(host_of(exchange.url), now + _growing(held), HOST_UNREACHABLE)

    def _is_twin(self, origin: str) -> bool:
        """Whether another origin of the same host has answered and this one is none that the agency's file names.

        Sites name https addresses as canonical that they never served.
        """
        answered = {one for one, policy in self._policies.items() if policy.verdict in ("rules", "allow")}
        return origin not in self._homes | answered and host_of(origin) in map(host_of, answered)

    def heed(self, lease: Lease, exchange: Exchange, now: float) -> float | None:
        """Hold the whole host when it asks for that. Returns until when."""
        until = asked_until(exchange, lease.attempts, now)
        if until is not None and exchange.response is not None:
            self._frontier.hold(host_of(exchange.url), until, f"http-{head_of(exchange.response).status}")
        return until

    def crawl_delay(self, url: str, now: float) -> float | None:
        """The Crawl-delay of a URL's origin in seconds, up to the agency's cap; None when it asks for none."""
        policy = self.policy(url, now)
        delay = policy.crawl_delay if policy else None
        return None if delay is None else min(delay, self._cap)
