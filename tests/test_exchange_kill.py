"""Import, reindex, seal and export killed at any moment: nothing half remains, and the same command again ends well."""

import random
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from archive.catalog import Catalog
from archive.fixity.seal import statements, verify_seals
from archive.fixity.verify import verify
from archive.home import Home
from tests import foreign
from tests.archives import closed_archive, read_by_older_rules
from tests.test_journey import views

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
PROGRAM = [sys.executable, "-c", "from crawlers.commands import main; main()"]
ROUNDS = 14


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed archive that each round gets a copy of."""
    return closed_archive(tmp_path_factory.mktemp("kill") / "home").root


def run(home: Home, *arguments: object) -> float:
    """Run a command to its end; how long it took."""
    begun = time.monotonic()
    done = subprocess.run([*PROGRAM, *map(str, arguments), "--home", home.root], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return time.monotonic() - begun


def killed(home: Home, seconds: float, *arguments: object) -> None:
    """Run a command and kill it after a while, unless it has ended."""
    program = subprocess.Popen(
        [*PROGRAM, *map(str, arguments), "--home", home.root], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        program.wait(seconds)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()


def moments(whole: float) -> list[float]:
    """When to kill: more often late, since most of a short run is Python's start."""
    chance = random.Random(4)
    return [whole * (0.3 + 0.7 * chance.random()) for _ in range(ROUNDS)]


def kept(home: Home) -> list[Any]:
    with Catalog(home.catalog) as catalog:
        assert list(verify(home, catalog)) == []
        articles = catalog.connection.execute(
            "SELECT url, title, text, published FROM articles ORDER BY url"
        ).fetchall()
        captures = catalog.connection.execute("SELECT record_id, warc_file, warc_offset, refers_to FROM captures")
        return [articles, sorted(map(str, captures))]


def test_an_import_killed_at_any_moment_is_finished_by_the_next(archive: Path, tmp_path: Path):
    source = foreign.write(tmp_path / "b.warc.gz", foreign.by_browsertrix() + foreign.by_heritrix(), "one")
    command = ["import", source, "--agency", "mau", "--jobs", 1]
    whole = Home(Path(shutil.copytree(archive, tmp_path / "whole")))
    took = run(whole, *command)
    (reframed,) = (whole.warc / "mau" / "imported").iterdir()

    for number, moment in enumerate(moments(took)):
        home = Home(Path(shutil.copytree(archive, tmp_path / str(number))))
        killed(home, moment, *command)
        run(home, *command)
        assert kept(home) == kept(whole)
        assert [path.name for path in (home.warc / "mau" / "imported").iterdir()] == [reframed.name]
        assert not list(home.root.glob("taking-in-*"))


def test_a_reindex_killed_at_any_moment_is_carried_on(tmp_path: Path):
    older = read_by_older_rules(Home(tmp_path / "older").create())
    whole = Home(Path(shutil.copytree(older.root, tmp_path / "whole")))
    took = run(whole, "reindex", "--jobs", 1)

    for number, moment in enumerate(moments(took)):
        home = Home(Path(shutil.copytree(older.root, tmp_path / str(number))))
        killed(home, moment, "reindex", "--jobs", 1)
        run(home, "reindex", "--jobs", 1)
        assert kept(home) == kept(whole)
        assert views(home.root) == views(whole.root)


def test_a_seal_killed_at_any_moment_leaves_a_whole_statement_or_none(archive: Path, tmp_path: Path):
    took = run(Home(Path(shutil.copytree(archive, tmp_path / "whole"))), "seal")

    for number, moment in enumerate(moments(took)):
        home = Home(Path(shutil.copytree(archive, tmp_path / str(number))))
        killed(home, moment, "seal")
        assert not statements(home) or list(verify_seals(home)) == []
        run(home, "seal")
        assert list(verify_seals(home)) == []
        assert len(statements(home)) == 1


def test_an_export_killed_at_any_moment_leaves_a_whole_file_or_none(archive: Path, tmp_path: Path):
    home = Home(archive)
    took = run(home, "export", "wacz", tmp_path / "whole.wacz")
    with zipfile.ZipFile(tmp_path / "whole.wacz") as package:
        wanted = sorted(package.namelist())

    for number, moment in enumerate(moments(took)):
        target = tmp_path / f"{number}.wacz"
        killed(home, moment, "export", "wacz", target)
        if not target.exists():
            run(home, "export", "wacz", target)
        with zipfile.ZipFile(target) as package:
            assert package.testzip() is None
            assert sorted(package.namelist()) == wanted
    assert not list(tmp_path.glob("*.part"))
