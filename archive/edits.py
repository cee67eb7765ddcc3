"""The edits of articles as rows."""

import sqlite3
from collections.abc import Sequence

from archive.settled import Edit


def edits_of(connection: sqlite3.Connection, agency: str, url: str) -> tuple[Edit, ...]:
    """The edits of an article as stored, in order of time."""
    query = "SELECT changed, kind, before, after FROM edit WHERE agency = ? AND url = ? ORDER BY position"
    return tuple(Edit(*row) for row in connection.execute(query, (agency, url)))


def put_edits(connection: sqlite3.Connection, agency: str, url: str, edits: Sequence[Edit]) -> None:
    """Keep the edits of an article, and no others of it; without any, forget those that it had."""
    if edits_of(connection, agency, url) == tuple(edits):
        return
    connection.execute("DELETE FROM edit WHERE agency = ? AND url = ?", (agency, url))
    connection.executemany(
        "INSERT INTO edit (agency, url, position, changed, kind, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [(agency, url, position, one.changed, one.kind, one.before, one.after) for position, one in enumerate(edits)],
    )
