"""What content management systems print around an article, each rule beside what it must not touch."""

import io

import pytest

from archive.model import Exchange
from pipelines.reading.page import read_page

PROSE = (
    "Đoàn khảo sát đi dọc bờ sông trong ba ngày, ghi lại từng điểm sạt lở và hỏi chuyện những người sống lâu năm ở đó.",
    "Theo ghi nhận ban đầu, đoạn qua xã Đồng Mô mất thêm bốn mét đất chỉ sau một mùa lũ, hai nhà phải dời vào trong.",
    "Kết quả đo đạc sẽ được gửi cho địa phương để quyết định chỗ nào kè bằng đá, chỗ nào trồng cây giữ đất.",
)
TEXT = "".join(f"<p>{line}</p>" for line in PROSE)


def reading(body, url="https://coquan.example/tin/bai-1.html", head="<title>Khảo sát bờ sông Đồng Mô</title>"):
    page = f'<html lang="vi"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page.encode()
    return read_page(Exchange(url, "2026-11-22T03:00:00.000000Z", b"", io.BytesIO(answer)), None)


def text(read):
    return [block.text for block in read.blocks]


@pytest.mark.parametrize(
    ("around", "title"),
    [
        # Liferay heads an article in its own content, a wrapper of the page holds the site's header too
        ("asset-full-content", "Khảo sát bờ sông qua xã Đồng Mô"),
        ("page-content", "Khảo sát bờ sông Đồng Mô"),
    ],
)
def test_a_header_inside_an_articles_content_is_no_site_header(around, title):
    head = '<div class="header"><span class="header-title">Khảo sát bờ sông qua xã Đồng Mô</span></div>'

    read = reading(f'<div class="{around}">{head}<div class="journal">{TEXT}</div></div>')

    assert (read.title, text(read)) == (title, list(PROSE))


@pytest.mark.parametrize(
    ("markup", "lede"),
    [
        ('<header class="td-post-title"><h1>{title}</h1><p class="td-post-sub-title">{lede}</p></header>', True),
        ('<h1>{title}</h1><h2 class="entry-sub-title">{lede}</h2>', True),
        # of another box, above the title
        ('<div class="intro"><p class="sub-title">{lede}</p></div><h1>{title}</h1>', False),
    ],
)
def test_a_sub_title_below_the_title_is_a_lede(markup, lede):
    said = "Hai ngôi nhà phải dời vào trong"
    head = markup.format(title="Khảo sát bờ sông Đồng Mô", lede=said)

    read = reading(f'<div class="bai">{head}<div class="entry-content">{TEXT}</div></div>')

    assert (read.title, text(read)) == ("Khảo sát bờ sông Đồng Mô", [said, *PROSE] if lede else list(PROSE))


@pytest.mark.parametrize(
    ("head", "title", "day"),
    [
        (
            '<span class="title-detail">Khảo sát bờ sông qua xã Đồng Mô</span><br>'
            '<span class="ngaydang">(28/11/2018 08:05)</span>',
            "Khảo sát bờ sông qua xã Đồng Mô",
            "2018-11-28T08:05:00+07:00",
        ),
        # a break inside the title is no end of it
        (
            '<span class="title-detail">Khảo sát bờ sông<br>qua xã Đồng Mô</span>',
            "Khảo sát bờ sông qua xã Đồng Mô",
            None,
        ),
    ],
)
def test_a_break_behind_a_title_ends_its_line(head, title, day):
    read = reading(f'<div class="tin">{head}<div class="noidung">{TEXT}</div></div>', head="<title>Chi tiết</title>")

    assert (read.title, read.published and read.published.value, text(read)) == (title, day, list(PROSE))


@pytest.mark.parametrize(
    ("around", "shown"),
    [
        ("flex gap-4", "14/03/2024 09:15 Lượt xem: 302"),
        ("md:flex-row", "14/03/2024 09:15Lượt xem: 302"),
        ("doan", "14/03/2024 09:15Lượt xem: 302"),
    ],
)
def test_what_a_template_lays_out_side_by_side_is_parted(around, shown):
    from pipelines.reading.extract import parse_html
    from pipelines.reading.lines import lines_of

    page = f"<body><div class='{around}'><span>14/03/2024 09:15</span><span>Lượt xem: 302</span></div></body>"

    assert [line.text for line in lines_of(parse_html(page).find("body")).lines] == [shown]


@pytest.mark.parametrize(
    ("target", "kept"),
    [("/tin/bai-2.html", []), ("/files/quy-che.pdf", ["Quy chế tiếp công dân của trạm (12/05/2017)"])],
)
def test_a_dated_headline_of_another_article_is_no_text_and_a_dated_document_is(target, kept):
    other = f'<ul><li><a href="{target}">Quy chế tiếp công dân của trạm</a> (12/05/2017)</li></ul>'

    read = reading(f"<div><h1>Khảo sát bờ sông Đồng Mô</h1><div>{TEXT}</div><div>{other}</div></div>")

    assert text(read) == [*PROSE, *kept]


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
    ("line", "noise"),
    [
        ("Phiên bản: 1.0", True),
        ("Phiên bản: 2.1 sửa lỗi phông chữ", False),
        ("Đã tạo lúc 14/12/2015 3:02 CH bởi Văn thư UBND", True),
        ("Đã tạo lúc 14/12/2015 một hồ sơ giả để rút tiền", False),
        ("Sửa đổi lần cuối lúc 15/12/2015 9:40 SA bởi Văn thư UBND", True),
        ("Cập nhật lần cuối vào năm 2019, bản đồ cho thấy rừng đã mất thêm một phần ba", False),
        ("Được tạo ngày Thứ ba, 10 Tháng 9 2013 07:12", True),
        ("Chuyên mục cha: Root", True),
        ("Đóng cửa sổ này", True),
        ("Đóng cửa sổ này lại trước khi bão vào", False),
        ("URL của bản tin này: https://coquan.example/tin/bai-1.html", True),
        ("Tổng biên tập: Nguyễn Văn Mẫu", True),
        ("Tổng biên tập: phải đi tới cùng sự việc", False),
    ],
)
def test_what_forms_and_print_pages_say_of_themselves(line, noise):
    read = reading(
        f"<div class='bai'><h1>Khảo sát bờ sông Đồng Mô</h1>{TEXT}<p>{line}</p><p>{PROSE[0][:60]}.</p></div>"
    )

    assert (line in text(read)) is not noise


@pytest.mark.parametrize(
    ("head", "first", "title"),
    [
        ("<title>Bản in</title>", "<b>Khảo sát bờ sông qua xã Đồng Mô</b>", "Khảo sát bờ sông qua xã Đồng Mô"),
        ("<title>Bản in đầu tiên của Truyện Kiều</title>", "<b>Sách quý</b>", "Bản in đầu tiên của Truyện Kiều"),
    ],
)
def test_a_print_page_is_not_called_a_print_page(head, first, title):
    read = reading(f"<table><tr><td>{first}</td></tr><tr><td>{TEXT}</td></tr></table>", head=head)

    assert read.title == title


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
    ("head", "byline", "author"),
    [
        (
            '<meta name="author" content="Super User">',
            '<dd class="createdby">Viết bởi Đặng Hải Yến</dd>',
            "Đặng Hải Yến",
        ),
        (
            '<meta name="author" content="Đặng Hải Yến">',
            '<dd class="createdby">Viết bởi Super User</dd>',
            "Đặng Hải Yến",
        ),
        ("", '<p class="author">gửi bởi <b>tramyte</b> » Thứ 5 Tháng 5 28, 2015 3:46 pm</p>', "tramyte"),
        ("", '<p class="author">Người đăng: Hội Làm vườn vào lúc 19:04</p>', "Hội Làm vườn"),
        ("", '<p class="author">Nguyễn Văn Lúc</p>', "Nguyễn Văn Lúc"),
        (
            "",
            '<span class="meta-prep-author">Posted on</span> <span class="author">Phan Văn Tựu</span>',
            "Phan Văn Tựu",
        ),
        ("", '<p class="author">host</p>', None),
        ("", '<p class="author">Written by Super User</p>', None),
        ("", '<p class="author">Written by Lê Hà</p>', "Lê Hà"),
    ],
)
def test_accounts_that_systems_come_with_wrote_nothing(head, byline, author):
    read = reading(f"<div><h1>Khảo sát bờ sông Đồng Mô</h1>{byline}<div class='noidung'>{TEXT}</div></div>", head=head)

    assert (read.author, text(read)) == (author, list(PROSE))


@pytest.mark.parametrize(
    ("below", "source"),
    [
        (
            '<div class="td-post-source"><div class="box"><span>NGUỒN</span> <a href="https://bao.example/">Báo Mẫu</a>'
            "</div></div>",
            "Báo Mẫu",
        ),
        ('<div class="field-nguon"><div class="label">Nguồn</div><div class="item">Báo Mẫu</div></div>', "Báo Mẫu"),
        # who wrote it and for whom, each in a box: only the second is marked
        (
            '<div class="bottom-source"><div><p>Lê Hà</p></div><div><p class="source">Báo Mẫu</p></div></div>',
            "Báo Mẫu",
        ),
        ('<div class="nguon-nuoc"><div><p>Nước sạch cho mọi nhà</p></div></div>', None),
    ],
)
def test_a_source_in_a_box_of_its_own_is_credited(below, source):
    read = reading(f"<div><h1>Khảo sát bờ sông Đồng Mô</h1><div class='noidung'>{TEXT}</div>{below}</div>")

    assert read.credited_source == source


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
    ("filed", "section"),
    [
        ('<a href="/category/de/" rel="category tag">Đê điều</a>', "Đê điều"),
        ('<a href="/tag/de/" rel="tag">Đê điều</a>', None),
        ('<a href="/de" itemprop="genre">Đê điều</a>', "Đê điều"),
        ('Tác giả: <a href="/u/1">host</a>/Danh mục: <a href="/de">Đê điều</a>, <a href="/lu">Bão lũ</a>', "Đê điều"),
        ('Tác giả: <a href="/u/1">Lê Hà</a>', None),
        ('<span class="category-name"><a href="/de">Đê điều</a></span>', "Đê điều"),
        ('<span class="category-12"><a href="/de">Đê điều</a></span>', None),
    ],
)
def test_the_link_that_files_an_article_names_its_section(filed, section):
    read = reading(f"<div><h1>Khảo sát bờ sông Đồng Mô</h1><p>{filed}</p><div class='noidung'>{TEXT}</div></div>")

    assert read.section == section


@pytest.mark.parametrize(
    ("said", "marked", "title", "lede"),
    [
        # DNN: the trail in <title>, both headline and lede marked as headlines in cells of one table
        (
            "Sở Nông nghiệp > Tin tức > Chi tiết tin",
            ("Lúa được giá ở Tam Nông", "Nông dân lãi hơn năm trước."),
            0,
            True,
        ),
        # a list of headlines, each in its cell
        ("Vụ lúa đông xuân ở Tam Nông", ("Lúa được giá ở ba huyện", "Cá rớt giá", "Tôm giữ giá"), None, False),
    ],
)
def test_the_first_of_two_marked_headlines_is_the_title(said, marked, title, lede):
    cells = "".join(f'<tr><td><span class="NewsTitle">{words}</span></td></tr>' for words in marked)

    read = reading(f"<table>{cells}<tr><td>{TEXT}</td></tr></table>", head=f"<title>{said}</title>")

    assert read.title == (said if title is None else marked[title])
    assert (marked[1] in text(read)) is lede


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
    ("line", "author", "kept"),
    [
        ("Viết bởi Trần Công Danh", "Trần Công Danh", False),
        ("Được đăng bởi Ứng Thị Ánh", "Ứng Thị Ánh", False),
        ("Viết bởi một cậu bé mười tuổi", None, True),
    ],
)
def test_written_by_a_name_is_a_credit_and_by_anybody_is_text(line, author, kept):
    read = reading(f"<div><h1>Khảo sát bờ sông Đồng Mô</h1><div class='noidung'><p>{line}</p>{TEXT}</div></div>")

    assert (read.author, line in text(read)) == (author, kept)


@pytest.mark.parametrize(
    ("line", "day", "kept"),
    [
        (
            '<a href="/u/1" class="author">Lê Hà</a> / <time>Thứ Năm, 5 Tháng Mười Hai 2019</time> / '
            '<span class="category">Danh mục: <a href="/de">Đê điều</a></span> / Lượt xem: 120 / In trang này',
            "2019-12-05",
            False,
        ),
        # a paragraph of a wrapper that is called a date
        ("Đoàn về tới xã khi trời đã tối, theo lời kể của những người dẫn đường trong tháng Chạp năm ấy.", None, True),
    ],
)
def test_a_long_byline_is_no_text(line, day, kept):
    page = (
        f"<div><h1>Khảo sát bờ sông Đồng Mô</h1><div class='meta'>{line}</div><div class='noidung'>{TEXT}</div></div>"
    )

    read = reading(page)

    assert (read.published and read.published.value, len(text(read)) > len(PROSE)) == (day, kept)


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
    ("around", "kept"),
    [
        ("<div class='article'>{caption}{text}</div>", True),
        ("<div>{caption}</div><div class='article'>{text}</div>", False),
    ],
)
def test_a_caption_above_the_text_is_kept_in_the_articles_own_box(around, kept):
    caption = "<div class='caption'><p>Đoàn khảo sát ở xã Đồng Mô</p></div>"

    read = reading(around.format(caption=caption, text=f"<div class='article-content'>{TEXT}</div>"))

    assert text(read) == ["Đoàn khảo sát ở xã Đồng Mô", *PROSE] if kept else list(PROSE)


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
    ("last", "author", "source", "kept"),
    [
        ("Thanh Hà/VOV-Miền Trung", "Thanh Hà", "VOV-Miền Trung", False),
        ("Thanh Hà/TTXVN khu vực Tây Nguyên", "Thanh Hà", "TTXVN khu vực Tây Nguyên", False),
        ("Chiến khu Đông Bắc", None, None, True),
    ],
)
def test_an_outlets_bureau_is_the_outlet(last, author, source, kept):
    read = reading(f"<div><h1>Khảo sát bờ sông Đồng Mô</h1><div class='noidung'>{TEXT}<p>{last}</p></div></div>")

    assert (read.author, read.credited_source, last in text(read)) == (author, source, kept)


@pytest.mark.parametrize(
    ("byline", "author", "source"),
    [
        ('<p class="author">Minh Tuấn (Theo Báo Mẫu)</p>', "Minh Tuấn", "Báo Mẫu"),
        ('<p class="author">Minh Tuấn (Hà Nội)</p>', "Minh Tuấn (Hà Nội)", None),
        ('<p>May 5, 2021 by <a href="/u/3" rel="author">Phòng Mẫu</a></p>', "Phòng Mẫu", None),
        ('<p>May 5, 2021 by <a href="/u/3" rel="nofollow">Phòng Mẫu</a></p>', None, None),
    ],
)
def test_who_wrote_it_and_for_whom_in_one_box(byline, author, source):
    read = reading(f"<div><h1>Khảo sát bờ sông Đồng Mô</h1>{byline}<div class='noidung'>{TEXT}</div></div>")

    assert (read.author, read.credited_source) == (author, source)


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


@pytest.mark.parametrize(("box", "kept"), [("imghome pull-left", True), ("img-list", False)])
def test_the_note_below_nukeviets_picture_is_its_caption(box, kept):
    picture = f'<div class="{box}"><a href="#"><img src="/a.jpg"></a><em>Đoàn khảo sát ở xã Đồng Mô</em></div>'

    read = reading(f"<div><h1>Khảo sát bờ sông Đồng Mô</h1>{picture}<div class='noidung'>{TEXT}</div></div>")

    assert ("Đoàn khảo sát ở xã Đồng Mô" in text(read)) is kept


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


@pytest.mark.parametrize(("target", "outcome"), [("/Lists/DispForm.aspx?ID={0}", "listing"), ("/f/{0}.pdf", "page")])
def test_a_table_of_headlines_is_a_listing_and_one_of_documents_none(target, outcome):
    row = '<tr><td><a href="{0}">Thông báo lịch tiếp công dân lần thứ {1}</a></td><td>1{1}/12/2015</td></tr>'
    rows = "".join(row.format(target.format(number), number) for number in range(5))

    read = reading(f"<div><h1><a href='/ds'>Thông báo</a></h1><table>{rows}</table></div>", "https://coquan.example/ds")

    assert read.outcome == outcome


@pytest.mark.parametrize(
    ("line", "author", "day"),
    [
        ("Tác giả: Lê Na | Ngày đăng: 06/05/2014 15:22 | Lượt xem: 1.200 | Chuyên mục: Tin tức", "Lê Na", "2014-05-06"),
        ("Trạm Cửa Đại: 06/05/2014 | Trạm Giao Thủy: 07/05/2014 | Trạm Hội Khách: 08/05/2014, từ 13 giờ", None, None),
    ],
)
def test_details_beside_one_another_are_no_text(line, author, day):
    read = reading(f"<div><h1>Khảo sát bờ sông Đồng Mô</h1><div class='nd'><div>{line}</div>{TEXT}</div></div>")

    assert (read.author, read.published and read.published.value[:10]) == (author, day)
    assert text(read) == ([] if day else [line]) + list(PROSE)


@pytest.mark.parametrize(
    ("line", "after", "day"),
    [
        ("Thời gian: 8h00 ngày 20/10/2024", "Địa điểm: Hội trường A", None),
        ("Thời gian: 08:00 20/10/2024", "Cỡ chữ: A+", "2024-10-20"),
    ],
)
def test_the_time_of_an_event_stands_above_its_place(line, after, day):
    read = reading(
        f"<div><h1>Khảo sát bờ sông Đồng Mô</h1><p>{line}</p><p>{after}</p><div class='nd'>{TEXT}</div></div>"
    )

    assert (read.published and read.published.value[:10]) == day


def test_a_cell_that_holds_all_of_a_page_is_no_heading():
    title = "<font class=tieude><b>Thả cá giống xuống hồ Đồng Mô</b></font><br><font class=ngay>(11/04/2005)</font><br>"

    page = f"<table><tr><td>{title}<div>{TEXT}</div><hr><b>Các tin khác</b></td></tr></table>"

    read = reading(page, head="<title>Sở</title>")

    assert (read.title, read.published and read.published.value) == ("Thả cá giống xuống hồ Đồng Mô", "2005-04-11")


def test_a_link_inside_the_text_files_nothing():
    text_with_link = f"<p>Xem thêm trong danh mục: <a href='/de'>Đê điều</a>, nơi trạm lưu các số đo.</p>{TEXT}"

    read = reading(f"<div><h1>Khảo sát bờ sông Đồng Mô</h1><div class='noidung'>{text_with_link}</div></div>")

    assert read.section is None


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


@pytest.mark.parametrize(
    ("running", "kept"),
    [
        ("<table>{rows}</table>", True),
        (
            "<p>Nhiệt liệt chào mừng ngày hội làng Mẫu, kính mời bà con gần xa về chung vui cùng làng ba ngày!</p>",
            False,
        ),
    ],
)
def test_a_table_that_runs_is_no_banner(running, kept):
    work = "<td>Họp giao ban các phòng về tiến độ kè bờ sông và di dời dân</td><td>Phòng họp lớn tầng hai</td>"
    rows = "".join(f"<tr><td>Thứ {day} (0{day}/5/2019)</td>{work}</tr>" for day in range(2, 6))
    runs = f"<div class='lich'><marquee>{running.format(rows=rows)}</marquee></div>"

    read = reading(f"<div>{runs}<p>Xin mời xem lịch.</p></div>")

    assert any("Thứ 3" in line for line in text(read)) is kept
    assert not any("chào mừng" in line for line in text(read))


@pytest.mark.parametrize("between", ["<tr><td> </td><td></td></tr>", "<tr><td>Thứ</td><td>Nội dung</td></tr>"])
def test_the_head_of_a_table_and_a_remark_in_brackets_are_no_title(between):
    head = "<p>LỊCH CÔNG TÁC TUẦN</p><p>(Từ tuần sau)</p>"

    read = reading(f"<div>{head}<table>{between}</table><div>{TEXT}</div></div>", head="<title></title>")

    assert read.title == "LỊCH CÔNG TÁC TUẦN"
