"""What the words before a visible date say of it: the article was published then, or changed, or something else was."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Literal

from archive.orthography import fold
from pipelines.reading.candidates import Candidate

Meaning = Literal["published", "changed", "other", "unsaid"]
"""`other` are the days of deadlines, events, documents, licences and copyrights."""

_PUBLISHED = re.compile(
    r"(?:ngày|giờ|đã|thời\s*gian)?\s*(?:đăng(?!\s*(?:k[ýíy]|nhập|kiểm|cai))|xuất\s*bản|phát\s*hành|gửi|đưa\s*tin|tạo|viết)\s*"
    r"(?:lúc|ngày|tin|bài|vào|bởi)*\s*:?|ngày\s*trả\s*lời\s*:?|posted|published|ngay\s*dang|dang\s*ngay",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"(?:cập\s*nhật|cap\s*nhat|sửa\s*(?:đổi|lần)|chỉnh\s*sửa|lần\s*cuối|updated?|modified|edited)", re.IGNORECASE
)
_DOINGS = (
    r"to chuc|dien ra|thi|hop|hoc|lam viec|thuc hien|trien khai|mo (?:thau|ban|dang ky|ho so)"
    r"|dong (?:thau|ho so|cong)|nhan|tiep|nop|tra(?! loi)|hen|dang k[yi]|bat dau|ket thuc|khai mac|be mac"
    r"|khai giang|be giang|ap dung|(?:co )?hieu luc|hoi nghi|tap huan|xet|kiem tra|dau gia|du kien|tham gia"
    r"|lay y kien|chieu|phat song|nghi|truc|xay ra|tham dinh|khao sat|quan trac|lay mau|bao cao|cong tac|phong van"
    r"|chao gia|du thau|giai quyet|hoan thanh|thanh toan"
)
# What stands right before the day of an event, of a document, of a licence; without marks.
_OTHERS = (
    r"(?<!gioi )han (?:nop|cuoi|chot|nhan|gui|tra|dang|du|xu|hoan|giai|chao|bao|su|lam)\b.*",
    r"(?:het|thoi|den|qua|gia) han\b.*|deadline|due(?: date)?|expires?|valid (?:from|until)|born|event date",
    rf"(?:ngay|gio|thoi (?:gian|diem|han)|bat dau|ket thuc)(?: (?:gio|ngay))? (?:{_DOINGS})\b.*",
    r"ngay(?: thang)?(?: nam)? (?:ban hanh|k[yi]|sinh|mat|thanh lap|cap(?! nhat)|quyet dinh|van ban|nhap hoc|le|den|di)"
    r"\b.*",
    r"(?:(?:co )?hieu luc|ap dung)(?: (?:tu|ke tu|den))?(?: ngay)?|dien ra|khai (?:mac|giang|truong)|be mac",
    r"(?:ban hanh|k[yi]|cap|sinh|mat|to chuc|cuoc hop|ky thi)(?: (?:lan dau|lan \d+|doi|lai|vao|luc|tai))? ngay",
    # without a colon it is a section that the article stands in
    rf"lich (?:{_DOINGS})\b.*:",
    r"cap lan dau|giay phep.*|gpkd.*|(?:quyet dinh|thong tu|nghi dinh|cong van|ke hoach|van ban|chi thi) so.*",
    r"(?:bat dau|ket thuc)(?: (?:tu|vao))?|(?:dong|mo) thau.*|(?:nhan|nop) ho so.*|thoi gian,? (?:va )?dia diem.*",
)
_OTHER = re.compile(rf"\b(?:{'|'.join(_OTHERS)})\W*$")
# with marks, since *thứ tư* and *đầu tư* end as *từ* does without
_SINCE = re.compile(r"(?<!\w)(?:từ|đến|tới|trước|hết)(?:\s+(?:hết|ngày))*\W*$", re.IGNORECASE)
_CLAUSE = re.compile(r"[|;•·]|[.,] | [-–—] ")
_RANGE = re.compile(r"\W*(?:den|toi|va)?(?: het)?(?: ngay)?\W*")
# a sentence goes on in small letters
_ANSWERED = re.compile(
    r"(?i:ngày\s+trả\s+lời)\s*:?\s*\d\d?\s*[/.-]\s*\d\d?\s*[/.-]\s*\d{2,4}\b(?!,?\s+(?!lúc|vào|bởi)[^\W\d_A-ZĐ])"
)
_SENT = re.compile(r"\bgửi\b[^|;•–—-]{0,60}?\b\d\d?\s*[/.-]\s*\d", re.IGNORECASE)
_FOOT = re.compile(r"©|\(c\)|copyright|bản\s*quyền|all rights reserved", re.IGNORECASE)


def meaning_of(line: str, behind: int, start: int, before: Meaning) -> Meaning:
    """What a visible line says of its date at `start`, where the one before it ended at `behind` and meant `before`."""
    # of a question that the line goes on to say was answered
    if _FOOT.search(line) or _ANSWERED.search(line, start):
        return "other"
    label = unicodedata.normalize("NFC", line[behind:start])
    clause = next((part for part in reversed(_CLAUSE.split(label)) if re.search(r"\w", part)), "")
    folded = fold(clause)
    # a deadline, or an event, has a second day
    if _OTHER.search(folded) or _SINCE.search(clause) or (before == "other" and _RANGE.fullmatch(fold(label))):
        return "other"
    if _PUBLISHED.search(label):
        return "published"
    return "changed" if _CHANGED.search(label) else "unsaid"


def tells_answer(text: str) -> bool:
    """Whether a text says when a question was answered, which dates it: it was sent in before."""
    return _ANSWERED.search(text) is not None


def without_questions(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Candidates without those that say when something was sent, where one says when it was answered."""
    if not any(tells_answer(one.text) for one in candidates):
        return list(candidates)
    return [one for one in candidates if tells_answer(one.text) or not _SENT.search(one.text)]
