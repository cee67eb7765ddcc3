"""The store acknowledges what is durable and nothing else."""

import io
import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive import clock
from archive.catalog import Catalog
from archive.drafts import Revisit
from archive.errors import ArchiveError, DiskError, LockedError
from archive.fixity.verify import verify
from archive.home import Home
from archive.model import Exchange
from archive.record import read_exchange
from archive.store import Store
from tests.exchanges import content, exchange

ABOUT = {"operator": "Thư viện", "robots": "obey"}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home").create()


def names(home: Home) -> list[str]:
    return sorted(path.name for path in home.warc_of("cebid").iterdir())


def query(home: Home, sql: str) -> list[tuple]:
    with Catalog(home.catalog) as catalog:
        return catalog.connection.execute(sql).fetchall()


def findings(home: Home) -> list:
    with Catalog(home.catalog) as catalog:
        return list(verify(home, catalog))


def test_what_is_acknowledged_is_in_the_catalog_and_in_the_record(home):
    with Store.open(home, "cebid", ABOUT) as store:
        capture = store.append(exchange()).result()
        note = store.append_note("urls", {"urls": []}).result()

        with Catalog(home.catalog) as catalog:
            assert catalog.capture(capture.id) == capture
        assert content(read_exchange(home.root, capture.place)) == content(exchange())

    assert (capture.crawl, note.crawl) == (store.crawl, store.crawl)
    assert findings(home) == []


def test_a_hundred_captures_take_a_handful_of_commits(home):
    with Store.open(home, "cebid", ABOUT) as store:
        before = store.call(lambda catalog: catalog.connection.execute("PRAGMA data_version").fetchone()).result()
        watcher = Catalog(home.catalog)
        seen = watcher.connection.execute("PRAGMA data_version").fetchone()[0]
        futures = [store.append(exchange(str(number))) for number in range(96)]
        captures = [future.result() for future in futures]
        commits = watcher.connection.execute("PRAGMA data_version").fetchone()[0] - seen
        watcher.close()

    assert before is not None
    assert [capture.url for capture in captures] == [f"https://cebid.example/{number}" for number in range(96)]
    assert 1 <= commits <= 4


def test_bytes_are_durable_before_their_rows_and_rows_before_they_are_acknowledged(home, monkeypatch):
    """Each fdatasync is let through and noted: how long the file is, and what is in the catalog meanwhile."""
    synced: list[tuple[int, int]] = []
    really_sync = os.fdatasync

    def sync(descriptor: int) -> None:
        really_sync(descriptor)
        synced.append((os.fstat(descriptor).st_size, query(home, "SELECT count(*) FROM capture")[0][0]))

    ends = []
    with Store.open(home, "cebid", ABOUT) as store:
        monkeypatch.setattr(os, "fdatasync", sync)
        for number in range(3):
            for future in [store.append(exchange(f"{number}/{one}")) for one in range(32)]:
                place = future.result().place
                ends.append(place.warc_offset + place.warc_length)
                assert ends[-1] <= synced[-1][0]
            assert query(home, "SELECT count(*) FROM capture") == [(len(ends),)]

    before = [0] + [size for size, _ in synced[:-1]]
    assert [rows for _, rows in synced] == [sum(end <= size for end in ends) for size in before]


def test_every_crawl_goes_on_in_the_open_file_under_a_warcinfo_of_its_own(home):
    with Store.open(home, "cebid", ABOUT) as first:
        one = first.append(exchange("1")).result()
    with Store.open(home, "cebid", ABOUT | {"robots": "ignore"}) as second:
        two = second.append(exchange("2")).result()

    assert one.place.warc_file == two.place.warc_file
    assert names(home) == [Path(one.place.warc_file).name + ".open"]
    assert query(home, "SELECT crawl, json_extract(content, '$.robots') FROM note ORDER BY warc_offset") == [
        (first.crawl, "obey"),
        (second.crawl, "ignore"),
    ]


def test_a_full_file_is_closed_and_rows_keep_its_final_name(home):
    with Store.open(home, "cebid", ABOUT, max_size=20_000) as store:
        captures = [store.append(exchange(str(number), os.urandom(3000))).result() for number in range(20)]

    assert len({capture.place.warc_file for capture in captures}) == 4
    assert [name.endswith(".open") for name in names(home)] == [False, False, False, True]
    assert {capture.crawl for capture in captures} == {store.crawl}
    assert query(home, "SELECT count(*) FROM note WHERE kind = 'crawl'") == [(1,)]
    assert all(read_exchange(home.root, capture.place).url == capture.url for capture in captures)
    assert findings(home) == []


def test_a_file_is_closed_when_its_month_is_over(home, monkeypatch):
    with Store.open(home, "cebid", ABOUT) as store:
        month = datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda: month)
    with Store.open(home, "cebid", ABOUT) as store:
        november = store.append(exchange("1")).result()
        month = datetime(2026, 12, 1, tzinfo=UTC)
        december = store.append(exchange("2")).result()

    assert "/cebid-202611" in november.place.warc_file
    assert "/cebid-20261201000000000000-" in december.place.warc_file
    assert [name.endswith(".open") for name in names(home)][-2:] == [False, True]


def test_calls_share_the_transaction_and_fail_alone(home):
    with Store.open(home, "cebid", ABOUT) as store:
        capture = store.append(exchange())
        good = store.call(lambda catalog: catalog.add_event("2026", "good", None, {}))

        def write_then_fail(catalog: Catalog) -> None:
            catalog.add_event("2026", "bad", None, {})
            raise KeyError("mine")

        bad = store.call(write_then_fail)
        found = store.call(lambda catalog: catalog.capture(capture.result().id) if capture.done() else None)
        last = store.call(lambda catalog: catalog.connection.execute("SELECT count(*) FROM capture").fetchone())

        assert good.result() is None
        with pytest.raises(KeyError, match="mine"):
            bad.result()
        assert found.result() is None
        assert last.result() == (1,)
    assert query(home, "SELECT kind FROM event") == [("good",)]


def test_calls_alone_leave_the_warc_file_alone(home):
    with Store.open(home, "cebid", ABOUT) as store:
        (path,) = home.warc_of("cebid").iterdir()
        size = path.stat().st_size
        assert store.call(lambda catalog: threading.current_thread().name).result() == "store-cebid"
    assert path.stat().st_size == size


def test_what_no_record_can_hold_fails_alone(home):
    with Store.open(home, "cebid", ABOUT) as store:
        good, bad, other = (store.append(exchange(path)) for path in ("a", "b\r\n", "c"))
        revisit = store.append(exchange("d", truncated="time"), Revisit("server-not-modified", "urn:x", "u", "t", "d"))

        assert [good.result().status, other.result().status] == [200, 200]
        with pytest.raises(ValueError, match="cannot stand"):
            bad.result()
        with pytest.raises(ValueError, match="truncated"):
            revisit.result()
    assert findings(home) == []


class ClosedTooEarly(io.BytesIO):
    """A response that its owner closes while the writer is compressing it."""

    reads_left = 15

    def read(self, size: int | None = -1) -> bytes:
        self.reads_left -= 1
        if not self.reads_left:
            self.close()
        return super().read(size)


def test_what_fails_half_way_leaves_nothing(home):
    with Store.open(home, "cebid", ABOUT) as store:
        response = ClosedTooEarly(b"HTTP/1.1 200 OK\r\n\r\n" + os.urandom(1_000_000))
        bad, good = store.append(exchange("bad", response=response)), store.append(exchange("good"))
        with pytest.raises(ValueError, match="closed file"):
            bad.result()
        assert good.result().place.warc_offset < 1000
    assert findings(home) == []


def test_a_cancelled_append_is_not_made_and_harms_nobody(home):
    with Store.open(home, "cebid", ABOUT) as store:
        started, proceed = threading.Event(), threading.Event()
        busy = store.call(lambda catalog: (started.set(), proceed.wait()))
        started.wait()
        unwanted = store.append(exchange("unwanted"))
        assert unwanted.cancel()
        proceed.set()
        busy.result()
        assert store.append(exchange("wanted")).result().status == 200
    assert query(home, "SELECT url FROM capture") == [("https://cebid.example/wanted",)]


def test_a_second_store_for_the_same_agency_is_refused(home):
    with Store.open(home, "cebid", ABOUT):
        with pytest.raises(LockedError, match="another store is open for agency 'cebid'"):
            Store.open(home, "cebid", ABOUT)
        Store.open(home, "nawapi", ABOUT).close()
    Store.open(home, "cebid", ABOUT).close()


def test_a_closed_store_says_so(home):
    store = Store.open(home, "cebid", ABOUT)
    waiting = [store.append(exchange(str(number))) for number in range(40)]
    store.close()
    store.close()

    assert [future.result().status for future in waiting] == [200] * 40
    with pytest.raises(ArchiveError, match="closed"):
        store.append(exchange()).result()


def noisy(number: int) -> Exchange:
    return exchange(str(number), os.urandom(60_000))


@contextmanager
def small_disk(folder: Path, size: str):
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="mounts a file system")
def test_on_a_full_disk_nothing_acknowledged_is_lost_and_the_message_helps(tmp_path):
    with small_disk(tmp_path / "disk", "3m") as disk:
        home = Home(disk / "home").create()
        store = Store.open(home, "cebid", ABOUT)
        kept, refused = [], None
        for number in range(400):
            try:
                kept.append(store.append(noisy(number)).result())
            except DiskError as error:
                refused = error
                break
        with pytest.raises(DiskError):
            store.append(exchange()).result()
        with pytest.raises(DiskError):
            store.call(lambda catalog: None).result()
        store.close()
        (path,) = home.warc_of("cebid").iterdir()

        assert len(kept) > 10
        assert "make room" in str(refused)
        assert str(disk) in str(refused)
        assert [read_exchange(home.root, capture.place).url for capture in kept] == [one.url for one in kept]
        assert path.stat().st_size < kept[-1].place.warc_offset + kept[-1].place.warc_length + 2000

        subprocess.run(["mount", "-o", "remount,size=20m", disk], check=True)
        with Store.open(home, "cebid", ABOUT) as store:
            assert store.append(noisy(-1)).result().status == 200
        assert query(home, "SELECT count(*) FROM capture") == [(len(kept) + 1,)]
        assert findings(home) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="mounts a file system")
def test_a_store_on_a_full_disk_does_not_even_open(tmp_path):
    with small_disk(tmp_path / "disk", "1m") as disk:
        home = Home(disk / "home").create()
        Store.open(home, "cebid", ABOUT).close()
        (disk / "ballast").write_bytes(b"x" * (os.statvfs(disk).f_bavail * os.statvfs(disk).f_bsize))
        with pytest.raises(DiskError, match="make room"):
            Store.open(home, "cebid", ABOUT)


LIMITED = """
import io, resource, sys
from pathlib import Path
from archive.errors import DiskError
from archive.home import Home
from archive.store import Store
from tests.test_store import ABOUT, noisy
store = Store.open(Home(Path(sys.argv[1])), "cebid", ABOUT)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
futures = [store.append(noisy(number)) for number in range(100)]
kept = [future.result().id for future in futures if not isinstance(future.exception(), DiskError)]
print(len(kept), futures[-1].exception())
"""


def test_a_write_that_breaks_off_is_taken_back(home):
    out = subprocess.run([sys.executable, "-c", LIMITED, home.root], capture_output=True, text=True, check=True).stdout

    kept, message = int(out.split()[0]), out.split(maxsplit=1)[1]
    assert message.startswith(f"cannot write {home.warc_of('cebid')}/cebid-")
    with Store.open(home, "cebid", ABOUT):
        pass
    assert query(home, "SELECT count(*) FROM capture") == [(kept,)]
    assert not home.quarantine.exists()
    assert findings(home) == []


MEMORY = """
import io, resource, sys, tempfile
from pathlib import Path
from archive.home import Home
from archive.store import Store
from tests.exchanges import exchange
from tests.test_store import ABOUT
def run(count, size):
    for number in range(count):
        with tempfile.TemporaryFile() as response:
            response.write(b"HTTP/1.1 200 OK\\r\\n\\r\\n")
            response.truncate(size)
            store.append(exchange(str(number), response=response)).result()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
store = Store.open(Home(Path(sys.argv[1])), "cebid", ABOUT)
print(run(10, 46_000), run(1, 60_000_000))
store.close()
"""


def test_a_sixty_megabyte_body_leaves_memory_flat(home):
    out = subprocess.run([sys.executable, "-c", MEMORY, home.root], capture_output=True, text=True, check=True).stdout
    before, after = map(int, out.split())
    assert after - before < 8_000
