"""Appending to one agency's archive, in one thread: records to the WARC, then their rows to the catalog."""

import socket
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import Any

from archive import clock, index
from archive.again import Files
from archive.catalog import Catalog
from archive.damage import Damage
from archive.drafts import Revisit
from archive.errors import DamagedError, DiskError
from archive.home import Home
from archive.ids import new_id
from archive.model import Capture, Exchange, Note
from archive.opening import is_damage
from archive.record import write_exchange, write_note, write_warcinfo
from archive.remedy import remedy
from archive.repair import repair
from archive.warc import Record
from archive.warcfile import WarcFile, new_path

CONFORMS_TO = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_DISK_TROUBLE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)

Outcome = Any
"""What a call returned, or the exception it raised."""


class Writer:
    """One crawl's hand on the archive: repairs, then goes on in the open WARC file or begins one.

    Use it in the thread that made it, which holds the agency's lock. `crawl` is the id of the crawl's warcinfo.
    """

    def __init__(self, home: Home, agency: str, about: Mapping[str, str], max_size: int, damage: Damage) -> None:
        """Begin a crawl, durably: its warcinfo stands in the WARC and in the catalog when this returns.

        What repair cannot read is told to `damage`.
        """
        self._home, self._agency, self._about, self._max_size = home, agency, about, max_size
        self._folder = home.warc_of(agency)
        self._relative = self._folder.relative_to(home.root).as_posix()
        self.crawl = new_id()
        with ExitStack() as undo:
            self._catalog = undo.enter_context(Catalog(home.catalog))
            self._files = Files(self._catalog, agency)
            path = repair(home, agency, self._catalog, damage)
            self._file = WarcFile(path or new_path(self._folder, agency, clock.now()))
            undo.callback(lambda: self._file.leave())
            if self.is_due:
                self._file = self._next_file()
            self.commit([self._row([self._begin(self.crawl)])], [])
            undo.pop_all()

    @property
    def is_full(self) -> bool:
        """Whether the WARC file is as long as one may be."""
        return self._file.tell() >= self._max_size

    @property
    def is_due(self) -> bool:
        """Whether the WARC file must be closed before the next batch: it is full, or its month is over."""
        return self.is_full or self._file.month != clock.stamp(clock.now())[:7].replace("-", "")

    def rotate(self) -> None:
        """Close the WARC file, of which all is committed, and begin the next."""
        self._file = self._next_file()
        self._begin(new_id())

    def append(self, exchange: Exchange, revisit: Revisit | None = None) -> Capture | Note:
        """Append an exchange; its row counts when it is committed. A file that is archived already is a revisit."""
        again = revisit or self._files.revisit_of(exchange)
        row = self._append(lambda: write_exchange(self._file, exchange, self.crawl, again))
        if isinstance(row, Capture):
            self._files.remember(row)
        return row

    def append_note(self, kind: str, content: Mapping[str, Any]) -> Capture | Note:
        """Append a note; its row counts when it is committed."""
        noted = clock.stamp(clock.now())
        return self._append(lambda: [write_note(self._file, kind, self._agency, content, self.crawl, noted)])

    def _append(self, write: Callable[[], Sequence[Record]]) -> Capture | Note:
        """The row of what `write` appended; what cannot be written whole leaves nothing."""
        start = self._file.tell()
        try:
            return self._row(write())
        except (ValueError, TypeError):
            self._file.cut(start)
            raise

    def commit(self, rows: Sequence[Capture | Note], calls: Sequence[Callable[[Catalog], Any]]) -> list[Outcome]:
        """Make what was appended durable, then its rows and what the calls write; returns the calls' outcomes.

        A call that raises leaves nothing in the catalog and is no hindrance to the others.
        """
        if self._file.tell() > self._file.committed:
            self._file.sync()
        with self._catalog.transaction():
            self._catalog.add_captures([row for row in rows if isinstance(row, Capture)])
            self._catalog.add_notes([row for row in rows if isinstance(row, Note)])
            outcomes = [self._call(call) for call in calls]
        self._files.committed()
        self._file.committed = self._file.tell()
        return outcomes

    def _call(self, call: Callable[[Catalog], Any]) -> Outcome:
        connection = self._catalog.connection
        connection.execute("SAVEPOINT call")
        try:
            outcome = call(self._catalog)
        except Exception as error:
            if is_disk_trouble(error):
                raise
            connection.execute("ROLLBACK TO call")
            outcome = error
        connection.execute("RELEASE call")
        return outcome

    def give_up(self, error: Exception) -> BaseException:
        """Drop what was appended and is not committed; returns the error with a message that helps.

        After a commit that failed the rows may be durable none the less: then the file stays for repair to judge.
        """
        file = self._file
        try:
            if file.tell() > file.committed >= self._catalog.indexed_until(self._warc_file):
                file.cut(file.committed)
        except (OSError, sqlite3.Error) as second:
            error.add_note(f"nor could {file.path} be cut back to {file.committed}: {second}")
        return explained(error, self._home, file.path)

    def close(self) -> None:
        """Let go of the file, which the next crawl goes on with, and of the catalog."""
        self._file.leave()
        self._catalog.close()

    @property
    def _warc_file(self) -> str:
        return f"{self._relative}/{self._file.name}"

    def _next_file(self) -> WarcFile:
        self._file.finish()
        return WarcFile(new_path(self._folder, self._agency, clock.now()))

    def _row(self, group: Sequence[Record]) -> Capture | Note:
        found = index.row(group, self._agency, self._warc_file)
        if found is None:
            raise ValueError(f"a record of type {group[0].type!r} has no row")
        return found

    def _begin(self, record_id: str) -> Record:
        """Append a warcinfo; only the crawl's first one, whose id is the crawl's, has a row."""
        about = {
            "software": f"luuchieu/{version('luuchieu')}",
            **self._about,
            "agency": self._agency,
            "hostname": socket.gethostname(),
            "format": "WARC File Format 1.1",
            "conformsTo": CONFORMS_TO,
            "isPartOf": self.crawl,
        }
        noted = clock.stamp(clock.now())
        return write_warcinfo(self._file, about, self._file.name, record_id, noted)


def is_disk_trouble(error: BaseException) -> bool:
    """Whether the disk is full or fails, told by the system or by SQLite."""
    if isinstance(error, sqlite3.OperationalError):
        return (getattr(error, "sqlite_errorcode", 0) & 0xFF) in _DISK_TROUBLE
    return isinstance(error, OSError)


def explained(error: BaseException, home: Home, path: Path) -> BaseException:
    """What to do about trouble with the disk while writing `path`, or with the catalog; other errors as they are."""
    if is_damage(error):
        return DamagedError(home.catalog, error)
    if not is_disk_trouble(error):
        return error
    path = home.catalog if isinstance(error, sqlite3.Error) else path
    disk_error = DiskError(
        f"cannot write {path}: {error}. What was acknowledged is safe: {remedy(error)} and run the same command again."
    )
    disk_error.__cause__ = error
    return disk_error
