"""What the catalog derives, held against what it derives it from: articles against readings, rulings against notes.

Whether the readings say what the pages do is for `pipelines.proof`, which reads the pages again.
"""

import json
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import fields
from typing import Any

from archive.articles import stored_article
from archive.catalog import Catalog
from archive.fixity.proven import Difference
from archive.fixity.verify import Finding
from archive.model import Note, Place
from archive.rulings import KINDS, ruled, ruled_by, ruling_rows
from archive.settled import Article, Version
from archive.settling import Ledger
from archive.written import content_of
from pipelines.rules import RULES
from pipelines.settling.evidence import Evidence
from pipelines.settling.settle import article_from

_BATCH = 64
_READINGS = """SELECT r.capture, r.title, r.blocks, r.content, c.warc_file, c.warc_offset
    FROM reading r JOIN capture c ON c.id = r.capture"""
_NOTES = f"""SELECT id, agency, crawl, kind, noted, content, warc_file, warc_offset, warc_length FROM note
    WHERE kind IN ({", ".join(f"'{kind}'" for kind in KINDS)})"""
_RULINGS = """SELECT r.agency, r.url, r.name, r.value, r.who, r.because, r.noted, r.note,
    coalesce(n.warc_file, ''), coalesce(n.warc_offset, 0) FROM ruling r LEFT JOIN note n ON n.id = r.note"""
_URLS = """SELECT url FROM article WHERE agency = :agency AND url > :after
    UNION SELECT article FROM standing WHERE agency = :agency AND article > :after ORDER BY 1 LIMIT :limit"""
_PLACE = "SELECT warc_file, warc_offset FROM capture WHERE agency = ? AND url = ? ORDER BY captured DESC, id LIMIT 1"
_WAITS = "SELECT EXISTS (SELECT 1 FROM pending WHERE agency = ?)"
_IS_OLD = """SELECT EXISTS (SELECT 1 FROM reading r JOIN capture c ON c.id = r.capture
    WHERE r.rules NOT LIKE ? AND c.agency = ?)"""
_AGENCIES = "SELECT DISTINCT agency FROM standing"


def derived(catalog: Catalog, passed_over: Collection[str]) -> Iterator[Finding]:
    """Rows that say otherwise than what they derive from, each a `row-differs` at the record behind it.

    The articles of some agencies are passed over: those that are `unready`.
    """
    yield from _readings(catalog.connection)
    yield from _rulings(catalog.connection)
    for (agency,) in catalog.connection.execute(_AGENCIES).fetchall():
        if agency not in passed_over:
            yield from _articles(catalog.connection, agency)


def unready(catalog: Catalog) -> dict[str, str]:
    """The agencies whose articles cannot be held against their readings now: why, and what makes them ready."""
    found = {}
    for (agency,) in catalog.connection.execute(_AGENCIES).fetchall():
        if catalog.connection.execute(_WAITS, (agency,)).fetchone()[0]:
            found[agency] = f"some of its pages wait to be settled: `luuchieu crawl {agency}` or `luuchieu reindex`"
        elif catalog.connection.execute(_IS_OLD, (f"{RULES}%", agency)).fetchone()[0]:
            found[agency] = "some of its pages were read by older rules: `luuchieu reindex`"
    return found


def differences(row: Article, made: Article) -> list[Difference]:
    """Where an article's row says otherwise than what settling made now."""
    found = [*_field_differences(row.url, row, made, skip="versions")]
    if len(row.versions) != len(made.versions):
        found.append(Difference(row.url, "versions", len(row.versions), len(made.versions)))
    for number, (old, new) in enumerate(zip(row.versions, made.versions, strict=False), 1):
        found += _field_differences(f"version {number}", old, new)
    return found


def _field_differences(
    where: str, row: Article | Version, made: Article | Version, skip: str = ""
) -> Iterator[Difference]:
    for one in fields(row):
        said, read = getattr(row, one.name), getattr(made, one.name)
        if said != read and one.name != skip:
            yield Difference(where, one.name, said, read)


def _readings(connection: sqlite3.Connection) -> Iterator[Finding]:
    for capture, title, blocks, content, file, offset in connection.execute(_READINGS):
        if content_of(title, blocks) != content:
            yield Finding(file, offset, "row-differs", f"title or text of the reading of {capture} were changed")


def _rulings(connection: sqlite3.Connection) -> Iterator[Finding]:
    """Rulings that no note tells of, and notes whose rulings are not there."""
    kept: dict[tuple[Any, ...], tuple[str, int]] = {}
    told: dict[tuple[Any, ...], tuple[str, int]] = {}
    for *row, file, offset in connection.execute(_RULINGS):
        kept[tuple(row)] = file, offset
    for note_id, agency, crawl, kind, noted, content, *place in connection.execute(_NOTES):
        note = Note(note_id, agency, crawl, kind, noted, json.loads(content), Place(*place))
        told |= dict.fromkeys(ruling_rows(note), (note.place.warc_file, note.place.warc_offset))
    for row in sorted(kept.keys() ^ told.keys(), key=repr):
        what = "is in the catalog and in no note" if row in kept else "is in a note and not in the catalog"
        yield Finding(*(kept | told)[row], "row-differs", f"the ruling on {row[2]} of {row[0]}:{row[1]} {what}")


def _articles(connection: sqlite3.Connection, agency: str) -> Iterator[Finding]:
    after = ""
    while True:
        with _snapshot(connection):
            (waits,) = connection.execute(_WAITS, (agency,)).fetchone()  # a crawl may have begun meanwhile
            batch = {"agency": agency, "after": after, "limit": _BATCH}
            urls = [] if waits else [url for (url,) in connection.execute(_URLS, batch)]
            evidence = Evidence(Ledger(connection, agency))
            evidence.expect(urls)
            findings = [one for url in urls for one in _article(connection, evidence, agency, url)]
        yield from findings
        if len(urls) < _BATCH:
            return
        after = urls[-1]


def _article(connection: sqlite3.Connection, evidence: Evidence, agency: str, url: str) -> Iterator[Finding]:
    file, offset = connection.execute(_PLACE, (agency, url)).fetchone() or ("catalog.db", 0)
    told = f"the article {agency}:{url}"
    row, made = stored_article(connection, agency, url), article_from(evidence, agency, url)
    if row is None or made is None:
        why = "has no row, though its readings show it" if row is None else "has a row, though no reading shows it"
        yield Finding(file, offset, "row-differs", f"{told} {why}")
        return
    if found := differences(row, made):
        # What it says stays unsaid: it may be withheld.
        names = ", ".join(one.what if one.where == url else f"{one.where}: {one.what}" for one in found)
        yield Finding(file, offset, "row-differs", f"{told} says otherwise than its readings: {names}")
    if ruled(connection, agency, url) != ruled_by(evidence.rulings(url)):
        yield Finding(file, offset, "row-differs", f"{told} does not show what people ruled about it")


@contextmanager
def _snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Inside, the catalog is as it was at the first look."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("COMMIT")
