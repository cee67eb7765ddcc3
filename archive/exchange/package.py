"""A ZIP file of named resources that is written once through, each with its size and SHA-256 for the data package."""

import hashlib
import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

from archive import clock


@dataclass(frozen=True, slots=True)
class Resource:
    """One file of the package; `hash` is `sha256:` and hexadecimal."""

    path: str
    hash: str
    bytes: int


class Entry:
    """A resource that is being written: an output that counts and digests what passes."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._hashed = hashlib.sha256()
        self._size = 0

    def write(self, data: bytes, /) -> None:
        """Append all bytes."""
        self._file.write(data)
        self._hashed.update(data)
        self._size += len(data)

    def tell(self) -> int:
        """The offset of the next byte within the resource."""
        return self._size

    def resource(self, path: str) -> Resource:
        """What was written so far, as a resource."""
        return Resource(path, f"sha256:{self._hashed.hexdigest()}", self._size)


class Package:
    """A ZIP file open for writing; nothing in it is compressed, so that replay reads records where they lie."""

    def __init__(self, path: Path) -> None:
        """Begin the file at `path`; use with `with`."""
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_STORED, allowZip64=True)
        self._now = clock.now()
        self.resources: list[Resource] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._zip.close()

    @contextmanager
    def entry(self, path: str) -> Iterator[Entry]:
        """Write one resource, of whatever size; resources come one after another."""
        member = zipfile.ZipInfo(path, self._now.timetuple()[:6])
        # The time in UTC too. ReplayWeb.page needs some such field: where the directory has none for a file, it takes
        # for granted that the file's own header has none either, and reads it 20 bytes too early if it may be large.
        member.extra = struct.pack("<HHBI", 0x5455, 5, 1, int(self._now.timestamp()))
        with self._zip.open(member, "w", force_zip64=True) as file:
            entry = Entry(file)
            yield entry
        self.resources.append(entry.resource(path))
