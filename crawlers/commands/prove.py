"""`luuchieu prove`: a row followed back to the bytes on the wire."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.catalog import Catalog
from archive.home import find_home
from crawlers.say import say

if TYPE_CHECKING:
    from archive.fixity.proven import ProvenRecord
    from pipelines.proof import Proof

_LONGEST = 160


@click.command()
@click.argument("row", metavar="URL|ROW")
@click.option("--home", type=click.Path(path_type=Path), help="The archive's folder [$LUUCHIEU_HOME, ./luuchieu-home].")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each agency that knows the URL.")
def command(row: str, home: Path | None, as_json: bool) -> None:
    """Prove a row from the bytes: read its records and digests, read the page again, compare with what the row says.

    ROW is AGENCY:URL or a record's id (urn:uuid:…). Changes nothing. Exit code 1 when anything differs.
    """
    from crawlers.rereading import agency_of
    from pipelines.proof import prove, targets

    place = find_home(home)
    with Catalog.reader(place.catalog) as catalog:
        proofs = [prove(place, catalog, agency_of(place, catalog, one.agency), one) for one in targets(catalog, row)]
    for proof in proofs:
        say(_as_json(proof) if as_json else "\n".join(_lines(proof)))
    sys.exit(1 if any(proof.differences for proof in proofs) else 0)


def _as_json(proof: "Proof") -> str:
    return json.dumps({"proven": not proof.differences, **asdict(proof)}, ensure_ascii=False)


def _lines(proof: "Proof") -> Iterator[str]:
    article = proof.article
    if article is None:
        yield f"{proof.url}\n  row      {proof.agency}: no article, only the capture"
    else:
        untitled = "(withheld)" if proof.withheld else "(untitled)"
        title = article.versions[-1].title if article.versions else None
        yield f"{title or untitled}\n{proof.url}\n"
        yield f"  row      {proof.agency}, {article.kind}, {article.state}; published {article.published or 'unknown'}"
        for number, one in enumerate(article.versions, 1):
            size = "withheld" if proof.withheld else f"{len(one.text)} characters"
            yield f"  version  {number}: {one.captured}, {size}, {one.text_digest}"
    for record in proof.records:
        yield from _record_lines(record)
    if article:
        yield f"  text     read again by rules {proof.rules}; {proof.marks} pieces of the site's chrome considered"
    yield from (
        f"  ! {one.where}: {one.what}: the row says {_short(one.row)}, the bytes {_short(one.bytes)}"
        for one in proof.differences
    )
    count = len(proof.differences)
    yield f"{count} difference{'s' * (count > 1)}" if proof.differences else "proven: row, records and bytes agree"


def _record_lines(record: "ProvenRecord") -> Iterator[str]:
    onward = f", refers to {record.refers_to}" if record.refers_to else ""
    yield f"  capture  {record.role}: {record.type} of {record.written}{onward}\n           {record.url}"
    place = f"{record.warc_file} offset {record.warc_offset} length {record.warc_length}"
    yield f"  record   {place}\n           {record.id}, block {record.block_bytes} bytes, {record.block_digest}"
    if record.status is not None:
        yield f"  bytes    {record.status}; payload {record.payload_bytes} bytes, {record.payload_digest}"


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
