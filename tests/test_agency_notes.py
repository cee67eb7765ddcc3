"""An agency's file is kept once a month and when it is another, and yet every crawl tells which was in force."""

import shutil
import sqlite3

import pytest

from archive.agency_notes import FIELD, KIND, file_in_force
from archive.catalog import Catalog
from archive.digests import digest_of
from archive.home import Home
from archive.repair import index_archive
from archive.store import Store
from tests.agency_site import agency_site, home_for, luuchieu

OLD, NEW = (f'name = "Mẫu"\nurl = "https://mau.gov.vn/"\naliases = ["{one}"]\n' for one in ("Cũ", "Mới"))


def files_of(home):
    with Catalog.reader(home.catalog) as catalog:
        query = f"SELECT content ->> '$.text' AS text FROM note WHERE kind = '{KIND}' ORDER BY noted"
        return [row["text"] for row in catalog.select(query)], file_in_force(catalog.connection, "mau")


def crawled(home, text, note=True):
    with Store.open(home, "mau", {FIELD: digest_of(text)}) as store:
        if note:
            store.append_note(KIND, {"text": text, "digest": digest_of(text)}).result()


@pytest.mark.slow
def test_a_file_is_kept_again_only_when_it_is_another_or_in_another_month(tmp_path):
    with agency_site(2).served() as site:
        home = Home(home_for(tmp_path, site.url))
        first = (home.agencies / "mau.toml").read_text()
        other = first + "[keep]\nfonts = false\n"
        in_force = []
        for text, now in ((first, "01-05"), (first, "01-06"), (other, "01-07"), (first, "01-08"), (first, "02-01")):
            (home.agencies / "mau.toml").write_text(text)
            ended = luuchieu("crawl", "mau", "--home", home.root, LUUCHIEU_NOW=f"2027-{now}T03:00:00Z")
            assert ended.returncode == 0, ended.stderr
            in_force.append(files_of(home)[1])
    assert files_of(home)[0] == [first, other, first]
    assert in_force == [first, first, other, first, first]


def test_of_two_archives_put_together_the_last_crawl_tells(tmp_path):
    one, two, both = (Home(tmp_path / name).create() for name in ("a", "b", "both"))
    crawled(one, OLD)
    crawled(two, NEW)
    crawled(one, OLD, note=False)
    for home in (one, two):
        shutil.copytree(home.warc, both.warc, dirs_exist_ok=True)
    with Catalog(both.catalog) as catalog:
        index_archive(both, catalog)
    assert files_of(both) == ([OLD, NEW], OLD)


def test_a_crawl_that_was_killed_before_its_note_leaves_the_one_before(tmp_path):
    home = Home(tmp_path).create()
    crawled(home, OLD)
    crawled(home, NEW, note=False)
    assert files_of(home) == ([OLD], OLD)


def test_notes_of_older_versions_name_no_digest(tmp_path):
    home = Home(tmp_path).create()
    for text in (OLD, NEW):
        with Store.open(home, "mau", {}) as store:
            store.append_note(KIND, {"text": text}).result()
    assert files_of(home) == ([OLD, NEW], NEW)
    with sqlite3.connect(home.catalog) as empty:
        assert file_in_force(empty, "khac") is None
