"""Technical regulations and standards in a text: `QCVN 40:2011/BTNMT`, `TCVN 7699-2-1:2007`, `ISO/IEC 17025`."""

import re
from collections.abc import Iterator

from pipelines.mentions.mention import NEXT, YEAR, Mention

_ABROAD = ("ISO", "IEC", "TS", "TR", "OIML", "CAC", "GUIDE", "HACCP")
_NAMES = [
    "QCVN",
    "QCĐP",
    "QCKT",
    "QCTĐHN",
    "QCXDVN",
    "TCVN",
    "TCXDVN",
    "TCXD",
    "TCCS",
    "TCN",
    "ĐLVN",
    "DLVN",
    "ISO",
    "IEC",
    "OIML",
]
_SERIES = (
    rf"(?:{'|'.join(_NAMES)}|\d{{2}}\s?TCN)"
    rf"(?:(?:\s?[/-]\s?|\s)(?:{'|'.join(_ABROAD)}|Guide)(?![^\W\d])){{0,3}}"
)
# Letters name what a regulation is for: QCVN 08-MT, of the environment.
_PARTS = r"(?:-\d{1,3}[A-Z]?(?!\w)|\s?-\s?\d{1,3}(?=\s?:\s?\d{4}))*"
_NUMBER = rf"(?P<number>(?:[RD]\s?)?\d{{1,6}}[A-Z]?{_PARTS}(?:-(?:MT|[A-ZĐ]{{2,4}}(?=\s?:)))?)"
_ISSUER = r"(?P<issuer>(?!(?:ISO|IEC|HACCP|TCVN|QCVN)\b)[A-ZĐ][A-Za-zĐđ]{1,12}(?:-[A-ZĐ]{2,8})?)(?!\w)"
# Nothing is read of a number that goes on.
_END = r"(?!\w|[:-]\d|/\d{1,3}(?!\d))"


def _with_year(signs: str) -> str:
    """A number, with its year behind one of these signs."""
    year = rf"(?:\s?[{signs}]\s?{YEAR}|:(?P<short>[6-9]\d)(?!\d))"
    return rf"{_NUMBER}(?:{year}(?:\s?/\s?{_ISSUER})?)?{_END}"


# Tried at every letter of a text the whole would be dear.
_START = re.compile(r"[QTĐDIO\d](?<![\w/].)(?!(?<=\d\d\sT)CN)(?=C[VCNXKĐT]|LV|SO|EC|IML|\d\s?TCN)")
_STANDARD = re.compile(rf"(?P<series>{_SERIES})\s?[:-]?\s?(?:[sS][ốỐ]\s?:?\s?)?{_with_year(':/-')}")
# The first part is no later item of a list: 1:2000 is the scale of a map.
_LISTED = re.compile(rf"(?!1:2000(?!\d)){_with_year(':')}")
# One of several letters at every place would be dear: looked for from one letter in the name of every series.
_NAMED = tuple(map(re.compile, ("C(?:(?<=[QT]C)|(?<=IEC))", "N(?<=LVN)", "O(?:(?<=ISO)|IML)")))
_NAMED_IN_SMALL = tuple(map(re.compile, ("v(?<=cv)n", "s(?<=[iI]s)o")))
# 'TCVN 4453-87' is of 1987; IEC 60335-2-80 has a part 80, and so has TCVN 6396, as its number was first given later.
_NATIONAL = ("TCVN", "TCXD", "TCN")
_DASHED = re.compile(r"(\d{1,3}|[1-5]\d{3}|[67]\d{3}(?=-9[5-9]))-([6-9]\d)")
_ENDS = re.compile(r"\s*(?:[,;.)\n]|và\b|$)")
# Films and cameras are as sensitive as that.
_SENSITIVITIES = {"1000", "1250", "1600", "2000", "2500", "3200", "4000", "5000", "6400", "8000", "12800", "25600"}


def find_standards(text: str) -> Iterator[Mention]:
    """Each standard that a text names, also in small letters and further ones of a list; some stand in two."""
    if any(name.search(text) for name in _NAMED):
        yield from _standards(text)
    if any(name.search(text) for name in _NAMED_IN_SMALL) and len(raised := text.upper()) == len(text):
        yield from _standards(raised)


def _standards(text: str) -> Iterator[Mention]:
    begins = (begin.start() for begin in _START.finditer(text))
    for match in filter(None, (_STANDARD.match(text, begin) for begin in begins)):
        series = _spelt(match["series"])
        if match["year"] or match["short"] or not _may_mean_other(series, match["number"]):
            yield from _listed(series, [match, *_further(series, match)])


def _further(series: str, first: re.Match[str]) -> list[re.Match[str]]:
    """The numbers that follow one in a list, to the last that has a year."""
    found, last, end = [], 0, first.end()
    while (sign := NEXT.match(first.string, end)) and (match := _LISTED.match(first.string, sign.end())):
        found.append(match)
        end, last = match.end(), len(found) if _is_dated(series, match, first) else last
    return found[:last]


def _is_dated(series: str, item: re.Match[str], first: re.Match[str]) -> bool:
    """Whether a further number has its year; of `5574-91` it is one, `10-75` may count anything but behind its like."""
    (number, year), (shown, known) = _number_and_year(series, item), _number_and_year(series, first)
    is_alike = known is not None and len(number) == len(shown) and _ENDS.match(item.string, item.end()) is not None
    return bool(item["year"] or (year and (len(number) > 3 or is_alike)))


def _listed(series: str, items: list[re.Match[str]]) -> Iterator[Mention]:
    """`TCVN 6663-1, 3:2011`: the series stands once, and so may the number before its parts and the year behind all."""
    told, whole = [_number_and_year(series, item) for item in items], ""
    for position, item in enumerate(items):
        whole = _whole(told[position][0], whole)
        dated = next((at for at in range(position, len(items)) if told[at][1]), position)
        yield _standard(series, whole, told[dated][1], items[dated]["issuer"], item.span())


def _whole(number: str, before: str) -> str:
    """A number of a list, or as many parts as it has in place of the last ones of that before: `7447-5-51, 5-52`."""
    head, *parts = before.split("-")
    own = number.split("-")
    if not parts or len(own[0]) >= len(head):
        return number
    return "-".join([head, *parts[: max(0, len(parts) - len(own))], *own])


def _number_and_year(series: str, item: re.Match[str]) -> tuple[str, str | None]:
    number = "".join(item["number"].split())
    year = item["year"] or (item["short"] and f"19{item['short']}")
    if not year and series.endswith(_NATIONAL) and (dashed := _DASHED.fullmatch(number)):
        return dashed[1], f"19{dashed[2]}"
    return number, year


def _may_mean_other(series: str, number: str) -> bool:
    """Whether a number without its year may be a sensitivity, a year, or too short to say anything."""
    if series not in ("ISO", "IEC", "TCN"):
        return False
    return len(number) < 4 or number in _SENSITIVITIES or bool(re.fullmatch(r"(?:19|20)\d\d", number))


def _standard(series: str, number: str, year: str | None, issuer: str | None, span: tuple[int, int]) -> Mention:
    whole = f"{series} {number}"
    whole += f":{year}" if year else ""
    whole += f"/{issuer}" if issuer else ""
    return Mention(series, whole, int(year) if year else None, issuer, span=span)


def _spelt(series: str) -> str:
    """`TCVN-ISO IEC` as `TCVN ISO/IEC`: bodies abroad behind a stroke each."""
    parts = (
        re.sub(r"^(\d\d)\s", r"\1", series.upper().replace("DLVN", "ĐLVN")).replace("-", " ").replace("/", " ").split()
    )
    abroad = "/".join(part for part in parts if part in _ABROAD).replace("/GUIDE", " Guide")
    return " ".join([*(part for part in parts if part not in _ABROAD), *filter(None, [abroad])])
