"""What only several captures together can tell: articles, their versions and states, a site's chrome.

Rows of an article are a function of the set of its captures, readings and hints, never of the order they came in.
Settling looks at pending URLs, remembers the face each shows to others, marks whoever depends on a face that changed,
counts chrome where a host's sample changed, and then composes the articles that are pending.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from archive.agency_notes import file_in_force
from archive.aliases import set_aliases
from archive.articles import Change, drop_article, put_article
from archive.catalog import Catalog
from archive.settled import Article
from archive.settling import Ledger
from pipelines.agency import Agency
from pipelines.agency_names import names_of
from pipelines.reading.paging import continued_by
from pipelines.settling.changes import edits_of
from pipelines.settling.chrome import SAMPLE
from pipelines.settling.evidence import Evidence
from pipelines.settling.hinted import modified_of, published_of, title_of
from pipelines.settling.looking import look
from pipelines.settling.rulings import corrected
from pipelines.settling.shared import host_marks
from pipelines.settling.sights import live_sights, state_of
from pipelines.settling.telling import relate_some, tell_of, tell_some
from pipelines.settling.versions import versions_of

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
    while last := look(agency, catalog, last):
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
        if not urls:
            return []
        roots = _joined(evidence, urls)
        articles = _composed(evidence, agency.slug, roots)
        changes = [_put(evidence, catalog, agency.slug, url, article) for url, article in articles.items()]
        tell_of(catalog, agency.slug, articles, evidence.kept)
        evidence.ledger.composed(urls)
    return changes


def _joined(evidence: Evidence, urls: Sequence[str]) -> list[str]:
    """Have URLs join the articles that they belong to now; these articles, and those that they belonged to."""
    standings = evidence.standings(urls)
    articles = {url: evidence.neighbours.article_of(url) for url in urls}
    shown = {url: article if evidence.face(article).outcome else None for url, article in articles.items()}
    evidence.ledger.join({url: shown[url] for url, one in standings.items() if one.article != shown[url]})
    return sorted({*articles.values(), *(one.article for one in standings.values() if one.article)})


def _composed(evidence: Evidence, agency: str, urls: Sequence[str]) -> dict[str, Article | None]:
    """The articles of URLs by these, None where no capture shows one."""
    evidence.expect(urls)
    articles: dict[str, Article | None] = {}
    lent: dict[str, set[str]] = {}
    for url in urls:
        evidence.consulted.clear()
        articles[url] = article_from(evidence, agency, url)
        lent[url] = set(evidence.consulted)
    evidence.ledger.lend(lent)
    return articles


def _put(evidence: Evidence, catalog: Catalog, agency: str, url: str, article: Article | None) -> Change:
    if article is None:
        return drop_article(catalog.connection, agency, url)
    return put_article(catalog.connection, article, evidence.rulings(url))


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
    hints = evidence.hints(url)
    published = published_of(evidence.date(live[-1]), latest.capture, hints, live[-1].captured)
    modified = modified_of(latest, hints, live[-1].captured)
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
