"""`luuchieu demo`: a made-up agency's site on this machine, crawled, edited, crawled again, and proven."""

import shutil
import sys
from pathlib import Path

import click

from archive.errors import UsageError
from archive.home import make_folder

_MARK = "DEMO.txt"
_MARKED = (
    "This folder was made by `luuchieu demo`, which deletes and makes it again whenever it runs. Keep nothing here.\n"
)


@click.command()
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("luuchieu-demo"),
    show_default=True,
    help="The demo's own archive; an earlier demo's is replaced, any other folder refused.",
)
def command(home: Path) -> None:
    """See all of it in under a minute: crawl, catalog, search, proof, versions, verify.

    An invented agency's site is served on this machine and crawled for real; its editors change it, and it is crawled
    again. Nothing else is asked over the network. Exit code 1 when anything is not as it was written: the demo is a
    check too.
    """
    from crawlers.demo.tour import tour

    faults = tour(_fresh(home))
    for fault in faults:
        click.secho(f"✗ {fault}", fg="red", err=True)
    sys.exit(1 if faults else 0)


def _fresh(home: Path) -> Path:
    """An empty folder marked as a demo's. Raises UsageError for a folder that holds anything else."""
    if home.exists() and any(home.iterdir()):
        if not (home / _MARK).is_file():
            raise UsageError(f"{home} holds something that is not a demo's; name another folder with --home DIR")
        shutil.rmtree(home)
    make_folder(home)
    (home / _MARK).write_text(_MARKED, encoding="utf-8")
    return home
