"""A server of odd responses on loopback, which records every byte it got and sent, and the table of what it sends."""

import gzip
import socket
import ssl
import struct
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal

import brotli
import zstandard

from archive.http1 import MAX_HEAD

PAGE = (
    "<!doctype html><html lang='vi'><head><title>Trạm quan trắc nước ngầm</title></head><body>"
    + "<p>Đoàn công tác kiểm tra giếng khoan tại xã ven biển, mực nước hạ thấp hơn cùng kỳ.</p>" * 40
    + "</body></html>"
).encode()
BIG = bytes(range(256)) * 65536  # 16 MB

End = Literal["keep", "close", "reset", "stall", "endless"]


@dataclass(frozen=True)
class Odd:
    """What is sent for a path, in separate writes, what ends it, and what a client should make of it.

    `then` is what is sent from the second time on.
    """

    parts: tuple[bytes, ...]
    end: End = "keep"
    status: int = 200
    payload: bytes | None = PAGE
    truncated: str | None = None
    failure: str | None = None
    interim: bytes = b""
    method: str = "GET"
    meta: dict[str, float] = field(default_factory=dict)
    then: "Odd | None" = None


@dataclass
class Conversation:
    """One request as it arrived and what was written in answer; `connection` and `turn` count from 0."""

    connection: int
    turn: int
    request: bytes
    sent: bytes = b""

    @property
    def path(self) -> str:
        return self.request.split(b" ", 2)[1].decode("latin-1")


def head(*lines: bytes, status: bytes = b"HTTP/1.1 200 OK") -> bytes:
    return b"\r\n".join([status, *lines]) + b"\r\n\r\n"


def sized(body: bytes, *lines: bytes, status: bytes = b"HTTP/1.1 200 OK") -> bytes:
    return head(b"Content-Length: %d" % len(body), *lines, status=status) + body


def chunked(body: bytes, size: int = 700, extension: bytes = b"", trailers: bytes = b"") -> bytes:
    pieces = [body[start : start + size] for start in range(0, len(body), size)]
    framed = b"".join(b"%x%s\r\n%s\r\n" % (len(piece), extension, piece) for piece in pieces)
    return framed + b"0" + extension + b"\r\n" + trailers + b"\r\n"


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


CHUNKED = head(b"Transfer-Encoding: chunked")
SMALL_LIMIT = {"download_maxsize": 100_000}
SHORT_TIME = {"download_timeout": 0.7}

ODDITIES: dict[str, Odd] = {
    "/plain": Odd((sized(PAGE, b"Content-Type: text/html"),)),
    "/mixed-case-and-twice": Odd(
        (sized(PAGE, b"cOnTeNt-tYpE:text/html", b"Set-Cookie: a=1; Path=/", b"SET-COOKIE: b=2", b"X-Empty:"),)
    ),
    "/reason-odd": Odd((sized(PAGE, status="HTTP/1.1 200 Xin chào!  (đã có) ".encode()),)),
    "/reason-latin": Odd((sized(PAGE, status=b"HTTP/1.1 404 Kh\xf4ng t\xecm th\xe2y"),), status=404),
    "/reason-empty": Odd((sized(PAGE, status=b"HTTP/1.1 200 "),)),
    "/reason-none": Odd((sized(PAGE, status=b"HTTP/1.1 200"),)),
    "/status-lower-case": Odd((sized(PAGE, status=b"http/1.1 200 ok"),)),
    "/status-999": Odd((sized(PAGE, status=b"HTTP/1.1 999 Request denied"),), status=999),
    "/icy": Odd((sized(PAGE, status=b"ICY 200 OK"),)),
    "/chunked": Odd((CHUNKED + chunked(PAGE),)),
    "/chunked-extensions-trailers": Odd(
        (CHUNKED + chunked(PAGE, 900, b';name="gi\xc3\xa1 tr\xe1\xbb\x8b"', b"X-Checksum: abc\r\nX-Last: \xff\r\n"),)
    ),
    "/chunked-by-the-byte": Odd(tuple(bytes([byte]) for byte in CHUNKED + chunked(PAGE[:200], 30)), payload=PAGE[:200]),
    "/chunked-upper-padded": Odd((CHUNKED + b"%X  \r\n%s\r\n000\r\n\r\n" % (len(PAGE), PAGE),)),
    "/chunked-bare-lf": Odd((CHUNKED + b"%x\n%s\n0\n\n" % (len(PAGE), PAGE),)),
    "/chunked-and-length": Odd((head(b"Content-Length: 7", b"Transfer-Encoding: chunked") + chunked(PAGE),)),
    "/chunked-in-http-1.0": Odd((head(b"Transfer-Encoding: chunked", status=b"HTTP/1.0 200 OK") + PAGE,), end="close"),
    "/chunked-but-is-not": Odd((CHUNKED + PAGE,), end="close"),
    "/chunked-breaks": Odd(
        (CHUNKED + b"5\r\nabcde\r\nnot a size\r\nrest",), "close", payload=b"abcdenot a size\r\nrest"
    ),
    "/chunked-cut": Odd((CHUNKED + chunked(PAGE)[:1000],), "close", payload=None, truncated="disconnect"),
    "/gzip": Odd((sized(gzip.compress(PAGE), b"Content-Encoding: gzip"),)),
    "/gzip-two-members": Odd((sized(gzip.compress(PAGE[:99]) + gzip.compress(PAGE[99:]), b"Content-Encoding: gzip"),)),
    "/gzip-chunked": Odd(
        (head(b"Transfer-Encoding: chunked", b"Content-Encoding: x-gzip") + chunked(gzip.compress(PAGE), 50),)
    ),
    "/gzip-lie": Odd((sized(PAGE, b"Content-Encoding: gzip"),)),
    "/br-lie": Odd((sized(PAGE, b"Content-Encoding: br"),)),
    "/gzip-cut": Odd(
        (sized(gzip.compress(PAGE)[:-8], b"Content-Encoding: gzip"),),
    ),
    "/br": Odd((sized(brotli.compress(PAGE), b"Content-Encoding: br"),)),
    "/zstd": Odd((sized(zstandard.compress(PAGE), b"Content-Encoding: zstd"),)),
    "/deflate": Odd((sized(zlib.compress(PAGE), b"Content-Encoding: deflate"),)),
    "/deflate-raw": Odd((sized(raw_deflate(PAGE), b"Content-Encoding: deflate"),)),
    "/stacked": Odd((sized(brotli.compress(gzip.compress(PAGE)), b"Content-Encoding: gzip", b"Content-Encoding: br"),)),
    "/http-1.0": Odd((head(status=b"HTTP/1.0 200 OK"), PAGE), "close"),
    "/http-1.0-keep-alive": Odd((sized(PAGE, b"Connection: Keep-Alive", status=b"HTTP/1.0 200 OK"),)),
    "/length-missing": Odd((head(b"Content-Type: text/html"), PAGE[:500], PAGE[500:]), "close"),
    "/length-too-long": Odd((head(b"Content-Length: 999999") + PAGE,), "close", truncated="disconnect"),
    "/length-too-short": Odd((head(b"Content-Length: 11") + PAGE,), "close"),
    "/length-twice-same": Odd(
        (head(b"Content-Length: %d" % len(PAGE)).replace(b"\r\n\r\n", b"\r\n") + sized(PAGE)[17:],)
    ),
    "/length-twice-differs": Odd((head(b"Content-Length: 10", b"Content-Length: 20") + PAGE,), "close"),
    "/length-nonsense": Odd((head(b"Content-Length: -5") + PAGE,), "close"),
    "/continue": Odd((b"HTTP/1.1 100 Continue\r\n\r\n", sized(PAGE)), interim=b"HTTP/1.1 100 Continue\r\n\r\n"),
    "/early-hints": Odd(
        (b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 102 \r\n\r\n" + sized(PAGE),),
        interim=b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 102 \r\n\r\n",
    ),
    "/blank-lines-first": Odd((b"\r\n\n" + sized(PAGE),), interim=b"\r\n\n"),
    "/204": Odd((head(b"X-Kept: 1", status=b"HTTP/1.1 204 No Content"),), status=204, payload=b""),
    "/304": Odd(
        (head(b'ETag: "v1"', b"Content-Length: 5000", status=b"HTTP/1.1 304 Not Modified"),), status=304, payload=b""
    ),
    "/head": Odd((head(b"Content-Length: 5000"),), payload=b"", method="HEAD"),
    "/redirect-relative": Odd(
        (sized(b"", b"Location: ../tin-tuc/?p=2", status=b"HTTP/1.1 301 "),), status=301, payload=b""
    ),
    "/redirect-absolute": Odd(
        (sized(b"moved", b"Location: https://cebid.vn/", status=b"HTTP/1.1 302 Found"),), status=302, payload=b"moved"
    ),
    "/redirect-vietnamese": Odd(
        (sized(b"", "Location: /tin-tức/nước".encode(), status=b"HTTP/1.1 307 T"),), status=307, payload=b""
    ),
    "/empty": Odd((sized(b""),), payload=b""),
    "/empty-until-close": Odd((head(),), "close", payload=b""),
    "/16-mb": Odd((sized(BIG),), payload=BIG),
    "/16-mb-chunked": Odd((CHUNKED + chunked(BIG, 8192),), payload=BIG),
    "/header-bytes": Odd((sized(PAGE, b"X-Tieu-De: Trung t\xe2m \x80\xff\x00", b"\xc4\x90: \xe1\xba\xa1"),)),
    "/header-without-colon": Odd((sized(PAGE, b"this line has no colon", b": no name", b"X-After: 1"),)),
    "/header-blank-before-colon": Odd((sized(PAGE, b"X-Spaced : 1"),)),
    "/header-folded": Odd((sized(PAGE, b"X-Folded: one", b"  two", b"\tthree"),)),
    "/header-100-kb": Odd((sized(PAGE, b"X-Long: " + b"x" * 100_000),)),
    "/bare-lf": Odd((b"HTTP/1.1 200 OK\nContent-Length: %d\nX-A: 1\n\n%s" % (len(PAGE), PAGE),)),
    "/error-gzip": Odd(
        (sized(gzip.compress(PAGE), b"Content-Encoding: gzip", status=b"HTTP/1.1 500 L\xe1\xbb\x97i"),), status=500
    ),
    "/reset-in-body": Odd((head(b"Content-Length: 50000") + PAGE,), "reset", payload=None, truncated="disconnect"),
    "/reset-until-close": Odd((head() + PAGE,), "reset", payload=None, truncated="disconnect"),
    "/cut-in-head": Odd((head(b"X-A: 1")[:-4],), "close", payload=b"", truncated="disconnect"),
    "/stall-in-body": Odd((head(b"Content-Length: 50000") + PAGE,), "stall", truncated="time", meta=SHORT_TIME),
    "/stall-in-head": Odd((b"HTTP/1.1 200 OK\r\nX-A: 1",), "stall", payload=b"", truncated="time", meta=SHORT_TIME),
    "/endless": Odd((head(),), "endless", payload=None, truncated="length", meta=SMALL_LIMIT),
    "/announced-too-large": Odd(
        (head(b"Content-Length: 900000000") + PAGE,), "stall", payload=None, truncated="length", meta=SMALL_LIMIT
    ),
    "/stall-at-once": Odd((), "stall", failure="timeout", meta=SHORT_TIME),
    "/close-at-once": Odd((), "close", failure="connection-lost"),
    "/reset-at-once": Odd((), "reset", failure="connection-lost"),
    "/garbage": Odd((b"\x16\x03\x01\x00\x05hello\r\n\r\n",), "stall", failure="protocol"),
    "/garbage-html": Odd((PAGE,), "close", failure="protocol"),
    "/garbage-status": Odd((sized(PAGE, status=b"HTTP/1.1 OK"),), "close", failure="protocol"),
    # One byte more than is waited for: of more, nobody knows how much will have come.
    "/header-endless": Odd((head(b"X: " + b"x" * MAX_HEAD)[: MAX_HEAD + 1],), "stall", failure="protocol"),
}


class OddServer:
    """Listens on 127.0.0.1; answers from `answers`; `conversations` holds all requests in order of arrival."""

    def __init__(self, answers: dict[str, Odd], tls: ssl.SSLContext | None = None) -> None:
        self.answers = answers
        self.conversations: list[Conversation] = []
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._over = threading.Event()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self.port: int = self._listener.getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"

    def of(self, path: str) -> list[Conversation]:
        with self._lock:
            return [one for one in self.conversations if one.path == path]

    def serve(self) -> None:
        self._start(self._accept)

    def stop(self) -> None:
        self._over.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(10)

    def _start(self, work: Callable[..., None], *given: object) -> None:
        thread = threading.Thread(target=work, args=given, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        number = 0
        while not self._over.is_set():
            try:
                connection, _peer = self._listener.accept()
            except OSError:
                return
            self._start(self._converse, connection, number)
            number += 1

    def _converse(self, connection: socket.socket, number: int) -> None:
        connection.settimeout(0.05)
        with connection, suppress(ConnectionError, ssl.SSLError, EOFError):
            wire = self._wrapped(connection)
            with wire:
                for turn, request in enumerate(self._requests(wire)):
                    talk = Conversation(number, turn, request)
                    with self._lock:
                        self.conversations.append(talk)
                    if not self._answer(wire, talk):
                        return

    def _wrapped(self, connection: socket.socket) -> socket.socket:
        if self._tls is None:
            return connection
        connection.settimeout(5)
        wrapped = self._tls.wrap_socket(connection, server_side=True)
        wrapped.settimeout(0.05)
        return wrapped

    def _requests(self, wire: socket.socket) -> Iterator[bytes]:
        data = b""
        while not self._over.is_set():
            try:
                piece = wire.recv(65536)
            except TimeoutError:
                continue
            if not piece:
                return
            data += piece
            if data.endswith(b"\r\n\r\n") or b"POST" in data[:4]:
                yield data
                data = b""

    def _answer(self, wire: socket.socket, talk: Conversation) -> bool:
        odd = self.answers[talk.path] if talk.path in self.answers else Odd((sized(b"none", status=b"HTTP/1.1 404 N"),))
        for _ in self.of(talk.path)[1:]:
            odd = odd.then or odd
        wire.settimeout(20)
        for part in odd.parts:
            self._send(wire, talk, part)
        while odd.end == "endless":
            self._send(wire, talk, PAGE)
        if odd.end == "stall":
            self._over.wait(20)
        if odd.end == "reset":
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        wire.settimeout(0.05)
        return odd.end == "keep"

    def _send(self, wire: socket.socket, talk: Conversation, part: bytes) -> None:
        # Segments of their own are part of the oddity, so nothing is gathered by the kernel.
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        talk.sent += part
        wire.sendall(part)


@contextmanager
def odd_server(answers: dict[str, Odd] | None = None, tls: ssl.SSLContext | None = None) -> Iterator[OddServer]:
    server = OddServer(ODDITIES if answers is None else answers, tls)
    server.serve()
    try:
        yield server
    finally:
        server.stop()
