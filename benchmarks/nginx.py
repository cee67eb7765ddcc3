"""nginx on loopback for one folder of static files."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_CONFIGURATION = """
daemon off; pid {work}/nginx.pid; error_log {work}/error.log; worker_processes 1;
events {{ worker_connections 256; }}
http {{
  types {{ text/html html; application/xml xml; text/plain txt; application/pdf pdf; }}
  access_log {work}/access.log; client_body_temp_path {work}/body; proxy_temp_path {work}/proxy;
  fastcgi_temp_path {work}/fastcgi; uwsgi_temp_path {work}/uwsgi; scgi_temp_path {work}/scgi;
  sendfile on; keepalive_requests 100000; charset utf-8;
  server {{ listen 127.0.0.1:{port}; root {root}; gzip_static on; }}
}}
"""


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(root: Path, work: Path) -> Iterator[str]:
    """Serve `root`; yields the site's URL without a trailing slash. Needs the `nginx` program."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not program:
        raise SystemExit("the benchmark serves its site with nginx: install it (Debian: apt-get install nginx wget)")
    port = free_port()
    work.mkdir(parents=True, exist_ok=True)
    file = work / "nginx.conf"
    file.write_text(_CONFIGURATION.format(work=work, root=root, port=port))
    process = subprocess.Popen([program, "-c", str(file), "-p", str(work)], stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise SystemExit(f"nginx did not listen on port {port} within 10 s")
