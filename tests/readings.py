"""Captures and readings as rows, for tests that start behind the reader."""

from archive.catalog import Catalog
from archive.model import Block, Capture, Failure, Hint, Place, Published, Reading

AGENCY = "mau"
HOST = "https://mau.gov.vn"
RULES = "r1"
PATH = "html/body/main/p"


def capture_of(number, url, day=1, crawl=None, **fields):
    """Capture `number`, made in the crawl of a day of March 2026."""
    fields.setdefault("kind", "response")
    fields.setdefault("status", None if fields["kind"] == "failure" else 200)
    return Capture(
        id=f"urn:uuid:{number:08d}",
        agency=fields.pop("agency", AGENCY),
        crawl=crawl or f"crawl-{day}",
        url=url if url.startswith("http") else HOST + url,
        captured=f"2026-03-{day:02d}T03:00:{number % 60:02d}.{number:06d}Z",
        place=Place("warc/mau/a.warc.gz", number * 1000, 900),
        payload_digest=f"sha256:{number}",
        **fields,
    )


def failure_of(number, url, day=1, reason="timeout"):
    return capture_of(number, url, day, kind="failure", failure=Failure(reason, "no answer"))


def reading_of(capture, title, *lines, outcome="article", rules=RULES, **fields):
    """What the page said: lines of text at one path, or blocks."""
    blocks = tuple(line if isinstance(line, Block) else Block(line, PATH) for line in lines)
    return Reading(capture.id, rules, outcome, "said so", title=title, blocks=blocks, extractor="tay 1", **fields)


def published(value, precision="day"):
    return Published(value, precision, value, "meta article:published_time")


def hint_of(url, where="api", **fields):
    return Hint(HOST + url, where, **fields)


VIEWS = (
    "articles",
    "pages",
    "versions",
    "captures",
    "crawls",
    "urls",
    "attachments",
    "relations",
    "syndication",
    "mentions",
    "spoken_dates",
    "changes",
    "rulings",
    "withheld",
)


def all_views(catalog: Catalog):
    """Every row of every public view, in an order of its own."""
    return {view: sorted(map(repr, catalog.connection.execute(f"SELECT * FROM {view}"))) for view in VIEWS}
