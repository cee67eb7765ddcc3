"""Habits of templates on hosts that nobody had seen, each beside what looks like it and is otherwise."""

import pytest

from tests.small_pages import PROSE, TEXT, reading, text

_PLAIN = "<title>Trang thông tin điện tử xã Đồng Mô</title>"
_TITLE = "Khảo sát bờ sông Đồng Mô trước mùa lũ năm nay"
_FOOT = '<div class="article-bottom"><div class="{name}"><i></i> {day}</div>{rest}</div>'


@pytest.mark.parametrize("name", ["post-date", "news_date", "datePost", "ngay-dang"])
def test_the_article_s_day_may_stand_right_below_the_text(name):
    foot = _FOOT.format(name=name, day="01/12/2024", rest="")
    page = reading(f"<h1>{_TITLE}</h1>{TEXT}{foot}", head=_PLAIN)
    assert (page.published.value, text(page)) == ("2024-12-01", list(PROSE))


@pytest.mark.parametrize(
    ("name", "day", "rest"),
    [
        ("date", "01/12/2024", ""),
        ("event-date", "01/12/2024", ""),
        ("post-date", "01/12/2024", "<a href='/bai-2.html'>Trồng cây giữ đất ở xã Đồng Mô</a>"),
        ("post-date", "Hạn nộp hồ sơ: 01/12/2024", ""),
    ],
)
def test_another_day_right_below_the_text_is_none(name, day, rest):
    foot = _FOOT.format(name=name, day=day, rest=rest)
    assert reading(f"<h1>{_TITLE}</h1>{TEXT}{foot}", head=_PLAIN).published is None


def _told(*days):
    cards = (f'<div class="card"><b class="tdate">{day}</b><h3>Đo đạc</h3><p>{PROSE[0]}</p></div>' for day in days)
    return f"<h1>Hành trình khảo sát bờ sông</h1><p>{PROSE[1]}</p><div class='line'>{''.join(cards)}</div>"


def test_days_of_what_happened_date_no_page():
    page = reading(_told("23/07/2026", "22/07/2026", "Tháng 6/2026"), head=_PLAIN)
    assert (page.published, page.outcome) == (None, "page")


def test_a_marked_day_inside_the_text_is_the_article_s():
    page = reading(f'<h1>{_TITLE}</h1><p>{PROSE[0]}</p><p class="date">13/06/2024</p>{TEXT}', head=_PLAIN)
    assert page.published.value == "2024-06-13"


_SHARED = '<meta property="og:type" content="article"><meta property="og:url" content="https://coquan.example{path}">'


@pytest.mark.parametrize(
    ("path", "outcome"), [("", "page"), ("/", "page"), ("/index.html", "page"), ("/tin/bai-1.html", "article")]
)
def test_what_the_head_says_of_the_site_s_root_is_not_said_of_the_page(path, outcome):
    head = f"<title>Tổ chuyên môn</title>{_SHARED.format(path=path)}"
    assert reading(f"<h1>Tổ chuyên môn</h1>{TEXT}", head=head).outcome == outcome


def test_an_address_of_the_head_that_is_none_hurts_nothing():
    head = _PLAIN + _SHARED.format(path="").replace("https://coquan.example", "http://[x")
    assert reading(f"<h1>{_TITLE}</h1>{TEXT}", head=head).title == _TITLE


@pytest.mark.parametrize("kind", ["QUYẾT ĐỊNH", "CÔNG VĂN", "HỢP ĐỒNG", "LƯU Ý", "Nguyên nhân", "PHẠM VI", "LỆ PHÍ"])
def test_what_kind_of_document_it_is_wrote_nothing(kind):
    page = reading(f"<h1>{_TITLE}</h1><p>{PROSE[0]}</p><p>{kind}</p><p>{PROSE[1]}</p><p>{PROSE[2]}</p>", head=_PLAIN)
    assert (page.author, text(page)[1]) == (None, kind)


def test_somebody_may_be_called_like_the_half_of_it():
    assert reading(f"<h1>{_TITLE}</h1>{TEXT}<p>Lê Quyết Định</p>", head=_PLAIN).author == "Lê Quyết Định"


@pytest.mark.parametrize(
    ("source", "credited"),
    [
        ("<b>Nguồn:</b>UBND xã Đồng Mô</span> <span>Copy link", "UBND xã Đồng Mô"),
        ("Nguồn: Báo Đồng Mô</span> <span>Sao chép liên kết", "Báo Đồng Mô"),
        ("Nguồn Báo Đồng Mô", "Báo Đồng Mô"),
    ],
)
def test_a_label_without_a_blank_and_a_button_are_none_of_a_source(source, credited):
    foot = f'<div class="source"><span>{source}</span></div>'
    assert reading(f"<h1>{_TITLE}</h1>{TEXT}{foot}", head=_PLAIN).credited_source == credited


def test_an_editor_without_a_name_is_nobody():
    said = '{"@type": "NewsArticle", "author": {"@type": "Person", "name": "Biên tập viên"}}'
    head = f'{_PLAIN}<script type="application/ld+json">{said}</script>'
    assert reading(f"<h1>{_TITLE}</h1>{TEXT}", head=head).author is None


def test_who_wrote_the_news_is_its_author():
    page = reading(f"<h1>{_TITLE}</h1>{TEXT}<p>Người viết tin: Triệu Thị Hương</p>", head=_PLAIN)
    assert (page.author, text(page)) == ("Triệu Thị Hương", list(PROSE))


@pytest.mark.parametrize("tag", ["h4", "p"])
def test_a_day_below_the_author_at_the_head_of_the_text_is_the_article_s(tag):
    head = f"<{tag}>Lê Thu Hà</{tag}><p>21-01-2025</p>"
    page = reading(f'<h1>{_TITLE}</h1><div class="detail-content">{head}{TEXT}</div>', head=_PLAIN)
    assert (page.published.value, page.author, text(page)) == ("2025-01-21", "Lê Thu Hà", list(PROSE))


def test_a_day_below_a_heading_of_the_text_is_what_it_tells_of():
    told = f"<h4>Lịch khảo sát tuần tới</h4><p>21-01-2025</p>{TEXT}"
    assert reading(f'<h1>{_TITLE}</h1><div class="detail-content">{told}</div>', head=_PLAIN).published is None


def test_what_stands_behind_an_author_s_day_is_none_of_the_name():
    page = reading(f'<h1>{_TITLE}</h1><p class="author">Lê Thu Hà 14/12/2015 - Sông nước</p>{TEXT}', head=_PLAIN)
    assert page.author == "Lê Thu Hà"


_HEAD = f"<div class='header-contents'><h1>{_TITLE}</h1><h4>Natalia Odrinskaya</h4>{{day}}</div>"


@pytest.mark.parametrize(
    ("day", "published"), [("<p>21-01-2025</p>", "2025-01-21"), ("<p>21-01-2025</p><p>22-01-2025</p>", None)]
)
def test_the_one_day_in_the_title_s_box_is_the_article_s(day, published):
    page = reading(f"<div class='detail-content'>{_HEAD.format(day=day)}<div>{TEXT}</div></div>", head=_PLAIN)
    assert (page.published and page.published.value) == published


def test_a_day_in_a_box_of_title_and_text_may_be_what_it_tells_of():
    told = f"<h1>{_TITLE}</h1><h4>Lịch khảo sát tuần tới</h4><p>21-01-2025</p>{TEXT}"
    assert reading(f'<div class="detail-content">{told}</div>', head=_PLAIN).published is None
