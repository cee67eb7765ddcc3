"""What templates set apart by boxes alone: days in parts, columns of tables, galleries, cards, lists of others."""

import pytest

from pipelines.reading.contents import without_contents
from pipelines.reading.extract import parse_html
from pipelines.reading.lines import lines_of
from tests.small_pages import PROSE, TEXT, TITLE, reading, text

HEAD = f"<h1>{TITLE}</h1>"
OTHERS = "".join(
    f"<li><a href='/tin/{at}.html'>Bàn giao nhà tình nghĩa cho gia đình số {at}</a> (0{at}/03/2019)</li>"
    for at in range(1, 5)
)


def day(read):
    return read.published and read.published.value


@pytest.mark.parametrize(
    ("box", "published"),
    [
        ("<div><span class=d>23</span><span class=m>11/2021</span></div>", "2021-11-23"),
        ("<div><span>11/2021</span><span>23</span></div>", "2021-11-23"),
        ("<div><p>23</p><p>11/2021</p></div>", "2021-11-23"),
        ("<div><strong>16</strong><em>Tháng 10<br>2024</em></div>", "2024-10-16"),
        ("<div><div>09</div><div>Th11</div><div>2022</div></div>", "2022-11-09"),
        ("<div><div>09</div><div>Tháng 11</div><div>2022</div></div>", "2022-11-09"),
        # a score, a year without a month, a day without a year, a month that is none
        ("<div><div>23</div><div>11</div></div>", None),
        ("<div><div>23</div><div>2021</div></div>", None),
        ("<div><div>23</div><div>Th11</div></div>", None),
        ("<div><div>23</div><div>13/2021</div></div>", None),
        ("<div><div>Số 23</div><div>11/2021</div></div>", None),
    ],
)
def test_a_box_tells_the_day_in_parts(box, published):
    assert day(reading(f"<main><div>{box}{HEAD}</div><div>{TEXT}</div></main>")) == published


def test_the_box_of_another_article_tells_no_day():
    box = "<div><div>09</div><div>Th11</div><div>2022</div></div>"
    others = "".join(f"<div>{box}<a href='/su-kien/{at}'>Hội thảo về kè mềm lần thứ {at}</a></div>" for at in range(3))

    assert day(reading(f"<main>{HEAD}<div>{TEXT}</div><section>{others}</section></main>")) is None
    assert day(reading(f"<main><section>{others}</section>{HEAD}<div>{TEXT}</div></main>")) is None


@pytest.mark.parametrize(
    ("markup", "line"),
    [
        ("<div>\n<span>Văn phòng</span><span>2023-10-19</span>\n</div>", "Văn phòng 2023-10-19"),
        ("<div><span>06/02/2024</span><span>3.411 lượt xem</span></div>", "06/02/2024 3.411 lượt xem"),
        ("<div><span>14:22:05</span><span>Lượt xem 88</span></div>", "14:22:05 Lượt xem 88"),
        ("<div><span>N</span><span>ước</span></div>", "Nước"),
        ("<div><b>N</b>ước</div>", "Nước"),
        ("<div><span>QU</span><span>YẾT</span></div>", "QUYẾT"),
        ("<div><span>1.</span><span>204</span></div>", "1.204"),
        ("<div><span>CO</span><span>2</span></div>", "CO2"),
        ("<div><span>120 m</span><span>2</span></div>", "120 m2"),
        ("<div><span>20</span><span>21</span></div>", "2021"),
        ("<p><span>lớp</span><span>12</span></p>", "lớp12"),
        ("<div>khối <span>lớp</span><span>12</span></div>", "khối lớp12"),
    ],
)
def test_spans_that_a_style_sheet_sets_apart(markup, line):
    page = lines_of(parse_html(f"<body>{markup}</body>".encode()).find("body"))

    assert [one.text for one in page.lines] == [line]


@pytest.mark.parametrize(
    ("shown", "others", "title", "published"),
    [
        (f"{TITLE} (16/08/2011)", OTHERS, TITLE, "2011-08-16"),
        # without a list that does the same the day may be the title's own
        (f"{TITLE} (16/08/2011)", "", f"{TITLE} (16/08/2011)", None),
    ],
)
def test_a_day_in_brackets_behind_an_unmarked_title(shown, others, title, published):
    page = (
        f"<table><tr><td><font><b>{shown[: len(TITLE)]}</b></font>{shown[len(TITLE) :]}<br><br>{TEXT}{others}</td></tr>"
    )
    read = reading(f"{page}</table>", head="")

    assert (read.title, day(read)) == (title, published)


BESIDE = f"<p>Quyết định phê duyệt danh mục dự án kêu gọi đầu tư ba năm tới: {PROSE[0].lower()}</p>"


@pytest.mark.parametrize(
    ("beside", "kept"),
    [
        (f"<td><div><h3>Văn bản mới</h3>{BESIDE}</div></td>", False),
        (f"<td><p>Văn bản mới</p>{BESIDE}</td>", False),
        # a cell beside without a name holds what the article's does
        (f"<td><div>{BESIDE}</div></td>", True),
    ],
)
def test_a_box_in_the_next_column_of_a_table_is_none_of_the_text(beside, kept):
    more = "".join(f"<p>Về sau, {line.lower()}</p>" for line in PROSE)
    cell = f"<td><div><div class='tieude'>{TITLE}</div>{TEXT}{more}</div></td>"
    said = text(reading(f"<table><tr>{cell}{beside}</tr></table>"))

    assert said[:3] == list(PROSE)
    assert any("danh mục dự án" in line for line in said) is kept


def test_short_paragraphs_stay_where_votes_stray_from_the_box_of_the_title():
    short = ["Công trình rộng 10,5 m với hai làn xe.", "Cầu cũ được tháo dỡ để thuyền qua.", "Dân góp công đắp đường."]
    article = (
        f"<h1>{TITLE}</h1><p class='lead'>{PROSE[0]}</p><div class='txt'>{''.join(f'<p>{one}</p>' for one in short)}"
    )
    foot = "<div><p>Đài Tiếng nói vùng sông nước</p><p>Giấy phép số 284 cấp ngày 28/06/2022</p></div>"

    assert text(reading(f"<div>{article}</div></div>{foot}")) == [PROSE[0], *short]


@pytest.mark.parametrize(
    ("numbers", "kept"),
    [(("1/3", "2/3", "3/3"), False), (("1/12", "2/12"), True), (("2/9", "3/9", "4/9"), True)],
)
def test_numbers_of_slides_are_no_text_and_days_are(numbers, kept):
    slides = "".join(f"<div><div>{one}</div><div>{said}</div></div>" for one, said in zip(numbers, PROSE, strict=False))

    assert (numbers[0] in text(reading(f"{HEAD}<p>Cả xã có hơn ba nghìn hộ làm nghề chẻ tăm.</p>{slides}"))) is kept


def test_others_below_their_heading_with_summary_and_day_are_no_text():
    items = "".join(
        f"<li><h3><a href='/{at}'>Bàn giao nhà tình nghĩa cho gia đình số {at}</a></h3><div><p>{PROSE[at]}</p></div>"
        f"<div>0{at + 1}/03/2024</div></li>"
        for at in range(3)
    )
    own = (
        "<p>Ngày hội thu hút hơn hai nghìn lượt sinh viên đến trao đổi sách và nghe kể chuyện sách giữa sân trường.</p>"
    )

    said = text(reading(f"<main>{HEAD}<div>{own}</div><h2>Bài viết khác</h2><ul>{items}</ul></main>"))

    assert len(said) == 1


def test_a_foot_of_the_article_dates_it_below_the_heading_of_buttons():
    share = "<div class='sharedaddy'><h3>Chia sẻ:</h3><ul><li>X</li></ul></div>"
    foot = "<footer class='entry-meta'>Bài này đã được đăng trong <a>Tin</a> vào ngày <a>30/10/2018</a>.</footer>"
    page = f"<article class='post'>{HEAD}<div class='entry-content'>{TEXT}{share}</div>%s</article>"

    assert day(reading(page % foot)) == "2018-10-30"
    assert day(reading(page % f"<h2>Tin khác</h2>{foot}")) is None


def test_an_address_behind_a_hash_is_a_page_s_own():
    page = f"<main>{HEAD}<div>19/10/2023</div><div>{TEXT}</div></main>"

    assert reading(page, "https://coquan.example/#/bai-viet/kiem-tra").outcome == "article"
    assert reading(page, "https://coquan.example/#tin").outcome == "listing"


def test_the_name_in_the_line_of_a_menu_is_the_site_s():
    menu = "<div><a href='/'>Khuyến nông Đồng Mô</a><a href='/1'>Giới thiệu</a><a href='/2'>Tin hoạt động</a></div>"
    article = f"<div><div>{TITLE}</div><div>08/04/2024</div><div>{TEXT}</div></div>"

    assert reading(menu + article, head="<title>Khuyến nông Đồng Mô</title>").title == TITLE


def _contents(heading, entries):
    return f"<div><p>{heading}</p><ul>{''.join(f'<li>{entry}</li>' for entry in entries)}</ul></div>"


@pytest.mark.parametrize(
    "heading",
    [
        "Mục lục",
        "📑 Mục lục bài viết",
        "Nội dung chính [ẩn]",
        "NỘI DUNG BÀI VIẾT:",
        "Mục nội dung",
        "Danh mục bài viết",
    ],
)
def test_a_table_of_contents_leads_into_the_page_and_is_no_text(heading):
    # so long and so many that trafilatura votes for them
    chapters = [f"Chương {n}: mực nước ở các trạm dọc bờ sông và vì sao năm nay dâng sớm" for n in range(1, 5)]
    table = _contents(heading, (f'<a href="#c{n}">{chapter}</a>' for n, chapter in enumerate(chapters)))
    body = "".join(f"<h2>{chapter}</h2><p>{prose}</p>" for chapter, prose in zip(chapters, PROSE, strict=False))
    page = reading(f'{HEAD}<div class="entry-content"><p>{PROSE[0][::-1]}</p>{table}{body}</div>')
    kept = [line for pair in zip(chapters, PROSE, strict=False) for line in pair]
    assert text(page) == [PROSE[0][::-1], *kept]


def test_links_that_were_taken_for_text_are_none_below_the_heading_of_contents():
    # of lists in the text's own box trafilatura votes for the longest
    table = _contents("Mục lục", ['<a href="#c1">Bờ sông</a>', '<a href="/tin/2#c2">Trạm đo</a>', "Lời bạt"])
    lines = lines_of(parse_html(f"<body>{table}</body>".encode()).find("body")).lines
    assert [line.text for line in without_contents(lines)] == ["Lời bạt"]


def test_what_a_book_holds_is_text():
    table = _contents("Mục lục", ["Chương một: bờ sông", "Chương hai: trạm đo"])
    page = reading(f'{HEAD}<div class="entry-content">{TEXT}{table}</div>')
    assert text(page) == [*PROSE, "Mục lục", "Chương một: bờ sông", "Chương hai: trạm đo"]
