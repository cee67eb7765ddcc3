"""One line as a credit: who wrote, who helped, whose text it is. Or prose, of which nothing is taken.

A line is a credit only where all of it reads as one, so that `Nguồn: nước ngầm …`, `Theo Sở Y tế, …` and `Tin: …` stay,
and whatever a credit says is in what is returned.
"""

import re
from dataclasses import dataclass

from archive.orthography import CAPITALS, normal_form
from pipelines.reading.names import is_name, is_place
from pipelines.reading.outlets import host_of, is_abbreviation, is_outlet

_WRITES = (
    r"tác giả(?: bài viết)?|người viết(?: tin| bài)?|người đưa tin|thực hiện|người thực hiện|nhóm thực hiện|"
    r"cộng tác viên|phóng viên|nhóm phóng viên|"
    r"(?:tin|bài|tin,? bài|bài viết)(?:\s*(?:,|và|&|-|/|\+)\s*(?:tin|bài|ảnh|hình ảnh|hình|clip|video))*|"
    r"ảnh và bài|(?:người |biên |lược )?dịch|tổng hợp"
)
_HELPS = (
    r"biên tập(?: viên)?|btv|hiệu đính|(?:hình )?ảnh|hình|video|clip|đồ họa|đồ hoạ|thiết kế|"
    r"người (?:đăng|duyệt|biên tập)|(?:được )?đăng bởi"
)
_FROM = (
    r"theo(?: nguồn(?: tin)?)?|nguồn(?: tin| bài viết| bài| dẫn)?(?: từ| theo)?|source|(?:trích|dẫn) (?:từ )?nguồn|"
    r"dẫn theo|trích (?:từ|theo)"
)
_LABEL = rf"(?:(?P<writes>{_WRITES})|(?P<helps>{_HELPS})|(?P<source>{_FROM}))"
_LABELS = re.compile(rf"(?<!\w){_LABEL}\s*[:：]", re.IGNORECASE)
_SAID = re.compile(r"(?P<from>(?:theo )?nguồn(?: tin)?|theo|dẫn theo|trích (?:từ|theo))\s+(?P<value>.+)", re.IGNORECASE)
# Joomla's line above a text; a sentence goes on in small letters
_BY = re.compile(r"(?:được )?(?:viết|đăng|gửi) bởi:? (?P<who>[^\W\d_]\S*(?: [^\W\d_]\S*){0,4})", re.IGNORECASE)
_NOTED = re.compile(r"(?P<who>[^()]{2,60}?)\s*\((?P<note>(?:[^()]|\([^()]*\)){2,60})\)")
_AT_OUTLET = re.compile(r"(?P<who>[^/()]{2,40}?)\s*(?:/|\s[-–]\s|,\s)\s*(?P<outlet>.{2,60})")
# for a person and his colleague at an outlet the last sign parts
_AT_OUTLET_BEHIND = re.compile(r"(?P<who>.{2,60})\s*/\s*(?P<outlet>[^/()]{2,60})")
# a man's office, or what he is of a newspaper's, and no agency
_OFFICE = re.compile(r"[PTQU]*(?:GĐ|CT|BT|HT|TP|TB|CVP|BTV|CTV|BBT|UVTV|TT|NV|CV)")
_COMPILED = re.compile(r"(?:tổng hợp|t/h|th|sưu tầm|dịch|lược dịch|biên dịch|ghi|thực hiện)", re.IGNORECASE)
_DEEDS = ("thực hiện", "tổng hợp", "sưu tầm", "lược dịch", "biên dịch", "dịch", "ghi")
_DID = re.compile(rf"(?P<who>.+?) (?:{'|'.join(_DEEDS)})", re.IGNORECASE)
_COMPILED_FROM = re.compile(
    r"(?:(?:tổng hợp|lược dịch|dịch|biên dịch) )?(?:theo|từ|nguồn:?)\s+(?P<outlet>.+)", re.IGNORECASE
)
_CREW = re.compile(
    r"(?:nhóm\s+)?(?:p\.?v\.?|phóng viên|c\.?t\.?v\.?|cộng tác viên|b\.?t\.?v\.?|bbt|ban biên tập)"
    r"(?P<rest>(?:\s+[^\s/]+){0,6})",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"]([^“”\"]{3,60})[”\"]")
_INITIALS = re.compile(r"(?:[A-ZĐ]\.){1,4}\s?(?:[A-ZĐ][^\W\d_]*)?")
_BODY = re.compile(
    # offices as most have them; what else begins so ends as *trường hợp* and *ban hành* do
    r"(?:phòng|khoa) (?:hợp tác|hành chính)\b|"
    r"(?:(?:chi|tổng) cục|cục|sở|bộ|ubnd|ủy ban|uỷ ban|hội|liên đoàn|trường|viện|trung tâm|phòng|"
    r"công (?:ty|đoàn|an)|văn phòng|đoàn|đội|tổ|nhóm|ban|khoa|đài|báo|tạp chí|cổng|vụ|thanh tra|tập đoàn|đại học|"
    r"tổng công ty|quỹ|mạng lưới)\s(?!nghị|thảo|thi|chợ|đồng|hợp|chống|ngừa|cháy|chức|hành|sách|phim|tiêu chí|việc|"
    r"án|tai|kết|đất|ngũ|phận|cáo|chí|hiệu|giá)",
    re.IGNORECASE,
)
# behind it a name of two syllables, the second in small letters, or capitals alone: `Vụ Đông Xuân` heads a part
_ROOM = re.compile(
    r"(?!Ban (?:Tổ chức|Giám|Chỉ)|Phòng (?:Bệnh|Họp|Trà|Tránh|Khám)|Vụ (?:Mùa|Đông|Xuân|Hè|Án|Việc)|Khoa Học|Sở Hữu|"
    r"Viện (?:Trợ|Phí)|Trung tâm (?:Thành phố|Tỉnh|Hội (?:nghị|chợ)|Tiệc|Thương mại(?! điện tử)|Triển lãm)|"
    r"Phòng Hội(?! nhập)|Cục Diện)"
    r"(?:Phòng|Trung tâm|Văn phòng|Ban|Viện|(?:Chi c|C)ục|Sở|Vụ|Thanh tra|Khoa) "
    rf"(?:[{CAPITALS}]{{2,}}|[{CAPITALS}][^\W\d_]* (?![{CAPITALS}])[^\W\d_])"
)
# verbs and joints of sentences, in lower case: names of bodies have none
_SENTENCE = re.compile(
    r"\b(?:cho (?:biết|hay|rằng|thấy)|đã|đang|sẽ|là|được|bị|có|không|phải|cần|nên|khi|thì|mà|vẫn|còn|rất|nếu|vì|do|"
    r"tăng|giảm|gồm|thuộc về)\b|,\s(?!ngày|số|tháng|năm|tỉnh|thành|huyện|quận|và)[^\WA-ZĐ\d_]"
)
# what pictures show somebody do: such a line is a caption behind its label
_DOES = re.compile(
    r"\b(?:tặng|trao|đón(?! tiếp)|thăm|(?<!an )(?<!vị )(?<![Nn]hà )tổ chức|làm việc|phát biểu|kiểm tra"
    r"|tham (?:gia|quan|dự)|chúc mừng|dâng hương|nhận|biểu diễn|(?<![Nn]gười )(?<![Đđ]oàn )(?<![Pp]hòng )lao động"
    r"|ra quân|diễu hành|ký kết|(?<!tâm )giao lưu|vui chơi|thi đấu|thu gom|lấy mẫu)\b"
)
_STOP_INSIDE = re.compile(r"[^\W\d_]{3}[.!?]\s+\S")
# 'Theo quy định …' opens a sentence, 'Nguồn: Ngân sách …' tells of money
_NOT_A_SOURCE = re.compile(
    r"(?:đó|này|quy định|kế hoạch|thông tin|ông|bà|các|dự kiến|dõi|đồng chí|nội dung|luật|nghị định|quyết định|"
    r"thông tư|số liệu|báo cáo|công bố|công văn|thông báo|điều|khoản|chương trình|nghị quyết|chỉ thị|ngân sách|vốn|"
    r"kinh phí|nguồn|oda|fdi|ns(?:nn|tw|đp))\b",
    re.IGNORECASE,
)
_LONGEST = 160
_AUTHOR = re.compile(r"tác giả|người (?:viết|đăng|đưa tin)", re.IGNORECASE)
_MOST_WORDS = 9
_MOST_WORDS_OF_OFFICE = 6
_MOST_WORDS_OF_BODY = 14
_BLANK = " \t*–-•/.,;:"


@dataclass(frozen=True, slots=True)
class Credit:
    """What a line credits. `helpers` edited, photographed or drew; `is_bare` when nothing but names says so."""

    writers: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    source: str | None = None
    is_bare: bool = False


def credit_of(text: str, must_say: bool = False) -> Credit | None:
    """What a whole line credits, or None when it is prose. With `must_say` only what a label says is a credit."""
    if len(text) > _LONGEST:
        return None
    text = normal_form(text).strip()
    text = text.lstrip(_BLANK).rstrip(" */")
    if inner := _inside_brackets(text.rstrip(". ")):
        return _bracketed(inner, must_say)
    # what stands behind the last colon, mostly all of a line, is no label
    labels = list(_LABELS.finditer(text, 0, 1 + max(text.rfind(":"), text.rfind("："))))
    if labels:
        return _merged([*_before(text[: labels[0].start()]), *_labelled(text, labels)])
    if match := _SAID.fullmatch(text):
        return _from(match["value"], "nguồn" in match["from"].lower())
    if (match := _BY.fullmatch(text)) and match["who"].istitle():
        return Credit(writers=(match["who"],))
    return None if must_say else _signature(text.rstrip(". "))


def _before(text: str) -> list[Credit | None]:
    """What stands before a line's first label: nothing, or who wrote (`Thu Hà - Ảnh: Văn Hải`), else prose."""
    who = text.strip()
    if not who:
        return []
    signer = who.rstrip(" -–,;|")
    return [Credit((signer,)) if signer != who and _is_signer(signer) else None]


def _inside_brackets(text: str) -> str | None:
    """What stands in the brackets that hold all of a text."""
    if not (text.startswith("(") and text.endswith(")")):
        return None
    inner = text[1:-1]
    return inner.strip() if inner.find(")") == -1 or -1 < inner.find("(") < inner.find(")") else None


def _bracketed(text: str, must_say: bool) -> Credit | None:
    said = credit_of(text, must_say=True)
    if said is not None or must_say:
        return said
    if is_outlet(text) or (_is_agency(text) and not _is_crew(text)):
        return Credit(source=text)
    return _signature(text)


def _merged(credits: list[Credit | None]) -> Credit | None:
    """All that several parts of a line credit, or None where one of them is prose."""
    known = [credit for credit in credits if credit is not None]
    if len(known) < len(credits):
        return None
    return Credit(
        tuple(name for credit in known for name in credit.writers),
        tuple(name for credit in known for name in credit.helpers),
        next((credit.source for credit in known if credit.source), None),
    )


def _labelled(text: str, labels: list[re.Match[str]]) -> list[Credit | None]:
    """What stands behind each of a line's labels."""
    ends = [label.start() for label in labels[1:]] + [len(text)]
    return [_said(label, text[label.end() : end].strip(_BLANK + "|")) for label, end in zip(labels, ends, strict=True)]


def _said(label: re.Match[str], value: str) -> Credit | None:
    if label["source"]:
        # who sent it in wrote it: bodies name their own people as the source
        return Credit((value,)) if is_name(value) else _from(value)
    signed = _signed(value)
    if signed is None and _AUTHOR.match(label[0]) and _is_office(value):
        signed = Credit((value,))
    if label["helps"] and label["helps"].lower().endswith(("đăng", "đăng bởi")) and " " not in value:
        # the account that posted it: admin
        return Credit(helpers=(value,))
    if signed is None or not label["helps"]:
        return signed
    if _DOES.search(value):
        return None
    # whose picture it is, is not whose text it is
    return Credit(helpers=(value,) if signed.source else signed.writers)


def _signed(value: str) -> Credit | None:
    """Whom a label of authors names: people, initials, crews and bodies, perhaps with their outlet."""
    if is_outlet(value) and host_of(value) is None:
        return Credit(source=value)
    if (signed := _signature(value)) is not None:
        return Credit(signed.writers, source=signed.source)
    return Credit((value,)) if _is_team(value) else None


def _is_office(value: str) -> bool:
    """Whether a label of authors names somebody by his office: `Công chức văn hóa xã`."""
    few = 0 < len(value.split()) <= _MOST_WORDS_OF_OFFICE and value[0].isupper()
    return few and not (_SENTENCE.search(value) or is_place(value) or _STOP_INSIDE.search(value))


def _is_team(value: str) -> bool:
    """Whether a labelled text may be names, though of one word, foreign, or of a body."""
    if _SENTENCE.search(value) or is_place(value) or _STOP_INSIDE.search(value):
        return False
    words = [word for word in re.split(r"[\s,&+/–-]+", value) if word and word not in ("và", "thực", "hiện")]
    if _BODY.match(value) and value[0].isupper():
        return len(words) <= _MOST_WORDS_OF_BODY
    return 0 < len(words) <= _MOST_WORDS and all(word[0].isupper() for word in words)


def _from(value: str, must_name: bool = False) -> Credit | None:
    """Whom a word for sources names: an outlet, a host, a body, or somebody at an outlet.

    With `must_name` the name itself has to say that it is one: *nguồn* alone is a word of every second text.
    """
    value = value.strip(_BLANK)
    if quoted := _QUOTED.fullmatch(value):
        value, must_name = quoted[1], False
    if host := host_of(value):
        return Credit(source=host)
    if not value or _SENTENCE.search(value) or _STOP_INSIDE.search(value) or _NOT_A_SOURCE.match(value):
        return None
    signed = _signature(value)
    if signed is not None and signed.source:
        return Credit(signed.writers, source=signed.source)
    is_body = _BODY.match(value) is not None or (must_name and _is_agency(value))
    if len(value.split()) > (_MOST_WORDS_OF_BODY if is_body else _MOST_WORDS) or (must_name and not is_body):
        return None
    return Credit(source=value) if value[0].isupper() else None


def _signature(text: str) -> Credit | None:
    """Names without a label, perhaps with what they did in brackets, or with their outlet; or an outlet alone."""
    if text.endswith(")") and (match := _NOTED.fullmatch(text)):
        return _noted(match["who"], match["note"])
    if is_outlet(text):
        return Credit(source=text, is_bare=True)
    if is_name(text) or _is_crew(text) or (_INITIALS.fullmatch(text) and "." in text):
        return Credit((text,), is_bare=True)
    for match in filter(None, (_AT_OUTLET.fullmatch(text), _AT_OUTLET_BEHIND.fullmatch(text))):
        if _is_signer(match["who"]) and is_outlet(match["outlet"]):
            return Credit((match["who"],), source=match["outlet"])
        if is_name(match["who"]) and _is_agency(match["outlet"]) and "," not in text:
            return Credit((match["who"],), source=match["outlet"], is_bare=True)
        if is_name(match["who"]) and (is_own_body(match["outlet"]) or _is_crew(match["outlet"])):
            return Credit((text,), is_bare=True)
    did = _DID.fullmatch(text) if text.lower().endswith(_DEEDS) else None
    return Credit((did["who"],)) if did and _is_signer(did["who"]) else None


def _noted(who: str, note: str) -> Credit | None:
    """Names or an outlet with something in brackets: `Hà Thu (tổng hợp)`, `Lê Hà/Báo Tin tức (TTXVN)`."""
    at = _AT_OUTLET.fullmatch(who)
    if at and is_outlet(at["outlet"]) and _is_signer(at["who"]):
        return Credit((at["who"],), source=f"{at['outlet']} ({note})")
    if not _is_signer(who):
        return Credit(source=f"{who} ({note})") if is_outlet(who) else None
    if _COMPILED.fullmatch(note):
        return Credit((who,))
    if match := _COMPILED_FROM.fullmatch(note):
        return Credit((who,), source=match["outlet"].strip())
    if is_outlet(note) or is_abbreviation(note):
        return Credit((who,), source=note)
    return Credit((f"{who} ({note})",)) if is_place(note) or _BODY.match(note) else None


def _is_agency(text: str) -> bool:
    """Whether a few capitals may be an agency's: `VEA`, and not `PGĐ`."""
    return len(text) > 2 and text.isalpha() and is_abbreviation(text) and _OFFICE.fullmatch(text) is None


def is_own_body(text: str) -> bool:
    """Whether a text names the room that somebody signs for: `Phòng Tổng hợp`, `Ban Tuyên giáo`."""
    is_named = _BODY.match(text) is not None and text[0].isupper() and _SENTENCE.search(text) is None
    return is_named and len(text.split()) <= _MOST_WORDS


def signs(text: str) -> bool:
    """Whether a text alone below prose names the room or body that wrote it; official letters have it in capitals."""
    return _ROOM.match(text) is not None and not text.isupper() and is_own_body(text)


def _is_signer(text: str) -> bool:
    return is_name(text) or _is_crew(text) or _INITIALS.fullmatch(text) is not None


def _is_crew(text: str) -> bool:
    match = _CREW.fullmatch(text)
    return match is not None and all(word[0].isupper() for word in match["rest"].split())
