"""One row followed down to the bytes on the wire: file, offset and length, the record's digests computed anew."""

import shlex
from collections.abc import Iterator

import click

from archive.catalog import Catalog
from archive.digests import digest
from archive.home import Home
from archive.http1 import entity
from archive.warc import open_warc, read_record
from crawlers.demo.days import EDITED
from crawlers.demo.layout import good, heading, say

_FIELDS = ("WARC-Type", "WARC-Date", "WARC-Target-URI")


def prove(home: Home, catalog: Catalog) -> Iterator[str]:
    """Show the proof of one article; what does not agree is a fault."""
    heading(6, "One row, proven from the bytes on the wire")
    (row,) = catalog.select(
        "SELECT title, warc_file, warc_offset, warc_length, payload_digest FROM articles WHERE url LIKE ?",
        (f"%{EDITED}",),
    )
    path = home.root / row["warc_file"]
    record = read_record(path, row["warc_offset"])
    say(row["title"])
    click.echo(f"   file    {row['warc_file']}\n   offset  {row['warc_offset']}\n   length  {row['warc_length']}")
    for name in _FIELDS:
        click.secho(f"   │ {name}: {record.header.get(name)}", dim=True)
    record.block.seek(0)
    click.secho(f"   │ {record.block.readline().decode('latin-1').strip()}", dim=True)
    with record.block:
        computed = digest(entity(record.block))
    told = record.header.get("WARC-Payload-Digest")
    for whose, said in (("catalog", row["payload_digest"]), ("record", told), ("bytes", computed)):
        click.echo(f"   {whose:<8}{said}")
    if {row["payload_digest"], computed} != {told}:
        yield f"the payload digest of {row['warc_file']} at {row['warc_offset']} is {computed}"
    elif record.length != row["warc_length"]:
        yield f"the record at {row['warc_offset']} is {record.length} bytes long, not {row['warc_length']}"
    else:
        good("three times the same. To see the record with nothing but a shell:")
    with open_warc(path) as file:
        name = shlex.quote(str(file.name))
    click.echo(f"   tail -c +{row['warc_offset'] + 1} {name} |\n     head -c {row['warc_length']} | gunzip | head -20")
