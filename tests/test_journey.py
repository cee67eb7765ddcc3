"""The journey of a page, thin and whole: the first test in CI.

Thirty pages are crawled, a kill comes in between, readings come back in whatever order; then a catalog is rebuilt
from the WARC files alone and every public view is compared row for row.
"""

import os
import signal
import sqlite3
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

from tests.agency_site import PROGRAM, agency_site, article, crawl, home_for, luuchieu
from tests.readings import VIEWS


def views(home: Path) -> dict[str, Counter[tuple[Any, ...]]]:
    with sqlite3.connect(home / "catalog.db") as catalog:
        return {view: Counter(catalog.execute(f"SELECT * FROM {view}")) for view in VIEWS}


def kill_while_crawling(home: Path, captured: int) -> None:
    """Start a crawl and kill it, with its child, as soon as so many pages are in the catalog."""
    process = subprocess.Popen([PROGRAM, "crawl", "mau", "--home", home], stdout=subprocess.DEVNULL)
    while process.poll() is None and count(home) < captured:
        pass
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


def count(home: Path) -> int:
    try:
        with sqlite3.connect(f"file:{home}/catalog.db?mode=ro", uri=True) as catalog:
            return int(catalog.execute("SELECT count(*) FROM capture").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def test_a_killed_crawl_carries_on_and_rebuild_equals_live(tmp_path: Path):
    site = agency_site(articles=26)
    site.put("/tin-tuc/nghiem-thu-3.html", "", status=301, headers={"Location": "/tin-tuc/da-doi.html"})
    site.put("/tin-tuc/da-doi.html", article(3))

    with site.served():
        home = home_for(tmp_path / "home", site.url)
        kill_while_crawling(home, captured=12)
        report = crawl(home)
        site.put("/tin-tuc/nghiem-thu-5.html", article(5, " (cập nhật)"))
        again = crawl(home)
    rebuilt = luuchieu("rebuild", "--home", home, "--into", tmp_path / "rebuilt")
    verified = luuchieu("verify", "--home", home)

    assert (report["code"], again["code"]) == (0, 0), (report, again)
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert verified.returncode == 0, verified.stdout + verified.stderr
    live = views(home)
    assert views(tmp_path / "rebuilt") == live
    assert len(live["articles"]) == 26
    captured = Counter(row[1] for row in live["captures"].elements() if row[1].endswith(".html"))
    assert {url.removeprefix(site.url): n for url, n in captured.items() if n != 1} == {}
