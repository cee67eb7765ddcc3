"""HTTP/1 as it stands on the wire: bytes in, head and payload out. Nothing is ever re-encoded.

Tolerant as browsers are, since what servers send is kept whatever it looks like. Kept responses are read here, those
that still arrive by `archive.framing`; both rest on `parse_head` and `archive.chunks`.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import IO

from archive import codings
from archive.chunks import Chunks
from archive.figures import figure

MAX_HEAD = 256 * 1024
"""Longest head read, as in Chromium; what is longer is no head."""
_USUAL_HEAD = 8192

HEAD_END = re.compile(rb"\n\r?\n")
STATUS_LINE = re.compile(
    rb"(HTTP(?:/\d+(?:\.\d+)?)?|ICY)[ \t]+(\d{3})(?!\d)[ \t]?([^\r\n]*)\r*(?:\n|\Z)", re.IGNORECASE
)


@dataclass(frozen=True)
class Head:
    """A response's head. `size` is its length in bytes, blank line included; `status` is 0 where there is none.

    Names and values are the bytes as sent, without surrounding blanks; a folded value is joined by one space.
    """

    version: bytes
    status: int
    reason: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    size: int

    def get(self, name: bytes) -> bytes | None:
        """The value of the first header of that name, in whatever case, or None."""
        values = self.get_all(name)
        return values[0] if values else None

    def get_all(self, name: bytes) -> tuple[bytes, ...]:
        """The values of all headers of that name, in the order sent."""
        return tuple(self._by_name.get(name.lower(), ()))

    @cached_property
    def _by_name(self) -> dict[bytes, list[bytes]]:
        values: dict[bytes, list[bytes]] = {}
        for key, value in self.headers:
            values.setdefault(key.lower(), []).append(value)
        return values

    def tokens(self, name: bytes) -> list[bytes]:
        """The comma-separated tokens of all headers of that name, in order, lower-cased, parameters dropped."""
        values = self.get_all(name)
        listed = b",".join(values).lower().split(b",") if values else ()
        return [token for part in listed if (token := part.partition(b";")[0].strip())]

    @cached_property
    def chunked(self) -> bool:
        """Whether the body is chunked. Ignored below HTTP/1.1, where only confused servers say so."""
        encodings = self.tokens(b"transfer-encoding")
        return b"chunked" in encodings and self.version >= b"HTTP/1.1"

    @cached_property
    def content_length(self) -> int | None:
        """The body's length if the head tells one and only one; None where it is missing or contradictory."""
        told = set(self.tokens(b"content-length"))
        only = told.pop() if len(told) == 1 else b""
        return figure(only)


_NO_HEAD = Head(b"", 0, b"", (), 0)


def parse_head(data: bytes) -> Head:
    """Read the head at the start of `data`; a head that is cut off is read as far as it goes.

    Bare LF and folded lines are understood, lines without a colon passed over. Data that does not begin with a
    status line yields status 0 and size 0: all of it is payload.
    """
    end = HEAD_END.search(data)
    return _whole_head(data[: end.end()]) if end and end.end() <= _USUAL_HEAD else _head(data)


def _head(data: bytes) -> Head:
    status_line = STATUS_LINE.match(data)
    if status_line is None:
        return _NO_HEAD
    end = HEAD_END.search(data, max(status_line.end() - 1, 0))
    size = end.end() if end else len(data)
    version, status, reason = status_line.groups()
    headers = tuple(_headers(data[status_line.end() : size]))
    return Head(version.upper(), int(status), reason.rstrip(b"\r"), headers, size)


# One exchange has its head read by whoever frames it, keeps it, indexes it, looks for links in it.
_whole_head = lru_cache(maxsize=64)(_head)


def _headers(block: bytes) -> Iterator[tuple[bytes, bytes]]:
    name, value = b"", b""
    for line in block.split(b"\n"):
        if line[:1] in (b" ", b"\t"):
            value = value + b" " + line.strip()
            continue
        if name:
            yield name, value.strip()
        before, colon, after = line.partition(b":")
        name, value = (before.strip(), after.strip()) if colon else (b"", b"")
    if name:
        yield name, value.strip()


def head_of(response: IO[bytes]) -> Head:
    """Read the head of a kept response; leaves the file at the first byte of its body."""
    response.seek(0)
    data = response.read(_USUAL_HEAD)
    while not HEAD_END.search(data) and len(data) < MAX_HEAD and (more := response.read(65536)):
        data += more
    head = parse_head(data)
    response.seek(head.size)
    return head


def entity(response: IO[bytes]) -> IO[bytes]:
    """The payload of a kept response, still content-encoded: what follows the head, without chunk framing.

    Broken chunking yields the rest as it stands. Reads from `response` as it is read, and moves its position.
    """
    return _body(response, head_of(response))


def decoded(response: IO[bytes], limit: int) -> bytes:
    """The payload of a kept response with its content codings undone, of `limit` bytes at most.

    Codings may be stacked; one that the bytes belie is taken as not applied, and a stream that breaks off yields
    what came before the break. Raises TooLargeError beyond the limit.
    """
    head = head_of(response)
    return codings.undo(_codings(head), _body(response, head), limit)


def decoding(response: IO[bytes], limit: int) -> IO[bytes]:
    """`decoded` as a stream, for what is too long to be held: reading beyond the limit raises TooLargeError.

    Reads from `response` as it is read, and moves its position.
    """
    head = head_of(response)
    return codings.opened(_codings(head), _body(response, head), limit)


def breaks_off(response: IO[bytes]) -> bool:
    """Whether the codings of a kept response's payload end before their end or are damaged. Reads it to its end."""
    head = head_of(response)
    return codings.breaks_off(_codings(head), _body(response, head))


def _codings(head: Head) -> list[bytes]:
    return head.tokens(b"content-encoding") + head.tokens(b"transfer-encoding")


def _body(response: IO[bytes], head: Head) -> IO[bytes]:
    return io.BufferedReader(_Dechunked(response), 65536) if head.chunked else response


class _Dechunked(io.RawIOBase):
    """The payload of a chunked body that is read from its present position on."""

    def __init__(self, body: IO[bytes]) -> None:
        self._body = body
        self._chunks = Chunks()
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._ready and not self._chunks.ended and (data := self._body.read(65536)):
            self._ready = b"".join(self._chunks.feed(data))
        taken = self._ready[: len(buffer)]
        buffer[: len(taken)] = taken
        self._ready = self._ready[len(taken) :]
        return len(taken)
