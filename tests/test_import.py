"""Captures of other tools: kept as they are, read like our own, verified, rebuilt; damaged ones change nothing."""

import functools
import gzip
import hashlib
import json
import shutil
import subprocess
import sys
import threading
import zipfile
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archive.catalog import Catalog
from archive.errors import ArchiveError, LuuchieuError, UsageError
from archive.exchange.cdxj import cdxj
from archive.exchange.choice import Choice
from archive.exchange.imported import take_in
from archive.exchange.selection import Selection
from archive.exchange.wacz import write_wacz
from archive.fixity.verify import verify
from archive.home import Home
from archive.record import read_exchange
from archive.store import Store
from crawlers.commands import luuchieu
from pipelines.agency import Agency
from pipelines.agency_file import parse_agency
from pipelines.intake import Intake, import_file
from pipelines.rebuild import rebuild
from pipelines.reread import reindex
from pipelines.rules import RULES
from tests import foreign
from tests.archives import TOML, close_files, crawl_twice, page
from tests.readings import HOST, all_views

MAU: Agency = parse_agency("mau", TOML, "mau.toml")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home").create()
    (home.agencies / "mau.toml").write_text(TOML)
    return home


def bring(home: Home, path: Path) -> list[Intake]:
    taken_in, damage = import_file(home, MAU, path, "Thủ thư", RULES, workers=1)
    assert damage == []
    return taken_in


def views(home: Home) -> dict[str, Any]:
    with Catalog(home.catalog) as catalog:
        return all_views(catalog)


def select(home: Home, query: str) -> list[tuple[Any, ...]]:
    with Catalog(home.catalog) as catalog:
        return catalog.connection.execute(query).fetchall()


def titles(home: Home) -> list[tuple[Any, ...]]:
    return select(home, "SELECT url, title, published, substr(first_captured, 1, 10) FROM articles ORDER BY url")


def findings(home: Home) -> list[Any]:
    with Catalog(home.catalog) as catalog:
        return list(verify(home, catalog))


def content_of(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


def story(number: int, day: str) -> tuple[str, str, str, str]:
    return (
        f"{HOST}/chuyen-{number}/",
        f"Chuyện {foreign.WORDS[number]} xanh",
        f"2026-02-{20 + number}T08:30:00+07:00",
        day,
    )


def test_captures_of_warcio_are_read_like_our_own(home, tmp_path):
    source = tmp_path / "a.warc.gz"
    source.write_bytes(foreign.by_warcio())

    (intake,) = bring(home, source)

    assert (intake.captures, intake.lacking, intake.file.is_new, intake.file.is_reframed) == (2, 0, True, False)
    assert (home.root / intake.file.warc_file).read_bytes() == source.read_bytes()
    assert titles(home) == [story(0, "2026-05-01")]
    assert select(
        home, "SELECT kind, status, mime, captured, substr(payload_digest, 1, 5) FROM captures ORDER BY 4"
    ) == [
        ("response", 200, "text/html", "2026-05-01T03:00:00.000000Z", "sha1:"),
        ("revisit", 200, "text/html", "2026-06-01T03:00:00.000000Z", "sha1:"),
    ]
    assert findings(home) == []


def test_a_revisit_by_url_and_time_finds_its_original(home, tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(foreign.by_warcio())
    bring(home, tmp_path / "a.warc.gz")

    assert select(home, "SELECT r.refers_to = o.record_id FROM captures r, captures o WHERE o.kind = 'response'"
                        " AND r.kind = 'revisit'") == [(1,)]  # fmt: skip
    assert select(home, "SELECT substr(last_captured, 1, 10) FROM articles") == [("2026-06-01",)]


@pytest.mark.parametrize("framing", ["members", "one", "plain"])
def test_all_framings_are_read_and_rebuilt_alike(home, tmp_path, framing):
    source = foreign.write(tmp_path / "b.warc.gz", foreign.by_browsertrix() + foreign.by_heritrix(), framing)

    (intake,) = bring(home, source)
    into = Home(tmp_path / "into")
    rebuild(home, into, {"mau": MAU}, RULES, workers=1)

    kept = home.root / intake.file.warc_file
    assert titles(home) == [story(number, "2026-07-01") for number in (1, 2, 3)]
    assert intake.captures == 4
    assert content_of(kept) == content_of(source)
    assert (kept.read_bytes() == source.read_bytes()) == (framing != "one") == (not intake.file.is_reframed)
    assert kept.name == hashlib.sha256(content_of(source)).hexdigest()[:16] + (
        "-b.warc" if framing == "plain" else "-b.warc.gz"
    )
    assert findings(home) == []
    assert views(into) == views(home)


def test_the_same_content_is_taken_in_once(home, tmp_path):
    records = foreign.by_browsertrix()
    bring(home, foreign.write(tmp_path / "b.warc.gz", records))
    before = views(home)

    again = bring(home, foreign.write(tmp_path / "khac.warc", records, "plain"))

    assert [one.file.is_new for one in again] == [False]
    assert views(home) == before
    assert len(list((home.warc / "mau" / "imported").iterdir())) == 1


def test_an_import_that_was_killed_is_finished_by_the_next(home, tmp_path):
    source = foreign.write(tmp_path / "b.warc.gz", foreign.by_browsertrix())
    take_in(home, "mau", source)

    (intake,) = bring(home, source)

    assert (intake.file.is_new, intake.captures) == (False, 3)
    assert len(titles(home)) == 2
    assert select(home, "SELECT json_extract(content, '$.source') FROM note WHERE kind = 'import'") == [("b.warc.gz",)]


def test_what_came_from_where_is_a_record(home, tmp_path):
    (intake,) = bring(home, foreign.write(tmp_path / "b.warc.gz", foreign.by_browsertrix(), "one"))

    ((content,),) = select(home, "SELECT content FROM note WHERE kind = 'import'")
    assert json.loads(content) == {
        "file": intake.file.warc_file,
        "source": "b.warc.gz",
        "who": "Thủ thư",
        "content_sha256": intake.file.sha256,
        "reframed": True,
    }


def test_a_wacz_of_another_archive_is_taken_in_whole(home, tmp_path):
    other = Home(tmp_path / "other").create()
    crawl_twice(other)
    reindex(other, [MAU], RULES, workers=1)
    with Catalog.reader(other.catalog) as catalog:
        write_wacz(other, catalog, Choice.of(catalog, Selection()), tmp_path / "o.wacz", "Mẫu", None)

    bring(home, tmp_path / "o.wacz")

    same = "SELECT url, title, text, published, first_captured, last_captured FROM articles ORDER BY url"
    assert select(home, same) == select(other, same)
    assert findings(home) == []


def test_our_own_export_adds_nothing_to_the_archive_it_came_from(home, tmp_path):
    crawl_twice(home)
    reindex(home, [MAU], RULES, workers=1)
    before = views(home)
    with Catalog.reader(home.catalog) as catalog:
        write_wacz(home, catalog, Choice.of(catalog, Selection()), tmp_path / "o.wacz", "Mẫu", None)

    bring(home, tmp_path / "o.wacz")
    into = Home(tmp_path / "into")
    rebuild(home, into, {"mau": MAU}, RULES, workers=1)

    assert views(home) == before == views(into)
    assert findings(home) == findings(into) == []


def test_a_package_of_several_files_with_one_damaged_changes_nothing(home, tmp_path):
    good = foreign.write(tmp_path / "a.warc.gz", foreign.by_browsertrix()).read_bytes()
    with zipfile.ZipFile(tmp_path / "x.wacz", "w") as package:
        package.writestr("archive/a.warc.gz", good)
        package.writestr("archive/b.warc.gz", foreign.by_warcio()[:-30])

    with pytest.raises(ArchiveError, match=r"b\.warc\.gz is damaged, nothing was imported"):
        bring(home, tmp_path / "x.wacz")

    assert not list(home.warc.rglob("*.warc*"))


def flipped(data: bytes) -> bytes:
    return data[:700] + bytes([data[700] ^ 4]) + data[701:]


def plain(old: bytes, new: bytes) -> bytes:
    """An uncompressed file in which something is otherwise than it was written."""
    data = foreign.by_warcio(False)
    assert old in data
    return data.replace(old, new, 1)


@pytest.mark.parametrize(
    ("name", "data", "error", "said"),
    [
        ("a.warc.gz", lambda: foreign.by_warcio()[:-30], ArchiveError, "is damaged"),
        ("a.warc.gz", lambda: foreign.by_warcio()[:9], ArchiveError, "member at 0, after 0 bytes of its content"),
        ("a.warc.gz", lambda: flipped(foreign.by_warcio()), ArchiveError, "is damaged"),
        ("a.warc", lambda: foreign.by_warcio(False)[:-30], ArchiveError, "the record is cut off"),
        ("a.warc", lambda: foreign.by_warcio(False) + b"rac", ArchiveError, "no WARC header ends"),
        ("a.warc", lambda: plain(b"</h1>", b"</h2>"), ArchiveError, "WARC-Block-Digest of"),
        ("a.warc", lambda: plain(b"WARC-Record-ID: <urn:uuid:", b"WARC-Record-ID: <"), ArchiveError, "no URI"),
        ("a.wacz", lambda: b"PK\x03\x04 half", ArchiveError, "is damaged"),
        ("a.warc.gz", lambda: b"<html>", UsageError, "is no WARC file: it begins with b'<html>'"),
        ("a.arc", lambda: b"filedesc://a.arc 0.0.0.0 20050101 text/plain 76\n", UsageError, "is an ARC file"),
        ("a.warc.gz", lambda: b"", UsageError, "is no WARC file"),
    ],
)
def test_what_is_damaged_or_no_warc_is_refused(home, tmp_path, name, data, error, said):
    (tmp_path / name).write_bytes(data())

    with pytest.raises(error, match=said):
        bring(home, tmp_path / name)

    assert not list(home.warc.rglob("*.warc*"))
    assert sorted(path.name for path in home.root.iterdir()) == ["agencies", "frontier", "locks", "logs", "warc"]


def test_where_the_damage_begins_is_told(home, tmp_path):
    plain, packed = foreign.by_warcio(False), foreign.by_warcio()
    (tmp_path / "cut.warc.gz").write_bytes(gzip.compress(plain)[:-8])
    (tmp_path / "more.warc.gz").write_bytes(packed + b"rest")

    with pytest.raises(ArchiveError, match=f"member at 0, after {len(plain)} bytes of its content"):
        bring(home, tmp_path / "cut.warc.gz")
    with pytest.raises(ArchiveError, match=f"member at {len(packed)}, after 0 bytes of its content: Not a gzipped"):
        bring(home, tmp_path / "more.warc.gz")


def test_an_imported_file_that_changed_is_found(home, tmp_path):
    (intake,) = bring(home, foreign.write(tmp_path / "b.warc", foreign.by_browsertrix(), "plain"))
    path = home.root / intake.file.warc_file
    path.write_bytes(path.read_bytes().replace(b"Crawler 1.5", b"Crawler 1.6"))

    assert [(one.file, one.fault) for one in findings(home)] == [(intake.file.warc_file, "digest")]


def test_exchanges_of_others_are_read_back(home, tmp_path):
    bring(home, foreign.write(tmp_path / "b.warc.gz", foreign.by_browsertrix() + foreign.by_heritrix()))
    with Catalog(home.catalog) as catalog:
        ids = [row["record_id"] for row in catalog.select("SELECT record_id FROM captures ORDER BY url")]
        captures = [catalog.capture(one) for one in ids]

    answers = [read_exchange(home.root, one.place) for one in captures if one]

    assert [(one.url.removeprefix(HOST), one.started, one.duration_ms) for one in answers] == [
        ("/anh.png", "2026-07-01T03:00:00.123000Z", 0),
        ("/chuyen-1/", "2026-07-01T03:00:00.123000Z", 0),
        ("/chuyen-2/", "2026-07-01T03:00:00.123000Z", 0),
        ("/chuyen-3/", "2026-07-01T03:00:00.123000Z", 0),
    ]
    assert answers[2].response.read().endswith(foreign.html(2))


@pytest.mark.skipif(not shutil.which("wget"), reason="no wget here")
def test_captures_of_wget_are_read(home, tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    (site / "chuyen.html").write_bytes(foreign.html(4))
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/chuyen.html"
        command = ["wget", "-q", f"--warc-file={tmp_path / 'w'}", "-O", tmp_path / "out", url]
        subprocess.run(command, check=True)
        server.shutdown()

    (intake,) = bring(home, tmp_path / "w.warc.gz")

    assert (intake.captures, intake.file.is_reframed) == (1, False)
    assert [(row[0], row[1]) for row in titles(home)] == [(url, "Chuyện đèo xanh")]
    assert findings(home) == []


def test_the_command_tells_what_came_in(home, tmp_path):
    source = foreign.write(tmp_path / "b.warc.gz", foreign.by_browsertrix(), "one")
    command = ["import", str(source), "--agency", "mau", "--jobs", "1", "--home", str(home.root)]

    first = CliRunner().invoke(luuchieu, command)
    again = CliRunner().invoke(luuchieu, [*command, "--json"])

    assert first.output.startswith(
        "b.warc.gz: 3 captures; its records were given a gzip member each (warc/mau/imported/"
    )
    assert json.loads(again.output) | {"sha256": "", "warc_file": ""} == {
        "warc_file": "",
        "source": "b.warc.gz",
        "sha256": "",
        "is_new": False,
        "is_reframed": True,
        "captures": 3,
        "lacking_originals": 0,
    }


def test_an_unknown_agency_is_told_the_nearest(home, tmp_path):
    source = foreign.write(tmp_path / "b.warc.gz", foreign.by_browsertrix())

    done = CliRunner().invoke(luuchieu, ["import", str(source), "--agency", "mao", "--home", str(home.root)])

    assert isinstance(done.exception, LuuchieuError)
    assert "mau" in str(done.exception)


def test_two_archives_become_one(tmp_path):
    """Overlapping crawls of one agency on two machines, their files put together."""
    homes = [Home(tmp_path / name).create() for name in ("a", "b")]
    for one in homes:
        crawl_twice(one)
    with Store.open(homes[1], "mau", {}) as store:
        store.append(page(0, 3, " hẳn")).result()
    for one in homes:
        close_files(one)
    merged = Home(tmp_path / "merged").create()
    for one in homes:
        shutil.copytree(one.warc, merged.warc, dirs_exist_ok=True)

    rebuild(merged, Home(tmp_path / "anew"), {"mau": MAU}, RULES, workers=1)

    anew = Home(tmp_path / "anew")
    reindex(homes[1], [MAU], RULES, workers=1)
    told = "SELECT url, title, text, published, state, first_captured, last_captured FROM articles ORDER BY url"
    versions = "SELECT url, captured, text_digest FROM versions ORDER BY url, captured"
    assert select(anew, "SELECT count(*), count(DISTINCT crawl) FROM captures") == [(25, 5)]
    assert select(anew, told) == select(homes[1], told)
    assert select(anew, versions) == select(homes[1], versions)
    assert len(select(anew, versions)) == 6
    assert findings(anew) == []


def test_the_index_of_imported_files_is_that_of_cdxj_indexer(home, tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(foreign.by_warcio())
    (intake,) = bring(home, tmp_path / "a.warc.gz")
    command = [sys.executable, "-c", "from cdxj_indexer.main import main; main()", "--sort"]
    written = subprocess.run(
        [*command, home.root / intake.file.warc_file], check=True, capture_output=True, text=True
    ).stdout.splitlines()

    with Catalog.reader(home.catalog) as catalog:
        lines = list(cdxj(catalog, Selection()))

    assert lines == [line for line in written if not line.startswith("dns:")]
    assert len(lines) == 2
