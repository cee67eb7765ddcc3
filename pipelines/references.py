"""Character references, as a browser resolves them."""

import html
import re

# More digits than `int` takes.
_ENDLESS = re.compile(r"&#[0-9]{4300,};?")


def unescape(text: str) -> str:
    """The text with its HTML character references resolved; a number that is no character's becomes U+FFFD."""
    try:
        return html.unescape(text)
    except ValueError:
        return html.unescape(_ENDLESS.sub("\ufffd", text))
