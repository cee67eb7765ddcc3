"""`python -m benchmarks.year`: a year of keeping five agencies current, in simulated time, against fixed polling.

Each agency's part is kept in `--work` as soon as it is done, so that several processes may share the work, and
`--judge` tells of all that is there.
"""

import argparse
import asyncio
import json
import shutil
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from itertools import pairwise
from pathlib import Path

from archive import store
from archive.home import Home
from benchmarks.gazette import Gazette, Make
from benchmarks.hindsight import Asked, Seen, asked_of, fixed, judge, looks_of
from benchmarks.timelapse import BEGIN, DAY, Day, keep
from pipelines.agency_file import parse_agency

MAKES = {
    "wordpress": Make("follows", feed=True, sitemap="plain", counters=True),
    "wordpress-cu": Make("ignores", feed=True, sitemap="plain", tags=True),
    "so-do": Make(sitemap="dated", tags=True),
    "nguon-tin": Make(feed=True, tags=True),
    "trang-tran": Make(counters=True),
}
_AGENCY = """name = "Cơ quan {slug}"
url = "{url}/"
[politeness]
polls_per_day = {polls}
[discovery]
sitemaps = ["/sitemap.xml"]
feeds = ["/feed/"]
listings = ["/quan-trac/", "/kiem-dinh/", "/dao-tao/", "/thong-bao/"]
"""
_MONTH = 365 / 12
_SPENT = "run.json"


def main() -> None:
    """Run and print."""
    store.BATCH_SECONDS = 0.0  # one request at a time: nothing else comes to share a commit with
    options = argparse.ArgumentParser(prog="python -m benchmarks.year", description=main.__doc__)
    options.add_argument("--days", type=int, default=365)
    options.add_argument("--polls", type=int, default=48, help="polls_per_day of every agency")
    options.add_argument("--only", nargs="*", default=list(MAKES), choices=MAKES)
    options.add_argument("--judge", action="store_true", help="only judge what earlier runs have left")
    options.add_argument("--work", type=Path, default=Path(__file__).parent / "work" / "year")
    chosen = options.parse_args()
    everything: list[tuple[Asked, dict[str, Seen]]] = []
    for slug in chosen.only:
        home, room = Home(chosen.work / slug), room_of(slug, chosen.days)
        if not chosen.judge:
            run_of(slug, home, room, chosen.days, chosen.polls)
        if not (home.root / _SPENT).exists():
            print(f"{slug}: not run to its end", flush=True)
            continue
        everything.append(compare(slug, home, room, chosen.days))
        tell(slug, *everything[-1])
        tell_costs(costs_of(home))
    if len(everything) > 1:
        tell("all", *together(everything))


def url_of(slug: str) -> str:
    """Where an agency's site stands."""
    return f"http://{slug}.example.vn"


def room_of(slug: str, days: int) -> Gazette:
    """An agency's site for so many days, the same at every call."""
    return Gazette.of_a_year(url_of(slug), MAKES[slug], list(MAKES).index(slug), BEGIN, days)


def run_of(slug: str, home: Home, room: Gazette, days: int, polls: int) -> list[Day]:
    """Crawl an agency for so many days into a new home; what each day cost, kept beside it too."""
    shutil.rmtree(home.root, ignore_errors=True)
    agency = parse_agency(slug, _AGENCY.format(slug=slug, url=url_of(slug), polls=polls), slug)
    spent = asyncio.run(keep(home.create(), agency, room, days))
    (home.root / _SPENT).write_text(json.dumps([asdict(day) for day in spent]))
    return spent


def costs_of(home: Home) -> list[Day]:
    """What an earlier run has left of its costs."""
    return [Day(**day) for day in json.loads((home.root / _SPENT).read_text())]


def compare(slug: str, home: Home, room: Gazette, days: int) -> tuple[Asked, dict[str, Seen]]:
    """What was asked, and what was seen by it; what fixed polling would have seen, and what it would have seen had it
    known beforehand that one document tells everything. From the second day on."""
    begin, end = BEGIN.timestamp() + DAY, BEGIN.timestamp() + days * DAY
    asked = asked_of(home, slug, begin)
    ways = {
        "ours": looks_of(home, slug),
        "fixed": fixed(room, asked, begin, end),
        "oracle": fixed(room, replace(asked, documents=1), begin, end),
    }
    return asked, {name: judge(room, looks, begin, end) for name, looks in ways.items()}


def together(parts: Sequence[tuple[Asked, dict[str, Seen]]]) -> tuple[Asked, dict[str, Seen]]:
    """What was asked and seen of several agencies."""
    asked = Asked(*(sum(getattr(one, name) for one, _ in parts) for name in ("polls", "pages", "documents")))
    return asked, {way: Seen.of(found[way] for _, found in parts) for way in parts[0][1]}


def hours(values: Sequence[float]) -> str:
    """Median and ninth decile of some seconds, in hours."""
    if not values:
        return "-"
    values = sorted(values)
    return f"{statistics.median(values) / 3600:.1f} / {values[int(len(values) * 0.9)] / 3600:.1f}"


def tell(name: str, asked: Asked, found: dict[str, Seen]) -> None:
    """Print each way's medians and ninth deciles in hours."""
    print(f"{name}: {asked.polls} requests for {asked.documents} documents, {asked.pages} for pages")
    for way, seen in found.items():
        print(
            f"  {way:6} posts {hours(seen.posts)} h ({len(seen.posts)})  edits {hours(seen.edits)} h, "
            f"{len(seen.edits)} of {seen.edited}  removals {hours(seen.removals)} h, "
            f"{len(seen.removals)} of {seen.removed}",
            flush=True,
        )


def tell_costs(days: Sequence[Day]) -> None:
    """Print what crawls cost in each month, the first day apart: growth would show."""
    head = "  days     crawls requests  ms/crawl ms/request ms/100 KB  same work  KB got KB kept /crawl"
    print(f"{head}        WARC catalog frontier MB")
    edges = sorted({1, *(round(_MONTH * month) for month in range(1, 13) if _MONTH * month < len(days)), len(days)})
    for begin, end in pairwise(edges):
        _tell_month(days[begin:end], begin, days[begin - 1])


def _tell_month(days: Sequence[Day], begin: int, before: Day) -> None:
    crawls, got = _sum(day.crawls for day in days), _sum(day.received for day in days)
    requests, cpu = _sum(day.documents + day.pages for day in days), 1000 * _sum(day.cpu for day in days)
    same, last = 1000 * statistics.mean(day.yardstick for day in days), days[-1]
    sizes = "  ".join(f"{size / 1e6:6.1f}" for size in (last.warc, last.catalog, last.frontier))
    print(
        f"  {begin:3}-{begin + len(days):3} {crawls:9} {requests:8} {cpu / crawls:9.1f} {cpu / requests:10.1f} "
        f"{cpu / got * 1e5:9.1f} {same:10.1f} {got / crawls / 1e3:7.1f} {(last.warc - before.warc) / crawls / 1e3:7.1f}"
        f"        {sizes}",
        flush=True,
    )


def _sum(values: Iterable[float]) -> float:
    return sum(values) or 1


if __name__ == "__main__":
    main()
