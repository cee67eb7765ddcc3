"""What a crawl meets of its own WARC files and cannot read stands in its report, and its exit code says so."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.catalog import Catalog
from archive.damage import Damage
from archive.home import Home
from archive.model import Capture
from tests.agency_site import Site, agency_site, crawl, home_for, luuchieu


@pytest.fixture
def site() -> Iterator[Site]:
    with agency_site(4).served() as site:
        yield site


@pytest.fixture
def home(tmp_path: Path, site: Site) -> Home:
    return Home(home_for(tmp_path, site.url))


def capture_of(home: Home, url: str) -> Capture:
    with Catalog.reader(home.catalog) as catalog:
        found = catalog.last_response("mau", url)
    assert found
    return found


def flip(home: Home, capture: Capture) -> str:
    """One byte of a record is another from now on; where it stands, as told."""
    path = home.root / capture.place.warc_file
    (there,) = path.parent.glob(path.name + "*")
    content = bytearray(there.read_bytes())
    content[capture.place.warc_offset + capture.place.warc_length // 2] ^= 0x10
    there.write_bytes(content)
    return f"{path}: offset {capture.place.warc_offset}: "


def warned(report: dict[str, Any], words: str) -> bool:
    """Whether the report warns of just this, and says that not all is well."""
    return report["code"] == report["exit_code"] == 1 and [words in one for one in report["warnings"]] == [True]


def test_damage_that_reading_meets_is_warned_of_once(home: Home, site: Site):
    first = crawl(home.root, "--no-reading")
    place = flip(home, capture_of(home, f"{site.url}/tin-tuc/nghiem-thu-1.html"))

    second = crawl(home.root)
    third = crawl(home.root)

    assert first["code"] == 0
    assert warned(second, place), second
    assert (third["code"], third["warnings"]) == (0, []), third


@pytest.mark.parametrize("closed", [True, False], ids=["closed", "open"])
def test_damage_that_the_recovery_of_a_lost_catalog_meets_is_warned_of(home: Home, site: Site, closed: bool):
    crawl(home.root)
    place = flip(home, capture_of(home, f"{site.url}/tin-tuc/nghiem-thu-1.html"))
    if closed:
        (path,) = home.warc.rglob("*.open")
        path.rename(path.with_suffix(""))
    for path in home.root.glob("catalog.db*"):
        path.unlink()

    ended = luuchieu("crawl", "mau", "--home", home.root)

    assert ended.returncode == 1, ended.stdout
    (line,) = [line for line in ended.stdout.splitlines() if line.startswith("  warning: ")]
    assert place in line
    assert line.endswith(": run luuchieu verify")


def test_a_page_whose_damaged_record_a_killed_crawl_left_is_asked_for_again(home: Home, site: Site):
    """It broke every crawl from then on."""
    crawl(home.root)
    url = f"{site.url}/tin-tuc/nghiem-thu-1.html"
    place = flip(home, capture_of(home, url))
    with closing(sqlite3.connect(home.frontier_of("mau"))) as frontier, frontier:
        frontier.execute("UPDATE url SET state = 'captured' WHERE url = ?", (url,))

    again = crawl(home.root)
    after = crawl(home.root)

    assert warned(again, f"{url} is asked anew: {place}"), again
    assert site.requests["/tin-tuc/nghiem-thu-1.html"] == 2
    assert (after["code"], after["warnings"]) == (0, []), after


def test_damage_that_a_capture_meets_is_told(home: Home, site: Site):
    crawl(home.root)
    url = f"{site.url}/tin-tuc/nghiem-thu-1.html"
    place = flip(home, capture_of(home, url))
    with closing(sqlite3.connect(home.frontier_of("mau"))) as frontier, frontier:
        frontier.execute("UPDATE url SET state = 'captured' WHERE url = ?", (url,))

    ended = luuchieu("capture", f"{site.url}/tin-tuc/nghiem-thu-2.html", "--home", home.root)

    assert ended.returncode == 1
    assert ended.stderr.startswith(f"mau: warning: {url} is asked anew: {place}")


def test_of_much_damage_the_first_is_told_and_how_much_more():
    damage = Damage()
    for number in [*range(25), *range(25)]:
        damage.met(f"record {number}")

    assert len(damage.told) == 21
    assert damage.told[0] == "record 0: run luuchieu verify"
    assert damage.told[-1] == "5 more such in the log"


@pytest.fixture
def copied(home: Home) -> str:
    """The archive of a crawl in whose folder somebody has put a damaged copy of a file; where the damage is."""
    crawl(home.root)
    (path,) = home.warc.rglob("*.open")
    copy = path.with_name("mau-20200101000000-ban-sao.warc.gz")
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x10
    copy.write_bytes(content)
    return str(copy)


def test_damage_that_a_decision_meets_is_told_and_the_decision_holds(home: Home, site: Site, copied: str):
    url = f"{site.url}/tin-tuc/nghiem-thu-1.html"

    withheld = luuchieu("withhold", url, "--because", "Yêu cầu của tác giả", "--home", home.root)
    released = luuchieu("release", url, "--because", "Nhầm lẫn", "--home", home.root)

    assert (withheld.returncode, released.returncode) == (1, 0), withheld.stderr
    assert withheld.stdout.startswith(f"withheld: {url}\n")
    assert f"that is kept, but the archive is damaged: {copied}: offset " in withheld.stderr


def test_of_many_damaged_files_a_decision_names_the_first(home: Home, site: Site, copied: str):
    """All were named in one sentence."""
    for number in range(3):
        shutil.copy(copied, copied.replace("-sao", f"-sao-{number}"))

    url = f"{site.url}/tin-tuc/nghiem-thu-1.html"
    ended = luuchieu("withhold", url, "--because", "Yêu cầu của tác giả", "--home", home.root)
    *_, said = ended.stderr.splitlines()

    assert (ended.returncode, said.count(": offset ")) == (1, 1)
    assert said.endswith(": run luuchieu verify, which tells of more")


def test_damage_beside_an_imported_file_is_told_and_the_file_is_taken_in(home: Home, copied: str, tmp_path: Path):
    brought = tmp_path / "khac.warc.gz"
    (path,) = home.warc.rglob("*.open")
    shutil.copy(path, brought)

    ended = luuchieu("import", brought, "--agency", "mau", "--home", home.root)

    assert ended.returncode == 1, ended.stdout
    assert " captures" in ended.stdout
    assert "a record of the archive could not be read" in ended.stderr
