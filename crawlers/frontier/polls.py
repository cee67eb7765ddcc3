"""The documents that announce articles: what each has brought so far, and when it is asked next.

`poll` holds what a document has brought, `pace` the factor of all intervals as it was worked out at the last crawl's
end, `posts` what `walks` says.
"""

import sqlite3
from collections.abc import Iterable
from typing import Any

from archive.urls import fetch_key, host_of
from crawlers.frontier import absence, walks
from crawlers.frontier.admission import HOUR
from crawlers.frontier.modified import announce, announces
from crawlers.frontier.pace import DAY, LONGEST, SHORTEST, Observed, interval, pace_of
from crawlers.frontier.tables import ANNOUNCES
from crawlers.frontier.transaction import Transaction
from crawlers.frontier.waiting import Waiting

RENEWED = f"""{ANNOUNCES}
    AND (instr(url, 'modified_after=') = 0 OR id IN (SELECT follow_up FROM posts WHERE refused IS NULL))
    AND NOT EXISTS (SELECT 1 FROM posts AS r WHERE r.refused IS NULL AND instr(url.url, r.url || '&page=') = 1)"""
"""Which rows of `url` a crawl of everything asks anew: of an API that says what was modified, not the further pages."""

POLLED = f"{RENEWED} AND kind <> 'robots' AND absent IS NULL"
"""Which are asked by their rate; a robots.txt is asked when its rules are a day old."""

_MANY = 20
_SLACK = 0.05
# Documents are few, and pages with a time are many: CROSS has SQLite begin with the documents.
# cron starts a crawl seconds earlier or later than the last one: a poll must not slip to every second crawl.
SOON = f"""SELECT id, revisit - {_SLACK} * max(revisit - polled, 0) AS at
    FROM poll CROSS JOIN url USING (id) WHERE revisit IS NOT NULL"""


class Polls:
    """What announces articles, in one frontier; a part of it, within its transactions."""

    def __init__(self, connection: sqlite3.Connection, waiting: Waiting, transaction: Transaction) -> None:
        self._db = connection
        self._waiting = waiting
        self._transaction = transaction

    def polled(self, url: str, news: int, now: float) -> None:
        """A document was read at `now` and told of `news` things that nobody had told of: set when it is asked again.

        The first time says nothing of a rate: who knows how long it took to come to that. Other URLs are passed over.
        """
        query = f"SELECT id, polled, base, news, days FROM url LEFT JOIN poll USING (id) WHERE url = ? AND {POLLED}"
        row = self._db.execute(query, (fetch_key(url),)).fetchone()
        if row is None:
            return
        number, before, base, *seen = row
        known = Observed() if before is None else Observed(*seen)
        observed = known if before is None else known.after((now - before) / DAY, news)
        begin = now if before is None else _begin(base, interval(known.rate, self._pace()), now)
        with self._transaction:
            values = (number, now, begin, observed.news, observed.days)
            self._db.execute("INSERT OR REPLACE INTO poll VALUES (?, ?, ?, ?, ?)", values)
            revisit = max(begin + interval(observed.rate, self._pace()), now + SHORTEST)
            self._db.execute("UPDATE url SET revisit = ? WHERE id = ?", (revisit, number))

    def answered(self, url: str, is_there: bool | None, now: float) -> None:
        """A URL was answered at `now`; a document that is not there is asked for ever less often until it is.

        None where the answer is the one of before.
        """
        key = fetch_key(url)
        with self._transaction:
            if is_there or (is_there is None and not absence.is_missing(self._db, key)):
                absence.found_there(self._db, key)
            else:
                absence.found_missing(self._db, key, now)

    def spread(self, per_day: float, now: float) -> None:
        """Share the budget anew among all documents, by what each has brought until now."""
        query = f"""SELECT id, state, revisit, polled, base, coalesce(news, 0), coalesce(days, 0)
            FROM url LEFT JOIN poll USING (id) WHERE {POLLED} AND state <> 'refused'"""
        rows = self._db.execute(query).fetchall()
        rates = [Observed(*row[5:]).rate for row in rows]
        pace = pace_of(rates, per_day)
        times = [(_next(row, interval(rate, pace), now), row[0]) for row, rate in zip(rows, rates, strict=True)]
        done = "UPDATE url SET revisit = ? WHERE id = ? AND due IS NULL AND state IN ('expanded', 'failed')"
        with self._transaction:
            self._db.execute("INSERT OR REPLACE INTO pace VALUES (1, ?)", (pace,))
            self._db.executemany(done, times)

    def listed(self, url: str, total: int | None, fresh: int, now: float) -> None:
        """The first page of a list of posts was read: `total` in all, `fresh` published since its last look."""
        with self._transaction:
            self._wake(walks.listed(self._db, fetch_key(url), total, fresh, self._began(), now), now)

    def followed(self, url: str, is_kept_to: bool, is_long: bool, now: float) -> None:
        """A follow-up was answered: did the server keep to the question, and are there further pages?"""
        with self._transaction:
            self._wake(walks.followed(self._db, fetch_key(url), is_kept_to, is_long, self._began(), now), now)

    def announced(self, modified: Iterable[tuple[str, str]], now: float) -> int:
        """What one document says was modified: (URL, instant or day) pairs. Returns how many pages became due.

        A document that says it of most of its many pages has made it up: some write the moment of the request.
        """
        pairs = [(fetch_key(url), instant) for url, instant in modified]
        news = [pair for pair in pairs if announces(self._db, *pair, now)]
        if len(news) > max(_MANY, len(pairs) / 2):
            return 0
        with self._transaction:
            for key, instant in news:
                announce(self._db, key, instant, now)
            self._wake((key for key, _ in news), now)
        return len(news)

    def has_read_all(self, kind: str, now: float) -> bool:
        """Whether of this kind nothing is due or under way."""
        waits = "(due <= ? OR state IN ('leased', 'captured'))"
        query = f"SELECT 1 FROM url WHERE {ANNOUNCES} AND kind = ? AND {waits} LIMIT 1"
        return self._db.execute(query, (kind, now)).fetchone() is None

    def has_walked(self) -> bool:
        """Whether this crawl has read every page of the REST API's list of posts that is known."""
        query = f"""SELECT 1 FROM url WHERE {ANNOUNCES} AND kind = 'api' AND instr(url, 'modified_after=') = 0
            AND absent IS NULL AND (state <> 'expanded' OR captured < ?) LIMIT 1"""
        return self._db.execute(query, (self._began(),)).fetchone() is None

    def _wake(self, urls: Iterable[str], now: float) -> None:
        for url in urls:
            self._waiting.waits(host_of(url), now)

    def _began(self) -> str:
        row = self._db.execute("SELECT began FROM crawl").fetchone()
        return str(row[0]) if row else ""

    def _pace(self) -> float:
        row = self._db.execute("SELECT pace FROM pace").fetchone()
        return float(row[0]) if row else LONGEST


def _begin(base: float, pause: float, now: float) -> float:
    """From when the next interval is counted: from the plan, or cron's steps would lengthen every one of them."""
    return base + pause if base + pause <= now < base + 2 * pause else now


def _next(row: tuple[Any, ...], pause: float, now: float) -> float:
    """When a document is asked next; one that fails, after an hour at the soonest and a day at the latest."""
    _, state, revisit, polled, base = row[:5]
    if state == "failed":
        return float(min(revisit or now + LONGEST, now + max(pause, HOUR)))
    return now + pause if polled is None else float(max(base + pause, polled + SHORTEST))
