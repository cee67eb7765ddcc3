"""WordPress's list of posts kept current by asking for what was modified, on a simulated site over loopback."""

import json
import re
from datetime import timedelta

import pytest

from archive import clock
from benchmarks.gazette import Gazette, Make, Post
from tests.agency_site import home_for, luuchieu
from tests.polite_site import PoliteSite, Reply

BEGIN = clock.parse("2026-03-01T02:00:00Z")
HOUR = 3600.0


class Office:
    """A gazette behind a real server, on the clock that the crawls are told."""

    def __init__(self, make: Make, posts: int) -> None:
        begin = BEGIN.timestamp()
        self.room = Gazette("", make, [Post(n, begin - (posts - n) * 9 * HOUR) for n in range(posts)])
        self.now = begin
        self.site = PoliteSite(self.answer)

    def answer(self, path: str, headers: dict[str, str]) -> Reply:
        self.room.url = self.site.url
        told = self.room.answer(path, headers, self.now)
        return Reply(told.body.decode(), told.status, {"Content-Type": told.mime, **told.headers})

    def crawl(self, home, days: float, *options: str) -> list[str]:
        """Crawl so many days after the beginning; what was asked for, robots.txt apart."""
        self.now = BEGIN.timestamp() + days * 24 * HOUR
        asked = len(self.site.asked)
        now = clock.stamp(clock.at(self.now))
        ended = luuchieu("crawl", "mau", "--home", home, "--json", *options, LUUCHIEU_NOW=now)
        assert ended.returncode in (0, 1), ended.stdout + ended.stderr
        return [path for path in (one.path for one in self.site.asked[asked:]) if path != "/robots.txt"]


def lists(asked):
    """The requests for posts, in short: pages by number, follow-ups as what they ask for."""
    posts = [path for path in asked if "/wp/v2/posts" in path]
    since = [re.search(r"modified_after=([^:]+):[^&]+&orderby=modified&order=asc", path) for path in posts]
    pages = [re.search(r"&page=(\d+)", path) for path in posts]
    return [f"since {s[1]}" if s else f"page {p[1] if p else 1}" for s, p in zip(since, pages, strict=True)]


@pytest.fixture
def office(request, tmp_path):
    office = Office(request.param, 250)
    with office.site.served():
        home_for(tmp_path / "home", office.site.url)
        yield office


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


ALL = ["page 1", "page 2", "page 3"]
FOLLOW_UP = "since 2026-02-28T02"


@pytest.mark.parametrize("office", [Make("follows")], indirect=True)
@pytest.mark.slow
def test_an_edit_of_an_old_post_is_seen_with_one_small_request(office, home):
    assert sorted(lists(office.crawl(home, 0))) == ALL
    old = office.room.posts[3]
    old.edits.append(BEGIN.timestamp() + HOUR)
    asked = office.crawl(home, 0.1)
    assert sorted(lists(asked)) == ["page 1", FOLLOW_UP]
    assert old.path in asked
    assert [path for path in asked if "/hoat-dong" in path] == [old.path]


@pytest.mark.slow
@pytest.mark.parametrize("office", [Make("ignores"), Make("refuses")], indirect=True)
def test_a_server_that_does_not_keep_to_the_question_is_walked_through_in_the_same_crawl(office, home):
    office.crawl(home, 0)
    old = office.room.posts[3]
    old.edits.append(BEGIN.timestamp() + HOUR)
    asked = office.crawl(home, 0.1)
    assert sorted(lists(asked)) == [*ALL, FOLLOW_UP]
    assert old.path in asked
    assert sorted(lists(office.crawl(home, 0.2))) == ALL
    assert sorted(lists(office.crawl(home, 31))) == ALL
    assert sorted(lists(office.crawl(home, 31.1))) == [*ALL, "since 2026-03-31T02"]


@pytest.mark.slow
@pytest.mark.parametrize("office", [Make("follows")], indirect=True)
def test_a_list_is_walked_when_it_is_shorter_and_once_a_week(office, home):
    office.crawl(home, 0)
    gone = office.room.posts[40]
    gone.removed = BEGIN.timestamp() + HOUR
    asked = office.crawl(home, 0.1)
    assert sorted(lists(asked)) == [*ALL, FOLLOW_UP]
    assert gone.path in asked
    assert sorted(lists(office.crawl(home, 1))) == ["page 1", "since 2026-02-28T04"]
    assert sorted(lists(office.crawl(home, 7.2))) == [*ALL, "since 2026-02-28T04"]


@pytest.mark.slow
@pytest.mark.parametrize("office", [Make(sitemap="plain")], indirect=True)
def test_what_a_sitemap_drops_is_asked_once_and_then_by_its_schedule(office, home):
    hidden = office.room.posts[40]
    hide = []
    answer = office.room.answer

    def without(target, headers, now):
        reply = answer(target, headers, now)
        if target.startswith("/sitemap-") and hide:
            reply.body = reply.body.replace(f"<url><loc>{office.site.url}{hidden.path}</loc></url>".encode(), b"")
        return reply

    office.room.answer = without
    office.crawl(home, 0)
    hide.append(True)
    visits = [hidden.path in office.crawl(home, days) for days in (0.1, 0.2, 0.3, 1, 2)]
    assert visits == [True, False, False, False, False]


@pytest.mark.parametrize("office", [Make("follows", feed=True)], indirect=True)
@pytest.mark.slow
def test_only_what_is_due_is_fetched_and_robots_once_a_day(office, home):
    office.crawl(home, 0, "--due")
    first = len(office.site.asked)
    assert office.crawl(home, 0.001, "--due") == []
    assert len(office.site.asked) == first
    due = json.loads(luuchieu("due", "mau", "--home", home, "--json", "--first", 3, LUUCHIEU_NOW=at(0.001)).stdout)
    assert due["is_due"] is False
    assert due["next_crawl"] > at(0.01)
    assert due["first"][0]["why"].startswith("brings 1 new a day: every ")
    post = Post(250, BEGIN.timestamp() + HOUR)
    office.room.posts.append(post)
    office.room._published.append(post.published)
    office.room._by_path[post.path] = post
    asked = office.crawl(home, 0.3, "--due")
    assert post.path in asked
    assert [one.path for one in office.site.asked].count("/robots.txt") == 1
    office.crawl(home, 1.1, "--due")
    assert [one.path for one in office.site.asked].count("/robots.txt") == 2


def at(days):
    return clock.stamp(BEGIN + timedelta(days=days))
