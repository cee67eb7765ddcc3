"""WACZ: what is chosen, with the originals of its revisits, whole, described and signed; others open it."""

import base64
import gzip
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key
from warcio.archiveiterator import ArchiveIterator

from archive.catalog import Catalog
from archive.errors import UsageError
from archive.exchange.choice import Choice
from archive.exchange.selection import Selection
from archive.exchange.wacz import write_wacz
from archive.fixity.keys import wacz_key
from archive.home import Home
from crawlers.commands import luuchieu
from pipelines.agency_file import parse_agency
from pipelines.reading.page import RULES
from pipelines.reread import reindex
from tests.archives import TOML, crawl_twice
from tests.readings import HOST


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("wacz") / "home").create()
    crawl_twice(home)
    reindex(home, [parse_agency("mau", TOML, "mau.toml")], RULES, workers=1)
    return home


def write(home: Home, path: Path, selection: Selection, key: object = None) -> zipfile.ZipFile:
    with Catalog.reader(home.catalog) as catalog:
        write_wacz(home, catalog, Choice.of(catalog, selection), path, "Mẫu", key)
    return zipfile.ZipFile(path)


@pytest.fixture
def wacz(home: Home, tmp_path: Path) -> zipfile.ZipFile:
    return write(home, tmp_path / "mau.wacz", Selection())


def index(package: zipfile.ZipFile) -> list[dict[str, str]]:
    lines = gzip.decompress(package.read("indexes/index.cdx.gz")).decode().splitlines()
    assert lines == sorted(lines)
    return [json.loads(line.split(" ", 2)[2]) for line in lines]


def pages(package: zipfile.ZipFile) -> list[dict[str, str]]:
    return [json.loads(line) for line in package.read("pages/pages.jsonl").splitlines()]


def record_at(package: zipfile.ZipFile, line: dict[str, str]) -> tuple[str, str]:
    """Type and URL of the record that an index line points at."""
    data = package.read(f"archive/{line['filename']}")
    start = int(line["offset"])
    (record,) = ArchiveIterator(io.BytesIO(data[start : start + int(line["length"])]))
    return record.rec_type, record.rec_headers.get_header("WARC-Target-URI")


def test_records_are_copied_byte_for_byte_and_found_by_the_index(home, wacz):
    (name,) = [one for one in wacz.namelist() if one.startswith("archive/")]
    (path,) = home.warc.rglob("*.open")
    lines = index(wacz)

    assert len(lines) == 11
    assert all(record_at(wacz, line)[1] == line["url"] for line in lines)
    packed, whole = wacz.read(name), path.read_bytes()
    for line in lines:
        start = int(line["offset"])
        assert packed[start : start + int(line["length"])] in whole
    assert wacz.getinfo(name).compress_type == zipfile.ZIP_STORED


def test_revisits_bring_their_originals(home, tmp_path):
    package = write(home, tmp_path / "a.wacz", Selection("mau", "2026-03-02"))

    assert sorted((record_at(package, line)[0], line["url"].removeprefix(HOST)) for line in index(package)) == [
        ("response", "/anh.png"),
        ("response", "/tin-0/"),
        ("response", "/tin-1/"),
        ("response", "/tin-3/"),
        ("revisit", "/anh.png"),
        ("revisit", "/tin-0/"),
        ("revisit", "/tin-3/"),
    ]


def test_pages_are_versions_with_their_texts(wacz):
    head, *rest = pages(wacz)

    assert head["format"] == "json-pages-1.0"
    assert [(one["url"].removeprefix(HOST), one["ts"][:10], one["title"]) for one in rest] == [
        ("/tin-0/", "2026-03-01", "Tin về sông quê ta"),
        ("/tin-1/", "2026-03-01", "Tin về hồ quê ta"),
        ("/tin-1/", "2026-03-02", "Tin về hồ quê ta"),
        ("/tin-2/", "2026-03-01", "Tin về suối quê ta"),
        ("/tin-3/", "2026-03-01", "Tin về đầm quê ta"),
    ]
    assert "Nước sông sạch." in rest[0]["text"]
    assert "Nước hồ sạch hơn." in rest[2]["text"]


def test_the_description_holds_every_digest(wacz):
    described = json.loads(wacz.read("datapackage.json"))
    digest = json.loads(wacz.read("datapackage-digest.json"))

    assert {one["path"] for one in described["resources"]} == set(wacz.namelist()) - {
        "datapackage.json",
        "datapackage-digest.json",
    }
    for one in described["resources"]:
        data = wacz.read(one["path"])
        assert (one["hash"], one["bytes"]) == (f"sha256:{hashlib.sha256(data).hexdigest()}", len(data))
    assert (described["wacz_version"], described["title"]) == ("1.1.1", "Mẫu")
    assert digest == {
        "path": "datapackage.json",
        "hash": f"sha256:{hashlib.sha256(wacz.read('datapackage.json')).hexdigest()}",
    }


def test_the_index_of_blocks_leads_to_each(wacz):
    head, *blocks = wacz.read("indexes/index.idx").decode().splitlines()
    place = json.loads(blocks[0][blocks[0].index("{") :])
    block = wacz.read("indexes/index.cdx.gz")[place["offset"] : place["offset"] + place["length"]]

    assert head == '!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}'
    assert gzip.decompress(block).decode().startswith(blocks[0].partition(" {")[0])


def test_a_signature_holds_by_the_rules_of_web_crypto(home, tmp_path):
    package = write(home, tmp_path / "a.wacz", Selection(), wacz_key(home))
    (home.keys / "wacz.pem").unlink()

    digest = json.loads(package.read("datapackage-digest.json"))
    signed = digest["signedData"]
    raw = base64.b64decode(signed["signature"])
    signature = encode_dss_signature(int.from_bytes(raw[:48], "big"), int.from_bytes(raw[48:], "big"))
    key = load_der_public_key(base64.b64decode(signed["publicKey"]))
    key.verify(signature, signed["hash"].encode(), ECDSA(SHA256()))
    assert signed["hash"] == digest["hash"]
    assert signed["created"] == json.loads(package.read("datapackage.json"))["created"]


def test_a_query_brings_the_article_and_what_belongs_to_it(home, tmp_path):
    target = tmp_path / "suoi.wacz"

    done = CliRunner().invoke(
        luuchieu, ["export", "wacz", str(target), "--query", '"nước suối"', "--home", str(home.root)]
    )

    assert done.exit_code == 0, done.exception
    package = zipfile.ZipFile(target)
    assert {line["url"].removeprefix(HOST) for line in index(package)} == {"/tin-2/", "/anh.png", "/dep.css"}
    assert [one.get("title") for one in pages(package)] == ["All Pages", "Tin về suối quê ta"]


def test_nothing_chosen_or_in_the_way_leaves_nothing(home, tmp_path):
    with pytest.raises(UsageError, match="no capture is chosen"):
        write(home, tmp_path / "a.wacz", Selection(until="2025"))
    (tmp_path / "b.wacz").write_text("của tôi")
    with pytest.raises(UsageError, match="exists already"):
        write(home, tmp_path / "b.wacz", Selection())

    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("b.wacz", "của tôi")]
