"""Texts that a page tells only to its scripts: the state that Next.js ships, and the body that JSON-LD repeats.

Browsers build the page of it; what else the page holds is a menu and a footer.
"""

import json
import re
from collections.abc import Iterator
from html import escape
from typing import Any

from pipelines.reading.bare_titles import names_site
from pipelines.reading.keys import key_of
from pipelines.reading.metadata import Metadata
from pipelines.reading.site_names import NO_TITLES
from pipelines.references import unescape

_MARKUP = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BLOCKS = re.compile(r"<(?:p|div|br|h\d|li|tr)\b", re.IGNORECASE)
_SHORTEST = 150
_DEEPEST = 12
# when a text was published; where nothing is said of that, when it was made
_DATES = re.compile(r"(?:date_?)?publish(?:ed)?_?(?:at|date|on|time)?|ngay_?dang", re.IGNORECASE)
_MADE = re.compile(r"created_?(?:at|date)?", re.IGNORECASE)
_LEDES = re.compile(r"sapo|lead|description|excerpt|summary|tom_?tat|mo_?ta", re.IGNORECASE)
# what tells of a text and is none, and what editors keep beside theirs for their own scripts
_NO_TEXTS = re.compile(r"sapo|description|excerpt|summary|keywords|tom_?tat|mo_?ta", re.IGNORECASE)
_CODE = ("{", "[")
_SURROGATES = re.compile("[\ud800-\udfff]")


def told_to_scripts(metadata: Metadata) -> str | None:
    """The article as HTML, title, date, lede and text; None where no script is told one of this page's title.

    What tells of the site under its own name is none.
    """
    said = (metadata.first("og:title"), metadata.head_title)
    keys = {key_of(text) for text in said if text and not names_site(text)} - NO_TITLES - {""}
    for thing in _objects(metadata):
        title = next(
            (one for one in thing.values() if isinstance(one, str) and key_of(unescape(one[:300])) in keys), None
        )
        texts = (value for name, value in thing.items() if _is_text(name, value))
        text = max(texts, key=len, default=None)
        if title and text:
            return _SURROGATES.sub("\ufffd", _page(title, text, thing))
    return None


def _objects(metadata: Metadata) -> Iterator[dict[str, Any]]:
    yield from metadata.articles
    try:
        yield from _inside(json.loads(metadata.state or "null"))
    except (ValueError, RecursionError):  # no JSON, a number of thousands of digits, brackets without end
        return


def _inside(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _inside(inner, depth + 1)


def _is_text(name: str, value: Any) -> bool:
    if not isinstance(value, str) or len(value) < _SHORTEST or _NO_TEXTS.search(name):
        return False
    return value.count(" ") * 20 > len(value) and not value.lstrip().startswith(_CODE)


def _page(title: str, text: str, thing: dict[str, Any]) -> str:
    date = _named(_DATES, thing)
    if date is None and not any(thing[name] for name in thing if _DATES.fullmatch(name)):
        date = _named(_MADE, thing)
    stamp = f'<p class="date"><time datetime="{escape(date)}">{escape(date)}</time></p>' if date else ""
    lede = _named(_LEDES, thing)
    lede = f'<p class="lead">{_plain(lede)}</p>' if lede and lede not in text else ""
    return f"<article><h1>{_plain(title)}</h1>{stamp}{lede}<div class='article-body'>{_body(text)}</div></article>"


def _body(text: str) -> str:
    """A text as HTML: JSON-LD holds plain text, marked up text, and that with its markup escaped."""
    if not _MARKUP.search(text):
        text = unescape(text)
    if not _MARKUP.search(text):
        return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())
    return text if _BLOCKS.search(text) else f"<p>{'</p><p>'.join(text.splitlines())}</p>"


def _plain(text: str) -> str:
    return escape(_MARKUP.sub(" ", unescape(text)))


def _named(names: re.Pattern[str], thing: dict[str, Any]) -> str | None:
    said = (value for name, value in thing.items() if names.fullmatch(name) and isinstance(value, str) and value)
    return next(said, None)
