"""Links that a script goes to: `<a href="javascript:" onclick="RefreshPageTo(event, '/Lists/Tin/Tin.aspx')">`."""

import re
from collections.abc import Mapping

# What goes somewhere by name. Other calls have paths in quotes too that are no pages, as those that count visits.
# RefreshPageTo, SubmitFormPost, STSNavigate and GoToPage page through SharePoint's list views.
_GOES = re.compile(
    r"(?:\blocation(?:\.href)?\s*=|\blocation\.(?:assign|replace)\(|\b(?:window\.)?open\(|\bRefreshPageTo\(\s*event\s*,"
    r"""|\b(?:SubmitFormPost|STSNavigate|GoToPage)\()\s*(["'])((?!javascript:)[^"'\s]+)\1"""
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))")


def scripted_href(attributes: Mapping[str, str]) -> str:
    """Where the script of an anchor without an address of its own goes; empty where it is computed or goes nowhere."""
    script = f"{attributes.get('href', '')} {attributes.get('onclick', '')}"
    match = _GOES.search(script)
    if match is None or script[match.end() :].lstrip().startswith("+"):
        return ""
    return _ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)) if found[1] or found[2] else found[3], match[2])
