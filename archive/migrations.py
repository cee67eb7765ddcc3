"""The catalog's tables, as numbered steps that sqlite-utils applies once each.

A step that has been released is never edited: a new one follows it. The public views are no step: they are dropped
and made again from `views.sql` whenever that file changes, since they hold nothing.
"""

import sqlite3
import zlib
from importlib.resources import files
from typing import Any

VIEWS = files("archive").joinpath("views.sql").read_text(encoding="utf-8")

_CAPTURES = """
CREATE TABLE capture (
    id TEXT PRIMARY KEY NOT NULL,
    agency TEXT NOT NULL,
    crawl TEXT NOT NULL,
    url TEXT NOT NULL,
    captured TEXT NOT NULL,
    kind TEXT NOT NULL,
    warc_file TEXT NOT NULL,
    warc_offset INTEGER NOT NULL,
    warc_length INTEGER NOT NULL,
    status INTEGER,
    mime TEXT,
    payload_digest TEXT,
    payload_size INTEGER,
    redirect TEXT,
    truncated TEXT,
    failure_reason TEXT,
    failure_detail TEXT,
    tls_unverified TEXT,
    refers_to TEXT
);
CREATE INDEX capture_url ON capture (agency, url, captured);
CREATE INDEX capture_place ON capture (warc_file, warc_offset);
CREATE INDEX capture_redirect ON capture (agency, redirect) WHERE redirect IS NOT NULL;
CREATE INDEX capture_crawl ON capture (crawl, kind);
CREATE INDEX capture_trouble ON capture (crawl, url) WHERE kind = 'failure' OR status >= 400;
CREATE INDEX capture_refers ON capture (refers_to) WHERE refers_to IS NOT NULL;

CREATE TABLE note (
    id TEXT PRIMARY KEY NOT NULL,
    agency TEXT NOT NULL,
    crawl TEXT NOT NULL,
    kind TEXT NOT NULL,
    noted TEXT NOT NULL,
    content TEXT NOT NULL,
    warc_file TEXT NOT NULL,
    warc_offset INTEGER NOT NULL,
    warc_length INTEGER NOT NULL
);
CREATE INDEX note_place ON note (warc_file, warc_offset);
CREATE INDEX note_crawl ON note (crawl, kind);

CREATE TABLE url (
    agency TEXT NOT NULL,
    url TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    noted TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (agency, url)
) WITHOUT ROWID;
"""

_READINGS = """
CREATE TABLE attempt (
    capture TEXT NOT NULL,
    rules TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (capture, rules)
) WITHOUT ROWID;

CREATE TABLE reading (
    capture TEXT PRIMARY KEY NOT NULL,
    rules TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    title TEXT,
    blocks TEXT NOT NULL,
    author TEXT,
    credited_source TEXT,
    section TEXT,
    published TEXT,
    modified TEXT,
    canonical TEXT,
    elsewhere TEXT,
    content TEXT NOT NULL,
    lang TEXT,
    encoding TEXT,
    encoding_evidence TEXT NOT NULL,
    raw_text TEXT,
    attachments TEXT NOT NULL,
    claims TEXT NOT NULL,
    extractor TEXT NOT NULL
);
CREATE INDEX reading_elsewhere ON reading (elsewhere) WHERE elsewhere IS NOT NULL;

CREATE TABLE hint (
    agency TEXT NOT NULL,
    url TEXT NOT NULL,
    place TEXT NOT NULL,
    title TEXT,
    published TEXT,
    modified TEXT,
    captured TEXT NOT NULL,
    capture TEXT NOT NULL,
    rules TEXT NOT NULL,
    PRIMARY KEY (agency, url, place)
) WITHOUT ROWID;

CREATE TABLE pending (
    agency TEXT NOT NULL,
    url TEXT NOT NULL,
    looked INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (agency, url)
) WITHOUT ROWID;
"""

_ARTICLES = """
CREATE TABLE article (
    docid INTEGER PRIMARY KEY,
    agency TEXT NOT NULL,
    url TEXT NOT NULL,
    kind TEXT NOT NULL,
    published TEXT,
    published_precision TEXT,
    published_evidence TEXT,
    modified TEXT,
    author TEXT,
    credited_source TEXT,
    section TEXT,
    lang TEXT,
    state TEXT NOT NULL,
    state_detail TEXT,
    first_captured TEXT NOT NULL,
    last_captured TEXT NOT NULL,
    newest INTEGER NOT NULL,
    latest TEXT NOT NULL,
    content_digest TEXT,
    UNIQUE (agency, url)
);
CREATE INDEX article_url ON article (url);
CREATE INDEX article_published ON article (published);
CREATE INDEX article_content ON article (content_digest) WHERE content_digest IS NOT NULL;

CREATE TABLE version (
    position INTEGER NOT NULL,
    agency TEXT NOT NULL,
    url TEXT NOT NULL,
    captured TEXT NOT NULL,
    capture TEXT NOT NULL,
    source TEXT NOT NULL,
    title TEXT,
    text TEXT NOT NULL,
    text_digest TEXT NOT NULL,
    extractor TEXT NOT NULL,
    PRIMARY KEY (agency, url, position)
);

CREATE TABLE standing (
    agency TEXT NOT NULL,
    url TEXT NOT NULL,
    face TEXT NOT NULL,
    article TEXT,
    host TEXT,
    sample TEXT,
    latest TEXT,
    PRIMARY KEY (agency, url)
) WITHOUT ROWID;
CREATE INDEX standing_article ON standing (agency, article) WHERE article IS NOT NULL;
CREATE INDEX standing_sample ON standing (agency, host, sample) WHERE sample IS NOT NULL;

CREATE TABLE alive (
    crawl TEXT NOT NULL,
    host TEXT NOT NULL,
    PRIMARY KEY (crawl, host)
) WITHOUT ROWID;

CREATE TABLE attachment (
    agency TEXT NOT NULL,
    article TEXT NOT NULL,
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    PRIMARY KEY (agency, article, position)
) WITHOUT ROWID;

CREATE TABLE chrome (
    agency TEXT NOT NULL,
    host TEXT NOT NULL,
    marks TEXT NOT NULL DEFAULT '[]',
    edge TEXT,
    stale INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (agency, host)
) WITHOUT ROWID;

CREATE TABLE event (
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    agency TEXT,
    content TEXT NOT NULL
);

CREATE VIRTUAL TABLE words USING fts5 (
    title, text, plain_title, plain_text,
    content = '', tokenize = "unicode61 remove_diacritics 0"
);
"""

_STEPS = (("captures", _CAPTURES), ("readings", _READINGS), ("articles", _ARTICLES))

SCHEMA = zlib.crc32(repr((_STEPS, VIEWS)).encode()) & 0x7FFFFFFF
"""What `PRAGMA user_version` says of a catalog that has these tables and these views."""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a catalog's tables and views to today's form, all or nothing; safe when two processes start at once."""
    if _version(connection) == SCHEMA:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _version(connection) != SCHEMA:
            _apply_steps(connection)
            _remake_views(connection)
            connection.execute(f"PRAGMA user_version = {SCHEMA}")
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _apply_steps(connection: sqlite3.Connection) -> None:
    # Imported late: analysts who only read pay nothing for it.
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

    steps = Migrations("luuchieu")
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
