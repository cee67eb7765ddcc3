"""Who wrote it and whom it credits: `Theo VEA`, `(Nguồn: …)`, `(TTXVN)`, `(Chinhphu.vn) –`, names under the text.

Such lines leave the text and become metadata; what leaves stands in author or credited source. Only lines at a text's
ends are looked at: in its middle, *theo* opens sentences.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, takewhile

from archive.orthography import fold, normal_form
from pipelines.reading.credit_lines import Credit, credit_of, is_own_body, signs
from pipelines.reading.elements import links_document
from pipelines.reading.lines import Line
from pipelines.reading.names import is_name, people_of, without_degree
from pipelines.reading.outlet_marks import without_closing, without_opening
from pipelines.reading.outlets import host_of, is_abbreviation, is_outlet

_NOBODY = frozenset(
    {"admin", "administrator", "quan tri", "quan tri vien", "webmaster", "editor", "root"}
    | {"host", "super user", "superuser", "superuser account", "super admin", "superadmin", "quantri", "bien tap vien"}
    | {"created by", "posted by", "written by", "author", "tac gia", "dang boi", "posted on", "nguoi viet"}
    | {"nguoi dang", "suu tam", "internet", "demo", "@dmin", "tieu de website", "cac tac gia", "authors"}
    # what themes and systems come with in the head
    | {"unknown", "anonymous", "author name", "yourname", "user", "test", "dotnetnuke", "w3layouts", "colorlib"}
    | {"templatemo", "themeforest", "creative tim", "vinades.,jsc", "vinades., jsc"}
    | {"mark otto, jacob thornton, and bootstrap contributors"}
    # what forms for comments ask for
    | {"name", "your name", "ten", "ten cua ban", "ho ten", "ho va ten", "email"}
)
_BEFORE_NAME = re.compile(
    r"^(?:theo|(?:(?:được )?(?:viết|đăng|gửi|tạo) )?bởi|(?:(?:written|posted|published|submitted) )?by|tác giả|"
    r"người (?:đăng|gửi|viết))\s*:?\s+",
    re.IGNORECASE,
)
# Ông is a surname too: Ông Văn Tùng
_CALLED = re.compile(r"(?:phóng viên|nhà báo|bà|ông(?=(?: \S+){3}))\s+(?P<name>.+)", re.IGNORECASE)
_MOMENT_BEHIND = re.compile(r"\s+(?:»|\||(?:vào )?lúc|vào(?: ngày)?|on)\s+(?=\D{0,20}\d).*$", re.IGNORECASE)
_FROM = re.compile(r"\(?(?:theo|nguồn)\s", re.IGNORECASE)
_BEFORE_SOURCE = re.compile(r"^(?:(?:theo )?nguồn(?: tin)?|theo|source)(?:\s*:\s*|\s+)", re.IGNORECASE)
# newspapers put the button that copies the source's address beside its name
_COPIES = re.compile(r"\s+(?:copy link|sao chép (?:link|liên kết))$", re.IGNORECASE)
_DATED_BEHIND = re.compile(
    r"\s*[,(]\s*(?:(?:số )?ra )?(?:ngày )?\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d\)?$", re.IGNORECASE
)
_STAMP_BEHIND = re.compile(
    r"\s*(?:\||\s[-–])\s*(?:ngày [^\W\d_]{2,5}: ?)?\d{1,2}[/.-]\d{1,2}[/.-]\d{4}.*$", re.IGNORECASE
)
_DAY_BEHIND = re.compile(
    r"(?<=[+\w])(?<!\d)\s+(?:(?:thứ [^\W\d_]{2,4}|chủ nhật),? )?\d{1,2}([/. -])\d{1,2}\1(?:19|20)\d\d\b.*$",
    re.IGNORECASE,
)
# who signs a notice is not who wrote it
_ROLE = re.compile(
    r"(?:k\.?t|t\.?l|t\.?m|t\.?u\.?q)\.|\(?da ky|noi nhan|ban (?:to chuc|bien tap|giam)|phong |trung tam |"
    r"(?:pho |q\.? ?)?(?:tong )?(?:giam doc|chu tich|bo truong|thu truong|cuc truong|vien truong|hieu truong|"
    r"chi cuc truong|truong (?:ban|phong|khoa|doan)|chanh (?:van phong|thanh tra)|thu ky|bi thu)\b"
)
_LISTS = re.compile(r"(?:danh sach|thanh phan|giai (?:nhat|nhi|ba|dac biet|khuyen khich|thuong)|gom|bao gom)\b")
_ENDED = re.compile(r"[.!?…”\"»/;]\s*\**$")
# 'Xem chi tiết tại đây' stands below whoever signed
_LEADS_ON = re.compile(
    r"\W*(?:(?:xem|doc|tai)(?: ve| xuong)?(?: (?:them|chi tiet|toan van|van ban|noi dung|file|tep|dinh kem))*|chi tiet"
    r"(?: xem)?) (?:tai day|o day|file dinh kem|tep dinh kem|van ban dinh kem)\W*"
)
_LONE_LABEL = re.compile(
    r"(?:tac gia|nguoi viet|thuc hien|nguoi dua tin|tin,? (?:bai,? )?anh|bai(?: va|,)? anh|nguon(?: tin)?) ?:"
)
# bold alone heads no part: so is who wrote it set, too
_HEADING = re.compile(r"\bh[1-6]\b[^/]*$")
_HONOURED = re.compile(r"(?:ông|bà) ", re.IGNORECASE)
_HOLD_TEXT = ("item", "row", "caption", "quote")
_MOST = 5
_MOST_BARE = 2
_SENTENCE = 40
_LONGEST_ROLE = 60
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Credits:
    """The text's lines without its credits, and whom they name: authors first, then who edited and photographed."""

    lines: tuple[Line, ...]
    author: str | None = None
    source: str | None = None


def read_credits(
    lines: Sequence[Line],
    beside: Iterable[str] = (),
    author: str | None = None,
    source: str | None = None,
    marked: Iterable[str] = (),
    site: str = "",
) -> Credits:
    """Take credits off the end and the beginning of a text, and read labelled ones `beside` it.

    A name signed in the text outranks `author`, which templates fill with whoever posted; a source that markup names
    (`source`) outranks one in the text. `marked` are lines that left the text because markup calls them an author's;
    `site` is the site's own name in its host name, as it may stand before the first words.
    """
    rest, below = _without_last(lines)
    rest, closing = without_closing(rest)
    rest, opening = without_opening(rest, site)
    rest, above = _without_first(rest)
    near = [credit for text in beside if (credit := _said_beside(text))]
    shown = [credit_of(text) or Credit((text,)) for text in marked]
    signed = [*above, *below, closing, opening]
    told = [_told(author)] if author else []
    writers = next(filter(None, (_people(_writers(said)) for said in (signed, near, shown, told))), None)
    helpers = [name for credit in (*signed, *near, *shown, *told) for name in credit.helpers]
    sources = (source, *(credit.source for credit in (*above, *below, *near, *shown, *told, closing, opening)))
    return Credits(tuple(rest), _people([writers, *helpers]), next(filter(None, map(_tidy, sources)), None))


def _said_beside(text: str) -> Credit | None:
    """Whom a line beside the text names: behind a label, or *theo* an outlet; headlines begin with *Theo* too."""
    if ":" in text:
        return credit_of(_without_stamp(text), must_say=True)
    said = credit_of(text, must_say=True) if _FROM.match(text) else None
    return said if said is not None and said.source and is_outlet(said.source) else None


def _told(author: str) -> Credit:
    """Whom a text names that the template calls an author: `Ảnh: Thu Hạnh` and `Theo TTXVN` stand there too."""
    said = credit_of(author)
    if said is None or said.is_bare:
        return Credit((author,))
    is_known = said.source is None or is_outlet(said.source) or ":" in author
    return said if is_known else Credit((author,))


def _writers(credits: Iterable[Credit]) -> list[str]:
    return [name for credit in credits for name in credit.writers]


def _without_last(lines: Sequence[Line]) -> tuple[list[Line], list[Credit]]:
    """The lines without the credits below them, and these, above lines that only lead on, or to a document."""
    end = len(lines)
    while end and (_LEADS_ON.fullmatch(fold((last := lines[end - 1]).text)) or (last.linked and links_document(last))):
        end -= 1
    rest, signed = _unsigned(_with_labels_joined(lines[:end]))
    return ([*rest, *lines[end:]], signed) if signed else (list(lines), [])


def _with_labels_joined(lines: Sequence[Line]) -> list[Line]:
    """The lines, with a label that stands alone near the end put before the name below it."""
    joined = list(lines)
    for position in range(max(1, len(joined) - _MOST), len(joined) - 1):
        label, named = joined[position : position + 2]
        # prose is dear to fold, and ends otherwise
        is_label = label.text.endswith(":") and _LONE_LABEL.fullmatch(fold(label.text))
        if is_label and credit_of(said := f"{label.text} {named.text}"):
            return [*joined[:position], replace(named, text=said), *joined[position + 2 :]]
    return joined


def _unsigned(lines: Sequence[Line]) -> tuple[list[Line], list[Credit]]:
    """The lines without the credits at their end, and these; a list of names is no signature."""
    trail = _trail(lines)
    if len(trail) > _MOST:
        return list(lines), []
    bare = sum(credit.is_bare for credit in trail)
    if bare > _MOST_BARE or (bare and not _ends_text(lines[-len(trail) - 1])):
        trail = list(takewhile(lambda credit: not credit.is_bare, trail))
    return list(lines[: len(lines) - len(trail)]), trail[::-1]


def _trail(lines: Sequence[Line]) -> list[Credit]:
    """The credits below a text from the last one up, as far as they name one source."""
    trail: list[Credit] = []
    for line, above in zip(lines[:0:-1], lines[-2::-1], strict=True):
        credit = _credit(line)
        if not any(one.is_bare for one in trail):
            credit = credit or _room_below(line, above)
        if credit is None or len({fold(one.source) for one in (*trail, credit) if one.source}) > 1:
            break
        trail.append(credit)
    return trail


def _room_below(line: Line, above: Line) -> Credit | None:
    """The room that signed the prose or the picture right above it."""
    ends = above.kind == "caption" or (len(above.text) >= _SENTENCE and _ENDED.search(above.text) is not None)
    return Credit((line.text,), is_bare=True) if ends and line.kind not in _HOLD_TEXT and signs(line.text) else None


def _ends_text(line: Line) -> bool:
    """Whether a name may sign what ends with this line: no list's heading, and not who signs an official letter."""
    plain = fold(line.text)
    if line.text.endswith(":") or (len(plain) < _LONGEST_ROLE and _ROLE.match(plain)):
        return False
    if line.kind in _HOLD_TEXT or _ENDED.search(line.text):
        return True
    return len(plain) >= _SENTENCE and not _LISTS.match(plain)


def _without_first(lines: list[Line]) -> tuple[list[Line], list[Credit]]:
    """The lines without the first credits among the first three, and these; a long list of them is text."""
    found: list[tuple[int, Credit]] = []
    for position, line in enumerate(lines[: min(3, len(lines) - 1)]):
        credit = _credit(line)
        if credit is not None and not _is_listed(lines, position, credit) and not _follows(line.text, credit):
            found.append((position, credit))
        elif found:
            break
    taken = {position for position, _ in found}
    if found and credit_of(lines[max(taken) + 1].text):
        return lines, []
    return [line for at, line in enumerate(lines) if at not in taken], [credit for _, credit in found]


def _follows(text: str, credit: Credit) -> bool:
    """Whether *theo* above a text may have its first sense: `Theo Vàm Nhỏ` heads a journey."""
    source = credit.source if text.lower().startswith("theo ") else None
    return source is not None and not (is_outlet(source) or is_abbreviation(source) or is_own_body(source))


def _is_listed(lines: Sequence[Line], position: int, credit: Credit) -> bool:
    """Whether a credit near the beginning heads a part, or a name stands in a list of names or below its heading."""
    line, behind = lines[position : position + 2]
    if not credit.is_bare:
        return False
    is_below_head = position > 0 and not _ends_text(lines[position - 1])
    # some templates set who wrote it as a heading above its day, which has left the text
    is_heading = _is_heading(line) and not (position == 0 and behind.index > line.index + 1)
    # who wrote a text stands above or below its first words; who is told of, above his part or his telephone
    is_told_of = _HONOURED.match(line.text) is not None or (
        behind.kind == "paragraph" and len(behind.text) < _SENTENCE and credit_of(behind.text) is None
    )
    return is_heading or is_below_head or is_told_of or any(map(_is_bare, (*lines[:position], *lines[position + 1 :])))


def _is_heading(line: Line) -> bool:
    return _HEADING.search(line.path) is not None


def _is_bare(line: Line) -> bool:
    credit = _credit(line)
    return credit is not None and credit.is_bare


def _credit(line: Line) -> Credit | None:
    return credit_of(line.text) if line.kind not in _HOLD_TEXT else None


def _people(names: Iterable[str | None]) -> str | None:
    """The people named, each once; posting accounts of templates are nobody."""
    people: list[str] = []
    for name in filter(None, map(_person, chain.from_iterable(map(people_of, filter(None, names))))):
        if not any(fold(name) in fold(other) for other in people):
            people.append(name)
    return ", ".join(people) or None


def _person(author: str | None) -> str | None:
    text = _BEFORE_NAME.sub("", normal_form(" ".join((author or "").split())).strip(" -–—,;:.|/"))
    text = _DAY_BEHIND.sub("", _MOMENT_BEHIND.sub("", text))
    if (called := _CALLED.fullmatch(text)) and is_name(called["name"]):
        return called["name"]
    return None if not text or is_nobody(text) or len(text) > _LONGEST or "://" in text else without_degree(text)


def is_nobody(name: str) -> bool:
    """Whether a name is that of the account which installations come with, or the label of one."""
    return fold(name).strip(" :*()") in _NOBODY


def _tidy(source: str | None) -> str | None:
    text = _COPIES.sub("", normal_form(" ".join((source or "").split())))
    text = _DATED_BEHIND.sub("", _without_stamp(text.strip(" -–,;:|")))
    text = _BEFORE_SOURCE.sub("", text.strip(" ()[]") if text.count("(") != text.count(")") else text)
    text = _inner(text)
    return (host_of(text) if "://" in text else text) or None


def _without_stamp(text: str) -> str:
    """A credit without the day that stands behind a sign; few have such a sign, and fewer a day."""
    return _STAMP_BEHIND.sub("", text) if any(sign in text for sign in ("|", " -", " –")) else text


def _inner(text: str) -> str:
    match = re.fullmatch(r"[(\[]([^()\[\]]+)[)\]]", text)
    return _BEFORE_SOURCE.sub("", match[1].strip()) if match else text
