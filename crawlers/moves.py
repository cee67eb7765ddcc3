"""A host that has moved: most of its pages lead to another one. One finding, instead of a thousand missing articles."""

from collections import Counter
from collections.abc import Iterable

from archive.catalog import Catalog
from pipelines.agency import Agency
from pipelines.settling.sights import bare_host

_LEAST = 3
_PAGES = """SELECT url, redirect FROM capture WHERE crawl = ? AND kind <> 'failure'
    AND (redirect IS NOT NULL OR mime IN ('text/html', 'application/xhtml+xml')) AND url NOT LIKE '%/robots.txt'"""


def moved_hosts(pages: Iterable[tuple[str, str | None]]) -> list[tuple[str, str, int, int]]:
    """Hosts of which at least half of the pages, and three, redirect to one other: from, to, how many, of how many."""
    totals: Counter[str] = Counter()
    onward: Counter[tuple[str, str]] = Counter()
    for url, redirect in set(pages):
        totals[bare_host(url)] += 1
        if redirect and bare_host(redirect) != bare_host(url):
            onward[bare_host(url), bare_host(redirect)] += 1
    return [
        (old, new, count, totals[old])
        for (old, new), count in sorted(onward.items())
        if count >= _LEAST and count * 2 >= totals[old]
    ]


def moves(catalog: Catalog, agency: Agency, crawl: str) -> list[str]:
    """What a crawl found of hosts that moved to one that the agency's file does not name; a sentence each."""
    own = {bare_host(agency.url), *(host.name.removeprefix("www.") for host in agency.hosts)}
    return [
        f"{old} has moved to {new}: {count} of {total} pages redirect there; look at it, then name it under `hosts`"
        f" in the agency's file ({agency.slug}.toml)"
        for old, new, count, total in moved_hosts(catalog.connection.execute(_PAGES, (crawl,)))
        if old in own and new not in own
    ]
