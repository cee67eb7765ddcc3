"""The captures that go into an export: by agency and period or by what a query finds, with what their replay needs."""

from collections.abc import Iterable, Iterator
from typing import Self

from archive.catalog import Catalog
from archive.exchange.selection import CHOSEN, Selection
from archive.model import Capture
from archive.rows import CAPTURE_COLUMNS, capture_of

_ADD = "INSERT OR IGNORE INTO temp.chosen SELECT id FROM capture WHERE"
# An article's own pages and redirects, its attachments, and what its site is drawn with.
_OF_ARTICLE = f"""{_ADD} {CHOSEN} AND EXISTS (
    SELECT 1 FROM standing s WHERE s.agency = capture.agency AND s.url = capture.url
        AND s.agency = :of AND s.article = :article)"""
_BELONGING = f"""{_ADD} kind <> 'failure' AND agency = :of
    AND url IN (SELECT url FROM attachment WHERE agency = :of AND article = :article)
    AND (agency, url) NOT IN (SELECT agency, url FROM withheld)"""
_DRAWING = f"""{_ADD} kind <> 'failure' AND status < 400 AND agency IN (
        SELECT DISTINCT c.agency FROM temp.chosen t JOIN capture c ON c.id = t.id)
    AND (mime IN ('text/css', 'text/javascript', 'application/javascript', 'application/x-javascript')
         OR mime LIKE 'font/%' OR mime LIKE 'application/%font%')"""
_ORIGINALS = """INSERT OR IGNORE INTO temp.chosen
    SELECT o.id FROM temp.chosen t JOIN capture c ON c.id = t.id JOIN capture o ON o.id = c.refers_to"""
# One page for each version, at the first of its captures that is chosen.
_PAGES = """SELECT c.url, min(c.captured), v.title, v.text
    FROM temp.chosen t JOIN capture c ON c.id = t.id
    JOIN standing s ON s.agency = c.agency AND s.url = c.url
    JOIN version v ON v.agency = s.agency AND v.url = s.article AND v.position = (
        SELECT max(w.position) FROM version w
        WHERE w.agency = s.agency AND w.url = s.article AND w.captured <= c.captured)
    WHERE c.kind = 'revisit' OR c.status = 200
    GROUP BY v.agency, v.url, v.position ORDER BY v.agency, v.url, v.position"""


class Choice:
    """Captures chosen in one catalog; the choice lies in a temporary table of its connection."""

    def __init__(self, catalog: Catalog) -> None:
        """Begin with none chosen."""
        self._connection = catalog.connection
        # An archive has millions of captures; the choice spills to disk.
        self._connection.execute("PRAGMA temp_store = FILE")
        self._connection.execute("DROP TABLE IF EXISTS temp.chosen")
        self._connection.execute("CREATE TEMP TABLE chosen (id TEXT PRIMARY KEY) WITHOUT ROWID")

    @classmethod
    def of(cls, catalog: Catalog, selection: Selection) -> Self:
        """All captures of an agency and a period, and the originals that its revisits refer to."""
        choice = cls(catalog)
        choice._connection.execute(f"{_ADD} {CHOSEN}", selection.parameters)
        choice._connection.execute(_ORIGINALS)
        return choice

    @classmethod
    def of_articles(cls, catalog: Catalog, articles: Iterable[tuple[str, str]], selection: Selection) -> Self:
        """What was captured of articles (agency, URL) in a period: pages, redirects to them, originals.

        Of any time come their attachments and the style sheets, scripts and fonts of their sites.
        """
        choice = cls(catalog)
        for agency, url in articles:
            parameters = {**selection.parameters, "of": agency, "article": url}
            choice._connection.execute(_OF_ARTICLE, parameters)
            choice._connection.execute(_BELONGING, parameters)
        choice._connection.execute(_DRAWING)
        choice._connection.execute(_ORIGINALS)
        return choice

    def captures(self) -> Iterator[Capture]:
        """The captures chosen, in the order in which they lie in the WARC files."""
        query = f"""SELECT {CAPTURE_COLUMNS} FROM capture WHERE id IN (SELECT id FROM temp.chosen)
            ORDER BY warc_file, warc_offset"""
        return map(capture_of, self._connection.execute(query))

    def pages(self) -> Iterator[tuple[str, str, str | None, str]]:
        """URL, time, title and text of every version of an article or page that has a capture here."""
        return iter(self._connection.execute(_PAGES))
