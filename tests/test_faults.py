"""Planted faults, each found and named by verify; and what strict checks of single records see."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.catalog import Catalog
from archive.fields import Fields
from archive.fixity.faults import faults_of
from archive.fixity.verify import verify
from archive.home import Home
from archive.repair import index_archive
from archive.warc import Record, records, write_record
from tests.archives import close_files, crawl_twice


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Two closed files of one agency, eleven captures and a failure."""
    home = Home(tmp_path / "home").create()
    crawl_twice(home)
    close_files(home)
    other = Home(tmp_path / "other").create()
    crawl_twice(other)
    (newer,) = close_files(other)
    newer.rename(home.warc / "mau" / newer.name)
    with Catalog(home.catalog) as catalog:
        assert index_archive(home, catalog) == []
    return home


def faults(home: Home) -> set[str]:
    with Catalog(home.catalog) as catalog:
        return {one.fault for one in verify(home, catalog)}


def first_file(home: Home) -> Path:
    return close_files(home)[0]


def member(path: Path, kind: str, number: int = 0) -> Record:
    """The numbered record of a kind in a file."""
    return [one for one in records(path) if one.type == kind][number]


def overwrite(path: Path, offset: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(data)


def flip_a_byte(home: Home) -> None:
    record = member(first_file(home), "response", 2)
    at = record.offset + record.length // 2
    overwrite(first_file(home), at, bytes([first_file(home).read_bytes()[at] ^ 0x10]))


def tear_the_tail(home: Home) -> None:
    path = first_file(home)
    os.truncate(path, path.stat().st_size - 40)


def lose_a_file(home: Home) -> None:
    first_file(home).unlink()


def swap_files(home: Home) -> None:
    first, second = close_files(home)
    aside = first.with_name("aside")
    for source, target in ((first, aside), (second, first), (aside, second)):
        source.rename(target)


def change_a_row(home: Home) -> None:
    change(home, "UPDATE capture SET status = 404 WHERE url LIKE '%/tin-1/'")


def change_an_offset(home: Home) -> None:
    change(home, "UPDATE capture SET warc_offset = warc_offset + 3 WHERE url LIKE '%/anh.png'")


def change(home: Home, sql: str) -> None:
    with Catalog(home.catalog) as catalog, catalog.transaction():
        assert catalog.connection.execute(sql).rowcount


def use_an_id_twice(home: Home) -> None:
    path = first_file(home)
    record = member(path, "request")
    with path.open("ab") as file:
        write_record(file, record.header, io.BytesIO(record.block.read()))


def lose_an_original(home: Home) -> None:
    """As if the record that revisits refer to had been cut out of the file, and the catalog made anew."""
    path = first_file(home)
    group = [one for one in records(path) if one.target.endswith("/anh.png")][:3]
    data = path.read_bytes()
    path.write_bytes(data[: group[0].offset] + data[group[-1].end :])
    for file in home.root.glob("catalog.db*"):
        file.unlink()
    with Catalog(home.catalog) as catalog:
        index_archive(home, catalog)


def zero_a_block(home: Home) -> None:
    path = first_file(home)
    record = member(path, "response", 1)
    overwrite(path, record.offset + 100, bytes(600))


@pytest.mark.parametrize(
    ("plant", "names"),
    [
        (lambda home: None, set()),
        (flip_a_byte, {"damaged", "row-without-record"}),
        (tear_the_tail, {"torn", "row-without-record"}),
        (lose_a_file, {"missing-file"}),
        (swap_files, {"file-name", "row-differs", "row-without-record"}),
        (change_a_row, {"row-differs"}),
        (change_an_offset, {"row-differs"}),
        (use_an_id_twice, {"duplicate-id"}),
        (lose_an_original, {"revisit-without-original"}),
        (zero_a_block, {"zeroed", "row-without-record"}),
    ],
)
def test_every_planted_fault_is_found_and_named(home: Home, plant: Callable[[Home], None], names: set[str]):
    plant(home)

    assert faults(home) == names


def test_a_file_without_its_warcinfo_is_found(home):
    path = first_file(home)
    data = path.read_bytes()
    path.write_bytes(data[member(path, "warcinfo").end :])
    for file in home.root.glob("catalog.db*"):
        file.unlink()
    with Catalog(home.catalog) as catalog:
        index_archive(home, catalog)

    assert faults(home) == {"warcinfo"}


RECORD = {
    "WARC-Type": "response",
    "WARC-Record-ID": "<urn:uuid:1>",
    "WARC-Date": "2026-03-01T02:00:00Z",
    "WARC-Target-URI": "https://mau.gov.vn/tin-tức",
}
HELLO = "sha1:VL2MMHO4YXUKFWV63YHTWSBM3GXKSQ2N"


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({}, []),
        ({"WARC-Record-ID": ""}, ["bad-id"]),
        ({"WARC-Record-ID": "<urn:uuid:1 2>"}, ["bad-id"]),
        ({"WARC-Date": "hôm qua"}, ["bad-date"]),
        ({"WARC-Target-URI": "/tin-tuc"}, ["bad-uri"]),
        ({"WARC-Target-URI": "https://mau.gov.vn/a b"}, ["bad-uri"]),
        ({"WARC-Target-URI": "https://mau gov/"}, ["bad-uri"]),
        ({"WARC-Target-URI": "https://[mau/"}, ["bad-uri"]),
        ({"WARC-Target-URI": ""}, ["bad-uri"]),
        ({"WARC-Type": "warcinfo", "WARC-Target-URI": ""}, []),
        ({"WARC-Target-URI": "<http://mau.gov.vn/>"}, []),
        ({"WARC-Target-URI": "dns:mau.gov.vn"}, []),
        ({"WARC-Block-Digest": HELLO}, []),
        ({"WARC-Block-Digest": "sha1:aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d"}, []),
        ({"WARC-Block-Digest": "md5:5d41402abc4b2a76b9719d911017c592"}, []),
        ({"WARC-Block-Digest": "tiger:XYZ"}, []),
        ({"WARC-Block-Digest": "sha1:VL2MMHO4YXUKFWV63YHTWSBM3GXKSQ2M"}, ["digest"]),
    ],
)
def test_faults_of_one_record(changes, names):
    header = Fields(tuple((RECORD | changes).items()))

    assert [fault for fault, _ in faults_of(Record(header, io.BytesIO(b"hello"), 0, 1))] == names
