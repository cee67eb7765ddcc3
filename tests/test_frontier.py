import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from archive.errors import ArchiveError, DiskError
from archive.model import Link
from crawlers.frontier.admission import HOUR, Budget, next_revisit, shape_key
from crawlers.frontier.frontier import Frontier
from crawlers.frontier.tables import Lease, Unarchived
from crawlers.politeness import DAY
from tests.frontier_child import HOME, SITE, T, at, page


@pytest.fixture
def path(tmp_path):
    return tmp_path / "frontier" / "cebid.db"


@pytest.fixture
def frontier(path):
    opened = Frontier.open(path)
    yield opened
    opened.close()


def reopened(frontier, path, budget=None):
    frontier.close()
    return Frontier.open(path, budget)


def archived(frontier, name, links=(), now=T, revisit=None):
    """Bring a URL that is due from lease to expanded; returns how many links were new."""
    url = HOME + name
    lease = frontier.take(url, "page", now)
    assert lease is not None
    frontier.captured(url, f"urn:uuid:{name or 'home'}", at(now - T), etag='"1"', last_modified="Fri")
    return frontier.expanded(url, list(links), now, revisit)


def next_due(frontier):
    return min(frontier.wakes().values(), default=None)


def urls(leases):
    return [lease.url.removeprefix(HOME) for lease in leases]


def test_a_url_goes_from_pending_to_expanded(frontier):
    frontier.seed([Link(HOME, "page", 0, 0)], T)
    [lease] = frontier.lease(5, T + 1)
    frontier.captured(lease.url, "urn:uuid:1", at(2), etag='"1"', last_modified="Fri")
    new = frontier.expanded(lease.url, [page("a"), page("b"), page("a#x")], T + 3)

    assert lease == Lease(HOME, "page", 0, 1, announces=True)
    assert new == 2
    assert frontier.counts() == {"expanded": 1, "pending": 2}
    assert frontier.lease(1, T + 4) == [Lease(HOME + "a", "page", 1, 1, found_on=HOME)]


def test_links_are_known_by_what_the_server_sees(frontier):
    assert frontier.add([page("tin tức?utm_source=zalo"), page("tin%20t%e1%bb%a9c#x"), page("tin?id=2")], 0, T) == 2
    assert frontier.add([page("tin tức")], 0, T) == 0


def test_the_most_urgent_leave_first_then_the_oldest(frontier):
    frontier.add([page("page"), page("news", 2), page("picture", 6, 0, "asset"), page("feed", 1, 0, "feed")], 0, T)
    frontier.add([page("older", 5)], 0, T - 9)

    assert urls(frontier.lease(9, T)) == ["feed", "news", "older", "page", "picture"]


def test_a_busy_or_held_host_gives_nothing(frontier):
    frontier.add([page("a"), Link("https://cdn.vn/x.css", "asset", 0, 6), Link("https://b.vn/", "page")], 0, T)
    frontier.hold("cdn.vn", T + 60, "http-429")
    frontier.hold("cdn.vn", T + 10, "http-503")

    assert [lease.url for lease in frontier.lease(9, T, {"cebid.vn"})] == ["https://b.vn/"]
    assert frontier.holds(T + 59) == {"cdn.vn": (T + 60, "http-429")}
    assert frontier.holds(T + 60) == {}
    assert [lease.url for lease in frontier.lease(9, T + 60, {"cebid.vn"})] == ["https://cdn.vn/x.css"]


def test_an_origin_that_is_held_holds_no_other_of_its_host_and_is_asked_by_the_next_crawl(frontier):
    plain = "http://cebid.vn/b"
    frontier.add([page("a"), Link(plain, "page", 0, 5)], 0, T)
    frontier.hold("https://cebid.vn", T + 60, "robots-unreachable")

    assert [lease.url for lease in frontier.lease(9, T)] == [plain]
    assert next((one.url, one.reason) for one in frontier.unreported()) == (HOME + "a", "robots-unreachable")
    assert next_due(frontier) == T + 60
    frontier.begin_crawl(T + 1)
    assert [lease.url for lease in frontier.lease(9, T + 1)] == [HOME + "a"]


def test_holds_survive_a_restart(frontier, path):
    frontier.add([page("a")], 0, T)
    frontier.hold("cebid.vn", T + 60, "http-503")
    again = reopened(frontier, path)

    assert again.lease(1, T + 59) == []
    assert next_due(again) == T + 60
    assert urls(again.lease(1, T + 60)) == ["a"]
    again.close()


def test_a_failure_comes_back_in_this_crawl_or_a_later_one_or_never(frontier):
    frontier.add([page("soon"), page("later"), page("never")], 0, T)
    frontier.begin_crawl(T)
    for lease, times in zip(frontier.lease(3, T), [(T + 5, None), (None, T + DAY), (None, None)], strict=True):
        frontier.failed(lease.url, "timeout", *times)

    assert next_due(frontier) == T + 5
    assert frontier.lease(9, T + 4) == []
    assert frontier.lease(9, T + 2 * DAY) == [Lease(HOME + "soon", "page", 1, 2)]
    frontier.end_crawl(T + 2 * DAY)
    frontier.begin_crawl(T + 2 * DAY)
    assert frontier.lease(9, T + 2 * DAY) == [Lease(HOME + "later", "page", 1, 2)]


def test_a_lease_given_back_is_no_attempt(frontier):
    frontier.add([page("a")], 0, T)
    frontier.release(frontier.lease(1, T)[0].url, T + 30)

    assert frontier.lease(1, T + 29) == []
    assert [lease.attempts for lease in frontier.lease(1, T + 30)] == [1]


def test_refusals_are_rows_with_a_reason(frontier):
    frontier.add([page("a")], 0, T)
    frontier.refused(HOME + "a", "robots")
    frontier.refused("https://khac.vn/", "other-host")

    assert frontier.lease(9, T) == []
    assert [(each.url, each.state, each.reason) for each in frontier.unreported()] == [
        (HOME + "a", "refused", "robots"),
        ("https://khac.vn/", "refused", "other-host"),
    ]


def test_budgets_refuse_and_let_in_again_what_is_announced(frontier, path):
    frontier = reopened(frontier, path, Budget(max_depth=1, per_pattern=2))
    assert frontier.add([page(f"lich?ngay={i}") for i in range(4)], 0, T) == 2
    assert frontier.add([page("sau")], 1, T) == 0
    assert frontier.add([page("khac"), page("anh-3.jpg", 6, 0, "asset")], 0, T) == 2
    refused = {each.url.removeprefix(HOME): each.reason for each in frontier.unreported() if each.state == "refused"}
    assert refused == {"lich?ngay=2": "pattern-budget", "lich?ngay=3": "pattern-budget", "sau": "depth"}

    assert frontier.add([page("sau", 2, 0)], 0, T) == 1
    wider = reopened(frontier, path, Budget(max_depth=1, per_pattern=3))
    wider.begin_crawl(T)

    assert wider.counts() == {"pending": 6, "refused": 1}
    wider.close()


def test_the_agency_says_what_counts_together(path):
    frontier = Frontier.open(path, Budget(per_pattern=1, key=lambda link: None if "tin" in link.url else "*"))

    assert frontier.add([page("tin-1"), page("tin-2"), page("a"), page("b")], 0, T) == 3
    frontier.close()


def test_every_crawl_asks_the_seeds_again_and_what_announces(frontier):
    frontier.seed([Link(HOME, "page", 0, 0), page("feed", 1, 0, "feed")], T)
    assert frontier.begin_crawl(T) is True
    archived(frontier, "")
    archived(frontier, "feed", [page("wp-json", 1, 0, "api"), page("bai", 2, 0), page("anh.jpg", 6, 0, "asset")])
    for name in ("bai", "anh.jpg"):
        archived(frontier, name)
    [lease] = frontier.lease(1, T)
    frontier.failed(lease.url, "http-500", None)
    assert next_due(frontier) is None
    frontier.end_crawl(T + 1)

    assert frontier.begin_crawl(T + DAY) is True
    assert urls(frontier.lease(9, T + DAY)) == ["", "feed", "wp-json"]


def test_a_killed_crawl_is_resumed_for_a_day(frontier, path):
    frontier.seed([Link(HOME, "page", 0, 0)], T)
    frontier.begin_crawl(T)
    archived(frontier, "")
    again = reopened(frontier, path)

    assert again.begin_crawl(T + HOUR) is False
    assert again.lease(1, T + HOUR) == []
    assert again.begin_crawl(T + DAY) is True
    assert urls(again.lease(1, T + DAY)) == [""]
    again.close()


def test_the_next_crawl_weighs_what_robots_forbade(frontier):
    frontier.add([page("a")], 0, T)
    frontier.refused(HOME + "a", "robots")
    frontier.begin_crawl(T + 1)

    assert urls(frontier.lease(1, T + 1)) == ["a"]


def test_revisits_wait_for_a_crawl(frontier):
    frontier.begin_crawl(T)
    archived(frontier, "a", revisit=T + 12 * HOUR)
    archived(frontier, "b")
    frontier.plan([(HOME + "b", T + 13 * HOUR, "edited")])
    frontier.end_crawl(T)

    assert (next_due(frontier), frontier.lease(1, T + DAY)) == (None, [])
    frontier.begin_crawl(T + 12 * HOUR)
    [lease] = frontier.lease(9, T + 12 * HOUR)
    assert lease == Lease(HOME + "a", "page", 0, 1, None, '"1"', "Fri", "urn:uuid:a", at(0), at(0))


def test_revisit_times_follow_publication():
    hours = [12, 36, 120, 408, 1440]

    assert [next_revisit(T, T + (hour - 1) * HOUR) for hour in hours] == [T + hour * HOUR for hour in hours]
    assert next_revisit(T, T + 1440 * HOUR) is None


@pytest.mark.parametrize(
    ("modified", "due"),
    [
        (at(1), True),
        (at(0), False),
        (at(-1), False),
        ("2027-01-15", True),
        ("2027-01-14", False),
        ("2027-01-15T15:00:01+07:00", True),
        ("2027-01-15T14:59:59+07:00", False),
        ("9999-12-31", False),
        ("9999-12-31T23:59:59-23:59", False),
    ],
)
def test_an_announced_change_makes_due(frontier, modified, due):
    archived(frontier, "a")

    assert frontier.polls.announced([(HOME + "a", modified)], T + 60) == due
    assert urls(frontier.lease(9, T + 60)) == ["a"] * due


def test_the_same_change_announced_again_is_no_news(frontier):
    archived(frontier, "a")
    ahead = at(7 * HOUR)

    assert frontier.polls.announced([(HOME + "a", ahead)], T + 60) == 1
    archived(frontier, "a", now=T + 61)
    assert frontier.polls.announced([(HOME + "a", ahead)], T + 62) == 0
    assert frontier.polls.announced([(HOME + "khong-biet", ahead)], T + 62) == 0


def test_a_listing_with_news_has_its_other_pages_read_again(frontier):
    pages = [page("tin?page=2", 3, 0, "pagination"), page("tin?page=3", 3, 0, "pagination")]
    frontier.begin_crawl(T)
    archived(frontier, "tin", [*pages, page("bai-1")])
    archived(frontier, "tin?page=2", pages, now=T + 1)
    archived(frontier, "tin?page=3", pages, now=T + 1)
    archived(frontier, "bai-1", now=T + 1)
    assert next_due(frontier) is None
    frontier.end_crawl(T + 2)

    frontier.begin_crawl(T + DAY)
    archived(frontier, "tin", [*pages, page("bai-1")], now=T + DAY)
    assert next_due(frontier) is None
    archived(frontier, "tin", [*pages, page("bai-2")], now=T + DAY)
    assert urls(frontier.lease(9, T + DAY)) == ["tin?page=2", "tin?page=3", "bai-2"]


def test_what_a_person_asks_for_comes_first(frontier):
    archived(frontier, "cu")
    frontier.refused(HOME + "cam", "robots")
    frontier.add([page("tin", 1)], 0, T)
    for name in ("moi", "cu", "cam"):
        frontier.want(HOME + name, T)

    assert sorted(urls(frontier.lease(3, T))) == ["cam", "cu", "moi"]


def test_take_leases_whatever_is_not_in_flight(frontier):
    frontier.hold("cebid.vn", T + 60, "http-503")

    assert frontier.take(HOME + "robots.txt", "robots", T) == Lease(HOME + "robots.txt", "robots", 0, 1)
    assert frontier.take(HOME + "robots.txt", "robots", T) is None


def test_recovery_believes_the_catalog(frontier, path):
    frontier.add([page("a"), page("b"), page("c")], 0, T)
    a, _b, c = frontier.lease(3, T)
    frontier.captured(c.url, "urn:uuid:c", at(1))
    again = reopened(frontier, path)
    asked = []

    def find(url, since):
        asked.append((url, since))
        return ("urn:uuid:a", at(2)) if url == a.url else None

    left = again.recover(find, T + 9)

    assert asked == [(HOME + "a", at(0)), (HOME + "b", at(0))]
    assert [(each.url, each.capture) for each in left] == [(c.url, "urn:uuid:c"), (a.url, "urn:uuid:a")]
    assert again.counts() == {"captured": 2, "pending": 1}
    assert [(lease.url, lease.attempts) for lease in again.lease(9, T + 9)] == [(HOME + "b", 2)]
    again.close()


def test_states_follow_their_order(frontier):
    frontier.add([page("a")], 0, T)

    with pytest.raises(LookupError, match=r"https://cebid.vn/a is not leased in the frontier"):
        frontier.captured(HOME + "a", "urn:uuid:1", at(0))
    with pytest.raises(LookupError, match="is not captured"):
        frontier.expanded(HOME + "a", [page("b")], T)
    with pytest.raises(LookupError, match="is not leased or captured"):
        frontier.failed(HOME + "x", "dns", None)
    assert frontier.counts() == {"pending": 1}


def test_a_batch_happens_whole_or_not_at_all(frontier):
    def broken_batch():
        with frontier.batch():
            frontier.add([page("a")], 0, T)
            frontier.hold("cebid.vn", T + 60, "http-503")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken_batch()

    assert (frontier.counts(), frontier.holds(T), next_due(frontier)) == ({}, {}, None)
    assert frontier.add([page("a")], 0, T) == 1
    assert urls(frontier.lease(1, T)) == ["a"]


def test_a_full_disk_leaves_the_frontier_as_it_was(frontier, path):
    frontier.add([page("a")], 0, T)
    frontier._db.execute("PRAGMA max_page_count = 40")
    with pytest.raises(DiskError, match=r"frontier/cebid.db cannot be written: database or disk is full"):
        frontier.add([page(f"bai-{i}", cost=0) for i in range(5000)], 0, T)

    assert frontier.counts() == {"pending": 1}
    assert urls(frontier.lease(9, T)) == ["a"]


def committed(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as other:
        return dict(other.execute("SELECT state, count(*) FROM url GROUP BY state").fetchall())


def test_calls_of_one_turn_are_committed_together_and_one_that_fails_is_undone_alone(path):
    turns: list[Callable[[], None]] = []
    frontier = Frontier.open(path, soon=turns.append)
    frontier.add([page("a"), page("b")], 0, T)
    with pytest.raises(LookupError):
        frontier.expanded(HOME + "a", [page("c")], T)
    frontier.lease(1, T)
    before = committed(path)
    (turn,) = turns
    turn()

    assert (before, committed(path)) == ({}, {"leased": 1, "pending": 1})
    frontier.add([page("d")], 0, T)
    frontier.close()
    assert committed(path) == {"leased": 1, "pending": 2}


@contextmanager
def no_room() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_frontier_that_could_not_keep_what_it_gave_out_gives_out_nothing_more(path):
    turns: list[Callable[[], None]] = []
    frontier = Frontier.open(path, soon=turns.append)
    frontier.add([page("a"), page("b")], 0, T)
    turns.pop()()
    given = urls(frontier.lease(1, T))
    with no_room():
        turns.pop()()

    for call in (frontier.check, lambda: frontier.lease(1, T), frontier.close):
        with pytest.raises(DiskError, match=r"frontier/cebid.db cannot be written: "):
            call()
    assert (given, committed(path)) == (["a"], {"pending": 2})


def test_an_error_that_undoes_a_turn_is_raised_by_all_that_comes_after_it(path):
    frontier = Frontier.open(path, soon=lambda commit: None)
    frontier.add([page("a")], 0, T)
    frontier._db.set_authorizer(
        lambda action, *_: sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_SAVEPOINT else sqlite3.SQLITE_OK
    )
    with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
        frontier.add([page("b")], 0, T)
    frontier._db.set_authorizer(None)

    for call in (frontier.check, lambda: frontier.add([page("c")], 0, T), frontier.close):
        with pytest.raises(sqlite3.DatabaseError, match="not authorized"):
            call()
    assert committed(path) == {}


def test_a_file_that_is_no_frontier_is_named(frontier, path, tmp_path):
    junk = tmp_path / "junk.db"
    junk.write_bytes(b"not a database" * 100)
    frontier._db.execute("PRAGMA user_version = 99")

    with pytest.raises(ArchiveError, match=r"junk.db cannot be used as a frontier: file is not a database; "):
        Frontier.open(junk)
    with pytest.raises(ArchiveError, match=r"cebid.db cannot be used as a frontier: its version is 99"):
        Frontier.open(path)


def test_what_is_not_archived_is_told_once_and_again_when_it_changes(frontier):
    frontier.add([page("a"), page("b")], 0, T)
    archived(frontier, "c")
    told = list(frontier.unreported())
    frontier.mark_reported(told)

    assert told == [Unarchived(HOME + name, "page", "pending", None, None) for name in ("a", "b")]
    assert list(frontier.unreported()) == []
    frontier.failed(frontier.lease(1, T)[0].url, "dns", None)
    frontier.hold("cebid.vn", T + 60, "robots-unreachable")
    assert list(frontier.unreported()) == [
        Unarchived(HOME + "a", "page", "failed", "dns", None),
        Unarchived(HOME + "b", "page", "pending", "robots-unreachable", None),
    ]


def test_a_file_of_an_older_version_is_counted_once_when_it_is_opened(frontier, path):
    frontier.add([page("a"), page("b")], 0, T)
    archived(frontier, "c")
    for what in ("TRIGGER url_enters", "TRIGGER url_changes", "TABLE tally", "INDEX untold", "INDEX refused"):
        frontier._db.execute(f"DROP {what}")

    again = reopened(frontier, path)
    again.refused(HOME + "a", "robots")
    again.add([page("d")], 0, T)
    assert again.counts() == {"expanded": 1, "pending": 2, "refused": 1}
    again.close()


def test_counts_of_what_is_due(frontier):
    frontier.add([page("a"), page("b")], 0, T)
    frontier.release(frontier.lease(1, T)[0].url, T + 60)

    assert [frontier.due_count(T + seconds) for seconds in (-1, 0, 60)] == [0, 1, 2]


NAMES = st.sampled_from(["a", "b", "c?id=1", "c?id=2", "c?id=3", "d", "robots.txt"])
HOSTS = st.sampled_from(["https://cebid.vn/", "https://nawapi.gov.vn/"])
ADDRESSES = st.tuples(HOSTS, NAMES).map("".join)
LINKS = st.lists(st.builds(Link, ADDRESSES, st.just("page"), st.sampled_from([0, 1]), st.integers(1, 6)), max_size=4)


class FrontierMachine(RuleBasedStateMachine):
    """The frontier against dictionaries: url → state, due time, priority, entry number."""

    @initialize()
    def begin(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "frontier.db"
        self.budget = Budget(max_depth=2, per_pattern=2)
        self.frontier = Frontier.open(self.path, self.budget)
        self.now = T
        self.known: dict[str, dict] = {}
        self.holds: dict[str, float] = {}
        self.patterns: dict[str, int] = {}

    def teardown(self):
        self.frontier.close()
        self.folder.cleanup()

    def enter(self, links, depth):
        new = 0
        for link in links:
            row = self.known.get(link.url)
            if row and not (row["state"] == "refused" and row["reason"] in ("depth", "pattern-budget")):
                continue
            key = shape_key(link)
            deep = depth + link.depth_cost
            reason = None
            if key:
                reason = "depth" if deep > 2 else "pattern-budget" if self.patterns.get(key, 0) >= 2 else None
            if reason is None:
                new += 1
                if key and ("0" in key or "*" in key):
                    self.patterns[key] = self.patterns.get(key, 0) + 1
            if row and reason:
                continue
            serial = row["serial"] if row else len(self.known)
            self.known[link.url] = {
                "state": "refused" if reason else "pending",
                "reason": reason,
                "due": None if reason else self.now,
                "priority": link.priority,
                "depth": deep,
                "serial": serial,
                "attempts": 0,
            }
        return new

    def of_state(self, *states):
        return sorted(url for url, row in self.known.items() if row["state"] in states)

    @rule(seconds=st.sampled_from([0, 1, 5, 60]))
    def wait(self, seconds):
        self.now += seconds

    @rule(links=LINKS, depth=st.integers(0, 2))
    def add(self, links, depth):
        links = list({link.url: link for link in links}.values())
        assert self.frontier.add(links, depth, self.now) == self.enter(links, depth)

    @rule(n=st.integers(1, 3), busy=st.sets(st.sampled_from(["cebid.vn", "nawapi.gov.vn"]), max_size=1))
    def lease(self, n, busy):
        free = [
            (row["priority"], row["due"], row["serial"], url)
            for url, row in self.known.items()
            if row["due"] is not None and row["due"] <= self.now
            if (host := url.split("/")[2]) not in busy and self.holds.get(host, 0) <= self.now
        ]
        leases = self.frontier.lease(n, self.now, busy)
        chosen = [(row[0], row[3]) for row in sorted(free)][:n]
        # Among hosts of one priority either may come first.
        assert [self.known[lease.url]["priority"] for lease in leases] == [priority for priority, _ in chosen]
        for lease in leases:
            row = self.known[lease.url]
            older = [
                other
                for other in sorted(free)
                if other[0] == row["priority"] and other[3].split("/")[2] == lease.url.split("/")[2]
            ]
            assert lease.url in [other[3] for other in older[:n]]
            row.update(state="leased", due=None, attempts=row["attempts"] + 1)
            assert (lease.depth, lease.attempts) == (row["depth"], row["attempts"])

    @precondition(lambda self: self.of_state("leased"))
    @rule(data=st.data(), pause=st.sampled_from([0, 5]))
    def release(self, data, pause):
        url = data.draw(st.sampled_from(self.of_state("leased")))
        self.frontier.release(url, self.now + pause)
        row = self.known[url]
        row.update(state="pending", due=self.now + pause, attempts=row["attempts"] - 1)

    @precondition(lambda self: self.of_state("leased"))
    @rule(data=st.data())
    def capture(self, data):
        url = data.draw(st.sampled_from(self.of_state("leased")))
        self.frontier.captured(url, "urn:uuid:1", at(self.now - T))
        self.known[url].update(state="captured")

    @precondition(lambda self: self.of_state("captured"))
    @rule(data=st.data(), links=LINKS)
    def expand(self, data, links):
        url = data.draw(st.sampled_from(self.of_state("captured")))
        links = list({link.url: link for link in links}.values())
        row = self.known[url]
        row.update(state="expanded", reason=None, attempts=0)
        assert self.frontier.expanded(url, links, self.now) == self.enter(links, row["depth"])

    @precondition(lambda self: self.of_state("leased", "captured"))
    @rule(data=st.data(), pause=st.sampled_from([None, 1, 60]))
    def fail(self, data, pause):
        url = data.draw(st.sampled_from(self.of_state("leased", "captured")))
        due = None if pause is None else self.now + pause
        self.frontier.failed(url, "timeout", due)
        self.known[url].update(state="failed", reason="timeout", due=due)

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def refuse(self, data):
        url = data.draw(st.sampled_from(sorted(self.known)))
        self.frontier.refused(url, "robots")
        self.known[url].update(state="refused", reason="robots", due=None)

    @rule(host=st.sampled_from(["cebid.vn", "nawapi.gov.vn"]), pause=st.sampled_from([1, 60]))
    def hold(self, host, pause):
        self.frontier.hold(host, self.now + pause, "http-503")
        self.holds[host] = max(self.holds.get(host, 0), self.now + pause)

    @rule(found=st.booleans())
    def crash(self, found):
        self.frontier.close()
        self.frontier = Frontier.open(self.path, self.budget)
        left = self.frontier.recover(lambda url, since: ("urn:uuid:2", since) if found else None, self.now)
        for url in self.of_state("leased"):
            changes = {"state": "captured"} if found else {"state": "pending", "due": self.now}
            self.known[url].update(changes)
        assert sorted(lease.url for lease in left) == self.of_state("captured")

    @invariant()
    def agrees(self):
        counts: dict[str, int] = {}
        for row in self.known.values():
            counts[row["state"]] = counts.get(row["state"], 0) + 1
        assert self.frontier.counts() == counts
        waits = [
            max(row["due"], self.holds.get(url.split("/")[2], 0))
            for url, row in self.known.items()
            if row["due"] is not None
        ]
        assert next_due(self.frontier) == min(waits, default=None)


FrontierMachine.TestCase.settings = settings(max_examples=50, stateful_step_count=30, deadline=None)
TestFrontierAgainstAModel = FrontierMachine.TestCase


def test_twenty_kills_lose_nothing_and_double_nothing(path, tmp_path):
    log = tmp_path / "log"
    log.touch()
    random.seed(20)
    command = [sys.executable, "-m", "tests.frontier_child", str(path), str(log)]
    for _ in range(20):
        before = log.stat().st_size
        child = subprocess.Popen(command)
        deadline = time.monotonic() + 20
        while log.stat().st_size == before and child.poll() is None and time.monotonic() < deadline:
            time.sleep(0.001)
        time.sleep(random.uniform(0, 0.006))
        child.send_signal(signal.SIGKILL)
        child.wait()
    subprocess.run(command, check=True)

    lines = log.read_text().splitlines()
    expanded = [line.split()[1] for line in lines if line.startswith("expanded")]
    assert lines[-1] == "done"
    # A child may die between the commit and its line, never the other way round; nothing is expanded twice.
    assert len(expanded) == len(set(expanded))
    assert SITE - 20 <= len(expanded) <= SITE
    rows = sqlite3.connect(path).execute("SELECT url, state, attempts FROM url").fetchall()
    assert sorted(rows) == sorted((f"{HOME}trang-{i}", "expanded", 0) for i in range(1, SITE + 1))


@pytest.mark.slow
def test_a_million_urls_within_200_megabytes_and_a_fifth_of_a_millisecond(path):
    script = "import tests.frontier_child as t, pathlib, sys; t.fill(pathlib.Path(sys.argv[1]), 1_000_000)"
    output = subprocess.run([sys.executable, "-c", script, str(path)], check=True, capture_output=True, text=True)
    figures = dict(line.split("=") for line in output.stdout.split())
    print(output.stdout)

    assert int(figures["megabytes"]) <= 200
    assert float(figures["lease_ms"]) <= 0.2
    assert float(figures["add_known_ms"]) <= 0.2
    assert float(figures["expand_ms"]) <= 1
