"""Who wrote it and whom it credits: `Theo VEA`, `(Nguồn: …)`, `(TTXVN)`, `(Chinhphu.vn) –`, names under the text.

Such lines leave the text and become metadata. Only lines at a text's ends are looked at: in its middle, *theo* opens
sentences.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.orthography import fold, is_syllable, normal_form
from pipelines.reading.lines import Line

_CREDIT = re.compile(
    r"^[\s(\[*–-]*(?:theo|nguồn(?: tin| bài viết| bài| dẫn)?|source|trích nguồn|dẫn nguồn)\s*[:：]?\s+"
    r"(?P<who>.+?)[\s)\]./]*$"
    r"|^[\s(\[]*(?:nguồn(?: tin)?|source)[:：]\s*(?P<glued>.+?)[\s)\]./]*$",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^[\s(*–-]*(?:tác giả(?: bài viết)?|người viết|bài viết|bài|tin|tin bài|tin,? bài|thực hiện|người thực hiện|"
    r"biên tập|người đăng|cộng tác viên|phóng viên|"
    r"(?:tin|bài|tin,? bài|bài viết)\s*(?:,|và|&|-)\s*(?:ảnh|hình ảnh|hình)|"
    r"ảnh và bài)\s*[:：]\s*(?P<who>.{2,80}?)[\s).]*$",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"^\(\s*(?P<who>[^()]{2,60}?)\s*\)[./]*$")
_CLOSING = re.compile(
    r"(?P<end>[.!?”\"/…])\s*\((?:theo |nguồn: ?|nguồn )?(?P<who>[^()]{2,50})\)\s*[./]*$", re.IGNORECASE
)
_OPENING = re.compile(
    r"^(?:\((?P<who>[^()\d]{2,30}(?:\.vn)?)\)|(?P<short>[A-ZĐ]{2,6}(?:\.[A-Z]{2,3})?|[A-Z]\w{1,14}\.vn|[A-Z][A-Za-z]{6,}))\s*[-–—]+\s+(?=\S)"
)
_COMPILED = ("tổng hợp", "t/h", "th", "dịch", "lược dịch", "biên dịch", "ghi")
_WITH_NOTE = re.compile(
    rf"^(?P<name>[^()]{{3,50}}?)\s*\((?P<note>{'|'.join(_COMPILED)}|theo .{{2,40}}|[A-Z][\w./ +]{{1,40}})\)$",
    re.IGNORECASE,
)
_DEGREE = re.compile(r"^(?:(?:PGS|GS|TS|ThS|Th\.S|KTS|BS|CN|KS|CKII?|NSND|NSƯT|PV|CTV)[.\s]*)+(?:-\s*)?")
_HOST = re.compile(r"^(?:https?://)?(?:www\.)?([\w-]+(?:\.[\w-]+)+)(?:/\S*|\s.*)?$")
_OUTLET = re.compile(
    r"^(?:TTXVN.*|VOV\w*|VTV\w*|VGP\w*|BNEWS.*|NLĐO?|TTO|TNO|VNE\w*|VietnamPlus|Vietnam\+|.{2,30}\.(?:vn|com|net|org)|"
    r"báo .{2,40}|tạp chí .{2,60}|cổng .{2,70}|thông tấn .{2,40}|đài .{2,50})$",
    re.IGNORECASE,
)
# 'Theo quy định …' opens a sentence
_NOT_A_SOURCE = re.compile(
    r"^(?:đó|này|quy định|kế hoạch|thông tin|ông|bà|các|dự kiến|đồng chí|nội dung|luật|nghị định|quyết định|thông tư|"
    r"số liệu|báo cáo|công bố)\b",
    re.IGNORECASE,
)
_NOBODY = frozenset(
    {"admin", "administrator", "quan tri", "quan tri vien", "ban bien tap", "bbt", "webmaster", "editor", "root"}
)
_BEFORE_NAME = re.compile(r"^(?:theo|bởi|by|tác giả|đăng bởi|người đăng|viết bởi)\s*:?\s+", re.IGNORECASE)
_BEFORE_SOURCE = re.compile(r"^(?:theo|nguồn(?: tin)?|source)\s*:?\s+", re.IGNORECASE)
_FULL_STOP_INSIDE = re.compile(r"[.!?]\s+\S")
# who signs a notice is not who wrote it, and where it was signed is nobody
_ROLE = re.compile(
    r"(?:k\.?t|t\.?l|t\.?m|t\.?u\.?q)\.|\(?da ky|noi nhan|ban (?:to chuc|bien tap|giam)|phong |trung tam |"
    r"(?:pho |q\.? ?)?(?:tong )?(?:giam doc|chu tich|bo truong|thu truong|cuc truong|vien truong|hieu truong|"
    r"chi cuc truong|truong (?:ban|phong|khoa|doan)|chanh (?:van phong|thanh tra)|thu ky|bi thu)\b|"
    r"(?:ha noi|ho chi minh|da nang|can tho|hai phong|viet nam)$"
)
# capitalised lines that are a body's name or a heading, and nobody's
_NO_PERSON = re.compile(
    r"(?:(?:chi|tổng) cục|cục|sở|bộ|ubnd|ủy ban|uỷ ban|hội|liên đoàn|trường|viện|trung tâm|phòng|công (?:ty|đoàn|an)|"
    r"đài|báo|tạp chí|đảng|cộng hòa|thông báo|kế hoạch|quyết định|công văn|tin|bài|chức năng|nhiệm vụ|giới thiệu|"
    r"lịch|phụ lục|chương|điều|mục|danh sách)\s",
    re.IGNORECASE,
)
_NAME_WORDS = (2, 5)


@dataclass(frozen=True, slots=True)
class Credits:
    """The text's lines without its credits, and whom they name."""

    lines: tuple[Line, ...]
    author: str | None = None
    source: str | None = None


def read_credits(
    lines: Sequence[Line], beside: Sequence[str] = (), author: str | None = None, source: str | None = None
) -> Credits:
    """Take credits off the end and the beginning of a text, and read labelled ones `beside` it.

    A name signed in the text outranks `author`, which templates fill with whoever posted; a source that markup names
    (`source`) outranks one in the text.
    """
    rest = list(lines)
    signed: dict[str, str] = {}
    while len(rest) > 1 and len(lines) - len(rest) < 5:
        found = _credit_line(rest[-1].text, last=True)
        signed_by_role = _ROLE.match(fold(rest[-2].text)) is not None and len(rest[-2].text) < 60
        if found is None or signed_by_role or rest[-1].kind in ("item", "row", "caption"):
            break
        signed = found | signed
        rest.pop()
    rest, closing = _closing(rest)
    rest, opening = _opening(rest)
    for position in range(min(3, len(rest) - 1)):
        if found := _credit_line(rest[position].text, last=False):
            signed = found | signed
            del rest[position]
            break
    for text in beside:
        if labelled := _labelled(text):
            signed = labelled | signed
    credited = source or signed.get("source") or closing or opening
    return Credits(tuple(rest), _person(signed.get("author") or author), _tidy(credited))


def _credit_line(text: str, last: bool) -> dict[str, str] | None:
    """What a whole line credits, or None when it is prose."""
    text = normal_form(text).strip()
    if len(text) > 160 or (_FULL_STOP_INSIDE.search(text) and len(text) > 60):
        return None
    if match := _CREDIT.match(text):
        return _as_source(match["who"] or match["glued"])
    if match := _BYLINE.match(text):
        return {"author": match["who"]}
    if match := _WITH_NOTE.match(text):
        return _with_note(match)
    if (match := _IN_BRACKETS.match(text)) and _is_outlet(match["who"]):
        return {"source": match["who"]}
    if _OUTLET.match(text) and last and len(text.split()) <= 6:
        return {"source": text}
    is_person = is_name(text) and not _ROLE.match(fold(text)) and not _NO_PERSON.match(text)
    return {"author": text} if is_person else None


def _labelled(text: str) -> dict[str, str] | None:
    """What a line credits that says so with a label and a colon."""
    text = normal_form(text).strip()
    if len(text) > 120 or not re.search("[:：]", text):
        return None
    if match := _BYLINE.match(text):
        return {"author": match["who"]}
    match = _CREDIT.match(text)
    return _as_source(match["who"] or match["glued"]) if match else None


def _as_source(who: str) -> dict[str, str] | None:
    host = _HOST.match(who)
    if host:
        return {"source": host[1].lower()}
    if len(who.split()) > 9 or _NOT_A_SOURCE.match(who):
        return None
    return {"source": who} if who[0].isupper() or who[0].isdigit() or _OUTLET.match(who) else None


def _with_note(match: re.Match[str]) -> dict[str, str] | None:
    if not is_name(match["name"]):
        return None
    note = match["note"]
    if note.lower() in _COMPILED:
        return {"author": match["name"]}
    return {"author": match["name"], "source": re.sub(r"^theo\s+", "", note, flags=re.IGNORECASE)}


def is_name(text: str) -> bool:
    """Whether a line is nothing but a person's name or pen names: capitalised syllables, perhaps with a degree."""
    bare = _DEGREE.sub("", text.strip(" ./*"))
    people = re.split(r"\s*(?:-|–|,|&|\bvà\b)\s*", bare)
    return bool(bare) and len(people) <= 3 and all(_one_name(person) for person in people)


def _one_name(text: str) -> bool:
    words = text.split()
    if not _NAME_WORDS[0] <= len(words) <= _NAME_WORDS[1]:
        return False
    return all(word[0].isupper() and is_syllable(word.lower()) for word in words)


def _is_outlet(text: str) -> bool:
    return (
        bool(_OUTLET.match(text))
        or (text.isupper() and 2 <= len(text) <= 12 and text.isalpha())
        or _HOST.match(text) is not None
    )


def _closing(lines: list[Line]) -> tuple[list[Line], str | None]:
    """A source in brackets after the last sentence: `… trong tháng 6./. (TTXVN)`."""
    match = _CLOSING.search(lines[-1].text) if lines else None
    if not match or not _is_outlet(match["who"]):
        return lines, None
    text = lines[-1].text[: match.end("end")]
    return [*lines[:-1], replace(lines[-1], text=text)], match["who"]


def _opening(lines: list[Line]) -> tuple[list[Line], str | None]:
    """An outlet's mark before the first words: `(Chinhphu.vn) – `, `TTXVN - `."""
    for position, line in enumerate(lines[:2]):
        match = _OPENING.match(line.text)
        if match and len(line.text) - match.end() > 30 and _opens_as_outlet(match):
            lines = [*lines]
            lines[position] = replace(line, text=line.text[match.end() :])
            return lines, match["who"] or match["short"]
    return lines, None


def _opens_as_outlet(match: re.Match[str]) -> bool:
    who = match["who"]
    return who is None or who[0].isupper() or "." in who


def _person(author: str | None) -> str | None:
    text = _BEFORE_NAME.sub("", normal_form(" ".join((author or "").split())).strip(" -–,;:.|/"))
    return None if not text or fold(text) in _NOBODY or len(text) > 120 or "://" in text else text


def _tidy(source: str | None) -> str | None:
    text = _BEFORE_SOURCE.sub("", normal_form(" ".join((source or "").split())).strip(" -–,;:|()[]"))
    host = _HOST.match(text)
    return (host[1] if host and "://" in text else text)[:120] or None
