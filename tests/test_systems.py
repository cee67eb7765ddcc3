"""What systems print around an article and in it, each rule beside what it must not touch."""

import pytest

from tests.small_pages import PROSE, TEXT, TITLE, reading, text


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
        ("flex gap-4", "14/03/2024 09:15 lượt xem: 302"),
        ("md:flex-row", "14/03/2024 09:15lượt xem: 302"),
        ("doan", "14/03/2024 09:15lượt xem: 302"),
    ],
)
def test_what_a_template_lays_out_side_by_side_is_parted(around, shown):
    from pipelines.reading.extract import parse_html
    from pipelines.reading.lines import lines_of

    page = f"<body><div class='{around}'><span>14/03/2024 09:15</span><span>lượt xem: 302</span></div></body>"

    assert [line.text for line in lines_of(parse_html(page.encode()).find("body")).lines] == [shown]


@pytest.mark.parametrize(
    ("target", "kept"),
    [("/tin/bai-2.html", []), ("/files/quy-che.pdf", ["Quy chế tiếp công dân của trạm (12/05/2017)"])],
)
def test_a_dated_headline_of_another_article_is_no_text_and_a_dated_document_is(target, kept):
    other = f'<ul><li><a href="{target}">Quy chế tiếp công dân của trạm</a> (12/05/2017)</li></ul>'

    read = reading(f"<div><h1>Khảo sát bờ sông Đồng Mô</h1><div>{TEXT}</div><div>{other}</div></div>")

    assert text(read) == [*PROSE, *kept]


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
    ("around", "kept"),
    [
        ("<div class='article'>{caption}{text}</div>", True),
        ("<div>{caption}</div><div class='article'>{text}</div>", False),
    ],
)
def test_a_caption_above_the_text_is_kept_in_the_articles_own_box(around, kept):
    caption = "<div class='caption'><p>Đoàn khảo sát ở xã Đồng Mô</p></div>"

    read = reading(around.format(caption=caption, text=f"<div class='article-content'>{TEXT}</div>"))

    assert text(read) == (["Đoàn khảo sát ở xã Đồng Mô", *PROSE] if kept else list(PROSE))


@pytest.mark.parametrize(("box", "kept"), [("imghome pull-left", True), ("img-list", False)])
def test_the_note_below_nukeviets_picture_is_its_caption(box, kept):
    picture = f'<div class="{box}"><a href="#"><img src="/a.jpg"></a><em>Đoàn khảo sát ở xã Đồng Mô</em></div>'

    read = reading(f"<div><h1>Khảo sát bờ sông Đồng Mô</h1>{picture}<div class='noidung'>{TEXT}</div></div>")

    assert ("Đoàn khảo sát ở xã Đồng Mô" in text(read)) is kept


@pytest.mark.parametrize(("target", "outcome"), [("/Lists/DispForm.aspx?ID={0}", "listing"), ("/f/{0}.pdf", "page")])
def test_a_table_of_headlines_is_a_listing_and_one_of_documents_none(target, outcome):
    row = '<tr><td><a href="{0}">Thông báo lịch tiếp công dân lần thứ {1}</a></td><td>1{1}/12/2015</td></tr>'
    rows = "".join(row.format(target.format(number), number) for number in range(5))

    read = reading(f"<div><h1><a href='/ds'>Thông báo</a></h1><table>{rows}</table></div>", "https://coquan.example/ds")

    assert read.outcome == outcome


def test_a_cell_that_holds_all_of_a_page_is_no_heading():
    title = "<font class=tieude><b>Thả cá giống xuống hồ Đồng Mô</b></font><br><font class=ngay>(11/04/2005)</font><br>"

    page = f"<table><tr><td>{title}<div>{TEXT}</div><hr><b>Các tin khác</b></td></tr></table>"

    read = reading(page, head="<title>Sở</title>")

    assert (read.title, read.published and read.published.value) == ("Thả cá giống xuống hồ Đồng Mô", "2005-04-11")


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


_COMMENT = "<div><b>Trần Văn Hải</b><p>{}</p><span>21:02 12/08/2024</span><a>Trả lời</a></div>".format(
    "Nhà tôi ở ngay đoạn sạt, mong xã sớm có phương án vì mùa lũ năm nay đến sớm hơn mọi năm gần một tháng."
)


@pytest.mark.parametrize(
    ("below", "kept"),
    [
        (f'<div class="bai-bl"><h3>Bình luận (2)</h3>{_COMMENT}{_COMMENT}</div>', False),
        (f'<div class="cmt">{_COMMENT}</div>', False),
        # a chapter of the text tells of no number
        (f"<h3>Ý kiến người dân</h3>{_COMMENT}", True),
    ],
)
def test_comments_are_prose_and_no_text(below, kept):
    text_of_two = f'<h1>{TITLE}</h1><div class="lead">{PROSE[0]}</div><div class="the-body"><p>{PROSE[1]}</p></div>'

    read = reading(f'<div class="tin">{text_of_two}{below}</div>')

    assert any("Nhà tôi ở ngay đoạn sạt" in line for line in text(read)) is kept


def test_a_journals_way_to_cite_is_no_text():
    cited = "<h2>Cách trích dẫn</h2><p>Đỗ Thu Trang (2022). Khảo sát bờ sông, 58(3).</p>"
    cite = f'<div class="citation_display">{cited}</div>'

    assert text(reading(f"<h1>{TITLE}</h1><div>{TEXT}{cite}</div>")) == list(PROSE)


@pytest.mark.parametrize(("shown", "kept"), [(TITLE, False), ("Đồng Mô trong mùa lũ", True)])
def test_a_box_of_prose_before_a_short_article_is_none_of_its_text(shown, kept):
    told = f"<p>{PROSE[1]} Đoàn có ba thuyền máy, mỗi thuyền bốn người.</p><p>{PROSE[2]} Học sinh đến xem.</p>"
    beside = f"<div class=trai><h3>Về đoàn khảo sát</h3>{told}<p>Thuyền ở bến Cồn Sẻ</p><p>Mở cửa thứ Ba</p></div>"
    article = f'<div class="tin-title">{shown}</div><div>18-05-2016</div><div><p>{PROSE[0]}</p></div>'

    read = reading(f"<div>{beside}<div class=phai>{article}</div></div>", head=f"<title>Đoàn | {TITLE}</title>")

    assert any("thuyền máy" in line for line in text(read)) is kept
    assert kept or text(read) == list(PROSE[:1])


@pytest.mark.parametrize(
    ("last", "head", "title"),
    [
        # Element and other frameworks end a trail with the section, and link no step
        ("Hoạt động giám sát", "Hội đồng nhân dân tỉnh", "Khảo sát bờ sông qua xã Đồng Mô"),
        # where the head says what the trail ends with it is the page
        ("Khảo sát bờ sông", "Khảo sát bờ sông - Hội đồng nhân dân tỉnh", "Khảo sát bờ sông"),
    ],
)
def test_a_trail_may_end_with_the_section(last, head, title):
    trail = f'<div class="el-breadcrumb"><div>Trang chủ</div><div>{last}</div></div>'
    body = f'{trail}<div><div class="article-title">Khảo sát bờ sông qua xã Đồng Mô</div>{TEXT}</div>'

    assert reading(body, head=f"<title>{head}</title>").title == title
