"""CDXJ as cdxj-indexer writes it over the same files, sorted, whole and in part."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.catalog import Catalog
from archive.errors import UsageError
from archive.exchange.cdxj import cdxj
from archive.exchange.selection import Selection, sorted_on_disk
from archive.home import Home
from crawlers.commands import luuchieu
from tests.archives import close_files, crawl_twice
from tests.readings import HOST


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home").create()
    crawl_twice(home)
    close_files(home)
    return home


def lines(home: Home, selection: Selection = Selection()) -> list[str]:  # noqa: B008, it is frozen
    with Catalog.reader(home.catalog) as catalog:
        return list(cdxj(catalog, selection))


def indexed_by_others(home: Home) -> list[str]:
    """What cdxj-indexer writes, without notes about the archive."""
    command = [sys.executable, "-c", "from cdxj_indexer.main import main; main()", "--sort", *close_files(home)]
    written = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [line for line in written.splitlines() if not line.startswith("urn:luuchieu:")]


def test_the_lines_are_those_of_cdxj_indexer(home):
    assert lines(home) == indexed_by_others(home)
    assert len(lines(home)) == 11


def test_a_selection_names_agency_and_period(home):
    second = lines(home, Selection("mau", "2026-03-02", "2026-03"))

    assert [json.loads(line.split(" ", 2)[2])["url"] for line in second] == [
        f"{HOST}{path}" for path in ("/anh.png", "/tin-0/", "/tin-1/", "/tin-3/")
    ]
    assert lines(home, Selection("khac")) == lines(home, Selection(until="2026-02")) == []


def test_a_malformed_day_is_refused():
    with pytest.raises(UsageError, match="'hôm qua' is no day"):
        Selection(since="hôm qua")


def test_lines_are_sorted_by_bytes():
    assert list(sorted_on_disk(iter(["b", "ă", "a b", "a", "B", "𝒜", "\uffff"]))) == [
        "B", "a", "a b", "b", "ă", "\uffff", "𝒜",
    ]  # fmt: skip


def test_the_command_writes_a_file_whole(home, tmp_path):
    target = tmp_path / "mau.cdxj"

    done = CliRunner().invoke(luuchieu, ["export", "cdxj", str(target), "--home", str(home.root)])

    assert (done.exit_code, done.output) == (0, "")
    assert target.read_text().splitlines() == lines(home)


def test_an_unknown_agency_is_told_the_nearest(home):
    done = CliRunner().invoke(luuchieu, ["export", "cdxj", "--agency", "mao", "--home", str(home.root)])

    assert isinstance(done.exception, UsageError)
    assert "did you mean 'mau'?" in str(done.exception)
