"""An agency's file as it was used: kept as a note when it differs, and named by every crawl that used it."""

import sqlite3

KIND = "agency-file"
FIELD = "agency-file"
"""The field of a crawl's `warcinfo` that holds the digest of the file's text."""

_RECORDED = """SELECT 1 FROM note WHERE kind = :kind AND agency = :agency AND noted >= :since
    AND content ->> '$.digest' = :digest LIMIT 1"""
_LAST_CRAWL = f"""SELECT content ->> '$."{FIELD}"' FROM note WHERE kind = 'crawl' AND agency = ?
    ORDER BY noted DESC, id DESC LIMIT 1"""
_NEWEST = """SELECT content ->> '$.text' FROM note WHERE kind = :kind AND agency = :agency
    ORDER BY content ->> '$.digest' IS :digest DESC, noted DESC, id DESC LIMIT 1"""


def is_recorded(connection: sqlite3.Connection, agency: str, name: str, month: str) -> bool:
    """Whether a file was noted in a month (`2026-11`), whose WARC files can then be read without older ones."""
    row = {"kind": KIND, "agency": agency, "since": month, "digest": name}
    return connection.execute(_RECORDED, row).fetchone() is not None


def file_in_force(connection: sqlite3.Connection, agency: str) -> str | None:
    """The text of an agency's file as its last crawl used it; of a crawl that names none, the newest that was noted."""
    crawl = connection.execute(_LAST_CRAWL, (agency,)).fetchone()
    row = {"kind": KIND, "agency": agency, "digest": crawl[0] if crawl else None}
    found = connection.execute(_NEWEST, row).fetchone()
    return str(found[0]) if found else None
