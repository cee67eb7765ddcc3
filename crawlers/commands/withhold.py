"""`luuchieu withhold`: an article that is kept and not shown."""

from pathlib import Path

import click

from archive.home import find_home
from crawlers.ruling import deciding, reasoned, rule, subject_of, tell


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
    decision = rule(place, "withholding", subject, {"withheld": "yes"}, who, because)
    words = [f"withheld: {subject.url}", f"  by {who}, because {because}"]
    if subject.article and subject.article["state"] == "moved":
        words.append("  it has moved: what stands at its new URL is shown as before (luuchieu show says where)")
    words.append(f"  luuchieu release {subject.url} --because … shows it again")
    tell(decision, words, as_json)
