"""The demo site's pages that are no news, and its two traps: a calendar and a language switch, both without end."""

import re
from datetime import date, datetime, timedelta

_WEEK = re.compile(r"/lich-cong-tac/(?:tuan-(\d{1,2})-nam-(\d{4})/)?")
_DUTIES = ("Họp giao ban", "Kiểm tra trạm Cầu Gỗ", "Tiếp công dân", "Hiệu chuẩn tại hiện trường", "Trực cuối tuần")


def about() -> str:
    """*Giới thiệu*."""
    return """<p>Trung tâm Nước và Đo lường Sông Mây là cơ quan hư cấu của tỉnh Mây Giang, cũng hư cấu. Trong câu chuyện
này, Trung tâm quản lý mạng trạm quan trắc nước, kiểm định phương tiện đo và thử nghiệm chất lượng sản phẩm.</p>
<p>Bộ máy gồm phòng Quan trắc, phòng Chuẩn đo lường, phòng Thử nghiệm, phòng Đào tạo và Văn phòng.</p>"""


def contact() -> str:
    """*Liên hệ*, with a language switch whose relative links go one step deeper on every page."""
    return """<p class="language-switcher"><a href="en/" hreflang="en">English</a>
<a href="vi/" hreflang="vi">Tiếng Việt</a></p>
<p>Số 2 đường Bờ Kè, thị xã Bến Mây, tỉnh Mây Giang (hư cấu). Giờ làm việc: 7 giờ 30 đến 16 giờ 30.</p>"""


def calendar(path: str, today: datetime) -> str | None:
    """The duties of one week, with links to the weeks before and after, for ever; None for another path."""
    match = _WEEK.fullmatch(path)
    if match is None:
        return None
    year, week, _ = today.isocalendar()
    if match[1]:
        week, year = int(match[1]), int(match[2])
    try:
        monday = date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
    days = "".join(f"<li>{monday + timedelta(days=at):%d/%m/%Y}: {duty}</li>" for at, duty in enumerate(_DUTIES))
    return f"""<h2>Tuần {week} năm {year}</h2><ul>{days}</ul>
<p>{_step(monday, -7, "Tuần trước")} {_step(monday, 7, "Tuần sau")}</p>"""


def _step(monday: date, days: int, words: str) -> str:
    year, week, _ = (monday + timedelta(days=days)).isocalendar()
    return f'<a href="/lich-cong-tac/tuan-{week}-nam-{year}/">{words}</a>'
