"""The agency files that come with the program; a user's own, in the home's `agencies/`, override them by name."""

from collections.abc import Iterable
from pathlib import Path

from archive.errors import AgencyFileError
from archive.home import Home
from pipelines.agency import Agency
from pipelines.agency_file import agency_files, find_agency, load_agency

SHIPPED = Path(__file__).parent


def usable(home: Home) -> tuple[dict[str, Agency], dict[str, AgencyFileError]]:
    """All agencies whose files can be used, by slug; and why others cannot, which is no reason to leave the former."""
    agencies: dict[str, Agency] = {}
    unusable: dict[str, AgencyFileError] = {}
    for slug, path in sorted(agency_files(SHIPPED, home.agencies).items()):
        try:
            agencies[slug] = load_agency(path)
        except AgencyFileError as error:
            unusable[slug] = error
    return agencies, unusable


def choose(home: Home, slugs: Iterable[str]) -> tuple[list[Agency], dict[str, AgencyFileError]]:
    """The agencies of these slugs, without slugs all, as far as their files can be used, and why others cannot.

    Raises UsageError for a slug that nobody knows.
    """
    agencies: list[Agency] = []
    unusable: dict[str, AgencyFileError] = {}
    for slug in dict.fromkeys(slugs) or sorted(agency_files(SHIPPED, home.agencies)):
        try:
            agencies.append(find_agency(slug, SHIPPED, home.agencies))
        except AgencyFileError as error:
            unusable[slug] = error
    return agencies, unusable
