from dataclasses import replace
from io import BytesIO

import pytest

from archive.catalog import Catalog
from archive.damage import Damage
from archive.home import Home
from archive.model import Exchange
from archive.store import Store
from crawlers.earlier import Earlier
from crawlers.frontier.tables import Lease

URL = "https://mau.gov.vn/tin/1.html"


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path).create()


def exchange(url: str = URL) -> Exchange:
    response = BytesIO(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\nabc")
    return Exchange(url, "2026-03-01T02:00:00.000000Z", b"GET / HTTP/1.1\r\n\r\n", response)


def test_what_came_a_moment_ago_under_whatever_lease_is_found(home):
    with Store.open(home, "mau", {"software": "test"}) as store, Catalog.reader(home.catalog) as catalog:
        earlier = Earlier(catalog, "mau", home.root, Damage())
        before = earlier.original(Lease(URL, "page", 0, 1))
        kept = store.append(exchange()).result()

        assert (before, earlier.original(Lease(URL, "page", 0, 1))) == (None, kept)
        assert earlier.original(Lease(URL, "page", 0, 2, capture=kept.id)) == kept


def test_of_what_a_lost_frontier_does_not_know_the_archive_does(home):
    with Store.open(home, "mau", {"software": "test"}) as store:
        kept = store.append(exchange()).result()
    with Catalog.reader(home.catalog) as catalog:
        assert Earlier(catalog, "mau", home.root, Damage()).original(Lease(URL, "page", 0, 1)) == kept
        assert Earlier(catalog, "khac", home.root, Damage()).original(Lease(URL, "page", 0, 1)) is None


@pytest.mark.parametrize(
    ("came", "believed"),
    [
        ([(1, b"200 abc"), (31, b"200 abc")], True),
        ([(1, b"200 abc"), (15, b"503 ab"), (31, b"200 abc")], True),
        ([(1, b"200 abc"), (30, b"200 abc")], False),
        ([(1, b"200 abc"), (15, b"200 ab"), (31, b"200 abc")], False),
        ([(31, b"200 abc")], False),
    ],
)
def test_what_breaks_off_alike_for_thirty_days_is_all_there_is(home, came, believed):
    with Store.open(home, "mau", {"software": "test"}) as store, Catalog.reader(home.catalog) as catalog:
        for day, told in came:
            at = f"2026-03-{day:02}T02:00:00.000000Z"
            half = BytesIO(b"HTTP/1.1 %s\r\nContent-Length: 9\r\n\r\n%s" % tuple(told.split()))
            last = store.append(replace(exchange(), started=at, response=half, truncated="disconnect")).result()
        assert Earlier(catalog, "mau", home.root, Damage()).has_no_end(last) is believed
