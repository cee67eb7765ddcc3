"""Lines that templates leave in texts: controls, counters, related lists, repeated titles. Known from the first page.

What only repetition across pages can tell is chrome, and `settle` counts it; these are the phrases of Vietnamese
site templates, which say the same on every host.
"""

import re
from collections.abc import Sequence

from archive.orthography import fold
from pipelines.lines import Line
from pipelines.stamp_lines import is_stamp
from pipelines.titles import key_of

_NUMBER = r"[\d.,]+\s*[kKmM]?"
_CONTROLS = re.compile(
    r"(?:"
    r"truy cap noi dung luon|(?:chuyen|bo qua|di) (?:den|toi)? ?(?:phan )?noi dung(?: chinh)?|skip to (?:main )?content|"
    r"dang (?:nhap|ky|xuat)|(?:ve|len) dau trang|(?:ve|len|quay ve|tro ve|tro lai) (?:top|trang chu|trang truoc|dau trang)|len top|"
    r"(?:in|ban in|in trang|in bai viet|in an)|tai (?:van ban|ve|xuong)|quay lai(?: trang truoc)?|tro lai|"
    r"(?:chon )?co chu|(?:tang|giam) co chu|a[+-]?|chi[a]? se\.?(?: (?:bai viet|tin|len|qua|voi|facebook|zalo|twitter|email|:).*)?|chi se\.?|"
    r"sao chep lien ket|copy link(?: thanh cong)?|lay link!?|link bai goc|gui (?:email|mail|bai viet|ban be|cho ban be|tin qua email)|"
    r"(?:gui )?(?:binh luan|y kien|phan hoi|nhan xet)(?: cua ban| ban doc)?(?: ?\(\d+\))?|y kien ban doc.*|\d+ binh luan|"
    r"(?:da )?dong binh luan.*|binh luan da (?:bi )?dong.*|tra loi|huy tra loi|de lai (?:mot )?(?:binh luan|binh luan cua ban|tra loi).*|"
    r"xem theo ngay|xem (?:them|tiep|tat ca|chi tiet|nhieu hon|ngay)[.…>» ]*|doc tiep[.…>» ]*|doc them[.…>» :]*|chi tiet[.…>» ]*|"
    r"tham do y kien|lien ket (?:website|web|trang)|thong tin thoi tiet|tang sao (?:cho )?bai viet.*|"
    r"quet ma qr.*|nghe doc bai.*|nghe bai (?:viet|bao).*|theo doi .{2,40} tren(?: google news| facebook| zalo)?|"
    r"ghi ro nguon .{0,60} khi phat hanh lai.*|ban quyen (?:thuoc|website|©).*|(?:©|copyright).*|"
    r"chiu trach nhiem (?:noi dung|chinh|xuat ban).*|tong bien tap ?:.*|giay phep (?:so|thiet lap|hoat dong|xuat ban).*|co quan chu quan.*|"
    r"call now button|hotline ?:? ?[\d. ]*|facebook|twitter|zalo|email|linkedin|pinterest|telegram|whatsapp|google\+?|youtube|print|share|tweet|like|"
    r"\d+ ?(?:share|shares|tweet|like|likes|comments?)|(?:share|tweet|like|thich)[:\s]*\d+|"
    r"(?:tin|bai)? ?(?:truoc|sau|cu hon|moi hon)|(?:next|previous|prev)(?: post| article)?|"
    r"(?:tu khoa|tag|tags|the|tag tu khoa|chu de) ?:?|xem them ve ?:.*|chuyen muc ?:.*|dang trong ?:.*|(?:danh gia|binh chon)(?: bai viet)?.*|"
    r"(?:chua co|khong co) (?:binh luan|danh gia|y kien)(?: nao)?.*|xem danh sach|video|anh|noi bat|loading.*|dang tai.*|"
    r"(?:so )?luot (?:xem|doc|truy cap|tai)[\s:]*"
    + _NUMBER
    + r"|(?:da )?xem ?: ?"
    + _NUMBER
    + r"|"
    + _NUMBER
    + r" ?(?:luot )?(?:xem|views?|doc)|"
    r"views? ?:? ?" + _NUMBER + r"|post views:.*|\(\d+ (?:danh gia|votes?|luot).*|trung binh ?: ?[\d.,/]+.*|"
    r"thoi gian doc.*|\d+ (?:minutes?|phut) (?:read|doc)|[\d\s.,/|*•·\-–—_=~>«»<()+:]{1,20}"
    r")"
)
_TAIL = re.compile(
    r"(?:cac )?(?:tin|bai|bai viet|tin tuc|tin bai|van ban|thong tin|su kien|noi dung)(?: tuc| viet)?(?: (?:cung loai|cung chu de|"
    r"khac|lien quan|moi|moi nhat|cu hon|da dua|cu|moi hon|moi cap nhat|doc nhieu|noi bat|cung muc|cung chuyen muc|nong))+|"
    r"(?:tin |bai )?cung (?:chuyen muc|chu de|muc|loai)|nen doc|doc nhieu(?: nhat| trong.*)?|xem nhieu(?: nhat)?|"
    r"(?:ban )?co the (?:ban )?(?:cung )?(?:thich|quan tam)|ban cung co the thich|bai lien quan|related (?:posts?|articles?|news)|"
    r"chu de nong|tin noi bat|tin nong|(?:tag |cac )?tu khoa ?:.*|tags? ?:.*|xem them ?:?|tin moi(?: nhat)?|(?:gui|viet) (?:binh luan|y kien).*|"
    r"binh luan(?: ?\(\d+\))?|y kien(?: ban doc)?(?: ?\(\d+\))?|tin (?:tuc )?su kien ve.*|thong tin doanh nghiep.*|moi ban doc them.*|de lai .{0,20}binh luan.*"
)
_LATE = 0.5
_LONGEST = 120
_LONGEST_TAIL = 60


def is_noise(text: str) -> bool:
    """Whether a whole line is a control, a counter or a template's phrase, and nothing of the article."""
    return len(text) < _LONGEST and (all(_is_control(part) for part in text.split(" | ")) or is_stamp(text))


def _is_control(text: str) -> bool:
    folded = " ".join(fold(text).split()).strip(" »>«<|•·-–:")
    return not folded or _CONTROLS.fullmatch(folded) is not None


def opens_tail(text: str) -> bool:
    """Whether a line heads a list of other articles, tags or comments."""
    if len(text) > _LONGEST_TAIL:
        return False
    return _TAIL.fullmatch(" ".join(fold(text).split()).strip(" »>«<|•·-–:.…*")) is not None


def without_noise(lines: Sequence[Line], title: str | None) -> list[Line]:
    """The lines without controls, repeats of the title, doubled neighbours, and the tail of other articles."""
    kept: list[Line] = []
    for line in cut_tail(lines):
        if is_noise(line.text):
            continue
        if title and key_of(line.text) == key_of(title):
            continue
        if any(line.text == before.text and len(line.text) > 20 for before in kept[-3:]):
            continue
        kept.append(line)
    return kept


def cut_tail(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines up to the heading of a list of others; a heading in the text's first half counts if links follow it."""
    total = sum(len(line.text) for line in lines)
    read = 0
    for position, line in enumerate(lines):
        if opens_tail(line.text):
            after = lines[position + 1 : position + 6]
            linked = sum(other.link_share > 0.6 for other in after)
            if read > _LATE * total or (after and linked >= len(after) / 2):
                return _without_links(lines, position)
        read += len(line.text)
    return lines


def _without_links(lines: Sequence[Line], position: int) -> Sequence[Line]:
    """Cut at `position`; where long prose follows the list, only the list itself goes."""
    for index in range(position + 1, len(lines)):
        line = lines[index]
        prose = len(line.text) > 120 and line.link_share < 0.2
        same_holder = any(line.path == before.path for before in lines[:position])
        if prose and same_holder:
            return [*lines[:position], *lines[index:]]
    return lines[:position]
