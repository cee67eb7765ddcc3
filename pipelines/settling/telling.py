"""What the texts of articles tell, once they are settled: documents and days they mention, and whose text it is too.

All of it is a function of the set of articles as they read now, whatever was told in which order: an article has
for candidates those eight that share most sentences with it, and kin are the pairs of which either has the other.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from archive.catalog import Catalog
from archive.model import Block, Spoken
from archive.orthography import normal_form
from archive.sentences import kept
from archive.settled import Article
from archive.settling import Kept, Ledger
from archive.tellings import Kin, Subject, Tellings, Told
from pipelines.mentions import find_mentions
from pipelines.reading.spoken import day_of, spoken_in
from pipelines.settling.duplicates import relate
from pipelines.settling.evidence import Evidence
from pipelines.settling.fingerprints import fingerprint
from pipelines.settling.texts import Text

CANDIDATES = 8
# Two notices of one line that happen to agree are no republication.
_FEWEST_WORDS = 20
_BATCH = 50
# Lines of documents: some documents are books.
_MOST_BORROWED = 200


def tell(catalog: Catalog) -> None:
    """Bring mentions, spoken dates and relations up to the articles, of all agencies, in short transactions."""
    while tell_some(catalog) or relate_some(catalog):
        pass


def tell_some(catalog: Catalog) -> bool:
    """Tell a batch of articles that are to be told, in one transaction; whether there were any."""
    with catalog.transaction():
        tellings = Tellings(catalog.connection)
        docids = tellings.pending(told=False, limit=_BATCH)
        subjects = tellings.subjects(docids)
        kept_of = Evidence(Ledger(catalog.connection, "")).kept
        tellings.keep([_told(docid, subjects.get(docid), kept_of) for docid in docids])
    return bool(docids)


def tell_of(
    catalog: Catalog, agency: str, articles: Mapping[str, Article | None], kept_of: Callable[[str], Kept]
) -> None:
    """Tell articles as they were just written, by URL, as far as they are to be told; `kept_of` has their readings."""
    tellings = Tellings(catalog.connection)
    waiting = tellings.to_tell(agency, articles)
    if waiting:
        tellings.keep([_told(docid, _subject(articles[url]), kept_of) for docid, url in waiting.items()])


def _subject(article: Article | None) -> Subject | None:
    if article is None:
        return None
    newest = article.versions[-1]
    return Subject(article.kind, article.published, newest.title, newest.text, newest.text_digest, source=newest.source)


def _told(docid: int, subject: Subject | None, kept_of: Callable[[str], Kept]) -> Told:
    if subject is None or subject.kind != "article":
        return Told(docid)
    mentions = [one.row for one in find_mentions(f"{normal_form(subject.title or '')}\n{subject.text}")]
    spoken = list(_spoken(kept_of(subject.source), subject.text, subject.published))
    if len(subject.text.split(maxsplit=_FEWEST_WORDS)) < _FEWEST_WORDS:
        return Told(docid, mentions, spoken)
    mark = fingerprint(subject.text)
    return Told(docid, mentions, spoken, mark.exact, _seal(subject), kept(mark.sentences, mark.masked))


def _spoken(kept: Kept, text: str, published: str | None) -> Iterator[tuple[object, ...]]:
    """Rows of the dates in what the catalog shows of a reading: chrome left out, years from the article's own date.

    What the reading found holds where the page's own date is the article's; otherwise it is looked for again, and so
    it is in what the text has from documents.
    """
    shown = text.split("\n")
    own, lines = {block.text for block in kept.blocks}, set(shown)
    said = kept.published[0] if kept.published else None
    found = kept.spoken if day_of(said) == day_of(published) else None
    for one in spoken_in(kept.blocks, published) if found is None else found:
        if kept.blocks[one.block].text in lines:
            yield _row(one)
    borrowed = [Block(line, "") for line in shown if line not in own][:_MOST_BORROWED]
    yield from map(_row, spoken_in(borrowed, published))


def _row(one: Spoken) -> tuple[object, ...]:
    return (one.date, one.precision, one.inferred_year, one.text, one.sentence)


def _seal(subject: Subject) -> int:
    """A number of 60 bits that differs where title or text do: the first letters of their digest."""
    return int(subject.text_digest.removeprefix("sha256:")[:12], 36)


def relate_some(catalog: Catalog) -> bool:
    """Relate a batch of articles that are told, in one transaction; whether there were any."""
    with catalog.transaction():
        tellings = Tellings(catalog.connection)
        text_of = lru_cache(maxsize=256)(lambda docid: Text(tellings.text(docid)))
        docids = tellings.pending(told=True, limit=_BATCH)
        for docid in docids:
            known = tellings.known_kin(docid)
            near = tellings.nearest(docid, CANDIDATES)
            kin = {other: known.get(other) or kin_of(text_of(docid), text_of(other)) for other in near}
            tellings.set_kin(docid, kin)
        tellings.done(docids)
    return bool(docids)


def kin_of(here: Text, there: Text) -> Kin:
    """How two texts relate, with how many sentences only one of them has."""
    relation = relate(here, there)
    ours, theirs = set(map(tuple, here.sentences)), set(map(tuple, there.sentences))
    return Kin(relation.kind, relation.score, len(ours - theirs), len(theirs - ours))
