"""Revisits that name their original by its time and URL only, as other tools write them."""

import sqlite3

# A reference by time and URL begins with a digit, an id with a letter: the index finds the few that are unresolved.
_RESOLVE = """UPDATE capture AS r SET refers_to = o.id FROM capture o
    WHERE r.refers_to > '0' AND r.refers_to < ':' AND o.agency = r.agency AND o.url = substr(r.refers_to, 29)
      AND o.kind = 'response' AND o.truncated IS NULL AND substr(o.captured, 1, 19) = substr(r.refers_to, 1, 19)
      AND NOT EXISTS (SELECT 1 FROM capture p WHERE p.agency = o.agency AND p.url = o.url AND p.kind = 'response'
                      AND p.truncated IS NULL AND substr(p.captured, 1, 19) = substr(o.captured, 1, 19)
                      AND (p.captured, p.id) < (o.captured, o.id))
    RETURNING agency, url, captured"""


def resolve(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    """Find the originals that are there by now; returns agency, URL and time of the revisits that got theirs.

    Other tools' clocks may be coarser than the original's: the same second will do.
    """
    return connection.execute(_RESOLVE).fetchall()
