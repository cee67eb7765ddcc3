"""Where a response ends, told while its bytes arrive."""

from archive.chunks import Chunks
from archive.http1 import HEAD_END, MAX_HEAD, STATUS_LINE, Head, parse_head


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
            if _cannot_be_head(self.pending) or len(self.interim) > MAX_HEAD:
                self.hopeless = True
                return False
            if not HEAD_END.search(self.pending):
                self.hopeless = len(self.pending) > MAX_HEAD
                return False
            head = parse_head(self.pending)
            if head.status // 100 != 1 or head.status == 101:
                self._frame_body(head)
                return True
            self._set_aside(head.size)

    def _set_aside(self, size: int) -> None:
        self.interim += self.pending[:size]
        self.pending = self.pending[size:]

    def _frame_body(self, head: Head) -> None:
        self.head = head
        if self._bodiless or head.status in (204, 304):
            self._left = 0
        elif head.chunked:
            self._chunks = Chunks()
        else:
            self._left = head.content_length

    def _feed_body(self, data: bytes) -> None:
        if self._chunks is not None:
            self._chunks.feed(data)
            self.complete, self.surplus = self._chunks.ended, self._chunks.surplus > 0
        elif self._left is not None:
            self._left -= len(data)
            self.complete, self.surplus = self._left <= 0, self._left < 0


def _cannot_be_head(data: bytes) -> bool:
    start = data[:4].upper()
    if not (b"HTTP".startswith(start) or b"ICY ".startswith(start) or b"ICY\t".startswith(start)):
        return True
    line_is_whole = data.find(b"\n") >= 0 or len(data) > 8192
    return line_is_whole and STATUS_LINE.match(data) is None
