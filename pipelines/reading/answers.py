"""What an exchange brought, before anybody reads it: failure, redirect, error, file, machine document, or markup."""

import re
from collections import deque
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import urlsplit

from archive.errors import TooLargeError
from archive.http1 import Head, head_of
from archive.model import Exchange, Outcome
from archive.payload import Payload, beginning, payload_of
from pipelines.discovery.roots import FIRST, belies, root_of
from pipelines.discovery.shapes import shape_of

MAX_MARKUP = 32 * 1024 * 1024
"""Longest document taken for text, in bytes without its content coding."""

MOST_READ, MOST_TAGS = 3_000_000, 50_000
"""How much of a page is read, in bytes without pictures written into it, and in tags; the DOM is forty times as large.

The longest pages seen, of newspapers and portals, have 770,000 bytes or 16,000 tags.
"""

_SHORTEST_TAG = len("<b>")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")

_DOCUMENT = re.compile(r"pdf|msword|officedocument|opendocument|ms-excel|ms-powerpoint|/rtf$", re.IGNORECASE)
_ASSET = re.compile(r"^(?:image|audio|video|font)/|/css$|javascript|ecmascript|font|octet-stream|/zip$", re.IGNORECASE)
_MAGIC: tuple[tuple[bytes, Outcome, str], ...] = (
    (b"%PDF-", "attachment", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "attachment", "an Office document"),
    (b"PK\x03\x04", "attachment", "an Office document or an archive"),
    (b"{\\rtf", "attachment", "an RTF document"),
    (b"Rar!\x1a\x07", "attachment", "an archive"),
    (b"7z\xbc\xaf\x27\x1c", "attachment", "an archive"),
    (b"SQLite format 3\0", "asset", "a SQLite database"),
    (b"\x89PNG", "asset", "an image"),
    (b"\xff\xd8\xff", "asset", "an image"),
    (b"GIF8", "asset", "an image"),
    (b"RIFF", "asset", "an image or a sound"),
    (b"wOF", "asset", "a font"),
)
_MARKUP = re.compile(rb"<(?:!doctype html|html|head|body|div|p|table|script|meta)[\s>]", re.IGNORECASE)
_FILE_NAME = re.compile(r"""filename\*?\s*=\s*(?:[\w-]+'[\w-]*')?["']?([^"';]+)""", re.IGNORECASE)
_XML_KINDS: dict[str, Outcome] = {"urlset": "sitemap", "sitemapindex": "sitemap"}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer sorted by kind. `outcome` is None for markup: what that is, only reading it tells.

    `left_out` says what of the markup is not in `data`, which is what shall be read.
    """

    outcome: Outcome | None
    reason: str
    data: bytes = b""
    charset: str | None = None
    left_out: str = ""


_TEXT = Answer(None, "labelled as no markup, read as text")


def answer_of(exchange: Exchange) -> Answer:
    """Sort an exchange by its status, media type and first bytes; the bytes outweigh the label."""
    if exchange.response is None:
        failure = exchange.failure
        return Answer("error", f"{failure.reason}: {failure.detail}" if failure else "no response")
    head = head_of(exchange.response)
    if not 200 <= head.status < 300:
        return _unsuccessful(head)
    mime, charset = _content_type(head)
    labelled = _labelled(mime)
    if labelled and not belies(beginning(exchange.response, FIRST)):
        return labelled
    payload = payload_of(exchange.response)
    answer = _by_bytes(urlsplit(exchange.url).path, mime, payload)
    name = _file_name(head) if answer.outcome == "asset" or answer == _TEXT else ""
    if name and shape_of(f"http://x/{name}") == "attachment":
        return Answer("attachment", f"a file for download: {name}")
    return _held(answer, payload, charset) if answer.outcome is None else answer


def _labelled(mime: str) -> Answer | None:
    if _DOCUMENT.search(mime):
        return Answer("attachment", f"a document: {mime}")
    if _ASSET.search(mime) and "octet-stream" not in mime:
        return Answer("asset", f"a file that pages use: {mime}")
    return None


def _held(answer: Answer, payload: Payload, charset: str | None) -> Answer:
    try:
        data = payload.markup(MAX_MARKUP)
    except TooLargeError as error:
        return Answer("unreadable", str(error))
    end = _readable_end(data)
    left_out = f"only the first {end:,} of its {len(data):,} bytes were read" if end < len(data) else ""
    return replace(answer, data=data[:end], charset=charset, left_out=left_out)


def _readable_end(data: bytes) -> int:
    """Where a page is cut, before a tag, that would take the reader more memory or time than it has."""
    if len(data) <= MOST_READ and (len(data) <= _SHORTEST_TAG * MOST_TAGS or data.count(b"<") <= MOST_TAGS):
        return len(data)
    tags = islice(re.finditer(b"<", data[:MOST_READ]), MOST_TAGS + 1)
    last = deque(tags, maxlen=1)
    end = last[0].start() if last else MOST_READ
    return end - end % 2 if data.startswith(_UTF16) else end


def _file_name(head: Head) -> str:
    """The name under which a browser would save the answer; empty when it would show it."""
    value = (head.get(b"content-disposition") or b"").decode("latin-1")
    named = _FILE_NAME.search(value) if value.strip().lower().startswith("attachment") else None
    return named[1].strip() if named else ""


def _unsuccessful(head: Head) -> Answer:
    target = head.get(b"location")
    if 300 <= head.status < 400 and target:
        return Answer("redirect", f"{head.status} to {target.decode('utf-8', 'replace')}")
    if not head.status:
        return Answer("error", "no status line")
    return Answer("error", f"{head.status} {head.reason.decode('utf-8', 'replace')}".strip())


def _content_type(head: Head) -> tuple[str, str | None]:
    value = (head.get(b"content-type") or b"").decode("latin-1")
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", value, re.IGNORECASE)
    return value.partition(";")[0].strip().lower(), charset[1] if charset else None


def _by_bytes(path: str, mime: str, payload: Payload) -> Answer:
    data = payload.start
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, outcome, reason in _MAGIC:
        if start.startswith(magic):
            return Answer(outcome, reason)
    if not start:
        return Answer("unreadable", "an empty body")
    if path.endswith("/robots.txt") and not _MARKUP.search(start):
        return Answer("robots", "robots.txt")
    if root := root_of(start):
        return Answer(_XML_KINDS.get(root, "feed"), f"a document of <{root}>")
    if "json" in mime or (start[:1] in b"{[" and "html" not in mime):
        return Answer("api", "JSON")
    if _MARKUP.search(data, 0, 65536) or "html" in mime:
        return Answer(None, "markup")
    if path.endswith((".xml.gz", ".xml", ".txt", ".txt.gz")) and "sitemap" in path:
        return Answer("sitemap", "named as a sitemap")
    if payload.is_unzipped:
        return Answer("attachment", "a gzip file")
    if _ASSET.search(mime):
        return Answer("asset", f"a file: {mime}")
    return _TEXT
