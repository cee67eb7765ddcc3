"""What a person decides is a record: it holds at once, after reindex, and in a catalog rebuilt from WARC alone."""

import json
import zipfile

import pytest

from archive.catalog import Catalog
from archive.errors import UsageError
from archive.home import Home
from archive.search import search
from archive.settled import Article, Ruling
from pipelines.reading.page import RULES
from pipelines.reread import reindex
from pipelines.settling.rulings import corrected, correction, precision_of
from tests.agency_site import luuchieu
from tests.readings import HOST, all_views
from tests.test_reread import MAU, TOML, crawl_two_days


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home").create()
    (home.agencies / "mau.toml").write_text(TOML)
    crawl_two_days(home)
    reindex(home, [MAU], RULES)
    return home


def decide(home, *arguments, code=0):
    done = luuchieu(*arguments, "--home", home.root, "--who", "Lan")
    assert done.returncode == code, done.stdout + done.stderr
    return done


def select(home, query):
    with Catalog.reader(home.catalog) as catalog:
        return catalog.select(query)


def everything(home):
    with Catalog.reader(home.catalog) as catalog:
        return all_views(catalog)


def test_decisions_hold_live_and_in_a_rebuilt_catalog(home, tmp_path):
    url = HOST + "/tin-0/"
    decide(home, "correct", url, "published=2019-05-03", "title=Tin  đúng", "author=unknown", "--because", "sai ngày")
    decide(home, "correct", HOST + "/tin-4/", "kind=page", "--because", "không phải tin")
    decide(home, "withhold", HOST + "/tin-1/", "--because", "có tên người bệnh")
    (article,) = select(home, f"SELECT * FROM articles WHERE url = '{url}'")
    evidence = json.loads(article["published_evidence"])
    (note,) = select(home, "SELECT id, kind FROM note WHERE kind = 'correction' ORDER BY noted LIMIT 1")
    assert (article["title"], article["published"], article["published_precision"]) == ("Tin đúng", "2019-05-03", "day")
    assert evidence == {"text": "2019-05-03", "where": "correction", "capture": note["id"], "inferred_year": False}
    assert [row["url"] for row in select(home, "SELECT url FROM pages")] == [HOST + "/tin-4/"]
    assert luuchieu("rebuild", "--home", home.root, "--into", tmp_path / "anew").returncode == 0
    assert everything(Home(tmp_path / "anew")) == everything(home)
    assert luuchieu("verify", "--home", home.root).returncode == 0
    assert luuchieu("prove", url, "--home", home.root).returncode == 0


def found(home, query):
    with Catalog.reader(home.catalog) as catalog:
        return {hit.url.removeprefix(HOST) for hit in search(catalog, query)}


def test_a_title_set_right_is_what_search_finds(home, tmp_path):
    before = (found(home, "đo lường"), found(home, '"sông quê"'))
    decide(home, "correct", HOST + "/tin-0/", "title=Họp về đo lường", "--because", "sai tựa")
    corrected_title = (found(home, "đo lường"), found(home, '"sông quê"'))
    with Catalog(home.catalog) as catalog:
        catalog.connection.execute("UPDATE reading SET rules = 'older'")
    reindex(home, [MAU], RULES)
    read_again = (found(home, "đo lường"), found(home, '"sông quê"'))
    luuchieu("rebuild", "--home", home.root, "--into", tmp_path / "anew")
    built_again = (found(Home(tmp_path / "anew"), "do luong"), found(Home(tmp_path / "anew"), '"sông quê"'))
    decide(home, "correct", HOST + "/tin-0/", "title=", "--because", "tựa cũ đúng")
    assert before == (set(), {"/tin-0/"})
    assert corrected_title == read_again == built_again == ({"/tin-0/"}, set())
    assert (found(home, "đo lường"), found(home, '"sông quê"')) == before


def test_what_is_withheld_is_not_shown_and_not_removed(home):
    url = HOST + "/tin-1/"
    captures = select(home, "SELECT * FROM captures")
    before = select(home, f"SELECT * FROM articles WHERE url = '{url}'")
    decide(home, "withhold", url, "--because", "có tên người bệnh")
    (article,) = select(home, f"SELECT title, text, author, state FROM articles WHERE url = '{url}'")
    versions = select(home, f"SELECT title, text, state FROM versions WHERE url = '{url}'")
    changes = select(home, f"SELECT before, after FROM changes WHERE url = '{url}'")
    assert article == {"title": None, "text": None, "author": None, "state": "withheld"}
    assert versions == [{"title": None, "text": None, "state": "withheld"}] * 2
    assert {value for row in changes for value in row.values()} == {None}
    assert json.loads(luuchieu("search", "hồ", "--json", "--home", home.root).stdout or "[]") == []
    assert url not in luuchieu("export", "cdxj", "--home", home.root).stdout
    assert luuchieu("export", "wacz", home.root / "x.wacz", "--home", home.root).returncode == 0
    with zipfile.ZipFile(home.root / "x.wacz") as wacz:
        kept = b"".join(wacz.read(name) for name in wacz.namelist() if name.endswith((".jsonl", ".cdxj", ".cdx.gz")))
    assert (url.encode() in kept, (HOST + "/tin-0/").encode() in kept) == (False, True)
    assert "withheld by Lan" in luuchieu("show", url, "--home", home.root).stdout
    assert luuchieu("diff", url, "--home", home.root).returncode == 2
    proven = luuchieu("prove", url, "--home", home.root, "--json")
    assert (proven.returncode, json.loads(proven.stdout)["article"]["versions"][0]["text"]) == (0, "")
    assert "hồ" not in proven.stdout
    assert select(home, "SELECT * FROM captures") == captures
    decide(home, "release", url, "--because", "đã hỏi")
    decide(home, "release", url, "--because", "đã hỏi", code=2)
    assert select(home, f"SELECT * FROM articles WHERE url = '{url}'") == before
    assert url in luuchieu("export", "cdxj", "--home", home.root).stdout


def test_a_sound_catalog_with_rulings_is_sound_to_sqlite_too(home):
    """SQLite 3.40 found NULL in `ruling.who`, and a damaged frontier was told as a damaged catalog or frontier."""
    decide(home, "withhold", HOST + "/tin-1/", "--because", "có tên người bệnh")
    assert select(home, "PRAGMA integrity_check") == [{"integrity_check": "ok"}]


def test_rulings_of_an_older_catalog_are_kept(home):
    decide(home, "withhold", HOST + "/tin-1/", "--because", "có tên người bệnh")
    before = everything(home)
    with Catalog(home.catalog) as catalog:
        columns = "agency, url, name, value, who, because, noted, note"
        catalog.connection.execute(f"CREATE TABLE older AS SELECT {columns} FROM ruling")
        catalog.connection.execute("DROP TABLE ruling")
        catalog.connection.execute(f"CREATE TABLE ruling ({columns})")
        catalog.connection.execute("INSERT INTO ruling SELECT * FROM older")
        catalog.connection.execute("DROP TABLE older")
        catalog.connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'ordered'")
        catalog.connection.execute("PRAGMA user_version = 7")
    Catalog(home.catalog).close()
    assert everything(home) == before


def test_an_empty_value_takes_a_correction_back_and_all_stays_on_record(home):
    url = HOST + "/tin-0/"
    before = select(home, "SELECT * FROM articles")
    decide(home, "correct", url, "published=unknown", "--because", "một")
    assert select(home, f"SELECT published FROM articles WHERE url = '{url}'") == [{"published": None}]
    decide(home, "correct", url, "published=", "--because", "hai")
    assert select(home, "SELECT * FROM articles") == before
    rulings = select(home, "SELECT name, value, who, because, newest FROM rulings ORDER BY decided")
    assert [tuple(row.values()) for row in rulings] == [
        ("published", "unknown", "Lan", "một", 0),
        ("published", None, "Lan", "hai", 1),
    ]


def test_a_ruling_is_no_crawl(home):
    before = select(home, "SELECT * FROM crawls"), select(home, "SELECT count(*) FROM note WHERE kind = 'session'")
    decide(home, "correct", HOST + "/tin-0/", "title=Khác", "--because", "sai")
    assert select(home, "SELECT * FROM crawls") == before[0]
    assert select(home, "SELECT count(*) AS n FROM note WHERE kind = 'session'") == [{"n": 1}]


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ("publised=2019", "did you mean published=…?"),
        ("2019-05-03", "write title=…, published=…, author=…, kind=…"),
        ("published=3/5/2019", "write 2019, 2019-05, 2019-05-03"),
        ("published=2019-02-30", "published=2019-02-30"),
        ("kind=news", "an entry is an `article`"),
    ],
)
def test_what_corrects_nothing_is_told(pair, said):
    with pytest.raises(UsageError, match=said.replace("(", r"\(").replace("?", r"\?")):
        correction([pair])


def test_a_name_is_corrected_once_at_a_time():
    with pytest.raises(UsageError, match="published is corrected twice"):
        correction(["published=2019", "title=Tin", "published=2020"])


@pytest.mark.parametrize(
    ("value", "precision"),
    [
        ("2019", "year"),
        ("2019-05", "month"),
        ("2019-05-03", "day"),
        ("2019-05-03T08:30+07:00", "minute"),
        ("2019-05-03T08:30:10+07:00", "second"),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(value, precision):
    assert precision_of(value) == precision
    assert correction([f"published={value.removesuffix('+07:00')}"]) == {"published": value}


def test_without_rulings_an_article_stays_as_it_is():
    article = Article("mau", HOST, "article", *[None] * 8, "live", None, "1", "2", "c", ())
    assert corrected(article, {}) == article
    page = Ruling("kind", "page", "Lan", "vì", "1", "n")
    assert corrected(article, {"kind": page}).kind == "page"


def test_bad_commands_change_nothing(home):
    decide(home, "withhold", HOST + "/khong-co/", "--because", "x", code=2)
    decide(home, "withhold", HOST + "/tin-0/", "--because", " ", code=2)
    decide(home, "correct", HOST + "/wp-json/wp/v2/posts?per_page=100", "title=x", "--because", "x", code=2)
    assert select(home, "SELECT * FROM rulings") == []
