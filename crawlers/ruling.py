"""A person's decision about one URL, written into the archive as a record and settled at once."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import click

from archive.catalog import Catalog
from archive.errors import ArchiveError, UsageError
from archive.home import Home
from archive.lookup import known_urls
from archive.model import Note
from archive.operator import login_name
from archive.store import Store
from crawlers.rereading import agency_of
from crawlers.say import say
from pipelines.settling.settle import settle

Kind = Literal["correction", "withholding"]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is decided about: a URL of an agency, the article's own where it belongs to one, and that article's row."""

    agency: str
    url: str
    article: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about whom, the record that keeps it, and what damage to the agency's WARC files was met."""

    subject: Subject
    note: Note
    damage: Sequence[str]


def subject_of(home: Home, url: str, agency: str | None) -> Subject:
    """What a person means by a URL. Raises UsageError for an unknown one, or one that several agencies know."""
    with Catalog.reader(home.catalog) as catalog:
        known = known_urls(catalog, url, agency)
        if len(known) > 1:
            raise UsageError(
                f"{url} is known of {' and '.join(row['agency'] for row in known)}: name one with --agency"
            )
        place = (known[0]["agency"], known[0]["article"] or known[0]["url"])
        rows = catalog.select("SELECT * FROM settled WHERE agency = ? AND url = ?", place)
    return Subject(*place, rows[0] if rows else None)


def is_withheld(home: Home, subject: Subject) -> bool:
    """Whether it is withheld now."""
    with Catalog.reader(home.catalog) as catalog:
        query = "SELECT 1 FROM withheld WHERE agency = ? AND url = ?"
        return bool(catalog.select(query, (subject.agency, subject.url)))


def rule(
    home: Home, kind: Kind, subject: Subject, wanted: Mapping[str, str | None], who: str, because: str
) -> Decision:
    """Keep the decision as a record under the agency's lock, then bring the catalog's rows up to it.

    Raises LockedError while the agency is being crawled, DiskError when nothing can be written.
    """
    content = {"url": subject.url, "set": dict(wanted), "who": who, "because": because}
    with home.lock(subject.agency):
        with Catalog.reader(home.catalog) as catalog:
            agency = agency_of(home, catalog, subject.agency)
        about = {"operator": who, "description": because, "activity": kind}
        with Store.open(home, subject.agency, about) as store:
            note = store.append_note(kind, content).result()
        with Catalog(home.catalog) as catalog:
            settle(agency, catalog)
    return Decision(subject, note, store.damage.told)


def tell(decision: Decision, words: Sequence[str], as_json: bool) -> None:
    """Print a decision, for people in these lines. Raises ArchiveError afterwards where damage was met."""
    say(json.dumps(_as_json(decision), ensure_ascii=False) if as_json else "\n".join(words))
    if decision.damage:
        more = ", which tells of more" if len(decision.damage) > 1 else ""
        raise ArchiveError(f"that is kept, but the archive is damaged: {decision.damage[0]}{more}")


def deciding(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every decision takes."""
    options = (
        click.option("--because", required=True, metavar="WHY", help="The reason, in your words; it is kept."),
        click.option("--who", metavar="NAME", help="Who decides. By default your login name."),
        click.option("--agency", metavar="SLUG", help="Of which agency, where several know the URL."),
        click.option(
            "--home",
            type=click.Path(path_type=Path),
            help="The archive's folder [$LUUCHIEU_HOME, ./luuchieu-home].",
        ),
        click.option("--json", "as_json", is_flag=True, help="Print the decision as one JSON object."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def reasoned(who: str | None, because: str) -> tuple[str, str]:
    """Who decides and why, on one line each. Raises UsageError where either is empty."""
    name, reason = " ".join((who or login_name()).split()), " ".join(because.split())
    if not name or not reason:
        raise UsageError("say why with --because '…', and who with --who NAME")
    return name, reason


def _as_json(decision: Decision) -> dict[str, Any]:
    note = decision.note
    place = {"record_id": note.id, "warc_file": note.place.warc_file, "warc_offset": note.place.warc_offset}
    return {"agency": decision.subject.agency, **note.content, "decided": note.noted, **place}
