"""Vietnamese text made for tests: syllables from the spelling rules, prose of our own, and legacy encoders."""

import random
import unicodedata

from hypothesis import strategies as st

from archive.syllables import _ONSETS, _RIMES, _RIMES_OF_QU, Syllable, _fits, is_syllable, spell
from pipelines.legacy import _VNI_TABLE, READERS, latin

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")

SYLLABLES = tuple(
    sorted(
        {
            word
            for onset in _ONSETS
            for rime in (_RIMES_OF_QU if onset == "qu" else _RIMES)
            for tone in TONES
            if _fits(onset, rime) and is_syllable(word := spell(Syllable(onset, rime, tone)))
        }
    )
)
MARKED = tuple(word for word in SYLLABLES if not word.isascii())

PROSE = """Sáng 5/3, tại xã Hòa Thắng, Trung tâm Quan trắc đã khai trương trạm đo chất lượng nước tự động thứ mười hai.
Trạm đặt bên cầu cũ, nơi nước sông thường đục sau những trận mưa lớn; số liệu được gửi về máy chủ mỗi mười phút.
“Người dân chỉ cần mở điện thoại là biết hôm nay nước có đạt hay không” – kỹ sư Đặng Thị Ngọc Diễm nói.
ỦY BAN NHÂN DÂN TỈNH ĐỒNG LÂM YÊU CẦU CÁC SỞ, NGÀNH BÁO CÁO TRƯỚC NGÀY 30
Kinh phí 4,2 tỷ đồng lấy từ quỹ bảo vệ môi trường; nghiệm thu theo Quyết định số 17/QĐ-TTQT.
Ở hạ lưu, ba hộ nuôi cá lồng đã chuyển bè lên phía trên, tránh quãng nước quẩn và rác nhựa dồn về khi triều xuống."""


def marked_text() -> st.SearchStrategy[str]:
    """Ten to forty syllables, all with a mark, unlike each other: neighbours in the alphabet fit several encodings."""
    return st.builds(
        lambda seed, count: " ".join(random.Random(seed).sample(MARKED, count)), st.integers(), st.integers(10, 40)
    )


def one_byte_codes(encoding: str) -> dict[str, bytes]:
    reader = READERS[encoding]
    codes: dict[str, bytes] = {}
    for byte in [*range(0x20, 0x100), *range(1, 9), *range(14, 32)]:
        codes.setdefault(reader(latin(bytes([byte]))), bytes([byte]))
    return codes


def encode(text: str, encoding: str) -> bytes:
    """Write NFC text as a program of its time would: what the encoding lacks as windows-1252, else as a reference."""
    codes = one_byte_codes("windows-1252" if encoding == "vni" else encoding)
    pairs = (
        {meant: typed.encode("cp1252") for typed, meant in reversed(_VNI_TABLE.items())} if encoding == "vni" else {}
    )
    return b"".join(_code(char, codes, pairs) for char in unicodedata.normalize("NFC", text))


def as_forms_send(text: str, encoding: str) -> bytes:
    """Write NFC text as a browser sends a form's: a letter that the encoding does not have whole as a reference."""
    codes = one_byte_codes(encoding)
    letters = unicodedata.normalize("NFC", text)
    return b"".join(codes.get(char, char.encode("ascii", "xmlcharrefreplace")) for char in letters)


def _code(char: str, codes: dict[str, bytes], pairs: dict[str, bytes]) -> bytes:
    if char in pairs or (pairs and char.lower() in pairs):
        pair = pairs[char.lower()]
        return pair if char.islower() else pair.decode("cp1252").upper().encode("cp1252")
    if char in codes or char < " ":
        return codes.get(char, char.encode())
    spread = unicodedata.normalize("NFD", char)
    tone = next((mark for mark in spread if mark in TONES[1:]), "")
    bare = unicodedata.normalize("NFC", spread.replace(tone, "")) if tone else char
    if tone in codes and bare in codes:
        return codes[bare] + codes[tone]
    if char.lower() in codes:  # the ABC fonts draw toned capitals with a capital font
        return codes[char.lower()]
    return char.encode("cp1252", "xmlcharrefreplace")
