"""The first step to a site that is to be added: its home page is had, or it is said what stands in the way."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import NamedTuple, get_args, get_type_hints

from archive.errors import UsageError
from archive.http1 import head_of
from archive.model import Exchange
from archive.urls import fetch_key, host_of
from crawlers.capture_once import Fetch, RobotsRefusedError
from pipelines.agency import Agency, Tls

Visit = Callable[[Agency], AbstractContextManager[Fetch]]

_WITHOUT_TLS = "; a site without https is written http://…"


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
    try:
        return fetch(draft.url)
    except RobotsRefusedError as error:
        raise UsageError(str(error)) from error


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
    if why := _why_not(draft, home):
        raise UsageError(f"{draft.url} leads to {why}" if home.url != draft.url else why)
    told = [*remarks]
    if host_of(home.url) != host_of(draft.url):
        told.append(f"{draft.url} leads to {home.url}; the file names the latter")
    return Entered(replace(draft, url=fetch_key(home.url)), fetch, home, told)


def _why_not(draft: Agency, home: Exchange) -> str | None:
    """Why an answer is no home page, None when it is one: what an error page says is not about the agency."""
    if home.response is None:
        return _unreachable(draft, home)
    status = head_of(home.response).status
    if not 200 <= status < 300:
        where = "name the address at which the site begins, or try again later"
        return f"{home.url} answers {status}, which is no home page: {where}"
    if home.truncated:
        return f"{home.url} answers {status} with a page that breaks off ({home.truncated}): try again later"
    return None


def _unreachable(draft: Agency, home: Exchange) -> str:
    failure = home.failure
    if failure is None:
        return f"{home.url}: no response"
    hints = {"address-refused": " (--allow-private-address writes that)"}
    if draft.allow_private_address and host_of(home.url) != host_of(draft.url):
        hints["address-refused"] = ". Only the host that you name is allowed: add the site under that address"
    if home.url.startswith("https:"):
        hints |= dict.fromkeys(("connection-refused", "connection-lost"), _WITHOUT_TLS)
    detail = f": {failure.detail}" if failure.detail else ""
    return f"{home.url}: {failure.reason}{detail}{hints.get(failure.reason, '')}"
