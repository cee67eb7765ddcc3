"""Articles as rows, with what goes with them: versions, edits, rulings, lists of URLs, the words to find them by."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from archive.aliases import credit_key
from archive.edits import edits_of, put_edits
from archive.rulings import Ruled, put_ruled, ruled, ruled_by
from archive.settled import Article, Ruling, Version
from archive.tellings import drop_telling, retell
from archive.words import Shown, set_words

Change = Literal["new", "version", "changed", "same", "dropped"]

_COLUMNS = (
    *("agency", "url", "kind", "published", "published_precision", "published_evidence", "modified", "author"),
    *("credited_source", "section", "lang", "state", "state_detail", "first_captured", "last_captured", "latest"),
)
_WRITTEN = (*_COLUMNS, "newest", "credited")
# No RETURNING and no trigger, here or in what else is written between two articles: before a statement that it may have
# to undo half done, SQLite writes out the full-text index.
_ADD = f"INSERT INTO article ({', '.join(_WRITTEN)}) VALUES ({', '.join('?' * len(_WRITTEN))})"
_CHANGE = f"UPDATE article SET {', '.join(f'{name} = ?' for name in _WRITTEN)} WHERE docid = ?"
# How many articles there are and how often they changed, which each crawl's report says.
_COUNT = """INSERT INTO holding VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE
    SET articles = articles + excluded.articles, changes = changes + excluded.changes"""
_STORED = f"SELECT docid, {', '.join(_COLUMNS)} FROM article WHERE agency = ? AND url = ?"
_OF_VERSIONS = ("captured", "capture", "source", "title", "text", "text_digest", "extractor")
_ADD_VERSION = f"""INSERT INTO version (agency, url, position, {", ".join(_OF_VERSIONS)})
    VALUES ({", ".join("?" * (3 + len(_OF_VERSIONS)))})"""
_VERSIONS = f"SELECT {', '.join(_OF_VERSIONS)} FROM version WHERE agency = ? AND url = ? ORDER BY position"
_LISTS = {"attachment": "attachments", "part": "continues"}
"""The tables that keep the URLs an article names, and its field for them."""


def put_article(connection: sqlite3.Connection, article: Article, rulings: Mapping[str, Ruling]) -> Change:
    """Write an article with its versions, edits, rulings and words, as far as they differ from the rows.

    Says what happened to it; `same` also where nothing but what the views show of its rulings changed.
    """
    place, row = (article.agency, article.url), tuple(getattr(article, name) for name in _COLUMNS)
    docid, *stored = connection.execute(_STORED, place).fetchone() or (0,)
    if not stored:
        _enter(connection, article, row, ruled_by(rulings))
        return "new"
    put_edits(connection, *place, article.edits)
    relisted = _relist(connection, *place, article)
    old = _versions(connection, *place)
    was, now = ruled(connection, *place), ruled_by(rulings)
    put_ruled(connection, *place, now)
    is_same = tuple(stored) == row and old == article.versions and not relisted
    if not is_same:
        connection.execute(_CHANGE, (*_written(article, row), docid))
        connection.execute(_COUNT, (article.agency, stored[2], -1, 1 - len(old)))
        connection.execute(_COUNT, (article.agency, article.kind, 1, len(article.versions) - 1))
    if old != article.versions:
        connection.execute("DELETE FROM version WHERE agency = ? AND url = ?", place)
        _add_versions(connection, article)
    if _told(stored, old) != _told(row, article.versions):
        retell(connection, docid)
    set_words(connection, docid, _shown(old, was), _shown(article.versions, now))
    if is_same:
        return "same"
    return "version" if len(article.versions) > len(old) else "changed"


def stored_article(connection: sqlite3.Connection, agency: str, url: str) -> Article | None:
    """The article of a URL as it stands in the catalog, versions, edits, attachments and what it continues included."""
    place = (agency, url)
    row = connection.execute(_STORED, place).fetchone()
    if row is None:
        return None
    named = dict(zip(_COLUMNS, row[1:], strict=True))
    named |= {field: _listed(connection, table, *place) for table, field in _LISTS.items()}
    return Article(**named, versions=_versions(connection, *place), edits=edits_of(connection, *place))


def drop_article(connection: sqlite3.Connection, agency: str, url: str) -> Change:
    """Remove an article that no reading supports any more; `same` where there was none."""
    found = connection.execute(
        "SELECT kind, newest, docid, content_digest FROM article WHERE agency = ? AND url = ?", (agency, url)
    ).fetchone()
    if found is None:
        return "same"
    kind, newest, docid, digest = found
    connection.execute(_COUNT, (agency, kind, -1, -newest))
    set_words(connection, docid, _shown(_versions(connection, agency, url), ruled(connection, agency, url)), None)
    put_edits(connection, agency, url, ())
    put_ruled(connection, agency, url, (None, None))
    for table, column in (("version", "url"), ("attachment", "article"), ("part", "article"), ("article", "url")):
        connection.execute(f"DELETE FROM {table} WHERE agency = ? AND {column} = ?", (agency, url))
    drop_telling(connection, docid, digest)
    return "dropped"


def _enter(connection: sqlite3.Connection, article: Article, row: tuple[Any, ...], now: Ruled) -> None:
    """Write an article that has no row: what goes with articles goes with them, so it is not looked for."""
    place = (article.agency, article.url)
    if article.edits:
        put_edits(connection, *place, article.edits)
    for table, field in _LISTS.items():
        _list(connection, table, *place, getattr(article, field))
    if any(now):
        put_ruled(connection, *place, now)
    docid = connection.execute(_ADD, _written(article, row)).lastrowid or 0
    connection.execute(_COUNT, (article.agency, article.kind, 1, len(article.versions) - 1))
    _add_versions(connection, article)
    retell(connection, docid)
    set_words(connection, docid, None, _shown(article.versions, now))


def _written(article: Article, row: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*row, len(article.versions) - 1, credit_key(article.credited_source))


def _relist(connection: sqlite3.Connection, agency: str, url: str, article: Article) -> bool:
    """Keep the URLs that an article names; whether they are others than before."""
    relisted = False
    for table, field in _LISTS.items():
        urls = getattr(article, field)
        if urls != _listed(connection, table, agency, url):
            relisted = True
            connection.execute(f"DELETE FROM {table} WHERE agency = ? AND article = ?", (agency, url))
            _list(connection, table, agency, url, urls)
    return relisted


def _list(connection: sqlite3.Connection, table: str, agency: str, url: str, urls: Sequence[str]) -> None:
    if urls:
        query = f"INSERT INTO {table} (agency, article, position, url) VALUES (?, ?, ?, ?)"
        connection.executemany(query, [(agency, url, position, one) for position, one in enumerate(urls)])


def _told(row: Sequence[Any], versions: Sequence[Version]) -> tuple[Any, ...]:
    """What tellings rest on: kind and date of an article, title and text of its newest version."""
    return (row[2], row[3], versions[-1].title, versions[-1].text)


def _shown(versions: Sequence[Version], ruling: Ruled) -> Shown | None:
    return (ruling[0] or versions[-1].title, versions[-1].text) if versions else None


def _add_versions(connection: sqlite3.Connection, article: Article) -> None:
    place = (article.agency, article.url)
    versions = [
        (*place, position, *(getattr(one, name) for name in _OF_VERSIONS))
        for position, one in enumerate(article.versions)
    ]
    connection.executemany(_ADD_VERSION, versions)


def _versions(connection: sqlite3.Connection, agency: str, url: str) -> tuple[Version, ...]:
    return tuple(Version(*row) for row in connection.execute(_VERSIONS, (agency, url)))


def _listed(connection: sqlite3.Connection, table: str, agency: str, url: str) -> tuple[str, ...]:
    query = f"SELECT url FROM {table} WHERE agency = ? AND article = ? ORDER BY position"
    return tuple(one for (one,) in connection.execute(query, (agency, url)))
