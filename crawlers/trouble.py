"""What the system and SQLite raise, told as errors that are meant for a person."""

import errno
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from tempfile import gettempdir

from archive.errors import DamagedError, DiskError, LockedError, LuuchieuError, UsageError
from archive.opening import is_damage
from archive.packages import missing_package
from archive.remedy import remedy

_DISK = frozenset({errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EROFS, errno.EFBIG})
_PLACE = frozenset(
    {errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ENAMETOOLONG, errno.ELOOP}
)
_SQLITE_DISK = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN})
_SQLITE_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


def explained(error: BaseException, databases: Sequence[Path] = ()) -> LuuchieuError | None:
    """The error that says what is wrong and what to do; None for one that no person can have caused.

    `databases` are the SQLite files that may be behind it.
    """
    if isinstance(error, LuuchieuError):
        return error
    if isinstance(error, ImportError):
        return missing_package(error)
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error, databases)
    return _of_system(error) if isinstance(error, OSError) else None


def _of_system(error: OSError) -> LuuchieuError | None:
    # Python gives both of these no file, and the second no number.
    if (error.strerror or "").startswith("No usable temporary directory"):
        return DiskError(f"{error.strerror}: make one of them writable, or name a folder that is in $TMPDIR")
    if error.errno is None and "AF_UNIX path too long" in str(error):
        return UsageError(f"the temporary folder {gettempdir()} has too long a path for a socket: name one in $TMPDIR")
    where = error.filename2 or error.filename or "the disk"  # of a copy, what is written
    if error.errno in _DISK:
        return DiskError(f"{where}: {error.strerror}; {remedy(error)} and run the same command again")
    if error.errno in _PLACE:
        return UsageError(
            f"{where}: {error.strerror}; name a place that is yours to write (--home names the archive's)"
        )
    return None


def _of_sqlite(error: sqlite3.Error, databases: Sequence[Path]) -> LuuchieuError | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    where = " ".join(getattr(error, "__notes__", ())) or f"in {' or '.join(map(str, databases)) or 'the catalog'}"
    if code in _SQLITE_DISK:
        return DiskError(f"nothing can be written {where}: {error}; {remedy(error)} and run the same command again")
    if code in _SQLITE_BUSY:
        return LockedError(f"another process goes on writing {where}: {error}; run the same command again")
    if not is_damage(error):
        return None
    found = [str(path) for path in databases if _is_damaged(path)] or map(str, databases)
    return DamagedError(" or ".join(found) or "the catalog", error)


def _is_damaged(path: Path) -> bool:
    if not path.exists():
        return False
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",))
    except sqlite3.DatabaseError:
        return True
    finally:
        connection.close()
