"""Crawls that are stopped, starved and lied to, as real processes: nothing is lost, nothing waits for ever."""

import gzip
import json
import os
import resource
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive.home import Home
from archive.store import Store
from tests.agency_site import PROGRAM, agency_site, article, crawl, home_for, luuchieu
from tests.archives import answer
from tests.odd_server import End, Odd, head, odd_server, sized

HTML = b"Content-Type: text/html; charset=utf-8"
NO_ROBOTS = Odd((sized(b"", status=b"HTTP/1.1 404 Not Found"),))


def counted(home: Home, table: str = "capture") -> int:
    """Rows of a table of the catalog, however far a crawl has come with it."""
    try:
        with sqlite3.connect(f"{home.catalog.as_uri()}?mode=ro", uri=True) as catalog:
            return int(catalog.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def children(pid: int) -> list[int]:
    """The processes that any of its threads has started."""
    try:
        threads = [(thread / "children").read_text() for thread in Path(f"/proc/{pid}/task").iterdir()]
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [int(child) for found in threads for child in found.split()]


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def is_remembering(pid: int) -> bool:
    """Whether a process handles SIGTERM by now."""
    (caught,) = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("SigCgt")]
    return bool(int(caught.split()[1], 16) >> (signal.SIGTERM - 1) & 1)


def until(holds: Callable[[], bool], seconds: float = 30.0) -> bool:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        time.sleep(0.02)
    return holds()


def slowly(home: Path, delay: float = 0.1) -> Home:
    file = home / "agencies" / "mau.toml"
    file.write_text(file.read_text().replace("delay = 0", f"delay = {delay}"))
    return Home(home)


@dataclass
class Running:
    """A crawl under way in a session of its own, as on a terminal."""

    process: subprocess.Popen[str]

    @property
    def child(self) -> int:
        return children(self.process.pid)[0]

    @property
    def family(self) -> list[int]:
        found = [self.process.pid]
        for pid in found:
            found += children(pid)
        return found

    def ended(self) -> tuple[int, str]:
        out, err = self.process.communicate(timeout=40)
        return self.process.returncode, out + err


def _as_at_a_terminal() -> None:
    """A shell that runs the tests in the background lets them ignore signals, and their children inherit that."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


@contextmanager
def crawling(home: Home, captured: int = 12, command: Sequence[str] = ("crawl", "mau")) -> Iterator[Running]:
    with subprocess.Popen(
        [PROGRAM, *command, "--home", home.root],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=_as_at_a_terminal,
    ) as process:
        try:
            assert until(lambda: counted(home) >= captured or process.poll() is not None)
            yield Running(process)
        finally:
            process.kill()


def assert_whole(home: Home, articles: int) -> None:
    """Every article is catalogued, captured once, and proven."""
    with sqlite3.connect(home.catalog) as catalog:
        captured = Counter(
            url for (url,) in catalog.execute("SELECT url FROM captures WHERE url LIKE '%/nghiem-thu-%'")
        )
    assert (counted(home, "articles"), len(captured), set(captured.values())) == (articles, articles, {1})
    verified = luuchieu("verify", "--home", home.root)
    assert verified.returncode == 0, verified.stdout + verified.stderr


# Signals


@pytest.mark.parametrize(
    "number",
    [signal.SIGTERM, *(pytest.param(one, marks=pytest.mark.slow) for one in (signal.SIGINT, signal.SIGHUP))],
)
def test_a_signal_to_the_whole_terminal_ends_a_crawl_in_order(tmp_path: Path, number: signal.Signals):
    with agency_site(30).served() as site:
        home = slowly(home_for(tmp_path, site.url))
        with crawling(home) as running:
            family = running.family
            os.killpg(running.process.pid, number)
            code, told = running.ended()
        assert until(lambda: not any(map(is_running, family)))
        assert (code, "Traceback" in told) == (1, False), told
        assert "a signal stopped the crawl before its end" in told
        report = crawl(slowly(home.root, 0).root)

    assert report["code"] == 0, report
    assert_whole(home, 30)


@pytest.mark.slow
def test_a_signal_to_every_process_ends_a_crawl_in_order(tmp_path: Path):
    """A machine that is shut down signals to all: to the crawl's own process it was the second, and broke it off."""
    with agency_site(30).served() as site:
        home = slowly(home_for(tmp_path, site.url))
        with crawling(home) as running:
            for pid in running.family:
                os.kill(pid, signal.SIGTERM)
            code, told = running.ended()
        report = crawl(slowly(home.root, 0).root)

    assert (code, "a signal stopped the crawl before its end" in told) == (1, True), told
    assert report["code"] == 0, report
    assert_whole(home, 30)


@pytest.mark.parametrize("number", [signal.SIGHUP, pytest.param(signal.SIGINT, marks=pytest.mark.slow)])
def test_a_signal_ends_what_scrapy_crawls_in_order(tmp_path: Path, number: signal.Signals):
    """A closed terminal killed it: no report, and a request that stayed leased."""
    with agency_site(3).served() as site:
        home = slowly(home_for(tmp_path, site.url), 50)
        command = [PROGRAM.with_name("scrapy"), "crawl", "mau", "-s", f"LUUCHIEU_HOME={home.root}"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, preexec_fn=_as_at_a_terminal) as process:
            assert until(lambda: counted(home) >= 1)
            process.send_signal(number)
            told = process.communicate(timeout=40)[0]

    assert (process.returncode, states(home)) == (1, {"pending"}), told
    assert "a signal stopped the crawl before its end" in told


def test_what_is_on_its_way_to_the_downloader_at_a_signal_is_called_back(tmp_path: Path):
    """It waited there for its host's delay, and the crawl with it."""
    with agency_site(3).served() as site:
        home = slowly(home_for(tmp_path, site.url), 50)
        given = (f"LUUCHIEU_HOME={home.root}", 'DOWNLOADER_MIDDLEWARES={"tests.hang_up.HangUp": 1}')
        command = [PROGRAM.with_name("scrapy"), "crawl", "mau", *(word for one in given for word in ("-s", one))]
        here = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
        ended = subprocess.run(command, env=here, capture_output=True, text=True, timeout=40, check=False)

    assert (ended.returncode, states(home)) == (1, {"pending"}), ended
    assert "a signal stopped the crawl before its end" in ended.stdout


@pytest.mark.slow
def test_a_signal_while_the_crawl_is_still_loaded_ends_it_in_order(tmp_path: Path):
    with agency_site(3).served() as site:
        home = Home(home_for(tmp_path, site.url))
        url = f"{site.url}/tin-tuc/nghiem-thu-1.html"
        with crawling(home, captured=0, command=("capture", url)) as running:
            assert until(lambda: bool(children(running.process.pid)))
            assert until(lambda: is_remembering(running.child))
            os.kill(running.process.pid, signal.SIGINT)
            code, told = running.ended()

    assert (code, "a signal ended the capture before its end" in told) == (1, True), told


@pytest.mark.slow
def test_two_signals_break_off_what_scrapy_crawls_with_a_sentence(tmp_path: Path):
    """It was a traceback."""
    answers = {"/robots.txt": NO_ROBOTS, "/": Odd((), "stall")}
    with odd_server(answers) as server:
        home = Home(home_for(tmp_path, server.url))
        command = [PROGRAM.with_name("scrapy"), "crawl", "mau", "-s", f"LUUCHIEU_HOME={home.root}"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, preexec_fn=_as_at_a_terminal) as process:
            assert until(lambda: bool(server.of("/")))
            log = home.logs / "mau.jsonl"
            for times in (1, 2):
                process.send_signal(signal.SIGTERM)
                assert until(lambda times=times: log.read_text().count("Received SIGTERM") == times)
            told = process.communicate(timeout=40)[1]

    assert (process.returncode, "Traceback" in told) == (1, False), told
    assert "a second signal broke the crawl off; the next one carries on" in told


@pytest.mark.slow
def test_what_a_signal_or_the_budget_keeps_from_its_turn_is_told(tmp_path: Path):
    """Nothing was said of the second agency, or it had a budget of its own."""
    with agency_site(3).served() as site:
        home = slowly(home_for(tmp_path, site.url), 50)
        file = home.agencies / "mau.toml"
        (home.agencies / "sau.toml").write_text(file.read_text())
        with crawling(home, captured=1, command=("crawl", "mau", "sau")) as running:
            os.kill(running.process.pid, signal.SIGTERM)
            signalled = running.ended()
        began = time.monotonic()
        limited = luuchieu("crawl", "mau", "sau", "--budget", "2s", "--home", home.root)

    assert (signalled[0], limited.returncode, time.monotonic() - began < 20) == (1, 1, True)
    assert "sau: not crawled: a signal ended the run before its turn\n" in signalled[1]
    assert limited.stderr == "sau: not crawled: the budget was over before its turn\n"


@pytest.mark.slow
def test_a_signal_ends_a_capture_of_several_agencies(tmp_path: Path):
    """The second agency's pages were fetched all the same."""
    with agency_site(3).served() as site, agency_site(3).served() as other:
        home = slowly(home_for(tmp_path, site.url), 50)
        home_for(tmp_path, other.url, "sau")
        urls = [f"{each.url}/tin-tuc/nghiem-thu-1.html" for each in (site, other)]
        with crawling(home, captured=1, command=("capture", *urls)) as running:
            os.kill(running.process.pid, signal.SIGTERM)
            code, told = running.ended()

    assert (code, dict(other.requests)) == (1, {}), told
    assert "sau: not crawled: a signal ended the run before its turn\n" in told


@pytest.mark.slow
def test_what_earlier_crawls_left_to_read_takes_no_longer_than_the_budget(tmp_path: Path):
    with agency_site(1).served() as site:
        home = Home(home_for(tmp_path, site.url)).create()
        with Store.open(home, "mau", {"software": "luuchieu test"}) as store:
            mime = "Content-Type: text/html; charset=UTF-8"
            pages = [answer(f"/bai-{n}/", article(n).encode(), 1, "200 OK", mime) for n in range(1500)]
            for future in [store.append(page) for page in pages]:
                future.result()
        limited = crawl(home.root, "--budget", "1s")
        read = counted(home, "reading")
        captured = luuchieu("capture", f"{site.url}/", "--home", home.root)
        read_with_it = counted(home, "reading")
        due = json.loads(luuchieu("due", "mau", "--json", "--home", home.root).stdout)
        rest = crawl(home.root, "--due")

    assert (limited["code"], limited["reason"], 0 < limited["unread"] < 1500) == (0, "budget", True), limited
    assert (captured.returncode, read_with_it - read <= 2, due["is_due"]) == (0, True, True), captured.stderr
    assert (rest["reason"], rest["unread"], read < 1500 <= counted(home, "reading")) == ("finished", 0, True), rest


def test_the_second_signal_ends_it_at_once(tmp_path: Path):
    with odd_server({"/robots.txt": NO_ROBOTS, "/": Odd((), "stall")}) as server:
        home = Home(home_for(tmp_path, server.url))
        with crawling(home, captured=1) as running:
            assert until(lambda: bool(server.of("/")))
            family = running.family
            began = time.monotonic()
            os.kill(running.process.pid, signal.SIGINT)
            log = home.logs / "mau.jsonl"
            assert until(lambda: "SIGTERM" in log.read_text())
            os.kill(running.process.pid, signal.SIGINT)
            code, told = running.ended()

    assert (code, time.monotonic() - began < 10) == (1, True)
    assert "broken off by a signal; the next crawl carries on" in told
    assert until(lambda: not any(map(is_running, family)))


@pytest.mark.parametrize("victim", ["parent", pytest.param("child", marks=pytest.mark.slow)])
def test_a_killed_crawl_leaves_no_process_and_no_lock(tmp_path: Path, victim: str):
    with agency_site(20).served() as site:
        home = slowly(home_for(tmp_path, site.url))
        with crawling(home) as running:
            family = running.family
            os.kill(running.process.pid if victim == "parent" else running.child, signal.SIGKILL)
            code, told = running.ended()
        assert until(lambda: not any(map(is_running, family)))
        report = crawl(slowly(home.root, 0).root)

    assert (code, "ended by SIGKILL" in told) == ((-9, False) if victim == "parent" else (1, True))
    assert report["code"] == 0, report
    assert_whole(home, 20)


# Readers


def readers(child: int) -> list[int]:
    """The processes that were forked from the fork server of a crawl."""
    return [reader for server in children(child) for reader in children(server)]


@pytest.mark.slow
def test_readers_that_are_stopped_and_fork_servers_that_are_killed_hold_no_crawl_up(tmp_path: Path):
    with agency_site(30).served() as site:
        home = slowly(home_for(tmp_path, site.url))
        with crawling(home) as running:
            assert until(lambda: bool(readers(running.child)))
            servers, stopped = children(running.child), readers(running.child)
            for reader in stopped:
                os.kill(reader, signal.SIGSTOP)
            for server in servers:
                os.kill(server, signal.SIGKILL)
            code, told = running.ended()

        assert until(lambda: not any(map(is_running, stopped)))

    assert code == 0, told
    assert_whole(home, 30)


# Disks


def test_a_full_disk_ends_a_crawl_with_74_and_room_lets_it_go_on(tmp_path: Path):
    site = agency_site(60)

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

    with site.served():
        home = Home(home_for(tmp_path, site.url))
        command = [PROGRAM, "crawl", "mau", "--home", home.root]
        full = subprocess.run(command, preexec_fn=no_room, capture_output=True, text=True, check=False)
        kept = counted(home)
        verified = luuchieu("verify", "--home", home.root)
        report = crawl(home.root)

    assert (full.returncode, verified.returncode) == (74, 0), full.stderr + verified.stdout
    assert (full.stderr.count("make room"), full.stderr.count("Traceback")) == (1, 0), full.stderr
    assert kept > 0
    assert report["code"] == 0, report
    assert_whole(home, 60)


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[None]:
    folder.mkdir(parents=True)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True).returncode:
        pytest.skip("needs to be allowed to mount")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@pytest.mark.slow
@pytest.mark.parametrize(("place", "size"), [("warc", "40k"), ("frontier", "300k"), ("logs", "4k")])
def test_whatever_disk_is_full_nothing_hangs_and_nothing_is_lost(tmp_path: Path, place: str, size: str):
    with agency_site(60).served() as site:
        home = Home(home_for(tmp_path, site.url))
        with small_disk(home.root / place, size):
            codes = [crawl(home.root)["code"], crawl(home.root)["code"]]
            subprocess.run(["mount", "-o", "remount,size=50m", home.root / place], check=True)
            report = crawl(home.root)
            assert_whole(home, 60)

    assert codes == ([0, 0] if place == "logs" else [74, 74])
    assert report["code"] == 0, report


# Hosts


def told(home: Path, *options: Any) -> tuple[dict[str, Any], float]:
    began = time.monotonic()
    report = crawl(home, *options)
    return report, time.monotonic() - began


def test_a_private_address_that_nobody_allowed_is_refused_at_once(tmp_path: Path):
    site = agency_site(2)
    with site.served():
        home = home_for(tmp_path, site.url)
        file = home / "agencies" / "mau.toml"
        allowed = file.read_text()
        file.write_text(allowed.replace("allow_private_address = true\n", ""))
        refused, seconds = told(home)
        asked = site.requests.total()
        file.write_text(allowed)
        report = crawl(home)

    assert (refused["code"], asked, refused["failures"]) == (3, 0, {"address-refused": 1})
    assert "allow_private_address = true" in refused["failure_details"]["address-refused"]
    assert seconds < 20
    # Once the file is mended nothing is held back.
    assert (report["code"], report["articles"]) == (0, 2), report


def test_a_site_that_forbids_everything_gives_3_and_says_why(tmp_path: Path):
    site = agency_site(2)
    site.put("/robots.txt", "User-agent: *\nDisallow: /\n", mime="text/plain")
    with site.served():
        report = crawl(home_for(tmp_path, site.url))

    assert report["code"] == 3
    assert report["forbidden"] > 0
    assert site.requests.keys() == {"/robots.txt"}


def test_other_hosts_faults_are_not_the_agencys(tmp_path: Path):
    site = agency_site(2)
    images = "".join(
        f'<p><img src="http://{host}/anh.png"></p>'
        for host in ("10.0.0.1", "169.254.169.254", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]")
    )
    page = article(0).replace("<p>Theo", f'{images}<p><a href="http://10.0.0.2/bao-cao.pdf">Báo cáo</a></p><p>Theo')
    site.put("/tin-tuc/nghiem-thu-0.html", page)
    with site.served():
        home = home_for(tmp_path, site.url)
        report, seconds = told(home)

    assert (report["code"], report["findings"]) == (0, []), report
    assert set(report["failures"]) <= {"address-refused"}
    assert seconds < 30
    with sqlite3.connect(home / "catalog.db") as catalog:
        (connected,) = catalog.execute(
            "SELECT count(*) FROM captures WHERE url NOT LIKE ? AND kind != 'failure'", (f"{site.url}%",)
        ).fetchone()
        images = catalog.execute(
            "SELECT DISTINCT state, reason FROM urls WHERE url LIKE '%/anh.png' AND url NOT LIKE ?", (f"{site.url}%",)
        ).fetchall()
    assert (connected, images) == (0, [("refused", "address-refused")])


def test_redirects_to_private_places_are_kept_and_not_followed(tmp_path: Path):
    targets = [
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/x",
        "http://2130706433/x",
        "file:///etc/passwd",
    ]
    site = agency_site(1)
    links = "".join(f'<p><a href="/tin-tuc/di-{n}.html">Đi {n}</a></p>' for n in range(len(targets)))
    site.put("/", f"<html><body>{links}</body></html>")
    for number, target in enumerate(targets):
        site.put(f"/tin-tuc/di-{number}.html", "", status=302, headers={"Location": target})
    with site.served():
        home = home_for(tmp_path, site.url)
        report = crawl(home)

    assert report["code"] == 0, report
    with sqlite3.connect(home / "catalog.db") as catalog:
        found = catalog.execute("SELECT redirect FROM captures WHERE url LIKE '%/di-%' ORDER BY url").fetchall()
        refused = catalog.execute("SELECT url, reason FROM urls WHERE state = 'refused' ORDER BY url").fetchall()
    assert [redirect for (redirect,) in found] == [*targets[:3], None]
    assert refused == [(url, "other-host") for url in sorted(targets[:3])]


def test_a_page_that_is_dead_makes_the_crawl_partial(tmp_path: Path):
    answers = {
        "/robots.txt": NO_ROBOTS,
        "/": Odd((sized(b'<a href="/tin/hong.html">x</a> <a href="/tin/bai.html">y</a>', HTML),)),
        "/tin/bai.html": Odd((sized(article(1).encode(), HTML),)),
        "/tin/hong.html": Odd((b"\x16\x03\x01\x00\x05hello\r\n\r\n",), "close"),
    }
    with odd_server(answers) as server:
        report = crawl(home_for(tmp_path, server.url))

    assert (report["code"], report["failures"], report["articles"]) == (1, {"protocol": 1}, 1)
    assert "not HTTP" in report["failure_details"]["protocol"]


def states(home: Home) -> set[str]:
    """The states of all URLs in the frontier of a crawl that is over, robots.txt apart."""
    with sqlite3.connect(home.frontier_of("mau")) as frontier:
        return {state for (state,) in frontier.execute("SELECT state FROM url WHERE kind <> 'robots'")}


def test_a_signal_before_the_first_request_ends_a_crawl(tmp_path: Path):
    with agency_site(3).served() as site:
        home = Home(home_for(tmp_path, site.url))
        with crawling(home, captured=0) as running:
            assert until(home.frontier_of("mau").exists)
            os.kill(running.process.pid, signal.SIGTERM)
            code, told = running.ended()

    assert code in (1, 3), told
    assert "a signal stopped the crawl before its end" in told


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_while_a_crawl_settles_takes_nothing_of_it(tmp_path: Path, number: int):
    """The loop ended under it: no report, no article."""
    with agency_site(60).served() as site:
        home = Home(home_for(tmp_path, site.url))
        with crawling(home, captured=30) as running:
            assert until(lambda: "Closing spider" in (home.logs / "mau.jsonl").read_text())
            os.kill(running.process.pid, number)
            code, told = running.ended()

    assert (code in (0, 1), "; 60 articles in the catalog (60 new" in told) == (True, True), told


@pytest.mark.slow
def test_a_signal_does_not_wait_long_for_an_answer(tmp_path: Path):
    """It was killed after a minute, without a report, and nothing was settled."""
    pages = {f"/tin/{number}.html": Odd((sized(article(number).encode(), HTML),)) for number in range(3)}
    links = b"".join(b'<a href="%s">x</a> ' % path.encode() for path in ["/tin/lau.html", *pages])
    answers = {"/robots.txt": NO_ROBOTS, "/": Odd((sized(links, HTML),)), "/tin/lau.html": Odd((), "stall"), **pages}
    with odd_server(answers) as server:
        home = Home(home_for(tmp_path, server.url))
        began = time.monotonic()
        with crawling(home, captured=1) as running:
            assert until(lambda: counted(home, "capture WHERE url LIKE '%/tin/%'") == 3)
            os.kill(running.process.pid, signal.SIGTERM)
            code, told = running.ended()

    assert (code, time.monotonic() - began < 30, states(home)) == (1, True, {"expanded", "pending"}), told
    assert "1 request cut off; 3 articles in the catalog (3 new" in told


def test_a_budget_does_not_wait_for_a_delay(tmp_path: Path):
    with agency_site(3).served() as site:
        home = slowly(home_for(tmp_path, site.url), 50)
        report, seconds = told(home.root, "--budget", "2s")

    assert (report["reason"], seconds < 20, states(home)) == ("budget", True, {"pending"})
    # robots.txt came, and nothing else was asked for
    assert report["exit_code"] == 1
    assert report["findings"] == ["the budget was over before a page had come: 127.0.0.1 is asked every 50 s only"]


def test_a_budget_that_ends_while_nothing_answers_says_so(tmp_path: Path):
    """It was laid to the delay."""
    with agency_site(1).served() as site:
        home = slowly(home_for(tmp_path, site.url), 50)
    report, _ = told(home.root, "--budget", "2s")

    (finding,) = report["findings"]
    assert report["exit_code"] == 3
    assert finding.startswith("the budget was over before a page had come: connection-refused: ")


def test_a_signal_does_not_wait_for_a_delay(tmp_path: Path):
    with agency_site(3).served() as site:
        home = slowly(home_for(tmp_path, site.url), 50)
        began = time.monotonic()
        with crawling(home, captured=1) as running:
            os.kill(running.process.pid, signal.SIGTERM)
            code, told = running.ended()

    assert (code, time.monotonic() - began < 20, states(home)) == (1, True, {"pending"}), told
    assert "a signal stopped the crawl before its end" in told


@pytest.mark.slow
def test_a_budget_ends_a_crawl_although_a_server_stalls_and_the_url_waits_for_the_next(tmp_path: Path):
    answers = {
        "/robots.txt": NO_ROBOTS,
        "/": Odd((sized(b'<a href="/tin/lau.html">x</a>', HTML),)),
        "/tin/lau.html": Odd((head(b"Content-Length: 50000") + b"<p>",), "stall"),
    }
    with odd_server(answers) as server:
        home = home_for(tmp_path, server.url)
        report, seconds = told(home, "--budget", "4s")
    with sqlite3.connect(home / "catalog.db") as catalog:
        known = catalog.execute("SELECT state, reason FROM urls WHERE url LIKE '%/lau.html'").fetchall()
        kept = catalog.execute("SELECT status, truncated FROM captures WHERE url LIKE '%/lau.html'").fetchall()
    with closing(sqlite3.connect(Home(home).frontier_of("mau"))) as frontier:
        ((waiting,),) = frontier.execute("SELECT state FROM url WHERE url LIKE '%/lau.html'").fetchall()

    assert (report["reason"], report["cut_off"], waiting) == ("budget", 1, "pending")
    assert (known, kept) == ([("archived", "truncated: unspecified")], [(200, "unspecified")])
    assert seconds < 25


@pytest.mark.slow
@pytest.mark.parametrize("begun", [(), (head(b"Content-Length: 50000"),)], ids=["nothing", "head"])
def test_where_a_signal_ended_the_wait_nothing_is_said_of_the_article(tmp_path: Path, begun: tuple[bytes, ...]):
    """It was `unreachable`, live and in every rebuilt catalog."""
    links = b'<a href="/tin/1.html">x</a>'
    answers = {
        "/robots.txt": NO_ROBOTS,
        "/": Odd((sized(links, HTML),)),
        "/tin/1.html": Odd((sized(article(1).encode(), HTML),)),
    }
    with odd_server(answers) as server:
        home = Home(home_for(tmp_path, server.url))
        crawl(home.root)
        answers["/tin/1.html"] = Odd(begun, "stall")
        with crawling(home, command=("capture", f"{server.url}/tin/1.html")) as running:
            assert until(lambda: len(server.of("/tin/1.html")) == 2)
            os.kill(running.process.pid, signal.SIGTERM)
            code, told = running.ended()
    with sqlite3.connect(home.catalog) as catalog:
        states = catalog.execute("SELECT state FROM articles").fetchall()

    assert (code, states) == (1, [("live",)]), told


@pytest.mark.slow
def test_a_pause_that_an_answer_asks_for_holds_though_nobody_waited_for_its_end(tmp_path: Path):
    """The next crawl asked its host at once."""
    busy = head(b"Retry-After: 3600", b"Content-Length: 50000", status=b"HTTP/1.1 503 Busy")
    answers = {"/robots.txt": NO_ROBOTS, "/": Odd((busy,), "stall")}
    with odd_server(answers) as server:
        home = home_for(tmp_path, server.url)
        told(home, "--budget", "3s")
        crawl(home)
        asked = len(server.of("/"))

    assert asked == 1


@pytest.mark.slow
def test_a_body_that_was_cut_off_is_asked_for_whole_the_next_time(tmp_path: Path):
    tagged = (HTML, b'ETag: "v1"')
    whole = Odd((sized(article(1).encode(), *tagged),))
    cut = Odd((head(b"Content-Length: 99999", *tagged) + article(1).encode()[:900],), "close")
    answers = {
        "/robots.txt": NO_ROBOTS,
        "/": Odd((sized(b'<a href="/tin/cut.html">x</a> <a href="/tin/whole.html">y</a>', HTML),)),
        "/tin/cut.html": cut,
        "/tin/whole.html": whole,
    }
    with odd_server(answers) as server:
        home = home_for(tmp_path, server.url)
        crawl(home)
        captured = [luuchieu("capture", f"{server.url}/tin/{name}.html", "--home", home) for name in ("cut", "whole")]
        asked = {
            name: [b"If-None-Match" in one.request for one in server.of(f"/tin/{name}.html")]
            for name in ("cut", "whole")
        }

    # A body that ends at the same byte twice is all that the server has; `capture` then asks for it once more.
    assert asked == {"cut": [False, False, False], "whole": [False, True]}
    assert [(each.returncode, "200, truncated (disconnect), " in each.stdout) for each in captured] == [
        (1, True),
        (0, False),
    ]


@pytest.mark.slow
def test_a_body_that_was_cut_off_is_asked_for_again_in_the_same_crawl(tmp_path: Path):
    body = article(1).encode()
    announced = head(b"Content-Length: %d" % len(body), HTML)
    whole = Odd((announced + body,))
    answers = {
        "/robots.txt": NO_ROBOTS,
        "/": Odd((sized(b'<a href="/tin/cut.html">x</a>', HTML),)),
        "/tin/cut.html": Odd((announced + body[:900],), "close", then=whole),
    }
    with odd_server(answers) as server:
        home = home_for(tmp_path, server.url)
        report = crawl(home)
    with sqlite3.connect(home / "catalog.db") as catalog:
        kept = catalog.execute(
            "SELECT kind, truncated, payload_size FROM captures WHERE url LIKE '%/cut.html' ORDER BY captured"
        ).fetchall()
        versions = catalog.execute("SELECT count(*) FROM versions").fetchone()

    assert (report["code"], report["articles"], report["failures"]) == (0, 1, {}), report
    assert kept == [("response", "disconnect", 900), ("response", None, len(body))]
    assert versions == (1,)
    assert luuchieu("verify", "--home", home).returncode == 0


_RULES = b"User-agent: *\nDisallow: /noi-bo/\n"
_HALF = head(b"Content-Length: %d" % len(_RULES)) + _RULES[:14]
_HALF_GZIP = sized(gzip.compress(_RULES)[:30], b"Content-Encoding: gzip")


def _forbidding(robots: Odd) -> dict[str, Odd]:
    links = b'<a href="/noi-bo/1.html">x</a> <a href="/tin/1.html">y</a>'
    page = Odd((sized(article(1).encode(), HTML),))
    return {"/robots.txt": robots, "/": Odd((sized(links, HTML),)), "/noi-bo/1.html": page, "/tin/1.html": page}


@pytest.mark.parametrize("end", ["close", pytest.param("reset", marks=pytest.mark.slow)])
def test_half_a_robots_txt_is_none(tmp_path: Path, end: End):
    """What it forbids further down was fetched, and all was well."""
    with odd_server(_forbidding(Odd((_HALF,), end))) as server:
        home = home_for(tmp_path, server.url)
        report, _ = told(home, "--budget", "1s")
        asked = {talk.path for talk in server.conversations}

    assert (asked, report["exit_code"]) == ({"/robots.txt"}, 3), report
    assert any("cut-off: the connection was cut after 14 bytes" in finding for finding in report["findings"])


@pytest.mark.slow
def test_half_a_robots_txt_is_asked_for_again_in_the_same_crawl(tmp_path: Path):
    with odd_server(_forbidding(Odd((_HALF,), "close", then=Odd((sized(_RULES),))))) as server:
        report = crawl(home_for(tmp_path, server.url))
        asked = Counter(talk.path for talk in server.conversations)

    assert (report["code"], report["articles"]) == (0, 1), report
    assert [asked[path] for path in ("/robots.txt", "/tin/1.html", "/noi-bo/1.html")] == [2, 1, 0]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("half", "why"),
    [(_HALF, "it breaks off after 14 bytes"), (_HALF_GZIP, "its compression breaks off")],
)
def test_of_a_robots_txt_that_always_breaks_off_it_is_said_who_can_mend_it(tmp_path: Path, half: bytes, why: str):
    with odd_server(_forbidding(Odd((half,), "close"))) as server:
        report = crawl(home_for(tmp_path, server.url))

    told = f"{server.url} does not give its robots.txt ({why}, which whoever runs the site can mend)"
    assert report["findings"] == [f"{told}, so nothing else was asked of it"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("robots", "fetched"),
    [
        (Odd((head(b"Content-Length: 99") + _RULES,), "close"), {"/tin/1.html"}),
        (Odd((sized(gzip.compress(_RULES)[:-4], b"Content-Encoding: gzip"),)), {"/tin/1.html"}),
        (Odd((head(b"Content-Length: 5"),), "close"), {"/tin/1.html", "/noi-bo/1.html"}),
        (Odd((head(b"Content-Length: 99", HTML) + b"<html><h1>Kh",), "close"), {"/tin/1.html", "/noi-bo/1.html"}),
    ],
)
def test_a_robots_txt_that_breaks_off_alike_for_thirty_days_gives_the_rules_that_came(
    tmp_path: Path, robots: Odd, fetched: set[str]
):
    """A server that always announces too much was never crawled."""
    with odd_server(_forbidding(robots)) as server:
        home = home_for(tmp_path, server.url)
        codes = [
            luuchieu("crawl", "mau", "--home", home, *budget, LUUCHIEU_NOW=f"2026-{day}T00:00:00Z").returncode
            for day, *budget in (("01-01", "--budget", "1s"), ("01-30", "--budget", "1s"), ("02-01",))
        ]
        asked = {talk.path for talk in server.conversations}

    assert (codes, asked & {"/tin/1.html", "/noi-bo/1.html"}) == ([3, 3, 0], fetched)


# Several at once, and what stands on the disk


def test_three_agencies_at_once_write_one_catalog_while_it_is_searched(tmp_path: Path):
    slugs = ["mot", "hai", "ba"]
    with agency_site(25).served() as site:
        for slug in slugs:
            home = Home(home_for(tmp_path / "home", site.url, slug))
        command = [PROGRAM, "crawl", *slugs, "--jobs", "3", "--home", home.root]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            assert until(lambda: counted(home) > 10)
            during = [
                luuchieu(*words, "--home", home.root).returncode
                for words in (["search", "nghiem"], ["status"], ["verify"], ["snapshot", tmp_path / "copy.db"])
            ]
            out, err = process.communicate(timeout=60)

    assert (process.returncode, err, during) == (0, "", [0, 0, 0, 0])
    assert sorted(line.split(":")[0] for line in out.splitlines()) == sorted(slugs)
    assert counted(home, "articles") == 75


@pytest.mark.slow
def test_a_lost_or_damaged_frontier_and_a_moved_home_cost_nothing(tmp_path: Path):
    with agency_site(8).served() as site:
        home = Home(home_for(tmp_path / "Lưu trữ của tôi", site.url))
        first = crawl(home.root)
        moved = Home(home.root.rename(tmp_path / "nơi khác"))
        for file in (moved.root / "frontier").iterdir():
            file.unlink()
        without = crawl(moved.root)
        moved.frontier_of("mau").write_bytes(b"not a database" * 400)
        damaged = crawl(moved.root)
        verified = luuchieu("verify", "--home", moved.root)

    assert [report["code"] for report in (first, without, damaged)] == [0, 0, 1]
    assert (without["articles"], without["new_articles"]) == (8, 0)
    assert f"{moved.frontier_of('mau')} cannot be used as a frontier" in damaged["message"]
    assert verified.returncode == 0, verified.stdout


def test_a_revisit_that_a_killed_crawl_had_not_followed_is_followed_to_what_its_original_says(tmp_path: Path):
    with agency_site(20).served() as site:
        home = Home(home_for(tmp_path, site.url))
        crawl(home.root)
        frontier, listing, last = home.frontier_of("mau"), f"{site.url}/tin-tuc/page/2/", f"{site.url}/%-13.html"
        forget(frontier, listing)
        crawl(home.root)
        with sqlite3.connect(home.catalog) as catalog:
            ((revisit,),) = catalog.execute("SELECT id FROM capture WHERE url = ? AND kind = 'revisit'", (listing,))
        forget(frontier, last)
        with sqlite3.connect(frontier) as db:
            db.execute("UPDATE url SET state = 'captured', capture = ? WHERE url = ?", (revisit, listing))
        crawl(home.root)

    with sqlite3.connect(frontier) as db:
        assert db.execute("SELECT state FROM url WHERE url LIKE ?", (last,)).fetchall() == [("expanded",)]


def forget(frontier: Path, pattern: str) -> None:
    with sqlite3.connect(frontier) as db:
        db.execute("DELETE FROM url WHERE url LIKE ?", (pattern,))
