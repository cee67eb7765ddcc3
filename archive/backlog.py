"""Captures that are still to be read, and how often that was tried."""

import sqlite3

from archive import rows
from archive.model import Capture

ATTEMPTS = 20
"""How often a capture is handed to a reader that never answers, the whole program ending with it, before it is left.

High, since whoever kills a program ten times in a row hits the same pages in flight; a page that stops its reader
while the program lives is found out by the reading pool at the second time.
"""

COUNT_ATTEMPT = """INSERT INTO attempt (capture, rules, count) VALUES (?, ?, 1)
    ON CONFLICT (capture, rules) DO UPDATE SET count = count + 1 RETURNING count"""
_UNREAD = f"""agency = :agency AND kind = 'response'
      AND NOT EXISTS (SELECT 1 FROM reading r WHERE r.capture = capture.id AND r.rules = :rules)
      AND NOT EXISTS (SELECT 1 FROM attempt t
                      WHERE t.capture = capture.id AND t.rules = :rules AND t.count >= {ATTEMPTS})"""
_NEVER_READ = f"""SELECT {rows.CAPTURE_COLUMNS} FROM capture WHERE id IN (
        SELECT capture FROM unread WHERE agency = :agency AND (captured, capture) > (:captured, :id)
            AND NOT EXISTS (SELECT 1 FROM attempt t WHERE t.capture = unread.capture AND t.count >= {ATTEMPTS})
        ORDER BY captured, capture LIMIT :limit)
    ORDER BY captured, id"""
_BEHIND = f"""SELECT {rows.CAPTURE_COLUMNS} FROM capture INDEXED BY capture_place
    WHERE {_UNREAD} AND (warc_file, warc_offset) > (:file, :offset) ORDER BY warc_file, warc_offset LIMIT :limit"""

# Attempts that wait for their reading are few: CROSS has SQLite begin with them.
_GIVEN_UP = """SELECT t.capture FROM attempt t CROSS JOIN capture c ON c.id = t.capture
    WHERE c.agency = ? AND t.rules = ? AND t.count >= ?"""


def unread(connection: sqlite3.Connection, agency: str, limit: int, after: tuple[str, str] = ("", "")) -> list[Capture]:
    """Responses without any reading, tried less than ATTEMPTS times, in order of (captured, id).

    They are what a crawl that was killed left. `after` is the (captured, id) of the last one already taken.
    """
    row = {"agency": agency, "limit": limit, "captured": after[0], "id": after[1]}
    return [rows.capture_of(found) for found in connection.execute(_NEVER_READ, row)]


def count_unread(connection: sqlite3.Connection, agency: str, rules: str) -> int:
    """How many captures have no reading under these rules, and were tried less than ATTEMPTS times."""
    row = {"agency": agency, "rules": rules}
    return int(connection.execute(f"SELECT count(*) FROM capture WHERE {_UNREAD}", row).fetchone()[0])


def given_up(connection: sqlite3.Connection, agency: str, rules: str) -> list[str]:
    """The captures that `unread` passes over because no reader ever answered."""
    return [one for (one,) in connection.execute(_GIVEN_UP, (agency, rules, ATTEMPTS))]


def unread_behind(
    connection: sqlite3.Connection, agency: str, rules: str, limit: int, place: tuple[str, int]
) -> list[Capture]:
    """Responses without a reading under these rules, tried less than ATTEMPTS times, behind a place (file, offset).

    An index leads there: so a whole archive is read, some captures at a time, in a time linear in its size.
    """
    row = {"agency": agency, "rules": rules, "limit": limit, "file": place[0], "offset": place[1]}
    return [rows.capture_of(found) for found in connection.execute(_BEHIND, row)]


def tells(capture: Capture) -> bool:
    """Whether a capture says something of its URL without a reading."""
    return capture.kind != "response" or capture.status != 200
