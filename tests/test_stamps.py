"""Where a page shows its date: what WordPress themes print around it."""

import io
import unicodedata

import pytest

from archive.model import Exchange, Published
from pipelines.reading.page import read_page
from pipelines.reading.stamp_lines import is_stamp

PAGE = """<html lang="vi"><body class="single single-post"><article class="post">
<header class="entry-header">
<h1 class="entry-title">Bàn giao trạm đo mưa cho xã đảo</h1><div class="entry-meta"><span class="posted-on">Đăng vào
<a href="/ban-giao/" rel="bookmark"><time class="entry-date published" datetime="2020-02-13T14:05:00+07:00">
13 Tháng Hai, 2020</time></a></span> <span class="byline"> bởi <span class="author vcard">
<a class="url fn n" href="/author/thu/">Thu Hạnh</a></span></span>
<span class="cat-links">Chuyên mục: <a href="/category/tin/" rel="category tag">Tin đảo</a></span>
</div></header><div class="entry-content"><p>Sau ba ngày chờ sóng yên, đoàn công tác đã đưa được thùng đo và cột thu sét
ra đảo, lắp xong ngay trong buổi chiều và phát số đo đầu tiên về đất liền trước khi trời tối.</p></div></article></body>
</html>"""


def read(body):
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    url = "https://coquan.example/ban-giao/"
    return read_page(Exchange(url, "2026-11-22T03:00:00.000000Z", b"", io.BytesIO(head + body.encode())), None)


def test_what_spans_around_links_say_is_read():
    reading = read(PAGE)

    assert (reading.author, reading.section) == ("Thu Hạnh", "Tin đảo")
    assert reading.published == Published(
        "2020-02-13T14:05:00+07:00", "second", "2020-02-13T14:05:00+07:00", "time datetime"
    )


FORUM = """<html><body><h1>Cá lóc đồng về chợ sớm</h1><div class="nguoi-dang">Published on 03-08-2011 01:00 AM</div>
<p>Mưa đầu mùa làm cá lóc ngoài đồng theo nước vào mương sớm hơn mọi năm gần nửa tháng, chợ quê bán từ sáng.</p>
<p>Người đặt lợp nói mỗi đêm được bốn năm ký, nhiều nhất là ở đoạn kênh cụt cạnh vườn tràm và sau miếu ông.</p>
<div class="thong-ke">Bài mới: %s</div></body></html>"""


@pytest.mark.parametrize(
    ("other", "published"),
    [("12-27-2012", "2011-03-08T01:00:00+07:00"), ("27-12-2012", "2011-08-03T01:00:00+07:00")],
)
def test_a_page_that_writes_months_first_tells_the_order_of_what_may_be_either_way(other, published):
    reading = read(FORUM % other)

    assert (reading.published and reading.published.value) == published


@pytest.mark.parametrize(
    ("line", "stamp"),
    [
        ("13 Tháng Hai, 2020", True),
        ("14 thg 8, 2022", True),
        ("14 thg 8, 2022 khánh thành", False),
        ("Đăng ngày: 15 Tháng Mười Hai, 2021 Lượt xem: 1.211", True),
        ("Thứ bảy, 07/03/2026 - 08:07", True),
        ("Ngày 5 tháng Sáu là ngày hội", False),
        ("13 Tháng Hai: khai trương trạm đo", False),
    ],
)
def test_a_line_that_is_nothing_but_a_date(line, stamp):
    assert is_stamp(line) is stamp


@pytest.mark.parametrize(
    ("line", "stamp"),
    [
        ("08h30 ngày 12/09/2022", True),
        ("Phát hành lúc 9h30' 12/09/2022", True),
        ("15h, 02/03/2021", True),
        ("12/9/2022: H1N1", False),
        ("Mưa 3 hạt, 12/9/2022", False),
    ],
)
def test_hours_in_short_are_part_of_a_date(line, stamp):
    assert is_stamp(line) is stamp


@pytest.mark.parametrize(
    ("moment", "published"),
    [
        ("Mon Oct 15 00:00:00 GMT 2018", "2018-10-15"),
        ("Mon Oct 15 08:20:31 ICT 2018", "2018-10-15T08:20:31+07:00"),
        ("Mon Oct 15 18:20:31 UTC 2018", "2018-10-16T01:20:31+07:00"),
        ("Thứ 2, 15/10/2018", "2018-10-15"),
        ("Lô Oct 15 00:00:00 hàng 2018", None),
    ],
)
def test_moments_that_programs_print_unformatted_are_dates(moment, published):
    shown = NET.replace("5/6/2021 3:30:00 PM", moment)

    assert (read(shown).published and read(shown).published.value) == published


def test_months_in_decomposed_letters_are_seen():
    page = PAGE.replace('<time class="entry-date published" datetime="2020-02-13T14:05:00+07:00">', "<time>")

    reading = read(unicodedata.normalize("NFD", page.replace("13 Tháng Hai, 2020", "NGÀY 13 THÁNG 02 NĂM 2020")))

    assert (reading.published and reading.published.value) == "2020-02-13"


NET = """<html><body><h1>Cá lóc đồng về chợ sớm</h1><span class="ngay-dang">5/6/2021 3:30:00 PM</span>
<p>Mưa đầu mùa làm cá lóc ngoài đồng theo nước vào mương sớm hơn mọi năm gần nửa tháng, chợ quê bán từ sáng.</p>
<p>Người đặt lợp nói mỗi đêm được bốn năm ký, nhiều nhất là ở đoạn kênh cụt cạnh vườn tràm và sau miếu ông.</p>
<ul><li><a href="/2">Lúa hè thu trổ đều</a> (%s 9:00:00 AM)</li></ul></body></html>"""


@pytest.mark.parametrize(
    ("other", "published"),
    [("4/28/2021", "2021-05-06T15:30:00+07:00"), ("28/4/2021", "2021-06-05T15:30:00+07:00")],
)
def test_digits_with_am_and_pm_may_have_the_month_first(other, published):
    reading = read(NET % other)

    assert (reading.published and reading.published.value) == published


FOOT = """<footer class="entry-footer"><span class="posted-on">Đăng vào <a href="/x/" rel="bookmark">
<time class="entry-date published updated" datetime="2020-02-13T14:05:00+07:00">13/02</time></a></span></footer>"""
POST = """<html><body><main><article class="post-12"><h1 class="entry-title">Giới thiệu đội đo mưa vùng biển</h1>
<div class="entry-content"><p>Sau ba ngày chờ sóng yên, đoàn công tác đã đưa được thùng đo và cột thu sét ra đảo, lắp
xong ngay trong buổi chiều và phát số đo đầu tiên về đất liền trước khi trời tối hẳn.</p></div>%s</article></main>
</body></html>"""
OTHER = f'</article><article class="post-13"><h2 class="entry-title"><a href="/b/">Tin đảo</a></h2>{FOOT}'


@pytest.mark.parametrize(("below", "published"), [(FOOT, "2020-02-13T14:05:00+07:00"), (OTHER, None)])
def test_the_footer_of_an_article_dates_it_and_no_other(below, published):
    reading = read(POST % below)

    assert (reading.published and reading.published.value) == published
