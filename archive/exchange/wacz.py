"""WACZ 1.1.1: a part of the archive in one file that opens in a browser, with its index, pages and their texts.

Records are copied as they stand; nothing is held whole in memory, whatever the size.
"""

import base64
import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from importlib.metadata import version
from itertools import groupby, islice
from pathlib import Path, PurePosixPath
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from archive import clock
from archive.catalog import Catalog
from archive.errors import UsageError
from archive.exchange.cdxj import line_of
from archive.exchange.choice import Choice
from archive.exchange.package import Entry, Package
from archive.exchange.selection import sorted_on_disk
from archive.fixity.keys import WaczKey
from archive.home import Home
from archive.model import Capture, Place
from archive.reframe import copy_group
from archive.warcfile import SUFFIX
from archive.whole import whole_file

_LINES_A_BLOCK = 300
_COORDINATE = 48


def write_wacz(home: Home, catalog: Catalog, choice: Choice, path: Path, title: str, key: WaczKey | None) -> int:
    """Write the chosen captures to `path`, which appears whole or not at all; returns how many there are.

    Signed when a key is given. Raises UsageError when something stands at `path` or nothing is chosen, RecordError
    for a record that cannot be read.
    """
    if path.exists():
        raise UsageError(f"{path} exists already: name a file to be made")
    with whole_file(path) as part, Package(part) as package:
        return _fill(home, catalog, choice, package, title, key)


def _fill(home: Home, catalog: Catalog, choice: Choice, package: Package, title: str, key: WaczKey | None) -> int:
    lines = sorted_on_disk(_write_records(home, catalog, choice, package))
    written = _write_index(package, lines)
    if not written:
        raise UsageError("no capture is chosen: nothing to write")
    with package.entry("pages/pages.jsonl") as out:
        for line in _page_lines(choice):
            out.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
    _write_description(package, title, key)
    return written


def _write_records(home: Home, catalog: Catalog, choice: Choice, package: Package) -> Iterator[str]:
    """Copy the chosen records, one WARC for each of the archive's; yields their CDXJ lines."""
    for warc_file, captures in groupby(choice.captures(), lambda one: one.place.warc_file):
        name = PurePosixPath(warc_file).name.removesuffix(".gz").removesuffix(".warc") + SUFFIX
        with package.entry(f"archive/{name}") as out:
            yield from _copy(home, catalog, captures, out, name)


def _copy(home: Home, catalog: Catalog, captures: Iterable[Capture], out: Entry, name: str) -> Iterator[str]:
    """Copy captures of one file, each crawl's behind its warcinfo."""
    described: set[str] = set()
    for one in captures:
        if one.crawl not in described:
            described.add(one.crawl)
            for place in catalog.connection.execute(
                "SELECT warc_file, warc_offset FROM note WHERE id = ? AND kind IN ('crawl', 'session')", (one.crawl,)
            ):
                copy_group(home.root / place[0], place[1], out)
        offset = out.tell()
        length = copy_group(home.root / one.place.warc_file, one.place.warc_offset, out)
        yield line_of(one, Place(name, offset, length))


def _write_index(package: Package, lines: Iterator[str]) -> int:
    """The CDXJ in gzip blocks of 300 lines, and above it the index of blocks, by which replay finds one of millions."""
    blocks, written = [], 0
    with package.entry("indexes/index.cdx.gz") as out:
        while block := list(islice(lines, _LINES_A_BLOCK)):
            data = gzip.compress("".join(f"{line}\n" for line in block).encode(), mtime=0)
            where = {"offset": out.tell(), "length": len(data), "digest": _sha256(data)}
            blocks.append(f"{block[0].partition(' {')[0]} {json.dumps(where)}\n")
            out.write(data)
            written += len(block)
    with package.entry("indexes/index.idx") as out:
        out.write(b'!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n')
        out.write("".join(blocks).encode())
    return written


def _page_lines(choice: Choice) -> Iterator[dict[str, Any]]:
    yield {"format": "json-pages-1.0", "id": "pages", "title": "All Pages", "hasText": True}
    for url, captured, title, text in choice.pages():
        mark = hashlib.sha256(f"{url} {captured}".encode()).hexdigest()[:20]
        page = {"id": mark, "url": url, "ts": captured, "title": title, "text": text}
        yield {name: value for name, value in page.items() if value}


def _write_description(package: Package, title: str, key: WaczKey | None) -> None:
    """`datapackage.json` with the digests of all resources, and its own digest, signed where there is a key."""
    created = clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    software = f"luuchieu {version('luuchieu')}"
    resources = [{"name": PurePosixPath(one.path).name.lower(), **asdict(one)} for one in package.resources]
    described = {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": title,
        "created": created,
        "software": software,
        "resources": resources,
    }
    data = json.dumps(described, ensure_ascii=False, indent=2).encode()
    digest = {"path": "datapackage.json", "hash": _sha256(data)}
    signed = {"signedData": _signed(digest["hash"], created, software, key)} if key else {}
    with package.entry("datapackage.json") as out:
        out.write(data)
    with package.entry("datapackage-digest.json") as out:
        out.write(json.dumps({**digest, **signed}, indent=2).encode())


def _signed(digest: str, created: str, software: str, key: WaczKey) -> dict[str, str]:
    """An anonymous signature of the WACZ signing specification 0.1.0, as browsers verify it: r and s side by side."""
    r, s = decode_dss_signature(key.sign(digest.encode(), ECDSA(SHA256())))
    signature = r.to_bytes(_COORDINATE, "big") + s.to_bytes(_COORDINATE, "big")
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return {
        "hash": digest,
        "created": created,
        "software": software,
        "version": "0.1.0",
        "signature": base64.b64encode(signature).decode(),
        "publicKey": base64.b64encode(public).decode(),
    }


def _sha256(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"
