"""The `luuchieu` command: one small module a subcommand, imported when it is called.

A module `crawlers/commands/<name>.py` that defines `command` is a subcommand; nothing else registers it. Modules
import what is heavy (Scrapy, trafilatura) inside their functions, so that `search` pays for neither.
"""

import difflib
import importlib
import pkgutil
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from archive.errors import LuuchieuError, UsageError
from crawlers.say import say
from crawlers.trouble import explained

_NO_UTF8 = re.compile("[\udc80-\udcff]")  # how Python holds bytes of the command line that are none


class Commands(click.Group):
    """The subcommands found in this package."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all subcommands, sorted."""
        return sorted(module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one subcommand, or None when there is none of that name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command = importlib.import_module(f"{__name__}.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the subcommand; for an unknown one fail with the nearest."""
        name = args[0]
        if not name.startswith("-") and name not in self.list_commands(ctx):
            near = difflib.get_close_matches(name, self.list_commands(ctx), n=1)
            hint = f"; did you mean {near[0]!r}?" if near else "; `luuchieu --help` lists them"
            raise UsageError(f"no command {name!r}{hint}")
        return super().resolve_command(ctx, args)


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="luuchieu", prog_name="luuchieu")
def luuchieu() -> None:
    """Crawl Vietnamese agency news, keep it as faithful WARC, and search the catalog that is proven from it.

    Start with `luuchieu demo`, then `luuchieu agency list` and `luuchieu crawl AGENCY`.
    """


def main() -> None:
    """Run the program; every error meant for a person becomes one sentence on stderr and its exit code."""
    try:
        luuchieu.main(standalone_mode=True)
    except Exception as error:
        told = explained(error) or _mistyped(error, sys.argv[1:])
        if told is None:
            raise
        _fail(told)


def _mistyped(error: Exception, words: Iterable[str]) -> UsageError | None:
    """What to say of a word on the command line that is no UTF-8, where that is why something cannot be written."""
    odd = next(filter(_NO_UTF8.search, words), None)
    if odd is None or not isinstance(error, UnicodeEncodeError):
        return None
    return UsageError(f"{odd!r} is no UTF-8: type it on a terminal that is set to UTF-8")


def _fail(error: LuuchieuError) -> None:
    say(f"luuchieu: {error}", err=True)
    sys.exit(error.exit_code)
