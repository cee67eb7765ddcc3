"""What one crawl does must not grow with the archive: statements' steps and functions' calls are counted, not timed."""

import asyncio
import math
import sqlite3
import sys
import threading
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta

import pytest

from archive import clock, store
from archive.home import Home
from benchmarks.gazette import Gazette, Make
from benchmarks.timelapse import BEGIN, Spent, crawl, set_clock
from crawlers.frontier.frontier import Frontier
from pipelines.agency_file import parse_agency

URL = "http://co-quan.example.vn"
AGENCY = parse_agency(
    "co-quan", f'name = "Cơ quan"\nurl = "{URL}/"\n[discovery]\nsitemaps = ["/sitemap.xml"]\nfeeds = ["/feed/"]\n', "-"
)
# Steps between two counts: more than one, since each count is a call into Python.
_STEPS = 5


@pytest.fixture(autouse=True)
def own_clock(monkeypatch):
    monkeypatch.setenv("LUUCHIEU_NOW", clock.stamp(BEGIN))
    monkeypatch.setattr(store, "BATCH_SECONDS", 0.0)
    yield
    monkeypatch.undo()
    clock._offset.cache_clear()


class Archive:
    """A home with what a site had published in so many days before, crawled once."""

    def __init__(self, root, days):
        self.home = Home(root).create()
        self.room = Gazette.of_a_year(URL, Make(feed=True, sitemap="plain", counters=True), 1, BEGIN, 1, days)
        self.now = BEGIN
        set_clock(self.now.timestamp())
        asyncio.run(crawl(self.home, AGENCY, self.room, Spent()))

    def look_at(self, *paths, hours=0.25):
        """A crawl, so many hours later, that asks for these and for what they tell of that is new."""
        self.want(*paths, hours=hours)
        return self.crawl()

    def want(self, *paths, hours):
        """Let so many hours pass, and only these be due."""
        self.now += timedelta(hours=hours)
        set_clock(self.now.timestamp())
        path, now = self.home.frontier_of(AGENCY.slug), self.now.timestamp()
        with sqlite3.connect(path) as db:
            db.execute("UPDATE url SET due = NULL, revisit = NULL WHERE state = 'expanded'")
        frontier = Frontier.open(path)
        for one in paths:
            frontier.want(URL + one, now)
        frontier.close()

    def crawl(self):
        """A crawl; how many requests it made."""
        spent = Spent()
        asyncio.run(crawl(self.home, AGENCY, self.room, spent))
        return spent.documents + spent.pages

    def articles(self):
        with sqlite3.connect(self.home.catalog) as db:
            return db.execute("SELECT count(*) FROM article").fetchone()[0]


@contextmanager
def counted(monkeypatch):
    """Count the steps of all SQL statements, and the calls of the project's functions, in all threads."""
    work = Counter()
    connect = sqlite3.connect

    def stepped():
        work["steps"] += _STEPS

    def connected(*arguments, **options):
        connection = connect(*arguments, **options)
        connection.set_progress_handler(stepped, _STEPS)
        return connection

    def called(frame, event, _argument):
        work["calls"] += event == "call" and "/archive/" in frame.f_code.co_filename

    with monkeypatch.context() as patched:
        patched.setattr(sqlite3, "connect", connected)
        threading.setprofile(called)
        sys.setprofile(called)
        yield work
        sys.setprofile(None)
        threading.setprofile(None)


def work_of(archive, monkeypatch, *paths, hours=0.25):
    archive.want(*paths, hours=hours)
    with counted(monkeypatch) as work:
        work["asked"] = archive.crawl()
    return work


@pytest.mark.slow
def test_a_crawl_of_a_ten_times_larger_archive_does_as_much(tmp_path, monkeypatch):
    small, large = Archive(tmp_path / "small", 18), Archive(tmp_path / "large", 180)
    sizes = [one.articles() for one in (small, large)]
    page = small.room.posts[40].path
    works = [work_of(one, monkeypatch, "/feed/", page, hours=12) for one in (small, large)]
    assert [work["asked"] for work in works] == [5, 5]
    assert sizes[1] > 9 * sizes[0]
    _has_not_grown(*works, by=math.log(sizes[1]) / math.log(sizes[0]))


@pytest.mark.slow
def test_the_two_hundredth_crawl_of_a_feed_does_as_much_as_the_twentieth(tmp_path, monkeypatch):
    archive = Archive(tmp_path / "home", 10)
    archive.look_at("/feed/", hours=24)
    works = []
    for number in range(1, 201):
        if number in (20, 200):
            works.append(work_of(archive, monkeypatch, "/feed/", "/quan-trac/"))
        else:
            archive.look_at("/feed/", "/quan-trac/")
    assert [work["asked"] for work in works] == [2, 2]
    _has_not_grown(*works, by=math.log(200) / math.log(20))


def _has_not_grown(before, after, by):
    print(before, after, by)
    for what in ("steps", "calls"):
        assert after[what] <= before[what] * by, (before, after)
