"""Titles: the article's own, where site and section stand in headings of their own."""

import pytest

from tests.test_neighbours import PROSE, TITLE, read

SITE = "Cổng thông tin điện tử huyện Cồn Sẻ"
SECTION = "Tin hoạt động"
HEADS = {
    "title, site": f"{TITLE} - {SITE}",
    "site, title": f"{SITE} - {TITLE}",
    "site bar title": f"{SITE} | {TITLE}",
    "title bar site": f"{TITLE}|{SITE}",
    "title": TITLE,
    "title, section, site": f"{TITLE} - {SECTION} - {SITE}",
}
MENU = f"""<div id=banner><a href="/"><img src="l.png"></a></div><div class="menu-ngang">
<ul><li><a href="/">Trang chủ</a></li>
<li><a href="/tin-hoat-dong/">{SECTION}</a></li><li><a href="/lien-he/">Liên hệ</a></li></ul></div>"""
FOOTER = f"<div class=footer>Bản quyền thuộc về {SITE}. Địa chỉ: ấp Cồn Sẻ</div>"
OTHERS = "".join(f"<li><a href='/t{n}'>Khánh thành cầu treo số {n} vào xóm Bãi Giữa</a></li>" for n in range(3))
BODIES = {
    "site h1, bold paragraph": f"<div><h1>{SITE}</h1></div><div><p><strong>{TITLE}</strong></p>{PROSE}</div>",
    "site h1, plain box": f"<div><h1>{SITE}</h1></div><div><div>{TITLE}</div>{PROSE}</div>",
    "site h1 that links home, h2": f"<h1><a href='/'>{SITE}</a></h1><h2>{TITLE}</h2>{PROSE}",
    "site h1 that links home, bold": f"<h1><a href='https://coquan.example/'>{SITE}</a></h1><p><b>{TITLE}</b></p>{PROSE}",
    "site h1 that links home in Vietnamese": f"<h1><a href='/vi/'>{SITE}</a></h1><p><b>{TITLE}</b></p>{PROSE}",
    "site h1, section h2, h3": f"<h1>{SITE}</h1><div><h2>{SECTION}</h2><h3>{TITLE}</h3>{PROSE}</div>",
    "site h1 in capitals": f"<h1>{SITE.upper()}</h1><h2>{TITLE}</h2>{PROSE}",
    "site h1 of two lines": f"<h1>ỦY BAN NHÂN DÂN TỈNH<br>{SITE.upper()}</h1><div class=title>{TITLE}</div>{PROSE}",
    "section h1, h2": f"<div><h1>{SECTION}</h1><h2>{TITLE}</h2>{PROSE}</div>",
    "section h1, bold paragraph": f"<div><h1>{SECTION}</h1><p><strong>{TITLE}</strong></p>{PROSE}</div>",
    "section h1, bold span": f"<div><h1>{SECTION}</h1><span class=Normal><b>{TITLE}</b></span><br>{PROSE}</div>",
    "section h1 that links, h2": f"<div><h1><a href='/tin-hoat-dong/'>{SECTION}</a></h1><h2>{TITLE}</h2>{PROSE}</div>",
    "section h2, h1": f"<div><h2>{SECTION}</h2><h1>{TITLE}</h1>{PROSE}</div>",
    "Liferay portlet": f"<div class=portlet><h2 class=portlet-title-text>{SECTION}</h2>"
    f"<div><h3>{TITLE}</h3>{PROSE}</div></div>",
    "Liferay portlet h1": f"<section class=portlet><h1 class=portlet-title>Hiển thị nội dung</h1>"
    f"<h2>{TITLE}</h2>{PROSE}</section>",
    "DotNetNuke": f"<div class=c_head><span id=dnn_ctr1_dnnTITLE_lblTitle class=Head>{SECTION}</span></div>"
    f"<div><span class=tieude>{TITLE}</span>{PROSE}</div>",
    "DotNetNuke h2": f"<h2 class=Head>{SECTION}</h2><div><p class=title>{TITLE}</p>{PROSE}</div>",
    "DotNetNuke, site h1": f"<h1>{SITE}</h1><div class=Head>{SECTION}</div><div class=news_title>{TITLE}</div>{PROSE}",
    "ASP.NET table": f"<table><tr><td class=header>{SECTION}</td></tr><tr><td class=tieudetin>{TITLE}</td></tr>"
    f"<tr><td>{PROSE}</td></tr></table>",
    "breadcrumb, section h1, h2": f"<div class=breadcrumb><a href='/'>Đầu</a> » <a href='/tin'>{SECTION}</a></div>"
    f"<h1>{SECTION}</h1><h2>{TITLE}</h2>{PROSE}",
    "a box above": f"<div><h3>Thông báo</h3><ul>{OTHERS}</ul></div><div><h2>{TITLE}</h2>{PROSE}</div>",
    "plain": f"<h1>{TITLE}</h1>{PROSE}",
    "a heading that links itself": f"<h1><a href='ke-mem-cu-tram-123.html'>{TITLE}</a></h1>{PROSE}",
    "a lede below": f"<h1>{TITLE}</h1><h2>Hàng cừ tràm so le đã giữ lại gần nửa mét phù sa sau hai mùa.</h2>{PROSE}",
    "sub-headings": f"<h1>{TITLE}</h1>{PROSE}<h2>Vì sao dùng cừ tràm</h2>{PROSE}",
    "category below": f"<h1>{TITLE}</h1><div class=cat>{SECTION}</div>{PROSE}",
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_what_the_head_says_and_the_page_shows_near_the_text(head, body):
    pages = (body, MENU + body + FOOTER)

    assert [read(page, head=f"<title>{head}</title>").title for page in pages] == [TITLE] * 2


@pytest.mark.parametrize("head", ["", SITE, f"{SECTION} - {SITE}"])
@pytest.mark.parametrize(
    "body",
    [
        "site h1 that links home, h2",
        "section h1, h2",
        "section h1 that links, h2",
        "Liferay portlet h1",
        "ASP.NET table",
        "breadcrumb, section h1, h2",
        "plain",
    ],
)
def test_a_section_known_by_the_menu(body, head):
    assert read(MENU + BODIES[body] + FOOTER, head=f"<title>{head}</title>").title == TITLE


def test_a_title_in_a_box_of_news_that_links_to_the_page_itself_is_no_name():
    box = f"<div class=tin-moi><ul><li><a href='/tin-tuc/ke-mem-cu-tram-123.html'>{TITLE}</a></li>{OTHERS}</ul></div>"

    assert read(f"<h4>Đời sống ven sông</h4><div class=tieude>{TITLE}</div>{PROSE}{box}", head="").title == TITLE


def test_a_heading_that_holds_the_text_is_no_title():
    body = f"<div><p class=Title>{TITLE}</p></div><div><h1><p>{PROSE}</p></h1></div>"

    assert read(body, head="").title == TITLE


@pytest.mark.parametrize("name", ["Chuyên mục", "Hiển thị nội dung", "Chi tiết tin", "Tin chi tiết"])
def test_names_that_templates_give_to_every_page(name):
    heading = f"<div class=DnnModule><h2><span class=Head>{name}</span></h2></div>"
    body = f"{heading}<div><span class=tieude>{TITLE}</span>{PROSE}</div>"

    assert [read(body, head=f"<title>{said}</title>").title for said in ("", name, SITE)] == [TITLE] * 3


def test_the_heading_of_a_container_is_that_of_its_box():
    body = f"<div><h2 class=c_title>Thông tin trong tuần</h2><div class=art_title>{TITLE}</div>{PROSE}</div>"

    assert read(body, head="<title>Chi tiết</title>").title == TITLE


LEDE = (
    "Người trong ấp thay nhau trông hàng cừ tràm, nhổ rong bám và báo lại cho tổ khảo sát mỗi khi có cây bị ghe tàu "
    "va gãy hoặc bị hà ăn mòn chân."
)


@pytest.mark.parametrize("between", ["", f"<div>{LEDE}</div>"], ids=["title, byline", "title, byline, lede"])
def test_a_title_without_any_markup_below_the_name_of_the_site(between):
    bar = f"<div><p>{SITE}</p></div>"
    row = "<div><span>05/03/2024 08:15</span> <span>Ban biên tập</span> <span>245 lượt xem</span></div>"
    body = f"{bar}<div><div><p>{TITLE}</p>{row}{between}<div class=prose>{PROSE}</div></div></div>"

    assert read(body, head=f"<title>{SITE}</title>").title == TITLE


@pytest.mark.parametrize("end", ["/", "/index.html", "/Default.aspx"])
def test_a_mirror_keeps_a_page_in_a_folder_of_its_name(end):
    address = f"https://coquan.example/tin-tuc/ke-mem-bang-cu-tram-giu-duoc-bai-boi-o-con-se{end}"
    sections = ("<div class=tin><h2>Tin tức</h2></div>", f"<div class=tieude>{TITLE}</div>")

    assert read("".join(sections) + PROSE, head="<title>TTĐT Cồn Sẻ</title>", url=address).title == TITLE
    assert read(f"<h2>Tin tức</h2>{PROSE}", head="<title>Kè mềm</title>", url=address).title == "Kè mềm"


def test_a_page_named_as_a_section_that_holds_headlines_is_a_listing():
    press = "".join(
        f"<p><a href='/b{n}'>Cồn Sẻ giữ bãi bồi bằng cừ tràm</a>, Báo Sông Nước, 0{n}/03/2024</p>" for n in range(1, 6)
    )
    date = "<meta property='article:published_time' content='2024-03-05'>"
    pages = (f"<h1>{title}</h1>{press}{PROSE * 3}" for title in ("Tin tức", TITLE))

    assert [read(page, head=date).outcome for page in pages] == ["listing", "article"]


@pytest.mark.parametrize("end", ["trang-3.html", "trang-3", "page/3/"])
def test_a_numbered_page_of_a_section_bears_its_name(end):
    items = "".join(
        f"<div class=muc><h3><a href='/b{n}.html'>Cồn Sẻ giữ bãi bồi bằng cừ tràm, mùa thứ {n}</a></h3>"
        f"<span>0{n}/03/2024</span><p>Hàng cừ ngoài bãi đã giữ lại gần nửa mét phù sa.</p></div>"
        for n in range(1, 7)
    )
    body = f"<div><h1><a href='/'>Báo Cồn Sẻ</a></h1></div><div><h2><a href='/dat-bai/'>Đất bãi</a></h2></div>{items}"

    reading = read(body, head="<title>Báo Cồn Sẻ</title>", url=f"https://coquan.example/dat-bai/{end}")

    assert (reading.title, reading.outcome) == ("Đất bãi", "listing")


def test_an_article_of_a_section_does_not_bear_its_name():
    body = f"<div><h2>Đất bãi</h2></div><div><div class=tieude>{TITLE}</div>{PROSE}</div>"

    assert read(body, head="<title>Đất bãi</title>", url="https://coquan.example/dat-bai/p34567.html").title == TITLE


@pytest.mark.parametrize("title", ["Tin tức - Sự kiện", "Tin tức &amp; Sự kiện", "Tin tức, sự kiện"])
def test_the_name_of_a_section_may_be_of_two_parts(title):
    item = "<div><h3><a href='/b{0}'>Cồn Sẻ giữ bãi bồi bằng cừ tràm, mùa thứ {0}</a></h3>05/03/2024{1}</div>"
    items = "".join(item.format(n, PROSE[:160] + f" {n}.</p>") for n in range(1, 7))

    assert read(f"<h2>{title}</h2>{items}", head=f"<title>{title}</title>").outcome == "listing"


def test_a_section_of_short_headlines_is_a_listing():
    items = "".join(
        f"<div class=item><h3><a href='/b{n}'>Lễ hội thứ {n}</a></h3><span>0{n}/03/2024</span><p>{words}</p></div>"
        for n, words in enumerate(("Sáng nay khai mạc tại bến.", "Chiều qua thả cá giống.", "Tối mai hát bội."), 1)
    )
    date = "<meta property='article:published_time' content='2024-03-05'>"

    assert read(f"<h1>Tin địa phương</h1><div>{items}</div>", head=date).outcome == "listing"


@pytest.mark.parametrize(
    ("between", "title"),
    [
        # VNPT's portals: nothing marks the title, the lede is marked, and a caption stands between it and the text
        (f"<div class=ArticleSummary>{LEDE}</div><p><img src=a.jpg></p><p><em>Tổ khảo sát bên kè mềm</em></p>", TITLE),
        # without a lede the line above the text is the title, and what stands above it a section's name
        ("<p>Tổ khảo sát đo lại kè mềm ở xã Đông Hưng</p>", "Tổ khảo sát đo lại kè mềm ở xã Đông Hưng"),
    ],
)
def test_what_stands_between_lede_and_text_is_no_title(between, title):
    head = f"<div class=ArticleHeader>{TITLE}</div><div>05/03/2024 08:15</div><div>Cỡ chữ: A- A A+ Đọc bài viết</div>"
    body = f"<div class=ArticleDetail>{head}{between}<div class=prose>{PROSE}</div></div>"

    assert read(body, url="https://coquan.example/xem?id=7", head=f"<title>{SITE}</title>").title == title


@pytest.mark.parametrize(
    ("below", "title"),
    [
        # DNN calls the lede a headline
        (f'<tr><td class="NewsHeadline">{LEDE}</td></tr>', TITLE),
        # a headline that ends as sentences do is one where nothing above it is called so
        ("", LEDE),
    ],
)
def test_a_lede_that_is_called_a_headline(below, title):
    row = f'<tr><td><span class="NewsTitle">{title}</span></td></tr><tr><td>05/03/2024 | 16:05</td></tr>{below}'
    body = f"<table>{row}<tr><td class=Normal>{PROSE}</td></tr></table>"

    found = read(body, head=f"<title>{SITE}</title>")

    assert (found.title, found.blocks[0].text == LEDE) == (title, bool(below))


@pytest.mark.parametrize("section", ["Thông báo", "Tin tức – Sự kiện"])
def test_below_a_section_s_name_a_headline_that_ends_as_a_lede_is_the_title(section):
    body = f"<p class=cat-title>{section}</p><div><div class=article-title>{LEDE}</div><p>05/03/2024</p>{PROSE}</div>"

    found = read(body, head=f"<title>{SITE}</title>")

    assert found.title == LEDE


def test_a_headline_that_opens_with_a_body_s_name_is_the_title_though_its_line_is_a_link():
    name = "Trung tâm Y tế Mẫu nhận bằng khen"
    page = f"<a href='/x'>{name}</a><div>12/06/2024</div><p><b>Ghi nhận những đóng góp của tập thể</b></p>{PROSE}"
    found = read(page, head=f"<title>{name}</title>")

    assert (found.title, found.published and found.published.value) == (name, "2024-06-12")


@pytest.mark.parametrize("name", ["Xã Cồn Sẻ", "Chợ nổi Xã Cồn Sẻ"])
@pytest.mark.parametrize(
    ("head", "body", "is_whole"),
    [
        ("{0} - {1} - Xã Cồn Sẻ", "<h1>{0} – {1}</h1>", True),
        ("{0} - {1}", "<h1>{0} – {1}</h1>", True),
        # a hidden heading that repeats what the head says
        ("{0} - {1}", "<h1>{0} - {1}</h1><h2>{1}</h2>", False),
        ("{0} - {1}", "<h1>{0} - {1}</h1><p><b>{1}</b></p>", False),
        ("{0} - {1}", "<h1>{1}</h1>", False),
    ],
)
def test_a_headline_that_is_shown_with_the_site_s_name_before_it_begins_with_it(name, head, body, is_whole):
    head, body = (said.format(name, TITLE) for said in (head, body))
    told = "".join(f'<meta property="{which}" content="{head}">' for which in ("og:title", "twitter:title"))
    told += f'<script type="application/ld+json">{{"@type": "Article", "headline": "{head}"}}</script>'
    page = MENU + body + PROSE + "<p>© Xã Cồn Sẻ</p>"
    found = read(page, head=f"<title>{head}</title>{told}", url="https://xaconse.example/tin/ke-mem.html")
    assert found.title == (f"{name} – {TITLE}" if is_whole else TITLE)


@pytest.mark.parametrize(
    ("step", "shown", "title"),
    [
        ("Kè mềm bằng cừ tràm", TITLE, TITLE),
        ("Kè mềm bằng cừ tràm", "Tin tức", "Kè mềm bằng cừ tràm"),
        ("Kè mềm bằng cừ tràm", f"Kè mềm bằng cừ tràm</h1><h2>{TITLE}</h2><h1>", "Kè mềm bằng cừ tràm"),
    ],
)
def test_a_breadcrumb_may_only_have_room_for_a_title_s_beginning(step, shown, title):
    trail = f'<ol class="breadcrumb"><li><a href="/">Trang chủ</a></li><li>{step}</li></ol>'
    found = read(
        f"{MENU}{trail}<div><h1>{shown}</h1>{PROSE}</div>", url="https://a.example/tin/ke-mem-bang-cu-tram.html"
    )
    assert found.title == title


SEARCHED = "Trồng cừ giữ đất: năm điều cần biết"


@pytest.mark.parametrize(
    ("said", "step", "shown", "title"),
    [
        (SEARCHED, TITLE, f"<h1>{TITLE}</h1>", TITLE),
        ("Giữ đất", "", f"<h1>{TITLE}</h1>", TITLE),
        (SEARCHED, "", f"<h1>{TITLE}</h1>", SEARCHED),
        (SEARCHED, "Tin hoạt động", "<h1>Tin hoạt động</h1>", SEARCHED),
        (SEARCHED, TITLE, f"<h1>{TITLE}</h1><h2><a href='/t'>{SEARCHED}</a></h2>", SEARCHED),
    ],
)
def test_what_is_said_to_search_engines_and_shown_nowhere_gives_way_to_the_headline(said, step, shown, title):
    head = "".join(f'<meta property="{which}" content="{said}">' for which in ("og:title", "twitter:title"))
    head += f'<script type="application/ld+json">{{"@type": "Article", "headline": "{said}"}}</script>'
    trail = f'<ol class="breadcrumb"><li><a href="/">Trang chủ</a></li><li>{step}</li></ol>'
    found = read(f"{MENU}{trail}{shown}{PROSE}", head=f"<title>{said} - {SITE}</title>{head}")
    assert found.title == title


@pytest.mark.parametrize(
    "shown", ["<div>{0}</div>", "<p><b>{0}</b></p>", "<h4>{0}</h4>", "<font size=4>{0}</font><br>"]
)
@pytest.mark.parametrize(
    ("said", "is_body"),
    [("Sở Thủy lợi tỉnh Mẫu", True), ("Viện Sông nước", True), ("Sở Thủy lợi đã nối dài hàng cừ ở Bãi Giữa", False)],
)
def test_a_body_that_the_head_names_is_no_title_where_another_stands_above_the_text(said, is_body, shown):
    page = f"{MENU}<div class=muc><a href='/tin-hoat-dong/'>{SECTION}</a></div>{shown.format(TITLE)}"
    found = read(f"{page}<div>Cập nhật: 12/03/2024</div>{PROSE}", head=f"<title>{said}</title>")
    assert found.title == (TITLE if is_body else said)
    assert not is_body or found.published.value == "2024-03-12"


OWN_PAGE = "Phòng Quản lý đê điều"
SUB_HEADING = "Nhiệm vụ của các tổ ở Bãi Giữa"
TRAIL = (
    '<div class=breadcrumb><a href="/">Trang chủ</a> » <a href="/gioi-thieu">Giới thiệu</a> » <span>{0}</span></div>'
)


@pytest.mark.parametrize(
    ("said", "head", "trail", "day"),
    [
        (OWN_PAGE, "", TRAIL.format(OWN_PAGE), ""),
        (OWN_PAGE, "", TRAIL.format(OWN_PAGE), "<div>Cập nhật: 12/03/2024</div>"),
        (OWN_PAGE, f'<meta property="og:title" content="{OWN_PAGE}">', "", "<div>Cập nhật: 12/03/2024</div>"),
        (OWN_PAGE, "", "", ""),
        ("Công ty Nước sạch Bãi Giữa", "", "", ""),
    ],
)
@pytest.mark.parametrize("heading", ["h3", "h4", "div"])
def test_a_body_s_own_page_is_called_as_it_is_though_its_parts_have_headings(heading, said, head, trail, day):
    page = f"{MENU}{trail}<div><{heading}>{SUB_HEADING}</{heading}>{day}{PROSE}</div>"
    found = read(page, head=f"<title>{said}</title>{head}")
    assert found.title == said


def test_a_word_or_two_that_the_trail_ends_with_are_the_page_s_title():
    page = f"{MENU}{TRAIL.format('Phòng Đê')}<h1>{SUB_HEADING}</h1>{PROSE}"
    assert read(page, head="<title>Phòng Đê</title>").title == "Phòng Đê"


def test_not_a_side_box_but_what_stands_above_the_day_is_the_title_where_the_head_names_a_body():
    side = "<div><h3>Dịch vụ công trực tuyến</h3><ul><li><a href=/nop>Nộp hồ sơ</a></li></ul></div>"
    page = f"{MENU}{side}<div><p><b>{TITLE}</b></p><p>12/03/2024 08:30</p>{PROSE}</div>"
    found = read(page, head="<title>Sở Thủy lợi tỉnh Mẫu</title>")
    assert (found.title, found.blocks[0].text == TITLE) == (TITLE, False)


@pytest.mark.parametrize("opening", ["Hội nghị", "Hội thảo", "Hội thi", "Báo cáo", "Trường hợp", "Bộ trưởng"])
def test_what_stands_behind_a_site_s_name_and_opens_as_no_body_s_name_is_a_headline(opening):
    headline = f"{opening} về giữ đất ven sông sau hai mùa lũ"
    page = f"{MENU}<div><h2>Chuyện ven sông</h2><p><b>{headline}</b></p><p>12/03/2024</p>{PROSE}</div>"
    assert read(page, head=f"<title>Trung tâm Sông nước - {headline}</title>").title == headline
