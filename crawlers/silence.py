"""Hosts that do not answer: who they are, how long a crawl waits for them, and when it leaves them to the next one."""

from collections.abc import Container
from dataclasses import dataclass

from archive.model import Exchange
from archive.urls import host_of

PATIENCE = 300.0
"""Seconds for which a crawl that has nothing else to do waits for a host that asked it to wait."""

RETRIES = 40.0
"""Seconds for which it waits for what failed: for two retries, the third is left to the next crawl.

So a host that has not answered since its first silence, and a page that answers with a fault for years, cost as much.
"""

# These say something of one address or certificate, and say it again in two minutes.
_NO_SILENCE = frozenset({"address-refused", "tls"})


@dataclass(frozen=True, slots=True)
class Silence:
    """Since when a host gives no connection, how many requests in a row found it so, and how the first one failed."""

    since: float
    requests: int
    why: str


class Silences:
    """The hosts that a crawl finds silent. One answer, whatever it says, ends a silence."""

    def __init__(self) -> None:
        self._hosts: dict[str, Silence] = {}

    def hear(self, exchange: Exchange, now: float) -> Silence | None:
        """Take note of an exchange that ended at `now`; the silence that its host keeps, if it does."""
        host, failure = host_of(exchange.url), exchange.failure
        if failure is None or exchange.ip is not None:
            self._hosts.pop(host, None)
            return None
        if failure.reason in _NO_SILENCE:
            return None
        before = self._hosts.get(host) or Silence(now, 0, f"{failure.reason}: {failure.detail}")
        self._hosts[host] = Silence(before.since, before.requests + 1, before.why)
        return self._hosts[host]

    def of(self, host: str) -> Silence | None:
        """The silence that a host keeps at present."""
        return self._hosts.get(host)

    def patience(self, host: str, asked: Container[str], now: float) -> float:
        """Until when a crawl with nothing else to do waits for something of this host to be due.

        `asked` are the hosts that asked it to wait.
        """
        if silence := self._hosts.get(host):
            return silence.since + RETRIES
        return now + (PATIENCE if host in asked else RETRIES)
