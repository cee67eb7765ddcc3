"""Dates that stand near an article and are not its own: other articles', clocks', counters', deadlines'."""

import io

import pytest

from archive.model import Exchange
from pipelines.reading.page import read_page

TITLE = "Kè mềm bằng cừ tràm giữ được bãi bồi ở Cồn Sẻ"
PROSE = """<p>Sau hai mùa nước nổi, hàng cừ tràm cắm so le ngoài bãi đã giữ lại gần nửa mét phù sa, cao hơn mức mà tổ
khảo sát dự tính lúc đầu.</p><p>Người trong ấp thay nhau trông hàng cừ, nhổ rong bám và báo lại cho tổ mỗi khi có cây bị
ghe tàu va gãy hoặc bị hà ăn mòn chân.</p><p>Tổ khảo sát đề nghị nối dài thêm ba trăm mét về phía hạ lưu trước khi gió
chướng về, vì đoạn này đang lở nhanh nhất.</p>"""
OTHERS = (
    ("Khánh thành cầu treo vào xóm Bãi Giữa của xã đảo", "20/11/2026"),
    ("Tập huấn đọc số đo mực nước cho tổ cộng đồng ven sông", "19/11/2026"),
    ("Bàn giao mười máy bơm chống úng cho hợp tác xã Phú Nông", "17/11/2026"),
)
ARTICLE = f"<h1>{TITLE}</h1>{PROSE}"
OWN = "<div>05/03/2024 08:15</div>"


ADDRESS = "https://coquan.example/tin-tuc/ke-mem-cu-tram-123.html"


def read(body, head=f"<title>{TITLE} - Cổng thông tin</title>", url=ADDRESS):
    page = f'<html lang="vi"><head>{head}</head><body>{body}</body></html>'
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()
    return read_page(Exchange(url, "2026-11-22T03:00:00.000000Z", b"", io.BytesIO(answer)), None)


def day_of(body, **said):
    published = read(body, **said).published
    return published and published.value[:10]


def listed(item):
    return "".join(item.format(number, title, day) for number, (title, day) in enumerate(OTHERS))


AFTER = "<li><a href='/t{0}.html'>{1}</a> <span>{2}</span></li>"
BEFORE = "<div><div>{2}</div><a href='/t{0}.html'>{1}</a></div>"
APART = "<div><a href='/t{0}.html'>{1}</a></div><div>{2}</div>"
APART_BEFORE = "<div>{2}</div><div><a href='/t{0}.html'>{1}</a></div>"
CELL = "<tr><td><a href='/t{0}.html'>{1}</a><br>{2}</td></tr>"


@pytest.mark.parametrize("item", [AFTER, BEFORE, APART, APART_BEFORE, CELL, "<p>{2}: <a href='/t{0}'>{1}</a></p>"])
@pytest.mark.parametrize(
    "page",
    [
        "<div class=h1>{0}</div><div class=h2>{1}</div>",
        "<table><tr><td><table>{0}</table></td><td>{1}</td></tr></table>",
        "{0}{1}",
        "<div id=wrapper>{0}{1}</div>",
    ],
)
def test_a_list_of_other_news_above_the_title(page, item):
    others = listed(item)

    assert day_of(page.format(others, ARTICLE)) is None
    assert day_of(page.format(others, f"<h1>{TITLE}</h1>{OWN}{PROSE}")) == "2024-03-05"


def test_a_list_whose_headlines_are_short():
    items = "".join(
        f"<div><a href='/t{number}'>Tin xóm {number}</a><span> {number}/11/2026</span></div>" for number in (7, 8)
    )

    assert day_of(f"<div class=h1>{items}</div><div class=h2>{ARTICLE}</div>") is None


@pytest.mark.parametrize("item", [AFTER, BEFORE, APART])
def test_a_list_of_other_news_between_title_and_text(item):
    assert day_of(f"<h1>{TITLE}</h1><div>{listed(item)}</div>{PROSE}") is None


def test_a_list_between_title_and_text_below_the_own_date():
    assert day_of(f"<h1>{TITLE}</h1>{OWN}<ul>{listed(AFTER)}</ul>{PROSE}") == "2024-03-05"


def test_other_articles_without_dates_below_the_own_date():
    others = listed("<li><a href='/t{0}.html'>{1}</a></li>")

    assert day_of(f"<h1>{TITLE}</h1><span>05/03/2024 08:15</span><ul>{others}</ul>{PROSE}") == "2024-03-05"


@pytest.mark.parametrize("label", ["Ngày đăng: ", "Cập nhật: "])
def test_a_list_below_the_text_whose_dates_are_labelled(label):
    others = listed(f"<li><a href='/t{{0}}.html'>{{1}}</a> <span>{label}{{2}}</span></li>")
    apart = listed(f"<div><a href='/t{{0}}.html'>{{1}}</a></div><div>{label}{{2}}</div>")

    assert (day_of(f"{ARTICLE}<ul>{others}</ul>"), day_of(f"{ARTICLE}<div>{apart}</div>")) == (None, None)
    assert day_of(f"{ARTICLE}<div>{label}05/03/2024</div><ul>{others}</ul>") == "2024-03-05"


def test_machine_readable_dates_of_other_news():
    item = "<li><a href='/t{0}.html'>{1}</a> <time datetime='2026-11-20T08:00:00+07:00'>2 ngày trước</time></li>"
    own = "<time datetime='2024-03-05T08:15:00+07:00'>05/03/2024</time>"

    assert day_of(f"<div class=h1><ul>{listed(item)}</ul></div><div class=h2>{ARTICLE}</div>") is None
    assert day_of(f"<ul>{listed(item)}</ul><div><h1>{TITLE}</h1>{own}{PROSE}</div>") == "2024-03-05"


@pytest.mark.parametrize(
    "page",
    [
        f"<div>05/03/2024 08:15</div>{ARTICLE}",
        f"<table><tr><td>05/03/2024 08:15</td></tr><tr><td><h1>{TITLE}</h1></td></tr><tr><td>{PROSE}</td></tr></table>",
        f"<div><div class=ngay-dang>Tin tức | 05/03/2024</div></div><div>{ARTICLE}</div>",
        f"<div class=DnnModule><div class=Head>Tin tức</div><div><span>Thứ Ba, 05/03/2024 08:15</span></div>"
        f"<div><h1 class=NewsTitle>{TITLE}</h1></div><div>{PROSE}</div></div>",
        f"<div class=khung><div class=muc><p><a href='/hd/'>Mùa nước</a></p></div><div>05/03/2024 | 08:15</div>"
        f"<div class=bai>{ARTICLE}</div></div>",
        f"<nav><a href='/hd/'>Tin hoạt động của Trung tâm</a></nav><div class=bai><div>"
        f"<a href='/hd/'>Tin hoạt động của Trung tâm</a> | Thứ Ba, 05/03/2024 08:15 (GMT+7)</div>"
        f"<h1>{TITLE}</h1>{PROSE}</div>",
    ],
)
def test_an_own_date_above_the_title(page):
    assert day_of(page) == "2024-03-05"


CLOCKS = (
    "<div>Chủ nhật, 22/11/2026</div>",
    "<div>Chủ nhật, 22/11/2026 09:58</div>",
    "<div>Hôm nay: Chủ nhật, ngày 22 tháng 11 năm 2026</div>",
    "<span>Chủ nhật, 22/11/2026, 09:58 (GMT+7)</span>",
    "<div class=date>22/11/2026</div>",
)


@pytest.mark.parametrize("clock", CLOCKS)
def test_a_clock_above_the_title(clock):
    menu = "<a href='/'>Trang chủ</a> <a href='/gt'>Giới thiệu</a>"
    pages = (
        f"{clock}{ARTICLE}",
        f"<div id=wrapper>{clock}{ARTICLE}</div>",
        f"<div id=wrapper><div>{menu}</div>{clock}{ARTICLE}<div>Địa chỉ: ấp Cồn Sẻ</div></div>",
        f"<form id=aspnetForm><div>{clock}</div><div>{ARTICLE}</div></form>",
        f"<table><tr><td>{menu}</td><td>{clock}</td></tr><tr><td colspan=2>{ARTICLE}</td></tr></table>",
    )

    assert [day_of(page) for page in pages] == [None] * 5
    assert day_of(f"{clock}<h1>{TITLE}</h1>{OWN}{PROSE}") == "2024-03-05"


def test_a_day_alone_above_the_box_of_the_title_is_a_clock_s():
    clock = "<div class=timesytem>Thứ sáu, Ngày 08/09/2017</div>"
    own = "<p class=date-post>Đăng lúc: 24/09/2017</p>"
    page = f"<div class=khung>{clock}<div><div class=bai><div><h1>{TITLE}</h1>{own}</div>{PROSE}</div></div></div>"

    assert day_of(page) == "2017-09-24"


def test_a_clock_in_the_texts_own_box_tells_the_very_minute_of_the_capture():
    menu = "<ul><li><a href='/'>Trang chủ</a></li><li><a href='/gt'>Giới thiệu</a></li></ul>"
    clock, earlier, labelled = "22/11/2026, 10:00", "22/11/2026, 08:15", "Ngày đăng: 22/11/2026, 10:00"

    dates = [
        day_of(f"{menu}<div><div>{line}</div><h1>{TITLE}</h1>{PROSE}</div>") for line in (clock, earlier, labelled)
    ]

    assert dates == [None, "2026-11-22", "2026-11-22"]
    assert day_of(f"{menu}<div><h1>{TITLE}</h1><div>{clock}</div>{PROSE}</div>") == "2026-11-22"


@pytest.mark.parametrize(
    "page",
    [
        f"<h1>{TITLE}</h1><div>22/11/2026 08:15</div>{PROSE}",
        f"<div>Ngày đăng: 22/11/2026</div>{ARTICLE}",
        f"<div><a href='/'>Đầu</a></div><div class=tin><span>22/11/2026 08:15</span>{ARTICLE}</div><p>Ấp Cồn Sẻ</p>",
        f"<div><a href='/'>Đầu</a></div><div><span>22/11/2026 08:15</span><h1>{TITLE}</h1></div><div>{PROSE}</div>",
    ],
)
def test_an_article_of_the_capture_s_day(page):
    assert day_of(page) == "2026-11-22"


@pytest.mark.parametrize(
    "counter",
    [
        "<div>Hôm qua: 500</div><div>Hôm nay: 20</div>",
        "<div>Hôm nay: 20 Hôm qua: 500 Tất cả: 12.345</div>",
        "<ul><li>Đang online: 3</li><li>Hôm nay: 20</li><li>Hôm qua: 500</li></ul>",
        "<table><tr><td>Hôm nay</td><td>20</td></tr><tr><td>Hôm qua</td><td>500</td></tr></table>",
        "<div><div>Hôm qua</div><div>1.204</div></div>",
        "<div><span>Hôm qua</span> <b>1.204</b></div>",
        "<p>Hôm qua có 500 lượt truy cập</p>",
    ],
)
def test_a_counter_of_visitors(counter):
    pages = (
        f"{counter}{ARTICLE}",
        f"<h1>{TITLE}</h1>{counter}<div class=noi-dung>{PROSE}</div>",
        f"{ARTICLE}{counter}",
    )

    assert [day_of(page) for page in pages] == [None] * 3


@pytest.mark.parametrize(("said", "day"), [("Hôm qua, 14:05", "2026-11-21"), ("3 ngày trước", "2026-11-19")])
def test_a_relative_date_below_the_title(said, day):
    assert day_of(f"<h1>{TITLE}</h1><div>{said}</div><div class=noi-dung>{PROSE}</div>") == day


OTHER_DAYS = (
    "Hạn nộp hồ sơ: 30/10/2026",
    "Hạn gửi bài: 30/10/2026",
    "Hạn chót 30/10/2026",
    "Thời gian tổ chức: 08h00 ngày 12/10/2026",
    "Thời điểm đóng thầu: 10 giờ 00 ngày 12/10/2026",
    "Thời hạn nhận hồ sơ: từ ngày 01/10/2026 đến ngày 30/10/2026",
    "Nhận hồ sơ đến hết ngày 30/10/2026",
    "Ngày bắt đầu: 12/10/2026 - Ngày kết thúc: 14/10/2026",
    "Ngày hết hạn: 30/10/2026",
    "Ngày hiệu lực: 01/07/2020",
    "Áp dụng từ ngày 01/07/2020",
    "Ngày ban hành: 12/06/2020",
    "Số/Ký hiệu: 12/2020/TT-BTNMT, ngày ban hành 12/06/2020",
    "Ngày ký: 12/06/2020",
    "Cấp lần đầu ngày 12/06/2020",
    "Giấy phép số 12/GP-TTĐT do Sở cấp ngày 12/06/2020",
    "Diễn ra: 12/10/2026",
    "Khai giảng: 12/10/2026",
    "Sinh ngày: 12/06/1980",
    "© 2019 Trung tâm Cồn Sẻ. Cập nhật 12/03/2019",
)


@pytest.mark.parametrize("line", OTHER_DAYS)
def test_a_day_of_something_else(line):
    text = f"<div class=noi-dung>{PROSE}</div>"
    label, _, day = line.partition(":")
    pages = [f"<h1>{TITLE}</h1><div>{line}</div>{text}", f"<div>{line}</div>{ARTICLE}", f"{ARTICLE}<div>{line}</div>"]
    if day:
        pages.append(f"<h1>{TITLE}</h1><dl><dt>{label}:</dt><dd>{day}</dd></dl>{text}")
        pages.append(f"<h1>{TITLE}</h1><table><tr><td>{label}</td><td>{day}</td></tr></table>{text}")

    assert [day_of(page) for page in pages] == [None] * len(pages)
    assert day_of(f"<h1>{TITLE}</h1><div>{line}</div><div>Ngày đăng: 05/03/2024</div>{text}") == "2024-03-05"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Ngày ban hành: 12/06/2020 | Ngày đăng: 15/06/2020", "2020-06-15"),
        ("Đăng ngày 15/06/2020 - Hạn nộp hồ sơ: 30/06/2020", "2020-06-15"),
        ("15/06/2020 | Hạn nộp: 30/06/2020", "2020-06-15"),
        ("Thứ tư, 17/06/2020", "2020-06-17"),
        ("Doanh nghiệp, nhà đầu tư | (17.06.2020 08:15)", "2020-06-17"),
        ("Lịch tiếp công dân | 17/06/2020", "2020-06-17"),
        ("Lịch tiếp công dân: 17/06/2020", None),
        ("(Từ 15/06/2020 - Đến 19/06/2020)", None),
        ("Tổng hợp ngày 17/06/2020", "2020-06-17"),
        ("Thời gian đăng: 17/06/2020", "2020-06-17"),
        ("Ngày gửi: 17/06/2020", "2020-06-17"),
        ("Cập nhật: Thứ tư, 17/06/2020", "2020-06-17"),
    ],
)
def test_a_day_of_publication_beside_others(line, day):
    assert day_of(f"<h1>{TITLE}</h1><div>{line}</div><div class=noi-dung>{PROSE}</div>") == day


def test_a_label_in_a_box_of_its_own():
    own = "<dl><dt>Ngày đăng</dt><dd>17/06/2020</dd><dt>Ngày hiệu lực</dt><dd>01/07/2020</dd></dl>"

    assert day_of(f"<h1>{TITLE}</h1>{own}<div class=noi-dung>{PROSE}</div>") == "2020-06-17"


@pytest.mark.parametrize(
    "said",
    [
        "05 Th11, 2024",
        "05 Th11 2024",
        "Th11 05, 2024",
        "Tháng Mười Một 5, 2024",
        "November 5, 2024",
        "November 5th, 2024",
        "Nov 5, 2024 2:20 pm",
        "5 November 2024",
        "05-Nov-2024",
        "Tuesday, November 5, 2024",
        "Posted on November 5, 2024",
        "Ngày đăng: Nov 5, 2024",
    ],
)
def test_month_names_that_themes_print(said):
    pages = (
        f"<h1>{TITLE}</h1><div>{said}</div>{PROSE}",
        f"<article><header><h1>{TITLE}</h1><p><a href='/11/05/'>{said}</a></p></header>{PROSE}</article>",
    )
    readings = [read(page) for page in pages]

    assert [one.published and one.published.value[:10] for one in readings] == ["2024-11-05"] * 2
    assert [said in one.blocks[0].text for one in readings] == [False] * 2


@pytest.mark.parametrize("said", ["May 5 người cùng làm", "Th11 quần áo ấm", "Nơi may 2024 chiếc áo phao"])
def test_words_that_only_look_like_months(said):
    assert day_of(f"<h1>{TITLE}</h1><div>{said}</div><div class=noi-dung>{PROSE}</div>") is None


FACTS = ["Thời gian: 20/8 – 20/11/2024", "Địa điểm: Nhà cộng đồng ấp Cồn Sẻ", "Phí: không thu"]


@pytest.mark.parametrize(
    ("facts", "kept"),
    [
        (FACTS, FACTS),
        ([" | ".join(FACTS)], [" | ".join(FACTS)]),
        (FACTS[::2], []),
        (["Điện thoại: 0299 123 456", "Ngày đăng: 05/03/2024"], []),
    ],
    ids=["an event", "in one line", "no place", "no event"],
)
def test_what_a_box_above_the_text_says_of_its_event_is_text(facts, kept):
    box = "".join(f"<div>{fact}</div>" for fact in facts)
    stamp = "<div class=thong-tin><span>Ngày đăng: 05/03/2024</span></div>"
    body = f"<h1>{TITLE}</h1>{stamp}<div class='event-meta'>{box}</div><div class=content>{PROSE}</div>"
    reading = read(body)

    assert [block.text for block in reading.blocks][: len(reading.blocks) - 3] == kept
    assert reading.published
    assert reading.published.value == "2024-03-05"
