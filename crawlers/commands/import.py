# ruff: noqa: N999, since the command is called so
"""`luuchieu import`: captures that other tools made."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.home import find_home
from archive.operator import login_name
from crawlers.say import say

if TYPE_CHECKING:
    from pipelines.intake import Intake


@click.command()
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option("--agency", "slug", required=True, metavar="SLUG", help="Whose site was captured.")
@click.option("--who", metavar="NAME", help="Who brings it in. By default your login name.")
@click.option("--jobs", type=click.IntRange(min=1), help="Reading processes  [default: one less than there are cores].")
@click.option("--home", type=click.Path(path_type=Path), help="The archive's folder [$LUUCHIEU_HOME, ./luuchieu-home].")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each WARC file.")
def command(
    files: tuple[Path, ...], slug: str, who: str | None, jobs: int | None, home: Path | None, as_json: bool
) -> None:
    """Take in captures of other tools, WARC files or WACZ, and read their pages like our own.

    Files are copied as they are. Importing one again adds nothing; a damaged one changes nothing.
    """
    from crawlers.agencies import SHIPPED
    from crawlers.rereading import blame, draw
    from pipelines.agency_file import find_agency
    from pipelines.intake import import_file
    from pipelines.rules import RULES

    place = find_home(home)
    agency = find_agency(slug, SHIPPED, place.agencies)
    place.create()
    damage: dict[str, None] = {}
    for path in files:
        taken_in, met = import_file(place, agency, path, who or login_name(), RULES, jobs, draw)
        damage |= dict.fromkeys(met)
        for one in taken_in:
            figures = {"captures": one.captures, "lacking_originals": one.lacking}
            say(json.dumps({**asdict(one.file), **figures}, ensure_ascii=False) if as_json else _said(one))
    blame([*damage])


def _said(one: "Intake") -> str:
    file = one.file
    found = f"{one.captures} captures" if file.is_new else "its content is in the archive already"
    reframed = "; its records were given a gzip member each" if file.is_new and file.is_reframed else ""
    lacking = f"; {one.lacking} revisits refer to captures that are not here" if one.lacking else ""
    return f"{file.source}: {found}{reframed}{lacking} ({file.warc_file})"
