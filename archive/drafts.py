"""An exchange taken apart into what its WARC records hold: the response or what of it is new, the request, metadata."""

import base64
import io
import re
from dataclasses import dataclass
from typing import IO, Literal

from isal import isal_zlib

from archive.digests import digest
from archive.fields import Fields
from archive.http1 import Head, entity, head_of
from archive.model import Exchange

WARC_FIELDS = "application/warc-fields"
_BLANKS = re.compile(r"[\x00-\x20\x7f]+")
_PROFILE = "http://netpreserve.org/warc/1.1/revisit/"
_SAMPLE = 16 * 1024
# What ISA-L hardly makes smaller, zlib does not either, in twenty times as long.
_DENSE = 0.95


@dataclass(frozen=True, slots=True)
class Revisit:
    """The earlier response whose payload came again, or which the server said has not changed.

    `refers_to`, `url` and `captured` are its record id, URL and time; it is a whole one, never truncated.
    """

    profile: Literal["identical-payload-digest", "server-not-modified"]
    refers_to: str
    url: str
    captured: str
    payload_digest: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A record before it has an id and a place."""

    type: str
    content_type: str
    block: IO[bytes]
    fields: tuple[tuple[str, str], ...] = ()
    stored_from: int | None = None


def drafts_of(exchange: Exchange, revisit: Revisit | None) -> list[Draft]:
    """The records of an exchange, the one that is indexed first. Raises ValueError for what no record can hold."""
    ip = (("WARC-IP-Address", exchange.ip),) if exchange.ip else ()
    sent = io.BytesIO(exchange.request)
    request = [Draft("request", "application/http; msgtype=request", sent, ip)] if exchange.request else []
    metadata = Draft("metadata", WARC_FIELDS, io.BytesIO(_metadata(exchange, revisit).dump()))
    if exchange.response is None:
        return [metadata]
    if revisit is None:
        return [_response(exchange, exchange.response, ip), *request, metadata]
    if exchange.truncated:
        raise ValueError(f"{exchange.url}: a truncated response cannot be a revisit")
    return [_revisit(exchange.response, revisit, ip), *request, metadata]


def _response(exchange: Exchange, response: IO[bytes], ip: tuple[tuple[str, str], ...]) -> Draft:
    head = head_of(response)
    payload_digest = ("WARC-Payload-Digest", digest(entity(response) if head.chunked else response))
    truncated = (("WARC-Truncated", exchange.truncated),) if exchange.truncated else ()
    fields = (*ip, payload_digest, *truncated)
    return Draft("response", "application/http; msgtype=response", response, fields, _packed_from(head, response))


def _packed_from(head: Head, response: IO[bytes]) -> int | None:
    """Where the bytes begin that are compressed already: the head says so, or a sample from their middle shows it."""
    coded = any(coding != b"identity" for coding in head.tokens(b"content-encoding"))
    return head.size if coded or _is_dense(response, head.size) else None


def _is_dense(response: IO[bytes], start: int) -> bool:
    size = response.seek(0, 2) - start
    response.seek(start + max(0, size - _SAMPLE) // 2)
    sample = response.read(_SAMPLE)
    return len(isal_zlib.compress(sample, 1)) > _DENSE * len(sample) > 0


def _revisit(response: IO[bytes], revisit: Revisit, ip: tuple[tuple[str, str], ...]) -> Draft:
    unchanged = revisit.profile == "server-not-modified"
    size = head_of(response).size
    response.seek(0)
    # With the 304's head as its block one of pywb and wabac replays nothing; an empty one both understand.
    block = io.BytesIO() if unchanged else io.BytesIO(response.read(size))
    fields = (
        *ip,
        ("WARC-Profile", _PROFILE + revisit.profile),
        ("WARC-Refers-To", f"<{revisit.refers_to}>"),
        ("WARC-Refers-To-Target-URI", revisit.url),
        ("WARC-Refers-To-Date", revisit.captured),
        ("WARC-Payload-Digest", revisit.payload_digest),
        *(() if unchanged else (("WARC-Truncated", "length"),)),
    )
    return Draft("revisit", "application/http; msgtype=response", block, fields)


def _metadata(exchange: Exchange, revisit: Revisit | None) -> Fields:
    lines = [("fetchTimeMs", str(exchange.duration_ms))]
    if exchange.failure:
        lines += [("failure", exchange.failure.reason), ("failureDetail", one_line(exchange.failure.detail))]
        lines += [("ip", exchange.ip)] if exchange.ip else []
        lines += [("request", base64.b64encode(exchange.request).decode())] if exchange.request else []
    if exchange.tls_unverified is not None:
        lines.append(("tlsUnverified", one_line(exchange.tls_unverified)))
    lines += [("redacted", one_line(field)) for field in exchange.redacted]
    if exchange.interim:
        lines.append(("interim", base64.b64encode(exchange.interim).decode()))
    if exchange.response and revisit and revisit.profile == "server-not-modified":
        exchange.response.seek(0)
        lines.append(("notModified", base64.b64encode(exchange.response.read()).decode()))
    return Fields(tuple(lines))


def one_line(text: str) -> str:
    """The system's words on one line: blanks and control characters become one space, surrogates an escape."""
    return _BLANKS.sub(" ", text.encode("utf-8", "backslashreplace").decode()).strip()
