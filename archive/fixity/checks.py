"""The history of fixity: which records were checked when, by whom, and with what outcome; and checks of some records.

It is operational: no record tells of it, and a rebuilt catalog begins a history of its own.
"""

import socket
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from archive.catalog import Catalog
from archive.fixity.faults import Fault
from archive.fixity.proven import Difference, prove_record
from archive.fixity.verify import Finding
from archive.home import Home
from archive.model import Place
from archive.operator import login_name

_RECORDS = """SELECT id, warc_file, warc_offset, warc_length, captured AS made FROM capture
    UNION ALL SELECT id, warc_file, warc_offset, warc_length, noted FROM note"""
_CHOSEN = f"""SELECT r.id, r.warc_file, r.warc_offset, r.warc_length FROM ({_RECORDS}) r
    LEFT JOIN checked_record c ON c.id = r.id
    LEFT JOIN checked_file f ON f.warc_file = r.warc_file AND r.warc_offset < f.until
    WHERE :since IS NULL OR r.made >= :since
    ORDER BY CASE WHEN :n >= 0 THEN max(coalesce(c.at, ''), coalesce(f.at, '')) END,
             CASE WHEN :n >= 0 THEN random() END, r.warc_file, r.warc_offset LIMIT :n"""
_NOTE_RECORD = """INSERT INTO checked_record (id, at, faults) VALUES (?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET at = excluded.at, faults = excluded.faults"""
_NOTE_FILE = """INSERT INTO checked_file (warc_file, until, at, faults) VALUES (?, ?, ?, ?)
    ON CONFLICT (warc_file) DO UPDATE SET until = excluded.until, at = excluded.at, faults = excluded.faults"""
_FAULTS: Mapping[str, Fault] = {
    "record": "damaged",
    "row": "record-without-row",
    "original": "revisit-without-original",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """One record that is to be checked, and where it lies."""

    id: str
    place: Place


def agent() -> str:
    """Who checks: the login name, the machine, the program's version."""
    return f"{login_name()}@{socket.gethostname()} luuchieu/{version('luuchieu')}"


def spots(catalog: Catalog, sample: int | None, since: str | None) -> list[Spot]:
    """Records to check: those made on a day (UTC) or later, and of these at most `sample`.

    A sample takes those never checked first, then those whose check is the oldest, at random among equals.
    """
    rows = catalog.connection.execute(_CHOSEN, {"n": -1 if sample is None else sample, "since": since})
    return [Spot(record_id, Place(*place)) for record_id, *place in rows]


def check_spots(home: Home, catalog: Catalog, chosen: Iterable[Spot]) -> Iterator[tuple[Spot, list[Finding]]]:
    """Each record with what is wrong with it: bytes, digests, its row, and the original of a revisit."""
    for spot in chosen:
        _, differences = prove_record(home, catalog, spot.id, "")
        yield spot, [_finding(spot.place, one) for one in differences]


def _finding(place: Place, one: Difference) -> Finding:
    fault = _FAULTS.get(one.what) or _named(one.what)
    said = str(one.bytes) if fault == one.what or one.row is None else f"the row says {one.row}, the record {one.bytes}"
    return Finding(place.warc_file, place.warc_offset, fault, f"{one.where}: {one.what}: {said}")


def _named(what: str) -> Fault:
    for fault in ("digest", "bad-date", "bad-id", "bad-uri"):
        if what == fault:
            return fault
    return "row-differs"


def note_spots(catalog: Catalog, at: str, checked: Sequence[tuple[Spot, int]]) -> None:
    """Keep that these records were checked at `at`, each with how many faults it had."""
    with catalog.transaction():
        catalog.connection.executemany(_NOTE_RECORD, [(spot.id, at, faults) for spot, faults in checked])


def note_files(catalog: Catalog, at: str, files: Mapping[str, int], faults: Mapping[str, int]) -> None:
    """Keep that files were checked at `at` up to the offsets given, with the faults of each file."""
    with catalog.transaction():
        rows = [(file, until, at, faults.get(file, 0)) for file, until in files.items()]
        catalog.connection.executemany(_NOTE_FILE, rows)
