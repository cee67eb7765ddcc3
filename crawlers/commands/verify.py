"""`luuchieu verify`: every record's digests, and WARC files and catalog against each other."""

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click

from archive import clock
from archive.catalog import Catalog
from archive.home import find_home
from archive.verify import Finding, verify


@click.command()
@click.option("--home", type=click.Path(path_type=Path), help="The archive's folder [$LUUCHIEU_HOME, ./luuchieu-home].")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a finding, and a summary at the end.")
def command(home: Path | None, as_json: bool) -> None:
    """Check the whole archive: digests of every record, each row against its record and each record against its row.

    Reads everything and changes nothing but the history of checks. Exit code 1 when anything is wrong.
    """
    place = find_home(home)
    with Catalog.reader(place.catalog) as catalog:
        findings = _tell(verify(place, catalog, _show), as_json)
        (records,) = catalog.select("SELECT (SELECT count(*) FROM capture) + (SELECT count(*) FROM note) AS n")
    outcome = {"rows": records["n"], "findings": findings}
    with Catalog(place.catalog) as catalog:
        catalog.add_event(clock.stamp(clock.now()), "verify", None, outcome)
    if as_json:
        click.echo(json.dumps({"event": "verified", **outcome}))
    else:
        click.echo(f"{records['n']} records checked: " + (f"{findings} findings" if findings else "all well"))
    sys.exit(1 if findings else 0)


def _tell(findings: Iterable[Finding], as_json: bool) -> int:
    count = 0
    for finding in findings:
        count += 1
        if as_json:
            click.echo(json.dumps({"event": "finding", **asdict(finding)}, ensure_ascii=False))
        else:
            click.echo(f"{finding.file} at {finding.offset}: {finding.fault}: {finding.what}")
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)
    return count


def _show(file: str, offset: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{file} {offset / 1e6:.1f} MB", err=True, nl=False)
