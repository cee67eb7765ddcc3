"""What the texts of articles tell, once they are settled: documents and days they mention, and whose text it is too.

All of it is a function of the set of articles as they read now, whatever was told in which order: an article has
for candidates those eight that share most sentences with it, and kin are the pairs of which either has the other.
"""

import hashlib
from collections.abc import Callable, Iterable
from functools import lru_cache

from archive.catalog import Catalog
from archive.orthography import normal_form
from archive.sentences import kept
from archive.settling import Kept, Ledger
from archive.tellings import Kin, Subject, Tellings
from pipelines.mentions import find_mentions
from pipelines.reading.spoken import spoken_rows
from pipelines.settling.duplicates import relate
from pipelines.settling.fingerprints import fingerprint
from pipelines.settling.texts import Text

CANDIDATES = 8
# Two notices of one line that happen to agree are no republication.
_FEWEST_WORDS = 20
_BATCH = 50


def tell(catalog: Catalog) -> None:
    """Bring mentions, spoken dates and relations up to the articles, of all agencies, in short transactions."""
    while tell_some(catalog) or relate_some(catalog):
        pass


def tell_some(catalog: Catalog) -> bool:
    """Tell a batch of articles that are to be told, in one transaction; whether there were any."""
    with catalog.transaction():
        tellings = Tellings(catalog.connection)
        docids = tellings.pending(told=False, limit=_BATCH)
        for docid in docids:
            _tell(tellings, docid, Ledger(catalog.connection, "").kept)
    return bool(docids)


def tell_of(catalog: Catalog, agency: str, urls: Iterable[str], kept_of: Callable[[str], Kept]) -> None:
    """Tell the articles of some URLs, as far as they are to be told; `kept_of` has their readings at hand."""
    tellings = Tellings(catalog.connection)
    for docid in tellings.to_tell(agency, urls):
        _tell(tellings, docid, kept_of)


def _tell(tellings: Tellings, docid: int, kept_of: Callable[[str], Kept]) -> None:
    subject = tellings.subject(docid)
    if subject is None or subject.kind != "article":
        tellings.keep(docid, (), ())
        tellings.index(docid, None, 0, ())
        return
    mentions = find_mentions(f"{normal_form(subject.title or '')}\n{subject.text}")
    spoken = spoken_rows(kept_of(subject.source), subject.text, subject.published)
    tellings.keep(docid, [one.row for one in mentions], spoken)
    _index(tellings, docid, subject)


def _index(tellings: Tellings, docid: int, subject: Subject) -> None:
    if len(subject.text.split(maxsplit=_FEWEST_WORDS)) < _FEWEST_WORDS:
        tellings.index(docid, None, 0, ())
        return
    mark = fingerprint(subject.text)
    tellings.index(docid, mark.exact, _seal(subject.text), kept(mark.sentences, mark.masked))


def _seal(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


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
            tellings.done(docid)
    return bool(docids)


def kin_of(here: Text, there: Text) -> Kin:
    """How two texts relate, with how many sentences only one of them has."""
    relation = relate(here, there)
    ours, theirs = set(map(tuple, here.sentences)), set(map(tuple, there.sentences))
    return Kin(relation.kind, relation.score, len(ours - theirs), len(theirs - ours))
