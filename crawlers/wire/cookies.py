"""The cookies that sites issue, kept for the length of one crawl and sent back to where they came from.

Scrapy's own middleware asks a public host for its list of domain suffixes, blocking, at the first cookie that names
a domain; the standard library's strict policy refuses `.gov.vn` without asking anybody. What Scrapy's jar takes for
text that is not UTF-8 it sends back as other bytes.
"""

import re
from collections.abc import Sequence
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, Self
from urllib.request import Request

from crawlers.wire.outgoing import can_go_back

_LONGEST = 4096 + len("=")
"""Bytes of name and value; browsers take no longer ones (RFC 6265bis), servers refuse requests that bring them."""
# Thirty years; the jar loses all cookies of an answer over one age that is no float.
_AGE = re.compile(rb"(;\s*max-age\s*=\s*)\+?(\d{9})[\d_]+", re.IGNORECASE)


class Cookies:
    """One cookie jar a crawl."""

    def __init__(self) -> None:
        self._jar = CookieJar(policy=DefaultCookiePolicy(strict_domain=True))

    def of(self, url: str) -> bytes | None:
        """The header with which a request for `url` gives the cookies of its site back; None where it has none."""
        if not len(self._jar):
            return None
        request = Request(url)
        self._jar.add_cookie_header(request)
        header = request.get_header("Cookie")
        return header.encode("utf-8", "surrogateescape") if header else None

    def take(self, url: str, given: Sequence[bytes]) -> None:
        """Take what the `Set-Cookie` headers of the answer of `url` set, without those that cannot go back."""
        self._jar.extract_cookies(_Answer(given), Request(url))  # type: ignore[arg-type]


class _Answer:
    """Of an answer, what the jar asks for."""

    def __init__(self, given: Sequence[bytes]) -> None:
        fit = [one for one in given if can_go_back(one) and len(one.partition(b";")[0]) <= _LONGEST]
        self._given = [_AGE.sub(rb"\1\2", one).decode("utf-8", "surrogateescape") for one in fit]

    def info(self) -> Self:
        return self

    def get_all(self, name: str, default: Any) -> Any:
        return self._given if name == "Set-Cookie" else default
