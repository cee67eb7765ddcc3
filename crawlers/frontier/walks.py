"""How a WordPress's list of posts is kept current: by asking for what was modified, and by walking through all of it.

A list is known by its first page. Once that was read, its *follow-up* asks for the posts modified since a day before;
it is polled in place of the list's further pages, which are all read again once a week, when the number of posts has
fallen, and at once where the server does not keep to the question. Each function changes rows within a transaction of
the frontier's, and returns the keys of what it made due.
"""

import sqlite3

from archive import clock
from archive.urls import fetch_key, host_of
from crawlers.frontier.pace import DAY, LONGEST
from pipelines.discovery.wordpress import follow_up_url

_WALK = 7 * DAY
_SLACK = 0.05
# Servers are updated.
_ASK_AGAIN = 30 * DAY
# Clocks differ, and a list may change while its pages are read.
_OVERLAP = DAY


def listed(db: sqlite3.Connection, key: str, total: int | None, fresh: int, began: str, now: float) -> list[str]:
    """The first page of a list of posts was read: there are `total` of them, `fresh` of them newer than its last look.

    Fewer older ones than there were then means that some are gone.
    """
    row = db.execute("SELECT walked, total, refused FROM posts WHERE url = ?", (key,)).fetchone()
    if row is None:
        query = "INSERT INTO posts (id, url, walked, total) SELECT id, url, ?, ? FROM url WHERE url = ?"
        db.execute(query, (now, total, key))
        _ask(db, key, now)
        return []
    walked, before, refused = row
    db.execute("UPDATE posts SET total = coalesce(?, total) WHERE url = ?", (total, key))
    if refused is not None:
        if now - refused >= _ASK_AGAIN:
            _ask(db, key, now)
        return []
    has_fallen = total is not None and before is not None and total - fresh < before
    if not has_fallen and now - walked < _WALK * (1 - _SLACK):
        return []
    db.execute("UPDATE posts SET walked = ? WHERE url = ?", (now, key))
    _ask(db, key, now)
    return _walk(db, key, began, now)


def followed(db: sqlite3.Connection, key: str, is_kept_to: bool, is_long: bool, began: str, now: float) -> list[str]:
    """A follow-up was answered: did the server keep to the question, and are there further pages?"""
    query = "SELECT posts.url FROM posts JOIN url ON url.id = posts.follow_up WHERE url.url = ?"
    row = db.execute(query, (key,)).fetchone()
    if row is None:
        return []
    (first_page,) = row
    if is_kept_to:
        if is_long:
            _ask(db, first_page, now)
        return []
    db.execute("UPDATE posts SET refused = ?, walked = ? WHERE url = ?", (now, now, first_page))
    db.execute("UPDATE url SET revisit = NULL WHERE url = ?", (key,))
    return _walk(db, first_page, began, now)


def _walk(db: sqlite3.Connection, first_page: str, began: str, now: float) -> list[str]:
    """Make the further pages due that were not read in this crawl."""
    query = """UPDATE url SET due = ? WHERE kind = 'api' AND instr(url, ? || '&page=') = 1
        AND state IN ('expanded', 'failed') AND coalesce(captured, '') < ? RETURNING url"""
    return [url for (url,) in db.execute(query, (now, first_page, began)).fetchall()]


def _ask(db: sqlite3.Connection, first_page: str, now: float) -> None:
    """Give a list a follow-up that begins a day ago, in place of the one it has, whose rate it takes over."""
    key = fetch_key(follow_up_url(first_page, clock.at(now - _OVERLAP)))
    number, old, state, revisit = db.execute(
        """SELECT posts.id, follow_up, state, revisit FROM posts LEFT JOIN url ON url.id = follow_up
           WHERE posts.url = ?""",
        (first_page,),
    ).fetchone()
    if state == "pending":  # never asked
        db.execute("UPDATE OR IGNORE url SET url = ? WHERE id = ?", (key, old))
        return
    entered = """INSERT INTO url (url, host, kind, due, priority, depth, state, reason, found_on)
        VALUES (?, ?, 'api', ?, 1, 0, 'pending', 'asked-later', ?)
        ON CONFLICT (url) DO UPDATE SET url = excluded.url RETURNING id"""
    ((new,),) = db.execute(entered, (key, host_of(key), revisit or now + LONGEST, number)).fetchall()
    db.execute("UPDATE posts SET follow_up = ?, refused = NULL WHERE id = ?", (new, number))
    if old not in (None, new):
        db.execute("UPDATE OR REPLACE poll SET id = ? WHERE id = ?", (new, old))
        db.execute("UPDATE url SET revisit = NULL, due = NULL WHERE id = ?", (old,))
