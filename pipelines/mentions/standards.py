"""Technical regulations and standards in a text: `QCVN 40:2011/BTNMT`, `TCVN 7699-2-1:2007`, `ISO/IEC 17025`."""

import re
from collections.abc import Iterator

from pipelines.mentions.mention import NEXT, YEAR, Mention

_ABROAD = ("ISO", "IEC", "TS", "TR", "OIML", "CAC", "GUIDE", "HACCP")
_NAMES = ("QCVN", "QCĐP", "QCKT", "TCVN", "TCXDVN", "TCXD", "TCCS", "TCN", "ĐLVN", "DLVN", "ISO", "IEC", "OIML")
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
_START = re.compile(r"[QTĐDIO\d](?<![\w/].)(?=C[VCNXKĐ]|LV|SO|EC|IML|\d\s?TCN)")
_STANDARD = re.compile(rf"(?P<series>{_SERIES})\s?[:-]?\s?(?:[sS][ốỐ]\s?:?\s?)?{_with_year(':/-')}")
_LISTED = re.compile(_with_year(":"))
# One of several letters at every place would be dear: looked for from one letter in the name of every series.
_NAMED = tuple(map(re.compile, ("C(?:(?<=[QT]C)|(?<=IEC))", "N(?<=LVN)", "O(?:(?<=ISO)|IML)")))
_NAMED_IN_SMALL = tuple(map(re.compile, ("v(?<=cv)n", "s(?<=[iI]s)o")))
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
            yield _standard(series, match)
            yield from _listed(series, text, match.end())


def _listed(series: str, text: str, end: int) -> Iterator[Mention]:
    """`TCVN 6663-1:2011, 6663-3:2016`: the series stands once."""
    while (sign := NEXT.match(text, end)) and (match := _LISTED.match(text, sign.end())) and match["year"]:
        yield _standard(series, match)
        end = match.end()


def _may_mean_other(series: str, number: str) -> bool:
    """Whether a number without its year may be a sensitivity, a year, or too short to say anything."""
    if series not in ("ISO", "IEC", "TCN"):
        return False
    return len(number) < 4 or number in _SENSITIVITIES or bool(re.fullmatch(r"(?:19|20)\d\d", number))


def _standard(series: str, match: re.Match[str]) -> Mention:
    year = match["year"] or (match["short"] and f"19{match['short']}")
    number = f"{series} {match['number'].replace(' ', '')}"
    number += f":{year}" if year else ""
    number += f"/{match['issuer']}" if match["issuer"] else ""
    return Mention(series, number, int(year) if year else None, match["issuer"], span=match.span())


def _spelt(series: str) -> str:
    """`TCVN-ISO IEC` as `TCVN ISO/IEC`: bodies abroad behind a stroke each."""
    parts = (
        re.sub(r"^(\d\d)\s", r"\1", series.upper().replace("DLVN", "ĐLVN")).replace("-", " ").replace("/", " ").split()
    )
    abroad = "/".join(part for part in parts if part in _ABROAD).replace("/GUIDE", " Guide")
    return " ".join([*(part for part in parts if part not in _ABROAD), *filter(None, [abroad])])
