"""What a crawl would fetch first, found without fetching and without changing anything."""

from pathlib import Path

from archive import clock
from archive.home import Home
from archive.opening import reading
from archive.urls import fetch_key
from crawlers.frontier.polls import SOON
from crawlers.schedule import ADAPTIVE
from pipelines.agency import Agency
from pipelines.discovery.seeds import seeds

_DUE = f"""SELECT url FROM url WHERE due <= :now OR revisit <= :now OR id IN (SELECT id FROM ({SOON}) WHERE at <= :now)
    ORDER BY priority, due LIMIT :limit"""


def due_urls(home: Home, agency: Agency, limit: int = 20) -> list[str]:
    """The URLs that `crawl --due` would begin with, the most urgent first; at most `limit`."""
    path = home.frontier_of(agency.slug)
    if agency.schedule != ADAPTIVE or not path.exists():
        return first_urls(home, agency, limit)
    return _due(path, clock.now().timestamp(), limit)


def first_urls(home: Home, agency: Agency, limit: int = 20) -> list[str]:
    """The URLs that the agency's next crawl would begin with, the most urgent first; at most `limit`."""
    path = home.frontier_of(agency.slug)
    waiting = _due(path, clock.now().timestamp(), limit) if path.exists() else []
    begun = [fetch_key(link.url) for link in seeds(agency)]
    return list(dict.fromkeys([*begun, *waiting]))[:limit]


def _due(path: Path, now: float, limit: int) -> list[str]:
    with reading(path) as connection:
        return [url for (url,) in connection.execute(_DUE, {"now": now, "limit": limit})]
