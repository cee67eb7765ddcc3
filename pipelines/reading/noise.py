"""Lines that templates leave in texts: controls, counters, related lists, repeated titles. Known from the first page.

What only repetition across pages can tell is chrome, and `settle` counts it; these are the phrases of Vietnamese
site templates, which say the same on every host. They are matched against whole lines, without marks.
"""

import re
from collections.abc import Sequence

from archive.orthography import fold
from pipelines.reading.keys import has_key, key_of
from pipelines.reading.lines import Line
from pipelines.reading.stamp_lines import is_stamp

_COUNT = r"[\d.,]+\s*[km]?"
_CONTROL_PHRASES = (
    # getting about
    r"truy cap noi dung luon|(?:chuyen|bo qua|di) (?:den |toi )?(?:phan )?noi dung(?: chinh)?",
    r"skip to (?:main )?content",
    r"(?:ve|len|quay ve|tro ve|tro lai|quay lai) (?:top|trang chu|trang truoc|dau trang)|quay lai|tro lai|len top",
    r"(?:tin|bai|bai viet) (?:truoc|sau|cu hon|moi hon|ke tiep)(?: ?:.*)?|(?:next|previous|prev)(?: post| article)?",
    r"xem (?:them|tiep|tat ca|chi tiet|nhieu hon|ngay|theo ngay|danh sach)|doc (?:tiep|them)|chi tiet|loading",
    r"dang (?:nhap|ky|xuat)|dang tai(?: du lieu| trang)?|video|noi bat",
    # doing things with a page
    r"in|ban in|in trang|in bai viet|in tin|tai (?:van ban|ve|xuong)|(?:chon |tang |giam )?co chu|a[+-]|font size.*",
    r"chia? se(?: (?:bai viet|tin|len|qua|voi|facebook|zalo|twitter|email)\b.*| ?:.*)?|sao chep lien ket",
    r"copy link(?: thanh cong)?|lay link!?|link bai goc|gui (?:email|mail|bai viet|cho ban be|tin qua email)",
    r"facebook|twitter|zalo|email|linkedin|pinterest|telegram|whatsapp|google\+?|youtube|print|share|tweet|like",
    r"nghe (?:doc )?bai(?: viet| bao)?|quet ma qr de (?:tai|doc|xem|truy cap).*|tang sao (?:cho )?bai viet.*",
    r"theo doi (?:chung toi|.{2,40} tren (?:google news|facebook|zalo|youtube|tiktok))",
    r"call now button|hotline ?:? ?[\d. ]*",
    # comments and votes
    r"(?:gui )?(?:binh luan|y kien|phan hoi|nhan xet)(?: cua ban| ban doc)?(?: ?\(\d+\))?|\d+ (?:binh luan|comments?)",
    r"(?:da )?dong binh luan(?: (?:o|tai|cho|trong) .*)?|binh luan da (?:bi )?dong.*|tra loi|huy tra loi",
    r"de lai (?:mot )?(?:binh luan|phan hoi|tra loi)(?: cua ban)?|(?:viet|them) binh luan.*",
    r"(?:chua co|khong co) (?:binh luan|danh gia|y kien)(?: nao)?(?: cho .*)?|tham do y kien",
    r"(?:danh gia|binh chon) bai viet.*|click de danh gia.*|tong so diem cua bai viet.*|trung binh ?\(?:? ?[\d.,/]+.*",
    r"\(?\d+ (?:danh gia|binh chon|votes?|luot danh gia).*",
    # counters
    rf"(?:so )?luot (?:nguoi )?(?:xem|doc|truy cap|tai)[\s:]*(?:{_COUNT})?(?: (?:ban in|in|quay lai|tro ve|gui mail))*|"
    rf"(?:da )?(?:xem|doc) ?: ?{_COUNT}|post views ?:.*",
    rf"{_COUNT} ?(?:luot )?(?:xem|doc|views?)|views? ?:? ?{_COUNT}|\d+ ?(?:shares?|tweets?|likes?)",
    r"(?:share|tweet|like|thich)[\s:]*\d+|thoi gian doc ?:? ?\d.*|\d+ (?:minutes?|phut) (?:read|doc)",
    # tags and sections
    r"(?:cac )?(?:tag )?(?:tu khoa|tags?|chu de|the)(?: ?:.*)?|xem them ve ?:.*|(?:chuyen muc|dang trong) ?:.*",
    # who runs the site
    r"(?:ghi|de nghi ghi) ro nguon .{0,60} khi .*|ban quyen (?:thuoc|website|©).*",
    r"(?:©|copyright).*|all rights reserved.*",
    r"(?:chiu trach nhiem|nguoi chiu trach nhiem) (?:noi dung|chinh|xuat ban|quan ly).{0,20}:.*|tong bien tap ?:.*",
    r"(?:so )?giay phep (?:so)? ?:? ?\d+/.*|giay phep (?:thiet lap|hoat dong|xuat ban) (?:bao|trang|mang|so).*",
    r"co quan (?:chu quan|chu tri) ?:.*|lien ket (?:website|web|trang)|thong tin thoi tiet",
)
_CONTROLS = re.compile("|".join(_CONTROL_PHRASES))
_LONE_NUMBER = re.compile(r"\(?\d{1,3}\)?")
_BLANK = " »>«<|•·-–—:*_=~./…+"
_OTHERS = (
    r"khac|lien quan|moi nhat|moi hon|moi cap nhat|moi|cu hon|cu|da dua|doc nhieu|noi bat|nong|"
    r"cung (?:loai|chu de|chuyen muc|muc)|ban (?:nen|co the) (?:doc|quan tam)"
)
_TAIL_PHRASES = (
    rf"(?:cac |nhung )?(?:tin|bai|bai viet|tin tuc|tin bai|thong tin|su kien|thong bao)(?: (?:{_OTHERS}))+",
    r"(?:(?:cac )?(?:tin|bai|tin bai|bai viet) )?cung (?:chuyen muc|chu de|muc|loai|su kien|tac gia)",
    r"nen doc|chu de nong",
    r"(?:(?:tin|bai|bai viet|tin tuc|binh luan|video) )?(?:duoc )?(?:doc|xem|quan tam) nhieu(?: nhat)?(?: trong.*)?",
    r"(?:xem|doc) them (?:tren|tai|ve|cac|nhung) .*|theo dong su kien|(?:tham khao|tim hieu) them",
    r"(?:recent|latest) (?:posts?|news|articles?)|you may also like",
    r"(?:ban )?(?:cung )?co the (?:ban )?(?:cung )?(?:thich|quan tam)(?: den)?|related (?:posts?|articles?|news)",
    r"(?:tag |cac )?tu khoa ?:.*|tags? ?:.*|xem them|co lien quan|tin (?:tuc )?su kien ve.*|moi (?:ban )?doc them.*",
    r"(?:gui |viet )?(?:binh luan|y kien)(?: ban doc| cua ban)?(?: ?\(\d+\))?|de lai .{0,20}(?:binh luan|tra loi).*",
    r"thong tin doanh nghiep.{0,20}",
)
_TAIL = re.compile("|".join(_TAIL_PHRASES))
_LATE = 0.5
_LONGEST = 120
_LONGEST_TAIL = 60
_PROSE = 80


def is_noise(line: Line) -> bool:
    """Whether a whole line is a control, a counter or a template's phrase, and nothing of the article."""
    if len(line.text) >= _LONGEST:
        return False
    if line.kind == "row":
        return all(_is_control(cell) for cell in line.text.split(" | "))
    return _is_control(line.text) or is_stamp(line.text) or _LONE_NUMBER.fullmatch(line.text) is not None


def _is_control(text: str) -> bool:
    folded = _phrase(text)
    # 'Trả lời:' heads an answer, 'Trả lời' is a button
    return not folded or (_CONTROLS.fullmatch(folded) is not None and not text.endswith("lời:"))


def _phrase(text: str) -> str:
    return " ".join(fold(text).split()).strip(_BLANK)


def opens_tail(text: str) -> bool:
    """Whether a line heads a list of other articles, tags or comments."""
    return len(text) <= _LONGEST_TAIL and _TAIL.fullmatch(_phrase(text)) is not None


def without_noise(lines: Sequence[Line], title: str | None) -> list[Line]:
    """The lines without controls, repeats of the title, doubled neighbours, and the tail of other articles."""
    kept: list[Line] = []
    lines = _without_orphans(cut_tail(lines))
    key = None if title is None else key_of(title)
    for line in lines:
        repeats_title = key is not None and has_key(line.text, key)
        doubled = len(line.text) > 20 and any(line.text == before.text for before in kept[-3:])
        if not (repeats_title or doubled or (is_noise(line) and not _ends_list(line, kept))):
            kept.append(line)
    return kept


def _ends_list(line: Line, kept: Sequence[Line]) -> bool:
    """Whether dots on a line of their own say that a list goes on."""
    return line.text in ("…", "...", "….", "....") and bool(kept) and kept[-1].text.endswith((";", ","))


def _without_orphans(lines: Sequence[Line]) -> list[Line]:
    """The lines without headings of lists that were left out before."""
    following = dict(zip((line.index for line in lines), (line.index for line in lines[1:]), strict=False))
    return [
        line
        for line in lines
        if following.get(line.index, line.index + 1) == line.index + 1 or not opens_tail(line.text)
    ]


def cut_tail(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines without lists of others: from the heading of one to the end, or to the next prose of the text."""
    total = sum(len(line.text) for line in lines)
    read = 0
    for position, line in enumerate(lines):
        if opens_tail(line.text) and _heads_links(lines, position, read > _LATE * total):
            return [*lines[:position], *_resumed(lines, position)]
        read += len(line.text)
    return lines


def _heads_links(lines: Sequence[Line], position: int, late: bool) -> bool:
    """Whether mostly links follow a heading; late in a text it is enough that no prose does."""
    after = lines[position + 1 : position + 6]
    linked = sum(line.link_share > 0.6 for line in after)
    if after and linked >= len(after) / 2:
        return True
    return late and not (after and _is_text(after[0]))


def _is_text(line: Line) -> bool:
    return len(line.text) > _PROSE and line.link_share < 0.2


def _resumed(lines: Sequence[Line], position: int) -> Sequence[Line]:
    """What follows a list in the middle of a text: the next prose where the text stood, and all after it."""
    paths = {line.path for line in lines[:position]}
    for index in range(position + 1, len(lines)):
        if _is_text(lines[index]) and lines[index].path in paths:
            return cut_tail(lines[index:])
    return ()
