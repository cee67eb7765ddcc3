"""A process that appends to the archive until it is killed, and prints what was acknowledged.

    python -m tests.appender HOME START

Each line is a capture's id, its URL and the SHA-256 of its response; URLs number on from START.
"""

import gzip
import hashlib
import random
import sys
from collections import deque
from itertools import count
from pathlib import Path

from archive.home import Home
from archive.model import Exchange, Failure
from archive.store import Store
from tests.exchanges import content, exchange


def any_exchange(number: int) -> Exchange:
    """An exchange of its own for each number: plain, coded, chunked, large, truncated or failed."""
    chance = random.Random(number)
    body = chance.randbytes(chance.choice([0, 30, 3000, 3000, 3000, 3000, 3000, 70_000]))
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body) if body else b"0\r\n\r\n"
    return chance.choice(
        [
            exchange(str(number), body.hex().encode()),
            exchange(str(number), gzip.compress(body), b"Content-Encoding: gzip\r\n"),
            exchange(str(number), chunked, b"Transfer-Encoding: chunked\r\n"),
            exchange(str(number), body, truncated="disconnect"),
            exchange(str(number), response=None, failure=Failure("timeout", "no answer in 180 s")),
        ]
    )


def sha256(one: Exchange) -> str:
    """A digest of all that an exchange holds."""
    return hashlib.sha256(repr(content(one)).encode()).hexdigest()


def main(home: Path, start: int) -> None:
    """Append for ever, a few dozen at once."""
    store = Store.open(Home(home).create(), "cebid", {"operator": "test"}, max_size=4_000_000)
    waiting = deque()
    for number in count(start):
        one = any_exchange(number)
        waiting.append((store.append(one), one))
        if len(waiting) == 48:
            future, appended = waiting.popleft()
            capture = future.result()
            print(capture.id, capture.url, sha256(appended), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
