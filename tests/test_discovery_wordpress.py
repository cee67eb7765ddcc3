"""Discovery and `agency add` on a real WordPress: every post is found by REST, by sitemap, and by listings alone."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.model import Claim, Hint
from archive.urls import fetch_key
from crawlers.capture_once import visit
from pipelines.agency import Agency
from pipelines.agency_file import load_agency
from pipelines.discovery.discover import discover
from pipelines.discovery.seeds import seeds
from tests.sites import agency_of
from tests.wordpress import site

POSTS = 155
# PHP remembers a file by its name for two seconds without a look at it: each switch has a file of its own.
SWITCHES = {
    "no-rest": "add_filter('rest_authentication_errors', fn() => new WP_Error('off', 'off', ['status' => 401]));",
    "no-sitemap": "add_filter('wp_sitemaps_enabled', '__return_false');",
    # Whoever switches them off drops the rules that were made for them, too: `/wp-json` goes by these.
    "no-permalinks": (
        "add_filter('pre_option_permalink_structure', fn() => ''); add_filter('pre_option_rewrite_rules', fn() => '');"
    ),
}

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def wordpress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[site.WordPress]:
    if reason := site.install():
        pytest.skip(reason)
    with site.running(tmp_path_factory.mktemp("wordpress"), POSTS) as running:
        yield running


@pytest.fixture
def switched(wordpress: site.WordPress, request: pytest.FixtureRequest) -> Iterator[site.WordPress]:
    """The site with plugins that must be used."""
    folder = wordpress.root / "wp-content" / "mu-plugins"
    folder.mkdir(exist_ok=True)
    plugins = [folder / f"{name}.php" for name in request.param]
    for path in plugins:
        path.write_text(f"<?php {SWITCHES[path.stem]}")
    yield wordpress
    for path in plugins:
        path.unlink()


def agency_at(url: str) -> Agency:
    return agency_of("allow_private_address = true\n[politeness]\ndelay = 0", f"{url}/")


def walk(agency: Agency) -> tuple[set[str], list[Hint], list[Claim], int]:
    """Follow what announces and lists articles, but no article; the pages found, hints, claims, number of fetches."""
    waiting = [link.url for link in seeds(agency)]
    done: set[str] = set()
    pages: set[str] = set()
    hints: list[Hint] = []
    claims: list[Claim] = []
    with visit(agency) as fetch:
        while waiting:
            key = fetch_key(waiting.pop(0))
            if key in done:
                continue
            done.add(key)
            found = discover(fetch(key), agency)
            pages |= {fetch_key(link.url) for link in found.links if link.kind == "page"}
            waiting += [
                link.url for link in found.links if link.kind in ("api", "feed", "sitemap", "listing", "pagination")
            ]
            hints += found.hints
            claims += found.claims
    return pages, hints, claims, len(done)


def test_rest_tells_all_posts_with_titles_and_dates(wordpress: site.WordPress):
    pages, hints, claims, _fetches = walk(agency_at(wordpress.url))
    by_api = {hint.url: hint.title for hint in hints if hint.where == "api"}
    assert by_api == {post["url"]: post["title"] for post in wordpress.posts}
    assert Claim("api", POSTS) in claims
    assert {fetch_key(url) for url in by_api} <= pages


@pytest.mark.parametrize("switched", [["no-rest"], ["no-rest", "no-sitemap"]], indirect=True)
def test_all_posts_are_found_without(switched: site.WordPress):
    pages, hints, _claims, fetches = walk(agency_at(switched.url))
    assert "api" not in {hint.where for hint in hints}
    assert {fetch_key(post["url"]) for post in switched.posts} <= pages
    assert fetches < POSTS


@pytest.mark.parametrize("switched", [["no-permalinks"]], indirect=True)
def test_rest_is_found_where_permalinks_are_off(switched: site.WordPress):
    _pages, hints, _claims, _fetches = walk(agency_at(switched.url))
    titles = sorted(hint.title or "" for hint in hints if hint.where == "api")
    assert titles == sorted(post["title"] for post in switched.posts)
    assert all("/?p=" in hint.url for hint in hints if hint.where == "api")


def test_agency_add(wordpress: site.WordPress, tmp_path: Path):
    program = Path(sys.executable).with_name("luuchieu")
    options = ["--slug", "mau", "--delay", "0", "--allow-private-address", "--home", str(tmp_path)]
    added = subprocess.run([program, "agency", "add", wordpress.url, *options], capture_output=True, text=True)
    assert (added.returncode, added.stderr) == (0, f"looking at {wordpress.url}/\n")
    agency = load_agency(tmp_path / "agencies" / "mau.toml")
    assert (agency.name, agency.url, agency.allow_private_address) == (
        "Chi cục Đo lường mẫu",
        f"{wordpress.url}/",
        True,
    )
    assert f"REST API, {POSTS} posts" in agency.source_text
    shown = [post for post in wordpress.posts if f"{post['url']}\n  article: {post['title']}\n" in added.stdout]
    assert len(shown) == 5
    listed = subprocess.run(
        [program, "agency", "list", "--json", "--home", tmp_path], capture_output=True, text=True, check=True
    )
    assert "mau" in [json.loads(line)["slug"] for line in listed.stdout.splitlines()]
