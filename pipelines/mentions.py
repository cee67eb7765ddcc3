"""Numbers of legal documents, official letters and standards in a text: `155/2016/NĐ-CP`, `QCVN 40:2011/BTNMT`.

A number is taken only where its form says what it is: a code of a kind of document, a known issuer, or the word for
a document before it. Fractions, dates, addresses and scales (1/500) have neither.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

KINDS = {
    "NĐ": "nghị định",
    "TT": "thông tư",
    "TTLT": "thông tư liên tịch",
    "QĐ": "quyết định",
    "NQ": "nghị quyết",
    "NQLT": "nghị quyết liên tịch",
    "CT": "chỉ thị",
    "CĐ": "công điện",
    "TB": "thông báo",
    "KH": "kế hoạch",
    "BC": "báo cáo",
    "TTr": "tờ trình",
    "HD": "hướng dẫn",
    "KL": "kết luận",
    "PL": "pháp lệnh",
    "L": "lệnh",
    "GP": "giấy phép",
    "GM": "giấy mời",
    "CV": "công văn",
    "QC": "quy chế",
    "QyĐ": "quy định",
    "QYĐ": "quy định",
    "BB": "biên bản",
    "HĐ": "hợp đồng",
    "GCN": "giấy chứng nhận",
    "ĐA": "đề án",
    "CTr": "chương trình",
    "PA": "phương án",
    "VBHN": "văn bản hợp nhất",
    "SL": "sắc lệnh",
    "CTHĐ": "chương trình hành động",
    "QCPH": "quy chế phối hợp",
    "GXN": "giấy xác nhận",
    "TTLN": "thông tư liên ngành",
    "GPMT": "giấy phép môi trường",
    "KLTT": "kết luận thanh tra",
    "CTPH": "chương trình phối hợp",
    "ĐLVN": "ĐLVN",
}
"""Kinds of documents by the codes that numbers carry."""

_WORDS = sorted({*KINDS.values(), "luật", "bộ luật", "văn bản", "quy định"} - {"ĐLVN"}, key=len, reverse=True)
# Typed without đ, or in capitals throughout, a code is still that code.
_SPELLED = {code.upper().replace("Đ", "D"): code for code in reversed(KINDS)} | {"TTG": "TTg"}
_ISSUERS = (
    r"(?:UBND|HĐND|HDND|VPCP|TT[gG]|CP|TW|BCĐ\w{0,6}|BCA|BQP|TCMT|TĐC|TCTK|TLĐ|TANDTC|VKSNDTC|NHNN|BHXH|MTTQ|VPQH|ĐCT"
    r"|B(?:TNMT|NNMT|NNPTNT|NN|KHCN|KHĐT|YT|TC|CT|XD|GTVT|GDĐT|GDDT|TTTT|LĐTBXH|VHTTDL|NV|TP|NG|DTTG)"
    r"|S(?:TNMT|NNMT|NNPTNT|NN|KHCN|KHĐT|YT|TC|CT|XD|GTVT|GDĐT|TTTT|LĐTBXH|VHTTDL|VHTT|NV|TP))"
)
# U+2010 and U+2011: Word keeps a number on one line by a hyphen that does not break
_DASHES = "-–‐‑"
_DASH = rf"\s?[{_DASHES}]\s?"
_CODE = "|".join(sorted({*KINDS, *_SPELLED, "TTR", "CTR"}, key=len, reverse=True))
_BODY = r"[A-ZĐƯ](?:[A-Za-zĐđƯư&]|\d(?=[A-Za-z\d]{0,3}\b)){0,14}"
_BODIES = rf"{_BODY}(?:[{_DASHES}.]{_BODY})*"
# A form begins with what it can begin with and looks back then: so it is found several times as fast.
_START = re.compile(r"\d(?<![\w/.,–-]\d)")
_NUMBER = rf"(?P<number>{_START.pattern}\d{{0,5}}[a-zđ]?)"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_END = r"(?![\w/])"
# Looked for from a number backwards: tried at every letter of a text it would be dear.
_WORD_BEFORE = re.compile(rf"(?<!\w)(?P<word>{'|'.join(_WORDS)}|cv|qđ|nđ|tt)\s+(?P<so>số|so)?\s*:?\s*$", re.IGNORECASE)
_WORD_REACH = 45
# 'Luật Bảo vệ môi trường số 72/2020/QH14': the word stands before a title, or before the first number of several
_ACTS = {
    "QH": re.compile(
        r".*(?<!\w)(?<!pháp )(?<!kỷ )(?<!bộ )(?P<word>bộ luật|luật|nghị quyết)(?! (?:sư|gia|pháp|lệ))\b(?P<title>.*)",
        re.I,
    ),
    "UBTVQH": re.compile(r".*(?<!\w)(?P<word>pháp lệnh|nghị quyết)\b(?P<title>.*)", re.I),
}
_OF_ACT = re.compile(
    r"(?:[^.;\n\d]|\d(?!\d*\s?[/-])|\d{1,5}/(?:19|20)\d\d/(?:UBTV)?QH\d{1,2}(?=\s*(?:,|và|;)\s*(?:số\s*)?(?:\d|$)))*",
    re.I,
)
_TITLE_REACH = 180

_FORMS = (
    # 155/2016/NĐ-CP, 611/QĐ-TTg, 58/2015/TTLT-BYT-BTNMT, 67/SL
    rf"{_NUMBER}\s?/\s?(?:{_YEAR}\s?/\s?)?(?P<code>{_CODE})(?:{_DASH}(?P<issuer>{_BODIES}))?{_END}",
    # 72/2020/QH14, 02/2022/UBTVQH15
    rf"{_NUMBER}\s?/\s?(?:{_YEAR}\s?/\s?)(?P<issuer>(?:UBTV)?QH)(?P<term>\d{{1,2}}){_END}",
    # 36-NQ/TW, 08-SL
    rf"{_NUMBER}{_DASH}(?P<code>{_CODE})(?:\s?/\s?(?P<issuer>{_BODIES}))?{_END}",
    # 1234/BTNMT-TNN, 5678/VPCP
    rf"{_NUMBER}\s?/\s?(?:{_YEAR}\s?/\s?)?(?P<issuer>{_ISSUERS})(?:{_DASH}(?P<unit>{_BODIES}))?{_END}",
    # Công văn số 45/TTQH-KT: an issuer that nobody else knows, after the word for a document
    rf"{_NUMBER}\s?/\s?(?:{_YEAR}\s?/\s?)?(?P<stranger>[A-ZĐ]{{2,10}})(?:{_DASH}(?P<unit>{_BODIES}))?{_END}",
)
_DOCUMENTS = tuple(map(re.compile, _FORMS))
_AFTER_NUMBER = r"(?:(?<=\d.)|(?<=\d\w.)|(?<=\d\s.)|(?<=\d\w\s.))"
_CODED = tuple(re.compile(rf"{sign}{_AFTER_NUMBER}\s?(?:{_YEAR}\s?/\s?)?[A-ZĐ]") for sign in f"/{_DASHES}")
# Looked for from its second letter: one letter is found in a tenth of the time of one of several.
_PLAIN = tuple(re.compile(rf"{o}(?<=\s[sSſ].)\s*:?\s*(?P<number>\d{{1,6}})(?![\w/:–-]|[.,]\d)") for o in "ốỐ")
# What stands in the name of every series of standards below, looked for from its last letter.
_SERIES = tuple(map(re.compile, ("C(?:(?<=[QT]C)|(?<=IEC))", "N(?<=LVN)", "O(?<=ISO)")))

_STANDARD = re.compile(
    r"(?<![\w/])(?P<series>(?:QCVN|QCĐP|QCKT|TCVN|TCXDVN|TCXD|TCCS|TCN|ĐLVN|DLVN|ISO|IEC|\d{2}\s?TCN)"
    r"(?:[ /-](?:ISO|IEC|TS|TR|OIML|CAC|GUIDE|Guide|HACCP)){0,3})\s?[:-]?\s?"
    r"(?P<number>R?\s?\d{1,6}(?:-\d{1,3}(?!\d))?(?:-[A-ZĐ]{2,4})?)"
    r"(?:\s?[:-]\s?(?P<year>(?:19|20)\d\d))?(?:\s?/\s?(?P<issuer>[A-ZĐ][A-Za-zĐđ]{1,12}(?:-[A-ZĐ]{2,8})?))?(?![\w/])"
)
_OF = r"(?:\s+của\s+[^.;:()\d]{2,70}?)?"
_DAY = re.compile(
    rf"{_OF}[\s,(]{{0,3}}(?:được\s+)?(?:ký|ban\s+hành|đề)?\s*ngày\s+(?P<day>\d{{1,2}})\s?(?:[/.-]|tháng)\s?(?P<month>\d{{1,2}})"
    r"\s?(?:[/.-]|,?\s?năm)\s?(?P<year>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_OF_WHOM = re.compile(
    r"[\s,]{0,2}(?:của|do)\s+(?P<who>[^.;:,()\n\d]{2,60}?)(?=\s+(?:ngày|về|ban|quy|hướng|ký)\b|\s+và\s+[a-zđà-ỹ]|[.;:,()\n]|$)"
)
_REACH = 140


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


def find_mentions(text: str) -> tuple[Mention, ...]:
    """The documents that a text in normal form names, in its order, each once with all that is said of it anywhere."""
    found = sorted(_all(text), key=lambda one: one.span)
    told: dict[tuple[str, str], Mention] = {}
    for one in found:
        key = (one.number, one.issuer or "")
        told[key] = _merged(told[key], one) if key in told else one
    return tuple(told.values())


def _merged(first: Mention, again: Mention) -> Mention:
    return replace(first, type=first.type or again.type, year=first.year or again.year, date=first.date or again.date)


def _all(text: str) -> Iterator[Mention]:
    taken: list[tuple[int, int]] = []
    for mention in (*_standards(text), *_documents(text), *_plain(text)):
        start, end = mention.span
        if not any(start < last and first < end for first, last in taken):
            taken.append(mention.span)
            yield mention


def _documents(text: str) -> Iterator[Mention]:
    if not any(coded.search(text) for coded in _CODED):
        return
    starts = [match.start() for match in _START.finditer(text)]
    for form in _DOCUMENTS:
        for match in _matches(form, text, starts):
            if mention := _document(text, match):
                yield mention


def _matches(form: re.Pattern[str], text: str, starts: Sequence[int]) -> Iterator[re.Match[str]]:
    """As `finditer` gives them, of a form that begins at one of these places."""
    end = 0
    for start in starts:
        if start >= end and (match := form.match(text, start)):
            end = match.end()
            yield match


def _document(text: str, match: re.Match[str]) -> Mention | None:
    parts, (start, word) = match.groupdict(), _word_before(text, match.start())
    code, issuer = _code(parts.get("code")), _issuer(parts.get("stranger") or parts.get("issuer"))
    if not word and (parts.get("stranger") or not (issuer or parts.get("year"))):
        return None
    # A letter bears its issuer where other documents bear their kind.
    letter = "công văn" if not code and not parts.get("term") else None
    kind = (word if word != "văn bản" else None) or KINDS.get(code or "") or letter
    if kind is None and parts.get("term"):
        kind = _act_before(text, match.start(), parts["issuer"])
    elif kind and KINDS.get(code or "", kind) != kind and _is_headed(text, start, KINDS[code or ""]):
        kind = KINDS[code or ""]
    day = _day_after(text, match.end())
    year = int(parts["year"]) if parts.get("year") else day.year if day else None
    number = _spelled(match, code, issuer)
    iso, issuer = day.isoformat() if day else None, issuer and issuer.partition(".")[0]
    return Mention(kind, number, year, issuer, iso, text[start : match.end()], (start, match.end()))


def _word_before(text: str, end: int) -> tuple[int, str | None]:
    """The word for a document that stands before a number, and where the two begin."""
    start = max(0, end - _WORD_REACH)
    match = _WORD_BEFORE.search(text[start:end])
    if not match:
        return end, None
    said = " ".join(match["word"].lower().split())
    short = {"cv": "CV", "qđ": "QĐ", "nđ": "NĐ", "tt": "TT"}.get(said, "")
    return start + match.start(), KINDS.get(short, said)


def _act_before(text: str, end: int, issuer: str) -> str | None:
    """The kind of an act of the National Assembly, from the word before its title."""
    match = _ACTS[issuer].fullmatch(text[max(0, end - _TITLE_REACH) : end].rpartition("\n")[2])
    return match["word"].lower() if match and _OF_ACT.fullmatch(match["title"]) else None


def _is_headed(text: str, start: int, kind: str) -> bool:
    """Whether the kind that the code says stands before the word: `Thông báo kết luận số 12-TB/TU`."""
    return text[:start].rstrip()[-len(kind) :].lower() == kind


def _code(code: str | None) -> str | None:
    if code is None or code in KINDS:
        return code
    return _SPELLED[code.upper().replace("Đ", "D")]


def _issuer(issuer: str | None) -> str | None:
    if issuer is None:
        return None
    bare = _hyphenated(issuer.rstrip("."))
    return "TTg" if bare.upper() == "TTG" else bare.replace("HDND", "HĐND")


def _hyphenated(codes: str) -> str:
    return re.sub(f"[{_DASHES}]", "-", codes)


def _spelled(match: re.Match[str], code: str | None, issuer: str | None) -> str:
    """The number without blanks, its dash and codes spelt one way."""
    parts = match.groupdict()
    lead = parts["number"] + (f"/{parts['year']}" if parts.get("year") else "")
    if code and "-" in re.sub(_DASH, "-", match[0][match[0].rindex(parts["number"]) :]).split("/")[0]:
        return f"{lead}-{code}" + (f"/{issuer}" if issuer else "")
    tail = code or ""
    if issuer:
        tail = f"{tail}-{issuer}" if tail else issuer
    if parts.get("unit"):
        tail += f"-{_hyphenated(parts['unit'])}"
    return f"{lead}/{tail}{parts.get('term') or ''}"


def _day_after(text: str, end: int) -> dt.date | None:
    match = _DAY.match(text, end, end + _REACH)
    if not match:
        return None
    try:
        return dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _plain(text: str) -> Iterator[Mention]:
    """`Quyết định số 611 ngày 8/7/2024`, `Nghị quyết số 57 của Bộ Chính trị`: the word, a number, and day or issuer."""
    for match in chain.from_iterable(form.finditer(text) for form in _PLAIN):
        end = match.end()
        day, whom = _day_after(text, end), _OF_WHOM.match(text, end, end + _REACH)
        # Asked last, since it is dear.
        start, word = _word_before(text, match.start("number")) if day or whom else (end, None)
        if word:
            year, iso = (day.year, day.isoformat()) if day else (None, None)
            issuer = " ".join(whom["who"].split()) if whom else None
            yield Mention(word, match["number"], year, issuer, iso, text[start:end], (start, end))


def _standards(text: str) -> Iterator[Mention]:
    if not any(mark.search(text) for mark in _SERIES):
        return
    for match in _STANDARD.finditer(text):
        series = re.sub(r"^(\d\d)\s", r"\1", match["series"].replace("DLVN", "ĐLVN"))
        if series in ("ISO", "IEC", "TCN") and not match["year"] and len(match["number"]) < 4:
            continue
        number = f"{series} {match['number'].replace(' ', '')}"
        number += f":{match['year']}" if match["year"] else ""
        number += f"/{match['issuer']}" if match["issuer"] else ""
        year = int(match["year"]) if match["year"] else None
        yield Mention(series, number, year, match["issuer"], None, match[0], match.span())
