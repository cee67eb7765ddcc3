"""What a crash leaves is put right: torn tails cut off and kept aside, whole records without rows indexed.

Every step may itself be interrupted and done again: the tail is durable in quarantine before it is cut, the file is
durable before rows name its records.
"""

import hashlib
import logging
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from archive.catalog import Catalog
from archive.damage import Damage
from archive.errors import RecordError
from archive.groups import groups, is_whole
from archive.home import Home
from archive.index import rows
from archive.model import Capture, Note
from archive.warc import OPEN
from archive.warcfile import BATCH_RECORDS, IMPORTED, close_file, names_in, path_of, sync_folder

_BATCH = 500
_LOG = logging.getLogger(__name__)


def repair(home: Home, agency: str, catalog: Catalog, damage: Damage) -> Path | None:
    """Put an agency's WARC files right after whatever happened; returns the open one to go on with, if any.

    What cannot be read and no crash leaves is told to `damage`. The caller holds the agency's lock. Idempotent, and
    cheap where there is nothing to do.
    """
    folder = home.warc_of(agency)
    files = [str((folder / name).relative_to(home.root)) for name in names_in(folder)]
    # All are mended before any is indexed: what the catalog lacks tells what it has lost.
    still_open = [path for file in files if (path := _mended(home, file, agency, catalog, damage))]
    for warc_file in files:
        for unread in index_file(home, warc_file, agency, catalog):
            damage.met(unread)
    for path in still_open[:-1]:
        close_file(path)
    return still_open[-1] if still_open else None


def _mended(home: Home, warc_file: str, agency: str, catalog: Catalog, damage: Damage) -> Path | None:
    """Cut off an open file's torn tail; None for one to append nothing to: closed, or ending before its rows."""
    path = path_of((home.root / warc_file).parent, Path(warc_file).name)
    if not path.name.endswith(OPEN):
        return None
    size, indexed = path.stat().st_size, catalog.indexed_until(warc_file)
    if size < indexed:
        damage.met(f"{path} ends at {size}, but the catalog knows records up to {indexed}")
        close_file(path)
        return None
    end, behind = whole_until(home, warc_file, agency, catalog)
    if end < size:
        kept = _quarantine(home, path, end)
        _LOG.warning("%s: cut off a torn tail of %d bytes at %d, kept as %s", path, size - end, end, kept)
        if behind:
            damage.met(f"{path}: {behind} whole exchanges or notes stood behind a torn one at {end}, now in {kept}")
        os.truncate(path, end)
    _sync(path)
    return path


def whole_until(home: Home, warc_file: str, agency: str, catalog: Catalog) -> tuple[int, int]:
    """Where the last whole exchange or note of an open file ends that may have been acknowledged.

    With it comes how many whole ones stand behind that.

    What a power cut leaves of a batch that nobody acknowledged may be whole behind a hole, and goes with it. Where the
    catalog has lost rows, of more than a batch or of the file before, damage has what is archived behind it.
    """
    end, torn, whole, behind = catalog.indexed_until(warc_file), None, 0, 0
    is_known = end > 0 or _is_known(home, _before(home, warc_file), agency, catalog)
    for group in groups(home.root / warc_file, end):
        if isinstance(group, RecordError) or not is_whole(group):
            torn = end if torn is None else torn
            continue
        end, whole, behind = group[-1].end, whole + 1, behind + (torn is not None)
    return (torn, behind) if torn is not None and is_known and whole <= BATCH_RECORDS else (end, 0)


def _before(home: Home, warc_file: str) -> str | None:
    """The file that its agency wrote to before this one."""
    earlier = [name for name in names_in((home.root / warc_file).parent) if name < Path(warc_file).name]
    return str(Path(warc_file).with_name(earlier[-1])) if earlier else None


def _is_known(home: Home, warc_file: str | None, agency: str, catalog: Catalog) -> bool:
    """Whether the catalog has the rows of all records of a file: they were committed before the next was begun."""
    if warc_file is None:
        return False
    return next(rows(home.root, warc_file, agency, catalog.indexed_until(warc_file)), None) is None


def torn_tail(home: Home, warc_file: str, agency: str, catalog: Catalog) -> tuple[int, int] | None:
    """Offset and length of what a killed crawl left torn at the end of a file; the next crawl takes it away."""
    path = path_of((home.root / warc_file).parent, Path(warc_file).name)
    if not path.name.endswith(OPEN):
        return None
    end, _ = whole_until(home, warc_file, agency, catalog)
    left = path.stat().st_size - end
    return (end, left) if left > 0 and not home.is_locked(agency) else None


def _quarantine(home: Home, path: Path, start: int) -> Path:
    """Copy what stands in a file from `start` on into quarantine, durably; the same bytes go to the same name."""
    home.quarantine.mkdir(parents=True, exist_ok=True)
    with path.open("rb") as file:
        file.seek(start)
        mark = hashlib.file_digest(file, "sha256").hexdigest()[:12]
        target = home.quarantine / f"{path.name.removesuffix(OPEN)}-{start}-{mark}.torn"
        file.seek(start)
        with target.open("wb") as copy:
            shutil.copyfileobj(file, copy)
            copy.flush()
            os.fsync(copy.fileno())
    sync_folder(home.quarantine)
    return target


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def index_file(home: Home, warc_file: str, agency: str, catalog: Catalog) -> list[RecordError]:
    """Add the rows of a WARC file that the catalog has not yet; returns what could not be read.

    What a killed crawl left in the file is made durable first. Reading goes on behind damage. What an open file ends
    in is being written, and no damage.
    """
    start = catalog.indexed_until(warc_file)
    if _is_complete(home.root / warc_file, start):
        return []
    _sync(path_of((home.root / warc_file).parent, Path(warc_file).name))
    damage: list[RecordError] = []
    behind = 0
    batch: list[Capture | Note] = []
    crawl = catalog.crawl_at(warc_file)
    for found in rows(home.root, warc_file, agency, start, crawl):
        if isinstance(found, RecordError):
            damage.append(found)
            continue
        behind = len(damage)
        batch.append(found)
        if len(batch) == _BATCH:
            _add(catalog, batch)
            batch.clear()
    _add(catalog, batch)
    catalog.resolve()
    return damage if (home.root / warc_file).exists() else damage[:behind]


def _is_complete(closed: Path, indexed: int) -> bool:
    """Whether a file is closed and has all its rows: years of them are passed over at each crawl's start."""
    return closed.exists() and closed.stat().st_size == indexed


def _add(catalog: Catalog, batch: list[Capture | Note]) -> None:
    if batch:
        with catalog.transaction():
            catalog.add_captures([row for row in batch if isinstance(row, Capture)])
            catalog.add_notes([row for row in batch if isinstance(row, Note)])


def index_archive(
    home: Home, catalog: Catalog, progress: Callable[[str], None] = lambda name: None, only: str | None = None
) -> list[RecordError]:
    """Add the rows of all WARC files of all agencies under a home, or of one only; returns what could not be read.

    `progress` is told each file before it is read. Reads only, so a running crawl is not disturbed.
    """
    damage = []
    for warc_file, agency in warc_files(home):
        if only not in (None, agency):
            continue
        progress(warc_file)
        damage += index_file(home, warc_file, agency, catalog)
    return damage


def warc_files(home: Home) -> list[tuple[str, str]]:
    """All WARC files under a home as (final name relative to the home, agency), in the order they were made.

    Those that an agency imported follow its own.
    """
    agencies = sorted(path for path in home.warc.iterdir() if path.is_dir()) if home.warc.is_dir() else []
    return [
        (str((folder / name).relative_to(home.root)), agency.name)
        for agency in agencies
        for folder in (agency, agency / IMPORTED)
        for name in names_in(folder)
    ]
