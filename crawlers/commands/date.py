"""`luuchieu date`: read Vietnamese dates, one JSON object a line."""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

import click

from archive.errors import UsageError
from crawlers.json_lines import row_of, text_of
from pipelines.dates.american import read_by_weekday


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Read JSON lines {text, reference_date}, print JSON lines.")
@click.argument("text", required=False, metavar="TEXT|FILE")
@click.option("--reference", metavar="DATE", help="When TEXT was published: 2020-02-14 or 2020-02-14T10:00.")
def command(as_json: bool, text: str | None, reference: str | None) -> None:
    """Read the date of a Vietnamese expression; with --json of many, lines {text, reference_date} in FILE or on stdin.

    Prints {date, precision, inferred_year, evidence}; a date is null when the expression is refused. Exit code 2 for
    a line that is not such an object.
    """
    if as_json:
        if reference is not None:
            raise UsageError("--reference is of one expression; with --json each line says its own reference_date")
        for number, line in enumerate(_opened(text or "-"), 1):
            if line.strip():
                print(json.dumps(_answer(*_row(line, number)), ensure_ascii=False))
        return
    if text is None:
        raise UsageError(
            "nothing to read: give an expression, or --json and JSON lines {text, reference_date} in a file or on stdin"
        )
    print(json.dumps(_answer(text, _reference(reference, "--reference")), ensure_ascii=False))


def _opened(name: str) -> Iterable[bytes]:
    try:
        return click.open_file(name, "rb")
    except OSError as error:
        raise UsageError(f"{name}: {error.strerror}; --json reads a file, an expression is read without it") from None


def _answer(text: str, reference: dt.date | None) -> dict[str, Any]:
    reading = read_by_weekday(text, reference)
    if reading is None:
        return {"date": None, "precision": None, "inferred_year": False, "evidence": None}
    return {
        "date": reading.value,
        "precision": reading.precision,
        "inferred_year": reading.inferred_year,
        "evidence": reading.evidence,
    }


def _row(line: bytes, number: int) -> tuple[str, dt.date | None]:
    row = row_of(line, number, "text, reference_date")
    return text_of(row, "text", number), _reference(row.get("reference_date"), f"line {number}: reference_date")


def _reference(given: Any, where: str) -> dt.date | None:
    if given is None or given == "":
        return None
    try:
        moment = dt.datetime.fromisoformat(given)
    except (TypeError, ValueError):
        raise UsageError(f"{where}: {given!r} is no ISO date; want 2020-02-14 or 2020-02-14T10:00") from None
    return moment if len(given) > 10 else moment.date()
