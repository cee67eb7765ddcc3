"""Verify finds every kind of disagreement between bytes, digests and rows, and nothing in a sound archive."""

import gzip
import os
import zlib
from pathlib import Path

import pytest

from archive.catalog import Catalog
from archive.fixity.verify import Finding, verify
from archive.home import Home
from archive.model import Capture, Failure
from archive.repair import torn_tail, warc_files
from archive.store import Store
from tests.agency_site import luuchieu
from tests.exchanges import PAGE, exchange


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home").create()


@pytest.fixture
def captures(home: Home) -> list[Capture]:
    """Five captures in one closed WARC file."""
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)
    with Store.open(home, "cebid", {}, max_size=1 << 30) as store:
        kept = [
            store.append(exchange("a", head=b"Content-Encoding: br\r\n")),
            store.append(exchange("b", gzip.compress(PAGE), b"Content-Encoding: gzip\r\n")),
            store.append(exchange("c", chunked, b"Content-Encoding: br\r\nTransfer-Encoding: chunked\r\n")),
            store.append(exchange("d", response=None, failure=Failure("dns", "no such host"))),
            store.append(exchange("e", truncated="time")),
        ]
        rows = [future.result() for future in kept]
    (path,) = home.warc.rglob("*.open")
    path.rename(home.root / rows[0].place.warc_file)
    return rows


def findings(home: Home, progress=lambda file, offset: None) -> list[Finding]:
    with Catalog(home.catalog) as catalog:
        return list(verify(home, catalog, progress))


def change(home: Home, sql: str) -> None:
    with Catalog(home.catalog) as catalog, catalog.transaction():
        catalog.connection.execute(sql)


def rewrite(home: Home, capture: Capture, old: bytes, new: bytes) -> None:
    """Change bytes of a stored body and the checksum of its gzip member, which stays sound."""
    path = home.root / capture.place.warc_file
    data = path.read_bytes()
    start, end = capture.place.warc_offset, capture.place.warc_offset + capture.place.warc_length
    assert old in data[start:end]
    member = data[start:end].replace(old, new)
    checksum = zlib.crc32(zlib.decompress(member[10:-8], -zlib.MAX_WBITS))
    path.write_bytes(data[:start] + member[:-8] + checksum.to_bytes(4, "little") + member[-4:] + data[end:])


def test_a_sound_archive_has_no_findings_and_progress_is_told(home, captures):
    told: list[tuple[str, int]] = []

    assert findings(home, lambda file, offset: told.append((file, offset))) == []

    assert told == [
        (captures[0].place.warc_file, offset) for offset in sorted({0, *(c.place.warc_offset for c in captures)})
    ]


def test_a_flipped_bit_is_found_and_the_rest_still_read(home, captures):
    place = captures[1].place
    with (home.root / place.warc_file).open("r+b") as file:
        file.seek(place.warc_offset + place.warc_length - 30)
        file.write(b"\0\0\0")

    damaged, *rest = findings(home)

    assert (damaged.file, damaged.offset) == (place.warc_file, place.warc_offset)
    assert [one.what for one in rest] == [f"the catalog's row {captures[1].id} has no record"]


@pytest.mark.parametrize("number", [0, 2])
def test_bytes_that_belie_their_digests_are_found(home, captures, number):
    old, new = "Hội nghị".encode(), "Hôi nghi".encode()
    rewrite(home, captures[number], old, new + b"." * (len(old) - len(new)))

    found = findings(home)

    assert [one.offset for one in found] == [captures[number].place.warc_offset] * 2
    assert [one.what.split()[0] for one in found] == ["WARC-Block-Digest", "WARC-Payload-Digest"]


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("UPDATE capture SET payload_digest = 'sha256:x' WHERE url LIKE '%/a'", "the record says"),
        ("UPDATE capture SET warc_offset = warc_offset + 1 WHERE url LIKE '%/b'", "the record says"),
        ("UPDATE capture SET tls_unverified = 'expired' WHERE url LIKE '%/c'", "the record says"),
        ("UPDATE note SET warc_length = 7", "the record says"),
        ("UPDATE note SET content = '{}'", "the record says"),
        ("DELETE FROM capture WHERE url LIKE '%/d'", "has no row in the catalog"),
        ("DELETE FROM note", "has no row in the catalog"),
        ("UPDATE capture SET id = 'urn:other' WHERE url LIKE '%/e'", "urn:other has no record"),
    ],
)
def test_a_row_that_disagrees_with_its_record_is_found(home, captures, sql, what):
    change(home, sql)

    assert what in findings(home)[-1].what


def test_rows_behind_a_record_of_another_length_are_one_finding_that_counts_them(home, captures):
    """The second record is packed anew, shorter or longer: all behind it stand off by as much."""
    first, second = captures[0].place, captures[1].place
    path = home.root / first.warc_file
    data = path.read_bytes()
    start, end = second.warc_offset, second.warc_offset + second.warc_length
    packed = gzip.compress(gzip.decompress(data[start:end]), 0)
    path.write_bytes(data[:start] + packed + data[end:])
    by = len(packed) - second.warc_length

    found = findings(home)

    assert [(one.offset, one.fault) for one in found] == [
        (start, "row-differs"),
        (captures[2].place.warc_offset + by, "row-differs"),
    ]
    assert found[0].what.endswith(f"says warc_length {second.warc_length}, the record says warc_length {len(packed)}")
    assert found[1].what.endswith(f"; 2 more rows are off by {by:+} too: a record in front changed its length")


def test_rows_off_by_different_lengths_are_findings_of_their_own(home, captures):
    """Two rows are wrong, not the file: no run is made of them."""
    change(home, "UPDATE capture SET warc_offset = warc_offset + 1 WHERE url LIKE '%/b'")
    change(home, "UPDATE capture SET warc_offset = warc_offset + 2 WHERE url LIKE '%/c'")

    assert [one.offset for one in findings(home)] == [one.place.warc_offset for one in captures[1:3]]
    assert all("more rows" not in one.what for one in findings(home))


def test_a_missing_file_and_a_file_without_rows_are_found(home, captures):
    path = home.root / captures[0].place.warc_file
    path.rename(path.with_name("khac.warc.gz"))

    found = findings(home)

    assert found[-1] == Finding(
        captures[0].place.warc_file, 0, "missing-file", "the catalog has rows for this file, but there is no such file"
    )
    assert {one.file for one in found[:-1]} == {"warc/cebid/khac.warc.gz"}
    assert [one.fault for one in found] == ["file-name", *["row-differs"] * (1 + len(captures)), "missing-file"]


def test_an_exchange_without_its_metadata_is_found(home, captures):
    path = home.root / captures[-1].place.warc_file
    os.truncate(path, captures[-1].place.warc_offset + captures[-1].place.warc_length)

    (found,) = findings(home)

    assert found.what == "the request or metadata record of this exchange is missing"


def test_what_a_crawl_is_writing_right_now_is_no_finding(home):
    with home.lock("cebid"), Store.open(home, "cebid", {}) as store:
        capture = store.append(exchange("a")).result()
        with (home.root / (capture.place.warc_file + ".open")).open("ab") as growing:
            growing.write(b"\x1f\x8b\x08 half a record")
        assert findings(home) == []
        assert tails(home) == [None]


def tails(home: Home) -> list[tuple[int, int] | None]:
    with Catalog(home.catalog) as catalog:
        return [torn_tail(home, file, agency, catalog) for file, agency in warc_files(home)]


def test_a_file_without_rows_that_no_crawl_writes_to_is_checked_to_its_end(home):
    """It was passed over from its first record on, damage and all, as if a crawl had just written it."""
    with Store.open(home, "cebid", {}) as store:
        kept = [store.append(exchange(path)).result() for path in "abc"]
    home.catalog.unlink()
    with (home.root / (kept[1].place.warc_file + ".open")).open("r+b") as file:
        file.seek(kept[1].place.warc_offset + 200)
        file.write(b"\xff\xff")

    found = [(one.offset, one.fault) for one in findings(home)]

    assert found[0] == (0, "record-without-row")
    assert found[1:] == [
        (kept[0].place.warc_offset, "record-without-row"),
        (kept[1].place.warc_offset, "damaged"),
        (kept[2].place.warc_offset, "record-without-row"),
    ]
    assert findings(home)[0].what.endswith(": `luuchieu reindex` adds it")


def test_what_a_killed_crawl_left_torn_is_told_and_no_finding(home):
    with Store.open(home, "cebid", {}) as store:
        path = home.root / (store.append(exchange("a")).result().place.warc_file + ".open")
    end = path.stat().st_size
    with path.open("ab") as growing:
        growing.write(b"\x1f\x8b\x08 half a record")

    done = luuchieu("verify", "--home", home.root)

    assert (done.returncode, findings(home), tails(home)) == (0, [], [(end, 17)]), done.stdout
    assert f"at {end}: 17 bytes are what a killed crawl was writing and never acknowledged" in done.stderr
