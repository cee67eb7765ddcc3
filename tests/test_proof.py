"""A row is proven from its bytes, and whatever was changed of row, record or reading is found and named."""

import json
import shutil
from pathlib import Path

import pytest

from archive.catalog import Catalog
from archive.errors import ArchiveError, UsageError
from archive.home import Home
from archive.store import Store
from crawlers.demo.files import pdf
from pipelines.proof import Target, prove, targets
from pipelines.reread import reindex
from pipelines.rules import RULES
from tests.agency_site import luuchieu
from tests.archives import answer
from tests.readings import HOST
from tests.test_documents import LINES
from tests.test_reread import MAU, TOML, crawl_two_days


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """An archive of two crawls: an article unchanged, one edited, one gone elsewhere, one missing once."""
    home = Home(tmp_path_factory.mktemp("proof") / "home").create()
    (home.agencies / "mau.toml").write_text(TOML)
    crawl_two_days(home)
    reindex(home, [MAU], RULES)
    return home


@pytest.fixture
def catalog(kept):
    """The archive's catalog, in a transaction that is undone."""
    with Catalog(kept.catalog) as catalog:
        catalog.connection.execute("BEGIN")
        yield catalog
        catalog.connection.rollback()


def proof_of(kept, catalog, url):
    (target,) = targets(catalog, HOST + url)
    return prove(kept, catalog, MAU, target)


def told(proof):
    return [(one.where.removeprefix(HOST), one.what) for one in proof.differences]


@pytest.mark.parametrize("url", ["/tin-0/", "/tin-1/", "/tin-2/", "/tin-3/", "/tin-4/", "/tin-5/"])
def test_every_row_is_proven_whatever_its_state(kept, catalog, url):
    proof = proof_of(kept, catalog, url)
    assert proof.differences == ()
    assert proof.article.url == HOST + url


def test_the_chain_names_each_record_and_what_it_is_for(kept, catalog):
    unchanged, edited = proof_of(kept, catalog, "/tin-0/"), proof_of(kept, catalog, "/tin-1/")
    first, again = unchanged.records
    assert [(one.role, one.type) for one in unchanged.records] == [
        ("version 1", "response"),
        ("last seen unchanged", "revisit"),
    ]
    assert again.refers_to == first.id
    assert (first.status, again.status) == ("HTTP/1.1 200 OK", None)
    assert [(one.role, one.type) for one in edited.records] == [("version 1", "response"), ("version 2", "response")]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE version SET text = text || ' thêm' WHERE url LIKE '%tin-0/'", ("version 1", "text")),
        ("UPDATE version SET title = 'Khác' WHERE url LIKE '%tin-0/'", ("version 1", "title")),
        ("UPDATE article SET published = '2020-01-01' WHERE url LIKE '%tin-0/'", ("/tin-0/", "published")),
        ("UPDATE article SET state = 'gone' WHERE url LIKE '%tin-0/'", ("/tin-0/", "state")),
        (
            f"INSERT INTO attachment VALUES ('mau', '{HOST}/tin-0/', 0, '{HOST}/a.pdf')",
            ("/tin-0/", "attachments"),
        ),
        ("""UPDATE chrome SET marks = '["p\\tLạ"]'""", ("mau.gov.vn", "chrome")),
    ],
)
def test_a_changed_row_is_found_and_named(kept, catalog, change, found):
    catalog.connection.execute(change)
    named = told(proof_of(kept, catalog, "/tin-0/"))
    assert named[:1] == [found]


def test_a_changed_reading_is_found_though_the_row_follows_it(kept, catalog):
    catalog.connection.execute("UPDATE reading SET author = 'Ai đó' WHERE capture IN (SELECT latest FROM article)")
    catalog.connection.execute("UPDATE article SET author = 'Ai đó'")
    named = [what for _, what in told(proof_of(kept, catalog, "/tin-0/"))]
    assert named == ["reading: author", "author"]


def test_a_lost_reading_is_found(kept, catalog):
    catalog.connection.execute("DELETE FROM reading WHERE capture IN (SELECT id FROM capture WHERE url LIKE '%tin-1/')")
    assert "reading" in [what for _, what in told(proof_of(kept, catalog, "/tin-1/"))]


def test_rows_lost_from_the_catalog_are_told(kept, catalog):
    """Lost versions are a difference; a lost row, or one with readings lost from under it, is no proof of a capture."""
    for table in ("version", "edit"):
        catalog.connection.execute(f"DELETE FROM {table} WHERE url LIKE '%/tin-1/'")
    assert ("/tin-1/", "versions") in told(proof_of(kept, catalog, "/tin-1/"))

    catalog.connection.execute("DELETE FROM standing WHERE article LIKE '%/tin-2/'")
    assert told(proof_of(kept, catalog, "/tin-2/")) == [("/tin-2/", "article")]

    catalog.connection.execute("DELETE FROM article WHERE url LIKE '%/tin-0/'")
    with pytest.raises(ArchiveError, match=r"mau:.*/tin-0/ is shown by readings, and its row is lost"):
        proof_of(kept, catalog, "/tin-0/")


@pytest.mark.parametrize("table", ["article", "version"])
@pytest.mark.parametrize("command", ["show", "prove", "diff"])
def test_commands_say_of_a_lost_row_what_makes_it_anew(kept, tmp_path, table, command):
    """They ended with a traceback."""
    home = Home(Path(shutil.copytree(kept.root, tmp_path / "home")))
    with Catalog(home.catalog) as catalog, catalog.transaction():
        catalog.connection.execute(f"DELETE FROM {table} WHERE url LIKE '%/tin-1/'")

    asked = luuchieu(command, HOST + "/tin-1/", "--home", home.root)

    found = "1 difference" if (command, table) == ("prove", "version") else "`luuchieu rebuild` makes them anew"
    assert (asked.returncode, "Traceback" in asked.stderr) == (1, False), asked.stderr
    assert found in asked.stdout + asked.stderr


def test_a_wrong_place_and_a_changed_capture_are_found(kept, catalog):
    catalog.connection.execute(
        "UPDATE capture SET warc_offset = (SELECT warc_offset FROM capture WHERE url LIKE '%tin-4/' LIMIT 1)"
        " WHERE url LIKE '%tin-3/' AND kind = 'response' AND status = 200"
    )
    assert "record" in [what for _, what in told(proof_of(kept, catalog, "/tin-3/"))]
    catalog.connection.execute("UPDATE capture SET status = 201 WHERE url LIKE '%tin-4/' AND status = 200")
    assert "status" in [what for _, what in told(proof_of(kept, catalog, "/tin-4/"))]


def test_a_revisit_whose_original_is_lost_is_found(kept, catalog):
    catalog.connection.execute(
        "UPDATE capture SET refers_to = (SELECT id FROM capture WHERE status = 404) WHERE kind = 'revisit'"
    )
    assert "refers_to" in [what for _, what in told(proof_of(kept, catalog, "/tin-0/"))]


def test_flipped_bytes_are_found(kept, tmp_path):
    copy = Home(tmp_path / "copy")
    with Catalog(kept.catalog) as catalog:
        copy.create()
        catalog.copy_to(copy.catalog)
        place = catalog.select("SELECT warc_file, warc_offset + 400 AS at FROM articles WHERE url LIKE '%tin-4/'")[0]
    (source,) = kept.warc.rglob("*.open")
    data = bytearray(source.read_bytes())
    data[place["at"]] ^= 0xFF
    (copy.root / place["warc_file"]).parent.mkdir(parents=True, exist_ok=True)
    (copy.root / place["warc_file"]).write_bytes(data)
    with Catalog.reader(copy.catalog) as catalog:
        assert "record" in [what for _, what in told(proof_of(copy, catalog, "/tin-4/"))]


def test_a_row_may_be_named_in_three_ways(catalog):
    (by_url,) = targets(catalog, HOST + "/tin-0/")
    (by_row,) = targets(catalog, f"mau:{HOST}/tin-0/")
    (by_record,) = targets(catalog, by_url.capture)
    assert by_url == by_row == by_record
    assert by_url == Target("mau", HOST + "/tin-0/", by_url.capture)


def test_what_nobody_knows_gets_the_nearest(catalog):
    with pytest.raises(UsageError, match=rf"did you mean {HOST}/tin-0/"):
        targets(catalog, HOST + "/tin-00/")
    with pytest.raises(UsageError, match="not in the catalog of cebid"):
        targets(catalog, f"cebid:{HOST}/tin-0/")
    with pytest.raises(UsageError, match="no capture has the record id"):
        targets(catalog, "urn:uuid:0")


def test_the_command_prints_the_chain_and_answers_by_its_exit_code(kept):
    proven = luuchieu("prove", HOST + "/tin-1/", "--home", kept.root)
    asked = luuchieu("prove", HOST + "/tin-1/", "--home", kept.root, "--json")
    document = luuchieu("prove", HOST + "/wp-json/wp/v2/posts?per_page=100", "--home", kept.root)
    unknown = luuchieu("prove", HOST + "/khong-co/", "--home", kept.root)
    assert (proven.returncode, document.returncode, unknown.returncode) == (0, 0, 2)
    assert proven.stdout.splitlines()[-1] == "proven: row, records and bytes agree"
    assert json.loads(asked.stdout)["proven"] is True
    assert [one["warc_length"] > 0 for one in json.loads(asked.stdout)["records"]] == [True, True]


def test_a_ruling_that_the_views_do_not_follow_is_found(kept, catalog):
    catalog.connection.execute("INSERT INTO ruled VALUES ('mau', ?, 'Khác', NULL)", (HOST + "/tin-0/",))
    assert told(proof_of(kept, catalog, "/tin-0/")) == [("/tin-0/", "by hand")]


NOTICE = """<!doctype html><html lang="vi"><head><title>Thông báo tuyển dụng - Mẫu</title>
<meta property="article:published_time" content="2026-02-20T08:30:00+07:00"></head><body class="single-post"><main>
<article><h1>Thông báo tuyển dụng</h1><p>Xem văn bản kèm theo.</p><p><a href="/tuyen-dung.pdf">Tải văn bản</a></p>
</article></main></body></html>"""


def test_a_document_that_is_the_text_is_part_of_the_proof(tmp_path):
    home = Home(tmp_path / "home").create()
    head = "Content-Type: "
    with Store.open(home, "mau", {}) as store:
        store.append_note("agency-file", {"text": TOML}).result()
        store.append(answer("/tuyen-dung/", NOTICE.encode(), 1, "200 OK", head + "text/html; charset=utf-8")).result()
        store.append(answer("/tuyen-dung.pdf", pdf(LINES), 1, "200 OK", head + "application/pdf")).result()
    reindex(home, [MAU], RULES)
    with Catalog(home.catalog) as catalog:
        proof = proof_of(home, catalog, "/tuyen-dung/")
        assert (told(proof), [one.role for one in proof.records]) == ([], ["document", "version 1"])
        assert LINES[1] in proof.article.versions[0].text
        catalog.connection.execute("UPDATE reading SET blocks = '[]' WHERE outcome = 'attachment'")
        assert told(proof_of(home, catalog, "/tuyen-dung/"))[0][1] == "reading: blocks"
