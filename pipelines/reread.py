"""Reading the archive again by today's rules, without a network (`reindex`).

It ends in what a crawl does: read every capture from its record, settle. There is no second way.
"""

import logging
import os
import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass

from archive.agency_notes import file_in_force
from archive.annexes import index_annexes_again
from archive.backlog import count_unread, given_up, unread_behind
from archive.catalog import Catalog
from archive.errors import DamagedError, RecordError, UsageError
from archive.home import Home
from archive.model import Capture, Reading
from archive.opening import reading
from archive.repair import index_archive
from archive.scratch import scratch_folder
from archive.tellings import retell_all
from archive.words import are_words_distrusted, distrust_words, index_words_again
from archive.written import Written, written
from pipelines.agency import Agency
from pipelines.agency_file import parse_agency
from pipelines.differences import Difference, differences_since, keep_before
from pipelines.pool import ReadingPool
from pipelines.rules import rules_for
from pipelines.settling.settle import settle

_WINDOW = 64
_log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]
"""Told the agency, how many captures were read, and how many there were to read."""

Tell = Callable[[Difference], None]
"""Told how an article differs from before, as soon as its agency's are known: an archive may have millions."""


@dataclass(frozen=True, slots=True)
class Reread:
    """What reading again came to: captures read, and what could not be indexed.

    Of an agency in `resumed`, "before" was before the reindex that was killed and is carried on with.
    """

    read: int
    damage: tuple[str, ...] = ()
    resumed: tuple[str, ...] = ()


_Flight = tuple[Capture, "Future[Written]"]


def reindex(
    home: Home,
    agencies: Iterable[Agency],
    rules: str,
    workers: int | None = None,
    progress: Progress = lambda *_: None,
    tell: Tell = lambda _: None,
) -> Reread:
    """Read all captures that were read under other rules or not at all; carries on where a killed one stopped.

    `rules` is the program's version of them; what an agency's file says about reading belongs to them too. Raises
    LockedError while an agency is being crawled.
    """
    with Catalog(home.catalog) as catalog:
        read, damage, resumed = 0, [], []
        for agency in agencies:
            with home.lock(agency.slug):
                before = home.before_of(agency.slug)
                resumed += [agency.slug] if keep_before(catalog, agency.slug, before) else []
                damage += index_missing(home, catalog, agency.slug)
                read += _read_again(home, catalog, agency, rules_for(agency, rules), workers, progress)
                for difference in differences_since(catalog, agency.slug, before):
                    tell(difference)
                before.unlink()
        if are_words_distrusted(catalog.connection):
            with catalog.transaction():
                index_words_again(catalog.connection)
                index_annexes_again(catalog.connection)
    return Reread(read, tuple(damage), tuple(resumed))


def rehearse(
    home: Home,
    agencies: Iterable[Agency],
    rules: str,
    workers: int | None = None,
    progress: Progress = lambda *_: None,
    tell: Tell = lambda _: None,
) -> Reread:
    """What `reindex` would change: done on a copy of the catalog beside it, which is removed. Changes nothing."""
    if not home.catalog.exists():
        raise UsageError(f"no catalog at {home.catalog} to try it on: run `luuchieu reindex` without --dry-run")
    with scratch_folder(home.root, "rehearsal") as folder:
        # Not by Catalog.reader, which declines a catalog of older tables: new rules often come with new ones.
        with reading(home.catalog) as real, closing(sqlite3.connect(folder / home.catalog.name)) as copy:
            real.backup(copy)
        (folder / home.warc.name).symlink_to(home.warc, target_is_directory=True)
        try:
            return reindex(Home(folder), agencies, rules, workers, progress, tell)
        except DamagedError as error:  # of the copy, which has it from the catalog
            raise DamagedError(home.catalog, error.what) from error


def recorded_agency(catalog: Catalog, home: Home, slug: str) -> Agency:
    """The agency as its file was when it was last crawled. Raises UsageError where the archive has no such record."""
    file = file_in_force(catalog.connection, slug)
    if file is None:
        raise UsageError(
            f"no agency {slug!r}, and the archive holds no record of its file: put {slug}.toml in {home.agencies}"
        )
    return parse_agency(slug, file, f"the file of {slug} as recorded")


def last_recorded(home: Home, slug: str) -> Agency | None:
    """`recorded_agency` of a home's catalog whatever its schema; None where nothing is recorded."""
    if not home.catalog.exists():
        return None
    with reading(home.catalog) as connection:
        file = file_in_force(connection, slug)
    return parse_agency(slug, file, f"the file of {slug} as recorded") if file else None


def index_missing(home: Home, catalog: Catalog, agency: str | None = None) -> list[str]:
    """Add the rows that are missing: of WARC files put there by hand, or of a crawl that was killed; tell of damage."""
    damage = [str(one) for one in index_archive(home, catalog, only=agency)]
    for one in damage:
        _log.warning("%s", one)
    return damage


def _read_again(
    home: Home, catalog: Catalog, agency: Agency, rules: str, workers: int | None, progress: Progress
) -> int:
    total, read = count_unread(catalog.connection, agency.slug, rules), 0
    if total:
        with catalog.transaction():
            retell_all(catalog.connection, agency.slug)
            distrust_words(catalog.connection)
        # This process mostly waits for its readers, unlike one that crawls.
        with ReadingPool(rules, agency, home.root, workers or os.cpu_count()) as pool:
            read = _read_all(catalog, agency, rules, pool, lambda done: progress(agency.slug, done, total))
    for capture in given_up(catalog.connection, agency.slug, rules):
        catalog.poison(capture, rules, "no reader ever answered")
    catalog.forget_hints(agency.slug, rules)
    settle(agency, catalog)
    return read


def _read_all(catalog: Catalog, agency: Agency, rules: str, pool: ReadingPool, progress: Callable[[int], None]) -> int:
    """Read what is unread, a window of captures in the pool at any time."""
    flying: deque[_Flight] = deque()
    read, last = 0, ("", 0)
    while True:
        captures = unread_behind(catalog.connection, agency.slug, rules, _WINDOW, last)
        _dispatch(catalog, rules, pool, captures, flying)
        landed = [_landed(*flying.popleft(), rules) for _ in range(len(flying) - len(captures))]
        catalog.add_written(landed)
        read += len(landed)
        progress(read)
        if not captures:
            return read
        last = captures[-1].place.warc_file, captures[-1].place.warc_offset


def _dispatch(
    catalog: Catalog, rules: str, pool: ReadingPool, captures: Sequence[Capture], flying: deque[_Flight]
) -> None:
    catalog.attempts([capture.id for capture in captures], rules)
    flying.extend((capture, pool.submit(capture)) for capture in captures)


def _landed(capture: Capture, future: "Future[Written]", rules: str) -> Written:
    """The reading; of a damaged record, which `verify` reports too, only that it is one."""
    try:
        return future.result()
    except RecordError as error:
        _log.warning("%s", error)
        return written(Reading(capture.id, rules, "unreadable", str(error)))
