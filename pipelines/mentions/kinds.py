"""Kinds of documents and who issues them, by the codes that numbers carry."""

import re

from archive.folding import fold

KINDS = {
    "NĐ": "nghị định",
    "TT": "thông tư",
    "TTLT": "thông tư liên tịch",
    "QĐ": "quyết định",
    "NQ": "nghị quyết",
    "NQLT": "nghị quyết liên tịch",
    "CT": "chỉ thị",
    "CĐ": "công điện",
    "TB": "thông báo",
    "KH": "kế hoạch",
    "BC": "báo cáo",
    "TTr": "tờ trình",
    "HD": "hướng dẫn",
    "KL": "kết luận",
    "PL": "pháp lệnh",
    "L": "lệnh",
    "GP": "giấy phép",
    "GPTTĐT": "giấy phép",
    "GM": "giấy mời",
    "CV": "công văn",
    "QC": "quy chế",
    "QyĐ": "quy định",
    "QYĐ": "quy định",
    "BB": "biên bản",
    "HĐ": "hợp đồng",
    "GCN": "giấy chứng nhận",
    "ĐA": "đề án",
    "CTr": "chương trình",
    "PA": "phương án",
    "VBHN": "văn bản hợp nhất",
    "SL": "sắc lệnh",
    "CTHĐ": "chương trình hành động",
    "QCPH": "quy chế phối hợp",
    "GXN": "giấy xác nhận",
    "TTLN": "thông tư liên ngành",
    "GPMT": "giấy phép môi trường",
    "KLTT": "kết luận thanh tra",
    "CTPH": "chương trình phối hợp",
    "ĐLVN": "ĐLVN",
}
"""Kinds of documents by the codes that numbers carry."""

WORDS = {*KINDS.values(), "luật", "bộ luật", "văn bản"} - {"ĐLVN"}
WORD_OF = {fold(word): word for word in WORDS} | {word: word for word in WORDS}
"""The words before numbers, also as typed without marks."""

# Typed without đ, or in capitals throughout, a code is still that code.
_SPELLED = {code.upper().replace("Đ", "D"): code for code in reversed(KINDS)}
ISSUERS = (
    r"(?:UBND|HĐND|HDND|VPCP|TT[gG]|CP|TW|BCĐ\w{0,6}|BCA|BQP|TCMT|TĐC|TCTK|TLĐ|TANDTC|VKSNDTC|NHNN|BHXH|MTTQ|VPQH|ĐCT"
    r"|B(?:TNMT|NNMT|NN&?PTNT|NN|KH&?CN|KH&?ĐT|YT|TC|CT|XD|GTVT|GD&?ĐT|GDDT|TTTT|LĐTB&?XH|VHTTDL|NV|TP|NG|DTTG)"
    r"|S(?:TNMT|NNMT|NN&?PTNT|NN|KH&?CN|KH&?ĐT|YT|TC|CT|XD|GTVT|GD&?ĐT|TTTT|LĐTB&?XH|VHTTDL|VHTT|NV|TP))"
)
"""Those whose code says enough without a word or a year, a pattern."""
PARTY = ("TW", "TU", "HU", "QU", "ĐU")
"""Whose numbers have their dash before the kind: `36-NQ/TW`, also where they are written `36/NQ-TW`."""
BEHIND_KINDS = re.compile(rf"\w*T[WƯ]\w*|\w*[ĐHQT][UƯ](?:-\w+)*|BCS\w*|ĐCT|TLĐ\w*|ĐTN\w*|{ISSUERS}(?:-\w+)*")
"""Who numbers as the party does: `36-NQ/TW`."""

# Only the president issues what one letter stands for: elsewhere L is a plot, a lot, a line.
CODES = "|".join(sorted({*KINDS, *_SPELLED} - {"L"}, key=len, reverse=True)) + r"|L(?=\s?[-/]\s?CTN\b)"
"""Every code as it is spelt anywhere, a pattern."""


def code_of(spelt: str | None) -> str | None:
    """A code spelt one way."""
    return spelt if spelt is None or spelt in KINDS else _SPELLED[spelt.upper().replace("Đ", "D")]


def issuer_of(spelt: str | None) -> str | None:
    """An issuer's code spelt one way."""
    if spelt is None:
        return None
    bare = re.sub(r"\s", "", spelt.rstrip("."))
    return re.sub(r"\bTTG\b", "TTg", bare, flags=re.IGNORECASE).replace("HDND", "HĐND").replace("TƯ", "TW")
