"""Numbers of legal documents, official letters and standards in a text: `155/2016/NĐ-CP`, `QCVN 40:2011/BTNMT`."""

from collections.abc import Iterator
from dataclasses import replace

from pipelines.mentions.bare import find_bare
from pipelines.mentions.documents import find_documents
from pipelines.mentions.mention import Mention, plain_signs
from pipelines.mentions.standards import find_standards

__all__ = ["Mention", "find_mentions"]


def find_mentions(text: str) -> tuple[Mention, ...]:
    """The documents that a text in normal form names, in its order, each once with all that is said of it anywhere."""
    told: dict[tuple[str, str], Mention] = {}
    for one in sorted(_all(plain_signs(text)), key=lambda one: one.span):
        key = (one.number, one.issuer or "")
        told[key] = _merged(told[key], one) if key in told else replace(one, text=text[slice(*one.span)])
    return tuple(told.values())


def _merged(first: Mention, again: Mention) -> Mention:
    return replace(first, type=first.type or again.type, year=first.year or again.year, date=first.date or again.date)


def _all(text: str) -> Iterator[Mention]:
    """Every mention that shares no letter with one before it."""
    taken = bytearray(len(text))
    for finder in (find_standards, find_documents, find_bare):
        for mention in finder(text):
            start, end = mention.span
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                yield mention
