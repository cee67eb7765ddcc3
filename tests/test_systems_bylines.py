"""Who wrote an article, for whom, and where it is filed, as systems print it; and what none of it is."""

import pytest

from tests.small_pages import PROSE, TEXT, TITLE, reading, text


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
    ("filed", "section"),
    [
        ('<a href="/category/de/" rel="category tag">Đê điều</a>', "Đê điều"),
        ('<a href="/tag/de/" rel="tag">Đê điều</a>', None),
        ('<a href="/de" itemprop="genre">Đê điều</a>', "Đê điều"),
        ('Tác giả: <a href="/u/1">host</a>/Danh mục: <a href="/de">Đê điều</a>, <a href="/lu">Bão lũ</a>', "Đê điều"),
        ('Tác giả: <a href="/u/1">Lê Hà</a>', None),
        ('<span class="category-name"><a href="/de">Đê điều</a></span>', "Đê điều"),
        ('<span class="category-12"><a href="/de">Đê điều</a></span>', None),
        ('<div class="tools"><p class="itemCategory">Được phát hành ở <a href="/de">Đê điều</a></p></div>', "Đê điều"),
    ],
)
def test_the_link_that_files_an_article_names_its_section(filed, section):
    read = reading(f"<div><h1>Khảo sát bờ sông Đồng Mô</h1><p>{filed}</p><div class='noidung'>{TEXT}</div></div>")

    assert read.section == section


@pytest.mark.parametrize("filed", ['<a href="/lu" rel="category tag">Bão lũ</a>', ""])
def test_a_category_in_a_menu_files_no_article(filed):
    menu = '<ul id="menu"><li class="menu-item menu-item-object-category"><a href="/de">Đê điều</a></li></ul>'
    read = reading(f"{menu}<div>{filed}<h1>Khảo sát bờ sông Đồng Mô</h1><div class='noidung'>{TEXT}</div></div>")

    assert read.section == ("Bão lũ" if filed else None)


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


def test_a_link_inside_the_text_files_nothing():
    text_with_link = f"<p>Xem thêm trong danh mục: <a href='/de'>Đê điều</a>, nơi trạm lưu các số đo.</p>{TEXT}"

    read = reading(f"<div><h1>Khảo sát bờ sông Đồng Mô</h1><div class='noidung'>{text_with_link}</div></div>")

    assert read.section is None


@pytest.mark.parametrize(
    ("below", "author"),
    [
        ('<p class="pull-right"><b>Đỗ Thu Phương</b></p>', "Đỗ Thu Phương"),
        # whom a list links, a box of another's, a place
        ('<p><a href="/can-bo/12">Đỗ Thu Phương</a></p>', None),
        ("<p><b>Thái Nguyên</b></p>", None),
        ("<h3>Người dự</h3><p><b>Đỗ Thu Phương</b></p>", None),
    ],
)
def test_a_name_alone_right_below_the_text_s_box_signed_it(below, author):
    read = reading(f'<h1>{TITLE}</h1><div class="tin"><div class="noidung"><div>{TEXT}</div></div>{below}</div>')

    assert (read.author, text(read)) == (author, list(PROSE))


@pytest.mark.parametrize(
    ("last", "author", "source", "left"),
    [
        # documents stand below whoever signed
        ('Tệp đính kèm: <a href="/a.docx">Danh sách.docx</a>', "Đỗ Thu Phương", "baomau.vn", True),
        ("Danh sách có mười hai người, được niêm yết ở trụ sở xã từ sáng hôm nay.", None, None, False),
    ],
)
def test_documents_stand_below_whoever_signed(last, author, source, left):
    signed = "<p>Đỗ Thu Phương</p><p>(Nguồn: baomau.vn)</p>"

    read = reading(f"<h1>{TITLE}</h1><div>{TEXT}{signed}<p>{last}</p></div>")

    assert (read.author, read.credited_source) == (author, source)
    assert ("Đỗ Thu Phương" in text(read)) is not left


@pytest.mark.parametrize(
    ("head", "box", "author", "source"),
    [
        ("", '<div class="tac-gia">Nguồn: Trung tâm Dịch vụ việc làm</div>', None, "Trung tâm Dịch vụ việc làm"),
        ("", '<h2 class="authors">Các tác giả</h2>', None, None),
        # journals name their authors in the head
        (
            '<meta name="citation_author" content="Đỗ Thu Trang">',
            '<h2 class="authors">Các tác giả</h2>',
            "Đỗ Thu Trang",
            None,
        ),
    ],
)
def test_a_box_of_authors_may_hold_a_label_or_a_source(head, box, author, source):
    read = reading(
        f'<h1>{TITLE}</h1><div class="tin">{box}<div>{TEXT}</div></div>', head=f"<title>{TITLE}</title>{head}"
    )

    assert (read.author, read.credited_source) == (author, source)


@pytest.mark.parametrize("name", ["VINADES.,JSC", "Author Name", "W3layouts", "Unknown", "DotNetNuke", "Creative Tim"])
def test_who_made_the_theme_wrote_nothing(name):
    assert (
        reading(f"<h1>{TITLE}</h1>{TEXT}", head=f'<title>{TITLE}</title><meta name="author" content="{name}">').author
        is None
    )
