"""What a server gave in a header goes back to it in later requests as its own bytes, or not where none can carry it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.home import Home
from crawlers.wire.cookies import Cookies
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


def giving(site: OddServer, headers: dict[str, bytes]) -> None:
    """Let the page at each path bring that header, too."""
    site.answers |= {path: Odd((sized(LINK, HTML, header),)) for path, header in headers.items()}


def given_back(site: OddServer, path: str, name: bytes) -> list[bytes | None]:
    """The value of that header in each request for a path."""
    lines = [talk.request.split(b"\r\n") for talk in site.of(path)]
    return [next((line[len(name) + 2 :] for line in each if line.startswith(name + b":")), None) for each in lines]


def leased(home: Home) -> list[tuple[str]]:
    with closing(sqlite3.connect(home.frontier_of("mau"))) as frontier:
        return frontier.execute("SELECT url FROM url WHERE state = 'leased'").fetchall()


TAGS = {
    "/": (b'ETag: "a\rb"', b"If-None-Match", None),
    "/tin-0": (b'ETag: "a\0b"', b"If-None-Match", None),
    "/tin-r": (b"Last-Modified: Mon, 01 Jan\r2024", b"If-Modified-Since", None),
    "/tin-b": (b'ETag: "\xe9t\xe9"', b"If-None-Match", b'"\xe9t\xe9"'),
}


def test_a_tag_goes_back_in_its_own_bytes_or_not_at_all(home: Home, site: OddServer):
    """One that no header can carry broke the program before the request was sent: in each crawl that came after."""
    file = home.agencies / "mau.toml"
    file.write_text(f"seeds = {[site.url + path for path in TAGS]}\n{file.read_text()}")
    giving(site, {path: header for path, (header, _, _) in TAGS.items()})
    codes = [crawl(home.root)["code"] for _ in range(2)]
    assert (codes, leased(home)) == ([0, 0], [])
    came = {path: given_back(site, path, name) for path, (_, name, _) in TAGS.items()}
    assert came == {path: [None, sent] for path, (_, _, sent) in TAGS.items()}


def test_nor_is_one_that_the_frontier_has_from_earlier_crawls(home: Home, site: OddServer):
    crawl(home.root)
    with closing(sqlite3.connect(home.frontier_of("mau"))) as frontier, frontier:
        frontier.execute("""UPDATE url SET etag = '"a' || char(13) || 'b"' WHERE kind <> 'robots'""")
    assert (crawl(home.root)["code"], leased(home)) == (0, [])
    assert given_back(site, "/", b"If-None-Match") == [None, None]


def test_a_cookie_goes_back_in_its_own_bytes_or_not_at_all(home: Home, site: OddServer):
    """One that no header can carry broke every later request of its host."""
    cookies = [b"a=1\rb", b"b=1\0", b"c=\xff\xfe; Path=/", "tên=giá à; Path=/".encode()]
    giving(site, {"/": b"\r\n".join(b"Set-Cookie: " + one for one in cookies)})
    assert (crawl(home.root)["code"], leased(home)) == (0, [])
    assert given_back(site, PATH, b"Cookie") == [b"c=\xff\xfe; " + "tên=giá à".encode()]


@pytest.mark.parametrize(
    ("given", "back"),
    [
        (b"a=1; Max-Age=" + b"9" * 400, b"a=1; b=2"),
        (b"a=1; max-age = " + b"0" * 400, b"b=2"),
        (b"a=1; Max-Age=+" + b"9" * 400, b"a=1; b=2"),
        (b"a=max-age=12345678901234", b"a=max-age=12345678901234; b=2"),
        (b"a=" + b"x" * 4095, b"a=" + b"x" * 4095 + b"; b=2"),
        (b"a=" + b"x" * 4096, b"b=2"),
        (b"a=1; Path=/; Comment=" + b"x" * 9000, b"a=1; b=2"),
    ],
)
def test_a_cookie_that_no_browser_takes_does_not_go_back_and_one_of_great_age_does(given: bytes, back: bytes):
    """All cookies of an answer were lost over an age of 400 digits, and requests with 9 KB of cookies are refused."""
    cookies = Cookies()
    cookies.take("https://mau.gov.vn/", [given, b"b=2"])
    assert cookies.of("https://mau.gov.vn/tin/") == back
