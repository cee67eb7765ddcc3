import json
import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.catalog import Catalog
from archive.drafts import Revisit
from archive.errors import ArchiveError, LockedError, UsageError
from archive.home import Home
from archive.model import Exchange, Failure
from archive.repair import index_archive
from archive.search import search
from archive.store import Store
from crawlers.commands import luuchieu
from crawlers.demo.files import pdf
from crawlers.rereading import held_agencies
from pipelines.agency_file import parse_agency
from pipelines.differences import Difference
from pipelines.rebuild import rebuild
from pipelines.reread import Reread, rehearse, reindex
from pipelines.rules import RULES, rules_for
from pipelines.settling.settle import settle
from tests.agency_site import PROGRAM
from tests.readings import HOST, all_views
from tests.vietnamese import PROSE, encode

TOML = f'name = "Mẫu"\nurl = "{HOST}/"\n'
MAU = parse_agency("mau", TOML, "mau.toml")
ABOUT = {"software": "luuchieu test"}

ARTICLE = """<!doctype html><html lang="vi"><head><title>{title} - Mẫu</title>
<meta property="article:published_time" content="{day}T08:30:00+07:00"></head>
<body class="single-post"><nav><a href="/">Trang chủ</a></nav><main><article><h1>{title}</h1>
<p>{text} Đoàn công tác đã làm việc với địa phương về bảo vệ nguồn nước và đề nghị các bên phối hợp chặt chẽ.</p>
<p>Kết thúc buổi làm việc, hai bên thống nhất kế hoạch cho quý tới, bắt đầu từ {text}</p>
<p>Chia sẻ bài viết này với bạn bè của quý vị</p></article></main></body></html>"""


def exchange(path, body="", day=1, status="200 OK", *headers, mime="text/html; charset=utf-8"):
    data = body.encode()
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {mime}", *headers, f"Content-Length: {len(data)}", "", ""]
    request = f"GET {path} HTTP/1.1\r\nHost: mau.gov.vn\r\n\r\n".encode()
    started = f"2026-03-{day:02d}T02:00:00.000000Z"
    return Exchange(HOST + path, started, request, BytesIO("\r\n".join(lines).encode() + data))


def article(number, day=1, more=""):
    words = ("sông", "hồ", "suối", "đầm", "biển", "kênh")[number]
    body = ARTICLE.format(
        title=f"Tin về {words} quê ta", day=f"2026-02-{10 + number}", text=f"Nước {words} sạch{more}."
    )
    return exchange(f"/tin-{number}/", body, day)


def crawl_two_days(home):
    with Store.open(home, "mau", ABOUT) as store:
        store.append_note("agency-file", {"text": TOML}).result()
        first = [store.append(article(number)).result() for number in range(5)]
        posts = [
            {"link": f"{HOST}/tin-{n}/", "date": f"2026-02-{10 + n}T08:30:00", "title": {"rendered": "T"}}
            for n in (0, 1)
        ]
        store.append(exchange("/wp-json/wp/v2/posts?per_page=100", json.dumps(posts), mime="application/json")).result()
        store.append_note("crawl-report", {"captured": 6}).result()
    with Store.open(home, "mau", ABOUT) as store:
        capture = first[0]
        again = Revisit("identical-payload-digest", capture.id, capture.url, capture.captured, capture.payload_digest)
        store.append(article(0, 2), again).result()
        store.append(article(1, 2, " hơn trước")).result()
        store.append(exchange("/tin-2/", "", 2, "301 Moved Permanently", "Location: /tin-5/")).result()
        store.append(article(5, 2)).result()
        store.append(exchange("/tin-3/", "không có", 2, "404 Not Found")).result()
        failed = replace(article(4, 2), response=None, failure=Failure("timeout", "no answer"))
        store.append(failed).result()
        urls = [{"url": HOST + "/chua-lay", "state": "refused", "reason": "robots.txt"}]
        store.append_note("urls", {"urls": urls}).result()


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home").create()
    crawl_two_days(home)
    return home


def views_of(home):
    with Catalog(home.catalog) as catalog:
        return all_views(catalog)


def test_rebuild_equals_reindex_in_every_view(home, tmp_path):
    told = []
    done = reindex(home, [MAU], RULES, workers=1, tell=told.append)
    into = Home(tmp_path / "into")
    rebuilt = rebuild(home, into, {}, RULES, workers=1)
    live = views_of(home)
    assert views_of(into) == live
    assert {name: len(rows) for name, rows in live.items()} == {
        "articles": 6,
        "pages": 0,
        "versions": 7,
        "captures": 12,
        "crawls": 2,
        "urls": 8,
        "attachments": 0,
        "relations": 15,
        "syndication": 0,
        "mentions": 0,
        "spoken_dates": 0,
        "changes": 2,
        "rulings": 0,
        "withheld": 0,
    }
    assert (done.read, rebuilt.read) == (10, 10)
    assert {one.what for one in told} == {"new"}


def test_a_notice_reads_as_its_document_and_is_found_by_it(home, tmp_path):
    notice = ARTICLE.format(title="Thông báo tuyển dụng", day="2026-02-20", text="Xem tệp.")
    notice = notice.replace("</article>", '<a href="/tb.pdf">Tải tệp đính kèm</a></article>')
    file = pdf(["Căn cứ Nghị định số 08/2022/NĐ-CP, Trung tâm tuyển 02 kỹ sư thủy văn, hạn nộp ngày 15/4/2026."])
    with Store.open(home, "mau", ABOUT) as store:
        store.append(exchange("/thong-bao/", notice)).result()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: {len(file)}\r\n\r\n".encode()
        store.append(replace(exchange("/tb.pdf"), response=BytesIO(head + file))).result()
    reindex(home, [MAU], RULES, workers=1)
    rebuild(home, Home(tmp_path / "into"), {"mau": MAU}, RULES, workers=1)
    assert views_of(Home(tmp_path / "into")) == views_of(home)
    with Catalog(home.catalog) as catalog:
        (hit,) = search(catalog, '"kỹ sư thủy văn"')
        assert (hit.url, hit.attachment) == (HOST + "/thong-bao/", HOST + "/tb.pdf")
        (attachment,) = catalog.select("SELECT reason, in_text FROM attachments")
        assert attachment == {"reason": "a PDF of 1 pages", "in_text": 1}
        assert catalog.select("SELECT number FROM mentions") == [{"number": "08/2022/NĐ-CP"}]


def test_each_version_says_what_its_bytes_were_read_as_and_why(home):
    page = ARTICLE.format(title="Khai trương trạm đo", day="2026-02-20", text=PROSE.replace("\n", " "))
    said = exchange("/cu/", mime="text/html; charset=iso-8859-1")
    with Store.open(home, "mau", ABOUT) as store:
        store.append(replace(said, response=BytesIO(said.response.read() + encode(page, "tcvn3")))).result()
        store.append(replace(article(0, 3), url=f"{HOST}/cu/")).result()
    reindex(home, [MAU], RULES, workers=1)
    with Catalog(home.catalog) as catalog:
        rows = catalog.select("SELECT encoding, encoding_evidence AS why FROM versions WHERE url LIKE '%/cu/'")
    old, new = ((row["encoding"], json.loads(row["why"])) for row in rows)
    assert new == ("utf-8", {"declared": "utf-8", "by": "strict"})
    assert (old[0], old[1]["declared"], old[1]["by"]) == ("tcvn3", "iso-8859-1", "score")
    assert max(old[1]["scores"].values()) == old[1]["scores"]["tcvn3"] > old[1]["scores"]["windows-1252"]


def test_rebuild_shares_closed_files_and_copies_open_ones(home, tmp_path):
    closed = home.warc / "mau" / "alt.warc.gz"
    os.link(next(home.warc.rglob("*.open")), closed)
    into = Home(tmp_path / "into")
    rebuild(home, into, {"mau": MAU}, RULES, workers=1)
    (still_open,) = into.warc.rglob("*.open")
    assert still_open.stat().st_ino != closed.stat().st_ino
    assert (into.warc / "mau" / "alt.warc.gz").stat().st_ino == closed.stat().st_ino


def test_what_cannot_be_read_is_left_out_and_makes_the_exit_code_1(home, tmp_path):
    with Catalog(home.catalog) as catalog:
        index_archive(home, catalog)
        (hit,) = catalog.select("SELECT warc_offset AS at FROM captures WHERE url LIKE '%/tin-4/' AND status = 200")
    home.catalog.unlink()
    (file,) = home.warc.rglob("*.open")
    closed = file.rename(file.with_suffix(""))
    data = bytearray(closed.read_bytes())
    data[hit["at"] + 200] ^= 0xFF
    closed.write_bytes(data)
    edited(home, TOML)

    rebuilt = CliRunner().invoke(
        luuchieu, ["rebuild", "--home", str(home.root), "--into", str(tmp_path / "into"), "--json"]
    )
    reindexed = CliRunner().invoke(luuchieu, ["reindex", "--home", str(home.root)])

    assert isinstance(rebuilt.exception, ArchiveError)
    assert rebuilt.exception.exit_code == 1
    assert "a record of the archive could not be read" in str(rebuilt.exception)
    told = json.loads(rebuilt.stdout.splitlines()[-1])
    assert (told["articles"], len(told["damage"])) == ({"mau": 5}, 1)
    assert str(reindexed.exception) == str(rebuilt.exception)
    assert views_of(Home(tmp_path / "into")) == views_of(home)


def test_rebuild_refuses_a_folder_in_use(home):
    with pytest.raises(UsageError, match="is not empty"):
        rebuild(home, home, {}, RULES)


def test_reindex_reads_only_what_other_rules_read(home):
    assert reindex(home, [MAU], "alt", workers=1).read == 10
    assert reindex(home, [MAU], "alt", workers=1).read == 10  # the reader says RULES, whatever is asked for
    assert reindex(home, [MAU], RULES, workers=1).read == 0


def test_reindex_waits_for_no_crawl(home):
    with home.lock("mau"), pytest.raises(LockedError):
        reindex(home, [MAU], RULES)


@pytest.mark.parametrize("moment", [0, 0.2, 0.4])
def test_ctrl_c_ends_a_reindex_without_a_traceback(home, moment):
    command = [PROGRAM, "reindex", "--home", home.root]
    with subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=_as_at_a_terminal) as run:
        while not _has_readers(run.pid) and run.poll() is None:
            time.sleep(0.005)
        time.sleep(moment)
        os.killpg(run.pid, signal.SIGINT)
        told = run.communicate(timeout=30)[1].decode()

    assert (run.returncode, told.strip()) in [(1, "Aborted!"), (0, "")]


def _as_at_a_terminal():
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _has_readers(pid):
    """Whether the server that readers are forked from is there, as likely as not still loading."""
    with suppress(OSError):  # of a process or thread that ends meanwhile
        children = " ".join((task / "children").read_text() for task in Path(f"/proc/{pid}/task").iterdir()).split()
        return any(b"forkserver" in Path(f"/proc/{child}/cmdline").read_bytes() for child in children)
    return False


def test_reindex_under_new_rules_forgets_the_hints_of_old_ones(home):
    reindex(home, [MAU], RULES, workers=1)
    with Catalog(home.catalog) as catalog:
        catalog.connection.execute("UPDATE reading SET rules = 'alt'")
        catalog.connection.execute("UPDATE hint SET rules = 'alt', url = ? WHERE url LIKE '%tin-1/'", (HOST + "/x",))
    before = views_of(home)
    told = []
    reindex(home, [MAU], RULES, workers=1, tell=told.append)
    assert told == []
    assert views_of(home) == before


def test_reindex_under_new_rules_compares_texts_anew(home):
    reindex(home, [MAU], RULES, workers=1)
    before = views_of(home)
    with Catalog(home.catalog) as catalog:
        catalog.connection.execute("UPDATE kin SET kind = 'exact', score = 0.1")
        catalog.connection.execute("UPDATE reading SET rules = 'alt'")
    assert views_of(home) != before
    reindex(home, [MAU], RULES, workers=1)
    assert views_of(home) == before


def test_rehearsal_tells_and_changes_nothing(home):
    reindex(home, [MAU], RULES, workers=1)
    with Catalog(home.catalog) as catalog:
        catalog.connection.execute("UPDATE reading SET rules = 'alt'")
        catalog.connection.execute("UPDATE version SET title = 'Cũ' WHERE url LIKE '%tin-0/'")
        catalog.connection.execute("INSERT INTO pending (agency, url) VALUES ('mau', ?)", (HOST + "/tin-0/",))
    before = views_of(home)
    told = []
    rehearse(home, [MAU], RULES, workers=1, tell=told.append)
    assert told == [Difference("mau", HOST + "/tin-0/", "title", "Cũ", "Tin về sông quê ta")]
    assert views_of(home) == before
    assert not list(home.root.glob("rehearsal*"))


def edited(home, text):
    (home.root / "agencies").mkdir(exist_ok=True)
    (home.root / "agencies" / "mau.toml").write_text(text)
    return held_agencies(home, ["mau"])


def test_an_edited_agency_file_is_rehearsed_then_read_and_rebuild_agrees(home, tmp_path):
    reindex(home, edited(home, TOML), RULES, workers=1)
    before = views_of(home)
    agencies = edited(home, TOML + '[[layouts]]\ndrop_lines = ["^Kết thúc buổi"]\n')

    foretold, told = [], []
    rehearsed = rehearse(home, agencies, RULES, workers=1, tell=foretold.append)
    unchanged = views_of(home)
    done = reindex(home, agencies, RULES, workers=1, tell=told.append)

    assert unchanged == before
    assert (done, told) == (rehearsed, foretold)
    assert done.read == 10
    assert [one.what for one in told] == ["text"] * 6
    assert "Kết thúc buổi" in str(before["articles"])
    assert "Kết thúc buổi" not in str(views_of(home)["articles"])
    rebuild(home, Home(tmp_path / "into"), {"mau": agencies[0]}, RULES, workers=1)
    assert views_of(Home(tmp_path / "into")) == views_of(home)
    assert reindex(home, agencies, RULES, workers=1) == Reread(0)


def test_what_an_agency_file_says_of_anything_but_reading_reads_nothing_again(home):
    reindex(home, [MAU], RULES, workers=1)
    gentle = TOML + 'schedule = "daily"\nnotes = "chậm"\n[politeness]\ndelay = 9.0\n[discovery]\nmax_depth = 2\n'
    assert reindex(home, edited(home, gentle), RULES, workers=1) == Reread(0)


@pytest.mark.parametrize(
    "key",
    [
        'article = ["/tin-"]',
        'exclude = ["/tin-9/"]',
        '[[hosts]]\nname = "cu.mau.gov.vn"',
        "[keep]\nimages = false",
        '[discovery]\nfeeds = ["/tin.rss"]',
        '[discovery]\nsitemaps = ["/so-do.xml"]',
        '[[layouts]]\nbody = "main"',
        '[[layouts]]\ndate = "time"\nuntil = 2025-01-01',
    ],
)
def test_every_key_that_reading_heeds_belongs_to_the_rules(key):
    assert rules_for(parse_agency("mau", f"{TOML}{key}\n", "mau.toml")) != rules_for(MAU)


def test_rehearsal_works_on_a_catalog_of_older_tables(home):
    reindex(home, [MAU], RULES, workers=1)
    with Catalog(home.catalog) as catalog:
        catalog.connection.execute("UPDATE reading SET rules = 'alt'")
        catalog.connection.execute("PRAGMA user_version = 7")
    before = home.catalog.read_bytes()
    assert rehearse(home, [MAU], RULES, workers=1).read == 10
    assert home.catalog.read_bytes() == before


def test_rehearsal_without_a_catalog_says_what_to_do(home):
    home.catalog.unlink()
    with pytest.raises(UsageError, match="without --dry-run"):
        rehearse(home, [MAU], RULES)


def test_an_agency_without_a_file_is_read_as_the_archive_recorded_it(home):
    reindex(home, [MAU], RULES, workers=1)
    assert held_agencies(home, []) == held_agencies(home, ["mau"]) == [replace(MAU, source_text=TOML)]
    with pytest.raises(UsageError, match="did you mean 'cebid'"):
        held_agencies(home, ["cebit"])


def test_what_a_killed_reindex_changed_is_told_by_the_one_that_carries_on(home, monkeypatch):
    reindex(home, [MAU], RULES, workers=1)
    with Catalog(home.catalog) as catalog:
        catalog.connection.execute("UPDATE reading SET rules = 'alt'")
        catalog.connection.execute("UPDATE version SET title = 'Cũ' WHERE url LIKE '%tin-0/'")
        catalog.connection.execute("INSERT INTO pending (agency, url) VALUES ('mau', ?)", (HOST + "/tin-0/",))

    def settle_and_die(*told):
        settle(*told)
        raise SystemExit("killed")

    with monkeypatch.context() as once:
        once.setattr("pipelines.reread.settle", settle_and_die)
        with pytest.raises(SystemExit):
            reindex(home, [MAU], RULES, workers=1)
    told = []
    resumed = reindex(home, [MAU], RULES, workers=1, tell=told.append)
    next_one = reindex(home, [MAU], RULES, workers=1, tell=told.append)

    changed = Difference("mau", HOST + "/tin-0/", "title", "Cũ", "Tin về sông quê ta")
    assert told == [changed]
    assert (resumed, next_one) == (Reread(0, resumed=("mau",)), Reread(0))


def test_words_that_a_killed_reindex_did_not_write_are_written_by_the_next(home, monkeypatch):
    def dies(_connection):
        raise SystemExit("killed")

    with monkeypatch.context() as once:
        once.setattr("pipelines.reread.index_words_again", dies)
        with pytest.raises(SystemExit):
            reindex(home, [MAU], RULES, workers=1)
    with Catalog(home.catalog) as catalog:
        catalog.connection.execute("INSERT INTO words (words) VALUES ('delete-all')")

    again = reindex(home, [MAU], RULES, workers=1)

    with Catalog(home.catalog) as catalog:
        (shown,) = catalog.select("SELECT count(*) AS n FROM articles")
        (indexed,) = catalog.select(
            "SELECT count(*) AS n FROM words WHERE words MATCH 'mau OR va OR cua OR tai OR ngay'"
        )
    assert (again.read, indexed["n"]) == (0, shown["n"])
