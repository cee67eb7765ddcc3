"""Crawls as their notes tell of them: which was an agency's last. The capture of URLs that a person named is none."""

from typing import Any

from archive.catalog import Catalog

ASKED = "asked"
"""The field of a warcinfo record that counts the URLs a person asked for, where nothing else was to be fetched."""

# From one agency to the next in the index: years of crawls are not read for the last of each.
_LAST_CRAWLS = f"""WITH RECURSIVE a(agency) AS (
        SELECT min(agency) FROM note WHERE kind = 'crawl' UNION ALL
        SELECT (SELECT min(agency) FROM note WHERE kind = 'crawl' AND agency > a.agency) FROM a
        WHERE a.agency IS NOT NULL),
    last(agency, noted) AS (
        SELECT agency, (SELECT noted FROM note WHERE kind = 'crawl' AND agency = a.agency
                        AND content ->> '{ASKED}' IS NULL ORDER BY noted DESC LIMIT 1) FROM a)
    SELECT agency, noted FROM last WHERE noted IS NOT NULL"""
_LAST_CRAWL = f"""SELECT began, ended, responses + revisits AS captures, responses, revisits, failures, report, crawl
    FROM crawls WHERE agency = ? AND settings ->> '{ASKED}' IS NULL ORDER BY began DESC LIMIT 1"""


def last_crawls(catalog: Catalog) -> dict[str, str]:
    """When each agency's last crawl began, as a stamp."""
    return dict(catalog.connection.execute(_LAST_CRAWLS).fetchall())


def last_crawl(catalog: Catalog, agency: str) -> dict[str, Any] | None:
    """An agency's last crawl: its row in the view `crawls`, the captures without the failures."""
    return next(iter(catalog.select(_LAST_CRAWL, (agency,))), None)
