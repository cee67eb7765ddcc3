"""Captures of other tools become part of an agency's archive, and their pages are read like our own."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.catalog import Catalog
from archive.errors import ArchiveError
from archive.exchange.imported import TakenIn, take_in
from archive.home import Home
from archive.repair import index_file
from archive.store import Store
from pipelines.agency import Agency
from pipelines.reread import Progress, reindex

_NOTED = "SELECT 1 FROM note WHERE agency = ? AND kind = 'import' AND json_extract(content, '$.file') = ?"
_COUNT = "SELECT count(*) FROM capture WHERE warc_file = ?"
# An original that is named by time and URL only, and was not found, begins with a digit.
_LACKING = """SELECT count(*) FROM capture r WHERE r.warc_file = ? AND r.kind = 'revisit'
    AND NOT EXISTS (SELECT 1 FROM capture o WHERE o.id = r.refers_to)"""


@dataclass(frozen=True, slots=True)
class Intake:
    """One WARC file that was taken in: its captures, and how many of its revisits have no original in the archive."""

    file: TakenIn
    captures: int
    lacking: int


def import_file(
    home: Home,
    agency: Agency,
    source: Path,
    who: str,
    rules: str,
    workers: int | None = None,
    progress: Progress = lambda *_: None,
) -> tuple[list[Intake], Sequence[str]]:
    """Take in a WARC or WACZ file for an agency, index it, read its pages, settle. Twice adds nothing.

    Tells what was taken in, and what damage in the agency's other files was met. A killed import is finished by the
    same call. Raises UsageError for what is no such file, ArchiveError for damage in it, which changes nothing,
    LockedError while the agency is being crawled.
    """
    with home.lock(agency.slug):
        files = take_in(home, agency.slug, source)
        damage = _note(home, agency, files, who)
        with Catalog(home.catalog) as catalog:
            intakes = [_index(home, agency, catalog, one) for one in files]
    done = reindex(home, [agency], rules, workers, progress)
    return intakes, [*damage, *done.damage]


def _note(home: Home, agency: Agency, files: Sequence[TakenIn], who: str) -> Sequence[str]:
    """Keep, as records, what came from where; once for each file. Tells the damage that opening the store met."""
    with Catalog(home.catalog) as catalog:
        files = [one for one in files if not catalog.select(_NOTED, (agency.slug, one.warc_file))]
    if not files:
        return ()
    about = {"operator": who, "description": ", ".join(one.source for one in files), "activity": "import"}
    with Store.open(home, agency.slug, about) as store:
        for one in files:
            content = {"file": one.warc_file, "source": one.source, "who": who, "content_sha256": one.sha256}
            store.append_note("import", {**content, "reframed": one.is_reframed}).result()
    return store.damage.told


def _index(home: Home, agency: Agency, catalog: Catalog, one: TakenIn) -> Intake:
    for damage in index_file(home, one.warc_file, agency.slug, catalog):
        raise ArchiveError(f"{one.warc_file} was damaged after it was taken in: {damage}")
    (captures,) = catalog.connection.execute(_COUNT, (one.warc_file,)).fetchone()
    (lacking,) = catalog.connection.execute(_LACKING, (one.warc_file,)).fetchone()
    return Intake(one, captures, lacking)
