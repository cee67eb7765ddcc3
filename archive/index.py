"""The catalog's rows of WARC records: one function for what is just appended and what is read from a file again."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import quote_from_bytes, urljoin

from archive.errors import RecordError
from archive.fields import Fields
from archive.groups import groups, is_whole, lead_of
from archive.http1 import Head, entity, head_of
from archive.model import Capture, Note, Place
from archive.record import NOTE_URN, failure_of, fields_of, response_of, truncation_of
from archive.warc import Record, pieces

NoteKind = Literal["crawl", "session", "crawl-report", "agency-file", "urls", "correction", "withholding"]

_BLANK = re.compile(r"[\t\r\n]+")


def rows(root: Path, warc_file: str, agency: str, start: int = 0) -> Iterator[Capture | Note | RecordError]:
    """The rows of a WARC file's records from an offset on, in their order; `warc_file` is relative to `root`.

    Where a record cannot be read its RecordError comes instead, and what stands behind it follows. An exchange that
    is not whole in a file that is still open has no row: it is being written, or torn.
    """
    path = root / warc_file
    is_closed = path.exists()
    crawl = ""
    for group in groups(path, start):
        if isinstance(group, RecordError):
            yield group
            continue
        crawl = group[0].id if group[0].type == "warcinfo" else crawl
        try:
            found = row(group, agency, warc_file, crawl) if is_closed or is_whole(group) else None
        except ValueError as error:
            yield RecordError(path, group[0].offset, error)
            continue
        if found is not None:
            yield found


def row(group: Sequence[Record], agency: str, warc_file: str, crawl: str = "") -> Capture | Note | None:
    """The row of an exchange's records, of a note or of a crawl's warcinfo; None for what has no row.

    `crawl` holds for records that do not say to which warcinfo they belong. Raises ValueError for malformed fields.
    """
    lead = lead_of(group)
    crawl = (lead.header.get("WARC-Warcinfo-ID") or crawl).strip("<>")
    place = Place(warc_file, lead.offset, lead.length)
    if lead.type == "warcinfo":
        return _warcinfo(lead, agency, place)
    if (lead.header.get("WARC-Target-URI") or "").startswith(NOTE_URN):
        return _note(lead, agency, crawl, place)
    fields = fields_of(group)
    if lead.type in ("response", "revisit") or fields.get("failure"):
        return _capture(lead, fields, agency, crawl, place)
    return None


def _warcinfo(record: Record, agency: str, place: Place) -> Note | None:
    """A crawl's first warcinfo is its note; those at the head of its further files only say to whom they belong.

    What was written without crawling, a person's ruling, is under a warcinfo that says so.
    """
    content = dict(fields_of([record]).lines)
    if content.get("isPartOf", record.id) != record.id:
        return None
    kind: NoteKind = "session" if content.get("activity") else "crawl"
    return Note(record.id, agency, record.id, kind, record.header.get("WARC-Date") or "", content, place)


def _note(record: Record, agency: str, crawl: str, place: Place) -> Note:
    kind = (record.header.get("WARC-Target-URI") or "").removeprefix(NOTE_URN).partition(":")[0]
    record.block.seek(0)
    content: Any = json.loads(record.block.read())
    if not isinstance(content, dict):
        raise ValueError(f"a note of kind {kind!r} that is no JSON object")
    return Note(record.id, agency, crawl, cast(NoteKind, kind), record.header.get("WARC-Date") or "", content, place)


def _capture(lead: Record, fields: Fields, agency: str, crawl: str, place: Place) -> Capture:
    response = response_of(lead, fields)
    head = head_of(response) if response else None
    url = lead.header.get("WARC-Target-URI") or ""
    is_response = lead.type == "response"
    return Capture(
        id=lead.id,
        agency=agency,
        crawl=crawl,
        url=url,
        captured=lead.header.get("WARC-Date") or "",
        kind=cast(Literal["response", "revisit"], lead.type) if head else "failure",
        place=place,
        status=head.status if head else None,
        mime=_mime(head) if head else None,
        payload_digest=lead.header.get("WARC-Payload-Digest"),
        payload_size=_payload_size(lead, head) if is_response and head else None,
        redirect=_redirect(url, head) if head else None,
        truncated=truncation_of(lead) if is_response else None,
        failure=failure_of(fields),
        tls_unverified=fields.get("tlsUnverified"),
        refers_to=(lead.header.get("WARC-Refers-To") or "").strip("<>") or None,
    )


def _payload_size(lead: Record, head: Head) -> int:
    if head.chunked:
        return sum(map(len, pieces(entity(lead.block))))
    return lead.block.seek(0, 2) - head.size


def _mime(head: Head) -> str | None:
    """The media type as sent, lower-cased, without parameters."""
    value = head.get(b"content-type") or b""
    return value.partition(b";")[0].strip().lower().decode("latin-1") or None


def _redirect(url: str, head: Head) -> str | None:
    """Where a 3xx points, absolute; None where it points nowhere that is a URL.

    Vietnamese servers send UTF-8 as it is; bytes in another encoding are percent-escaped, as browsers do.
    """
    location = head.get(b"location")
    if head.status // 100 != 3 or not location:
        return None
    try:
        target = location.decode()
    except UnicodeDecodeError:
        target = quote_from_bytes(location, safe=bytes(range(0x21, 0x7F)))
    try:
        return urljoin(url, _BLANK.sub("", target).strip())
    except ValueError:
        return None
