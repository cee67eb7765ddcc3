"""The catalog's rows of WARC records: one function for what is just appended and what is read from a file again."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, cast
from urllib.parse import quote_from_bytes, urljoin

from archive import clock
from archive.digests import digest
from archive.errors import RecordError
from archive.fields import Fields
from archive.groups import groups, is_whole, lead_of
from archive.http1 import Head, entity, head_of, parse_head
from archive.model import Capture, Note, Place
from archive.pieces import pieces
from archive.record import (
    NOTE_URN,
    failure_of,
    fields_of,
    foreign_fields_of,
    instant_of,
    resource_head,
    response_of,
    truncation_of,
)
from archive.warc import Record
from archive.warcfile import is_imported

NoteKind = Literal["crawl", "session", "crawl-report", "agency-file", "urls", "correction", "withholding", "import"]

_OF_SERVERS = ("response", "revisit", "resource")
_HTTP = re.compile("https?:", re.IGNORECASE)
_BLANK = re.compile(r"[\t\r\n]+")


def rows(
    root: Path, warc_file: str, agency: str, start: int = 0, crawl: str = ""
) -> Iterator[Capture | Note | RecordError]:
    """The rows of a WARC file's records from an offset on, in their order; `warc_file` is relative to `root`.

    Where a record cannot be read its RecordError comes instead, and what stands behind it follows. An exchange that
    is not whole in a file that is still open has no row: it is being written, or torn. `crawl` is the one that goes on
    at `start`, for records that do not name theirs.
    """
    path = root / warc_file
    is_closed = path.exists()
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
    fields = foreign_fields_of(group) if is_imported(warc_file) else fields_of(group)
    if lead.type == "warcinfo":
        return _warcinfo(lead, fields, agency, place)
    if lead.target.startswith(NOTE_URN):
        return _note(lead, agency, crawl, place)
    if lead.type in _OF_SERVERS or fields.get("failure"):
        # Other tools keep answers of name servers and pictures of pages among the answers of web servers.
        return _capture(lead, fields, agency, crawl, place) if _HTTP.match(lead.target) else None
    return None


def _warcinfo(record: Record, fields: Fields, agency: str, place: Place) -> Note | None:
    """A crawl's first warcinfo is its note; those at the head of its further files only say to whom they belong.

    What was written without crawling, a person's ruling, is under a warcinfo that says so. Another tool's crawl is
    none of ours either: nothing is due by it.
    """
    content = dict(fields.lines)
    if content.get("isPartOf", record.id) != record.id:
        return None
    is_others = is_imported(place.warc_file) and "isPartOf" not in content
    kind: NoteKind = "session" if is_others or content.get("activity") else "crawl"
    return Note(record.id, agency, record.id, kind, instant_of(record), content, place)


def _note(record: Record, agency: str, crawl: str, place: Place) -> Note:
    kind = record.target.removeprefix(NOTE_URN).partition(":")[0]
    record.block.seek(0)
    content: Any = json.loads(record.block.read())
    if not isinstance(content, dict):
        raise ValueError(f"a note of kind {kind!r} that is no JSON object")
    return Note(record.id, agency, crawl, cast(NoteKind, kind), record.header.get("WARC-Date") or "", content, place)


def _capture(lead: Record, fields: Fields, agency: str, crawl: str, place: Place) -> Capture:
    head = _head(lead, fields)
    is_response = lead.type in ("response", "resource")
    return Capture(
        id=lead.id,
        agency=agency,
        crawl=crawl,
        url=lead.target,
        captured=instant_of(lead),
        kind="failure" if head is None else "response" if is_response else "revisit",
        place=place,
        status=head.status if head else None,
        mime=_mime(head) if head else None,
        payload_digest=_payload_digest(lead) if is_response else lead.header.get("WARC-Payload-Digest"),
        payload_size=_payload_size(lead, head) if is_response and head else None,
        redirect=_redirect(lead.target, head) if head else None,
        truncated=truncation_of(lead) if is_response else None,
        failure=failure_of(fields),
        tls_unverified=fields.get("tlsUnverified"),
        refers_to=_refers_to(lead),
    )


def _head(lead: Record, fields: Fields) -> Head | None:
    if lead.type == "resource":
        return parse_head(resource_head(lead))
    response = response_of(lead, fields)
    return head_of(response) if response else None


def _payload_digest(lead: Record) -> str:
    """As the record tells it; other tools' records that tell none get one like ours."""
    told = lead.header.get("WARC-Payload-Digest")
    if told:
        return told
    lead.block.seek(0)
    return digest(lead.block if lead.type == "resource" else entity(lead.block))


def _refers_to(lead: Record) -> str | None:
    """The original's id; where another tool names it by time and URL only, both, until `Catalog.resolve` finds it."""
    told = lead.header.get("WARC-Refers-To")
    url, date = lead.header.get("WARC-Refers-To-Target-URI"), lead.header.get("WARC-Refers-To-Date")
    if told or not (url and date):
        return (told or "").strip("<>") or None
    return f"{clock.stamp(clock.parse(date))} {url.strip('<>')}"


def _payload_size(lead: Record, head: Head) -> int:
    if lead.type == "response" and head.chunked:
        return sum(map(len, pieces(entity(lead.block))))
    return lead.block.seek(0, 2) - (head.size if lead.type == "response" else 0)


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
