"""Other people's replay tools show what was captured: pywb byte for byte, ReplayWeb.page in a real browser."""

import base64
import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from archive.catalog import Catalog
from archive.exchange.cdxj import cdxj, timestamp_of
from archive.exchange.choice import Choice
from archive.exchange.selection import Selection
from archive.exchange.wacz import write_wacz
from archive.fixity.keys import wacz_key
from archive.home import Home
from archive.http1 import entity, head_of
from archive.model import Capture
from archive.record import read_exchange
from pipelines.agency_file import parse_agency
from pipelines.reading.page import RULES
from pipelines.reread import reindex
from tests.archives import TOML, close_files, crawl_twice
from tests.readings import HOST

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = """--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update
    --disable-sync --no-first-run --remote-debugging-pipe --window-size=1000,900""".split()  # noqa: SIM905


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home").create()
    crawl_twice(home)
    reindex(home, [parse_agency("mau", TOML, "mau.toml")], RULES, workers=1)
    return home


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


# pywb


@pytest.fixture(scope="module")
def others(request: pytest.FixtureRequest) -> Path:
    """The programs of pywb and wacz, in an environment of their own that is kept between runs."""
    place = request.config.cache.mkdir("others")
    programs = place / "bin"
    if not (programs / "wayback").exists() or not (programs / "wacz").exists():
        venv.create(place, with_pip=True, clear=True)
        wanted = [programs / "python", "-m", "pip", "install", "--quiet", "pywb==2.10.0", "wacz==0.6.0"]
        if subprocess.run(wanted).returncode:
            pytest.skip("pywb and wacz cannot be installed here")
    return Path(programs)


@pytest.fixture
def wayback(home: Home, others: Path, tmp_path: Path) -> Iterator[str]:
    """Where pywb replays the archive's own files by the exported index."""
    collection = tmp_path / "pywb" / "collections" / "mau"
    (collection / "indexes").mkdir(parents=True)
    (collection / "archive").mkdir()
    for path in close_files(home):
        os.link(path, collection / "archive" / path.name)
    with Catalog.reader(home.catalog) as catalog:
        lines = "".join(f"{line}\n" for line in cdxj(catalog, Selection()))
    (collection / "indexes" / "index.cdxj").write_text(lines)
    port = free_port()
    command = [others / "wayback", "-b", "127.0.0.1", "-p", str(port)]
    with (tmp_path / "pywb.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=tmp_path / "pywb", stdout=log, stderr=log)
        try:
            wait_for(lambda: answers(port), 60)
            yield f"http://127.0.0.1:{port}/mau/"
        finally:
            server.terminate()
            server.wait()


def answers(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def wait_for(condition: Any, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.2)


def last_answer(ask: Any, expected: Any, seconds: float) -> Any:
    """What is answered last: what is expected, or whatever it is when the time is over."""
    deadline = time.monotonic() + seconds
    while (answer := ask()) != expected and time.monotonic() < deadline:
        time.sleep(0.2)
    return answer


class NotFollowing(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments: Any) -> None:
        return None


def replayed(base: str, capture: Capture) -> tuple[int, bytes]:
    opener = urllib.request.build_opener(NotFollowing)
    url = f"{base}{timestamp_of(capture.captured)}id_/{capture.url}"
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    try:
        with opener.open(request) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def archived(home: Home, catalog: Catalog, capture: Capture) -> tuple[int, bytes]:
    """Status and payload as they were on the wire; of a revisit, those of its original."""
    original = catalog.capture(capture.refers_to) if capture.refers_to else capture
    assert original is not None
    exchange = read_exchange(home.root, original.place)
    assert exchange.response is not None
    return head_of(exchange.response).status, entity(exchange.response).read()


def test_pywb_replays_every_page_byte_for_byte(home: Home, wayback: str):
    with Catalog.reader(home.catalog) as catalog:
        rows = catalog.select("SELECT record_id FROM captures WHERE kind <> 'failure' ORDER BY captured, record_id")
        captures = [catalog.capture(row["record_id"]) for row in rows]
        wanted = {(one.url, one.captured): archived(home, catalog, one) for one in captures}

    assert len(wanted) == 11
    assert {(one.url, one.captured): replayed(wayback, one) for one in captures} == wanted


# ReplayWeb.page


class Ranged(SimpleHTTPRequestHandler):
    """Files, also in part: replay reads a WACZ where it needs it."""

    def do_GET(self) -> None:
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        path = Path(self.translate_path(self.path))
        if asked is None or not path.is_file():
            super().do_GET()
            return
        size = path.stat().st_size
        first, last = int(asked[1]), min(int(asked[2] or size), size - 1)
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        self.send_header("Content-Length", str(last - first + 1))
        self.end_headers()
        self.wfile.write(path.read_bytes()[first : last + 1])

    def log_message(self, *arguments: Any) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Ranged, directory=str(folder)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Browser:
    """A headless Chromium that is spoken to over a pipe in the DevTools protocol."""

    def __init__(self, profile: Path) -> None:
        assert CHROMIUM
        from_us, self._to = os.pipe()
        self._from, to_us = os.pipe()
        # Chromium reads commands from descriptor 3 and answers on 4.
        script = 'read="$1" write="$2"; shift 2; eval "exec 3<&$read 4>&$write"; exec "$@"'
        command = ["bash", "-c", script, "bash", str(from_us), str(to_us), CHROMIUM, *FLAGS]
        self._process = subprocess.Popen(
            [*command, f"--user-data-dir={profile}", "about:blank"],
            pass_fds=(from_us, to_us),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(from_us)
        os.close(to_us)
        self._buffer, self._number, self._session = b"", 0, None
        target = next(one for one in self.call("Target.getTargets")["targetInfos"] if one["type"] == "page")
        attached = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        message |= {"sessionId": self._session} if self._session else {}
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "result" in answer, answer
                return answer["result"]

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            data = os.read(self._from, 1 << 20)
            assert data, "the browser has ended"
            self._buffer += data
        message, _, self._buffer = self._buffer.partition(b"\0")
        return json.loads(message)

    def ask(self, expression: str) -> Any:
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        return result["result"].get("value")

    def close(self) -> None:
        self.call("Browser.close")
        self._process.wait(20)
        os.close(self._to)
        os.close(self._from)


SHOWN = """(() => {
    const pages = (root) => [...root.querySelectorAll('*')].flatMap((one) => [
        ...(one.shadowRoot ? pages(one.shadowRoot) : []),
        ...(one.tagName === 'IFRAME' && one.contentDocument
            ? [one.contentDocument, ...pages(one.contentDocument)] : []),
    ]);
    const page = pages(document).find((one) => one.querySelector && one.querySelector('article h1'));
    if (!page) return null;
    const [title, image] = [page.querySelector('article h1'), page.querySelector('article img')];
    return JSON.stringify([title.textContent, getComputedStyle(title).color, image.complete && image.naturalWidth]);
})()"""


# What ReplayWeb.page noted when it checked the signature with Web Crypto.
SIGNATURE = """(async () => {
    const asked = (request) => new Promise((done) => { request.onsuccess = () => done(request.result); });
    for (const { name } of await indexedDB.databases()) {
        const base = await asked(indexedDB.open(name));
        if (!base.objectStoreNames.contains('verification')) continue;
        const noted = await asked(base.transaction('verification').objectStore('verification').get('signature'));
        if (noted) return noted.matched;
    }
    return null;
})()"""


def player(tmp_path: Path, url: str, captured: str) -> Path:
    """A folder with ReplayWeb.page and one page that embeds it, or a skip where npm has none."""
    if not shutil.which("npm"):
        pytest.skip("no npm here")
    packed = subprocess.run(["npm", "pack", "replaywebpage@2.4.6"], cwd=tmp_path, capture_output=True, text=True)
    if packed.returncode:
        pytest.skip("npm has no replaywebpage here")
    subprocess.run(["tar", "xzf", packed.stdout.split()[-1]], cwd=tmp_path, check=True)
    folder = tmp_path / "player"
    (folder / "replay").mkdir(parents=True)
    for name, place in (("ui.js", folder), ("sw.js", folder / "replay")):
        shutil.copy(tmp_path / "package" / name, place / name)
    embedded = f'<replay-web-page source="mau.wacz" url="{url}" ts="{timestamp_of(captured)}" embed="default">'
    (folder / "index.html").write_text(
        "<!doctype html><style>html, body, replay-web-page { height: 100% }</style>"
        f'<script src="ui.js"></script>{embedded}</replay-web-page>'
    )
    return folder


def keep(picture: str, name: str) -> None:
    """Screenshots, for whoever wants to see for themselves and names a folder."""
    folder = os.environ.get("LUUCHIEU_SCREENSHOTS")
    if folder:
        Path(folder, name).write_bytes(base64.b64decode(picture))


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
@pytest.mark.parametrize(
    ("path", "captured", "title"),
    [
        ("/tin-0/", "2026-03-01T02:00:00Z", "Tin về sông quê ta"),
        ("/tin-0/", "2026-03-02T02:00:00Z", "Tin về sông quê ta"),
        ("/tin-3/", "2026-03-02T02:00:00Z", "Tin về đầm quê ta"),
    ],
    ids=["response", "same-payload", "not-modified"],
)
def test_replaywebpage_shows_an_article_and_its_images(
    home: Home, tmp_path: Path, path: str, captured: str, title: str
):
    folder, expected = player(tmp_path, HOST + path, captured), [title, "rgb(170, 0, 0)", 300]
    with Catalog.reader(home.catalog) as catalog:
        write_wacz(home, catalog, Choice.of(catalog, Selection()), folder / "mau.wacz", "Mẫu", wacz_key(home))
    with served(folder) as base:
        browser = Browser(tmp_path / "profile")
        try:
            for _ in range(2):  # the player's service worker may miss the first page that it is asked for
                browser.call("Page.navigate", url=f"{base}/index.html")
                shown = last_answer(lambda: json.loads(browser.ask(SHOWN) or "null"), expected, 60)
                if shown == expected:
                    break
            is_signed = last_answer(lambda: browser.ask(SIGNATURE), True, 60)
        finally:
            picture = browser.call("Page.captureScreenshot", format="png")["data"]
            keep(picture, f"replay{path[1:-1]}-{captured[:10]}.png")
            browser.close()

    assert is_signed is True
    assert shown == expected


def test_wacz_validates(home: Home, others: Path, tmp_path: Path):
    path = tmp_path / "mau.wacz"
    with Catalog.reader(home.catalog) as catalog:
        write_wacz(home, catalog, Choice.of(catalog, Selection()), path, "Mẫu", wacz_key(home))

    done = subprocess.run([others / "wacz", "validate", "-f", path], capture_output=True, text=True)

    assert (done.returncode, "the passed WACZ is valid" in done.stdout) == (0, True), done.stdout + done.stderr
