"""By which names agencies are credited, so that *Theo CEBID* and *(Nguồn: cebid.vn)* name one agency."""

import re
import sqlite3
from collections.abc import Iterable

from archive.orthography import fold

_BEFORE = re.compile(
    r"(?:(?:theo|nguon(?: tin)?|trich|bao(?: dien tu)?|tap chi|website|trang (?:web|tin|thong tin)(?: dien tu)?|"
    r"cong (?:thong tin|ttdt)(?: dien tu)?|cua)\b[\s:]*|https?://|www\.)+"
)
_WORD = re.compile(r"[^\W_]+(?:[.-][^\W_]+)*")


def credit_key(credit: str | None) -> str | None:
    """A credit without marks, case, punctuation and what only says that it is one; None where nothing is left."""
    plain = _BEFORE.sub("", fold(credit or "").strip(" ()[].,:;-"), count=1)
    return " ".join(_WORD.findall(plain)) or None


def set_aliases(connection: sqlite3.Connection, agency: str, names: Iterable[str]) -> None:
    """Let these, and no others, be the names that an agency is credited by."""
    keys = {key for key in map(credit_key, names) if key}
    stored = {name for (name,) in connection.execute("SELECT name FROM alias WHERE agency = ?", (agency,))}
    if keys != stored:
        connection.execute("DELETE FROM alias WHERE agency = ?", (agency,))
        connection.executemany("INSERT INTO alias (name, agency) VALUES (?, ?)", [(key, agency) for key in keys])
