"""The WARC file of an agency that is written to: its name, its committed end, its closing."""

import os
import re
import socket
from datetime import UTC, datetime
from pathlib import Path

from archive.warc import OPEN

SUFFIX = ".warc.gz"
IMPORTED = "imported"
"""The folder, below an agency's own, of WARC files that other tools made."""

BATCH_RECORDS = 32
"""The most exchanges and notes that are written and made durable together: what a power cut may leave in pieces."""

# A batch of pages is written at once, a long record in pieces.
_PLENTY = 1024 * 1024


def names_in(folder: Path) -> list[str]:
    """The final names of all WARC files in a folder, open ones included, in the order they were made."""
    if not folder.is_dir():
        return []
    names = {entry.name.removesuffix(OPEN) for entry in folder.iterdir()}
    return sorted(name for name in names if name.endswith((SUFFIX, ".warc")))


def is_imported(warc_file: str | Path) -> bool:
    """Whether a WARC file was made by another tool and taken in."""
    return os.path.basename(os.path.dirname(warc_file)) == IMPORTED


def path_of(folder: Path, name: str) -> Path:
    """Where the file of a final name lies now: with `.open` while it is written to."""
    still_open = folder / (name + OPEN)
    return still_open if still_open.exists() else folder / name


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def close_file(path: Path) -> None:
    """Give an open WARC file its final name, durably; its bytes must be durable already."""
    path.rename(path.with_name(path.name.removesuffix(OPEN)))
    sync_folder(path.parent)


class WarcFile:
    """A WARC file open for appending. `committed` is where the last record ends that was acknowledged.

    `name` is the one it will have for ever, `month` the year and month (UTC) in which it was begun, `202611`.
    """

    def __init__(self, path: Path) -> None:
        """Open the file at `path`, which ends in `.open`; it is made, durably, if missing."""
        is_new = not path.exists()
        self.path = path
        self.name = path.name.removesuffix(OPEN)
        begun = re.search(r"-(\d{6})\d{14}-\d{5,}-", self.name)
        self.month = begun[1] if begun else ""
        self._descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
        if is_new:
            sync_folder(path.parent)
        self.committed = self._size = os.fstat(self._descriptor).st_size
        self._waiting = bytearray()

    def tell(self) -> int:
        """The offset of the next byte."""
        return self._size + len(self._waiting)

    def write(self, data: bytes) -> None:
        """Append all of `data`, which the file need not have before `sync`; raises OSError, perhaps after a part."""
        self._waiting += data
        if len(self._waiting) >= _PLENTY:
            self._flush()

    def _flush(self) -> None:
        while self._waiting:
            written = os.write(self._descriptor, self._waiting)
            self._size += written
            del self._waiting[:written]

    def sync(self) -> None:
        """Make what was written durable."""
        self._flush()
        os.fdatasync(self._descriptor)

    def cut(self, size: int) -> None:
        """Drop what was written beyond `size`."""
        del self._waiting[max(0, size - self._size) :]
        if size < self._size:
            os.ftruncate(self._descriptor, size)
            self._size = size

    def leave(self) -> None:
        """Stop writing; the next crawl goes on in this file, without what was not synced. Twice is no error."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor = -1

    def finish(self) -> None:
        """Stop writing for ever: the file gets its final name."""
        self.leave()
        close_file(self.path)


def new_path(folder: Path, agency: str, now: datetime) -> Path:
    """The path of a WARC file that is begun now: agency, time, serial, host."""
    stamp = now.astimezone(UTC).strftime("%Y%m%d%H%M%S%f")
    host = re.sub(r"[^A-Za-z0-9.]+", "-", socket.gethostname()) or "localhost"
    return folder / f"{agency}-{stamp}-{len(names_in(folder)) + 1:05d}-{host}{SUFFIX}{OPEN}"
