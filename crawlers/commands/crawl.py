"""`luuchieu crawl`: crawl agencies now, or those that are due."""

import asyncio
import json
import math
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from archive import clock
from archive.errors import LockedError
from archive.home import Home, find_home
from crawlers.agencies import choose
from crawlers.children import Event, crawl_all, gravest
from crawlers.contact import contact_of
from crawlers.say import say
from crawlers.schedule import NEVER, duration
from crawlers.summary import summary
from pipelines.agency import Agency


@click.command()
@click.argument("agencies", metavar="[AGENCY]...", nargs=-1)
@click.option("--due", is_flag=True, help="Only agencies that their schedule says are due; without names, of all.")
@click.option("--limit", type=click.IntRange(min=1), help="Stop after N captured pages; expectations are not checked.")
@click.option("--budget", metavar="TIME", help="Stop after this long, all agencies together: 90s, 30m, 2h.")
@click.option("--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Agencies crawled at once.")
@click.option("--no-reading", is_flag=True, help="Capture only; `luuchieu reindex` reads the pages later.")
@click.option("--dry-run", is_flag=True, help="Say what would be fetched first, and fetch nothing.")
@click.option("--home", type=click.Path(path_type=Path), help="The archive's folder [$LUUCHIEU_HOME, ./luuchieu-home].")
@click.option("--json", "as_json", is_flag=True, help="Print events and reports as JSON lines.")
def command(
    agencies: tuple[str, ...],
    due: bool,
    limit: int | None,
    budget: str | None,
    jobs: int,
    no_reading: bool,
    dry_run: bool,
    home: Path | None,
    as_json: bool,
) -> None:
    """Crawl the news of each AGENCY (a slug of `luuchieu agency list`; without names, all of them).

    Interrupted or killed crawls carry on where they were. Exit codes: 0 all well, 1 partial or an expectation
    missed, 2 usage or configuration, 3 nothing could be fetched, 74 disk, 75 locked.
    """
    place = find_home(home)
    seconds = math.inf if budget is None else duration(budget).total_seconds()
    tell = _tell_json if as_json else _tell_person
    chosen, unusable = choose(place, agencies)
    for agency in chosen:
        contact_of(agency)  # what every child would refuse is refused here, by a rehearsal too
    for slug, error in unusable.items():
        tell({"agency": slug, "event": "error", "message": str(error), "exit_code": error.exit_code})
    codes = [error.exit_code for error in unusable.values()]
    if due:
        chosen = _due(place, chosen, dry_run)
        tell({"agency": None, "event": "due", "agencies": [agency.slug for agency in chosen]})
    if dry_run:
        _rehearse(place, chosen, due, as_json)
        sys.exit(gravest(codes))
    settings = {
        "LUUCHIEU_HOME": str(place.create().root),
        "LUUCHIEU_LIMIT": str(limit or 0),
        "LUUCHIEU_DUE": str(due),
        "LUUCHIEU_READING": str(not no_reading),
    }
    ended = asyncio.run(crawl_all({agency.slug: settings for agency in chosen}, jobs, tell, seconds))
    codes += [0 if due and code == LockedError.exit_code else code for code in ended.values()]
    sys.exit(gravest(codes))


def _due(home: Home, agencies: list[Agency], only_read: bool) -> list[Agency]:
    if not home.catalog.exists():
        return [agency for agency in agencies if agency.schedule != NEVER]
    from archive.catalog import Catalog
    from archive.crawls import last_crawls
    from crawlers.agenda import next_crawl

    now = clock.now()
    with (Catalog.reader if only_read else Catalog)(home.catalog) as catalog:
        started = {slug: clock.parse(instant) for slug, instant in last_crawls(catalog).items()}
    times = {agency.slug: next_crawl(home, agency, started.get(agency.slug), now) for agency in agencies}
    due = [agency for agency in agencies if (at := times[agency.slug]) and at <= now]
    # who was crawled longest ago comes first: a budget may end before the last one's turn
    never = datetime.min.replace(tzinfo=UTC)
    return sorted(due, key=lambda agency: started.get(agency.slug, never))


def _rehearse(home: Home, agencies: list[Agency], due: bool, as_json: bool) -> None:
    from crawlers.rehearsal import due_urls, first_urls

    for agency in agencies:
        urls = due_urls(home, agency) if due else first_urls(home, agency)
        if as_json:
            say(json.dumps({"agency": agency.slug, "event": "dry-run", "urls": urls}, ensure_ascii=False))
            continue
        say(f"{agency.slug}: would fetch first")
        say("\n".join(f"  {url}" for url in urls))


def _tell_json(event: Event) -> None:
    say(json.dumps(event, ensure_ascii=False))


def _tell_person(event: Event) -> None:
    match event["event"]:
        case "progress":
            _draw(event)
        case "due" if not event["agencies"]:
            say("nothing is due")
        case "error":
            say(f"{event['agency']}: {event['message']}", err=True)
        case "report":
            _clear_line()
            say(summary(event))


def _draw(event: Event) -> None:
    if not sys.stderr.isatty():
        return
    line = f"{event['agency']}: {event['captured']} captured, {event['waiting']} waiting, {event['read']} read"
    click.echo(f"\r\x1b[K{line}", err=True, nl=False)


def _clear_line() -> None:
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)
