"""The download handler against the wire: what a server got and sent is what an exchange holds, to the byte."""

import io
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from archive.http1 import decoded
from tests.odd_server import ODDITIES, Conversation, odd_server

ROOT = Path(__file__).parent.parent
Found = dict[str, tuple[int, dict[str, Any]]]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Found, dict[str, list[Conversation]]]:
    """What a Scrapy process captured of every odd path, and what the server saw."""
    folder = tmp_path_factory.mktemp("odd")
    with odd_server() as server:
        requests = [(server.url + path, odd.method, odd.meta) for path, odd in ODDITIES.items()]
        (folder / "in").write_bytes(pickle.dumps((requests, server.url)))
        command = [sys.executable, "-W", "error", "-m", "tests.odd_crawl", str(folder / "in"), str(folder / "out")]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=90)
        assert run.returncode == 0
        assert run.stderr == ""
        wire = {path: server.of(path) for path in ODDITIES}
    found = pickle.loads((folder / "out").read_bytes())
    return {url.removeprefix(server.url): (status, exchange) for url, status, exchange in found}, wire


@pytest.mark.parametrize("path", ODDITIES)
def test_exchange_is_the_wire(path: str, crawled: tuple[Found, dict[str, list[Conversation]]]) -> None:
    found, wire = crawled
    odd, (status, exchange), talks = ODDITIES[path], found[path], wire[path]
    talk = talks[-1]
    assert exchange["request"] == talk.request
    response = exchange["response"] or b""
    told = (status, exchange["truncated"], (exchange["failure"] or {}).get("reason"))
    assert told == (0 if odd.failure else odd.status, odd.truncated, odd.failure)
    captured = exchange["interim"] + response
    if odd.truncated in ("length", "disconnect"):
        assert response
        assert talk.sent.startswith(captured)
    else:
        assert captured == talk.sent
    if not odd.failure:
        assert exchange["interim"] == odd.interim
    if odd.payload is not None and not odd.failure:
        assert decoded(io.BytesIO(response), 64 << 20) == odd.payload


def test_connections_are_used_again(crawled: tuple[Found, dict[str, list[Conversation]]]) -> None:
    _found, wire = crawled
    assert len({talk.connection for talks in wire.values() for talk in talks}) < len(ODDITIES)
