"""`luuchieu export`: the archive in the forms that other tools read."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from archive.catalog import Catalog
from archive.census import agencies_of, check_agency
from archive.errors import UsageError
from archive.exchange.cdxj import cdxj
from archive.exchange.choice import Choice
from archive.exchange.selection import Selection
from archive.home import find_home
from archive.search import search
from archive.whole import whole_file
from crawlers.say import say

_ALL = 1 << 40


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
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), default="-")
@_selecting
def export_cdxj(file: Path, agency: str | None, since: str | None, until: str | None, home: Path | None) -> None:
    """Write the CDXJ index of the WARC files, sorted, as pywb reads it.

    FILE: where to; standard output by default.
    """
    with Catalog.reader(find_home(home).catalog) as catalog:
        lines = (f"{line}\n" for line in cdxj(catalog, _selection(catalog, agency, since, until)))
        if str(file) == "-":
            sys.stdout.writelines(lines)
            return
        with whole_file(file) as part, part.open("w", encoding="utf-8") as out:
            out.writelines(lines)


@command.command("wacz")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_selecting
@click.option("--query", metavar="QUERY", help="Only articles that `luuchieu search` finds, and what belongs to them.")
@click.option("--title", help="The title that replay tools show  [default: what was asked for].")
@click.option("--sign", is_flag=True, help="Sign it; the key is made at first use, and from then on always used.")
def export_wacz(
    file: Path,
    agency: str | None,
    since: str | None,
    until: str | None,
    home: Path | None,
    query: str | None,
    title: str | None,
    sign: bool,
) -> None:
    """Write captures as one WACZ file, which opens in ReplayWeb.page, with the texts of its articles for search.

    FILE: a file to be made.
    """
    from archive.exchange.wacz import write_wacz
    from archive.fixity.keys import has_wacz_key, wacz_key

    place = find_home(home)
    title = title or ", ".join(filter(None, [query, agency or "all agencies", since and f"since {since}", until]))
    with Catalog.reader(place.catalog) as catalog:
        choice = _choice(catalog, _selection(catalog, agency, since, until), query)
        key = wacz_key(place) if sign or has_wacz_key(place) else None
        count = write_wacz(place, catalog, choice, file, title, key)
    say(f"{file}: {count} captures, {file.stat().st_size / 1e6:.1f} MB, {'signed' if key else 'not signed'}")


def _choice(catalog: Catalog, selection: Selection, query: str | None) -> Choice:
    if query is None:
        return Choice.of(catalog, selection)
    hits = search(catalog, query, selection.agency, limit=_ALL)
    if not hits:
        raise UsageError(f"nothing found by {query!r}")
    return Choice.of_articles(catalog, ((hit.agency, hit.url) for hit in hits), selection)


def _selection(catalog: Catalog, agency: str | None, since: str | None, until: str | None) -> Selection:
    """The captures asked for. Raises UsageError, with the nearest, for an agency that has none."""
    if agency is not None:
        check_agency(agency, agencies_of(catalog))
    return Selection(agency, since, until)
