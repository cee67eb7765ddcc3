"""What a crawl would fetch first, found without fetching and without changing anything."""

from archive import clock
from archive.home import Home
from archive.urls import fetch_key
from crawlers.frontier_tables import due_urls
from pipelines.agency import Agency
from pipelines.discovery import seeds


def first_urls(home: Home, agency: Agency, limit: int = 20) -> list[str]:
    """The URLs that the agency's next crawl would begin with, the most urgent first; at most `limit`."""
    now = clock.now().timestamp()
    path = home.frontier_of(agency.slug)
    waiting = due_urls(path, now, limit) if path.exists() else []
    begun = [fetch_key(link.url) for link in seeds(agency)]
    return list(dict.fromkeys([*begun, *waiting]))[:limit]
