"""What was edited between two versions of an article, word by word, and of what kind each edit is."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

from archive.orthography import same_tone_placement
from archive.settled import Edit, Version

_WORD = re.compile(r"\d[\d.,:/-]*\d%?|\d%?|[^\W\d_][\w\u0300-\u036f]*|[^\w\s]|\w")
_NUMBER = re.compile(r"\d[\d.,:/-]*%?")
_DATE = re.compile(
    r"\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|\b\d{1,2}[-.]\d{1,2}[-.]\d{4}\b|\b\d{1,2}(?:h\d{0,2}|:\d\d|\s+giờ(?:\s+\d+)?)"
    r"|\b(?:ngày|mùng|mồng)\s+\d{1,2}(?:[/-]\d{1,4}){0,2}\b|\btháng\s+[\w/]+|\bnăm\s+\d{4}\b|\b(?:thứ\s+\w+|chủ\s+nhật)\b",
    re.IGNORECASE,
)
_COUNT = r"[\d.,]+\s*[km]?(?!\w)"
_LABELLED = re.compile(
    rf"(?:(?:số\s+)?lượt\s+(?:xem|đọc|truy\s+cập|tải)|(?:đã\s+)?(?:xem|đọc)|bình\s+luận|views?)\s*:?\s*\(?{_COUNT}\)?",
    re.IGNORECASE,
)
_COUNTED = re.compile(rf"{_COUNT}\s*(?:lượt\s+(?:xem|đọc|tải|truy\s+cập)|bình\s+luận|views?)\b", re.IGNORECASE)
_SENTENCE_END = frozenset(".!?:;…“\"'-–•")
# Beyond so many comparisons a rewritten passage is one edit.
_MOST = 1_000_000
_NEAR = 2


@dataclass(frozen=True, slots=True)
class Word:
    """A word, number or mark of a text: where it stands, and what it is compared by."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that both texts have (`same`), or that one has in place of the other's. Texts as written."""

    kind: Literal["same", "title", "date", "figures", "names", "text"]
    before: str
    after: str


def words_of(text: str) -> list[Word]:
    """The words of a text; white space and the placement of tones do not tell words apart."""
    return [Word(match.start(), match.end(), same_tone_placement(match[0])) for match in _WORD.finditer(text)]


def reads_same(before: str, after: str) -> bool:
    """Whether two texts differ in nothing but white space, the placement of tones, and counters of readers."""
    return before == after or _significant(before) == _significant(after)


def _significant(text: str) -> list[str]:
    return [word.key for line in text.splitlines() for word in words_of(_without_counter(line))]


def _without_counter(line: str) -> str:
    """A line that counts readers without the count; a sentence that tells of so many views is none."""
    for counter, others in ((_LABELLED, 4), (_COUNTED, 1)):
        rest, found = counter.subn("", line)
        if found and len(rest.split()) <= others:
            return rest
    return line


def edits_of(versions: Sequence[Version], dates: Iterable[tuple[str, str]]) -> tuple[Edit, ...]:
    """All edits of an article in order of time.

    `dates` are the publication dates that its page showed, each with its capture's time. One that only became more
    or less precise is no edit.
    """
    found = [edit for before, after in pairwise(versions) for edit in edits_between(before, after)]
    found += [Edit(at, "date", was, now) for (_, was), (at, now) in pairwise(dates) if not _agree(was, now)]
    return tuple(sorted(found, key=lambda edit: edit.changed))


def _agree(was: str, now: str) -> bool:
    return was.startswith(now) or now.startswith(was)


def edits_between(before: Version, after: Version) -> list[Edit]:
    """What was edited from one version to another, in reading order: the title first."""
    same_title = reads_same(before.title or "", after.title or "")
    whole = [] if same_title else [Edit(after.captured, "title", before.title, after.title)]
    pieces = compare(before.text, after.text)
    return whole + [
        Edit(after.captured, one.kind, _bare(one.before), _bare(one.after)) for one in pieces if one.kind != "same"
    ]


def _bare(text: str) -> str | None:
    return text.strip() or None


def compare(before: str, after: str) -> list[Piece]:
    """Two texts as pieces in reading order; those that differ carry their kind."""
    pieces: list[Piece] = []
    for old, new in _blocks(before, after):
        pieces += _compared(old, new)
    return _joined(pieces)


def _blocks(before: str, after: str) -> Iterator[tuple[str, str]]:
    """The texts line by line where lines agree, else the lines that stand in place of each other."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    keys = [[same_tone_placement(" ".join(line.split())) for line in text] for text in (old, new)]
    for _, i, j, k, n in SequenceMatcher(None, keys[0], keys[1], autojunk=False).get_opcodes():
        yield "".join(old[i:j]), "".join(new[k:n])


def _compared(before: str, after: str) -> list[Piece]:
    """The pieces of two passages; white space before a word goes with it, so nothing is lost."""
    old, new = words_of(before), words_of(after)
    if [word.key for word in old] == [word.key for word in new]:
        return [Piece("same", before, after)] if before or after else []
    pieces, marks = [], (_dates(before), _dates(after))
    for same, i, j, k, n in _opcodes(old, new):
        kind = "same" if same else _kind((old, i, j, marks[0]), (new, k, n, marks[1]))
        pieces.append(Piece(kind, _slice(before, old, i, j), _slice(after, new, k, n)))
    return pieces


def _opcodes(old: Sequence[Word], new: Sequence[Word]) -> Iterator[tuple[bool, int, int, int, int]]:
    if len(old) * len(new) > _MOST:
        yield False, 0, len(old), 0, len(new)
        return
    keys = [[word.key for word in side] for side in (old, new)]
    for tag, i, j, k, n in SequenceMatcher(None, keys[0], keys[1], autojunk=False).get_opcodes():
        yield tag == "equal", i, j, k, n


def _slice(text: str, words: Sequence[Word], first: int, last: int) -> str:
    """The words as written, with the blanks before them; the last ones take the text's end too."""
    start = words[first - 1].end if first else 0
    end = len(text) if last == len(words) else words[last - 1].end if last > first else start
    return text[start:end] if last > first else ""


def _dates(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _DATE.finditer(text)]


_Side = tuple[Sequence[Word], int, int, list[tuple[int, int]]]


def _kind(old: _Side, new: _Side) -> Literal["date", "figures", "names", "text"]:
    changed = [side for side in (old, new) if side[1] < side[2]]
    if all(_is_date(*side) for side in changed):
        return "date"
    if len(changed) == 2 and all(_is_figures(*side[:3]) for side in changed):
        return "figures"
    if len(changed) == 2 and all(_is_name(*side[:3]) for side in changed):
        return "names"
    return "text"


def _is_date(words: Sequence[Word], first: int, last: int, dates: list[tuple[int, int]]) -> bool:
    return all(any(start <= word.start and word.end <= end for start, end in dates) for word in words[first:last])


def _is_figures(words: Sequence[Word], first: int, last: int) -> bool:
    return all(_NUMBER.fullmatch(word.key) for word in words[first:last])


def _is_name(words: Sequence[Word], first: int, last: int) -> bool:
    """Whether all words begin with a capital that they do not owe to their sentence's beginning."""
    if not all(word.key[:1].isupper() for word in words[first:last]):
        return False
    return last - first > 1 or (first > 0 and words[first - 1].key not in _SENTENCE_END)


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours of one kind as one piece; rewritten text with a word or two left standing is rewritten as a whole."""
    joined: list[Piece] = []
    for piece in pieces:
        joined.append(piece)
        while (merged := _merged(joined)) is not None:
            joined = merged
    return joined


def _merged(pieces: list[Piece]) -> list[Piece] | None:
    if len(pieces) > 1 and pieces[-1].kind == pieces[-2].kind:
        return [*pieces[:-2], _sum(pieces[-2:])]
    if len(pieces) > 2 and pieces[-1].kind == pieces[-3].kind == "text" and len(words_of(pieces[-2].after)) <= _NEAR:
        return [*pieces[:-3], _sum(pieces[-3:])]
    return None


def _sum(pieces: Sequence[Piece]) -> Piece:
    return Piece(pieces[-1].kind, "".join(one.before for one in pieces), "".join(one.after for one in pieces))
