"""Exchanges for tests of the archive: one written out, and Hypothesis strategies for all others."""

import gzip
import io
from typing import Any

from hypothesis import strategies as st

from archive.model import Exchange, Failure

STARTED = "2026-11-22T01:25:17.000123Z"
REQUEST = b"GET /tin-tuc HTTP/1.1\r\nHost: cebid.example\r\n\r\n"
PAGE = "<title>Hội nghị</title><p>Sáng nay, hội nghị đã khai mạc tại Đà Nẵng.</p>".encode()


def exchange(path: str = "tin-tuc", body: bytes = PAGE, head: bytes = b"", **changes: Any) -> Exchange:
    """A plain exchange; `head` is appended to the header lines of its response."""
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + head + b"\r\n" + body
    fields = {
        "url": f"https://cebid.example/{path}",
        "started": STARTED,
        "request": REQUEST,
        "response": io.BytesIO(answer),
        "duration_ms": 7,
        "ip": "192.0.2.7",
    }
    return Exchange(**(fields | changes))


def content(one: Exchange) -> tuple[Any, ...]:
    """All of an exchange as comparable values, its response as bytes."""
    response = None
    if one.response is not None:
        one.response.seek(0)
        response = one.response.read()
    return (
        *(one.url, one.started, one.request, response, one.duration_ms, one.ip, one.truncated, one.failure),
        *(one.tls_unverified, one.redacted, one.interim),
    )


_line = st.text(st.characters(exclude_categories=("Cc", "Cs", "Z")), max_size=20)
_token = st.text("abcABC-123", min_size=1, max_size=10).map(str.encode)
_status = st.sampled_from([200, 204, 206, 301, 302, 304, 404, 500, 599])
_location = st.one_of(st.just(b"/m\xe1\xbb\x9bi"), st.just(b"http://[bad"), st.binary(max_size=20))
_value = st.binary(max_size=20).filter(lambda value: b"\n" not in value)
_header = st.one_of(
    st.tuples(_token, _value),
    st.tuples(st.just(b"Location"), _location.filter(lambda value: b"\n" not in value)),
    st.tuples(st.just(b"Content-Type"), st.sampled_from([b"text/html; charset=x", b"IMAGE/png", b""])),
    st.tuples(st.just(b"Content-Encoding"), st.sampled_from([b"gzip", b"br", b"identity"])),
    st.tuples(st.just(b"Transfer-Encoding"), st.just(b"chunked")),
)
_body = st.one_of(
    st.binary(max_size=300),
    st.binary(max_size=300).map(lambda body: gzip.compress(body, mtime=0)),
    st.binary(min_size=1, max_size=50).map(lambda data: b"%x\r\n%s\r\n0\r\n\r\n" % (len(data), data)),
)


@st.composite
def _responses(draw: st.DrawFn) -> bytes:
    lines = [name + b": " + value for name, value in draw(st.lists(_header, max_size=5))]
    head = b"HTTP/1.1 %d %s\r\n" % (draw(_status), draw(_token)) + b"".join(line + b"\r\n" for line in lines)
    return head + b"\r\n" + draw(_body)


@st.composite
def exchanges(draw: st.DrawFn) -> Exchange:
    """Any exchange: odd heads, no head at all, chunked, coded, truncated, or failed."""
    failure = draw(st.none() | st.builds(Failure, st.sampled_from(["dns", "tls", "timeout"]), _line))
    response = None if failure else io.BytesIO(draw(st.one_of(_responses(), st.binary(max_size=100))))
    return Exchange(
        url="https://cebid.example/" + draw(_line),
        started=STARTED,
        request=draw(st.one_of(st.just(b""), st.just(REQUEST), st.binary(max_size=50))),
        response=response,
        duration_ms=draw(st.integers(0, 10**6)),
        ip=draw(st.none() | st.sampled_from(["192.0.2.7", "2001:db8::7"])),
        truncated=None if failure else draw(st.none() | st.sampled_from(["length", "time", "disconnect"])),
        failure=failure,
        tls_unverified=draw(st.none() | _line),
        redacted=tuple(draw(st.lists(_line, max_size=2))),
        interim=draw(st.binary(max_size=30)),
    )
