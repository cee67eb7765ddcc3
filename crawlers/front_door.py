"""The first step to a site that is to be added: its home page is had, or it is said what stands in the way."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import NamedTuple, get_args, get_type_hints

from archive.digests import digest
from archive.errors import UsageError
from archive.http1 import breaks_off, entity, head_of
from archive.model import Exchange
from archive.urls import fetch_key, host_of
from crawlers.capture_once import Fetch, RobotsRefusedError
from crawlers.robots import MAX_HOPS, redirect_of
from pipelines.agency import Agency, Tls
from pipelines.reading.answers import answer_of
from pipelines.reading.page import read_page

Visit = Callable[[Agency], AbstractContextManager[Fetch]]

_WITHOUT_TLS = "; a site without https is written http://…"
_WHERE_ELSE = "name the address at which the site begins, or try again later"
_CLOSED = re.compile(rb"</html\s*>", re.IGNORECASE)
_TAIL = 2000


class Entered(NamedTuple):
    """A site whose home page answered. The agency has the URL that it was found at, and accepts its TLS fault."""

    agency: Agency
    fetch: Fetch
    home: Exchange
    remarks: list[str]


@contextmanager
def enter(draft: Agency, visit: Visit) -> Iterator[Entered]:
    """Ask for the home page of a drafted agency, and let the rest of the site be looked at on the same visit.

    Raises UsageError when the home page cannot be had: no answer, a status that is none of success, half a page.
    """
    with visit(draft) as fetch:
        home = _answer(draft, fetch)
        fault = _tls_fault(home)
        if fault is None:
            yield _entered(draft, fetch, home)
            return
    accepting = replace(draft, tls=_overlooked(home.url, fault))
    told = f"TLS does not verify: {fault}. The file accepts this one fault; captures are marked so."
    with visit(accepting) as fetch:
        home = _answer(accepting, fetch)
        if other := _tls_fault(home):
            both = f"{fault.rstrip('.')}, and beyond that {other.rstrip('.')}"
            raise UsageError(f"{home.url}: TLS fails: {both}; an agency file can accept one fault only{_WITHOUT_TLS}")
        yield _entered(accepting, fetch, home, told)


def _answer(draft: Agency, fetch: Fetch) -> Exchange:
    """The answer to the home page's address, or to that where a page without words of its own refreshes to."""
    home = _fetched(draft.url, fetch)
    for _hop in range(MAX_HOPS):
        onward = _sent_on(draft, home)
        if onward is None:
            break
        if home.response:
            home.response.close()
        home = _fetched(onward, fetch)
    return home


def _fetched(url: str, fetch: Fetch) -> Exchange:
    try:
        return fetch(url)
    except RobotsRefusedError as error:
        raise UsageError(str(error)) from error


def _sent_on(draft: Agency, home: Exchange) -> str | None:
    reading = read_page(home, draft)
    return reading.canonical if reading.outcome == "stub" else None


def _tls_fault(home: Exchange) -> str | None:
    """The class of the TLS fault that the answer failed for, with OpenSSL's words for it."""
    return home.failure.detail if home.failure and home.failure.reason == "tls" else None


def _overlooked(url: str, fault: str) -> Tls:
    """The fault that the site has, to be accepted from now on, with its words as the reason."""
    name = fault.partition(":")[0]
    acceptable = [name for hint in get_args(get_type_hints(Tls)["accept"]) for name in get_args(hint)]
    if name not in acceptable:
        raise UsageError(f"{url}: TLS fails: {fault}; no agency file can accept that{_WITHOUT_TLS}")
    return Tls(accept=name, why=f"Noticed by `agency add`: {fault}")  # type: ignore[arg-type]


def _entered(draft: Agency, fetch: Fetch, home: Exchange, *remarks: str) -> Entered:
    if why := _why_not(draft, home) or _half(home, fetch):
        raise UsageError(why)
    told = [*remarks]
    if host_of(home.url) != host_of(draft.url):
        told.append(f"{draft.url} leads to {home.url}; the file names the latter")
    if (reading := read_page(home, draft)).outcome in ("stub", "unreadable"):
        told.append(f"{home.url} is no page of its own: {reading.reason}; {_WHERE_ELSE}")
    return Entered(replace(draft, url=fetch_key(home.url)), fetch, home, told)


def _why_not(draft: Agency, home: Exchange) -> str | None:
    """Why an answer is no home page, None when it is one: what an error page says is not about the agency."""
    onward = f"{draft.url} leads to {home.url}" if home.url != draft.url else ""
    if home.response is None:
        return f"{onward or home.url}: {_unreachable(draft, home)}"
    status, there = head_of(home.response).status, f"{onward}, which" if onward else home.url
    if redirect_of(home):
        return f"{there} answers {status} again after {MAX_HOPS} redirects, as in a circle: {_WHERE_ELSE}"
    if not 200 <= status < 300:
        return f"{there} answers {status}, which is no home page: {_WHERE_ELSE}"
    answer = answer_of(home)
    if answer.outcome:
        return f"{there} answers {status} with no page, but {answer.reason}: {_WHERE_ELSE}"
    if b"<" not in answer.data:
        return f"{there} answers {status} with no page, but what has no markup: {_WHERE_ELSE}"
    if target := _sent_on(draft, home):
        return f"{there} refreshes to {target} and does nothing else, as in a circle: {_WHERE_ELSE}"
    return None


def _half(home: Exchange, fetch: Fetch) -> str | None:
    """Why an answer is not the whole page; what closes its markup is, and what comes twice, whatever was announced."""
    how = home.truncated or ("its compression" if home.response and breaks_off(home.response) else None)
    if how is None or _CLOSED.search(answer_of(home).data[-_TAIL:]):
        return None
    if home.truncated == "disconnect" and _body(home) == _body(fetch(home.url)):
        return None
    return f"{home.url} answers with a page that breaks off ({how}): try again later"


def _body(answer: Exchange) -> str | None:
    return digest(entity(answer.response)) if answer.response else None


def _unreachable(draft: Agency, home: Exchange) -> str:
    failure = home.failure
    if failure is None:
        return "no response"
    allowed = ": add the site under that address" if draft.allow_private_address else ""
    hints = {"address-refused": allowed or " (--allow-private-address writes that)"}
    if home.url.startswith("https:"):
        hints |= dict.fromkeys(("connection-refused", "connection-lost"), _WITHOUT_TLS)
    detail = f": {failure.detail}" if failure.detail else ""
    return f"{failure.reason}{detail}{hints.get(failure.reason, '')}"
