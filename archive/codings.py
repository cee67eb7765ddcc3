"""Content codings undone: gzip, deflate (zlib and raw), br, zstd, stacked, within a limit and whatever the label."""

import io
import re
import sys
import zlib
from collections.abc import Callable, Sequence
from gzip import BadGzipFile, GzipFile
from io import BytesIO
from typing import IO

import brotli
import zstandard
from isal import isal_zlib

from archive.errors import TooLargeError

_STEP = 16 * 1024
_PIECE = 64 * 1024
_AT_ONCE = 1024 * 1024
_PLAIN_AT_ONCE = 4 * 1024 * 1024
_ZSTD_WINDOW = 128 * 1024 * 1024
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_SAMPLE = 96
_GZIP = b"\x1f\x8b"
_Read = Callable[[int], bytes]
_DAMAGE = (EOFError, BadGzipFile, zlib.error, brotli.error, zstandard.ZstdError)


def undo(codings: Sequence[bytes], payload: IO[bytes], limit: int) -> bytes:
    """Undo lower-cased `codings`, last applied first; unknown ones and those the bytes belie count as not applied.

    A stream that breaks off or is damaged yields what came before. Raises TooLargeError when the payload or any
    stage of it is longer than `limit` bytes.
    """
    if len(codings) == 1 and codings[0] in (b"gzip", b"x-gzip"):
        packed = payload.read(_AT_ONCE)
        plain = _gunzip_at_once(packed) if len(packed) < _AT_ONCE else None
        if plain is not None and max(len(packed), len(plain)) <= limit:
            return plain
        payload = _joined(packed, payload)
    whole = BytesIO()  # grows in place, and gives its bytes away without a copy
    stream = opened(codings, payload, limit)
    while piece := stream.read(_PIECE):
        whole.write(piece)
    return whole.getvalue()


def breaks_off(codings: Sequence[bytes], payload: IO[bytes]) -> bool:
    """Whether what `codings` packed ends before its end or is damaged, so that `undo` gives less than was packed."""
    stream = _opened(codings, payload, sys.maxsize, lambda read: read)
    try:
        while stream.read(_PIECE):
            pass
    except _DAMAGE as error:
        return "Not a gzipped file" not in str(error)  # what some servers add behind the end
    return False


def opened(codings: Sequence[bytes], payload: IO[bytes], limit: int) -> IO[bytes]:
    """`undo` as a stream, of which little is held at any time. Reading beyond `limit` bytes raises TooLargeError."""
    return _opened(codings, payload, limit, _until_damage)


def _opened(codings: Sequence[bytes], payload: IO[bytes], limit: int, guarded: Callable[[_Read], _Read]) -> IO[bytes]:
    stream: IO[bytes] = _limited(payload.read, limit, "the body")
    for coding in reversed(codings):
        opener = _OPENERS.get(coding)
        if opener is None:
            continue
        start, stream = begun(stream, _SAMPLE)
        read = opener(start, stream)
        if read is not None:
            stream = _limited(guarded(read), limit, f"the body decoded from {coding.decode()}")
    return stream


def begun(stream: IO[bytes], size: int) -> tuple[bytes, IO[bytes]]:
    """The first `size` bytes of a stream, fewer where it ends before, and a stream of all of it."""
    start = stream.read(size)
    return start, _joined(start, stream)


class _Pulled(io.RawIOBase):
    """What a function gives, as a raw stream; its empty answer is the end."""

    def __init__(self, read: _Read) -> None:
        self._read = read
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._ready:
            self._ready = self._read(len(buffer))
        taken = self._ready[: len(buffer)]
        buffer[: len(taken)] = taken
        self._ready = self._ready[len(taken) :]
        return len(taken)


def _joined(start: bytes, rest: IO[bytes]) -> IO[bytes]:
    waiting = [start] if start else []
    return io.BufferedReader(_Pulled(lambda size: waiting.pop() if waiting else rest.read(size)), _PIECE)


def _limited(read: _Read, limit: int, what: str) -> IO[bytes]:
    taken = 0

    def counted(size: int) -> bytes:
        nonlocal taken
        piece = read(size)
        taken += len(piece)
        if taken > limit:
            raise TooLargeError(f"{what} is longer than the limit of {limit} bytes")
        return piece

    return io.BufferedReader(_Pulled(counted), _PIECE)


def _until_damage(read: _Read) -> _Read:
    """What is readable ends at the damage."""

    def read_on(size: int) -> bytes:
        try:
            return read(min(size, _STEP))
        except _DAMAGE:
            return b""

    return read_on


def _gunzip_at_once(packed: bytes) -> bytes | None:
    """What one whole member holds, in a third of the time; None for anything else, and where it is long."""
    if not packed.startswith(_GZIP):
        return None
    stream = isal_zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        plain = stream.decompress(packed, _PLAIN_AT_ONCE)
    except isal_zlib.error:  # type: ignore[misc]  # its stub takes the class for an error
        return None
    return plain if stream.eof and not stream.unused_data else None


def _gunzip(start: bytes, stream: IO[bytes]) -> _Read | None:
    return GzipFile(fileobj=stream).read1 if start.startswith(_GZIP) else None


def _unzstd(start: bytes, stream: IO[bytes]) -> _Read | None:
    if not start.startswith(b"\x28\xb5\x2f\xfd"):
        return None
    opener = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    return opener.stream_reader(stream, read_across_frames=True).read


def _undeflate(start: bytes, stream: IO[bytes]) -> _Read | None:
    """Servers mean zlib or raw deflate by this name; the header tells, as in browsers."""
    is_zlib = len(start) > 1 and start[0] & 0x0F == 8 and int.from_bytes(start[:2], "big") % 31 == 0
    if not is_zlib and _looks_plain(start):
        return None
    inflater = zlib.decompressobj(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)
    return lambda size: _inflate(inflater, stream, size)


def _inflate(inflater: "zlib._Decompress", waiting: IO[bytes], step: int) -> bytes:
    plain = b""
    while not plain and not inflater.eof:
        packed = inflater.unconsumed_tail or waiting.read(step)
        if not packed:
            return inflater.flush() or _cut_off()
        plain = inflater.decompress(packed, step)
    return plain


def _unbrotli(start: bytes, stream: IO[bytes]) -> _Read | None:
    if _looks_plain(start):
        return None
    decoder = brotli.Decompressor()
    return lambda size: _unbrotli_step(decoder, stream, size)


def _unbrotli_step(decoder: "brotli.Decompressor", waiting: IO[bytes], step: int) -> bytes:
    plain = b""
    while not plain and not decoder.is_finished():
        packed = waiting.read(step) if decoder.can_accept_more_data() else b""
        plain = decoder.process(packed, output_buffer_limit=step)
        if not packed and not plain:
            _cut_off()
    return plain


def _cut_off() -> bytes:
    raise EOFError


def _looks_plain(start: bytes) -> bool:
    """Whether this is no deflate or brotli, which have no magic: compressed bytes almost never go without control
    characters for so long, nor begin as a gzip file does."""
    return start.startswith(_GZIP) or _CONTROL.search(start) is None


_OPENERS: dict[bytes, Callable[[bytes, IO[bytes]], _Read | None]] = {
    b"gzip": _gunzip,
    b"x-gzip": _gunzip,
    b"deflate": _undeflate,
    b"br": _unbrotli,
    b"zstd": _unzstd,
}
