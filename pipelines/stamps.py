"""Where on a page a publication date may stand: the candidates from which `published` chooses."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.model import Exchange, Hint, Published
from pipelines.agency import Layout
from pipelines.extract import Extract, selector
from pipelines.lines import Line
from pipelines.metadata import Metadata

_META = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish_date",
    "article.published",
    "published_time",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date.created",
    "sailthru.date",
    "parsely-pub-date",
)
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "dcterms.modified", "last-modified")
_LOOKS_DATED = re.compile(
    r"\d{1,2}\s*[-/.∕]\s*\d{1,2}\s*[-/.∕]\s*\d{2,4}|\d{4}-\d{2}-\d{2}|th[áa]ng\s+\S+|\d+\s+(?:giờ|phút|ngày|tuần|năm)\s+trước|hôm (?:nay|qua)",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"^[\w\s.]{2,30},\s*(?:ngày|tháng)\s", re.IGNORECASE)
_NEAR = 12


def modified_of(metadata: Metadata, hints: Sequence[Hint]) -> str | None:
    """When the page says it was last changed, as it says it."""
    return (
        metadata.of_article("dateModified")
        or metadata.first(*_MODIFIED)
        or next((hint.modified for hint in hints if hint.modified), None)
    )


def published_of(
    exchange: Exchange, metadata: Metadata, found: Extract, layout: Layout | None, hints: Sequence[Hint]
) -> Published | None:
    return None
