"""Full disks, real ones of some kilobytes: a sentence and exit code 74, a whole archive, and on when there is room."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from archive.home import Home
from tests import foreign
from tests.agency_site import agency_site, crawl, home_for, luuchieu
from tests.archives import read_by_older_rules
from tests.test_crawl_faults import assert_whole
from tests.test_exchange_kill import kept
from tests.test_journey import views

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


class Disk:
    """A file system in memory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def resize(self, kilobytes: int) -> None:
        """Make room, or take it."""
        subprocess.run(["mount", "-o", f"remount,size={kilobytes}k", self.folder], check=True)

    def fill(self) -> None:
        """Take all room that is left."""
        with suppress(OSError), (self.folder / "filling").open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))

    def used(self) -> int:
        """Kilobytes of files on it, rounded up."""
        usage = shutil.disk_usage(self.folder)
        return usage.used // 1024 + 1


@contextmanager
def disk(folder: Path, kilobytes: int) -> Iterator[Disk]:
    folder.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", folder]
    if subprocess.run(command, capture_output=True).returncode:
        pytest.skip("needs to be allowed to mount a tmpfs")
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return read_by_older_rules(Home(tmp_path_factory.mktemp("full") / "home").create())


@pytest.fixture(scope="module")
def reindexed(archive: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """What the archive is once a reindex had all the room it needs."""
    home = Home(Path(shutil.copytree(archive.root, tmp_path_factory.mktemp("whole") / "home")))
    assert luuchieu("reindex", "--home", home.root).returncode == 0
    return home


def refused(*arguments: object, **environment: str) -> None:
    """The command ends with 74 and one sentence."""
    done = luuchieu(*arguments, **environment)

    assert done.returncode == 74, done.stdout + done.stderr
    said = [line for line in done.stderr.splitlines() if line.startswith("luuchieu: ")]
    assert (len(said), done.stderr.count("Traceback")) == (1, 0), done.stderr
    assert "make room" in said[0]


def well(*arguments: object) -> None:
    done = luuchieu(*arguments)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("kilobytes", [100, 400, 1200])
def test_a_crawl_goes_on_when_there_is_room(tmp_path: Path, kilobytes: int):
    with agency_site(60).served() as site, disk(tmp_path / "disk", 50_000) as full:
        home = Home(home_for(full.folder / "home", site.url))
        full.resize(full.used() + kilobytes)
        reports = [crawl(home.root), crawl(home.root)]
        full.resize(100_000)
        last = crawl(home.root)
        assert_whole(home, 60)

    assert [report["code"] for report in reports] == [74, 74]
    assert all("make room" in report["message"] for report in reports), reports
    assert last["code"] == 0, last


@pytest.mark.parametrize("kilobytes", [0, 40, 200, 400])
def test_a_reindex_goes_on_when_there_is_room(archive: Home, reindexed: Home, tmp_path: Path, kilobytes: int):
    with disk(tmp_path / "disk", 50_000) as full:
        home = Home(Path(shutil.copytree(archive.root, full.folder / "home")))
        full.resize(full.used() + kilobytes)
        refused("reindex", "--home", home.root)
        full.resize(100_000)
        well("reindex", "--home", home.root)
        well("verify", "--home", home.root)
        assert views(home.root) == views(reindexed.root)


@pytest.mark.parametrize("form", ["wacz", "cdxj"])
def test_an_export_to_a_full_disk_leaves_nothing(reindexed: Home, tmp_path: Path, form: str):
    with disk(tmp_path / "disk", 8) as full:
        target = full.folder / f"a.{form}"
        refused("export", form, target, "--home", reindexed.root)
        left = list(full.folder.iterdir())
        full.resize(10_000)
        well("export", form, target, "--home", reindexed.root)
        assert [path.name for path in full.folder.iterdir()] == [target.name]

    assert left == []
    well("verify", "--home", reindexed.root)


def test_a_snapshot_and_a_rebuild_to_a_full_disk(reindexed: Home, tmp_path: Path):
    with disk(tmp_path / "disk", 100) as full:
        refused("snapshot", full.folder / "a.db", "--home", reindexed.root)
        left = list(full.folder.iterdir())
        refused("rebuild", "--into", full.folder / "anew", "--home", reindexed.root)
        full.resize(50_000)
        well("snapshot", full.folder / "a.db", "--home", reindexed.root)
        well("rebuild", "--into", full.folder / "anew", "--home", reindexed.root)
        assert views(full.folder / "anew") == views(reindexed.root)

    assert left == []


@pytest.mark.parametrize("kilobytes", [0, 12, 100])
def test_an_import_leaves_nothing_half(reindexed: Home, tmp_path: Path, kilobytes: int):
    source = foreign.write(tmp_path / "b.warc.gz", foreign.by_browsertrix() + foreign.by_heritrix(), "one")
    whole = Home(Path(shutil.copytree(reindexed.root, tmp_path / "whole")))
    command = ("import", source, "--agency", "mau", "--home")
    well(*command, whole.root)

    with disk(tmp_path / "disk", 50_000) as full:
        home = Home(Path(shutil.copytree(reindexed.root, full.folder / "home")))
        full.resize(full.used() + kilobytes)
        refused(*command, home.root)
        full.resize(100_000)
        assert not list(home.root.glob("taking-in-*"))
        well(*command, home.root)
        assert kept(home) == kept(whole)


def test_an_agency_is_added_whole_or_not_at_all(tmp_path: Path):
    """An empty file was left, which the same command took for an agency, and every crawl refused."""
    with agency_site(5).served() as site, disk(tmp_path / "disk", 1000) as full:
        home = Home(full.folder / "home").create()
        add = ("agency", "add", site.url, "--slug", "moi", "--allow-private-address", "--delay", 0, "--home", home.root)
        full.fill()
        refused(*add)
        left = list(home.agencies.iterdir())
        (full.folder / "filling").unlink()
        well(*add)
        well("agency", "check", "moi", "--home", home.root)

    assert left == []


def test_a_seal_is_none_without_room(reindexed: Home, tmp_path: Path):
    with disk(tmp_path / "disk", 50_000) as full:
        home = Home(Path(shutil.copytree(reindexed.root, full.folder / "home")))
        full.fill()
        refused("seal", "--home", home.root)
        left = list(home.seals.iterdir()) if home.seals.exists() else []
        full.resize(100_000)
        well("seal", "--home", home.root)
        well("verify", "--seals", "--home", home.root)

    assert left == []


def test_a_check_without_room_says_so(reindexed: Home, tmp_path: Path):
    with disk(tmp_path / "disk", 50_000) as full:
        home = Home(Path(shutil.copytree(reindexed.root, full.folder / "home")))
        full.fill()
        refused("verify", "--home", home.root)
        full.resize(100_000)
        well("verify", "--home", home.root)
