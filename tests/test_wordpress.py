"""The main job on real input: a Vietnamese WordPress from Debian, with its database, crawled over loopback."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.wordpress import site

POSTS = 160
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

AGENCY = """name = "Chi cục Đo lường mẫu"
url = "{url}/"
allow_private_address = true
[politeness]
delay = {delay}
concurrency = 4
"""


@pytest.fixture(scope="module")
def wordpress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[site.WordPress]:
    if reason := site.install():
        pytest.skip(reason)
    with site.running(tmp_path_factory.mktemp("wordpress"), POSTS) as running:
        yield running


def crawl(home: Path, *extra: str, delay: float = 0, url: str = "") -> dict:
    agency = home / "agencies" / "mau.toml"
    if url:
        agency.parent.mkdir(parents=True, exist_ok=True)
        agency.write_text(AGENCY.format(url=url, delay=delay))
    program = Path(sys.executable).with_name("luuchieu")
    ended = subprocess.run(
        [program, "crawl", "mau", "--home", home, "--json", *extra], capture_output=True, text=True, env=os.environ
    )
    events = [json.loads(line) for line in ended.stdout.splitlines()]
    return {"code": ended.returncode, "stderr": ended.stderr, **events[-1]}


def articles(home: Path) -> dict[str, tuple[str, str]]:
    with sqlite3.connect(home / "catalog.db") as catalog:
        return {
            url: (title, published)
            for url, title, published in catalog.execute("SELECT url, title, published FROM articles")
        }


@pytest.fixture(scope="module")
def crawled(wordpress: site.WordPress, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict]:
    home = tmp_path_factory.mktemp("home")
    return home, crawl(home, url=wordpress.url)


def test_every_post_is_catalogued_with_exact_title_and_time(wordpress: site.WordPress, crawled: tuple[Path, dict]):
    home, report = crawled

    assert report["code"] == 0, report
    assert articles(home) == {post["url"]: (post["title"], post["published"]) for post in wordpress.posts}


def test_pictures_and_the_notice_are_captured(wordpress: site.WordPress, crawled: tuple[Path, dict]):
    home, _ = crawled

    with sqlite3.connect(home / "catalog.db") as catalog:
        kinds = {row[0] for row in catalog.execute("SELECT mime FROM captures WHERE status = 200")}

    assert {"image/jpeg", "application/pdf", "text/css"} <= kinds


def test_robots_are_obeyed(crawled: tuple[Path, dict]):
    home, _ = crawled

    with sqlite3.connect(home / "catalog.db") as catalog:
        (fetched,) = catalog.execute("SELECT count(*) FROM captures WHERE url LIKE '%/wp-admin/%'").fetchone()

    assert fetched == 0


def test_second_crawl_adds_what_changed_and_nothing_else(wordpress: site.WordPress, crawled: tuple[Path, dict]):
    home, _ = crawled
    before = articles(home)
    wordpress.php(
        f"$p = get_page_by_path(basename('{wordpress.posts[7]['url']}'), OBJECT, 'post');"
        " wp_update_post(['ID' => $p->ID,"
        " 'post_title' => 'Tiêu đề đã sửa sau khi đăng']); wp_insert_post(['post_title' => 'Tin mới đăng hôm nay',"
        " 'post_content' => '<p>Chi cục vừa công bố lịch kiểm định mới cho các phương tiện đo nhóm hai trên địa bàn"
        " tỉnh, áp dụng từ đầu tháng sau.</p>', 'post_status' => 'publish', 'post_author' => 1]);"
    )

    report = crawl(home)
    after = articles(home)

    assert report["code"] == 0, report
    assert {after[url][0] for url in after.keys() - before.keys()} == {"Tin mới đăng hôm nay"}
    assert {url: after[url][0] for url in before if after[url] != before[url]} == {
        wordpress.posts[7]["url"]: "Tiêu đề đã sửa sau khi đăng"
    }
    with sqlite3.connect(home / "catalog.db") as catalog:
        (versions,) = catalog.execute("SELECT count(*) FROM versions").fetchone()
    assert versions == POSTS + 2


def lists(home: Path) -> list[str]:
    """What the newest crawl asked the API for posts: `first`, `further` pages, and `since` an instant."""
    with sqlite3.connect(home / "catalog.db") as catalog:
        rows = catalog.execute(
            "SELECT url FROM capture WHERE url LIKE '%/wp/v2/posts%'"
            " AND crawl = (SELECT id FROM note WHERE kind = 'crawl' ORDER BY noted DESC LIMIT 1)"
        ).fetchall()
    return sorted("since" if "modified_after=" in u else "further" if "page=2" in u else "first" for (u,) in rows)


def test_an_edit_of_an_old_post_is_heard_of_by_one_small_request(wordpress: site.WordPress, crawled: tuple[Path, dict]):
    home, _ = crawled
    crawl(home)
    wordpress.php(
        f"$p = get_page_by_path(basename('{wordpress.posts[2]['url']}'), OBJECT, 'post');"
        " wp_update_post(['ID' => $p->ID, 'post_title' => 'Bài cũ được sửa sau nhiều năm']);"
    )

    report = crawl(home)

    assert report["code"] == 0, report
    assert lists(home) == ["first", "since"]
    assert articles(home)[wordpress.posts[2]["url"]][0] == "Bài cũ được sửa sau nhiều năm"


def test_a_post_that_is_deleted_is_looked_for_in_the_same_crawl(wordpress: site.WordPress, crawled: tuple[Path, dict]):
    home, _ = crawled
    url = wordpress.posts[4]["url"]
    wordpress.php(f"$p = get_page_by_path(basename('{url}'), OBJECT, 'post'); wp_delete_post($p->ID, true);")

    crawl(home)

    assert {"first", "further"} <= set(lists(home))
    with sqlite3.connect(home / "catalog.db") as catalog:
        query = "SELECT status FROM capture WHERE url = ? ORDER BY captured DESC LIMIT 1"
        assert catalog.execute(query, (url,)).fetchone() == (404,)
