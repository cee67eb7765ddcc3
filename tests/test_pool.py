import multiprocessing.forkserver
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from archive.errors import RecordError, UsageError
from archive.home import Home
from archive.model import Exchange
from archive.store import Store
from pipelines import worker
from pipelines.pool import ReadingPool, warm_up

READER = "tests.readers.read"


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path).create()


@pytest.fixture
def keep(home):
    """Puts pages into the archive and gives their captures."""
    with Store.open(home, "mau", {"software": "test"}) as store:

        def keep(name, request=b""):
            response = BytesIO(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\nabc")
            request = request or b"GET / HTTP/1.1\r\n\r\n"
            url = f"https://mau.gov.vn/{name}"
            return store.append(Exchange(url, "2026-03-01T02:00:00.000000Z", request, response)).result()

        yield keep


@pytest.fixture
def pool(home):
    with ReadingPool("r1", None, home.root, workers=1, reader=READER, page_seconds=1.0, page_memory=1 << 29) as pool:
        yield pool


def test_reads_from_the_record_in_another_process(keep, pool):
    capture = keep("tin")
    reading = pool.submit(capture).result(30)
    assert (reading.capture, reading.outcome, reading.title) == (capture.id, "page", "abc")
    assert int(reading.reason) != os.getpid()


def test_a_package_that_is_missing_is_one_sentence_and_no_reading(keep, pool):
    with pytest.raises(UsageError) as raised:
        pool.submit(keep("lack")).result(30)
    assert str(raised.value).startswith("the Python package 'no_such_package' is missing or broken (No module named")
    assert pool.submit(keep("tin")).result(30).outcome == "page"


def test_a_reader_that_cannot_be_imported_is_one_sentence(keep, home):
    with (
        ReadingPool("r1", None, home.root, workers=1, reader="tests.no_such_reader.read") as pool,
        pytest.raises(UsageError, match="is missing or broken"),
    ):
        pool.submit(keep("tin")).result(30)


@pytest.mark.parametrize(
    ("name", "reason"),
    [("die", "the reader died with exit code 9"), ("hang", "out of time"), ("eat", "out of memory")],
)
def test_a_page_that_stops_its_reader_twice_is_poisoned_and_the_next_is_read(keep, pool, name, reason):
    poisoned, next_one = pool.submit(keep(name)), pool.submit(keep("tin"))
    assert (poisoned.result(60).outcome, poisoned.result().reason) == ("poisoned", reason)
    assert next_one.result(60).outcome == "page"


def test_a_page_that_stops_its_reader_once_is_read(keep, pool, tmp_path):
    capture = keep("once-only", f"GET {tmp_path / 'mark'} HTTP/1.1\r\n\r\n".encode())
    assert pool.submit(capture).result(60).outcome == "page"
    assert (tmp_path / "mark").exists()


def test_what_the_reader_raises_on_is_unreadable_with_the_reason(keep, pool):
    reading = pool.submit(keep("raise")).result(60)
    assert (reading.outcome, reading.reason) == ("unreadable", "LookupError: no such thing")


def test_a_damaged_archive_is_an_error_and_no_reading(keep, pool):
    capture = keep("tin")
    with pytest.raises(RecordError, match="offset 7"):
        pool.submit(replace(capture, place=replace(capture.place, warc_offset=7))).result(60)


SURVIVORS = """
import sys, time
from pathlib import Path
from archive.model import Capture, Place
from pipelines.pool import ReadingPool
import tests.readers
assert sys.argv[1]
pool = ReadingPool("r1", None, Path(sys.argv[1]), workers=1, reader="tests.readers.read")
place = Place(sys.argv[2], int(sys.argv[3]), 1)
capture = Capture("urn:x", "mau", "c", "https://mau.gov.vn/tin", "", "response", place)
print(pool.submit(capture).result(30).reason, flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_workers_end_with_the_process_they_read_for_and_leave_nothing(keep, home, number):
    place = keep("tin").place
    argv = [sys.executable, "-c", SURVIVORS, str(home.root), place.warc_file, str(place.warc_offset)]
    # Where sockets lie has to be short.
    with TemporaryDirectory() as folder:
        environment = {**os.environ, "TMPDIR": folder}
        with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True, env=environment) as process:
            worker = int(process.stdout.readline())
            assert os.listdir(folder)
            process.send_signal(number)
        deadline = time.monotonic() + 20
        while (_is_alive(worker) or os.listdir(folder)) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert (_is_alive(worker), os.listdir(folder)) == (False, [])


def _is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _children() -> list[int]:
    """The processes that any of our threads has started; one may end while we look."""
    found: list[int] = []
    for task in Path("/proc/self/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):
            found += map(int, (task / "children").read_text().split())
    return found


def _workers() -> list[int]:
    """The processes that were forked from this one's fork server."""
    return [
        int(one) for child in _children() for one in Path(f"/proc/{child}/task/{child}/children").read_text().split()
    ]


def _fork_servers() -> list[int]:
    return [one for one in _children() if b"forkserver" in Path(f"/proc/{one}/cmdline").read_bytes()]


def _send(number: signal.Signals, processes: list[int]) -> None:
    assert processes
    for process in processes:
        os.kill(process, number)


def test_readers_come_from_the_server_that_was_warmed_up(keep, home):
    warm_up()
    warmed = _fork_servers()
    with ReadingPool("1", None, home.root, workers=1) as pool:
        reading = pool.submit(keep("whatever")).result()

    assert (reading.outcome, _fork_servers()) == ("page", warmed)
    assert len(warmed) == 1


def test_a_server_that_still_loads_does_not_hear_ctrl_c(keep, home):
    """A terminal sends it to all; the server died of it with a traceback, and its readers with it."""
    worker._kill_fork_server()
    worker._see_fork_server_dead()
    warm_up()
    # until it has begun, its command line is ours
    loading = [multiprocessing.forkserver._forkserver._forkserver_pid]
    _send(signal.SIGINT, loading)
    with ReadingPool("1", None, home.root, workers=1) as pool:
        reading = pool.submit(keep("whatever")).result()

    assert (reading.outcome, _fork_servers()) == ("page", loading)


def test_a_worker_killed_while_it_waits_is_no_page_s_fault(keep, pool):
    captures = [keep(f"tin{number}") for number in range(4)]
    first = pool.submit(captures[0]).result().outcome

    _send(signal.SIGKILL, _workers())

    assert [first, *(pool.submit(one).result(timeout=30).outcome for one in captures[1:])] == ["page"] * 4


def test_a_worker_stopped_while_it_waits_is_replaced(keep, pool):
    captures = [keep(f"tin{number}") for number in range(3)]
    first = pool.submit(captures[0]).result(30)

    _send(signal.SIGSTOP, _workers())
    others = [pool.submit(one) for one in captures[1:]]

    assert [first.outcome, *(one.result(timeout=30).outcome for one in others)] == ["page"] * 3


def test_a_worker_stopped_while_it_reads_is_out_of_time(keep, pool):
    pool.submit(keep("tin")).result(30)
    hanging, next_one = pool.submit(keep("hang")), pool.submit(keep("tin2"))

    _send(signal.SIGSTOP, _workers())

    assert (hanging.result(timeout=30).reason, next_one.result(timeout=30).outcome) == ("out of time", "page")


def test_a_fork_server_killed_again_and_again_stops_nothing(keep, pool):
    captures = [keep(f"tin{number}") for number in range(30)]
    outcomes = []
    for number, capture in enumerate(captures):
        reading = pool.submit(capture)
        for process in _fork_servers() + (_workers() if number % 3 == 0 else []):
            os.kill(process, signal.SIGKILL)
        outcomes.append(reading.result(timeout=30).outcome)

    assert outcomes == ["page"] * 30


def test_a_fork_server_that_gives_no_worker_is_replaced(keep, pool, monkeypatch):
    monkeypatch.setattr(worker, "START_SECONDS", 2.0)
    pool.submit(keep("tin")).result(30)

    _send(signal.SIGSTOP, _fork_servers())
    _send(signal.SIGKILL, _workers())

    assert pool.submit(keep("tin2")).result(timeout=30).outcome == "page"


def test_a_pool_that_is_closed_ends_at_once_and_leaves_no_process(keep, home):
    with ReadingPool("r1", None, home.root, workers=2, reader=READER, page_seconds=60.0) as pool:
        pool.submit(keep("tin")).result(30)
        waiting = [pool.submit(keep(f"hang{number}")) for number in range(6)]
        workers = _workers()
        _send(signal.SIGSTOP, workers)
        began = time.monotonic()

    assert time.monotonic() - began < 10
    assert ["before" in str(one.exception(timeout=0)) for one in waiting] == [True] * 6
    assert not any(map(_is_alive, workers))


def test_where_no_reader_can_be_started_that_is_the_error(keep, home):
    with ReadingPool("r1", None, home.root, workers=1, reader="tests.readers.nobody") as pool:
        error = pool.submit(keep("tin")).exception(timeout=60)

    assert "no process that reads pages can be started" in str(error)


_COMPILED = """
import io, re, sys
import pipelines.warm
from archive.model import Exchange
from pipelines.reading.full import read_fully
from re import _compiler
compiled, compile = [], _compiler.compile
_compiler.compile = lambda pattern, flags=0: compiled.append(pattern) or compile(pattern, flags)
page = b"HTTP/1.1 200 OK\\r\\nContent-Type: text/html; charset=utf-8\\r\\n\\r\\n" + sys.stdin.buffer.read()
reading = read_fully(Exchange("https://mau.vn/a", "2026-03-07T02:00:00.000000Z", b"", io.BytesIO(page)), None)
print(reading.published.value, len(compiled))
"""


def test_what_reading_a_dated_page_needs_is_compiled_before_readers_are_forked():
    """The first page of each reader took 0.15 s more than the second: it compiled 45 patterns."""
    page = """<!doctype html><html lang="vi"><head><title>Hội nghị tổng kết công tác năm</title></head><body><article>
        <h1>Hội nghị tổng kết công tác năm</h1><div class="date">Thứ hai, 02/03/2026 - 15:30</div>
        <p>Chiều 1/3, tại thành phố, hội nghị tổng kết đã họp với đại diện của ba huyện miền núi và hai xã ven biển.</p>
        <p>Từ ngày 3 đến ngày 05/3/2026, đoàn đi ba huyện; kết quả nộp trước ngày 30 tháng 4 năm 2026.</p></article>"""
    done = subprocess.run([sys.executable, "-c", _COMPILED], input=page.encode(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    published, compiled = done.stdout.split()
    assert (published, int(compiled) < 10) == (b"2026-03-02T15:30:00+07:00", True), done.stdout
