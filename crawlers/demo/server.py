"""The demo's site on a loopback port, answering as a web server with WordPress behind it would."""

import gzip
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from crawlers.demo.site import Answer, Site

_PACKED = ("text/", "application/json", "application/xml", "application/rss", "image/svg")
_LEAST = 256


@contextmanager
def served(site: Site) -> Iterator[Site]:
    """Serve the site until the block ends; its `url` says where. It may be edited meanwhile."""

    class Handler(_Handler):
        served = site

    with listening(Handler) as site.url:
        yield site


@contextmanager
def listening(handler: type[BaseHTTPRequestHandler], port: int = 0) -> Iterator[str]:
    """Answer on a loopback port, any if none is named, until the block ends; gives the URL."""
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    """GET and HEAD; keeps connections open."""

    served: Site
    protocol_version = "HTTP/1.1"
    server_version = "nginx"
    sys_version = ""
    # Head and body go out in two writes; without this the second waits for the client's delayed ACK.
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Answer with the body, or without it when the client has it already."""
        answer = self.served.answer(self.path)
        headers = {"Content-Type": answer.mime, **answer.headers, **_validators(answer)}
        if self._has_it(headers):
            self._send(304, headers, b"")
            return
        body = answer.body
        if len(body) >= _LEAST and answer.mime.startswith(_PACKED):
            headers["Vary"] = "Accept-Encoding"
            if "gzip" in self.headers.get("Accept-Encoding", ""):
                headers["Content-Encoding"] = "gzip"
                body = gzip.compress(body, 6, mtime=0)
        self._send(answer.status, headers, body)

    do_HEAD = do_GET  # noqa: N815

    def _has_it(self, headers: dict[str, str]) -> bool:
        if tag := self.headers.get("If-None-Match"):
            return tag == headers.get("ETag")
        since, modified = self.headers.get("If-Modified-Since"), headers.get("Last-Modified")
        return bool(since and modified and parsedate_to_datetime(modified) <= parsedate_to_datetime(since))

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The site's clock, not the machine's."""
        return format_datetime(self.served.today.astimezone(UTC), usegmt=True)

    def log_message(self, *_: Any) -> None:
        """Nothing: the demo's terminal is for its own story."""


def _validators(answer: Answer) -> dict[str, str]:
    if answer.modified is None:
        return {}
    tag = hashlib.sha256(answer.body).hexdigest()[:16]
    modified = format_datetime(answer.modified.astimezone(UTC).replace(microsecond=0), usegmt=True)
    return {"ETag": f'W/"{tag}"', "Last-Modified": modified}
