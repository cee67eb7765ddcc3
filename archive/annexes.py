"""Texts of attached documents as rows: for search, and for articles whose text is their document's."""

import sqlite3
from collections.abc import Iterable, Mapping

from archive.rows import json_of
from archive.spelling import spelled

_FORGET = "INSERT INTO annex_words (annex_words, rowid, text, plain_text) VALUES ('delete', ?, ?, ?)"
_LENT = "SELECT agency, url, article FROM lent WHERE agency = ? AND article IN (SELECT value FROM json_each(?))"
_ADD = "INSERT INTO annex_words (rowid, text, plain_text) VALUES (?, ?, ?)"


def put_annex(connection: sqlite3.Connection, agency: str, url: str, capture: str, text: str) -> None:
    """Keep the text of a document, read from a capture; without a text there is no row."""
    old = connection.execute(
        "SELECT id, capture, text FROM annex WHERE agency = ? AND url = ?", (agency, url)
    ).fetchone()
    if old and old[1:] == (capture, text):
        return
    if old:
        connection.execute(_FORGET, (old[0], *spelled(old[2])))
        connection.execute("DELETE FROM annex WHERE id = ?", (old[0],))
    if text:
        (number,) = connection.execute(
            "INSERT INTO annex (agency, url, capture, text) VALUES (?, ?, ?, ?) RETURNING id",
            (agency, url, capture, text),
        ).fetchone()
        connection.execute(_ADD, (number, *spelled(text)))


def index_annexes_again(connection: sqlite3.Connection) -> None:
    """Build the full-text index of documents anew."""
    connection.execute("INSERT INTO annex_words (annex_words) VALUES ('delete-all')")
    for number, text in connection.execute("SELECT id, text FROM annex"):
        connection.execute(_ADD, (number, *spelled(text)))


def lend(connection: sqlite3.Connection, agency: str, documents: Mapping[str, Iterable[str]]) -> None:
    """Remember of which documents, and of no others, each of these articles would take its text."""
    rows = {(agency, url, article) for article, urls in documents.items() for url in urls}
    stored = set(connection.execute(_LENT, (agency, json_of(list(documents)))))
    connection.executemany("DELETE FROM lent WHERE agency = ? AND url = ? AND article = ?", stored - rows)
    connection.executemany("INSERT INTO lent VALUES (?, ?, ?)", rows - stored)
