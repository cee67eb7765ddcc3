"""The steps of reading, each on small inputs: lines of a DOM, credits, noise, titles, chrome."""

import pytest

from pipelines.reading import places
from pipelines.reading.bare_titles import without_site
from pipelines.reading.breaks import spaced
from pipelines.reading.extract import extract, parse_html
from pipelines.reading.lines import Line, lines_of
from pipelines.reading.metadata import metadata_of
from pipelines.reading.names import is_name
from pipelines.reading.noise import is_noise
from pipelines.reading.others import cut_tail, opens_tail
from pipelines.reading.pruning import convicted, prune, visible_lines
from pipelines.reading.sources import read_credits
from pipelines.reading.stamp_lines import is_stamp

PROSE = (
    "Đoàn khảo sát đi dọc bờ sông trong ba ngày, ghi lại từng điểm sạt lở và hỏi chuyện những người sống lâu năm ở đó."
)


def line(text, kind="paragraph", linked=0, path="body/div/p"):
    return Line(text, path, kind, None, linked, (), frozenset())


def texts(html):
    return [found.text for found in lines_of(parse_html(f"<body>{html}</body>".encode()).find("body")).lines]


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>h<span>oạt</span> động</p>", ["hoạt động"]),
        ("<p>Một<br>Hai</p>", ["Một", "Hai"]),
        ("<p>dòng bị ngắt giữa<br>chừng câu</p>", ["dòng bị ngắt giữa chừng câu"]),
        ("<a href=/a>Một</a><a href=/b>Hai</a>", ["Một Hai"]),
        ("<div><span class=a>Tên</span><span class=b>Ngày</span></div>", ["Tên Ngày"]),
        ("<div>trước<p>trong</p>sau</div>", ["trước", "trong", "sau"]),
        ("<table><tr><td>A</td><td>1</td></tr><tr><td>B</td><td></td></tr></table>", ["A | 1", "B"]),
        ("<table><tr><td><table><tr><td>x</td><td>y</td></tr></table></td><td>z</td></tr></table>", ["x | y", "z"]),
        ("<p>a</p><script>var b</script><style>c</style><!-- d --><select><option>e</select>", ["a"]),
        ("<p>Xem <a class='btn'>Tải về</a> ở đây</p>", ["Xem ở đây"]),
        ("<table><tr><td><button>Lưu</button></td><td><button>In</button></td></tr></table>", []),
    ],
)
def test_lines_of_a_dom(html, lines):
    assert texts(html) == lines


def test_every_visible_text_is_in_one_line():
    html = "<div>a<p>b<i>c</i></p>d<ul><li>e<li>f</ul></div><h2>g</h2>h"

    assert "".join("".join(text.split()) for text in texts(html)) == "abcdefgh"


def test_bold_paragraph_is_a_heading_unless_a_sentence():
    page = lines_of(
        parse_html("<body><p><b>Đầu ra ổn định</b></p><p><b>Ông nói vậy.</b></p><p>Một <b>chữ</b></p></body>".encode())[
            0
        ]
    )

    assert [found.kind for found in page.lines] == ["heading", "paragraph", "paragraph"]


def test_breaks_part_what_is_linked_and_what_is_bold():
    page = lines_of(
        parse_html(
            "<body><p>Giá gas giảm từ hôm nay.<br><a href=/cu>Bảng giá của tháng trước</a><br>"
            "Trân trọng cảm ơn,<br>hẹn gặp lại <a href=/q>quý khách</a>.<br><b>Gas Mẫu</b></p></body>".encode()
        )[0]
    )

    assert [(found.text, round(found.link_share, 1), found.kind) for found in page.lines] == [
        ("Giá gas giảm từ hôm nay.", 0.0, "paragraph"),
        ("Bảng giá của tháng trước", 1.0, "paragraph"),
        ("Trân trọng cảm ơn, hẹn gặp lại quý khách.", 0.2, "paragraph"),
        ("Gas Mẫu", 0.0, "heading"),
    ]


@pytest.mark.parametrize("blank", ["", "\n  "])
@pytest.mark.parametrize(
    ("html", "dated"),
    [
        ("<span class=date></span>{}<p>Một</p>", []),
        ("<span class=date>{}<p>04/05</p>{}<p>05/05</p></span>{}<p>Một</p>", ["04/05", "05/05"]),
        ("<span class=date>{}<p>04/05</p></span>{}Một", ["04/05"]),
        ("<i class=date></i>{}04/05<p>Một</p>", ["04/05"]),
        ("<span class=date>04/05</span>{}<br>{}Một", ["04/05"]),
        ("<p>Một</p>{}<span class=date>04/05</span>{}<p>Hai</p>", ["04/05"]),
    ],
)
def test_what_an_inline_element_plays_its_own_lines_play_and_no_other_whatever_blanks_are_between(html, blank, dated):
    page = lines_of(parse_html(f"<body><div>{html.replace('{}', blank)}</div></body>".encode()).find("body"))

    assert [found.text for found in page.lines if "date" in found.parts] == dated


def test_no_page_leaves_a_mark_on_what_is_read_of_the_next(monkeypatch):
    pages = [f"<div class='box-{n}'><p>Một</p><span class=date>{n}</span></div>" for n in range(9)]
    alone = [walked(page) for page in pages]
    monkeypatch.setattr(places, "_MOST_KNOWN", 5)

    assert ([walked(page) for page in pages], len(places._known) <= 5 + 4) == (alone, True)


def walked(html):
    page = lines_of(parse_html(f"<body>{html}</body>".encode()).find("body"))
    return [(found.text, found.path, found.kind, found.parts, found.roots) for found in page.lines]


@pytest.mark.parametrize("blank", ["", " ", "\n", "\u00a0", "\t", "\u2003", "\x85", "\u3000", "\u200b"])
def test_words_of_a_line_are_parted_by_one_blank(blank):
    text = f"{blank}Một{blank} hai{blank}{blank}ba{blank}"

    assert spaced(text) == " ".join(text.split())


@pytest.mark.parametrize(
    "classes",
    ["sidebar", "tin-lien-quan", "box_TinMoi", "footer-wrap", "breadcrumb", "BinhLuan", "postViews", "other-news"],
)
def test_class_that_names_chrome_convicts(classes):
    page = lines_of(
        parse_html(f"<body><p>{PROSE}</p><div class='{classes}'><p>Khác</p></div></body>".encode()).find("body")
    )

    assert convicted(page) == {0}


@pytest.mark.parametrize(
    "classes",
    ["entry-content", "menu-item-has-children post", "tag-moi-truong post", "view-mode-full", "field--label-hidden"],
)
def test_class_of_an_article_does_not(classes):
    page = lines_of(
        parse_html(f"<body><p>{PROSE}</p><div class='{classes}'><p>Trong bài</p></div></body>".encode()).find("body")
    )

    assert convicted(page) == frozenset() or "menu" in classes


def test_wrapper_with_most_of_the_prose_is_acquitted():
    page = lines_of(
        parse_html(f"<body><div class='sidebar-1'><h2>Tựa</h2><p>{PROSE}</p></div></body>".encode()).find("body")
    )

    assert (len(page.roots), convicted(page)) == (1, frozenset())


def test_loose_text_before_chrome_is_no_part_of_it():
    page = lines_of(
        parse_html(f"<body><p>{PROSE}</p>Một câu rời.<div class='share'>Chia sẻ</div></body>".encode()).find("body")
    )

    assert [line.text for line in visible_lines(page, convicted(page))] == [PROSE, "Một câu rời."]


def test_chrome_leaves_with_what_stands_in_it_and_from_words_that_are_asked_for_later():
    body = parse_html(
        f"<body><p>{PROSE}</p><div class='footer'><ul class='menu'><li class='menu-item'>Mục</ul></div>"
        "<div class='sidebar'><span class='author'>Lê Hà<i class='share'>Chia sẻ</i></span></div></body>".encode()
    ).find("body")
    page = lines_of(body)

    prune(page, convicted(page), body)

    authors = ["".join(element.itertext()) for part, element in page.actors if part == "author"]
    assert ("".join(body.itertext()), authors) == (PROSE, ["Lê Hà"])


@pytest.mark.parametrize(
    ("ends", "author", "source"),
    [
        (["Theo VEA"], None, "VEA"),
        (["(Nguồn: Báo Mẫu)"], None, "Báo Mẫu"),
        (["Nguồn:https://www.baomau.example/tin/1.html"], None, "baomau.example"),
        (["(TTXVN)"], None, "TTXVN"),
        (["Lê Hà", "Theo Báo Mẫu"], "Lê Hà", "Báo Mẫu"),
        (["Hà Thu (tổng hợp)"], "Hà Thu", None),
        (["Thu Trang (Theo Báo Mẫu)"], "Thu Trang", "Báo Mẫu"),
        (["Tin, ảnh: Minh Châu"], "Minh Châu", None),
        (["PGS.TS Nguyễn Văn Mẫu"], "Nguyễn Văn Mẫu", None),
        (["NGUYỄN VĂN MẪU"], "NGUYỄN VĂN MẪU", None),
    ],
)
def test_credits_leave_the_end_of_a_text(ends, author, source):
    found = read_credits([line(PROSE), line(PROSE), *map(line, ends)])

    assert ([kept.text for kept in found.lines], found.author, found.source) == ([PROSE, PROSE], author, source)


@pytest.mark.parametrize(
    ("opening", "source"),
    [("(Chinhphu.vn) – ", "Chinhphu.vn"), ("TTXVN - ", "TTXVN"), ("(NLĐO) - ", "NLĐO"), ("TP - ", "TP")],
)
def test_credits_leave_the_beginning(opening, source):
    found = read_credits([line(opening + PROSE), line(PROSE)])

    assert ([kept.text for kept in found.lines], found.source) == ([PROSE, PROSE], source)


@pytest.mark.parametrize(
    "text",
    [
        "Theo quy định tại Nghị định mới, các trạm phải gửi số liệu.",
        "Theo kế hoạch, lớp học kéo dài ba ngày",
        "Tin vui đến với bà con: nước đã về",
        "Hội nghị kết thúc tốt đẹp./.",
        "Trung tâm phân tích mẫu nước",
    ],
)
def test_prose_is_no_credit(text):
    found = read_credits([line(PROSE), line(text)])

    assert ([kept.text for kept in found.lines], found.author, found.source) == ([PROSE, text], None, None)


def test_posting_account_gives_way_to_the_name_signed_in_the_text():
    assert read_credits([line(PROSE), line("Lê Hà")], author="Trần Đăng Bài").author == "Lê Hà"
    assert read_credits([line(PROSE)], author="admin").author is None


@pytest.mark.parametrize(
    ("text", "is_one"), [("Hà Thu", True), ("Lê Văn Sáu - Trần Bảy", True), ("Hà Nội mới", False), ("Thu", False)]
)
def test_names(text, is_one):
    assert is_name(text) is is_one


@pytest.mark.parametrize(
    "text",
    [
        "Truy cập nội dung luôn", "Chuyển đến nội dung chính", "Về đầu trang", "Bản in", "Chia sẻ:", "Chi sẻ.",
        "Bình luận (0)", "Gửi bình luận", "Đã đóng bình luận.", "Lượt xem: 7.370",
        "1337 lượt xem", "Call Now Button", "0", "Đăng nhập",
        "Sao chép liên kết", "Từ khóa: nước, sông", "4Share",
        "Giấy phép số: 11/GP-STTTT", "Cơ quan chủ quản: Sở Mẫu",
        "Chịu trách nhiệm nội dung: Ông A", "Thứ bảy, 07/03/2026 - 08:07",
        "Cập nhật : 04-04-2018 - 09:34", "» Xem thêm",
    ],
)  # fmt: skip
def test_noise_lines(text):
    assert is_noise(line(text))


@pytest.mark.parametrize(
    "text",
    [
        "Đánh giá hiệu quả mô hình", "Đăng tải thông tin về đấu thầu", "Trả lời:", "Anh",
        "Quét mã QR để thanh toán viện phí",
        "Giấy phép được cấp trong năm ngày", "Năm 2024", "Xem xét hồ sơ", "Theo dõi diễn biến mưa lũ", "In ấn tài liệu",
        "Ngày 8/3",
    ],
)  # fmt: skip
def test_content_is_no_noise(text):
    assert not is_noise(line(text))


def test_numbers_in_a_table_are_content():
    assert not is_noise(line("1.240 | 861", kind="row"))
    assert is_noise(line("Bản in | Quay lại", kind="row"))


@pytest.mark.parametrize(
    "text",
    [
        "Tin liên quan",
        "CÁC TIN KHÁC",
        "Bài viết khác:",
        "Cùng chuyên mục",
        "Đọc nhiều",
        "Bạn cũng có thể thích",
        "Những tin cũ hơn",
    ],
)
def test_headings_of_other_articles(text):
    assert opens_tail(text)


def test_a_subheading_that_sounds_like_a_tail_stays():
    lines = [line(PROSE), line(PROSE), line("Thông tin liên quan"), line("Và " + PROSE)]

    assert list(cut_tail(lines)) == lines


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("8 năm, 8 tháng trước", True),
        ("Cách đây 8 năm trước", False),
        ("15:33, 17/08/2026", True),
        ("Ngày 17/8/2026 họp", False),
    ],
)
def test_stamps(text, alone):
    assert is_stamp(text) is alone


@pytest.mark.parametrize(
    ("said", "names", "host", "title"),
    [
        ("Lắp trạm đo mưa - Viện Khí tượng Mẫu", frozenset(), "", "Lắp trạm đo mưa"),
        ("Lắp trạm đo mưa | dongbung.example", frozenset(), "dongbung", "Lắp trạm đo mưa"),
        ("Trang tin Mẫu » Lắp trạm đo mưa", frozenset({"trang tin mau"}), "", "Lắp trạm đo mưa"),
        ("Hà Nội - Huế - Sài Gòn", frozenset(), "", "Hà Nội - Huế - Sài Gòn"),
    ],
)
def test_title_without_the_site(said, names, host, title):
    assert without_site(said, names, host) == title


def test_titles_are_weighed_and_not_taken_from_the_first_h1():
    html = (
        "<title>Khánh thành cầu treo - Xã Mẫu</title><body><h1><a href='/'>Cổng thông tin xã Mẫu</a></h1>"
        f"<h1>Tin tức</h1><div><h3>Khánh thành cầu treo</h3><p>{PROSE}</p><p>{PROSE[::-1]}</p></div></body>"
    )
    root = parse_html(html.encode())

    found = extract(root.find("body"), metadata_of(root, "https://mau.example/tin/1"), None)

    assert found.title.text == "Khánh thành cầu treo"


@pytest.mark.parametrize(
    ("script", "author"),
    [
        ('{"@type":"NewsArticle","author":{"@type":"Person","name":"Lê Hà"},}', "Lê Hà"),
        ('{"@graph":[{"@type":["Article"],"author":[{"name":"Lê Hà"},{"name":"Trần Bảy"}]}]}', "Lê Hà, Trần Bảy"),
        ('{"@type":"NewsArticle","author":{"@type":"Organization","name":"Báo Mẫu"}}', None),
        ('//<![CDATA[\n{"@type":"BlogPosting","author":"Lê\tHà"}//]]>', "Lê Hà"),
        ("{not json", None),
    ],
)
def test_json_ld_is_read_leniently(script, author):
    root = parse_html(f"<head><script type='application/ld+json'>{script}</script></head><body>x</body>".encode())

    assert metadata_of(root, "https://mau.example/").author == author
