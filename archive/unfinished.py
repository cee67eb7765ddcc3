"""A home that `luuchieu rebuild` has not made all of yet: a text in it says so, to people and to every command."""

import re
import shlex
from pathlib import Path

from archive.errors import UsageError
from archive.operator import login_name
from archive.whole import whole_file

NAME = "REBUILD-UNFINISHED.txt"

_TEXT = """\
This home is unfinished: not all of it has been made yet from the archive that is named below, and every command but
this one refuses it. This one carries on, and removes this file at its end:

    {command}

Should that archive be no more, remove this file by hand: `luuchieu reindex` then reads whatever is here.

from: {source}
begun by: {who}
"""
_SOURCE = re.compile("^from: (.+)$", re.MULTILINE)


def mark_unfinished(home: Path, source: Path) -> None:
    """Say in a home that it is being made from another; `(home / NAME).unlink()` says that it is whole."""
    text = _TEXT.format(command=_command(home, str(source)), source=source, who=login_name())
    with whole_file(home / NAME) as part:
        part.write_text(text, encoding="utf-8", errors="surrogateescape")  # a folder's name need not be UTF-8


def source_of(home: Path) -> str | None:
    """What an unfinished home is made from, "" where its text does not name it; None for a home that is whole."""
    try:
        text = (home / NAME).read_text(encoding="utf-8", errors="surrogateescape")
    except (FileNotFoundError, NotADirectoryError):
        return None
    found = _SOURCE.search(text)
    return found[1] if found else ""


def refuse_unfinished(home: Path) -> None:
    """Raises UsageError for an unfinished home: what it lacks yet would be taken for what was never archived."""
    source = source_of(home)
    if source is not None:
        raise UsageError(
            f"{home} is unfinished: `{_command(home, source)}` has not ended; wait for it, run it again if it was "
            "stopped, or name another --home"
        )


def _command(home: Path, source: str) -> str:
    return f"luuchieu rebuild --home {shlex.quote(source or 'HOME')} --into {shlex.quote(str(home))}"
