"""How articles read otherwise than before a reindex: what they said is kept in a file until that has ended.

So whoever carries on with a reindex that was killed is told what all of it changed.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection

from archive.catalog import Catalog
from archive.home import make_folder
from archive.whole import whole_file

_LINES = 3
_LETTERS = 160
_CONTEXT = 40
# Among so many lines of the other text the one is looked for that a line was made of.
_MATES = 20
_TABLE = "CREATE TABLE kept.shown (url TEXT PRIMARY KEY NOT NULL, title TEXT, published TEXT, text TEXT)"
_KEEP = "INSERT INTO kept.shown SELECT url, title, published, text FROM articles WHERE agency = ?"
_URLS = "SELECT url FROM kept.shown UNION SELECT url FROM articles WHERE agency = ? ORDER BY url"
# One by one: asked to join a view with what may not be in it, SQLite goes through all of the view each time.
_BEFORE = "SELECT title, published, text FROM kept.shown WHERE url = ?"
_AFTER = "SELECT title, published, text FROM articles WHERE agency = ? AND url = ?"

_Shown = tuple[str | None, str | None, str | None]
"""Title, date and text; of what is withheld no title and no text."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One article that reads otherwise than before; `what` is title, published, text, new or dropped.

    Of a text, `before` and `after` are the first lines that left and that came.
    """

    agency: str
    url: str
    what: str
    before: str | None
    after: str | None


def keep_before(catalog: Catalog, agency: str, path: Path) -> bool:
    """Keep what an agency's articles say now in a file; whether one was there, which stays, of a reindex not ended."""
    if path.exists():
        return True
    make_folder(path.parent)
    with whole_file(path) as part, _attached(catalog.connection, part):
        catalog.connection.execute(_TABLE)
        catalog.connection.execute(_KEEP, (agency,))
    return False


def differences_since(catalog: Catalog, agency: str, path: Path) -> Iterator[Difference]:
    """How an agency's articles differ from what a file keeps: one each for title, date and text, by their URLs."""
    with _attached(catalog.connection, path):
        for (url,) in catalog.connection.execute(_URLS, (agency,)):
            before = catalog.connection.execute(_BEFORE, (url,)).fetchone()
            after = catalog.connection.execute(_AFTER, (agency, url)).fetchone()
            for what, was, now in _between(before, after):
                yield Difference(agency, url, what, was, now)


def _between(old: _Shown | None, new: _Shown | None) -> Iterator[tuple[str, str | None, str | None]]:
    if old is None or new is None:
        yield "new" if new else "dropped", old and old[0], new and new[0]
        return
    if old[0] != new[0]:
        yield "title", old[0], new[0]
    if old[1] != new[1]:
        yield "published", old[1], new[1]
    if old[2] != new[2]:
        yield "text", *lines_changed(old[2] or "", new[2] or "")


def lines_changed(before: str, after: str) -> tuple[str, str]:
    """The first lines of a text that another lacks, and the other way round; of long ones where they first differ."""
    old, new = before.splitlines(), after.splitlines()
    left, came = _lacked(old, new), _lacked(new, old)
    if not left and not came:  # their order changed
        left, came = _moved(old, new), _moved(new, old)
    return _bounded(left, came), _bounded(came, left)


def _lacked(lines: Sequence[str], others: Sequence[str]) -> list[str]:
    """The lines that stand more often here than there."""
    more = Counter(lines)
    more.subtract(others)
    return [line for line in dict.fromkeys(lines) if more[line] > 0]


def _moved(lines: Sequence[str], others: Sequence[str]) -> list[str]:
    return [line for line, there in zip(lines, others, strict=True) if line != there]


def _bounded(lines: Sequence[str], others: Sequence[str]) -> str:
    shown = [_excerpt(line, others[:_MATES]) for line in lines[:_LINES]]
    return "\n".join([*shown, "…"] if len(lines) > _LINES else shown)


def _excerpt(line: str, others: Sequence[str]) -> str:
    """A line from a little before where it differs from the one of these that begins most like it."""
    if len(line) <= _LETTERS:
        return line
    start = max(0, max((_alike(line, other) for other in others), default=0) - _CONTEXT)
    end = start + _LETTERS
    return f"{'…' if start else ''}{line[start:end]}{'…' if line[end:] else ''}"


def _alike(one: str, other: str) -> int:
    """With how many of the same letters two lines begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


@contextmanager
def _attached(connection: Connection, path: Path) -> Iterator[None]:
    connection.execute("ATTACH ? AS kept", (str(path),))
    try:
        yield
    finally:
        connection.execute("DETACH kept")
