"""Read an archive of the generated site again: articles a second, and where the time goes.

    python -m benchmarks.reindex [--pages N] [--home HOME]

The pages are put into WARC files without a network, or the archive of HOME is taken, whose files are linked and whose
catalog is copied. It is read once, then as after a change of the rules, when every article is there and is compared;
then once more with nothing to do.
"""

import argparse
import gzip
import io
import json
import os
import shutil
import sqlite3
import sys
import tempfile
from collections import deque
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path

from archive.catalog import Catalog
from archive.home import Home
from archive.model import Capture, Exchange
from archive.store import Store
from benchmarks.measure import run
from benchmarks.site import build

_URL = "https://mau.gov.vn"
_TOML = f'name = "Cơ quan mẫu"\nurl = "{_URL}/"\n'
_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n"


def archived(home: Home, pages: int) -> None:
    """Keep the site's pages in a home as a crawl keeps them, gzip-encoded as they were sent."""
    (home.agencies / "mau.toml").write_text(_TOML)
    waiting: deque[Future[Capture]] = deque()
    with tempfile.TemporaryDirectory() as name, Store.open(home, "mau", {}) as store:
        root = Path(name) / "site"
        for number, path in enumerate(build(root, pages)):
            body = gzip.compress((root / path.strip("/") / "index.html").read_bytes(), 6, mtime=0)
            request = f"GET {path} HTTP/1.1\r\nHost: mau.gov.vn\r\n\r\n".encode()
            started = f"2026-11-22T01:{number // 60 % 60:02}:{number % 60:02}.{number:06}Z"
            answer = io.BytesIO(_HEAD.format(len(body)).encode() + body)
            waiting.append(store.append(Exchange(_URL + path, started, request, answer)))
            if len(waiting) > 64:
                waiting.popleft().result()


def copied(source: Home, home: Home) -> None:
    """An archive to measure on: the files of another, linked, and its catalog, copied."""
    shutil.copytree(source.warc, home.warc, copy_function=os.link, dirs_exist_ok=True)
    if source.agencies.exists():
        shutil.copytree(source.agencies, home.agencies, dirs_exist_ok=True)
    with closing(sqlite3.connect(source.catalog)) as real, closing(sqlite3.connect(home.catalog)) as copy:
        real.backup(copy)


def measured(what: str, home: Home, output: Path) -> None:
    """Run `luuchieu reindex` and print what it took, its readers included."""
    program = str(Path(sys.executable).with_name("luuchieu"))
    cost = run([program, "reindex", "--home", str(home.root), "--json"], output=output)
    done = json.loads(output.read_text().splitlines()[-1])
    changed = sum(one["count"] for one in done["differences"])
    with Catalog(home.catalog) as catalog:
        (count,) = catalog.connection.execute("SELECT count(*) FROM article WHERE kind = 'article'").fetchone()
    print(
        f"{what:28} {count / cost.wall:8.1f} articles/s {1000 * cost.cpu / count:6.2f} CPU ms an article; "
        f"{done['read']} captures read, {changed} differences, {cost.tree_mb:.0f} MB, exit {cost.code}"
    )


def main() -> None:
    """Make or copy an archive, read it again three times, print the figures."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.reindex", description=main.__doc__)
    options.add_argument("--pages", type=int, default=1000)
    options.add_argument("--home", type=Path)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home, output = Home(Path(folder) / "home").create(), Path(folder) / "output"
        if chosen.home:
            copied(Home(chosen.home.resolve()), home)
        else:
            archived(home, chosen.pages)
        measured("not read, or by older rules", home, output)
        with Catalog(home.catalog) as catalog:
            catalog.connection.execute("UPDATE reading SET rules = 'older'")
        measured("after a change of the rules", home, output)
        measured("nothing to do", home, output)


if __name__ == "__main__":
    main()
