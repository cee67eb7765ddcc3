"""A site on loopback that notes who asked what and when, and answers as each test tells it to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from time import monotonic

from crawlers.demo.server import listening


@dataclass(frozen=True)
class Asked:
    """One request: the path with its query, the seconds it came and was answered at, its headers in lower case."""

    path: str
    came: float
    answered: float
    headers: dict[str, str]


@dataclass
class Reply:
    """What is answered; `headers` may say how long to wait, where to go, what to remember."""

    body: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class PoliteSite:
    """`answer(path, headers)` gives the reply to a request; `asked` holds them in the order they came."""

    answer: Callable[[str, dict[str, str]], Reply]
    asked: list[Asked] = field(default_factory=list)
    url: str = ""

    def paths(self) -> list[str]:
        return [each.path for each in self.asked]

    def of(self, path: str) -> list[Asked]:
        return [each for each in self.asked if each.path == path]

    @contextmanager
    def served(self) -> Iterator["PoliteSite"]:
        with listening(self._handler()) as self.url:
            yield self

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                came = monotonic()
                headers = {name.lower(): value for name, value in self.headers.items()}
                reply = site.answer(self.path, headers)
                body = reply.body.encode()
                self.send_response(reply.status)
                for name, value in {"Content-Type": "text/html; charset=utf-8", **reply.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                site.asked.append(Asked(self.path, came, monotonic(), headers))

            def log_message(self, *_: object) -> None:
                pass

        return Handler


def linked(*paths: str, head: str = "") -> Reply:
    """A page with these links."""
    links = "".join(f'<p><a href="{path}">Bài viết về {path}</a></p>' for path in paths)
    return Reply(f"<!doctype html><html lang='vi'><title>Trang mẫu</title>{head}<body>{links}</body></html>")
