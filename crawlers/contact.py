"""Who asks: what a crawl tells every site of itself, and whom the site can write to."""

import os
from importlib.metadata import version

from archive.errors import UsageError
from pipelines.agency import Agency
from pipelines.agency_checks import CHECKS


def contact_of(agency: Agency | None) -> str:
    """The web or mail address of who runs the crawl: the agency's file's, else `$LUUCHIEU_CONTACT`, else none.

    Raises UsageError for a `$LUUCHIEU_CONTACT` that no header can carry.
    """
    if agency and agency.contact:
        return agency.contact
    contact = os.environ.get("LUUCHIEU_CONTACT", "").strip()
    if wrong := CHECKS["contact"](contact):
        raise UsageError(f"LUUCHIEU_CONTACT={contact!r} {wrong}")
    return contact


def user_agent(contact: str) -> str:
    """Name, version and the contact of who runs the crawl, as the User-Agent header.

    Raises UsageError for a contact that no header can carry.
    """
    if wrong := CHECKS["contact"](contact):
        raise UsageError(f"contact = {contact!r} {wrong}")
    ours = f"luuchieu/{version('luuchieu')}"
    if not contact:
        return ours
    return f"{ours} (+{contact})"
