"""What the captures of one URL say about it over time: is it there, did it move, is it gone. Pure functions."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

from archive import clock

Seen = Literal["live", "missing", "redirect", "listing", "trouble", "other"]
State = Literal["live", "moved", "gone", "unreachable"]

_VIETNAM = timedelta(hours=7)
# Between the two looks that show an article gone: a fault around midnight shows on two days.
_APART = timedelta(hours=6)
# Whole segments only: an article may be titled *Hướng dẫn đăng nhập*.
_LOGIN = re.compile(r"/(?:wp-)?(?:log-?in|log-?on|sign-?in|dang-?nhap|sso)(?:\.\w+)?(?=/|$)", re.IGNORECASE)
_HOME = re.compile(
    r"/?|/(?:vi|en)(?:-[a-z]{2})?/?|/(?:[\w-]+/)?(?:index|default|home|trang-chu)(?:\.\w+)?/?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Sight:
    """One capture of a URL and what it was read as; a revisit is read as the record it refers to.

    `source` is the response that was read, `content` what tells its title and blocks from others'.
    """

    capture: str
    captured: str
    crawl: str
    url: str
    kind: str
    status: int | None = None
    redirect: str | None = None
    truncated: str | None = None
    failure: str | None = None
    source: str | None = None
    outcome: str | None = None
    title: str | None = None
    elsewhere: str | None = None
    content: str | None = None


def seen(sight: Sight) -> Seen:
    """What one capture says of its URL. A server that refuses or fails says nothing of the page: `trouble`."""
    status = sight.status or 0
    if sight.kind == "failure":
        return "trouble"
    if target_of(sight):
        return "redirect"
    if sight.outcome in ("stub", "unreadable"):
        return "trouble"
    if status in (404, 410) or sight.outcome == "soft-404":
        return "missing"
    if status >= 400:
        return "trouble"
    if sight.outcome in ("article", "page"):
        return "live"
    return "listing" if sight.outcome == "listing" else "other"


def target_of(sight: Sight) -> str | None:
    """Where a capture sends on, by its status or by a page that does nothing but refresh to another."""
    if (sight.status or 0) // 100 == 3 and sight.redirect:
        return sight.redirect
    return sight.elsewhere if sight.outcome == "stub" else None


def live_sights(sights: Sequence[Sight]) -> list[Sight]:
    """The captures that show the article. Truncated ones count only where there is no whole one."""
    live = [sight for sight in sights if seen(sight) == "live"]
    return [sight for sight in live if not sight.truncated] or live


def document_sights(sights: Sequence[Sight]) -> list[Sight]:
    """The captures that brought a document."""
    return [sight for sight in sights if sight.outcome == "attachment" and sight.source]


def matters_from(sights: Sequence[Sight]) -> str | None:
    """The time of the first of a URL's captures that any article or other URL rests on; None where all count.

    Of a URL that never showed an article nor a document, as feeds and listings do not, only what it says now matters.
    """
    if live_sights(sights) or document_sights(sights):
        return None
    telling = [sight for sight in sights if seen(sight) != "trouble"]
    return (telling or sights)[-1].captured if sights else None


def bare_host(url: str) -> str:
    """The host of a URL without `www.`, which many servers redirect to or from."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def is_home(url: str) -> bool:
    """Whether a URL is a site's front page, in either language."""
    parts = urlsplit(url)
    return not parts.query and _HOME.fullmatch(parts.path) is not None


def state_of(
    sights: Sequence[Sight], leads_nowhere: Callable[[str], bool], host_answered: Callable[[Sight], bool]
) -> tuple[State, str | None]:
    """State of an article and its reason or target, from all captures of its URL in order of time.

    `leads_nowhere(url)` says whether a redirect there means that the article was taken away; `host_answered(sight)`
    whether the host gave anything in the same crawl: the failure of a whole host changes no article.
    """
    state: tuple[State, str | None] = ("live", None)
    missing: dict[datetime, Sight] = {}
    for sight in sights:
        what = _meant(sight, leads_nowhere)
        if what == "live":
            state, missing = ("live", None), {}
        elif what == "redirect":
            state, missing = ("moved", target_of(sight)), {}
        elif what == "missing":
            missing[clock.parse(sight.captured)] = sight
            state = ("gone", _shown_gone(missing)) if _is_confirmed(list(missing)) else state
        elif what == "trouble" and state[0] in ("live", "unreachable") and host_answered(sight):
            state = ("unreachable", _words(sight))
    return state


def _meant(sight: Sight, leads_nowhere: Callable[[str], bool]) -> Seen:
    """What a capture says of its URL where a redirect may mean that there is nothing, or nothing without a password."""
    what, target = seen(sight), target_of(sight)
    if what != "redirect" or target is None:
        return what
    if _LOGIN.search(urlsplit(target).path):
        return "trouble"
    return "missing" if bare_host(target) == bare_host(sight.url) and leads_nowhere(target) else what


def _is_confirmed(times: Sequence[datetime]) -> bool:
    """One 404 may be an accident, and so may several in one night; one on another day, hours later, is not."""
    return _day(times[-1]) > _day(times[0]) and times[-1] - times[0] >= _APART


def _shown_gone(missing: Mapping[datetime, Sight]) -> str:
    first: dict[str, str] = {}
    for at, sight in missing.items():
        first.setdefault(_day(at), _words(sight))
    return "; ".join(f"{day}: {why}" for day, why in first.items())


def _day(at: datetime) -> str:
    return (at + _VIETNAM).date().isoformat()


def _words(sight: Sight) -> str:
    if sight.failure:
        return sight.failure
    if target := target_of(sight):
        return f"redirect to {target}"
    if sight.outcome in ("soft-404", "stub", "unreadable"):
        return str(sight.outcome)
    return f"HTTP {sight.status}"
