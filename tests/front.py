"""A real nginx on loopback for the slow tests: static files, or what stands behind it; its log tells what was asked."""

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PROGRAM = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")

# A worker that root starts gives its rights up unless told otherwise, and tests' folders are their user's alone.
_USER = "user root; " if os.geteuid() == 0 else ""
_CONFIGURATION = """
{user}daemon off; pid {work}/nginx.pid; error_log {work}/error.log; worker_processes 1;
events {{ worker_connections 256; }}
http {{
  types {{ text/html html; text/css css; image/png png; application/xml xml; application/pdf pdf; text/plain txt; }}
  log_format counted '$status $request_length $bytes_sent $request_uri';
  access_log {work}/access.log counted;
  client_body_temp_path {work}/body; proxy_temp_path {work}/proxy; fastcgi_temp_path {work}/fastcgi;
  uwsgi_temp_path {work}/uwsgi; scgi_temp_path {work}/scgi;
  charset utf-8; gzip on; gzip_proxied any; gzip_types text/css application/xml application/rss+xml application/json;
  server {{ listen 127.0.0.1:{port}; include {work}/site.conf; }}
}}
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as the server saw it; `size` is what went over the wire for it, both ways, heads included."""

    path: str
    status: int
    size: int


@dataclass
class Front:
    """A running nginx."""

    url: str
    work: Path
    process: "subprocess.Popen[bytes]"
    _told: int = field(default=0)
    _marks: int = field(default=0)

    def configure(self, site: str, path: str, status: int) -> None:
        """Serve by another configuration of the site from now on: when this returns, `path` gives `status`."""
        (self.work / "site.conf").write_text(site)
        self.process.send_signal(signal.SIGHUP)
        _until(lambda: self._status(path) == status, f"{path} did not become {status}")
        self.asked()

    def asked(self) -> list[Asked]:
        """All requests since this was last called; those of this class itself are left out."""
        self._marks += 1
        mark = f"/.mark-{self._marks}"
        self._status(mark)  # one worker logs in the order of its answers: behind the mark nothing is outstanding
        _until(lambda: f"{mark}\n" in self._log(), f"nginx did not log {mark}")
        lines = self._log().splitlines()
        fresh, self._told = lines[self._told :], len(lines)
        found = [line.split(" ", 3) for line in fresh]
        return [
            Asked(path, int(status), int(received) + int(sent))
            for status, received, sent, path in found
            if not path.startswith("/.mark-")
        ]

    def _log(self) -> str:
        return (self.work / "access.log").read_text()

    def _status(self, path: str) -> int:
        request = urllib.request.Request(self.url + path, headers={"User-Agent": "mark"})
        try:
            with _OPENER.open(request) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            error.close()
            return error.code


class _NotFollowing(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: object) -> None:
        return None


_OPENER = urllib.request.build_opener(_NotFollowing)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def front(work: Path, site: str, port: int | None = None) -> Iterator[Front]:
    """nginx with `site` as the directives of its only server, until the block ends."""
    assert PROGRAM
    work.mkdir(parents=True, exist_ok=True)
    port = port or free_port()
    (work / "site.conf").write_text(site)
    (work / "nginx.conf").write_text(_CONFIGURATION.format(work=work, port=port, user=_USER))
    process = subprocess.Popen([PROGRAM, "-c", work / "nginx.conf", "-p", work], stderr=subprocess.DEVNULL)
    running = Front(f"http://127.0.0.1:{port}", work, process)
    try:
        _until(lambda: _listens(port), "nginx did not listen")
        yield running
    finally:
        process.terminate()
        process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _until(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(0.02)
