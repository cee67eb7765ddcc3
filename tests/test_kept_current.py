"""Two sites as agencies have them, crawled again and again: what an unchanged one costs, and that every change is seen.

A real WordPress and a folder of static files, both behind nginx, whose log tells requests and bytes on the wire. The
office then edits ten articles, saves two without a change, removes three that become 404 and three that become 410,
renames two, and publishes twelve, two of them back-dated. Nobody tells the crawler.
"""

import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.agency_site import home_for, luuchieu
from tests.front import PROGRAM as NGINX
from tests.front import Asked
from tests.newsroom import PLACES, Newsroom, Post, static_site
from tests.test_journey import views
from tests.test_repair import check_with_tools
from tests.wordpress import site as wordpress
from tests.wordpress.newsroom import wordpress_site

POSTS = 160
FIRST = datetime.now(UTC).replace(hour=2, minute=0, second=0, microsecond=0) - timedelta(days=12)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.skipif(NGINX is None, reason="needs nginx (Debian: apt-get install nginx-light)"),
]


@dataclass(frozen=True)
class Crawled:
    """One crawl as the server and the disk saw it; `growth` in bytes of WARC."""

    report: dict[str, Any]
    asked: list[Asked]
    growth: int

    @property
    def requests(self) -> int:
        return len(self.asked)

    @property
    def bytes(self) -> int:
        return sum(one.size for one in self.asked)


@dataclass(frozen=True)
class History:
    """All that happened: the crawls, the posts before and after, and what was done to which (old URLs)."""

    home: Path
    before: dict[int, Post]
    after: dict[int, Post]
    edits: dict[str, str]
    saved: list[str]
    removed: list[str]
    renamed: dict[str, str]
    new: list[Post]
    first: Crawled
    unchanged: Crawled
    unchanged_versions: int
    changed: Crawled
    confirmed: Crawled


def at(day: float) -> datetime:
    return FIRST + timedelta(days=day)


def crawl(site: Newsroom, home: Path, day: float) -> Crawled:
    before = size(home)
    ended = luuchieu("crawl", "mau", "--home", home, "--json", LUUCHIEU_NOW=at(day).isoformat())
    report = json.loads(ended.stdout.splitlines()[-1])
    assert ended.returncode == 0, (report, ended.stderr)
    return Crawled(report, site.front.asked(), size(home) - before)


def size(home: Path) -> int:
    return sum(path.stat().st_size for path in (home / "warc").rglob("*.warc.gz*"))


def select(home: Path, query: str, *values: Any) -> list[Any]:
    with sqlite3.connect(home / "catalog.db") as catalog:
        return catalog.execute(query, values).fetchall()


def edit(site: Newsroom, day: float) -> dict[str, str]:
    """Ten edits; their URLs, each with the kind that it is."""
    kinds = {}
    for number, kind in zip(range(11, 151, 14), ["title", "figures", "date", "names", "text"] * 2, strict=True):
        post = site.posts[number]
        day_month = f"{post.published[8:10]}/{post.published[5:7]}"
        words = {
            "figures": (f"{number * 7 + 3} mẫu đã", f"{number * 7 + 14} mẫu đã"),
            "date": (f"Ngày {day_month}, đoàn", "Ngày 28/11, đoàn"),
            "names": (f"tại {PLACES[number % 7]} về", "tại Hà Giang về"),
            "text": ("theo đúng quy định hiện hành", "theo quy trình mới ban hành trong quý này"),
        }
        if kind == "title":
            site.retitle(number, f"{post.title} (bổ sung)", at(day))
        else:
            site.replace(number, *words[kind], at(day))
        kinds[post.url] = kind
    return kinds


def publish(site: Newsroom, day: float) -> list[Post]:
    """Twelve posts, the last two with a date of years ago."""
    dates = [at(day) - timedelta(minutes=20 * n + 5) for n in range(10)]
    dates += [datetime(2016, 3, 4, 2, 30, tzinfo=UTC), datetime(2019, 8, 1, 7, 15, tzinfo=UTC)]
    return [
        site.publish(
            f"Bản tin số {n} về trạm cân {PLACES[n % 7]}",
            f"Trạm cân số {n * 11 + 2} tại {PLACES[n % 7]} vừa được nghiệm thu sau {n + 3} tháng lắp đặt, sớm hơn"
            " kế hoạch. Đơn vị vận hành cho biết thiết bị sẽ chạy thử trong một quý trước khi bàn giao.",
            published,
            at(day),
        )
        for n, published in enumerate(dates)
    ]


def happen(site: Newsroom, home: Path) -> History:
    before = dict(site.posts)
    first = crawl(site, home, 0)
    known = len(select(home, "SELECT 1 FROM versions"))
    unchanged = crawl(site, home, 1)
    versions = len(select(home, "SELECT 1 FROM versions")) - known

    edits = edit(site, 1.5)
    saved = [before[number].url for number in (20, 90)]
    for number in (20, 90):
        site.save(number, at(1.5))
    removed = [before[number].url for number in (30, 60, 100, 31, 61, 101)]
    for number in (30, 60, 100):
        site.delete(number)
    for number in (31, 61, 101):
        site.withdraw(number)
    for number in (40, 120):
        site.rename(number, f"ten-moi-{number}", at(1.5))
    renamed = {before[number].url: site.posts[number].url for number in (40, 120)}
    new = publish(site, 1.6)
    site.front.asked()

    changed = crawl(site, home, 2)
    confirmed = crawl(site, home, 4)
    return History(
        home, before, dict(site.posts), edits, saved, removed, renamed, new,
        first, unchanged, versions, changed, confirmed,
    )  # fmt: skip


@pytest.fixture(scope="module", params=["static", "wordpress"])
def history(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    work = tmp_path_factory.mktemp(request.param)
    if request.param == "wordpress" and (reason := wordpress.install()):
        pytest.skip(reason)
    begun = datetime(2015, 1, 5, 1, 7, 11, tzinfo=UTC)
    running = static_site(work, POSTS, begun) if request.param == "static" else wordpress_site(work, POSTS)
    with running as site:
        home = home_for(work / "home", site.front.url)
        told = happen(site, home)
        for name in ("first", "unchanged", "changed", "confirmed"):
            one: Crawled = getattr(told, name)
            print(f"{request.param} {name}: {one.requests} requests, {one.bytes} bytes, {one.growth} of WARC")
        yield told


def test_an_unchanged_site_costs_next_to_nothing(history: History):
    first, unchanged = history.first, history.unchanged

    assert unchanged.bytes <= 0.05 * first.bytes
    assert unchanged.growth <= 0.03 * first.growth
    assert history.unchanged_versions == 0
    assert (unchanged.report["new_articles"], unchanged.report["new_versions"]) == (0, 0)


def test_nothing_is_kept_twice(history: History):
    doubled = select(
        history.home,
        """SELECT url, payload_digest, count(*) FROM captures WHERE kind = 'response' AND status = 200
           AND url NOT LIKE '%/robots.txt' GROUP BY url, payload_digest HAVING count(*) > 1""",
    )

    assert doubled == []
    assert select(history.home, "SELECT url FROM articles GROUP BY url HAVING count(*) > 1") == []


def test_all_changes_are_seen_with_a_quarter_of_the_requests(history: History):
    assert history.changed.requests <= 0.25 * history.first.requests


def test_every_edit_is_classed_and_a_save_is_none(history: History):
    changes = select(history.home, "SELECT DISTINCT url, kind FROM changes")
    versions = Counter(url for (url,) in select(history.home, "SELECT url FROM versions"))

    assert sorted(changes) == sorted(history.edits.items())
    assert {url: versions[url] for url in history.saved} == dict.fromkeys(history.saved, 1)
    assert {url for url, count in versions.items() if count > 1} == set(history.edits)


def test_saved_pages_were_looked_at(history: History):
    looks = [
        len(select(history.home, "SELECT 1 FROM captures WHERE url = ? AND status IN (200, 304)", url))
        for url in history.saved
    ]

    assert min(looks) >= 2, looks


def test_what_was_removed_or_renamed_is_so_and_all_else_is_live(history: History):
    states = dict(select(history.home, "SELECT url, state FROM articles"))
    led = dict(select(history.home, "SELECT url, state_detail FROM article WHERE state = 'moved'"))

    gone = dict.fromkeys(history.removed, "gone")
    live = {post.url: "live" for post in history.after.values()}
    assert states == gone | dict.fromkeys(history.renamed, "moved") | live
    assert led == history.renamed


def test_new_articles_have_their_titles_and_times(history: History):
    found = {
        url: (title, published)
        for url, title, published in select(history.home, "SELECT url, title, published FROM articles")
    }

    assert {post.url: found.get(post.url) for post in history.new} == {
        post.url: (post.title, post.published) for post in history.new
    }


def test_the_archive_is_whole_and_rebuilt_alike(history: History, tmp_path: Path):
    verified = luuchieu("verify", "--home", history.home)
    rebuilt = luuchieu("rebuild", "--home", history.home, "--into", tmp_path / "anew")

    assert verified.returncode == 0, verified.stdout
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert views(tmp_path / "anew") == views(history.home)


def test_other_tools_read_an_archive_with_revisits(history: History, tmp_path: Path):
    (told,) = select(history.home, "SELECT count(*), count(DISTINCT refers_to) FROM captures WHERE kind = 'revisit'")
    folder = Path(shutil.copytree(history.home / "warc" / "mau", tmp_path / "warc"))

    check_with_tools([path.with_name(path.name.removesuffix(".open")) for path in folder.iterdir()])

    assert min(told) > 5, told


def test_two_archives_of_overlapping_crawls_become_one(tmp_path: Path):
    """Two machines crawl one site on different days; their WARC files, put together, are one archive."""
    with static_site(tmp_path, 30, datetime(2015, 1, 5, 1, 7, 11, tzinfo=UTC)) as site:
        one, other = (home_for(tmp_path / name, site.front.url) for name in ("one", "other"))
        crawl(site, one, 0)
        crawl(site, other, 1)
        site.replace(7, "52 mẫu đã", "63 mẫu đã", at(1.5))
        site.retitle(8, "Tên khác sau khi đăng", at(1.5))
        crawl(site, other, 2)
        crawl(site, one, 4)
    together = home_for(tmp_path / "together", site.front.url)
    for home in (one, other):
        shutil.copytree(home / "warc", together / "warc", dirs_exist_ok=True)
    for file in (together / "warc" / "mau").iterdir():
        file.rename(file.with_name(file.name.removesuffix(".open")))

    rebuilt = luuchieu("rebuild", "--home", together, "--into", tmp_path / "anew")
    verified = luuchieu("verify", "--home", tmp_path / "anew")

    assert (rebuilt.returncode, verified.returncode) == (0, 0), rebuilt.stderr + verified.stdout
    told = "SELECT url, title, text, published, state FROM articles ORDER BY url"
    spans = "SELECT url, first_captured, last_captured FROM articles"
    texts = "SELECT url, text_digest, title FROM versions ORDER BY url, captured"
    captures = "SELECT record_id FROM captures"
    anew = tmp_path / "anew"
    assert select(anew, told) == select(one, told)
    assert select(anew, texts) == select(one, texts)
    assert len(select(anew, texts)) == 32
    assert sorted(select(anew, captures)) == sorted(select(one, captures) + select(other, captures))
    theirs = {url: last for url, _, last in select(other, spans)}
    assert {url: ends for url, *ends in select(anew, spans)} == {
        url: [first, max(last, theirs[url])] for url, first, last in select(one, spans)
    }
