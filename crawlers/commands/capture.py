"""`luuchieu capture`: these pages, now."""

import asyncio
import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from archive import clock
from archive.catalog import Catalog
from archive.errors import UsageError
from archive.home import Home, find_home
from archive.urls import fetch_key, host_of, origin_of, refuse_login
from crawlers.agencies import SHIPPED, usable
from crawlers.children import Event, crawl_all, gravest
from crawlers.frontier.admission import ROBOTS_UNREACHABLE
from crawlers.frontier.unarchived import why_absent
from crawlers.health import NOTHING, OK, PARTIAL
from crawlers.politeness import temporary
from crawlers.robots import robots_url
from crawlers.say import say
from pipelines.agency import Agency
from pipelines.agency_file import find_agency
from pipelines.discovery.scope import scope_of

_CAPTURE = """SELECT url, captured, kind, status, redirect, truncated, outcome, reason, failure_reason, warc_file,
    warc_offset FROM captures WHERE agency = ? AND url = ? AND captured >= ? ORDER BY captured DESC LIMIT 1"""


@click.command()
@click.argument("urls", metavar="URL...", nargs=-1, required=True)
@click.option("--agency", "slug", help="The agency they belong to; by default the one on whose host they lie.")
@click.option("--home", type=click.Path(path_type=Path), help="The archive's folder [$LUUCHIEU_HOME, ./luuchieu-home].")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a URL.")
def command(urls: tuple[str, ...], slug: str | None, home: Path | None, as_json: bool) -> None:
    """Capture these pages now, whenever they are due, and read them; robots.txt and delays hold as ever.

    A redirect is captured, not followed. Exit codes as for `luuchieu crawl`; 1 also when some of the pages were not
    captured, or not to their end, or a signal ended the capture, 3 when none was.
    """
    place = find_home(home)
    by_agency = _by_agency(urls, slug, place)
    began = clock.stamp(clock.now())
    root = str(place.create().root)
    settings = {agency: {"LUUCHIEU_HOME": root, "LUUCHIEU_ONLY": " ".join(some)} for agency, some in by_agency.items()}
    reasons: list[str | None] = []

    def hear(event: Event) -> None:
        _tell(event)
        reasons.append(event.get("reason"))

    ended = asyncio.run(crawl_all(settings, 1, hear)).values()
    slugs = {url: agency for agency, some in by_agency.items() for url in some}
    found = [_found(place, slugs[url], url, began) for url in dict.fromkeys(map(fetch_key, urls))]
    for row in found:
        say(json.dumps(row, ensure_ascii=False) if as_json else _line(row))
    came = list(map(_came, found))
    is_whole = all(came) and not any(row["truncated"] for row in found)
    # For a crawl no robots.txt counts as fetched; a person may ask for one.
    codes = [code for code in ended if code != NOTHING]
    # Where a signal ended it, the site was not asked in earnest.
    is_partial = any(came) or "shutdown" in reasons
    sys.exit(gravest([*codes, OK if is_whole else PARTIAL if is_partial else NOTHING]))


def _came(row: Event) -> bool:
    """Whether the host has given what it has there now."""
    return row.get("status") is not None and temporary(row["status"]) is None


def _by_agency(urls: Iterable[str], slug: str | None, home: Home) -> dict[str, list[str]]:
    """The URLs by the slug of their agency. Raises UsageError for a URL that is none's."""
    if slug:
        return {find_agency(slug, SHIPPED, home.agencies).slug: [_sent(url) for url in urls]}
    agencies, unusable = usable(home)
    for error in unusable.values():
        say(f"luuchieu: {error}", err=True)
    found: dict[str, list[str]] = {}
    for url in urls:
        found.setdefault(slug_for(url, agencies), []).append(_sent(url))
    return found


def slug_for(url: str, agencies: dict[str, Agency]) -> str:
    """The slug of the agency whose scope has the URL's host and port, but for `www.`, else of one that has its host."""
    sent = _sent(url)
    if found := next((slug for slug, agency in agencies.items() if scope_of(agency, None).own(sent)), None):
        return found
    hosts = {slug: list(map(host_of, _urls(agency))) for slug, agency in agencies.items()}
    if found := next((slug for slug, names in hosts.items() if host_of(sent) in names), None):
        return found
    known = ", ".join(sorted(_place(agency.url) for agency in agencies.values()))
    raise UsageError(f"{url}: no agency has the host {_place(sent)!r} (known: {known}); name one with --agency")


def _urls(agency: Agency) -> list[str]:
    return [agency.url, *(f"http://{host.name}/" for host in agency.hosts)]


def _place(url: str) -> str:
    """Host and port of a URL, the port only where it is not the usual one."""
    return origin_of(url).partition("://")[2]


def _sent(url: str) -> str:
    """The URL as the frontier knows it."""
    try:
        refuse_login(url)
        return fetch_key(url)
    except ValueError as error:
        raise UsageError(str(error)) from error


def _tell(event: Event) -> None:
    if event["event"] == "error":
        say(f"{event['agency']}: {event['message']}", err=True)
    for warning in event.get("warnings", ()):
        say(f"{event['agency']}: warning: {warning}", err=True)
    if event["event"] == "report" and event["reason"] == "shutdown":
        say(f"{event['agency']}: a signal ended the capture before its end", err=True)


def _found(home: Home, slug: str, url: str, began: str) -> Event:
    """A URL's capture since `began`, else why there is none, as the frontier says; until when its host is held."""
    came, state, robots = _in_catalog(home, slug, url, began)
    if came and _came(came[0]):
        return came[0]
    why = why_absent(home.frontier_of(slug), url, clock.parse(began).timestamp())
    until = why.until and clock.stamp(clock.at(why.until))
    if came:
        return came[0] | {"until": until}
    gave = _answer(robots[0]) if robots and why.reason == ROBOTS_UNREACHABLE else None
    known = state[0]["state"] if state else why.state
    return {"url": url, "captured": None, "state": known, "reason": why.reason, "until": until, "robots": gave}


def _in_catalog(home: Home, slug: str, url: str, began: str) -> tuple[list[Event], list[Event], list[Event]]:
    """A URL's last capture since `began`, its state, and its robots.txt's last capture: none or one row of each."""
    if not home.catalog.exists():
        return [], [], []
    with Catalog.reader(home.catalog) as catalog:
        return (
            catalog.select(_CAPTURE, [slug, url, began]),
            catalog.select("SELECT state FROM urls WHERE agency = ? AND url = ?", [slug, url]),
            catalog.select(_CAPTURE, [slug, robots_url(url), ""]),
        )


def _answer(row: Event) -> str:
    cut = f", truncated ({row['truncated']})" if row["truncated"] else ""
    return row["failure_reason"] or f"{row['status']}{cut}"


def _absent(row: Event) -> str:
    gave = f": {robots_url(row['url'])} gave {row['robots']}" if row["robots"] else ""
    why = f" ({row['reason']}{gave}{_pause(row)})" if row["reason"] else ""
    if row["state"] == "archived":
        return f"{row['url']}: not captured now{why}; an earlier capture is in the archive"
    return f"{row['url']}: not captured: {row['state'] or 'never asked for'}{why}"


def _pause(row: Event) -> str:
    if not row.get("until"):
        return ""
    asked = row.get("status") or row["reason"].startswith("http-")
    return f"{': its host asked for a pause until' if asked else '; to be asked for after'} {row['until']}"


def _line(row: Event) -> str:
    if row["captured"] is None:
        return _absent(row)
    read = "as captured before" if row["kind"] == "revisit" else f"{row['outcome']}: {row['reason']}"
    what = row["failure_reason"] or f"{_answer(row)}, {read}{_pause(row)}"
    onward = f" → {row['redirect']}" if row["redirect"] else ""
    return f"{row['url']}: {what}{onward} ({row['warc_file']} at {row['warc_offset']})"
