"""Looks at a site with a few polite requests: which ways lead to its articles, and what five of them read as."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.errors import TooLargeError
from archive.http1 import decoded
from archive.model import Exchange, Hint, Link, Reading
from archive.orthography import normal_form
from archive.urls import fetch_key, host_of, resolve
from crawlers.capture_once import AskedToWaitError, Fetch, RobotsRefusedError
from crawlers.front_door import Visit, enter
from crawlers.marks import system_of
from pipelines.agency import Agency
from pipelines.decode import decode
from pipelines.discovery.discover import discover
from pipelines.discovery.found import NOTHING, Discovered
from pipelines.discovery.listings import is_listing
from pipelines.discovery.scope import scope_of
from pipelines.discovery.seeds import seeds
from pipelines.reading.extract import parse_html
from pipelines.reading.metadata import Metadata, metadata_of
from pipelines.reading.page import read_page

_SAMPLES = 5
_MOST_SITEMAPS = 3
_MOST_SECTIONS = 6
_FEWEST_IN_LISTING = 5
_MOST_LOOKED_AT = 15
_TRIED_OF_A_SECTION = 2
_NUMBERED = re.compile(r"\d")
_SEQUENCE = re.compile(rb"\x1b\[[0-9;?]*[ -/]*[@-~]")  # an order to a terminal, as a whole
_LONGEST_NAME = 200
_LONGEST_PAGE = 8 * 1024 * 1024


@dataclass(slots=True)
class Findings:
    """What a probe saw. `ways` has a sentence for each way of discovery that was tried, whether it leads anywhere."""

    agency: Agency
    title: str = ""
    system: str | None = None
    ways: dict[str, str] = field(default_factory=dict)
    listings: dict[str, str] = field(default_factory=dict)
    samples: list[tuple[str, Reading]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def probe(draft: Agency, visit: Visit) -> Findings:
    """Look at the site of a drafted agency. Raises UsageError when its home page cannot be had at all.

    So it does when the site's host asks for a pause: what it was not asked for, the file would say it has not.
    """
    with enter(draft, visit) as (agency, fetch, home, remarks):
        findings = Findings(agency, remarks=remarks)
        _Probe(findings, fetch).run(home)
    return findings


class _Probe:
    """One look at one site: the requests of a crawl's beginning, each at most once."""

    def __init__(self, findings: Findings, fetch: Fetch) -> None:
        self.findings = findings
        self.agency = findings.agency
        self.scope = scope_of(findings.agency, None)
        self._fetch = fetch
        self._seen: set[str] = set()
        self._hints: dict[str, Hint] = {}
        self._articles: dict[str, None] = {}
        self._read: dict[str, Reading] = {}
        self._sections: dict[str, Discovered] = {}

    def run(self, home: Exchange) -> None:
        self._seen.add(fetch_key(home.url))
        page = _body(home)
        self.findings.system = system_of(page)
        self.findings.title = _site_name(page, home.url)
        start = discover(home, self.agency)
        self._api([*_of_kind(start.links, "api"), *_of_kind(seeds(self.agency), "api")])
        self._feeds([*_of_kind(start.links, "feed"), *_of_kind(seeds(self.agency), "feed")])
        self._sitemaps([link.url for link in seeds(self.agency) if link.kind == "sitemap"])
        self._listings(start)
        self._samples(start)

    def _api(self, urls: Iterable[str]) -> None:
        for url in urls:
            found = self._discover(url)
            while not found.hints and (elsewhere := _of_kind(found.links, "api")):
                found = self._discover(elsewhere[0])
            if found.hints:
                total = found.claims[0].count if found.claims else len(found.hints)
                self.findings.ways["wordpress"] = f"REST API, {total} posts"
                self._take(found)
                return
        self.findings.ways["wordpress"] = "no REST API"

    def _feeds(self, urls: Iterable[str]) -> None:
        read = {url: found for url in urls if (found := self._discover(url)).hints}
        for found in read.values():
            self._take(found)
        told = ", ".join(f"{url} ({len(found.hints)} items)" for url, found in read.items())
        self.findings.ways["feeds"] = told or "no feed"

    def _sitemaps(self, urls: list[str]) -> None:
        """Follow indexes into their first few sitemaps only: enough to know that they lead to pages."""
        pages, read = 0, 0
        while urls and read < _MOST_SITEMAPS + len(seeds(self.agency)):
            found = self._discover(urls.pop(0))
            read += bool(found.links)
            urls += _of_kind(found.links, "sitemap")[:_MOST_SITEMAPS]
            pages += sum(claim.count for claim in found.claims)
            self._take(found)
        self.findings.ways["sitemaps"] = f"{pages} pages in the sitemaps looked at" if pages else "no sitemap"

    def _listings(self, start: Discovered) -> None:
        """Sections in the home page's menu that list articles; where REST or sitemap work, two are enough to know."""
        sections = _of_kind(start.links, "listing") + [
            link.url for link in start.links if link.kind == "page" and link.priority == 5
        ]
        known = bool(self._articles)
        for url in sections[: 3 if known else _MOST_SECTIONS]:
            exchange = self._get(url)
            if exchange is None:
                continue
            self._sections[url] = found = discover(exchange, self.agency)
            self._read[url] = read_page(exchange, self.agency)
            articles = [link.url for link in found.links if link.kind == "page" and link.priority <= 3]
            if len(articles) >= _FEWEST_IN_LISTING or (_of_kind(found.links, "pagination") and articles):
                self._list(url, articles)
        self._tell_listings()

    def _tell_listings(self) -> None:
        count = len(self.findings.listings)
        told = "1 section of the menu lists" if count == 1 else f"{count or 'no'} sections of the menu list"
        self.findings.ways["listings"] = f"{told} articles"

    def _list(self, url: str, articles: list[str]) -> None:
        pages = _of_kind(self._sections[url].links, "pagination")
        self.findings.listings[url] = f"{len(articles)} links, next pages like {pages[0]}" if pages else ""
        self._articles.update(dict.fromkeys(articles))

    def _samples(self, start: Discovered) -> None:
        home = fetch_key(self.agency.url)
        chosen = [url for url in self._articles if fetch_key(url) != home and not is_listing(url, self.scope)]
        self.findings.samples = [sample for url in chosen[:_SAMPLES] if (sample := self._sample(url))]
        if not self.findings.samples:
            self._look_into_sections(start)
        if not self.findings.samples:
            self._look_around(start)

    def _look_into_sections(self, start: Discovered) -> None:
        """Read what only a section links to, where headlines in URLs are as short as sections: `/tin/bai-so-7.html`."""
        common = {link.url for link in start.links}
        for section, found in self._sections.items():
            own = [link.url for link in found.links if link.kind == "page" and link.url not in common]
            if not self._is_article(own[:_TRIED_OF_A_SECTION]):
                continue
            self._list(section, own)
            for url in own[:_MOST_LOOKED_AT]:
                if len(self.findings.samples) < _SAMPLES and self._is_article([url]):
                    self.findings.samples.append((url, self._read[url]))
        self._tell_listings()

    def _is_article(self, urls: Iterable[str]) -> bool:
        return any(sample[1].outcome == "article" for url in urls if (sample := self._sample(url)))

    def _look_around(self, start: Discovered) -> None:
        """Read what the home page links to, ids first, where nothing tells articles from sections: `/?p=12`."""
        pages = [link.url for link in start.links if link.kind == "page" and link.depth_cost]
        by_id = sorted(pages, key=lambda url: _NUMBERED.search(url) is None)
        for url in by_id[:_MOST_LOOKED_AT]:
            if self._is_article([url]):
                self.findings.samples.append((url, self._read[url]))
            if len(self.findings.samples) == _SAMPLES:
                break
        if self.findings.samples:
            self.findings.listings.setdefault(self.agency.url, "the home page itself")
            self.findings.ways["listings"] = "the home page lists articles"

    def _sample(self, url: str) -> tuple[str, Reading] | None:
        if url not in self._read and (exchange := self._get(url)):
            hint = self._hints.get(url)
            self._read[url] = read_page(exchange, self.agency, [hint] if hint else [])
        return (url, self._read[url]) if url in self._read else None

    def _take(self, found: Discovered) -> None:
        for hint in found.hints:
            self._hints.setdefault(hint.url, hint)
        self._articles.update(dict.fromkeys(hint.url for hint in found.hints))

    def _discover(self, url: str) -> Discovered:
        exchange = self._get(url)
        if exchange is None:
            return NOTHING
        found = discover(exchange, self.agency)
        if exchange.response:
            exchange.response.close()
        return found

    def _get(self, url: str) -> Exchange | None:
        """Fetch a URL unless it was fetched before; what robots.txt forbids, or another host puts off, is remarked."""
        key = fetch_key(resolve(self.agency.url, url) or url)
        if key in self._seen:
            return None
        self._seen.add(key)
        try:
            return self._fetch(key)
        except AskedToWaitError as error:
            if error.host == host_of(self.agency.url):
                raise
            told = str(error)
        except RobotsRefusedError as error:
            told = str(error)
        if told not in self.findings.remarks:
            self.findings.remarks.append(told)
        return None


def _of_kind(links: Iterable[Link], kind: str) -> list[str]:
    return [link.url for link in links if link.kind == kind]


def _site_name(page: bytes, url: str) -> str:
    """What the site calls itself: og:site_name, else the home page's title. Empty when it does not say."""
    root = parse_html(_SEQUENCE.sub(b"", decode(page).spelt))
    metadata = metadata_of(root, url) if root is not None else Metadata()
    parts = re.split(r"\s+[–|-]\s+", metadata.head_title or "")
    name = metadata.site or (parts[0] if len(set(parts)) == 1 else metadata.head_title)
    return normal_form(name)[:_LONGEST_NAME].strip()


def _body(exchange: Exchange) -> bytes:
    if exchange.response is None:
        return b""
    try:
        return decoded(exchange.response, _LONGEST_PAGE)
    except TooLargeError:
        return b""
