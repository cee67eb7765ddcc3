"""What only several captures together can tell: articles, their versions and states, a site's chrome.

Rows of an article are a function of the set of its captures, readings and hints, never of the order they came in.
Settling looks at pending URLs, remembers the face each shows to others, marks whoever depends on a face that changed,
counts chrome where a host's sample changed, and then composes the articles that are pending.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise

from archive.agency_notes import file_in_force
from archive.aliases import set_aliases
from archive.articles import Change, drop_article, put_article
from archive.catalog import Catalog
from archive.model import Article
from archive.settling import Ledger, Standing
from archive.urls import host_of, urlkey
from pipelines.agency import Agency
from pipelines.agency_names import names_of
from pipelines.reading.paging import continued_by
from pipelines.settling.changes import edits_of
from pipelines.settling.chrome import SAMPLE, sample_key
from pipelines.settling.evidence import Evidence
from pipelines.settling.hinted import modified_of, published_of, title_of
from pipelines.settling.identity import Face, face_of
from pipelines.settling.rulings import corrected
from pipelines.settling.shared import host_marks
from pipelines.settling.sights import Sight, document_sights, live_sights, matters_from, state_of
from pipelines.settling.telling import relate_some, tell_of, tell_some
from pipelines.settling.versions import text_of, versions_of

_BATCH = 64
_encode = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Settled:
    """How many articles and pages a settling made, gave a version, changed otherwise, or took away."""

    new: int = 0
    versions: int = 0
    changed: int = 0
    dropped: int = 0


def settle(agency: Agency, catalog: Catalog) -> Settled:
    """Bring the agency's articles up to what its captures and readings say, in short transactions.

    Whatever was added in whatever order and however often this was called between: the rows are the same.
    A killed settling is carried on by the next.
    """
    changes = Counter(chain.from_iterable(steps(agency, catalog)))
    return Settled(changes["new"], changes["version"], changes["changed"], changes["dropped"])


def steps(agency: Agency, catalog: Catalog) -> Iterator[list[Change]]:
    """The transactions of `settle`, one each time the next is asked for, with what it did to articles.

    Each takes about a tenth of a second at most, so that whoever else has rows to write need not wait for all.
    """
    last = ""
    while last := _look(agency, catalog, last):
        yield []
    for host in Ledger(catalog.connection, agency.slug).stale_hosts():
        _count_chrome(agency, catalog, host)
        yield []
    while composed := _compose(agency, catalog):
        yield composed
    _name(agency, catalog)
    while tell_some(catalog) or relate_some(catalog):
        yield []


def _name(agency: Agency, catalog: Catalog) -> None:
    """Keep by what names the agency is credited, as its file said when it was last crawled."""
    with catalog.transaction():
        said = file_in_force(catalog.connection, agency.slug)
        set_aliases(catalog.connection, agency.slug, names_of(agency.slug, said) if said else ())


def _look(agency: Agency, catalog: Catalog, after: str) -> str:
    """Look at a batch of URLs, mark all that depends on those whose face changed; the last one, empty for none.

    What comes while others are looked at waits for the next settling if its turn was over.
    """
    with catalog.transaction():
        evidence = Evidence(Ledger(catalog.connection, agency.slug))
        urls = evidence.ledger.pending(looked=False, limit=_BATCH, after=after)
        evidence.ledger.looked_at(urls)
        standings = evidence.ledger.standings(urls)
        for url in urls:
            _look_at(evidence, url, standings.get(url))
    return urls[-1] if urls else ""


def _look_at(evidence: Evidence, url: str, old: Standing | None) -> None:
    ledger, sights = evidence.ledger, evidence.sights(url)
    ledger.compose_again(ledger.borrowers(url))
    ledger.keep_annex(url, *_annex(evidence, sights))
    new = _standing(url, sights)
    for crawl in {sight.crawl for sight in sights if _is_answer(sight)}:
        evidence.note_answer(crawl, host_of(url))
    is_news = old is None or (old.face, old.latest) != (new.face, new.latest)
    if is_news:
        ledger.remember(url, new if old is None else _with_article(new, old.article))
    if (before := matters_from(sights)) or not is_news:
        ledger.pass_over(url, before)
    if _sampled(old) != _sampled(new):
        ledger.make_stale(host_of(url), sample_key(url))
    if old is None or old.face != new.face:
        ledger.compose_again(_dependants(ledger, url, [old, new]))


def _annex(evidence: Evidence, sights: list[Sight]) -> tuple[str, str]:
    """The capture and the text of the document that a URL is now; nothing where it is none."""
    documents = document_sights(sights)
    if not documents:
        return "", ""
    newest = evidence.kept(documents[-1].source or "")
    return newest.capture, text_of(newest.blocks)


def _standing(url: str, sights: list[Sight]) -> Standing:
    face, live = _json_of(face_of(sights)), live_sights(sights)
    if not live:
        return Standing(face)
    sample = sample_key(url) if live[-1].outcome == "article" else None
    return Standing(face, None, host_of(url), sample, live[-1].source)


def _json_of(face: Face) -> str:
    return _encode({name: getattr(face, name) for name in Face.__slots__})


def _with_article(standing: Standing, article: str | None) -> Standing:
    return Standing(standing.face, article, standing.host, standing.sample, standing.latest)


def _sampled(standing: Standing | None) -> str | None:
    return standing.latest if standing and standing.sample else None


def _is_answer(sight: Sight) -> bool:
    # A host that is down behind its proxy may still serve robots.txt, and send from http to an https that has expired.
    sent_to_twin = sight.redirect is not None and urlkey(sight.redirect) == urlkey(sight.url)
    return 200 <= (sight.status or 0) < 400 and not sent_to_twin and not sight.url.endswith("/robots.txt")


def _dependants(ledger: Ledger, url: str, standings: Iterable[Standing | None]) -> set[str]:
    """All URLs whose article or state may rest on the face of this one, through chains of redirects too."""
    found: set[str] = set()
    waiting = [url, *(one for one in map(_canonical, standings) if one and _is_open(ledger, one, url))]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += ledger.sources(one)
    return found


def _canonical(standing: Standing | None) -> str | None:
    return json.loads(standing.face)["elsewhere"] if standing else None


def _is_open(ledger: Ledger, target: str, url: str) -> bool:
    """Whether a page's claim to a canonical URL can matter to others.

    Careless sites name one URL on all their pages; that must not compose all of them again for each.
    """
    there = ledger.standing(target)
    if there is None or json.loads(there.face)["outcome"] is None:
        return False
    titles = set()
    for one in ledger.sources(target):
        standing = ledger.standing(one) if one != url else None
        if _canonical(standing) == target and standing:
            titles.add(json.loads(standing.face)["title"])
        if len(titles) > 1:
            return False
    return True


def _count_chrome(agency: Agency, catalog: Catalog, host: str) -> None:
    """Count chrome where the sample changed; when that changes the marks, all texts of the host are composed again."""
    ledger = Ledger(catalog.connection, agency.slug)
    with catalog.transaction():
        sample = ledger.sample(host, SAMPLE)
        marks = host_marks(sample)
        if marks != ledger.marks(host):
            ledger.compose_again(ledger.urls_of_host(host))
        ledger.set_marks(host, marks, sample[-1].key if len(sample) == SAMPLE else None)


def _compose(agency: Agency, catalog: Catalog) -> list[Change]:
    """Compose the articles of a batch of URLs, and what their texts tell by themselves."""
    with catalog.transaction():
        evidence = Evidence(Ledger(catalog.connection, agency.slug))
        urls = evidence.ledger.pending(looked=True, limit=_BATCH)
        standings = evidence.standings(urls)
        roots = {one.article for one in standings.values() if one.article}
        for url in urls:
            article = evidence.neighbours.article_of(url)
            joined = article if evidence.face(article).outcome else None
            if url in standings and standings[url].article != joined:
                evidence.ledger.join(url, joined)
            roots.add(article)
        changes = [_compose_article(evidence, catalog, agency.slug, root) for root in sorted(roots)]
        tell_of(catalog, agency.slug, roots, evidence.kept)
        evidence.ledger.composed(urls)
    return changes if urls else []


def _compose_article(evidence: Evidence, catalog: Catalog, agency: str, url: str) -> Change:
    evidence.consulted.clear()
    composed = article_from(evidence, agency, url)
    evidence.ledger.lend(url, evidence.consulted)
    if composed is None:
        return drop_article(catalog.connection, agency, url)
    return put_article(catalog.connection, composed, evidence.rulings(url))


def article_from(evidence: Evidence, agency: str, url: str) -> Article | None:
    """The article of a URL, or None where no capture shows one."""
    members = [one for one in evidence.members(url) if one == url or evidence.neighbours.is_twin(one, url)]
    if url not in members:
        return None
    sights = sorted(
        (sight for one in members for sight in evidence.sights(one)), key=lambda one: (one.captured, one.capture)
    )
    live = live_sights(sights)
    if not live:
        return None
    later = {sight.capture: after.captured for sight, after in pairwise(live)} | {live[-1].capture: None}
    latest = evidence.kept(live[-1].source or "")
    hints = [hint for one in evidence.members(url) for hint in evidence.ledger.hints(one)]
    published = published_of(evidence.date(live[-1]), latest.capture, hints, live[-1].captured)
    modified = modified_of(latest, hints)
    state, detail = state_of(evidence.own_sights(url), evidence.neighbours.leads_nowhere, evidence.host_answered)
    announced = any(hint.hint.where in ("api", "feed") for hint in hints)
    versions = versions_of(live, lambda sight: evidence.prose(sight, title_of(hints), later[sight.capture]))
    composed = Article(
        agency=agency,
        url=url,
        # What the site itself announces as news is news, though its page bears no date.
        kind="article" if announced or live[-1].outcome == "article" else "page",
        published=published.value,
        published_precision=published.precision,
        published_evidence=published.evidence,
        modified=modified,
        author=latest.author,
        credited_source=latest.credited_source,
        section=latest.section,
        lang=latest.lang,
        state=state,
        state_detail=detail,
        first_captured=live[0].captured,
        last_captured=live[-1].captured,
        latest=latest.capture,
        versions=tuple(versions),
        attachments=evidence.attachments(latest),
        continues=_continued(url, latest.previous),
        edits=edits_of(versions, evidence.dates(live)),
    )
    return corrected(composed, evidence.rulings(url))


def _continued(url: str, previous: str | None) -> tuple[str, ...]:
    """The URLs of which an article may be a later page; rel=prev comes last, since blogs say so of other articles."""
    return tuple(one for one in dict.fromkeys((*continued_by(url), *([previous] if previous else ()))) if one != url)
