"""A command measured as a whole process tree: CPU seconds by the kernel's account, memory by sampling."""

import contextlib
import ctypes
import os
import subprocess
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

_SAMPLE_SECONDS = 0.25
_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Cost:
    """What one command took: wall and CPU seconds, peak proportional memory of the tree and of its largest, in MB."""

    wall: float
    cpu: float
    tree_mb: float
    largest_mb: float
    code: int


def total(costs: Iterable[Cost]) -> Cost:
    """Several runs as one: their time together, the most memory, the gravest exit code."""
    wall, cpu, tree, largest, code = zip(*map(astuple, costs), strict=True)
    return Cost(sum(wall), sum(cpu), max(tree), max(largest), max(code, key=abs))


def _children(pid: int) -> list[int]:
    found = [pid]
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            for child in path.read_text().split():
                found += _children(int(child))
    return found


def _pss_mb(pid: int) -> float:
    """Proportional set size: pages shared by forked workers are counted once."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _sample(pid: int) -> list[float]:
    try:
        return [_pss_mb(each) for each in _children(pid)]
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return []


def run(command: Sequence[str], env: Mapping[str, str] | None = None, output: Path | None = None) -> Cost:
    """Run a command to its end, and all it started. CPU is the kernel's account of every one of them."""
    # multiprocessing's fork server outlives its parent by a moment: as subreaper we inherit and count it.
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    others = set(_children(os.getpid()))
    peaks = {"tree": 0.0, "largest": 0.0}
    before = os.times()
    started = time.perf_counter()
    with (output or Path(os.devnull)).open("wb") as sink:
        process = subprocess.Popen(
            command, stdout=sink, stderr=subprocess.STDOUT, env={**os.environ, **(env or {})}, process_group=0
        )
        done = threading.Event()

        def watch() -> None:
            while not done.wait(_SAMPLE_SECONDS):
                if sizes := _sample(process.pid):
                    peaks["tree"] = max(peaks["tree"], sum(sizes))
                    peaks["largest"] = max(peaks["largest"], *sizes)

        watcher = threading.Thread(target=watch)
        watcher.start()
        code = process.wait()
        wall = time.perf_counter() - started
        done.set()
        watcher.join()
    while orphans := set(_children(os.getpid())) - others:
        for orphan in orphans:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(orphan, 0)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(wall, cpu, peaks["tree"], peaks["largest"], code)
