"""Credits: what a line says of who wrote and whose text it is, and which lines at a text's ends are none."""

import pytest
from lxml.html import document_fromstring

from pipelines.reading.credit_lines import Credit, credit_of
from pipelines.reading.lines import Line
from pipelines.reading.metadata import metadata_of
from pipelines.reading.names import is_name
from pipelines.reading.outlets import is_outlet
from pipelines.reading.sources import read_credits

PROSE = "Sáng nay, đoàn công tác đã lấy mẫu nước tại mười hai điểm dọc sông và gửi về phòng phân tích trong ngày."


def line(text, kind="paragraph", index=0):
    return Line(text, "body/p", kind, None, 0, (), frozenset(), index)


def left(lines, **told):
    found = read_credits([one if isinstance(one, Line) else line(one) for one in lines], **told)
    return [kept.text for kept in found.lines], found.author, found.source


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("PV/TTXVN", Credit(("PV",), source="TTXVN")),
        ("Phóng viên Nguyễn Hùng/VOV", Credit(("Phóng viên Nguyễn Hùng",), source="VOV")),
        ("Bảo Châu (sưu tầm)", Credit(("Bảo Châu",))),
        ("Hải Yến/Báo Tin tức (TTXVN)", Credit(("Hải Yến",), source="Báo Tin tức (TTXVN)")),
        ("Theo Minh Anh (Báo TN và MT)", Credit(("Minh Anh",), source="Báo TN và MT")),
        ("(Theo Minh Anh (Báo TN&MT))", Credit(("Minh Anh",), source="Báo TN&MT")),
        ("Minh Anh - Báo Nhân Dân", Credit(("Minh Anh",), source="Báo Nhân Dân")),
        ("Theo TTXVN/Vietnam+", Credit(source="TTXVN/Vietnam+")),
        ("N.H (Theo VnExpress)", Credit(("N.H",), source="VnExpress")),
        ("Bảo Châu (Tổng hợp từ TTXVN, VnExpress)", Credit(("Bảo Châu",), source="TTXVN, VnExpress")),
        ("Nguyễn Văn An (Hà Nội)", Credit(("Nguyễn Văn An (Hà Nội)",))),
        ("Nguồn: Sở Tài nguyên và Môi trường tỉnh Mẫu", Credit(source="Sở Tài nguyên và Môi trường tỉnh Mẫu")),
        ("Nguồn: Báo Nhân Dân, số ra ngày 5/3/2020", Credit(source="Báo Nhân Dân, số ra ngày 5/3/2020")),
        ("* Nguồn: vea.gov.vn", Credit(source="vea.gov.vn")),
        ("Theo Báo điện tử Chính phủ (baochinhphu.vn)", Credit(source="Báo điện tử Chính phủ (baochinhphu.vn)")),
        ("Ảnh: TTXVN", Credit(helpers=("TTXVN",))),
        ("(BBT)", Credit(("BBT",), is_bare=True)),
        ("Ảnh: Quốc Tuấn", Credit(helpers=("Quốc Tuấn",))),
        ("Bài và ảnh: Hoàng Lan", Credit(("Hoàng Lan",))),
        ("Bài: Lê Hà - Ảnh: Minh Đức", Credit(("Lê Hà",), ("Minh Đức",))),
        ("Tin: Lan Anh; ảnh: Quốc Tuấn.", Credit(("Lan Anh",), ("Quốc Tuấn",))),
        ("Tác giả: Lê Hà | Biên tập: Trần Bảy", Credit(("Lê Hà",), ("Trần Bảy",))),
        ("Tác giả bài viết: Phòng Truyền thông", Credit(("Phòng Truyền thông",))),
        ("Tin, ảnh: Phòng Hợp tác quốc tế", Credit(("Phòng Hợp tác quốc tế",))),
        ("Thực hiện: Nhóm PV", Credit(("Nhóm PV",))),
        ("Tác giả: Công chức văn hóa xã", Credit(("Công chức văn hóa xã",))),
        ("Đức Minh thực hiện", Credit(("Đức Minh",))),
        ("T.H", Credit(("T.H",), is_bare=True)),
        ("CTV Hoàng Nam", Credit(("CTV Hoàng Nam",), is_bare=True)),
        ("Thu Hà - CTV", Credit(("Thu Hà - CTV",), is_bare=True)),
        ("Bài, ảnh: Thu Hà - CTV", Credit(("Thu Hà - CTV",))),
        ("Tin: Lê Thu Hà - BBT", Credit(("Lê Thu Hà - BBT",))),
    ],
)
def test_a_line_says_who_wrote_who_helped_and_whose_text_it_is(text, credit):
    assert credit_of(text) == credit


@pytest.mark.parametrize(
    "text",
    [
        "Nguồn: nước ngầm bị ô nhiễm do chất thải chăn nuôi.",
        "Nguồn: 30 tỷ đồng từ ngân sách tỉnh",
        "Tác giả: một đời đi theo con nước",
        "Tác giả: Giải nhất được trao cho đội chủ nhà",
        "Nguồn: Ngân sách nhà nước",
        "Nguồn: Tổng thu 5 tỷ được trích lại",
        "Nguồn Nước Ngầm",
        "Theo Sở Y tế, dịch đã lắng.",
        "Theo TS. Nguyễn Văn A, nước ngầm đã cạn.",
        "Theo Bộ trưởng, dự án này cần thêm vốn",
        "Theo Nghị quyết 24",
        "Theo Dõi Chúng Tôi",
        "Tin: nước đã về với bà con.",
        "Tin vui đến với bà con: nước đã về",
        "Bài: Quê hương",
        "Ảnh: Hà Nội về đêm",
        "Ảnh minh họa",
        "Video: Lũ quét tại Lào Cai",
        "Thực hiện: Hội nghị tổng kết công tác năm",
        "Tổng hợp: 25 trạm, 13 thông số",
        "Biên tập: Cần kiểm tra lại số liệu",
        "Báo cáo kết quả",
        "Báo chí đưa tin",
        "Tin: Trường hợp tác nghiệp ở vùng lũ",
        "Thực hiện: Ban hành chính sách mới",
        "Đài Loan",
        "Email: phongmau@mau.gov.vn",
        "Nguyễn Văn A (Trưởng ban)",
        "Nguyễn Văn A (45 tuổi)",
        "1. Nguyễn Văn An",
        "(còn nữa)",
        "Trân trọng cảm ơn",
        "Hội nghị kết thúc lúc 17 giờ cùng ngày./. (TTXVN)",
    ],
)
def test_prose_that_begins_like_a_credit_is_none(text):
    assert credit_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "CƠ CẤU TỔ CHỨC",
        "VĂN BẢN MỚI",
        "QUY CHẾ",
        "Dịch Vụ",
        "Tin Tức",
        "Bắc Giang",
        "Tỉnh Quảng Ninh",
        "Khối Văn Phòng",
    ],
)
def test_headings_and_places_are_no_names(text):
    assert not is_name(text)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("TTXVN/Vietnam+", True),
        ("Đài PT-TH Đăk Nông", True),
        ("Cổng TTĐT Chính phủ", True),
        ("baomau.com.vn", True),
        ("tạp chí khoa học", False),
        ("T.P.Minh", False),
        ("12.05", False),
    ],
)
def test_outlets(text, is_one):
    assert is_outlet(text) is is_one


LISTS = [
    ["Danh sách các cá nhân được khen thưởng:", "Nguyễn Văn An", "Trần Thị Bình"],
    ["Giải nhất thuộc về:", "Nguyễn Văn An"],
    ["Giải nhì", "Trần Thị Bình"],
    ["Lê Hà", "Trần Bảy", "Nguyễn Văn An"],
    ["GIÁM ĐỐC", "Nguyễn Văn An"],
    ["Tác giả: A. B.", "Tác giả: C. D.", "Tác giả: Lê Hà", "Tác giả: Trần Bảy", "Tác giả: Vũ An", "Tác giả: Lý Sáu"],
]


@pytest.mark.parametrize("names", LISTS)
def test_a_list_of_names_stays(names):
    assert left([PROSE, *names]) == ([PROSE, *names], None, None)


def test_below_a_list_of_names_a_credit_leaves_alone():
    names = ["Danh sách trúng tuyển:", "Nguyễn Văn An"]

    assert left([PROSE, *names, "Theo VEA"]) == ([PROSE, *names], None, "VEA")


@pytest.mark.parametrize(
    ("ends", "author", "source"),
    [
        (["Tác giả: Lê Hà", "Biên tập: Trần Bảy"], "Lê Hà, Trần Bảy", None),
        (["Lê Hà", "Ảnh: Quốc Tuấn", "(TTXVN)"], "Lê Hà, Quốc Tuấn", "TTXVN"),
        (["Người đăng: admin"], None, None),
    ],
)
def test_all_whom_the_credits_below_name_are_kept(ends, author, source):
    assert left([PROSE, *ends]) == ([PROSE], author, source)


@pytest.mark.parametrize(
    ("ends", "rest", "author", "source"),
    [
        (["Tin, ảnh: Hoàng Lan", "Xem chi tiết tại đây"], ["Xem chi tiết tại đây"], "Hoàng Lan", None),
        (["Theo Mẫu Online", "Tải về toàn văn tại đây."], ["Tải về toàn văn tại đây."], None, "Mẫu Online"),
        (["Tác giả:", "Ban Truyền thông"], [], "Ban Truyền thông", None),
        (["Người đưa tin: Nguyễn Văn Phú"], [], "Nguyễn Văn Phú", None),
        (["Nguồn tin từ: Trần Thị Hương"], [], "Trần Thị Hương", None),
        (["Nguồn “Sông Mẫu điện tử”"], [], None, "Sông Mẫu điện tử"),
        (["Hà My - Phòng Tổng hợp"], [], "Hà My - Phòng Tổng hợp", None),
        (["Nguồn: VEA, ngày 13/2/2020"], [], None, "VEA"),
        (["Nguồn VEA"], [], None, "VEA"),
        (["Theo nguồn: songmau.example"], [], None, "songmau.example"),
        (["(Theo nguồn: VGP News)"], [], None, "VGP News"),
        (["Theo nguồn Báo Mẫu"], [], None, "Báo Mẫu"),
        (["Nguồn theo: Cục Mẫu"], [], None, "Cục Mẫu"),
        (["Thu Hà - VEA"], [], "Thu Hà", "VEA"),
        (["Thu Hà - Văn Minh/TTXVN"], [], "Thu Hà, Văn Minh", "TTXVN"),
        (["Thu Hà - Ảnh: Văn Hải"], [], "Thu Hà, Văn Hải", None),
        (["Thu Hà biên dịch"], [], "Thu Hà", None),
        (["Người duyệt: Lê Hoa"], [], "Lê Hoa", None),
        (["Thu Hà – Ảnh: TTXVN"], [], "Thu Hà, TTXVN", None),
        (["Clip: VTV"], [], "VTV", None),
        (["Ban Biên tập"], [], "Ban Biên tập", None),
        (["BBT"], [], "BBT", None),
        (["Phòng Tổng hợp - Hành chính"], [], "Phòng Tổng hợp - Hành chính", None),
        (["Trung tâm Thông tin KHCN"], [], "Trung tâm Thông tin KHCN", None),
        (["ThS. Thu Hà"], [], "Thu Hà", None),
        (["CTV Thu Hà"], [], "Thu Hà", None),
        (["Phòng Công tác sinh viên"], [], "Phòng Công tác sinh viên", None),
        (["Trung tâm CNTT"], [], "Trung tâm CNTT", None),
        (["Văn phòng HĐND - UBND"], [], "Văn phòng HĐND - UBND", None),
        (["Ban Đầu tư xây dựng"], [], "Ban Đầu tư xây dựng", None),
        (["Sở Y tế"], [], "Sở Y tế", None),
        (["H'Linh Niê"], [], "H'Linh Niê", None),
        (["K’Brêm Ba"], [], "K’Brêm Ba", None),
        (["Y Bình Êban"], [], "Y Bình Êban", None),
    ],
)
def test_credits_of_agencies_below_a_text(ends, rest, author, source):
    assert left([PROSE, *ends]) == ([PROSE, *rest], author, source)


@pytest.mark.parametrize(
    "ends",
    [
        ["Xem chi tiết tại đây"],
        ["Chi tiết xem tại phòng Tổng hợp."],
        ["Tác giả:", "chưa rõ"],
        ["Nguồn:", "ngân sách tỉnh"],
        ["Nguồn “nước ngầm” của làng cạn dần."],
        ["Theo nguồn nước ngầm"],
        ["Theo nguồn tin của VEA, hai xã đã có nước."],
        ["Hà My - Trưởng phòng Tổng hợp"],
        ["Quang Trung - Phòng đã đóng cửa"],
        ["Nguồn ODA"],
        ["Nguyễn Văn An - PGĐ"],
        ["Nguyễn Văn An, THPT"],
        ["Nguyễn Văn An. Ảnh: Văn Hải"],
        ["Người dân vui mừng - Ảnh: Văn Hải"],
        # who signs a letter, rooms in a list, a poem, a caption
        ["PHÒNG TỔNG HỢP"],
        ["Ban Giám đốc"],
        ["Phòng Tổng hợp", "Nguyễn Văn An"],
        ["Các đơn vị dự họp:", "Phòng Tổng hợp", "Phòng Kế toán"],
        ["Trường Sa thân yêu ơi"],
        ["Y Tế"],
        ["Phòng trưng bày hiện vật"],
        ["H'Mông Hoa"],
        ["K’Ho Cil"],
        ["Phòng Bệnh"],
        ["Phòng Bệnh mùa hè"],
        ["Phòng Họp"],
        ["Phòng Trà Ca Nhạc"],
        ["Vụ Mùa"],
        ["Vụ Đông Xuân"],
        ["Vụ Mùa bội thu"],
        ["Trung tâm Thành phố"],
        ["Khoa Học và Đời sống"],
        ["Sở Hữu trí tuệ"],
        ["Nguyễn Văn An - Phòng Kế toán", "Lê Hà - Phòng Tổng hợp", "Vũ Bảy - Phòng Hành chính"],
    ],
)
def test_what_only_looks_like_a_credit_of_an_agency_stays(ends):
    assert left([PROSE, *ends]) == ([PROSE, *ends], None, None)


@pytest.mark.parametrize(
    ("behind", "source"),
    [
        ("(Nguồn: Sở Y tế Mẫu)", "Sở Y tế Mẫu"),
        ("(Nguồn: Sở Y tế Mẫu, 2024).", "Sở Y tế Mẫu, 2024"),
        ("(Nguồn: nước ngầm)", None),
        ("(Nguồn: Ngân sách nhà nước)", None),
        ("(Sở Y tế Mẫu)", None),
        ("(Nguồn: Lê Thị Hoa)", None),
    ],
)
def test_a_source_that_brackets_behind_the_last_sentence_call_one(behind, source):
    last = f"{PROSE} {behind}"
    assert left([PROSE, last]) == ([PROSE, PROSE if source else last], None, source)


@pytest.mark.parametrize(
    ("author", "person"),
    [
        ("Tác giả : Lê Hà 02/10/2020", "Lê Hà"),
        ("Lê Hà 02/10/2020 08:15", "Lê Hà"),
        ("LÊ HÀ thứ sáu, 02 10 2020 08:15", "LÊ HÀ"),
        ("TTXVN/Vietnam+ chủ nhật, 04 10 2020", "TTXVN/Vietnam+"),
        ("Tiêu đề website", None),
        ("Người viết :", None),
        ("Tổ 12/10", "Tổ 12/10"),
        ("Sưu tầm", None),
        ("Phóng viên Lê Hà", "Lê Hà"),
        ("Phóng viên thường trú", "Phóng viên thường trú"),
        ("Ông Cao Thắng", "Ông Cao Thắng"),
    ],
)
def test_the_day_behind_an_author_is_no_part_of_the_name(author, person):
    assert read_credits([], author=author).author == person


@pytest.mark.parametrize(
    ("first", "kept", "source"),
    [
        ("Theo Vàm Nhỏ", ["Theo Vàm Nhỏ"], None),
        ("Theo VEA", [], "VEA"),
        ("Theo Sở Xây dựng", [], "Sở Xây dựng"),
        ("(Theo Báo Sông Nước)", [], "Báo Sông Nước"),
    ],
)
def test_above_a_text_theo_credits_an_outlet_or_a_body_and_else_follows_somebody(first, kept, source):
    assert left([first, PROSE, PROSE + " Xong."]) == ([*kept, PROSE, PROSE + " Xong."], None, source)


@pytest.mark.parametrize(
    ("beside", "source"),
    [
        ("Theo Cổng TTĐT tỉnh", "Cổng TTĐT tỉnh"),
        ("(Theo TTXVN)", "TTXVN"),
        ("Theo Đảng trọn đời", None),
        ("Theo chân đội đo nước", None),
    ],
)
def test_beside_a_text_theo_credits_an_outlet(beside, source):
    assert left([PROSE], beside=[beside]) == ([PROSE], None, source)


@pytest.mark.parametrize(
    "said",
    [
        "Thu Hà - Văn Minh - Lê Hoa",
        "Thu Hà & Văn Minh & Lê Hoa",
        "Thu Hà, Văn Minh và Lê Hoa",
        "Thu Hà; Văn Minh; Lê Hoa",
    ],
)
def test_several_authors_are_parted_by_commas(said):
    assert read_credits([], author=said).author == "Thu Hà, Văn Minh, Lê Hoa"
    assert left([PROSE, said]) == ([PROSE], "Thu Hà, Văn Minh, Lê Hoa", None)


@pytest.mark.parametrize(
    "said", ["Phòng Tổng hợp - Hành chính", "Lê Hoa - Trung tâm Mẫu", "Trung tâm Nước và Môi trường"]
)
def test_what_is_no_row_of_people_stays_one_author(said):
    assert read_credits([], author=said).author == said


def test_every_author_that_the_head_names_is_kept():
    head = ["Nguyễn An", "Trần Bình", "Nguyễn An"]
    root = document_fromstring("<html><head>" + "".join(f'<meta name="author" content="{one}">' for one in head))
    assert read_credits([], author=metadata_of(root, "https://mau.gov.vn/a").author).author == "Nguyễn An, Trần Bình"


def test_an_editor_in_the_text_leaves_the_author_that_the_head_names():
    assert left([PROSE, "Biên tập: Trần Bảy"], author="Lê Hà") == ([PROSE], "Lê Hà, Trần Bảy", None)


def test_lines_that_markup_calls_an_authors_are_all_kept():
    assert left([PROSE], marked=["bởi Lê Hà", "Ảnh: Quốc Tuấn"], author="Báo Mẫu") == (
        [PROSE],
        "Lê Hà, Quốc Tuấn",
        None,
    )


def test_of_two_sources_none_is_lost():
    assert left([PROSE, "Theo VEA", "(Nguồn: Báo Mẫu)"]) == ([PROSE, "Theo VEA"], None, "Báo Mẫu")


@pytest.mark.parametrize(
    ("opening", "text", "source"),
    [
        ("(TTXVN 5/5) - ", "", "TTXVN"),
        ("(Monre.gov.vn) - ", "", "Monre.gov.vn"),
        ("(TN&MT) – ", "", "TN&MT"),
        ("Hà Nội (TTXVN 5/5) – ", "Hà Nội – ", "TTXVN"),
        ("VEA - ", "", "VEA"),
        ("(NAWAPI) – ", "", "NAWAPI"),
        ("VnExpress - ", "", "VnExpress"),
    ],
)
def test_the_outlet_before_the_first_words(opening, text, source):
    assert left([opening + PROSE, PROSE], site="vea") == ([text + PROSE, PROSE], None, source)


@pytest.mark.parametrize(
    "opening",
    [
        "ASEAN - ",
        "WHO – ",
        "QCVN - ",
        "Formosa - ",
        "(Hà Nội) - ",
        "(HS) - ",
        "(Minh Đức) – ",
        "(Kỳ 2) – ",
        "Liên Hợp Quốc (UN) – ",
        "Facebook – ",
    ],
)
def test_what_stands_before_a_dash_and_is_no_outlet_stays(opening):
    assert left([opening + PROSE, PROSE]) == ([opening + PROSE, PROSE], None, None)


@pytest.mark.parametrize(
    ("opening", "author", "source"), [("(PV) – ", "PV", None), ("(Thu Hà/TTXVN) - ", "Thu Hà", "TTXVN")]
)
def test_who_stands_before_the_first_words_wrote_them(opening, author, source):
    assert left([opening + PROSE, PROSE]) == ([PROSE, PROSE], author, source)


@pytest.mark.parametrize("mark", ["Chinhphu.vn: ", "[Chinhphu.vn] ", "[Chinhphu.vn] - "])
def test_the_host_that_a_text_begins_with_is_its_source(mark):
    assert left([mark + PROSE, PROSE]) == ([PROSE, PROSE], None, "Chinhphu.vn")


@pytest.mark.parametrize("mark", ["[Tin nóng] ", "Lưu ý: ", "TCVN 5.1: "])
def test_other_marks_before_a_text_stay(mark):
    assert left([mark + PROSE, PROSE]) == ([mark + PROSE, PROSE], None, None)


@pytest.mark.parametrize(
    ("said", "source"), [("Theo VEA", "VEA"), ("Nguồn: TTXVN.", "TTXVN"), ("Theo Chinhphu.vn", "Chinhphu.vn")]
)
def test_a_source_behind_the_last_sentence_leaves_it(said, source):
    assert left([PROSE, f"{PROSE} {said}"]) == ([PROSE, PROSE], None, source)


@pytest.mark.parametrize("said", ["Theo ISO 9001", "Theo ông An", "Nguồn nước"])
def test_words_behind_the_last_sentence_that_name_no_outlet_stay(said):
    assert left([PROSE, f"{PROSE} {said}"]) == ([PROSE, f"{PROSE} {said}"], None, None)


@pytest.mark.parametrize(
    ("marked", "author", "source"),
    [
        ("Ảnh: Đặng Thu Hạnh", "Đặng Thu Hạnh", None),
        ("Bài: Thu Hạnh; Ảnh: Văn Hải", "Thu Hạnh, Văn Hải", None),
        ("Theo TTXVN", None, "TTXVN"),
        ("Theo Thu Hạnh", "Thu Hạnh", None),
        ("Thu Hạnh tổng hợp", "Thu Hạnh", None),
        ("MINH KHUÊ", "MINH KHUÊ", None),
    ],
)
def test_what_a_template_calls_an_author_may_be_any_credit(marked, author, source):
    credits = read_credits([], author=marked)

    assert (credits.author, credits.source) == (author, source)


@pytest.mark.parametrize(
    ("beside", "author", "source"),
    [
        ("Người viết: Mai Anh | Ngày viết: 05/06/2023", "Mai Anh", None),
        ("Tác giả: Lê Hà - 05/06/2023 14:30", "Lê Hà", None),
        ("Nguồn: Báo Tin tức | 05/06/2023", None, "Báo Tin tức"),
        ("Tác giả: chưa rõ - 05/06/2023", None, None),
    ],
)
def test_a_date_may_stand_behind_whom_a_line_beside_the_text_names(beside, author, source):
    credits = read_credits([], [beside])

    assert (credits.author, credits.source) == (author, source)


@pytest.mark.parametrize("shown", ["ke-hoach.pdf", "bieu-mau-01.docx", "baocao.gov.xls"])
def test_the_name_of_a_file_is_no_host(shown):
    assert credit_of(shown) is None
    assert not is_outlet(shown)


def part(text, tag="p", kind="paragraph"):
    return Line(text, f"body/{tag}", kind, None, 0, (), frozenset(), 0)


def test_who_wrote_a_text_may_stand_above_who_took_its_pictures():
    assert left(["Nguyễn Văn An", "Ảnh: Thu Hà", PROSE, PROSE]) == ([PROSE, PROSE], "Nguyễn Văn An, Thu Hà", None)


@pytest.mark.parametrize("name", ["Nguyễn Văn An", "Văn Yên", "Tuổi trẻ", "Quân đội nhân dân"])
@pytest.mark.parametrize(
    "above", [[], [part(PROSE)], [part(PROSE, kind="lede")], [part("Mẫu nước tại sông", kind="caption")]]
)
def test_a_heading_that_names_a_person_or_a_paper_stays(above, name):
    lines = [*above, part(name, "h3", "heading"), part(PROSE)]

    assert left(lines) == ([one.text for one in lines], None, None)


@pytest.mark.parametrize(
    "lines",
    [
        [PROSE, "Ông Nguyễn Văn An", PROSE, "Bà Trần Thị Bích", PROSE],
        [PROSE, "Ông Nguyễn Văn An", "Giám đốc Trung tâm", PROSE],
        [PROSE, PROSE, "Báo Nhân Dân", PROSE, "Báo Lao Động", PROSE],
        ["NGUYỄN VĂN AN", PROSE, "TRẦN THỊ BÍCH", PROSE],
        ["Nguyễn Văn An", "Chức vụ: Giám đốc", "Điện thoại: 0912 333 444", "Trần Thị Bích", "Chức vụ: Phó Giám đốc"],
        [PROSE, part("Nguyễn Văn An", "p", "heading"), PROSE, part("Trần Thị Bích", "p", "heading"), PROSE],
    ],
)
def test_people_whom_a_text_tells_of_one_after_another_stay(lines):
    rest, author, source = left(lines)

    assert (len(rest), author, source) == (len(lines), None, None)


@pytest.mark.parametrize("kind", ["paragraph", "heading"])
@pytest.mark.parametrize("above", [[], [part(PROSE, kind="lede")], [part("Mẫu nước tại sông Hậu.", kind="caption")]])
def test_who_is_named_below_the_lede_or_above_the_first_words_wrote_them(above, kind):
    lines = [*above, part("Nguyễn Văn An", "p", kind), part(PROSE)]

    assert left(lines) == ([*(one.text for one in above), PROSE], "Nguyễn Văn An", None)


@pytest.mark.parametrize(
    "place",
    ["Trung tâm Hội nghị tỉnh", "Trung tâm Triển lãm thành phố", "Trung tâm Thương mại huyện", "Phòng Hội thảo"],
)
def test_a_hall_below_the_last_words_wrote_none_of_them(place):
    assert left([PROSE, PROSE, place]) == ([PROSE, PROSE, place], None, None)


@pytest.mark.parametrize(
    "name",
    [
        "Y Biêr Niê",
        "Y Thanh Hà Niê Kđăm",
        "Rah Lan Lâm",
        "Ksor H'Bơ Khăp",
        "Rơ Châm H'Yéo",
        "Alăng Thị Lệ",
        "Bloong Thị Ngọc",
    ],
)
def test_who_bears_the_name_of_a_clan_signs_as_others_do(name):
    assert left([PROSE, PROSE, name]) == ([PROSE, PROSE], name, None)


@pytest.mark.parametrize("heading", ["Y Học Cổ Truyền", "Y Tế Xã", "Ayun Pa", "Rơ Kơi", "AYUN PA GIA LAI"])
def test_what_only_begins_as_such_a_name_is_none(heading):
    assert not is_name(heading)
