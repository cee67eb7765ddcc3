"""robots.txt by RFC 9309: from the exchange that fetched it to a policy for its origin. Pure; Protego matches paths."""

import re
import sys
from dataclasses import dataclass
from typing import Literal

from protego import Protego

from archive import clock
from archive.http1 import breaks_off, decoding, head_of
from archive.model import Exchange
from archive.urls import origin_of, resolve

PRODUCT = "luuchieu"
LARGEST = 500 * 1024
MAX_HOPS = 5
MAX_AGE = 24 * 3600.0

_AGENT_LINE = re.compile(r"^\s*user[ -]?agent\s*:\s*([^#\r\n]*)(?:#.*)?$", re.IGNORECASE | re.MULTILINE)
_TOKEN = re.compile(r"[A-Za-z_-]+|\*")


@dataclass(frozen=True, slots=True)
class Policy:
    """What one origin allows. `learned` is the unix time of its robots.txt; a policy is good for a day.

    `unreachable` policies forbid everything for now and are asked for again; they say nothing of any one URL.
    `refused` ones are of origins whose address is refused to us: nothing of them is ever asked for.
    """

    origin: str
    verdict: Literal["rules", "allow", "unreachable", "refused"]
    learned: float
    rules: Protego | None = None

    def allows(self, url: str) -> bool:
        """Whether our product token may fetch this URL of the origin."""
        if self.verdict == "rules" and self.rules is not None:
            return self.rules.can_fetch(url, PRODUCT)
        return self.verdict == "allow"

    @property
    def refusal(self) -> str:
        """The reason under which a URL that is not allowed is refused."""
        return "address-refused" if self.verdict == "refused" else "robots"

    @property
    def crawl_delay(self) -> float | None:
        """The Crawl-delay for us in seconds, as the file says."""
        return self.rules.crawl_delay(PRODUCT) if self.rules else None


def robots_url(url: str) -> str:
    """Where the robots.txt that speaks of this URL stands."""
    return f"{origin_of(url)}/robots.txt"


def redirect_of(exchange: Exchange) -> str | None:
    """The absolute http(s) URL that an exchange redirects to; None when it is no redirect, or leads nowhere."""
    if exchange.response is None:
        return None
    head = head_of(exchange.response)
    location = head.get(b"location")
    if location is None or head.status not in (301, 302, 303, 307, 308):
        return None
    # Header bytes that are not ASCII go back to the server as they came.
    return resolve(exchange.url, "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in location))


def policy_of(origin: str, exchange: Exchange, hops: int = 0, is_all: bool = False) -> Policy | None:
    """The policy for `origin` from the exchange that ended the fetch of its robots.txt, after `hops` redirects.

    2xx gives its rules, 4xx allows all, 429, 5xx, no answer and rules that break off forbid all for now, an address
    that is refused to us for good. None: follow the redirect first; after five of them the file counts as missing,
    which allows all. `is_all`: what breaks off is all that there is.
    """
    learned = clock.parse(exchange.started).timestamp()
    if exchange.response is None:
        is_refused = exchange.failure is not None and exchange.failure.reason == "address-refused" and not hops
        return Policy(origin, "refused" if is_refused else "unreachable", learned)
    status = head_of(exchange.response).status
    if 200 <= status < 300:
        return _by_rules(origin, exchange, learned, is_all)
    if redirect_of(exchange) is not None and hops < MAX_HOPS:
        return None
    if status == 429 or status >= 500 or status == 0:
        return Policy(origin, "unreachable", learned)
    return Policy(origin, "allow", learned)


def rules_of(data: bytes) -> Protego:
    """Read the first 500 KiB of a robots.txt, whatever bytes it holds."""
    text = data[:LARGEST].decode("utf-8-sig", errors="replace")
    return Protego.parse(_AGENT_LINE.sub(_whole_token, text))


def _by_rules(origin: str, exchange: Exchange, learned: float, is_all: bool) -> Policy:
    assert exchange.response is not None
    data = decoding(exchange.response, sys.maxsize).read(LARGEST)
    if len(data) < LARGEST and not is_all and (exchange.truncated or breaks_off(exchange.response)):
        return Policy(origin, "unreachable", learned)
    return Policy(origin, "rules", learned, rules_of(data))


def _whole_token(line: re.Match[str]) -> str:
    """One user-agent line by the RFC's rule, token against whole token; Protego takes `luu` for `luuchieu` too."""
    token = _TOKEN.match(line[1].strip())
    name = token[0].lower() if token else ""
    return f"User-agent: {name if name in (PRODUCT, '*') else 'somebody-else'}"
