"""Readings laid over those of the catalog for a while, seen by one connection only and kept nowhere."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from archive.rows import json_of
from archive.written import ADD_READING

# A temporary table hides the one of the same name in the catalog, and also a read-only connection may have one.
_COVER = """CREATE TEMP TABLE reading AS SELECT r.* FROM main.reading r
    WHERE r.capture IN (SELECT CASE c.kind WHEN 'revisit' THEN c.refers_to ELSE c.id END
                        FROM main.capture c JOIN json_each(:urls) u ON u.value = c.url WHERE c.agency = :agency)"""


@contextmanager
def overlaid(
    connection: sqlite3.Connection, agency: str, urls: Iterable[str], readings: Sequence[tuple[Any, ...]]
) -> Iterator[None]:
    """Inside, `reading` holds what the captures of these URLs were read as, `readings` (rows) in place of the kept.

    Readings of other URLs are not there.
    """
    connection.execute(_COVER, {"agency": agency, "urls": json_of(sorted(urls))})
    try:
        connection.execute("CREATE UNIQUE INDEX temp.overlaid ON reading (capture)")
        connection.executemany(ADD_READING, readings)
        yield
    finally:
        connection.execute("DROP TABLE temp.reading")
