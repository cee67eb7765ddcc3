"""HTTP/1 read from bytes: heads, payloads, codings, and where a response ends."""

import gzip
import io
import time
import zlib
from functools import partial
from itertools import pairwise

import brotli
import pytest
import zstandard
from hypothesis import example, given
from hypothesis import strategies as st

from archive.errors import TooLargeError
from archive.framing import Framing
from archive.http1 import MAX_HEAD, Head, breaks_off, decoded, entity, head_of, parse_head
from tests.odd_server import BIG, ODDITIES, PAGE, chunked, head, raw_deflate, sized

LIMIT = 64 << 20

PACKED = {
    b"gzip": gzip.compress,
    b"deflate": zlib.compress,
    b"DEFLATE": raw_deflate,
    b"br": partial(brotli.compress, quality=5),
    b"zstd": zstandard.compress,
    b"gzip, br": lambda body: brotli.compress(gzip.compress(body)),
    b"identity": bytes,
    b"utf-8": bytes,
}


def packed(coding: bytes, body: bytes) -> io.BytesIO:
    return io.BytesIO(sized(PACKED[coding](body), b"Content-Encoding: " + coding))


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (
            b"HTTP/1.1 200 OK\r\ncOntent-TYPE:text/html\r\nSet-Cookie: a\r\nset-cookie: b\r\n\r\n",
            (200, b"OK", [(b"cOntent-TYPE", b"text/html"), (b"Set-Cookie", b"a"), (b"set-cookie", b"b")]),
        ),
        (b"HTTP/1.1 404 Kh\xf4ng  c\xf3 \nA : 1\n\n", (404, b"Kh\xf4ng  c\xf3 ", [(b"A", b"1")])),
        (b"HTTP/1.1 200\r\n\r\n", (200, b"", [])),
        (b"http/1.1 200 \r\n\r\n", (200, b"", [])),
        (b"HTTP/1.1 200 OK\r\nA: 1\r\n 2\r\n\t3\r\nB: 4\r\n\r\n", (200, b"OK", [(b"A", b"1 2 3"), (b"B", b"4")])),
        (b"HTTP/1.1 200 OK\r\nno colon\r\n folded\r\n: none\r\nA: \xff\r\n\r\n", (200, b"OK", [(b"A", b"\xff")])),
    ],
)
def test_parse_head(block: bytes, expected: tuple[int, bytes, list[tuple[bytes, bytes]]]) -> None:
    status, reason, headers = expected
    assert parse_head(block + b"body\r\n\r\n") == Head(b"HTTP/1.1", status, reason, tuple(headers), len(block))


def test_a_cut_head_is_read_as_far_as_it_goes() -> None:
    assert parse_head(b"HTTP/1.0 200 OK\r\nA: cut of") == Head(b"HTTP/1.0", 200, b"OK", ((b"A", b"cut of"),), 26)


@pytest.mark.parametrize("data", [b"", b"<html>", b"HTTP/1.1 2000 OK\r\n\r\n", b"HTTP/1.1 OK\r\n\r\n"])
def test_what_is_no_head_is_all_payload(data: bytes) -> None:
    assert (parse_head(data), entity(io.BytesIO(data)).read()) == (Head(b"", 0, b"", (), 0), data)


def test_header_look_up_ignores_case_and_keeps_order() -> None:
    parsed = parse_head(head(b"Vary: Accept", b"VARY:  Cookie ; q=1, X", b"X:"))
    looked_up = (
        parsed.get(b"vary"),
        parsed.get_all(b"Vary"),
        parsed.tokens(b"vary"),
        parsed.get(b"x"),
        parsed.get(b"y"),
    )
    assert looked_up == (b"Accept", (b"Accept", b"Cookie ; q=1, X"), [b"accept", b"cookie", b"x"], b"", None)


def test_head_longer_than_first_read() -> None:
    file = io.BytesIO(sized(PAGE, b"X: " + b"x" * 100_000))
    assert (head_of(file).get(b"content-length"), file.read()) == (b"%d" % len(PAGE), PAGE)


def test_endless_head_is_read_no_further_than_its_limit() -> None:
    file = io.BytesIO(b"HTTP/1.1 200 OK\r\nX: " + bytes(4 * MAX_HEAD))
    assert head_of(file).size < 2 * MAX_HEAD


@pytest.mark.parametrize(
    "path", [path for path, odd in ODDITIES.items() if odd.payload is not None and not odd.failure]
)
def test_payload_of_kept_response(path: str) -> None:
    odd = ODDITIES[path]
    kept = b"".join(odd.parts).removeprefix(odd.interim)
    assert decoded(io.BytesIO(kept), LIMIT) == odd.payload


@given(st.binary(max_size=400), st.integers(1, 90), st.binary(max_size=20).filter(lambda text: b"\n" not in text))
def test_entity_undoes_chunking(body: bytes, size: int, extension: bytes) -> None:
    file = io.BytesIO(
        head(b"Transfer-Encoding: chunked") + chunked(body, size, b";" + extension, b"X: y\r\n") + b"behind"
    )
    assert entity(file).read() == body


def test_entity_streams_within_small_reads() -> None:
    stream = entity(io.BytesIO(head(b"Transfer-Encoding: chunked") + chunked(BIG, 70_000)))
    pieces = iter(lambda: stream.read(50_001), b"")
    assert b"".join(pieces) == BIG


@pytest.mark.parametrize("coding", PACKED)
def test_decoded_undoes_codings(coding: bytes) -> None:
    assert decoded(packed(coding, BIG[:3_000_000]), LIMIT) == BIG[:3_000_000]


@pytest.mark.parametrize("coding", PACKED)
def test_plain_bytes_under_a_lying_label_stay(coding: bytes) -> None:
    assert decoded(io.BytesIO(sized(PAGE, b"Content-Encoding: " + coding)), LIMIT) == PAGE


@pytest.mark.parametrize("coding", [b"gzip", b"deflate", b"DEFLATE", b"br", b"zstd"])
def test_what_came_before_a_cut_is_read(coding: bytes) -> None:
    body = b"".join(b"%d Tram quan trac %x\n" % (number, number * number) for number in range(20_000))
    whole = PACKED[coding](body)
    plain = decoded(io.BytesIO(sized(whole[: len(whole) // 2], b"Content-Encoding: " + coding)), LIMIT)
    # zstd gives whole blocks of 128 KB only
    assert body.startswith(plain)
    assert len(plain) > len(body) // 4


@pytest.mark.parametrize("coding", [b"gzip", b"deflate", b"DEFLATE", b"br"])
def test_packed_bytes_that_break_off_are_told_from_whole_ones(coding: bytes) -> None:
    whole = PACKED[coding](BIG[:100_000])
    answers = [sized(data, b"Content-Encoding: " + coding) for data in (whole, PAGE, whole[:-1], whole[:50])]
    assert [breaks_off(io.BytesIO(answer)) for answer in answers] == [False, False, True, True]


def test_a_damaged_gzip_body_breaks_off_and_one_with_more_behind_its_end_does_not() -> None:
    whole = gzip.compress(BIG[:100_000])
    bodies = (whole * 2, whole + b"\n<!-- cache -->", whole[:300] + b"\xff" * 9 + whole[309:], whole[:-8] + bytes(8))
    answers = [sized(body, b"Content-Encoding: gzip") for body in bodies]
    assert [breaks_off(io.BytesIO(answer)) for answer in answers] == [False, False, True, True]


@pytest.mark.parametrize("coding", [b"gzip", b"deflate", b"DEFLATE", b"br", b"zstd", b"gzip, br", b"identity"])
def test_bomb_is_refused(coding: bytes) -> None:
    bomb = packed(coding, bytes(40_000_000))
    with pytest.raises(TooLargeError, match="longer than the limit of 1000000 bytes"):
        decoded(bomb, 1_000_000)


def test_a_body_of_just_the_limit_is_no_bomb() -> None:
    assert len(decoded(packed(b"gzip", bytes(1_000_000)), 1_000_000)) == 1_000_000


@given(st.sampled_from([b"gzip", b"deflate", b"br", b"zstd"]), st.binary(max_size=300), st.binary(max_size=8))
@example(b"gzip", b"\x1f\x8b", b"")
@example(b"zstd", b"\x28\xb5\x2f\xfd", b"")
def test_decoded_takes_any_bytes(coding: bytes, body: bytes, more: bytes) -> None:
    damaged = PACKED[coding](body)[:-4] + more
    for data in (body, damaged):
        assert isinstance(decoded(io.BytesIO(sized(data, b"Content-Encoding: " + coding)), LIMIT), bytes)


WIRE = st.one_of(
    st.binary(max_size=200),
    st.sampled_from([b"".join(odd.parts)[:6000] for odd in ODDITIES.values()]),
    st.text("HTP/1.0 25\r\n:aX-;chunked", max_size=80).map(lambda text: b"HTTP/1.1 200 OK\r\n" + text.encode()),
)


@given(WIRE, st.lists(st.integers(0, 400), max_size=12))
def test_framing_is_the_same_however_the_wire_cuts(wire: bytes, cuts: list[int]) -> None:
    whole, cut = Framing(), Framing()
    kept = whole.feed(wire)
    edges = [0, *sorted(cuts), len(wire)]
    kept_cut = b"".join(cut.feed(wire[start:end]) for start, end in pairwise(edges) if start < end)
    assert whole.interim + kept + whole.pending == wire
    assert (cut.interim + kept_cut + cut.pending, cut.head, cut.complete) == (wire, whole.head, whole.complete)


@pytest.mark.parametrize(
    ("wire", "method", "expected"),
    [
        (sized(b"abc"), "GET", (True, True, True)),
        (sized(b"abcd")[:-1], "GET", (False, False, False)),
        (sized(b"abc") + b"more", "GET", (True, False, True)),
        (sized(b"abc", b"Connection: CLOSE"), "GET", (True, False, True)),
        (head() + b"abc", "GET", (False, False, True)),
        (head(b"Content-Length: 9"), "HEAD", (True, True, True)),
        (head(b"Content-Length: 9", status=b"HTTP/1.1 304 N"), "GET", (True, True, True)),
        (head(b"Content-Length: 3", b"Content-Length: 3") + b"abc", "GET", (True, True, True)),
        (head(b"Content-Length: 3", b"Content-Length: 4") + b"abcd", "GET", (False, False, True)),
        (head(b"Content-Length: +3") + b"abc", "GET", (False, False, True)),
        (head(b"Transfer-Encoding: chunked") + chunked(b"abc"), "GET", (True, True, True)),
        (head(b"Transfer-Encoding: chunked") + chunked(b"abc")[:-2], "GET", (False, False, False)),
        (head(b"Transfer-Encoding: chunked") + b"<p>", "GET", (False, False, True)),
        (head(b"Transfer-Encoding: chunked") + b"3\r\nabcd", "GET", (False, False, True)),
        (sized(b"abc", status=b"HTTP/1.0 200 OK"), "GET", (True, False, True)),
        (sized(b"abc", b"Connection: keep-alive", status=b"HTTP/1.0 200 OK"), "GET", (True, True, True)),
        (head(status=b"HTTP/1.1 101 Switching") + b"x", "GET", (False, False, True)),
    ],
)
def test_end_of_a_response(wire: bytes, method: str, expected: tuple[bool, bool, bool]) -> None:
    framing = Framing(method)
    framing.feed(wire)
    assert (framing.complete, framing.reusable, framing.close()) == expected


@pytest.mark.parametrize(
    "wire",
    [
        b"\x16\x03\x01",
        b"<!doctype html>",
        b"HTTP/1.1 OK\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + bytes(MAX_HEAD),
        b"HTTP/1.1 102 P\r\n\r\n" * 20_000,
    ],
)
def test_what_cannot_become_a_response(wire: bytes) -> None:
    framing = Framing()
    framing.feed(wire)
    assert (framing.hopeless, framing.head) == (True, None)


def test_a_page_of_46_kb_is_decoded_in_well_under_a_millisecond() -> None:
    page = b"".join(b"<p>Tram %d do muc nuoc %x</p>" % (number, number**3) for number in range(1450))[:46_000]
    file = packed(b"gzip", page)
    spent = []
    for _ in range(50):
        began = time.perf_counter()
        decoded(file, LIMIT)
        spent.append(time.perf_counter() - began)
    assert min(spent) < 0.0004
