"""`luuchieu correct`: what a page does not tell, or tells wrong, put right by hand."""

from pathlib import Path

import click

from archive import clock
from archive.catalog import Catalog
from archive.errors import UsageError
from archive.home import Home, find_home
from archive.settling import Ledger
from crawlers.ruling import Subject, deciding, reasoned, rule, subject_of, tell


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
    from pipelines.dates.zone import LOCAL
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
    _refuse_idle(place, subject, [name for name, value in wanted.items() if value is None])
    decision = rule(place, "correction", subject, wanted, who, because)
    after = subject_of(place, subject.url, subject.agency).article or {}
    changes = [f"  {name}: {subject.article[name]} → {after.get(name)}" for name in wanted]
    tell(decision, [subject.url, f"  by {who}, because {because}", *changes], as_json)


def _refuse_idle(home: Home, subject: Subject, taken_back: list[str]) -> None:
    """Raise UsageError where a correction is to be taken back that is not in force."""
    from pipelines.settling.evidence import Evidence

    with Catalog.reader(home.catalog) as catalog:
        in_force = Evidence(Ledger(catalog.connection, subject.agency)).rulings(subject.url)
    if idle := [name for name in taken_back if name not in in_force]:
        raise UsageError(f"{' and '.join(idle)} of {subject.url} is not corrected: nothing to take back")
