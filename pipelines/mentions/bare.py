"""Documents without a code: `Quyết định số 611 ngày 8/7/2024`, `Nghị quyết số 57 của Bộ Chính trị`."""

import re
from collections.abc import Iterator
from itertools import chain

from pipelines.mentions.around import REACH, day_after, word_before
from pipelines.mentions.mention import Mention

# Looked for from its second letter: one letter is found in a tenth of the time of one of several.
_BARE = tuple(re.compile(rf"{o}(?<=\s[sSſ].)\s*:?\s*(?P<number>\d{{1,6}})(?![\w/:-]|[.,]\d)") for o in "ốỐ")
# Laws of nature, options and television programmes are numbered too.
_AUTHORITY = (
    r"(?:Quốc hội|Chính phủ|Thủ tướng|Chủ tịch|Trung ương|Nhà nước|Đảng|Ban|Bộ|Sở|Tổng|Cục|Chi cục|Vụ|Phòng|UB|Ủy ban"
    r"|Uỷ ban|Hội đồng|HĐND|Tỉnh|Thành|Huyện|Giám đốc|Viện|Trung tâm|Tòa|Toà|Thanh tra|Kiểm toán|Văn phòng|Ngân hàng"
    r"|Bảo hiểm|Mặt trận)\b"
)
_WHO = rf"(?P<who>{_AUTHORITY}[^.;:,()\n\d]{{0,60}}?)"
_OF_WHOM = re.compile(
    rf"[\s,]{{0,2}}của\s+{_WHO}(?=\s+(?:ngày|về|ban|quy|hướng|ký|sau|để|được)\b|\s+và\s+[a-zđà-ỹ]|[.;:,()\n]|$)"
)
_BY_WHOM = re.compile(rf"[\s,]{{0,2}}do\s+{_WHO}(?=\s+(?:ban hành|ký)\b)")


def find_bare(text: str) -> Iterator[Mention]:
    """The word, a number, and behind it a day or an authority."""
    for match in chain.from_iterable(form.finditer(text) for form in _BARE):
        end = match.end()
        day = day_after(text, end)
        whom = _OF_WHOM.match(text, end, end + REACH) or _BY_WHOM.match(text, end, end + REACH)
        # Asked last, since it is dear.
        start, word = word_before(text, match.start("number")) if day or whom else (end, None)
        if word:
            year, iso = (day.year, day.isoformat()) if day else (None, None)
            issuer = " ".join(whom["who"].split()) if whom else None
            yield Mention(word, match["number"], year, issuer, iso, span=(start, end))
