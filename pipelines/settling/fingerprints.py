"""What a text is found by: keys that its copies share, and keys that are the same whatever its numbers say."""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import combinations

from pipelines.settling.texts import Text, mask

INDEXED_WORDS = 8
MASKED_PASSAGES, MASKED_KEYS = 6, 5
# A row of figures says nothing once they are masked.
_FEWEST_SAID = 4


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
    parts = Text(text)
    digest = hashlib.sha256(" ".join(parts.words).encode()).digest()
    whole = dict.fromkeys(_hash(sentence) for sentence in parts.sentences if len(sentence) >= INDEXED_WORDS)
    drawn = nsmallest(MASKED_PASSAGES, set(map(_hash, _masked_passages(parts.sentences))))
    masked = nsmallest(MASKED_KEYS, (one ^ other for one, other in combinations(drawn, 2))) or drawn
    return Fingerprint("sha256:" + base64.b32encode(digest).decode(), tuple(whole), tuple(masked))


def _masked_passages(sentences: Sequence[list[str]]) -> Iterator[list[str]]:
    """Sentences with a number in them, and rows of a table or list that follow each other, as long as a sentence."""
    for at, sentence in enumerate(sentences):
        passage = sentence if len(sentence) >= INDEXED_WORDS else _run(sentences, at)
        said = mask(passage)
        is_whole = len(passage) >= INDEXED_WORDS and len(said) - said.count("#") >= _FEWEST_SAID
        if is_whole and (passage is not sentence or "#" in said):
            yield said


def _run(sentences: Sequence[list[str]], at: int) -> list[str]:
    """The words of short sentences from one on, until they are long enough or a long one comes."""
    run: list[str] = []
    while len(run) < INDEXED_WORDS and at < len(sentences) and len(sentences[at]) < INDEXED_WORDS:
        run += sentences[at]
        at += 1
    return run


def _hash(words: Sequence[str]) -> int:
    return int.from_bytes(hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest(), "big")
