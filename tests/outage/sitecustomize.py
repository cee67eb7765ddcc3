"""What a program has made durable, noted as it runs: Python imports this by itself where PYTHONPATH leads here.

The journal in $OUTAGE_JOURNAL gets a JSON line for every fsync, fdatasync, truncation, rename, link and commit, after
it returned. With $OUTAGE_AT the process kills itself (SIGKILL) at so many of these, once before and once after each.
"""

import json
import os
import signal
import sqlite3
import stat
import struct
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

_JOURNAL = os.environ.get("OUTAGE_JOURNAL")
_AT = int(os.environ.get("OUTAGE_AT", "0"))
_COUNT = threading.Lock()
_passed = 0


def wal_of(database: Path) -> tuple[str, int, int]:
    """Salt of a WAL, its last valid frame, and the last frame that was made durable before a checkpoint."""
    shared = database.with_name(database.name + "-shm")
    data = shared.read_bytes()[:136] if shared.exists() else b""
    if len(data) < 136:
        return "", 0, 0
    return data[32:40].hex(), struct.unpack_from("=I", data, 16)[0], struct.unpack_from("=I", data, 128)[0]


def _arrive() -> None:
    """One more of the instants at which the power may go."""
    global _passed
    with _COUNT:
        _passed += 1
        if _passed == _AT:
            os.kill(os.getpid(), signal.SIGKILL)


def _note(descriptor: int, **what: Any) -> None:
    _arrive()
    os.write(descriptor, json.dumps(what).encode() + b"\n")


def _install(journal: str) -> None:
    descriptor = os.open(journal, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    for name in ("fsync", "fdatasync"):
        setattr(os, name, _syncing(descriptor, getattr(os, name)))
    for name in ("rename", "replace", "link"):
        setattr(os, name, _naming(descriptor, name, getattr(os, name)))
    for name in ("truncate", "ftruncate"):
        setattr(os, name, _cutting(descriptor, getattr(os, name)))
    connect = sqlite3.connect

    class Noting(sqlite3.Connection):
        """A connection that notes what its commits made durable."""

        def execute(self, sql: str, *arguments: Any) -> sqlite3.Cursor:
            if sql != "COMMIT":
                return super().execute(sql, *arguments)
            _arrive()
            done = super().execute(sql)
            if super().execute("PRAGMA synchronous").fetchone() == (2,):
                file = super().execute("PRAGMA database_list").fetchone()[2]
                salt, frames, _ = wal_of(Path(file))
                _note(descriptor, event="committed", file=file, salt=salt, frames=frames)
            return done

    def noting(database: Any, *arguments: Any, **options: Any) -> sqlite3.Connection:
        return connect(database, *arguments, **{"factory": Noting, **options})

    sqlite3.connect = noting


def _syncing(descriptor: int, real: Callable[[int], None]) -> Callable[[int], None]:
    def sync(file: int) -> None:
        about = os.fstat(file)
        _arrive()
        real(file)
        is_folder = stat.S_ISDIR(about.st_mode)
        _note(descriptor, event="folder" if is_folder else "synced", inode=about.st_ino, size=about.st_size)

    return sync


def _naming(descriptor: int, name: str, real: Callable[..., None]) -> Callable[..., None]:
    def give_name(source: Any, target: Any, **options: Any) -> None:
        inode, folder = os.stat(source).st_ino, os.stat(Path(target).resolve().parent).st_ino
        paths = {"source": str(Path(source).absolute()), "target": str(Path(target).absolute())}
        _arrive()
        real(source, target, **options)
        _note(descriptor, event=name, inode=inode, folder=folder, **paths)

    return give_name


def _cutting(descriptor: int, real: Callable[[Any, int], None]) -> Callable[[Any, int], None]:
    def cut(file: Any, size: int) -> None:
        _arrive()
        real(file, size)
        _note(descriptor, event="cut", inode=os.stat(file).st_ino, size=size)

    return cut


if _JOURNAL:
    _install(_JOURNAL)
