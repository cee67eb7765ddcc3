"""The nouns. Frozen, without behaviour; what is done with them stands in the module named after the doing.

Instants are text as `archive.clock.stamp` writes it (UTC, microseconds, `Z`), so that they sort as text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any, Literal

Truncation = Literal["length", "time", "disconnect", "unspecified"]
"""Why a body is not whole, in the words of WARC 1.1's `WARC-Truncated`; `unspecified` where we did not wait for it."""

FailureReason = Literal[
    "dns",
    "address-refused",
    "connection-refused",
    "connection-lost",
    "tls",
    "timeout",
    "protocol",
    "too-large",
    "interrupted",
]
"""Why no response came. `address-refused` is our own guard; where we were `interrupted`, nobody waited any longer."""

Outcome = Literal[
    "article",
    "page",
    "listing",
    "feed",
    "sitemap",
    "api",
    "robots",
    "attachment",
    "asset",
    "redirect",
    "soft-404",
    "stub",
    "error",
    "unreadable",
    "poisoned",
]
"""What a capture was read as. `stub` is a script that sets a cookie and reloads; `poisoned` killed its reader twice."""

Precision = Literal["second", "minute", "day", "month", "year"]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an exchange has no response: a reason for programs and the system's own words for people."""

    reason: FailureReason
    detail: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP request and what came back, exactly as they were on the wire.

    `response` is a seekable binary file of the response from the status line to the last byte received, interim
    1xx responses left out; small ones live in memory, large ones on disk. It is None when `failure` says why.
    """

    url: str
    started: str
    request: bytes
    response: IO[bytes] | None
    duration_ms: int = 0
    ip: str | None = None
    truncated: Truncation | None = None
    failure: Failure | None = None
    tls_unverified: str | None = None
    redacted: tuple[str, ...] = ()
    interim: bytes = b""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies: file relative to the home, offset and length in bytes of its gzip member."""

    warc_file: str
    warc_offset: int
    warc_length: int


@dataclass(frozen=True, slots=True)
class Capture:
    """One row of the catalog's `capture` table: an exchange that is durable in a WARC file.

    `id` is the id of the record that is indexed: the response or revisit, or for a failure its metadata record.
    """

    id: str
    agency: str
    crawl: str
    url: str
    captured: str
    kind: Literal["response", "revisit", "failure"]
    place: Place
    status: int | None = None
    mime: str | None = None
    payload_digest: str | None = None
    payload_size: int | None = None
    redirect: str | None = None
    truncated: Truncation | None = None
    failure: Failure | None = None
    tls_unverified: str | None = None
    refers_to: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A record that is no exchange: a crawl's begin (`warcinfo`) or report, URLs known but not archived, rulings, …

    `crawl` is the id of the warcinfo record under which the note was written.
    """

    id: str
    agency: str
    crawl: str
    kind: Literal["crawl", "session", "crawl-report", "agency-file", "urls", "correction", "withholding", "import"]
    noted: str
    content: Mapping[str, Any]
    place: Place


@dataclass(frozen=True, slots=True)
class Published:
    """A publication date as precise as its evidence: `2020-02-13T14:05:00+07:00`, `2020-02-13`, `2020-02`, `2020`.

    `text` is the string it was read from, `where` says where that stood (`meta article:published_time`,
    `json-ld datePublished`, `visible .entry-date`, `dateline`, `url`, `feed pubDate`, …).
    """

    value: str
    precision: Precision
    text: str
    where: str
    inferred_year: bool = False


@dataclass(frozen=True, slots=True)
class Stamp:
    """A line that tells a page's date and may be its site's: where it stands (`body/div.top`), and its words.

    `otherwise` is what the date is without it.
    """

    path: str
    text: str
    otherwise: Published | None


@dataclass(frozen=True, slots=True)
class Heading:
    """What may be a page's title; `marked` says that the page's head or markup says so, and not only its place."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, caption, list item or table row of a text, and its place in the DOM (`body/div.x/p`)."""

    text: str
    path: str
    kind: Literal["paragraph", "heading", "caption", "item", "row", "lede", "quote"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Link:
    """A URL found in an exchange. `url` is absolute and as the server wrote it; `kind` says how it was found.

    `depth_cost` is 0 for what the site itself announces as content (feed, sitemap, API), for the next page of a
    listing, and for files that belong to a page; else 1. Links of lower `priority` are fetched sooner.
    """

    url: str
    kind: Literal[
        "api",
        "feed",
        "sitemap",
        "listing",
        "pagination",
        "page",
        "attachment",
        "asset",
        "canonical",
        "redirect",
    ]
    depth_cost: int = 1
    priority: int = 5


@dataclass(frozen=True, slots=True)
class Hint:
    """What a discovery document says of an article: never evidence alone when the page says otherwise."""

    url: str
    where: Literal["api", "feed", "sitemap"]
    title: str | None = None
    published: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """How many documents a site says it has: `X-WP-Total`, or the entries of one sitemap."""

    where: Literal["api", "sitemap"]
    count: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """A date that a text speaks of, in one of its blocks: `2020-02-13`, with a time, `2020-02`, `2020`, or `A/B`.

    `text` is what it was read from; `inferred_year` says that the year comes from the publication's date.
    """

    block: int
    date: str
    precision: Precision
    inferred_year: bool
    text: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What one capture says when read alone under one version of the rules.

    `raw_text` is kept only where the normal form differs from the text as extracted. `published` is None when
    nothing on the page tells: never an invention. `previous` is the page that this one says to continue (rel=prev);
    `spoken` are the dates its blocks speak of, None where nobody looked. `downloads` are links of the text whose
    addresses do not tell whether documents stand there; the answers of those that were asked tell `settle`. `stamps`
    are the lines that the date was read from, in turn, as long as only other pages can tell that they are no site's;
    `headings` what the title is, in turn, if it turns out to be that of many pages.
    """

    capture: str
    rules: str
    outcome: Outcome
    reason: str
    title: str | None = None
    blocks: tuple[Block, ...] = ()
    author: str | None = None
    credited_source: str | None = None
    section: str | None = None
    published: Published | None = None
    modified: str | None = None
    canonical: str | None = None
    lang: str | None = None
    encoding: str | None = None
    encoding_evidence: Mapping[str, Any] = field(default_factory=dict)
    raw_text: str | None = None
    attachments: tuple[str, ...] = ()
    hints: tuple[Hint, ...] = ()
    claims: tuple[Claim, ...] = ()
    extractor: str = ""
    previous: str | None = None
    spoken: tuple[Spoken, ...] | None = None
    downloads: tuple[str, ...] = ()
    stamps: tuple[Stamp, ...] = ()
    headings: tuple[Heading, ...] = ()
