"""What helps where something cannot be written."""

import errno
import sqlite3

_ROOM = "make room"
_LEAVE = "let this user write there"
_OF_SQLITE = {
    sqlite3.SQLITE_READONLY: _LEAVE,
    # SQLite says no more where it cannot make the files beside a database, for want of room or of leave.
    sqlite3.SQLITE_CANTOPEN: f"{_LEAVE} or, if the disk is full, {_ROOM}",
}
_OF_SYSTEM = {errno.EROFS: _LEAVE, errno.EACCES: _LEAVE, errno.EPERM: _LEAVE}


def remedy(error: BaseException) -> str:
    """What a person can do about trouble with the disk that the system or SQLite told, as a clause."""
    if isinstance(error, sqlite3.Error):
        return _OF_SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, _ROOM)
    return _OF_SYSTEM.get(getattr(error, "errno", 0), _ROOM)
