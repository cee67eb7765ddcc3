"""`luuchieu search`: articles by their words."""

import difflib
import json
from dataclasses import asdict
from pathlib import Path

import click

from archive.catalog import Catalog
from archive.census import agencies_of, check_agency, check_section
from archive.errors import UsageError
from archive.figures import MOST
from archive.home import find_home
from archive.search import Hit, search
from crawlers.say import say


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("query", nargs=-1, required=True)
@click.option("--agency", metavar="SLUG", help="Only articles of this agency.")
@click.option("--since", metavar="DAY", help="Published on this day or later: 2020-02-13, 2020-02 or 2020.")
@click.option("--until", metavar="DAY", help="Published on this day or before.")
@click.option("--section", help="Only articles of this section of their site.")
@click.option("--limit", type=click.IntRange(1, MOST), default=20, show_default=True, help="At most so many.")
@click.option("--home", type=click.Path(path_type=Path), help="The archive's folder [$LUUCHIEU_HOME, ./luuchieu-home].")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def command(
    query: tuple[str, ...],
    agency: str | None,
    since: str | None,
    until: str | None,
    section: str | None,
    limit: int,
    home: Path | None,
    as_json: bool,
) -> None:
    """Find articles, the best first, by words typed with marks (exact) or without (`ha noi` finds Hà Nội).

    QUERY: words that all occur; "a phrase"; prefix*; one OR other; -without.
    """
    _refuse_unknown_options(query)
    with Catalog.reader(find_home(home).catalog) as catalog:
        if agency is not None:
            check_agency(agency, agencies_of(catalog))
        hits = search(catalog, " ".join(query), agency, since, until, section, limit)
        if section is not None and not hits:
            check_section(section, catalog, agency)
    for hit in hits:
        say(json.dumps(asdict(hit), ensure_ascii=False) if as_json else _lines(hit))
    if not hits and not as_json:
        say("nothing found", err=True)


def _refuse_unknown_options(query: tuple[str, ...]) -> None:
    """`-word` belongs to the query, so click lets unknown options pass; `--word` is a slip of the pen."""
    known = [name for parameter in command.params for name in parameter.opts if name.startswith("--")]
    for word in query:
        if word.startswith("--"):
            near = difflib.get_close_matches(word, known, n=1)
            raise UsageError(f"no option {word!r}" + (f"; did you mean {near[0]!r}?" if near else ""))


def _lines(hit: Hit) -> str:
    published = (hit.published or "undated")[:10]
    where = f"  in {hit.attachment}\n" if hit.attachment else ""
    return f"{published}  {hit.agency}  {hit.title or '(untitled)'}\n  {hit.url}\n{where}  {hit.snippet}\n"
