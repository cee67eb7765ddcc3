"""What the warcinfo record of a crawl says of it."""

from archive.agency_notes import FIELD
from archive.crawls import ASKED
from archive.digests import digest_of
from crawlers.contact import contact_of, user_agent
from pipelines.agency import Agency


def about(agency: Agency, asked: int) -> dict[str, str]:
    """Who crawls, as whom, by which file; `asked` counts the URLs that a person asked for, where that is all."""
    return {
        "operator": contact_of(agency) or "unknown",
        "description": agency.name,
        "robots": "obey",
        "http-header-user-agent": user_agent(contact_of(agency)),
        "configuration": agency.source_text,
        FIELD: digest_of(agency.source_text),
        **({ASKED: str(asked)} if asked else {}),
    }
