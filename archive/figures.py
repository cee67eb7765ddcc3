"""Numbers that others write, in headers, addresses and attributes."""

MOST = 2**63 - 1
"""The largest number that SQLite takes."""

_LONGEST = 18


def figure(written: str | bytes) -> int | None:
    """The number that ASCII digits write; None for anything else, and for more digits than any count or size has.

    `int` takes neither all that `str.isdigit` does, such as `²`, nor more than 4,300 digits.
    """
    return int(written) if written.isascii() and written.isdigit() and len(written) <= _LONGEST else None
