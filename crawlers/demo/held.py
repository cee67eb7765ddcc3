"""The catalog held against the articles as they were written."""

from collections.abc import Iterator, Sequence
from typing import Any

from archive.catalog import Catalog
from archive.orthography import normal_form
from crawlers.demo.days import SLUG
from crawlers.demo.written import Written

NOISE = ("Lượt xem", "bình luận", "Bài viết liên quan", "Đang trực tuyến", "Chia sẻ:", "Tải xuống", "Đăng nhập")
"""What the site's pages say around every article, and no article says."""
_TRAPS = "%/lich-cong-tac/%"
_MOST_TRAPPED = 12


def differences(catalog: Catalog, url: str, articles: Sequence[Written]) -> Iterator[str]:
    """Every way in which the catalog's articles of the site at `url` are not those that were written, as a sentence."""
    rows = {
        row["url"].removeprefix(url): row for row in catalog.select("SELECT * FROM articles WHERE agency = ?", (SLUG,))
    }
    written = {article.path: article for article in articles}
    yield from (f"{path} is not in the catalog" for path in written.keys() - rows.keys())
    yield from (f"{path} is in the catalog, but nobody wrote it" for path in rows.keys() - written.keys())
    for path in sorted(written.keys() & rows.keys()):
        yield from (f"{path}: {fault}" for fault in _faults(written[path], rows[path]))
    yield from _trapped(catalog, url)


def _faults(article: Written, row: dict[str, Any]) -> Iterator[str]:
    published, precision = article.expected_published
    expected = {
        "title": normal_form(article.title),
        "published": published,
        "published_precision": precision,
        "author": article.expected_author,
        "credited_source": article.source,
        "section": article.expected_section,
    }
    for name, value in expected.items():
        if row[name] != value:
            yield f"{name} is {row[name]!r}, not {value!r}"
    text = " ".join(row["text"].split())
    yield from (f"its text lacks {line!r}" for line in map(normal_form, article.lines) if line not in text)
    yield from (f"its text holds the site's {word!r}" for word in NOISE if word in text)
    if row["modified"] and not row["modified"].startswith(article.modified.date().isoformat()):
        yield f"modified is {row['modified']}, not {article.modified.isoformat()}"


def _trapped(catalog: Catalog, url: str) -> Iterator[str]:
    (weeks,) = catalog.select("SELECT count(*) AS n FROM captures WHERE url LIKE ? || ?", (url, _TRAPS))
    (deep,) = catalog.select("SELECT count(*) AS n FROM captures WHERE url LIKE ? || '/lien-he/%/%/%'", (url,))
    if weeks["n"] > 3 * _MOST_TRAPPED or deep["n"]:
        yield f"the crawl went into a trap: {weeks['n']} weeks of the calendar, {deep['n']} piled-up languages"
