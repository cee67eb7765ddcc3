"""What can be wrong with one WARC record, told from the record itself: its digests, ids, dates and URIs."""

import base64
import hashlib
import mmap
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Literal

from archive import clock
from archive.errors import RecordError
from archive.http1 import entity
from archive.pieces import pieces
from archive.urls import fetch_key
from archive.warc import Record, next_member, open_warc

Fault = Literal[
    "bad-date",
    "bad-id",
    "bad-uri",
    "copy-differs",
    "damaged",
    "digest",
    "duplicate-id",
    "file-name",
    "incomplete",
    "malformed",
    "missing-file",
    "record-without-row",
    "revisit-without-original",
    "row-differs",
    "row-without-record",
    "seal",
    "torn",
    "warcinfo",
    "zeroed",
]
"""The names of faults, as `luuchieu verify` tells them; docs/warc.md says what each means."""

_ABOUT_A_URI = frozenset({"response", "request", "revisit", "resource", "conversion", "continuation"})
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20\x7f]+")
_ID = re.compile(r"[a-z][a-z0-9+.-]*:[^\x00-\x20\x7f<>]+", re.IGNORECASE)
_ZEROS = re.compile(rb"\0{512,}")


def faults_of(record: Record) -> Iterator[tuple[Fault, str]]:
    """The name of every fault of a record by itself, and the fault in words."""
    yield from _header_faults(record)
    yield from _uri_faults(record)
    yield from _block_faults(record)


def _header_faults(record: Record) -> Iterator[tuple[Fault, str]]:
    if not _ID.fullmatch(record.id):
        yield "bad-id", f"WARC-Record-ID is {record.id!r}, which is no URI"
    date = record.header.get("WARC-Date") or ""
    try:
        clock.parse(date)
    except ValueError:
        yield "bad-date", f"WARC-Date of {record.id} is {date!r}"


def _uri_faults(record: Record) -> Iterator[tuple[Fault, str]]:
    uri = record.target
    if not uri and record.type not in _ABOUT_A_URI:
        return
    if not _URI.fullmatch(uri):
        yield "bad-uri", f"WARC-Target-URI of {record.id} is {uri!r}, which is no absolute URI"
        return
    if uri.lower().startswith(("http:", "https:")):
        try:
            fetch_key(uri)
        except ValueError as error:
            yield "bad-uri", f"WARC-Target-URI of {record.id}: {error}"


def _block_faults(record: Record) -> Iterator[tuple[Fault, str]]:
    record.block.seek(0)
    yield from _compare(record, "WARC-Block-Digest", record.block)


def payload_faults(record: Record) -> Iterator[tuple[Fault, str]]:
    """A payload digest of our own that the bytes belie. Other tools disagree on which bytes they take it over."""
    if record.type == "response":
        yield from _compare(record, "WARC-Payload-Digest", entity(record.block))


def _compare(record: Record, name: str, content: IO[bytes]) -> Iterator[tuple[Fault, str]]:
    algorithm, _, told = (record.header.get(name) or "").partition(":")
    if algorithm.lower() not in hashlib.algorithms_guaranteed or algorithm.lower().startswith("shake"):
        return
    hashed = hashlib.new(algorithm.lower())
    for piece in pieces(content):
        hashed.update(piece)
    found = base64.b32encode(hashed.digest()).decode()
    if told.rstrip("=") != found.rstrip("=") and told.lower() != hashed.hexdigest():
        yield "digest", f"{name} of {record.id} says {algorithm}:{told}, the bytes say {algorithm}:{found}"


def diagnose(damage: RecordError) -> tuple[Fault, str]:
    """Name what made a record unreadable: a hole of zeros, a file that ends inside it, else damage of another kind."""
    path, offset, said = Path(damage.args[0]), damage.offset, str(damage.args[2])
    end = next_member(path, offset + 1)
    hole = _hole(path, offset, end)
    if hole:
        return "zeroed", f"{hole[1]} zero bytes from {hole[0]} on: a block of the disk was lost or never written"
    if end is None and isinstance(damage.__cause__, EOFError):
        return "torn", f"the file ends inside this record: {said}"
    return "damaged", said


def _hole(path: Path, start: int, end: int | None) -> tuple[int, int] | None:
    """Offset and length of the longest run of zeros between two offsets, where it is too long to be data."""
    with open_warc(path) as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        runs = [run.span() for run in _ZEROS.finditer(data, start, len(data) if end is None else end)]
    first, last = max(runs, key=lambda run: run[1] - run[0], default=(0, 0))
    return (first, last - first) if last else None
