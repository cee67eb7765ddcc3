"""Addresses of sites that stand below their articles, where no class of a template names them."""

import re
from collections.abc import Sequence

from pipelines.reading.lines import Line
from pipelines.reading.pruning import is_prose

_REACHED = re.compile(r"\b(?:webmaster|hotline|e-?mail|điện thoại|đt|tel|fax)\s*:\s*\S*[\d@]", re.IGNORECASE)
_MOST = 4


def without_address(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without the site's address, its box and what follows it: below the box of all prose."""
    last = range(max(0, len(lines) - _MOST), len(lines))
    reached = next((at for at in last if ":" in lines[at].text and _REACHED.search(lines[at].text)), 0)
    prose = list(filter(is_prose, lines[:reached]))
    if len(prose) < 2:
        return lines
    around = set(prose[-1].element.iterancestors())
    box = next((one for one in prose[0].element.iterancestors() if one in around), None)
    if box in lines[reached].element.iterancestors():
        return lines
    card = lines[reached].element.getparent()
    begin = reached if card in around else next(at for at in last if lines[at].element.getparent() is card)
    return lines[:begin]
