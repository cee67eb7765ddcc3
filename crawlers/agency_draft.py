"""Writes an agency's file from what a probe found: short, with the findings as comments."""

import json
import re

import idna

from archive.orthography import fold
from archive.urls import host_of
from crawlers.probe import Findings
from crawlers.say import printable
from pipelines.agency import Agency, Politeness
from pipelines.agency_file import SLUG

_GENERIC = re.compile(r"(?:www\d*|m|portal|cong|news)\.")


def slug_of(url: str) -> str:
    """The slug that a host suggests: `cebid` for www.cebid.vn, `vea` for vea.monre.gov.vn."""
    host = _GENERIC.sub("", host_of(url), count=1)
    labels = host.split(".")
    name = host if labels[-1].isdigit() else fold(_spoken(labels[0]))
    slug = re.sub(r"[^a-z0-9]+", "-", name).strip("-")
    return slug if SLUG.fullmatch(slug) else "agency"


def _spoken(label: str) -> str:
    """A label of a host in its own letters; as it is where it is none of a name, as in [::1]."""
    try:
        return idna.decode(label)
    except idna.IDNAError:
        return label


def draft_text(findings: Findings, on: str) -> str:
    """The TOML text of the agency that was looked at on that day. Loads again as the same agency."""
    blocks = [
        [f"# {findings.system or 'Unknown system'}, looked at on {on}. docs/agencies.md explains every key."],
        _identity(findings.agency),
        ["# How articles are found, all of it tried in every crawl:", *_ways(findings), *_listings(findings)],
        _politeness(findings.agency),
        _tls(findings.agency),
    ]
    return "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"


def _identity(agency: Agency) -> list[str]:
    lines = [f"name = {_quoted(agency.name)}", f"url = {_quoted(agency.url)}"]
    if agency.contact:
        lines.append(f"contact = {_quoted(agency.contact)}")
    elif not agency.allow_private_address:
        lines.append('# contact = "mailto:you@example.org"  # goes with every request: whom the site can write to')
    if agency.allow_private_address:
        lines.append("allow_private_address = true  # the site is on our own network")
    return lines


def _ways(findings: Findings) -> list[str]:
    return [f"#   {way}: {seen}" for way, seen in findings.ways.items()]


def _politeness(agency: Agency) -> list[str]:
    delay = agency.politeness.delay
    return ["[politeness]", f"delay = {delay:g}"] if delay != Politeness().delay else []


def _listings(findings: Findings) -> list[str]:
    """Listings are named only where nothing else announces articles: then each crawl begins with them."""
    announced = any(findings.ways.get(way, "no ").partition(" ")[0] != "no" for way in ("wordpress", "sitemaps"))
    if announced or not findings.listings:
        return []
    lines = ["[discovery]", "listings = ["]
    lines += [f"    {_quoted(url)},{'  # ' + seen if seen else ''}" for url, seen in findings.listings.items()]
    return [*lines, "]"]


def _tls(agency: Agency) -> list[str]:
    tls = agency.tls
    if not tls.accept:
        return []
    explained = "# The certificate does not verify. This one fault is overlooked, captures are marked unverified."
    return ["[tls]", explained, f"accept = {_quoted(tls.accept)}", f"why = {_quoted(tls.why)}"]


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's."""
    return printable(json.dumps(text, ensure_ascii=False))
