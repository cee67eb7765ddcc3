"""One transaction at a time on the frontier's file: all of a call happens, or none of it."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from archive.errors import DiskError
from archive.remedy import remedy

_NO_ROOM = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY")

Soon = Callable[[Callable[[], None]], object]
"""Has a function called soon: an event loop's `call_soon`, in the loop's next turn."""


class Transaction:
    """A context manager: its block happens wholly or not at all, within a block of its own kind or by itself.

    It is committed at its end; with `soon`, together with all blocks that end before `soon` comes round. Where that
    fails, so does every later block: the program believes what does not stand in the file.

    Raises DiskError when the file cannot grow; it then is as it was before. `rolled_back` is called after a
    transaction that did not happen.
    """

    def __init__(
        self, connection: sqlite3.Connection, path: Path, rolled_back: Callable[[], None], soon: Soon | None = None
    ) -> None:
        self._db = connection
        self._path = path
        self._rolled_back = rolled_back
        self._soon = soon
        self._depth = 0
        self._lost: BaseException | None = None

    def __enter__(self) -> None:
        if not self._depth:
            self._begin()
        self._depth += 1

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self._depth -= 1
        if self._depth:
            return
        try:
            self._end(error)
        finally:
            if self._soon is None:
                self.commit()

    def commit(self) -> None:
        """Commit what is not committed yet. Raises what kept earlier blocks from being committed, too."""
        self.check()
        if self._db.in_transaction:
            self._execute("COMMIT")

    def check(self) -> None:
        """Raise what kept blocks from being committed that had ended without an error."""
        if self._lost:
            raise self._lost

    def _begin(self) -> None:
        self.check()
        if not self._db.in_transaction:
            self._execute("BEGIN IMMEDIATE")
            if self._soon:
                self._soon(self._commit_late)
        self._execute("SAVEPOINT block")

    def _end(self, error: BaseException | None) -> None:
        if error is None:
            self._execute("RELEASE block")
            return
        # SQLite has rolled back by itself when the disk was full: the blocks before this one, too.
        if self._db.in_transaction:
            self._db.execute("ROLLBACK TO block")
            self._db.execute("RELEASE block")
        elif self._soon:
            self._lost = self._explained(error)
        self._rolled_back()
        self._raise_explained(error)

    def _commit_late(self) -> None:
        """Commit where nobody hears of an error."""
        try:
            self.commit()
        except Exception as error:
            self._lost = error

    def _execute(self, statement: str) -> None:
        held_more = self._db.in_transaction
        try:
            self._db.execute(statement)
        except BaseException as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            if held_more and self._soon:
                self._lost = self._explained(error)
            self._rolled_back()
            self._raise_explained(error)
            raise

    def _raise_explained(self, error: BaseException) -> None:
        explained = self._explained(error)
        if explained is not error:
            raise explained from error

    def _explained(self, error: BaseException) -> BaseException:
        """A DiskError that says what to do in place of an error that says that the file cannot grow."""
        if not (isinstance(error, sqlite3.OperationalError) and error.sqlite_errorname.startswith(_NO_ROOM)):
            return error
        return DiskError(
            f"the frontier {self._path} cannot be written: {error}; {remedy(error)} and run the same command again"
        )
