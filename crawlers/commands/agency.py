"""`luuchieu agency`: add an agency, list them, check their files."""

import dataclasses
import json
import sys
from pathlib import Path

import click

from archive import clock
from archive.errors import AgencyFileError, UsageError
from archive.home import Home, find_home, make_folder
from archive.model import Reading
from archive.urls import fetch_key, refuse_login
from archive.whole import whole_file
from crawlers.agencies import SHIPPED
from crawlers.say import say
from pipelines.agency import Agency, Politeness
from pipelines.agency_checks import CHECKS
from pipelines.agency_file import SLUG, agency_files, find_agency, load_agency, parse_agency

_HOME = click.option(
    "--home", type=click.Path(path_type=Path), help="The archive's folder [$LUUCHIEU_HOME, ./luuchieu-home]."
)


@click.group()
def command() -> None:
    """Agencies are TOML files: add one from its address, list them, check them. docs/agencies.md explains the keys."""


@command.command("list")
@_HOME
@click.option("--json", "as_json", is_flag=True, help="One JSON object an agency.")
def list_agencies(home: Path | None, as_json: bool) -> None:
    """List all agencies, where their sites are, and which file each comes from."""
    files = agency_files(SHIPPED, find_home(home).agencies)
    broken = 0
    for slug, path in sorted(files.items()):
        try:
            agency = load_agency(path)
        except AgencyFileError as error:
            say(f"luuchieu: {error}", err=True)
            broken = error.exit_code
            continue
        row = {"slug": slug, "name": agency.name, "url": agency.url, "file": _origin(path)}
        say(json.dumps(row, ensure_ascii=False) if as_json else f"{slug}: {agency.name}\n  {agency.url}  {row['file']}")
    sys.exit(broken)


@command.command("check")
@click.argument("slug", required=False)
@_HOME
def check(slug: str | None, home: Path | None) -> None:
    """Check one agency's file, or all, without a network: keys, patterns, selectors, and saved pages.

    Saved pages lie in the home's agencies/SLUG/ as page.html with page.json. Exit code 1 when one reads otherwise
    than expected, 2 when a file cannot be used.
    """
    place = find_home(home)
    folders = (SHIPPED, place.agencies)
    if slug:
        find_agency(slug, *folders)
    chosen = [slug] if slug else sorted(agency_files(*folders))
    sys.exit(max((_check_one(each, place) for each in chosen), default=0))


@command.command("add")
@click.argument("url")
@click.option("--slug", help="The agency's short name, for ever; by default from its host.")
@click.option("--name", help="The agency's name; by default what its home page calls itself.")
@click.option("--contact", default="", help="Your web or mail address, sent with every request.")
@click.option("--delay", type=float, default=1.0, show_default=True, help="Seconds between requests.")
@click.option("--allow-private-address", is_flag=True, help="The site is on your own network.")
@_HOME
def add(
    url: str,
    slug: str | None,
    name: str | None,
    contact: str,
    delay: float,
    allow_private_address: bool,
    home: Path | None,
) -> None:
    """Look at the site at URL with a few polite requests, write its agency file, show what five articles read as."""
    from crawlers.agency_draft import draft_text, slug_of
    from crawlers.capture_once import visit
    from crawlers.probe import probe

    url = _address(url)
    if wrong := CHECKS["politeness.delay"](delay):
        raise UsageError(f"--delay: {wrong}")
    slug = slug_of(url) if slug is None else slug
    path = _new_file(slug, find_home(home))
    say(f"looking at {url}", err=True)
    draft = Agency(
        slug,
        name or slug,
        url,
        contact,
        allow_private_address=allow_private_address,
        politeness=Politeness(delay=delay),
    )
    findings = probe(draft, visit)
    if not name and findings.title:
        findings.agency = dataclasses.replace(findings.agency, name=findings.title)
    text = draft_text(findings, clock.now().date().isoformat())
    parse_agency(slug, text, str(path))
    make_folder(path.parent)
    with whole_file(path) as part:
        part.write_text(text, encoding="utf-8")
    _show(findings.samples, findings.remarks)
    say(f"wrote {path}:\n\n{text}\nnext: luuchieu crawl {slug} --limit 50")


def _address(url: str) -> str:
    """The URL as typed, `https://` put before a bare host. Raises UsageError for what is no web address."""
    whole = url if "://" in url else f"https://{url}"
    try:
        address = fetch_key(whole)
    except ValueError as error:
        raise UsageError(f"{url!r} is no web address; write https://example.gov.vn/") from error
    try:
        refuse_login(address)
    except ValueError as error:
        raise UsageError(str(error)) from error
    return address


def _new_file(slug: str, home: Home) -> Path:
    """Where the agency's file will be. Raises UsageError for a slug that cannot be, or is taken."""
    if not SLUG.fullmatch(slug):
        raise UsageError(f"{slug!r} is no slug: --slug takes 1 to 63 of a-z, 0-9 and hyphens, no hyphen first")
    taken = agency_files(SHIPPED, home.agencies).get(slug)
    if taken:
        raise UsageError(f"there is an agency {slug!r} already, {taken}; give another name with --slug")
    return home.agencies / f"{slug}.toml"


def _show(samples: list[tuple[str, Reading]], remarks: list[str]) -> None:
    """What a person judges by: title, date with its evidence, the text's beginning, of each sample."""
    for url, reading in samples:
        published = reading.published
        dated = f"{published.value}  (from {published.where}: {published.text!r})" if published else "no date found"
        text = " ".join(block.text for block in reading.blocks)
        say(f"{url}\n  {reading.outcome}: {reading.title or '(no title)'}\n  {dated}")
        say(f"  {len(text)} characters: {text[:160]}{'…' if len(text) > 160 else ''}\n")
    if not samples:
        say("no article was found; name listing pages under [discovery] in the file\n")
    for remark in remarks:
        say(f"! {remark}")


def _check_one(slug: str, home: Home) -> int:
    """Say how one agency's file stands; its exit code."""
    from crawlers.contact import contact_of
    from crawlers.fixtures import check_fixtures

    try:
        agency = find_agency(slug, SHIPPED, home.agencies)
        contact_of(agency)
        wrong = check_fixtures(agency, home.agencies / slug)
    except UsageError as error:
        say(f"{slug}: {error}", err=True)
        return error.exit_code
    fixtures = len(list((home.agencies / slug).glob("*.json")))
    say("\n".join([f"{slug}: {'differs' if wrong else 'ok'}, {fixtures} saved pages", *wrong]))
    return 1 if wrong else 0


def _origin(path: Path) -> str:
    return "shipped" if path.parent == SHIPPED else str(path)
