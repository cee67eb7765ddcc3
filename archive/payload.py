"""A response's payload as programs read it: codings undone, a gzip file unzipped, held whole only where it is small."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from archive.codings import opened, undo
from archive.errors import TooLargeError
from archive.http1 import decoded, decoding

SMALL = 2 * 1024 * 1024
"""Payloads up to so many bytes are held; of longer ones so much is looked at to tell what they are."""

_GZIP = b"\x1f\x8b"
_UNLIMITED = 1 << 62
_PIECE = 256 * 1024
_INLINE = re.compile(rb"[A-Za-z0-9+/=]{4000,}+")


@dataclass(frozen=True, slots=True)
class Payload:
    """`start` is the whole payload where `is_whole`, else its first bytes; `is_unzipped` says that it was a gzip file.

    A gzip file is no coding: `sitemap.xml.gz` is one, whatever media type it is given.
    """

    start: bytes
    is_whole: bool
    is_unzipped: bool
    response: IO[bytes]

    def stream(self, limit: int) -> IO[bytes]:
        """All of it from the beginning; reading beyond `limit` bytes raises TooLargeError."""
        if self.is_whole:
            return opened((), BytesIO(self.start), limit)
        return _stream(self.response, limit, self.is_unzipped)

    def whole(self, limit: int) -> bytes:
        """All of it, in memory. Raises TooLargeError beyond `limit` bytes."""
        return self.start if self.is_whole and len(self.start) <= limit else undo((), self.stream(limit), limit)

    def markup(self, limit: int) -> bytes:
        """All of it, of a long one without the pictures that are written into the page in base64.

        Raises TooLargeError beyond `limit` bytes, pictures included.
        """
        if self.is_whole:
            return self.start
        markup, stream = BytesIO(), self.stream(limit)
        while piece := stream.read(_PIECE):
            markup.write(_INLINE.sub(b"", piece))
        return markup.getvalue()


def payload_of(response: IO[bytes]) -> Payload:
    """The payload of a kept response; moves its position."""
    try:
        data = decoded(response, SMALL)
        if not data.startswith(_GZIP):
            return Payload(data, True, False, response)
        return Payload(undo((b"gzip",), BytesIO(data), SMALL), True, True, response)
    except TooLargeError:
        is_zipped = _stream(response, _UNLIMITED, False).read(len(_GZIP)) == _GZIP
        return Payload(_stream(response, _UNLIMITED, is_zipped).read(SMALL), False, is_zipped, response)


def beginning(response: IO[bytes], size: int) -> bytes:
    """The payload's first bytes, those of the file in a gzip file; moves the response's position."""
    data = _stream(response, _UNLIMITED, False).read(size)
    return _stream(response, _UNLIMITED, True).read(size) if data.startswith(_GZIP) else data


def _stream(response: IO[bytes], limit: int, unzipped: bool) -> IO[bytes]:
    codings: Sequence[bytes] = (b"gzip",) if unzipped else ()
    return opened(codings, decoding(response, limit), limit)
