"""JSON lines handed to a command: each an object with certain keys, or a sentence that says what is wrong."""

import json
from typing import Any

from archive.errors import UsageError


def row_of(line: bytes, number: int, keys: str) -> dict[str, Any]:
    """The object on one line. Raises UsageError that names the line; `keys` says what such an object holds."""
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UsageError(f"line {number}: not UTF-8 (byte {error.start})") from None
    except json.JSONDecodeError as error:
        raise UsageError(f"line {number}: not JSON: {error.msg} at column {error.colno}") from None
    if not isinstance(row, dict):
        raise UsageError(f"line {number}: want an object {{{keys}}}, got {line.decode().strip()[:60]}")
    return row


def text_of(row: dict[str, Any], key: str, number: int) -> str:
    """The string under a key of a line's object. Raises UsageError that names line and keys where there is none."""
    text = row.get(key)
    if not isinstance(text, str):
        raise UsageError(f"line {number}: key {key!r} is missing or no string (keys: {', '.join(row) or 'none'})")
    return text
