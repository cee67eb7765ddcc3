"""The sentence index: which articles share a sentence, whatever is said around it.

Derived from the texts and rebuilt with them, so an article is named by its number in the catalog. Hashes are kept to
48 bits: SQLite stores them in six bytes, and of two million sentences not one pair collides in a hundred catalogs.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable

_KEPT_BITS = 48
# A sentence that this many articles share is the site's and not theirs (`Ghi rõ nguồn khi phát hành lại …`).
COMMON = 40


def create(db: sqlite3.Connection) -> None:
    """Make the table where it is missing. Clustered by hash: a look-up reads one page."""
    db.execute(
        "create table if not exists sentence ("
        "hash integer not null, article integer not null, primary key (hash, article)) without rowid"
    )


def add(db: sqlite3.Connection, article: int, hashes: Iterable[int]) -> None:
    """Index an article under its 64-bit hashes; again is no change. The caller commits."""
    rows = [(_kept(hash), article) for hash in hashes]
    db.executemany("insert or ignore into sentence (hash, article) values (?, ?)", rows)


def remove(db: sqlite3.Connection, article: int, hashes: Iterable[int]) -> None:
    """Take an article out again; the hashes are those it was added with. The caller commits."""
    rows = [(_kept(hash), article) for hash in hashes]
    db.executemany("delete from sentence where hash = ? and article = ?", rows)


def candidates(db: sqlite3.Connection, hashes: Iterable[int], limit: int = 8) -> list[int]:
    """The articles that share most of these hashes, most first, at most `limit`; not what they share with everyone.

    The article itself is among them when it was added.
    """
    shared: Counter[int] = Counter()
    for hash in hashes:
        found = db.execute("select article from sentence where hash = ? limit ?", (_kept(hash), COMMON + 1)).fetchall()
        if len(found) <= COMMON:
            shared.update(article for (article,) in found)
    return sorted(shared, key=lambda article: (-shared[article], article))[:limit]


def _kept(hash: int) -> int:
    return hash >> (64 - _KEPT_BITS)
