"""The nouns of what is settled: what several captures together say of an article. Frozen, without behaviour."""

from dataclasses import dataclass
from typing import Literal

from archive.model import Precision


@dataclass(frozen=True, slots=True)
class Version:
    """A maximal run of consecutive captures that read the same: `capture` is the first of them, at `captured`.

    `source` is the response that the text came from: `capture` itself, or the record a revisit refers to.
    """

    captured: str
    capture: str
    source: str
    title: str | None
    text: str
    text_digest: str
    extractor: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One passage of an article that changed with the capture at `changed`; `before` or `after` is None for nothing.

    `kind` is what differs: the title, dates, other figures, names, or words; a changed publication date is a `date`.
    """

    changed: str
    kind: Literal["title", "date", "figures", "names", "text"]
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person decided about a URL, and why; `noted` and `note` are of the record that says so.

    `name` is `title`, `published`, `author`, `kind`, or `withheld`; without a `value` an earlier ruling is taken back.
    """

    name: str
    value: str | None
    who: str
    because: str
    noted: str
    note: str


@dataclass(frozen=True, slots=True)
class Article:
    """What all captures of one URL together say; `kind` is `page` for what is no news. Versions in order of time.

    `published_evidence` is JSON (text, where, capture, inferred_year); `latest` the capture whose reading the metadata
    came from. `continues` are the URLs of which one, if it is an article, is the one that this is a later page of.
    """

    agency: str
    url: str
    kind: Literal["article", "page"]
    published: str | None
    published_precision: Precision | None
    published_evidence: str | None
    modified: str | None
    author: str | None
    credited_source: str | None
    section: str | None
    lang: str | None
    state: Literal["live", "moved", "gone", "unreachable"]
    state_detail: str | None
    first_captured: str
    last_captured: str
    latest: str
    versions: tuple[Version, ...]
    attachments: tuple[str, ...] = ()
    continues: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()
