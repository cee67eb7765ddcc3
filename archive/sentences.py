"""The sentence index: which articles share a sentence, whatever is said around it.

Derived from the texts and rebuilt with them, so an article is named by its number in the catalog. Hashes are kept to
32 bits: SQLite stores them in four bytes, and whoever is found by accident is told apart when the texts are compared.
The lowest bit is set in hashes of passages whose numbers are masked: they count less than sentences shared as they are.
"""

import json
import sqlite3
import struct
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

# A sentence that this many articles share is the site's and not theirs (`Ghi rõ nguồn khi phát hành lại …`).
COMMON = 40

# What is common is found out by counting a few more and no further: a site's own sentence is in all its articles.
_HOLDERS = """SELECT s.hash, s.article
    FROM (SELECT value AS hash FROM json_each(:hashes)
          WHERE (SELECT count(*) FROM (SELECT 1 FROM sentence WHERE hash = value LIMIT :enough)) BETWEEN 1 AND :most) h
    CROSS JOIN sentence s ON s.hash = h.hash"""
_ADD = "INSERT OR IGNORE INTO sentence (article, hash) SELECT ?, value FROM json_each(?)"

Entry = tuple[int, int]
"""A kept hash and the article that stands under it."""

# More than the masked passages that an article is kept under: a shared sentence outweighs them all.
_SENTENCE, _MASKED = 16, 1


_HALF = 1 << 31
"""Taken off a number of 32 bits, so that it fits into four bytes with a sign."""


def kept(hashes: Iterable[int], masked: Iterable[int] = ()) -> tuple[int, ...]:
    """64-bit hashes of sentences and of masked passages as the index keeps them, in order of value, each once."""
    kept_ones = {*[(hash >> 32) & ~1 for hash in hashes], *[(hash >> 32) | 1 for hash in masked]}
    return tuple(sorted([hash - _HALF for hash in kept_ones]))


def packed(hashes: Sequence[int]) -> bytes:
    """Kept hashes as a blob of four bytes each."""
    return struct.pack(f"<{len(hashes)}i", *hashes)


def unpacked(blob: bytes) -> tuple[int, ...]:
    """The kept hashes of a blob."""
    return struct.unpack(f"<{len(blob) // 4}i", blob)


def move(db: sqlite3.Connection, lost: Sequence[Entry], gained: Mapping[int, set[int]]) -> set[int]:
    """Take articles out from under sentences and put others under theirs; whose neighbours may be others now.

    `gained` are hashes by article. A sentence that was common and still is tells nothing, nor does one that only a
    newcomer has. The caller commits.
    """
    grown = Counter(chain.from_iterable(gained.values()))
    grown.subtract([hash for hash, _ in lost])
    # Asked before: most sentences of a newcomer are nobody's yet.
    held = _holders(db, grown, COMMON - min(0, 0, *grown.values()))
    db.executemany("DELETE FROM sentence WHERE hash = ? AND article = ?", lost)
    db.executemany(_ADD, [(article, json.dumps([*hashes])) for article, hashes in gained.items()])
    near = {article for article, hashes in gained.items() if any(hash in held or grown[hash] > 1 for hash in hashes)}
    return near.union(*(held[hash] for hash in held if len(held[hash]) + min(0, grown[hash]) <= COMMON))


def shared(db: sqlite3.Connection, hashes: Iterable[int]) -> Counter[int]:
    """How much of these sentences each article has: by their number, then by that of masked passages.

    Those are left out that more than COMMON articles have.
    """
    counts: Counter[int] = Counter()
    for hash, holders in _holders(db, hashes, COMMON).items():
        for article in holders:
            counts[article] += _MASKED if hash & 1 else _SENTENCE
    return counts


def _holders(db: sqlite3.Connection, hashes: Iterable[int], most: int) -> dict[int, list[int]]:
    """Who has each of these sentences, without those that nobody has or more than so many articles."""
    found: dict[int, list[int]] = {}
    for hash, article in db.execute(_HOLDERS, {"hashes": json.dumps(list(hashes)), "most": most, "enough": most + 1}):
        found.setdefault(hash, []).append(article)
    return found
