"""`luuchieu same`: are two texts one text told twice?"""

import json
from typing import BinaryIO

import click

from crawlers.json_lines import row_of, text_of
from crawlers.say import say
from pipelines.settling.duplicates import Relation, relation


@click.command()
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--json", "as_json", is_flag=True, help="Print JSON lines {same, kind, score} instead of words.")
def command(file: BinaryIO, as_json: bool) -> None:
    """Compare pairs of texts: JSON lines {a, b} in FILE or on standard input, one answer a line, in order.

    A pair is the same text told twice (exact, republication, excerpt), or it is not (template-sibling: another event
    in the same words; different). Exit code 2 for a line that is not such an object.
    """
    for number, line in enumerate(file, 1):
        if line.strip():
            found = relation(*_pair(line, number))
            say(_as_json(found) if as_json else _in_words(found))


def _pair(line: bytes, number: int) -> tuple[str, str]:
    row = row_of(line, number, "a, b")
    return text_of(row, "a", number), text_of(row, "b", number)


def _as_json(found: Relation) -> str:
    return json.dumps({"same": found.same, "kind": found.kind, "score": found.score})


def _in_words(found: Relation) -> str:
    return f"{'same' if found.same else 'not the same'}: {found.kind} ({found.score:.2f})"
