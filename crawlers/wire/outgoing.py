"""The bytes of a request: what is sent, and what the archive keeps of it when it holds credentials."""

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from archive.urls import origin_of

ALWAYS_SECRET = frozenset({b"authorization", b"proxy-authorization"})

_URL = re.compile(r"(https?)://(?:([^/?#]*)@)?([^/?#@]*)([^#]*)", re.IGNORECASE)
# With these in it a header would end, or be refused; browsers take in no cookie that has one (RFC 6265bis).
_CONTROLS = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_UNSENDABLE = re.compile(rb"[^\x21-\x7e]")
_SCHEME = re.compile(rb"[A-Za-z][A-Za-z0-9-]* (?=\S)")

Headers = Sequence[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A request ready to send. `url` is without credentials; `kept` equals `sent` except for what was `redacted`."""

    method: str
    url: str
    sent: bytes
    kept: bytes
    redacted: tuple[str, ...]


def outgoing(
    method: str, url: str, headers: Headers, body: bytes = b"", secrets: Iterable[bytes] = ALWAYS_SECRET
) -> Outgoing:
    """Build a request from a URL as written and its headers in order; Host comes first and the URL's fragment goes.

    Only what no request line can carry is percent-escaped. Values of headers named in `secrets` (lower case) are
    replaced in `kept` by text of the same shape. Raises ValueError for what is no http(s) URL or breaks a header.
    """
    match = _URL.match(url)
    if match is None:
        raise ValueError(f"not an http or https URL: {url!r}")
    scheme, userinfo, authority, target = match.groups()
    url = f"{scheme}://{authority}{target}"
    headers = [(b"Host", origin_of(url).partition("://")[2].encode()), *headers]
    redacted = () if userinfo is None else ("url userinfo",)
    if userinfo and not any(name.lower() == b"authorization" for name, _value in headers):
        headers.append((b"Authorization", _basic(userinfo)))
    if body or method == "POST":
        headers.append((b"Content-Length", str(len(body)).encode()))
    line = b"%s %s HTTP/1.1\r\n" % (method.encode("ascii"), _target(target))
    block, kept, found = _blocks(tuple(headers), frozenset(secrets))
    sent = line + block + body
    return Outgoing(method, url, sent, line + kept + body if found else sent, redacted + found)


def can_go_back(value: bytes) -> bool:
    """Whether a value that a server gave in a header may be sent back to it in one."""
    return _CONTROLS.search(value) is None


def _target(target: str) -> bytes:
    rooted = target if target.startswith("/") else "/" + target
    return _UNSENDABLE.sub(lambda byte: b"%%%02X" % byte[0][0], rooted.encode())


def _basic(userinfo: str) -> bytes:
    user, _colon, password = userinfo.partition(":")
    return b"Basic " + b64encode(unquote_to_bytes(user) + b":" + unquote_to_bytes(password))


# Nearly all requests to a host bring the same.
@lru_cache(maxsize=64)
def _blocks(headers: tuple[tuple[bytes, bytes], ...], hidden: frozenset[bytes]) -> tuple[bytes, bytes, tuple[str, ...]]:
    """Headers as they are sent, as they are kept, and the names of those whose values that redacts."""
    found = tuple(name.decode() for name, _value in headers if name.lower() in hidden)
    masked = [(name, _masked(value) if name.lower() in hidden else value) for name, value in headers]
    return _block(headers), _block(masked), found


def _block(headers: Headers) -> bytes:
    block = b"".join([b"%s: %s\r\n" % header for header in headers])
    if block.count(b"\n") != len(headers) or block.count(b"\r") != len(headers):
        raise ValueError(f"a request header holds a line break: {headers!r}")
    return block + b"\r\n"


def _masked(value: bytes) -> bytes:
    """The authentication scheme and the length of a secret stay, so that a reader sees what kind it was."""
    scheme = _SCHEME.match(value)
    start = scheme.end() if scheme else 0
    return value[:start] + re.sub(rb"[^\s=,;]", b"x", value[start:])
