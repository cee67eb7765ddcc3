"""Looking at URLs: what each says by now is remembered, and whoever rests on what it says is composed again."""

import json
from collections.abc import Iterable, Mapping, Sequence

from archive.catalog import Catalog
from archive.settling import Ledger, Standing
from archive.urls import host_of, urlkey
from pipelines.agency import Agency
from pipelines.settling.chrome import sample_key
from pipelines.settling.evidence import Evidence
from pipelines.settling.identity import Face, face_of
from pipelines.settling.sights import Sight, document_sights, live_sights, matters_from
from pipelines.settling.versions import text_of

_BATCH = 64
_encode = json.JSONEncoder(ensure_ascii=False).encode


def look(agency: Agency, catalog: Catalog, after: str) -> str:
    """Look at a batch of pending URLs behind `after`, in one transaction; the last one, empty for none.

    What comes while others are looked at waits for the next settling if its turn was over.
    """
    with catalog.transaction():
        ledger = Ledger(catalog.connection, agency.slug)
        urls = ledger.pending(looked=False, limit=_BATCH, after=after)
        if urls:
            _look_at(Evidence(ledger), urls)
    return urls[-1] if urls else ""


def _look_at(evidence: Evidence, urls: Sequence[str]) -> None:
    ledger = evidence.ledger
    ledger.looked_at(urls)
    ledger.compose_again(ledger.borrowers(urls))
    evidence.see(urls)
    _keep_annexes(evidence, urls)
    for crawl, host in {(one.crawl, host_of(url)) for url in urls for one in evidence.sights(url) if _is_answer(one)}:
        ledger.compose_again(ledger.note_answer(crawl, host))
    old = ledger.standings(urls)
    new = {url: _standing(url, evidence.sights(url), old.get(url)) for url in urls}
    _remember(ledger, old, new)
    before = {url: matters_from(evidence.sights(url)) for url in urls}
    ledger.pass_over({url: instant for url, instant in before.items() if instant or url in old})
    resampled = [url for url in urls if _sampled(old.get(url)) != _sampled(new[url])]
    keys = sorted(((host_of(url), sample_key(url)) for url in resampled), reverse=True)
    for host, least in dict(keys).items():
        ledger.make_stale(host, least)


def _keep_annexes(evidence: Evidence, urls: Sequence[str]) -> None:
    """Keep the texts of the documents that URLs are now, and none of those that are none any more."""
    annexed = evidence.ledger.annexed(urls)
    for url in urls:
        if documents := document_sights(evidence.sights(url)):
            newest = evidence.kept(documents[-1].source or "")
            evidence.ledger.keep_annex(url, newest.capture, text_of(newest.blocks))
        elif url in annexed:
            evidence.ledger.keep_annex(url, "", "")


def _remember(ledger: Ledger, old: Mapping[str, Standing], new: Mapping[str, Standing]) -> None:
    """Remember what is new of URLs, and have all composed again that rests on those whose face changed.

    Those that claim a canonical URL come one by one, behind all others: whether a claim matters, the claims that were
    remembered before it tell.
    """
    changed = {url: standing for url, standing in new.items() if standing != old.get(url)}
    claimed = {url: _claimed(old.get(url)) | _claimed(standing) for url, standing in changed.items()}
    plain = {url: standing for url, standing in changed.items() if not claimed[url]}
    ledger.remember(plain)
    ledger.compose_again(_leading_to(ledger, [url for url in plain if _has_new_face(url, old, new)]))
    for url in filter(claimed.get, changed):
        ledger.remember({url: changed[url]})
        if _has_new_face(url, old, new):
            matter = [target for target in claimed[url] if _is_open(ledger, target, url)]
            ledger.compose_again(_leading_to(ledger, [url, *matter]))


def _standing(url: str, sights: list[Sight], old: Standing | None) -> Standing:
    """How a URL stands now; which article it belongs to is found out when it is composed."""
    face, live, article = _json_of(face_of(sights)), live_sights(sights), old.article if old else None
    if not live:
        return Standing(face, article)
    sample = sample_key(url) if live[-1].outcome == "article" else None
    return Standing(face, article, host_of(url), sample, live[-1].source)


def _json_of(face: Face) -> str:
    return _encode({name: getattr(face, name) for name in Face.__slots__})


def _sampled(standing: Standing | None) -> str | None:
    return standing.latest if standing and standing.sample else None


def _has_new_face(url: str, old: Mapping[str, Standing], new: Mapping[str, Standing]) -> bool:
    return url not in old or old[url].face != new[url].face


def _is_answer(sight: Sight) -> bool:
    # A host that is down behind its proxy may still serve robots.txt, and send from http to an https that has expired.
    sent_to_twin = sight.redirect is not None and urlkey(sight.redirect) == urlkey(sight.url)
    return 200 <= (sight.status or 0) < 400 and not sent_to_twin and not sight.url.endswith("/robots.txt")


def _leading_to(ledger: Ledger, urls: Iterable[str]) -> set[str]:
    """URLs, and all whose article or state may rest on their faces, through chains of redirects too."""
    found: set[str] = set()
    latest = set(urls)
    while latest:
        found |= latest
        latest = ledger.sources(latest) - found
    return found


def _claimed(standing: Standing | None) -> set[str]:
    """The canonical URL that a page names, if that is another one."""
    target = json.loads(standing.face)["elsewhere"] if standing else None
    return {target} if target else set()


def _is_open(ledger: Ledger, target: str, url: str) -> bool:
    """Whether a page's claim to a canonical URL can matter to others.

    Careless sites name one URL on all their pages; that must not compose all of them again for each.
    """
    there = ledger.standing(target)
    if there is None or json.loads(there.face)["outcome"] is None:
        return False
    titles = set()
    for one in ledger.sources([target]) - {url}:
        standing = ledger.standing(one)
        if standing and target in _claimed(standing):
            titles.add(json.loads(standing.face)["title"])
        if len(titles) > 1:
            return False
    return True
