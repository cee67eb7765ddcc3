"""The full-text index of articles: which words stand in their titles, as shown, and in their texts."""

import sqlite3

from archive.spelling import spelled

_ADD = "INSERT INTO words (rowid, title, text, plain_title, plain_text) VALUES (?, ?, ?, ?, ?)"
_FORGET = "INSERT INTO words (words, rowid, title, text, plain_title, plain_text) VALUES ('delete', ?, ?, ?, ?, ?)"
_CURRENT = """SELECT a.docid, coalesce(r.title, v.title), v.text FROM article a
    JOIN version v ON v.agency = a.agency AND v.url = a.url AND v.position = a.newest
    LEFT JOIN ruled r ON r.agency = a.agency AND r.url = a.url"""

Shown = tuple[str | None, str]
"""The title of an article, a person's before the page's own, and its text."""


def set_words(connection: sqlite3.Connection, docid: int, before: Shown | None, after: Shown | None) -> None:
    """Let an article be found by what it shows now; None for nothing.

    The index has no content of its own, so it is told what to forget.
    """
    if before == after:
        return
    if before:
        connection.execute(_FORGET, (docid, *_columns(*before)))
    if after:
        connection.execute(_ADD, (docid, *_columns(*after)))


def distrust_words(connection: sqlite3.Connection) -> None:
    """Remember that the index must be made anew, whatever becomes of the program that was going to."""
    connection.execute("INSERT OR IGNORE INTO distrusted VALUES ('words')")


def are_words_distrusted(connection: sqlite3.Connection) -> bool:
    """Whether `index_words_again` is still to be done."""
    return connection.execute("SELECT 1 FROM distrusted WHERE name = 'words'").fetchone() is not None


def index_words_again(connection: sqlite3.Connection) -> None:
    """Build the full-text index anew: after a change of the folding rules the old entries cannot be taken out."""
    connection.execute("DELETE FROM distrusted WHERE name = 'words'")
    connection.execute("INSERT INTO words (words) VALUES ('delete-all')")
    for docid, title, text in connection.execute(_CURRENT):
        connection.execute(_ADD, (docid, *_columns(title, text)))


def _columns(title: str | None, text: str) -> tuple[str, str, str, str]:
    (marked_title, plain_title), (marked, plain) = spelled(title or ""), spelled(text)
    return marked_title, marked, plain_title, plain
