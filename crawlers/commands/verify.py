"""`luuchieu verify`: every record's digests, WARC files and catalog against each other, statements, copies."""

import json
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any

import click

from archive import clock
from archive.catalog import Catalog
from archive.errors import UsageError
from archive.exchange.selection import Selection
from archive.figures import MOST
from archive.fixity.checks import agent, check_spots, note_files, note_spots, spots
from archive.fixity.verify import Finding, verify
from archive.home import Home, find_home
from archive.repair import torn_tail, warc_files
from crawlers.say import say

_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)


@click.command()
@click.option("--sample", type=click.IntRange(1, MOST), metavar="N", help="Check N records: never checked ones first.")
@click.option("--since", metavar="DAY", help="Check the records made on this day (UTC) or later: 2026-11-22, 2026-11.")
@click.option("--seals", is_flag=True, help="Check the statements of `luuchieu seal`, and every file by the newest.")
@click.option("--copy", metavar="DIR", type=_FOLDER, help="Hold a second copy of the home against this one.")
@click.option("--home", type=click.Path(path_type=Path), help="The archive's folder [$LUUCHIEU_HOME, ./luuchieu-home].")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a finding, and a summary at the end.")
def command(
    sample: int | None, since: str | None, seals: bool, copy: Path | None, home: Path | None, as_json: bool
) -> None:
    """Check the whole archive: digests of every record, each row against its record and each record against its row,
    articles against their readings.

    With --sample or --since, check some records; with --seals or --copy, check that instead. Changes nothing but the
    history of checks. Exit code 1 when anything is wrong.
    """
    place = find_home(home)
    if bool(sample or since) + seals + bool(copy) > 1:
        raise UsageError("--sample or --since, --seals, and --copy are checks of their own: run one after the other")
    if seals:
        _check_seals(place, as_json)
    elif copy:
        _check_copy(place, copy, as_json)
    elif sample or since:
        _check_some(place, sample, Selection(since=since).since, as_json)
    else:
        _check_records(place, as_json)


def _check_records(home: Home, as_json: bool) -> None:
    from pipelines.agreement import derived, unready

    at, faults = clock.stamp(clock.now()), Counter[str]()
    with Catalog.reader(home.catalog) as catalog:
        # Taken first: a crawl may append while everything is read.
        files = {file: catalog.indexed_until(file) for file, _ in warc_files(home)}
        passed_over = unready(catalog)
        found = chain(verify(home, catalog, _show), derived(catalog, passed_over))
        findings = _tell(_counted(found, faults), as_json)
        _tell_torn(home, catalog)
        for agency, why in passed_over.items():
            say(f"{agency}: its articles were not held against their readings, as {why}", err=True)
        (records,) = catalog.select("SELECT (SELECT count(*) FROM capture) + (SELECT count(*) FROM note) AS n")
    outcome = {"scope": "all", "rows": records["n"], "findings": findings}
    said = f"{records['n']} records checked"
    _end(home, "verify", outcome, said, as_json, lambda catalog: note_files(catalog, at, files, faults))


def _tell_torn(home: Home, catalog: Catalog) -> None:
    for file, agency in warc_files(home):
        if tail := torn_tail(home, file, agency, catalog):
            said = f"{file} at {tail[0]}: {tail[1]} bytes are what a killed crawl was writing and never acknowledged"
            say(f"{said}; the next crawl of {agency} moves them to quarantine", err=True)


def _counted(findings: Iterable[Finding], faults: Counter[str]) -> Iterator[Finding]:
    for finding in findings:
        faults[finding.file] += 1
        yield finding


def _check_some(home: Home, sample: int | None, since: str | None, as_json: bool) -> None:
    """Records by themselves: what only all records together tell, such as a duplicate id, is not looked for."""
    at, checked, findings = clock.stamp(clock.now()), [], 0
    with Catalog.reader(home.catalog) as catalog:
        for spot, found in check_spots(home, catalog, spots(catalog, sample, since)):
            findings += _tell(found, as_json)
            checked.append((spot, len(found)))
    scope = " ".join(f"{name} {value}" for name, value in (("sample", sample), ("since", since)) if value)
    outcome = {"scope": scope, "rows": len(checked), "findings": findings}
    said = f"{len(checked)} records checked"
    _end(home, "verify", outcome, said, as_json, lambda catalog: note_spots(catalog, at, checked))


def _check_seals(home: Home, as_json: bool) -> None:
    from archive.fixity.seal import statements, verify_seals

    findings = _tell(verify_seals(home, _show), as_json)
    count = len(statements(home))
    outcome = {"statements": count, "findings": findings}
    _end(
        home,
        "verify-seals",
        outcome,
        f"{count} statement{'s' * (count != 1)} checked, every file by the newest",
        as_json,
    )


def _check_copy(home: Home, copy: Path, as_json: bool) -> None:
    from archive.fixity.copies import verify_copy

    findings = _tell(verify_copy(home, copy, _show), as_json)
    _end(home, "verify-copy", {"copy": str(copy), "findings": findings}, f"{copy} compared", as_json)


def _end(
    home: Home,
    kind: str,
    outcome: dict[str, Any],
    said: str,
    as_json: bool,
    note: Callable[[Catalog], None] = lambda catalog: None,
) -> None:
    """Tell the check's outcome, keep it in the history of checks with what `note` adds, end with its exit code."""
    findings = outcome["findings"]
    if as_json:
        say(json.dumps({"event": "verified", **outcome}))
    else:
        say(f"{said}: " + (f"{findings} finding{'s' * (findings > 1)}" if findings else "all well"))
    at, content = clock.stamp(clock.now()), {**outcome, "agent": agent()}
    if not _keep(home, note, lambda catalog: catalog.add_event(at, kind, None, content)):
        say("this check is not in the history of checks: you may not write in this home", err=True)
    sys.exit(1 if findings else 0)


def _keep(home: Home, *notes: Callable[[Catalog], None]) -> bool:
    """Write to the history of checks; False for whoever may only read, and can check none the less."""
    try:
        with Catalog(home.catalog) as catalog:
            for note in notes:
                note(catalog)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
            raise
        return False
    return True


def _tell(findings: Iterable[Finding], as_json: bool) -> int:
    count = 0
    for finding in findings:
        count += 1
        if as_json:
            say(json.dumps({"event": "finding", **asdict(finding)}, ensure_ascii=False))
        else:
            say(f"{finding.file} at {finding.offset}: {finding.fault}: {finding.what}")
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)
    return count


def _show(file: str, offset: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{file} {offset / 1e6:.1f} MB", err=True, nl=False)
