"""The demo's articles as they were written: what the catalog is held against after the site has been crawled."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

_HERE = Path(__file__).parent
_LINK = re.compile(r"\[([^\]]+)\]\([^)]+\)")


@dataclass(frozen=True, slots=True)
class Written:
    """One article. `text` has paragraphs between blank lines, links as `[words](address)`; `credit` as it is printed.

    `kind` is WordPress's post type; `author` the account that posted, `signed` a name under the text. A table's rows
    are cells, a picture is a file and its caption, a file a name and its link's words, `document` that file's lines.
    """

    number: int
    slug: str
    title: str
    published: datetime
    modified: datetime
    category: str
    text: str
    kind: Literal["post", "van-ban"] = "post"
    author: str = "admin"
    signed: str | None = None
    credit: str | None = None
    source: str | None = None
    pictures: tuple[tuple[str, str], ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    file: tuple[str, str] | None = None
    document: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """Its path on the site."""
        return f"/{self.slug}/" if self.kind == "post" else f"/{self.kind}/{self.slug}/"

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs as written, with their links."""
        return [" ".join(part.split()) for part in self.text.split("\n\n") if part.strip()]

    @property
    def lines(self) -> list[str]:
        """All that a reader sees of the text: paragraphs without the addresses of links, captions, cells."""
        cells = [cell for row in self.table for cell in row]
        captions = [caption for _, caption in self.pictures]
        return [_LINK.sub(r"\1", one) for one in self.paragraphs] + captions + cells

    @property
    def expected_published(self) -> tuple[str, str]:
        """What the catalog should say, with its precision: documents show only their day, and no API tells more."""
        if self.kind == "post":
            return self.published.isoformat(), "second"
        return self.published.date().isoformat(), "day"

    @property
    def expected_author(self) -> str | None:
        """Who wrote it: the name under the text, else the account, unless that is the administrator's."""
        return self.signed or (self.author if self.author != "admin" else None)

    @property
    def expected_section(self) -> str | None:
        """The category that its page shows; documents show none."""
        return self.category if self.kind == "post" else None


def first_articles() -> list[Written]:
    """The articles with which the site opens, the oldest first."""
    tables = [table for path in sorted((_HERE / "articles").glob("*.toml")) for table in _tables(path)]
    tables.sort(key=lambda table: table["published"])
    return [_written(number, table) for number, table in enumerate(tables, 101)]


def later_article(number: int, published: datetime) -> Written:
    """The article that is published after the first crawl."""
    (table,) = _tables(_HERE / "later.toml")
    return _written(number, {**table, "published": published})


def _tables(path: Path) -> Iterator[dict[str, Any]]:
    file = tomllib.loads(path.read_text(encoding="utf-8"))
    for table in file["article"]:
        yield {"category": file["category"], **table}


def _written(number: int, table: dict[str, Any]) -> Written:
    frozen = {name: _frozen(value) for name, value in table.items()}
    return Written(**{"number": number, "modified": table["published"], **frozen})


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
