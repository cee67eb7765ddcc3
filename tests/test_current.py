"""An archive kept current: what an unchanged site costs, and that what changes is seen and rightly named."""

import hashlib
import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from archive import clock
from crawlers.frontier.admission import HOUR, RARELY
from crawlers.visits import DAY, Seen, Visit, next_visit
from tests.agency_site import agency_site, article, home_for, luuchieu


def on(day, month=3):
    return f"2026-{month:02d}-{day:02d}T02:00:00Z"


def crawl(home, now, *options):
    ended = luuchieu("crawl", "mau", "--home", home, "--json", *options, LUUCHIEU_NOW=now)
    assert ended.returncode in (0, 1), ended.stdout + ended.stderr
    return json.loads(ended.stdout.splitlines()[-1])


def capture(home, url, now):
    return luuchieu("capture", url, "--home", home, LUUCHIEU_NOW=now)


def select(home, query):
    with sqlite3.connect(home / "catalog.db") as catalog:
        return catalog.execute(query).fetchall()


def size(home: Path) -> int:
    return sum(path.stat().st_size for path in (home / "warc").rglob("*.warc.gz*"))


def statuses(home, path):
    return [row[0] for row in select(home, f"SELECT status FROM captures WHERE url LIKE '%{path}' ORDER BY captured")]


def state(home, path):
    return select(home, f"SELECT state FROM articles WHERE url LIKE '%{path}'")[0][0]


def path(number):
    return f"/tin-tuc/nghiem-thu-{number}.html"


def fresh(number, day, edition=""):
    """An article of this spring."""
    return article(number, edition).replace(article_day(number), f"2026-02-{day:02d}")


def article_day(number):
    return article(number).partition('datetime="')[2][:10]


@pytest.fixture
def site():
    site = agency_site(6)
    site.tags = True
    with site.served():
        yield site


@pytest.fixture
def home(tmp_path, site):
    return home_for(tmp_path / "home", site.url)


def test_an_unchanged_site_costs_next_to_nothing_the_second_time(site, home):
    site.pages |= agency_site(36).pages
    for page in site.pages.values():
        if page.mime != "text/plain":  # robots.txt is asked for without conditions
            page.body += b"<!-- " + hashlib.shake_128(page.body).hexdigest(20_000).encode() + b" -->"
    crawl(home, on(1))
    sent, kept, versions = site.sent, size(home), select(home, "SELECT * FROM versions")
    report = crawl(home, on(3))
    assert site.sent - sent <= 0.05 * sent
    assert size(home) - kept <= 0.03 * kept
    assert select(home, "SELECT * FROM versions") == versions
    assert (report["new_versions"], report["new_articles"], report["exit_code"]) == (0, 0, 0)


def test_a_page_whose_bytes_change_and_whose_text_does_not_is_no_version_and_looked_at_less(site, home):
    site.put(path(1), fresh(1, 28))
    site.put(path(2), fresh(2, 28))
    crawl(home, on(1))
    site.put(path(1), fresh(1, 28) + "<!-- token 1 -->")
    crawl(home, on(2))
    due = {row["url"].removeprefix(site.url): row["at"] for row in agenda(home, on(2))["first"]}
    assert statuses(home, path(1)) == [200, 200]
    assert statuses(home, path(2)) == [200, 304]
    assert select(home, f"SELECT count(*) FROM versions WHERE url LIKE '%{path(1)}'") == [(1,)]
    assert due[path(1)] > due[path(2)]


def agenda(home, now):
    return json.loads(luuchieu("due", "mau", "--first", "50", "--home", home, "--json", LUUCHIEU_NOW=now).stdout)


@pytest.mark.slow
def test_an_old_article_that_its_site_no_longer_announces_is_looked_for_at_once(site, home):
    def announce(numbers):
        links = "".join(f"<url><loc>{site.url}{path(n)}</loc><lastmod>2019-05-01</lastmod></url>" for n in numbers)
        sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{links}</urlset>'
        site.put("/sitemap.xml", sitemap, mime="application/xml")

    announce(range(6))
    crawl(home, on(1))
    announce(range(5))
    del site.pages[path(5)]
    crawl(home, on(2))
    crawl(home, on(4))
    assert state(home, path(5)) == "gone"
    assert [statuses(home, path(5)), statuses(home, path(4))] == [[200, 404, 404], [200]]


@pytest.mark.slow
def test_an_article_that_is_gone_is_confirmed_the_next_day_and_its_return_is_seen(site, home):
    site.put(path(3), fresh(3, 28))
    site.put(path(4), fresh(4, 28))
    crawl(home, on(1))
    page = site.pages.pop(path(3))
    site.put(path(4), "", status=403)
    crawl(home, on(2))
    assert (state(home, path(3)), statuses(home, path(3))) == ("live", [200, 404])
    crawl(home, on(4))
    assert (state(home, path(3)), state(home, path(4))) == ("gone", "unreachable")
    site.pages[path(3)] = page
    crawl(home, on(12))
    assert (state(home, path(3)), statuses(home, path(3))) == ("live", [200, 404, 404, 200])
    assert select(home, f"SELECT kind FROM captures WHERE url LIKE '%{path(3)}' ORDER BY captured")[-1] == ("revisit",)


@pytest.mark.slow
def test_a_rename_by_redirect_is_a_move_that_names_its_target(site, home):
    site.put(path(5), fresh(5, 28))
    crawl(home, on(1))
    site.put("/tin-tuc/ten-moi.html", fresh(5, 28))
    site.put(path(5), "", status=301, headers={"Location": "/tin-tuc/ten-moi.html"})
    crawl(home, on(2))
    assert state(home, path(5)) == "moved"
    assert state(home, "/ten-moi.html") == "live"
    assert select(home, f"SELECT redirect FROM urls WHERE url LIKE '%{path(5)}'") == [
        (site.url + "/tin-tuc/ten-moi.html",)
    ]


@pytest.mark.slow
def test_the_same_text_at_a_new_url_is_related_to_the_old(site, home):
    site.put(path(0), fresh(0, 28))
    crawl(home, on(1))
    site.put("/tin-tuc/noi-khac.html", fresh(0, 28))
    site.pages["/"].body += b'<a href="/tin-tuc/noi-khac.html">x</a>'
    del site.pages[path(0)]
    crawl(home, on(2))
    crawl(home, on(4))
    pairs = select(home, "SELECT a, b FROM relations WHERE kind IN ('exact', 'same-text')")
    assert {url.removeprefix(site.url) for pair in pairs for url in pair} == {path(0), "/tin-tuc/noi-khac.html"}
    assert state(home, path(0)) == "gone"


def test_looks_are_spaced_by_age_edits_and_what_they_cost():
    now, published = 1000 * DAY, 999.9 * DAY
    young = Seen("u", now, published)
    assert next_visit(young) == Visit("u", published + 12 * HOUR, "published 12 hours before")
    costly = "published 36 hours before, its bytes change and its text does not"
    assert next_visit(Seen("u", now, published, churns=True)) == Visit("u", published + 36 * HOUR, costly)
    old = next_visit(Seen("u", now, 0.0))
    assert 2 / 3 * RARELY <= old.at - now <= 4 / 3 * RARELY
    assert old.why == "published long before: rarely"
    assert next_visit(Seen("u", now, now - DAY)) == Visit("u", now + 12 * HOUR, "published 36 hours before")
    edited = Seen("u", now, now - HOUR, is_edited=True)
    assert next_visit(edited) == Visit("u", now + 11 * HOUR, "edited 12 hours before")
    tomorrow = Visit("u", now + 17 * HOUR, "found missing 17 hours before")  # 7 in the morning in Vietnam
    assert next_visit(Seen("u", now, now, is_missing=True)) == tomorrow
    late = now + 16.5 * HOUR
    assert next_visit(Seen("u", late, late, is_missing=True)).at == late + 6 * HOUR
    again = Seen("u", now, now - 8 * DAY, is_missing=True)
    assert next_visit(again) == Visit("u", now + 60 * DAY, "found missing 68 days before")
    never = Seen("u", now, now - 70 * DAY, is_missing=True, was_live=False)
    assert next_visit(never) == Visit("u", None, "never there")


def since(hours):
    """So many hours after the article was published."""
    return clock.stamp(clock.parse("2026-02-28T02:30:00Z") + timedelta(hours=hours))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_articles_are_looked_at_by_their_age_and_edits_begin_it_anew(site, home):
    """Both sides of 12 h, 36 h, 5 d, 17 d and 60 d after publication; one article is edited on its tenth day."""
    file = home / "agencies" / "mau.toml"
    file.write_text(file.read_text() + "polls_per_day = 1\n")
    for number in (1, 2):
        site.put(path(number), fresh(number, 28))
    looked = {1: [], 2: []}
    for hours in (1, 11, 13, 35, 37, 119, 121, 407, 409, 418, 422, 1438, 1442, 1842, 1856):
        if hours == 407:
            site.put(path(2), fresh(2, 28, ", bổ sung 3 hạng mục"))
        before = {number: site.requests[path(number)] for number in looked}
        ended = luuchieu("crawl", "--due", "mau", "--home", home, LUUCHIEU_NOW=since(hours))
        assert ended.returncode in (0, 1), ended.stdout + ended.stderr
        for number, times in looked.items():
            times += [hours] * (site.requests[path(number)] - before[number])
    assert looked == {1: [1, 13, 37, 121, 409, 1442], 2: [1, 13, 37, 121, 409, 422, 1438, 1856]}
