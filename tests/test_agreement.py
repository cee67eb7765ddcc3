"""Articles and rulings that were changed in the catalog alone are found and named by verify."""

import re
import shutil

import pytest

from archive.catalog import Catalog
from archive.home import Home
from pipelines.agreement import derived, unready
from pipelines.reread import reindex
from pipelines.rules import RULES
from tests.agency_site import luuchieu
from tests.readings import HOST
from tests.test_reread import MAU, TOML, crawl_two_days

HIDDEN, SHOWN = f"{HOST}/tin-0/", f"{HOST}/tin-1/"


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """An archive of two crawls with versions, an article that was withheld, and one whose author was corrected."""
    home = Home(tmp_path_factory.mktemp("agreement") / "home").create()
    (home.agencies / "mau.toml").write_text(TOML)
    crawl_two_days(home)
    reindex(home, [MAU], RULES)
    assert luuchieu("withhold", HIDDEN, "--because", "x", "--home", home.root).returncode == 0
    assert luuchieu("correct", SHOWN, "author=Lê Na", "--because", "x", "--home", home.root).returncode == 0
    return home


@pytest.fixture
def home(kept, tmp_path):
    """A copy of it, to be changed."""
    return Home(shutil.copytree(kept.root, tmp_path / "home"))


def change(home, statement):
    with Catalog(home.catalog) as catalog, catalog.transaction():
        assert catalog.connection.execute(statement).rowcount > 0


def findings(home):
    with Catalog.reader(home.catalog) as catalog:
        assert unready(catalog) == {}
        return [(one.fault, re.sub(r"urn:\S+", "ID", one.what.replace(HOST, ""))) for one in derived(catalog, ())]


def test_rows_agree_with_what_they_derive_from(home):
    assert findings(home) == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (
            f"UPDATE version SET text = 'bịa' WHERE url = '{HIDDEN}'",
            "the article mau:/tin-0/ says otherwise than its readings: version 1: text",
        ),
        (
            f"UPDATE article SET author = 'Ai đó' WHERE url = '{SHOWN}'",
            "the article mau:/tin-1/ says otherwise than its readings: author",
        ),
        (
            f"DELETE FROM article WHERE url = '{SHOWN}'",
            "the article mau:/tin-1/ has no row, though its readings show it",
        ),
        (
            f"INSERT INTO article SELECT 999, agency, '{HOST}/bia/', {{rest}} FROM article WHERE url = '{SHOWN}'",
            "the article mau:/bia/ has a row, though no reading shows it",
        ),
        (
            "UPDATE ruled SET withheld = NULL WHERE withheld IS NOT NULL",
            "the article mau:/tin-0/ does not show what people ruled about it",
        ),
    ],
)
def test_a_changed_row_is_named(home, statement, found):
    with Catalog.reader(home.catalog) as catalog:
        columns = [row[1] for row in catalog.connection.execute("PRAGMA table_info(article)")]

    change(home, statement.format(rest=", ".join(columns[3:])))

    assert findings(home) == [("row-differs", found)]


def test_a_changed_reading_is_named(home):
    change(home, f"UPDATE reading SET blocks = '[]' WHERE capture = (SELECT latest FROM article WHERE url = '{SHOWN}')")

    assert findings(home)[0] == ("row-differs", "title or text of the reading of ID were changed")


def test_a_ruling_that_was_taken_out_or_put_in_is_named(home):
    change(home, "DELETE FROM ruling WHERE name = 'withheld'")
    change(home, "DELETE FROM ruled")
    change(home, "UPDATE ruling SET value = 'Ai đó' WHERE name = 'author'")

    told = [what for _, what in findings(home)]

    assert sorted(what for what in told if what.startswith("the ruling")) == [
        "the ruling on author of mau:/tin-1/ is in a note and not in the catalog",
        "the ruling on author of mau:/tin-1/ is in the catalog and in no note",
        "the ruling on withheld of mau:/tin-0/ is in a note and not in the catalog",
    ]


def test_verify_tells_them_and_whose_articles_it_passed_over(home):
    change(home, f"UPDATE version SET text = 'bịa' WHERE url = '{HIDDEN}'")
    seen = luuchieu("verify", "--home", home.root)
    change(home, "UPDATE reading SET rules = '2001.1'")
    unseen = luuchieu("verify", "--home", home.root)

    assert (seen.returncode, seen.stdout.count("row-differs"), "bịa" in seen.stdout, seen.stderr) == (1, 1, False, "")
    assert (unseen.returncode, unseen.stderr) == (
        0,
        "mau: its articles were not held against their readings, as some of its pages were read by older rules: "
        "`luuchieu reindex`\n",
    )
