"""What discovery finds in one document, and how it is gathered."""

from dataclasses import dataclass, field

from archive.model import Claim, Hint, Link
from archive.urls import resolve
from pipelines.discovery.scope import LAST, Scope

ANNOUNCED = 2
"""Priority of what a site itself announces as an article."""


@dataclass(frozen=True, slots=True)
class Discovered:
    """Links worth following, each once; what the site says of its articles; and what was not followed, with why.

    `refused` holds (URL, reason) pairs, `remarks` sentences for a person: a sitemap cut at its limit, broken XML.
    """

    links: tuple[Link, ...] = ()
    hints: tuple[Hint, ...] = ()
    claims: tuple[Claim, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()


NOTHING = Discovered()


@dataclass(slots=True)
class Gathering:
    """Collects what one document says, for documents in which a site announces its content."""

    scope: Scope
    base: str
    links: dict[str, Link] = field(default_factory=dict)
    hints: list[Hint] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def announce(self, href: str) -> str | None:
        """Take a link to content, whose kind its URL tells; the absolute URL, or None when it is not followed."""
        url = self._accepted(href)
        if url is None:
            return None
        kind, priority = self.scope.classify(url)
        announced = kind == "page" and priority < LAST
        self.links.setdefault(url, Link(url, kind, 0, min(priority, ANNOUNCED) if announced else priority))
        return url

    def follow(self, href: str, link: Link) -> None:
        """Take a link of known kind; `link` is its pattern, the URL comes from `href`."""
        if url := self._accepted(href):
            self.links.setdefault(url, Link(url, link.kind, link.depth_cost, link.priority))

    def discovered(self) -> Discovered:
        """All that was gathered."""
        return Discovered(
            tuple(self.links.values()),
            tuple(self.hints),
            tuple(self.claims),
            tuple(self.refused.items()),
            tuple(self.remarks),
        )

    def _accepted(self, href: str) -> str | None:
        url = resolve(self.base, href)
        if url is None:
            return None
        if refusal := self.scope.refusal(url):
            self.refused[url] = refusal
            return None
        return url
