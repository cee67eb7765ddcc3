"""The Vietnamese encodings before Unicode, as functions from text read as windows-1252 to what was meant.

Both ways to such text look alike: bytes in a legacy encoding, and UTF-8 that was saved from a page whose font, not
its encoding, was Vietnamese (`ViÖt Nam`, `Vieät Nam`). A letter that an encoding does not have comes back as U+FFFD.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping

from archive.syllables import is_syllable

Reader = Callable[[str], str]

# High halves, from 0x80; a dot is a code point that the encoding leaves to windows-1252.
_TCVN_5712_1 = (  # glibc's TCVN5712-1 says the same
    "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ.ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ"
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
_TCVN3 = (  # the ABC fonts: TCVN 5712 without its toned capitals, punctuation of windows-1252 in their stead
    "." * 33 + "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ."
)
_VISCII = (  # RFC 1456; glibc's VISCII says the same
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VPS = (  # GNU recode's VPS says the same
    "ÀẢÃẤẦẨọỗĂếềểệẮẰẲẾ..ỀỂỄỐỒỔỖýỷỵỚỜỞ.ắằẳẵặỠớÙờởỡŨỨợỪổỬỲỸÍÌộỈĨÓửữÒỎÕự"
    "ầÁÂấẩẫậđẻÉÊẹỉễịỹƯỦồốÔỏơÈừứÚũưÝẺ.àáâãảạă.èéêẽìí.ĩẴĐòóôõ.Ơụùúủ.ỶẼỳ"
)
_LOW_TCVN_5712_1 = dict(zip(b"\x01\x02\x04\x05\x06\x11\x12\x13\x14\x15\x16\x17", "ÚỤỪỬỮỨỰỲỶỸÝỴ", strict=True))
_LOW_VISCII = dict(zip(b"\x02\x05\x06\x14\x19\x1e", "ẲẴẪỶỸỴ", strict=True))
_LOW_VPS = dict(zip(b"\x02\x03\x04\x05\x06\x10\x11\x12\x13\x14\x15\x19\x1c\x1d", "ẠẬẶẸỆỊỌỘỢỤỰỴẪỮ", strict=True))

_VNI_TONES = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_VNI_ROOFS = {"â": "\u0302"} | {
    mark: "\u0302" + tone for mark, tone in zip("áàåãä", "\u0301\u0300\u0309\u0303\u0323", strict=True)
}
_VNI_BREVES = {"ê": "\u0306"} | {
    mark: "\u0306" + tone for mark, tone in zip("éèúüë", "\u0301\u0300\u0309\u0303\u0323", strict=True)
}
_VNI_MARKS = (
    {base + mark: base + tone for base in "aeouyi" for mark, tone in _VNI_TONES.items()}
    | {base + mark: base + tone for base in "aeo" for mark, tone in _VNI_ROOFS.items()}
    | {"a" + mark: "a" + tone for mark, tone in _VNI_BREVES.items()}
    | {base + mark: horned + tone for base, horned in ("ôơ", "öư") for mark, tone in _VNI_TONES.items()}
)
_VNI_LETTERS = dict(zip("ôöñíìæóòî", "ơưđíìỉĩịỵ", strict=True))
_VNI_TABLE = {key: unicodedata.normalize("NFC", text) for key, text in (_VNI_MARKS | _VNI_LETTERS).items()}
_VNI = re.compile("[aeouyiôö][ùøûõïâáàåãäêéèúüë]|[À-ÖØ-öø-ÿ]", re.IGNORECASE)


def latin(data: bytes) -> str:
    """Read bytes as browsers read windows-1252: every byte has a character, the five unassigned ones a C1 control."""
    return data.decode("latin-1").translate(_C1)


def _windows_1252(byte: int) -> str:
    return bytes([byte]).decode("cp1252", "ignore") or chr(byte)


_C1 = {byte: _windows_1252(byte) for byte in range(0x80, 0xA0)}
# Windows in Vietnam reads as windows-1258, which differs in these letters among those that begin one of UTF-8.
_READ_AS_1258 = {ord("Ă"): 0xC3, ord("\u0300"): 0xCC, ord("đ"): 0xF0}
_BYTES = {ord(_windows_1252(byte)): byte for byte in range(0x80, 0x100)} | {byte: byte for byte in range(0x80, 0xA0)}
_UTF_8_BYTES = _BYTES | _READ_AS_1258


def _reader_of(high: str, low: Mapping[int, str]) -> Reader:
    """A reader for a one-byte encoding. Raw C1 controls are read like the windows-1252 characters of their byte."""
    table: dict[int, str] = dict(low)
    for char, byte in _BYTES.items():
        there = high[byte - 0x80]
        table[char] = there if there != "." else "\ufffd" if chr(char).isalpha() else chr(char)
    return lambda text: unicodedata.normalize("NFC", text.translate(table))


def _vni_letter(match: re.Match[str]) -> str:
    typed = match[0]
    meant = _VNI_TABLE.get(typed.lower())
    if meant:
        return meant.upper() if typed[0].isupper() else meant
    return "".join(_vni_alone(char) for char in typed)


def _vni_alone(char: str) -> str:
    meant = _VNI_TABLE.get(char.lower(), "\ufffd" if char > "\x7f" else char)
    return meant.upper() if char.isupper() else meant


def _vni(text: str) -> str:
    return _VNI.sub(_vni_letter, text)


_MANGLED = re.compile(
    "[{0}Ă\u0300][{3}]|[{1}][{3}]{{2}}|[{2}][{3}]{{3}}".format(
        *("".join(re.escape(_windows_1252(byte)) for byte in lead) for lead in (range(0xC2, 0xE0), range(0xE0, 0xF0))),
        "đ" + "".join(_windows_1252(byte) for byte in range(0xF0, 0xF5)),
        re.escape("".join({_windows_1252(byte) for byte in range(0x80, 0xC0)})) + "\u0080-\u009f",
    )
)


def _utf_8(text: str) -> str:
    for _ in range(_TIMES_MANGLED):
        again = _MANGLED.sub(_unmangled, text)
        if again == text:
            break
        text = again
    return _healed(text)


# it happens to the same text at each of several moves from one system to the next
_TIMES_MANGLED = 4

# What is left of a letter whose last byte was lost on the way: a no-break space (à) or soft hyphen (í, ậ) cleaned
# away, or one of the five bytes that windows-1252 has no character for (Đ, ”, and ề ọ ỏ ờ, which only the word tells).
_TORN_LETTERS = {
    "(?<=[a-z])Ã$": "à",
    "(?<=[a-z])Ã(?=[a-z])": "í",
    "(?<=[a-z])áº(?=[a-z])": "ậ",
    "\\bÄ\ufffd?(?=[a-zà-ỹ])": "Đ",
    "â€\ufffd?$": "”",
}
_TORN = tuple((re.compile(torn), letter) for torn, letter in _TORN_LETTERS.items())
# `à` whose no-break space became a plain one: `lÃ m`, `HÃ Ná»™i`; what follows is no word, or the next one.
_TORN_SPACE = re.compile("(?<=[A-Za-z‘])Ã (?=(?:ng|nh|ch|[cimnoptuy])(?![A-Za-z\u0080-\uffff]))")
_TORN_NAME = re.compile("(?<=\\b[A-Z])Ã(?: (?=\\s|$|[.,;:)])|(?= [A-Z]?[a-z\u0080-\u00bfÃÄáÆ]))")
_TORN_OPEN = re.compile("á»\ufffd?")


def with_lost_spaces(text: str) -> str:
    """Mangled UTF-8 with the no-break spaces that were part of a letter and became plain ones: `vÃ ng` is `vàng`."""
    return _TORN_NAME.sub("Ã\u00a0", _TORN_SPACE.sub("Ã\u00a0", text)) if "Ã " in text else text


def _healed(word: str) -> str:
    for torn, letter in _TORN:
        word = torn.sub(letter, word)
    if not _TORN_OPEN.search(word):
        return word
    whole = [healed for letter in "ềọỏờử" if is_syllable(healed := _TORN_OPEN.sub(letter, word))]
    return whole[0] if len(whole) == 1 else word


def _unmangled(match: re.Match[str]) -> str:
    try:
        return bytes(_UTF_8_BYTES[ord(char)] for char in match[0]).decode()
    except UnicodeDecodeError:
        return match[0]


_WINDOWS_1258 = "".join(bytes([byte]).decode("cp1258", "ignore") or "." for byte in range(0x80, 0x100))

READERS: Mapping[str, Reader] = {
    "windows-1258": _reader_of(_WINDOWS_1258, {}),
    "tcvn3": _reader_of(_TCVN3, {}),
    "vni": _vni,
    "viscii": _reader_of(_VISCII, _LOW_VISCII),
    "vps": _reader_of(_VPS, _LOW_VPS),
    "tcvn-5712-1": _reader_of(_TCVN_5712_1, _LOW_TCVN_5712_1),
    "utf-8": _utf_8,
    "windows-1252": lambda text: text,
}
"""What text read as windows-1252 was meant to be, by the encoding that it really is in; commonest first."""

_APART = {code: 0xF0000 + code for code in range(0xA1, 0x100)}
_TOGETHER = {apart: code for code, apart in _APART.items()}


def apart(text: str) -> str:
    """The text with its Latin-1 letters and signs as private characters, which every reader leaves alone."""
    return text.translate(_APART)


def together(text: str) -> str:
    """What was set apart as itself again."""
    return unicodedata.normalize("NFC", text.translate(_TOGETHER))


_TONED = "áàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
_CAPITAL = "A-ZĂÂÊÔƠƯĐ"
_CAPITAL_WORD = f"(?<!\\w)(?=[{_TONED}]*[{_CAPITAL}])[{_CAPITAL}{_TONED}]+(?!\\w)"
_CAPITAL_RUN = re.compile(f"{_CAPITAL_WORD}(?:[^\\w<>]+(?:[{_TONED}](?!\\w)[^\\w<>]+)?{_CAPITAL_WORD})*")
_HALF_CAPITAL = re.compile(f"(?<!\\w)(?=\\w*[{_CAPITAL}]\\w*[{_CAPITAL}])\\w*[{_TONED}]|[{_TONED}](?=[{_CAPITAL}])")


def with_capitals(text: str) -> str:
    """`CộNG HòA` → `CỘNG HÒA`: the ABC fonts have no toned capitals, a capital font drew the small ones as such."""
    return _CAPITAL_RUN.sub(lambda run: run[0].upper() if _HALF_CAPITAL.search(run[0]) else run[0], text)
