"""All that the catalog knows of one URL: the article with its evidence and provenance, or why there is none."""

import difflib
import json
import re
from typing import Any
from urllib.parse import urlsplit

from archive.catalog import Catalog
from archive.census import absent_agency, agencies_of
from archive.errors import ArchiveError, UsageError
from archive.urls import fetch_key

_MOST_COMPARED = 5000
_ROW = re.compile(r"urn:.*|[a-z0-9-]+:https?://.*")
_RELATED = "SELECT kind, a_agency, a, b_agency, b, first, score, method FROM relations"


def look_up(catalog: Catalog, url: str) -> list[dict[str, Any]]:
    """What is known of a URL, one dict for each agency that knows it.

    `article` is the row of `articles` or `pages` that the URL belongs to (None when it shows none) with
    `state_detail`, `versions`, `attachments` and `related`; `captures` are those of the URL itself; `known` its row of
    `urls`. Raises UsageError, with the nearest URL, for one that nobody knows.
    """
    return [_portrait(catalog, one) for one in known_urls(catalog, url)]


def known_urls(catalog: Catalog, url: str, agency: str | None = None) -> list[dict[str, Any]]:
    """The rows of `urls` for a URL, one for each agency that knows it, or of one agency.

    Raises UsageError, with the nearest URL, where there is none.
    """
    key = _key(url)
    known = catalog.select(
        "SELECT * FROM urls WHERE url = ? AND agency = coalesce(?, agency) ORDER BY agency", (key, agency)
    )
    if not known:
        held = agencies_of(catalog)
        if agency and agency not in held:
            raise UsageError(f"{url} is not in the catalog of {agency}: {absent_agency(agency, held)}")
        of = f" of {agency}" if agency else ""
        raise UsageError(f"{url} is not in the catalog{of}{_elsewhere(catalog, key) or _suggestion(catalog, key)}")
    return known


def _elsewhere(catalog: Catalog, key: str) -> str:
    rows = catalog.select("SELECT agency FROM urls WHERE url = ? ORDER BY agency", (key,))
    return f"; it is in that of {' and '.join(row['agency'] for row in rows)}" if rows else ""


def lost_row(agency: str, url: str) -> ArchiveError:
    """What to say of an article that readings show and that has no row, or none with its text and its record."""
    return ArchiveError(
        f"{agency}:{url} is shown by readings, and its row is lost or not whole: `luuchieu verify` tells all such, "
        "`luuchieu rebuild` makes them anew"
    )


def _key(url: str) -> str:
    if _ROW.fullmatch(url):
        raise UsageError(
            f"{url} names a row, which `luuchieu prove` takes and whose URL it tells; here the URL is wanted"
        )
    try:
        return fetch_key(url if "://" in url else f"https://{url}")
    except ValueError as error:
        raise UsageError(str(error)) from error


def _portrait(catalog: Catalog, known: dict[str, Any]) -> dict[str, Any]:
    own = (known["agency"], known["url"])
    captures = catalog.select(
        """SELECT captured, kind, status, outcome, reason, failure_reason, warc_file, warc_offset, record_id
           FROM captures WHERE agency = ? AND url = ? ORDER BY captured, record_id""",
        own,
    )
    article = _article(catalog, (known["agency"], known["article"])) if known["article"] else None
    return {"known": known, "article": article, "captures": captures}


def _article(catalog: Catalog, place: tuple[str, str]) -> dict[str, Any]:
    rows = catalog.select(
        """SELECT s.*, a.state_detail FROM settled s JOIN article a ON a.agency = s.agency AND a.url = s.url
           WHERE s.agency = ? AND s.url = ?""",
        place,
    )
    if not rows:
        raise lost_row(*place)
    (article,) = rows
    evidence = article["published_evidence"]
    return article | {
        "published_evidence": json.loads(evidence) if evidence else None,
        "rulings": catalog.select(
            """SELECT name, value, who, because, decided, newest FROM rulings
               WHERE agency = ? AND url = ? ORDER BY decided, name""",
            place,
        ),
        "versions": catalog.select(
            """SELECT v.captured, CASE WHEN r.withheld IS NULL THEN v.title END AS title, v.text_digest, v.extractor,
                      c.warc_file, c.warc_offset, c.id AS record_id
               FROM version v JOIN capture c ON c.id = v.source
               LEFT JOIN ruled r ON r.agency = v.agency AND r.url = v.url
               WHERE v.agency = ? AND v.url = ? ORDER BY v.position""",
            place,
        ),
        "attachments": catalog.select("SELECT * FROM attachments WHERE agency = ? AND article = ?", place),
        # Asked for with OR the view would be made whole.
        "related": catalog.select(
            f"{_RELATED} WHERE a_agency = ? AND a = ? UNION ALL {_RELATED} WHERE b_agency = ? AND b = ?",
            (*place, *place),
        ),
    }


def _suggestion(catalog: Catalog, url: str) -> str:
    host = urlsplit(url).netloc
    articles = _of_host(catalog, "article", host, url)
    captures = [] if articles else _of_host(catalog, "capture", host, url)
    # Only what follows the host is compared: all URLs of a site are alike up to there.
    known = {one.partition(f"//{host}")[2]: one for one in articles or captures}
    near = difflib.get_close_matches(url.partition(f"//{host}")[2], known, n=1)
    if near:
        return f"; did you mean {known[near[0]]} ?"
    if articles:
        return "; `luuchieu search` finds articles by their words"
    return f"; of {host} it has no article yet" if captures else f": it has nothing of {host}"


def _of_host(catalog: Catalog, table: str, host: str, url: str) -> list[str]:
    query = f"SELECT DISTINCT url FROM {table} WHERE url LIKE ? AND url <> ? ORDER BY url LIMIT ?"
    return [row["url"] for row in catalog.select(query, (f"%//{host}/%", url, _MOST_COMPARED))]
