"""A file that is made for others appears whole and durable under its name, or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.errors import UsageError
from archive.warcfile import sync_folder

PART = ".part"
"""What the name of a file ends in that is not whole yet, or never became so."""


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """An error of the system that names no file, as those of writing do, is told with this one's name."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A path to write to, which becomes `path` when the block ends, in place of what stood there.

    After an error, or a death of the process, `path` is as it was before. Raises UsageError where no file can be.
    """
    if path.is_dir():
        raise UsageError(f"{path} is a folder: name a file to be made in it")
    if not path.parent.is_dir():
        raise UsageError(f"{path}: there is no folder {path.parent}")
    part = path.with_name(path.name + PART)
    try:
        part.write_bytes(b"")
    except FileNotFoundError as error:  # the folder is there, and none like others: /proc
        raise UsageError(f"{path}: no file can be made there; name another place") from error
    try:
        with writing(path):
            yield part
            with part.open("rb") as file:
                os.fsync(file.fileno())
            part.rename(path)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(path.resolve().parent)
