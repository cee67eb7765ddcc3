"""A rebuild that was killed: nobody takes what it left for an archive, and the next ends as if it were the first."""

import os
import shutil
import subprocess
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.errors import UsageError
from archive.home import Home
from archive.opening import connect_reading
from archive.store import Store
from archive.unfinished import NAME, mark_unfinished, source_of
from crawlers.commands import luuchieu as program
from tests.agency_site import PROGRAM, luuchieu
from tests.archives import TOML, closed_archive, page
from tests.readings import HOST, VIEWS


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """An archive with a closed WARC file and an open one, which nothing here may change."""
    home = closed_archive(tmp_path_factory.mktemp("rebuild") / "home")
    write_on(home, " mới")
    assert luuchieu("reindex", "--home", home.root).returncode == 0
    return home


@pytest.fixture(scope="module")
def killed(kept: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """What a rebuild left that was killed as soon as its catalog was there."""
    into = Home(tmp_path_factory.mktemp("killed") / "into")
    with subprocess.Popen([PROGRAM, "rebuild", "--home", kept.root, "--into", into.root]) as running:
        while not into.catalog.exists() and running.poll() is None:
            time.sleep(0.002)
        running.kill()
    assert source_of(into.root) == str(kept.root)
    return into


@pytest.fixture
def home(kept: Home, tmp_path: Path) -> Home:
    return Home(Path(shutil.copytree(kept.root, tmp_path / "home")))


@pytest.fixture
def into(killed: Home, home: Home, tmp_path: Path) -> Home:
    """As if it had been made from the copy."""
    into = Home(Path(shutil.copytree(killed.root, tmp_path / "into")))
    mark_unfinished(into.root, home.root)
    return into


def write_on(home: Home, more: str) -> None:
    """What a crawl adds: a page, in a file that stays open."""
    with Store.open(home, "mau", {"software": "luuchieu test"}) as store:
        store.append(page(3, 3, more)).result()


def rebuilt(home: Home, into: Home) -> tuple[int, str]:
    ended = luuchieu("rebuild", "--home", home.root, "--into", into.root)
    return ended.returncode, ended.stderr


def views(home: Home) -> dict[str, Counter[tuple[object, ...]]]:
    with closing(connect_reading(home.catalog)) as catalog:
        return {view: Counter(map(tuple, catalog.execute(f"SELECT * FROM {view}"))) for view in VIEWS}


def files(home: Home) -> dict[str, bytes]:
    kept = [path for folder in (home.warc, home.agencies) for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(home.root)): path.read_bytes() for path in kept}


def standing(home: Home) -> dict[str, tuple[int, int]]:
    """All that is there, but the lock, which is let go of."""
    found = [path for path in home.root.rglob("*") if path.is_file() and path.parent.name != "locks"]
    return {str(path): (path.stat().st_ino, path.stat().st_mtime_ns) for path in found}


def assert_is_made_of(home: Home, into: Home) -> None:
    """All is as if there had been one rebuild, without an end before the last."""
    assert luuchieu("reindex", "--home", home.root).returncode == 0
    assert files(into) == files(home)
    assert views(into) == views(home)
    assert not (into.root / NAME).exists()
    verified = luuchieu("verify", "--home", into.root)
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_it_is_carried_on_with(home: Home, into: Home):
    """Half a copy bears no name of its own, and the catalog is made anew."""
    (still_open,) = into.warc.rglob("*.open")
    still_open.rename(still_open.with_name(still_open.name + ".part")).write_bytes(b"half a cop")

    assert rebuilt(home, into) == (0, "")
    assert_is_made_of(home, into)
    assert luuchieu("status", "--home", into.root).returncode == 0


@pytest.mark.parametrize(
    "command",
    [
        ["crawl", "mau"],
        ["crawl", "--due"],
        ["capture", HOST + "/tin-0/"],
        ["import", __file__, "--agency", "mau"],
        ["reindex"],
        ["correct", HOST + "/tin-0/", "author=A", "--because", "x"],
        ["withhold", HOST + "/tin-0/", "--because", "x"],
        ["seal"],
        ["agency", "add", "http://127.0.0.1:9/"],
        ["search", "nước"],
        ["status"],
        ["due"],
        ["verify"],
        ["snapshot", "{}/a.db"],
        ["export", "cdxj", "{}/a.cdxj"],
        ["rebuild", "--into", "{}-two"],
    ],
)
def test_no_command_takes_it_for_an_archive(tmp_path: Path, command: list[str]):
    """A crawl took it for one, and the rebuild that went on wrote over what the crawl had captured."""
    into = Home(tmp_path / "into").create()
    (into.root / NAME).write_text("\nfrom: /srv/an archive\n")
    before = standing(into)

    words = [word.format(into.root) for word in command]
    asked = CliRunner().invoke(program, [*words, "--home", str(into.root)])

    assert isinstance(asked.exception, UsageError), asked.output
    assert (asked.output, standing(into)) == ("", before)
    told = f"{into.root} is unfinished: `luuchieu rebuild --home '/srv/an archive' --into {into.root}` has not ended; "
    assert str(asked.exception).startswith(told)


def test_a_crawl_of_it_says_what_to_do(home: Home, into: Home):
    before = standing(into)
    crawled = luuchieu("crawl", "mau", "--home", into.root)
    asked = subprocess.run(
        [PROGRAM.with_name("scrapy"), "crawl", "mau"],
        env={**os.environ, "LUUCHIEU_HOME": str(into.root)},
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (crawled.returncode, asked.returncode, standing(into)) == (2, 2, before)
    assert crawled.stderr.startswith(f"luuchieu: {into.root} is unfinished: `luuchieu rebuild --home {home.root} ")
    assert asked.stderr.startswith(f"scrapy: {into.root} is unfinished: `luuchieu rebuild --home {home.root} ")


def test_its_text_tells_a_person_what_it_is(home: Home, into: Home):
    told = (into.root / NAME).read_text()

    assert f"\n    luuchieu rebuild --home {home.root} --into {into.root}\n" in told
    assert f"\nfrom: {home.root}\nbegun by: " in told


def test_another_archive_is_not_mixed_into_it(home: Home, into: Home, tmp_path: Path):
    other = Home(Path(shutil.copytree(home.root, tmp_path / "other")))
    before = standing(into)

    code, told = rebuilt(other, into)

    assert (code, standing(into)) == (2, before)
    assert f"is unfinished, and made from {home.root}, not from {other.root}: name a folder to be made" in told


def test_what_an_older_version_left_names_no_archive(home: Home, into: Home):
    (into.root / NAME).write_text("`luuchieu rebuild --into x` makes this home, and has not ended yet.\n")

    code, told = rebuilt(home, into)

    assert (code, "made from an archive it does not name" in told) == (2, True)


def test_a_file_that_the_archive_no_longer_has_does_not_stay_in_silence(home: Home, into: Home):
    """It stayed, and was read: what docs/operating.md advises for a wrong clock is to move files away."""
    (moved,) = home.warc.rglob("*.open")
    moved.unlink()
    left = into.warc / "mau" / moved.name

    code, told = rebuilt(home, into)

    assert (code, left.exists()) == (2, True)
    assert f"{left} is not, or no longer, from {home.root}: nothing of it was touched" in told
    left.unlink()
    assert rebuilt(home, into) == (0, "")
    assert luuchieu("verify", "--home", into.root).returncode == 0


@pytest.mark.parametrize(
    "name", ["warc/mau/{open}", "warc/mau/khac.warc.gz", "agencies/khac.toml", "agencies/mau.toml"]
)
def test_what_others_wrote_there_is_not_touched(home: Home, into: Home, name: str):
    (still_open,) = into.warc.rglob("*.open")
    foreign = into.root / name.format(open=still_open.name)
    with foreign.open("ab") as file:
        file.write(b"# ours")
    before = standing(into)

    code, told = rebuilt(home, into)

    assert (code, standing(into)) == (2, before)
    assert f"{foreign} is not, or no longer, from {home.root}" in told


def test_an_archive_that_grew_and_was_edited_in_between_is_taken_as_it_is(home: Home, into: Home):
    write_on(home, " mới nữa")
    for path in home.warc.rglob("*.open"):
        path.rename(path.with_suffix(""))
    write_on(home, " mới nhất")
    with (home.agencies / "mau.toml").open("a") as file:
        file.write("# sửa\n")

    assert rebuilt(home, into) == (0, "")
    assert_is_made_of(home, into)


def test_an_agency_that_nobody_knows_is_asked_for_where_it_belongs(tmp_path: Path):
    home, into = Home(tmp_path / "home").create(), Home(tmp_path / "into")
    write_on(home, "")

    code, told = rebuilt(home, into)
    (home.agencies / "mau.toml").write_text(TOML)

    assert (code, f"put mau.toml in {home.agencies}\n" in told) == (2, True)
    assert rebuilt(home, into) == (0, "")


def test_two_at_once_do_not_meet(home: Home, into: Home):
    with into.lock_building():
        before = standing(into)
        code, told = rebuilt(home, into)

    assert (code, standing(into)) == (75, before)
    assert f"{into.root} is being built by process {os.getpid()} " in told
