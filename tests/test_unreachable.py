"""Hosts that do not answer: they cost a crawl a bounded time, and what is left of them is said and not forgotten."""

import socket
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from archive.home import Home
from archive.model import Exchange, Failure
from crawlers.frontier.frontier import Frontier
from crawlers.silence import PATIENCE, RETRIES, Silence, Silences
from tests.agency_site import Site, agency_site, article, crawl, home_for
from tests.test_crawl_faults import counted, slowly, until

NOW = 1_800_000_000.0


def unanswered(reason: str, ip: str | None = None) -> Exchange:
    return Exchange("http://mau.vn/a", "2026-03-01T02:00:00.000000Z", b"", None, ip=ip, failure=Failure(reason, "no"))


def test_a_crawl_waits_for_retries_and_longer_for_a_host_that_asked_for_it():
    silences = Silences()

    heard = [silences.hear(unanswered("dns"), NOW + second) for second in (0, 5)]

    assert heard == [Silence(NOW, 1, "dns: no"), Silence(NOW, 2, "dns: no")]
    assert silences.patience("mau.vn", {"khac.vn"}, NOW + 30) == NOW + RETRIES
    assert silences.patience("khac.vn", {"khac.vn"}, NOW + 30) == NOW + 30 + PATIENCE
    assert silences.patience("khac.vn", set(), NOW + 30) == NOW + 30 + RETRIES


@pytest.mark.parametrize(
    "answer", [unanswered("connection-lost", ip="127.0.0.1"), unanswered("timeout", ip="127.0.0.1")]
)
def test_whatever_comes_over_a_connection_ends_a_silence(answer: Exchange):
    silences = Silences()
    silences.hear(unanswered("timeout"), NOW)

    assert (silences.hear(answer, NOW + 5), silences.of("mau.vn")) == (None, None)


@pytest.mark.parametrize("reason", ["tls", "address-refused"])
def test_a_refused_certificate_or_address_is_no_silence(reason: str):
    assert Silences().hear(unanswered(reason), NOW) is None


def closed_port(address: str = "127.0.0.2") -> int:
    with socket.socket() as free:
        free.bind((address, 0))
        return int(free.getsockname()[1])


@contextmanager
def black_hole() -> Iterator[int]:
    """A port whose queue is full: who connects hears nothing at all."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.2", 0))
        listener.listen(0)
        waiting = [socket.socket() for _ in range(3)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(listener.getsockname())
        yield int(listener.getsockname()[1])
        for one in waiting:
            one.close()


def rows(home: Path, query: str) -> list[Any]:
    with sqlite3.connect(home / "catalog.db") as catalog:
        return catalog.execute(query).fetchall()


def leading_to(url: str) -> Site:
    """A site of two articles, the first of which links to a file elsewhere."""
    site = agency_site(2)
    linked = f'<p><a href="{url}">Báo cáo</a></p><p>Theo'
    site.put("/tin-tuc/nghiem-thu-0.html", article(0).replace("<p>Theo", linked))
    return site


@pytest.mark.slow
@pytest.mark.parametrize("reason", ["connection-refused", "timeout"])
def test_what_is_left_of_a_dead_host_waits_for_the_next_crawl(tmp_path: Path, reason: str):
    with black_hole() as hole:
        place = f"127.0.0.2:{hole if reason == 'timeout' else closed_port()}"
        dead = f"http://{place}"
        with leading_to(f"{dead}/bao-cao.pdf").served() as site:
            home = home_for(tmp_path, site.url, more=f'[[hosts]]\nname = "{place}"\n')
            began = time.monotonic()
            report = crawl(home)
            seconds = time.monotonic() - began
    left = rows(home, f"SELECT url, state, reason FROM urls WHERE url LIKE '{dead}%.pdf'")

    assert left == [(f"{dead}/bao-cao.pdf", "pending", "robots-unreachable")]
    assert (report["code"], report["articles"], report["failures"]) == (1, 2, {reason: 1}), report
    assert [finding.partition(": ")[0] for finding in report["findings"]] == [
        f"{dead} does not give its robots.txt ({reason}"
    ]
    assert [(one["place"], one["urls"]) for one in report["waiting"]] == [(dead, 1)]
    assert seconds < RETRIES + 25, report


@pytest.mark.slow
def test_a_host_that_has_one_bad_moment_is_asked_again_in_the_same_crawl(tmp_path: Path):
    port = closed_port("127.0.0.1")
    home = home_for(tmp_path, f"http://127.0.0.1:{port}")

    with ThreadPoolExecutor() as threads:
        crawling = threads.submit(crawl, home)
        assert until(lambda: counted(Home(home)) > 0)
        with agency_site(3).served(port):
            report = crawling.result(timeout=60)

    assert (report["code"], report["articles"], report["failures"]) == (0, 3, {}), report


@pytest.mark.slow
def test_a_host_that_dies_in_the_middle_is_not_asked_page_by_page(tmp_path: Path):
    port, site = closed_port("127.0.0.1"), agency_site(60)
    for page in site.pages.values():
        page.headers["Connection"] = "close"
    home = slowly(home_for(tmp_path, f"http://127.0.0.1:{port}"))

    with ThreadPoolExecutor() as threads:
        with site.served(port):
            crawling = threads.submit(crawl, home.root, "--budget", "20s")
            assert until(lambda: counted(home) > 20)
        report = crawling.result(timeout=60)
    failed = rows(home.root, "SELECT count(*) FROM captures WHERE kind = 'failure'")[0][0]

    assert 3 <= failed < 8, report
    assert "no longer answers (connection-refused: " in "".join(report["findings"])
    with site.served(port):
        again = crawl(slowly(home.root, 0).root)
    assert (again["code"], again["articles"]) == (0, 60), again


@pytest.mark.slow
def test_pages_that_always_fail_hold_a_crawl_up_for_two_retries_and_no_later_one(tmp_path: Path):
    site = agency_site(2)
    site.put("/tin-tuc/nghiem-thu-1.html", "Lỗi máy chủ.", status=500)
    site.put("/rss", "Lỗi máy chủ.", status=500)
    with site.served():
        home = home_for(tmp_path, site.url)
        reports, seconds, asked = [], [], []
        for _ in range(2):
            began, before = time.monotonic(), site.requests.copy()
            reports.append(crawl(home))
            seconds.append(time.monotonic() - began)
            asked.append([(site.requests - before)[path] for path in ("/tin-tuc/nghiem-thu-1.html", "/rss")])

    assert asked == [[3, 3], [0, 1]]
    assert [report["failures"] for report in reports] == [{"http-500": 2}, {"http-500": 1}], reports
    assert 35 < seconds[0] < RETRIES + 25, reports
    assert seconds[1] < 25, reports


@pytest.mark.parametrize("twin", ["https://127.0.0.1:{port}", "https://127.0.0.1:{closed}"])
@pytest.mark.slow
def test_a_canonical_address_on_a_dead_twin_is_recorded_and_not_asked_for_at_each_crawl(tmp_path: Path, twin: str):
    port, site = closed_port("127.0.0.1"), agency_site(2)
    dead = twin.format(port=port, closed=closed_port("127.0.0.1"))
    for number in range(2):
        path = f"/tin-tuc/nghiem-thu-{number}.html"
        canonical = f'<link rel="canonical" href="{dead}{path}"></head>'
        site.put(path, article(number).replace("</head>", canonical))
    with site.served(port):
        home = home_for(tmp_path, site.url, more=f'[[hosts]]\nname = "{dead.removeprefix("https://")}"\n')
        reports = [crawl(home) for _ in range(3)]

    assert [(report["code"], report["articles"], report["findings"]) for report in reports] == [(0, 2, [])] * 3, reports
    asked = rows(home, f"SELECT url FROM captures WHERE url LIKE '{dead}%'")
    left = rows(home, f"SELECT DISTINCT state, reason FROM urls WHERE url LIKE '{dead}/tin%'")
    assert (asked, left) == ([(f"{dead}/robots.txt",)], [("pending", "twin-unreachable")])


def test_the_agencys_own_host_has_all_its_attempts_in_every_crawl(tmp_path: Path):
    frontier = Frontier.open(tmp_path / "mau.db")
    robots = "http://mau.vn/robots.txt"
    attempts = []
    for _ in range(2):
        lease = frontier.take(robots, "robots", NOW)
        assert lease is not None
        attempts.append(lease.attempts)
        frontier.failed(robots, "dns", None)
        frontier.forgive([robots])
    frontier.close()

    assert attempts == [1, 1]


def test_what_lies_at_a_refused_address_is_refused(tmp_path: Path):
    site = agency_site(1)
    image = '<p><img src="http://10.0.0.1/anh.png"></p><p>Theo'
    site.put("/tin-tuc/nghiem-thu-0.html", article(0).replace("<p>Theo", image))
    with site.served():
        home = home_for(tmp_path, site.url)
        reports = [crawl(home) for _ in range(2)]

    assert [report["code"] for report in reports] == [0, 0]
    known = rows(home, "SELECT url, state, reason FROM urls WHERE url LIKE '%.png'")
    assert known == [("http://10.0.0.1/anh.png", "refused", "address-refused")]
