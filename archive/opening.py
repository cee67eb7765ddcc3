"""How the SQLite files of a home are opened: written by several processes, read from a read-only disk too."""

import os
import sqlite3
from pathlib import Path

from archive.errors import ArchiveError

_BUSY_MS = 60_000


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """A connection in one of SQLite's modes (`rwc`, `ro`); it waits for other writers, and begins no transaction."""
    # isolation_level None: the module's own idea of transactions is off, ours are explicit.
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=_BUSY_MS / 1000, isolation_level=None
    )
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def connect_reading(path: Path) -> sqlite3.Connection:
    """A connection that only reads. Raises ArchiveError for a file that was made read-only while it was written to."""
    return connect(path, _reading_mode(path))


def _reading_mode(path: Path) -> str:
    """SQLite wants to write beside a file in WAL mode even to read it, unless told that nobody can change it."""
    if not os.statvfs(path).f_flag & os.ST_RDONLY:
        return "ro"
    wal = path.with_name(path.name + "-wal")
    if wal.exists() and wal.stat().st_size:
        raise ArchiveError(
            f"{path} was put on a read-only disk while it was written to: end all crawls first, or, for a catalog, use "
            "`luuchieu snapshot`"
        )
    return "ro&immutable=1"
