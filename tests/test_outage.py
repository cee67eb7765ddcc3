"""Power cuts: what was acknowledged is there afterwards, and every command's next run ends as if nothing had been.

The model. A power cut is a kill after which everything is undone, torn or garbled that was not durable yet. What was
durable is known from `outage/sitecustomize.py`, which notes each fsync, rename and commit of the program as it
returns, and which can kill the program right before or right after any of them. Afterwards:

- a file's bytes beyond its last fsync or fdatasync are cut off at a random place, or zeroed or replaced from there on;
- a rename or link without a later fsync of its folder may not have happened;
- of SQLite's write-ahead log, frames beyond the last commit that returned under synchronous=FULL, and beyond what a
  checkpoint had made durable, meet the same fate; its shared memory (`-shm`) is gone. SQLite's own promises, to sync
  before such a commit returns and before a checkpoint writes, are taken as kept; pages that a checkpoint was just
  writing are left alone, and so are removals of files, which are no loss.
"""

import gzip
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from archive.catalog import Catalog
from archive.exchange.cdxj import cdxj
from archive.exchange.selection import Selection
from archive.fixity.seal import statements, verify_seals
from archive.home import Home
from archive.warc import OPEN
from tests import foreign
from tests.agency_site import agency_site, crawl, home_for, luuchieu
from tests.archives import read_by_older_rules
from tests.outage.sitecustomize import wal_of
from tests.test_crawl_faults import children, is_running, until
from tests.test_exchange_kill import PROGRAM, kept
from tests.test_journey import views

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
RECORDER = Path(__file__).parent / "outage"
_FRAME_HEAD, _WAL_HEAD = 24, 32


@dataclass(frozen=True)
class Durable:
    """What was durable: sizes by inode, and of each WAL the salt and the last frame."""

    sizes: dict[int, int]
    frames: dict[str, tuple[str, int]]


class Outage:
    """A home whose power goes while a command runs."""

    def __init__(self, home: Home, chance: random.Random) -> None:
        self.home = home
        self._chance = chance
        self._journal = home.root.parent / f"{home.root.name}.journal"

    def count(self, *arguments: object) -> int:
        """Run a command to its end; at how many instants the power could have gone."""
        done = self._start(0, arguments).wait()
        assert done == 0, arguments
        return 2 * len(self._noted())

    def at(self, instant: int, *arguments: object) -> int:
        """Run a command until that instant, then cut the power; returns how the command ended."""
        before = self._durable_now()
        ended = self._start(instant, arguments).wait()
        self._cut(before)
        return ended

    def soon_after(self, noted: int, *arguments: object) -> None:
        """Run a command until so much was made durable, or it ends, and a moment more; then cut the power."""
        before = self._durable_now()
        process = self._start(0, arguments)
        until(lambda: len(self._noted()) >= noted or process.poll() is not None)
        time.sleep(self._chance.uniform(0, 0.06))
        family = [process.pid]
        for pid in family:
            family += children(pid)
        for pid in family:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()
        assert until(lambda: not any(map(is_running, family)))
        self._cut(before)

    def synced(self, path: Path) -> int:
        """How much of a file is durable, before the cut."""
        return self._last.sizes.get(path.stat().st_ino, 0)

    def _start(self, instant: int, arguments: tuple[object, ...]) -> "subprocess.Popen[bytes]":
        self._journal.unlink(missing_ok=True)
        paths = [str(RECORDER), *filter(None, [os.environ.get("PYTHONPATH")])]
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(paths),
            "OUTAGE_JOURNAL": str(self._journal),
            "OUTAGE_AT": str(instant),
        }
        return subprocess.Popen(
            [*PROGRAM, *map(str, arguments), "--home", self.home.root],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, start_new_session=True,
        )  # fmt: skip

    def _noted(self) -> list[dict[str, Any]]:
        if not self._journal.exists():
            return []
        return [json.loads(line) for line in self._journal.read_text().splitlines(keepends=True) if line[-1] == "\n"]

    def _durable_now(self) -> Durable:
        files = [path for path in self.home.root.parent.rglob("*") if path.is_file()]
        databases = [path for path in files if path.suffix == ".db"]
        return Durable(
            {path.stat().st_ino: path.stat().st_size for path in files},
            {str(path): wal_of(path)[:2] for path in databases},
        )

    def _cut(self, before: Durable) -> None:
        sizes, frames, names = dict(before.sizes), dict(before.frames), {}
        for one in self._noted():
            match one["event"]:
                case "synced":
                    sizes[one["inode"]] = max(sizes.get(one["inode"], 0), one["size"])
                case "cut":
                    sizes[one["inode"]] = min(sizes.get(one["inode"], 0), one["size"])
                case "committed":
                    frames[one["file"]] = (one["salt"], one["frames"])
                case "folder":
                    names = {target: name for target, name in names.items() if name["folder"] != one["inode"]}
                case _:
                    names[one["target"]] = one
        self._last = Durable(sizes, frames)
        self.look()
        for name in names.values():
            self._forget_name(name)
        for path in sorted(path for path in self.home.root.parent.rglob("*") if path.is_file()):
            if path.name.endswith("-wal"):
                self._damage_wal(path)
            elif not path.name.endswith(("-shm", ".db", ".journal")):
                self._damage(path, sizes.get(path.stat().st_ino, 0))
        for path in self.home.root.rglob("*-shm"):
            path.unlink()

    def look(self) -> None:
        """What a test wants to know between the kill and the cut."""

    def _forget_name(self, name: dict[str, Any]) -> None:
        target, source = Path(name["target"]), Path(name["source"])
        if not target.exists() or target.stat().st_ino != name["inode"] or self._chance.random() < 0.5:
            return
        if name["event"] == "link" or source.exists():
            target.unlink()
        else:
            target.rename(source)

    def _damage_wal(self, path: Path) -> None:
        database = path.with_name(path.name.removesuffix("-wal"))
        salt, _, attempted = wal_of(database)
        known, frames = self._last.frames.get(str(database), ("", 0))
        page = int.from_bytes(path.read_bytes()[8:12])
        durable = max(frames if known == salt else 0, attempted)
        self._damage(path, _WAL_HEAD + durable * (page + _FRAME_HEAD))

    def _damage(self, path: Path, durable: int) -> None:
        """Do to what was not durable what a power cut may."""
        size = path.stat().st_size
        if size <= durable:
            return
        start = self._chance.randint(durable, size)
        fate = self._chance.choice(["cut", "zeroed", "garbled"])
        if fate == "cut":
            os.truncate(path, start)
        else:
            with path.open("r+b") as file:
                file.seek(start)
                file.write(bytes(size - start) if fate == "zeroed" else self._chance.randbytes(size - start))


# Capture


class CrawlOutage(Outage):
    """Remembers what was promised: every row of the catalog, when the power went."""

    def __init__(self, home: Home, chance: random.Random) -> None:
        super().__init__(home, chance)
        self.promised: set[str] = set()

    def look(self) -> None:
        aside = self.home.root.parent / "aside"
        aside.mkdir(exist_ok=True)
        for path in self.home.root.glob("catalog.db*"):
            shutil.copy(path, aside / path.name)
        with closing(sqlite3.connect(aside / "catalog.db")) as catalog:
            has_begun = catalog.execute("SELECT 1 FROM sqlite_schema WHERE name = 'capture'").fetchone()
            query = "SELECT id, warc_file, warc_offset + warc_length FROM capture"
            rows = catalog.execute(query).fetchall() if has_begun else []
        for record_id, warc_file, end in rows:
            path = self.home.root / warc_file
            path = path if path.exists() else path.with_name(path.name + OPEN)
            assert end <= self.synced(path), f"{record_id} was catalogued before its bytes were durable"
            self.promised.add(record_id)
        shutil.rmtree(aside)


CUTS_OF_CRAWLS = 14


def test_crawls_lose_nothing_that_was_catalogued(tmp_path: Path):
    chance = random.Random(20261122)
    site = agency_site(150)
    with site.served():
        home = Home(home_for(tmp_path / "work" / "home", site.url))
        file = home.agencies / "mau.toml"
        file.write_text(file.read_text().replace("delay = 0", "delay = 0.02"))
        outage = CrawlOutage(home, chance)
        for number in range(CUTS_OF_CRAWLS):
            if number % 2:
                outage.at(chance.randint(20, 250), "crawl", "mau")
            else:
                outage.soon_after(chance.randint(10, 60), "crawl", "mau")
        report = crawl(home.root)

    verified = luuchieu("verify", "--home", home.root)
    rebuilt = luuchieu("rebuild", "--home", home.root, "--into", tmp_path / "anew")
    assert report["code"] == 0, report
    assert verified.returncode == 0, verified.stdout
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert views(tmp_path / "anew") == views(home.root)
    with sqlite3.connect(home.catalog) as catalog:
        rows = catalog.execute("SELECT record_id, url, kind, payload_digest FROM captures").fetchall()
        (articles,) = catalog.execute("SELECT count(*) FROM articles").fetchone()
    assert outage.promised <= {record_id for record_id, *_ in rows}
    assert len(outage.promised) > 100
    assert articles == 150
    again = Counter((url, digest) for _, url, kind, digest in rows if kind == "response" and "/nghiem-thu-" in url)
    assert set(again.values()) == {1}, "what was fetched twice is a revisit"


# Reindex, seal, import, export


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Each round gets a copy of it."""
    return read_by_older_rules(Home(tmp_path_factory.mktemp("outage") / "home").create())


def copy_of(archive: Home, folder: Path) -> Home:
    folder.mkdir()
    return Home(Path(shutil.copytree(archive.root, folder / "home")))


def ends_well(home: Home, *arguments: object) -> None:
    done = subprocess.run([*PROGRAM, *map(str, arguments), "--home", home.root], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def rounds(archive: Home, folder: Path, many: int, *arguments: object) -> Iterator[Home]:
    """So many copies of the archive, in each of which the power went at another instant of the command.

    The instants are spread over the whole run, its first and last included.
    """
    chance = random.Random(str(arguments[:2]))
    whole = Outage(copy_of(archive, folder / "counted"), chance)
    instants = whole.count(*[str(one).format(folder=folder / "counted") for one in arguments])
    for number in range(many):
        home = copy_of(archive, folder / str(number))
        instant = 1 + number * (instants - 1) // (many - 1)
        ended = Outage(home, chance).at(instant, *[str(one).format(folder=folder / str(number)) for one in arguments])
        assert ended == -signal.SIGKILL
        yield home


CUTS_OF_REINDEX, CUTS_OF_SEAL, CUTS_OF_IMPORT, CUTS_OF_EXPORT = 8, 10, 8, 8


def test_reindex_is_carried_on(archive: Home, tmp_path: Path):
    whole = copy_of(archive, tmp_path / "whole")
    ends_well(whole, "reindex", "--jobs", 1)

    for home in rounds(archive, tmp_path, CUTS_OF_REINDEX, "reindex", "--jobs", 1):
        ends_well(home, "reindex", "--jobs", 1)
        assert views(home.root) == views(whole.root)
        assert kept(home) == kept(whole)


def test_reindex_without_a_catalog_is_carried_on(archive: Home, tmp_path: Path):
    whole = copy_of(archive, tmp_path / "whole")
    ends_well(whole, "reindex", "--jobs", 1)
    bare = copy_of(archive, tmp_path / "bare")
    for file in bare.root.glob("catalog.db*"):
        file.unlink()

    for home in rounds(bare, tmp_path, 4, "reindex", "--jobs", 1):
        ends_well(home, "reindex", "--jobs", 1)
        assert views(home.root) == views(whole.root)


def test_a_seal_is_whole_or_none(archive: Home, tmp_path: Path):
    for home in rounds(archive, tmp_path, CUTS_OF_SEAL, "seal"):
        assert not statements(home) or list(verify_seals(home)) == []
        ends_well(home, "seal")
        assert list(verify_seals(home)) == []
        assert len(statements(home)) == 1


def test_an_import_is_finished(archive: Home, tmp_path: Path):
    source = foreign.write(tmp_path / "b.warc.gz", foreign.by_browsertrix() + foreign.by_heritrix(), "one")
    command = ["import", source, "--agency", "mau", "--jobs", 1]
    whole = copy_of(archive, tmp_path / "whole")
    ends_well(whole, *command)

    for home in rounds(archive, tmp_path, CUTS_OF_IMPORT, *command):
        ends_well(home, *command)
        assert kept(home) == kept(whole)
        assert len(list((home.warc / "mau" / "imported").iterdir())) == 1
        assert not list(home.root.glob("taking-in-*"))


def test_an_exported_wacz_is_whole_or_none(archive: Home, tmp_path: Path):
    for home in rounds(archive, tmp_path, CUTS_OF_EXPORT, "export", "wacz", "{folder}/a.wacz"):
        target = home.root.parent / "a.wacz"
        if not target.exists():
            ends_well(home, "export", "wacz", target)
        with zipfile.ZipFile(target) as package:
            assert package.testzip() is None
            records = [name for name in package.namelist() if name.startswith("archive/")]
            assert all(gzip.decompress(package.read(name)).startswith(b"WARC/1.1") for name in records)
        assert kept(home) == kept(archive)


def test_an_exported_index_is_the_old_one_or_the_new(archive: Home, tmp_path: Path):
    with Catalog.reader(archive.catalog) as catalog:
        lines = list(cdxj(catalog, Selection()))

    for home in rounds(archive, tmp_path, CUTS_OF_EXPORT, "export", "cdxj", "{folder}/a.cdxj"):
        target = home.root.parent / "a.cdxj"
        assert not target.exists() or target.read_text().splitlines() == lines
        ends_well(home, "export", "cdxj", target)
        assert target.read_text().splitlines() == lines
