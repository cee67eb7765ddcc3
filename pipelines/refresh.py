"""Where a meta refresh sends the browser: `0; url=/tin-moi/`."""

import re

# Possessive: three repeats of blanks in a row took cubic time on a content of nothing else.
_REFRESH = re.compile(
    r"""^\s*+(?:[\d.]++(?:\s*+[;,]\s*+|\s++)|[;,]\s*+|(?<=\s))url\s*=\s*["']?\s*([^"']+)""", re.IGNORECASE
)


def refresh_href(content: str) -> str | None:
    """The reference in the content of a meta refresh as it is written; None where the page only reloads itself."""
    match = _REFRESH.match(content)
    return match[1].strip() if match else None
