"""`luuchieu show`: one article with its evidence and provenance."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from archive.catalog import Catalog
from archive.home import find_home
from archive.lookup import look_up
from crawlers.say import say


@click.command()
@click.argument("url")
@click.option("--home", type=click.Path(path_type=Path), help="The archive's folder [$LUUCHIEU_HOME, ./luuchieu-home].")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each agency that knows the URL.")
def command(url: str, home: Path | None, as_json: bool) -> None:
    """Show the article that URL belongs to: text, dates with their evidence, versions, and where its bytes lie."""
    with Catalog.reader(find_home(home).catalog) as catalog:
        portraits = look_up(catalog, url)
    for portrait in portraits:
        say(json.dumps(portrait, ensure_ascii=False) if as_json else "\n".join(_lines(portrait)))


def _lines(portrait: dict[str, Any]) -> Iterator[str]:
    known, article = portrait["known"], portrait["article"]
    if article is None:
        yield f"{known['url']}\n  {known['agency']}: no article; {_why_none(portrait)}"
    else:
        yield from _article_lines(article)
        if article["url"] != known["url"]:
            yield f"  asked for: {known['url']}, which belongs to it"
    yield "  captures of this URL:"
    for one in portrait["captures"]:
        what = one["failure_reason"] or f"{one['status']} {one['outcome'] or ''}".strip()
        yield f"    {one['captured']}  {one['kind']}  {what}  {one['warc_file']}:{one['warc_offset']}"


def _why_none(portrait: dict[str, Any]) -> str:
    """Why a URL shows no article: what became of it, or what its last capture answered and was read as."""
    known, captures = portrait["known"], portrait["captures"]
    if not known["archived"]:
        return f"{known['state']} ({known['reason']})" if known["reason"] else str(known["state"])
    last = captures[-1]
    came = f"asked in vain last ({known['reason']})" if last["failure_reason"] else f"answered {last['status']}"
    read = next((f"{one['outcome']}: {one['reason']}" for one in reversed(captures) if one["outcome"]), "not read yet")
    onward = f", leading to {known['redirect']}" if known["redirect"] else ""
    return f"{came}{onward}; {read}"


def _article_lines(article: dict[str, Any]) -> Iterator[str]:
    untitled = "(withheld)" if article["state"] == "withheld" else "(untitled)"
    yield f"{article['title'] or untitled}\n{article['url']}\n"
    state = article["state"] + (f" ({article['state_detail']})" if article["state_detail"] else "")
    facts = {
        "agency": article["agency"],
        "kind": article["kind"],
        "state": state,
        "published": _published(article),
        "modified": article["modified"],
        "author": article["author"],
        "credited source": article["credited_source"],
        "section": article["section"],
        "captured": f"{article['first_captured']} to {article['last_captured']}",
        "proof": f"{article['warc_file']} offset {article['warc_offset']} length {article['warc_length']}",
        "payload digest": article["payload_digest"],
    }
    yield from (f"  {name}: {value}" for name, value in facts.items() if value)
    yield from map(_ruling, article["rulings"])
    if article["text"] is not None:
        yield f"\n{article['text']}\n"
    for position, one in enumerate(article["versions"], 1):
        yield f"  version {position}: {one['captured']}  {one['text_digest']}  {one['warc_file']}:{one['warc_offset']}"
    yield from (f"  attachment: {one['url']} ({one['mime'] or 'not archived'})" for one in article["attachments"])
    yield from (f"  {one['kind']}: {one['a']} and {one['b']}, first {one['first']}" for one in article["related"])


def _ruling(one: dict[str, Any]) -> str:
    what = "withheld" if one["name"] == "withheld" else f"{one['name']} = {one['value']!r}"
    what = what if one["value"] is not None else f"{one['name']} no longer decided"
    later = "" if one["newest"] else "; overruled since"
    return f"  by hand: {what} by {one['who']} on {one['decided'][:10]}, because {one['because']}{later}"


def _published(article: dict[str, Any]) -> str:
    evidence = article["published_evidence"]
    if evidence is None:
        return "nothing tells"
    inferred = ", year inferred" if evidence["inferred_year"] else ""
    value, precision = article["published"], article["published_precision"]
    return f"{value} ({precision}) from {evidence['text']!r} in {evidence['where']}{inferred}"
