"""Articles and their versions as rows, and the words that full-text search finds them by."""

import base64
import hashlib
import re
import sqlite3
from functools import lru_cache
from typing import Any, Literal

from archive.model import Article, Version
from archive.orthography import fold, same_tone_placement

Change = Literal["new", "version", "changed", "same", "dropped"]

_COLUMNS = (
    *("agency", "url", "kind", "published", "published_precision", "published_evidence", "modified", "author"),
    *("credited_source", "section", "lang", "state", "state_detail", "first_captured", "last_captured", "latest"),
)
_WRITTEN = (*_COLUMNS, "newest", "content_digest")
_PUT = f"""INSERT INTO article ({", ".join(_WRITTEN)}) VALUES ({", ".join("?" * len(_WRITTEN))})
    ON CONFLICT (agency, url) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _WRITTEN[2:])}
    RETURNING docid"""
_PUT_VERSION = """INSERT INTO version
    (agency, url, position, captured, capture, source, title, text, text_digest, extractor)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_VERSIONS = """SELECT captured, capture, source, title, text, text_digest, extractor
    FROM version WHERE agency = ? AND url = ? ORDER BY position"""
_ATTACHMENTS = "SELECT url FROM attachment WHERE agency = ? AND article = ? ORDER BY position"
_WORD = re.compile("[\\w\u0300-\u036f]+")
# Two notices of one line that happen to agree are no republication.
_FEWEST_WORDS = 20


def put_article(connection: sqlite3.Connection, article: Article) -> Change:
    """Write an article with its versions and words, as far as they differ from the rows; says what happened."""
    old = _versions(connection, article.agency, article.url)
    row = tuple(getattr(article, name) for name in _COLUMNS)
    if old == article.versions:
        stored = connection.execute(
            f"SELECT {', '.join(_COLUMNS)} FROM article WHERE agency = ? AND url = ?", row[:2]
        ).fetchone()
        return "same" if stored == row and _attachments(connection, article) else _put(connection, article, row, old)
    return _put(connection, article, row, old)


def stored_article(connection: sqlite3.Connection, agency: str, url: str) -> Article | None:
    """The article of a URL as it stands in the catalog, versions and attachments included."""
    place = (agency, url)
    row = connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM article WHERE agency = ? AND url = ?", place).fetchone()
    if row is None:
        return None
    named = dict(zip(_COLUMNS, row, strict=True))
    attached = connection.execute(_ATTACHMENTS, place)
    return Article(**named, versions=_versions(connection, *place), attachments=tuple(one for (one,) in attached))


def drop_article(connection: sqlite3.Connection, agency: str, url: str) -> Change:
    """Remove an article that no reading supports any more; `same` where there was none."""
    found = connection.execute("SELECT docid FROM article WHERE agency = ? AND url = ?", (agency, url)).fetchone()
    if found is None:
        return "same"
    _forget_words(connection, found[0], _versions(connection, agency, url)[-1])
    for table, column in (("version", "url"), ("attachment", "article"), ("article", "url")):
        connection.execute(f"DELETE FROM {table} WHERE agency = ? AND {column} = ?", (agency, url))
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
    digest = content_digest(newest.text)
    (docid,) = connection.execute(_PUT, (*row, len(article.versions) - 1, digest)).fetchone()
    connection.execute("DELETE FROM attachment WHERE agency = ? AND article = ?", row[:2])
    connection.executemany(
        "INSERT INTO attachment (agency, article, position, url) VALUES (?, ?, ?, ?)",
        [(*row[:2], position, url) for position, url in enumerate(article.attachments)],
    )
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


def _attachments(connection: sqlite3.Connection, article: Article) -> bool:
    """Whether the stored attachments are the article's."""
    stored = connection.execute(_ATTACHMENTS, (article.agency, article.url))
    return tuple(url for (url,) in stored) == article.attachments


def content_digest(text: str) -> str | None:
    """SHA-256 over the folded words of a text, `sha256:` and base32; None for fewer than 20 words."""
    _, plain = _spelled(text)
    if plain.count(" ") + 1 < _FEWEST_WORDS:
        return None
    return "sha256:" + base64.b32encode(hashlib.sha256(plain.encode()).digest()).decode()


@lru_cache(maxsize=4)
def _spelled(text: str) -> tuple[str, str]:
    """The words of a text in their order, as they are looked for with marks and without."""
    words = [_spellings(word) for word in _WORD.findall(text)]
    return " ".join([marked for marked, _ in words]), " ".join([plain for _, plain in words])


@lru_cache(maxsize=65536)
def _spellings(word: str) -> tuple[str, str]:
    """A word as it is looked for with marks and without; there are few syllables and each comes often."""
    return same_tone_placement(word), fold(word)


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
    (marked_title, plain_title), (marked, plain) = _spelled(title or ""), _spelled(text)
    return marked_title, marked, plain_title, plain
