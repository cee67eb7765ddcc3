"""What one check of the archive has seen: ids, references, warcinfo records. On disk, so that size is no matter."""

import sqlite3
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Self

from archive.warc import Record

_TABLES = """
CREATE TABLE seen (id TEXT PRIMARY KEY, type TEXT, truncated INTEGER, mark TEXT, file TEXT, offset INTEGER)
    WITHOUT ROWID;
CREATE TABLE referring (original TEXT, file TEXT, offset INTEGER);
CREATE TABLE under (warcinfo TEXT, file TEXT, offset INTEGER, PRIMARY KEY (warcinfo, file)) WITHOUT ROWID;
"""
_UNRESOLVED = """SELECT r.file, r.offset, r.original, s.truncated FROM referring r LEFT JOIN seen s ON s.id = r.original
    WHERE s.id IS NULL OR s.type <> 'response' OR s.truncated ORDER BY r.file, r.offset"""
_HOMELESS = """SELECT u.file, u.offset, u.warcinfo FROM under u LEFT JOIN seen s ON s.id = u.warcinfo
    WHERE s.id IS NULL OR s.type <> 'warcinfo' ORDER BY u.file, u.offset"""


class Register:
    """Remembers the records of all files of an archive; use it with `with`."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        # A database without a name is SQLite's own: it spills to a temporary file, which goes with the connection.
        self._desk = sqlite3.connect("", isolation_level=None)
        self._desk.executescript(_TABLES)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._desk.close()

    def add(self, record: Record, warc_file: str) -> str | None:
        """Remember a record; answers where another one of its id stands, `file at offset`, None for a first.

        The very same record once more, as two exports of one archive hold it, is no other.
        """
        header, place = record.header, (warc_file, record.offset)
        warcinfo, original = header.get("WARC-Warcinfo-ID"), header.get("WARC-Refers-To")
        if warcinfo:
            self._desk.execute("INSERT OR IGNORE INTO under VALUES (?, ?, ?)", (warcinfo.strip("<>"), *place))
        if record.type == "revisit" and original:
            self._desk.execute("INSERT INTO referring VALUES (?, ?, ?)", (original.strip("<>"), *place))
        mark = f"{record.type} {header.get('WARC-Date')} {header.get('WARC-Block-Digest')} {record.target}"
        row = (record.id, record.type, header.get("WARC-Truncated") is not None, mark, *place)
        if self._desk.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?, ?, ?, ?)", row).rowcount:
            return None
        file, offset, known = self._desk.execute(
            "SELECT file, offset, mark FROM seen WHERE id = ?", (record.id,)
        ).fetchone()
        return None if known == mark and file != warc_file else f"{PurePosixPath(file).name} at {offset}"

    def unresolved(self) -> Iterator[tuple[str, int, str, bool]]:
        """File, offset and original of each revisit whose original is no whole response; last, if it is truncated."""
        return ((file, at, original, bool(cut)) for file, at, original, cut in self._desk.execute(_UNRESOLVED))

    def homeless(self) -> Iterator[tuple[str, int, str]]:
        """File, offset and warcinfo id of the first record in each file that names a warcinfo which is nowhere."""
        return iter(self._desk.execute(_HOMELESS))
