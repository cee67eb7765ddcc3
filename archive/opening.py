"""How the SQLite files of a home are opened: written by several processes, read from a read-only disk too."""

import errno
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.errors import ArchiveError, DamagedError, DiskError

_BUSY_MS = 60_000
_AGAIN_S = 0.01
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
# What Python and SQLite's JSON find no longer to be what was written has no code of its own.
_NO_TEXT = ("Could not decode to UTF-8", "malformed JSON")


def connect(path: Path, mode: str, factory: type[sqlite3.Connection] = sqlite3.Connection) -> sqlite3.Connection:
    """A connection in one of SQLite's modes (`rwc`, `ro`); it waits for other writers, and begins no transaction."""
    # isolation_level None: the module's own idea of transactions is off, ours are explicit.
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}",
        uri=True,
        timeout=_BUSY_MS / 1000,
        isolation_level=None,
        factory=factory,
    )
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def log_ahead(connection: sqlite3.Connection) -> None:
    """Put a file into WAL mode, in which it stays; other processes may do the same at the same time.

    SQLite waits for no lock here: of several that make one new file, each holds what the other would wait for.
    """
    until = time.monotonic() + _BUSY_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        time.sleep(_AGAIN_S)


def is_damage(error: object) -> bool:
    """Whether an error says that a SQLite file is not as it was written."""
    if not isinstance(error, sqlite3.Error):
        return False
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE or str(error).startswith(_NO_TEXT)


def tell_where(error: object, path: Path) -> None:
    """Name the file at `path` in what SQLite says of it: a note says `in PATH`. Raises DamagedError for damage."""
    if is_damage(error):
        raise DamagedError(path, error)
    if isinstance(error, sqlite3.Error):
        error.add_note(f"in {path}")


@contextmanager
def telling_where(path: Path) -> Iterator[None]:
    """`tell_where` of what is raised in the block."""
    try:
        yield
    except sqlite3.Error as error:
        tell_where(error, path)
        raise


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """`connect_reading`, closed at the block's end; damage that is met in it is told with the file's name."""
    with telling_where(path):
        connection = connect_reading(path)
        try:
            yield connection
        finally:
            connection.close()


def connect_reading(path: Path) -> sqlite3.Connection:
    """A connection that only reads a file that is there, for who may not write beside it and from a read-only disk too.

    Raises PermissionError for a file that may not be read, ArchiveError for one that cannot be opened or was made
    read-only while it was written to, DiskError when the disk fails. Closing it raises ArchiveError where the file was
    written to meanwhile and SQLite could not see that.
    """
    _check_readable(path)
    if os.statvfs(path).f_flag & os.ST_RDONLY:
        return connect_at_rest(path)
    connection = connect(path, "ro")
    try:
        connection.execute("PRAGMA user_version")  # opened in fact only now
    except sqlite3.OperationalError as error:
        connection.close()
        if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL):
            raise DiskError(f"{path}: {error}; is the disk full? Then make room: to read takes a little") from error
        return connect_at_rest(path)
    return connection


def _check_readable(path: Path) -> None:
    """Raise the OSError that says why a file cannot be read, which SQLite does not.

    Not by opening it: to close any descriptor of a file drops all locks that this process has on it, those of its other
    connections too. Whoever then closes the file elsewhere believes to be the last, and deletes a log that is in use.
    """
    path.stat()
    if not os.access(path, os.R_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def connect_at_rest(path: Path) -> sqlite3.Connection:
    """A connection to a file that nobody writes to: SQLite wants to write beside one in WAL mode even to read it.

    Raises ArchiveError where somebody does, and closing it does so where somebody did meanwhile.
    """
    wal = path.with_name(path.name + "-wal")
    if wal.exists() and wal.stat().st_size:
        raise ArchiveError(
            f"{path} was being written to when it was made read-only, or the files beside it may not be read: end all "
            "crawls first, or, for a catalog, use `luuchieu snapshot`"
        )
    connection = connect(path, "ro&immutable=1", _AtRest)
    assert isinstance(connection, _AtRest)
    connection.watch(path)
    return connection


class _AtRest(sqlite3.Connection):
    """A connection to a file that nobody wrote to when it was opened."""

    _path: Path
    _was: tuple[int, int] | None = None

    def watch(self, path: Path) -> None:
        """Remember the file as it is now."""
        self._path, self._was = path, _state(path)

    def close(self) -> None:
        """Close it. Raises ArchiveError if the file was changed: what was read may be of two times."""
        super().close()
        was, self._was = self._was, None
        if was and was != _state(self._path):
            raise ArchiveError(f"{self._path} was written to while it was read: run the same command again")


def _state(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns
