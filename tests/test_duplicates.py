import gzip
import json
import random
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import UsageError
from archive.orthography import fold
from crawlers.commands.same import command
from pipelines.settling.duplicates import Relation, relation
from pipelines.settling.fingerprints import MASKED_KEYS, fingerprint
from tests.vietnamese import SYLLABLES

PAIRS = Path(__file__).parents[2] / "shared/data/duplicate-pairs.jsonl.gz"

REPORT = """Trung tâm Quan trắc Hòa Lộc tổng kết công tác năm 2018
Sáng 11/1, tại thị xã Hương Khê, Trung tâm Quan trắc Hòa Lộc tổ chức Hội nghị tổng kết công tác năm 2018 và triển \
khai nhiệm vụ năm 2019. Dự Hội nghị có bà Đoàn Thị Thúy Hằng, Phó Giám đốc Sở, cùng đại diện 17 phòng, đơn vị.
Báo cáo tại Hội nghị, ông Lương Văn Bách cho biết Trung tâm đã hoàn thành 23 nhiệm vụ thường xuyên và 6 đề tài, đạt \
104% kế hoạch; lấy 1.250 mẫu nước mặt, 380 mẫu không khí tại 42 điểm.
Năm 2019, đơn vị đặt mục tiêu đưa 5 trạm tự động vào vận hành, số hóa toàn bộ hồ sơ từ năm 2004 và đào tạo lại 31 \
quan trắc viên theo quy trình mới của ngành.
Phát biểu chỉ đạo, bà Đoàn Thị Thúy Hằng ghi nhận nỗ lực của tập thể, đồng thời yêu cầu giữ vững kỷ luật an toàn khi \
đi thuyền lấy mẫu trong mùa lũ, công khai số liệu chậm nhất sau 2 ngày.
Nhân dịp này, 9 cá nhân được trao giấy khen vì đã bám trạm trong trận lụt ngày 16/10."""

OTHER_YEAR = (
    REPORT.replace("2019", "2020")
    .replace("2018", "2019")
    .replace("11/1", "14/1")
    .replace("16/10", "3/9")
    .replace("17 phòng", "19 phòng")
    .replace("23 nhiệm", "26 nhiệm")
    .replace("104%", "101%")
    .replace("1.250", "1.410")
)
OTHER_PLACE = (
    REPORT.replace("Hòa Lộc", "Bắc Sơn")
    .replace("Hương Khê", "Nghĩa Lộ")
    .replace("Đoàn Thị Thúy Hằng", "Vi Văn Khoan")
    .replace("Lương Văn Bách", "Hoàng Thị Dung")
    .replace("11/1", "9/1")
    .replace("23 nhiệm", "18 nhiệm")
)
UNRELATED = """Khai trương cầu phao mới qua sông Con
Từ 6 giờ sáng 2/8, người dân hai xã đã có thể đi lại qua cầu phao dài 84 m thay cho bến đò ngang. Cầu do dân tự góp \
tiền làm trong bốn tháng, có lan can, đèn và người trực đêm. Trưởng thôn Lò Văn Piêng nói từ nay trẻ em không phải \
nghỉ học khi nước lớn, còn xe cứu thương tới trạm xá chỉ mất mười phút."""

CHROME_BEFORE = "Trang chủ\nTin hoạt động\nLượt xem: 2041\n"
CHROME_AFTER = (
    "\nChia sẻ bài viết\nĐịa chỉ: số 8 đường Đê, điện thoại 024 3852 4177\nĐã đóng bình luận.\nTheo Sở Môi trường"
)
CAPTION = "\nÔng Phùng Quang Vinh xem thiết bị đo (Ảnh: Tòng Thị Hợi)\n"


def with_slips(text: str, share: float) -> str:
    rng = random.Random(7)
    slips = [lambda word: word + word[-1], fold, str.upper]
    return " ".join(rng.choice(slips)(word) if rng.random() < share else word for word in text.split(" "))


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        (REPORT, "exact"),
        (unicodedata.normalize("NFD", REPORT), "exact"),
        (REPORT.upper().replace("Hòa".upper(), "HOÀ"), "exact"),
        (REPORT.replace("11/1", "ngày 11 tháng 01"), "exact"),
        (CHROME_BEFORE + REPORT + CHROME_AFTER, "republication"),
        (REPORT.replace("\n", CAPTION, 2), "republication"),
        (REPORT[:90] + "\n" + REPORT, "republication"),
        ("\n".join(REPORT.split("\n")[:3] + REPORT.split("\n")[4:]), "republication"),
        (REPORT[: int(len(REPORT) * 0.7)], "republication"),
        (REPORT.replace("tổ chức", "tiến hành").replace("ghi nhận", "đánh giá cao"), "republication"),
        (with_slips(REPORT, 0.08), "republication"),
        (" ".join(REPORT.split()), "exact"),
        (" ".join(REPORT.split()[40:120]) + "…", "excerpt"),
        (CHROME_BEFORE + " ".join(REPORT.split()[:90]) + " ..." + CHROME_AFTER, "excerpt"),
    ],
)
def test_one_text_told_twice(other: str, kind: str) -> None:
    found = relation(REPORT, other)
    assert (found.same, found.kind) == (True, kind)


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        (OTHER_YEAR, "template-sibling"),
        (OTHER_PLACE, "template-sibling"),
        (REPORT.replace("11/1", "12/1"), "template-sibling"),
        (REPORT.replace("2018", "2017").replace("2019", "2018"), "template-sibling"),
        (CHROME_BEFORE + OTHER_YEAR + CHROME_AFTER, "template-sibling"),
        (" ".join(OTHER_YEAR.split()[:90]) + "...", "template-sibling"),
        (UNRELATED, "different"),
        (CHROME_BEFORE + UNRELATED + CHROME_AFTER, "different"),
        ("", "different"),
    ],
)
def test_another_event(other: str, kind: str) -> None:
    found = relation(REPORT, other)
    assert (found.same, found.kind) == (False, kind)


TENDER = """Ban Quản lý dự án Khí tượng mời các nhà thầu có đủ năng lực tham dự gói thầu số {lot}: {what}.
Nguồn vốn: ngân sách nhà nước. Hình thức đấu thầu: rộng rãi trong nước, qua mạng, không sơ tuyển.
Hồ sơ mời thầu được phát hành từ 9 giờ 00 ngày 12/03/2024 đến trước 9 giờ 00 ngày 02/04/2024 trên hệ thống mạng.
Bảo đảm dự thầu: 120.000.000 đồng. Thời điểm mở thầu: 9 giờ 30 ngày 02/04/2024.
Mọi chi tiết xin liên hệ Ban Quản lý dự án, số 4 đường Bờ Kè, điện thoại 024 3824 1234."""
DIRECTIONS = """
Hồ sơ nộp trực tiếp tại bộ phận một cửa, số 67 đường Bờ Kè, trong giờ hành chính từ thứ Hai đến thứ Sáu hằng tuần.
Hồ sơ đã nộp không trả lại trong mọi trường hợp, thí sinh chịu trách nhiệm về tính trung thực của hồ sơ.
Thông tin chi tiết xin liên hệ Văn phòng, điện thoại 024 3943 5678, trong giờ làm việc."""
POST = (
    "Viện cần tuyển 3 kỹ sư địa chất thủy văn có bằng đại học chính quy, biết tiếng Anh, ưu tiên người đã ở vùng núi."
)
GRADE = "Viện tổ chức xét thăng hạng cho 12 quan trắc viên theo thông tư mới, mỗi người nộp một bộ gồm sơ yếu lý lịch."
BASES = """Căn cứ Luật Bảo vệ môi trường ngày 17 tháng 11 năm 2020; Luật Tài nguyên nước ngày 27 tháng 11 năm 2023;
Căn cứ Nghị định số 08/2022/NĐ-CP ngày 10 tháng 01 năm 2022 của Chính phủ quy định chi tiết một số điều của Luật;
Căn cứ Nghị quyết của Hội đồng nhân dân tỉnh về chức năng, nhiệm vụ, quyền hạn và cơ cấu tổ chức của các sở, ngành;
Chánh Văn phòng, Giám đốc các sở, thủ trưởng các đơn vị và cá nhân có liên quan chịu trách nhiệm thi hành.
"""
LICENCE = """Cho phép Hợp tác xã Sông Con khai thác nước ngầm tại ba giếng khoan ở thôn Bãi để cấp cho dân trong xã.
Hợp tác xã lắp đồng hồ ở từng giếng, ghi sổ mỗi tuần và gửi kết quả về phòng chuyên môn của huyện theo quý."""
COUNCIL = """Lập hội đồng đánh giá đề tài về rừng ngập mặn gồm bảy thành viên do một phó giám đốc sở làm chủ tịch.
Hội đồng họp hai phiên, chấm điểm kín từng nội dung và tự giải thể sau khi nộp biên bản cho cơ quan quản lý."""
SEMINAR = """Cục Nước tổ chức hội thảo về cấp phép giếng khoan cho {guests} đại biểu ở {place}.
Phó Cục trưởng {name} nói các địa phương còn lúng túng khi tính tiền cấp quyền khai thác, nhiều nơi phải làm lại hồ sơ.
Đại biểu các sở đề nghị có bảng tính chung, giảm giấy tờ với giếng nhỏ và cho nộp hồ sơ qua mạng.
Kết luận hội thảo, Phó Cục trưởng {name} giao Phòng Cấp phép tiếp thu ý kiến, gửi lại dự thảo trong tháng."""
SEMINAR_SAID = {"guests": "1.250", "place": "Cao Lãnh", "name": "Đoàn Bá Tùng"}
VISIT = "Sáng 5/6, Cục trưởng Trần Văn Hào tiếp đoàn chuyên gia {guests} đến trao đổi về chống sụt lún ở sông Con."
CUT = "Lịch cắt điện thứ {day} tại các xã ven biển của huyện để sửa chữa đường dây trung thế và thay xà sứ."
CELLS = "Hà Nội\n{0}\n{1}\nHuế\n{2}\n{3}\nĐà Nẵng\n{4}\n{5}\nCần Thơ\n{6}\n{7}\nLai Châu\n{8}\n{9}"


WELLS = """{lede}
Sáng 14/5, Trung tâm Quan trắc đã khoan xong giếng thứ ba ở xã Bãi Cát, sâu 86 m, lưu lượng 12 m3 mỗi giờ.
Nước được xét nghiệm hai lần, độ mặn thấp hơn ngưỡng cho phép và không có asen.
Trạm bơm sẽ cấp nước cho 410 hộ của ba thôn từ giữa tháng 6, giá 7.500 đồng một khối.
{end}"""
WELLS_SAID = {
    "lede": "Người dân vùng cát đã chờ mạch nước ngọt này qua bốn mùa khô liền.",
    "end": "Trung tâm khoan tiếp giếng thứ tư ở thôn Ngoài khi mùa mưa dứt.",
}
ANOTHER_LEDE = "Thông tin được gửi tới bạn đọc sáng nay, theo ghi nhận của nhóm phóng viên thường trú."
GIFT = "Công đoàn {who} thăm hỏi, tặng quà đoàn viên khó khăn nhân Tháng Công nhân, mỗi suất gồm gạo và dầu ăn."
WATER = """Thông báo tạm ngừng cấp nước khu vực {place}
Để đấu nối ống mới, Xí nghiệp Cấp nước tạm ngừng cấp nước tại khu vực {place} từ 22 giờ ngày 12/4/2023.
Đề nghị khách hàng trữ nước. Mọi chi tiết xin liên hệ tổng đài của xí nghiệp."""

WHERE = "\nNơi ngập sâu nhất là xã {}, huyện {}, phải chờ nước rút mới vào được."
LED = "\nTheo {} cho biết, các hồ chứa trong tỉnh đều vận hành đúng quy trình."
PROVINCE = " Xí nghiệp thuộc Công ty Cấp nước Đắk Nông."

TRAINING = """Ngày 14/5, Trung tâm Quan trắc và Sở Y tế tỉnh Mẫu tổ chức buổi tập huấn cho 48 học viên của 12 xã.
{}
Buổi tập huấn do Giám đốc Lê Văn Hải chủ trì, có sự tham dự của lãnh đạo các phòng thuộc Sở Y tế tỉnh Mẫu."""


MEASURED = "Học viên được hướng dẫn cách lấy mẫu nước giếng khoan đem về phòng thí nghiệm."
RESCUED = "Học viên được hướng dẫn sơ cứu người đuối nước và cách gọi cấp cứu."
ABOUT = """
Trung tâm Quan trắc được thành lập năm 1998, trực thuộc Sở Y tế tỉnh Mẫu, có 42 cán bộ và 6 trạm đo.
Năm 2023, Trung tâm được Chủ tịch nước tặng Huân chương Lao động hạng Ba và được Bộ tặng cờ thi đua."""


VISITORS = """Trong tuần {} năm 2019 (từ ngày {}):
Số lượt công dân đến cơ quan gửi đơn khiếu nại, tố cáo, kiến nghị phản ánh: 0 lượt
xem chi tiết tại đây"""

COURSE = """Trung tâm Kỹ thuật 2 tổ chức khóa đào tạo quan trắc viên tại Đà Nẵng, khai giảng lúc 8 giờ ngày 12/5/2020.
Học viên học liên tục trong ba ngày tại hội trường tầng hai của cơ quan, mỗi đơn vị cử không quá 3 người.
Các trạm đo tự động đang ở mức tốt, người dân có thể tới xem ngoài giờ làm việc."""


def _wells(**said: str) -> str:
    return WELLS.format(**(WELLS_SAID | said))


def _seminar(**said: str) -> str:
    return SEMINAR.format(**(SEMINAR_SAID | said))


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (TENDER.format(lot="03", what="Máy đo gió"), TENDER.format(lot="05", what="Máy đo mưa"), "template-sibling"),
        (TENDER.format(lot="03", what="Máy đo gió"), TENDER.format(lot="04", what="Máy đo mưa"), "template-sibling"),
        (TENDER.format(lot="03", what="Máy đo gió"), "Mời thầu\n" + TENDER.format(lot="3", what="Máy đo gió"), None),
        (POST + DIRECTIONS, GRADE + DIRECTIONS, "different"),
        (BASES + LICENCE, BASES + COUNCIL, "different"),
        (BASES + LICENCE, "Cấp phép khai thác nước\n" + BASES + LICENCE + "\nẢnh: Thu Hà", None),
        (_seminar(), _seminar(place="Gò Công"), "template-sibling"),
        (_seminar(), _seminar(name="Lại Thị Ngân"), "template-sibling"),
        (_seminar(), _seminar(name="Đoàn Báa Tùng"), None),
        (_seminar(), _seminar(guests="1,250") + "\nTheo Bản tin Nước", None),
        (_seminar(), _seminar(guests="1250") + "\nTheo Bản tin Nước", None),
        (_seminar(), _seminar(guests="1.350"), "template-sibling"),
        (VISIT.format(guests="Hà Lan"), VISIT.format(guests="Nhật Bản"), "template-sibling"),
        (VISIT.format(guests="Hà Lan"), VISIT.format(guests="Hà Lan") + " Ảnh: Thu Hà", None),
        (CUT.format(day="Hai"), CUT.format(day="Năm"), "template-sibling"),
        (_wells(), _wells(lede=ANOTHER_LEDE), None),
        (_wells(), _wells(lede=ANOTHER_LEDE, end=""), None),
        (_wells(), _wells(lede=ANOTHER_LEDE, end="").replace("86", "94").replace("410", "255"), "template-sibling"),
        (GIFT.format(who="Bệnh viện Đa khoa tỉnh"), GIFT.format(who="Công ty Cao su"), "template-sibling"),
        (GIFT.format(who="Bệnh viện Đa khoa tỉnh"), GIFT.format(who="Bệnh viện Đa khoa tinh") + "\nẢnh: Thu Hà", None),
        (TRAINING.format(MEASURED), TRAINING.format(RESCUED), "different"),
        (MEASURED + ABOUT, RESCUED + ABOUT, "different"),
        (GIFT.format(who="ngành GD&ĐT"), GIFT.format(who="ngành Giáo dục và Đào tạo"), None),
        (REPORT + LED.format("Sở TN&MT"), REPORT + LED.format("Sở Tài nguyên và Môi trường"), None),
        (REPORT + LED.format("Sở GD&ĐT"), REPORT + LED.format("Sở Giáo dục và Đào tạo"), None),
        (WATER.format(place="Sở TN&MT"), WATER.format(place="Sở TT&TT"), "template-sibling"),
        (GIFT.format(who="TP.HCM"), GIFT.format(who="Thành phố Hồ Chí Minh"), None),
        (WATER.format(place="phường Tân Lợi"), WATER.format(place="xã Hòa Thắng"), "template-sibling"),
        (REPORT + WHERE.format("Bãi Cát", "Hòn Đất"), REPORT + WHERE.format("Gò Nổi", "Bắc Mê"), "template-sibling"),
        (WATER.format(place="tỉnh Ninh Thuận"), WATER.format(place="tỉnh Bình Thuận"), "template-sibling"),
        (WATER.format(place="Đắk Glong") + PROVINCE, WATER.format(place="Đắk Mil") + PROVINCE, "template-sibling"),
        (WATER.format(place="Đắk Glong"), WATER.format(place="Đắk Nông"), "template-sibling"),
        (WATER.format(place="Đắk Glong") + PROVINCE, WATER.format(place="Đắk Nông") + PROVINCE, "template-sibling"),
        (WATER.format(place="Đắk Glong") + PROVINCE, "Tin\n" + WATER.format(place="Đắk Glong") + PROVINCE * 2, None),
        (WATER.format(place="phường Tân Lợi"), "Tin mới\n" + WATER.format(place="phường Tân Lợi"), None),
        (CELLS.format(*range(21, 31)), CELLS.format(*range(41, 51)), "template-sibling"),
        (COURSE, COURSE.replace("ba ngày", "năm ngày"), "template-sibling"),
        (COURSE, COURSE.replace("ba ngày", "mười ba ngày"), "template-sibling"),
        (COURSE, "Mời học\n" + COURSE.replace("ba ngày", "3 ngày"), None),
        (COURSE, COURSE.replace("ở mức tốt", "ở mức kém"), "template-sibling"),
        (COURSE + " Theo ISO 9001.", COURSE + " Theo ISO 14001.", "template-sibling"),
        (COURSE + " Mỗi lớp 5-7 buổi.", COURSE + " Mỗi lớp 5–7 buổi. Ảnh: Thu Hà", None),
        (COURSE + "\nNăm 2020", COURSE + "\nNăm 2021", "template-sibling"),
        (COURSE + " Đây là khóa XIV.", COURSE + " Đây là khóa XV.", "template-sibling"),
        (COURSE + " Xong giai đoạn I.", COURSE + " Xong giai đoạn II.", "template-sibling"),
        (
            COURSE + " Kết quả được báo cáo cho huyện trong quý II năm 2020.",
            "Mời học\n" + COURSE + " Kết quả được báo cáo cho huyện trong quý 2 năm 2020.",
            None,
        ),
        (
            COURSE + " Kết quả được báo cáo cho huyện trong quý II năm 2020.",
            COURSE + " Kết quả được báo cáo cho huyện trong quý III năm 2020.",
            "template-sibling",
        ),
        (
            COURSE + " Kết quả được báo cáo cho huyện trong quý I năm 2020, tức trước tháng 5 năm 2020.",
            "Mời học\n" + COURSE + " Kết quả được báo cáo cho huyện trong quý 1/2020, tức trước tháng 5/2020.",
            None,
        ),
        (
            COURSE + " Kết quả được báo cáo cho huyện trong quý I/2020.",
            COURSE + " Kết quả được báo cáo cho huyện trong quý 2/2020.",
            "template-sibling",
        ),
        (REPORT + " Mẫu lấy từ tháng 4.", REPORT + " Mẫu lấy từ tháng 5.", "template-sibling"),
        (
            VISITORS.format("3 tháng 7", "12/7 đến ngày 18/7"),
            VISITORS.format("4 tháng 5", "24-30 tháng 5"),
            "template-sibling",
        ),
        (VISITORS.format("4 tháng 5", "24-30/5"), "Mới\n" + VISITORS.format("4 tháng 5", "24 - 30 tháng 5"), None),
        ("Năm 2020\n" + COURSE, COURSE, None),
        (COURSE, "Mời học\n" + COURSE.replace("12/5/2020", "12 tháng Năm năm 2020"), None),
        (COURSE, COURSE.replace("12/5/2020", "12 tháng Sáu năm 2020"), "template-sibling"),
        (COURSE.replace("12/5", "12/11"), "Mời\n" + COURSE.replace("12/5/", "12 tháng mười một năm "), None),
        (CELLS.format(*range(21, 31)), "Thời tiết\n" + CELLS.format(*range(21, 31)), None),
        (COURSE, "Mời học\n" + COURSE.replace("12/5/2020", "12/5/20"), None),
        (COURSE, COURSE.replace("12/5/2020", "12/5/21"), "template-sibling"),
    ],
)
def test_notices_and_tables(one: str, other: str, kind: str | None) -> None:
    found = relation(one, other)
    assert (found.same, found.kind) == (kind is None, kind or "republication")


@pytest.mark.parametrize(
    ("said", "spelt", "other"),
    [
        ("khóa đào tạo lần thứ nhất", "khóa đào tạo lần thứ I", "khóa đào tạo lần thứ hai"),
        ("khóa đào tạo lần thứ nhất", "khóa đào tạo lần 1", "khóa đào tạo lần thứ II"),
        ("khóa đào tạo lần thứ mười hai", "khóa đào tạo lần thứ XII", "khóa đào tạo lần thứ mười một"),
        ("khóa đào tạo đợt hai", "khóa đào tạo đợt 2", "khóa đào tạo đợt ba"),
        ("khóa tại Đắk Lắk đào tạo", "khóa tại Đắc Lắc đào tạo", "khóa tại Đắk Nông đào tạo"),
        ("khóa về tầng Pleistocen đào tạo", "khóa về tầng Pleistocene đào tạo", "khóa về tầng Holocen đào tạo"),
    ],
)
def test_what_is_named_in_another_spelling_is_no_other(said: str, spelt: str, other: str) -> None:
    one, same, another = (COURSE.replace("khóa đào tạo", told) for told in (said, spelt, other))
    assert (relation(one, same).same, relation(same, one).same) == (True, True)
    assert (relation(one, another).kind, relation(another, one).kind) == ("template-sibling", "template-sibling")


def test_a_decimal_point_is_no_day() -> None:
    here = REPORT + "\nLượng mưa tại Hói Quai tăng 6,1 lần, mực nước cao 2,5 m so với năm trước."
    assert relation(here, here.replace("6,1", "6.1").replace("2,5", "2.5")) == Relation("exact", 1.0, True)
    assert not relation(here, here.replace("sáng 11/1", "sáng 12.1").replace("Sáng 11/1", "Sáng 12.1")).same


def test_the_last_number_of_an_excerpt_may_be_cut_off_but_is_no_other() -> None:
    here = REPORT.removesuffix(".")
    assert relation(here, here.removesuffix("/10")).same
    assert not relation(here, here.replace("16/10", "17/10")).same


def test_an_excerpt_between_headlines_of_other_stories_is_one() -> None:
    excerpt = " ".join(REPORT.split("\n")[3:5])
    headline = "Khai trương cầu phao mới qua sông Con phục vụ người dân hai xã"
    assert relation(REPORT, f"{headline}\n{excerpt}\nTheo Bản tin Nước").kind == "excerpt"


HARVEST = """Toàn tỉnh đã gặt {} ha lúa, {} ha ngô và {} ha lạc, năng suất lúa bình quân {} tạ trên mỗi ha.
Đã có {} trạm bơm chạy hết công suất, {} hồ chứa còn trên nửa dung tích, {} xã thiếu nước tưới từ ngày 1/7.
Đến nay {} hộ nhận giống hỗ trợ, {} hợp tác xã ký hợp đồng bán lúa, {} đội thủy nông nạo vét kênh mương.
Dự báo vụ tới còn {} ha thiếu nước, cần thêm {} máy bơm dã chiến."""
AMOUNTS = [5210, 830, 415, 61, 27, 14, 9, 3120, 38, 52, 640, 75]


def test_numbers_replaced_tell_another_event_though_they_stand_elsewhere() -> None:
    here = HARVEST.format(*AMOUNTS)
    swapped = HARVEST.format(*AMOUNTS[:8], 14, 27, 61, 9)
    assert relation(here, swapped) == Relation("template-sibling", relation(here, swapped).score, False)


def test_one_number_of_many_is_set_right() -> None:
    here = HARVEST.format(*AMOUNTS)
    assert relation(here, here.replace("640", "670")).kind == "republication"


def test_a_figure_typed_twice_makes_another_day_of_a_day() -> None:
    here = HARVEST.format(*AMOUNTS)
    assert not relation(here, here.replace("1/7", "11/7")).same
    assert relation(here, here.replace("830", "8300")).same


def test_the_first_letters_of_a_name_are_that_name() -> None:
    here = REPORT + "\nHội LHTN Việt Nam năm 2018 tặng quà, theo Ủy ban MTTQ Việt Nam tỉnh."
    assert relation(here, here.replace("Việt Nam", "VN")).kind == "republication"


def test_words_of_two_sentences_name_nothing_together() -> None:
    thinned = "Rừng phòng hộ được chia làm các phần\nTừ đêm 10/1, mưa lớn trút xuống thượng nguồn sông Con.\n"
    assert relation(thinned + REPORT, thinned.replace("\n", "\nẢnh: Thu Hà\n", 1) + REPORT).same
    here = REPORT.replace("\nNăm 2019", "\nĐây là việc khó, phải làm nhiều lần\nLần 98\nNăm 2019")
    assert relation(here, here.replace("\nLần 98", "\nẢnh: Thu Hà\nLần 98")).same


def test_two_texts_without_a_word_have_the_same_words() -> None:
    assert relation("", " \n") == Relation("exact", 1.0, True)
    assert relation("", REPORT) == Relation("different", 0.0, False)


def test_shared_chrome_makes_no_republication() -> None:
    assert not relation(CHROME_BEFORE + REPORT + CHROME_AFTER, CHROME_BEFORE + UNRELATED + CHROME_AFTER).same


@given(st.lists(st.sampled_from([REPORT, OTHER_YEAR, OTHER_PLACE, UNRELATED, CAPTION, ""]), min_size=2, max_size=2))
@settings(deadline=None)
def test_the_order_of_two_texts_does_not_matter(texts: list[str]) -> None:
    assert relation(*texts) == relation(*reversed(texts))


@given(st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=80))
@settings(deadline=None)
def test_a_text_is_its_own_duplicate_in_any_spelling(words: list[str]) -> None:
    text = " ".join(words)
    other = unicodedata.normalize("NFD", text.upper())
    assert relation(text, other) == Relation("exact", 1.0, True)
    assert fingerprint(text) == fingerprint(other)


def test_what_reads_the_same_is_found_by_the_same() -> None:
    one = COURSE.replace("12/5/2020", "12 tháng Năm năm 2020") + " Kinh phí của quý II năm 2020."
    other = COURSE + " Kinh phí của quý 2/2020."

    assert relation(one, other).kind == "exact"
    assert fingerprint(one) == fingerprint(other)


def test_fingerprint() -> None:
    whole, part = fingerprint(REPORT), fingerprint(CHROME_BEFORE + REPORT + CHROME_AFTER)
    assert (len(whole.sentences), whole.exact == part.exact, set(whole.sentences) <= set(part.sentences)) == (
        8,
        False,
        True,
    )
    assert whole.exact.startswith("sha256:")
    assert all(0 <= key < 1 << 64 for key in (*whole.sentences, *whole.masked))


def test_one_sentence_in_common_but_for_its_numbers_is_no_template() -> None:
    again = "Trong tháng, Trung tâm đã tiếp nhận và trả kết quả cho 120 hồ sơ đúng hạn."
    here = f"Đoàn thanh niên của đơn vị trồng 35 cây xanh quanh hồ nước của xã Hòa Bắc.\n{again}"
    there = f"Hội thảo có 60 đại biểu của các phòng thí nghiệm trong cả nước tham dự.\n{again.replace('120', '98')}"
    assert not set(fingerprint(here).masked) & set(fingerprint(there).masked)
    assert fingerprint(again).masked == fingerprint(again.replace("120", "98")).masked != ()


def test_passages_are_masked_where_they_bear_numbers_and_rows_are_taken_together() -> None:
    assert fingerprint(REPORT).masked == fingerprint(OTHER_YEAR).masked
    assert len(fingerprint(REPORT).masked) == MASKED_KEYS
    assert fingerprint("Đoàn kiểm tra liên ngành đã lấy mẫu nước tại ba hồ chứa.").masked == ()
    rows = "Trạm Cửa Đạt 12 13\nTrạm Hói Quai 14 15\nTrạm Sông Mã 16 17"
    assert len(fingerprint(rows).masked) == 1  # two runs of rows make one pair
    assert fingerprint(rows).masked == fingerprint(rows.replace("1", "2")).masked
    assert fingerprint("\n".join(["12 13 14", "15 16 17"] * 9)).masked == ()


def test_same_command() -> None:
    rows = [{"a": REPORT, "b": REPORT}, {"a": REPORT, "b": OTHER_YEAR}, {"a": REPORT, "b": UNRELATED}]
    lines = "\n".join(json.dumps(row) for row in rows)
    run = CliRunner().invoke(command, ["--json"], input=lines, catch_exceptions=False)
    answers = [json.loads(line) for line in run.output.splitlines()]
    assert [(row["same"], row["kind"]) for row in answers] == [
        (True, "exact"),
        (False, "template-sibling"),
        (False, "different"),
    ]


@pytest.mark.parametrize(
    ("line", "message"), [("[1]", "want an object"), ('{"a": "x"}', "key 'b' is missing"), ("{", "line 1: not JSON")]
)
def test_same_command_says_what_is_wrong(line: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        CliRunner().invoke(command, [], input=line, catch_exceptions=False)


@pytest.mark.skipif(not PAIRS.exists(), reason="needs the shared pairs")
def test_shared_pairs() -> None:
    with gzip.open(PAIRS, "rt", encoding="utf-8") as file:
        pairs = [json.loads(line) for line in file]
    wrong = [pair["kind"] for pair in pairs if relation(pair["a"], pair["b"]).same != pair["same"]]
    assert len(wrong) <= len(pairs) // 200
