"""Where everything lies: the home directory, its files, and the lock that keeps one crawl per agency."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from archive.errors import LockedError, UsageError
from archive.unfinished import refuse_unfinished

DEFAULT = Path("luuchieu-home")
LOCKS = "locks"

_TRIES = 10
_PAUSE = 0.02


@dataclass(frozen=True, slots=True)
class Home:
    """A home directory. Paths in catalog rows are relative to `root`, so a home can be moved whole."""

    root: Path

    @property
    def catalog(self) -> Path:
        """The SQLite catalog that all agencies share."""
        return self.root / "catalog.db"

    @property
    def warc(self) -> Path:
        """The folder of WARC files, one subfolder an agency."""
        return self.root / "warc"

    @property
    def agencies(self) -> Path:
        """The user's own agency files; each overrides the shipped one of the same slug."""
        return self.root / "agencies"

    @property
    def logs(self) -> Path:
        """JSON-lines logs, one file an agency."""
        return self.root / "logs"

    @property
    def quarantine(self) -> Path:
        """Torn tails that repair cut off, kept for whoever wants to look."""
        return self.root / "quarantine"

    @property
    def seals(self) -> Path:
        """Signed statements of the archive, one text file each."""
        return self.root / "seals"

    @property
    def keys(self) -> Path:
        """The keys that statements and exports are signed with."""
        return self.root / "keys"

    def warc_of(self, agency: str) -> Path:
        """The folder of one agency's WARC files."""
        return self.warc / agency

    def frontier_of(self, agency: str) -> Path:
        """The frontier file of one agency."""
        return self.root / "frontier" / f"{agency}.db"

    def before_of(self, agency: str) -> Path:
        """The file of what an agency's articles said before a reindex that has not ended."""
        return self.root / "before" / f"{agency}.db"

    def lock_of(self, agency: str) -> Path:
        """The file whose lock says that a process works on this agency."""
        return self.root / LOCKS / f"{agency}.lock"

    def create(self) -> "Home":
        """Make the folders that are missing. Raises UsageError where there can be none, OSError naming the path."""
        for folder in (self.warc, self.agencies, self.logs, self.root / "frontier", self.root / LOCKS):
            make_folder(folder)
        return self

    def lock(self, agency: str) -> AbstractContextManager[None]:
        """Hold the agency's lock; the kernel drops it with the process. Raises LockedError when it is taken."""
        return _held(self.lock_of(agency), f"agency {agency!r} is being crawled")

    def lock_building(self) -> AbstractContextManager[None]:
        """Hold the lock of who makes this home from another. Raises LockedError when it is taken."""
        return _held(self.root / LOCKS / "REBUILD", f"{self.root} is being built")

    def is_locked(self, agency: str) -> bool:
        """Whether a process works on this agency right now."""
        try:
            with self.lock_of(agency).open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False


@contextmanager
def _held(path: Path, what: str) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        if not _taken(file):
            file.seek(0)
            holder = file.read().strip() or "another process"
            raise LockedError(f"{what} by {holder} ({path})")
        file.truncate(0)
        file.write(f"process {os.getpid()}")
        file.flush()
        yield


def _taken(file: IO[str]) -> bool:
    """Take the lock of a file if it is free. Tried for a moment: `is_locked` holds it for as long as it looks."""
    for attempt in range(_TRIES):
        time.sleep(_PAUSE if attempt else 0)
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
    return False


def find_home(option: Path | None) -> Home:
    """The home named by `--home`, else by $LUUCHIEU_HOME, else `./luuchieu-home`. Raises UsageError for half a one."""
    home = named_home(option)
    refuse_unfinished(home.root)
    return home


def named_home(option: Path | None) -> Home:
    """`find_home`, unfinished or not, for who has no way to tell."""
    return Home(folder_named(Path(option or os.environ.get("LUUCHIEU_HOME") or DEFAULT)))


def folder_named(path: Path) -> Path:
    """The absolute path of a folder as a person names it. Raises UsageError for a name that leads nowhere."""
    try:
        return path.expanduser().resolve()
    except (RuntimeError, FileNotFoundError) as error:  # nobody's home, links in a circle; the current folder is gone
        raise UsageError(f"{path}: {error}; name another folder") from error


def make_folder(path: Path) -> None:
    """Make a folder, and those above it that are missing. Raises UsageError where there can be none, else OSError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileNotFoundError as error:  # as /proc says it, above which nothing is missing
        raise UsageError(
            f"{error.filename}: no folder can be made there; name another place (--home names the archive's)"
        ) from error
