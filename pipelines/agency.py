"""An agency as data: what a TOML file may say about one, loaded and checked.

Pages are read with their agency's hints, live and from the archive alike, so the noun lives here and not beside
the spiders; the shipped files lie in `crawlers/agencies/`.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

DiscoveryWay = Literal["wordpress", "feeds", "sitemaps", "listings", "links"]


@dataclass(frozen=True, slots=True)
class Host:
    """A host name the agency used, and when; `since`/`until` are None where open."""

    name: str
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Politeness:
    """How gently the agency is crawled: seconds between requests, connections per host, cap on Crawl-delay.

    `polls_per_day` is how often all documents that announce articles are asked together.
    """

    delay: float = 1.0
    concurrency: int = 1
    max_crawl_delay: float = 30.0
    timeout: float = 180.0
    polls_per_day: int = 96


@dataclass(frozen=True, slots=True)
class Discovery:
    """Which ways lead to articles. Empty listings and feeds mean: the well-known and advertised ones."""

    ways: tuple[DiscoveryWay, ...] = ("wordpress", "feeds", "sitemaps", "listings", "links")
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    listings: tuple[str, ...] = ()
    pagination: str | None = None
    max_depth: int = 6
    per_pattern: int = 2000


@dataclass(frozen=True, slots=True)
class Layout:
    """Extraction hints; `until` bounds those of an old design of the site by capture date."""

    body: str | None = None
    title: str | None = None
    date: str | None = None
    drop: tuple[str, ...] = ()
    drop_lines: tuple[str, ...] = ()
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Expect:
    """What health checks: at least so many articles in the archive, at most so many days without a new one."""

    min_articles: int = 0
    max_silent_days: int | None = None


@dataclass(frozen=True, slots=True)
class Tls:
    """A chain that does not verify but is accepted, and why; captures are then marked unverified."""

    accept: Literal["incomplete-chain", "expired", "self-signed", "wrong-host"] | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Keep:
    """Which kinds of embedded or linked files are captured with an article."""

    attachments: bool = True
    images: bool = True
    styles: bool = True
    scripts: bool = True
    fonts: bool = True


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency. `slug` is for ever; hosts change; `aliases` are more names it is credited by.

    `source_text` is the file as used, kept as a record.
    """

    slug: str
    name: str
    url: str
    contact: str = ""
    notes: str = ""
    seeds: tuple[str, ...] = ()
    hosts: tuple[Host, ...] = ()
    article: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    allow_private_address: bool = False
    schedule: str = "adaptive"
    discovery: Discovery = field(default_factory=Discovery)
    politeness: Politeness = field(default_factory=Politeness)
    layouts: tuple[Layout, ...] = ()
    expect: Expect = field(default_factory=Expect)
    tls: Tls = field(default_factory=Tls)
    keep: Keep = field(default_factory=Keep)
    source_text: str = ""
    aliases: tuple[str, ...] = ()
