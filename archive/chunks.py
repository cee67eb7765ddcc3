"""Chunk framing (RFC 9112, section 7.1) taken off a body that comes in pieces, as tolerantly as browsers do."""

import re

_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,15})[ \t]*(?:;.*)?\r?\Z", re.DOTALL)
_SIZE_BEGUN = re.compile(rb"[ \t]*[0-9a-fA-F]{0,15}[ \t\r]*(?:;.*)?\Z", re.DOTALL)
_LONGEST_LINE = 16 * 1024


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

    def _feed_line(self, data: bytes, position: int, payload: list[bytes]) -> int:
        end = data.find(b"\n", position) + 1
        line = self._line + data[position : end or len(data)]
        self._line = b""
        if end and self._expect(line[:-1]):
            return end
        if end or not self._may_become_framing(line):
            self.broken = True
            payload.append(line)
        else:
            self._line = line
        return end or len(data)

    def _may_become_framing(self, line: bytes) -> bool:
        if self._expect == self._after_chunk:
            return line == b"\r"
        begun = self._expect == self._trailer or _SIZE_BEGUN.match(line) is not None
        return begun and len(line) <= _LONGEST_LINE

    def _size_line(self, line: bytes) -> bool:
        match = _SIZE.match(line)
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
