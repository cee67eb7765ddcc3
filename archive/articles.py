"""Articles and their versions as rows, and the words that full-text search finds them by."""

import sqlite3
from typing import Any, Literal

from archive.aliases import credit_key
from archive.edits import edits_of
from archive.model import Article, Version
from archive.spelling import spelled
from archive.tellings import drop_telling, retell

Change = Literal["new", "version", "changed", "same", "dropped"]

_COLUMNS = (
    *("agency", "url", "kind", "published", "published_precision", "published_evidence", "modified", "author"),
    *("credited_source", "section", "lang", "state", "state_detail", "first_captured", "last_captured", "latest"),
)
_WRITTEN = (*_COLUMNS, "newest", "credited")
_PUT = f"""INSERT INTO article ({", ".join(_WRITTEN)}) VALUES ({", ".join("?" * len(_WRITTEN))})
    ON CONFLICT (agency, url) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _WRITTEN[2:])}
    RETURNING docid"""
_PUT_VERSION = """INSERT INTO version
    (agency, url, position, captured, capture, source, title, text, text_digest, extractor)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_VERSIONS = """SELECT captured, capture, source, title, text, text_digest, extractor
    FROM version WHERE agency = ? AND url = ? ORDER BY position"""
_LISTS = {"attachment": "attachments", "part": "continues"}
"""The tables that keep the URLs an article names, and its field for them."""

_STANDING = """SELECT a.kind, a.published, v.title, v.text FROM article a
    JOIN version v ON v.agency = a.agency AND v.url = a.url AND v.position = a.newest
    WHERE a.agency = ? AND a.url = ?"""


def put_article(connection: sqlite3.Connection, article: Article) -> Change:
    """Write an article with its versions and words, as far as they differ from the rows; says what happened."""
    old = _versions(connection, article.agency, article.url)
    row = tuple(getattr(article, name) for name in _COLUMNS)
    if old == article.versions:
        stored = connection.execute(
            f"SELECT {', '.join(_COLUMNS)} FROM article WHERE agency = ? AND url = ?", row[:2]
        ).fetchone()
        lists = (_listed(connection, table, *row[:2]) == getattr(article, field) for table, field in _LISTS.items())
        if stored == row and all(lists):
            return "same"
    return _put(connection, article, row, old)


def stored_article(connection: sqlite3.Connection, agency: str, url: str) -> Article | None:
    """The article of a URL as it stands in the catalog, versions, edits, attachments and what it continues included."""
    place = (agency, url)
    row = connection.execute(
        f"SELECT {', '.join(_COLUMNS)} FROM article WHERE agency = ? AND url = ?", place
    ).fetchone()
    if row is None:
        return None
    named = dict(zip(_COLUMNS, row, strict=True))
    named |= {field: _listed(connection, table, *place) for table, field in _LISTS.items()}
    return Article(**named, versions=_versions(connection, *place), edits=edits_of(connection, *place))


def drop_article(connection: sqlite3.Connection, agency: str, url: str) -> Change:
    """Remove an article that no reading supports any more; `same` where there was none."""
    found = connection.execute(
        "SELECT docid, content_digest FROM article WHERE agency = ? AND url = ?", (agency, url)
    ).fetchone()
    if found is None:
        return "same"
    _forget_words(connection, found[0], _versions(connection, agency, url)[-1])
    for table, column in (("version", "url"), ("attachment", "article"), ("part", "article"), ("article", "url")):
        connection.execute(f"DELETE FROM {table} WHERE agency = ? AND {column} = ?", (agency, url))
    drop_telling(connection, *found)
    return "dropped"


def index_words_again(connection: sqlite3.Connection) -> None:
    """Build the full-text index anew: after a change of the folding rules the old entries cannot be taken out."""
    connection.execute("INSERT INTO words (words) VALUES ('delete-all')")
    current = connection.execute(
        """SELECT a.docid, v.title, v.text FROM article a
           JOIN version v ON v.agency = a.agency AND v.url = a.url AND v.position = a.newest"""
    )
    for docid, title, text in current:
        _add_words(connection, docid, title, text)


def _put(connection: sqlite3.Connection, article: Article, row: tuple[Any, ...], old: tuple[Version, ...]) -> Change:
    newest = article.versions[-1]
    stood = connection.execute(_STANDING, row[:2]).fetchone()
    (docid,) = connection.execute(
        _PUT, (*row, len(article.versions) - 1, credit_key(article.credited_source))
    ).fetchone()
    for table, field in _LISTS.items():
        connection.execute(f"DELETE FROM {table} WHERE agency = ? AND article = ?", row[:2])
        connection.executemany(
            f"INSERT INTO {table} (agency, article, position, url) VALUES (?, ?, ?, ?)",
            [(*row[:2], position, url) for position, url in enumerate(getattr(article, field))],
        )
    if stood != (article.kind, article.published, newest.title, newest.text):
        retell(connection, docid)
    if old == article.versions:
        return "changed"
    _put_versions(connection, article)
    if not old or (old[-1].title, old[-1].text) != (newest.title, newest.text):
        if old:
            _forget_words(connection, docid, old[-1])
        _add_words(connection, docid, newest.title, newest.text)
    return "new" if not old else "version" if len(article.versions) > len(old) else "changed"


def _put_versions(connection: sqlite3.Connection, article: Article) -> None:
    place = (article.agency, article.url)
    connection.execute("DELETE FROM version WHERE agency = ? AND url = ?", place)
    connection.executemany(
        _PUT_VERSION,
        [
            (
                *place,
                position,
                one.captured,
                one.capture,
                one.source,
                one.title,
                one.text,
                one.text_digest,
                one.extractor,
            )
            for position, one in enumerate(article.versions)
        ],
    )


def _versions(connection: sqlite3.Connection, agency: str, url: str) -> tuple[Version, ...]:
    return tuple(Version(*row) for row in connection.execute(_VERSIONS, (agency, url)))


def _listed(connection: sqlite3.Connection, table: str, agency: str, url: str) -> tuple[str, ...]:
    query = f"SELECT url FROM {table} WHERE agency = ? AND article = ? ORDER BY position"
    return tuple(one for (one,) in connection.execute(query, (agency, url)))


def _add_words(connection: sqlite3.Connection, docid: int, title: str | None, text: str) -> None:
    connection.execute(
        "INSERT INTO words (rowid, title, text, plain_title, plain_text) VALUES (?, ?, ?, ?, ?)",
        (docid, *_columns(title, text)),
    )


def _forget_words(connection: sqlite3.Connection, docid: int, version: Version) -> None:
    # An index without content is told what to forget.
    connection.execute(
        "INSERT INTO words (words, rowid, title, text, plain_title, plain_text) VALUES ('delete', ?, ?, ?, ?, ?)",
        (docid, *_columns(version.title, version.text)),
    )


def _columns(title: str | None, text: str) -> tuple[str, str, str, str]:
    (marked_title, plain_title), (marked, plain) = spelled(title or ""), spelled(text)
    return marked_title, marked, plain_title, plain
