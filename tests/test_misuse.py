"""Proof, seals, rulings and exchange asked in the wrong way: a sentence that helps, the right exit code, no harm."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive import operator
from archive.catalog import Catalog
from archive.errors import ArchiveError, LuuchieuError
from archive.exchange.cdxj import cdxj
from archive.exchange.selection import Selection
from archive.home import Home
from archive.opening import connect_at_rest
from crawlers.commands import luuchieu
from crawlers.frontier.tables import connect as connect_frontier
from tests.archives import closed_archive
from tests.readings import HOST

PROGRAM = [sys.executable, "-c", "from crawlers.commands import main; main()"]
ARTICLE = HOST + "/tin-0/"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A closed archive that nothing here may change."""
    return closed_archive(tmp_path_factory.mktemp("misuse") / "home")


@pytest.fixture
def home(kept: Home, tmp_path: Path) -> Home:
    return Home(Path(shutil.copytree(kept.root, tmp_path / "home")))


def ask(home: Home, *arguments: object) -> Result:
    return CliRunner().invoke(luuchieu, [*map(str, arguments), "--home", str(home.root)])


def outcome(result: Result) -> tuple[int, str]:
    """Exit code and what was said, as `main` tells it."""
    if isinstance(result.exception, LuuchieuError):
        return result.exception.exit_code, str(result.exception)
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["prove", f"mao:{ARTICLE}"], "the archive holds nothing of an agency 'mao'; did you mean 'mau'?"),
        (["prove", HOST + "/tin-00/"], f"did you mean {ARTICLE} ?"),
        (["prove", "urn:uuid:00000000"], "no capture has the record id urn:uuid:00000000"),
        (["diff", HOST + "/tin-1/", "--between", "abc", "2"], "no version 'abc'; there are: 1 (2026-03-01"),
        (["diff", HOST + "/tin-1/", "--between", "2026-03-1", "2"], "no version '2026-03-1'"),
        (["diff", HOST + "/tin-1/", "--between", "2026-13", "2"], "no version '2026-13'"),
        (["diff", HOST + "/tin-1/", "--between", "1", "2026-03-30T25Z"], "no version '2026-03-30T25Z'"),
        (["diff", ARTICLE], "there is one version only"),
        (["correct", ARTICLE, "published=2019-02-30", "--because", "x"], "there is no such day or time"),
        (["correct", ARTICLE, "published=9999-01-01", "--because", "x"], "that is yet to come"),
        (["correct", ARTICLE, "publishd=2019", "--because", "x"], "did you mean published=…?"),
        (["correct", ARTICLE, "title=", "--because", "x"], "is not corrected: nothing to take back"),
        (["correct", ARTICLE, "published=2019", "--because", " "], "say why with --because"),
        (["withhold", ARTICLE, "--because", "x", "--agency", "mao"], "did you mean 'mau'?"),
        (["release", ARTICLE, "--because", "x"], "is not withheld"),
        (["verify", "--seals"], "`luuchieu seal` writes the first"),
        (["verify", "--sample", "2", "--seals"], "checks of their own"),
        (["verify", "--copy", "{home}"], "is the archive itself: name the folder of its second copy"),
        (["verify", "--copy", "{home}/agencies"], "is no copy of an archive: it has no folder warc/"),
        (["import", "{home}/agencies/mau.toml", "--agency", "mau"], "mau.toml is no WARC file: it begins with b'name"),
        (["import", "{home}/agencies/mau.toml", "--agency", "mao"], "no agency 'mao'; did you mean 'mau'?"),
        (["export", "wacz", "{home}/catalog.db"], "exists already: name a file to be made"),
        (["export", "wacz", "{home}/none/a.wacz"], "none/a.wacz: there is no folder"),
        (["export", "wacz", "{home}/a.wacz", "--agency", "mao"], "did you mean 'mau'?"),
        (["export", "wacz", "{home}/a.wacz", "--since", "2030"], "no capture is chosen"),
        (["export", "wacz", "{home}/a.wacz", "--query", "khôngcóđâu"], "nothing found by 'khôngcóđâu'"),
        (["export", "cdxj", "{home}/none/a.cdxj"], "none/a.cdxj: there is no folder"),
        (["export", "cdxj", "{home}/warc"], "is a folder: name a file to be made in it"),
        (["export", "cdxj", "-", "--since", "gestern"], "'gestern' is no day: write 2020-02-13, 2020-02 or 2020"),
        (["snapshot", "{home}/none/a.db"], "there is no folder"),
        (["rebuild", "--into", "{home}"], "is not empty: name a folder to be made"),
        (["rebuild", "--into", "{home}/warc/anew"], "warc/anew lies in the archive that it is to be built from"),
        (["rebuild", "--into", "{home}/anew"], "anew lies in the archive that it is to be built from"),
    ],
)
def test_what_cannot_be_meant_is_told_and_changes_nothing(home: Home, arguments: list[str], said: str):
    before = standing(home)

    code, told = outcome(ask(home, *[word.format(home=home.root) for word in arguments]))

    assert code == 2, told
    assert said in told
    assert standing(home) == before


def standing(home: Home) -> list[tuple[str, int]]:
    """All files of a home but SQLite's own beside the catalog."""
    files = [path for path in home.root.rglob("*") if path.is_file() and not path.name.startswith("catalog.db-")]
    return sorted((str(path), path.stat().st_size) for path in files if path.parent.name != "locks")


@pytest.mark.parametrize(
    "arguments",
    [
        ["prove", ARTICLE],
        ["diff", ARTICLE],
        ["verify"],
        ["verify", "--copy", "{kept}"],
        ["seal"],
        ["correct", ARTICLE, "author=A", "--because", "x"],
        ["withhold", ARTICLE, "--because", "x"],
        ["release", ARTICLE, "--because", "x"],
        ["import", "{kept}/agencies/mau.toml", "--agency", "mau"],
        ["export", "wacz", "{kept}/a.wacz"],
        ["export", "cdxj"],
        ["rebuild", "--into", "{kept}/anew"],
        ["reindex"],
    ],
)
def test_a_home_that_is_none_is_told_and_not_made(kept: Home, tmp_path: Path, arguments: list[str]):
    nowhere = Home(tmp_path / "nowhere")

    code, told = outcome(ask(nowhere, *[word.format(kept=kept.root) for word in arguments]))

    assert (code, nowhere.root.exists()) == (2, False)
    assert "no archive at" in told or "no catalog at" in told or "no agency 'mau'" in told


# Rights


def unprivileged(*command: object) -> subprocess.CompletedProcess[str]:
    """Run a command as someone for whom the rights of files hold, which for root they do not."""
    bare = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if os.geteuid() == 0 else []
    if bare and not shutil.which("setpriv"):
        pytest.skip("root has all rights, and there is no setpriv to give them up")
    return subprocess.run([*bare, *PROGRAM, *map(str, command)], capture_output=True, text=True, check=False)


@pytest.fixture
def locked(home: Home) -> Iterator[Home]:
    """A home of someone else: it may be read only. Its catalog is in use, as when crawls go on."""
    with Catalog(home.catalog) as catalog:
        catalog.add_event("2026-01-01", "begun", None, {})
        set_rights(home, 0o555, 0o444)
        try:
            yield home
        finally:
            set_rights(home, 0o755, 0o644)


def set_rights(home: Home, folders: int, files: int) -> None:
    for path in [home.root, *home.root.rglob("*")]:
        path.chmod(folders if path.is_dir() else files)


def test_who_may_only_read_can_check_and_take_copies(locked: Home, tmp_path: Path):
    asked = (["verify"], ["verify", "--sample", "3"], ["prove", ARTICLE], ["export", "wacz", tmp_path / "a.wacz"],
             ["export", "cdxj", tmp_path / "a.cdxj"], ["rebuild", "--into", tmp_path / "anew"])  # fmt: skip

    done = [unprivileged(*words, "--home", locked.root) for words in asked]

    assert [one.returncode for one in done] == [0] * len(done), [one.stderr for one in done]
    assert [one.stderr.count("not in the history of checks") for one in done] == [1, 1, 0, 0, 0, 0]


def test_who_may_only_read_can_while_nobody_writes(home: Home):
    """SQLite makes files beside a database to read it; once the last crawl has ended they are gone."""
    asked = (["verify"], ["prove", ARTICLE], ["show", ARTICLE], ["status"], ["search", "nước"], ["due"],
             ["crawl", "mau", "--dry-run"], ["reindex", "--dry-run"])  # fmt: skip
    connect_frontier(home.frontier_of("mau")).close()
    assert not list(home.root.rglob("*-wal"))
    set_rights(home, 0o555, 0o444)

    done = [unprivileged(*words, "--home", home.root) for words in asked]

    set_rights(home, 0o755, 0o644)
    assert [one.returncode for one in done] == [0] * (len(done) - 1) + [2], [one.stderr for one in done]
    assert not list(home.root.rglob("*-wal"))


def test_a_catalog_that_is_written_to_while_one_reads_who_sees_no_writing_is_told(home: Home):
    read = connect_at_rest(home.catalog)
    (count,) = read.execute("SELECT count(*) FROM event").fetchone()
    with Catalog(home.catalog) as catalog:
        catalog.add_event("2026-01-01", "begun", None, {})

    with pytest.raises(ArchiveError, match="was written to while it was read: run the same command again"):
        read.close()
    with closing(connect_at_rest(home.catalog)) as again:
        assert again.execute("SELECT count(*) FROM event").fetchone() == (count + 1,)


def test_a_catalog_that_may_not_be_read_or_written_is_told_so(home: Home):
    """It said `make room`."""
    home.catalog.chmod(0)
    unread = [unprivileged(*words, "--home", home.root) for words in (["status"], ["verify"], ["search", "nước"])]
    home.catalog.chmod(0o444)
    unwritten = unprivileged("withhold", ARTICLE, "--because", "x", "--home", home.root)

    assert [one.returncode for one in (*unread, unwritten)] == [2, 2, 2, 74]
    assert all(f"{home.catalog}: Permission denied" in one.stderr for one in unread)
    assert "let this user write there" in unwritten.stderr
    assert not any("make room" in one.stderr for one in (*unread, unwritten))


@pytest.mark.parametrize(
    "arguments",
    [
        ["correct", ARTICLE, "author=A", "--because", "x"],
        ["withhold", ARTICLE, "--because", "x"],
        ["seal"],
        ["reindex"],
        ["import", "{archive}", "--agency", "mau"],
        ["export", "wacz", "{home}/a.wacz"],
        ["export", "cdxj", "{home}/a.cdxj"],
        ["snapshot", "{home}/a.db"],
    ],
)
def test_who_may_only_read_is_told_what_to_name(locked: Home, tmp_path: Path, arguments: list[str]):
    before = standing(locked)
    source = tmp_path / "a.warc.gz"
    shutil.copy(next(locked.warc.rglob("*.warc.gz")), source)

    done = unprivileged(*[word.format(home=locked.root, archive=source) for word in arguments], "--home", locked.root)

    assert done.returncode == 2, done.stdout + done.stderr
    assert (done.stderr.count("\n"), done.stderr.count("Traceback")) == (1, 0)
    assert "Permission denied; name a place that is yours to write" in done.stderr
    assert standing(locked) == before


def test_a_file_that_may_not_be_read_is_named(home: Home):
    file = next(home.warc.rglob("*.warc.gz"))
    file.chmod(0)

    done = [
        unprivileged(*words, "--home", home.root)
        for words in (["verify"], ["seal"], ["prove", ARTICLE], ["export", "wacz", home.root / "a.wacz"])
    ]

    assert [(one.returncode, one.stderr.count("Traceback")) for one in done] == [(2, 0)] * 4
    assert all(f"{file}: Permission denied" in one.stderr for one in done)


# What a machine may lack


def test_a_user_without_a_name_is_told_by_number(monkeypatch: pytest.MonkeyPatch):
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000)

    assert operator.login_name() == "user 4000000"


def test_an_index_that_cannot_be_written_leaves_the_old_one(home: Home, tmp_path: Path):
    target = tmp_path / "a.cdxj"
    target.write_text("old")
    wrong = ask(home, "export", "cdxj", target, "--agency", "mao")
    kept_old = target.read_text()
    done = ask(home, "export", "cdxj", target)

    with Catalog.reader(home.catalog) as catalog:
        assert target.read_text().splitlines() == list(cdxj(catalog, Selection()))
    assert (wrong.exit_code, kept_old, done.exit_code) == (1, "old", 0)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["a.cdxj"]
