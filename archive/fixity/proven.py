"""One record held against its row in the catalog: is it there, do its digests hold, does it say what the row says."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from archive.catalog import Catalog
from archive.errors import RecordError
from archive.fixity.faults import faults_of, payload_faults
from archive.groups import grouped, is_whole, lead_of
from archive.home import Home
from archive.http1 import entity
from archive.index import row
from archive.model import Capture, Note, Place
from archive.pieces import pieces
from archive.rows import as_kept, capture_of, capture_row, note_row
from archive.warc import Record, close_blocks, records
from archive.warcfile import is_imported

_NOTE = "SELECT agency, warc_file, warc_offset, warc_length FROM note WHERE id = ?"
_NOTE_ROW = """SELECT id, agency, crawl, kind, noted, content, warc_file, warc_offset, warc_length
    FROM note WHERE id = ?"""


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not as the catalog says: where, what of it, what the row says and what the bytes say."""

    where: str
    what: str
    row: Any
    bytes: Any


@dataclass(frozen=True, slots=True)
class ProvenRecord:
    """A record as it was found: its place, and the figures computed from its bytes.

    `role` is what the row needs it for, `status` the response's first line, `payload_bytes` those without transfer
    coding; both of responses only. `refers_to` is the original's id of a revisit.
    """

    role: str
    id: str
    type: str
    url: str
    written: str
    warc_file: str
    warc_offset: int
    warc_length: int
    block_digest: str | None
    block_bytes: int
    payload_digest: str | None
    payload_bytes: int | None
    status: str | None
    refers_to: str | None


def prove_record(
    home: Home, catalog: Catalog, record_id: str, role: str
) -> tuple[ProvenRecord | None, list[Difference]]:
    """Read the record of a capture or note and compare it with its row; a revisit also with its original."""
    known = _known(catalog, record_id)
    if known is None:
        return None, [Difference(record_id, "row", None, role)]
    agency, place = known
    path = home.root / place.warc_file
    try:
        group = next(grouped(records(path, place.warc_offset)), ())
    except RecordError as error:
        return None, [Difference(record_id, "record", None, str(error))]
    if not group:
        return None, [Difference(record_id, "record", None, f"{path} ends before {place.warc_offset}")]
    try:
        found = list(_differences(group, catalog, record_id, agency, place.warc_file))
        return _proven(lead_of(group), role, place), found
    finally:
        close_blocks(group)


def _known(catalog: Catalog, record_id: str) -> tuple[str, Place] | None:
    if capture := catalog.capture(record_id):
        return capture.agency, capture.place
    note = catalog.connection.execute(_NOTE, (record_id,)).fetchone()
    return (note[0], Place(*note[1:])) if note else None


def _differences(
    group: Sequence[Record], catalog: Catalog, record_id: str, agency: str, warc_file: str
) -> Iterator[Difference]:
    is_own = not is_imported(warc_file)
    for record in group:
        faults = (*faults_of(record), *(payload_faults(record) if is_own else ()))
        yield from (Difference(record.id, fault, None, words) for fault, words in faults)
    if is_own and not is_whole(group):
        yield Difference(record_id, "record", None, "its request or metadata record is missing")
    try:
        found = row(group, agency, warc_file, _crawl_of(catalog, record_id))
    except ValueError as error:
        yield Difference(record_id, "record", None, str(error))
        return
    if found is None or found.id != record_id:
        yield Difference(record_id, "record", record_id, found.id if found else None)
        return
    yield from _row_differences(catalog, found)
    if isinstance(found, Capture) and found.kind == "revisit":
        yield from _revisit_differences(catalog, found, lead_of(group))


def _crawl_of(catalog: Catalog, record_id: str) -> str:
    """Records of other tools do not always name their warcinfo."""
    capture = catalog.capture(record_id)
    return capture.crawl if capture else ""


def _row_differences(catalog: Catalog, found: Capture | Note) -> Iterator[Difference]:
    if isinstance(found, Capture):
        known = catalog.capture(found.id) or found
        said, told = asdict(known), asdict(as_kept(capture_of(capture_row(found)), known))
        yield from (Difference(found.id, name, said[name], told[name]) for name in said if said[name] != told[name])
        return
    stored = catalog.connection.execute(_NOTE_ROW, (found.id,)).fetchone()
    if stored != note_row(found):
        yield Difference(found.id, "note", stored, note_row(found))


def _revisit_differences(catalog: Catalog, revisit: Capture, record: Record) -> Iterator[Difference]:
    """A revisit must lead to one whole response of the same payload, whose URL and time it tells."""
    known = catalog.capture(revisit.id) or revisit
    original = catalog.capture(known.refers_to or "")
    if original is None or original.kind != "response" or original.truncated:
        yield Difference(revisit.id, "original", known.refers_to, original.kind if original else None)
        return
    if is_imported(revisit.place.warc_file):  # others tell less, and times by coarser clocks
        if record.header.get("WARC-Payload-Digest") != original.payload_digest:
            yield Difference(revisit.id, "original", original.payload_digest, record.header.get("WARC-Payload-Digest"))
        return
    told = [record.header.get(f"WARC-{name}") for name in ("Payload-Digest", "Refers-To-Target-URI", "Refers-To-Date")]
    said = [original.payload_digest, original.url, original.captured]
    if told != said:
        yield Difference(revisit.id, "original", said, told)


def _proven(lead: Record, role: str, place: Place) -> ProvenRecord:
    is_response = lead.type == "response"
    return ProvenRecord(
        role=role,
        id=lead.id,
        type=lead.type,
        url=(lead.header.get("WARC-Target-URI") or "").strip("<>"),
        written=lead.header.get("WARC-Date") or "",
        warc_file=place.warc_file,
        warc_offset=lead.offset,
        warc_length=lead.length,
        block_digest=lead.header.get("WARC-Block-Digest"),
        block_bytes=lead.block.seek(0, 2),
        payload_digest=lead.header.get("WARC-Payload-Digest"),
        payload_bytes=sum(map(len, pieces(entity(lead.block)))) if is_response else None,
        status=_first_line(lead) if is_response else None,
        refers_to=(lead.header.get("WARC-Refers-To") or "").strip("<>") or None,
    )


def _first_line(record: Record) -> str:
    record.block.seek(0)
    return record.block.readline(1000).decode("latin-1").strip()
