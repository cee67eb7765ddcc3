"""Fixity: every record against its digests, and WARC files and catalog against each other."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from archive.catalog import Catalog
from archive.errors import RecordError
from archive.groups import groups, is_whole
from archive.home import Home
from archive.http1 import entity
from archive.index import row
from archive.model import Capture, Note
from archive.record import digest
from archive.repair import warc_files
from archive.rows import capture_of, capture_row
from archive.warc import Record

_ROWS = """SELECT id, warc_offset FROM capture WHERE warc_file = :file
    UNION ALL SELECT id, warc_offset FROM note WHERE warc_file = :file"""
_NOTE = "SELECT kind, noted, warc_file, warc_offset, warc_length FROM note WHERE id = ?"
_FILES = "SELECT DISTINCT warc_file FROM capture UNION SELECT DISTINCT warc_file FROM note"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be, at an offset of a WARC file (relative to the home)."""

    file: str
    offset: int
    what: str


def verify(
    home: Home, catalog: Catalog, progress: Callable[[str, int], None] = lambda file, offset: None
) -> Iterator[Finding]:
    """What is wrong with the archive, as it is found; nothing when all is well.

    Reads every record of every WARC file, and checks that each has its row and each row its record. Of a file that a
    crawl writes to right now, what is not in the catalog yet is passed over. `progress` is told where reading stands.
    """
    present = warc_files(home)
    for warc_file, agency in present:
        yield from _verify_file(home, warc_file, agency, catalog, progress)
    known = {file for (file,) in catalog.connection.execute(_FILES)}
    for missing in sorted(known - {file for file, _ in present}):
        yield Finding(missing, 0, "the catalog has rows for this file, but there is no such file")


def _verify_file(
    home: Home, warc_file: str, agency: str, catalog: Catalog, progress: Callable[[str, int], None]
) -> Iterator[Finding]:
    path = home.root / warc_file
    until = None if path.exists() else catalog.indexed_until(warc_file)
    seen: set[str] = set()
    for group in groups(path):
        offset = group.offset if isinstance(group, RecordError) else group[0].offset
        if until is not None and offset >= until:
            break
        progress(warc_file, offset)
        if isinstance(group, RecordError):
            yield Finding(warc_file, offset, str(group.args[2]))
            continue
        yield from (Finding(warc_file, at, what) for at, what in _check_group(group, warc_file, agency, catalog, seen))
    for record_id, offset in catalog.connection.execute(_ROWS, {"file": warc_file}):
        if record_id not in seen:
            yield Finding(warc_file, offset, f"the catalog's row {record_id} has no record")


def _check_group(
    group: Sequence[Record], warc_file: str, agency: str, catalog: Catalog, seen: set[str]
) -> Iterator[tuple[int, str]]:
    """Offset and fault of everything wrong with the records of one exchange or note; its id goes into `seen`."""
    for record in group:
        yield from ((record.offset, fault) for fault in _digest_faults(record))
    if not is_whole(group):
        yield group[0].offset, "the request or metadata record of this exchange is missing"
    try:
        found = row(group, agency, warc_file)
    except ValueError as error:
        yield group[0].offset, str(error)
        return
    if found is not None:
        seen.add(found.id)
        yield from ((found.place.warc_offset, fault) for fault in _row_faults(found, catalog))


def _digest_faults(record: Record) -> Iterator[str]:
    record.block.seek(0)
    yield from _compare(record, "WARC-Block-Digest", lambda: digest(record.block))
    if record.type == "response":
        yield from _compare(record, "WARC-Payload-Digest", lambda: digest(entity(record.block)))


def _compare(record: Record, name: str, compute: Callable[[], str]) -> Iterator[str]:
    told = record.header.get(name)
    if told is None or not told.startswith("sha256:"):
        return
    found = compute()
    if found != told:
        yield f"{name} of {record.id} says {told}, the bytes say {found}"


def _row_faults(found: Capture | Note, catalog: Catalog) -> Iterator[str]:
    expected: object
    known: object
    if isinstance(found, Note):
        place = found.place
        expected = (found.kind, found.noted, place.warc_file, place.warc_offset, place.warc_length)
        known = catalog.connection.execute(_NOTE, (found.id,)).fetchone()
    else:
        expected = capture_of(capture_row(found))
        known = catalog.capture(found.id)
    if known is None:
        yield f"record {found.id} has no row in the catalog"
    elif known != expected:
        yield f"the catalog's row {found.id} says {known}, the record says {expected}"
