"""`luuchieu reindex`: the archive read again with today's rules."""

from pathlib import Path

import click

from archive.errors import UsageError
from archive.home import find_home


@click.command()
@click.argument("agencies", metavar="[AGENCY]...", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Say what would change, on a copy of the catalog; change nothing.")
@click.option("--jobs", type=click.IntRange(min=1), help="Reading processes  [default: as many as there are cores].")
@click.option("--home", type=click.Path(path_type=Path), help="The archive's folder [$LUUCHIEU_HOME, ./luuchieu-home].")
@click.option("--json", "as_json", is_flag=True, help="Print differences and the summary as JSON lines.")
def command(agencies: tuple[str, ...], dry_run: bool, jobs: int | None, home: Path | None, as_json: bool) -> None:
    """Read every page of the archive again, without a network, where it was read by older rules or not at all.

    A killed reindex carries on where it was. AGENCY: only these; without names, all that the archive holds.
    """
    from crawlers.rereading import AsJson, InWords, blame, draw, held_agencies
    from pipelines.reread import rehearse, reindex
    from pipelines.rules import RULES

    place = find_home(home)
    if not place.warc.is_dir():
        raise UsageError(f"no archive at {place.root}: name the right --home, or crawl first (luuchieu crawl)")
    chosen = held_agencies(place, agencies)
    run = rehearse if dry_run else reindex
    told = AsJson() if as_json else InWords()
    done = run(place, chosen, RULES, jobs, draw, told.tell)
    told.end(done)
    blame(done.damage)
