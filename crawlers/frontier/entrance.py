"""How URLs enter the frontier: known ones are passed over quickly, budgets refuse what looks like a trap."""

import json
import sqlite3
from collections import Counter, OrderedDict
from collections.abc import Iterable
from itertools import islice
from typing import Any

from archive.model import Link
from archive.urls import fetch_key, host_of
from crawlers.frontier.absence import named
from crawlers.frontier.admission import BUDGET_REASONS, DISCOVERY, Budget, is_shared, refusal
from crawlers.frontier.tables import UNREFUSED
from crawlers.frontier.waiting import Waiting

# A URL that budgets refused enters when it is found again in a place that lets it in.
_ENTER = """
INSERT INTO url (url, host, kind, depth, priority, state, reason, due, found_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (url) DO UPDATE SET kind = excluded.kind, depth = excluded.depth, priority = excluded.priority,
    state = 'pending', reason = NULL, due = excluded.due, found_on = excluded.found_on
WHERE state = 'refused' AND excluded.state = 'pending'
"""
_PASS_OVER = """
INSERT OR IGNORE INTO url (url, host, kind, depth, priority, state, reason) VALUES (?, ?, 'page', 0, 6, 'refused', ?)
"""
_ENTER_AT_ONCE = f"""
INSERT INTO url (url, host, kind, due, priority, depth, state, seed) VALUES (?1, ?2, ?3, ?4, ?5, 0, 'pending', ?6)
ON CONFLICT (url) DO UPDATE SET {{}}, {UNREFUSED} WHERE state NOT IN ('leased', 'captured')
"""
_SEEDED = "seed = 1, due = CASE state WHEN 'refused' THEN ?4 ELSE due END"
_WANTED = "priority = 0, due = ?4"
_REFUSE = """
INSERT INTO url (url, host, kind, depth, priority, state, reason) VALUES (?, ?, 'page', 0, 3, 'refused', ?)
ON CONFLICT (url) DO UPDATE
SET state = 'refused', leased = NULL, reason = excluded.reason, due = NULL, revisit = NULL
"""
_ADMITTED_AT_ONCE = 2000
_SEEN_LIMIT = 50_000


class Entrance:
    """Lets links in, within a transaction of the caller's."""

    def __init__(self, connection: sqlite3.Connection, waiting: Waiting, budget: Budget) -> None:
        self._db = connection
        self._waiting = waiting
        self._budget = budget
        self._seen: OrderedDict[str, None] = OrderedDict()

    def forget(self) -> None:
        """Trust the file only: after a roll-back the memory of what was seen is wrong."""
        self._seen.clear()

    def seed(self, link: Link, now: float) -> None:
        """Enter a URL that a crawl begins with, without budgets, or mark the known one."""
        self._enter(link, now, _SEEDED, seed=True)

    def want(self, url: str, now: float) -> None:
        """Enter a URL as due before all others, or make the known one so."""
        self._enter(Link(url, "page", 0, 0), now, _WANTED, seed=False)

    def _enter(self, link: Link, now: float, if_known: str, seed: bool) -> None:
        key = fetch_key(link.url)
        self._db.execute(_ENTER_AT_ONCE.format(if_known), (key, host_of(key), link.kind, now, link.priority, seed))
        self._waiting.waits(host_of(key), now)

    def refuse(self, url: str, reason: str) -> None:
        """Note that a URL is not fetched, known or not, and why."""
        key = fetch_key(url)
        self._db.execute(_REFUSE, (key, host_of(key), reason))

    def admit(self, links: Iterable[Link], depth: int, now: float, found_on: int | None) -> list[str]:
        """Enter the links of a page at `depth` that are new; refusals are recorded. Returns each kind let in."""
        waiting, entered = iter(links), list[str]()
        # A part at a time: the rows of a page of 100,000 links would take more memory than the page.
        while part := list(islice(waiting, _ADMITTED_AT_ONCE)):
            if fresh := self._unseen(part):
                entered += self._admit(fresh, depth, now, found_on)
        return entered

    def _unseen(self, links: Iterable[Link]) -> dict[str, Link]:
        """The links that were not lately let in, by fetch key. The same menu stands on every page of a site."""
        fresh: dict[str, Link] = {}
        for link in [link for link in links if link.url not in self._seen]:
            fresh.setdefault(fetch_key(link.url), link)
        return fresh

    def _admit(self, links: dict[str, Link], depth: int, now: float, found_on: int | None) -> list[str]:
        """Enter the links, which stand by fetch key."""
        settled = self._settled(list(links))
        fresh = {key: link for key, link in links.items() if key not in settled}
        patterns = {key: self._budget.key(link) for key, link in fresh.items()}
        counts = self._counts(patterns.values())
        rows: list[tuple[Any, ...]] = []
        for key, link in fresh.items():
            deep = depth + link.depth_cost
            reason = self._reason(deep, patterns[key], counts)
            state, due = ("refused", None) if reason else ("pending", now)
            rows.append((key, host_of(key), link.kind, deep, link.priority, state, reason, due, found_on))
        self._db.executemany(_ENTER, rows)
        self._store(counts)
        entered = {row[0]: row[1] for row in rows if row[5] == "pending"}
        documents = [key for key in settled if links[key].kind in DISCOVERY]
        told = named(self._db, documents, found_on, now) if documents else []
        for host in {*entered.values(), *map(host_of, told)}:
            self._waiting.waits(host, now)
        self._remember(link.url for key, link in links.items() if key in settled or key in entered)
        return [row[2] for row in rows if row[0] in entered]

    def unrefused(self, refused: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """The (URL, reason) pairs whose URL was not lately seen, by fetch key."""
        return [(fetch_key(url), reason) for url, reason in refused if url not in self._seen]

    def pass_over(self, refused: list[tuple[str, str]]) -> None:
        """Enter URLs that discovery refused, where they are not known."""
        self._db.executemany(_PASS_OVER, [(key, host_of(key), reason) for key, reason in refused])
        self._remember(key for key, _ in refused)

    def weigh_anew(self, now: float) -> None:
        """Let in those refused URLs that today's budgets allow: the agency's file may have changed."""
        marks = ", ".join("?" * len(BUDGET_REASONS))
        query = (
            f"SELECT id, host, url, kind, depth FROM url WHERE state = 'refused' AND reason IN ({marks}) ORDER BY id"
        )
        refused = self._db.execute(query, BUDGET_REASONS).fetchall()
        patterns = {row[0]: self._budget.key(Link(row[2], row[3])) for row in refused}
        counts = self._counts(patterns.values())
        allowed = [row for row in refused if self._reason(row[4], patterns[row[0]], counts) is None]
        self._db.executemany(
            "UPDATE url SET state = 'pending', reason = NULL, due = ? WHERE id = ?", [(now, row[0]) for row in allowed]
        )
        self._store(counts)
        for host in {row[1] for row in allowed}:
            self._waiting.waits(host, now)

    def _reason(self, depth: int, pattern: str | None, counts: Counter[str]) -> str | None:
        """Why the URL is refused; one that is let in is counted. What has no pattern is not limited."""
        if pattern is None:
            return None
        reason = refusal(depth, counts[pattern], self._budget)
        if reason is None and is_shared(pattern):
            counts[pattern] += 1
        return reason

    def _settled(self, keys: list[str]) -> set[str]:
        """Which of the keys are known, but for those that a budget refused."""
        rows = self._db.execute(
            "SELECT url, state = 'refused' AND reason IN (SELECT value FROM json_each(?)) FROM url"
            " WHERE url IN (SELECT value FROM json_each(?))",
            (json.dumps(BUDGET_REASONS), json.dumps(keys)),
        )
        return {url for url, refused in rows if not refused}

    def _counts(self, patterns: Iterable[str | None]) -> Counter[str]:
        asked = json.dumps([pattern for pattern in set(patterns) if pattern and is_shared(pattern)])
        rows = self._db.execute("SELECT * FROM pattern WHERE pattern IN (SELECT value FROM json_each(?))", (asked,))
        return Counter(dict(rows.fetchall()))

    def _store(self, counts: Counter[str]) -> None:
        self._db.executemany("INSERT OR REPLACE INTO pattern VALUES (?, ?)", [(p, n) for p, n in counts.items() if n])

    def _remember(self, urls: Iterable[str]) -> None:
        self._seen.update(dict.fromkeys(urls))
        while len(self._seen) > _SEEN_LIMIT:
            self._seen.popitem(last=False)
