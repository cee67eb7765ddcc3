"""Which rules of reading this program has. Alone, so that who only asks need not load what reads."""

import hashlib
from functools import lru_cache

from pipelines.agency import Agency

RULES = "2026.11.25"
"""Version of the rules of reading; it changes whenever the same bytes could read differently."""


@lru_cache(maxsize=64)
def rules_for(agency: Agency | None, version: str = RULES) -> str:
    """What names the rules by which an agency's pages are read: the version, and a digest of what its file adds.

    Equal for two files that read every page alike; a delay or a budget is not among what is digested.
    """
    if agency is None:
        return version
    ways = agency.discovery
    # Whose URLs are its own, which are articles, feeds, sitemaps, refused or not kept; and where texts stand.
    said = (agency.url, agency.hosts, agency.article, agency.exclude, agency.keep, ways.feeds, ways.sitemaps)
    digest = hashlib.blake2b(repr((said, agency.layouts)).encode(), digest_size=8).hexdigest()
    return f"{version}+{digest}"
