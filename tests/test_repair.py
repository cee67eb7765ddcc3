"""Whatever a crash leaves, nothing acknowledged is lost and the next crawl finds the archive whole."""

import logging
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive.catalog import Catalog
from archive.damage import Damage
from archive.fixity.verify import Finding, verify
from archive.groups import groups
from archive.home import Home
from archive.model import Capture
from archive.record import read_exchange
from archive.repair import index_archive, repair, warc_files
from archive.store import Store
from archive.warcfile import BATCH_RECORDS
from tests.appender import sha256
from tests.exchanges import content, exchange

ABOUT = {"operator": "Thư viện"}
TOOLS = Path(sys.executable).parent


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home").create()


def archived(home: Home, *paths: str) -> list:
    with Store.open(home, "cebid", ABOUT) as store:
        return [store.append(exchange(path)).result() for path in paths]


def open_file(home: Home) -> Path:
    (path,) = home.warc.rglob("*.open")
    return path


def repaired(home: Home) -> list[str]:
    """Repair; the URLs in the catalog afterwards, in the order of their records."""
    with Catalog(home.catalog) as catalog:
        repair(home, "cebid", catalog, Damage())
        assert list(verify(home, catalog)) == []
        rows = catalog.connection.execute("SELECT url FROM capture ORDER BY warc_file, warc_offset").fetchall()
    return [url.rpartition("/")[2] for (url,) in rows]


def forget(home: Home, *captures) -> None:
    """Take rows out of the catalog, as if the crash had come before their commit."""
    with Catalog(home.catalog) as catalog, catalog.transaction():
        for capture in captures:
            catalog.connection.execute("DELETE FROM capture WHERE id = ?", (capture.id,))


def test_whole_records_without_rows_are_indexed_again(home):
    captures = archived(home, "a", "b", "c")
    forget(home, *captures[1:])

    assert repaired(home) == ["a", "b", "c"]
    with Catalog(home.catalog) as catalog:
        assert [catalog.capture(capture.id) for capture in captures] == captures
    assert not home.quarantine.exists()


@pytest.mark.parametrize("record", ["response", "request", "metadata"])
@pytest.mark.parametrize("kept", ["none", "half", "all but its checksum"])
@pytest.mark.parametrize("zeros", [0, 4096])
def test_a_torn_tail_is_cut_off_and_kept_aside(home, caplog, record, kept, zeros):
    _, torn = archived(home, "a", "b")
    forget(home, torn)
    path = open_file(home)
    (group,) = list(groups(home.root / torn.place.warc_file, torn.place.warc_offset))
    (member,) = [one for one in group if one.type == record]
    cut = member.offset + {"none": 0, "half": member.length // 2, "all but its checksum": member.length - 8}[kept]
    os.truncate(path, cut)
    os.truncate(path, cut + zeros)
    left = path.read_bytes()

    with caplog.at_level(logging.WARNING):
        assert repaired(home) == ["a"]

    start = torn.place.warc_offset
    assert path.read_bytes() == left[:start]
    assert [kept.read_bytes() for kept in quarantined(home)] == ([left[start:]] if left[start:] else [])
    assert ("cut off a torn tail" in caplog.text) == bool(left[start:])
    assert repaired(home) == ["a"]
    assert archived(home, "c")[0].place.warc_offset > start


def quarantined(home: Home) -> list[Path]:
    return sorted(home.quarantine.iterdir()) if home.quarantine.exists() else []


def test_a_repair_that_is_itself_interrupted_is_done_again(home):
    _, torn = archived(home, "a", "b")
    forget(home, torn)
    path = open_file(home)
    os.truncate(path, path.stat().st_size - 1)
    before = path.read_bytes()
    assert repaired(home) == ["a"]
    path.write_bytes(before)  # as if the cut had never reached the disk

    assert repaired(home) == ["a"]
    assert len(quarantined(home)) == 1


def test_a_file_that_ends_before_its_rows_is_closed_and_not_written_over(home, caplog):
    captures = archived(home, "a", "b")
    path = open_file(home)
    os.truncate(path, captures[1].place.warc_offset + 5)

    (later,) = archived(home, "c")

    assert later.place.warc_file != captures[1].place.warc_file
    assert "but the catalog knows records up to" in caplog.text
    with Catalog(home.catalog) as catalog:
        found = list(verify(home, catalog))
    assert [(one.offset, one.what.split()[-1]) for one in found] == [
        (captures[1].place.warc_offset, "off"),
        (captures[1].place.warc_offset, "record"),
    ]


def test_a_catalog_restored_from_an_older_copy_catches_up_with_closed_files_too(home):
    archived(home, "a")
    shutil.copy(home.catalog, home.root / "older.db")
    with Store.open(home, "cebid", ABOUT, max_size=2000) as store:
        for path in "bcdef":
            store.append(exchange(path)).result()
    shutil.move(home.root / "older.db", home.catalog)

    assert len(warc_files(home)) > 2
    assert repaired(home) == list("abcdef")


def test_of_several_open_files_the_newest_goes_on(home):
    (first,) = archived(home, "a")
    stray = open_file(home)
    newer = stray.with_name(stray.name.replace("-00001-", "-00002-"))
    shutil.copy(stray, newer)
    newer.write_bytes(b"")

    (second,) = archived(home, "b")

    assert second.place.warc_file == f"warc/cebid/{newer.name.removesuffix('.open')}"
    assert (home.root / first.place.warc_file).exists()
    assert repaired(home) == ["a", "b"]


def test_an_empty_catalog_is_filled_from_the_files_alone(home, tmp_path):
    captures = archived(home, "a", "b")
    with Store.open(home, "nawapi", ABOUT, max_size=3000) as store:
        captures += [store.append(exchange(path)).result() for path in "cdefgh"]
        store.append_note("urls", {"urls": [{"url": "https://cebid.example/x", "state": "pending"}]}).result()
    with (home.warc / "cebid" / open_file_of(home, "cebid")).open("ab") as growing:
        growing.write(b"\x1f\x8b half a record")
    seen: list[str] = []

    with Catalog(tmp_path / "rebuilt.db") as rebuilt, Catalog(home.catalog) as live:
        damage = index_archive(home, rebuilt, seen.append)
        for table in ("capture", "note", "url"):
            rows = [set(one.connection.execute(f"SELECT * FROM {table}")) for one in (live, rebuilt)]
            assert rows[0] == rows[1]

    assert damage == []
    assert seen == [warc_file for warc_file, _ in warc_files(home)]


def open_file_of(home: Home, agency: str) -> str:
    (path,) = home.warc_of(agency).glob("*.open")
    return path.name


def test_damage_in_a_closed_file_is_told_and_the_rest_is_indexed(home, tmp_path):
    with Store.open(home, "cebid", ABOUT, max_size=5000) as store:
        captures = [store.append(exchange(path)).result() for path in "abcdefgh"]
    hit = captures[1].place
    with (home.root / hit.warc_file).open("r+b") as file:
        file.seek(hit.warc_offset + 200)
        file.write(b"\xff\xff\xff\xff")

    with Catalog(tmp_path / "rebuilt.db") as rebuilt:
        (damage,) = index_archive(home, rebuilt)
        rows = rebuilt.connection.execute("SELECT id FROM capture ORDER BY url").fetchall()

    assert damage.offset == hit.warc_offset
    assert rows == [(capture.id,) for capture in captures if capture.place != hit]


def test_damage_in_an_open_file_is_told_and_cuts_off_nothing_behind_it(home, tmp_path):
    captures = archived(home, *(f"bai-{number}" for number in range(2 * BATCH_RECORDS)))
    hit = captures[3].place
    with open_file(home).open("r+b") as file:
        file.seek(hit.warc_offset + 200)
        file.write(b"\xff\xff\xff\xff")
    before = open_file(home).read_bytes()
    left = [(capture.id,) for capture in captures if capture.place != hit]

    with Catalog(tmp_path / "rebuilt.db") as rebuilt:
        (told,) = index_archive(home, rebuilt)
        assert rebuilt.connection.execute("SELECT id FROM capture ORDER BY warc_offset").fetchall() == left
    home.catalog.unlink()
    with Catalog(home.catalog) as catalog:
        repair(home, "cebid", catalog, Damage())
        assert catalog.connection.execute("SELECT id FROM capture ORDER BY warc_offset").fetchall() == left
        (found,) = verify(home, catalog)

    assert (told.offset, found.offset) == (hit.warc_offset, hit.warc_offset)
    assert open_file(home).read_bytes() == before
    assert quarantined(home) == []


def test_of_a_catalog_that_was_lost_no_whole_exchange_is_moved_away(home):
    """Up to a batch of them went to quarantine, as if nobody had acknowledged them."""
    captures = archived(home, *"abcde")
    hit = captures[1].place
    with open_file(home).open("r+b") as file:
        file.seek(hit.warc_offset + 200)
        file.write(b"\xff\xff\xff\xff")
    home.catalog.unlink()
    damage = Damage()

    with Catalog(home.catalog) as catalog:
        repair(home, "cebid", catalog, damage)
        (found,) = verify(home, catalog)
        kept = catalog.connection.execute("SELECT id FROM capture ORDER BY warc_offset").fetchall()

    assert kept == [(capture.id,) for capture in captures if capture.place != hit]
    assert (len(damage.told), found.offset, quarantined(home)) == (1, hit.warc_offset, [])


def test_a_hole_in_the_first_batch_of_a_further_file_takes_the_batch_with_it(home):
    """A power cut left it: the catalog knows all of the file before, so nothing of this one was acknowledged."""
    with Store.open(home, "cebid", ABOUT, max_size=1000) as store:
        first, second = (store.append(exchange(path)).result() for path in "ab")
    (third,) = archived(home, "c")
    assert first.place.warc_file < second.place.warc_file == third.place.warc_file
    forget(home, second, third)
    with Catalog(home.catalog) as catalog, catalog.transaction():
        catalog.connection.execute("DELETE FROM note WHERE warc_file = ?", (second.place.warc_file,))
    with open_file(home).open("r+b") as file:
        file.seek(second.place.warc_offset)
        file.write(bytes(100))

    assert repaired(home) == ["a"]
    assert len(quarantined(home)) == 1


def killed(home: Home, chance: random.Random, number: int) -> dict[str, str]:
    """Let a process append from `number` on, kill it at a random instant; what it had acknowledged, id → digest."""
    command = [sys.executable, "-m", "tests.appender", home.root, str(number)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        acknowledged = [process.stdout.readline() for _ in range(chance.choice([0, 0, 1, 40, 150]))]
        time.sleep(chance.uniform(0, 0.4 if not acknowledged else 0.08))
        process.kill()
        acknowledged += process.stdout.readlines()
    whole = [line.split() for line in acknowledged if line.endswith("\n")]
    return {capture: digest for capture, _, digest in whole}


def cut_power(home: Home, chance: random.Random) -> None:
    """Do to the bytes beyond the last fdatasync what a power cut may: drop them, zero them, keep some."""
    for path in home.warc.rglob("*.open"):
        warc_file = str(path.relative_to(home.root)).removesuffix(".open")
        with Catalog(home.catalog) as catalog:
            rows = catalog.connection.execute(
                """SELECT max(o) FROM (SELECT max(warc_offset) AS o FROM capture WHERE warc_file = :file
                   UNION ALL SELECT max(warc_offset) FROM note WHERE warc_file = :file)""",
                {"file": warc_file},
            ).fetchone()
        durable = 0 if rows[0] is None else next(groups(home.root / warc_file, rows[0]))[-1].end
        size = path.stat().st_size
        os.truncate(path, chance.randint(durable, size))
        os.truncate(path, size if chance.random() < 0.5 else path.stat().st_size)


def survive(home: Home, rounds: int) -> tuple[list[Finding], dict[str, str]]:
    """Kill so many appending processes; what `verify` finds afterwards, and what was acknowledged and is not kept."""
    chance = random.Random(20261122)
    acknowledged: dict[str, str] = {}
    for number in range(rounds):
        acknowledged |= killed(home, chance, number * 100_000)
        if number % 2:
            cut_power(home, chance)
    with Store.open(home, "cebid", ABOUT) as store:
        store.append(exchange("last")).result()
    assert len(acknowledged) > rounds * 20
    with Catalog(home.catalog) as catalog:
        faults = list(verify(home, catalog))
        captures = [catalog.capture(record_id) for record_id in acknowledged]
    kept = {capture.id: sha256_at(home, capture) for capture in captures if capture}
    check_with_tools([home.root / warc_file for warc_file, _ in warc_files(home)])
    return faults, {one: digest for one, digest in acknowledged.items() if kept.get(one) != digest}


def sha256_at(home: Home, capture: Capture) -> str:
    """The digest of a capture's exchange as it is read back from its record."""
    exchange = read_exchange(home.root, capture.place)
    digest = sha256(exchange)
    assert content(exchange)[0].startswith("https://cebid.example/")
    if exchange.response:
        exchange.response.close()
    return digest


def check_with_tools(paths: list[Path]) -> None:
    """All tools that others read WARC files with find the files in order."""
    for path in paths:
        if not path.exists():
            path.with_name(path.name + ".open").rename(path)
    subprocess.run(["gzip", "-t", *paths], check=True)
    commands = [["fastwarc", "check", "-q", path] for path in paths]
    commands += [["cdxj-indexer", *paths], ["warcio", "check", "-v", *paths]]
    for tool, *arguments in commands:
        if (TOOLS / tool).exists():
            done = subprocess.run([TOOLS / tool, *arguments], capture_output=True, text=True)
            assert done.returncode == 0 or only_chunked_payloads(done.stdout), done.stdout + done.stderr


def only_chunked_payloads(report: str) -> bool:
    """Whether all that `warcio check` complains of is payload digests, which it takes over the chunks."""
    complaints = [line.strip() for line in report.splitlines() if "failed" in line]
    return bool(complaints) and all(line.startswith("payload digest failed") for line in complaints)


@pytest.mark.slow
def test_fifteen_kills_at_random_instants(home):
    assert survive(home, 15) == ([], {})


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_forty_kills_at_random_instants(home):
    assert survive(home, 40) == ([], {})
