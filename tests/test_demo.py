"""The demo is run for real, and its catalog compared with the articles as they were written."""

import gzip
import json
import re
import shutil
import sqlite3
import sys
import urllib.error
import urllib.request
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from archive.catalog import Catalog
from archive.orthography import normal_form
from crawlers.demo.days import EDITED, NEW, OLD, REMOVED
from crawlers.demo.held import NOISE, differences
from crawlers.demo.server import served
from crawlers.demo.site import Site
from crawlers.demo.written import first_articles, later_article
from tests.agency_site import luuchieu

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
TRAPPED = 12
DOCS = Path(__file__).parent.parent / "docs"
TABLE = re.compile("```\\n(SELECT.*?;)\\n(┌.*?┘)\\n```", re.DOTALL)


class Run(NamedTuple):
    home: Path
    url: str
    code: int
    told: str
    written: list


def rows(run, query):
    with sqlite3.connect(run.home / "catalog.db") as catalog:
        return catalog.execute(query).fetchall()


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """One run of the demo, and the articles that its site has had."""
    home = tmp_path_factory.mktemp("demo") / "home"
    ended = luuchieu("demo", "--home", home, COLUMNS="90")
    url = next(line for line in ended.stdout.split() if line.startswith("http://127.0.0.1:")).rstrip(":")
    with sqlite3.connect(home / "catalog.db") as catalog:
        (new,) = catalog.execute("SELECT max(published) FROM articles").fetchone()
    second_day = datetime.fromisoformat(new)
    written = {one.path: one for one in [*first_articles(), later_article(161, second_day)]}
    edited = written[EDITED]
    written[EDITED] = replace(edited, text=edited.text.replace(OLD, NEW), modified=second_day)
    return Run(home, url, ended.returncode, ended.stdout + ended.stderr, list(written.values()))


def test_the_demo_says_that_all_is_well(run):
    assert run.code == 0, run.told
    assert "✗" not in run.told
    assert "61 articles in the catalog" in run.told


def test_its_lines_fit_a_terminal_and_have_no_colour_in_a_file(run):
    prose = [line for line in run.told.splitlines() if not line.lstrip().startswith(("$", "tail", "/", "│", "file"))]

    assert "\x1b" not in run.told
    assert [line for line in prose if len(line) > 90] == []


def test_the_catalog_has_every_article_as_it_was_written(run):
    columns = "url, title, published, published_precision, author, credited_source"

    catalogued = {url.removeprefix(run.url): rest for url, *rest in rows(run, f"SELECT {columns} FROM articles")}

    assert catalogued == {
        one.path: [one.title, *one.expected_published, one.expected_author, one.source] for one in run.written
    }


def test_texts_have_every_paragraph_and_nothing_of_the_site(run):
    texts = {
        url.removeprefix(run.url): " ".join(text.split()) for url, text in rows(run, "SELECT url, text FROM articles")
    }

    lost = [(one.path, line) for one in run.written for line in one.lines if normal_form(line) not in texts[one.path]]
    leaked = [(path, word) for path, text in texts.items() for word in NOISE if word in text]

    assert (lost, leaked) == ([], [])


def test_files_of_articles_are_kept_with_them(run):
    kept = {
        (article.removeprefix(run.url), url.rpartition("/")[2])
        for article, url in rows(run, "SELECT article, url FROM attachments WHERE mime IS NOT NULL")
    }

    pictures = {(one.path, name) for one in run.written for name, _ in one.pictures}
    files = {(one.path, one.file[0]) for one in run.written if one.file}
    assert kept == pictures | files


def test_the_edit_made_a_version_and_counters_none(run):
    versions = rows(run, "SELECT url, count(*) FROM versions GROUP BY url HAVING count(*) > 1")

    assert [(url.removeprefix(run.url), count) for url, count in versions] == [(EDITED, 2)]


def test_only_what_was_removed_is_gone(run):
    states = rows(run, "SELECT url, state FROM articles WHERE state <> 'live'")

    assert [(url.removeprefix(run.url), state) for url, state in states] == [(REMOVED, "gone")]


def test_traps_robots_and_logins_are_kept_out_of(run):
    captured = [url.removeprefix(run.url) for (url,) in rows(run, "SELECT DISTINCT url FROM captures")]

    assert 0 < len([path for path in captured if path.startswith("/lich-cong-tac/")]) <= TRAPPED
    assert [path for path in captured if path.count("/en/") + path.count("/vi/") > 1] == []
    assert [path for path in captured if path.startswith(("/noi-bo/", "/wp-login", "/wp-admin"))] == []
    assert [path for path in captured if "replytocom" in path] == []


def test_pages_that_are_no_news_are_pages(run):
    pages = {url.removeprefix(run.url) for (url,) in rows(run, "SELECT url FROM pages")}

    assert {"/gioi-thieu/", "/lien-he/", "/lich-cong-tac/"} <= pages


def test_what_the_docs_say_that_it_leaves_is_what_it_leaves(run):
    """Twice as many captures, and a table of others, stood there for months."""
    told = re.search(
        r"The demo: about (\d+) captures of (\d+) articles, (\d+) pages", (DOCS / "operating.md").read_text()
    )
    ((captures, articles, pages),) = rows(
        run, "SELECT (SELECT count(*) FROM captures), (SELECT count(*) FROM articles), (SELECT count(*) FROM pages)"
    )
    assert (int(told[1]), int(told[2]), int(told[3])) == (pytest.approx(captures, rel=0.05), articles, pages)
    shown = dict(TABLE.findall((DOCS / "catalog.md").read_text()))
    for query in [query for query in shown if "NOT archived" in query or "'$.where'" in query]:
        assert told_of(cells(shown[query])) == told_of([tuple(map(str, row)) for row in rows(run, query)])
    (crawls,) = (query for query in shown if "FROM crawls" in query)
    # Not how many captures: a listing's later pages are asked for only where it brings news before the API does.
    assert [row[1:] for row in cells(shown[crawls])] == [tuple(map(str, row[1:])) for row in rows(run, crawls)]


def told_of(found):
    """Without the question for what was modified since, which a slow machine asks before its last crawl ends."""
    return [row for row in found if "asked-later" not in row]


def cells(table):
    lines = [line for line in table.splitlines() if line.startswith("│")]
    return [tuple(cell.strip() for cell in line.strip("│").split("│")) for line in lines[1:]]


def test_what_to_type_next_is_found_by_the_shell(run):
    """`luuchieu` was to be typed, and was on no PATH after `make demo`."""
    there = shutil.which("luuchieu") is not None or not (Path(sys.prefix) / "bin" / "activate").exists()
    assert ("/bin/activate" in run.told) is not there


def test_a_difference_is_noticed(run):
    one, other = run.written[3], run.written[4]
    unlike = replace(one, title="Một tiêu đề khác", text=one.text + "\n\nMột đoạn không ai đăng.")
    missing = replace(other, slug="khong-dang")

    with Catalog.reader(run.home / "catalog.db") as catalog:
        none = list(differences(catalog, run.url, run.written))
        found = list(differences(catalog, run.url, [*run.written[:3], unlike, missing, *run.written[5:]]))

    assert none == []
    assert found == [
        "/khong-dang/ is not in the catalog",
        f"{other.path} is in the catalog, but nobody wrote it",
        f"{one.path}: title is {one.title!r}, not 'Một tiêu đề khác'",
        f"{one.path}: its text lacks 'Một đoạn không ai đăng.'",
    ]


def test_a_folder_of_somebody_else_is_refused_and_left_alone(tmp_path):
    (tmp_path / "thu.txt").write_text("của tôi")

    ended = luuchieu("demo", "--home", tmp_path)

    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == (
        f"luuchieu: {tmp_path} holds something that is not a demo's; name another folder with --home DIR\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["thu.txt"]


@pytest.fixture
def site():
    with served(Site(first_articles(), NOON)) as site:
        yield site


def get(url, **headers):
    """Status, headers and body of an answer; redirects are not followed."""
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    opener = urllib.request.build_opener(_Stay)
    try:
        with opener.open(request) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def test_rest_tells_all_posts_page_by_page(site):
    ids = []
    for page in (1, 2, 3):
        status, headers, body = get(f"{site.url}/wp-json/wp/v2/posts?per_page=20&page={page}&_fields=id")
        ids += [post["id"] for post in json.loads(body)]
        assert (status, headers["X-WP-Total"], headers["X-WP-TotalPages"]) == (200, "57", "3")

    assert sorted(ids) == sorted(one.number for one in first_articles() if one.kind == "post")
    assert get(f"{site.url}/wp-json/wp/v2/posts?per_page=20&page=4")[0] == 400


def test_a_feed_that_has_not_changed_is_not_sent_again(site):
    _, headers, _ = get(f"{site.url}/feed/")

    assert get(f"{site.url}/feed/", If_None_Match=headers["ETag"])[0] == 304
    assert get(f"{site.url}/feed/", If_Modified_Since=headers["Last-Modified"])[0] == 304
    site.publish(later_article(161, NOON))
    assert get(f"{site.url}/feed/", If_None_Match=headers["ETag"])[0] == 200


def test_pages_change_their_bytes_at_every_fetch_and_are_packed_on_demand(site):
    _, plain, first = get(site.url + EDITED)
    _, packed, second = get(site.url + EDITED, Accept_Encoding="gzip")

    assert (plain["Content-Encoding"], packed["Content-Encoding"]) == (None, "gzip")
    assert first != gzip.decompress(second)


def test_moved_and_removed_and_missing_addresses(site):
    status, headers, _ = get(f"{site.url}/canh-bao-man-xam-nhap/")
    site.remove(REMOVED)

    assert (status, headers["Location"]) == (301, f"{site.url}/canh-bao-man-xam-nhap-som-o-cua-song-tra-ri/")
    assert get(site.url + REMOVED)[0] == 410
    assert get(f"{site.url}/ban-do-cua-xa-2019/")[0] == 404


def test_an_edit_of_words_that_do_not_stand_there_is_refused(site):
    with pytest.raises(ValueError, match="does not say"):
        site.edit(EDITED, "chữ không có", "chữ khác")
