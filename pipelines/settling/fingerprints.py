"""What a text is found by: keys that its copies share, and keys that are the same whatever its numbers say."""

import base64
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import combinations

from pipelines.settling.texts import length, sentences_of

INDEXED_WORDS = 8
MASKED_PASSAGES, MASKED_KEYS = 6, 5
# A row of figures says nothing once they are masked.
_FEWEST_SAID = 4
_NUMBER = re.compile("#[^ ]+")


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
    sentences = sentences_of(text)
    digest = hashlib.sha256(_bare(" ".join(sentences)).encode()).digest()
    whole = dict.fromkeys(_hash(_bare(sentence)) for sentence in sentences if length(sentence) >= INDEXED_WORDS)
    drawn = nsmallest(MASKED_PASSAGES, {_hash(passage) for passage in _masked_passages(sentences)})
    masked = nsmallest(MASKED_KEYS, (one ^ other for one, other in combinations(drawn, 2))) or drawn
    return Fingerprint("sha256:" + base64.b32encode(digest).decode(), tuple(whole), tuple(masked))


def _masked_passages(sentences: Sequence[str]) -> Iterator[str]:
    """Sentences with a number in them, and rows of a table or list that follow each other, as long as a sentence."""
    for at, sentence in enumerate(sentences):
        is_row = length(sentence) < INDEXED_WORDS
        passage = _run(sentences, at) if is_row else sentence
        numbers = passage.count("#")
        if (is_row or numbers) and length(passage) >= INDEXED_WORDS and length(passage) - numbers >= _FEWEST_SAID:
            yield _NUMBER.sub("#", passage)


def _run(sentences: Sequence[str], at: int) -> str:
    """Short sentences from one on, until they are long enough or a long one comes."""
    run: list[str] = []
    words = 0
    while words < INDEXED_WORDS and at < len(sentences) and length(sentences[at]) < INDEXED_WORDS:
        run.append(sentences[at])
        words += length(sentences[at])
        at += 1
    return " ".join(run)


def _bare(words: str) -> str:
    return words.replace("#", "")


def _hash(words: str) -> int:
    return int.from_bytes(hashlib.blake2b(words.encode(), digest_size=8).digest(), "big")
