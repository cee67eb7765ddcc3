"""`luuchieu withhold`: an article that is kept and not shown."""

import json
from pathlib import Path

import click

from archive.home import find_home
from crawlers.ruling import as_json as told
from crawlers.ruling import deciding, reasoned, rule, subject_of


@click.command()
@click.argument("url")
@deciding
def command(url: str, because: str, who: str | None, agency: str | None, home: Path | None, as_json: bool) -> None:
    """Hide what stands at URL from search, views and exports, which then say `withheld`. Nothing captured is removed.

    Kept as a record in the WARC, so that it survives reindex and rebuild. `luuchieu release` takes it back.
    """
    who, because = reasoned(who, because)
    place = find_home(home)
    subject = subject_of(place, url, agency)
    note = rule(place, "withholding", subject, {"withheld": "yes"}, who, because)
    if as_json:
        click.echo(json.dumps(told(subject, note), ensure_ascii=False))
        return
    click.echo(f"withheld: {subject.url}\n  by {who}, because {because}")
    if subject.article and subject.article["state"] == "moved":
        click.echo("  it has moved: what stands at its new URL is shown as before (luuchieu show says where)")
    click.echo(f"  luuchieu release {subject.url} --because … shows it again")
