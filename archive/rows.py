"""Nouns as rows of the catalog and back, and the statements that write them."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from archive.model import Capture, Failure, Note, Place
from archive.urls import fetch_key
from archive.warcfile import is_imported

CAPTURE_COLUMNS = """id, agency, crawl, url, captured, kind, warc_file, warc_offset, warc_length, status, mime,
    payload_digest, payload_size, redirect, truncated, failure_reason, failure_detail, tls_unverified, refers_to"""


def _insert(table: str, columns: str, conflict: str) -> str:
    marks = ", ".join("?" * len(columns.split(",")))
    return f"INSERT INTO {table} ({columns}) VALUES ({marks}) {conflict}"


# A record may also stand in a file that was imported, made from this archive or from one that was merged into it: the
# row places it in our own file, else in the first by name, whichever was indexed first.
_RANK = "({0}.warc_file LIKE '%/imported/%', {0}.warc_file, {0}.warc_offset)"
_FIRST_PLACE = """ON CONFLICT (id) DO UPDATE SET agency = excluded.agency, warc_file = excluded.warc_file,
    warc_offset = excluded.warc_offset, warc_length = excluded.warc_length WHERE {} < {}"""
ADD_CAPTURE = _insert(
    "capture", CAPTURE_COLUMNS, _FIRST_PLACE.format(_RANK.format("excluded"), _RANK.format("capture"))
)
ADD_NOTE = _insert(
    "note",
    "id, agency, crawl, kind, noted, content, warc_file, warc_offset, warc_length",
    _FIRST_PLACE.format(_RANK.format("excluded"), _RANK.format("note")),
)
ADD_URL = _insert(
    "url",
    "agency, url, state, reason, noted, note",
    """ON CONFLICT (agency, url) DO UPDATE
    SET state = excluded.state, reason = excluded.reason, noted = excluded.noted, note = excluded.note
    WHERE (excluded.noted, excluded.note) > (noted, note)""",
)
# The first dated document speaks for a URL, so that the same feed read again tomorrow changes nothing; only the time of
# the last change grows. A document read under other rules no longer speaks.
_EARLIER = "(excluded.published IS NULL, excluded.captured, excluded.capture) < (published IS NULL, captured, capture)"
_TAKES_OVER = f"excluded.rules <> rules OR {_EARLIER}"
_HINTED = ("title", "published", "captured", "capture", "rules")
ADD_HINT = _insert(
    "hint",
    "agency, url, place, title, published, modified, captured, capture, rules",
    f"""ON CONFLICT (agency, url, place) DO UPDATE
    SET {", ".join(f"{name} = CASE WHEN {_TAKES_OVER} THEN excluded.{name} ELSE {name} END" for name in _HINTED)},
        modified = CASE WHEN excluded.rules <> rules OR modified IS NULL THEN excluded.modified
                        ELSE max(modified, coalesce(excluded.modified, '')) END
    WHERE {_TAKES_OVER} OR excluded.modified > coalesce(modified, '')""",
)


def capture_of(row: Sequence[Any]) -> Capture:
    """The Capture of a row of table `capture`, its columns in the table's order."""
    place = Place(*row[6:9])
    failure = Failure(row[15], row[16] or "") if row[15] else None
    fields = (*row[:6], place, *row[9:15], failure, *row[17:19])
    return Capture(*fields)


def as_kept(found: Capture, known: Capture) -> Capture:
    """A capture as its record tells it, but for what the row of an imported one, `known`, rightly says otherwise.

    That is the original of a revisit that named it by time and URL only, and the place and agency of a record that
    stands in another file as well, which counts more.
    """
    if not is_imported(found.place.warc_file):
        return found
    is_resolved = found.refers_to is not None and found.refers_to[:1].isdigit()
    elsewhere = known.place.warc_file != found.place.warc_file
    return replace(
        found,
        refers_to=known.refers_to if is_resolved else found.refers_to,
        place=known.place if elsewhere else found.place,
        agency=known.agency if elsewhere else found.agency,
    )


def capture_row(one: Capture) -> tuple[Any, ...]:
    """The row of a capture; where it redirects to becomes a fetch key, so that it can be joined."""
    place, failure = one.place, one.failure
    redirect = fetch_key_or_none(one.redirect)
    return (
        *(one.id, one.agency, one.crawl, one.url, one.captured, one.kind),
        *(place.warc_file, place.warc_offset, place.warc_length),
        *(one.status, one.mime, one.payload_digest, one.payload_size, redirect, one.truncated),
        *((failure.reason, failure.detail) if failure else (None, None)),
        *(one.tls_unverified, one.refers_to),
    )


def note_row(one: Note) -> tuple[Any, ...]:
    """The row of a note."""
    # The URLs of a long list live in the `url` table; a million of them twice would double the catalog.
    content = {"count": len(one.content["urls"])} if one.kind == "urls" else dict(one.content)
    place = one.place
    return (
        *(one.id, one.agency, one.crawl, one.kind, one.noted, json_of(content)),
        *(place.warc_file, place.warc_offset, place.warc_length),
    )


def fetch_key_or_none(url: str | None) -> str | None:
    """The fetch key of a URL; None for what a site wrote and nobody can fetch."""
    try:
        return fetch_key(url) if url else None
    except ValueError:
        return None


json_of = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
