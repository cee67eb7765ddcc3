"""A page that does nothing but refresh to another is a redirect; one that only reloads itself says nothing."""

import pytest

from archive.catalog import Catalog
from pipelines.reading.page import read_page
from pipelines.refresh import refresh_href
from pipelines.settling.settle import settle
from tests.readings import HOST, capture_of, published, reading_of
from tests.test_page import exchange
from tests.test_settle import MAU

URL = "https://coquan.example/tin/bai-1.html"


@pytest.mark.parametrize(
    ("content", "href"),
    [
        ("0; url=/tin/moi/", "/tin/moi/"),
        ("5;URL='https://coquan.example/tin/moi/'", "https://coquan.example/tin/moi/"),
        ("0, url = moi.html ", "moi.html"),
        ("300", None),
        ("", None),
    ],
)
def test_what_a_refresh_names(content, href):
    assert refresh_href(content) == href


@pytest.mark.parametrize(
    ("head", "target"),
    [
        ('<meta http-equiv="Refresh" content="0; url=moi.html">', "https://coquan.example/tin/moi.html"),
        ('<meta http-equiv="refresh" content="3">', None),
        ("<script>document.cookie='D1N=1'; window.location.reload()</script>", None),
        ('<meta http-equiv="refresh" content="0; url=javascript:go()">', None),
    ],
)
def test_a_stub_names_where_it_sends_on(head, target):
    reading = read_page(exchange(f"<html><head>{head}</head><body></body></html>".encode(), URL), None)

    assert (reading.outcome, reading.canonical) == ("stub", target)


@pytest.mark.parametrize(
    ("canonical", "state"),
    [
        (HOST + "/moi/", ("moved", HOST + "/moi/")),
        (HOST + "/cu/", ("unreachable", "stub")),
        (None, ("unreachable", "stub")),
        (HOST + "/", ("live", None)),  # to the home page, once: it may be gone, which a later day tells
    ],
)
def test_an_article_that_refreshes_to_another_has_moved(tmp_path, canonical, state):
    text = "Sáng nay đoàn công tác đã khảo sát hiện trường và làm việc với địa phương về nguồn nước."
    with Catalog(tmp_path / "catalog.db") as catalog:
        captures = [capture_of(1, "/cu/"), capture_of(2, "/cu/", day=2), capture_of(3, "/moi/", day=2)]
        catalog.add_captures(captures)
        catalog.add_readings(
            [
                reading_of(captures[0], "Khảo sát nguồn nước", text, published=published("2026-02-10")),
                reading_of(captures[1], None, outcome="stub", canonical=canonical),
                reading_of(captures[2], "Khảo sát nguồn nước", text, published=published("2026-02-10")),
            ]
        )
        settle(MAU, catalog)
        rows = catalog.select("SELECT url, state, state_detail FROM article ORDER BY url")

    assert [tuple(row.values()) for row in rows] == [(HOST + "/cu/", *state), (HOST + "/moi/", "live", None)]
