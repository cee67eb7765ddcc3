"""Strings that may tell when an article was published, and what they say once they are read."""

from dataclasses import dataclass
from typing import Literal

from archive.model import Published
from pipelines.dates.instants import Instant

Kind = Literal["named", "structured", "hint", "visible", "url", "dateline"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A string that may tell when the article was published, and where it stood.

    `where` becomes the evidence's: `meta article:published_time`, `visible .entry-date`. `near_title` is meant for
    visible ones. `text` is the whole text of the element with its label, for `url` the URL, for `dateline` the line.
    `captured` is when a hint's document was, where that is known. `path` is that of a visible line's element; `apart`
    says that it stands where sites have their clock, `above` that it stands above the title, `month_first` that its
    digits have the month first.
    """

    text: str
    where: str
    kind: Kind
    near_title: bool = False
    captured: str | None = None
    path: str = ""
    apart: bool = False
    month_first: bool = False
    above: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A candidate that was read: what it says and whether it speaks of a later change.

    `chosen` is the page's own date, where the page was read alone before; `is_counted` says that hours or minutes were
    counted back to it.
    """

    candidate: Candidate
    instant: Instant
    is_modified: bool
    is_labelled: bool
    chosen: Published | None = None
    is_counted: bool = False
