"""Bylines that no markup tells, and first lines of texts that only look like them."""

import io

import pytest

from archive.model import Exchange
from pipelines.reading.bylines import byline_of, is_row_of_controls
from pipelines.reading.page import read_page
from tests import small_pages

PROSE = (
    "Sau trận lũ cuối tháng mười, tổ thủy nông đã nạo xong bốn cây số kênh cấp hai, kịp đưa nước về ruộng giống "
    "của hai thôn phía hạ lưu trước ngày xuống vụ."
)
MORE = "Phần bùn vét lên được phơi khô rồi chở cho các hộ trồng rau ven bãi, mỗi hộ nhận chừng ba khối đất mặt."
TITLE = "Nạo vét kênh cấp hai trước vụ đông xuân"


def read(first):
    page = (
        f"<html><head><title>{TITLE}</title></head><body><ul><li><a href='/'>Trang chủ</a></li></ul>"
        f"<div class='x'><h2>{TITLE}</h2><p>{first}</p><p>{PROSE}</p><p>{MORE}</p></div></body></html>"
    )
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    url = "https://coquan.example/tin/nao-vet"
    return read_page(Exchange(url, "2026-11-22T03:00:00.000000Z", b"", io.BytesIO(head + page.encode())), None)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("04-11-2024 BTV Xã đoàn 455", ("BTV Xã đoàn",)),
        ("04/11/2024 | Admin | 455 lượt xem", ()),
        ("admin 04/11/2024 0 bình luận", ()),
        ("04 Tháng Mười Một, 2024 by admin", ()),
        ("By Ngọc Mai On 04/11/2024", ("Ngọc Mai",)),
        ("Ngọc Mai • 04/11/2024 • 2 phút đọc", ("Ngọc Mai",)),
        ("Nguyễn Thị Hoa, 04/11/2024 08:05", ("Nguyễn Thị Hoa",)),
        ("Tin tức - Sự kiện, 04/11/2024, 102 lượt xem", ()),
        ("04/11/2024 08:05 Xem cỡ chữ Đọc bài viết In trang", ()),
        ("Thứ 5, 04/11/2024 | 08:05:10 [GMT +7] A A", ()),
        ("Ngày 04/11/2024, 08:05 | Văn phòng Sở", ("Văn phòng Sở",)),
        ("Theo Báo Ninh Kiều - 04/11/2024 08:05", ("Theo Báo Ninh Kiều",)),
        ("HOÀNG NGỌC MAI thứ hai, 04 11 2024 08:05", ("HOÀNG NGỌC MAI",)),
        ("By Ngọc Mai | Tháng Mười Một 4, 2024", ("Ngọc Mai",)),
        ("Đăng vào ngày 04/11/2024 - bởi Blogger NAVET", ("Blogger NAVET",)),
        ("04/11/2024 - bởi các trạm đo", None),
        ("Ngày đăng: 04/11/2024. Tác giả: Lê Na. Lượt xem: 12", ("Tác giả: Lê Na",)),
        ("Ngày đăng: 04/11/2024Tác giả: Lê NaSố lượt xem: 12", ("Tác giả: Lê Na",)),
        ("04/11/2024 | Môi trường | Nguồn: VEA", ("Nguồn: VEA",)),
        ("04/11/2024 | Tác giả: Sưu tầm", ()),
        ("📅 Ngày đăng: 04/11/2024 👤 Tác giả: Lê Na 🏷️ Chuyên mục: Tin xã", ("Tác giả: Lê Na",)),
        ("👤 Ngọc Mai 📅 04/11/2024 👁️ 1.247 lượt xem", ("Ngọc Mai",)),
        # a dateline, days with what happened then, an event, a forecast, two days
        ("Tam Kỳ, 04/11/2024", None),
        ("04/11/2024: Khởi công tuyến kè", None),
        ("Ngày 04/11/2024, Sở có Công văn số 455", None),
        ("02/9/1945 – Chủ tịch Hồ Chí Minh đọc Tuyên ngôn độc lập", None),
        ("Thời gian: 04/11/2024 08:05", None),
        ("Kỳ họp thứ 8, 04/11/2024", None),
        ("Tin phát lúc 16 giờ 50 phút ngày 04 tháng 11 năm 2024", None),
        ("Nhận hồ sơ từ 04/11/2024 đến 08/11/2024", None),
        ("Ban biên tập", None),
        # a place, a body, a section without a credit beside it, a picture's own line
        ("Hà Nội - 04/11/2024", None),
        ("04/11/2024 - Sở Tài nguyên và Môi trường", None),
        ("04/11/2024 | Môi trường", None),
        ("📅 Khung giờ học từ ngày 04/11/2024", None),
        ("Cầu Rồng, 04/11/2024 | Ảnh: Lê Na", None),
        ("04/11/2024 | Hội trường | Thời gian: 8h | Nguồn: VEA", None),
    ],
)
def test_a_byline_is_a_day_beside_labels_names_counters_and_controls_only(line, named):
    assert byline_of(line) == named


def test_a_byline_without_any_markup_dates_its_page_and_is_no_text():
    reading = read("04/11/2024 Ngọc Mai 455")

    assert (reading.title, reading.author) == (TITLE, "Ngọc Mai")
    assert reading.published
    assert (reading.published.value, reading.published.text) == ("2024-11-04", "04/11/2024")
    assert [block.text for block in reading.blocks] == [PROSE, MORE]


@pytest.mark.parametrize(
    "byline",
    [
        "Người viết: Ngọc Mai - Ngày viết: 04/11/2024",
        "Ngày viết: 04/11/2024 - Người viết: Ngọc Mai",
        "Ngày tạo: 04/11/2024 - Ngày sửa: 05/12/2024 - Người viết: Ngọc Mai",
        "Ngày sửa: 05/12/2024 08:15 | Ngày tạo: 04/11/2024 | Người viết: Ngọc Mai",
        "Ngày đăng: 04/11/2024 - Cập nhật: 05/12/2024 - Tác giả: Ngọc Mai",
    ],
)
def test_a_byline_dates_its_page_by_the_day_of_writing_and_not_by_that_of_the_last_change(byline):
    reading = read(byline)

    assert reading.published
    assert (reading.author, reading.published.value) == ("Ngọc Mai", "2024-11-04")
    assert [block.text for block in reading.blocks] == [PROSE, MORE]


@pytest.mark.parametrize(
    "row",
    ["Ngày bắt đầu: 04/11/2024 - Ngày kết thúc: 05/12/2024 - Người viết: Ngọc Mai", "04/11/2024 - 05/12/2024"],
)
def test_two_days_of_which_none_is_a_change_s_make_no_byline(row):
    assert byline_of(row) is None


def test_of_several_such_lines_each_is_one_of_a_list():
    first = "Nguyễn Văn An - 12/03/2015</p><p>Trần Thị Bích - 04/11/2014"
    reading = read(first)

    assert [block.text for block in reading.blocks] == [*first.split("</p><p>"), PROSE, MORE]
    assert reading.published is None


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Được gửi bởi kythuat vào T6, 02/08/2024 - 16:40", None),
        ("Được tạo bởi ban_bien_tap vào CN, 04/08/2024 - 06:40", None),
        ("Được đăng bởi Ngọc Mai vào Thứ 6, 02/08/2024 - 16:40", "Ngọc Mai"),
        ("Đăng bởi kythuat vào lúc 16:40 ngày 02/08/2024", None),
        ("Cập nhật bởi kythuat lúc 16:40, 02/08/2024", None),
        ("Cập nhật bởi Ngọc Mai lúc 16:40, 02/08/2024", None),
        ("Submitted by kythuat on Fri, 02/08/2024 - 16:40", None),
        ("Submitted by Ngọc Mai on Friday, 02/08/2024 - 16:40", "Ngọc Mai"),
    ],
)
@pytest.mark.parametrize(
    "said",
    [
        "<table><tr><td>Suối Giai</td><td>41,2</td></tr><tr><td>Đồng Cỏ</td><td>38,9</td></tr></table>",
        "<ul><li>Hồ Suối Giai: 41,2 m</li><li>Hồ Đồng Cỏ: 38,9 m</li></ul>",
        '<p><img src="/muc-nuoc.jpg"></p>',
        '<p><a href="/muc-nuoc.pdf">Xem chi tiết tại đây</a></p>',
    ],
)
def test_drupal_s_notices_without_prose_are_dated_by_who_sent_them_in(line, author, said):
    found = small_pages.reading(
        f"<h1>{TITLE}</h1><div class='submitted'>{line}</div><div class='field-item'>{said}</div>"
    )

    assert found.outcome == "article"
    assert found.author == (author if found.blocks else None)
    assert found.published.value[:10] in ("2024-08-02", "2024-08-04")
    assert not [block for block in found.blocks if "2024" in block.text]


def test_by_is_no_account_before_several_small_words():
    assert byline_of("Được gửi bởi dịch bệnh ngày 02/08/2024") is None


@pytest.mark.parametrize(
    ("text", "is_row"),
    [("ban in quay lai", True), ("in bai viet gui mail chia se facebook zalo", True), ("in bai ve ca loc dong", False)],
)
def test_controls_side_by_side_are_a_row_of_them(text, is_row):
    assert is_row_of_controls(text) is is_row


def test_a_byline_in_a_box_of_counters_dates_its_page_too():
    row = "<div class='post_view'><span>04/11/2024 - 08:05</span> <b>120</b> lượt xem <span>Cỡ chữ - +</span></div>"
    reading = read(f"</p>{row}<p>")

    assert reading.published
    assert (reading.published.value, reading.published.text) == ("2024-11-04T08:05:00+07:00", "04/11/2024 - 08:05")
    assert [block.text for block in reading.blocks] == [PROSE, MORE]


MENU = "<ul><li><a href='/'>Trang chủ</a></li><li><a href='/tin'>Tin tức</a></li></ul>"
INSIDE = f"{MENU}<div><h1>{small_pages.TITLE}</h1>%s{small_pages.TEXT}</div>"
ABOVE = f"{MENU}<div><div><h1>{small_pages.TITLE}</h1>%s</div><div>{small_pages.TEXT}</div></div>"


@pytest.mark.parametrize("page", [INSIDE, ABOVE])
@pytest.mark.parametrize("box", ["<p>%s</p>", "<div>%s</div>", "<div class='meta'>%s</div>", "<div><p>%s</p></div>"])
@pytest.mark.parametrize(
    ("row", "author", "source", "day"),
    [
        ("Ngày đăng: 06/05/2014 15:22 | Tác giả: Lê Na | Lượt xem: 1.200", "Lê Na", None, "2014-05-06"),
        ("<span>06/05/2014</span> <i>|</i> <span>Nguồn: VEA</span>", None, "VEA", "2014-05-06"),
        ("06/05/2014 - Theo VEA", None, "VEA", "2014-05-06"),
        ("Đăng bởi: Lê Thị Na | Ngày 06/05/2014", "Lê Thị Na", None, "2014-05-06"),
        ("06/05/2014 | Đăng bởi Hoa", "Hoa", None, "2014-05-06"),
        ("06/05/2014 | Đăng bởi Vanthu", None, None, "2014-05-06"),
        ("Nguyễn Văn Hùng - 06/05/2014 15:22", "Nguyễn Văn Hùng", None, "2014-05-06"),
        ("06/05/2014 - Phóng viên Nguyễn Hùng/VOV", "Nguyễn Hùng", "VOV", "2014-05-06"),
        ("06/05/2014 | Ông Nguyễn Văn Hùng", "Nguyễn Văn Hùng", None, "2014-05-06"),
        ("06/05/2014 | Ông Văn Tùng", "Ông Văn Tùng", None, "2014-05-06"),
        ("06/05/2014 - Tin tức", None, None, "2014-05-06"),
        ("Posted by Lê Hoa | 06/05/2014 | Category: Tin tức", "Lê Hoa", None, "2014-05-06"),
        ("Posted by Lê Hoa on 06/05/2014", "Lê Hoa", None, "2014-05-06"),
        ("Gửi bởi Phòng Kế hoạch vào lúc 06/05/2014 - 08:30", "Phòng Kế hoạch", None, "2014-05-06"),
        ("Tạo bởi: Văn phòng Trung tâm ngày 06/05/2014 08:30", "Văn phòng Trung tâm", None, "2014-05-06"),
        ("Cập nhật bởi Lê Thị Hoa vào 06/05/2014", None, None, "2014-05-06"),
        ("06/05/2014 | Nguồn ảnh: Internet", None, None, "2014-05-06"),
    ],
)
def test_whoever_stands_beside_the_day_below_the_title_is_credited_wherever_the_row_stands(
    row, author, source, day, box, page
):
    read = small_pages.reading(page % (box % row))

    assert (read.author, read.credited_source, read.published and read.published.value[:10]) == (author, source, day)
    assert small_pages.text(read) == list(small_pages.PROSE)


@pytest.mark.parametrize(
    "between",
    [
        # steps of a trail, a list of others, another's headline, a caption, somebody's office
        "<div class='breadcrumb'><a href='/'>Trang chủ</a> / <a href='/nguoi'>Nguyễn Văn Hùng</a> / 06/05/2014</div>",
        "<div><p>Nguyễn Văn Hùng - 06/05/2014</p><p>Trần Thị Na - 07/05/2014</p></div>",
        "<div><a href='/khac'>Trồng ba nghìn cây bần ở cửa sông Gianh</a><p>Nguyễn Văn Hùng - 06/05/2014</p></div>",
        "<figure><img src='/a.jpg'><figcaption>Nguyễn Văn Hùng, 06/05/2014</figcaption></figure>",
        "<div>Nguyễn Văn Hùng - Giám đốc</div>",
    ],
)
def test_names_between_title_and_text_that_are_no_authors(between):
    assert small_pages.reading(ABOVE % between).author is None


@pytest.mark.parametrize(
    ("between", "author"),
    [
        ("<p>Lê Thị Hà</p><p>06/05/2014 15:22</p>", "Lê Thị Hà"),
        ("<div><div>06/05/2014</div><div>Lê Thị Hà</div></div>", "Lê Thị Hà"),
        # in boxes of their own, a place, two names, a heading
        ("<div><p>Lê Thị Hà</p></div><div><p>06/05/2014</p></div>", None),
        ("<p>Hà Nội</p><p>06/05/2014</p>", None),
        ("<p>Lê Thị Hà</p><p>06/05/2014</p><p>Trần Văn Nam</p>", None),
        ("<h3>Lê Thị Hà</h3><p>06/05/2014</p>", None),
    ],
)
def test_a_name_alone_in_the_box_of_the_day_is_the_author_s(between, author):
    read = small_pages.reading(ABOVE % between)

    assert (read.author, read.published and read.published.value[:10]) == (author, "2014-05-06")


@pytest.mark.parametrize(
    "row",
    [
        "<div class='entry-meta'><span class='posted-on'>12/06/2024</span> <span class='cat-links'>"
        "<a href='/c'>Tuyển Sinh</a></span></div>",
        "<div>Nông Nghiệp | 12/06/2024</div>",
        "<div>Nha Trang | 12/06/2024</div>",
        "<div>12/06/2024 | Sở hữu trí tuệ</div>",
        "<div><p>12/06/2024</p><p>Thanh Tra</p></div>",
    ],
)
def test_a_section_or_place_beside_the_day_wrote_nothing(row):
    page = f"<div><h1>{TITLE}</h1>{row}<div class='entry-content'><p>{PROSE}</p><p>{MORE}</p></div></div>"

    assert small_pages.reading(page, head=f"<title>{TITLE}</title>").author is None


@pytest.mark.parametrize("below", ["<h3>Bình Luận</h3><form><input></form>", "<div>Thanh Tra</div><div>Hải Quan</div>"])
def test_what_stands_below_the_text_in_two_words_did_not_sign_it(below):
    article = f"<h1>{TITLE}</h1><p>12/06/2024</p><div class='entry-content'><p>{PROSE}</p><p>{MORE}</p></div>"
    page = f"<div>{article}{below}</div>"

    assert small_pages.reading(page, head=f"<title>{TITLE}</title>").author is None


def test_a_caption_with_day_and_source_is_text():
    caption = "Toàn cảnh hội nghị | 05/06/2024 | Nguồn: Báo Mẫu"
    figure = f"<figure><img src='a.jpg'><figcaption>{caption}</figcaption></figure>"
    page = small_pages.reading(f"<h1>{TITLE}</h1><div>{figure}<p>{PROSE}</p><p>{MORE}</p></div>")

    assert (caption in small_pages.text(page), page.published) == (True, None)
