"""Which captures leave the archive: those of an agency, of a period, of articles that a query finds.

What is withheld does not leave.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from archive.catalog import Catalog
from archive.errors import UsageError
from archive.model import Capture
from archive.rows import CAPTURE_COLUMNS, capture_of

_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
CHOSEN = """kind <> 'failure' AND (:agency IS NULL OR agency = :agency)
    AND (:since IS NULL OR captured >= :since)
    AND (:until IS NULL OR substr(captured, 1, length(:until)) <= :until)
    AND (agency, url) NOT IN (SELECT agency, url FROM withheld)
    AND NOT EXISTS (SELECT 1 FROM capture o JOIN withheld w ON w.agency = o.agency AND w.url = o.url
                    WHERE o.id = capture.refers_to)"""


@dataclass(frozen=True, slots=True)
class Selection:
    """Captures with a response, of one agency or all, made from one day (month, year) to another, UTC, inclusive.

    Raises UsageError for what is no day, and for a period that ends before it begins.
    """

    agency: str | None = None
    since: str | None = None
    until: str | None = None

    def __post_init__(self) -> None:
        check_period(self.since, self.until)

    @property
    def parameters(self) -> dict[str, str | None]:
        """The values that CHOSEN asks for by name."""
        return {"agency": self.agency, "since": self.since, "until": self.until}


def check_period(since: str | None, until: str | None) -> None:
    """Raises UsageError for what is no day, month or year, and for a period that ends before it begins."""
    first, last = checked_day(since), checked_day(until)
    if first and last and first[: len(last)] > last:
        raise UsageError(f"--since {first} lies behind --until {last}: no day is in both")


def checked_day(text: str | None) -> str | None:
    """A day, month or year as a person types it, or None. Raises UsageError for what is none or does not exist."""
    if text is None:
        return None
    try:
        if not _DAY.fullmatch(text):
            raise ValueError("another form")
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError as error:
        raise UsageError(f"{text!r} is no day: write 2020-02-13, 2020-02 or 2020 ({error})") from error
    return text


def captures_of(catalog: Catalog, selection: Selection) -> Iterator[Capture]:
    """The captures selected, in the order in which they lie in the WARC files; failures are none of them."""
    query = f"SELECT {CAPTURE_COLUMNS} FROM capture WHERE {CHOSEN} ORDER BY warc_file, warc_offset"
    return map(capture_of, catalog.connection.execute(query, selection.parameters))


def sorted_on_disk(lines: Iterable[str]) -> Iterator[str]:
    """The lines in the order of their UTF-8 bytes, as `LC_ALL=C sort` gives them; memory holds a few megabytes only.

    All lines are taken before this returns.
    """
    # A database without a name is SQLite's own: it spills to a temporary file, which goes with the connection.
    desk = sqlite3.connect("")
    desk.execute("CREATE TABLE line (text TEXT NOT NULL)")
    desk.executemany("INSERT INTO line VALUES (?)", ((line,) for line in lines))
    return _drained(desk)


def _drained(desk: sqlite3.Connection) -> Iterator[str]:
    try:
        for (line,) in desk.execute("SELECT text FROM line ORDER BY text"):
            yield line
    finally:
        desk.close()
