"""Start and stop the WordPress of the slow tests."""

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PACKAGES = [
    "wordpress",
    "wordpress-l10n",
    "wordpress-theme-twentytwentythree",
    "mariadb-server",
    "php-cli",
    "php-mysql",
    "php-gd",
    "php-xml",
    "php-mbstring",
]
# Without a theme, which Debian only recommends, a WordPress answers with empty pages.
THEME = Path("/usr/share/wordpress/wp-content/themes/twentytwentythree")
PROGRAMS = ["php", "mariadbd", "mariadb-install-db", "mariadb"]


@dataclass(frozen=True)
class WordPress:
    """A running site: its URL, its posts as written (url, title, published), and its folder for `php` scripts."""

    url: str
    posts: list[dict[str, Any]]
    root: Path
    address: str

    def php(self, code: str) -> str:
        """Run PHP inside WordPress, as a plugin would; returns what it printed."""
        script = self.root.parent / "edit.php"
        host = self.url.removeprefix("http://")
        script.write_text(
            f"<?php $_SERVER += ['HTTP_HOST' => '{host}', 'REQUEST_URI' => '/', 'REQUEST_METHOD' => 'GET'];"
            f" require '{self.root}/wp-load.php'; {code}"
        )
        return subprocess.run(["php", script], check=True, capture_output=True, text=True).stdout


def install() -> str | None:
    """Install Debian's packages where that is possible; a reason to skip where it is not."""
    if all(map(shutil.which, PROGRAMS)) and THEME.exists():
        return None
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return f"needs Debian's packages: apt-get install {' '.join(PACKAGES)}"
    subprocess.run(["apt-get", "update", "-q"], check=True, stdout=subprocess.DEVNULL)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(
        ["apt-get", "install", "-yq", "--no-install-recommends", *PACKAGES],
        check=True, stdout=subprocess.DEVNULL, env=environment,
    )  # fmt: skip
    return None


@contextmanager
def running(work: Path, posts: int, behind: str | None = None) -> Iterator[WordPress]:
    """A WordPress with so many Vietnamese posts, until the block ends.

    `behind` is the URL of a server that stands before it, by which it knows itself; it then answers at `address`.
    """
    address = f"http://127.0.0.1:{_free_port()}"
    url = behind or address
    root = work / "site"
    shutil.copytree("/usr/share/wordpress", root, symlinks=False, ignore_dangling_symlinks=True)
    configuration = (HERE / "config.php").read_text()
    with _database(work) as sock:
        (root / "wp-config.php").write_text(configuration.replace("SOCKET", str(sock)).replace("SITE_URL", url))
        made = subprocess.run(
            ["php", HERE / "seed.php", root, url, str(posts)], check=True, capture_output=True, text=True
        ).stdout
        with _server(root, address, work):
            yield WordPress(url, json.loads(made[made.index("[{") :]), root, address)


@contextmanager
def _database(work: Path) -> Iterator[Path]:
    data, sock = work / "db", work / "db.sock"
    user = ["--user=root"] if os.geteuid() == 0 else []
    subprocess.run(
        ["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal", *user],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    server = subprocess.Popen(
        ["mariadbd", "--no-defaults", f"--datadir={data}", f"--socket={sock}", "--skip-networking",
         "--innodb-flush-log-at-trx-commit=0", f"--log-error={work}/db.log", f"--pid-file={work}/db.pid", *user],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _until(lambda: _sql(sock, "CREATE DATABASE IF NOT EXISTS wordpress CHARACTER SET utf8mb4"), "MariaDB")
        yield sock
    finally:
        server.terminate()
        server.wait(30)


def _sql(sock: Path, statement: str) -> bool:
    command = ["mariadb", "--no-defaults", f"--socket={sock}", "-uroot", "-e", statement]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@contextmanager
def _server(root: Path, url: str, work: Path) -> Iterator[None]:
    with (work / "php.log").open("wb") as log:
        server = subprocess.Popen(
            ["php", "-S", url.removeprefix("http://"), "-t", root, HERE / "router.php"],
            stdout=log, stderr=log, env={**os.environ, "PHP_CLI_SERVER_WORKERS": "4"}, start_new_session=True,
        )  # fmt: skip
        try:
            _until(lambda: _listens(url), "PHP")
            yield
        finally:
            # The workers are children of the server that a signal to it alone would leave behind.
            os.killpg(server.pid, 15)
            server.wait(30)


def _listens(url: str) -> bool:
    host, port = url.removeprefix("http://").split(":")
    with socket.socket() as probe:
        return probe.connect_ex((host, int(port))) == 0


def _until(ready: Any, what: str) -> None:
    deadline = time.monotonic() + 60
    while not ready():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} was not ready within 60 s")
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
