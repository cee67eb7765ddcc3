"""Habits of portals that earlier rules did not know, each beside what looks like it and is text."""

import pytest

from tests.small_pages import PROSE, TEXT, reading, text

_PLAIN = "<title>Trang thông tin điện tử xã Đồng Mô</title>"
_TITLE = "Khảo sát bờ sông Đồng Mô trước mùa lũ năm nay"


_ARCHIVE = "The archive gathers pages from many places, and shows them as they were on the day they were seen."


def _bar():
    said = f'<div class="c"><b>Organization: Archive</b><p>{_ARCHIVE}</p></div>'
    return f'<div id="wm-ipp-base" lang="en"><div id="wm-ipp">{said}</div>'


def test_the_toolbar_of_an_archive_is_no_page_s_own():
    bar = _bar() + "<table><tr><td>Sep</td><td>NOV</td></tr><tr><td>2017</td><td>2018</td></tr></table></div>"
    menu = "<ul>" + "".join(f"<li><a href='/m{n}'>Mục {n}</a></li>" for n in range(12)) + "</ul>"
    page = reading(f"{bar}{menu}<h1>{_TITLE}</h1><p>Xem tệp đính kèm.</p>", head=_PLAIN)
    assert page.title == _TITLE
    assert text(page) == ["Xem tệp đính kèm."]


def test_who_gave_for_the_page_is_no_archive_s_appeal():
    page = reading(f"<div id='donators'><h1>{_TITLE}</h1></div><div>{TEXT}</div>", head=_PLAIN)
    assert page.title == _TITLE


def test_a_toolbar_that_a_mirror_cut_in_the_middle_holds_the_page():
    page = reading(f"{_bar()}<h1>{_TITLE}</h1>{TEXT}", head=_PLAIN)
    assert text(page)[-3:] == list(PROSE)


def test_addresses_that_programs_left_hidden_are_no_prose():
    orders = "".join(f"<div>{{SiteUrl}}/_layouts/forms/{n}{'x' * 80}.aspx?list={{ListId}}</div>" for n in range(9))
    orders += "<div>javascript:commonShowModalDialog('{SiteUrl}/_layouts/a.aspx', 'center:1; resizable:yes')</div>" * 9
    hidden = f'<div id="ECBItems_1" style="display:none"><div>{orders}</div></div>'
    page = reading(f"<h1>{_TITLE}</h1>{TEXT}<div>{hidden}</div>", head=_PLAIN)
    assert text(page) == list(PROSE)


@pytest.mark.parametrize("names", ["article-title banner", "banner post-title", "news_title banner"])
def test_an_article_s_head_upon_its_picture_is_no_banner(names):
    head = f'<div class="{names}"><div><p>Môi trường</p><h1>{_TITLE}</h1></div></div>'
    page = reading(f"<main>{head}<section><h3>Lê Thu Hà</h3><article>{TEXT}</article></section></main>", head=_PLAIN)
    assert page.title == _TITLE


def test_a_banner_bears_the_site_s_name():
    head = '<div class="banner"><h1>Văn phòng khảo sát bờ sông</h1></div>'
    page = reading(f"{head}<main><h2>{_TITLE}</h2>{TEXT}</main>", head=_PLAIN)
    assert page.title == _TITLE


@pytest.mark.parametrize("section", ["TIN TỨC - sự kiện", "Tin tức và sự kiện", "Sự kiện"])
def test_the_name_of_a_section_of_news_is_none_above_the_article_s_own(section):
    page = reading(
        f"<h1>{section}</h1><h2>{_TITLE}</h2><div>09-02-2025</div>{TEXT}", head="<title>Tin chi tiết</title>"
    )
    assert (page.title, page.published.value) == (_TITLE, "2025-02-09")


def test_an_article_s_heading_stays_above_its_own_first_chapter():
    page = reading(f"<h1>Sự kiện Đồng Mô nhìn lại</h1><h2>{_TITLE}</h2>{TEXT}", head=_PLAIN)
    assert page.title == "Sự kiện Đồng Mô nhìn lại"


def test_a_heading_is_the_title_though_the_head_says_it_in_more_words():
    said = "Khảo sát bờ sông Đồng Mô ngay trước mùa lũ năm nay (Môi trường) - Người Giữ Sông - Nhóm của Lê Hà"
    page = reading(f"<h1>{_TITLE}</h1>{TEXT}", head=f'<title>{said}</title><meta property="og:title" content="{said}">')
    assert page.title == _TITLE


def test_a_heading_is_the_title_though_the_head_says_it_in_fewer_words():
    shown = "Bờ sông Đồng Mô sạt lở: nguyên nhân, diễn biến, mức thiệt hại và cách phòng tránh"
    said = "Bờ sông Đồng Mô sạt lở: nguyên nhân và cách phòng tránh"
    page = reading(f"<h1>{shown}</h1>{TEXT}", head=f'<title>{said}</title><meta property="og:title" content="{said}">')
    assert page.title == shown


def test_lists_in_the_cells_of_a_table_are_its_content():
    tasks = [f"Đo độ sâu và lấy mẫu nước ở cọc mốc {n}" for n in range(14)]
    done = "".join(f"<li>{task}</li>" for task in tasks)
    rows = "".join(f"<tr><td><b>Đợt {n}</b></td><td><ul>{done}</ul></td><td>{n} ngày</td></tr>" for n in (1, 2, 3))
    head = "<tr><td>Đợt</td><td>Việc phải làm</td><td>Thời gian</td></tr>"
    table = f'<div class="bang"><div class="cuon"><table><tbody>{head}{rows}</tbody></table></div></div>'
    page = reading(f"<h1>{_TITLE}</h1><div class='bai'>{TEXT}{table}<p>{PROSE[0]} Hết.</p></div>", head=_PLAIN)
    assert set(tasks) <= set(text(page))


@pytest.mark.parametrize(
    "line",
    [
        'Xem thêm: <a href="/khac">Kè đá ở bãi bồi sông Cầu đã xong phần móng</a>',
        'Liên quan: <a href="/khac">Kè đá ở bãi bồi sông Cầu đã xong phần móng</a>',
        '&gt;&gt; Đọc thêm: <a href="/khac">Kè đá ở bãi bồi sông Cầu đã xong phần móng</a>',
        '<i>Mời bạn xem thêm bài viết: <a href="/khac">Kè đá ở bãi bồi sông Cầu đã xong phần móng</a></i>',
        '<a href="/khac">&gt;&gt; Kè đá ở bãi bồi sông Cầu đã xong phần móng</a>',
        "Hãy chia sẻ bài viết này nếu bạn thấy hay!",
    ],
)
def test_what_leads_on_in_the_middle_of_a_text_is_none_of_it(line):
    page = reading(f"<h1>{_TITLE}</h1><p>{PROSE[0]}</p><p>{PROSE[1]}</p><p>{line}</p><p>{PROSE[2]}</p>")
    assert text(page) == list(PROSE)


@pytest.mark.parametrize(
    "line",
    [
        'Xem thêm: <a href="/tep/quyet-dinh-12.pdf">Quyết định số 12 về kè bờ sông</a>',
        '<a href="/tep/quyet-dinh-12.pdf">&gt;&gt; Quyết định số 12 về kè bờ sông</a>',
        '&gt;&gt; Kè mềm ở <a href="/khac">bãi bồi sông Cầu</a> vẫn đứng vững sau ba mùa lũ liên tiếp',
        "Xem thêm: phụ lục số 2 của báo cáo, trang 14.",
        "Chia sẻ nếu không phải là cho đi thì là gì, ông hỏi lại.",
    ],
)
def test_what_only_begins_so_is_text(line):
    page = reading(f"<h1>{_TITLE}</h1><p>{PROSE[0]}</p><p>{PROSE[1]}</p><p>{line}</p><p>{PROSE[2]}</p>")
    assert len(text(page)) == 4


@pytest.mark.parametrize(
    "ways",
    [
        ["– Hotline: 1900 1234", "– Email: hoi@coquan.example", "– Facebook của đoàn khảo sát"],
        ["📍 Nhà cộng đồng ấp Cồn Sẻ", "📞 Hotline: 1900 1234", "📩 Email: hoi@coquan.example"],
    ],
)
def test_a_list_of_ways_to_call_is_text(ways):
    listed = "".join(f"<p>{way}</p>" for way in ["Mọi thắc mắc xin gửi về các nơi sau đây để được trả lời sớm:", *ways])
    page = reading(f"<h1>{_TITLE}</h1><div>{TEXT}{listed}</div>")
    assert text(page)[-3:] == ways


def test_a_hotline_alone_is_a_button():
    page = reading(f"<h1>{_TITLE}</h1><div>{TEXT}<p>📞 Hotline: 1900 1234</p></div>")
    assert text(page) == list(PROSE)


def test_a_row_of_controls_is_none_for_its_marks():
    page = reading(f"<h1>{_TITLE}</h1><div>{TEXT}<p>- Bản in</p><p>- Quay lại</p></div>")
    assert text(page) == list(PROSE)


@pytest.mark.parametrize("label", ["Tác giả bài viết:", "Nguồn tin:", "Được chia sẻ bởi:</p><p>Admin"])
def test_a_label_that_a_template_left_empty_is_no_text(label):
    page = reading(f"<h1>{_TITLE}</h1><div>{TEXT}<p>{label}</p></div>")
    assert text(page) == list(PROSE)


def test_who_wrote_it_stands_in_a_box_below_a_text():
    bio = "<p>Lê Thu Hà làm việc ở trạm đo hơn mười năm và là người lập bản đồ bờ sông cho ba tỉnh trong vùng.</p>"
    page = reading(f"<h1>{_TITLE}</h1><div>{TEXT}</div><div class='hop'><h4>Tác giả bài viết</h4>{bio}</div>")
    assert text(page) == list(PROSE)


def test_a_chapter_on_an_author_is_text():
    bio = "<p>Lê Thu Hà làm việc ở trạm đo hơn mười năm và là người lập bản đồ bờ sông cho ba tỉnh trong vùng.</p>"
    page = reading(f"<h1>{_TITLE}</h1><div>{TEXT}<h3>Về tác giả</h3>{bio}</div>")
    assert text(page)[-2] == "Về tác giả"


@pytest.mark.parametrize("stamp", ["thứ hai, 05 08 2019 10:49", "10:49 05 08 2019", "Ngày đăng: 05 08 2019 10:49"])
def test_a_date_parted_by_blanks_is_one(stamp):
    page = reading(f"<table><tr><td>Tin nổi bật</td><td>{stamp}</td></tr></table><h1>{_TITLE}</h1>{TEXT}", head=_PLAIN)
    assert page.published.value == "2019-08-05T10:49:00+07:00"


@pytest.mark.parametrize("number", ["Điện thoại: 024 05 08 2019", "Mã hồ sơ 12 05 2019 77"])
def test_a_number_parted_by_blanks_is_none(number):
    assert reading(f"<p>{number}</p><h1>{_TITLE}</h1>{TEXT}", head=_PLAIN).published is None


def test_a_page_without_text_is_dated_below_its_title():
    stamp = (
        "<div class='hop'><div>(08.05.2019 12:24) 19 0</div></div><div><p>Tác giả bài viết:</p><p>Nguồn tin:</p></div>"
    )
    page = reading(f"<div><h1>{_TITLE}</h1>{stamp}</div>", head=_PLAIN)
    assert (page.published.value, text(page)) == ("2019-05-08T12:24:00+07:00", [])


@pytest.mark.parametrize("dash", [" – ", " - ", ": "])
def test_a_statement_to_the_press_opens_with_its_place_and_day(dash):
    page = reading(f"<h1>{_TITLE}</h1><p>Hà Nội, ngày 12 tháng 6 năm 2024{dash}{PROSE[0]}</p><p>{PROSE[1]}</p>")
    assert page.published.value == "2024-06-12"


def test_a_text_that_opens_with_a_day_alone_may_tell_of_long_ago():
    page = reading(f"<h1>{_TITLE}</h1><p>Ngày 12 tháng 6 năm 2004 – {PROSE[0]}</p><p>{PROSE[1]}</p>")
    assert page.published is None


_FOREIGN = "Bộ Giao thông đề nghị dán dấu nhận diện lên xe công nghệ"
_HEAD_OF_ANOTHER = (
    f'<title>{_FOREIGN}</title><meta property="og:title" content="{_FOREIGN}">'
    '<meta property="article:published_time" content="2017-11-01T21:15:00+07:00">'
)


@pytest.mark.parametrize("url", ["https://coquan.example/x", "https://coquan.example/bo-giao-thong-de-nghi-dan-dau-1"])
def test_a_head_that_tells_of_another_page_neither_names_nor_dates_this_one(url):
    stamp = "<div>Cập nhật lúc: thứ hai, 13 11 2017 05:07</div>"
    page = reading(f"<section><h1>{_TITLE}</h1>{stamp}{TEXT}</section>", url=url, head=_HEAD_OF_ANOTHER)
    assert (page.title, page.published.value) == (_TITLE, "2017-11-13T05:07:00+07:00")


@pytest.mark.parametrize(
    "site", ["Trang thông tin điện tử xã Đồng Mô tỉnh Hòa Lộc", "Thời báo Đồng Mô", "Chi tiết tin"]
)
def test_a_head_that_only_says_whose_page_it_is_dates_it(site):
    head = f'<title>{site}</title><meta property="article:published_time" content="2017-11-13T05:07:00+07:00">'
    page = reading(f"<section><h1>{_TITLE}</h1><div>13/11/2017</div>{TEXT}</section>", head=head)
    assert (page.title, page.published.value) == (_TITLE, "2017-11-13T05:07:00+07:00")


def test_a_slogan_above_a_text_names_no_page_that_its_head_names():
    page = reading(f"<h1>Giữ nước giữ rừng giữ lấy quê hương mình</h1>{TEXT}", head=_HEAD_OF_ANOTHER)
    assert (page.title, page.published.value) == (_FOREIGN, "2017-11-01T21:15:00+07:00")


def test_a_heading_that_a_list_of_news_repeats_is_no_name_of_the_site():
    listed = f'<div class="sidebar"><h2><a href="/bai-9.html">{_TITLE}</a></h2><h2><a href="/b">Bài khác</a></h2></div>'
    head = '<title>Thời báo Đồng Mô</title><meta property="og:title" content="The Dong Mo Globe">'
    page = reading(f"<article><h1>{_TITLE}</h1>{TEXT}</article>{listed}", url="https://coquan.example", head=head)
    assert page.title == _TITLE


def test_what_a_plugin_would_have_filled_in_is_no_text():
    form = "<h2>ĐĂNG KÝ KHÓA HỌC</h2><div>[Form id=”2″]</div>"
    page = reading(f"<h1>{_TITLE}</h1><div>{TEXT}{form}</div>", head=_PLAIN)
    assert text(page) == list(PROSE)


@pytest.mark.parametrize(
    "line", ["[Thông báo]", "[Ảnh]", "[1] Theo báo cáo năm 2019.", "[Tóm tắt]", "[Hình 1]", "[Cập nhật 10h30]"]
)
def test_words_in_brackets_are_text(line):
    page = reading(f"<h1>{_TITLE}</h1><div><p>{PROSE[0]}</p><p>{line}</p><p>{PROSE[1]}</p></div>", head=_PLAIN)
    assert line in text(page)


def test_who_wrote_it_and_when_stands_in_the_article_s_foot():
    foot = '<div class="article-footer"><div><b class="author">Lê Hà</b> | <b class="date">27/04/2021</b></div></div>'
    page = reading(f'<h2>{_TITLE}</h2><section class="article-content">{TEXT}{foot}</section>', head=_PLAIN)
    assert (page.published.value, text(page)) == ("2021-04-27", list(PROSE))


def test_a_day_alone_below_a_text_is_a_list_s():
    page = reading(f"<h2>{_TITLE}</h2><div>{TEXT}</div><div><a href='/vb'>11/08/2019</a></div>", head=_PLAIN)
    assert page.published is None


def test_a_comma_may_stand_before_the_year():
    page = reading(f"<h2>{_TITLE}</h2><div>thứ năm, 29 06, 2017</div>{TEXT}", head=_PLAIN)
    assert page.published.value == "2017-06-29"


@pytest.mark.parametrize("name", ["news-calendar", "post-calendar", "icon-calendar"])
def test_a_date_beside_a_picture_of_a_calendar_is_the_article_s(name):
    page = reading(f'<h3>{_TITLE}</h3><h4 class="{name}">29 June 2021</h4>{TEXT}', head=_PLAIN)
    assert page.published.value == "2021-06-29"


@pytest.mark.parametrize("name", ["calendar", "calendar-box", "widget-calendar"])
def test_a_calendar_dates_no_article(name):
    page = reading(f'<div class="{name}">29 June 2021</div><h3>{_TITLE}</h3>{TEXT}', head=_PLAIN)
    assert page.published is None


def test_an_answer_dates_the_page_of_a_question():
    asked = "<div>Người hỏi: Lê Thị Lan - Ngày hỏi: 10/06/2023</div><p>Quán ăn của tôi có phải đăng ký không?</p>"
    told = f"<div>Đơn vị trả lời: Phòng Nước - Ngày trả lời: 13/06/2023</div>{TEXT}"
    page = reading(f"<div><h2>Hỏi đáp</h2><h3>{_TITLE}</h3>{asked}{told}</div>", head="<title>Hỏi đáp</title>")
    assert (page.title, page.published.value) == (_TITLE, "2023-06-13")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("<p>Ngày gửi: 10/06/2023</p>", "<p>Ngày trả lời: 13/06/2023</p>"),
        ("<div>Người hỏi: Lê Lan - Ngày gửi: 10/06/2023</div>", "<b>Trả lời:</b> <i>Ngày trả lời: 13/06/2023</i>"),
        ("<div>Gửi lúc: 10/06/2023 | Ngày trả lời: 13/06/2023</div>", ""),
    ],
)
def test_a_question_is_dated_by_its_answer_and_not_by_when_it_was_sent(asked, told):
    question = "Quán ăn của tôi ở ngoài thị trấn có phải đăng ký khai thác nước dưới đất không?"

    page = reading(f"<h1>{_TITLE}</h1>{asked}<p>{question}</p><div>{told}{TEXT}</div>", head=_PLAIN)

    assert (page.published.value, text(page)) == ("2023-06-13", [question, *PROSE])


def test_one_page_may_answer_several_questions_on_a_day():
    answer = f"<p class='date'>Ngày trả lời: 13/06/2023</p>{TEXT}"

    page = reading(f"<h1>{_TITLE}</h1><div>{answer}{answer}</div>", head=_PLAIN)

    assert page.published.value == "2023-06-13"


@pytest.mark.parametrize("told", ["Ngày trả lời: 13/06/2023 theo yêu cầu của bà con.", "Ngày trả lời: 13/06/2023"])
def test_who_put_an_answer_online_sent_in_no_question(told):
    stamp = "<div class=date>Đăng ngày: 09/06/2023 - Gửi bởi: Văn phòng</div>"

    page = reading(f"<h1>{_TITLE}</h1>{stamp}<div>{TEXT}<p>{told}</p>{TEXT}</div>", head=_PLAIN)

    assert page.published.value == "2023-06-09"


def test_a_sentence_that_tells_of_an_answer_leaves_the_day_a_page_was_sent():
    told = "<p>Ngày trả lời: 13/06/2023 theo yêu cầu của bà con.</p>"

    page = reading(f"<h1>{_TITLE}</h1><div class=date>Gửi lúc: 09/06/2023</div><div>{TEXT}{told}</div>", head=_PLAIN)

    assert page.published.value == "2023-06-09"


def test_days_to_answer_in_date_nothing():
    page = reading(f"<h1>{_TITLE}</h1><p>Gửi lúc: 10/06/2023</p><p>Trong 15 ngày trả lời 2 lần.</p>{TEXT}", head=_PLAIN)

    assert page.published.value == "2023-06-10"


def test_a_day_by_which_papers_are_returned_dates_no_page():
    assert reading(f"<h2>{_TITLE}</h2><div>Ngày trả hồ sơ: 13/06/2023</div>{TEXT}", head=_PLAIN).published is None


@pytest.mark.parametrize(
    "row", ["13 tháng 6, 2023 <b>5 phút đọc</b> <b>Hoàng Gia", "13/06/2023 <b>312 lượt xem Hoàng Gia"]
)
def test_a_counter_may_stand_between_day_and_author(row):
    page = reading(f'<h1>{_TITLE}</h1><div class="flex">{row}</b></div><div>{TEXT}</div>', head=_PLAIN)
    assert (page.published.value, text(page)) == ("2023-06-13", list(PROSE))


def test_a_legend_below_a_picture_is_its_caption():
    said = '<div class="dnd-legend-wrapper"><div class="meta">Bờ kè ở Đồng Mô</div></div>'
    photo = f'<div class="dnd-atom"><img src="a.jpg">{said}</div>'
    page = reading(f"<h1>{_TITLE}</h1><div><p>{PROSE[0]}</p>{photo}<p>{PROSE[1]}</p></div>", head=_PLAIN)
    assert "Bờ kè ở Đồng Mô" in text(page)


def test_what_a_form_asks_for_is_no_title():
    form = "<form><div class='search-form-title'>Tìm nội dung hỏi đáp</div><input name='q'></form>"
    page = reading(f"{form}<p><b>Danh sách câu hỏi</b></p><div>{TEXT}</div>", head="<title>Hỏi đáp</title>")
    assert (page.title, page.headings) == ("Danh sách câu hỏi", ())


_FILE = '<div><a href="/tin/bai-1.html?download=1&id=0">Tập tin</a></div>'
_FILES = f'<div class="panel"><div class="head">{{label}}</div>{_FILE}</div>'


@pytest.mark.parametrize(
    ("label", "attached"),
    [("File đính kèm", True), ("Tài liệu kèm theo:", True), ("Các tập tin đính kèm", True), ("Tiện ích", False)],
)
def test_documents_in_a_box_of_their_own_below_the_text_are_attached(label, attached):
    body = f'<div class="bodytext" id="news-bodyhtml">{TEXT}</div>{_FILES.format(label=label)}'
    page = reading(f'<div class="panel-body"><h1>{_TITLE}</h1><span>Thứ tư - 14/10/2020 11:11</span>{body}</div>')
    assert page.downloads == (("https://coquan.example/tin/bai-1.html?download=1&id=0",) if attached else ())


_SIDE = (
    "<aside><ul>"
    + "".join(f"<li>{n} Th9 <a href='/b{n}'>Bài số {n}</a> {PROSE[0]}</li>" for n in range(3))
    + "</ul></aside>"
)


@pytest.mark.parametrize(
    "shown", ['<img src="/2020/02/quet-1.jpg" width=600>', '<iframe src="https://xem.example/1"></iframe>']
)
def test_a_notice_that_was_scanned_has_no_text_of_the_boxes_beside_it(shown):
    article = f'<article><h1>{_TITLE}</h1><div class="entry-content"><p>{shown}</p></div></article>'
    page = reading(f"<main>{article}</main><div>{_SIDE}</div>", head=f"<title>{_TITLE}</title>")
    assert (page.title, text(page)) == (_TITLE, [])


def test_a_portlet_s_article_is_content_however_much_its_page_holds():
    article = f'<div class="asset-full-content"><h2 class="title">{_TITLE}</h2>{TEXT}</div>'
    boxes = '<div class="tb"><h1>Thông báo</h1><ul><li><a href="/tb">Lớp bồi dưỡng</a></li></ul></div>'
    site = "TRANG THÔNG TIN ĐIỆN TỬ XÃ ĐỒNG MÔ, TỈNH SÔNG MÔ, NƯỚC VIỆT NAM, ĐANG CHẠY THỬ NGHIỆM"
    foot = f"<div id='fotter'><p>{site}</p><p>Địa chỉ: Đồng Mô</p></div>"
    page = reading(f'<div id="main-content" class="noidung">{article}{boxes}{foot}</div>', head=_PLAIN)
    assert text(page) == list(PROSE)


@pytest.mark.parametrize(
    ("line", "is_text"),
    [
        (f"Bạn đang đọc bài viết {_TITLE} tại chuyên mục Thời sự của Báo điện tử Đồng Mô.", False),
        ("Bạn đang đọc bài viết này trong lúc nước vẫn lên từng giờ.", True),
    ],
)
def test_what_a_paper_says_one_is_reading_is_no_text(line, is_text):
    page = reading(f"<h1>{_TITLE}</h1><div>{TEXT}<p>{line}</p></div>", head=_PLAIN)
    assert text(page) == [*PROSE, *([line] if is_text else [])]


def test_a_moment_in_a_byline_s_box_wrote_nothing():
    head = f'<h1>{_TITLE}</h1><div class="byline">thứ tư, 16 08 2017 17:19</div>'
    page = reading(f'<article>{head}<div class="article-text">{TEXT}</div></article>', head=_PLAIN)
    assert (page.author, page.published.value) == (None, "2017-08-16T17:19:00+07:00")


@pytest.mark.parametrize(
    ("shown", "attached"),
    [
        ('<iframe src="/tep/a.pdf"></iframe>', "https://coquan.example/tep/a.pdf"),
        ('<iframe src="/pdfjs/viewer.html?file=/tep/b.pdf"></iframe>', "https://coquan.example/tep/b.pdf"),
        (
            '<iframe src="https://xem.example/viewer?url=https%3A%2F%2Fcoquan.example%2Fc.pdf&embedded=true"></iframe>',
            "https://coquan.example/c.pdf",
        ),
        # what answers a link may be had there only
        ('<a href="/Download.aspx?file=/tep/d.pdf">Tải về</a>', "https://coquan.example/Download.aspx?file=/tep/d.pdf"),
    ],
)
def test_a_document_in_a_viewer_is_attached(shown, attached):
    page = reading(f'<h1>{_TITLE}</h1><div class="entry-content">{TEXT}<p>{shown}</p></div>', head=_PLAIN)
    assert page.attachments == (attached,)


def test_the_picture_beside_a_lede_is_the_article_s():
    # NukeViet's template: lede and picture stand before the element of the text
    figure = '<figure><img src="/a.jpg"></figure>'
    lede = f'<div class="clearfix"><div class="hometext">{PROSE[0][::-1]}</div>{figure}</div>'
    body = f'<div class="bodytext" id="news-bodyhtml">{TEXT}<img src="/b.jpg"></div>'
    page = reading(f"<h1>{_TITLE}</h1>{lede}{body}", head=_PLAIN)
    assert page.attachments == ("https://coquan.example/a.jpg", "https://coquan.example/b.jpg")


def test_a_viewer_is_no_document_by_what_its_fragment_names():
    shown = '<iframe src="/pdfjs/viewer.html#/tep/a.pdf"></iframe><iframe src="/tep/b.pdf#page=2"></iframe>'
    page = reading(f'<h1>{_TITLE}</h1><div class="entry-content">{TEXT}<p>{shown}</p></div>', head=_PLAIN)
    assert page.attachments == ("https://coquan.example/tep/b.pdf",)


@pytest.mark.parametrize(
    ("row", "is_text"),
    [
        (("Số lượt xem", "356", "Số lượt tải về", "12"), False),
        (("Số lượt xem", "356", "Số trạm đo", "12"), True),
        (("Số lượt truy cập", "1.234.567"), True),
        (("Số lượt truy cập", "1.234.567", "1.345.678"), True),
        (("Video", "3"), True),
    ],
)
def test_a_row_of_counters_is_no_text(row, is_text):
    table = f"<table><tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr></table>"
    page = reading(f"<h1>{_TITLE}</h1><div>{TEXT}{table}<p>{PROSE[0][::-1]}</p></div>", head=_PLAIN)
    assert (" | ".join(row) in text(page)) == is_text


@pytest.mark.parametrize("heading", ["Bài tin liên quan", "Tập tin đính kèm", "Các tệp đính kèm:", "File kèm theo"])
def test_the_heading_of_a_list_that_is_not_there_ends_no_text(heading):
    page = reading(f"<h1>{_TITLE}</h1><div>{TEXT}<h3>{heading}</h3></div>", head=_PLAIN)
    assert text(page) == list(PROSE)


def test_the_way_to_a_page_with_a_long_title_is_no_text_of_a_short_notice():
    # Avada prints it twice, with the title as its last step
    title = "Chốt danh sách cổ đông và chi trả cổ tức năm 2017 bằng tiền mặt của Công ty Cổ phần Kè Đồng Mô"
    way = f'<div class="fusion-breadcrumbs"><a href="/">Home</a>/<a href="/cd">Cổ đông</a>/<span>{title}</span></div>'
    notice = "<div class='post-content'><p>Công ty công bố chốt danh sách cổ đông.</p></div>"
    page = reading(f"<div><h1>{title}</h1>{way}</div><div>{way}</div><main><article>{notice}</article></main>")
    assert (page.title, text(page)) == (title, ["Công ty công bố chốt danh sách cổ đông."])


@pytest.mark.parametrize("anchor", ['<a name="_Toc1">', '<a id="p2">', "<a>", '<a style="color:red">'])
def test_what_links_lead_to_is_text(anchor):
    heading = "Kết quả chính của đợt khảo sát"
    page = reading(f"<h1>{_TITLE}</h1><div>{TEXT}<h3>{anchor}{heading}</a></h3><p>{anchor}{PROSE[0][7:]}</a></p></div>")
    assert text(page) == [*PROSE, heading, PROSE[0][7:]]


_HEADLINES = ("Xã Vĩnh Lộc bàn giao nhà tình nghĩa", "Ra quân nạo vét kênh mương", "Khai mạc giải bóng đá thiếu niên")


@pytest.mark.parametrize("name", ["quote", "pullquote", "pull-quote", "box-quote"])
def test_what_is_quoted_beside_the_text_belongs_to_it(name):
    said = "Nếu không kè ngay trong năm nay, cả xóm sẽ phải dời đi."
    first, *rest = PROSE
    box = f'<aside class="{name}"><p>{said}</p></aside><aside class="related"><p>{_HEADLINES[0]}</p></aside>'
    page = reading(f"<article><h1>{_TITLE}</h1><p>{first}</p>{box}{''.join(f'<p>{one}</p>' for one in rest)}</article>")
    assert text(page) == [first, said, *rest]


def test_a_quotation_in_the_next_column_is_none_of_the_text():
    box = '<aside class="quote"><h3>Lời hay ý đẹp</h3><p>Không có gì quý hơn độc lập, tự do.</p></aside>'
    page = reading(f"<article><h1>{_TITLE}</h1>{TEXT}</article>{box}")
    assert text(page) == list(PROSE)
