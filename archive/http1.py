"""HTTP/1 as it stands on the wire: bytes in, head and payload out. Nothing is ever re-encoded.

Tolerant as browsers are, since what servers send is kept whatever it looks like. `Framing` reads a response while
it arrives, `head_of`, `entity` and `decoded` read one that is kept; both share `parse_head` and `Chunks`.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from archive.codings import undo

MAX_HEAD = 256 * 1024
"""Longest head read, as in Chromium; what is longer is no head."""

_HEAD_END = re.compile(rb"\n\r?\n")
_STATUS_LINE = re.compile(
    rb"(HTTP(?:/\d+(?:\.\d+)?)?|ICY)[ \t]+(\d{3})(?!\d)[ \t]?([^\r\n]*)\r*(?:\n|\Z)", re.IGNORECASE
)
_CHUNK_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,15})[ \t]*(?:;.*)?\r?\Z", re.DOTALL)
_LONGEST_CHUNK_LINE = 16 * 1024


@dataclass(frozen=True, slots=True)
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
        wanted = name.lower()
        return tuple(value for key, value in self.headers if key.lower() == wanted)

    def tokens(self, name: bytes) -> list[bytes]:
        """The comma-separated tokens of all headers of that name, in order, lower-cased, parameters dropped."""
        listed = b",".join(self.get_all(name)).lower().split(b",")
        return [token for part in listed if (token := part.partition(b";")[0].strip())]

    @property
    def chunked(self) -> bool:
        """Whether the body is chunked. Ignored below HTTP/1.1, where only confused servers say so."""
        encodings = self.tokens(b"transfer-encoding")
        return self.version >= b"HTTP/1.1" and bool(encodings) and encodings[-1] == b"chunked"

    @property
    def content_length(self) -> int | None:
        """The body's length if the head tells one and only one; None where it is missing or contradictory."""
        told = set(self.tokens(b"content-length"))
        only = told.pop() if len(told) == 1 else b""
        return int(only) if only.isdigit() and len(only) < 19 else None


_NO_HEAD = Head(b"", 0, b"", (), 0)


def parse_head(data: bytes) -> Head:
    """Read the head at the start of `data`; a head that is cut off is read as far as it goes.

    Bare LF and folded lines are understood, lines without a colon passed over. Data that does not begin with a
    status line yields status 0 and size 0: all of it is payload.
    """
    status_line = _STATUS_LINE.match(data)
    if status_line is None:
        return _NO_HEAD
    end = _HEAD_END.search(data, max(status_line.end() - 1, 0))
    size = end.end() if end else len(data)
    version, status, reason = status_line.groups()
    headers = tuple(_headers(data[status_line.end() : size]))
    return Head(version.upper(), int(status), reason.rstrip(b"\r"), headers, size)


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
    data = response.read(8192)
    while not _HEAD_END.search(data) and len(data) < MAX_HEAD and (more := response.read(65536)):
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
    codings = head.tokens(b"content-encoding") + head.tokens(b"transfer-encoding")
    return undo(codings, _body(response, head), limit)


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
        while not self._ready and not self._chunks.ended:
            data = self._body.read(65536)
            self._ready = b"".join(self._chunks.feed(data) if data else self._chunks.finish())
        taken = self._ready[: len(buffer)]
        buffer[: len(taken)] = taken
        self._ready = self._ready[len(taken) :]
        return len(taken)


class Chunks:
    """Takes chunk framing off a body that arrives in pieces.

    `ended` after the last chunk and its trailers; `surplus` counts bytes that came after that. `broken` where the
    framing is no framing: from there on all bytes are payload.
    """

    def __init__(self) -> None:
        self.ended = False
        self.broken = False
        self.surplus = 0
        self._left = 0
        self._line = b""
        self._expect = self._size_line

    def feed(self, data: bytes) -> list[bytes]:
        """The pieces of payload in the next bytes of the body."""
        payload: list[bytes] = []
        position = 0
        while position < len(data):
            if self.ended:
                self.surplus += len(data) - position
                break
            if self.broken:
                payload.append(data[position:])
                break
            if self._left:
                piece = data[position : position + self._left]
                payload.append(piece)
                self._left -= len(piece)
                position += len(piece)
                continue
            position = self._feed_line(data, position, payload)
        return payload

    def finish(self) -> list[bytes]:
        """What is left when no more bytes come: half a line that cannot have been framing is payload."""
        rest = self._line
        cut_short = self._expect != self._size_line or _CHUNK_SIZE.match(rest) is not None
        self.ended = True
        return [] if cut_short or not rest else [rest]

    def _feed_line(self, data: bytes, position: int, payload: list[bytes]) -> int:
        end = data.find(b"\n", position) + 1
        line = self._line + data[position : end or len(data)]
        self._line = b""
        if end and self._expect(line[:-1]):
            return end
        if end or len(line) > _LONGEST_CHUNK_LINE:
            self.broken = True
            payload.append(line)
        else:
            self._line = line
        return end or len(data)

    def _size_line(self, line: bytes) -> bool:
        match = _CHUNK_SIZE.match(line)
        if match is None:
            return False
        self._left = int(match[1], 16)
        self._expect = self._after_chunk if self._left else self._trailer
        return True

    def _after_chunk(self, line: bytes) -> bool:
        self._expect = self._size_line
        return line in (b"", b"\r")

    def _trailer(self, line: bytes) -> bool:
        self.ended = line in (b"", b"\r")
        return True


class Framing:
    """Tells where a response ends while its bytes arrive.

    `head` is None until the final one is complete; `interim` collects what came before it (1xx heads, stray blank
    lines); `pending` is what has come of a head that is not complete. `hopeless` when it cannot become one.
    """

    def __init__(self, method: str = "GET") -> None:
        self.head: Head | None = None
        self.interim = b""
        self.pending = b""
        self.hopeless = False
        self.complete = False
        self.surplus = False
        self._bodiless = method == "HEAD"
        self._left: int | None = None
        self._chunks: Chunks | None = None

    @property
    def reusable(self) -> bool:
        """Whether the connection may carry another exchange after this one."""
        delimited = self._chunks is not None or self._left is not None
        if self.head is None or not self.complete or self.surplus or not delimited:
            return False
        wishes = self.head.tokens(b"connection")
        return b"close" not in wishes and (self.head.version >= b"HTTP/1.1" or b"keep-alive" in wishes)

    def feed(self, data: bytes) -> bytes:
        """Take the next bytes; returns those that belong to the final response, from its status line on.

        Bytes behind the response's end belong to nothing else, since requests are never pipelined; they are
        returned as part of it, and `surplus` is set.
        """
        if self.head is not None:
            self._feed_body(data)
            return data
        self.pending += data
        if not self._take_heads():
            return b""
        final, self.pending = self.pending, b""
        self._feed_body(final[self.head.size :] if self.head else b"")
        return final

    def close(self) -> bool:
        """The connection has ended; returns whether the response is whole by its own framing."""
        until_close = self._left is None and (self._chunks is None or self._chunks.broken)
        self.complete = self.complete or (self.head is not None and until_close)
        return self.complete

    def _take_heads(self) -> bool:
        while True:
            start = len(self.pending) - len(self.pending.lstrip(b"\r\n"))
            self._set_aside(start)
            if not _HEAD_END.search(self.pending):
                self.hopeless = len(self.pending) > MAX_HEAD or _cannot_be_head(self.pending)
                return False
            head = parse_head(self.pending)
            if head.status // 100 != 1 or head.status == 101:
                self.hopeless = head.status == 0
                self.head = None if self.hopeless else head
                self._frame_body()
                return not self.hopeless
            self._set_aside(head.size)

    def _set_aside(self, size: int) -> None:
        self.interim += self.pending[:size]
        self.pending = self.pending[size:]

    def _frame_body(self) -> None:
        if self.head is None:
            return
        if self._bodiless or self.head.status in (204, 304):
            self._left = 0
        elif self.head.chunked:
            self._chunks = Chunks()
        else:
            self._left = self.head.content_length

    def _feed_body(self, data: bytes) -> None:
        if self._chunks is not None:
            self._chunks.feed(data)
            self.complete, self.surplus = self._chunks.ended, self._chunks.surplus > 0
        elif self._left is not None:
            self._left -= len(data)
            self.complete, self.surplus = self._left <= 0, self._left < 0


def _cannot_be_head(data: bytes) -> bool:
    line_is_whole = b"\n" in data or len(data) > 8192
    return line_is_whole and _STATUS_LINE.match(data) is None
