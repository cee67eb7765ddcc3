"""Whole pages built like those that Vietnamese sites serve: what of each is the article's, and whose it is."""

import pytest

from tests import small_pages
from tests.small_pages import text as texts

PROSE = (
    "Đoàn khảo sát đi dọc bờ sông trong ba ngày, ghi lại từng điểm sạt lở và hỏi chuyện những người sống lâu năm ở đó. "
    "Mỗi điểm được đo hai lần, sáng và chiều, rồi đối chiếu với bản đồ cũ của xã."
)
MORE = "Những hộ ở sát mép nước đã dời nhà lùi vào trong, vài hộ còn chờ cấp đất ở khu tái định cư phía sau đình làng."
TITLE = "Khảo sát các điểm sạt lở dọc sông Mẫu"
URL = "https://sotainguyen.example/bai/khao-sat-sat-lo.html"


def read(body, head="", url=URL):
    return small_pages.reading(body, url, head)


@pytest.mark.parametrize(
    ("behind", "title", "day"),
    [
        (" (05.07.2019 16:05)", TITLE, "2019-07-05"),
        (" <span>2019-06-10T08:08:00.000Z</span>", TITLE, "2019-06-10"),
        (" ( )", TITLE, None),
        (" (05/07/2019)", f"{TITLE} (05/07/2019)", None),
        (" (kỳ 2)", f"{TITLE} (kỳ 2)", None),
    ],
)
def test_the_moment_behind_a_title_is_its_date_and_no_part_of_it(behind, title, day):
    reading = read(f"<div class=tin><h2>{TITLE}{behind}</h2><p>{PROSE}<p>{MORE}</div>")

    assert (reading.title, reading.published and reading.published.value[:10]) == (title, day)
    assert texts(reading) == [PROSE, MORE]


def test_a_date_alone_is_no_title():
    reading = read(f"<div><h1>Thứ năm, 09/05/2019</h1><h3>{TITLE}</h3><p>{PROSE}<p>{MORE}</div>")

    assert (reading.title, texts(reading)) == (TITLE, [PROSE, MORE])


def test_a_running_banner_is_no_text_of_a_short_notice():
    notice = "Chi tiết trong tệp gửi kèm."
    banner = (
        f"<div class=menu-phu><marquee>Nhiệt liệt chào mừng ngày hội làng Mẫu lần thứ mười hai! {MORE}</marquee></div>"
    )
    reading = read(f"{banner}<div><div class=TieuDe>{TITLE}</div><p>{notice}</p></div>")

    assert (reading.title, texts(reading)) == (TITLE, [notice])


def test_a_grid_of_goods_inside_a_text_is_none_of_it():
    grid = "".join(
        f"<li class=wc-block-grid__product><div class=wc-block-grid__product-title>Máy bơm mẫu {n}</div>"
        f"<div class=wc-block-grid__product-price>{n}.200.000 đồng</div></li>"
        for n in range(1, 5)
    )
    reading = read(
        f"<h1>{TITLE}</h1><div class=entry-content><p>{PROSE}</p><div class=wc-block-grid><ul>{grid}</ul></div>"
        f"<p>{MORE}</p></div>"
    )

    assert texts(reading) == [PROSE, MORE]


def test_a_switched_off_option_in_a_class_marks_nothing():
    reading = read(
        f"<main class='content blog-meta-author-disabled'><h1>{TITLE}</h1><p>{PROSE}</p><p>{MORE}</p>"
        "<p>Xem thêm bản đồ của xã</p></main>"
    )

    assert (texts(reading), reading.author) == ([PROSE, MORE, "Xem thêm bản đồ của xã"], None)


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ("<meta name=author content='Trường THCS Hồng Mẫu'>", None),
        ("<meta name=author content='Báo Sông Mẫu'>", None),
        ("<meta property=article:author content='Tuổi Trẻ Online'>", None),
        ("<meta name=author content='mautemplates.com'>", None),
        (f"<title>{TITLE} - Sông Mẫu quê tôi</title><meta name=author content='Sông Mẫu quê tôi'>", None),
        ("<meta name=author content='Trần Bảy'>", "Trần Bảy"),
        ("<meta name=author content='Trường Giang'>", "Trường Giang"),
        (f"<title>Trần Bảy - {TITLE}</title><meta name=author content='Trần Bảy'>", "Trần Bảy"),
    ],
)
def test_whoever_runs_the_site_wrote_nothing(head, author):
    assert read(f"<h1>{TITLE}</h1><p>{PROSE}</p><p>{MORE}</p>", head).author == author


def test_a_list_of_others_ends_the_text_though_its_heading_is_chrome_by_its_class():
    others = "".join(
        f"<div class=item><h2 class=post-title><a href='#'>Tin mẫu thứ {n} của tuần này</a></h2>"
        f"<p class=post-desc>{MORE}</p></div>"
        for n in range(1, 4)
    )
    reading = read(
        f"<div class=noi-dung-tin><h1>{TITLE}</h1><p>{PROSE}</p><p>{PROSE.swapcase()}</p>"
        f"<h2 class=title-related>TIN CÙNG CHUYÊN MỤC</h2><div class=ds>{others}</div></div>"
    )

    assert texts(reading) == [PROSE, PROSE.swapcase()]


def test_the_text_goes_on_below_a_box_of_others_in_its_middle():
    box = "<h4 class=related-title>Tin liên quan</h4><div><a href=/a>Một bài khác của tuần này về sông Mẫu</a></div>"
    reading = read(f"<div class=noi-dung-tin><h1>{TITLE}</h1><p>{PROSE}</p>{box}<p>{MORE}</p><p>{PROSE[:90]}</p></div>")

    assert texts(reading) == [PROSE, MORE, PROSE[:90]]


@pytest.mark.parametrize(
    "figure",
    [
        "<div><img src=a.jpg><div class=text-center>{0}</div></div>",
        # as the classic editor of WordPress wrote them, moved into blocks
        "<figure><div><dl><dt><img src=a.jpg></dt><dd>{0}</dd></dl></div></figure>",
    ],
)
def test_what_stands_alone_with_a_picture_between_paragraphs_is_its_caption(figure):
    note = "Đoàn khảo sát đo bờ sông vào buổi sáng"
    figure = figure.format(note)
    promo = "<div><img src=b.jpg><div>Mua máy bơm</div><div>Giá tốt</div></div>"
    reading = read(f"<h1>{TITLE}</h1><div><p>{PROSE}</p>{figure}<p>{MORE}</p>{promo}<p>{PROSE[:90]}</p></div>")

    assert texts(reading) == [PROSE, note, MORE, PROSE[:90]]


def test_the_class_of_a_wrapper_marks_no_single_line():
    reading = read(
        f"<h1>{TITLE}</h1><div class='author post-meta'><p>{PROSE}</p><p>{MORE}</p><p>Chờ tái định cư</p></div>"
    )

    assert (texts(reading), reading.author) == ([PROSE, MORE, "Chờ tái định cư"], None)


NEWS = "Xã Mẫu mở lớp dạy nghề cho nông dân"


@pytest.mark.parametrize(
    ("around", "outcome"),
    [
        ("<div class=breadcrumb><a href=/>Trang chủ</a> <a href=/c>Tin trong tỉnh</a></div>{}", "article"),
        ("{}<h3>Tin đã đưa</h3><ul><li><a href=/b>Mùa nước nổi về sớm ở xã Mẫu</a></ul>", "article"),
        ("{}<h3 class=other-news>Các tin khác</h3><ul><li><a href=/b>Mùa nước nổi về sớm</a></ul>", "article"),
        ("<div class=breadcrumb><a href=/>Trang chủ</a> <a href=/c>Tổ chức</a></div>{}", "page"),
        ("{}<h3>Tin tức của xã</h3><ul><li><a href=/b>Mùa nước nổi về sớm</a></ul>", "page"),
        ("{}", "page"),
    ],
)
def test_undated_prose_is_news_in_a_section_of_news_or_above_older_news(around, outcome):
    text = f"<div class=noi-dung-tin><h1>{NEWS}</h1><p>{PROSE}</p><p>{MORE}</p></div>"

    assert read(around.format(text)).outcome == outcome


def test_a_standing_page_stays_one_above_older_news():
    text = f"<div class=noi-dung-tin><h1>Chức năng, nhiệm vụ của xã Mẫu</h1><p>{PROSE}</p><p>{MORE}</p></div>"

    assert read(f"{text}<h3>Tin đã đưa</h3><ul><li><a href=/b>Mùa nước nổi về sớm</a></ul>").outcome == "page"


HEADLINES = "".join(
    f"<li><h4><a href=/t{n}>Nhà trường tổng kết phong trào thi đua tháng {n}</a></h4>" for n in range(9)
)
DATED = "<meta property=article:published_time content='2021-06-01T16:27:07+07:00'>"


def test_a_short_notice_among_headlines_is_no_list():
    notice = "Nhà trường thông báo lịch trực hè gửi phụ huynh."
    page = f"<h1>Thông báo lịch trực hè năm 2021</h1><p>{notice}</p><ul>{HEADLINES}</ul>"

    reading = read(page, DATED)

    assert (reading.outcome, reading.title) == ("article", "Thông báo lịch trực hè năm 2021")


def test_headlines_right_below_a_sections_name_are_a_list():
    page = f"<h1>Hoạt động ngoài giờ lên lớp</h1><ul>{HEADLINES}</ul><p>Nhà trường trực hè các ngày trong tuần.</p>"

    assert read(page, DATED).outcome == "listing"


def test_a_layout_of_columns_is_no_box_beside_the_text():
    notice = "Nhà trường thông báo lịch trực hè gửi phụ huynh."
    beside = f"<div class='columns-widget columns4'><div class=widget>{HEADLINES}</div></div>"
    reading = read(f"<div class='columns-widget columns8-4'><h1>{TITLE}</h1><p>{notice}</p></div>{beside}", DATED)

    assert (reading.title, texts(reading)) == (TITLE, [notice])


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("Trang chủ -Trang thông tin điện tử Sở Mẫu - Tỉnh Mẫu", f"<div><b>{TITLE}</b></div><p>{PROSE}</p>", TITLE),
        ("Trang thông tin điện tử | Trường Mẫu", f"<p><strong>{TITLE}</strong></p><p>{PROSE}</p>", TITLE),
        (f"Trang thông tin điện tử Sở Mẫu - {TITLE}", f"<div>{PROSE}</div>", TITLE),
        (f"{TITLE[:24]}...", f"<p>{PROSE}</p><p>{MORE}</p>", TITLE),
    ],
)
def test_the_title_of_pages_whose_head_names_the_site_or_breaks_off(head, body, title):
    said = f"<title>{head}</title>" + (f"<meta property=og:title content='{TITLE}'>" if head.endswith("...") else "")
    reading = read(f"<div class=logo><a href=/>Sở Mẫu</a></div><div class=tin>{body}<p>{MORE}</p></div>", said)

    assert reading.title == title


def test_the_front_of_a_site_keeps_the_name_that_its_head_gives():
    reading = read(f"<ul>{HEADLINES}</ul>", "<title>Trang thông tin điện tử xã Mẫu</title>", "https://xamau.example/")

    assert (reading.outcome, reading.title) == ("listing", "Trang thông tin điện tử xã Mẫu")


def test_the_field_of_a_form_for_comments_wrote_nothing():
    form = "<form id=f><p class=comment-form-author><label>Họ tên *</label><input></p><p>Ý kiến của bạn</p></form>"

    assert read(f"<h1>{TITLE}</h1><p>{PROSE}</p><p>{MORE}</p>{form}").author is None


def test_a_table_of_other_documents_below_a_document_is_none_of_it():
    rows = "".join(f"<tr><td>{n}</td><td><a href=/v{n}>Công văn số {n}9/PGD về tiếng Anh</a></td></tr>" for n in (1, 2))
    own = "<table><tr><td>Số hiệu</td><td>286/QĐ-SGD</td></tr><tr><td>Người ký</td><td>Lê Hà</td></tr></table>"
    others = f"<div class=panel-title>Văn bản liên quan</div><table><tr><th>STT</th><th>Tên</th></tr>{rows}</table>"
    reading = read(f"<div class=noi-dung-tin><h1>{TITLE}</h1><p>{PROSE}</p>{own}{others}</div>")

    assert texts(reading) == [PROSE, "Số hiệu | 286/QĐ-SGD", "Người ký | Lê Hà"]


def test_documents_that_a_text_cites_stay():
    cited = "<p><b>Văn bản liên quan</b></p><ul><li>Nghị định số 15 của Chính phủ<li>Thông tư số 7 của Bộ Mẫu</ul>"
    reading = read(f"<div class=noi-dung-tin><h1>{TITLE}</h1><p>{PROSE}</p>{cited}<p>{MORE}</p></div>")

    assert texts(reading)[1:4] == ["Văn bản liên quan", "Nghị định số 15 của Chính phủ", "Thông tư số 7 của Bộ Mẫu"]
