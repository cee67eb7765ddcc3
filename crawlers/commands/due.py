"""`luuchieu due`: what is due when."""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive import clock
from archive.catalog import Catalog
from archive.crawls import last_crawls
from archive.errors import AgencyFileError
from archive.figures import MOST
from archive.home import Home, find_home
from crawlers.agencies import choose
from crawlers.say import say

if TYPE_CHECKING:
    from crawlers.agenda import Agenda


@click.command()
@click.argument("agencies", metavar="[AGENCY]...", nargs=-1)
@click.option(
    "--first", type=click.IntRange(0, MOST), default=0, help="Name the N most urgent URLs of each agency too."
)
@click.option("--home", type=click.Path(path_type=Path), help="The archive's folder [$LUUCHIEU_HOME, ./luuchieu-home].")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object an agency.")
def command(agencies: tuple[str, ...], first: int, home: Path | None, as_json: bool) -> None:
    """Say of each AGENCY (without names, of all) when it is crawled next, and what waits. Changes nothing."""
    from crawlers.agenda import agenda_of

    place = find_home(home)
    chosen, unusable = choose(place, agencies)
    started, now = _last_crawls(place), clock.now()
    for agency in chosen:
        last = started.get(agency.slug)
        agenda = agenda_of(place, agency, clock.parse(last) if last else None, now, first)
        say(json.dumps(asdict(agenda), ensure_ascii=False) if as_json else "\n".join(_lines(agenda)))
    for error in unusable.values():
        say(f"luuchieu: {error}", err=True)
    sys.exit(AgencyFileError.exit_code if unusable else 0)


def _last_crawls(home: Home) -> dict[str, str]:
    if not home.catalog.exists():
        return {}
    with Catalog.reader(home.catalog) as catalog:
        return last_crawls(catalog)


def _lines(agenda: "Agenda") -> Iterator[str]:
    when = "due now" if agenda.is_due else f"due {_minute(agenda.next_crawl)}"
    last = f"last crawled {_minute(agenda.last_crawl)}" if agenda.last_crawl else "never crawled"
    polls = f", {agenda.polls_per_day} polls a day" if agenda.schedule == "adaptive" else ""
    yield f"{agenda.agency}: {when} ({agenda.schedule}{polls}; {last})"
    if not agenda.known:
        return
    unfinished = f", {agenda.unfinished} unfinished" if agenda.unfinished else ""
    yield f"  {agenda.due} URLs are due, {agenda.retries} retries among those to come{unfinished}"
    often = "asked by what they bring" if agenda.schedule == "adaptive" else "each crawl"
    yield f"  {often}: {agenda.discovery} seeds, feeds, sitemaps, listings"
    told = ", ".join(f"{count} within {span}" for span, count in agenda.later.items())
    yield f"  to be looked at again: {told}; the first {_minute(agenda.next_url)}"
    yield from (
        f"  ! {one['host']} is held back until {_minute(one['until'])}: {one['reason']}" for one in agenda.holds
    )
    yield from (f"    {_minute(one['at'])}  {one['url']}  {one['why']}" for one in agenda.first)


def _minute(instant: str | None) -> str:
    return f"{instant[:16].replace('T', ' ')} UTC" if instant else "never"
