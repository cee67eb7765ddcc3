"""A rehearsal's folder goes with the process that works in it, however that ends."""

import signal
import subprocess
import sys

import pytest

from archive.scratch import scratch_folder

WORK = """
import sys, time
from pathlib import Path
from archive.scratch import scratch_folder
with scratch_folder(Path(sys.argv[1]), "rehearsal") as folder:
    (folder / "copy.db").write_text("x")
    print(folder, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def worker(tmp_path):
    """A process that works in a folder of `tmp_path`."""
    with subprocess.Popen([sys.executable, "-c", WORK, str(tmp_path)], stdout=subprocess.PIPE, text=True) as process:
        process.stdout.readline()
        yield process
        process.kill()


def folders(root):
    return [path.name for path in root.iterdir()]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_nothing(tmp_path, worker, number):
    made = folders(tmp_path)

    worker.send_signal(number)
    ended = worker.wait(20)

    assert len(made) == 1
    assert (ended, folders(tmp_path)) == (128 + number, [])


def test_what_a_killed_process_left_the_next_removes(tmp_path, worker):
    worker.kill()
    worker.wait(20)
    left = folders(tmp_path)

    with scratch_folder(tmp_path, "rehearsal") as folder:
        during = folders(tmp_path)

    assert len(left) == 1
    assert (during, folders(tmp_path)) == ([folder.name], [])


def test_what_a_living_process_works_in_stays(tmp_path, worker):
    at_work = folders(tmp_path)

    with scratch_folder(tmp_path, "rehearsal"):
        pass

    assert worker.poll() is None
    assert folders(tmp_path) == at_work


def test_signals_mean_what_they_did_when_it_is_over(tmp_path):
    before = signal.getsignal(signal.SIGTERM)

    with scratch_folder(tmp_path, "rehearsal"):
        during = signal.getsignal(signal.SIGTERM)

    assert during != before
    assert signal.getsignal(signal.SIGTERM) == before
