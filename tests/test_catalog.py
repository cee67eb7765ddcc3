import json
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive import migrations
from archive.backlog import ATTEMPTS, count_unread, given_up, unread, unread_behind
from archive.catalog import Catalog
from archive.crawls import ASKED, last_crawl, last_crawls
from archive.errors import ArchiveError, UsageError
from archive.model import Block, Claim, Failure, Heading, Hint, Note, Place, Published, Reading, Spoken, Stamp
from archive.words import are_words_distrusted
from crawlers.commands.snapshot import command as snapshot
from tests.readings import AGENCY, HOST, VIEWS, capture_of, failure_of, reading_of

OPERATIONAL = ("checks", "fixity")
DOCS = Path(__file__).parent.parent / "docs" / "catalog.md"


@pytest.fixture
def catalog(tmp_path):
    with Catalog(tmp_path / "catalog.db") as opened:
        yield opened


def note_of(name, kind, day, content, offset=50_000):
    place = Place("warc/mau/a.warc.gz", offset, 700)
    return Note(f"urn:uuid:{name}", AGENCY, f"crawl-{day}", kind, f"2026-03-{day:02d}T00:00:00.000000Z", content, place)


def test_capture_comes_back_as_it_went_in(catalog):
    whole = capture_of(
        1,
        "/a",
        status=301,
        mime="text/html",
        payload_size=7,
        redirect=HOST + "/b",
        truncated="length",
        tls_unverified="incomplete-chain",
        refers_to="urn:uuid:9",
    )
    failed = failure_of(2, "/b", reason="dns")
    catalog.add_captures([whole, failed])
    assert [catalog.capture(one.id) for one in (whole, failed)] == [whole, failed]
    assert catalog.capture("urn:uuid:none") is None


def test_captures_and_notes_are_idempotent_by_id(catalog):
    capture, note = capture_of(1, "/a"), note_of("n", "crawl", 1, {"software": "luuchieu"})
    for _ in range(2):
        catalog.add_captures([capture])
        catalog.add_notes([note])
    assert catalog.select("SELECT count(*) AS n FROM capture") == [{"n": 1}]
    assert catalog.select("SELECT agency, began, captures, settings FROM crawls") == [
        {"agency": "mau", "began": note.noted, "captures": 1, "settings": '{"software":"luuchieu"}'}
    ]


WHOLE = Reading(
    capture_of(1, "/a").id,
    "r1",
    "article",
    "prose",
    title="T",
    blocks=(Block("Một", "body/p"),),
    author="Lan",
    credited_source="VEA",
    section="Tin",
    published=Published("2026-02", "month", "tháng 2/2026", "visible", True),
    modified="2026-03-01",
    canonical=HOST + "/a#x",
    lang="vi",
    encoding="tcvn3",
    encoding_evidence={"score": 1},
    raw_text="Mot",
    attachments=(HOST + "/a.pdf",),
    claims=(Claim("api", 7),),
    extractor="tay 1",
    previous=HOST + "/truoc#x",
    spoken=(Spoken(0, "2026-03-12", "day", True, "12/3", "Sáng 12/3."),),
    downloads=(HOST + "/tai?id=7#x",),
    stamps=(Stamp("body/div", "12/3/2026", None), Stamp("body/p", "3/2026", Published("2026", "year", "2026", "url"))),
    headings=(Heading("Tin", True),),
)
"""A reading with a value in every field."""

ROW = {
    "capture": WHOLE.capture,
    "rules": "r1",
    "outcome": "article",
    "reason": "prose",
    "title": "T",
    "blocks": '[["paragraph","body/p","Một"]]',
    "author": "Lan",
    "credited_source": "VEA",
    "section": "Tin",
    "published": '["2026-02","month","tháng 2/2026","visible",true]',
    "modified": "2026-03-01",
    "canonical": HOST + "/a#x",
    "elsewhere": None,
    "lang": "vi",
    "encoding": "tcvn3",
    "encoding_evidence": '{"score":1}',
    "raw_text": "Mot",
    "attachments": f'["{HOST}/a.pdf"]',
    "claims": '[["api",7]]',
    "extractor": "tay 1",
    "downloads": f'["{HOST}/tai?id=7"]',
    "doubts": '[[["Tin",true]],[["body/div","12/3/2026",null],["body/p","3/2026",["2026","year","2026","url",false]]]]',
    "previous": HOST + "/truoc",
    "spoken": '[[0,"2026-03-12","day",true,"12/3","Sáng 12/3."]]',
}
"""The columns of its row."""


def test_reading_is_kept_whole(catalog):
    catalog.add_captures([capture_of(1, "/a")])
    catalog.add_readings([WHOLE])
    (row,) = catalog.select("SELECT * FROM reading")
    assert {name: row[name] for name in row if name != "content"} == ROW


def test_reading_of_an_unknown_capture_is_refused(catalog):
    with pytest.raises(ArchiveError, match="urn:uuid:00000001"):
        catalog.add_readings([reading_of(capture_of(1, "/a"), "T")])


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (1, 0, 2)])
def test_first_dated_hint_speaks_whatever_came_first(catalog, order):
    captures = [capture_of(number, "/api", number + 1) for number in range(3)]
    said = [(None, "2026-02-09Z"), ("2026-02-02", "2026-02-03Z"), ("2026-02-04", None)]
    catalog.add_captures(captures)
    for number in order:
        published, modified = said[number]
        hint = Hint(HOST + "/a", "api", f"T{number}", published, modified)
        reading = reading_of(captures[number], None, outcome="api", hints=(hint, Hint("javascript:x", "api")))
        catalog.add_readings([reading])
    assert catalog.select("SELECT url, title, published, modified, capture FROM hint") == [
        {
            "url": HOST + "/a",
            "title": "T1",
            "published": "2026-02-02",
            "modified": "2026-02-09Z",
            "capture": captures[1].id,
        }
    ]


def test_the_same_hints_again_leave_nothing_to_settle(catalog):
    for number in (1, 2):
        capture = capture_of(number, "/api", number)
        catalog.add_captures([capture])
        catalog.connection.execute("DELETE FROM pending")
        catalog.add_readings([reading_of(capture, None, outcome="api", hints=(Hint(HOST + "/a", "api", "T"),))])
    assert catalog.select("SELECT url FROM pending") == [{"url": HOST + "/api"}]


def test_indexed_until_is_behind_the_last_row_of_either_kind(catalog):
    assert catalog.indexed_until("warc/mau/a.warc.gz") == 0
    catalog.add_captures([capture_of(3, "/a"), capture_of(2, "/b")])
    assert catalog.indexed_until("warc/mau/a.warc.gz") == 3900
    catalog.add_notes([note_of("n", "crawl", 1, {})])
    assert catalog.indexed_until("warc/mau/a.warc.gz") == 50_700
    assert catalog.indexed_until("warc/mau/b.warc.gz") == 0


def test_captured_since_gives_the_newest(catalog):
    first, second = capture_of(1, "/a", 1), failure_of(2, "/a", 2)
    catalog.add_captures([second, first])
    assert catalog.captured_since(AGENCY, first.url, first.captured) == second
    assert catalog.captured_since(AGENCY, first.url, "2026-03-03") is None
    assert catalog.captured_since("khac", first.url, "") is None


def test_unread_is_what_has_no_reading_under_these_rules(catalog):
    captures = [capture_of(number, f"/{number}", number) for number in range(1, 4)]
    revisit = capture_of(4, "/1", 4, kind="revisit", refers_to=captures[0].id)
    catalog.add_captures([*captures, revisit, failure_of(5, "/5")])
    catalog.add_readings([reading_of(captures[0], "T", rules="r2")])
    assert count_unread(catalog.connection, AGENCY, "r3") == 3
    assert unread_behind(catalog.connection, AGENCY, "r2", 9, ("", 0)) == captures[1:]
    assert unread_behind(catalog.connection, AGENCY, "r3", 2, ("", 0)) == captures[:2]
    last = (captures[0].place.warc_file, captures[0].place.warc_offset)
    assert unread_behind(catalog.connection, AGENCY, "r3", 1, last) == captures[1:2]
    assert unread(catalog.connection, AGENCY, 9) == captures[1:]
    assert unread(catalog.connection, AGENCY, 1) == captures[1:2]
    assert unread(catalog.connection, AGENCY, 9, (captures[1].captured, captures[1].id)) == captures[2:]
    catalog.add_captures(captures)
    catalog.add_readings([reading_of(captures[0], "T", rules="r3"), reading_of(captures[1], "T", rules="r3")])
    assert unread(catalog.connection, AGENCY, 9) == captures[2:]


def test_attempts_are_committed_counted_and_forgotten_with_the_reading(catalog, tmp_path):
    one, other = capture_of(1, "/a"), capture_of(2, "/b")
    catalog.add_captures([one, other])
    assert (catalog.attempts([one.id], "r1"), catalog.attempts([one.id, other.id], "r1")) == ([1], [2, 1])
    with Catalog(tmp_path / "catalog.db") as second:
        assert second.attempts([one.id], "r1") == [3]
    catalog.add_readings([reading_of(other, "T")])
    assert catalog.attempts([other.id], "r1") == [1]


def test_what_no_reader_ever_answered_is_given_up_and_poisoned(catalog):
    capture = capture_of(1, "/a")
    catalog.add_captures([capture])
    catalog.attempts([capture.id] * ATTEMPTS, "r1")
    assert (unread(catalog.connection, AGENCY, 9), given_up(catalog.connection, AGENCY, "r1")) == ([], [capture.id])
    catalog.poison(capture.id, "r1", "said so")
    assert catalog.select("SELECT outcome, reason FROM captures") == [{"outcome": "poisoned", "reason": "said so"}]
    assert given_up(catalog.connection, AGENCY, "r1") == []


def test_urls_say_why_they_are_not_archived(catalog):
    entries = [
        {"url": HOST + "/a", "state": "pending"},
        {"url": HOST + "/b", "state": "refused", "reason": "robots.txt"},
        {"url": HOST + "/c", "state": "pending"},
        {"url": HOST + "/d", "state": "pending"},
    ]
    newer = [{"url": HOST + "/a", "state": "refused", "reason": "trap"}]
    catalog.add_notes([note_of("2", "urls", 2, {"urls": newer}), note_of("1", "urls", 1, {"urls": entries})])
    answers = [
        failure_of(1, "/c", 3, "dns"),
        capture_of(2, "/d", 3),
        *(capture_of(status, f"/{status}", 3, status=status) for status in (403, 404, 500)),
        capture_of(3, "/e", 3, truncated="disconnect"),
        capture_of(4, "/f", 2),
        failure_of(5, "/f", 3, "timeout"),
    ]
    catalog.add_captures(answers)
    rows = catalog.select("SELECT url, archived, state, reason, status FROM urls ORDER BY url")
    assert [tuple(row.values()) for row in rows] == [
        (HOST + "/403", 1, "archived", "http-403", 403),
        (HOST + "/404", 1, "archived", "http-404", 404),
        (HOST + "/500", 1, "archived", "http-500", 500),
        (HOST + "/a", 0, "refused", "trap", None),
        (HOST + "/b", 0, "refused", "robots.txt", None),
        (HOST + "/c", 0, "failed", "dns: no answer", None),
        (HOST + "/d", 1, "archived", None, 200),
        (HOST + "/e", 1, "archived", "truncated: disconnect", 200),
        (HOST + "/f", 1, "archived", "timeout: no answer", None),
    ]


def test_urls_that_redirect_to_themselves_or_to_and_fro_say_so(catalog):
    """They stood there without a reason. Where a site led to a page that leads elsewhere by now, there is no loop."""
    to = {"/self": "/self", "/a": "/b", "/b": "/a", "/old": "/new", "/new": "/old", "/moved": "/self"}
    redirects = enumerate(to.items())
    catalog.add_captures([capture_of(n, url, 1, status=302, redirect=HOST + target) for n, (url, target) in redirects])
    catalog.add_captures([capture_of(9, "/new", 2)])
    rows = catalog.select("SELECT url, reason FROM urls ORDER BY url")
    loops = {row["url"].removeprefix(HOST) for row in rows if row["reason"] == "redirect-loop"}
    assert (len(rows), loops) == (6, {"/self", "/a", "/b"})


def test_crawls_join_their_report_and_count_their_captures(catalog):
    catalog.add_notes([note_of("1", "crawl", 1, {}), note_of("2", "crawl-report", 1, {"exit_code": 0})])
    catalog.add_captures([capture_of(1, "/a"), failure_of(2, "/b"), capture_of(3, "/a", kind="revisit")])
    (row,) = catalog.select("SELECT captures, responses, revisits, failures, report FROM crawls")
    assert tuple(row.values()) == (3, 1, 1, 1, '{"exit_code":0}')


def test_what_a_person_asked_for_is_no_last_crawl(catalog):
    catalog.add_notes(
        [note_of("1", "crawl", 1, {}), note_of("2", "crawl-report", 1, {"exit_code": 0}), note_of("3", "crawl", 2, {})]
    )
    before = (last_crawls(catalog), last_crawl(catalog, "mau"))
    catalog.add_notes([note_of("4", "crawl", 3, {ASKED: "2"})])

    assert (last_crawls(catalog), last_crawl(catalog, "mau")) == before
    assert before[0] == {"mau": "2026-03-02T00:00:00.000000Z"}


def test_an_agency_of_which_only_pages_were_asked_for_was_never_crawled(catalog):
    catalog.add_notes([note_of("1", "crawl", 1, {ASKED: "2"})])

    assert (last_crawls(catalog), last_crawl(catalog, "mau")) == ({}, None)


def test_a_transaction_is_all_or_nothing(catalog):
    with pytest.raises(RuntimeError), catalog.transaction():  # noqa: PT012
        catalog.add_captures([capture_of(1, "/a")])
        raise RuntimeError
    assert catalog.select("SELECT * FROM capture") == []


def test_several_processes_create_and_write_one_catalog(tmp_path):
    program = """
import sys
from pathlib import Path
from archive.catalog import Catalog
from tests.readings import capture_of
agency = sys.argv[2]
with Catalog(Path(sys.argv[1])) as catalog:
    for number in range(50):
        capture = capture_of(number + 100 * int(agency), f"/{number}", agency=agency)
        catalog.add_captures([capture])
        catalog.attempts([capture.id], "r1")
"""
    path = tmp_path / "catalog.db"
    writers = [subprocess.Popen([sys.executable, "-c", program, str(path), agency]) for agency in "123"]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    with Catalog.reader(path) as catalog:
        rows = catalog.select("SELECT agency, count(*) AS n FROM capture GROUP BY agency ORDER BY agency")
    assert [tuple(row.values()) for row in rows] == [("1", 50), ("2", 50), ("3", 50)]


def test_many_make_one_new_catalog_in_the_same_moment(tmp_path):
    ready = threading.Barrier(4)

    def make(path):
        ready.wait(30)
        with Catalog(path) as catalog:
            return catalog.select("PRAGMA journal_mode")

    with ThreadPoolExecutor(4) as makers:
        came = [list(makers.map(make, [tmp_path / f"{number}.db"] * 4)) for number in range(25)]
    assert came == [[[{"journal_mode": "wal"}]] * 4] * 25


def test_reader_reads_only_and_says_what_is_wrong(catalog, tmp_path):
    with Catalog.reader(catalog.path) as reader, pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.add_captures([capture_of(1, "/a")])
    with pytest.raises(UsageError, match="no catalog at"):
        Catalog.reader(tmp_path / "none.db")
    catalog.connection.execute("PRAGMA user_version = 7")
    with pytest.raises(ArchiveError, match="reindex"):
        Catalog.reader(catalog.path)


@contextmanager
def read_only_disk(folder):
    """A folder on a disk that cannot be written to; skips where this process may not mount one."""
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", folder], stderr=subprocess.DEVNULL).returncode:
        pytest.skip("mounting a disk is for root")
    try:
        yield lambda: subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_catalog_on_a_read_only_disk_can_be_read(tmp_path):
    with read_only_disk(tmp_path / "disk") as make_read_only:
        with Catalog(tmp_path / "disk/catalog.db") as catalog:
            catalog.add_captures([capture_of(1, "/a")])
        make_read_only()
        with Catalog.reader(tmp_path / "disk/catalog.db") as reader:
            assert reader.select("SELECT count(*) AS n FROM captures") == [{"n": 1}]


def test_a_catalog_put_on_a_read_only_disk_in_the_midst_of_writing_says_so(catalog, tmp_path):
    with read_only_disk(tmp_path / "disk") as make_read_only:
        catalog.add_captures([capture_of(1, "/a")])
        for name in ("catalog.db", "catalog.db-wal"):
            shutil.copy(tmp_path / name, tmp_path / "disk")
        make_read_only()
        with pytest.raises(ArchiveError, match="luuchieu snapshot"):
            Catalog.reader(tmp_path / "disk/catalog.db")


def test_what_an_older_catalog_was_to_make_anew_is_no_event_any_more(catalog):
    catalog.add_event("2026-03-01T00:00:00Z", "verify", "mau", {})
    catalog.add_event("", "words-distrusted", None, {})
    catalog.connection.execute("DROP TABLE distrusted")
    catalog.connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'distrusted'")
    catalog.connection.execute("PRAGMA user_version = 7")
    with Catalog(catalog.path) as again:
        assert are_words_distrusted(again.connection)
        assert again.select("SELECT kind FROM event") == [{"kind": "verify"}]


def test_an_older_catalog_gets_new_views_and_keeps_its_rows(catalog):
    catalog.add_captures([capture_of(1, "/a")])
    catalog.connection.execute("DROP VIEW captures")
    catalog.connection.execute("PRAGMA user_version = 7")
    with Catalog(catalog.path) as again:
        assert again.select("SELECT count(*) AS n FROM captures") == [{"n": 1}]
        assert again.select("PRAGMA user_version") == [{"user_version": migrations.SCHEMA}]


def test_snapshot_is_consistent_while_another_writes(catalog, tmp_path):
    captures = [capture_of(number, f"/{number}") for number in range(400)]
    catalog.add_captures(captures[:200])

    def write():
        with Catalog(catalog.path) as writer:
            for at in range(200, 400, 2):
                writer.add_captures(captures[at : at + 2])

    thread = threading.Thread(target=write)
    thread.start()
    target = tmp_path / "copy.db"
    result = CliRunner().invoke(snapshot, [str(target), "--home", str(tmp_path), "--json"], catch_exceptions=False)
    thread.join()
    assert json.loads(result.stdout) == {"file": str(target), "bytes": target.stat().st_size}
    with Catalog.reader(target) as copy:
        assert copy.select("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
        (row,) = copy.select("SELECT count(*) AS n FROM captures")
        assert row["n"] >= 200
        assert row["n"] % 2 == 0


def test_snapshot_overwrites_nothing(catalog, tmp_path):
    target = tmp_path / "copy.db"
    target.write_text("mine")
    with pytest.raises(UsageError, match="exists already"):
        catalog.copy_to(target)
    assert target.read_text() == "mine"


def documented(heading):
    """The names in the first column of a section's table."""
    section = DOCS.read_text(encoding="utf-8").partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)


def test_every_view_is_documented_with_its_columns_or_as_one_behind_the_others(catalog):
    views = {row["name"] for row in catalog.select("SELECT name FROM sqlite_master WHERE type = 'view'")}
    behind = set(documented("Views behind the views"))
    assert views - behind == {*VIEWS, *OPERATIONAL}
    assert behind < views
    for view in views - behind:
        columns = [column[0] for column in catalog.connection.execute(f"SELECT * FROM {view}").description]
        assert documented(f"`{view}`") == columns


def test_failure_without_words(catalog):
    catalog.add_captures([replace(failure_of(1, "/a"), failure=Failure("dns", ""))])
    assert catalog.capture("urn:uuid:00000001").failure == Failure("dns", "")


def test_a_home_that_has_only_its_warc_files_is_told_how_it_gets_a_catalog(tmp_path):
    (tmp_path / "warc" / "mau").mkdir(parents=True)
    with pytest.raises(UsageError, match="or crawl first"):
        Catalog.reader(tmp_path / "catalog.db")
    (tmp_path / "warc" / "mau" / "mau-1.warc.gz").touch()
    with pytest.raises(UsageError, match="its WARC files are there: `luuchieu reindex` makes one from them"):
        Catalog.reader(tmp_path / "catalog.db")


def test_a_catalog_of_a_later_version_is_refused_and_left_as_it_is(catalog):
    """It was taken for an older one, whose views are made anew and whose rows lack what a later step keeps."""
    catalog.connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'distrusted'")
    catalog.connection.execute("INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('luuchieu', 'mai-sau')")
    catalog.connection.execute("DROP VIEW captures")
    catalog.connection.execute("CREATE VIEW captures AS SELECT 1 AS later")
    catalog.connection.execute("PRAGMA user_version = 7")
    before = list(catalog.connection.iterdump())
    with pytest.raises(ArchiveError, match=r"a later version of luuchieu \(step 'mai-sau' is unknown here"):
        Catalog(catalog.path)
    assert list(catalog.connection.iterdump()) == before
    assert catalog.select("PRAGMA user_version") == [{"user_version": 7}]


def test_a_catalog_that_a_full_disk_left_without_tables_is_not_taken_for_another_versions(tmp_path):
    path = tmp_path / "begun.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    with pytest.raises(ArchiveError, match="was begun and not finished: run `luuchieu reindex` once"):
        Catalog.reader(path)


def test_who_reads_leaves_a_writer_its_log(tmp_path: Path):
    path = tmp_path / "catalog.db"
    another = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT * FROM capture'); c.close()"

    with Catalog(path) as catalog:
        with Catalog.reader(path):
            pass
        subprocess.run([sys.executable, "-c", another, path], check=True)
        catalog.connection.execute("PRAGMA user_version").fetchone()

        assert path.with_name("catalog.db-wal").exists()
