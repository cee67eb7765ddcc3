"""`luuchieu seal`: a signed statement of what the archive holds."""

import base64
import json
import sys
from pathlib import Path

import click

from archive.errors import UsageError
from archive.home import find_home
from crawlers.say import say

_UNCHANGED = "No WARC file was closed since the last statement: one is closed at 1 GB, or when its month has ended."


@click.command()
@click.option("--because", metavar="WHY", help="Sealed files, or the key, are lost for good: why.")
@click.option("--home", type=click.Path(path_type=Path), help="The archive's folder [$LUUCHIEU_HOME, ./luuchieu-home].")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
def command(because: str | None, home: Path | None, as_json: bool) -> None:
    """Write a signed statement of every closed WARC file: name, size, SHA-256, chained to the statement before.

    Publish or print it, and later tampering shows: `luuchieu verify --seals`. The key is made at first use.
    """
    from archive.fixity.keys import seal_key
    from archive.fixity.seal import seal

    place = find_home(home)
    if not place.warc.is_dir():
        raise UsageError(f"no archive at {place.root}: name the right --home, or crawl first (luuchieu crawl)")
    is_first = not (place.keys / "seal.pem").exists()
    public = base64.b64encode(seal_key(place).public_key().public_bytes_raw()).decode()
    path = seal(place, because, _show)
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", err=True, nl=False)
    if as_json:
        say(json.dumps({"statement": str(path) if path else None, "public_key": public}))
        return
    if is_first:
        say(
            f"A key was made: {place.keys / 'seal.pem'}. Whoever holds it can sign in this archive's name: keep it "
            "secret, and a copy of it elsewhere."
        )
    say(f"{path} is written." if path else _UNCHANGED)
    say(f"Ed25519 public key: {public}")


def _show(file: str, offset: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{file} {offset / 1e6:.1f} MB", err=True, nl=False)
