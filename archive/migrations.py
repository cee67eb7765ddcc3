"""The catalog's tables, as numbered steps (`step1-captures.sql`, …) that sqlite-utils applies once each.

A step that has been released is never edited: a new one follows it. The public views are no step: they are dropped
and made again from `views.sql` whenever that file changes, since they hold nothing.
"""

import sqlite3
import zlib
from importlib.resources import files
from typing import Any

from archive.errors import ArchiveError

_SET = "luuchieu"
_NAMES = (
    "captures",
    "readings",
    "articles",
    "told",
    "rulings",
    "annexes",
    "checks",
    "indexes",
    "notes",
    "downloads",
    "holdings",
    "matters",
    "unread",
    "doubts",
    "distrusted",
    "ordered",
)


def _script(name: str) -> str:
    return files("archive").joinpath(name).read_text(encoding="utf-8")


VIEWS = _script("views.sql")

_STEPS = tuple((name, _script(f"step{number}-{name}.sql")) for number, name in enumerate(_NAMES, 1))

SCHEMA = zlib.crc32(repr((_STEPS, VIEWS)).encode()) & 0x7FFFFFFF
"""What `PRAGMA user_version` says of a catalog that has these tables and these views."""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a catalog's tables and views to today's form, all or nothing; safe when two processes start at once.

    Raises ArchiveError for a catalog of a later version of this program, and changes nothing of it.
    """
    if _version(connection) == SCHEMA:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _version(connection) != SCHEMA:
            _refuse_later(connection)
            _apply_steps(connection)
            _remake_views(connection)
            connection.execute(f"PRAGMA user_version = {SCHEMA}")
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise
    # The log holds all tables now. Passive: nobody is waited for who reads already.
    connection.execute("PRAGMA wal_checkpoint(PASSIVE)")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _refuse_later(connection: sqlite3.Connection) -> None:
    """What a step that is unknown here has added would not be kept up by this program, and be wrong from then on."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone():
        return
    done = connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ?", (_SET,)).fetchall()
    if later := sorted({name for (name,) in done} - set(_NAMES)):
        raise ArchiveError(
            f"the catalog was brought up to date by a later version of luuchieu (step {later[0]!r} is unknown here): "
            "use that version, or make a catalog of this one with `luuchieu rebuild`"
        )


def _apply_steps(connection: sqlite3.Connection) -> None:
    # Imported late: analysts who only read pay nothing for it.
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

    steps = Migrations(_SET)
    for name, script in _STEPS:
        steps(name=name)(_Step(name, script))
    steps.apply(Database(connection, recursive_triggers=False, execute_plugins=False))


class _Step:
    """One numbered script in the form sqlite-utils calls."""

    def __init__(self, name: str, script: str) -> None:
        self.__name__ = name
        self._script = script

    def __call__(self, database: Any, /) -> None:
        _run(database.conn, self._script)


def _remake_views(connection: sqlite3.Connection) -> None:
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
        connection.execute(f'DROP VIEW "{name}"')
    _run(connection, VIEWS)


def _run(connection: sqlite3.Connection, script: str) -> None:
    """Run statement by statement: `executescript` would commit the transaction that surrounds it."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
