"""`luuchieu snapshot`: a consistent copy of the catalog."""

import json
from pathlib import Path

import click

from archive.catalog import Catalog
from archive.home import find_home
from crawlers.say import say


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--home", type=click.Path(path_type=Path), help="The archive's folder [$LUUCHIEU_HOME, ./luuchieu-home].")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(file: Path, home: Path | None, as_json: bool) -> None:
    """Copy the catalog to FILE, whole and consistent, while crawls go on writing. An existing FILE is not touched.

    A copy made with cp can be torn: the newest rows stand in a second file beside catalog.db.
    """
    with Catalog.reader(find_home(home).catalog) as catalog:
        catalog.copy_to(file)
    size = file.stat().st_size
    say(json.dumps({"file": str(file), "bytes": size}) if as_json else f"{file}: {size:,} bytes")
