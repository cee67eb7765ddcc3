"""Records moved from file to file, their bytes untouched: only the gzip framing around them may be made anew."""

import contextlib
import gzip
import hashlib
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from archive.errors import RecordError
from archive.groups import grouped
from archive.warc import Output, close_blocks, open_warc, records

MARK = 16
"""How many hexadecimal digits of its content's SHA-256 begin the name of an imported file."""

_STEP = 256 * 1024


def copy_group(path: Path, offset: int, out: Output) -> int:
    """Append the records of the exchange at `offset` to `out`, a gzip member each; returns the first one's length.

    Members are copied as they are, uncompressed records compressed. Raises RecordError where none stands there whole.
    """
    lengths = []
    for group in grouped(records(path, offset)):
        with open_warc(path) as file:
            for record in group:
                begun = out.tell()
                for piece in _framed(file, record.offset, record.length):
                    out.write(piece)
                lengths.append(out.tell() - begun)
        close_blocks(group)
        return lengths[0]
    raise RecordError(path, offset, "the file ends here")


def _framed(file: IO[bytes], offset: int, length: int) -> Iterator[bytes]:
    """The bytes of one record as one gzip member."""
    file.seek(offset)
    data = file.read(min(length, _STEP))
    if not data.startswith(b"\x1f\x8b"):
        file.seek(offset)
        yield from packed(_first(file, length))
        return
    while data:
        yield data
        length -= len(data)
        data = file.read(min(length, _STEP))


def packed(plain: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces of one gzip member that holds these plain bytes."""
    deflate = zlib.compressobj(6, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    for piece in plain:
        yield deflate.compress(piece)
    yield deflate.flush()


def _first(file: IO[bytes], length: int) -> Iterator[bytes]:
    while length and (data := file.read(min(length, _STEP))):
        length -= len(data)
        yield data


def content_digest(path: Path) -> str:
    """SHA-256, hexadecimal, of a WARC file's records without the gzip framing around them.

    Raises EOFError, OSError (BadGzipFile) or zlib.error for a file whose gzip framing is damaged.
    """
    with path.open("rb") as file:
        is_packed = file.read(2) == b"\x1f\x8b"
    with gzip.open(path) if is_packed else path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def sound_until(path: Path) -> tuple[int, int]:
    """Where a gzip file's damage begins: the offset of the member it is in, and how much of its content comes whole."""
    begun = whole = 0
    rest, inflate = b"", zlib.decompressobj(16 + zlib.MAX_WBITS)
    with path.open("rb") as file, contextlib.suppress(zlib.error):
        while rest := rest or file.read(_STEP):
            whole += len(inflate.decompress(rest, _STEP))
            rest = inflate.unused_data if inflate.eof else inflate.unconsumed_tail
            if inflate.eof:
                begun, whole = file.tell() - len(rest), 0
                inflate = zlib.decompressobj(16 + zlib.MAX_WBITS)
    return begun, whole


def is_as_received(path: Path) -> bool:
    """Whether an imported file still has the content that its name tells."""
    try:
        return path.name.startswith(content_digest(path)[:MARK])
    except (EOFError, OSError, zlib.error):
        return False


def reframe(path: Path, target: Path) -> None:
    """Write the records of a file that is one stream of gzip to another, one gzip member a record, bytes untouched.

    Raises RecordError at the first that is not whole; its offset counts in the uncompressed bytes.
    """
    plain = target.with_name("plain.warc")
    with gzip.open(path) as content, plain.open("wb") as file:
        shutil.copyfileobj(content, file, _STEP)
    try:
        with target.open("wb") as out:
            for record in records(plain):
                record.block.close()
                with open_warc(plain) as file:
                    for piece in _framed(file, record.offset, record.length):
                        out.write(piece)
    finally:
        plain.unlink()
