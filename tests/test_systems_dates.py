"""Which dates that systems print around an article are its own, each rule beside what it must not touch."""

import pytest

from tests.small_pages import PROSE, TEXT, TITLE, reading, text


@pytest.mark.parametrize(
    ("below", "day"),
    [
        (
            '<span class="publish-date">17:42 08/03/17</span> <span class="author">Lê Hà</span>',
            "2017-03-08T17:42:00+07:00",
        ),
        ('<span class="date">17:42 08/03/17</span>', None),
    ],
)
def test_a_date_below_the_text_counts_beside_who_put_it_online(below, day):
    read = reading(f"<div><h1>Khảo sát bờ sông Đồng Mô</h1><div class='noidung'>{TEXT}</div><div>{below}</div></div>")

    assert (read.published and read.published.value, text(read)) == (day, list(PROSE))


@pytest.mark.parametrize(
    ("said", "beside", "day"),
    [
        # no month 25, and no day of that number in Vietnam's order
        ("3/25/2012 9:05:00 AM", "", "2012-03-25T09:05:00+07:00"),
        ("Cập nhật : 6/24/2017 4:07:00 PM", "", "2017-06-24T16:07:00+07:00"),
        # .NET's American culture and no other writes so
        ("3/5/2012 9:05:00 AM", "", "2012-03-05T09:05:00+07:00"),
        ("3/5/2012 9:05:00 AM", "<p>13/5/2012 9:05:00 AM</p>", "2012-05-03T09:05:00+07:00"),
        ("03/05/2012 09:05:00", "", "2012-05-03T09:05:00+07:00"),
        # 6 December 2013 was a Friday, 12 June 2013 a Wednesday
        ("Gửi bởi thanhha vào T6, 12/06/2013 - 10:20", "", "2013-12-06T10:20:00+07:00"),
        ("Thứ tư, 12/06/2013 - 10:20", "", "2013-06-12T10:20:00+07:00"),
        # fits neither: the day is as it is written in Vietnam
        ("Thứ hai, 12/06/2013 - 10:20", "", "2013-06-12T10:20:00+07:00"),
        ("12/06/2013 - 10:20", "<p>03/14/2023 - 09:15</p>", "2013-12-06T10:20:00+07:00"),
        ("12/06/2013 - 10:20", "<p>03/14/2023 - 09:15</p><p>14/03/2023 - 09:15</p>", "2013-06-12T10:20:00+07:00"),
        ("12/06/2013", "<p>Tốc độ 03/14/2023</p>", "2013-06-12"),
    ],
)
def test_order_of_day_and_month_in_a_visible_date(said, beside, day):
    read = reading(
        f"<div><h1>Khảo sát bờ sông Đồng Mô</h1><span>{said}</span><div class='noidung'>{TEXT}</div></div>"
        f"<div>{beside}</div>"
    )

    assert (read.published and read.published.value, read.published and read.published.text in said) == (day, True)


@pytest.mark.parametrize(
    ("links", "day"),
    [
        (
            "<dd>Chuyên mục: <a href='/tin'>Tin tức</a></dd><dd>Chuyên mục cha: <a href='/goc'>Gốc</a></dd>",
            "2013-09-10",
        ),
        ("<dd><a href='/tin/2'>Họp xóm</a></dd><dd><a href='/tin/3'>Dọn kênh</a></dd>", None),
    ],
)
def test_a_list_of_details_is_no_list_of_others(links, day):
    dates = "<dd>Được tạo ngày 10 Tháng 9 2013</dd><dd>Cập nhật ngày 11 Tháng 9 2013</dd>"

    read = reading(
        f"<div><h1>Khảo sát bờ sông Đồng Mô</h1><dl>{links}{dates}</dl><div class='noidung'>{TEXT}</div></div>"
    )

    assert (read.published and read.published.value) == day


@pytest.mark.parametrize(
    ("line", "day", "kept"),
    [
        ("Nông dân lãi hơn năm trước.", None, True),
        ("Mưa lớn ở đầu nguồn từ hôm qua.", None, True),
        ("Đoàn có mặt ở xã từ 2 ngày trước", None, False),
        ("Đăng 2 ngày trước", "2026-11-20", False),
        ("Lê Hà • hôm qua", "2026-11-21", False),
        ("2 ngày trước | 132 lượt xem", "2026-11-20", False),
        ('<span class="author">Lê Hà</span> <span class="time">2 ngày trước</span>', "2026-11-20", False),
    ],
)
def test_days_that_a_lede_counts_back_date_nothing(line, day, kept):
    read = reading(f"<div><h1>Khảo sát bờ sông Đồng Mô</h1><p>{line}</p><div class='noidung'>{TEXT}</div></div>")

    assert (read.published and read.published.value, line in text(read)) == (day, kept)


@pytest.mark.parametrize(
    ("names", "value"),
    [
        ("entry-date updated td-module-date", "2023-09-18T06:44:10+07:00"),
        ("entry-date published updated", "2023-09-18T06:44:10+07:00"),
        ("updated", "2023-09-18"),
    ],
)
def test_tagdiv_calls_its_only_date_updated(names, value):
    time = f'<time class="{names}" datetime="2023-09-18T06:44:10+07:00">18 Tháng Chín, 2023</time>'
    head = f"<h1>Khảo sát bờ sông Đồng Mô</h1><div class='post-info'>{time}</div>"

    read = reading(f"<article>{head}<div class='noidung'>{TEXT}</div></article>")

    assert (read.published and read.published.value) == value


@pytest.mark.parametrize(
    ("heading", "day"),
    [("Khảo sát bờ sông Đồng Mô qua ba xã", "2015-05-28"), ("Họp dân bàn việc dời nhà khỏi bờ sông", None)],
)
def test_a_title_that_links_to_itself_is_no_headline_of_another(heading, day):
    head = "<h2><a href='/bai-1'>Khảo sát bờ sông Đồng Mô qua ba xã</a></h2>"
    post = f"<h3><a href='#p1'>{heading}</a></h3><p>28/05/2015</p><div class='content'>{TEXT}</div>"

    title = "Khảo sát bờ sông Đồng Mô qua ba xã"

    read = reading(f"<div>{head}<div class='post-1'>{post}</div></div>", head=f"<title>{title}</title>")

    assert (read.title, read.published and read.published.value) == ("Khảo sát bờ sông Đồng Mô qua ba xã", day)


@pytest.mark.parametrize(
    ("between", "day"), [("<p class='by-line'>Thu Trang</p>", "2013-12-25"), ("<p>Thư mời họp</p>", None)]
)
def test_a_marked_date_above_its_author_is_the_texts_where_no_title_is_shown(between, day):
    head = f"<div class='article-header'><p class='date-line'>25/12/2013</p>{between}</div>"

    read = reading(f"<div>{head}<div class='article-content'>{TEXT}</div></div>")

    assert (read.published and read.published.value) == day


@pytest.mark.parametrize(
    ("box", "day"),
    [
        (
            "<div class='box'><h2>{title}</h2><p class='intro'>{lede}</p><span>(03/04/2019 15:30)</span></div>",
            "2019-04-03",
        ),
        # the day of something else, away from the title
        ("<div class='box'><h2>{title}</h2><p class='intro'>{lede}</p></div><div><p>03/04/2019</p></div>", None),
    ],
)
def test_a_date_below_a_notice_of_one_line_is_the_notices(box, day):
    lede = "Chi cục mời các nhà thầu có đủ năng lực tham gia chào hàng cạnh tranh."

    read = reading(f"<div>{box.format(title='Thông báo mời thầu gói sửa chữa trụ sở', lede=lede)}</div>")

    assert (read.published and read.published.value[:10], text(read)) == (day, [lede])


@pytest.mark.parametrize(
    ("footer", "day"),
    [
        ('<footer class="node__meta"><div>Được gửi bởi admin vào T7, 01/02/2021 - 14:20</div></footer>', "2021-01-02"),
        ('<footer class="site-footer"><div>Lắp đặt xong ngày 01/02/2021</div></footer>', None),
    ],
)
def test_a_footer_above_the_text_says_when_it_was_put_online(footer, day):
    body = f'<div class="field field--name-body field--type-text-with-summary">{TEXT}</div>'

    read = reading(f"<article><h1>Khảo sát bờ sông Đồng Mô</h1>{footer}{body}</article>")

    assert (read.published and read.published.value[:10], {block.kind for block in read.blocks}) == (day, {"paragraph"})


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Ngày cập nhật: 05/03/2018", "2018-03-05"),
        ("Ngày cập nhật 05/03/18", "2018-03-05"),
        ("Ngày cấp: 05/03/2018", None),
        ("Ngày cấp phép 05/03/2018", None),
    ],
)
def test_the_day_of_an_update_is_no_day_of_issue(said, day):
    read = reading(f"<div><h1>Khảo sát bờ sông Đồng Mô</h1><p>{said}</p><div class='noidung'>{TEXT}</div></div>")

    assert (read.published and read.published.value) == day


@pytest.mark.parametrize(
    ("line", "after", "day"),
    [
        ("Thời gian: 8h00 ngày 20/10/2024", "Địa điểm: Hội trường A", None),
        ("Thời gian: 8h00 ngày 20/10/2024 - Địa điểm: Hội trường A", "Cỡ chữ: A+", None),
        ("Thời gian: 08:00 20/10/2024", "Cỡ chữ: A+", "2024-10-20"),
    ],
)
def test_the_time_of_an_event_stands_above_its_place(line, after, day):
    read = reading(
        f"<div><h1>Khảo sát bờ sông Đồng Mô</h1><p>{line}</p><p>{after}</p><div class='nd'>{TEXT}</div></div>"
    )

    assert (read.published and read.published.value[:10]) == day


@pytest.mark.parametrize(
    ("others", "day"),
    [
        ("<li><a href='/2'>Hướng dẫn dời nhà khỏi bờ sông sạt lở</a> <i>01/04/2019</i></li>", "2019-04-08"),
        ("<li><a href='/2'>Hướng dẫn dời nhà khỏi bờ sông ngày 01/04/2019</a></li>", None),
    ],
)
def test_a_date_behind_a_dated_headline_is_not_that_headlines(others, day):
    head = f"<h1>Khảo sát bờ sông Đồng Mô</h1><ul>{others}</ul><div>08/04/2019 17:01</div>"

    read = reading(f"<div>{head}<div class='nd'>{TEXT}</div></div>")

    assert (read.published and read.published.value[:10]) == day


@pytest.mark.parametrize("place", ["Hà Nội", "TP. Hồ Chí Minh", "Tp.Hồ Chí Minh", "T.P Hồ Chí Minh"])
def test_what_the_text_opens_with_is_its_place_and_day(place):
    opening = f"<p>{place}, ngày 04/12/2016 - Hơn một nghìn người đã đi dọc bờ sông.</p>"
    read = reading(f"<h1>{TITLE}</h1><div class='noidung'>{opening}{TEXT}</div>")

    assert read.published.value == "2016-12-04"
