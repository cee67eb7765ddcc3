"""Saved pages of an agency with what must be read from them, checked without a network."""

import datetime as dt
import difflib
import io
import json
from pathlib import Path
from typing import Any

from archive import clock
from archive.errors import UsageError
from archive.model import Exchange, Reading
from pipelines.agency import Agency
from pipelines.reading.page import read_page

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
_EXACT = ("outcome", "title", "published", "author", "credited_source", "section", "text")
_KEYS = ("url", "captured", *_EXACT, "contains", "lacks")


def check_fixtures(agency: Agency, folder: Path) -> list[str]:
    """Read every saved page in `folder` again; one sentence for each difference, none when all is as expected.

    Raises UsageError for a fixture that is malformed or lacks its page.
    """
    return [wrong for path in sorted(folder.glob("*.json")) for wrong in _differences(agency, path)]


def _differences(agency: Agency, path: Path) -> list[str]:
    expected = _expected(path)
    reading = read_page(_exchange(path, expected), agency)
    text = _text(reading)
    got = {**{key: getattr(reading, key, None) for key in _EXACT}, "text": text}
    got["published"] = reading.published.value if reading.published else None
    wrong = [
        f"{path}: {key} is {got[key]!r}, expected {expected[key]!r}"
        for key in _EXACT
        if key in expected and got[key] != expected[key]
    ]
    wrong += [f"{path}: the text lacks {part!r}" for part in expected.get("contains", []) if part not in text]
    return wrong + [f"{path}: the text contains {part!r}" for part in expected.get("lacks", []) if part in text]


def _expected(path: Path) -> dict[str, Any]:
    try:
        expected = json.loads(path.read_bytes())
    except ValueError as error:
        raise UsageError(f"{path}: not valid JSON: {error}") from error
    if not isinstance(expected, dict) or not isinstance(expected.get("url"), str):
        raise UsageError(f'{path}: must be an object with the page\'s address, {{"url": "https://…", "title": "…"}}')
    for key in expected.keys() - set(_KEYS):
        near = difflib.get_close_matches(key, _KEYS, 1)
        raise UsageError(
            f"{path}: {key!r} is no key of a fixture; "
            + (f"did you mean {near[0]!r}?" if near else f"one of {', '.join(_KEYS)}")
        )
    return expected


def _exchange(path: Path, expected: dict[str, Any]) -> Exchange:
    page = path.with_suffix(".html")
    if not page.exists():
        raise UsageError(f"{path}: its page {page.name} is missing beside it")
    data = page.read_bytes()
    saved = expected.get("captured") or dt.datetime.fromtimestamp(page.stat().st_mtime, dt.UTC).isoformat()
    try:
        started = clock.stamp(clock.parse(saved))
    except ValueError as error:
        raise UsageError(f"{path}: captured = {saved!r} is no day or time (2026-03-01)") from error
    return Exchange(expected["url"], started, b"", io.BytesIO(data if data.startswith(b"HTTP/") else _HEAD + data))


def _text(reading: Reading) -> str:
    return "\n".join(block.text for block in reading.blocks)
