"""Nouns as rows of the catalog and back, and the statements that write them."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any

from archive.model import Capture, Failure, Heading, Note, Place, Published, Reading, Spoken
from archive.twins import original_of
from archive.urls import fetch_key
from archive.warcfile import is_imported

CAPTURE_COLUMNS = """id, agency, crawl, url, captured, kind, warc_file, warc_offset, warc_length, status, mime,
    payload_digest, payload_size, redirect, truncated, failure_reason, failure_detail, tls_unverified, refers_to"""
READING_COLUMNS = """capture, rules, outcome, reason, title, blocks, author, credited_source, section,
    published, modified, canonical, elsewhere, content, lang, encoding, encoding_evidence, raw_text, attachments,
    claims, extractor, previous, spoken, downloads, doubts"""

_heading, _spoken = (attrgetter(*noun.__slots__) for noun in (Heading, Spoken))


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
ADD_READING = _insert("reading", READING_COLUMNS, "").replace("INSERT", "INSERT OR REPLACE", 1)
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


def reading_row(one: Reading, sight: tuple[str, str, str]) -> tuple[Any, ...]:
    """The row of a reading; `sight` is agency, URL and time of its capture."""
    published = _published(one.published)
    blocks = json_of([(block.kind, block.path, block.text) for block in one.blocks])
    return (
        *(one.capture, one.rules, one.outcome, one.reason, one.title),
        blocks,
        *(one.author, one.credited_source, one.section),
        json_of(published) if published else None,
        *(
            one.modified,
            one.canonical,
            _elsewhere(one, sight[1]),
            content_of(one.title, blocks),
            one.lang,
            one.encoding,
        ),
        *(json_of(dict(one.encoding_evidence)), one.raw_text, _list_of(one.attachments)),
        *(_list_of([(claim.where, claim.count) for claim in one.claims]), one.extractor),
        *(fetch_key_or_none(one.previous), None if one.spoken is None else _list_of(list(map(_spoken, one.spoken)))),
        _list_of([key for url in one.downloads if (key := fetch_key_or_none(url))]),
        _doubts(one),
    )


def _doubts(reading: Reading) -> str | None:
    """What of a reading only the host's other pages can confirm: its headings, and the stamps that tell its date."""
    if not (reading.headings or reading.stamps):
        return None
    stamps = [(stamp.path, stamp.text, _published(stamp.otherwise)) for stamp in reading.stamps]
    return json_of([list(map(_heading, reading.headings)), stamps])


def _list_of(items: Sequence[Any]) -> str:
    """JSON of a list; most are empty, and an encoder is dear to begin with."""
    return json_of(items) if items else "[]"


def _published(one: Published | None) -> list[Any] | None:
    return [one.value, one.precision, one.text, one.where, one.inferred_year] if one else None


def hint_rows(one: Reading, sight: tuple[str, str, str]) -> Iterable[tuple[Any, ...]]:
    """The rows of a reading's hints; those for what is no fetchable URL are left out."""
    agency, _, captured = sight
    for hint in one.hints:
        url = fetch_key_or_none(hint.url)
        if url:
            row = (agency, url, hint.where, hint.title, hint.published, hint.modified)
            yield (*row, captured, one.capture, one.rules)


def fetch_key_or_none(url: str | None) -> str | None:
    """The fetch key of a URL; None for what a site wrote and nobody can fetch."""
    try:
        return fetch_key(url) if url else None
    except ValueError:
        return None


def _elsewhere(reading: Reading, url: str) -> str | None:
    """Of which other URL a page says, by its canonical link or as a printed view, that it is the same article's.

    Of a stub, where it sends the browser.
    """
    key = fetch_key_or_none(reading.canonical)
    if key and key != url:
        return key
    return None if reading.outcome == "stub" else fetch_key_or_none(original_of(url))


def content_of(title: str | None, blocks: str) -> str:
    """What tells two readings apart, chrome included: equal ones need not be compared block by block."""
    return hashlib.blake2b(f"{title}\n{blocks}".encode(), digest_size=16).hexdigest()


json_of = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
