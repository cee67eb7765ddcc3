"""What the demo site answers to machines: REST, feed, sitemaps, robots.txt, in WordPress's words."""

import html
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs

from crawlers.demo.theme import NAME
from crawlers.demo.written import Written

_FEED_ITEMS = 10


def robots(url: str) -> str:
    """WordPress's own rules and one of the agency's; no Crawl-delay, as on most such sites."""
    return f"""User-agent: *
Disallow: /wp-admin/
Allow: /wp-admin/admin-ajax.php
Disallow: /noi-bo/

Sitemap: {url}/wp-sitemap.xml
"""


def posts(url: str, query: str, articles: Sequence[Written]) -> tuple[int, dict[str, str], Any]:
    """Status, headers and JSON of one page of `/wp-json/wp/v2/posts`; `articles` are the newest first."""
    asked = {name: values[-1] for name, values in parse_qs(query).items()}
    size, page = min(int(asked.get("per_page", 10)), 100), int(asked.get("page", 1))
    pages = -(-len(articles) // size)
    if page > max(pages, 1):
        code = "rest_post_invalid_page_number"
        message = "Số trang được yêu cầu lớn hơn số trang sẵn có."
        return 400, {}, {"code": code, "message": message, "data": {"status": 400}}
    wanted = asked["_fields"].split(",") if "_fields" in asked else None
    told = [post(url, article) for article in articles[(page - 1) * size : page * size]]
    headers = {"X-WP-Total": str(len(articles)), "X-WP-TotalPages": str(pages)}
    return 200, headers, [{name: value for name, value in one.items() if not wanted or name in wanted} for one in told]


def post(url: str, article: Written) -> dict[str, Any]:
    """One post as the REST API tells it, the text left aside."""
    return {
        "id": article.number,
        "date": _local(article.published),
        "date_gmt": _gmt(article.published),
        "modified": _local(article.modified),
        "modified_gmt": _gmt(article.modified),
        "slug": article.slug,
        "status": "publish",
        "type": "post",
        "link": url + article.path,
        "title": {"rendered": html.escape(article.title, quote=False)},
    }


def feed(url: str, articles: Sequence[Written]) -> str:
    """The ten newest posts as RSS 2.0."""
    items = "\n".join(_item(url, article) for article in articles[:_FEED_ITEMS])
    return f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
	xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel><title>{NAME}</title><atom:link href="{url}/feed/" rel="self" type="application/rss+xml" /><link>{url}</link>
<description>Đo đúng để dùng đúng</description><language>vi</language><sy:updatePeriod>hourly</sy:updatePeriod>
{items}
</channel></rss>
"""


def _item(url: str, article: Written) -> str:
    return f"""<item><title>{html.escape(article.title, quote=False)}</title><link>{url}{article.path}</link>
<dc:creator><![CDATA[{article.author}]]></dc:creator><pubDate>{format_datetime(article.published.astimezone(UTC))}</pubDate>
<category><![CDATA[{article.category}]]></category><guid isPermaLink="false">{url}/?p={article.number}</guid>
<description><![CDATA[<p>{" ".join(" ".join(article.lines).split()[:40])} [&#8230;]</p>]]></description></item>"""


def sitemap_index(url: str, names: Iterable[str]) -> str:
    """WordPress's index of sitemaps."""
    entries = "".join(f"<sitemap><loc>{url}/wp-sitemap-{name}-1.xml</loc></sitemap>" for name in names)
    return f"{_XML}<sitemapindex {_SPACE}>{entries}</sitemapindex>\n"


def sitemap(url: str, paths: Iterable[tuple[str, datetime | None]]) -> str:
    """A sitemap of paths, each with the instant of its last change where that is known."""
    entries = "".join(f"<url><loc>{url}{path}</loc>{_lastmod(modified)}</url>" for path, modified in paths)
    return f"{_XML}<urlset {_SPACE}>{entries}</urlset>\n"


_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def _lastmod(modified: datetime | None) -> str:
    return f"<lastmod>{modified.astimezone(UTC).isoformat()}</lastmod>" if modified else ""


def _local(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%S")


def _gmt(instant: datetime) -> str:
    return _local(instant.astimezone(UTC))


def as_json(told: Any) -> bytes:
    """JSON as PHP writes it."""
    return json.dumps(told).replace("/", "\\/").encode()
