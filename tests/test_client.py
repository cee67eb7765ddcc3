"""The HTTP client: what it sends, which connections it uses, how far it goes, and where it refuses to go."""

import asyncio
import resource
import socket
import threading
from typing import Any

import pytest

from archive.errors import DiskError
from crawlers.wire.client import Client, Limits
from crawlers.wire.outgoing import ALWAYS_SECRET, outgoing
from pipelines.agency import Host
from tests.fetching import agency_at, fetch
from tests.odd_crawl import kept
from tests.odd_server import BIG, PAGE, Odd, OddServer, odd_server, sized


def turns(server: OddServer) -> list[tuple[int, int]]:
    return [(talk.connection, talk.turn) for talk in server.conversations]


def test_connection_is_kept_and_used_again() -> None:
    with odd_server() as server:
        paths = ["/plain", "/chunked", "/204", "/304", "/gzip", "/http-1.0", "/plain", "/length-too-short", "/plain"]
        exchanges = fetch(agency_at(server.url), [server.url + path for path in paths])
    assert turns(server) == [(0, 0), (0, 1), (0, 2), (0, 3), (0, 4), (0, 5), (1, 0), (1, 1), (2, 0)]
    assert [one["response"] for one in exchanges] == [talk.sent for talk in server.conversations]


def test_connection_idle_too_long_is_not_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawlers.wire.connections.IDLE_SECONDS", 0.0)
    with odd_server() as server:
        fetch(agency_at(server.url), [server.url + "/plain"] * 3)
    assert turns(server) == [(0, 0), (1, 0), (2, 0)]


class DyingServer(OddServer):
    """Takes the second request on a connection, writes `last` and hangs up."""

    last = b""

    def _answer(self, wire: socket.socket, talk: Any) -> bool:
        if talk.turn == 0:
            return super()._answer(wire, talk)
        self._send(wire, talk, self.last)
        return False


def dying_server(last: bytes) -> DyingServer:
    server = DyingServer({"/page": Odd((sized(PAGE),))})
    server.last = last
    server.serve()
    return server


def test_dead_kept_connection_is_replaced_once() -> None:
    server = dying_server(b"")
    exchanges = fetch(agency_at(server.url), [server.url + "/page"] * 2)
    server.stop()
    assert turns(server) == [(0, 0), (0, 1), (1, 0)]
    assert [(one["response"], one["failure"]) for one in exchanges] == [(sized(PAGE), None)] * 2
    assert server.conversations[1].request == server.conversations[2].request


def test_a_kept_connection_that_breaks_within_its_answer_is_not_replaced() -> None:
    server = dying_server(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
    exchanges = fetch(agency_at(server.url), [server.url + "/page"] * 2)
    server.stop()
    assert turns(server) == [(0, 0), (0, 1)]
    assert [one["truncated"] for one in exchanges] == [None, "disconnect"]


def test_post_goes_over_a_fresh_connection_and_is_sent_once() -> None:
    server = dying_server(b"")
    exchanges = fetch(agency_at(server.url), [server.url + "/page"] * 2, method="POST", body=b"nam=2026")
    server.stop()
    assert turns(server) == [(0, 0), (1, 0)]
    assert exchanges[0]["request"] == server.conversations[0].request
    assert exchanges[0]["request"].endswith(b"Content-Length: 8\r\n\r\nnam=2026")


@pytest.mark.parametrize(
    ("target", "sent"),
    [
        ("", b"/"),
        ("?p=1", b"/?p=1"),
        ("/tin-t%c3%a9c/%C3%A9/%7E~", b"/tin-t%c3%a9c/%C3%A9/%7E~"),
        ("/a%20b+c|d[e]'f\"g", b"/a%20b+c|d[e]'f\"g"),
        ("/nước ngầm?q=đo", b"/n%C6%B0%E1%BB%9Bc%20ng%E1%BA%A7m?q=%C4%91o"),
        ("/ca\u0301c", b"/ca%CC%81c"),
        ("/x//y/../z?a=1&&b#fragment", b"/x//y/../z?a=1&&b"),
        ("/x?a\r\nb: 1", b"/x?a%0D%0Ab:%201"),
    ],
)
def test_request_line_is_the_url_as_written(target: str, sent: bytes) -> None:
    with odd_server() as server:
        (exchange,) = fetch(agency_at(server.url), [server.url + target])
    host = server.url.removeprefix("http://").encode()
    expected = b"GET %s HTTP/1.1\r\nHost: %s\r\n\r\n" % (sent, host)
    assert (server.conversations[0].request, exchange["request"]) == (expected, expected)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://cebid.vn/", b"cebid.vn"),
        ("HTTP://CEBID.vn:80/", b"cebid.vn"),
        ("https://cebid.vn:443", b"cebid.vn"),
        ("https://cebid.vn:80/", b"cebid.vn:80"),
        ("http://[2001:db8::1]:8080/", b"[2001:db8::1]:8080"),
        ("http://tài-nguyên.vn:81/", b"xn--ti-nguyn-zya0i.vn:81"),
    ],
)
def test_host_header(url: str, host: bytes) -> None:
    assert outgoing("GET", url, []).sent == b"GET / HTTP/1.1\r\nHost: %s\r\n\r\n" % host


def test_line_break_in_a_header_is_refused() -> None:
    with pytest.raises(ValueError, match="line break"):
        fetch(agency_at("http://127.0.0.1:1"), ["http://127.0.0.1:1/"], headers=[(b"Cookie", b"a\r\nHost: b")])


@pytest.mark.parametrize(
    ("userinfo", "header", "sent", "kept_line", "redacted"),
    [
        ("", (b"X-Api-Key", b"k3y, o=1"), b"X-Api-Key: k3y, o=1", b"X-Api-Key: xxx, x=x", ("X-Api-Key",)),
        (
            "",
            (b"authorization", b"Bearer s3c.tok"),
            b"authorization: Bearer s3c.tok",
            b"authorization: Bearer xxxxxxx",
            ("authorization",),
        ),
        (
            "mai:b%C3%AD%20m%E1%BA%ADt@",
            (b"Cookie", b"sid=1"),
            b"Cookie: sid=1\r\nAuthorization: Basic bWFpOmLDrSBt4bqtdA==",
            b"Cookie: sid=1\r\nAuthorization: Basic xxxxxxxxxxxxxxxxxx==",
            ("url userinfo", "Authorization"),
        ),
        (
            "mai@",
            (b"Authorization", b"tok3n"),
            b"Authorization: tok3n",
            b"Authorization: xxxxx",
            ("url userinfo", "Authorization"),
        ),
    ],
)
def test_credentials_are_sent_and_not_kept(
    userinfo: str, header: tuple[bytes, bytes], sent: bytes, kept_line: bytes, redacted: tuple[str, ...]
) -> None:
    with odd_server() as server:
        url = server.url.replace("//", "//" + userinfo) + "/plain"
        (exchange,) = fetch(agency_at(server.url), [url], ALWAYS_SECRET | {b"x-api-key"}, headers=[header])
    start = b"GET /plain HTTP/1.1\r\nHost: %s\r\n" % server.url.removeprefix("http://").encode()
    assert server.conversations[0].request == start + sent + b"\r\n\r\n"
    assert exchange["request"] == start + kept_line + b"\r\n\r\n"
    assert (exchange["url"], exchange["redacted"]) == (server.url + "/plain", redacted)


def test_answer_that_comes_before_the_request() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answer_unasked, args=(listener,))
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        (exchange,) = fetch(agency_at(url), [url])
        thread.join()
    assert (exchange["response"], exchange["failure"]) == (sized(b"sorry, full"), None)


def answer_unasked(listener: socket.socket) -> None:
    connection, _peer = listener.accept()
    with connection:
        connection.sendall(sized(b"sorry, full"))
        connection.recv(4096)


def test_large_response_lies_on_disk_and_is_whole() -> None:
    async def fetch_big(url: str) -> tuple[bool, dict[str, Any]]:
        client = Client(agency_at(url))
        exchange = (await client.fetch("GET", url + "/16-mb")).exchange
        await client.close()
        on_disk = exchange.response is not None and exchange.response.fileno() > 0
        return on_disk, kept(exchange)

    with odd_server() as server:
        on_disk, exchange = asyncio.run(fetch_big(server.url))
    assert on_disk
    assert exchange["response"] == sized(BIG)


def test_large_response_without_room_is_the_disks_fault() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    with odd_server() as server:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2 << 20, hard))
        try:
            with pytest.raises(DiskError, match=r"for large responses: .* make room"):
                fetch(agency_at(server.url), [server.url + "/16-mb"])
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_response_of_just_the_size_limit_is_whole() -> None:
    with odd_server() as server:
        size = len(sized(PAGE, b"Content-Type: text/html"))
        urls = [server.url + "/plain"]
        outcomes = [fetch(agency_at(server.url), urls, size=limit)[0]["truncated"] for limit in (size, size - 1)]
    assert outcomes == [None, "length"]


def test_body_without_end_is_cut_at_the_limit_to_the_byte() -> None:
    with odd_server() as server:
        (exchange,) = fetch(agency_at(server.url), [server.url + "/endless"], size=50_000)
    assert (exchange["truncated"], len(exchange["response"])) == ("length", 50_000)


def test_latency_and_reuse_are_told() -> None:
    async def fetch_twice(url: str) -> list[tuple[bool, bool]]:
        client = Client(agency_at(url))
        found = [await client.fetch("GET", url, limits=Limits(5)) for _ in range(2)]
        await client.close()
        return [(0 < (one.latency or -1) < 5, one.reused) for one in found]

    with odd_server() as server:
        assert asyncio.run(fetch_twice(server.url + "/plain")) == [(True, False), (True, True)]


def failure_of(exchange: dict[str, Any]) -> str | None:
    return exchange["failure"] and exchange["failure"]["reason"]


def test_refused_connection_and_unknown_host() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    urls = [url, "http://no-such-host.invalid/", f"http://{'a' * 64}.invalid/"]
    assert [failure_of(one) for one in fetch(agency_at(url), urls)] == ["connection-refused", "dns", "dns"]


def test_only_the_agencys_own_endpoints_may_be_private() -> None:
    with odd_server() as own, odd_server() as other:
        urls = [
            own.url + "/plain",
            other.url + "/plain",
            own.url.replace("127.0.0.1", "localhost") + "/plain",
            own.url.replace("127.0.0.1", "2130706433") + "/plain",
            own.url.replace("127.0.0.1", "[::ffff:127.0.0.1]") + "/plain",
            "http://169.254.169.254/latest/meta-data/",
        ]
        exchanges = fetch(agency_at(own.url), urls)
        closed = fetch(agency_at(own.url, allow_private_address=False), urls[:1])
        no_agency = fetch(None, urls[:1])
    refused = "address-refused"
    assert [failure_of(one) for one in exchanges] == [None, refused, refused, refused, refused, refused]
    assert [failure_of(one) for one in closed + no_agency] == [refused, refused]
    assert (len(own.conversations), other.conversations) == (1, [])


def test_hosts_of_the_agency_count_as_its_own() -> None:
    with odd_server() as server:
        agency = agency_at("http://old.example/", hosts=(Host(f"127.0.0.1:{server.port}"),))
        (exchange,) = fetch(agency, [server.url + "/plain"])
    assert exchange["failure"] is None
