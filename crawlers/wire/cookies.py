"""The cookies that sites issue, kept for the length of one crawl and sent back to where they came from.

Scrapy's own middleware asks a public host for its list of domain suffixes, blocking, at the first cookie that names
a domain; the standard library's strict policy refuses `.gov.vn` without asking anybody.
"""

from http.cookiejar import DefaultCookiePolicy

from scrapy import Request
from scrapy.http import Response
from scrapy.http.cookies import CookieJar


class Cookies:
    """One cookie jar a crawl."""

    def __init__(self) -> None:
        self._jar = CookieJar(policy=DefaultCookiePolicy(strict_domain=True))

    def give(self, request: Request) -> None:
        """Give the request the cookies of its site."""
        if len(self._jar):
            self._jar.add_cookie_header(request)

    def take(self, request: Request, response: Response) -> None:
        """Take what the response sets; the response itself goes on untouched."""
        self._jar.extract_cookies(response, request)
