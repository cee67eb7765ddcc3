"""The sentence index: which articles share a sentence, whatever is said around it.

Derived from the texts and rebuilt with them, so an article is named by its number in the catalog. Hashes are kept to
32 bits: SQLite stores them in four bytes, and whoever is found by accident is told apart when the texts are compared.
"""

import sqlite3
import struct
from collections import Counter
from collections.abc import Iterable, Sequence

# A sentence that this many articles share is the site's and not theirs (`Ghi rõ nguồn khi phát hành lại …`).
COMMON = 40


def kept(hashes: Iterable[int]) -> tuple[int, ...]:
    """64-bit hashes as the index keeps them, in order of value, each once."""
    return tuple(sorted({(hash >> 32) - (1 << 31) for hash in hashes}))


def packed(hashes: Sequence[int]) -> bytes:
    """Kept hashes as a blob of four bytes each."""
    return struct.pack(f"<{len(hashes)}i", *hashes)


def unpacked(blob: bytes) -> tuple[int, ...]:
    """The kept hashes of a blob."""
    return struct.unpack(f"<{len(blob) // 4}i", blob)


def add(db: sqlite3.Connection, article: int, hashes: Iterable[int]) -> None:
    """Index an article under kept hashes; again is no change. The caller commits."""
    db.executemany("INSERT OR IGNORE INTO sentence (hash, article) VALUES (?, ?)", [(one, article) for one in hashes])


def remove(db: sqlite3.Connection, article: int, hashes: Iterable[int]) -> None:
    """Take an article out from under kept hashes. The caller commits."""
    db.executemany("DELETE FROM sentence WHERE hash = ? AND article = ?", [(one, article) for one in hashes])


def holders(db: sqlite3.Connection, hash: int, spare: int = 0) -> list[int]:
    """The articles that have a sentence; none where more than COMMON, and `spare` beyond, have it."""
    most = COMMON + spare
    found = db.execute("SELECT article FROM sentence WHERE hash = ? LIMIT ?", (hash, most + 1)).fetchall()
    return [article for (article,) in found] if len(found) <= most else []


def shared(db: sqlite3.Connection, hashes: Iterable[int]) -> Counter[int]:
    """How many of these sentences each article has, those left out that more than COMMON articles have."""
    return Counter(article for one in hashes for article in holders(db, one))
