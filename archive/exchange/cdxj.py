"""CDXJ: the index by which replay tools find captures, in the form and with the fields of cdxj-indexer and pywb."""

import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from archive.catalog import Catalog
from archive.exchange.selection import Selection, captures_of, sorted_on_disk
from archive.model import Capture, Place
from archive.urls import urlkey

_NOT_DIGITS = re.compile(r"\D")


def cdxj(catalog: Catalog, selection: Selection) -> Iterator[str]:
    """The lines of the captures selected, without line ends, sorted by their bytes.

    Equal to `cdxj-indexer --sort` over the same files, except that notes about the archive are left out, media types
    are in lower case, and records of other tools get the digest that they name, else SHA-256.
    """
    return sorted_on_disk(line_of(one, one.place) for one in captures_of(catalog, selection))


def line_of(capture: Capture, place: Place) -> str:
    """The line of a capture whose record lies at `place`; only the file's name is told, not its folder."""
    is_revisit = capture.kind == "revisit"
    # A 304 is kept in the metadata record: the revisit itself names no status, and replay takes the original's.
    status = None if is_revisit and capture.status == 304 else capture.status
    fields = {
        "url": capture.url,
        "mime": "warc/revisit" if is_revisit else capture.mime,
        "status": str(status) if status else None,
        "digest": capture.payload_digest,
        "length": str(place.warc_length),
        "offset": str(place.warc_offset),
        "filename": PurePosixPath(place.warc_file).name,
    }
    told = json.dumps({name: value for name, value in fields.items() if value})
    return f"{urlkey(capture.url)} {timestamp_of(capture.captured)} {told}"


def timestamp_of(captured: str) -> str:
    """The fourteen digits, down to seconds, that replay tools write an instant with."""
    return _NOT_DIGITS.sub("", captured)[:14]
