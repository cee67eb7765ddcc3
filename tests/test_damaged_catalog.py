"""A catalog or frontier that the disk has damaged: every command names the file, and says how it is made anew.

So it does of one that has no room to grow, or that another process goes on writing.
"""

import shutil
import sqlite3
from pathlib import Path

import pytest

import crawlers.trouble
from archive.catalog import Catalog
from archive.errors import DamagedError, DiskError
from archive.home import Home
from archive.opening import reading
from archive.writer import explained
from crawlers.frontier.tables import connect
from tests.archives import closed_archive
from tests.readings import HOST
from tests.test_wrong_input import told

PAGE = 4096
ARTICLE = HOST + "/tin-0/"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """An archive that nothing here may change."""
    home = closed_archive(tmp_path_factory.mktemp("damaged") / "home")
    connect(home.frontier_of("mau")).close()
    return home


@pytest.fixture
def home(kept: Home, tmp_path: Path) -> Home:
    return Home(Path(shutil.copytree(kept.root, tmp_path / "home")))


def overwrite(path: Path, start: int, end: int) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(b"\x55" * (end - start))


HEADER = (0, 100)
PAGES = (PAGE, 40 * PAGE)


@pytest.mark.parametrize("damage", [HEADER, PAGES], ids=["header", "pages"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["status"],
        ["due"],
        ["crawl", "--due", "--dry-run"],
        ["search", "nước"],
        ["show", ARTICLE],
        ["prove", ARTICLE],
        ["diff", ARTICLE],
        ["correct", ARTICLE, "author=A", "--because", "x"],
        ["withhold", ARTICLE, "--because", "x"],
        ["verify"],
        ["snapshot", "{home}/a.db"],
        ["export", "cdxj", "{home}/a.cdxj"],
        ["export", "wacz", "{home}/a.wacz"],
        ["reindex"],
        ["reindex", "--dry-run"],
        ["reindex", "mau"],
    ],
    ids=" ".join,
)
def test_a_damaged_catalog_is_named_by_whoever_reads_it(home: Home, damage: tuple[int, int], arguments: list[str]):
    """It was `the catalog`, of whichever home."""
    overwrite(home.catalog, *damage)

    code, said = told(*[word.format(home=home.root) for word in arguments], "--home", home.root)

    assert (code, said.partition(": ")[0]) == (1, str(home.catalog)), said
    assert "`luuchieu reindex` makes a catalog" in said


def test_damage_that_the_writer_meets_is_named(home: Home):
    error = sqlite3.DatabaseError("database disk image is malformed")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT_INDEX

    assert str(explained(error, home, home.warc)).startswith(f"{home.catalog}: database disk image is malformed.")


def test_a_damaged_frontier_is_named(home: Home):
    frontier = home.frontier_of("mau")
    overwrite(frontier, *HEADER)

    said = {told(*words, "--home", home.root) for words in (["due"], ["crawl", "mau", "--dry-run"])}

    assert [(code, sentence.partition(": ")[0]) for code, sentence in said] == [(1, str(frontier))]


def test_a_damaged_frontier_is_told_apart_from_a_sound_catalog(home: Home):
    assert told("withhold", ARTICLE, "--because", "x", "--home", home.root)[0] == 0
    frontier = home.frontier_of("mau")
    overwrite(frontier, *HEADER)
    error = sqlite3.DatabaseError("database disk image is malformed")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT

    said = str(crawlers.trouble.explained(error, (home.catalog, frontier)))

    assert said.startswith(f"{frontier}: "), said


def test_text_that_is_none_any_more_is_damage(home: Home):
    with Catalog(home.catalog) as catalog, catalog.transaction():
        catalog.connection.execute("UPDATE article SET author = CAST(x'c328' AS TEXT)")

    with pytest.raises(DamagedError, match="decode"), reading(home.catalog) as connection:
        connection.execute("SELECT author FROM article").fetchall()


def test_a_catalog_that_another_process_goes_on_writing_is_named(home: Home, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("archive.opening._BUSY_MS", 1)
    with Catalog(home.catalog) as other, other.transaction():
        code, sentence = told("correct", ARTICLE, "author=A", "--because", "x", "--home", home.root)

    assert code == 75
    assert f"in {home.catalog}: database is locked" in sentence


def test_a_catalog_without_room_is_named(home: Home):
    def overfill() -> None:
        with Catalog(home.catalog) as catalog:
            catalog.connection.execute("PRAGMA max_page_count = 1")
            catalog.connection.execute("CREATE TABLE more AS SELECT randomblob(100000)")

    with pytest.raises(sqlite3.OperationalError) as met:
        overfill()

    error = crawlers.trouble.explained(met.value)
    assert isinstance(error, DiskError)
    assert str(error).startswith(f"nothing can be written in {home.catalog}: database or disk is full; make room")
