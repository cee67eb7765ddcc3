"""Whether a text names a news outlet or a web site: `TTXVN`, `Báo Tin tức (TTXVN)`, `TTXVN/Vietnam+`, `Chinhphu.vn`."""

import re

from archive.orthography import CAPITALS, fold

_TITLES = (
    r"ttxvn|vna|vnews|vov|vtv|vtc|vtc news|vgp|vgp news|bnews|nld|nldo|tt|tto|tno|tpo|tp|hnm|hnmo|ktsg|tbktsg|ktdt|"
    r"dddn|dtck|ddk|qdnd|cand|antd|antg|ndo|sggp|sggpo|plo|plvn|ldo|ldtd|gd&td|sk&ds|skds|tn&mt|tn-mt|tnmt|tn va mt|"
    r"nnvn|tbtcvn|dcsvn|vne|vnexpress|vnexpress.net|vietnamnet|vietnamplus|vietnam\+|vneconomy|vn\+|zing|zing news|"
    r"znews|infonet|soha|cafef|kenh14|baomoi|dan tri|dan viet|tuoi tre|tuoi tre online|thanh nien|tien phong|"
    r"lao dong|nguoi lao dong|nhan dan|dai doan ket|sai gon giai phong|ha noi moi|phap luat|kinh te do thi|"
    r"kinh te va do thi|nong nghiep viet nam|quan doi nhan dan|cong an nhan dan|an ninh thu do|suc khoe va doi song|"
    r"suc khoe doi song|tin tuc|to quoc|tai nguyen va moi truong|tai nguyen & moi truong|reuters|afp|ap|bbc|cnn|"
    r"xinhua|tan hoa xa|bloomberg|kyodo|yonhap|the guardian|the new york times"
)
# VOV-Miền Trung, TTXVN khu vực Tây Nguyên
_BUREAU = (
    r"(?:\s?[-–]\s?|\s)(?:(?:khu vuc|co quan thuong tru)\s)?(?:mien (?:bac|trung|nam|tay)|dong bac|tay bac|tay nguyen|"
    r"tay nam bo|dbscl|tp\.? ?hcm)"
)
_KNOWN = re.compile(rf"(?:{_TITLES})(?:{_BUREAU})?")
_MIXED_CASE = ("VietnamPlus", "Vietnam+", "VnExpress", "VietNamNet", "VietnamNet", "VnEconomy", "Bnews", "Infonet")
_HOST = re.compile(r"(?:https?://)?(?:www\.)?(?P<host>[\w-]+(?:\.[\w-]+)*\.(?:[a-z]{2,8}|VN|COM|NET|ORG))(?:/\S*)?")
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|rtf|zip|rar|jpe?g|png|mp[34])$", re.IGNORECASE)
_CAPITAL = f"[0-9{CAPITALS}]"
# 'Báo cáo …' and 'Đài Loan' are no outlets: the name of one begins with a capital, or says what it broadcasts
_NAMED = re.compile(
    rf"(?:[Bb]áo|BÁO)(?: (?:điện tử|mạng|ĐT|online))? (?:{_CAPITAL}.{{1,58}}|điện tử .{{2,50}})|"
    rf"(?:[Tt]ạp chí|TẠP CHÍ|[Tt]hời báo|[Tt]uần báo|[Ww]ebsite|[Tt]rang (?:tin|web|TTĐT)|[Bb]ản tin) "
    rf".{{0,20}}{_CAPITAL}.{{1,58}}|"
    r"(?:[Cc]ổng|[Tt]rang) (?:TTĐT|[Tt]hông tin|[Gg]iao tiếp).{0,70}|(?:[Hh]ãng )?[Tt](?:hông tấn|TX) .{2,40}|"
    rf"Đài (?:[Pp]hát|[Tt]ruyền|PT|TH|TT|[Tt]iếng|VTV|VOV).{{0,50}}|.{{2,24}} (?:[Oo]nline|[Nn]ews|[Tt]imes)"
)
_IN_BRACKETS = re.compile(r"(?P<name>[^()]{2,60}?)\s*\((?P<more>[^()]{2,40})\)")
_BETWEEN = re.compile(r"[/,;]")
_INITIALS = re.compile(r"[A-ZĐ](?:[A-ZĐ&+.-]){1,7}\+?")
# Tuổi Trẻ Online is TTO, Báo Quảng Bình điện tử QBĐT
_OF_OUTLET = re.compile(
    r"(?!(?:WHO|NATO|CEO|CFO|ISO|WTO|FAO|ILO|GMO|NGO|UFO|UNESCO|UNIDO|ICAO|IMO)\b)[A-ZĐ]{2,5}(?:O|ĐT|TV)"
)


def host_of(text: str) -> str | None:
    """The host name that a text is, or that the address has which it is; None for any other text."""
    match = _HOST.fullmatch(text)
    # `ke-hoach.pdf` is what a link to a document shows
    is_host = match and re.search(r"[^\W\d_]", match["host"]) and not _FILE.search(match["host"])
    return match["host"].lower() if match and is_host else None


def is_outlet(text: str) -> bool:
    """Whether all of a text names an outlet that is known, says what it is, or is a host; or two or three of them."""
    if text.endswith(")") and (match := _IN_BRACKETS.fullmatch(text)):
        return is_outlet(match["name"])
    return all(map(_is_one, map(str.strip, _BETWEEN.split(text)))) or host_of(text) is not None


def is_abbreviation(text: str) -> bool:
    """Whether a text is a few capitals, as outlets and bodies are called for short: `NLĐO`, `TN&MT`."""
    return _INITIALS.fullmatch(text) is not None


def is_named_outlet(text: str) -> bool:
    """Whether a few capitals, or a host, are those of an outlet by themselves: `TTXVN`, `NLĐO`, `VOV.VN`."""
    short = is_abbreviation(text) and (is_outlet(text) or _OF_OUTLET.fullmatch(text) is not None)
    return short or host_of(text) is not None or text in _MIXED_CASE


def _is_one(text: str) -> bool:
    plain = " ".join(fold(text).split())
    return _KNOWN.fullmatch(plain) is not None or host_of(text) is not None or _NAMED.fullmatch(text) is not None
