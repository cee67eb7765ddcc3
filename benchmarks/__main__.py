"""`python -m benchmarks`: the main job beside wget and trafilatura's own command, in one run.

Prints for each: pages/s, CPU seconds per 1,000 pages, peak memory of the tree and of its largest process, and then
the ratios that docs/performance.md speaks of. Absolute figures are the machine's; only ratios are ours.
"""

import argparse
import gzip
import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.measure import Cost, run
from benchmarks.nginx import served
from benchmarks.site import build

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
    return run([program, "crawl", "mau", "--home", str(home), "--json", *extra], output=work / "crawl.jsonl")


def _wget(work: Path, url: str) -> Cost:
    folder = work / "wget"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return run(
        ["wget", "--quiet", "--recursive", "--level=inf", "--compression=gzip", "--delete-after", "--no-directories",
         f"--directory-prefix={folder}/tmp", f"--warc-file={folder}/site", "--warc-max-size=1G", url + "/"]
    )  # fmt: skip


def _trafilatura(work: Path, root: Path) -> Cost:
    flat = work / "flat"
    if not flat.exists():
        flat.mkdir()
        for number, page in enumerate(sorted(root.rglob("index.html"))):
            (flat / f"{number:06}.html").symlink_to(page)
    program = str(Path(sys.executable).with_name("trafilatura"))
    out = work / "text"
    shutil.rmtree(out, ignore_errors=True)
    return run(
        [program, "--input-dir", str(flat), "--output-dir", str(out), "--parallel", "2", "--with-metadata", "--fast"]
    )


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


def _report(costs: dict[str, Cost], pages: int) -> None:
    for name, cost in costs.items():
        print(
            f"{name:22} {pages / cost.wall:7.1f} pages/s  {1000 * cost.cpu / pages:6.2f} CPU s per 1,000 pages  "
            f"peak {cost.tree_mb:5.0f} MB (largest {cost.largest_mb:4.0f} MB)  exit {cost.code}"
        )


def _stages(work: Path) -> None:
    report = json.loads((work / "crawl.jsonl").read_text().strip().splitlines()[-1])
    for stage, seconds in sorted(report.get("stages", {}).items(), key=lambda item: -item[1]):
        print(f"  stage {stage:18} {seconds:7.2f} CPU s")


def main() -> None:
    """Build the site when it is missing, run every tool on it, print the figures."""
    options = argparse.ArgumentParser(prog="python -m benchmarks", description=main.__doc__)
    options.add_argument("--pages", type=int, default=5000)
    options.add_argument("--work", type=Path, default=Path(__file__).parent / "work")
    chosen = options.parse_args()
    work: Path = (chosen.work / str(chosen.pages)).resolve()
    root = work / "site"
    if not root.exists():
        print(f"writing {chosen.pages} pages under {root} …")
        build(root, chosen.pages)
    paths = sorted("/" + str(p.parent.relative_to(root)).strip(".") for p in root.rglob("index.html"))
    with served(root, work / "nginx") as url:
        costs = {
            "luuchieu": _luuchieu(work, url, []),
            "luuchieu capture only": _luuchieu(work, url, ["--no-reading"]),
            "wget --warc-file": _wget(work, url),
            "trafilatura (2 procs)": _trafilatura(work, root),
        }
    _report(costs, len(paths))
    seen = [u for u in _captured(work / "home") if not u.endswith(("robots.txt", ".xml"))]
    print(
        f"pages {len(paths)}, captured {len(seen)}, missing {len(paths) - len(set(seen))}, doubled {len(seen) - len(set(seen))}"
    )
    print(f"WARC bytes: ours {_warc_bytes(work / 'home--no-reading')}, wget {_warc_bytes(work / 'wget')}")
    whole, capture, wget, reader = costs.values()
    print(f"capture / wget: CPU {capture.cpu / wget.cpu:.2f}, time {capture.wall / wget.wall:.2f}")
    print(f"whole / trafilatura: CPU {whole.cpu / reader.cpu:.2f}, pages/s {reader.wall / whole.wall:.2f}")


if __name__ == "__main__":
    main()
