"""What is due when, told without touching the frontier."""

import json
from datetime import timedelta

from archive import clock
from archive.catalog import Catalog
from archive.home import Home
from archive.model import Link
from archive.store import Store
from crawlers.agenda import agenda_of
from crawlers.frontier.frontier import Frontier
from pipelines.agency import Agency
from tests.agency_site import agency_site, home_for, luuchieu
from tests.test_catalog import read_only_disk

NOW = clock.parse("2026-11-22T08:00:00Z")
UNIX = NOW.timestamp()
URL = "https://mau.gov.vn"
MAU = Agency("mau", "Mẫu", URL + "/", schedule="6h")


def frontier_of(home):
    """A seed that is done, a page to be looked at again in two days, one that failed, and a host held back."""
    frontier = Frontier.open(home.frontier_of("mau"))
    frontier.seed([Link(URL + "/feed", "feed", 0, 0)], UNIX - 9)
    frontier.add([Link(URL + path, "page") for path in ("/a", "/b")], 1, UNIX)
    for lease in frontier.lease(9, UNIX):
        if lease.url.endswith("/b"):
            frontier.failed(lease.url, "timeout", None, UNIX + 72000)
            continue
        frontier.captured(lease.url, "c", clock.stamp(NOW))
        frontier.expanded(lease.url, [], UNIX, None if lease.kind == "feed" else UNIX + 172_800)
    frontier.hold("mau.gov.vn", UNIX + 60, "http-429")
    frontier.close()


def test_an_agenda_counts_what_waits_and_changes_nothing(tmp_path):
    home = Home(tmp_path).create()
    frontier_of(home)
    before = home.frontier_of("mau").read_bytes()
    agenda = agenda_of(home, MAU, NOW - timedelta(hours=2), NOW, first=1)
    assert (agenda.is_due, agenda.next_crawl) == (False, "2026-11-22T12:00:00.000000Z")
    assert (agenda.known, agenda.discovery, agenda.due, agenda.retries, agenda.unfinished) == (3, 1, 0, 1, 0)
    assert agenda.later == {"a day": 1, "a week": 2, "a month": 2}
    assert agenda.next_url == "2026-11-23T04:00:00.000000Z"
    assert agenda.holds == ({"host": "mau.gov.vn", "until": "2026-11-22T08:01:00.000000Z", "reason": "http-429"},)
    assert [one["url"] for one in agenda.first] == [URL + "/b"]
    assert home.frontier_of("mau").read_bytes() == before


def test_who_was_crawled_longest_ago_is_crawled_first(tmp_path, monkeypatch):
    """They went by their names, so a budget could end before the last one's turn each time."""
    home = Home(tmp_path).create()
    for slug, day in (("an", 3), ("binh", 1), ("chi", 2), ("dung", None)):
        (home.agencies / f"{slug}.toml").write_text(f'name = "{slug}"\nurl = "{URL}/"\nschedule = "6h"\n')
        if day:
            monkeypatch.setattr(clock, "now", lambda day=day: clock.parse(f"2026-11-0{day}T08:00:00Z"))
            Store.open(home, slug, {"software": "luuchieu test"}).close()

    words = ("crawl", "an", "binh", "chi", "dung", "--due", "--dry-run", "--json", "--home", home.root)
    told = luuchieu(*words, LUUCHIEU_NOW="2026-11-09T08:00:00Z")

    assert json.loads(told.stdout.partition("\n")[0])["agencies"] == ["dung", "binh", "chi", "an"], told.stderr


def test_what_is_due_is_told_from_a_read_only_disk(tmp_path):
    with read_only_disk(tmp_path / "disk") as make_read_only:
        home = Home(home_for(tmp_path / "disk", URL)).create()
        frontier_of(home)
        Catalog(home.catalog).close()
        make_read_only()
        told = luuchieu(
            "due", "mau", "--first", "1", "--home", home.root, "--json", LUUCHIEU_NOW="2026-11-22T08:00:00Z"
        )
        rehearsed = luuchieu("crawl", "mau", "--dry-run", "--home", home.root)
    assert (told.returncode, told.stderr) == (0, "")
    assert json.loads(told.stdout)["known"] == 3
    assert (rehearsed.returncode, URL + "/" in rehearsed.stdout) == (0, True)


def test_on_a_read_only_disk_no_room_is_asked_for(tmp_path):
    with read_only_disk(tmp_path / "disk") as make_read_only:
        home = Home(home_for(tmp_path / "disk", URL)).create()
        (home.root / "warc").mkdir(exist_ok=True)
        make_read_only()
        told = luuchieu("seal", "--home", home.root)
    assert (told.returncode, "make room" in told.stderr) == (74, False)
    assert "Read-only file system; let this user write there" in told.stderr


def test_an_agency_that_was_never_crawled_is_due(tmp_path):
    agenda = agenda_of(Home(tmp_path).create(), MAU, None, NOW)
    assert (agenda.is_due, agenda.next_crawl, agenda.known) == (True, None, 0)


def test_the_command_says_it_in_words_and_as_json(tmp_path):
    home = Home(home_for(tmp_path, URL)).create()
    frontier_of(home)
    clock_set = {"LUUCHIEU_NOW": "2026-11-22T08:00:00Z"}
    words = luuchieu("due", "mau", "--home", tmp_path, **clock_set)
    told = luuchieu("due", "mau", "--first", "2", "--home", tmp_path, "--json", **clock_set)
    assert words.stdout.splitlines()[0] == "mau: due now (adaptive, 96 polls a day; never crawled)"
    assert "  ! mau.gov.vn is held back until 2026-11-22 08:01 UTC: http-429" in words.stdout
    assert len(json.loads(told.stdout)["first"]) == 2
    assert luuchieu("due", "mao", "--home", tmp_path).returncode == 2


def test_an_agency_whose_schedule_is_never_is_due_at_no_time_but_crawled_when_asked(tmp_path):
    site = agency_site(1)
    with site.served():
        home_for(tmp_path, site.url)
        file = tmp_path / "agencies" / "mau.toml"
        file.write_text('schedule = "never"\n' + file.read_text())
        said = luuchieu("due", "mau", "--home", tmp_path).stdout
        asked = [luuchieu("crawl", "mau", "--due", "--home", tmp_path)]
        untouched = dict(site.requests)
        crawled = luuchieu("crawl", "mau", "--home", tmp_path)
        asked.append(luuchieu("crawl", "mau", "--due", "--home", tmp_path, LUUCHIEU_NOW="2099-01-01T00:00:00Z"))
    assert said == "mau: due never (never; never crawled)\n"
    assert [(one.returncode, one.stdout) for one in asked] == [(0, "nothing is due\n")] * 2
    assert (untouched, crawled.returncode) == ({}, 0)
    assert "1 article in the catalog" in crawled.stdout
