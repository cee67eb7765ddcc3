"""WARC files that other tools made are taken in: copied as they are, named by their content, never changed again.

A file lies in `warc/<agency>/imported/` under the first digits of the SHA-256 of its uncompressed content and its own
name. So the same content is taken in once, whatever it is called and however it is compressed, and whether it is
still what it was can be told from the file alone.
"""

import gzip
import os
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from archive.errors import ArchiveError, RecordError, UsageError
from archive.fixity.faults import faults_of
from archive.groups import groups
from archive.home import Home
from archive.index import row
from archive.reframe import MARK, content_digest, reframe, sound_until
from archive.warc import Record
from archive.warcfile import IMPORTED, sync_folder
from archive.whole import writing

_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_LONGEST_NAME = 150
_REFUSED = ("bad-id", "bad-date", "digest")


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A WARC file as it lies in the archive: its name relative to the home, and what it was called elsewhere.

    `is_new` is False where its content was here already; `is_reframed` says that its records got a gzip member each.
    """

    warc_file: str
    source: str
    sha256: str
    is_new: bool
    is_reframed: bool


@dataclass(frozen=True, slots=True)
class _Staged:
    """A checked copy that waits to be given its name."""

    path: Path
    name: str
    source: str
    sha256: str
    is_reframed: bool


def take_in(home: Home, agency: str, source: Path) -> list[TakenIn]:
    """Take in a WARC file, or all that a WACZ file holds, durably; the catalog has no rows of them yet.

    The caller holds the agency's lock. All records are read and their digests checked first: where anything is wrong,
    nothing is taken in. Raises UsageError for what is no such file, ArchiveError, naming file and offset, for damage.
    """
    folder = home.warc_of(agency) / IMPORTED
    with _desk(home, agency) as desk:
        staged = [_stage(stream, name, desk / str(number)) for number, (stream, name) in enumerate(_streams(source))]
        return [_place(home, one, folder) for one in staged]


@contextmanager
def _desk(home: Home, agency: str) -> Iterator[Path]:
    """A folder on the archive's own file system; what a killed import left there is removed."""
    home.root.mkdir(parents=True, exist_ok=True)
    path = home.root / f"taking-in-{agency}"
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    try:
        yield path
    finally:
        shutil.rmtree(path)


def _streams(source: Path) -> Iterator[tuple[IO[bytes], str]]:
    """The WARC files in a source, each open, with its name."""
    with source.open("rb") as file:
        if file.read(len(_ZIP)) != _ZIP:  # zipfile.is_zipfile would find the ZIP at the end of a WARC, in a document
            file.seek(0)
            yield file, source.name
            return
    with _package(source) as package:
        names = [name for name in package.namelist() if name.lower().endswith((".warc", ".warc.gz"))]
        if not names:
            raise UsageError(f"{source} is a ZIP without WARC files in it, so no WACZ")
        for name in names:
            with package.open(name) as member:
                yield member, PurePosixPath(name).name


def _package(source: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(source)
    except zipfile.BadZipFile as error:
        raise ArchiveError(f"{source} is damaged, nothing was imported: {error}") from error


def _stage(stream: IO[bytes], source: str, desk: Path) -> _Staged:
    """Copy a WARC file to the desk and check all of it."""
    desk.mkdir()
    received = desk / "received"
    try:
        with writing(received), received.open("wb") as file:
            shutil.copyfileobj(stream, file, 1 << 20)
        with received.open("rb") as file:
            path = received.rename(desk / ("a.warc.gz" if _is_packed(file, source) else "a.warc"))
        sha256 = content_digest(path)
    except zipfile.BadZipFile as error:
        raise ArchiveError(f"{source} is damaged, nothing was imported: {error}") from error
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        offset, whole = sound_until(next(desk.iterdir()))
        where = f"in the gzip member at {offset}, after {whole} bytes of its content"
        raise ArchiveError(f"{source} is damaged, nothing was imported: {where}: {error}") from error
    framed = _framed(path, source)
    _check(framed, source)
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", re.sub(r"\.warc(\.gz)?$", "", source, flags=re.IGNORECASE))
    name = f"{sha256[:MARK]}-{stem[:_LONGEST_NAME]}{''.join(framed.suffixes)}"
    return _Staged(framed, name, source, sha256, framed != path)


def _is_packed(file: IO[bytes], source: str) -> bool:
    """Whether it is compressed. Raises UsageError for what is no WARC file."""
    begun = file.read(64)
    if begun.startswith(_GZIP):
        file.seek(0)
        with gzip.open(file) as content:
            begun = content.read(64)
        is_packed = True
    else:
        is_packed = False
    if begun.startswith(b"filedesc:"):
        raise UsageError(f"{source} is an ARC file: `warcio recompress` makes a WARC file of it")
    if not begun.startswith(b"WARC/"):
        raise UsageError(f"{source} is no WARC file: it begins with {begun[:16]!r}")
    return is_packed


def _framed(path: Path, source: str) -> Path:
    """The file itself where each record is a gzip member or none is compressed, else a copy that is so."""
    damage = next((one for one in groups(path) if isinstance(one, RecordError)), None)
    if damage is None:
        return path
    if path.suffix != ".gz":
        raise ArchiveError(f"{source} is damaged, nothing was imported: at {damage.offset}: {damage.args[2]}")
    target = path.with_name("b.warc.gz")
    try:
        reframe(path, target)
    except RecordError as error:
        raise ArchiveError(
            f"{source} is damaged, nothing was imported: at {error.offset} of its uncompressed content: {error.args[2]}"
        ) from error
    return target


def _check(path: Path, source: str) -> None:
    """Raise ArchiveError at the first record whose id, date, digest or fields are none."""
    for group in groups(path):
        assert not isinstance(group, RecordError)
        what = next(_faults(group), None)
        if what:
            raise ArchiveError(f"{source} is damaged, nothing was imported: at {group[0].offset}: {what}")


def _faults(group: tuple[Record, ...]) -> Iterator[str]:
    for record in group:
        yield from (what for fault, what in faults_of(record) if fault in _REFUSED)
    try:
        row(group, "", f"{IMPORTED}/{group[0].id}")
    except ValueError as error:
        yield str(error)


def _place(home: Home, staged: _Staged, folder: Path) -> TakenIn:
    """Give a checked file its name, durably, unless its content is there already."""
    known = sorted(folder.glob(f"{staged.sha256[:MARK]}-*"))
    path = known[0] if known else folder / staged.name
    if not known:
        folder.mkdir(parents=True, exist_ok=True)
        with staged.path.open("rb") as file:
            os.fsync(file.fileno())
        staged.path.rename(path)
        sync_folder(folder)
        sync_folder(folder.parent)
    name = str(path.relative_to(home.root))
    return TakenIn(name, staged.source, staged.sha256, not known, staged.is_reframed)
