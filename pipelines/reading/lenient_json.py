"""JSON as templates write it into pages: in comments, with commas and quotes where none may be. Guessing at nothing."""

import json
import re
from collections.abc import Iterator
from typing import Any

from pipelines.references import unescape

_BEGIN = re.compile(r'\{\s*["}]|\[\s*[{\[]')
_CONTROL = re.compile(r"[\x00-\x1f]+")
_TRAILING_COMMA = re.compile(r",\s*(?=[}\]])")
# Half a pair, which cutting a text before an emoji's second half leaves, is no letter; no database takes it.
_HALF_PAIR = re.compile(
    r"\\u[dD](?:[89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|[c-fC-F](?<!\\u[dD][89abAB]..\\u[dD].)[0-9a-fA-F]{2})"
)
_LONE_BACKSLASH = re.compile(r'\\(?!["\\/bfnrtu])')
# What may follow the quote that ends a string; any other quote inside one belongs to its words.
_ENDS = re.compile(r'\s*(?:[:}\]]|,\s*(?:["{\[}\]\d-]|true|false|null)|$)')
_DECODER = json.JSONDecoder(strict=False)
_LONGEST_MENDED = 200_000


def lenient_json(text: str) -> list[Any]:
    """The values of a script that should be one JSON value; none where it cannot be told what is meant.

    Comments and CDATA marks around it, several values in a row, raw control characters, trailing commas, entities in
    place of quotes, and unescaped quotes inside strings are forgiven; half a surrogate pair becomes U+FFFD.
    """
    text = _HALF_PAIR.sub(r"\\ufffd", text)
    try:
        return [json.loads(text, strict=False)]
    except ValueError:
        pass
    except RecursionError:  # brackets without end
        return []
    if '"' not in text:
        text = unescape(text)
    text = text.replace("<![CDATA[", "")
    begin = _BEGIN.search(text)
    if begin is None or len(text) > _LONGEST_MENDED:
        return []
    plain = text[begin.start() :]
    spaced = _TRAILING_COMMA.sub("", _CONTROL.sub(" ", plain))
    attempts = (plain, spaced, _LONE_BACKSLASH.sub(r"\\\\", spaced), _quoted(_LONE_BACKSLASH.sub(r"\\\\", spaced)))
    return next((values for values in map(list, map(_values, attempts)) if values), [])


def _values(text: str) -> Iterator[Any]:
    """The values from the beginning of a text on; none of them unless the first is whole."""
    begin: re.Match[str] | None = _BEGIN.match(text)
    while begin:
        try:
            value, end = _DECODER.raw_decode(text, begin.start())
        except (ValueError, RecursionError):
            return
        yield value
        begin = _BEGIN.search(text, end)


def _quoted(text: str) -> str:
    """The text with quotes inside its strings escaped."""
    parts, inside, last = [], False, 0
    for match in re.finditer(r'(?<!\\)"', text):
        if inside and not _ENDS.match(text, match.end()):
            parts += [text[last : match.start()], '\\"']
            last = match.end()
            continue
        inside = not inside
    return "".join(parts) + text[last:]
