"""`luuchieu read`: what one page says, from a file, standard input or the network, without an archive."""

import dataclasses
import io
import json
import sys
from pathlib import Path
from typing import Any

import click

from archive import clock
from archive.errors import UsageError
from archive.home import find_home
from archive.model import Exchange, Reading
from archive.urls import fetch_key, host_of, origin_of
from crawlers.say import say
from pipelines.agency import Agency

_NO_URL = "http://unknown.invalid/page"
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"


@click.command(name="read")
@click.argument("pages", nargs=-1, required=True, metavar="FILE|URL|- …")
@click.option("--url", help="The page's address, for files: links are resolved against it.")
@click.option("--agency", "slug", help="Read with the hints of this agency's file.")
@click.option("--home", type=click.Path(path_type=Path), help="Where one's own agency files lie.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a page.")
def command(pages: tuple[str, ...], url: str | None, slug: str | None, home: Path | None, as_json: bool) -> None:
    """Read pages and print title, date with its evidence, and text; nothing is archived.

    Exit code 3 when no page could be fetched, 1 when only some could.
    """
    if url and len(pages) > 1:
        raise UsageError("--url names one page's address, but several pages are given; read them one by one")
    if url:
        _check(url, "--url: ")
    for page in filter(_is_address, pages):
        _check(page)
    agency = _agency(slug, home) if slug else None
    failed = 0
    for page in pages:
        exchange = _exchange(page, url, agency)
        failed += exchange.failure is not None
        row = _row(page, *_read(exchange, agency))
        if as_json:
            say(json.dumps(row, ensure_ascii=False))
        elif exchange.failure:
            say(f"{page}: {row['reason']}", err=True)
        else:
            say(_for_people(row))
    if failed:
        sys.exit(3 if failed == len(pages) else 1)


def _is_address(page: str) -> bool:
    return page.lower().startswith(("http://", "https://"))


def _check(url: str, given: str = "") -> None:
    try:
        fetch_key(url)
    except ValueError as error:
        raise UsageError(f"{given}{error}") from error


def _agency(slug: str, home: Path | None) -> Agency:
    from crawlers.agencies import SHIPPED
    from pipelines.agency_file import find_agency

    return find_agency(slug, SHIPPED, find_home(home).agencies)


def _exchange(page: str, url: str | None, agency: Agency | None) -> Exchange:
    if _is_address(page):
        from crawlers.capture_once import fetch

        return fetch(page, agency)
    return _wrapped(_bytes_of(page), url or _NO_URL)


def _bytes_of(page: str) -> bytes:
    if page == "-":
        return sys.stdin.buffer.read()
    if not page:
        raise UsageError("'' names no page: write a file, a web page with its https://, or - for standard input")
    path = Path(page)
    if path.is_dir():
        raise UsageError(f"{page} is a folder; name the HTML files in it, such as {page.rstrip('/')}/*.html")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"there is no file {page!r}; a web page is named with its https://") from None
    except PermissionError:
        raise UsageError(f"{page}: not allowed to read this file") from None


def _wrapped(data: bytes, url: str) -> Exchange:
    """A file's bytes as the answer that a server might have given; one that holds a whole answer stays as it is."""
    response = data if data.startswith(b"HTTP/") else _HEAD + data
    return Exchange(url, clock.stamp(clock.now()), b"", io.BytesIO(response))


def _read(exchange: Exchange, agency: Agency | None) -> tuple[str | None, Reading]:
    """The page's address, its own where none was given, and its reading."""
    from pipelines.reading.page import read_page

    reading = read_page(exchange, agency)
    if exchange.url != _NO_URL:
        return exchange.url, reading
    own = reading.canonical
    if own is None or exchange.response is None or host_of(own) == host_of(_NO_URL):
        return None, reading  # a relative canonical link names no host
    if reading.outcome == "listing" or own.removesuffix("/") != origin_of(own):
        return own, read_page(dataclasses.replace(exchange, url=own), agency)
    # Templates call the site's front the address of every page: only the host of its links is known by it.
    return None, read_page(dataclasses.replace(exchange, url=f"{origin_of(own)}/page"), agency)


def _row(page: str, url: str | None, reading: Reading) -> dict[str, Any]:
    published = reading.published
    evidence = {"text": published.text, "where": published.where} if published else None
    if published and evidence and published.inferred_year:
        evidence["inferred_year"] = "yes"
    return {
        "file": page,
        "url": url,
        "title": reading.title,
        "published": published.value if published else None,
        "published_precision": published.precision if published else None,
        "published_evidence": evidence,
        "author": reading.author,
        "credited_source": reading.credited_source,
        "section": reading.section,
        "text": reading.raw_text or _text(reading),
        "text_normal": _text(reading) if reading.raw_text else None,
        "lang": reading.lang,
        "encoding": reading.encoding,
        "outcome": reading.outcome,
        "reason": reading.reason,
        "attachments": list(reading.attachments),
    }


def _text(reading: Reading) -> str:
    return "\n".join(block.text for block in reading.blocks)


def _for_people(row: dict[str, Any]) -> str:
    evidence = row["published_evidence"]
    dated = f"{row['published']}  (from {evidence['where']}: {evidence['text']!r})" if evidence else "no date found"
    by = " · ".join(part for part in (row["author"], row["credited_source"]) if part)
    head = [row["title"] or "(no title)", dated, by, f"{row['outcome']}: {row['reason']}"]
    return "\n".join([*(line for line in head if line), "", row["text_normal"] or row["text"], ""])
