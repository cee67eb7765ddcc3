"""A document that a text names."""

import re
from dataclasses import dataclass

# Word keeps a number on one line by a hyphen that does not break; other editors make minus signs and long dashes.
_SIGNS = {"∕": "/", "⁄": "/", "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-"}
YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
NEXT = re.compile(r"\s{0,2}(?:[,;]|và\b|hoặc\b)\s{0,2}(?:và\s)?(?:số\s{0,2})?(?=\d)", re.IGNORECASE)
"""What stands between two numbers of a list."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A document named in a text. `number` is spelt one way, `text` as it stands there.

    `type` is the kind in words (`nghị định`) or a standard's series (`QCVN`, `TCVN ISO`), None where neither code nor
    word tells; `issuer` the code of who issued it (`CP`, `TTg`, `BTNMT`); `date` an ISO day that follows the number.
    """

    type: str | None
    number: str
    year: int | None = None
    issuer: str | None = None
    date: str | None = None
    text: str = ""
    span: tuple[int, int] = (0, 0)

    @property
    def row(self) -> tuple[str | None, str, int | None, str | None, str | None, str]:
        """The columns of the catalog."""
        return (self.type, self.number, self.year, self.issuer, self.date, self.text)


def plain_signs(text: str) -> str:
    """The text with one dash and one stroke for all, letter for letter."""
    for odd, plain in _SIGNS.items():
        text = text.replace(odd, plain)
    return text
