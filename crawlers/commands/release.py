"""`luuchieu release`: what was withheld is shown again."""

from pathlib import Path

import click

from archive.errors import UsageError
from archive.home import find_home
from crawlers.ruling import deciding, is_withheld, reasoned, rule, subject_of, tell


@click.command()
@click.argument("url")
@deciding
def command(url: str, because: str, who: str | None, agency: str | None, home: Path | None, as_json: bool) -> None:
    """Show what was withheld at URL again, in search, views and exports."""
    who, because = reasoned(who, because)
    place = find_home(home)
    subject = subject_of(place, url, agency)
    if not is_withheld(place, subject):
        raise UsageError(f"{subject.url} is not withheld")
    decision = rule(place, "withholding", subject, {"withheld": None}, who, because)
    tell(decision, [f"shown again: {subject.url}", f"  by {who}, because {because}"], as_json)
