"""One transaction at a time on the frontier's file: all of it happens, or none."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from archive.errors import DiskError
from archive.remedy import remedy

_NO_ROOM = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY")


class Transaction:
    """A context manager: its block runs in the transaction that is open, else in one of its own.

    Raises DiskError when the file cannot grow; it then is as it was before. `rolled_back` is called after a
    transaction that did not happen.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, rolled_back: Callable[[], None]) -> None:
        self._db = connection
        self._path = path
        self._rolled_back = rolled_back
        self._depth = 0

    def __enter__(self) -> None:
        if not self._depth:
            self._execute("BEGIN IMMEDIATE")
        self._depth += 1

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self._depth -= 1
        if self._depth:
            return
        if error is None:
            self._execute("COMMIT")
        else:
            self._undo(error)

    def _execute(self, statement: str) -> None:
        try:
            self._db.execute(statement)
        except BaseException as error:
            self._undo(error)
            raise

    def _undo(self, error: BaseException) -> None:
        self._roll_back()
        if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorname.startswith(_NO_ROOM):
            raise DiskError(
                f"the frontier {self._path} cannot be written: {error}; {remedy(error)} and run the same command again"
            ) from error

    def _roll_back(self) -> None:
        # SQLite has rolled back by itself when the disk was full.
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")
        self._rolled_back()
