"""Digests are written as the standard library writes them, whatever the bytes."""

import base64
import hashlib
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st

from archive.digests import digest, digest_of


def by_the_library(data: bytes) -> str:
    return "sha256:" + base64.b32encode(hashlib.sha256(data).digest()).decode()


@given(st.text())
def test_digest_of_a_text(text):
    assert digest_of(text) == by_the_library(text.encode())


def test_digest_of_a_file_from_its_position_on():
    data = bytes(range(256)) * 2048
    file = BytesIO(b"head" + data)
    file.seek(4)
    assert digest(file) == by_the_library(data)
