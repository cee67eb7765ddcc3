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
UNREAD = f"""agency = :agency AND kind = 'response'
      AND NOT EXISTS (SELECT 1 FROM reading r WHERE r.capture = capture.id AND r.rules = :rules)
      AND NOT EXISTS (SELECT 1 FROM attempt t
                      WHERE t.capture = capture.id AND t.rules = :rules AND t.count >= {ATTEMPTS})"""
NEVER_READ = f"""SELECT {rows.CAPTURE_COLUMNS} FROM capture WHERE id IN (
        SELECT capture FROM unread WHERE agency = :agency AND (captured, capture) > (:captured, :id)
            AND NOT EXISTS (SELECT 1 FROM attempt t WHERE t.capture = unread.capture AND t.count >= {ATTEMPTS})
        ORDER BY captured, capture LIMIT :limit)
    ORDER BY captured, id"""
_BEHIND = f"""SELECT {rows.CAPTURE_COLUMNS} FROM capture INDEXED BY capture_place
    WHERE {UNREAD} AND (warc_file, warc_offset) > (:file, :offset) ORDER BY warc_file, warc_offset LIMIT :limit"""


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
