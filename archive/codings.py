"""Content codings undone: gzip, deflate (zlib and raw), br, zstd, stacked, within a limit and whatever the label."""

import re
import zlib
from collections.abc import Callable, Sequence
from gzip import BadGzipFile, GzipFile
from io import BytesIO
from typing import IO

import brotli
import zstandard

from archive.errors import TooLargeError

_STEP = 16 * 1024
_ZSTD_WINDOW = 128 * 1024 * 1024
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")


def undo(codings: Sequence[bytes], payload: IO[bytes], limit: int) -> bytes:
    """Undo lower-cased `codings`, last applied first; unknown ones and those the bytes belie count as not applied.

    A stream that breaks off or is damaged yields what came before. Raises TooLargeError when the payload or any
    stage of it is longer than `limit` bytes.
    """
    data = _checked(payload.read(limit + 1), limit, "the body")
    for coding in reversed(codings):
        decode = _DECODERS.get(coding)
        if decode is not None and data:
            plain = decode(data, limit)
            data = data if plain is None else _checked(plain, limit, f"the body decoded from {coding.decode()}")
    return data


def _checked(data: bytes, limit: int, what: str) -> bytes:
    if len(data) > limit:
        raise TooLargeError(f"{what} is longer than the limit of {limit} bytes")
    return data


def _gunzip(data: bytes, limit: int) -> bytes | None:
    if not data.startswith(b"\x1f\x8b"):
        return None
    if (plain := _gunzip_at_once(data, limit)) is not None:
        return plain
    return _drain(GzipFile(fileobj=BytesIO(data)).read1, limit)


def _gunzip_at_once(data: bytes, limit: int) -> bytes | None:
    """What one whole member holds, in four fifths of the time; None for anything else."""
    stream = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        plain = stream.decompress(data, limit + 1)
    except zlib.error:
        return None
    return plain if stream.eof and not stream.unused_data else None


def _unzstd(data: bytes, limit: int) -> bytes | None:
    if not data.startswith(b"\x28\xb5\x2f\xfd"):
        return None
    opener = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    return _drain(opener.stream_reader(BytesIO(data), read_across_frames=True).read, limit)


def _undeflate(data: bytes, limit: int) -> bytes | None:
    """Servers mean zlib or raw deflate by this name; the header tells, as in browsers."""
    is_zlib = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
    if not is_zlib and _looks_plain(data):
        return None
    stream = zlib.decompressobj(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)
    waiting = BytesIO(data)
    return _drain(lambda step: _inflate(stream, waiting, step), limit)


def _inflate(stream: "zlib._Decompress", waiting: BytesIO, step: int) -> bytes:
    plain = b""
    while not plain and not stream.eof:
        packed = stream.unconsumed_tail or waiting.read(step)
        if not packed:
            return stream.flush()
        plain = stream.decompress(packed, step)
    return plain


def _unbrotli(data: bytes, limit: int) -> bytes | None:
    if _looks_plain(data):
        return None
    stream = brotli.Decompressor()
    waiting = BytesIO(data)
    return _drain(lambda step: _unbrotli_step(stream, waiting, step), limit)


def _unbrotli_step(stream: "brotli.Decompressor", waiting: BytesIO, step: int) -> bytes:
    plain = b""
    while not plain and not stream.is_finished():
        packed = waiting.read(step) if stream.can_accept_more_data() else b""
        plain = stream.process(packed, output_buffer_limit=step)
        if not packed and not plain:
            break
    return plain


def _drain(read: Callable[[int], bytes], limit: int) -> bytes:
    """All that `read` gives before its end or its damage, but not much more than `limit` bytes."""
    plain = bytearray()
    try:
        while len(plain) <= limit and (piece := read(_STEP)):
            plain += piece
    except (EOFError, BadGzipFile, zlib.error, brotli.error, zstandard.ZstdError):
        return bytes(plain)  # what is readable ends at the damage
    return bytes(plain)


def _looks_plain(data: bytes) -> bool:
    """Compressed bytes almost never go without control characters for so long; formats without a magic need this."""
    return _CONTROL.search(data[:96]) is None


_DECODERS: dict[bytes, Callable[[bytes, int], bytes | None]] = {
    b"gzip": _gunzip,
    b"x-gzip": _gunzip,
    b"deflate": _undeflate,
    b"br": _unbrotli,
    b"zstd": _unzstd,
}
