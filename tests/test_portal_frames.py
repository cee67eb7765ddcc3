"""What stands around an article's text on portals: welcomes, names of portlets, captions, dates below a lede."""

import time

import pytest

from tests.small_pages import PROSE, TEXT, reading, text

_PLAIN = "<title>Trang thông tin điện tử xã Đồng Mô</title>"
_TITLE = "Khảo sát bờ sông Đồng Mô trước mùa lũ năm nay"
PLACE = "khu phố Hạ, phường Đồng Mô, thành phố Đồng Mô, tỉnh Mẫu, gần bến đò và chợ cũ"
_LEDE = "Đoàn khảo sát đi dọc 14 km bờ sông trong hai ngày."


@pytest.mark.parametrize(
    "said",
    [
        "Chào mừng bạn đến với cổng thông tin điện tử Ủy ban nhân dân xã Đồng Mô, huyện Đồng Mô, tỉnh Đồng Mô",
        "Chào mừng quý khách ghé thăm website xã Đồng Mô",
        "Chào mừng bạn đến với trang web của trường",
    ],
)
def test_a_welcome_above_every_page_is_no_text(said):
    notice = "<div class='content-detail'><p><a href='/f/ke-hoach.pdf'>ke-hoach-khu-trung.pdf</a></p></div>"
    news = "".join(f"<h2><a href='/t{n}'>Tin thứ {n} về đê điều trong xã Đồng Mô</a></h2>" for n in range(9))
    stamp = "<div class='news-date'>Ngày đăng: 23/02/2020 - 17:40</div>"
    page = reading(f"<div>{said}</div><h1>{_TITLE}</h1>{stamp}{notice}<div>{news}</div>", head=_PLAIN)
    assert (page.outcome, page.published.value) == ("article", "2020-02-23T17:40:00+07:00")
    assert text(page) == ["ke-hoach-khu-trung.pdf"]


def test_a_welcome_in_a_sentence_of_the_text_stays():
    opening = "Chào mừng đoàn đến với xã, ông Lê Văn Hải cảm ơn những người đã giúp dân làng sau trận lũ tháng trước."
    assert text(reading(f"<h1>{_TITLE}</h1><p>{opening}</p>{TEXT}", head=_PLAIN))[0] == opening


@pytest.mark.parametrize(
    ("tag", "line"),
    [
        ("h3", "Chào mừng đoàn đến công tác tại tỉnh"),
        ("h3", "Chào mừng bà con đến trang trại mẫu"),
        ("h3", "Trở lại trạng thái bình thường"),
        ("h3", "Quay lại mức trước dịch"),
        ("p", "Đánh giá: đất bồi nhanh hơn mọi năm."),
        ("p", "Trở lại bến cũ, đoàn đo thêm ba mặt cắt."),
        ("p", "Bạn là người thứ hai hỏi điều đó."),
    ],
)
def test_what_begins_in_a_text_as_welcomes_counters_and_links_back_do_stays(tag, line):
    said = f"<p>{PROSE[0]}</p><{tag}>{line}</{tag}><p>{PROSE[1]}</p>"
    assert text(reading(f"<h1>{_TITLE}</h1><div>{said}</div>", head=_PLAIN)) == [PROSE[0], line, PROSE[1]]


def test_marks_above_a_lede_that_is_all_of_the_text_are_none_of_it():
    marks = "<p class='date'>17/09/2023 10:30</p><p class='author'>Phòng Kỹ thuật</p>"
    page = reading(f"<h1>{_TITLE}</h1><div>{marks}<p class='lead'>{PROSE[0]}</p></div>", head=_PLAIN)
    assert (text(page), page.author) == ([PROSE[0]], "Phòng Kỹ thuật")


def test_the_ids_of_what_was_pasted_from_google_docs_name_no_source():
    head = "<p id='internal-source-marker_0.32'>TUYÊN BỐ CHUNG CỦA HAI VIỆN</p>"
    page = reading(f"<h1>{_TITLE}</h1><div>{head}{TEXT}</div>", head=_PLAIN)
    assert (text(page)[0], page.credited_source) == ("TUYÊN BỐ CHUNG CỦA HAI VIỆN", None)


@pytest.mark.parametrize("name", ["note_images", "image-desc", "photo-note", "hinh"])
def test_a_line_alone_with_a_picture_above_the_text_is_its_caption(name):
    caption = "Cán bộ viện đo mặt cắt tại bến đò Đồng Mô"
    picture = f"<div><div><img src='/a.jpg'></div><div class='{name}'>{caption}</div></div>"
    page = reading(f"<h1>{_TITLE}</h1><div class='field'>{picture}<div>{TEXT}</div></div>", head=_PLAIN)
    assert text(page) == [caption, *PROSE]


def test_a_name_with_its_picture_above_the_text_is_no_caption():
    person = "<div><div><img src='/a.jpg'></div><div>Lê Thu Hà</div></div>"
    page = reading(f"<h1>{_TITLE}</h1><div class='field'>{person}<div>{TEXT}</div></div>", head=_PLAIN)
    assert text(page) == list(PROSE)


@pytest.mark.parametrize(
    ("image", "said"),
    [
        ("/a.jpg", "Tổng đài hỗ trợ bạn đọc: 1900 1234"),
        ("/a.jpg", "Bấm vào đây để nghe bài viết này"),
        ("/a.jpg", "Phóng viên Lê Văn Hải, Ban Thời sự"),
        ("/images/icon-loa.png", "Giọng đọc miền Nam của cô Lê Thu Hà"),
    ],
)
def test_labels_controls_and_names_with_a_picture_above_the_text_are_no_captions(image, said):
    box = f"<div><div><img src='{image}'></div><div>{said}</div></div>"
    page = reading(f"<h1>{_TITLE}</h1><div class='field'>{box}<div>{TEXT}</div></div>", head=_PLAIN)
    assert text(page) == list(PROSE)


@pytest.mark.parametrize(
    "row", ["17 tháng 9, 2023 bởi Phòng Kỹ thuật", "17/09/2023", "Thứ Sáu, 17/9/2023 | Lượt xem: 41"]
)
def test_a_date_between_lede_and_text_is_the_article_s(row):
    page = reading(f"<h1>{_TITLE}</h1><p class='lead'>{_LEDE}</p><div><div>{row}</div>{TEXT}</div>", head=_PLAIN)
    assert page.published.value == "2023-09-17"
    assert text(page) == [_LEDE, *PROSE]


def test_a_date_in_the_text_below_a_lede_is_what_it_tells():
    told = "<p>Ngày 17/9/2023, nước lên nhanh và tràn qua đoạn bờ thấp ở cuối thôn Hạ, sát nhà văn hóa thôn.</p>"
    page = reading(f"<h1>{_TITLE}</h1><p class='lead'>{_LEDE}</p><div>{told}{TEXT}</div>", head=_PLAIN)
    assert page.published is None


@pytest.mark.parametrize("link", ["<a href='#'>Admin</a> <a href='#'>2 November 2020</a> <span>87</span>"])
def test_a_row_about_the_article_may_be_all_links(link):
    page = reading(f"<h3><a>{_TITLE}</a></h3><div class='blog-meta'>{link}</div><div>{TEXT}</div>", head=_PLAIN)
    assert page.published.value == "2020-11-02"


def test_links_to_other_days_in_a_row_about_the_article_date_nothing():
    links = "<a href='/p'>Số báo ngày 16/11/2020</a> | <a href='/q'>Số báo ngày 17/11/2020</a>"
    assert reading(f"<h1>{_TITLE}</h1><div class='meta'>{links}</div><div>{TEXT}</div>", head=_PLAIN).published is None


def test_the_page_of_details_is_no_title_however_often_the_portal_says_so():
    head = "<title>Chi tiết tin tức - Sở Mẫu</title>"
    top = "<h1 class='hide-accessible'>Chi tiết tin tức</h1><h2 class='portlet-title-text'>Nhà xuất bản nội dung</h2>"
    body = f"<div class='component-title'><h4 class='asset-title'>{_TITLE}</h4></div><div>{TEXT}</div>"
    page = reading(f"{top}{body}", head=head)
    assert (page.title, text(page)) == (_TITLE, list(PROSE))


def test_a_header_in_what_microdata_call_an_article_is_its_own():
    top = f"<div class='header'><h3 itemprop='headline'>{_TITLE}</h3></div>"
    body = f"<div class='article' itemscope itemtype='http://schema.org/NewsArticle'>{top}<div>{TEXT}</div></div>"
    assert reading(body, head=f"<title>{_TITLE}: Khoa Thủy văn</title>").title == _TITLE


def test_the_day_and_place_of_a_report_are_no_title():
    name = "BÁO CÁO KHẢO SÁT BỜ SÔNG ĐỒNG MÔ"
    dated = "Hà Tĩnh, ngày 14 tháng 8 năm 2003"
    page = reading(
        f"<p align='center'><b>{name}</b></p><p align='center'><i>{dated}</i></p>{TEXT}",
        head="<title>New Page 1</title>",
    )
    assert (page.title, page.published.value) == (name, "2003-08-14")


def test_a_title_may_begin_with_a_place_and_a_day():
    name = "Hà Nội, ngày 19/12/1946 và lời kêu gọi toàn quốc kháng chiến"
    assert reading(f"<p><b>{name}</b></p>{TEXT}", head="<title>New Page 1</title>").title == name


def test_the_content_of_a_short_notice_is_more_than_its_lede():
    lines = ("Lớp học mở trong hai ngày cuối tuần.", "Học viên chia thành nhóm tám người, có người kèm.")
    said = "".join(f"<div>{line}</div>" for line in (PROSE[0], *lines))
    head = f"<h1>{_TITLE}</h1><h2 class='sub-title'>{_LEDE} Ba xã cử hai mươi người cùng đi và ghi chép lại.</h2>"
    page = reading(f"<div class='detail'>{head}<div class='edn_articleContent'>{said}</div></div>", head=_PLAIN)
    assert text(page)[1:] == [PROSE[0], *lines]


def test_whoever_asks_too_often_is_answered_with_a_stub():
    page = reading(
        "<div>Hệ thống đang từ chối truy cập của bạn.<br>Hãy đợi 12 giây...</div>", head="<title>Hãy đợi</title>"
    )
    assert page.outcome == "stub"


def _teaser(n):
    said = f"Tin thứ {n} kể vì sao đoạn kè ở cuối xã phải làm lại hai lần trong một năm và ai đã trả tiền cho việc đó."
    headline = f"<a href='/t{n}'>Vì sao đoạn kè thứ {n} phải làm lại</a>"
    return f"<div class='item'><div>{headline}<div><div>{said}</div></div></div></div>"


def test_headlines_of_others_leave_with_their_summaries_though_these_are_longer_than_the_text():
    others = f"<div><div class='head'>Bài viết khác</div><div>{''.join(map(_teaser, range(5)))}</div></div>"
    foot = "<div><h1>CÔNG TY ĐỒNG MÔ</h1><p>Địa chỉ: số 7/6 đường Bờ Kè, {PLACE}</p></div>"
    page = reading(
        f"<div><div><div class='title'>{_TITLE}</div><div>{TEXT}</div></div>{others}{foot}</div>", head=_PLAIN
    )
    assert text(page) == list(PROSE)


def test_text_goes_on_in_another_box_below_the_heading_of_a_list():
    beside = "<div><h4>Tin liên quan</h4></div>"
    link = "<p><a href='/t1'>Vì sao đoạn kè thứ nhất phải làm lại hai lần</a></p>"
    rest = f"<div>{link}<p>{PROSE[1]}</p><p>{PROSE[2]}</p></div>"
    page = reading(f"<h1>{_TITLE}</h1><div><div><p>{PROSE[0]}</p></div>{beside}{rest}</div>", head=_PLAIN)
    assert text(page) == list(PROSE)


def test_text_goes_on_below_a_link_to_a_story_beside_it():
    beside = "<p>Tin liên quan</p><p><a href='/t1'>Vì sao đoạn kè thứ nhất phải làm lại hai lần</a></p>"
    page = reading(
        f"<h1>{_TITLE}</h1><div><p>{PROSE[0]}</p>{beside}<p>{PROSE[1]}</p><p>{PROSE[2]}</p></div>", head=_PLAIN
    )
    assert text(page) == list(PROSE)


@pytest.mark.parametrize("shown", ["Hội phụ huynh tặng quà cô giáo", "Đoàn kiểm tra làm việc tại xã Đồng Mô"])
def test_a_picture_s_label_before_what_it_shows_makes_no_credit(shown):
    page = reading(f"<h1>{_TITLE}</h1><div>{TEXT}<p>Hình ảnh: {shown}</p></div>", head=_PLAIN)
    assert (text(page)[-1], page.author) == (f"Hình ảnh: {shown}", None)


@pytest.mark.parametrize("who", ["Ban tổ chức hội thi", "Phòng lao động huyện", "Thu Hà"])
def test_a_picture_s_label_before_a_body_or_a_person_is_a_credit(who):
    page = reading(f"<h1>{_TITLE}</h1><div>{TEXT}<p>Ảnh: {who}</p></div>", head=_PLAIN)
    assert (text(page), page.author) == (list(PROSE), who)


@pytest.mark.parametrize(
    "control",
    [
        "Nghe bài viết<audio></audio>0:00 / 3:12",
        "Đánh giá: ☆☆☆☆☆ (0 lượt)",
        "Trở lại trang Kinh tế",
        "Bạn là người thứ 12873 ghé thăm",
    ],
)
def test_players_stars_and_counters_beside_a_text_are_none_of_it(control):
    page = reading(f"<h1>{_TITLE}</h1><div><div>{control}</div>{TEXT}<div>{control}</div></div>", head=_PLAIN)
    assert text(page) == list(PROSE)


def test_a_short_lede_by_its_class_is_text():
    lede = "Nhà máy có công suất 84.000 khối một ngày"
    page = reading(
        f"<h1>{_TITLE}</h1><div class='intro-detail'>{lede}</div><div class='main'>{TEXT}</div>", head=_PLAIN
    )
    assert text(page) == [lede, *PROSE]


def _seconds(body):
    begun = time.process_time()
    reading(body, head=_PLAIN)
    return time.process_time() - begun


def test_pages_made_to_keep_a_reader_busy_do_not():
    listed = "".join(f"<div><a href='/t{n}'>Tin thứ {n} về đê điều</a><p>Tin khác</p></div>" for n in range(1500))
    assert _seconds(f"<h1>{_TITLE}</h1><div>{TEXT}{listed}{TEXT}</div>") < 1.5
    assert _seconds(f"<h1>{_TITLE}</h1><div class='{'a-' * 50_000}'>{TEXT}</div>") < 1.5


def test_news_of_who_was_refused_is_no_refusal():
    told = "Ngày 14/5/2023, hệ thống từ chối truy cập từ 12 địa chỉ lạ vào cổng dịch vụ công của xã."
    assert text(reading(f"<h1>Chặn truy cập trái phép</h1><p>{told}</p>", head=_PLAIN)) == [told]
