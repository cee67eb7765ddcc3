"""The outlet whose mark a text begins or ends with: `(Chinhphu.vn) – `, `Hà Nội (TTXVN 5/5) – `, `… (TTXVN)`."""

import re
from dataclasses import replace

from archive.orthography import fold
from pipelines.reading.credit_lines import Credit, credit_of
from pipelines.reading.lines import Line
from pipelines.reading.names import is_name, is_place
from pipelines.reading.outlets import host_of, is_named_outlet, is_outlet

_CLOSING = re.compile(
    r"(?P<end>[.!?”\"/…])\s*\((?:(?:theo )?nguồn(?P<label>:)? ?|theo )?(?P<who>[^()]{2,50})\)\s*[./]*$", re.IGNORECASE
)
_CLOSING_BARE = re.compile(r"(?P<end>[.!?…”\"]) (?:(?:Theo n|N)guồn:?|Theo) (?P<who>[^!?]{2,40}?)[./ ]*$")
_BRACKETED = re.compile(r"\[(?P<who>[^\[\]]{2,40})\]\s*(?:[-–—:]\s+)?(?=\S)")
_HOST_FIRST = re.compile(r"(?P<who>[\w.-]{4,30}):\s+(?=\S)")
_DASH = r"\s*[-–—:]+\s+(?=\S)"
# 'Hà Nội (TTXVN 5/5) – ', '(PV/TTXVN) - ', '(Chinhphu.vn) – ', 'TTXVN - '
_OPENING = re.compile(
    r"^(?P<place>(?:[^\W\d_][\w.]*[ ,]+){0,5})\((?P<who>[^()]{2,40}?)"
    r"(?:[\s,–-]+(?:ngày )?\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})?)?\)"
    rf"{_DASH}|^(?P<short>[^\s()–—:-][^()–—:-]{{1,30}}?)\s*[-–—]+\s+(?=\S)"
)
# brackets that tell of the text, not of its outlet
_NO_OUTLET = re.compile(
    r"(?:tiep|ky|phan|bai|theo|anh|tin|video|clip|ban|trich|cap nhat|nguon|xem|gio|ngay|thu|chu nhat)\b"
)
_MOST_WORDS = 4
# two capitals may be anybody's
_SHORTEST = 3
_SHORTEST_REST = 30


def without_closing(lines: list[Line]) -> tuple[list[Line], Credit]:
    """A source in brackets after the last sentence: `… trong tháng 6./. (TTXVN)`."""
    last = lines[-1].text if lines else ""
    match = _CLOSING.search(last) or _CLOSING_BARE.search(last)
    credit = _closing(match) if match else None
    if match is None or credit is None:
        return lines, Credit()
    text = lines[-1].text[: match.end("end")]
    return [*lines[:-1], replace(lines[-1], text=text)], credit


def _closing(match: re.Match[str]) -> Credit | None:
    labelled = credit_of(f"Nguồn: {match['who']}") if match.groupdict().get("label") else None
    return labelled if labelled and labelled.source else _in_brackets(match["who"])


def without_opening(lines: list[Line], site: str) -> tuple[list[Line], Credit]:
    """An outlet's mark before the first words: `(Chinhphu.vn) – `, `TTXVN - `, `Hà Nội (TTXVN 5/5) – `."""
    for position, line in enumerate(lines[:2]):
        if named := _marked_as(line.text):
            who, rest = named
            return [*lines[:position], replace(line, text=rest), *lines[position + 1 :]], Credit(source=who)
        match = _OPENING.match(line.text)
        rest = line.text[match.end() :] if match else ""
        credit = _opening(match, rest, site) if match and len(rest) > _SHORTEST_REST else None
        if match and credit:
            place = f"{match['place'].strip(' ,')} – " if match["place"] else ""
            lines = [*lines]
            lines[position] = replace(line, text=place + rest)
            return lines, credit
    return lines, Credit()


def _marked_as(text: str) -> tuple[str, str] | None:
    """The known outlet in square brackets, or the host before a colon, that a text begins with, and its rest."""
    match = _BRACKETED.match(text) or _HOST_FIRST.match(text)
    if match is None or len(rest := text[match.end() :]) <= _SHORTEST_REST or rest[0].islower():
        return None
    known = is_outlet(match["who"]) if text[0] == "[" else host_of(match["who"]) is not None
    return (match["who"], rest) if known else None


def _in_brackets(who: str) -> Credit | None:
    """The outlet or the crew that brackets at a text's ends name; a name may be of whom the text quotes."""
    credit = credit_of(f"({who})")
    return credit if credit and (credit.source or (credit.is_bare and not is_name(who))) else None


def _opening(match: re.Match[str], rest: str, site: str) -> Credit | None:
    who, short, place = match["who"], match["short"], match["place"]
    if short:
        # 'ASEAN - Nhật Bản': only what is known to be an outlet is one, before a sentence
        known = is_named_outlet(short) or (site and fold(short) == site)
        return Credit(source=short) if known and not rest[0].islower() else None
    if place and not is_place(place.strip(" ,")):
        return None
    if credit := _in_brackets(who):
        return credit
    if place or not who[0].isupper() or len(who) < _SHORTEST or len(who.split()) > _MOST_WORDS:
        return None
    is_none = is_place(who) or is_name(who) or any(map(str.isdigit, who)) or _NO_OUTLET.match(fold(who))
    return None if is_none else Credit(source=who)
