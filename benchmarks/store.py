"""What keeping costs: CPU seconds and wall time per 1,000 exchanges of 46 KB, appended and read back.

    python -m benchmarks.store [FOLDER]

Pages are those of the generated site. Each figure is the best and the median of eight rounds of 500, since a busy
machine inflates CPU time too.
"""

import gzip
import io
import statistics
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

from archive.catalog import Catalog
from archive.fixity.verify import verify
from archive.home import Home
from archive.model import Capture, Exchange
from archive.record import read_exchange
from archive.store import Store
from benchmarks.site import build

ROUNDS, SIZE, PAGE = 8, 500, 46_000
REQUEST = b"GET /bai HTTP/1.1\r\nHost: a.example\r\nUser-Agent: luuchieu\r\nAccept-Encoding: gzip\r\n\r\n"


def pages() -> list[bytes]:
    """Fifty pages of the generated site, cut or repeated to 46 KB."""
    with tempfile.TemporaryDirectory() as name:
        build(Path(name), 50)
        found = sorted(path for path in Path(name).rglob("*.html"))[:50]
        return [(path.read_bytes() * 2)[:PAGE] for path in found]


def exchanges(bodies: Sequence[bytes], head: bytes = b"") -> list[Exchange]:
    """One round's exchanges."""
    made = []
    for number in range(SIZE):
        body = bodies[number % len(bodies)]
        lines = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n%sContent-Length: %d\r\n\r\n" % (head, len(body))
        url = f"https://a.example/{number}"
        made.append(Exchange(url, "2026-11-22T01:25:17.000123Z", REQUEST, io.BytesIO(lines + body), 12, "192.0.2.1"))
    return made


def append(store: Store, wanted: Sequence[Exchange]) -> list[Capture]:
    """Append with 64 under way at any time, as a crawl does."""
    waiting: deque[Future[Capture]] = deque()
    kept = []
    for one in wanted:
        waiting.append(store.append(one))
        if len(waiting) == 64:
            kept.append(waiting.popleft().result())
    return kept + [future.result() for future in waiting]


def measured(what: str, work: Callable[[], object]) -> None:
    """Print CPU seconds per 1,000, best and median of all rounds, and how many a second in the best."""
    cpu, wall = [], []
    for _ in range(ROUNDS):
        began = time.process_time(), time.perf_counter()
        work()
        cpu.append((time.process_time() - began[0]) * 1000 / SIZE)
        wall.append((time.perf_counter() - began[1]) / SIZE)
    print(f"{what:<20} {min(cpu):6.3f} {statistics.median(cpu):6.3f} CPU s per 1,000  {1 / min(wall):7.0f} a second")


def measure(home: Home, name: str, wanted: Sequence[Exchange]) -> None:
    """Append, read back and verify one kind of exchanges."""
    with Store.open(home, name, {}) as store:
        kept = append(store, wanted)
        measured(f"{name}: append", lambda: append(store, wanted))
        measured(f"{name}: read back", lambda: [read_exchange(home.root, one.place) for one in kept])
    rounds = (ROUNDS + 1) * SIZE
    size = sum(path.stat().st_size for path in home.warc.rglob("*.open"))
    sent = sum(one.response.seek(0, 2) for one in wanted if one.response) / SIZE
    print(f"{name}: {size / rounds:.0f} bytes of WARC for {sent:.0f} on the wire")
    with Catalog(home.catalog) as catalog:
        began = time.process_time()
        assert list(verify(home, catalog)) == []
    print(f"{name}: verify {(time.process_time() - began) * 1000 / rounds:.3f} CPU s per 1,000")


def main(folder: Path) -> None:
    """Measure in two homes under `folder`."""
    bodies = pages()
    coded = [gzip.compress(body, 6) for body in bodies]
    measure(Home(folder / "gzip").create(), "gzip", exchanges(coded, b"Content-Encoding: gzip\r\n"))
    measure(Home(folder / "plain").create(), "plain", exchanges(bodies))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as scratch:
            main(Path(scratch))
