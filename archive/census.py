"""How each agency stands in the catalog: what is kept, how the last crawl went, what is missing and why."""

import difflib
import json
from typing import Any

from archive.catalog import Catalog
from archive.crawls import last_crawl
from archive.errors import UsageError
from archive.orthography import fold

_COUNTS = """SELECT
    (SELECT count(*) FROM article WHERE agency = :agency AND kind = 'article') AS articles,
    (SELECT count(*) FROM article WHERE agency = :agency AND kind = 'page') AS pages,
    (SELECT count(*) FROM versions WHERE agency = :agency) AS versions,
    kept.captures, kept.failures,
    (SELECT max(published) FROM article WHERE agency = :agency AND kind = 'article') AS newest_published,
    (SELECT count(*) FROM capture c WHERE agency = :agency AND kind = 'response'
        AND NOT EXISTS (SELECT 1 FROM reading r WHERE r.capture = c.id)) AS unread
    FROM (SELECT count(*) FILTER (WHERE kind <> 'failure') AS captures,
                 count(*) FILTER (WHERE kind = 'failure') AS failures FROM capture WHERE agency = :agency) AS kept"""
_FAILURES = """SELECT coalesce(failure_reason, 'HTTP ' || status) AS reason, count(*) AS count FROM capture
    WHERE crawl = ? AND (kind = 'failure' OR status >= 400) GROUP BY reason ORDER BY count DESC, reason"""
_STATES = """SELECT CASE WHEN r.withheld IS NULL THEN a.state ELSE 'withheld' END AS shown, count(*) AS count
    FROM article a LEFT JOIN ruled r ON r.agency = a.agency AND r.url = a.url
    WHERE a.agency = ? AND a.kind = 'article' GROUP BY shown ORDER BY shown"""
_ABSENT = """SELECT state || coalesce(': ' || reason, '') AS why, count(*) AS count FROM urls
    WHERE agency = ? AND NOT archived GROUP BY why ORDER BY count DESC, why"""

_SECTIONS = """SELECT section FROM article
    WHERE kind = 'article' AND section <> '' AND (:agency IS NULL OR agency = :agency)
    GROUP BY section ORDER BY count(*) DESC, section"""


def take_census(catalog: Catalog, agency: str) -> dict[str, Any]:
    """Counts, states, last crawl with its failures, and URLs known but not archived by reason, of one agency."""
    (counts,) = catalog.select(_COUNTS, {"agency": agency})
    crawl = last_crawl(catalog, agency)
    return {
        "agency": agency,
        **counts,
        "states": _tally(catalog, _STATES, agency),
        "absent": _tally(catalog, _ABSENT, agency),
        "last_crawl": _crawl(catalog, crawl) if crawl else None,
    }


def agencies_of(catalog: Catalog) -> list[str]:
    """The slugs of all agencies that have captures, sorted."""
    # Walks the index from agency to agency, where DISTINCT would read every capture.
    rows = catalog.connection.execute(
        """WITH RECURSIVE slugs(slug) AS (
               SELECT min(agency) FROM capture
               UNION ALL SELECT (SELECT min(agency) FROM capture WHERE agency > slug) FROM slugs WHERE slug IS NOT NULL)
           SELECT slug FROM slugs WHERE slug IS NOT NULL"""
    )
    return [slug for (slug,) in rows]


def check_agency(slug: str, known: list[str]) -> None:
    """Raise UsageError, with the nearest of the known slugs, for an agency that the archive holds nothing of."""
    if slug not in known:
        raise UsageError(absent_agency(slug, known))


def absent_agency(slug: str, known: list[str]) -> str:
    """The sentence that says so, and which slug may have been meant."""
    near = difflib.get_close_matches(slug, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"it holds {', '.join(known) or 'nothing'}"
    return f"the archive holds nothing of an agency {slug!r}; {hint}"


def check_section(section: str, catalog: Catalog, agency: str | None) -> None:
    """Raise UsageError, with the nearest there are, for a section that no article stands in, of an agency or at all."""
    found = catalog.connection.execute(_SECTIONS, {"agency": agency}).fetchall()
    known = {fold(name): name for (name,) in reversed(found)}  # of one name's spellings the commonest
    if fold(section) in known:
        return
    near = [known[name] for name in difflib.get_close_matches(fold(section), known, n=3)]
    there = near or [name for (name,) in found[:5]]
    named = " or ".join(map(repr, there))
    hint = f"did you mean {named}?" if near else f"there are such as {named}" if there else "none has a section"
    raise UsageError(f"no article stands in a section {section!r}; {hint}")


def _crawl(catalog: Catalog, crawl: dict[str, Any]) -> dict[str, Any]:
    report = json.loads(crawl["report"]) if crawl["report"] else None
    return {**crawl, "report": report, "failed": _tally(catalog, _FAILURES, crawl["crawl"])}


def _tally(catalog: Catalog, query: str, parameter: str) -> dict[str, int]:
    return dict(catalog.connection.execute(query, (parameter,)).fetchall())
