"""Whether a line is nothing but people's names: the signature under an article, and not a heading in capitals.

Vietnamese names draw on few syllables. That tells `NGUYỄN VĂN MẪU` from `CƠ CẤU TỔ CHỨC`, and `Hà Thu` from
`Dịch Vụ`, which are spelt alike.
"""

import re
from collections.abc import Sequence

from archive.orthography import fold, is_syllable, same_tone_placement

_SURNAMES = (
    "bành bùi bạch bế cao chu châu chảo cung cù cấn cầm diệp doãn dương giang giàng giáp hoa hoàng huỳnh hà hàn hạ "
    "hầu hồ hờ hứa khuất khúc khương khổng kim kiều la liễu lâm lã lê lò lù lý lưu lương lường lại lục lữ ma mai "
    "mông mạc mẫn nghiêm nguyễn ngô nhâm nhữ ninh nông ong phan phàn phí phó phùng phương phạm quan quàng quách "
    "siu sái sùng sơn sầm sử thi thiều thào thái thân thôi thạch thẩm tiêu triệu trà trương trần trịnh ty tào tô tôn "
    "tăng tạ tẩn tống từ vi viên vàng võ vũ vương vừ y âu ông đinh điêu đoàn đàm đào đường đậu đặng đồng đỗ đới ấu ứng"
)
# clans of the Tây Nguyên and of the Trường Sơn, not spelt as Vietnamese is
_OF_CLANS = (
    "adrơng alăng arất bloong bnướch byă hmok kbuôr kpă ksor mlô niê pơloong rah rcom rmah rơ zơrâm êban ênuôl êñuôl"
)
_GIVEN = (
    "a an anh ba biên bách bé bình bích bảo bảy bắc bằng bổn chi chinh chiến chung chuyên chánh chí chính chương công "
    "cúc cương cường cảnh cần cẩm danh di dinh diễm diễn diện diệu doanh du dung duy duyên dân dũng dần dậu dự dực "
    "gia giao giàu giáp gấm hiên hiến hiếu hiền hiển hiệp hiệu hoan hoà hoài hoàn hoạt huy huyên huyền huân huấn huệ "
    "hy hào hân hùng hưng hương hường hạnh hải hảo hậu hằng hồng hội hợp hữu hỷ kha khang khanh khiêm khoa khoát "
    "khuyên khuê khánh khôi khả khải kiên kiệt kính kỳ lam lan len linh liêm liên liệu loan long luyến luyện luân "
    "luận luật ly lành lân lĩnh lễ lệ lộc lợi minh miên muội my mùi mơ mười mạnh mẫu mận mỹ nam nga nghi nghiệp nghĩa "
    "ngoan ngoãn nguyên nguyện nguyệt ngà ngân ngạn ngọc ngữ nhi nhiên nhu nhung nhài nhàn nhân nhã như nhượng nhạn "
    "nhật nhị nhựt năm nữ oanh phi phong phát phú phúc phước phượng phụng páo quang quyên quyết quyền quân quý quảng "
    "quế quốc quỳnh sa sang sao sinh song sáng sáu sình sửu sỹ thanh thao thiên thiện thiệp thiệu thoa thoan thoại "
    "thu thuyên thuyết thuần thuận thành thêm thông thùy thúy thăng thơ thơm thư thương thường thạnh thảo thập thật "
    "thắm thắng thế thể thị thịnh thọ thục thụy thủy thứ thức thực tiên tiến tiếp toan toàn toản trang trinh trung "
    "truyền trác trâm trân trí trúc trường trạch trấn trọng trực tuyên tuyến tuyết tuyền tuyển tuân tuấn tuất tài tám "
    "tâm tân tình tín tính tùng tú tư tươi tước tường tưởng tấn tần tịnh tố tỵ uy uyên vinh việt vy vân văn vĩ vĩnh "
    "vượng vấn vệ vịnh vọng vỹ xuyên xuyến xuân yên yến ánh ân út ý đan điền điệp đoan đình đính đô đôn đông đăng đại "
    "đạo đạt định đồng độ đức ấn"
)
_CLANS = frozenset(_OF_CLANS.split())
_SURNAME = frozenset(map(same_tone_placement, _SURNAMES.split())) | _CLANS
_KNOWN = _SURNAME | frozenset(map(same_tone_placement, _GIVEN.split()))
_UNMARKED = frozenset(map(fold, _KNOWN))
_PLACES = re.compile(
    r"(?:tinh |thanh pho |tp\.? ?)?(?:"
    r"an giang|ba ria|vung tau|bac giang|bac kan|bac lieu|bac ninh|ben tre|binh dinh|binh duong|binh phuoc|binh thuan|"
    r"ca mau|can tho|cao bang|da nang|dak lak|dak nong|dien bien|dong nai|dong thap|gia lai|ha giang|ha nam|ha noi|"
    r"ha tinh|hai duong|hai phong|hau giang|hoa binh|ho chi minh|hung yen|khanh hoa|kien giang|kon tum|lai chau|"
    r"lam dong|lang son|lao cai|long an|nam dinh|nghe an|ninh binh|ninh thuan|phu tho|phu yen|quang binh|quang nam|"
    r"quang ngai|quang ninh|quang tri|soc trang|son la|tay ninh|thai binh|thai nguyen|thanh hoa|thua thien hue|hue|"
    r"tien giang|tra vinh|tuyen quang|vinh long|vinh phuc|yen bai|viet nam|sai gon|tp ho chi minh|tp hcm|tphcm|tp.hcm|"
    r"hcm|ha tay)"
)
# H'Hen, K'Sor, Y'Bhiu: what a woman or a man of the Tây Nguyên is called by, where it is no people's or place's name
_OF_TAY_NGUYEN = re.compile(r"[HKRY]['’ʼ](?!(?:mông|mong|rê|roi|ho|hor|drai|bang|lấp)$)[^\W\d_]+", re.IGNORECASE)
_DEGREE = re.compile(r"^(?:(?:PGS|GS|TS|ThS|Th\.S|KTS|BS|CN|KS|CKII?|NSND|NSƯT|PV|CTV|BTV)[.\s]+)+(?:-\s*)?")
_BETWEEN = re.compile(r"\s*(?:-|–|,|&|;|\+|\bvà\b)\s*")
_PARTED = re.compile(r"\s*(?:[-–,&+/|]|\bvà\b)\s*")
_WORDS = (2, 5)
# nouns made of syllables of names, which head documents and parts of texts on a line of their own
_NOUNS = frozenset(
    {"quyết định", "công văn", "thông tư", "hợp đồng", "thông điệp", "tài liệu", "tư liệu"}
    | {"định nghĩa", "ý nghĩa", "nguyên nhân", "lưu ý", "phạm vi", "lệ phí", "bình luận", "thị trường", "tham gia"}
    | {"kinh doanh", "doanh nghiệp", "nông nghiệp", "lương thực", "thể thao", "giao thông", "truyền thông", "thủy văn"}
    | {"tài nguyên", "tuyển sinh", "sinh viên", "hội viên", "thanh tra", "tiếp dân", "công ty", "quốc hội"}
)


def is_place(text: str) -> bool:
    """Whether a text is the name of a province or big town, old or new, with or without its rank."""
    return _PLACES.fullmatch(fold(text).strip(" .,")) is not None


def is_of_names(syllable: str) -> bool:
    """Whether a syllable without marks stands in names of people, and so in most of places."""
    return syllable in _UNMARKED


def is_name(text: str) -> bool:
    """Whether a line is nothing but one to three people's names or pen names, perhaps with a degree."""
    if any(word[0].islower() and not word.startswith("và") for word in text.split()):
        return False
    bare = _DEGREE.sub("", text.strip(" ./*"))
    people = _BETWEEN.split(bare)
    return bool(bare) and len(people) <= 3 and all(map(_is_person, people))


def without_degree(text: str) -> str:
    """A person's name without what stands before it of degrees and of whom a newspaper calls its own."""
    return bare if is_name(bare := _DEGREE.sub("", text)) else text


def people_of(text: str) -> list[str]:
    """The people that a text names, one by one; the text itself where not all of its parts are people's names."""
    people = [one for part in text.split(";") for one in _people(part.strip())]
    return people or [text]


def _people(text: str) -> list[str]:
    parts = list(filter(None, _PARTED.split(text)))
    return parts if len(parts) > 1 and all(map(is_name, parts)) else [text] if text else []


def _has_clan(words: Sequence[str]) -> bool:
    """Whether a clan stands before or behind what somebody is called by: `Ksor H'Bơ Khăp`, `Y Biêr Niê`."""
    return words[0].lower() in _CLANS or (words[0] == "Y" and any(word.lower() in _CLANS for word in words[2:]))


def _is_person(text: str) -> bool:
    words = text.split()
    if not _WORDS[0] <= len(words) <= _WORDS[1] or is_place(text) or text.lower() in _NOUNS:
        return False
    if not all(word[0].isupper() for word in words):
        return False
    if _OF_TAY_NGUYEN.fullmatch(words[0]) or (len(words) > 2 and not text.isupper() and _has_clan(words)):
        return True
    if text.isascii():
        return all(word.lower() in _UNMARKED for word in words)
    syllables = [same_tone_placement(word.lower()) for word in words]
    unknown = [syllable for syllable in syllables if syllable not in _KNOWN]
    if not all(map(is_syllable, unknown)):
        return False
    # headings stand in capitals, or have two words
    may_differ = len(words) > 2 and not text.isupper() and syllables[0] in _KNOWN
    return len(unknown) <= may_differ
