"""`luuchieu correct`: what a page does not tell, or tells wrong, put right by hand."""

import json
from pathlib import Path

import click

from archive import clock
from archive.errors import UsageError
from archive.home import find_home
from crawlers.ruling import as_json as told
from crawlers.ruling import deciding, reasoned, rule, subject_of


@click.command()
@click.argument("url")
@click.argument("values", metavar="NAME=VALUE...", nargs=-1, required=True)
@deciding
def command(
    url: str,
    values: tuple[str, ...],
    because: str,
    who: str | None,
    agency: str | None,
    home: Path | None,
    as_json: bool,
) -> None:
    """Correct an article: published=2019-05-03, title=…, author=…, kind=page (it is no news) or kind=article.

    published=unknown and author=unknown say that nobody knows; NAME= takes a correction back. Kept as a record in the
    WARC, so that it survives reindex and rebuild.
    """
    from pipelines.dates.instants import LOCAL
    from pipelines.settling.rulings import UNKNOWN, correction

    wanted = correction(values)
    day = wanted.get("published")
    if day and day != UNKNOWN and day > clock.now().astimezone(LOCAL).isoformat():
        raise UsageError(f"published={day}: that is yet to come")
    who, because = reasoned(who, because)
    place = find_home(home)
    subject = subject_of(place, url, agency)
    if subject.article is None:
        raise UsageError(f"{subject.url} is no article or page; `luuchieu show` says what it is")
    note = rule(place, "correction", subject, wanted, who, because)
    after = subject_of(place, subject.url, subject.agency).article or {}
    if as_json:
        click.echo(json.dumps(told(subject, note), ensure_ascii=False))
        return
    click.echo(f"{subject.url}\n  by {who}, because {because}")
    for name in wanted:
        click.echo(f"  {name}: {subject.article[name]} → {after.get(name)}")
