"""What the archive holds of an agency from before: earlier answers to a URL, and the robots.txt that still hold."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from archive import clock
from archive.catalog import Catalog
from archive.damage import Damage
from archive.errors import RecordError
from archive.model import Capture, Exchange
from archive.record import read_exchange
from archive.urls import fetch_key
from crawlers.frontier.tables import Lease


class Earlier:
    """The captures of one agency, as a crawl asks for them."""

    def __init__(self, catalog: Catalog, agency: str, root: Path, damage: Damage) -> None:
        self._catalog = catalog
        self._agency = agency
        self._root = root
        self._damage = damage

    def original(self, lease: Lease) -> Capture | None:
        """The response that stands behind the last capture of a URL; after an error, the one from before.

        Of a capture that the frontier knows nothing of, since it was lost or its last moments were, the catalog does.
        """
        last = self._catalog.capture(lease.capture) if lease.capture else None
        if last and last.status == 200 and last.kind == "response":
            return last
        if last and last.refers_to:
            return self._catalog.capture(last.refers_to)
        return self._catalog.last_response(self._agency, lease.url)

    def captured(self, url: str, since: str) -> tuple[str, str] | None:
        """Id and time of a capture of the URL made at or after the instant `since`."""
        found = self._catalog.captured_since(self._agency, url, since)
        return (found.id, found.captured) if found else None

    def redirected(self, url: str, since: str) -> bool:
        """Whether the URL was asked for since that instant, and led elsewhere."""
        last = self._catalog.captured_since(self._agency, fetch_key(url), since)
        return last is not None and last.redirect is not None

    def answers(self, captures: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Exchange, float]]:
        """The answers to URLs by the ids of their captures, each with its URL and unix time; damaged ones apart.

        Of one that came again unchanged it is the one that it repeats, at the time when it was last given.
        """
        for url, capture_id in captures:
            last = self._catalog.capture(capture_id)
            whole = self._catalog.capture(last.refers_to) if last and last.refers_to else last
            if last is None or whole is None:
                continue
            if exchange := self.exchange(whole):
                yield url, exchange, clock.parse(last.captured).timestamp()

    def exchange(self, capture: Capture) -> Exchange | None:
        """What a capture brought, read back from its record; None where that cannot be read, which is told."""
        try:
            return read_exchange(self._root, capture.place)
        except (RecordError, OSError) as error:
            self._damage.met(f"{capture.url} is asked anew: {error}")
            return None
