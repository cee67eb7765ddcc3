"""Frontiers in processes of their own: one that is killed while it works, one whose memory is measured.

`python -m tests.frontier_child FRONTIER LOG` crawls a site that exists only as numbers.
"""

import sys
import time
from pathlib import Path

from archive.clock import parse, stamp
from archive.model import Link
from crawlers.frontier.frontier import Frontier
from crawlers.frontier.tables import Lease

HOME = "https://cebid.vn/"
T = 1_800_000_000.0


def at(seconds: float) -> str:
    """The stamp of an instant so many seconds after T."""
    return stamp(parse("2027-01-15T08:00:00Z").fromtimestamp(T + seconds, parse("2027-01-15").tzinfo))


def page(name: str, priority: int = 5, cost: int = 1, kind: str = "page") -> Link:
    return Link(f"{HOME}{name}", kind, cost, priority)


SITE = 400
"""Pages of the site that the killed children crawl: page i links to 2i and 2i + 1, and to the home page."""


def crawl_until_killed(path: Path, log: Path) -> None:
    """What a crawl does with its frontier, as fast as it can; every acknowledged step is a line in `log`."""
    frontier = Frontier.open(path)
    notes = log.open("a", buffering=1)
    captured = {line.split()[1] for line in log.read_text().splitlines() if line.startswith("captured")}

    def finish(url: str) -> None:
        number = int(url.rpartition("-")[2])
        links = [Link(f"{HOME}trang-{i}", "page", 0, 2) for i in (1, 2 * number, 2 * number + 1) if i <= SITE]
        frontier.expanded(url, links, T)
        notes.write(f"expanded {url}\n")

    frontier.seed([Link(f"{HOME}trang-1", "page", 0, 0)], T)
    for lease in frontier.recover(lambda url, since: ("urn:uuid:1", since) if url in captured else None, T):
        finish(lease.url)
    while leases := frontier.lease(3, T):
        for lease in leases:
            notes.write(f"captured {lease.url}\n")
            frontier.captured(lease.url, "urn:uuid:1", at(0))
            finish(lease.url)
    notes.write("done\n")


def seconds_of(action, times):
    """CPU seconds of one call, of five batches the quickest: the machine's other work slows single ones down."""

    def batch():
        started = time.process_time()
        for _ in range(times // 5):
            action()
        return (time.process_time() - started) / (times // 5)

    return min(batch() for _ in range(5))


def fill(path: Path, n: int) -> None:
    """Measure a frontier with `n` pending URLs; prints name=value."""
    frontier = Frontier.open(path)
    for start in range(0, n, 500):
        frontier.add([page(f"chuyen-muc-{i % 97}/bai-viet-{i}.html", 2, 0) for i in range(start, start + 500)], 0, T)
    known = [page(f"chuyen-muc-{i % 97}/bai-viet-{i}.html", 2, 0) for i in range(n - 100, n)]
    leases: list[Lease] = []
    print(f"add_known_ms={seconds_of(lambda: frontier.add(known, 0, T), 300) * 1e3:.3f}")
    print(f"lease_ms={seconds_of(lambda: leases.extend(frontier.lease(1, T)), 1000) * 1e3:.3f}")
    waiting = iter(leases)
    print(
        f"captured_ms={seconds_of(lambda: frontier.captured(next(waiting).url, 'urn:uuid:1', at(0)), 1000) * 1e3:.3f}"
    )
    waiting = iter(leases)
    fresh = iter(range(n, 10 * n))

    def expand():
        new = [page(f"moi/bai-viet-{next(fresh)}.html", 2, 0) for _ in range(10)]
        frontier.expanded(next(waiting).url, [*known, *new], T)

    print(f"expand_ms={seconds_of(expand, 1000) * 1e3:.3f}")
    # Not ru_maxrss: that begins with the size of the process that started this one.
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    print(f"megabytes={int(peak.split()[1]) // 1024}")
    frontier.close()


if __name__ == "__main__":
    crawl_until_killed(Path(sys.argv[1]), Path(sys.argv[2]))
