"""`luuchieu agency add` and `check` on sites that answer over loopback."""

import gzip
import json
import re
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.catalog import Catalog
from archive.errors import UsageError
from crawlers.agency_draft import slug_of
from crawlers.capture_once import visit
from crawlers.commands.agency import command
from crawlers.marks import system_of
from crawlers.probe import _site_name, probe
from pipelines.agency import Agency, Discovery, Politeness, Tls
from pipelines.agency_file import load_agency
from tests.agency_site import luuchieu
from tests.odd_server import Odd, OddServer, odd_server, sized
from tests.polite_site import PoliteSite, Reply
from tests.test_tls import CHAINS, LONE, ROOT, WORDS

HTML = b"Content-Type: text/html; charset=utf-8"

MENU = '<nav><a href="/gioi-thieu">Giới thiệu</a><a href="/tin">Tin</a><a href="/cam/tin">Nội bộ</a></nav>'
BODY = "<p>Đoàn công tác của Sở đã kiểm tra các trạm quan trắc nước dưới đất trên địa bàn ba huyện miền núi.</p>" * 4


def page(title: str, body: str) -> Odd:
    return html(f"<!doctype html><html lang=vi><head><title>{title}</title></head><body>{MENU}{body}</body></html>")


def html(text: str) -> Odd:
    return Odd((sized(text.encode(), HTML),))


def article(number: int) -> Odd:
    date = f'<div class="date">Thứ hai, {number:02}/03/2026 - 08:0{number}</div>'
    return page(f"Kiểm tra trạm quan trắc số {number}", f"<h1>Kiểm tra trạm quan trắc số {number}</h1>{date}{BODY}")


ARTICLES = {f"/-/view_content/{number}-kiem-tra-tram-quan-trac": article(number) for number in range(1, 8)}
PORTAL = {
    "/": page("Cổng thông tin Sở Nước", "<script>Liferay.Portlet.ready()</script>"),
    "/robots.txt": Odd((sized(b"User-agent: *\nDisallow: /cam/\nCrawl-delay: 0.01\n"),)),
    "/gioi-thieu": page("Giới thiệu", BODY),
    "/tin": page(
        "Tin",
        "".join(f'<a href="{path}">x</a>' for path in ARTICLES) + '<a href="?_101_INSTANCE_ab_cur=2">2</a>',
    ),
    **ARTICLES,
}


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[OddServer]:
    with odd_server(PORTAL, LONE.context(folder=tmp_path)) as server:
        yield server


def agency(*arguments: str, home: Path) -> Result:
    return CliRunner().invoke(command, [*arguments, "--home", str(home)])


def test_add_names_listings_and_explains_tls_where_nothing_announces_articles(portal: OddServer, tmp_path: Path):
    site = f"https://localhost:{portal.port}"
    result = agency("add", site, "--slug", "so-nuoc", "--delay", "0", "--allow-private-address", home=tmp_path)
    assert result.exit_code == 0, result.output
    added = load_agency(tmp_path / "agencies" / "so-nuoc.toml")
    told = "self-signed: self-signed certificate"
    assert (added.name, added.url, added.tls, added.discovery.listings, added.politeness.delay) == (
        "Cổng thông tin Sở Nước",
        f"{site}/",
        Tls("self-signed", f"Noticed by `agency add`: {told}"),
        (f"{site}/tin",),
        0.0,
    )
    assert added.source_text.startswith("# Liferay, looked at on ")
    shown = re.findall(r"article: (.+)\n  (\S+)", result.output)
    assert shown == [(f"Kiểm tra trạm quan trắc số {n}", f"2026-03-{n:02}T08:0{n}:00+07:00") for n in range(1, 6)]
    assert f"! TLS does not verify: {told}. The file accepts this one fault; captures are marked so." in result.output
    assert f"! {site}/robots.txt does not allow us {site}/cam/tin" in result.output
    assert portal.of("/cam/tin") == []


def test_add_asks_each_url_once(portal: OddServer, tmp_path: Path):
    site = f"https://localhost:{portal.port}"
    agency("add", site, "--slug", "so-nuoc", "--delay", "0", "--allow-private-address", home=tmp_path)
    paths = [talk.path for talk in portal.conversations]
    assert len(paths) < 30
    assert [path for path in paths if paths.count(path) > 1] == []


def test_add_tells_both_faults_of_a_certificate_of_which_a_file_can_accept_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "roots.pem").write_bytes(ROOT.pem)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "roots.pem"))
    leaf, *rest = CHAINS["expired and wrong host"]
    with odd_server(PORTAL, leaf.context(*rest, folder=tmp_path)) as server:
        url = f"https://localhost:{server.port}/"
        options = ("--slug", "so-nuoc", "--delay", "0", "--allow-private-address", "--home", tmp_path)
        ended = luuchieu("agency", "add", url, *options)
    faults = f"{WORDS['wrong-host'].rstrip('.')}, and beyond that {WORDS['expired']}"
    assert f"luuchieu: {url}: TLS fails: {faults}; an agency file can accept one fault only" in ended.stderr
    assert (ended.returncode, list(tmp_path.rglob("*.toml"))) == (2, [])


FEED = "".join(
    f"<item><title>Tin</title><link>{path}</link><pubDate>4/{number}/2026 1:30:00 PM</pubDate></item>"
    for number, path in enumerate(ARTICLES, 11)
)


def test_add_dates_samples_as_a_crawl_will_by_a_feed_that_writes_the_month_first(tmp_path: Path):
    site = PORTAL | {"/rss": Odd((sized(f"<rss><channel>{FEED}</channel></rss>".encode(), b"Content-Type: text/xml"),))}
    with odd_server(site) as server:
        url = f"http://127.0.0.1:{server.port}"
        added = agency("add", url, "--slug", "so-nuoc", "--delay", "0", "--allow-private-address", home=tmp_path)
        done = luuchieu("crawl", "so-nuoc", "--home", tmp_path)
    assert (added.exit_code, done.returncode) == (0, 0), done.stderr
    from_feed = r"\(from (feed hint): '4/1\d/2026 1:30:00 PM \(month first\)'\)"
    shown = re.findall(rf"article: .+\n  (\S+)  {from_feed}", added.output)
    assert shown == [(f"2026-04-{day}T13:30:00+07:00", "feed hint") for day in range(11, 16)]
    with Catalog.reader(tmp_path / "catalog.db") as catalog:
        dated = catalog.select("SELECT url, published FROM articles WHERE url LIKE '%view_content%' ORDER BY published")
    assert [row["published"] for row in dated] == [f"2026-04-{day}T13:30:00+07:00" for day in range(11, 18)]


@pytest.mark.parametrize("form", ["/?p={}", "/tin/{}", "/bai{}", "/xem.asp?so={}"])
def test_add_finds_articles_with_short_addresses_that_only_the_home_page_lists(form: str, tmp_path: Path):
    paths = [form.format(number) for number in range(1, 8)]
    links = "".join(f'<p><a href="{path}">Bài</a></p>' for path in paths)
    site = {
        "/": html(f"<!doctype html><html><head><title>Trạm Nước</title></head><body>{MENU}{links}</body></html>"),
        "/gioi-thieu": page("Giới thiệu", BODY),
        "/robots.txt": PORTAL["/robots.txt"],
        **{path: article(number) for number, path in enumerate(paths, 1)},
    }
    with odd_server(site) as server:
        url = f"http://127.0.0.1:{server.port}"
        added = agency("add", url, "--slug", "tram", "--delay", "0", "--allow-private-address", home=tmp_path)
        asked = len(server.conversations)
    assert added.exit_code == 0, added.output
    shown = re.findall(r"article: (.+)\n  (\S+)", added.output)
    assert shown == [(f"Kiểm tra trạm quan trắc số {n}", f"2026-03-{n:02}T08:0{n}:00+07:00") for n in range(1, 6)]
    assert load_agency(tmp_path / "agencies" / "tram.toml").url == f"{url}/"
    assert asked < 35


@pytest.mark.parametrize(
    ("form", "following"),
    [("/tin/bai-{}.html", "?cur=2"), ("/bai{}.htm", "/tin-p2.html"), ("/tin/tb-{}", "/tin/trang-2.htm"), ("/t{}", "")],
)
def test_add_finds_articles_with_short_addresses_that_only_a_section_lists(form: str, following: str, tmp_path: Path):
    """It said `no article was found`: their addresses are no longer than those of sections."""
    paths = [form.format(number) for number in range(1, 8)]
    links = "".join(f'<p><a href="{path}">Bài</a></p>' for path in [*paths, *filter(None, [following])])
    site = PORTAL | {"/tin": page("Tin", links)} | {path: article(n) for n, path in enumerate(paths, 1)}
    with odd_server(site) as server:
        url = f"http://127.0.0.1:{server.port}"
        added = agency("add", url, "--slug", "tram", "--delay", "0", "--allow-private-address", home=tmp_path)
        asked = len(server.conversations)
    shown = re.findall(r"article: (.+)\n  (\S+)", added.output)
    assert shown == [(f"Kiểm tra trạm quan trắc số {n}", f"2026-03-{n:02}T08:0{n}:00+07:00") for n in range(1, 6)]
    assert "listings: 1 section of the menu lists articles" in added.output
    assert load_agency(tmp_path / "agencies" / "tram.toml").discovery.listings == (f"{url}/tin",)
    assert asked < 35


def test_add_asks_little_of_a_section_that_lists_no_articles(tmp_path: Path):
    """Staff, say: seven people, each with a page of a telephone number."""
    people = {f"/can-bo/{number}": page(f"Cán bộ {number}", "<p>0123</p>") for number in range(10, 40)}
    links = "".join(f'<p><a href="{path}">Cán bộ</a></p>' for path in people)
    with odd_server(PORTAL | {"/tin": page("Cán bộ", links)} | people) as server:
        url = f"http://127.0.0.1:{server.port}"
        added = agency("add", url, "--slug", "tram", "--delay", "0", "--allow-private-address", home=tmp_path)
        asked = [talk.path for talk in server.conversations if talk.path.startswith("/can-bo/")]
    assert (len(asked), "no article was found" in added.output) == (2, True)


REFUSALS = {
    ("ftp://x/",): "'ftp://x/' is no web address; write https://example.gov.vn/",
    ("http://an:mat@x.vn/",): "a user name or password in a web address would be archived; write it without",
    ("x.vn", "--slug", "Mẫu"): "'Mẫu' is no slug: --slug takes 1 to 63 of a-z, 0-9 and hyphens, no hyphen first",
    ("x.vn", "--slug", ""): "'' is no slug",
    ("x.vn", "--slug", "a" * 64): "--slug takes 1 to 63",
    ("https://cebid.vn/",): "there is an agency 'cebid' already",
    ("http://127.0.0.1:1/",): "http://127.0.0.1:1/: address-refused: 127.0.0.1 port 1 has no public address "
    "(127.0.0.1); for a site on your own network write allow_private_address = true into the agency's file "
    "(--allow-private-address writes that)",
    ("https://127.0.0.1:1/", "--allow-private-address"): "a site without https is written http://…",
}


@pytest.mark.parametrize("arguments", REFUSALS)
def test_what_cannot_be_added_is_said_and_nothing_written(arguments: tuple[str, ...], tmp_path: Path):
    result = agency("add", *arguments, home=tmp_path)
    assert isinstance(result.exception, UsageError)
    assert REFUSALS[arguments] in str(result.exception)
    assert list(tmp_path.rglob("*.toml")) == []


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (b"500 Oops", "/robots.txt answers with an error or breaks off, and by RFC 9309"),
        (b"200 Half", "/robots.txt answers with an error or breaks off, and by RFC 9309"),
        (b"200 OK", "/robots.txt does not allow us http://"),
    ],
)
def test_a_site_whose_robots_txt_keeps_us_out_is_said_to(status: bytes, told: str, tmp_path: Path):
    """Of an error it was said that it does not allow us the page, with exit code 1."""
    robots = sized(b"User-agent: *\nDisallow: /\n").replace(b"200 OK", status)
    answer = Odd((robots[:-9],), "close") if status == b"200 Half" else Odd((robots,))
    with odd_server({"/robots.txt": answer, "/": page("Sở Nước", BODY)}) as server:
        url = f"http://127.0.0.1:{server.port}/"
        result = agency("add", url, "--slug", "so-nuoc", "--delay", "0", "--allow-private-address", home=tmp_path)
        asked = {talk.path for talk in server.conversations}
    assert isinstance(result.exception, UsageError)
    assert told in str(result.exception)
    assert (asked, list(tmp_path.rglob("*.toml"))) == ({"/robots.txt"}, [])


ERROR = b"<html><title>Bao tri he thong</title><p>Xin quay lai sau</p></html>"
NO_HOMES = {
    **{
        f"answers {status}, which is no home page": Odd((sized(ERROR, HTML, status=b"HTTP/1.1 %d No" % status),))
        for status in (403, 404, 500, 503)
    },
    "answers with a page that breaks off (disconnect)": Odd(
        (sized(ERROR, HTML)[:-9],), "close", then=Odd((sized(ERROR, HTML)[:-5],), "close")
    ),
    "answers with a page that breaks off (its compression)": Odd(
        (sized(gzip.compress(ERROR)[:60], HTML, b"Content-Encoding: gzip"),)
    ),
    "answers 200 with no page, but what has no markup": Odd((sized(b"notgzip", HTML, b"Content-Encoding: gzip"),)),
    "answers 302 again after 5 redirects, as in a circle": Odd(
        (sized(b"", b"Location: /", status=b"HTTP/1.1 302 Found"),)
    ),
    "answers 204 with no page, but an empty body": Odd((b"HTTP/1.1 204 No Content\r\n\r\n",)),
    "answers 200 with no page, but an empty body": Odd((sized(b"", HTML),)),
    "answers 200 with no page, but a PDF document": Odd((sized(b"%PDF-1.4 x", HTML),)),
    "answers 200 with no page, but JSON": Odd((sized(b'{"a": 1}', b"Content-Type: application/json"),)),
}


@pytest.mark.parametrize("told", NO_HOMES)
def test_an_error_page_is_not_taken_for_the_site(told: str, tmp_path: Path):
    """A file was written, and the agency had the error's title for a name."""
    with odd_server(PORTAL | {"/": NO_HOMES[told]}) as server:
        options = ("--slug", "so-nuoc", "--delay", "0", "--allow-private-address")
        error = agency("add", server.url, *options, home=tmp_path).exception
        asked = {talk.path for talk in server.conversations}
    assert (type(error), f"{server.url}/ {told}" in str(error)) == (UsageError, True), error
    assert (asked, list(tmp_path.rglob("*.toml"))) == ({"/robots.txt", "/"}, [])


def test_a_home_page_that_is_always_announced_longer_than_it_is_is_the_home_page(tmp_path: Path):
    """It was refused as one that breaks off, for ever; a crawl takes the same bytes twice as the whole."""
    home = b"<html><title>So Nuoc</title><p>Tin</p></html>"
    long = sized(home, HTML).replace(b"Length: %d" % len(home), b"Length: %d" % (len(home) + 7))
    with odd_server(PORTAL | {"/": Odd((long,), "close")}) as server:
        options = ("--slug", "so-nuoc", "--delay", "0", "--allow-private-address")
        added = agency("add", server.url, *options, home=tmp_path)
    assert (added.exit_code, load_agency(tmp_path / "agencies" / "so-nuoc.toml").name) == (0, "So Nuoc")


def test_a_home_page_that_is_announced_too_long_and_changes_is_whole_where_its_markup_is_closed(tmp_path: Path):
    """It was refused for ever: no two visits gave the same bytes."""
    homes = [b"<html><title>So Nuoc</title><p>%d</p></HTML>\n<!-- 0.%d s -->" % (visit, visit) for visit in range(2)]
    first, second = (Odd((sized(one, HTML).replace(b"Length: ", b"Length: 9"),), "close") for one in homes)
    with odd_server(PORTAL | {"/": replace(first, then=second)}) as server:
        options = ("--slug", "so-nuoc", "--delay", "0", "--allow-private-address")
        added = agency("add", server.url, *options, home=tmp_path)
        asked = [talk.path for talk in server.conversations]
    assert (added.exit_code, asked.count("/")) == (0, 1)


@pytest.mark.parametrize("redirecting", [True, False])
def test_a_site_that_sets_a_cookie_first_and_sends_on_to_itself_is_had_with_it(redirecting: bool, tmp_path: Path):
    refresh = '<html><head><meta http-equiv="refresh" content="0; url=/"></head><body></body></html>'

    def answer(path: str, headers: dict[str, str]) -> Reply:
        if path == "/robots.txt":
            return Reply("")
        if "D1N=7a" not in headers.get("cookie", ""):
            cookie = {"Set-Cookie": "D1N=7a; Path=/"}
            return Reply("", 302, {"Location": path, **cookie}) if redirecting else Reply(refresh, headers=cookie)
        return Reply("<html><title>Sở Nước</title></html>") if path == "/" else Reply("", 404)

    with PoliteSite(answer).served() as site:
        options = ("--slug", "so-nuoc", "--delay", "0", "--allow-private-address")
        added = agency("add", site.url, *options, home=tmp_path)
    named = load_agency(tmp_path / "agencies" / "so-nuoc.toml").name
    assert (added.exit_code, len(site.of("/")), named) == (0, 2, "Sở Nước")


POSTS = "/wp-json/wp/v2/posts?per_page=100&_fields=id,link,date,date_gmt,modified,modified_gmt,title"


@pytest.mark.parametrize(
    ("path", "status", "pause"),
    [
        ("/", b"503 Busy", b"Retry-After: 3600"),
        ("/", b"429 Too Many", b"Retry-After: 3600"),
        ("/", b"429 Too Many", b"X-No: pause"),
        ("/robots.txt", b"503 Busy", b"Retry-After: 3600"),
        (POSTS, b"503 Busy", b"Retry-After: 3600"),
    ],
)
def test_a_site_that_asks_for_a_pause_is_asked_nothing_more(path: str, status: bytes, pause: bytes, tmp_path: Path):
    """A dozen requests followed, and a file was written."""
    busy = Odd((sized(b"<title>Bao tri</title>", HTML, pause, status=b"HTTP/1.1 " + status),))
    with odd_server(PORTAL | {path: busy}) as server:
        url = f"http://127.0.0.1:{server.port}"
        ended = luuchieu(
            *("agency", "add", url, "--slug", "so-nuoc", "--delay", "0", "--allow-private-address", "--home", tmp_path),
            LUUCHIEU_NOW="2026-01-02T03:00:00Z",
        )
        asked = [talk.path for talk in server.conversations]
    when = "2026-01-02 04:00:0" if pause.startswith(b"Retry") else "2026-01-02 03:00:0"
    told = f"luuchieu: {url}{path} asks for nothing to be asked of 127.0.0.1 before {when}"
    assert (ended.returncode, told in ended.stderr) == (2, True), ended.stderr
    assert (asked[-1], list(tmp_path.rglob("*.toml"))) == (path, [])


def test_another_host_that_asks_for_a_pause_is_asked_nothing_more_and_the_site_is():
    busy = Odd((sized(b"", b"Retry-After: 3600", status=b"HTTP/1.1 503 Busy"),))
    with odd_server(PORTAL) as server, odd_server({"/a.xml": busy}) as other:
        there = other.url.replace("127.0.0.1", "localhost")
        maps = Discovery(sitemaps=(f"{there}/a.xml", f"{there}/b.xml"))
        draft = Agency("so-nuoc", "Sở Nước", f"{server.url}/", seeds=(f"{there}/",), discovery=maps)
        draft = replace(draft, allow_private_address=True, politeness=Politeness(delay=0))
        findings = probe(draft, visit)
        asked = [talk.path for talk in other.conversations]
    (remark,) = [one for one in findings.remarks if "localhost" in one]
    assert remark.startswith(f"{there}/a.xml asks for nothing to be asked of localhost before ")
    assert (asked, len(findings.samples)) == (["/robots.txt", "/a.xml"], 5)


def test_a_site_that_leads_to_another_private_host_is_said_to(tmp_path: Path):
    site = {"/robots.txt": Odd((sized(b""),))}
    with odd_server(site) as server:
        location = b"Location: http://localhost:%d/" % server.port
        site["/"] = Odd((sized(b"", location, status=b"HTTP/1.1 301 Moved"),))
        url = f"http://127.0.0.1:{server.port}/"
        result = agency("add", url, "--slug", "so-nuoc", "--delay", "0", "--allow-private-address", home=tmp_path)
    told = str(result.exception)
    assert told.startswith(f"{url} leads to http://localhost:{server.port}/: address-refused: ")
    assert told.endswith("each at the port it names: add the site under that address")


def test_redirects_in_a_circle_and_to_another_port_of_a_private_host_are_said_to_be(tmp_path: Path):
    """One said `A leads to B answers 302`, the other advised the option that was given."""
    options = ("--slug", "so-nuoc", "--delay", "0", "--allow-private-address")
    site = {"/robots.txt": Odd((sized(b""),)), "/a": Odd((sized(b"", b"Location: /", status=b"HTTP/1.1 302 Found"),))}
    with odd_server(site) as server:
        url = f"http://127.0.0.1:{server.port}/"
        site["/"] = Odd((sized(b"", b"Location: /a", status=b"HTTP/1.1 302 Found"),))
        circle = str(agency("add", url, *options, home=tmp_path).exception)
        site["/"] = Odd((sized(b"", b"Location: http://127.0.0.1:1/", status=b"HTTP/1.1 302 Found"),))
        port = str(agency("add", url, *options, home=tmp_path).exception)
    assert circle.startswith(f"{url} leads to {url}a, which answers 302 again after 5 redirects, as in a circle: name")
    assert (
        "--allow-private-address" in port,
        "each at the port it names: add the site under that address" in port,
    ) == (
        False,
        True,
    )


def test_a_home_page_that_is_only_a_refresh_is_followed(tmp_path: Path):
    """It was said that no article was found, and nothing of the refresh."""
    refresh = html('<html><head><meta http-equiv="refresh" content="0; url=/trang-chu"></head><body></body></html>')
    options = ("--slug", "so-nuoc", "--delay", "0", "--allow-private-address")
    with odd_server({**PORTAL, "/": refresh, "/trang-chu": PORTAL["/"]}) as server:
        url = f"http://127.0.0.1:{server.port}/"
        added = agency("add", url, *options, home=tmp_path)
    file = load_agency(tmp_path / "agencies" / "so-nuoc.toml")
    assert (added.exit_code, file.url, file.name) == (0, f"{url}trang-chu", "Cổng thông tin Sở Nước")
    assert added.output.count("article: Kiểm tra trạm quan trắc") == 5


def test_refreshes_in_a_circle_are_said_to_be_and_nothing_is_written(tmp_path: Path):
    """A file was written, with the advice to name the address that it leads to."""
    refresh = '<html><head><meta http-equiv="refresh" content="0; url={}"></head><body></body></html>'
    site = {**PORTAL, "/": html(refresh.format("/vi")), "/vi": html(refresh.format("/"))}
    with odd_server(site) as server:
        url = f"http://127.0.0.1:{server.port}/"
        options = ("--slug", "so-nuoc", "--delay", "0", "--allow-private-address")
        told = str(agency("add", url, *options, home=tmp_path).exception)
    assert told.startswith(f"{url} leads to {url}vi, which refreshes to {url} and does nothing else, as in a circle")
    assert list(tmp_path.rglob("*.toml")) == []


@pytest.mark.parametrize(
    ("home", "told"),
    [
        (
            "<html><script>window.location = '/x/' + innerWidth</script><body></body></html>",
            "a script sends the browser on",
        ),
        ("<html><script>window.location = '/x/' + innerWidth</script></html>", "no markup in it"),
    ],
)
def test_a_home_page_that_a_script_sends_on_is_said_to_be_none(home: str, told: str, tmp_path: Path):
    options = ("--slug", "so-nuoc", "--delay", "0", "--allow-private-address")
    with odd_server({**PORTAL, "/": html(home)}) as server:
        added = agency("add", f"http://127.0.0.1:{server.port}/", *options, home=tmp_path)
    assert f"/ is no page of its own: {told}; name the address at which the site begins" in added.output


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
def test_a_site_without_tls_asked_for_by_https_is_said_to(answer: bytes, tmp_path: Path):
    """It hangs up, or says in clear that it takes no TLS."""

    class Plain(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(9999)
            self.request.sendall(answer)

    with socketserver.TCPServer(("127.0.0.1", 0), Plain) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"https://127.0.0.1:{server.server_address[1]}/"
        result = agency("add", url, "--slug", "so-nuoc", "--allow-private-address", home=tmp_path)
        server.shutdown()
    assert str(result.exception).endswith("; a site without https is written http://…")


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("https://cebid.vn/", "cebid"),
        ("https://www.nawapi.gov.vn/", "nawapi"),
        ("https://portal.vea.monre.gov.vn/x", "vea"),
        ("http://127.0.0.1:8080/", "127-0-0-1"),
        ("https://tiếngviệt.vn/", "tiengviet"),
    ],
)
def test_slugs_come_from_hosts(url: str, slug: str):
    assert slug_of(url) == slug


@pytest.mark.parametrize(
    ("mark", "system"),
    [
        (b"<link href='/wp-content/themes/x.css'>", "WordPress"),
        (b"<a href='index.php?language=vi&amp;nv=news'>", "NukeViet"),
        (b"<script src='/DesktopModules/x.js'>", "DotNetNuke"),
        (b"<a href='tin.aspx'>", None),
        (b'<input name="__VIEWSTATE">', "ASP.NET"),
        (b"<p>Tin</p>", None),
    ],
)
def test_marks_of_systems(mark: bytes, system: str | None):
    assert system_of(mark) == system


def fixture(home: Path, name: str, expected: dict[str, object] | str) -> Path:
    folder = home / "agencies" / "cebid"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.html").write_bytes(article(3).parts[0])
    path = folder / f"{name}.json"
    path.write_text(expected if isinstance(expected, str) else json.dumps(expected))
    return path


RIGHT = {
    "url": "https://cebid.vn/kiem-tra-tram-quan-trac-so-3/",
    "captured": "2026-04-01",
    "outcome": "article",
    "title": "Kiểm tra trạm quan trắc số 3",
    "published": "2026-03-03T08:03:00+07:00",
    "contains": ["ba huyện miền núi"],
    "lacks": ["Giới thiệu"],
}


def test_check_reads_fixtures_again(tmp_path: Path):
    fixture(tmp_path, "tram", RIGHT)
    result = agency("check", "cebid", home=tmp_path)
    assert (result.exit_code, result.output) == (0, "cebid: ok, 1 saved pages\n")


def test_check_tells_each_difference(tmp_path: Path):
    path = fixture(tmp_path, "tram", {**RIGHT, "title": "Khác", "contains": ["san hô"], "lacks": ["trạm"]})
    result = agency("check", home=tmp_path)
    assert result.exit_code == 1
    assert result.output.splitlines()[:4] == [
        "cebid: differs, 1 saved pages",
        f"{path}: title is 'Kiểm tra trạm quan trắc số 3', expected 'Khác'",
        f"{path}: the text lacks 'san hô'",
        f"{path}: the text contains 'trạm'",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "not valid JSON"),
        ("{}", "must be an object with the page's address"),
        ('{"url": "https://a.vn/", "titel": "x"}', "'titel' is no key of a fixture; did you mean 'title'?"),
        ('{"url": "https://a.vn/", "captured": "1/3"}', "captured = '1/3' is no day or time"),
    ],
)
def test_check_names_a_bad_fixture(content: str, message: str, tmp_path: Path):
    path = fixture(tmp_path, "tram", content)
    result = agency("check", "cebid", home=tmp_path)
    assert result.exit_code == 2
    assert f"{path}: " in result.output
    assert message in result.output


def test_a_broken_file_fails_its_check_and_not_the_others(tmp_path: Path):
    (tmp_path / "agencies").mkdir()
    (tmp_path / "agencies" / "mau.toml").write_text('name = "Mẫu"\nurl = "mau"')
    for verb in ("check", "list"):
        result = agency(verb, home=tmp_path)
        assert result.exit_code == 2
        assert "mau.toml:2: url is no http or https URL: 'mau'" in result.output
        assert "nawapi" in result.output


def test_orders_to_a_terminal_are_no_part_of_a_site_s_name():
    """Of them only the escape was taken out."""
    page = "<html><title>Vi\x1b[31mện mẫu\x1b[0m</title><p>Tin</p></html>".encode()
    assert _site_name(page, "http://x.vn/") == "Viện mẫu"
