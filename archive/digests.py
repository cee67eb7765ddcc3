"""SHA-256 as WARC records name it: `sha256:` and the digest in base32."""

import base64
import hashlib
from typing import IO

from archive.pieces import pieces


def digest_of(text: str) -> str:
    """SHA-256 of a text in UTF-8."""
    return _named(hashlib.sha256(text.encode()).digest())


def digest(file: IO[bytes]) -> str:
    """SHA-256 of a file from its position to its end."""
    sha256 = hashlib.sha256()
    for piece in pieces(file):
        sha256.update(piece)
    return _named(sha256.digest())


def _named(sha256: bytes) -> str:
    return "sha256:" + base64.b32encode(sha256).decode()
