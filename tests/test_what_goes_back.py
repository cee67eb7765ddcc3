"""What a server gave in a header goes back to it in later requests as its own bytes, or not where none can carry it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.home import Home
from tests.agency_site import article, crawl, home_for
from tests.odd_server import Odd, OddServer, odd_server, sized

HTML = b"Content-Type: text/html; charset=utf-8"
PATH = "/tin-tuc/nghiem-thu-1.html"
LINK = f'<html><body><h3><a href="{PATH}">Nghiệm thu trạm quan trắc</a></h3></body></html>'.encode()


@pytest.fixture
def site() -> Iterator[OddServer]:
    pages = {"/": LINK, PATH: article(1).encode()}
    with odd_server({path: Odd((sized(body, HTML),)) for path, body in pages.items()}) as server:
        yield server


@pytest.fixture
def home(tmp_path: Path, site: OddServer) -> Home:
    return Home(home_for(tmp_path, site.url))


def giving(site: OddServer, header: bytes) -> None:
    """Let the home page bring this header, too."""
    site.answers["/"] = Odd((sized(LINK, HTML, header),))


def given_back(site: OddServer, path: str, name: bytes) -> list[bytes | None]:
    """The value of that header in each request for a path."""
    lines = [talk.request.split(b"\r\n") for talk in site.of(path)]
    return [next((line[len(name) + 2 :] for line in each if line.startswith(name + b":")), None) for each in lines]


def leased(home: Home) -> list[tuple[str]]:
    with closing(sqlite3.connect(home.frontier_of("mau"))) as frontier:
        return frontier.execute("SELECT url FROM url WHERE state = 'leased'").fetchall()


def assert_two_crawls_see_it(home: Home, site: OddServer) -> None:
    codes = [crawl(home.root)["code"] for _ in range(2)]
    assert (codes, leased(home), len(site.of("/"))) == ([0, 0], [], 2)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (b'ETag: "a\rb"', b"If-None-Match"),
        (b'ETag: "a\0b"', b"If-None-Match"),
        (b"Last-Modified: Mon, 01 Jan\r2024", b"If-Modified-Since"),
    ],
)
def test_a_tag_that_no_header_can_carry_is_not_sent(header: bytes, name: bytes, home: Home, site: OddServer):
    """The request broke the program before it was sent: in this crawl and in each one after it."""
    giving(site, header)
    assert_two_crawls_see_it(home, site)
    assert given_back(site, "/", name) == [None, None]


def test_nor_is_one_that_the_frontier_has_from_earlier_crawls(home: Home, site: OddServer):
    crawl(home.root)
    with closing(sqlite3.connect(home.frontier_of("mau"))) as frontier, frontier:
        frontier.execute("""UPDATE url SET etag = '"a' || char(13) || 'b"' WHERE kind <> 'robots'""")
    assert (crawl(home.root)["code"], leased(home)) == (0, [])
    assert given_back(site, "/", b"If-None-Match") == [None, None]


def test_a_tag_goes_back_in_its_own_bytes(home: Home, site: OddServer):
    giving(site, b'ETag: "\xe9t\xe9"')
    assert_two_crawls_see_it(home, site)
    assert given_back(site, "/", b"If-None-Match") == [None, b'"\xe9t\xe9"']


@pytest.mark.parametrize(
    ("cookie", "sent"),
    [
        (b"a=1\rb", None),
        (b"a=1\0", None),
        (b"a=\xff\xfe; Path=/", b"a=\xff\xfe"),
        ("tên=giá à; Path=/".encode(), "tên=giá à".encode()),
    ],
)
def test_a_cookie_goes_back_in_its_own_bytes_or_not_at_all(
    cookie: bytes, sent: bytes | None, home: Home, site: OddServer
):
    """One that no header can carry broke every later request of its host."""
    giving(site, b"Set-Cookie: " + cookie)
    assert (crawl(home.root)["code"], leased(home)) == (0, [])
    assert given_back(site, PATH, b"Cookie") == [sent]
