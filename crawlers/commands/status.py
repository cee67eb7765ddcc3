"""`luuchieu status`: how each agency stands."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from archive.catalog import Catalog
from archive.census import agencies_of, check_agency, take_census
from archive.home import find_home
from crawlers.say import say


@click.command()
@click.argument("agencies", metavar="[AGENCY]...", nargs=-1)
@click.option("--home", type=click.Path(path_type=Path), help="The archive's folder [$LUUCHIEU_HOME, ./luuchieu-home].")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object an agency.")
def command(agencies: tuple[str, ...], home: Path | None, as_json: bool) -> None:
    """Say of each AGENCY (without names, of all) what is kept, how its last crawl went, what is missing and why."""
    place = find_home(home)
    with Catalog.reader(place.catalog) as catalog:
        known = agencies_of(catalog)
        for slug in agencies:
            check_agency(slug, known)
        for slug in agencies or known:
            census = take_census(catalog, slug)
            say(json.dumps(census, ensure_ascii=False) if as_json else "\n".join(_lines(census, place.is_locked(slug))))
    if not known and not as_json:
        say("nothing was crawled yet: luuchieu agency list, then luuchieu crawl AGENCY", err=True)


def _lines(census: dict[str, Any], busy: bool) -> Iterator[str]:
    yield (
        f"{census['agency']}: {census['articles']} articles in {census['versions']} versions, "
        f"{census['pages']} pages, {census['captures']} captures"
    )
    if census["failures"]:
        yield f"  requests without an answer: {census['failures']}"
    if census["newest_published"]:
        yield f"  newest article: {census['newest_published']}"
    yield f"  states: {_tally(census['states'])}" if census["states"] else "  no articles yet"
    if census["unread"]:
        # A crawl reads what others left; a capture, or a crawl that only captures, does not.
        first = "when the process has ended that works on the agency now: " if busy else ""
        yield f"  captures not read yet: {census['unread']} ({first}luuchieu reindex)"
    yield from _crawl_lines(census["last_crawl"])
    if census["absent"]:
        yield "  known and not archived:"
        yield from (f"    {count} {why}" for why, count in census["absent"].items())


def _crawl_lines(crawl: dict[str, Any] | None) -> Iterator[str]:
    if crawl is None:
        return
    end = f"ended {crawl['ended']}" if crawl["ended"] else "has not ended, or was killed"
    yield f"  last crawl: began {crawl['began']}, {end}, {crawl['captures']} captures"
    if crawl["failed"]:
        yield f"    failures: {_tally(crawl['failed'])}"
    report = crawl["report"] or {}
    yield from (f"    ! {finding}" for finding in report.get("findings", ()))


def _tally(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {what}" for what, count in counts.items())
