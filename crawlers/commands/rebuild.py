"""`luuchieu rebuild`: a new home whose catalog comes from the WARC files alone."""

import json
from collections import Counter
from pathlib import Path

import click

from archive.errors import UsageError
from archive.home import Home, find_home, folder_named
from crawlers.say import say


@click.command()
@click.option("--into", type=click.Path(path_type=Path), required=True, help="The new home; a folder to be made.")
@click.option("--jobs", type=click.IntRange(min=1), help="Reading processes  [default: as many as there are cores].")
@click.option("--home", type=click.Path(path_type=Path), help="The archive's folder [$LUUCHIEU_HOME, ./luuchieu-home].")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON lines.")
def command(into: Path, jobs: int | None, home: Path | None, as_json: bool) -> None:
    """Build a catalog anew from the WARC files, in a home of its own; closed files are shared, not copied.

    Its views equal those of the present catalog after `luuchieu reindex`, row for row.
    """
    from crawlers.rereading import agencies_by_file, blame, draw
    from pipelines.rebuild import rebuild
    from pipelines.rules import RULES

    place = find_home(home)
    if not place.warc.is_dir():
        raise UsageError(f"no archive at {place.root}: name the right --home")
    articles: Counter[str] = Counter()  # to an empty catalog every article is new
    agencies, new_home = agencies_by_file(place), Home(folder_named(into))
    done = rebuild(place, new_home, agencies, RULES, jobs, draw, lambda new: articles.update([new.agency]))
    if as_json:
        say(json.dumps({"read": done.read, "articles": articles, "damage": done.damage}))
    else:
        for agency, count in sorted(articles.items()):
            say(f"{agency}: {count} articles")
        say(f"{done.read} captures read into {into}")
    blame(done.damage)
