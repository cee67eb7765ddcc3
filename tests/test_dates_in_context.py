"""Dates among what stands around them: heads with labels, counters and times; sentences with other numbers."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.dates.expressions import read_date
from tests.test_dates import DAY_STYLES, MONTHS, TIMED, WEEKDAYS, WRITINGS

BEFORE = [
    *("", "Ngày đăng: ", "Đăng ngày ", "Cập nhật lúc: ", "Gửi lúc: ", "Xuất bản: ", "Thời gian: ", "Post date: "),
    *("Tin tức - ", "Nguyễn Văn A - ", "Nguyễn Văn A | ", "Lượt xem: 1256 | ", "Xem: 12 - ", "12 bình luận - "),
    *("Quận 1, ", "Phòng 3 - ", "Bài 3: ", "Số 12 - ", "Mục 2.1 - ", "Covid-19: ", "Tin 24h | ", "ĐT 0912 345 678 | "),
]
BEHIND = ["", ".", " (GMT+7)", " | GMT+7", " - Lượt xem: 345", " | 12 bình luận", " (Lượt đọc 3456)", " tại Hà Nội"]
TIMES = [
    lambda t: f"{t:%H:%M}",
    lambda t: f"{t:%H:%M}:30",
    lambda t: f"{t.hour}h{t:%M}'",
    lambda t: f"{t.hour}g{t:%M}",
    lambda t: f"{t.hour} giờ {t.minute} phút",
    lambda t: f"{t.hour % 12 or 12}:{t:%M} {'SA' if t.hour < 12 else 'CH'}",
]
JOINS = [" ", ", ", " - ", " – ", " | "]
LEADS = [
    *("Ngày {}", "Sáng {}", "Chiều ngày {}", "Sáng nay ({})", "hôm {}", "từ ngày {}", "đến hết ngày {}", "đêm {}"),
    *("Thứ Hai ({})", "lúc 8h ngày {}", "8 giờ 30 phút sáng {}", "dịp {}", "Trong ngày {}", "rạng sáng ngày {}"),
]
YEARLESS = [
    lambda d: f"{d.day}/{d.month}",
    lambda d: f"{d:%d/%m}",
    lambda d: f"{d.day}-{d.month}",
    lambda d: f"{d.day}.{d.month}",
    lambda d: f"{d.day} tháng {d.month}",
    lambda d: f"{d.day} Tháng {MONTHS[d.month - 1]}",
]
TAILS = [
    *("", ", tại Hà Nội", " Bộ trưởng đã ký Quyết định số 12/QĐ-TTg", ", 24/30 hộ dân đồng ý", " đã có 15 người"),
    *(" ở đường 30/4, quận 3", ", Cục sơ kết 6 tháng đầu năm 2020", ", 3/4 đại biểu dự", ", 5.6 tỷ đồng đã giải ngân"),
    *(" - 12 đơn vị tham gia", ", Thông tư 08/2016 có hiệu lực", " và Sở Công Thương", "; hạn chót còn 10 ngày"),
]
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31))
WRITING = st.sampled_from(sorted(WRITINGS))


def weekday_forms(day):
    number = day.weekday()
    names = [WEEKDAYS[number], "CN" if number == 6 else f"Thứ {number + 2}", "CN" if number == 6 else f"T{number + 2}"]
    return ["", *(name + join for name in names for join in JOINS)]


@given(data=st.data(), day=DAYS, time=st.times(), writing=WRITING)
def test_the_head_of_a_page(data, day, time, writing):
    draw = lambda choices: data.draw(st.sampled_from(choices))  # noqa: E731
    dated = draw(weekday_forms(day)) + DAY_STYLES[draw([style for style in TIMED if style != "weekday"])](day)
    timed = draw(TIMES)(time)
    body = draw([f"{dated}{draw(JOINS)}{timed}", f"{timed}{draw(JOINS)}{dated}"])
    text = WRITINGS[writing](draw(BEFORE) + body + draw(BEHIND))

    reading = read_date(text, dt.date(2031, 1, 1))

    assert reading is not None, text
    assert reading.value[:16] == f"{day}T{time:%H:%M}", text


@given(data=st.data(), reference=DAYS, ahead=st.integers(-120, 60), writing=WRITING)
def test_an_event_in_a_sentence(data, reference, ahead, writing):
    day = reference + dt.timedelta(days=ahead)
    draw = lambda choices: data.draw(st.sampled_from(choices))  # noqa: E731
    text = WRITINGS[writing](draw(LEADS).format(draw(YEARLESS)(day)) + draw(TAILS))

    reading = read_date(text, reference)

    assert reading is not None, text
    assert (reading.value[:10], len(reading.value) <= 16, reading.inferred_year) == (day.isoformat(), True, True), text


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 15 tháng 5 năm hai mươi tuổi, ông rời quê ra Hà Nội.",
        "Ngày 3 tháng 2 năm hai mươi hai tuổi",
        "ngày 5 tháng 5 năm một hai",
        "ngày ba mươi mốt tháng mười hai năm hai không hai mươi",
    ],
)
def test_a_number_in_words_below_a_hundred_is_no_year(text: str):
    assert read_date(text, dt.date(2031, 1, 1)) is None
