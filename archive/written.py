"""Readings as the catalog writes them: made where a page was read, so that a crawl's own process need not."""

import hashlib
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from archive.model import Claim, Heading, Hint, Outcome, Published, Reading, Spoken
from archive.rows import fetch_key_or_none, json_of
from archive.twins import original_of

_heading, _spoken, _claim = (attrgetter(*noun.__slots__) for noun in (Heading, Spoken, Claim))


class Written(NamedTuple):
    """One reading by the columns of its row, lists and nouns as JSON, and its hints, which have rows of their own.

    `elsewhere` is told by `row_at`.
    """

    capture: str
    rules: str
    outcome: Outcome
    reason: str
    title: str | None
    blocks: str
    author: str | None
    credited_source: str | None
    section: str | None
    published: str | None
    modified: str | None
    canonical: str | None
    elsewhere: str | None
    content: str
    lang: str | None
    encoding: str | None
    encoding_evidence: str
    raw_text: str | None
    attachments: str
    claims: str
    extractor: str
    previous: str | None
    spoken: str | None
    downloads: str
    doubts: str | None
    hints: tuple[Hint, ...]


READING_COLUMNS = ", ".join(Written._fields[:-1])
ADD_READING = (
    f"INSERT OR REPLACE INTO reading ({READING_COLUMNS}) VALUES ({', '.join('?' * (len(Written._fields) - 1))})"
)


def written(one: Reading) -> Written:
    """A reading as its row will say it."""
    blocks = json_of([(block.kind, block.path, block.text) for block in one.blocks])
    return Written(
        capture=one.capture,
        rules=one.rules,
        outcome=one.outcome,
        reason=one.reason,
        title=one.title,
        blocks=blocks,
        author=one.author,
        credited_source=one.credited_source,
        section=one.section,
        published=json_of(_parts(one.published)) if one.published else None,
        modified=one.modified,
        canonical=one.canonical,
        elsewhere=None,
        content=content_of(one.title, blocks),
        lang=one.lang,
        encoding=one.encoding,
        encoding_evidence=json_of(dict(one.encoding_evidence)),
        raw_text=one.raw_text,
        attachments=_list_of(one.attachments),
        claims=_list_of(list(map(_claim, one.claims))),
        extractor=one.extractor,
        previous=fetch_key_or_none(one.previous),
        spoken=None if one.spoken is None else _list_of(list(map(_spoken, one.spoken))),
        downloads=_list_of([key for url in one.downloads if (key := fetch_key_or_none(url))]),
        doubts=_doubts(one),
        hints=one.hints,
    )


def row_at(one: Written, url: str) -> tuple[Any, ...]:
    """The row of a reading whose capture has this URL."""
    return one._replace(elsewhere=_elsewhere(one, url))[:-1]


def hint_rows(one: Written, sight: tuple[str, str, str]) -> Iterable[tuple[Any, ...]]:
    """The rows of a reading's hints; those for what is no fetchable URL are left out.

    `sight` is agency, URL and time of its capture.
    """
    agency, _, captured = sight
    for hint in one.hints:
        url = fetch_key_or_none(hint.url)
        if url:
            row = (agency, url, hint.where, hint.title, hint.published, hint.modified)
            yield (*row, captured, one.capture, one.rules)


def content_of(title: str | None, blocks: str) -> str:
    """What tells two readings apart, chrome included: equal ones need not be compared block by block."""
    return hashlib.blake2b(f"{title}\n{blocks}".encode(), digest_size=16).hexdigest()


def _elsewhere(one: Written, url: str) -> str | None:
    """Of which other URL a page says, by its canonical link or as a printed view, that it is the same article's.

    Of a stub, where it sends the browser.
    """
    key = fetch_key_or_none(one.canonical)
    if key and key != url:
        return key
    return None if one.outcome == "stub" else fetch_key_or_none(original_of(url))


def _doubts(reading: Reading) -> str | None:
    """What of a reading only the host's other pages can confirm: its headings, and the stamps that tell its date."""
    if not (reading.headings or reading.stamps):
        return None
    stamps = [
        (stamp.path, stamp.text, _parts(stamp.otherwise) if stamp.otherwise else None) for stamp in reading.stamps
    ]
    return json_of([list(map(_heading, reading.headings)), stamps])


def _parts(one: Published) -> list[Any]:
    return [one.value, one.precision, one.text, one.where, one.inferred_year]


def _list_of(items: Sequence[Any]) -> str:
    """JSON of a list; most are empty, and an encoder is dear to begin with."""
    return json_of(items) if items else "[]"
