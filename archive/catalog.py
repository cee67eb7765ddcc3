"""The catalog: tables over the WARC files that make the archive askable. Nothing stands in it that is not in a record.

One `Catalog` belongs to one thread. Several processes may write the same file: transactions are short and take the
write lock at their beginning, so none fails half-way.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from archive import migrations, rows, rulings
from archive.backlog import COUNT_ATTEMPT, tells
from archive.errors import ArchiveError, UsageError
from archive.model import Capture, Note, Reading
from archive.opening import connect, connect_reading, log_ahead, tell_where, telling_where
from archive.references import resolve
from archive.whole import whole_file
from archive.written import ADD_READING, Written, hint_rows, row_at, written

_ADD_PENDING = "INSERT INTO pending (agency, url) VALUES (?, ?) ON CONFLICT DO UPDATE SET looked = 0"
# A page that is still to be read says nothing yet of its URL; with its reading it does.
_ADD_IF_TELLING = """INSERT INTO pending (agency, url)
    SELECT ?, ? WHERE ? OR EXISTS (SELECT 1 FROM reading WHERE capture = ?) ON CONFLICT DO UPDATE SET looked = 0"""
_REVISITED = "SELECT agency, url, captured FROM capture WHERE refers_to = ?"
# What comes late, or is read anew, may make an article of a URL of which only the newest captures mattered.
_MATTERS = "UPDATE standing SET matters_from = NULL WHERE agency = ? AND url = ? AND matters_from > ?"

_IS_WHOLE = "kind = 'response' AND status = 200 AND truncated IS NULL"


class Catalog:
    """A catalog file, open. Use it in the thread that opened it; close it, or use it with `with`."""

    def __init__(self, path: Path) -> None:
        """Open for reading and writing; the file and its tables are made or brought up to date as needed.

        Raises DamagedError for a file that is damaged, as does leaving the `with` block in which damage was met.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        with telling_where(path):
            self.connection = connect(path, "rwc")
            log_ahead(self.connection)
            self.connection.execute("PRAGMA synchronous = FULL")
            # Nothing here is secret, and Debian's SQLite overwrites freed pages unless told otherwise.
            self.connection.execute("PRAGMA secure_delete = OFF")
            self.connection.execute("PRAGMA cache_size = -16000")
            self.connection.execute("PRAGMA wal_autocheckpoint = 4000")
            migrations.migrate(self.connection)

    @classmethod
    def reader(cls, path: Path) -> Self:
        """Open for reading only, from a read-only disk too.

        Raises UsageError when there is no catalog, ArchiveError for one of another schema, and what `connect_reading`
        raises for one that cannot be opened.
        """
        if not path.exists():
            held = any((path.parent / "warc").glob("*/*.warc*"))
            advice = (
                "its WARC files are there: `luuchieu reindex` makes one from them"
                if held
                else "name the right --home, or crawl first (luuchieu crawl)"
            )
            raise UsageError(f"no catalog at {path}: {advice}")
        catalog = cls.__new__(cls)
        catalog.path = path
        with telling_where(path):
            catalog.connection = connect_reading(path)
            (schema,) = catalog.connection.execute("PRAGMA user_version").fetchone()
        if schema != migrations.SCHEMA:
            catalog.connection.close()
            what = "was written by another version of luuchieu" if schema else "was begun and not finished"
            raise ArchiveError(f"{path} {what}: run `luuchieu reindex` once")
        return catalog

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, where: object) -> None:
        self.close()
        tell_where(error, self.path)

    def close(self) -> None:
        """Close the file; an open transaction is rolled back."""
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, durable (fsync) at its end; the write lock is taken at its beginning. Nested, it joins."""
        if self.connection.in_transaction:
            yield
            return
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            self.connection.rollback()
            raise

    def add_captures(self, captures: Sequence[Capture]) -> None:
        """Add rows for records that are already durable; idempotent by record id."""
        with self.transaction():
            self.connection.executemany(rows.ADD_CAPTURE, map(rows.capture_row, captures))
            self.connection.executemany(_MATTERS, [(one.agency, one.url, one.captured) for one in captures])
            self.connection.executemany(
                _ADD_IF_TELLING, [(one.agency, one.url, tells(one), one.id) for one in captures]
            )

    def resolve(self) -> None:
        """Find the originals of revisits that name them by time and URL only, as other tools do; idempotent.

        Their clocks may be coarser than the original's: the same second will do.
        """
        with self.transaction():
            self._speak_anew(resolve(self.connection))

    def crawl_at(self, warc_file: str) -> str:
        """The crawl of the last record of a WARC file that has a row; empty when none has."""
        row = self.connection.execute(
            """SELECT crawl FROM (
                SELECT * FROM (SELECT crawl, warc_offset FROM capture WHERE warc_file = :file
                               ORDER BY warc_offset DESC LIMIT 1)
                UNION ALL
                SELECT * FROM (SELECT crawl, warc_offset FROM note WHERE warc_file = :file
                               ORDER BY warc_offset DESC LIMIT 1))
               ORDER BY warc_offset DESC LIMIT 1""",
            {"file": warc_file},
        ).fetchone()
        return str(row[0]) if row else ""

    def add_notes(self, notes: Sequence[Note]) -> None:
        """Add records that are no exchanges; idempotent by record id.

        A note of kind `urls` has the content `{"urls": [{"url", "state", "reason"}, …]}`: URLs known but not
        archived. Of several notes that name a URL, the newest (noted, id) holds.
        """
        with self.transaction():
            self.connection.executemany(rows.ADD_NOTE, map(rows.note_row, notes))
            for note in notes:
                if note.kind == "urls":
                    self._add_urls(note)
                if note.kind in rulings.KINDS:
                    self.connection.executemany(_ADD_PENDING, rulings.add_rulings(self.connection, note))

    def _add_urls(self, note: Note) -> None:
        entries = [
            (note.agency, entry["url"], entry["state"], entry.get("reason"), note.noted, note.id)
            for entry in note.content["urls"]
        ]
        self.connection.executemany(rows.ADD_URL, entries)
        self.connection.executemany(_ADD_PENDING, [entry[:2] for entry in entries])

    def indexed_until(self, warc_file: str) -> int:
        """The byte behind the last record of a WARC file (relative to the home) that has a row; 0 when none has."""
        ends = self.connection.execute(
            """SELECT max(e) FROM (
                SELECT * FROM (SELECT warc_offset + warc_length AS e FROM capture WHERE warc_file = :file
                               ORDER BY warc_offset DESC LIMIT 1)
                UNION ALL
                SELECT * FROM (SELECT warc_offset + warc_length AS e FROM note WHERE warc_file = :file
                               ORDER BY warc_offset DESC LIMIT 1))""",
            {"file": warc_file},
        ).fetchone()
        return int(ends[0] or 0)

    def captured_since(self, agency: str, url: str, since: str) -> Capture | None:
        """The newest capture of a URL at or after an instant (a stamp), failures included."""
        found = "agency = ? AND url = ? AND captured >= ? ORDER BY captured DESC, id DESC LIMIT 1"
        return self._first_capture(found, (agency, url, since))

    def capture(self, capture_id: str) -> Capture | None:
        """The capture of a record id."""
        return self._first_capture("id = ?", (capture_id,))

    def last_response(self, agency: str, url: str) -> Capture | None:
        """The newest whole response (status 200) of a URL."""
        found = f"agency = ? AND url = ? AND {_IS_WHOLE} ORDER BY captured DESC, id DESC LIMIT 1"
        return self._first_capture(found, (agency, url))

    def response_with(self, agency: str, payload_digest: str, mime: str) -> Capture | None:
        """The first whole response (status 200) of an agency with this payload and media type."""
        found = f"agency = ? AND payload_digest = ? AND {_IS_WHOLE} AND mime = ? ORDER BY captured, id LIMIT 1"
        return self._first_capture(found, (agency, payload_digest, mime))

    def _first_capture(self, condition: str, parameters: Sequence[str]) -> Capture | None:
        query = f"SELECT {rows.CAPTURE_COLUMNS} FROM capture WHERE {condition}"
        row = self.connection.execute(query, parameters).fetchone()
        return rows.capture_of(row) if row else None

    def attempts(self, capture_ids: Sequence[str], rules: str) -> list[int]:
        """Count one more attempt to read each of these captures, in one commit; how many there were, in their order.

        Survives the death of the process; a power cut may lose it, and the page is then tried once more.
        """
        with self._without_sync(), self.transaction():
            return [self.connection.execute(COUNT_ATTEMPT, (one, rules)).fetchone()[0] for one in capture_ids]

    @contextmanager
    def _without_sync(self) -> Iterator[None]:
        """Commits that survive the process but not a power cut; inside a transaction nothing changes."""
        if self.connection.in_transaction:
            yield
            return
        self.connection.execute("PRAGMA synchronous = NORMAL")
        try:
            yield
        finally:
            self.connection.execute("PRAGMA synchronous = FULL")

    def add_readings(self, readings: Sequence[Reading]) -> None:
        """Keep what captures were read as, as `add_written` does."""
        self.add_written([written(one) for one in readings])

    def add_written(self, readings: Sequence[Written]) -> None:
        """Keep what captures were read as, in place of older readings. Raises ArchiveError for one without a row."""
        with self.transaction():
            captures = self._sights(readings)
            self.connection.executemany(ADD_READING, [row_at(one, captures[one.capture][1]) for one in readings])
            self.connection.executemany(
                "DELETE FROM attempt WHERE capture = ? AND rules = ?", [(one.capture, one.rules) for one in readings]
            )
            hints = [row for one in readings if one.hints for row in hint_rows(one, captures[one.capture])]
            hinted = [row[:2] for row in hints if self.connection.execute(rows.ADD_HINT, row).rowcount]
            self.connection.executemany(_ADD_PENDING, hinted)
            self._speak_anew(captures.values())
            self._speak_anew(row for one in readings for row in self.connection.execute(_REVISITED, (one.capture,)))

    def _speak_anew(self, sights: Iterable[tuple[str, str, str]]) -> None:
        """Have looked at what these captures (agency, URL, time) say by now."""
        spoken = list(sights)
        self.connection.executemany(_MATTERS, spoken)
        self.connection.executemany(_ADD_PENDING, [sight[:2] for sight in spoken])

    def _sights(self, readings: Sequence[Written]) -> dict[str, tuple[str, str, str]]:
        """Agency, URL and time of every reading's capture."""
        sights = {}
        for one in readings:
            row = self.connection.execute(
                "SELECT agency, url, captured FROM capture WHERE id = ?", (one.capture,)
            ).fetchone()
            if row is None:
                raise ArchiveError(f"a reading of {one.capture}, which the catalog does not know")
            sights[one.capture] = row
        return sights

    def forget_hints(self, agency: str, rules: str) -> None:
        """Drop hints that were read under other rules, once all documents have been read under these."""
        with self.transaction():
            query = "DELETE FROM hint WHERE agency = ? AND rules <> ? RETURNING agency, url"
            forgotten = self.connection.execute(query, (agency, rules)).fetchall()
            self.connection.executemany(_ADD_PENDING, forgotten)

    def poison(self, capture_id: str, rules: str, reason: str) -> Reading:
        """Set aside a capture that stopped its reader each time: it gets a reading with the outcome `poisoned`."""
        reading = Reading(capture=capture_id, rules=rules, outcome="poisoned", reason=reason)
        self.add_readings([reading])
        return reading

    def copy_to(self, path: Path) -> None:
        """Write a consistent copy of the whole catalog, compact, while others go on writing to it.

        Raises UsageError when something stands at `path` already.
        """
        if path.exists():
            raise UsageError(f"{path} exists already: name a file to be made")
        with whole_file(path) as part:
            try:
                self.connection.execute("VACUUM INTO ?", (str(part),))
            except sqlite3.Error:
                part.with_name(part.name + "-journal").unlink(missing_ok=True)
                raise

    def add_event(self, at: str, kind: str, agency: str | None, content: dict[str, Any]) -> None:
        """Note an operational happening (a check ran, on which machine); no public view rests on it."""
        with self.transaction():
            self.connection.execute(
                "INSERT INTO event (at, kind, agency, content) VALUES (?, ?, ?, ?)",
                (at, kind, agency, rows.json_of(content)),
            )

    def select(self, query: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[dict[str, Any]]:
        """The rows of a query, each as a dict by column name."""
        cursor = self.connection.execute(query, parameters)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]
