"""`luuchieu export`: the archive in the forms that other tools read."""

import difflib
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import click

from archive.catalog import Catalog
from archive.cdxj import cdxj
from archive.census import agencies_of
from archive.errors import UsageError
from archive.home import find_home
from archive.selection import Selection


@click.group()
def command() -> None:
    """Hand out the archive in the forms that other tools read."""


def _selecting(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every form shares."""
    options = (
        click.option("--agency", metavar="SLUG", help="Only captures of this agency."),
        click.option(
            "--since", metavar="DAY", help="Captured (UTC) on this day or later: 2026-11-22, 2026-11 or 2026."
        ),
        click.option("--until", metavar="DAY", help="Captured on this day or before."),
        click.option(
            "--home",
            type=click.Path(path_type=Path),
            help="The archive's folder [$LUUCHIEU_HOME, ./luuchieu-home].",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@command.command("cdxj")
@click.argument("file", type=click.File("w", encoding="utf-8", atomic=True), default="-")
@_selecting
def export_cdxj(file: IO[str], agency: str | None, since: str | None, until: str | None, home: Path | None) -> None:
    """Write the CDXJ index of the WARC files, sorted, as pywb reads it.

    FILE: where to; standard output by default.
    """
    with Catalog.reader(find_home(home).catalog) as catalog:
        for line in cdxj(catalog, _selection(catalog, agency, since, until)):
            file.write(line + "\n")


def _selection(catalog: Catalog, agency: str | None, since: str | None, until: str | None) -> Selection:
    """The captures asked for. Raises UsageError, with the nearest, for an agency that has none."""
    known = agencies_of(catalog)
    if agency is not None and agency not in known:
        near = difflib.get_close_matches(agency, known, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"it holds {', '.join(known) or 'nothing'}"
        raise UsageError(f"the archive holds nothing of an agency {agency!r}; {hint}")
    return Selection(agency, since, until)
