"""The frontier's file: its tables, and the two things that are read out of them."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from archive.errors import ArchiveError, DiskError
from archive.remedy import remedy
from crawlers.frontier.admission import DISCOVERY

_VERSION = 1
_STATES = ("pending", "leased", "captured", "expanded", "failed", "refused")


def _one_of(column: str, values: Sequence[str]) -> str:
    """SQL for `column IN values`, which SQLite would make a table in memory for, at every row that is changed."""
    return "(" + " OR ".join(f"{column} = '{value}'" for value in values) + ")"


ANNOUNCES = f"(seed = 1 OR {_one_of('kind', DISCOVERY)})"
"""Which rows of `url` are documents that announce articles."""

UNTOLD = "archived = 0 AND (state = 'pending' OR reported IS NOT state || ':' || coalesce(reason, ''))"
"""Which rows of `url` a crawl's end may have to tell of: why a pending one waits, a hold, is no part of its row."""

UNREFUSED = """state = CASE state WHEN 'refused' THEN 'pending' ELSE state END,
    reason = CASE state WHEN 'refused' THEN NULL ELSE reason END"""
"""What lets a row of `url` wait again that was refused, and leaves others in their state."""

_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS url (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    host TEXT NOT NULL,
    kind TEXT NOT NULL,
    depth INTEGER NOT NULL,
    priority INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 6),
    seed INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL CHECK {_one_of("state", _STATES)},
    reason TEXT,
    due REAL,
    revisit REAL,
    leased TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    etag TEXT,
    last_modified TEXT,
    capture TEXT,
    captured TEXT,
    first_captured TEXT,
    archived INTEGER NOT NULL DEFAULT 0,
    hint_modified TEXT,
    found_on INTEGER REFERENCES url(id),
    reported TEXT,
    because TEXT,
    absent REAL,
    CHECK (CASE state WHEN 'pending' THEN due IS NOT NULL ELSE due IS NULL OR state IN ('expanded', 'failed') END)
);
CREATE INDEX IF NOT EXISTS waiting ON url (host, priority, due) WHERE due IS NOT NULL;
CREATE INDEX IF NOT EXISTS later ON url (revisit) WHERE revisit IS NOT NULL;
CREATE INDEX IF NOT EXISTS in_flight ON url (state) WHERE state IN ('leased', 'captured');
DROP INDEX IF EXISTS announcing;
CREATE INDEX IF NOT EXISTS announcers ON url (kind, state) WHERE {ANNOUNCES};
CREATE INDEX IF NOT EXISTS robots ON url (url) WHERE kind = 'robots';
CREATE INDEX IF NOT EXISTS refused ON url (reason) WHERE state = 'refused';
CREATE INDEX IF NOT EXISTS untold ON url (id) WHERE {UNTOLD};
CREATE TABLE IF NOT EXISTS pattern (pattern TEXT PRIMARY KEY, urls INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS hold (host TEXT PRIMARY KEY, until REAL NOT NULL, reason TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS crawl (id INTEGER PRIMARY KEY CHECK (id = 1), began TEXT NOT NULL, ended TEXT);
CREATE TABLE IF NOT EXISTS poll (
    id INTEGER PRIMARY KEY REFERENCES url(id), polled REAL NOT NULL, base REAL NOT NULL,
    news REAL NOT NULL, days REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS pace (id INTEGER PRIMARY KEY CHECK (id = 1), pace REAL NOT NULL);
CREATE TABLE IF NOT EXISTS posts (
    id INTEGER PRIMARY KEY REFERENCES url(id), url TEXT NOT NULL UNIQUE, follow_up INTEGER REFERENCES url(id),
    walked REAL NOT NULL, total INTEGER, refused REAL
);
"""
# Counted as they change: a crawl that fetches ten pages does not read through a million rows to say how many there are.
_TALLY = """
CREATE TABLE tally (state TEXT PRIMARY KEY, urls INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO tally SELECT state, count(*) FROM url GROUP BY state;
CREATE TRIGGER url_enters AFTER INSERT ON url BEGIN
    INSERT INTO tally VALUES (new.state, 1) ON CONFLICT DO UPDATE SET urls = urls + 1;
END;
CREATE TRIGGER url_changes AFTER UPDATE OF state ON url WHEN old.state <> new.state BEGIN
    UPDATE tally SET urls = urls - 1 WHERE state = old.state;
    INSERT INTO tally VALUES (new.state, 1) ON CONFLICT DO UPDATE SET urls = urls + 1;
END;
"""
LEASE_QUERY = f"""
SELECT u.id, u.priority, u.url, u.kind, u.depth, u.attempts, p.url, u.etag, u.last_modified, u.capture, u.captured,
    u.first_captured, u.seed = 1 OR {_one_of("u.kind", DISCOVERY)}
FROM url AS u LEFT JOIN url AS p ON p.id = u.found_on
"""


@dataclass(frozen=True, slots=True)
class Lease:
    """A URL to fetch, or with `capture` to expand. `attempts` counts this one; `captured` is its last capture.

    `announces` says that it is asked for as a document that announces articles: a seed is, whatever its kind.
    """

    url: str
    kind: str
    depth: int
    attempts: int
    found_on: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    capture: str | None = None
    captured: str | None = None
    first_captured: str | None = None
    announces: bool = False


def lease_of(row: Sequence[Any], attempts: int = 0) -> Lease:
    """The lease of a row of LEASE_QUERY, with so many attempts more."""
    columns = [*row[2:5], row[5] + attempts, *row[6:-1], bool(row[-1])]
    return Lease(*columns)


class Kept(NamedTuple):
    """Under which record a URL is durable in the archive, when it was fetched, and with which tags to ask again."""

    capture: str
    at: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Unarchived:
    """A URL that is known but not in the archive, and why as far as known."""

    url: str
    kind: str
    state: str
    reason: str | None
    found_on: str | None


def connect(path: Path) -> sqlite3.Connection:
    """Open or create the file in `path`; transactions are begun by hand, memory for its pages is bounded.

    Raises ArchiveError for a file that is no frontier of this version, DiskError when it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    try:
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found not in (0, _VERSION):
            raise sqlite3.DatabaseError(f"its version is {found}, this program's {_VERSION}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        # Nothing here is secret, and Debian's SQLite overwrites freed pages unless told otherwise.
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("PRAGMA cache_size = -16384")
        connection.executescript(f"{_SCHEMA}PRAGMA user_version = {_VERSION};")
        for column in ("because TEXT", "absent REAL"):
            known = "SELECT 1 FROM pragma_table_info('url') WHERE name = ?"
            if not connection.execute(known, column.split()[:1]).fetchone():
                connection.execute(f"ALTER TABLE url ADD COLUMN {column}")
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'tally'").fetchone():
            connection.executescript(f"BEGIN IMMEDIATE; {_TALLY} COMMIT;")
    except sqlite3.OperationalError as error:
        connection.close()
        raise DiskError(
            f"the frontier {path} cannot be opened: {error}; {remedy(error)} and run the same command again"
        ) from error
    except sqlite3.DatabaseError as error:
        connection.close()
        advice = "the archive does not need it: move it away, and the next crawl finds the site's pages again"
        raise ArchiveError(f"{path} cannot be used as a frontier: {error}; {advice}") from error
    return connection
