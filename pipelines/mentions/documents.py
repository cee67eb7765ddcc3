"""Legal documents and official letters in a text: `155/2016/NĐ-CP`, `36-NQ/TW`, `Công văn số 1234/BTNMT-TNN`.

A number is taken only where its form says what it is: a code of a kind of document, a known issuer, or the word for
a document before it. Fractions, dates, addresses and scales (1/500) have neither.
"""

import datetime as dt
import re
from collections.abc import Iterator

from pipelines.mentions.around import act_before, day_after, kind_before, word_before
from pipelines.mentions.kinds import BEHIND_KINDS, CODES, ISSUERS, PARTY, code_of, issuer_of
from pipelines.mentions.mention import NEXT, YEAR, Mention

_BODY = r"[A-ZĐƯ](?:[A-Za-zĐđƯư&]|\d(?=[A-Za-z\d]{0,3}\b)){0,14}"
_OTHERS = rf"(?:(?:-\s(?=[A-ZĐ]{{2}})|[-.]){_BODY})*"
_BODIES = rf"{_BODY}{_OTHERS}"
# What has blanks on both sides may be a dash of the sentence.
_DASH = r"(?:-\s?|\s-|\s-\s(?=[A-ZĐ]{2}))"
_NUMBER = r"(?P<number>\d{1,8}[A-Za-zĐđ]?)"
# Where a number begins that has something behind it; looked for first, since a form is dear at every number.
_START = re.compile(
    r"\d(?<![\d/.,-].)(?<!\d:.)(?:(?<!\w.)|(?<=(?:\b[NQTC][ĐTV]|\b[sS][ốỐ]).))"
    rf"(?=\d{{0,7}}[A-Za-zĐđ]?(?:\s?[/-]\s?[^\W_]|{NEXT.pattern}))"
)
_HEAD = rf"{_NUMBER}\s?/\s?(?:{YEAR}\s?/\s?)?"
_END = r"(?![\w/])"
_KNOWN = rf"(?i:{ISSUERS}(?:\s?-\s?{ISSUERS})*(?!\w))"
_FORMS = tuple(
    re.compile(rf"{form}{_END}")
    for form in (
        # 155/2016/NĐ-CP, 58/2015/TTLT-BYT-BTNMT, also 155/2016/nđ-cp, 1250/QĐ/UBND, 24/2016/TT BTNMT
        rf"{_HEAD}(?P<code>(?i:{CODES}))(?:\s?[-/]\s?|\s)(?P<known>{_KNOWN})(?P<others>{_OTHERS})",
        # 20/2007/TTLT/BTC-BTNMT
        rf"{_NUMBER}\s?/\s?{YEAR}\s?/\s?(?P<code>{CODES})/(?P<issuer>{_BODIES})",
        # 45/TB-TTTN, 67/SL
        rf"{_HEAD}(?P<code>{CODES})(?:{_DASH}(?P<issuer>{_BODIES}))?",
        # 72/2020/QH14, 02/2022/UBTVQH15
        rf"{_NUMBER}\s?/\s?{YEAR}\s?/\s?(?P<act>(?i:(?:UBTV)?QH))\s?(?P<term>\d{{1,2}})",
        # 36-NQ/TW, 08-SL
        rf"{_NUMBER}{_DASH}(?P<dashed>{CODES})(?:\s?/\s?(?P<issuer>{_BODIES}))?",
        # 1234/BTNMT-TNN
        rf"{_HEAD}(?P<issuer>{ISSUERS})(?:{_DASH}(?P<unit>{_BODIES}))?",
        # Công văn số 45/TTQH-KT: an issuer that nobody else knows, after the word for a document
        rf"{_HEAD}(?P<stranger>[A-ZĐ]{{2,10}})(?:{_DASH}(?P<unit>{_BODIES}))?",
    )
)
_BARE = re.compile(rf"{_NUMBER}(?:\s?/\s?{YEAR})?(?={NEXT.pattern})", re.IGNORECASE)
_COUNTED = re.compile(r"(?<!\w)số\s?:?\s?$", re.IGNORECASE)
# A pass over the text for each sign tells whether any form may fit.
_AFTER_NUMBER = r"(?:(?<=\d.)|(?<=\d\w.)|(?<=\d\s.)|(?<=\d\w\s.))"
_CODED = tuple(
    re.compile(rf"{sign}{_AFTER_NUMBER}\s?(?:{YEAR}\s?/\s?)?(?:[A-ZĐ]|[a-zđ]{{2,6}}[-/\d])") for sign in "/-"
)
# 'UBND.HC' is of the office; behind 'TP.' stands which city
_UNIT = re.compile(r"(?<!\bTP)\..*")


def find_documents(text: str) -> Iterator[Mention]:
    """Each document that a text with plain signs names by a number with a code, in its order."""
    if any(coded.search(text) for coded in _CODED):
        for items in _lists(text):
            yield from _documents(text, items)


def _lists(text: str) -> Iterator[list[re.Match[str]]]:
    """Numbers that stand one behind another, nearly always one; those without a code are of the next one's."""
    items: list[re.Match[str]] = []
    end = due = 0
    for begin in _START.finditer(text):
        start = begin.start()
        match = _item(text, start) if start >= end else None
        if match:
            if start != due and items:
                yield items
                items = []
            items.append(match)
            end = match.end()
            sign = NEXT.match(text, end)
            due = sign.end() if sign else 0
    if items:
        yield items


def _item(text: str, start: int) -> re.Match[str] | None:
    return next(filter(None, (form.match(text, start) for form in (*_FORMS, _BARE))), None)


def _documents(text: str, items: list[re.Match[str]]) -> Iterator[Mention]:
    """The documents of one list: its word stands before the first number, a code behind the last that has it."""
    first = items[0].start()
    listed = items[:-1] and (word_before(text, first)[1] or _COUNTED.search(text[max(0, first - 6) : first]))
    before: tuple[re.Match[str], str | None] | None = None
    for item, coded in _with_codes(items):
        if item is not coded and (not listed or (_year(item) and not _year(coded))):
            continue
        inherited = before[1] if before and _is_akin(before[0], coded) else None
        if mention := _document(text, item, coded, inherited):
            before = (coded, mention.type)
            yield mention


def _with_codes(items: list[re.Match[str]]) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """Each number with the one whose code it has: itself, or one behind it."""
    pairs, coded = [], None
    for item in reversed(items):
        coded = coded if item.re is _BARE else item
        if coded:
            pairs.append((item, coded))
    return reversed(pairs)


def _is_akin(one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether two numbers of a list have one form and one code, and so one kind."""
    return one.re is other.re and _code(one.groupdict()) == _code(other.groupdict())


def _document(text: str, item: re.Match[str], coded: re.Match[str], inherited: str | None) -> Mention | None:
    """The document of a number, with the code of that number or of another, and the kind of one before it in a list."""
    parts, (start, said) = coded.groupdict(), word_before(text, item.start())
    code, issuer, word = _code(parts), _issuer(parts), said or inherited
    day = day_after(text, item.end())
    if not word and not _says_enough(parts, issuer, day):
        return None
    kind = kind_before(text, start, word, code)
    if kind is None and parts.get("act"):
        kind = act_before(text, start, issuer or "")
    # A letter bears its issuer where other documents bear their kind.
    elif kind is None:
        kind = "công văn"
    lead = "/".join(filter(None, [item["number"], own := _year(item) or _year(coded)]))
    year = int(own) if own else day.year if day else None
    iso, whose = day.isoformat() if day else None, issuer and _UNIT.sub("", issuer)
    return Mention(kind, _spelt(lead, parts, code, issuer), year, whose, iso, span=(start, item.end()))


def _year(item: re.Match[str]) -> str | None:
    return item.groupdict().get("year")


def _code(parts: dict[str, str | None]) -> str | None:
    return code_of(parts.get("code") or parts.get("dashed"))


def _issuer(parts: dict[str, str | None]) -> str | None:
    """The issuer's code, as far as it goes."""
    if known := parts.get("known"):
        return issuer_of(known.upper() + (parts["others"] or ""))
    act = parts.get("act")
    return act.upper() if act else issuer_of(parts.get("issuer") or parts.get("stranger"))


def _says_enough(parts: dict[str, str | None], issuer: str | None, day: dt.date | None) -> bool:
    """Whether a number says without a word that it is a document's."""
    if day or parts.get("stranger"):
        return not parts.get("stranger")
    if parts.get("dashed"):
        return bool(issuer and BEHIND_KINDS.fullmatch(issuer))
    if parts.get("code") or parts.get("act"):
        return bool(issuer or parts["year"])
    # 63/UBND are all of them.
    return bool(parts["unit"])


def _spelt(lead: str, parts: dict[str, str | None], code: str | None, issuer: str | None) -> str:
    """The number without blanks, its codes spelt one way."""
    if parts.get("dashed") or (code and issuer in PARTY):
        return "/".join(filter(None, [f"{lead}-{code}", issuer]))
    return f"{lead}/{'-'.join(filter(None, [code, issuer, parts.get('unit')]))}{parts.get('term') or ''}"
