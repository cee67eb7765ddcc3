"""How the demo looks on a terminal: 80 to 100 columns, colour only where somebody sees it (click strips it else)."""

import re
import shutil
import sys
import textwrap
import unicodedata

import click

_NARROWEST, _WIDEST = 80, 100


def width() -> int:
    """Columns to write in."""
    return min(max(shutil.get_terminal_size((_WIDEST, 24)).columns, _NARROWEST), _WIDEST)


def heading(number: int, words: str) -> None:
    """A numbered heading."""
    click.echo()
    click.secho(f"{number}. {words}", bold=True, fg="cyan")


def say(words: str, indent: int = 3) -> None:
    """A paragraph, wrapped; what stands in brackets is lit."""
    pad = " " * indent
    wrapped = textwrap.fill(words, width(), initial_indent=pad, subsequent_indent=pad, break_on_hyphens=False)
    click.echo(re.sub(r"\[[^\]]+\]", lambda match: click.style(match[0], bold=True), wrapped))


def type_this(line: str) -> None:
    """A command as a person would type it."""
    click.echo("   " + click.style("$ ", dim=True) + click.style(line, bold=True))


def good(words: str) -> None:
    """Something that was checked and holds."""
    click.echo("   " + click.style("✓ ", fg="green") + words)


def column(text: str, room: int) -> str:
    """Text cut or padded to so many columns."""
    composed = unicodedata.normalize("NFC", text)
    return composed.ljust(room) if len(composed) <= room else composed[: room - 1] + "…"


def progress(words: str) -> None:
    """What goes on right now, on one line that the next replaces; nothing where nobody watches."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{words and '   ' + words}", err=True, nl=False)
