"""By which names an agency may be credited, from its file."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from pipelines.agency import Agency
from pipelines.agency_file import parse_agency

_SHORT = re.compile(r"\(([^()]{2,40})\)")


def names_of(slug: str, file: str) -> list[str]:
    """Slug, name with and without what stands in brackets, that itself, aliases and hosts. Raises AgencyFileError."""
    return list(_names(parse_agency(slug, file, f"the file of {slug} as recorded")))


def _names(agency: Agency) -> Iterator[str]:
    yield from (agency.slug, agency.name, _SHORT.sub("", agency.name), *_SHORT.findall(agency.name), *agency.aliases)
    yield from (urlsplit(agency.url).hostname or "", *(host.name for host in agency.hosts))
