"""A WordPress whose API answers otherwise than it should, over loopback: asked for fewer posts, and not for ever."""

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from archive.catalog import Catalog
from tests.agency_site import article, crawl, home_for, luuchieu
from tests.polite_site import PoliteSite, Reply

POSTS = 30
JSON = {"Content-Type": "application/json; charset=UTF-8"}


def refused(told: dict[str, object], code: str) -> Reply:
    return Reply(json.dumps({"code": code, "data": {"status": 400, **told}}), 400, JSON)


def wordpress(most: int, claimed: int | None = None) -> PoliteSite:
    """Posts that nothing but the API names, `most` a page; `claimed` pages where it counts wrong."""

    def posts(path: str) -> Reply:
        asked = parse_qs(urlsplit(path).query)
        size, page = int(asked["per_page"][0]), int(asked.get("page", ["1"])[0])
        if size > most:
            told = f"per_page must be between 1 (inclusive) and {most} (inclusive)"
            return refused({"params": {"per_page": told}}, "rest_invalid_param")
        shown = range(POSTS)[(page - 1) * size : page * size]
        if not shown:
            return refused({}, "rest_post_invalid_page_number")
        links = [{"link": f"{site.url}/bai-{n}/", "title": {"rendered": f"Bài {n}"}} for n in shown]
        pages = str(claimed or -(-POSTS // size))
        return Reply(json.dumps(links), 200, {**JSON, "X-WP-Total": str(POSTS), "X-WP-TotalPages": pages})

    def answer(path: str, _headers: dict[str, str]) -> Reply:
        if path.startswith("/wp-json/wp/v2/posts"):
            return posts(path)
        post = re.fullmatch(r"/bai-(\d+)/", path)
        if post:
            return Reply(article(int(post[1])))
        return Reply("<html><body><p>Trang chủ</p></body></html>" if path == "/" else "", 200 if path == "/" else 404)

    site = PoliteSite(answer)
    return site


def articles(home: Path) -> int:
    with Catalog.reader(home / "catalog.db") as catalog:
        return len(catalog.select("SELECT url FROM articles"))


def lists(site: PoliteSite) -> list[tuple[str, str]]:
    """Posts a page and page of each request for posts, the question for what was modified apart."""
    asked = [
        parse_qs(urlsplit(path).query)
        for path in site.paths()
        if "/wp/v2/posts" in path and "modified_after" not in path
    ]
    return [(one["per_page"][0], one.get("page", ["1"])[0]) for one in asked]


def test_a_site_that_refuses_a_hundred_posts_a_page_is_read_whole(tmp_path: Path):
    """Two of thirty were found, and nothing was said."""
    with wordpress(20).served() as site:
        home = home_for(tmp_path / "home", site.url)
        report = crawl(home)
        assert (report["code"], articles(home), lists(site)) == (0, POSTS, [("100", "1"), ("20", "1"), ("20", "2")])
        with Catalog.reader(home / "catalog.db") as catalog:
            (later,) = catalog.select("SELECT url, state, reason FROM urls WHERE state = 'pending'")
        assert ("modified_after=" in later["url"], later["reason"]) == (True, "asked-later")
        site.asked.clear()
        assert (crawl(home)["code"], "100" in dict(lists(site))) == (0, False)


def test_add_finds_the_api_of_a_site_that_refuses_a_hundred_posts_a_page(tmp_path: Path):
    with wordpress(20).served() as site:
        options = ("--slug", "mau", "--delay", "0", "--allow-private-address", "--home", tmp_path)
        added = luuchieu("agency", "add", site.url, *options)
    assert (added.returncode, f"wordpress: REST API, {POSTS} posts" in added.stdout) == (0, True), added.stderr


def test_a_site_that_claims_a_million_pages_is_not_asked_for_them(tmp_path: Path):
    """Five hundred were asked for in one crawl."""
    with wordpress(100, claimed=1_000_000).served() as site:
        home = home_for(tmp_path / "home", site.url)
        report = crawl(home)
        assert (articles(home), sorted(lists(site))) == (POSTS, [("100", str(page)) for page in range(1, 6)])
        assert [claim["count"] for claim in report["claims"]] == [POSTS]


def test_a_site_that_claims_fewer_pages_than_its_posts_need_is_read_whole(tmp_path: Path):
    """Ten of thirty posts were not found."""
    with wordpress(20, claimed=1).served() as site:
        home = home_for(tmp_path / "home", site.url)
        report = crawl(home)
        assert (report["code"], articles(home), lists(site)) == (0, POSTS, [("100", "1"), ("20", "1"), ("20", "2")])
