"""How commands print: nothing that a site wrote is an order to the terminal."""

import re

import click

# Controls but tab and line feed, and what turns the direction in which the rest of a line is shown.
_ORDERS = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """The text with its orders to a terminal written out, as `\\u001b`; to who reads JSON that says the same."""
    return text if text.isprintable() else _ORDERS.sub(lambda order: f"\\u{ord(order[0]):04x}", text)


def say(text: str, err: bool = False, nl: bool = True) -> None:
    """Print for a person, or a line of JSON; with `err` to standard error."""
    click.echo(printable(text), err=err, nl=nl)
