"""What official letters and notices have at their head and foot: the same words on all of them, and none of a template.

`CỘNG HÒA XÃ HỘI …`, `Kính gửi: …`, `Nơi nhận:`, `- Lưu: VT`, `GIÁM ĐỐC`, `(đã ký)` and the name below it; of a bulletin
when it was told and by whom.
"""

import re
from collections.abc import Sequence

from archive.orthography import fold
from pipelines.reading.names import is_name

_LONGEST = 100
# a colon between office and name is a site's: `Giám đốc: …`
_OFFICE = (
    r"(?:(?:pho |q\.? ?|quyen )?(?:tong )?(?:giam doc|cuc truong|chi cuc truong|vien truong|hieu truong|thu truong)|"
    r"(?:pho )?(?:chu tich|truong (?:phong|ban(?! bien tap)|khoa)|chanh (?:van phong|thanh tra)|bi thu)|"
    r"(?:thu|bo) truong)"
)
_FORMAL = re.compile(
    r"cong hoa xa hoi chu nghia viet nam|doc lap ?\W ?tu do ?\W ?hanh phuc|kinh (?:gui|thua) ?:?.*|noi nhan ?:?|"
    r"\W*luu ?:.*|\W*nhu (?:tren|kinh gui)|(?:thoi gian|dia diem|thanh phan) ?:.*|(?:xin )?tran trong[^.]*|"
    rf"(?:k\.? ?t|t\.? ?l|t\.? ?m|t\.? ?u\.? ?q)\.? .{{2,40}}|{_OFFICE}(?: [^:]{{2,40}})?|\(?da ky(?: va dong dau)?\)?|"
    r"(?:tin phat luc|du bao vien) ?:?.*|"
    r"(?:rat|kinh) (?:mong|moi|han hanh)[^.]*(?:tham du|don tiep|thong cam|phoi hop)[^.]*"
)
_BODY = re.compile(
    r"(?:ban|trung tam|phong|van phong|vien|so|cuc|chi cuc|tong cuc|uy ban|ubnd|hoi dong|doan|dai) .{2,60}"
)
_ASKED = re.compile(r"(?:moi|de biet them) (?:chi tiet|thong tin|thac mac|y kien).{0,60}\blien he\b.*")
_CONTACT = 6
_REACHED = re.compile(r"(?:dia chi|tru so|dien thoai|dt|tel|hotline|duong day nong|fax|e-?mail|website)\b.*")
# what goes on below it, or is the first of several: `Hỏi:`, `1. Mục đích`
_LEADS = re.compile(r".*:|(?:\d{1,2}|[IVX]{1,4}|[a-zđ])[.)] .*")


def is_formal(text: str, above: str = "") -> bool:
    """Whether a line is of a letter's head or foot; a name is below who signs, or that he did (`above`)."""
    if len(text) > _LONGEST:
        return False
    return _FORMAL.fullmatch(fold(text).rstrip(" .,;/!")) is not None or (is_name(text) and is_formal(above))


def leads_on(text: str) -> bool:
    """Whether a line heads what stands below it."""
    return len(text) <= _LONGEST and _LEADS.fullmatch(text) is not None


def contact_at(lines: Sequence[str]) -> int:
    """With how many of these lines a text says whom to ask: `Mọi chi tiết xin liên hệ:`, an office, its telephone."""
    if not lines or _ASKED.fullmatch(fold(lines[0])) is None:
        return 0
    return max((at for at, line in enumerate(lines[:_CONTACT], 1) if _tells_where(line)), default=1)


def is_signed(text: str) -> bool:
    """Whether a line is the body in whose name a text was written: `BAN LỄ TANG`."""
    return text.isupper() and len(text) <= _LONGEST and _BODY.fullmatch(fold(text)) is not None


def _tells_where(text: str) -> bool:
    """Whether a line says how somebody is reached."""
    return _REACHED.fullmatch(fold(text)) is not None
