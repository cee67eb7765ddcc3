"""How often what announces articles is asked: the rule, its memory in the frontier, and what crawls do by it."""

import math
import sqlite3
from contextlib import closing
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import clock
from archive.home import Home
from archive.model import Link
from crawlers.agenda import agenda_of
from crawlers.frontier.frontier import Frontier
from crawlers.frontier.pace import DAY, LONGEST, SHORTEST, Observed, interval, pace_of
from pipelines.agency import Agency
from tests.agency_site import agency_site, home_for, luuchieu

T = clock.parse("2026-03-01T00:00:00Z").timestamp()
HOUR = 3600.0
SITE = "https://mau.gov.vn"
FEED, QUIET, HOME = SITE + "/feed", SITE + "/sitemap.xml", SITE + "/"

rates = st.lists(st.floats(0.005, 50), min_size=1, max_size=30)


def polls_of(found, pace):
    return sum(DAY / interval(rate, pace) for rate in found)


@given(rates, st.integers(1, 2000))
def test_the_budget_is_spent_within_the_bounds_and_never_more(found, budget):
    polls = polls_of(found, pace_of(found, budget))
    least, most = len(found), len(found) * DAY / SHORTEST
    assert polls == pytest.approx(min(max(budget, least), most), rel=1e-6)


@given(rates, st.integers(1, 2000))
def test_intervals_go_with_one_over_the_root_of_the_rate(found, budget):
    pace = pace_of(found, budget)
    free = [(rate, interval(rate, pace)) for rate in found if SHORTEST < interval(rate, pace) < LONGEST]
    for (one, its), (other, others) in pairwise(free):
        assert its / others == pytest.approx(math.sqrt(other / one))


@given(st.lists(st.floats(0.1, 20), min_size=2, max_size=6), st.integers(20, 60), st.randoms())
def test_no_other_way_to_spend_the_budget_waits_less(found, budget, random):
    pace = pace_of(found, budget)
    best = sum(rate * interval(rate, pace) for rate in found)
    shares = [random.uniform(0.5, 1.5) * DAY / interval(rate, pace) for rate in found]
    scale = budget / sum(shares)
    others = [min(max(DAY / (share * scale), SHORTEST), LONGEST) for share in shares]
    if sum(DAY / one for one in others) <= budget:
        assert best <= sum(rate * one for rate, one in zip(found, others, strict=True)) + 1e-6


def test_a_rate_is_learned_forgotten_and_never_zero():
    watched = Observed()
    for _ in range(60):
        watched = watched.after(0.5, 2)
    assert watched.rate == pytest.approx(4, rel=0.05)
    for _ in range(60):
        watched = watched.after(1.0, 0)
    assert 0 < watched.rate < 0.4
    assert Observed().rate == 1


def frontier_at(path):
    frontier = Frontier.open(path)
    frontier.begin_crawl(T)
    links = [Link(FEED, "feed", 0, 1), Link(QUIET, "sitemap", 0, 1), Link(HOME, "page", 0, 0)]
    frontier.seed(links, T)
    return frontier


def read(frontier, now, news):
    """Fetch and expand all that is due; the feed brings so many new pages."""
    fetched = []
    for lease in frontier.lease(9, now):
        frontier.captured(lease.url, "c", clock.stamp(clock.at(now)))
        links = [Link(f"{SITE}/tin-{now:.0f}-{n}", "page", 0, 2) for n in range(news)] if lease.url == FEED else []
        frontier.polls.polled(lease.url, frontier.expanded(lease.url, links, now), now)
        fetched.append(lease.url)
    return fetched


def run(frontier, now, hours, news=1):
    """Crawl what is due every quarter of an hour; how often each document was read."""
    counts = {FEED: 0, QUIET: 0, HOME: 0}
    for tick in range(int(hours * 4)):
        at = now + tick * HOUR / 4
        frontier.begin_due(at)
        for url in read(frontier, at, news if tick % 8 == 0 else 0):
            counts[url] = counts.get(url, 0) + 1
        frontier.polls.spread(48, at)
        frontier.end_crawl(at)
    return counts


def test_what_brings_news_is_asked_often_and_the_rest_once_a_day(tmp_path):
    frontier = frontier_at(tmp_path / "mau.db")
    run(frontier, T, 14 * 24)
    counts = run(frontier, T + 14 * DAY, 4 * 24)
    frontier.close()
    assert counts[QUIET] <= 4 * 6
    assert counts[HOME] <= 4 * 6
    assert counts[FEED] >= 4 * 34
    assert sum(counts[url] for url in (FEED, QUIET, HOME)) <= 4 * 48 * 1.05


def test_rates_survive_a_restart(tmp_path):
    frontier = frontier_at(tmp_path / "mau.db")
    run(frontier, T, 7 * 24)
    before = planned(frontier)
    frontier.close()
    again = Frontier.open(tmp_path / "mau.db")
    assert planned(again) == before
    again.polls.spread(48, T + 7 * DAY)
    assert planned(again) == pytest.approx(before)
    again.close()


def planned(frontier):
    return dict(frontier._db.execute("SELECT url, revisit FROM url WHERE revisit IS NOT NULL").fetchall())


def test_a_first_look_says_nothing_of_a_rate(tmp_path):
    frontier = frontier_at(tmp_path / "mau.db")
    read(frontier, T, 500)
    frontier.polls.spread(72, T)
    assert set(planned(frontier).values()) == {T + HOUR}
    frontier.close()


def test_a_document_that_fails_is_tried_after_an_hour_at_the_soonest(tmp_path):
    frontier = frontier_at(tmp_path / "mau.db")
    run(frontier, T, 14 * 24)
    now = T + 14 * DAY
    while not (lease := next((one for one in frontier.lease(9, now) if one.url == FEED), None)):
        now += HOUR / 4
        frontier.begin_due(now)
    frontier.failed(lease.url, "timeout", None, now + 20 * HOUR)
    frontier.polls.spread(48, now)
    assert planned(frontier)[FEED] == pytest.approx(now + HOUR)
    frontier.close()


@pytest.mark.parametrize(
    ("modified", "captured", "looks", "due"),
    [
        ("2026-03-01T05:00:00Z", "2026-03-01T04:00:00Z", ["2026-03-01T06:00:00Z"], [True]),
        ("2026-03-01", "2026-03-01T04:00:00Z", ["2026-03-01T06:00:00Z", "2026-03-01T07:00:00Z"], [True, False]),
        ("2026-03-01", "2026-03-01T04:00:00Z", ["2026-03-01T06:00:00Z", "2026-03-02T00:10:00Z"], [True, True]),
        ("hôm qua", "2026-03-01T04:00:00Z", ["2026-03-01T06:00:00Z"], [False]),
    ],
)
def test_a_day_is_no_news_twice_before_it_is_over(tmp_path, modified, captured, looks, due):
    frontier = frontier_at(tmp_path / "mau.db")
    page = SITE + "/tin"
    frontier.add([Link(page, "page", 0, 2)], 0, T)
    found = []
    for at in [captured, *looks]:
        now = clock.parse(at).timestamp()
        if at is not captured:
            found.append(frontier.polls.announced([(page, modified)], now) == 1)
        for lease in frontier.lease(9, now):
            frontier.captured(lease.url, "c", at)
            frontier.expanded(lease.url, [], now)
    assert found == due
    frontier.close()


def test_a_document_that_calls_most_of_its_many_pages_modified_is_not_believed(tmp_path):
    frontier = frontier_at(tmp_path / "mau.db")
    pages = [f"{SITE}/tin-{n}" for n in range(50)]
    frontier.add([Link(page, "page", 0, 2) for page in pages], 0, T)
    for lease in frontier.lease(99, T):
        frontier.captured(lease.url, "c", clock.stamp(clock.at(T)))
        frontier.expanded(lease.url, [], T)
    made_up = [(page, "2026-03-01T01:00:00Z") for page in pages]
    real = [(page, "2026-03-01T01:00:00Z" if n < 20 else "2026-02-01T00:00:00Z") for n, page in enumerate(pages)]
    assert frontier.polls.announced(made_up, T + 2 * HOUR) == 0
    assert frontier.due_count(T + 2 * HOUR) == 0
    assert frontier.polls.announced(real, T + 2 * HOUR) == 20
    frontier.close()


def test_a_frontier_of_an_older_version_is_due_and_goes_on(tmp_path):
    home = Home(tmp_path).create()
    frontier = frontier_at(home.frontier_of("mau"))
    read(frontier, T, 3)
    frontier.end_crawl(T)
    frontier.close()
    with closing(sqlite3.connect(home.frontier_of("mau"))) as db:
        db.executescript("DROP TABLE poll; DROP TABLE pace; DROP TABLE posts; ALTER TABLE url DROP COLUMN because;")
        db.executescript("ALTER TABLE url DROP COLUMN absent;")
    mau, now = Agency("mau", "Mẫu", HOME), clock.at(T + HOUR)
    agenda = agenda_of(home, mau, clock.at(T), now, first=3)
    assert (agenda.is_due, agenda.known) == (True, 0)
    frontier = Frontier.open(home.frontier_of("mau"))
    frontier.begin_due(T + HOUR)
    assert len(read(frontier, T + HOUR, 0)) == 3
    frontier.polls.spread(48, T + HOUR)
    frontier.plan([(f"{SITE}/tin-{T:.0f}-0", T + DAY, "published 12 hours before")])
    frontier.end_crawl(T + HOUR)
    frontier.close()
    assert agenda_of(home, mau, clock.at(T), now).next_crawl > clock.stamp(now)


def crawl(home, site, day, *options):
    """Crawl at an hour of March; the paths asked for, robots.txt apart."""
    before = site.requests.copy()
    ended = luuchieu("crawl", "mau", "--home", home, *options, LUUCHIEU_NOW=clock.stamp(clock.at(T + day * DAY)))
    assert ended.returncode in (0, 1), ended.stdout + ended.stderr
    return set(site.requests - before) - {"/robots.txt"}


@pytest.mark.slow
def test_where_a_document_redirects_its_target_is_asked_in_its_place(tmp_path):
    site = agency_site(2)
    site.pages["/vi/"] = site.pages["/"]
    site.put("/", "", status=301, headers={"Location": "/vi/"})
    with site.served():
        home = home_for(tmp_path, site.url)
        crawl(home, site, 0)
        assert {"/", "/vi/"} <= crawl(home, site, 1, "--due")


@pytest.mark.slow
def test_fixed_times_ask_for_everything_at_once_and_for_nothing_between(tmp_path):
    site = agency_site(2)
    with site.served():
        home = home_for(tmp_path, site.url)
        file = home / "agencies" / "mau.toml"
        file.write_text('schedule = "daily"\n' + file.read_text())
        first = crawl(home, site, 0, "--due")
        assert crawl(home, site, 0.5, "--due") == set()
        pages = {path for path in first if path.startswith("/tin-tuc/")}
        assert crawl(home, site, 1, "--due") == first - pages


def test_what_is_not_there_is_asked_for_after_as_long_as_it_has_been_missing(tmp_path):
    frontier = frontier_at(tmp_path / "mau.db")
    asked = []
    for day in range(100):
        now = T + day * DAY + (day % 3) * 60
        frontier.begin_crawl(now)
        while leases := frontier.lease(1, now):
            lease = leases[0]
            frontier.captured(lease.url, "c", clock.stamp(clock.at(now)))
            news = frontier.expanded(lease.url, [Link(FEED, "feed", 0, 1)] if day > 90 else [], now)
            frontier.polls.answered(lease.url, lease.url != FEED or day == 94, now)
            frontier.polls.polled(lease.url, news, now)
            asked += [day] if lease.url == FEED else []
        frontier.polls.spread(48, now)
        frontier.end_crawl(now)
    frontier.close()
    assert asked == [0, 1, 2, 4, 8, 16, 32, 61, 90, 91]


@pytest.mark.slow
def test_a_site_that_gains_a_feed_is_heard_when_its_pages_name_it(tmp_path):
    site = agency_site(2)
    guesses = {"/feed/", "/rss", "/rss.xml", "/sitemap_index.xml", "/wp-sitemap.xml"}
    with site.served():
        home = home_for(tmp_path, site.url)
        asked = [crawl(home, site, day) & guesses for day in (0, 1, 2, 3)]
        link = '<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head>'
        site.put("/", site.pages["/"].body.decode().replace("<html>", link))
        item = f"<item><title>Tin mới</title><link>{site.url}/tin-tuc/moi.html</link></item>"
        site.put("/rss", f'<rss version="2.0"><channel>{item}</channel></rss>', mime="application/rss+xml")
        after = crawl(home, site, 3.2)
    assert asked == [guesses, guesses, guesses, set()]
    assert after & guesses == {"/rss"}
    assert "/tin-tuc/moi.html" in after


@pytest.mark.slow
def test_a_page_in_place_of_a_feed_is_no_feed_and_of_an_api_no_list(tmp_path):
    site = agency_site(2)
    guesses = {"/feed/", "/rss", "/wp-sitemap.xml"}
    site.tags = True
    with site.served():
        home_page = site.pages["/"].body.decode()
        for path in guesses:
            site.put(path, home_page)
        api = "/wp-json/wp/v2/posts?per_page=100&_fields=id,link,date,date_gmt,modified,modified_gmt,title"
        site.put(api, home_page)
        index = f"<sitemapindex><sitemap><loc>{site.url}/muc.xml</loc></sitemap></sitemapindex>"
        site.put("/sitemap.xml", index)
        site.put("/muc.xml", f"<urlset><url><loc>{site.url}/tin-tuc/nghiem-thu-1.html</loc></url></urlset>")
        home = home_for(tmp_path, site.url)
        asked = [crawl(home, site, day) for day in (0, 1, 2, 3)]
    assert [paths & guesses for paths in asked] == [guesses, guesses, guesses, set()]
    assert all({"/", "/sitemap.xml", "/muc.xml"} <= paths for paths in asked)
    assert not any("modified_after" in path for paths in asked for path in paths)


@pytest.mark.slow
def test_records_that_are_lost_stop_no_poll(tmp_path):
    site = agency_site(3)

    def announce(count):
        links = "".join(f"<url><loc>{site.url}/tin-tuc/nghiem-thu-{n}.html</loc></url>" for n in range(count))
        site.put("/sitemap.xml", f"<urlset>{links}</urlset>", mime="application/xml")

    with site.served():
        home = home_for(tmp_path, site.url)
        announce(3)
        crawl(home, site, 0)
        for file in (home / "warc" / "mau").iterdir():
            file.unlink()
        announce(2)
        assert "/sitemap.xml" in crawl(home, site, 0.9, "--due")
        assert "/" in crawl(home, site, 1.9, "--due")
