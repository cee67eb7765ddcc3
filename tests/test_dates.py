"""The date grammar: a table of expressions, round trips through many styles, running text, and the command."""

import datetime as dt
import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.dates.expressions import DateReading, find_dates, read_date
from pipelines.dates.text import fold

TABLE = Path(__file__).parent / "fixtures" / "dates.tsv"
SHARED = Path(__file__).parents[2] / "shared"


def rows():
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, text, reference, expected = (part.replace(r"\|", "|") for part in re.split(r" (?<!\\)\| ", line))
            yield pytest.param(text, reference, None if expected == "-" else expected, id=f"{kind}: {text}")


def moment(text):
    return dt.datetime.fromisoformat(text) if len(text) > 10 else dt.date.fromisoformat(text)


@pytest.mark.parametrize(("text", "reference", "expected"), list(rows()))
def test_reads_or_refuses(text, reference, expected):
    reading = read_date(text, moment(reference))

    assert (reading.value if reading else None) == expected
    if reading:
        start, end = reading.span
        assert text[start:end] == reading.evidence


def test_several_blanks_read_as_one():
    read_otherwise = []
    for text, reference, expected in (row.values for row in rows()):
        spaced = "\n" + text.replace(" ", " \u00a0")
        reading = read_date(spaced, moment(reference))
        evidence = spaced[slice(*reading.span)] if reading else None
        if (reading and (reading.value, reading.evidence)) != (expected and (expected, evidence)):
            read_otherwise.append((text, reading, expected))

    assert read_otherwise == []


@pytest.mark.parametrize(("text", "reference", "expected"), list(rows()))
def test_nfd_reads_as_nfc(text, reference, expected):
    reading = read_date(unicodedata.normalize("NFD", text), moment(reference))

    assert (reading.value if reading else None) == expected


MONTHS = ["Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Mười Hai"]
WEEKDAYS = ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"]
UNITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def tens(number):
    """A number below a hundred in words, as it is read aloud."""
    ten, unit = divmod(number, 10)
    if not ten:
        return UNITS[unit]
    head = "mười" if ten == 1 else f"{UNITS[ten]} mươi"
    tail = {0: "", 1: "một" if ten == 1 else "mốt", 5: "lăm"}.get(unit, UNITS[unit])
    return f"{head} {tail}".strip()


def year_words(year):
    thousand, rest = divmod(year, 1000)
    hundred, low = divmod(rest, 100)
    link = "linh " if 0 < low < 10 else ""
    return f"{UNITS[thousand]} nghìn {UNITS[hundred]} trăm {link}{tens(low) if low else ''}".strip()


def spelled(day):
    month = "tư" if day.month == 4 else tens(day.month)
    return f"ngày {tens(day.day)} tháng {month} năm {year_words(day.year)}"


DAY_STYLES = {
    "slashes": lambda d: f"{d:%d/%m/%Y}",
    "no zeros": lambda d: f"{d.day}/{d.month}/{d.year}",
    "dots": lambda d: f"{d.day}.{d.month}.{d.year}",
    "hyphens": lambda d: f"{d.day}-{d.month:02d}-{d.year}",
    "spaced": lambda d: f"{d.day:02d} / {d.month:02d} / {d.year}",
    "iso": lambda d: d.isoformat(),
    "words": lambda d: f"ngày {d.day} tháng {d.month} năm {d.year}",
    "words, zeros": lambda d: f"ngày {d:%d} tháng {d:%m} năm {d.year}",
    "no 'ngày'": lambda d: f"{d.day} tháng {d.month} năm {d.year}",
    "month/year": lambda d: f"ngày {d.day} tháng {d.month}/{d.year}",
    "wordpress": lambda d: f"{d.day} Tháng {MONTHS[d.month - 1]}, {d.year}",
    "month first": lambda d: f"Tháng {MONTHS[d.month - 1]} {d.day}, {d.year}",
    "month first, digits": lambda d: f"Tháng {d.month} {d.day}, {d.year}",
    "abbreviated": lambda d: f"{d.day} Th{d.month}, {d.year}",
    "year first": lambda d: f"năm {d.year}, tháng {d.month}, ngày {d.day}",
    "weekday": lambda d: f"{WEEKDAYS[d.weekday()]}, ngày {d.day}/{d.month}/{d.year}",
    "label": lambda d: f"Ngày đăng: {d:%d-%m-%Y}",
    "place": lambda d: f"Bà Rịa - Vũng Tàu, ngày {d.day} tháng {d.month} năm {d.year}",
    "part of day": lambda d: f"Chiều ngày {d.day}/{d.month}/{d.year}",
    "document": lambda d: f"Quyết định số 45/2011/QĐ-UBND ngày {d.day}/{d.month}/{d.year} của UBND tỉnh",
    "brackets": lambda d: f"(TTXVN, {d.day}/{d.month}/{d.year})",
    "odd slashes": lambda d: f"{d.day}∕{d.month}∕{d.year}",
    "spelled": spelled,
}
WRITINGS = {
    "as is": lambda text: text,
    "nfd": lambda text: unicodedata.normalize("NFD", text),
    "upper": str.upper,
    "no marks": fold,
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "zero width": lambda text: "\ufeff" + text.replace(" ", "\u200b "),
}
TIME_STYLES = {
    "colon behind": lambda day, t: f"{day} {t:%H:%M}",
    "dash behind": lambda day, t: f"{day} - {t:%H:%M}",
    "bar behind, zone": lambda day, t: f"{day} | {t:%H:%M} (GMT+7)",
    "colon before": lambda day, t: f"{t:%H:%M} {day}",
    "comma before": lambda day, t: f"{t:%H:%M}, {day}",
    "h before": lambda day, t: f"{t.hour}h{t:%M} {day}",
    "giờ before": lambda day, t: f"lúc {t.hour} giờ {t:%M} phút, {day}",
    "lúc behind": lambda day, t: f"{day}, lúc {t.hour}h{t:%M}",
    "am/pm": lambda day, t: f"{day} {t.hour % 12 or 12}:{t:%M} {'SA' if t.hour < 12 else 'CH'}",
    "AM/PM": lambda day, t: f"{t:%I:%M %p} {day}",
}
DAYS = st.dates(dt.date(1930, 1, 1), dt.date(2059, 12, 31))
TIMED = ["slashes", "no zeros", "dots", "hyphens", "words", "wordpress", "month first", "weekday"]


@settings(deadline=None)
@given(day=DAYS, style=st.sampled_from(sorted(DAY_STYLES)), writing=st.sampled_from(sorted(WRITINGS)))
def test_every_style_reads_back(day, style, writing):
    text = WRITINGS[writing](DAY_STYLES[style](day))

    reading = read_date(text)

    assert reading is not None, text
    assert (reading.value, reading.precision, reading.inferred_year) == (day.isoformat(), "day", False), text
    assert not reading.weekday_differs


CLOCKS = ["{h}h15", "{h} giờ 15", "{h} giờ 15 phút", "{h}:15", "{h}g15", "{h}h15'", "{h}h15p"]
NEAR = {"nay": 0, "qua": -1, "hôm qua": -1, "mai": 1, "10/6": -2, "ngày 10/6/2024": -2, "thứ Hai (10/6)": -2}
FRAMES = ["{time} {part} {day}", "{part} {day}, {time}", "{part} {day} lúc {time}", "lúc {time}, {part} {day}",
          "Vào khoảng {time} {part} {day}, tại Huế", "{part} {day} ({time})"]  # fmt: skip


@settings(deadline=None)
@given(
    frame=st.sampled_from(FRAMES), clock=st.sampled_from(CLOCKS), near=st.sampled_from(sorted(NEAR)),
    part=st.sampled_from([("sáng", 0), ("chiều", 12), ("tối", 12)]), hour=st.integers(4, 11),
)  # fmt: skip
def test_the_part_of_the_day_tells_the_hour_on_either_side(frame, clock, near, part, hour):
    reference = dt.datetime(2024, 6, 12)
    text = frame.format(time=clock.format(h=hour), part=part[0], day=near)

    reading = read_date(text, reference)

    moment = reference + dt.timedelta(days=NEAR[near], hours=hour + part[1], minutes=15)
    assert (reading.value if reading else None) == moment.isoformat(timespec="minutes"), text


@settings(deadline=None)
@given(
    day=DAYS,
    time=st.times(),
    style=st.sampled_from(TIMED),
    timed=st.sampled_from(sorted(TIME_STYLES)),
    writing=st.sampled_from(sorted(WRITINGS)),
)
def test_every_style_of_time_reads_back(day, time, style, timed, writing):
    text = WRITINGS[writing](TIME_STYLES[timed](DAY_STYLES[style](day), time))

    reading = read_date(text)

    assert reading is not None, text
    assert (reading.value, reading.precision) == (f"{day}T{time:%H:%M}", "minute"), text


@settings(deadline=None)
@given(first=DAYS, days=st.integers(1, 400), style=st.sampled_from(["slashes", "dots", "words", "hyphens"]))
def test_ranges_read_back(first, days, style):
    last = first + dt.timedelta(days=days)
    text = f"từ {DAY_STYLES[style](first)} đến {DAY_STYLES[style](last)}"

    reading = read_date(text)

    assert reading is not None, text
    assert reading.value == f"{first}/{last}", text


@settings(deadline=None)
@given(reference=DAYS, ahead=st.integers(-304, 60))
def test_year_is_that_of_the_latest_such_day_within_sixty(reference, ahead):
    day = reference + dt.timedelta(days=ahead)

    reading = read_date(f"Sáng {day.day}/{day.month}, tại Hà Nội", reference)

    assert reading is not None
    assert (reading.value, reading.inferred_year) == (day.isoformat(), True)


@settings(deadline=None)
@given(text=st.text(alphabet="0123456789/-.:, ngàythánăm\u0301\u200bThứCNSAH()", max_size=60), day=DAYS)
def test_any_text_gives_real_days_and_exact_evidence(text, day):
    readings = [read_date(text, day), *find_dates(text, day)]

    for reading in filter(None, readings):
        assert text[slice(*reading.span)] == reading.evidence
        for end in reading.value.split("/"):
            dt.datetime.fromisoformat(f"{end}{'2000-01-01'[len(end) :]}")


WORDS = (
    "ngày hôm mùng rằm tháng Thg năm nay trước tới qua mai mốt thứ thứhai thứ2 chủnhật CN T7 hai tư lăm mươi một giêng "
    "chạp nhuận âm lịch ÂL ( ) Tết giao thừa 30 giáp thìn quý I từ đến và - / . , : hoặc hằng cứ giờ h phút kém sáng "
    "chiều SA AM GMT+7 -05:00 5/6 31/4 28 2020 13 0 8h30 23:59 số May 2 days ago yesterday (mười) lO"
)


@given(
    words=st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=9),
    glue=st.sampled_from([" ", ""]),
    writing=st.sampled_from(sorted(WRITINGS)),
    reference=st.dates() | st.datetimes() | st.datetimes(timezones=st.just(dt.UTC)),
)
@settings(deadline=None, max_examples=300)
def test_no_words_of_dates_in_any_order_are_too_much(words, glue, writing, reference):
    text = WRITINGS[writing](glue.join(words))

    for reading in filter(None, [read_date(text, reference), *find_dates(text, reference)]):
        assert text[slice(*reading.span)] == reading.evidence


@settings(deadline=None)
@given(day=st.integers(32, 99), month=st.integers(13, 99), year=st.integers(1990, 2040))
def test_impossible_days_leave_nothing_behind(day, month, year):
    for text in (f"{day}/12/{year}", f"12/{month}/{year}", f"ngày {day} tháng 5 năm {year}", f"ngày 5/{month}"):
        assert read_date(text, dt.date(year, 6, 1)) is None, text


def test_nothing_is_inferred_without_a_reference():
    assert read_date("Chiều 13/2") is None
    assert read_date("hôm qua") is None
    assert read_date("mùng 5 tháng Giêng") is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("13MAR2021", "2021-03-13"),
        ("Quét ngày 05MAY2021.", "2021-05-05"),
        ("Mon Oct 15 00:00:00 GMT 2018", "2018-10-15"),
        ("Thu, 17 Aug 2023 00:00:00 GMT", "2023-08-17"),
        ("Thu, 17 Aug 2023 00:00:00 +0200", "2023-08-17T05:00:00"),
        ("Thu Aug 17 08:30:00 ICT 2023", "2023-08-17T08:30:00"),
        ("lô 13MAR20211", None),
        ("mã 12MAY2021A", None),
        ("5MAR2021", None),
    ],
)
def test_moments_as_programs_print_them(text, value):
    reading = read_date(text)

    assert (reading and reading.value) == value


def test_reading_carries_its_evidence():
    reading = read_date("Thứ Tư, 13/02/2020, 14:05 (GMT+7)", dt.date(2020, 2, 14))

    assert reading == DateReading(
        value="2020-02-13T14:05",
        precision="minute",
        inferred_year=False,
        evidence="13/02/2020, 14:05 (GMT+7)",
        span=(8, 33),
        weekday_differs=True,
    )


def test_finds_the_events_of_a_text():
    text = (
        "Sáng nay (2/12), tại Cần Thơ, Cục đã họp về Nghị định 08/2022/NĐ-CP ngày 10/01/2022. Trụ sở ở số 12 "
        "đường 30/4, điện thoại 0292.3.822.112, có 3/4 đại biểu dự. Lớp tập huấn mở từ 8h ngày 28/12 đến hết ngày 3/1, "
        "nhằm chuẩn bị cho giai đoạn 2023-2025; tháng 3/2023 và năm 2024 sẽ tổng kết. "
        "Ngày 22/3 hằng năm là Ngày Nước thế giới."
    )

    found = [(reading.value, reading.evidence) for reading in find_dates(text, dt.date(2022, 12, 2))]

    assert found == [
        ("2022-12-02", "2/12"),
        ("2022-01-10", "ngày 10/01/2022"),
        ("2022-12-28/2023-01-03", "ngày 28/12 đến hết ngày 3/1"),
        ("2023-03", "tháng 3/2023"),
        ("2024", "năm 2024"),
    ]


def test_a_text_without_dates_has_none():
    text = "Việt Nam 2020 có 12/19 tỉnh đạt, tăng 3.5 lần; hotline 1900 1234, phục vụ 24/7 tại 5/12 Nguyễn Trãi."

    assert find_dates(text, dt.date(2020, 5, 1)) == ()


def run(*arguments, lines=b""):
    command = [sys.executable, "-c", "from crawlers.commands import main; main()", "date", *arguments]
    return subprocess.run(command, input=lines, capture_output=True, cwd=Path(__file__).parents[1], check=False)


def test_command_answers_line_by_line():
    asked = [
        {"text": "Chiều 13/2", "reference_date": "2020-02-14"},
        {"text": "2 giờ trước", "reference_date": "2020-02-14T10:00"},
        {"text": "số 69/2010/NĐ-CP", "reference_date": None},
        {"text": "hôm qua", "reference_date": "2020-02-13T20:00:00Z"},
    ]

    done = run("--json", lines="\n".join(map(json.dumps, asked)).encode())

    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {"date": "2020-02-13", "precision": "day", "inferred_year": True, "evidence": "13/2"},
        {"date": "2020-02-14T08:00", "precision": "minute", "inferred_year": False, "evidence": "2 giờ trước"},
        {"date": None, "precision": None, "inferred_year": False, "evidence": None},
        {"date": "2020-02-13", "precision": "day", "inferred_year": False, "evidence": "hôm qua"},
    ]
    assert (done.returncode, done.stderr) == (0, b"")


def test_command_reads_a_file_and_takes_no_expression_for_one(tmp_path):
    file = tmp_path / "rows.jsonl"
    file.write_text('{"text": "13/2/2020"}\n', "utf-8")

    assert json.loads(run("--json", str(file)).stdout)["date"] == "2020-02-13"
    for arguments, words in [
        (("--json", "13/2/2020"), "--json reads a file"),
        (("--json", str(tmp_path)), "--json reads a file"),
        (("--json", str(file), "--reference", "2020-02-14"), "each line says its own reference_date"),
    ]:
        done = run(*arguments)
        assert (done.returncode, done.stdout) == (2, b"")
        assert words in done.stderr.decode()


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("T3, 05/12/2020 08:30", ("2020-05-12T08:30", "05/12/2020 08:30")),
        ("Submitted by admin on Wed, 06/12/2024 - 08:30", ("2024-06-12T08:30", "06/12/2024 - 08:30")),
        ("Wednesday, 06/12/2024", ("2024-06-12", "06/12/2024")),
        ("Mùa thu, 09/05/2024", ("2024-05-09", "09/05/2024")),
        ("Thứ Bảy, 05/12/2020", ("2020-12-05", "05/12/2020")),
        ("Thứ Hai, 05/12/2020", ("2020-12-05", "05/12/2020")),
        ("05/12/2020", ("2020-12-05", "05/12/2020")),
        ("Thứ Ba, 12 tháng 5, 2021", ("2021-05-12", "12 tháng 5, 2021")),
    ],
)
def test_month_comes_first_where_only_so_the_weekday_fits(text, read):
    answer = json.loads(run(text).stdout)

    assert (answer["date"], answer["evidence"]) == read


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"ngay 3/4", "line 2: not JSON"),
        (b'["a"]', "line 2: want an object {text, reference_date}"),
        (b'{"txt": "a"}', "line 2: key 'text' is missing or no string (keys: txt)"),
        (b'{"text": "a", "reference_date": "13/2/2020"}', "line 2: reference_date: '13/2/2020' is no ISO date"),
        (b'{"text": "\xff"}', "line 2: not UTF-8"),
    ],
)
def test_command_names_the_bad_line(line, words):
    done = run("--json", lines=b'{"text": "a"}\n' + line + b"\n")

    assert done.returncode == 2
    assert words in done.stderr.decode()


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_scores_at_least_99_of_100_with_none_silently_wrong():
    gold = [json.loads(line) for line in (SHARED / "data/dates.jsonl").read_text("utf-8").splitlines() if line.strip()]

    read = [(row, read_date(row["text"], moment(row["reference_date"]))) for row in gold]
    got = [(row["text"], row["expected"], reading.value if reading else None) for row, reading in read]

    assert [miss for miss in got if miss[2] not in (miss[1], None)] == []
    assert sum(value == expected for _, expected, value in got) >= 0.99 * len(gold)
