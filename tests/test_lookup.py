import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from archive.catalog import Catalog
from archive.census import take_census
from archive.errors import UsageError
from archive.home import Home
from archive.lookup import known_urls, look_up
from archive.model import Note, Place
from crawlers.commands.show import command as show
from crawlers.commands.status import command as status
from pipelines.agency import Agency
from pipelines.settling.settle import settle
from tests.readings import AGENCY, HOST, capture_of, failure_of, published, reading_of

ARTICLE = HOST + "/tin-ve-nuoc-sach/"


@pytest.fixture
def catalog(tmp_path):
    with Catalog(tmp_path / "catalog.db") as catalog:
        first, other = capture_of(1, "/tin-ve-nuoc-sach/", 1), capture_of(2, "/tin-ve-nuoc-sach/", 2)
        alias = capture_of(3, "/?p=7", 2)
        note = Note("urn:uuid:n", AGENCY, "crawl-2", "crawl", "2026-03-02T00:00:00.000000Z", {}, Place("w", 1, 1))
        report = Note(
            "urn:uuid:r",
            AGENCY,
            "crawl-2",
            "crawl-report",
            "2026-03-02T01:00:00.000000Z",
            {"findings": ["f"]},
            note.place,
        )
        urls = Note("urn:uuid:u", AGENCY, "crawl-2", "urls", "2026-03-02T02:00:00.000000Z", {"urls": []}, note.place)
        catalog.add_captures([first, other, alias, failure_of(4, "/tin-khac", 2)])
        catalog.add_notes([note, report, urls])
        dated = {"published": published("2026-02-28"), "canonical": ARTICLE}
        catalog.add_readings([reading_of(first, "Nước", "Cũ.", **dated), reading_of(other, "Nước", "Mới.", **dated)])
        catalog.add_readings([reading_of(alias, "Nước", "Mới.", **dated)])
        settle(Agency(AGENCY, "Mẫu", HOST), catalog)
        yield catalog


def run(command, catalog, *arguments):
    home = ["--home", str(catalog.path.parent)]
    return CliRunner().invoke(command, [*home, *arguments], catch_exceptions=False).stdout


def test_article_with_evidence_versions_and_provenance(catalog):
    (portrait,) = look_up(catalog, ARTICLE)
    article = portrait["article"]
    assert (article["text"], article["published_evidence"]["where"]) == ("Mới.", "meta article:published_time")
    assert [(one["captured"], one["warc_offset"]) for one in article["versions"]] == [
        ("2026-03-01T03:00:01.000001Z", 1000),
        ("2026-03-02T03:00:02.000002Z", 2000),
    ]
    assert [one["record_id"] for one in portrait["captures"]] == ["urn:uuid:00000001", "urn:uuid:00000002"]


def test_another_url_of_an_article_leads_to_it(catalog):
    (portrait,) = look_up(catalog, "mau.gov.vn/?p=7#x")
    assert portrait["article"]["url"] == ARTICLE
    assert "asked for: https://mau.gov.vn/?p=7, which belongs to it" in run(show, catalog, HOST + "/?p=7")


def test_a_url_that_failed_says_why(catalog):
    assert "mau: no article; failed (timeout: no answer)" in run(show, catalog, HOST + "/tin-khac")


def test_of_what_shows_no_article_status_and_reason_are_said(catalog):
    error, listing = capture_of(5, "/loi", 3, status=500), capture_of(6, "/tin/", 3)
    onward = capture_of(7, "/cu", 3, status=302, redirect=HOST + "/")
    catalog.add_captures([error, listing, onward])
    catalog.add_readings(
        [
            reading_of(error, None, outcome="error"),
            reading_of(listing, None, outcome="listing"),
        ]
    )

    told = [run(show, catalog, HOST + path).splitlines()[1] for path in ("/loi", "/tin/", "/cu")]

    assert told == [
        "  mau: no article; answered 500; error: said so",
        "  mau: no article; answered 200; listing: said so",
        f"  mau: no article; answered 302, leading to {HOST}/; not read yet",
    ]


def test_unknown_urls_get_the_nearest(catalog):
    with pytest.raises(UsageError, match=f"did you mean {ARTICLE}"):
        look_up(catalog, HOST + "/tin-ve-nuoc-sac")
    with pytest.raises(UsageError, match=r"it has nothing of khac\.vn"):
        look_up(catalog, "https://khac.vn/a")


def test_of_another_agency_than_asked_it_is_said_whose_it_is(catalog):
    """The nearest URL was the very one that was asked for."""
    catalog.add_captures([replace(failure_of(9, "/khac", 2), agency="khac")])
    with pytest.raises(UsageError, match=f"{ARTICLE} is not in the catalog of khac; it is in that of mau$"):
        known_urls(catalog, ARTICLE, "khac")


def test_show_tells_a_person(catalog):
    told = run(show, catalog, ARTICLE)
    assert told.startswith(f"Nước\n{ARTICLE}\n")
    assert "published: 2026-02-28 (day) from '2026-02-28' in meta article:published_time" in told
    assert "proof: warc/mau/a.warc.gz offset 2000 length 900" in told
    assert "\nMới.\n" in told


def test_show_as_json_is_the_portrait(catalog):
    assert json.loads(run(show, catalog, "--json", ARTICLE)) == look_up(catalog, ARTICLE)[0]


def test_census(catalog):
    census = take_census(catalog, AGENCY)
    crawl = census.pop("last_crawl")
    assert census == {
        "agency": "mau",
        "articles": 1,
        "pages": 0,
        "versions": 2,
        "captures": 3,
        "failures": 1,
        "newest_published": "2026-02-28",
        "unread": 0,
        "states": {"live": 1},
        "absent": {"failed: timeout: no answer": 1},
    }
    assert (crawl["captures"], crawl["failed"], crawl["report"]) == (2, {"timeout": 1}, {"findings": ["f"]})


def test_status_tells_a_person_and_programs(catalog):
    told = run(status, catalog)
    assert "mau: 1 articles in 2 versions, 0 pages, 3 captures\n  requests without an answer: 1\n" in told
    assert "failures: 1 timeout" in told
    assert "! f" in told
    assert json.loads(run(status, catalog, "--json", "mau")) == take_census(catalog, AGENCY)


def test_status_names_the_nearest_agency(catalog):
    with pytest.raises(UsageError, match="did you mean 'mau'"):
        run(status, catalog, "mao")


def test_a_url_of_a_host_that_has_no_articles_yet_is_compared_with_what_was_captured(tmp_path):
    """It was said that nothing of the host is there."""
    with Catalog(tmp_path / "catalog.db") as catalog:
        catalog.add_captures([capture_of(1, "/tin-ve-nuoc-sach/", 1)])
        with pytest.raises(UsageError, match=f"; did you mean {ARTICLE}"):
            look_up(catalog, HOST + "/tin-ve-nuoc-sac/")
        with pytest.raises(UsageError, match=r"not in the catalog; of .* it has no article yet$"):
            look_up(catalog, HOST + "/xyz")


def test_nobody_is_told_to_reindex_right_now_what_a_process_works_on(catalog):
    """Reindex refuses while it does; and it was said that a `capture` reads what others left."""
    catalog.add_captures([capture_of(9, "/tin-moi/", 2)])
    with Home(catalog.path.parent).lock(AGENCY):
        told = "(when the process has ended that works on the agency now: luuchieu reindex)"
        assert f"captures not read yet: 1 {told}" in run(status, catalog)
    assert "captures not read yet: 1 (luuchieu reindex)" in run(status, catalog)
