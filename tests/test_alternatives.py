"""Days joined by a conjunction of alternative: which is meant nobody can tell, unless they are one day said twice."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.dates.expressions import find_dates, read_date
from pipelines.dates.text import fold

WEEKDAYS = ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"]
REFERENCE = dt.date(2021, 5, 19)
FORMS = {
    "slashes": lambda d: f"{d:%d/%m/%Y}",
    "dots": lambda d: f"{d.day}.{d.month}.{d.year}",
    "hyphens": lambda d: f"{d.day}-{d.month}-{d.year}",
    "ngày": lambda d: f"ngày {d.day}/{d.month}/{d.year}",
    "no year": lambda d: f"ngày {d.day}/{d.month}",
    "words": lambda d: f"ngày {d.day} tháng {d.month} năm {d.year}",
    "words, no year": lambda d: f"ngày {d.day} tháng {d.month}",
    "wordpress": lambda d: f"{d.day} Tháng {d.month}, {d.year}",
    "weekday": lambda d: f"{WEEKDAYS[d.weekday()]}, ngày {d.day}/{d.month}/{d.year}",
    "weekday behind": lambda d: f"{d.day}/{d.month}/{d.year} ({WEEKDAYS[d.weekday()]})",
    "part of day": lambda d: f"sáng {d.day}/{d.month}/{d.year}",
    "time": lambda d: f"8h30 ngày {d.day}/{d.month}/{d.year}",
    "iso": lambda d: d.isoformat(),
}
PLAIN = ["slashes", "dots", "hyphens", "ngày", "words", "wordpress", "iso"]
# alternatives of other things than the day beside them
APART = [
    "Đăng ký vào {a} {word} {b}, trước {day}.",
    "Học {a} {word} {b} từ {day}, tại Hà Nội",
    "Nộp trước {day}, vào {a} {word} {b}",
    "Nộp trước {day}, vào sáng {a} {word} {b} hàng tuần",
    "Nộp trước {day} {word} trong ngày này",
    "Nộp vào {day} {word} sau ngày này.",
    "Nộp trước {day} {word} khi đủ số lượng",
    "Nộp trực tiếp {word} qua bưu điện trước {day}",
    "Gửi 2 {word} 3 bản trước {day}",
    "Họp sáng {word} chiều, {day}",
    "Từ {day}, mỗi tuần 2 {word} 3 lần",
]
# what is left of a day that takes the rest from the other
SHORT_BEFORE = {"day": lambda d: f"ngày {d.day}", "bare": lambda d: str(d.day), "d/m": lambda d: f"{d.day}/{d.month}"}
SHORT_BEHIND = SHORT_BEFORE | {"weekday": lambda d: WEEKDAYS[d.weekday()]}
JOINTS = [
    *(f"{before}{word}{behind}{{}}"
      for word in ("hoặc", "hay", "hoặc là", "hay là", "và/hoặc", "và / hoặc")
      for before in (" ", ", ", "; ", " - ", ",  ")
      for behind in (" ", " vào ", " từ ", " có thể ", " trước ", "\u00a0")),
    *(f" ({word} {{}})" for word in ("hoặc", "hay", "hoặc vào", "hay là", "và/hoặc")),
]  # fmt: skip
WRITINGS = {"as is": str, "upper": str.upper, "no marks": fold}
DAYS = st.dates(dt.date(2020, 9, 1), dt.date(2021, 6, 30))


def answers(text):
    return [read_date(text, REFERENCE), *find_dates(text, REFERENCE)]


@settings(deadline=None, max_examples=400)
@given(
    days=st.tuples(DAYS, DAYS).filter(lambda pair: pair[0] != pair[1]),
    forms=st.tuples(*[st.sampled_from(sorted(FORMS))] * 2),
    joint=st.sampled_from(JOINTS),
    writing=st.sampled_from(sorted(WRITINGS)),
)
def test_of_two_days_none_is_chosen(days, forms, joint, writing):
    first, last = (FORMS[form](day) for form, day in zip(forms, days, strict=True))
    text = WRITINGS[writing](f"Họp {first}{joint.format(last)}, tại Hà Nội")

    assert not any(answers(text)), text


@settings(deadline=None, max_examples=300)
@given(
    days=st.tuples(DAYS, DAYS).filter(lambda pair: pair[0].day != pair[1].day),
    form=st.sampled_from(sorted(FORMS)),
    short=st.sampled_from(sorted(SHORT_BEHIND)),
    joint=st.sampled_from(JOINTS),
    ahead=st.booleans(),
)
def test_nor_one_whose_other_is_said_in_part(days, form, short, joint, ahead):
    whole = FORMS[form](days[0])
    if ahead:
        part = SHORT_BEFORE.get(short, SHORT_BEFORE["day"])(days[1])
        text = f"Họp {part}{joint.format(whole)}."
    else:
        text = f"Họp {whole}{joint.format(SHORT_BEHIND[short](days[1]))}."

    assert not any(answers(text)), text


@settings(deadline=None)
@given(
    day=DAYS, forms=st.tuples(*[st.sampled_from(sorted(FORMS.keys() - {"time", "no year", "words, no year"}))] * 2),
    joint=st.sampled_from(JOINTS),
)  # fmt: skip
def test_one_day_said_twice_is_that_day(day, forms, joint):
    text = f"Họp {FORMS[forms[0]](day)}{joint.format(FORMS[forms[1]](day))}, tại Hà Nội"

    assert {reading.value for reading in answers(text) if reading} == {day.isoformat()}, text


@settings(deadline=None, max_examples=200)
@given(
    day=DAYS, form=st.sampled_from(PLAIN), frame=st.sampled_from(APART), word=st.sampled_from(["hoặc", "hay"]),
    weekdays=st.permutations(WEEKDAYS), writing=st.sampled_from(sorted(WRITINGS)),
)  # fmt: skip
def test_a_day_beside_alternatives_of_other_things_is_read(day, form, frame, word, weekdays, writing):
    text = WRITINGS[writing](frame.format(a=weekdays[0], b=weekdays[1], word=word, day=FORMS[form](day)))

    assert [reading and reading.value for reading in answers(text)] == [day.isoformat()] * 2, text
