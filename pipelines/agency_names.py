"""By which names an agency may be credited, from its file."""

import logging
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from archive.errors import AgencyFileError
from pipelines.agency import Agency
from pipelines.agency_file import parse_agency

_log = logging.getLogger(__name__)
_SHORT = re.compile(r"\(([^()]{2,40})\)")


def names_of(slug: str, file: str) -> list[str]:
    """Slug, name with and without what stands in brackets, that itself, aliases and hosts.

    Of a file that another version of this program recorded and this one does not understand, the slug alone, with a
    warning.
    """
    try:
        agency = parse_agency(slug, file, f"the file of {slug} as recorded")
    except AgencyFileError as error:
        _log.warning("%s: credits name %s by its slug only", error, slug)
        return [slug]
    return list(_names(agency))


def _names(agency: Agency) -> Iterator[str]:
    yield from (agency.slug, agency.name, _SHORT.sub("", agency.name), *_SHORT.findall(agency.name), *agency.aliases)
    yield from (urlsplit(agency.url).hostname or "", *(host.name for host in agency.hosts))
