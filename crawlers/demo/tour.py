"""What the demo tells, step by step. Each step shows what it found and returns what is not as it was written."""

import difflib
import os
import shlex
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from archive.catalog import Catalog
from archive.fixity.verify import verify
from archive.home import Home
from archive.search import search
from crawlers.demo.days import EDITED, NEW, OLD, REMOVED, SLUG, Crawled, Days
from crawlers.demo.held import differences
from crawlers.demo.layout import column, good, heading, progress, say, type_this, width
from crawlers.demo.proof import prove
from crawlers.demo.server import served
from crawlers.demo.theme import NAME
from crawlers.demo.written import Written

_QUERY = "do man song tra ri"
_SHOWN_OF_EACH = 3


def tour(folder: Path) -> list[str]:
    """Run the demo in an empty folder and tell it on the terminal. Returns every fault, none when all is well."""
    started = time.monotonic()
    days = Days()
    with served(days.site):
        faults = list(_first_day(days, folder))
        if faults:
            return faults
        faults += _later_days(days, folder)
    home = Home(folder.resolve())
    with Catalog.reader(home.catalog) as catalog:
        faults += _show_catalog(catalog)
        faults += _show_search(catalog, folder)
        faults += prove(home, catalog)
        faults += _show_versions(catalog)
        faults += _show_verify(home, catalog, folder)
    _what_next(folder, days.site.url + EDITED, time.monotonic() - started)
    return faults


def _first_day(days: Days, folder: Path) -> Iterator[str]:
    articles = list(days.site.articles.values())
    heading(1, "A site")
    say(
        f"{NAME}, an invented agency, is served at {days.site.url}: {len(articles)} articles of the years"
        f" {articles[0].published:%Y} to {articles[-1].published:%Y}, in the manner of WordPress, with counters,"
        " comments, a calendar without end. The file below is all that is known of it."
    )
    click.echo(f"   {days.write_agency(folder)}")
    heading(2, "The first crawl")
    # A crawl that a full disk stopped may have left no catalog to look into.
    yield from list(_crawl(days, 0, folder)) or _held(folder, days, articles)


def _later_days(days: Days, folder: Path) -> Iterator[str]:
    heading(3, "The site changes, and is crawled again")
    new = days.edit()
    removed = days.removed
    assert removed
    say(f"edited:    {days.site.articles[EDITED].title}")
    say(f"published: {new.title}")
    say(f"removed:   {removed.title} (410 from now on)")
    for day in (1, 2):
        yield from _crawl(days, day, folder)
    yield from _held(folder, days, [*days.site.articles.values(), removed])
    with Catalog.reader(Home(folder).catalog) as catalog:
        rows = catalog.select("SELECT state FROM articles WHERE url = ?", (days.site.url + REMOVED,))
    if [row["state"] for row in rows] != ["gone"]:
        yield f"{REMOVED} was removed; the catalog says {rows}, not that it is gone"
    else:
        good("the removed one is gone, said on two days; its text stays in the archive")


def _crawl(days: Days, day: int, folder: Path) -> Iterator[str]:
    when = ("two days ago", "a day ago", "today")[day]
    type_this(f"luuchieu crawl {SLUG} --home {shlex.quote(str(folder))}   # {when}")
    ended = days.crawl(day, folder, _follow)
    progress("")
    if ended.code:
        yield from _crawl_faults(ended, when)
        return
    report = ended.report
    changed = report["new_versions"]
    counts = f"{report['captured']} captures; new articles: {report['new_articles']}, changed: {changed}"
    say(f"{counts}; {report['seconds']:.1f} s")


def _follow(event: dict[str, Any]) -> None:
    if event["event"] == "progress":
        progress(f"{event['captured']} captured, {event['waiting']} waiting, {event['read']} read")


def _crawl_faults(ended: Crawled, when: str) -> Iterator[str]:
    findings = ended.report.get("findings", [])
    yield f"the crawl of {when} ended with exit code {ended.code}: " + "; ".join([*ended.errors, *findings])


def _held(folder: Path, days: Days, articles: list[Written]) -> Iterator[str]:
    with Catalog.reader(Home(folder).catalog) as catalog:
        faults = list(differences(catalog, days.site.url, articles))
    yield from faults
    if not faults:
        good(f"{len(articles)} articles in the catalog: title, time, author, paragraphs as written")


def _show_catalog(catalog: Catalog) -> Iterator[str]:
    heading(4, "The catalog")
    rows = catalog.select(
        """SELECT title, published, published_precision AS precision,
                  published_evidence ->> 'text' AS said, published_evidence ->> 'where' AS stood
           FROM (SELECT *, row_number() OVER (PARTITION BY published_precision ORDER BY published DESC) AS place
                 FROM articles)
           WHERE place <= ? ORDER BY published DESC""",
        (_SHOWN_OF_EACH,),
    )
    room = width() - 3 - 27
    click.echo("   " + click.style(column("published", 27) + "title", dim=True))
    for row in rows:
        click.echo(f"   {column(row['published'], 27)}{column(row['title'], room).rstrip()}")
        evidence = column(f"“{row['said']}” in {row['stood']}", room).rstrip()
        click.echo("   " + click.style(column(f"  to the {row['precision']}, from", 27) + evidence, dim=True))
    if {row["precision"] for row in rows} != {"second", "day"}:
        yield f"posts are dated to the second and documents to the day; the catalog shows {len(rows)} such articles"


def _show_search(catalog: Catalog, folder: Path) -> Iterator[str]:
    heading(5, "Search, typed without marks")
    type_this(f'luuchieu search "{_QUERY}" --home {shlex.quote(str(folder))}')
    hits = search(catalog, _QUERY, limit=3)
    if not hits:
        yield f"searching {_QUERY!r} found nothing"
    for hit in hits:
        say(f"{(hit.published or '')[:10]}  {hit.title}")
        say(hit.snippet, indent=15)


def _show_versions(catalog: Catalog) -> Iterator[str]:
    heading(7, "Versions of the edited article")
    rows = catalog.select(
        "SELECT captured, text, text_digest, warc_offset FROM versions WHERE url LIKE ?", (f"%{EDITED}",)
    )
    captures = catalog.select("SELECT count(*) AS n FROM captures WHERE url LIKE ?", (f"%{EDITED}",))
    for row in rows:
        click.echo(f"   {row['captured'][:19]}Z  {row['text_digest'][:30]}…  WARC offset {row['warc_offset']}")
    if len(rows) != 2 or OLD not in rows[0]["text"] or NEW not in rows[1]["text"]:
        yield f"{EDITED} was edited once; the catalog holds {len(rows)} versions"
        return
    for line in difflib.unified_diff(rows[0]["text"].splitlines(), rows[1]["text"].splitlines(), n=0, lineterm=""):
        if not line.startswith(("---", "+++", "@@")):
            click.secho("   " + column(line, width() - 3), fg="green" if line.startswith("+") else "red")
    say(
        f"{captures[0]['n']} captures, each with other bytes since the page counts its views; {len(rows)} versions,"
        " since its text changed once."
    )


def _show_verify(home: Home, catalog: Catalog, folder: Path) -> Iterator[str]:
    heading(8, "The whole archive, checked")
    type_this(f"luuchieu verify --home {shlex.quote(str(folder))}")
    findings = list(verify(home, catalog))
    (rows,) = catalog.select("SELECT (SELECT count(*) FROM capture) + (SELECT count(*) FROM note) AS n")
    yield from (f"{finding.file} at {finding.offset}: {finding.what}" for finding in findings)
    if not findings:
        good(f"{rows['n']} records checked, digests and rows: all well")


def _what_next(folder: Path, url: str, seconds: float) -> None:
    heading(9, f"What to type next ({seconds:.0f} s in all)")
    home = f"--home {shlex.quote(str(folder))}"
    activate = Path(sys.prefix) / "bin" / "activate"
    if shutil.which("luuchieu") is None and activate.exists():
        click.secho("   # first, that this shell finds luuchieu", dim=True)
        type_this(f". {shlex.quote(os.path.relpath(activate))}")
    for line, why in (
        (f"luuchieu show {url} {home}", "one article, its evidence and versions"),
        (f'luuchieu search "kiểm định" --since 2020 {home}', "typed with marks: these words exactly"),
        (f"luuchieu status {home}", "what is kept, what is missing, and why"),
        (f"luuchieu rebuild --into {shlex.quote(str(folder))}-2 {home}", "the same catalog, from the WARC files alone"),
        ("luuchieu agency list", "the agencies that come with luuchieu"),
        ("luuchieu crawl cebid --limit 20", "a real one, politely: a request a second"),
    ):
        click.secho(f"   # {why}", dim=True)
        type_this(line)
