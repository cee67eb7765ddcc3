"""One gzip member, written piece by piece: compressed as well as pays, or its body stored as it is."""

import zlib
from collections.abc import Iterator
from typing import IO

from isal import isal_zlib

from archive.pieces import STEP, pieces

GZIP_HEADER = bytes.fromhex("1f8b08000000000000ff")
"""What each member begins with: no name, no time, no system."""

_LEVEL = 6
# Of three: records of a few hundred bytes become as small as by zlib's sixth.
_QUICK = 2
_SMALL = 4096
_LONGEST_STORED = 65535
# With a member's header and trailer, the same ones as ours.
_WHOLE = 16 + zlib.MAX_WBITS


def gzip_member(head: bytes, block: IO[bytes], tail: bytes, stored_from: int | None) -> Iterator[bytes]:
    """The bytes of a member that holds `head`, all of `block` and `tail`, a quarter of a megabyte or more at a time.

    Bytes of the block from `stored_from` on are stored, not compressed.
    """
    block.seek(0)
    begun = head + block.read(_SMALL if stored_from is None else stored_from)
    if stored_from is None and len(begun) < _SMALL:
        yield isal_zlib.compress(begun + tail, _QUICK, _WHOLE)
        return
    checksum = size = 0
    packed = bytearray(GZIP_HEADER)
    for plain, piece in _deflated(begun, block, tail, stored_from is not None):
        checksum = isal_zlib.crc32(plain, checksum)
        size += len(plain)
        packed += piece
        if len(packed) >= STEP:
            yield bytes(packed)
            packed.clear()
    yield bytes(packed) + checksum.to_bytes(4, "little") + (size & 0xFFFFFFFF).to_bytes(4, "little")


def _deflated(begun: bytes, block: IO[bytes], tail: bytes, stores: bool) -> Iterator[tuple[bytes, bytes]]:
    """Pairs of plain bytes and the raw deflate stream they add; both are empty where only one side moves.

    A stored body costs a tenth of compressing gzip again; a sync flush joins the two into one stream.
    """
    deflate = _deflate(len(begun))
    yield begun, deflate.compress(begun)
    if not stores:
        for plain in pieces(block):
            yield plain, deflate.compress(plain)
        yield tail, deflate.compress(tail) + deflate.flush()
        return
    yield b"", deflate.flush(zlib.Z_SYNC_FLUSH)
    while plain := block.read(_LONGEST_STORED):
        yield plain, _stored(plain)
    yield tail, _stored(tail, is_last=True)


def _deflate(size: int) -> "zlib._Compress | isal_zlib.Compress":
    """What compresses a record that begins with so many bytes; a few are small already, and had in half the time."""
    if size < _SMALL:
        return isal_zlib.compressobj(_QUICK, isal_zlib.DEFLATED, -zlib.MAX_WBITS)
    return zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)


def _stored(plain: bytes, is_last: bool = False) -> bytes:
    """A deflate block that holds bytes as they are (RFC 1951, 3.2.4); it begins and ends at a byte's boundary."""
    size = len(plain)
    return bytes([is_last]) + size.to_bytes(2, "little") + (size ^ 0xFFFF).to_bytes(2, "little") + plain
