"""`python -m benchmarks`: the main job beside wget and trafilatura's own command, in one run.

Prints for each: pages/s, CPU seconds per 1,000 pages, peak memory of the tree and of its largest process, and then
the ratios that docs/performance.md speaks of. Absolute figures are the machine's; only ratios are ours. A machine
that changes its speed from minute to minute needs several rounds: the ratios are told of each, and of their sums.
"""

import argparse
import gzip
import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.measure import Cost, run, total
from benchmarks.nginx import served
from benchmarks.site import BIG, build

Costs = dict[str, Cost]
"""What each program took, by its name."""

_AGENCY = """name = "Cơ quan mẫu"
url = "{url}/"
allow_private_address = true
[politeness]
delay = 0
concurrency = 8
[discovery]
ways = ["links"]
per_pattern = 1000000
"""


def _luuchieu(work: Path, url: str, extra: Sequence[str]) -> Cost:
    home = work / ("home" + "".join(extra))
    shutil.rmtree(home, ignore_errors=True)
    (home / "agencies").mkdir(parents=True)
    (home / "agencies" / "mau.toml").write_text(_AGENCY.format(url=url))
    program = str(Path(sys.executable).with_name("luuchieu"))
    return run([program, "crawl", "mau", "--home", str(home), "--json", *extra], output=work / f"{home.name}.jsonl")


def _wget(work: Path, url: str, *coding: str) -> Cost:
    folder = work / ("wget" + "".join(coding))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return run(
        ["wget", "--quiet", "--recursive", "--level=inf", *coding, "--delete-after", "--no-directories",
         f"--directory-prefix={folder}/tmp", f"--warc-file={folder}/site", "--warc-max-size=1G", url + "/"]
    )  # fmt: skip


def _trafilatura(work: Path, root: Path, *processes: str) -> Cost:
    """Its defaults, a process a core, and `--with-metadata`: without titles and dates it would do another job."""
    flat, out = work / "flat", work / "text"
    for folder in (flat, out):
        shutil.rmtree(folder, ignore_errors=True)
    flat.mkdir()
    for number, page in enumerate(sorted(root.rglob("index.html"))):
        (flat / f"{number:06}.html").symlink_to(page)
    program = str(Path(sys.executable).with_name("trafilatura"))
    return run([program, "--input-dir", str(flat), "--output-dir", str(out), "--with-metadata", *processes])


def _warc_bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*.warc.gz*"))


def _captured(home: Path) -> Iterator[str]:
    for file in sorted(home.rglob("*.warc.gz*")):
        with gzip.open(file, "rb") as stream:
            wanted = False
            for line in stream:
                if line.startswith(b"WARC-Type: "):
                    wanted = line.strip() == b"WARC-Type: response"
                elif wanted and line.startswith(b"WARC-Target-URI: "):
                    yield line.split()[1].decode()
                    wanted = False


def _round(work: Path, root: Path, url: str) -> Costs:
    return {
        "luuchieu": _luuchieu(work, url, []),
        "luuchieu capture only": _luuchieu(work, url, ["--no-reading"]),
        "wget": _wget(work, url),
        "wget --compression=gzip": _wget(work, url, "--compression=gzip"),
        "trafilatura": _trafilatura(work, root),
        "trafilatura --parallel 1": _trafilatura(work, root, "--parallel=1"),
    }


def _sums(rounds: Sequence[Costs]) -> Costs:
    return {name: total(costs[name] for costs in rounds) for name in rounds[0]}


def _report(costs: Costs, pages: int) -> None:
    for name, cost in costs.items():
        print(
            f"{name:24} {pages / cost.wall:7.1f} pages/s  {1000 * cost.cpu / pages:6.2f} CPU s per 1,000 pages  "
            f"peak {cost.tree_mb:5.0f} MB (largest {cost.largest_mb:4.0f} MB)  exit {cost.code}"
        )


def _stages(output: Path) -> None:
    print(f"{output.stem}, the last round's stages")
    report = json.loads(output.read_text().strip().splitlines()[-1])
    for stage, seconds in sorted(report["stages"].items(), key=lambda item: -item[1]):
        print(f"  stage {stage:12} {1000 * seconds / report['captured']:6.2f} CPU s per 1,000 pages")


def _check(work: Path, root: Path) -> None:
    """Print what is missing or doubled, and how large the WARC files are."""
    pages = len(list(root.rglob("index.html")))
    for home in ("home", "home--no-reading"):
        seen = [url for url in _captured(work / home) if not url.endswith(("robots.txt", BIG))]
        distinct = len(set(seen))
        print(f"{home}: {pages} pages, missing {pages - distinct}, doubled {len(seen) - distinct}")
    big = (root / BIG.strip("/")).stat().st_size
    ours, theirs = (_warc_bytes(work / one) - big for one in ("home--no-reading", "wget--compression=gzip"))
    print(f"WARC bytes of the gzip-encoded pages: ours {ours}, wget {theirs}, ratio {ours / theirs:.3f}")


def _compare(costs: Costs) -> None:
    whole, capture, plain, coded, *readers = costs.values()
    for name, wget in (("wget", plain), ("wget gzip", coded)):
        print(f"capture / {name}: CPU {capture.cpu / wget.cpu:.2f}, pages/s {wget.wall / capture.wall:.2f}")
    for name, reader in zip(("trafilatura", "trafilatura in one process"), readers, strict=True):
        print(f"whole / {name}: CPU {whole.cpu / reader.cpu:.2f}, pages/s {reader.wall / whole.wall:.2f}")


def main() -> None:
    """Build the site when it is missing, run every tool on it, print the figures."""
    options = argparse.ArgumentParser(prog="python -m benchmarks", description=main.__doc__)
    options.add_argument("--pages", type=int, default=5000)
    options.add_argument("--rounds", type=int, default=1, help="how often each program runs, in turns")
    options.add_argument("--work", type=Path, default=Path(__file__).parent / "work")
    chosen = options.parse_args()
    if min(chosen.pages, chosen.rounds) < 1:
        options.error("--pages and --rounds are at least 1")
    work: Path = (chosen.work / str(chosen.pages)).resolve()
    root = work / "site"
    if not root.exists():
        print(f"writing {chosen.pages} pages under {root} …")
        build(root, chosen.pages)
    pages = len(list(root.rglob("index.html")))
    rounds: list[Costs] = []
    with served(root, work / "nginx") as url:
        for number in range(1, chosen.rounds + 1):
            print(f"round {number} of {chosen.rounds}")
            rounds.append(_round(work, root, url))
            _report(rounds[-1], pages)
            _compare(rounds[-1])
            _check(work, root)
    for home in ("home", "home--no-reading"):
        _stages(work / f"{home}.jsonl")
    if chosen.rounds > 1:
        print(f"{chosen.rounds} rounds together")
        _report(_sums(rounds), chosen.rounds * pages)
        _compare(_sums(rounds))


if __name__ == "__main__":
    main()
