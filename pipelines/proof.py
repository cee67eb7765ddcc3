"""A row of the catalog followed back to the bytes on the wire: row → version → capture → record → bytes → text.

Nothing is taken from the row that the bytes can tell: records are read at their file and offset, their digests are
computed, the pages are read again by today's rules, and what settling makes of that is held against the row.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from archive.articles import stored_article
from archive.catalog import Catalog
from archive.errors import LuuchieuError, UsageError
from archive.fixity.proven import Difference, ProvenRecord, prove_record
from archive.home import Home
from archive.lookup import known_urls, lost_row
from archive.model import Capture, Reading
from archive.overlay import overlaid
from archive.record import read_exchange
from archive.rulings import ruled, ruled_by
from archive.settled import Article
from archive.settling import Ledger
from archive.written import READING_COLUMNS, row_at, written
from pipelines.agency import Agency
from pipelines.agreement import differences
from pipelines.reading.full import read_fully
from pipelines.rules import RULES, rules_for
from pipelines.settling.chrome import SAMPLE
from pipelines.settling.evidence import Evidence
from pipelines.settling.settle import article_from
from pipelines.settling.shared import host_marks
from pipelines.settling.sights import document_sights

_RECORD = "urn:"
_ROW = re.compile(r"([a-z0-9][a-z0-9-]*):(https?://.+)")
_NAMES = tuple(READING_COLUMNS.split(", "))


@dataclass(frozen=True, slots=True)
class Proof:
    """What stands behind one article's row; it is proven when there are no `differences`.

    `article` is the article as stored, None for a URL that shows none, without its words where it is `withheld`;
    `rules` those it was read again by, and `marks` how many pieces of its host's chrome were taken off.
    """

    agency: str
    url: str
    article: Article | None
    rules: str
    marks: int
    records: tuple[ProvenRecord, ...]
    differences: tuple[Difference, ...]
    withheld: bool = False


def prove_article(home: Home, catalog: Catalog, agency: Agency, url: str) -> Proof:
    """Prove the row of an article or page and all its versions. Raises ArchiveError where there is no such row."""
    article = stored_article(catalog.connection, agency.slug, url)
    if article is None:
        raise lost_row(agency.slug, url)
    evidence = Evidence(Ledger(catalog.connection, agency.slug))
    rulings = evidence.rulings(url)
    documents = _documents(evidence, article)
    roles = _roles(catalog, article) | {one.note: f"by hand: {name}" for name, one in rulings.items()}
    records, differences = _prove_records(home, catalog, dict.fromkeys(documents, "document") | roles)
    readings, unread = _read_again(home, catalog, agency, [*_sources(article), *documents])
    differences += [*unread, *_reading_differences(catalog, readings)]
    hosts = {standing.host for standing in evidence.ledger.standings(evidence.members(url)).values()}
    marks = {host: evidence.ledger.marks(host) for host in hosts if host}
    differences += _chrome_differences(evidence.ledger, marks)
    differences += _settled_differences(catalog, article, readings, evidence.consulted)
    shown, expected = ruled(catalog.connection, agency.slug, url), ruled_by(rulings)
    differences += [Difference(url, "by hand", shown, expected)] if shown != expected else []
    rules, pieces = rules_for(agency), sum(map(len, marks.values()))
    proof = Proof(agency.slug, url, article, rules, pieces, records, tuple(differences))
    return _withheld(proof) if "withheld" in rulings else proof


def _withheld(proof: Proof) -> Proof:
    """The proof without the words of the article; that it holds is no secret."""
    assert proof.article
    versions = tuple(replace(one, title=None, text="") for one in proof.article.versions)
    hidden = tuple(replace(one, row=None, bytes=None) for one in proof.differences)
    article = replace(proof.article, versions=versions, edits=(), author=None)
    return replace(proof, article=article, differences=hidden, withheld=True)


def prove_capture(home: Home, catalog: Catalog, capture: Capture) -> Proof:
    """Prove the record of a capture that belongs to no article, and the original of a revisit."""
    roles = {capture.id: "capture"} | ({capture.refers_to: "original"} if capture.refers_to else {})
    records, differences = _prove_records(home, catalog, roles)
    row = stored_article(catalog.connection, capture.agency, capture.url)
    if row and Ledger(catalog.connection, capture.agency).standing(capture.url) is None:
        differences.append(Difference(capture.url, "article", row.kind, None))
    return Proof(capture.agency, capture.url, None, RULES, 0, records, tuple(differences))


def _roles(catalog: Catalog, article: Article) -> dict[str, str]:
    """The records that the row rests on, by id, each with what it is for."""
    roles: dict[str, str] = {}
    for number, version in enumerate(article.versions, 1):
        roles.setdefault(version.source, f"version {number}")
        roles.setdefault(version.capture, f"beginning of version {number}")
    roles.setdefault(article.latest, "metadata")
    for last in _last_seen(catalog, article):
        roles.setdefault(last, "last seen unchanged")
    evidence = json.loads(article.published_evidence or "{}")
    if evidence.get("capture"):
        roles.setdefault(evidence["capture"], "publication date")
    return roles


def _last_seen(catalog: Catalog, article: Article) -> list[str]:
    """The newest capture that showed the article."""
    query = """SELECT c.id FROM standing s JOIN capture c ON c.agency = s.agency AND c.url = s.url
        WHERE s.agency = ? AND s.article = ? AND c.captured = ? ORDER BY c.id LIMIT 1"""
    rows = catalog.select(query, (article.agency, article.url, article.last_captured))
    return [row["id"] for row in rows]


def _sources(article: Article) -> list[str]:
    return list(dict.fromkeys([*(version.source for version in article.versions), article.latest]))


def _documents(evidence: Evidence, article: Article) -> list[str]:
    """The records of the documents that may stand in for a text of few words."""
    article_from(evidence, article.agency, article.url)
    sights = (sight for url in sorted(evidence.consulted) for sight in document_sights(evidence.sights(url)))
    return list(dict.fromkeys(sight.source for sight in sights if sight.source))


def _prove_records(
    home: Home, catalog: Catalog, roles: dict[str, str]
) -> tuple[tuple[ProvenRecord, ...], list[Difference]]:
    records, differences = [], []
    for record_id, role in roles.items():
        record, found = prove_record(home, catalog, record_id, role)
        differences += found
        records += [record] if record else []
    return tuple(records), differences


def _read_again(
    home: Home, catalog: Catalog, agency: Agency, sources: Iterable[str]
) -> tuple[list[tuple[Capture, Reading]], list[Difference]]:
    """The sources read anew from their records; those that cannot be read are differences."""
    readings, differences = [], []
    for source in sources:
        capture = catalog.capture(source)
        if capture is None:
            continue  # told already: the record has no row
        try:
            exchange = read_exchange(home.root, capture.place)
        except LuuchieuError as error:
            differences.append(Difference(source, "record", None, str(error)))
            continue
        readings.append((capture, read_fully(exchange, agency, capture=source)))
        if exchange.response:
            exchange.response.close()
    return readings, differences


def _reading_differences(catalog: Catalog, readings: Sequence[tuple[Capture, Reading]]) -> Iterator[Difference]:
    """Where the reading that the catalog keeps says otherwise than the one made now."""
    for capture, reading in readings:
        stored = catalog.connection.execute(
            f"SELECT {READING_COLUMNS} FROM reading WHERE capture = ?", (capture.id,)
        ).fetchone()
        if stored is None:
            yield Difference(capture.id, "reading", None, reading.outcome)
            continue
        made = _made(capture, reading)
        for name, kept, now in zip(_NAMES, stored, made, strict=True):
            if kept != now and name != "rules":
                yield Difference(capture.id, f"reading: {name}", kept, now)


def _made(capture: Capture, reading: Reading) -> tuple[Any, ...]:
    return row_at(written(reading), capture.url)


def _chrome_differences(ledger: Ledger, marks: dict[str, frozenset[str]]) -> Iterator[Difference]:
    """Marks of chrome are told by up to 256 pages of the host; here they are counted again from their readings."""
    for host, known in marks.items():
        counted = host_marks(ledger.sample(host, SAMPLE))
        if counted != known:
            yield Difference(host, "chrome", sorted(known - counted), sorted(counted - known))


def _settled_differences(
    catalog: Catalog, article: Article, readings: Sequence[tuple[Capture, Reading]], consulted: Iterable[str]
) -> list[Difference]:
    """Where the row says otherwise than what settling makes of the readings made now."""
    ledger = Ledger(catalog.connection, article.agency)
    urls = {article.url, *Evidence(ledger).members(article.url), *consulted}
    with overlaid(catalog.connection, article.agency, urls, [_made(*one) for one in readings]):
        made = article_from(Evidence(ledger), article.agency, article.url)
    if made is None:
        return [Difference(article.url, "article", article.kind, None)]
    return differences(article, made)


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be proven: an article of an agency or, where `article` is None, one capture."""

    agency: str
    article: str | None
    capture: str | None = None


def targets(catalog: Catalog, asked: str) -> list[Target]:
    """What a person means by `https://…`, `agency:https://…`, or a record's id (`urn:uuid:…`).

    A URL that several agencies know gives one target each. Raises UsageError, with the nearest, for what nobody knows.
    """
    if asked.startswith(_RECORD):
        return [_target_of_record(catalog, asked)]
    named = _ROW.fullmatch(asked)
    agency, url = (named[1], named[2]) if named else (None, asked)
    found = []
    for row in known_urls(catalog, url, agency):
        last = catalog.captured_since(row["agency"], row["url"], "")
        found.append(Target(row["agency"], row["article"], last.id if last else None))
    return found


def _target_of_record(catalog: Catalog, record_id: str) -> Target:
    capture = catalog.capture(record_id)
    if capture is None:
        raise UsageError(
            f"no capture has the record id {record_id}; the view `captures` lists them, and `luuchieu show URL` "
            "those of one URL"
        )
    standing = Ledger(catalog.connection, capture.agency).standing(capture.url)
    return Target(capture.agency, standing.article if standing else None, record_id)


def prove(home: Home, catalog: Catalog, agency: Agency, target: Target) -> Proof:
    """Prove an article's row, or the record of a URL that shows no article.

    Raises UsageError for a URL that was never captured, so that there is nothing to prove.
    """
    if target.article:
        return prove_article(home, catalog, agency, target.article)
    capture = catalog.capture(target.capture or "")
    if capture is None:
        raise UsageError("this URL is known but was never captured: `luuchieu show URL` says why")
    return prove_capture(home, catalog, capture)
