"""What single values of an agency file may be; each check answers what is wrong, or None."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from archive.urls import fetch_key, host_of, refuse_login, resolve
from pipelines.agency import Agency, Host, Tls
from pipelines.discovery.scope import scope_of

Check = Callable[[Any], str | None]

_SCHEDULE = re.compile(r"adaptive|never|hourly|daily|weekly|\d*[1-9]\d*\s*[smhd]")


def _url(value: str) -> str | None:
    try:
        fetch_key(value)
    except ValueError:
        return "is no http or https URL"
    return None


def _url_or_path(value: str) -> str | None:
    return None if value.startswith("/") else _url(value)


def _host(value: str) -> str | None:
    try:
        bare = re.fullmatch(r"[^/?#@]+", value) and host_of(f"http://{value}/")
    except ValueError:
        bare = None
    return None if bare else "is no host name (write news.example.vn, without https://)"


def _regex(value: str) -> str | None:
    try:
        re.compile(value)
    except re.error as error:
        return f"is no regular expression ({error})"
    return None


def _selector(value: str) -> str | None:
    # Loaded here: few agencies need a selector, and every command reads an agency's file.
    from cssselect import SelectorError
    from lxml.cssselect import CSSSelector
    from lxml.etree import XPathError

    try:
        CSSSelector(value)
    except (SelectorError, XPathError) as error:
        return f"is no CSS selector ({error})"
    return None


def _pagination(value: str) -> str | None:
    if value.count("{n}") != 1:
        return "must hold {n} once, where the page's number goes (/page/{n}/)"
    return None


def _contact(value: str) -> str | None:
    plain = value.isascii() and value.isprintable() and not set("()") & set(value)
    return None if plain else "goes into the User-Agent header: write a URL or mail address in plain ASCII"


def _schedule(value: str) -> str | None:
    return None if _SCHEDULE.fullmatch(value) else "must be adaptive, hourly, daily, weekly, never or like 30m, 6h, 2d"


def _not_blank(value: str) -> str | None:
    return None if value.strip() else "must not be blank"


def _not_negative(value: float) -> str | None:
    return None if 0 <= value < float("inf") else "must not be negative, nor infinite"


_LONGEST_PAUSE = 3600


def _pause(value: float) -> str | None:
    return None if 0 <= value <= _LONGEST_PAUSE else f"must not be negative, nor longer than {_LONGEST_PAUSE} seconds"


def _positive(value: float) -> str | None:
    return None if 0 < value < float("inf") else "must be greater than zero, and finite"


CHECKS: Mapping[str, Check] = {
    "name": _not_blank,
    "url": _url,
    "contact": _contact,
    "seeds": _url_or_path,
    "hosts.name": _host,
    "article": _regex,
    "exclude": _regex,
    "schedule": _schedule,
    "discovery.feeds": _url_or_path,
    "discovery.sitemaps": _url_or_path,
    "discovery.listings": _url_or_path,
    "discovery.pagination": _pagination,
    "discovery.max_depth": _not_negative,
    "discovery.per_pattern": _positive,
    "politeness.delay": _pause,
    "politeness.concurrency": _positive,
    "politeness.max_crawl_delay": _pause,
    "politeness.timeout": _positive,
    "politeness.polls_per_day": _positive,
    "layouts.body": _selector,
    "layouts.title": _selector,
    "layouts.date": _selector,
    "layouts.drop": _selector,
    "layouts.drop_lines": _regex,
    "expect.min_articles": _not_negative,
    "expect.max_silent_days": _positive,
}


def idle_wish(agency: Agency) -> tuple[str, str] | None:
    """What an agency's file says to no effect: its key and why. None when there is nothing."""
    if agency.tls.why and not agency.tls.accept:
        return "tls.why", "stands without `accept`: nothing is accepted"
    if sum(layout.until is None for layout in agency.layouts) > 1:
        return "layouts", "has more than one table without `until`: only the first of them would ever be used"
    return _lost_seed(agency)


def _login(href: str) -> str | None:
    if "://" not in href:
        return None
    try:
        refuse_login(href)
    except ValueError as error:
        return f"cannot be used: {error}"
    return None


def _lost_seed(agency: Agency) -> tuple[str, str] | None:
    """What a crawl shall begin with and would never fetch: its key and why. None when there is nothing.

    A password in it, a pattern in `exclude` or its host keeps it out.
    """
    named = agency.discovery
    lists = {"seeds": agency.seeds, "feeds": named.feeds, "sitemaps": named.sitemaps, "listings": named.listings}
    ever = replace(agency, hosts=tuple(Host(host.name) for host in agency.hosts))  # one that ended was meant to end
    for key, hrefs in {"url": (agency.url,), **lists}.items():
        place = key if key in ("url", "seeds") else f"discovery.{key}"
        for url in hrefs:
            if wrong := _login(url):
                return place, wrong
        for url in (resolve(agency.url, href) or href for href in hrefs):
            if pattern := next((one for one in agency.exclude if re.search(one, url)), None):
                return place, f"names {url}, which {pattern!r} in `exclude` keeps out: it would never be fetched"
            if not scope_of(ever, None).own(url):
                return place, f"names {url}, whose host is not the agency's (see [[hosts]]): it would never be fetched"
    return None


def contradiction(cls: type[Any], values: Mapping[str, Any]) -> tuple[str, str] | None:
    """What two keys of one table say against each other: the key to look at, and why. None when nothing."""
    if cls is Tls and values.get("accept") and not values.get("why", "").strip():
        return "accept", "needs a `why` beside it: the archive must say why an unverified chain was accepted"
    if cls is Host and values.get("since") and values.get("until") and values["since"] > values["until"]:
        return "until", "lies before `since`"
    return None
