"""One transaction at a time on the frontier's file: all of it happens, or none."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.errors import DiskError

_NO_ROOM = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY")
_ADVICE = "make room and run the same command again"


class Transaction:
    """Begins, joins and ends transactions; `rolled_back` is called after one that did not happen."""

    def __init__(self, connection: sqlite3.Connection, path: Path, rolled_back: Callable[[], None]) -> None:
        self._db = connection
        self._path = path
        self._rolled_back = rolled_back
        self._is_open = False

    @contextmanager
    def joined(self) -> Iterator[None]:
        """Run the block in the transaction that is open, else in one of its own.

        Raises DiskError when the file cannot grow; it then is as it was before.
        """
        if self._is_open:
            yield
            return
        self._is_open = True
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except BaseException as error:
            self._roll_back()
            if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorname.startswith(_NO_ROOM):
                raise DiskError(f"the frontier {self._path} cannot be written: {error}; {_ADVICE}") from error
            raise
        finally:
            self._is_open = False

    def _roll_back(self) -> None:
        # SQLite has rolled back by itself when the disk was full.
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")
        self._rolled_back()
