"""What a text is found by: keys that its copies share, and keys that are the same whatever its numbers say."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from archive.digests import digest_of
from archive.folding import flat
from pipelines.settling.texts import length, sentences_of

INDEXED_WORDS = 8
MASKED_PASSAGES, MASKED_KEYS = 6, 5
# A row of figures says nothing once they are masked.
_FEWEST_SAID = 4
_NUMBER = re.compile("#[^ \n]+")
# Copied it is had in half the time.
_BLAKE2B = hashlib.blake2b(digest_size=8)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A digest of a text's folded words, and 64-bit hashes of its passages, each once.

    `sentences` are all those of eight words or more, as they stand; `masked` are of passages whose numbers are masked.
    At most MASKED_PASSAGES are drawn, those of the smallest hashes, so that texts alike draw alike. Two make a key,
    since all agencies have single sentences that they write again, and one that is alone makes a key by itself; of all
    pairs MASKED_KEYS are kept, drawn in the same way, or the index would be twice as large.
    """

    exact: str
    sentences: tuple[int, ...]
    masked: tuple[int, ...]


def fingerprint(text: str) -> Fingerprint:
    """The keys under which a text in normal form is looked up; equal for texts that differ in case, marks or layout."""
    marked = "\n".join(sentences_of(flat(text)))
    bare = marked.replace("#", "")
    lengths = list(map(length, marked.split("\n")))
    whole = [one for one, words in zip(bare.split("\n"), lengths, strict=True) if words >= INDEXED_WORDS]
    passages = _masked_passages(_NUMBER.sub("#", marked).split("\n"), lengths)
    drawn = sorted(set(_hashes(passages)))[:MASKED_PASSAGES]
    masked = sorted([one ^ other for one, other in combinations(drawn, 2)])[:MASKED_KEYS] or drawn
    return Fingerprint(digest_of(bare.replace("\n", " ")), tuple(dict.fromkeys(_hashes(whole))), tuple(masked))


def _masked_passages(sentences: Sequence[str], lengths: Sequence[int]) -> Iterator[str]:
    """Sentences with a number in them, and rows of a table or list that follow each other, as long as a sentence."""
    for at, (passage, words) in enumerate(zip(sentences, lengths, strict=True)):
        if is_row := words < INDEXED_WORDS:
            passage, words = _run(sentences, lengths, at)
        numbers = passage.count("#")
        if (is_row or numbers) and words >= INDEXED_WORDS and words - numbers >= _FEWEST_SAID:
            yield passage


def _run(sentences: Sequence[str], lengths: Sequence[int], start: int) -> tuple[str, int]:
    """Short sentences from one on, until they are long enough or a long one comes, and how many words they have."""
    words, end = 0, start
    while words < INDEXED_WORDS and end < len(sentences) and lengths[end] < INDEXED_WORDS:
        words += lengths[end]
        end += 1
    return " ".join(sentences[start:end]), words


def _hashes(passages: Iterable[str]) -> Iterator[int]:
    for passage in passages:
        hashed = _BLAKE2B.copy()
        hashed.update(passage.encode())
        yield int.from_bytes(hashed.digest(), "big")
