"""A home made anew from the WARC files of another: they are taken over, and read as `reindex` reads them.

An attempt that does not end leaves a home that says so, and files that are whole; the next keeps those, makes the
catalog anew, and touches nothing that is not from the archive it reads.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from archive.catalog import Catalog
from archive.errors import UsageError
from archive.home import LOCKS, Home, make_folder
from archive.unfinished import NAME, mark_unfinished, source_of
from archive.warc import OPEN
from archive.warcfile import SUFFIX
from archive.whole import PART, whole_file
from pipelines.agency import Agency
from pipelines.reread import Progress, Reread, Tell, index_missing, recorded_agency, reindex

# What never changes is shared; what is written to is copied, since a link would grow with it.
_CLOSED = (SUFFIX, ".warc")


def rebuild(
    home: Home,
    into: Home,
    agencies: Mapping[str, Agency],
    rules: str,
    workers: int | None = None,
    progress: Progress = lambda *_: None,
    tell: Tell = lambda _: None,
) -> Reread:
    """Make a home whose catalog comes from the WARC files alone; equal to `home`'s in every view after `reindex`.

    Closed WARC files are hard-linked where the file system can, else copied. An agency that `agencies` lacks is read
    with its file as the archive recorded it. Carries on where an attempt from the same home was killed or ran out of
    room. Raises UsageError when `into` is inside `home`, or holds anything else, LockedError while it is being built.
    """
    if {home.root, home.warc.resolve()} & set(into.root.parents):
        raise UsageError(f"{into.root} lies in the archive that it is to be built from: name a folder elsewhere")
    _check_free(home, into)
    make_folder(into.root)
    with into.lock_building():
        _check_free(home, into)  # again: another may have begun, or ended, before it was locked
        mark_unfinished(into.root, home.root)
        _take_over(home, into)
        with Catalog(into.catalog) as catalog:
            damage = index_missing(into, catalog)
            slugs = [row["agency"] for row in catalog.select("SELECT DISTINCT agency FROM capture ORDER BY agency")]
            known = [agencies.get(slug) or recorded_agency(catalog, home, slug) for slug in slugs]
        done = reindex(into, known, rules, workers, progress, tell)
        (into.root / NAME).unlink(missing_ok=True)
    return replace(done, damage=tuple(dict.fromkeys((*damage, *done.damage))))


def _check_free(home: Home, into: Home) -> None:
    """Raises UsageError for a folder that holds anything but what an attempt from the same home left in it."""
    source = source_of(into.root)
    if source is None:
        if into.root.exists() and any(path.name != LOCKS for path in into.root.iterdir()):
            raise UsageError(f"{into.root} is not empty: name a folder to be made")
        return
    if source != str(home.root):
        raise UsageError(
            f"{into.root} is unfinished, and made from {source or 'an archive it does not name'}, not from {home.root}:"
            " name a folder to be made"
        )
    if foreign := next(_foreign(home, into), None):
        raise UsageError(
            f"{foreign} is not, or no longer, from {home.root}: nothing of it was touched; name a folder to be made, "
            f"or remove what is unfinished in {into.root}"
        )


def _foreign(home: Home, into: Home) -> Iterator[Path]:
    """Files where those taken over stand that the home never had, or has no more, or that were written to since."""
    for theirs, ours in _folders(home, into):
        for path in ours.rglob("*"):
            if path.is_file() and path.suffix != PART and not _is_of(theirs / path.relative_to(ours), path):
                yield path


def _is_of(origin: Path, copy: Path) -> bool:
    """Whether one file may be a copy of another as it was: a copy is as old as that, which can only grow younger."""
    if not origin.exists():  # closed since
        origin = origin.with_name(origin.name.removesuffix(OPEN))
    return origin.exists() and _written(origin) >= _written(copy)


def _take_over(home: Home, into: Home) -> None:
    """Have an empty catalog, and all of the home's WARC and agency files."""
    for more in ("", "-wal", "-shm"):
        into.catalog.with_name(into.catalog.name + more).unlink(missing_ok=True)
    into.create()
    for theirs, ours in _folders(home, into):
        for left in ours.rglob(f"*{PART}"):
            left.unlink()
        for path in sorted(theirs.rglob("*")):
            place = ours / path.relative_to(theirs)
            if path.is_dir():
                place.mkdir(parents=True, exist_ok=True)
            else:
                _take(path, place, _link if path.name.endswith(_CLOSED) else shutil.copy2)


def _folders(home: Home, into: Home) -> tuple[tuple[Path, Path], tuple[Path, Path]]:
    return (home.warc, into.warc), (home.agencies, into.agencies)


def _take(path: Path, place: Path, take: Callable[[Path, Path], object]) -> None:
    place.with_name(place.name + OPEN).unlink(missing_ok=True)  # what an earlier attempt took before it was closed
    if place.exists() and (_written(place), place.stat().st_size) == (_written(path), path.stat().st_size):
        return
    with whole_file(place) as part:
        part.unlink()
        take(path, part)


def _link(path: Path, place: Path) -> None:
    try:
        os.link(path, place)
    except OSError:
        shutil.copy2(path, place)


def _written(path: Path) -> int:
    return path.stat().st_mtime_ns
