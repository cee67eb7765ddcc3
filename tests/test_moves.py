"""A host that moves is one finding, which says what to do."""

from archive.catalog import Catalog
from crawlers.moves import moved_hosts, moves
from pipelines.agency import Agency, Host
from tests.readings import HOST, capture_of

NEW = "https://moi.gov.vn"


def test_half_of_the_pages_and_three_make_a_move():
    stays = [(f"{HOST}/{n}", None) for n in range(3)]
    goes = [(f"https://www.mau.gov.vn/bai/{n}", f"{NEW}/bai/{n}") for n in range(3)]
    assert moved_hosts([*stays, *goes]) == [("mau.gov.vn", "moi.gov.vn", 3, 6)]
    assert moved_hosts([*stays, *goes[:2]]) == []
    assert moved_hosts([*stays, (HOST + "/x", None), *goes]) == []
    assert moved_hosts([(f"{HOST}/{n}", f"https://www.mau.gov.vn/{n}") for n in range(9)]) == []


def test_a_crawl_says_so_and_what_to_do(tmp_path):
    with Catalog(tmp_path / "catalog.db") as catalog:
        pages = [capture_of(n, f"/{n}", status=301, redirect=f"{NEW}/") for n in range(4)]
        catalog.add_captures([*pages, capture_of(9, "/con-lai", mime="text/html")])
        known = Agency("mau", "Mẫu", HOST + "/", hosts=(Host("moi.gov.vn"),))
        (said,) = moves(catalog, Agency("mau", "Mẫu", HOST + "/"), "crawl-1")
        assert said.startswith("mau.gov.vn has moved to moi.gov.vn: 4 of 5 pages redirect there")
        assert "`hosts` in the agency's file (mau.toml)" in said
        assert moves(catalog, known, "crawl-1") == []
