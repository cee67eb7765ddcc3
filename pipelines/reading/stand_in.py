"""Pages that stand in, with status 200, for the one that was asked for: maintenance, checks of the browser, logins."""

import re
from itertools import islice

from archive.orthography import fold
from pipelines.reading.lines import Element

_SAYS = re.compile(
    r"(?:dang|duoc|tam dung de|tam ngung de) (?:duoc |trong (?:qua trinh|thoi gian) )?(?:bao tri|bao duong|nang cap)"
    r"|tam (?:ngung|dung) (?:hoat dong|truy cap|phuc vu|cung cap dich vu)"
    r"|(?:under|site|scheduled|down for|undergoing|performing) (?:some )?(?:\w+ )?maintenance|be (?:right )?back soon"
    r"|just a moment|checking (?:your browser|if the site connection)|verify(?:ing)? you are (?:a )?human"
    r"|enable javascript and cookies|attention required|dang kiem tra trinh duyet|xac minh ban (?:khong phai )?la"
    r"|account (?:has been )?suspended|(?:website|trang web|tai khoan) (?:da |dang )?bi (?:tam )?(?:khoa|ngung)"
    r"|error establishing a database connection|^database error|loi ket noi (?:co so du lieu|csdl)|fatal error"
    r"|service (?:is )?(?:temporarily )?unavailable|bad gateway|gateway time-?out|internal server error|runtime error"
    r"|welcome to nginx|iis windows server|apache2? .{0,30}(?:default|test) page|web server is successfully installed"
    r"|access (?:is )?denied|truy cap bi (?:tu choi|chan)|ban khong (?:co quyen|duoc phep) truy cap"
    # what NukeViet answers whoever asks too often
    r"|(?:he thong|may chu) (?:da |dang )?tu choi truy cap cua (?:ban|quy khach)"
)
_LONGEST = 500
# The menu of a site: what stands among it is the site's own page.
_FEW_LINKS = 3
_FEW_AT_A_LOGIN = 8


def stand_in(root: Element) -> str | None:
    """What a page says that stands where another should, as a reason; None for every page of a site's own.

    Those are longer, or have a menu, a date or the marks of an article: a site also tells of maintenance in its news.
    """
    links = sum(1 for _ in islice(root.iterfind(".//a[@href]"), _FEW_AT_A_LOGIN + 1))
    if links > _FEW_AT_A_LOGIN or root.find(".//time") is not None:
        return None
    said = _visible(root)
    if len(said) > _LONGEST or root.find(".//meta[@property='og:type']") is not None:
        return None
    if root.find(".//input[@type='password']") is not None:
        return "asks for a password"
    found = _SAYS.search(fold(f"{root.findtext('.//title') or ''} {said}")) if links <= _FEW_LINKS else None
    return f"says {found[0]!r} and nothing else" if found else None


def _visible(root: Element) -> str:
    """The text of the body, as far as it shows that it is too long."""
    said = ""
    for text in root.xpath("body//text()[not(parent::script or parent::style)]"):
        said = f"{said} {' '.join(text.split())}".strip()
        if len(said) > _LONGEST:
            break
    return said
