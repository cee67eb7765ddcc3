"""Every check is in the history, and what was never checked can be asked for."""

import json

import pytest

from archive.catalog import Catalog
from archive.home import Home
from archive.store import Store
from tests.agency_site import luuchieu
from tests.archives import crawl_twice, page


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home").create()
    crawl_twice(home)
    return home


def select(home, query):
    with Catalog.reader(home.catalog) as catalog:
        return catalog.select(query)


def unchecked(home):
    return select(home, "SELECT count(*) AS n FROM fixity WHERE last_checked IS NULL")[0]["n"]


def verify(home, *options, code=0, day="2026-05-01"):
    done = luuchieu("verify", *options, "--home", home.root, "--json", LUUCHIEU_NOW=f"{day}T00:00:00Z")
    assert done.returncode == code, done.stdout + done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_sample_takes_what_was_never_checked_until_nothing_is_left(home):
    records = unchecked(home)
    verify(home, "--sample", "5")
    assert unchecked(home) == records - 5
    verify(home, "--sample", "5")
    assert unchecked(home) == records - 10
    (last,) = verify(home, "--sample", "100")
    assert (last["rows"], unchecked(home)) == (records, 0)


def test_a_check_of_all_leaves_only_what_came_later(home):
    verify(home)
    assert unchecked(home) == 0
    with Store.open(home, "mau", {}) as store:
        store.append(page(3, 3)).result()
    assert unchecked(home) == 2
    verify(home, "--since", "2026-03-03")
    assert unchecked(home) == 0


def test_every_check_is_an_event_with_outcome_and_agent(home):
    verify(home)
    verify(home, "--sample", "3", day="2026-05-02")
    verify(home, "--since", "2026-03-02", day="2026-05-03")
    rows = select(home, "SELECT substr(at, 1, 10) AS day, what, scope, outcome, records FROM checks ORDER BY at")
    assert [tuple(row.values())[:4] for row in rows] == [
        ("2026-05-01", "verify", "all", "pass"),
        ("2026-05-02", "verify", "sample 3", "pass"),
        ("2026-05-03", "verify", "since 2026-03-02", "pass"),
    ]
    assert "luuchieu/" in select(home, "SELECT agent FROM checks")[0]["agent"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("UPDATE capture SET status = 201 WHERE url LIKE '%tin-2/' AND status = 200", "row-differs"),
        ("UPDATE capture SET warc_offset = warc_offset + 1 WHERE url LIKE '%tin-2/' AND status = 200", "damaged"),
        (
            "UPDATE capture SET status = 404 WHERE url LIKE '%tin-3/' AND kind = 'response'",
            "row-differs",
        ),
        ("DELETE FROM capture WHERE url LIKE '%tin-3/' AND kind = 'response'", "revisit-without-original"),
    ],
)
def test_faults_of_single_records_are_named(home, change, fault):
    with Catalog(home.catalog) as catalog, catalog.transaction():
        catalog.connection.execute(change)
    found = verify(home, "--sample", "100", code=1)
    assert fault in [one.get("fault") for one in found]
    assert select(home, "SELECT outcome FROM checks") == [{"outcome": "fail"}]
    assert [row["outcome"] for row in select(home, "SELECT outcome FROM fixity WHERE outcome <> 'pass'")] == ["fail"]


def test_two_checks_at_once_and_no_day_are_told(home):
    assert luuchieu("verify", "--sample", "3", "--seals", "--home", home.root).returncode == 2
    assert "is no day" in luuchieu("verify", "--since", "gestern", "--home", home.root).stderr
