"""What a person or cron gets back: exit codes, and a sentence that helps, from the program as it is started."""

import json
import os
import re
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from archive.home import Home
from crawlers.commands.capture import slug_for
from pipelines.agency import Agency
from tests.agency_site import PROGRAM, Site, agency_site, article, crawl, home_for, luuchieu
from tests.odd_server import Odd, odd_server, sized
from tests.test_crawl_faults import until

FUTURE = "2040-01-01T00:00:00Z"
NOWHERE = "http://10.0.0.1:8081"


@contextmanager
def crawled(folder: Path, site: Site) -> Iterator[Path]:
    with site.served():
        home = home_for(folder / "lưu trữ", site.url)
        report = crawl(home)
        assert report["code"] == 0, report
        yield home


def events(*arguments: Any, **environment: str) -> tuple[int, list[dict[str, Any]]]:
    ended = luuchieu(*arguments, "--json", **environment)
    assert ended.stderr == ""
    return ended.returncode, [json.loads(line) for line in ended.stdout.splitlines()]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["crawl", "mao"], "no agency 'mao'; did you mean 'mau'?"),
        (
            ["crawl", "mau", "--budget", "a while"],
            "'a while' is no duration: write a number with s, m, h or d (30m, 6h)",
        ),
        (["crawl", "mau", "--budget", ""], "'' is no duration"),
        (["crawl", "mau", "--budget", "99999999999d"], "'99999999999d' is longer than 3650 days"),
        (["agency", "add", "http://la.vn", "--delay", "nan"], "--delay: must not be negative, nor longer than 3600"),
        (["crwl"], "no command 'crwl'; did you mean 'crawl'?"),
        (["crawl", "hong"], "hong.toml:3: politness is no key of an agency file; did you mean 'politeness'?"),
        (["capture", "mau.vn/tin"], "not an absolute http or https URL: 'mau.vn/tin'"),
        (["capture", "http://an:mat@mau.vn/tin"], "a user name or password in a web address would be archived"),
        (["capture", "http://la.vn/tin"], "no agency has the host 'la.vn'"),
        (["capture", "http://la.vn:8080/tin"], "no agency has the host 'la.vn:8080' (known: 10.0.0.1:8081, cebid.vn, "),
        (["search", "gieng"], "no catalog at"),
    ],
)
def test_wrong_input_gets_a_sentence_that_helps(tmp_path: Path, arguments: list[str], words: str):
    home = home_for(tmp_path, NOWHERE)
    (home / "agencies" / "hong.toml").write_text('name = "Hỏng"\nurl = "http://hong.vn"\npolitness = 3\n')

    ended = luuchieu(*arguments, "--home", home)

    assert (ended.returncode, ended.stdout, ended.stderr.count("Traceback")) == (2, "", 0)
    assert words in ended.stderr


def test_a_home_that_is_a_file_is_named(tmp_path: Path):
    file = tmp_path / "not-a-folder"
    file.write_text("")

    ended = luuchieu("crawl", "cebid", "--home", file)

    assert ended.returncode == 2
    assert str(file) in ended.stderr
    assert "--home" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_home_is_the_option_else_the_environment_else_the_default(tmp_path: Path):
    for name in ("option", "environment", "default"):
        home_for(tmp_path / name, f"http://{name}.vn")
    (tmp_path / "default").rename(tmp_path / "luuchieu-home")
    environment = {**os.environ, "LUUCHIEU_HOME": str(tmp_path / "environment")}

    def first_url(*options: Any, **given: str) -> str:
        command = [PROGRAM, "crawl", "mau", "--dry-run", "--json", *map(str, options)]
        ended = subprocess.run(command, cwd=tmp_path, env=given, capture_output=True, text=True, check=True)
        return str(json.loads(ended.stdout)["urls"][0])

    unset = {name: value for name, value in environment.items() if name != "LUUCHIEU_HOME"}
    assert first_url("--home", tmp_path / "option", **environment) == "http://option.vn/"
    assert first_url(**environment) == "http://environment.vn/"
    assert first_url(**unset) == "http://default.vn/"


def test_a_dry_run_fetches_and_writes_nothing(tmp_path: Path):
    site = agency_site(3)
    with site.served():
        home = home_for(tmp_path, site.url)
        code, (told,) = events("crawl", "mau", "--dry-run", "--home", home)

    assert (code, told["urls"][0], site.requests) == (0, f"{site.url}/", {})
    assert [path.name for path in home.iterdir()] == ["agencies"]


def test_nothing_due_is_well_and_a_locked_agency_is_passed_over_when_due(tmp_path: Path):
    with crawled(tmp_path, agency_site(2)) as home:
        nothing = events("crawl", "mau", "mau", "--due", "--home", home)
        with Home(home).lock("mau"):
            locked = luuchieu("crawl", "mau", "--home", home)
            due = luuchieu("crawl", "mau", "--due", "--home", home, LUUCHIEU_NOW=FUTURE)

    assert nothing == (0, [{"agency": None, "event": "due", "agencies": []}])
    assert (locked.returncode, due.returncode) == (75, 0)
    assert f"process {os.getpid()}" in locked.stderr
    assert f"process {os.getpid()}" in due.stderr


@pytest.mark.slow
def test_one_broken_agency_file_does_not_stop_the_others(tmp_path: Path):
    site = agency_site(2)
    with site.served():
        home = home_for(tmp_path / "home", site.url)
        (home / "agencies" / "hong.toml").write_text('name = "Hỏng"\n')
        named = crawl(home)
        code, told = events("crawl", "--dry-run", "--home", home)
    due = luuchieu("due", "--home", home)
    url = f"{site.url}/tin-tuc/nghiem-thu-1.html"
    others = [
        luuchieu(*words, "--home", home)
        for words in (
            ["prove", url],
            ["withhold", url, "--because", "x"],
            ["reindex"],
            ["rebuild", "--into", tmp_path / "anew"],
        )
    ]

    assert [(one.returncode, "Traceback" in one.stderr) for one in others] == [(0, False)] * 4, others
    assert others[-1].stderr.startswith(f"luuchieu: warning: {home / 'agencies' / 'hong.toml'}: url is missing")
    assert (due.returncode, [line.partition(":")[0] for line in due.stdout.splitlines() if line[0] != " "]) == (
        2,
        ["cebid", "mau", "nawapi", "quatest2"],
    )
    assert "hong.toml: url is missing" in due.stderr
    assert named["code"] == 0, named
    assert code == 2
    assert {each["agency"]: each["event"] for each in told} == {
        **dict.fromkeys(["cebid", "mau", "nawapi", "quatest2"], "dry-run"),
        "hong": "error",
    }


def test_a_broken_file_that_is_named_stops_none_of_the_others(tmp_path: Path):
    """None of those that were named with it was crawled."""
    with agency_site(1).served() as site:
        home = home_for(tmp_path, site.url)
        (home / "agencies" / "hong.toml").write_text('name = "Hỏng"\n')
        code, told = events("crawl", "--due", "hong", "mau", "--home", home)

    ends = [(each["agency"], each["event"]) for each in told if each["event"] in ("error", "report")]
    assert (code, ends) == (2, [("hong", "error"), ("mau", "report")])


def test_what_is_archived_is_not_read_again_by_a_broken_file(tmp_path: Path):
    with crawled(tmp_path, agency_site(1)) as home:
        file = home / "agencies" / "mau.toml"
        file.write_text(file.read_text() + "politness = 3\n")
    ended = [luuchieu(*words, "--home", home) for words in (["reindex"], ["rebuild", "--into", tmp_path / "anew"])]

    assert [(one.returncode, one.stderr) for one in ended] == [(2, ended[0].stderr)] * 2
    assert f"{file}:7: politeness.politness is no key" in ended[0].stderr
    assert not (tmp_path / "anew").exists()


@pytest.mark.slow
def test_a_clock_that_was_once_wrong_stops_nothing(tmp_path: Path):
    site = agency_site(2)
    with site.served():
        home = home_for(tmp_path, site.url)
        ahead = luuchieu("crawl", "mau", "--home", home, LUUCHIEU_NOW=FUTURE)
        code, told = events("crawl", "mau", "--due", "--home", home)

    assert (ahead.returncode, "warning" in ahead.stdout) == (0, False), ahead.stderr
    assert code == 0
    assert told[0]["agencies"] == ["mau"]
    assert [warning[:54] for warning in told[-1]["warnings"]] == [
        "an earlier crawl says that it began at 2040-01-01T00:0"
    ]
    # Front page and articles alike: what that crawl put off until the future is due.
    assert {path: n for path, n in site.requests.items() if "nghiem-thu" in path or path == "/"} == {
        "/": 2,
        "/tin-tuc/nghiem-thu-0.html": 2,
        "/tin-tuc/nghiem-thu-1.html": 2,
    }


def test_a_damaged_catalog_is_named_and_made_anew(tmp_path: Path):
    with crawled(tmp_path, agency_site(3)) as home:
        catalog = home / "catalog.db"
        catalog.write_bytes(b"not a database" * 1000)
        ended = [luuchieu(*words, "--home", home) for words in (["search", "gieng"], ["status"], ["crawl", "mau"])]
        assert [(each.returncode, "reindex" in each.stderr) for each in ended] == [(1, True)] * 3, ended
        assert str(catalog) in ended[2].stderr
        for file in home.glob("catalog.db*"):
            file.unlink()
        again = luuchieu("reindex", "--home", home)
        verified = luuchieu("verify", "--home", home)

    assert (again.returncode, verified.returncode) == (0, 0), again.stderr + verified.stdout
    assert luuchieu("search", "nghiem thu", "--home", home).stdout.count("/tin-tuc/nghiem-thu-") == 3


def test_a_url_is_captured_for_the_agency_in_whose_scope_its_host_is():
    """`capture https://www.cebid.vn/x` was told that no agency has this host."""
    agencies = {slug: Agency(slug, slug, f"https://{slug}.vn/") for slug in ("mau", "www.khac")}
    urls = [
        "https://www.mau.vn/a",
        "http://mau.vn/a",
        "https://khac.vn/",
        "https://www.khac.vn/",
        "https://mau.vn:8080/",
    ]

    assert [slug_for(url, agencies) for url in urls] == ["mau", "mau", "www.khac", "www.khac", "mau"]


def test_of_what_cannot_be_captured_now_it_is_said_that_it_was_before(tmp_path: Path):
    """The site is down: it was `not captured: archived`."""
    site = agency_site(2)
    with crawled(tmp_path, site) as home:
        url = f"{site.url}/tin-tuc/nghiem-thu-1.html"
    ended = luuchieu("capture", url, "--home", home)

    gave = f"robots-unreachable: {site.url}/robots.txt gave connection-refused"
    when, between = r"20\d\d-\S+Z", re.escape(f"{url}: not captured now ({gave}; to be asked for after ")
    assert ended.returncode == 3
    assert re.fullmatch(rf"{between}{when}\); an earlier capture is in the archive\n", ended.stdout)


def test_a_site_that_denies_everything_is_not_all_well(tmp_path: Path):
    """It was exit code 0 without a word, for ever: a firewall that turns the crawler away was heard of by nobody."""
    site = agency_site(2)
    with crawled(tmp_path, site) as home:
        for path in (*site.pages, "/robots.txt"):
            site.put(path, "<h1>403 Forbidden</h1>", status=403)
        code, rows = events("crawl", "mau", "--home", home, LUUCHIEU_NOW=FUTURE)

    denied = f"{site.url}/ answers 403: nothing can be found from there"
    assert (code, rows[-1]["findings"][0]) == (3, denied)


SHELL = '<html><head><title>Viện</title></head><body><div id="root"></div><script src="/app.js"></script></body></html>'


@pytest.mark.parametrize("home", [SHELL, '<meta http-equiv="refresh" content="0; url=/vi/">'])
def test_a_site_that_only_scripts_draw_is_not_all_well(home: str, tmp_path: Path):
    """It was exit code 0 without a word. Where seeds of the agency's file are articles, all is well."""
    site = Site()
    for path in ("/", "/vi/", "/rss", "/sitemap.xml", "/app.js"):
        site.put(path, home if path == "/" else SHELL)
    site.put("/bai-1.html", article(1))
    with site.served():
        place = home_for(tmp_path, site.url)
        report = crawl(place)
        file = place / "agencies" / "mau.toml"
        file.write_text(f'seeds = ["{site.url}/bai-1.html"]\n' + file.read_text())
        seeded = crawl(place)

    words = "/ was had, and neither it nor any feed, sitemap or API led to a page that may be asked for: what scripts "
    told = f"{site.url}{words}draw is not seen. Name feeds, sitemaps or listings in agencies/mau.toml"
    assert [(one["code"], one["findings"]) for one in (report, seeded)] == [(1, [told]), (0, [])]


def test_a_site_that_shows_its_listings_and_denies_its_articles_is_told(tmp_path: Path):
    site = agency_site(2)
    for path in [path for path in site.pages if "nghiem-thu" in path]:
        site.put(path, "<h1>403 Forbidden</h1>", status=403)
    with site.served():
        code, rows = events("crawl", "mau", "--home", home_for(tmp_path, site.url))

    assert code == 1
    assert [re.sub(r"gave \d+", "gave N", told) for told in rows[-1]["findings"]] == [
        "of the pages asked for the site denied 2 (2 with 403) and gave N"
    ]


@pytest.mark.slow
def test_a_limit_suspends_what_is_said_of_denials(tmp_path: Path):
    site = agency_site(2)
    for path in [path for path in site.pages if "nghiem-thu" in path]:
        site.put(path, "<h1>403 Forbidden</h1>", status=403)
    with site.served():
        code, rows = events("crawl", "mau", "--limit", "3", "--home", home_for(tmp_path, site.url))

    assert (code, rows[-1]["findings"]) == (0, [])


def test_of_several_captured_the_forbidden_one_is_told_and_the_rest_is_partial(tmp_path: Path):
    """It was exit code 0."""
    site = agency_site(3)
    with crawled(tmp_path, site) as home:
        one, other, third = (f"{site.url}/tin-tuc/nghiem-thu-{number}.html" for number in range(3))
        site.put(
            "/robots.txt", "User-agent: *\nDisallow: /noi-bo/\nDisallow: /tin-tuc/nghiem-thu-1\n", mime="text/plain"
        )
        secret = f"{site.url}/noi-bo/mat.html"
        some = luuchieu("capture", one, secret, other, third, one, "--home", home, LUUCHIEU_NOW=FUTURE)
        none = luuchieu("capture", secret, other, "--home", home, LUUCHIEU_NOW=FUTURE)

    assert some.returncode == 1, some.stderr
    assert [line.partition(" (warc/")[0] for line in some.stdout.splitlines()] == [
        f"{one}: 200, as captured before",
        f"{secret}: not captured: refused (robots)",
        f"{other}: not captured now (robots); an earlier capture is in the archive",
        f"{third}: 200, as captured before",
    ]
    assert (none.returncode, none.stdout.splitlines()) == (3, some.stdout.splitlines()[1:3])


def test_a_robots_txt_is_captured_once_like_any_page(tmp_path: Path):
    """It ended with 3, since of what is fetched for our own sake nothing counts as fetched; then it came twice."""
    site = agency_site(1)
    with site.served():
        ended = luuchieu("capture", f"{site.url}/robots.txt", "--home", home_for(tmp_path, site.url))

    assert (ended.returncode, dict(site.requests)) == (0, {"/robots.txt": 1}), ended.stderr
    assert ended.stdout.startswith(f"{site.url}/robots.txt: 200, ")


def test_of_what_waits_for_a_host_that_asked_for_a_pause_it_is_said_until_when(tmp_path: Path):
    """What had not been handed out was `"state": "pending", "reason": null`, and in no frontier."""
    site = agency_site(3)
    with site.served():
        home = home_for(tmp_path, site.url)
        file = home / "agencies" / "mau.toml"
        file.write_text(file.read_text().replace("concurrency = 4", "concurrency = 1"))
        asking, *others = (f"{site.url}/tin-tuc/nghiem-thu-{number}.html" for number in (1, 0, 2))
        site.put("/tin-tuc/nghiem-thu-1.html", "", status=429, headers={"Retry-After": "4000"})
        # The first one waits for robots.txt, and so comes last.
        code, rows = events("capture", others[0], asking, others[1], "--home", home)
        said = luuchieu("capture", others[1], "--home", home)
        requests = dict(site.requests)
        again = luuchieu("capture", asking, "--home", home, LUUCHIEU_NOW=FUTURE)

    (paused,) = {row["until"] for row in rows if "until" in row}
    assert (code, requests) == (3, {"/robots.txt": 1, "/tin-tuc/nghiem-thu-1.html": 1})
    assert [(row["captured"] is None, row.get("state"), row["reason"]) for row in rows] == [
        (True, "pending", "http-429"),
        (False, None, "429 Too Many Requests"),
        (True, "pending", "http-429"),
    ]
    why = f"(http-429: its host asked for a pause until {paused})"
    assert (said.returncode, said.stdout) == (3, f"{others[1]}: not captured: pending {why}\n")
    told = f"{asking}: 429, error: 429 Too Many Requests: its host asked for a pause until 2040-01-01T01:06:"
    assert (again.returncode, again.stdout[: len(told)]) == (3, told)
    with closing(sqlite3.connect(Home(home).frontier_of("mau"))) as frontier:
        waiting = frontier.execute("SELECT url FROM url WHERE state = 'pending' ORDER BY url").fetchall()
    assert waiting == [(url,) for url in others]


def test_more_is_captured_at_once_than_one_argument_holds(tmp_path: Path):
    """It was `OSError: [Errno 7] Argument list too long`."""
    site = agency_site(1)
    with site.served():
        home = home_for(tmp_path, site.url)
        site.put("/robots.txt", "User-agent: *\nDisallow: /noi-bo/\n", mime="text/plain")
        forbidden = [f"{site.url}/noi-bo/{'x' * 1000}-{number}.html" for number in range(200)]
        ended = luuchieu("capture", *forbidden, f"{site.url}/tin-tuc/nghiem-thu-0.html", "--home", home)

    assert (ended.returncode, ended.stderr) == (1, "")
    assert ended.stdout.count("not captured: refused (robots)") == 200
    assert "nghiem-thu-0.html: 200, article: " in ended.stdout


def test_after_a_crawl_all_it_knows_is_settled_what_it_refused_too(tmp_path: Path):
    """`verify` left all articles of an agency unchecked until its next crawl: a refused URL waited to be settled."""
    site = agency_site(2)
    site.put("/", '<a href="/tin-tuc/">Tin</a><a href="/login.aspx?a=1">Vào</a><a href="/noi-bo/mat.html">Mật</a>')
    with crawled(tmp_path, site) as home:
        verified = luuchieu("verify", "--home", home)
        status = json.loads(luuchieu("status", "mau", "--json", "--home", home).stdout)

    assert status["absent"], status
    assert (verified.returncode, verified.stderr) == (0, "")


@pytest.mark.slow
def test_capture_says_what_became_of_each_url(tmp_path: Path):
    site = agency_site(2)
    site.put("/tin-tuc/doi.html", "", status=302, headers={"Location": "/tin-tuc/nghiem-thu-0.html"})
    with crawled(tmp_path, site) as home:

        def captured(path: str) -> tuple[int, Any, Any]:
            code, (row,) = events("capture", site.url + path, "--home", home)
            return code, row.get("status"), row.get("redirect") or row["reason"] or row["kind"]

        _, before = events("status", "--home", home)
        found = [captured("/tin-tuc/" + name) for name in ("nghiem-thu-1.html", "khong-co.html", "doi.html")]
        _, after = events("status", "--home", home)
        forbidden = captured("/noi-bo/mat.html")
        requests = dict(site.requests)
    dead = luuchieu("capture", f"{site.url}/tin-tuc/nghiem-thu-1.html", "--agency", "mao", "--home", home)

    assert found == [
        (0, 200, "revisit"),
        (0, 404, "404 Not Found"),
        (0, 302, f"{site.url}/tin-tuc/nghiem-thu-0.html"),
    ]
    assert [one["last_crawl"] for one in after] == [one["last_crawl"] for one in before]
    assert forbidden == (3, None, "robots")
    assert "/noi-bo/mat.html" not in requests
    assert (dead.returncode, "did you mean 'mau'" in dead.stderr) == (2, True)


def test_scrapy_lists_and_crawls_agencies_under_the_same_lock(tmp_path: Path):
    with agency_site(2).served() as site:
        home = home_for(tmp_path, site.url)

        def scrapy(*words: str) -> subprocess.CompletedProcess[str]:
            environment = {**os.environ, "LUUCHIEU_HOME": str(home)}
            folder = Path(__file__).parent.parent
            command = [str(PROGRAM.with_name("scrapy")), *words]
            return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)

        listed = scrapy("list")
        with Home(home).lock("mau"):
            locked = scrapy("crawl", "mau")
        first = site.requests.total()
        done = scrapy("crawl", "mau")
        unknown = scrapy("crawl", "mao")
        nowhere = scrapy("crawl", "cebid", "-s", "LUUCHIEU_HOME=/proc/luu-chieu")

    assert listed.stdout.split() == ["cebid", "mau", "nawapi", "quatest2"]
    log = [json.loads(line)["message"] for line in Home(home).logs.joinpath("mau.jsonl").read_text().splitlines()]
    assert (locked.returncode, first) == (75, 0)
    assert locked.stderr.splitlines()[-1].startswith(f"scrapy: agency 'mau' is being crawled by process {os.getpid()}")
    assert [line for line in log if "is being crawled by" in line] == [
        locked.stderr.splitlines()[-1][len("scrapy: ") :]
    ]
    assert (done.returncode, site.requests["/tin-tuc/nghiem-thu-1.html"]) == (0, 1)
    assert done.stdout.startswith("mau: 3 pages")
    assert (unknown.returncode, unknown.stderr) == (
        2,
        "scrapy: no agency 'mao'; did you mean 'mau'? (known: cebid, mau, nawapi, quatest2)\n",
    )
    assert nowhere.returncode == 2
    assert nowhere.stderr.splitlines()[-1].startswith("scrapy: /proc/luu-chieu: no folder can be made there")
    assert "Traceback" not in locked.stderr + done.stderr + unknown.stderr + nowhere.stderr
    assert [path.name for path in Home(home).logs.iterdir()] == ["mau.jsonl"]


@pytest.mark.slow
def test_the_summary_says_what_came_and_a_limit_counts_pages(tmp_path: Path):
    site = agency_site(12)
    site.put("/tin-tuc/nghiem-thu-0.html", "", status=302, headers={"Location": "/tin-tuc/nghiem-thu-1.html"})
    del site.pages["/tin-tuc/nghiem-thu-2.html"]
    logo = '<img src="/logo.png"><h3>'
    site.put("/logo.png", "", mime="image/png")
    site.put("/", site.pages["/"].body.decode().replace("<h3>", logo, 1))
    with site.served():
        limited = crawl(home_for(tmp_path / "some", site.url), "--limit", "5")
        told = luuchieu("crawl", "mau", "--home", home_for(tmp_path / "all", site.url))
    sorts = ("pages", "documents", "files", "redirects", "errors", "unanswered")

    assert (limited["code"], limited["reason"], limited["pages"]) == (0, "limit", 5)
    assert sum(limited[sort] for sort in sorts) == limited["attempted"] == limited["captured"] + limited["unanswered"]
    assert told.stdout.rpartition(", ")[0] == (
        "mau: 11 pages, 2 documents, 1 file, 1 redirect, 9 error answers; 10 articles in the catalog "
        "(10 new, 0 new versions)"
    )


def test_the_second_signal_breaks_scrapy_crawl_off_in_a_sentence(tmp_path: Path):
    answers = {"/robots.txt": Odd((sized(b"", status=b"HTTP/1.1 404 N"),)), "/": Odd((), "stall")}
    with odd_server(answers) as server:
        home = home_for(tmp_path, server.url)
        process = subprocess.Popen(
            [PROGRAM.with_name("scrapy"), "crawl", "mau"],
            cwd=Path(__file__).parent.parent,
            env={**os.environ, "LUUCHIEU_HOME": str(home)},
            stderr=subprocess.PIPE,
            text=True,
        )
        assert until(lambda: bool(server.of("/")))
        process.send_signal(signal.SIGTERM)
        log = Home(home).logs / "mau.jsonl"
        assert until(lambda: "SIGTERM" in log.read_text())
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=30)

    assert (process.returncode, told.splitlines()[-1]) == (
        1,
        "scrapy: a second signal broke the crawl off; the next one carries on",
    )
    assert "Traceback" not in told
