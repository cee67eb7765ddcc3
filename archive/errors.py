"""The errors that reach a person, each with the exit code it ends the program with.

LuuchieuError
├── UsageError            2   a wrong argument, a URL nobody knows, a malformed configuration
│   └── AgencyFileError   2   an agency's TOML file; names file, key or line, and the nearest valid key
├── InterruptedCrawlError 1   a crawl that a second signal broke off
├── NothingFetchedError   3   a crawl in which no request succeeded
├── ArchiveError          1   a record, file or row that is not what it should be
│   ├── RecordError       1   one WARC record that cannot be read; names file and offset
│   ├── TooLargeError     1   a payload beyond its limit once its content coding is undone
│   └── DamagedError      1   a SQLite file that is damaged; names it
├── DiskError            74   no room, or the disk refuses; what was acknowledged is safe
└── LockedError          75   another process works on the same agency, or rebuilds the same home
"""

from typing import ClassVar


class LuuchieuError(Exception):
    """Base of all errors with a message meant for the person at the terminal."""

    exit_code: ClassVar[int] = 1


class UsageError(LuuchieuError):
    """A wrong argument or configuration; the message says what would have been right."""

    exit_code = 2


class AgencyFileError(UsageError):
    """An agency's TOML file that cannot be used."""


class InterruptedCrawlError(LuuchieuError):
    """A crawl that a second signal broke off; nothing that was acknowledged is lost."""

    def __init__(self) -> None:
        super().__init__("a second signal broke the crawl off; the next one carries on")


class NothingFetchedError(LuuchieuError):
    """A crawl in which no request succeeded."""

    exit_code = 3


class ArchiveError(LuuchieuError):
    """A record, a file or a row of the archive that is not what it should be."""


class RecordError(ArchiveError):
    """A WARC record that cannot be read at its file and offset."""

    def __init__(self, file: object, offset: int, what: object) -> None:
        super().__init__(str(file), offset, str(what))
        self.offset = offset

    def __str__(self) -> str:
        return "{}: offset {}: {}".format(*self.args)


class TooLargeError(ArchiveError):
    """A payload that is longer than allowed, most often a decompression bomb."""


class DamagedError(ArchiveError):
    """A SQLite file of a home, or one of several, that is not as it was written."""

    def __init__(self, file: object, what: object) -> None:
        super().__init__(str(file), str(what))
        self.what = what

    def __str__(self) -> str:
        return (
            "{}: {}. The WARC files are the archive and unharmed by this: move the damaged file away, and those beside "
            "it that end in -wal and -shm; then `luuchieu reindex` makes a catalog, and the next crawl a frontier"
        ).format(*self.args)


class DiskError(LuuchieuError):
    """The disk is full or refuses to write."""

    exit_code = 74


class LockedError(LuuchieuError):
    """Another process holds the lock of this agency, or of a home that it rebuilds."""

    exit_code = 75
