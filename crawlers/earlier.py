"""What the archive holds of an agency from before: earlier answers to a URL, and the robots.txt that still hold."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

from archive import clock
from archive.catalog import Catalog
from archive.damage import Damage
from archive.errors import RecordError
from archive.model import Capture, Exchange
from archive.record import read_exchange
from archive.urls import fetch_key
from crawlers.frontier.tables import Lease

_LONG = timedelta(days=30)
_SAME_SINCE = """SELECT min(captured) FROM capture WHERE agency = ?1 AND url = ?2 AND payload_digest = ?3 AND captured >
    (SELECT coalesce(max(captured), '') FROM capture
     WHERE agency = ?1 AND url = ?2 AND payload_digest <> ?3 AND status = 200)"""


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

    def status(self, capture: Capture) -> int | None:
        """What the URL of a capture gave or was denied with before it; None where it never was.

        That it was gone for a time, or to be asked for later, says nothing of either.
        """
        query = """SELECT status FROM capture WHERE agency = ? AND url = ? AND captured < ?
            AND status < 500 AND status NOT IN (404, 408, 410, 425, 429) ORDER BY captured DESC LIMIT 1"""
        one = (capture.agency, capture.url, capture.captured)
        row = self._catalog.connection.execute(query, one).fetchone()
        return row[0] if row else None

    def has_no_end(self, robots: Capture) -> bool:
        """Whether a robots.txt came so at each asking for thirty days, byte for byte, though it should break off.

        After so long RFC 9309 lets a crawler take one that is not had for one that is missing, which allows all; we
        keep to the rules that came.
        """
        if robots.truncated not in (None, "disconnect"):
            return False
        one = (robots.agency, robots.url, robots.payload_digest)
        (since,) = self._catalog.connection.execute(_SAME_SINCE, one).fetchone()
        return since is not None and clock.parse(robots.captured) - clock.parse(since) >= _LONG

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
