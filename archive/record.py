"""An exchange as WARC records: response (or revisit), request and metadata, each naming the others.

They stand in this order and next to each other, so that the place of the first finds all. The first names the rest
by `WARC-Concurrent-To`: a group that a crash cut off is recognised, and is not taken for an exchange.
"""

import base64
import io
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, cast, get_args

from archive import clock
from archive.digests import digest
from archive.drafts import WARC_FIELDS, Draft, Revisit, drafts_of, one_line
from archive.errors import RecordError
from archive.fields import Fields, parse_fields
from archive.figures import figure
from archive.groups import grouped, is_whole, lead_of
from archive.ids import new_id
from archive.model import Exchange, Failure, FailureReason, Place, Truncation
from archive.pieces import pieces
from archive.warc import Output, Record, close_blocks, records, write_record
from archive.warcfile import is_imported

NOTE_URN = "urn:luuchieu:"
_IN_MEMORY = 1024 * 1024
_STAMP_LENGTH = len("2026-11-22T01:25:17.000123Z")


def write_exchange(out: Output, exchange: Exchange, crawl: str, revisit: Revisit | None = None) -> tuple[Record, ...]:
    """Append the records of an exchange and return them as reading would find them, the indexed one first.

    `crawl` is the id of the warcinfo record. Bodies are streamed, a revisit's body is not written, a request that was
    never sent has no record. Raises ValueError, perhaps half-way, for what no record can hold.
    """
    drafts = drafts_of(exchange, revisit)
    ids = [new_id() for _ in drafts]
    common = (("WARC-Target-URI", exchange.url), ("WARC-Warcinfo-ID", f"<{crawl}>"))
    written = []
    for draft, own in zip(drafts, ids, strict=True):
        named = ids[1:] if own == ids[0] else ids[:1]
        concurrent = tuple(("WARC-Concurrent-To", f"<{one}>") for one in named)
        written.append(_write(out, draft, own, exchange.started, common + concurrent))
    return tuple(written)


def write_note(out: Output, kind: str, agency: str, content: Mapping[str, Any], crawl: str, noted: str) -> Record:
    """Append a JSON metadata record about the archive itself and return it as reading would find it."""
    block = io.BytesIO(json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode())
    fields = (("WARC-Target-URI", f"{NOTE_URN}{kind}:{agency}"), ("WARC-Warcinfo-ID", f"<{crawl}>"))
    return _write(out, Draft("metadata", "application/json", block), new_id(), noted, fields)


def write_warcinfo(out: Output, about: Mapping[str, str], file_name: str, record_id: str, noted: str) -> Record:
    """Append a warcinfo record and return it as reading would find it. Runs of white space in values become one."""
    block = io.BytesIO(Fields(tuple((name, one_line(value)) for name, value in about.items())).dump())
    return _write(out, Draft("warcinfo", WARC_FIELDS, block), record_id, noted, (("WARC-Filename", file_name),))


def _write(out: Output, draft: Draft, own: str, date: str, fields: tuple[tuple[str, str], ...]) -> Record:
    draft.block.seek(0)
    block_digest = digest(draft.block)
    header = (
        ("WARC-Type", draft.type),
        ("WARC-Record-ID", f"<{own}>"),
        ("WARC-Date", date),
        *fields,
        *draft.fields,
        ("WARC-Block-Digest", block_digest),
        ("Content-Type", draft.content_type),
        ("Content-Length", str(draft.block.tell())),
    )
    return write_record(out, Fields(header), draft.block, draft.stored_from)


def fields_of(group: Sequence[Record]) -> Fields:
    """The fields of a group's metadata record. Raises ValueError where they are malformed."""
    for record in group:
        if record.type in ("metadata", "warcinfo") and record.header.get("Content-Type") == WARC_FIELDS:
            record.block.seek(0)
            return parse_fields(record.block.read())
    return Fields(())


def foreign_fields_of(group: Sequence[Record]) -> Fields:
    """The fields of a group's metadata record as other tools write them: none where they are malformed."""
    try:
        return fields_of(group)
    except ValueError:
        return Fields(())


def response_of(lead: Record, fields: Fields) -> IO[bytes] | None:
    """What the server sent as far as it was kept: of a revisit the head. None for a failure.

    Of a resource, which other tools write where they kept a page without its head, it is the page behind a plain head.
    """
    not_modified = fields.get("notModified")
    if not_modified is not None:
        return io.BytesIO(base64.b64decode(not_modified))
    if lead.type == "resource":
        return _behind_head(lead)
    return lead.block if lead.type in ("response", "revisit") else None


def resource_head(lead: Record) -> bytes:
    """The head that a resource has when it is read, as replay tools make it up."""
    mime = lead.header.get("Content-Type") or "application/octet-stream"
    return f"HTTP/1.1 200 OK\r\nContent-Type: {mime}\r\n\r\n".encode()


def _behind_head(lead: Record) -> IO[bytes]:
    whole = tempfile.TemporaryFile() if lead.length > _IN_MEMORY else io.BytesIO()  # noqa: SIM115, it outlives this call
    whole.write(resource_head(lead))
    lead.block.seek(0)
    for piece in pieces(lead.block):
        whole.write(piece)
    whole.seek(0)
    return whole


def instant_of(record: Record) -> str:
    """When the record's content was fetched, as a stamp, whatever precision it was written with.

    Raises ValueError where the record tells no time.
    """
    told = record.header.get("WARC-Date") or ""
    return told if len(told) == _STAMP_LENGTH else clock.stamp(clock.parse(told))


def failure_of(fields: Fields) -> Failure | None:
    """The failure a metadata record tells of. Raises ValueError for a reason that is none."""
    reason = fields.get("failure")
    if reason is None:
        return None
    if reason not in get_args(FailureReason):
        raise ValueError(f"failure: {reason!r} is no reason; there are {', '.join(get_args(FailureReason))}")
    return Failure(cast(FailureReason, reason), fields.get("failureDetail") or "")


def truncation_of(lead: Record) -> Truncation | None:
    """Why the record's block is not whole; words that WARC 1.1 does not know count as `unspecified`."""
    word = lead.header.get("WARC-Truncated")
    if word is None or word in get_args(Truncation):
        return cast(Truncation | None, word)
    return "unspecified"


def read_exchange(root: Path, place: Place) -> Exchange:
    """Read an exchange back as it was written; its response is the caller's to close.

    Of a revisit it holds the head only. Raises RecordError, naming file and offset, if no exchange stands there whole.
    """
    path = root / place.warc_file
    for group in grouped(records(path, place.warc_offset)):
        try:
            if is_imported(place.warc_file):
                return _exchange(group, foreign_fields_of(group))
            if not is_whole(group):
                raise ValueError(f"a record of type {lead_of(group).type!r}, not a whole exchange")
            return _exchange(group, fields_of(group))
        except ValueError as error:
            close_blocks(group)
            raise RecordError(path, place.warc_offset, error) from error
    raise RecordError(path, place.warc_offset, "the file ends here")


def _exchange(group: Sequence[Record], fields: Fields) -> Exchange:
    lead = lead_of(group)
    response, failure = response_of(lead, fields), failure_of(fields)
    if response is None and failure is None:
        raise ValueError(f"a record of type {lead.type!r}, not a whole exchange")
    request = b"".join(record.block.read() for record in group if record.type == "request")
    request = request or base64.b64decode(fields.get("request") or "")
    close_blocks(record for record in group if record.block is not response)
    return Exchange(
        url=lead.target,
        started=instant_of(lead),
        request=request,
        response=response,
        duration_ms=figure(fields.get("fetchTimeMs") or "") or 0,
        ip=lead.header.get("WARC-IP-Address") or fields.get("ip"),
        truncated=truncation_of(lead),
        failure=failure,
        tls_unverified=fields.get("tlsUnverified"),
        redacted=fields.get_all("redacted"),
        interim=base64.b64decode(fields.get("interim") or ""),
    )
