"""`luuchieu diff`: what was edited between two versions of an article."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.catalog import Catalog
from archive.errors import UsageError
from archive.home import find_home
from archive.lookup import known_urls, lost_row
from archive.settled import Version
from crawlers.say import printable, say

if TYPE_CHECKING:
    from pipelines.settling.changes import Piece

_CONTEXT = 60
_TIME = re.compile(r"\d{4}-\d\d(-\d\d(T\d\d(:\d\d(:\d\d(\.\d+)?)?)?Z?)?)?")


@click.command()
@click.argument("url")
@click.option("--between", nargs=2, metavar="A B", help="Versions by number or by time: 1 3, 2026-03-01 2026-05.")
@click.option("--agency", metavar="SLUG", help="Of which agency, where several know the URL.")
@click.option("--home", type=click.Path(path_type=Path), help="The archive's folder [$LUUCHIEU_HOME, ./luuchieu-home].")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with every piece of both texts.")
def command(url: str, between: tuple[str, str] | None, agency: str | None, home: Path | None, as_json: bool) -> None:
    """Show what was edited in the article of URL, word by word: between its last two versions, or --between two.

    Removed words stand in [-…-], added ones in {+…+}; on a terminal in colour.
    """
    with Catalog.reader(find_home(home).catalog) as catalog:
        slug, article, versions = _versions(catalog, url, agency)
    old, new = _chosen(versions, between)
    if as_json:
        say(_as_json(slug, article, old, new))
    else:
        click.echo("\n".join(_lines(article, versions, old, new)))


def _versions(catalog: Catalog, url: str, agency: str | None) -> tuple[str, str, tuple[Version, ...]]:
    from archive.articles import stored_article

    known = [row for row in known_urls(catalog, url, agency) if row["article"]]
    if len(known) > 1:
        raise UsageError(f"{url} is known of {' and '.join(row['agency'] for row in known)}: name one with --agency")
    if not known:
        raise UsageError(f"{url} shows no article; `luuchieu show` says what it is")
    place = (known[0]["agency"], known[0]["article"])
    if catalog.select("SELECT 1 FROM withheld WHERE agency = ? AND url = ?", place):
        raise UsageError(f"{place[1]} is withheld; `luuchieu show` says why")
    article = stored_article(catalog.connection, *place)
    if article is None or not article.versions:
        raise lost_row(*place)
    return (*place, article.versions)


def _chosen(versions: tuple[Version, ...], between: tuple[str, str] | None) -> tuple[Version, Version]:
    if between:
        return _version(versions, between[0]), _version(versions, between[1])
    if len(versions) < 2:
        raise UsageError(f"there is one version only, of {versions[0].captured}: it has always read the same")
    return versions[-2], versions[-1]


def _version(versions: tuple[Version, ...], named: str) -> Version:
    """The version of a number, or the one that stood at a time. Raises UsageError, naming those that there are."""
    if named.isdecimal() and 0 < int(named) <= len(versions):
        return versions[int(named) - 1]
    stood = [one for one in versions if one.captured <= named or one.captured.startswith(named)]
    if stood and _is_time(named):
        return stood[-1]
    there = ", ".join(f"{number} ({one.captured})" for number, one in enumerate(versions, 1))
    raise UsageError(f"no version {named!r}; there are: {there}")


def _is_time(named: str) -> bool:
    """Whether it is a time of the calendar, to whichever precision: no month 13."""
    written = named.removesuffix("Z")
    try:
        datetime.fromisoformat(written + "2000-01-01T00:00:00"[len(written) :])
    except ValueError:
        return False
    return bool(_TIME.fullmatch(named))


def _as_json(agency: str, url: str, old: Version, new: Version) -> str:
    from pipelines.settling.changes import compare, edits_between

    sides = {
        side: {"captured": one.captured, "title": one.title, "text_digest": one.text_digest}
        for side, one in (("before", old), ("after", new))
    }
    told = {
        "agency": agency,
        "url": url,
        **sides,
        "edits": [asdict(edit) for edit in edits_between(old, new)],
        "title": [asdict(piece) for piece in compare(old.title or "", new.title or "")],
        "text": [asdict(piece) for piece in compare(old.text, new.text)],
    }
    return json.dumps(told, ensure_ascii=False)


def _lines(url: str, versions: tuple[Version, ...], old: Version, new: Version) -> Iterator[str]:
    from pipelines.settling.changes import compare, edits_between

    yield url
    for sign, one in (("-", old), ("+", new)):
        yield f"{sign} version {versions.index(one) + 1} of {len(versions)}, {one.captured}"
    title = compare(printable(old.title or ""), printable(new.title or ""))
    if any(piece.kind != "same" for piece in title):
        yield "\n" + "".join(map(_marked, title))
    text = compare(printable(old.text), printable(new.text))
    if any(piece.kind != "same" for piece in text):
        yield "\n" + "".join(_shown(text)).strip()
    kinds = [edit.kind for edit in edits_between(old, new)]
    counts = {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}
    yield "\n" + (", ".join(f"{count} {kind}" for kind, count in counts.items()) or "they read the same")


def _shown(pieces: "list[Piece]") -> Iterator[str]:
    """What changed, with some words around it; the rest is left out."""
    for position, piece in enumerate(pieces):
        if piece.kind != "same":
            yield _marked(piece)
            continue
        head = piece.after[:_CONTEXT] if position else ""
        tail = piece.after[-_CONTEXT:] if position < len(pieces) - 1 else ""
        yield piece.after if len(piece.after) <= 2 * _CONTEXT else f"{head} … {tail}"


def _marked(piece: "Piece") -> str:
    if piece.kind == "same":
        return piece.after
    removed, added, text = piece.before.strip(), piece.after.strip(), piece.after or piece.before
    marks = [text[: len(text) - len(text.lstrip())]]
    marks += [click.style(f"[-{removed}-]", fg="red")] if removed else []
    marks += [click.style(f"{{+{added}+}}", fg="green")] if added else []
    return "".join(marks)
