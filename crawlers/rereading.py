"""What `reindex` and `rebuild` share with a person: which agencies, progress on a terminal, differences at the end."""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

import click

from archive.catalog import Catalog
from archive.errors import ArchiveError
from archive.home import Home
from crawlers.agencies import SHIPPED, usable
from crawlers.say import say
from pipelines.agency import Agency
from pipelines.agency_file import agency_files, find_agency, load_agency
from pipelines.differences import Difference
from pipelines.reread import Reread, last_recorded, recorded_agency

_MOST_SHOWN = 20  # of a kind
_TOLD = ("title", "published", "text", "dropped")


def held_agencies(home: Home, slugs: Sequence[str]) -> list[Agency]:
    """The agencies named, or all that have WARC files under the home; without a file, as the archive recorded it.

    Raises UsageError for one that neither knows.
    """
    files = agency_files(SHIPPED, home.agencies)
    return [
        (None if slug in files else last_recorded(home, slug)) or find_agency(slug, SHIPPED, home.agencies)
        for slug in slugs or _held(home)
    ]


def agencies_by_file(home: Home) -> dict[str, Agency]:
    """Shipped agencies and the home's own, by slug; of one whose file cannot be used and is not needed, a warning.

    Raises AgencyFileError for such a file of an agency that has WARC files under the home.
    """
    agencies, unusable = usable(home)
    for slug in _held(home):
        if slug in unusable:
            raise unusable[slug]
    for error in unusable.values():
        say(f"luuchieu: warning: {error}; nothing is archived of that agency", err=True)
    return agencies


def _held(home: Home) -> list[str]:
    """The slugs of all agencies that have WARC files under the home."""
    return sorted(folder.name for folder in home.warc.iterdir() if folder.is_dir())


def agency_of(home: Home, catalog: Catalog, slug: str) -> Agency:
    """The agency whose rows are looked at: its file, else the file as the archive recorded it."""
    file = agency_files(SHIPPED, home.agencies).get(slug)
    return load_agency(file) if file else recorded_agency(catalog, home, slug)


def draw(agency: str, read: int, total: int) -> None:
    """One line of progress, on a terminal only."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{agency}: {read} of {total} read", err=True, nl=read == total)


def blame(damage: Sequence[str]) -> None:
    """Raises ArchiveError where records could not be read: what was made is not all of the archive."""
    if damage:
        count = f"{len(damage)} records" if len(damage) > 1 else "a record"
        raise ArchiveError(
            f"{count} of the archive could not be read, and so the catalog lacks what stands there: `luuchieu verify` "
            "tells what is damaged, a second copy may have it whole"
        )


class AsJson:
    """Prints how articles differ from what they were, each as it is told, and at the end how many do."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()

    def tell(self, one: Difference) -> None:
        """Hear of an article that differs."""
        self._counts[one.agency, one.what] += 1
        say(json.dumps(asdict(one), ensure_ascii=False))

    def end(self, done: Reread) -> None:
        """Print what is to be said when all are read."""
        counts = sorted(self._counts.items())
        summary = [{"agency": agency, "what": what, "count": count} for (agency, what), count in counts]
        told = {"read": done.read, "differences": summary, "resumed": done.resumed}
        say(json.dumps(told, ensure_ascii=False))


class InWords:
    """Prints for a person, at the end, how many articles differ from what they were, and the first of each kind."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self._first: dict[str, list[Difference]] = {what: [] for what in _TOLD}

    def tell(self, one: Difference) -> None:
        """Hear of an article that differs."""
        self._counts[one.agency, one.what] += 1
        first = self._first.get(one.what)
        if first is not None and len(first) < _MOST_SHOWN:
            first.append(one)

    def end(self, done: Reread) -> None:
        """Print what is to be said when all are read."""
        for what, first in self._first.items():
            say("".join(map(_shown, first)), nl=False)
            if more := sum(count for (_, kind), count in self._counts.items() if kind == what) - len(first):
                say(f"… and {more} more × {what} (--json lists all)")
        for agency in done.resumed:
            say(f"{agency}: carried on with what was stopped; the differences are those to before that began")
        for (agency, what), count in sorted(self._counts.items()):
            say(f"{agency}: {count} × {what}")
        say(f"{done.read} captures read, {self._counts.total()} differences")


def _shown(one: Difference) -> str:
    if one.what == "text":
        lines = [f"{one.agency}  text: {one.url}", *_signed("-", one.before), *_signed("+", one.after)]
    else:
        lines = [f"{one.agency}  {one.what}: {one.before!r} → {one.after!r}", f"  {one.url}"]
    return "".join(f"{line}\n" for line in lines)


def _signed(sign: str, lines: str | None) -> list[str]:
    return [f"  {sign} {line}" for line in (lines or "").splitlines()]
