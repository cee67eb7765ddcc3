"""Fixity: every record against its digests, WARC files and catalog against each other, and records among themselves."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from archive.catalog import Catalog
from archive.errors import RecordError
from archive.fixity.faults import Fault, diagnose, faults_of, payload_faults
from archive.fixity.register import Register
from archive.fixity.shift import Shift
from archive.groups import groups, is_whole
from archive.home import Home
from archive.index import row
from archive.model import Capture, Note
from archive.reframe import is_as_received
from archive.repair import warc_files, whole_until
from archive.rows import CAPTURE_COLUMNS, as_kept, capture_of, capture_row, note_row
from archive.warc import Record
from archive.warcfile import is_imported

_ROWS = """SELECT id, warc_offset FROM capture WHERE warc_file = :file
    UNION ALL SELECT id, warc_offset FROM note WHERE warc_file = :file"""
_NOTE_COLUMNS = "kind, noted, content, warc_file, warc_offset, warc_length"
_NOTE = f"SELECT {_NOTE_COLUMNS} FROM note WHERE id = ?"
_FILES = "SELECT DISTINCT warc_file FROM capture UNION SELECT DISTINCT warc_file FROM note"

Progress = Callable[[str, int], None]
"""Told the file and the offset where reading stands."""

_Faults = Iterator[tuple[int, Fault, str]]
_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be, at an offset of a file (relative to the home), by name and in words."""

    file: str
    offset: int
    fault: Fault
    what: str


def verify(home: Home, catalog: Catalog, progress: Progress = lambda file, offset: None) -> Iterator[Finding]:
    """What is wrong with the archive, as it is found; nothing when all is well.

    Reads every record of every WARC file, and checks that each has its row and each row its record. Of a file that a
    crawl writes to right now, what is not in the catalog yet is passed over, and so is the torn tail of a killed one
    (`archive.repair.torn_tail`). `progress` is told where reading stands.
    """
    # Asked before the folders are looked at: a crawl that begins a file meanwhile has it there before its rows.
    known = {file for (file,) in catalog.connection.execute(_FILES)}
    present = warc_files(home)
    with Register() as register:
        for warc_file, agency in present:
            for offset, fault, what in _Check(home, warc_file, agency, catalog, register, progress).faults():
                yield Finding(warc_file, offset, fault, what)
        yield from _among_themselves(register)
    for missing in sorted(known - {file for file, _ in present}):
        yield Finding(missing, 0, "missing-file", "the catalog has rows for this file, but there is no such file")


def _among_themselves(register: Register) -> Iterator[Finding]:
    """References between records that lead nowhere."""
    for file, offset, original, is_truncated in register.unresolved():
        if is_imported(file):
            continue  # others hand out parts, and `luuchieu import` says what they lack
        why = "which is truncated" if is_truncated else "and there is no such response"
        yield Finding(file, offset, "revisit-without-original", f"the revisit refers to {original}, {why}")
    for file, offset, warcinfo in register.homeless():
        if not is_imported(file):
            yield Finding(file, offset, "warcinfo", f"records from here on belong to {warcinfo}: no such warcinfo")


class _Check:
    """One WARC file under check."""

    def __init__(
        self, home: Home, warc_file: str, agency: str, catalog: Catalog, register: Register, progress: Progress
    ) -> None:
        self._path = home.root / warc_file
        self._file, self._agency = warc_file, agency
        self._catalog, self._register, self._progress = catalog, register, progress
        self._is_own = not is_imported(warc_file)
        self._indexed = catalog.indexed_until(warc_file)
        self._until = None if self._path.exists() else self._written_until(home)
        self._seen: set[str] = set()
        self._crawl = ""
        self._shift: Shift | None = None

    def _written_until(self, home: Home) -> int:
        """How much of an open file is there to stay. The lock is asked last: who has it had repaired before."""
        end, _ = whole_until(home, self._file, self._agency, self._catalog)
        return self._indexed if home.is_locked(self._agency) else end

    def faults(self) -> _Faults:
        """Offset, name and words of all that is wrong with the file."""
        if not self._is_own and not is_as_received(self._path):
            yield 0, "digest", "the content is not the one that was imported, whose SHA-256 begins the file's name"
        for group in groups(self._path):
            offset = group.offset if isinstance(group, RecordError) else group[0].offset
            if self._until is not None and offset >= self._until:
                break
            self._progress(self._file, offset)
            if isinstance(group, RecordError):
                yield (offset, *diagnose(group))
            else:
                yield from self._group_faults(group)
        yield from self._shifted(None)
        for record_id, offset in self._catalog.connection.execute(_ROWS, {"file": self._file}):
            came_meanwhile = self._until is not None and offset >= self._until
            if record_id not in self._seen and not came_meanwhile:
                yield offset, "row-without-record", f"the catalog's row {record_id} has no record"

    def _group_faults(self, group: Sequence[Record]) -> _Faults:
        """What is wrong with the records of one exchange or note; the id of their row is seen."""
        self._crawl = group[0].id if group[0].type == "warcinfo" else self._crawl
        for record in group:
            yield from self._record_faults(record)
        if self._is_own and not is_whole(group):
            yield group[0].offset, "incomplete", "the request or metadata record of this exchange is missing"
        try:
            found = row(group, self._agency, self._file, self._crawl)
        except ValueError as error:
            yield group[0].offset, "malformed", str(error)
            return
        if found is not None:
            self._seen.add(found.id)
            yield from self._row_faults(found)

    def _record_faults(self, record: Record) -> _Faults:
        yield from ((record.offset, *fault) for fault in faults_of(record))
        elsewhere = self._register.add(record, self._file)
        if elsewhere:
            yield record.offset, "duplicate-id", f"a record with the id {record.id} stands in {elsewhere} already"
        if self._is_own:
            yield from ((record.offset, *fault) for fault in payload_faults(record))
            yield from self._warcinfo_faults(record)

    def _warcinfo_faults(self, record: Record) -> _Faults:
        """Our own files begin with a warcinfo that knows their name, and every other record names one."""
        if record.type != "warcinfo":
            if record.offset == 0 or not record.header.get("WARC-Warcinfo-ID"):
                yield record.offset, "warcinfo", f"{record.id} stands under no warcinfo record"
            return
        told = record.header.get("WARC-Filename")
        if told is not None and told != self._path.name:
            yield record.offset, "file-name", f"the warcinfo says that this file is {told}"

    def _row_faults(self, found: Capture | Note) -> _Faults:
        """What the row of a record says otherwise; rows off by as much as those in front are told with them."""
        offset = found.place.warc_offset
        known, expected = self._note_rows(found) if isinstance(found, Note) else self._capture_rows(found)
        if known is None:
            advice = ": `luuchieu reindex` adds it" if offset >= self._indexed else ""
            yield offset, "record-without-row", f"record {found.id} has no row in the catalog{advice}"
            return
        different = [name for name in expected if known[name] != expected[name]]
        if different == ["warc_offset"]:
            yield from self._shifted(Shift(offset, found.id, known["warc_offset"]))
        elif different:
            said, told = (", ".join(f"{name} {row[name]!r}" for name in different) for row in (known, expected))
            yield offset, "row-differs", f"the catalog's row {found.id} says {said}, the record says {told}"

    def _shifted(self, shift: Shift | None) -> _Faults:
        """Begin or carry on a run of rows that stand off by as much; the run that ends is told."""
        if self._shift and shift and self._shift.takes(shift):
            return
        if self._shift:
            yield self._shift.offset, "row-differs", self._shift.told()
        self._shift = shift

    def _note_rows(self, found: Note) -> tuple[_Row | None, _Row]:
        """The row as it is and as it should be."""
        names = _NOTE_COLUMNS.split(", ")
        expected = dict(zip(names, note_row(found)[3:], strict=True))
        found_row = self._catalog.connection.execute(_NOTE, (found.id,)).fetchone()
        if found_row is None:
            return None, expected
        known = dict(zip(names, found_row, strict=True))
        if not self._is_own:  # the file's digest tells what it says; it may stand in one that counts more
            apart = ("content",) if known["warc_file"] == self._file else ("content", *names[3:])
            expected |= {name: known[name] for name in apart}
        return known, expected

    def _capture_rows(self, found: Capture) -> tuple[_Row | None, _Row]:
        expected, known = capture_of(capture_row(found)), self._catalog.capture(found.id)
        return (_named(known), _named(as_kept(expected, known))) if known else (None, _named(expected))


def _named(capture: Capture) -> _Row:
    names = map(str.strip, CAPTURE_COLUMNS.split(","))
    return dict(zip(names, capture_row(capture), strict=True))
