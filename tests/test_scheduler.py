"""The scheduler within the real crawl: what a site sees of it."""

import time
from itertools import pairwise
from pathlib import Path

import pytest

from archive import clock
from archive.catalog import Catalog
from tests.agency_site import crawl, home_for, luuchieu
from tests.polite_site import PoliteSite, Reply, linked

PLAIN = {"Content-Type": "text/plain"}
MISSING = Reply("không có", 404)


def one_at_a_time(home: Path) -> Path:
    """Requests in one order: those of several connections are answered, and noted, in any."""
    file = home / "agencies" / "mau.toml"
    file.write_text(file.read_text().replace("concurrency = 4", "concurrency = 1"))
    return home


def site_of(pages: dict[str, Reply]) -> PoliteSite:
    return PoliteSite(lambda path, headers: pages.get(path, MISSING))


def test_robots_is_asked_first_and_kept(tmp_path: Path):
    names = [f"/tin/bai-viet-{i}.html" for i in range(4)]
    pages = {name: linked("/") for name in names} | {
        "/robots.txt": Reply("User-agent: *\nDisallow: /noi-bo/\nCrawl-delay: 0.3", headers=PLAIN),
        "/": linked(*names, "/noi-bo/ke-hoach.html"),
    }
    with site_of(pages).served() as site:
        home = home_for(tmp_path, site.url)
        report = crawl(home)

    assert report["code"] == 0, report
    assert site.paths()[0] == "/robots.txt"
    assert set(names) < set(site.paths())
    assert "/noi-bo/ke-hoach.html" not in site.paths()
    # Concurrency is 4 and the configured delay 0: only Crawl-delay can have spaced them.
    with Catalog.reader(home / "catalog.db") as catalog:
        rows = catalog.select("SELECT captured FROM captures WHERE url NOT LIKE '%/robots.txt' ORDER BY captured")
    begun = [clock.parse(row["captured"]).timestamp() for row in rows]
    assert min(later - earlier for earlier, later in pairwise(begun)) > 0.299
    assert site.asked[-1].came - site.asked[1].came > 0.28 * len(names)
    assert site.asked[0].headers["user-agent"].startswith("luuchieu/")


def test_a_site_is_told_whom_to_write_to(tmp_path: Path):
    with site_of({"/": linked("/")}).served() as site:
        home = home_for(tmp_path, site.url)
        luuchieu("crawl", "mau", "--home", home, LUUCHIEU_CONTACT="mailto:luu-tru@example.vn")

    assert site.asked[0].headers["user-agent"].endswith(" (+mailto:luu-tru@example.vn)")


@pytest.mark.parametrize(("contact", "warned"), [("", 1), ("mailto:luu-tru@example.vn", 0)])
def test_who_cannot_be_written_to_is_warned(tmp_path: Path, contact: str, warned: int):
    home = home_for(tmp_path, "https://127.0.0.1")
    file = home / "agencies" / "mau.toml"
    file.write_text(file.read_text().replace("allow_private_address = true", ""))

    ended = luuchieu("crawl", "mau", "--home", home, LUUCHIEU_CONTACT=contact)

    assert ended.stdout.count("the site cannot tell whom to write to") == warned, ended.stdout


def test_an_origin_without_robots_holds_no_other_of_its_host(tmp_path: Path):
    names = [f"/tin/bai-viet-{i}.html" for i in range(4)]
    ours: list[str] = []

    def answer(path: str, headers: dict[str, str]) -> Reply:
        if path not in ["/", *names]:
            return MISSING
        # Nothing speaks TLS there.
        secure = f'<link rel="canonical" href="{ours[0].replace("http:", "https:")}{path}">'
        return linked(*names, head=secure)

    with PoliteSite(answer).served() as site:
        ours.append(site.url)
        report = crawl(home_for(tmp_path, site.url))

    assert set(names) < set(site.paths())
    secure = site.url.replace("http:", "https:")
    assert [(one["place"], one["urls"], one["reason"]) for one in report["waiting"]] == [
        (secure, 5, "twin-unreachable")
    ]


CONCURRENCY = 4  # what the agency's file says


def test_retry_after_holds_the_whole_host(tmp_path: Path):
    names = [f"/tin/bai-viet-{i}.html" for i in range(40)]

    def answer(path: str, headers: dict[str, str]) -> Reply:
        if path == names[2] and not site.of(path):
            return Reply("bận", 503, {"Retry-After": "2"})
        return linked(*names) if path == "/" else linked("/") if path in names else MISSING

    with (site := PoliteSite(answer)).served():
        report = crawl(home_for(tmp_path, site.url))

    assert report["code"] == 0, report
    refused = site.of(names[2])[0].answered
    later = [each.came - refused for each in site.asked if each.came > refused]
    # What is on its way with the refused request arrives, and what goes out while its answer is on its way.
    assert sum(seconds < 1.9 for seconds in later) <= 2 * (CONCURRENCY - 1)
    assert all(seconds < 1 or seconds > 1.9 for seconds in later)
    assert [len(site.of(name)) for name in names] == [1, 1, 2, *[1] * 37]


@pytest.mark.slow
def test_retry_after_holds_what_only_waits_for_its_delay(tmp_path: Path):
    names = [f"/tin/bai-viet-{i}.html" for i in range(4)]

    def answer(path: str, headers: dict[str, str]) -> Reply:
        if path in names and not any(map(site.of, names)):
            return Reply("bận", 503, {"Retry-After": "4"})
        return linked(*names) if path == "/" else linked("/") if path in names else MISSING

    with (site := PoliteSite(answer)).served():
        home = home_for(tmp_path, site.url)
        file = home / "agencies" / "mau.toml"
        file.write_text(file.read_text().replace("delay = 0", "delay = 1"))
        report = crawl(home)

    assert report["code"] == 0, report
    refused = next(each for each in site.asked if each.path in names)
    assert min(each.came - refused.answered for each in site.asked if each.came > refused.answered) > 3.9
    assert sorted(len(site.of(name)) for name in names) == [1, 1, 1, 2]


def test_no_more_at_once_than_the_agency_allows(tmp_path: Path):
    names = [f"/tin/bai-viet-{i}.html" for i in range(24)]

    def answer(path: str, headers: dict[str, str]) -> Reply:
        if path == "/":
            return linked(*names)
        time.sleep(0.05)
        return linked("/") if path in names else MISSING

    with PoliteSite(answer).served() as site:
        crawl(home_for(tmp_path, site.url))

    at_once = [sum(other.came <= each.came < other.answered for other in site.asked) for each in site.asked]
    assert max(at_once) == 4


def test_redirects_end_where_they_lead_or_as_loops(tmp_path: Path):
    def answer(path: str, headers: dict[str, str]) -> Reply:
        cookie = headers.get("cookie", "")
        if path == "/":
            return linked("/tin/can-cookie.html", "/tin/vong-quanh.html", "/tin/cu.html")
        if path == "/tin/can-cookie.html":
            return (
                linked("/") if "D1N=" in cookie else Reply("", 302, {"Location": path, "Set-Cookie": "D1N=7a; Path=/"})
            )
        if path == "/tin/vong-quanh.html":
            return Reply("", 302, {"Location": path})
        if path == "/tin/cu.html":
            return Reply("", 301, {"Location": "/tin/moi.html"})
        return linked("/") if path == "/tin/moi.html" else MISSING

    with PoliteSite(answer).served() as site:
        report = crawl(home_for(tmp_path, site.url))

    assert report["code"] in (0, 1), report
    assert [len(site.of(f"/tin/{name}.html")) for name in ("can-cookie", "cu", "moi")] == [2, 1, 1]
    assert 2 <= len(site.of("/tin/vong-quanh.html")) <= 12


@pytest.mark.slow
def test_redirect_loops_take_nothing_of_a_limit(tmp_path: Path):
    loops = [f"/tin/vong-quanh-{i}.html" for i in range(4)]
    names = [f"/tin/bai-viet-{i}.html" for i in range(10)]

    def answer(path: str, headers: dict[str, str]) -> Reply:
        if path in loops:
            return Reply("", 302, {"Location": path})
        return linked(*loops, *names) if path == "/" else linked("/") if path in names else MISSING

    with PoliteSite(answer).served() as site:
        report = crawl(one_at_a_time(home_for(tmp_path, site.url)), "--limit", "6")

    assert (report["reason"], report["pages"]) == ("limit", 6)


@pytest.mark.slow
def test_a_limit_ends_the_handing_out_and_the_next_crawl_goes_on(tmp_path: Path):
    names = [f"/tin/bai-viet-{i}.html" for i in range(12)]
    tagged = {name: Reply(linked("/").body, headers={"ETag": '"v1"'}) for name in ["/", *names]}
    tagged["/"] = Reply(linked(*names).body, headers={"ETag": '"v1"'})
    with site_of(tagged).served() as site:
        home = home_for(tmp_path, site.url)
        crawl(home, "--limit", 5)
        first = [path for path in site.paths() if path in tagged]
        before = len(site.asked)
        crawl(home)

    assert len(first) == len(set(first)) == 5
    assert sorted(path for path in site.paths() if path in names) == sorted(names)
    again = [each for each in site.asked[before:] if each.path in ("/", "/robots.txt")]
    assert [(each.path, each.headers.get("if-none-match")) for each in again] == [("/robots.txt", None), ("/", '"v1"')]


@pytest.mark.slow  # waits out a pause of five seconds
def test_a_robots_txt_is_looked_for_where_it_moved_and_when_the_site_can_answer(tmp_path: Path):
    busy: list[float] = []

    def answer(path: str, headers: dict[str, str]) -> Reply:
        if path == "/robots.txt":
            return Reply("", 301, {"Location": "/cau-hinh/robots.txt"})
        if path == "/cau-hinh/robots.txt" and not busy:
            busy.append(time.monotonic())
            return Reply("bận", 500)
        if path == "/cau-hinh/robots.txt":
            return Reply("User-agent: *\nDisallow: /tin/kin.html", headers=PLAIN)
        return linked("/tin/mo.html", "/tin/kin.html") if path == "/" else linked("/")

    with PoliteSite(answer).served() as site:
        report = crawl(one_at_a_time(home_for(tmp_path, site.url)))

    assert report["code"] == 0, report
    assert site.paths()[:5] == ["/robots.txt", "/cau-hinh/robots.txt", "/robots.txt", "/cau-hinh/robots.txt", "/"]
    assert site.asked[2].came - busy[0] > 4.9
    assert ("/tin/mo.html" in site.paths(), "/tin/kin.html" in site.paths()) == (True, False)


def test_a_robots_txt_that_redirects_to_itself_counts_as_missing(tmp_path: Path):
    loop = Reply("", 302, {"Location": "/robots.txt"})
    with site_of({"/robots.txt": loop, "/": linked("/tin/a.html"), "/tin/a.html": linked("/")}).served() as site:
        report = crawl(one_at_a_time(home_for(tmp_path, site.url)))

    assert report["code"] == 0, report
    assert site.paths()[:7] == ["/robots.txt"] * 6 + ["/"]
    assert "/tin/a.html" in site.paths()
