"""Forty crawls killed at random instants: nothing is lost, nothing is doubled, every tool reads every file."""

import gzip
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.agency_site import PROGRAM, agency_site, crawl, home_for, luuchieu

ROUNDS, ARTICLES = 40, 310

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def kill_at_random(home: Path, rng: random.Random) -> None:
    """Start a crawl and kill it, or only the child that crawls, at an instant from its start to well into it."""
    process = subprocess.Popen(
        [PROGRAM, "crawl", "mau", "--home", home], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(rng.uniform(0.2, 3.5))
    for victim in rng.choice([[process.pid], children(process.pid) or [process.pid]]):
        os.kill(victim, signal.SIGKILL)
    process.wait()


def tool(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def test_forty_kills_lose_and_double_nothing(tmp_path: Path):
    rng = random.Random(20261122)
    site = agency_site(ARTICLES)

    with site.served():
        home = home_for(tmp_path / "home", site.url, more="")
        slow = (home / "agencies" / "mau.toml").read_text().replace("delay = 0", "delay = 0.03")
        (home / "agencies" / "mau.toml").write_text(slow)
        for _ in range(ROUNDS):
            kill_at_random(home, rng)
        report = crawl(home)

    assert report["code"] == 0, report
    with sqlite3.connect(home / "catalog.db") as catalog:
        captured = Counter(
            url for (url,) in catalog.execute("SELECT url FROM captures WHERE url LIKE '%/nghiem-thu-%'")
        )
        (articles,) = catalog.execute("SELECT count(*) FROM articles").fetchone()
    assert (articles, set(captured.values()), len(captured)) == (ARTICLES, {1}, ARTICLES)
    verified = luuchieu("verify", "--home", home)
    assert verified.returncode == 0, verified.stdout
    for number, file in enumerate(sorted((home / "warc" / "mau").iterdir())):
        check_with_other_tools(file, tmp_path / f"{number}.warc.gz")


def check_with_other_tools(file: Path, copy: Path) -> None:
    shutil.copy(file, copy)  # other tools know a WARC by its name, which `.open` hides
    with gzip.open(copy) as stream:
        while stream.read(1 << 20):
            pass
    for command in (["warcio", "check"], ["fastwarc", "check"], ["cdxj-indexer"]):
        ended = subprocess.run([tool(command[0]), *command[1:], copy], capture_output=True, text=True, check=False)
        assert ended.returncode == 0, f"{command}: {ended.stdout[-2000:]}{ended.stderr[-2000:]}"
