"""Edits between versions: each found with its words, named by its kind, and nothing that means nothing."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.catalog import Catalog
from archive.settled import Edit, Version
from pipelines.agency import Agency
from pipelines.settling.changes import compare, edits_between, edits_of, reads_same
from pipelines.settling.settle import settle
from tests.agency_site import luuchieu
from tests.readings import AGENCY, HOST, capture_of, published, reading_of

MAU = Agency(AGENCY, "Mẫu", HOST + "/")


def version(text, title="Tin", day=1):
    return Version(f"2026-03-{day:02d}T00:00:00.000000Z", f"c{day}", f"c{day}", title, text, "", "tay 1")


def edits(before, after):
    return [(one.kind, one.before, one.after) for one in edits_between(version(before), version(after, day=2))]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("Hồ tích 31,6 triệu mét khối, bằng 98%.", "Hồ tích 30,9 triệu mét khối, bằng 96%.",
         [("figures", "31,6", "30,9"), ("figures", "98%", "96%")]),
        ("Hội nghị họp chiều ngày 13/2 tại Huế.", "Hội nghị họp chiều ngày 14/2 tại Huế.", [("date", "13/2", "14/2")]),
        ("Họp vào tháng 3 năm 2019.", "Họp vào tháng 4 năm 2019.", [("date", "3", "4")]),
        ("Lúc 8 giờ 30 có mặt.", "Lúc 9 giờ 15 có mặt.", [("date", "8", "9"), ("date", "30", "15")]),
        ("Đồng chí Nguyễn Văn Bình chủ trì.", "Đồng chí Nguyễn Thị Bình chủ trì.", [("names", "Văn", "Thị")]),
        ("Ông Lê Nam dự họp.", "Ông Trần Bắc dự họp.", [("names", "Lê Nam", "Trần Bắc")]),
        ("Mực nước đang tăng.", "Mực nước đang giảm.", [("text", "tăng", "giảm")]),
        ("Nước sạch.", "Nước rất sạch.", [("text", None, "rất")]),
        ("Một.\nHai.\nBa.", "Một.\nBa.", [("text", "Hai.", None)]),
        ("Tại Huế có mưa.", "Theo Huế có mưa.", [("text", "Tại", "Theo")]),
    ],
)  # fmt: skip
def test_each_edit_is_named_by_what_differs(before, after, found):
    assert edits(before, after) == found


def test_a_changed_title_is_one_edit_of_both_titles():
    (found,) = edits_between(version("Một.", "Khởi công hồ A"), version("Một.", "Khởi công hồ B", 2))
    assert found == Edit("2026-03-02T00:00:00.000000Z", "title", "Khởi công hồ A", "Khởi công hồ B")


def test_rewritten_text_is_one_edit_however_few_words_were_left():
    found = edits("Đoàn đã đến thăm và làm việc với xã.", "Nhóm vừa tới kiểm tra và khảo sát cùng thôn.")
    assert [kind for kind, *_ in found] == ["text"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Hòa bình thủy lợi", "Hoà bình thuỷ lợi"),
        ("Một  hai.\n\nBa.", "Một hai.\nBa."),
        ("Tin.\nLượt xem: 7370", "Tin.\nLượt xem: 7.421"),
        ("Admin | Lượt xem: 12 | 20/11/2019\nTin.", "Admin | Lượt xem: 13 | 20/11/2019\nTin."),
        ("Tin.\n1.200 lượt đọc", "Tin.\n1.201 lượt đọc"),
    ],
)
def test_what_means_nothing_reads_the_same(before, after):
    assert reads_same(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Clip đã đạt 1.200 lượt xem chỉ sau một ngày.", "Clip đã đạt 1.300 lượt xem chỉ sau một ngày."),
        ("Bán 5 tấn.", "Bán 6 tấn."),
        ("Bạn đọc", "Bán đọc"),
        ("Không.", "Không?"),
        ("bộ Nội vụ", "Bộ Nội vụ"),
    ],
)
def test_what_means_something_does_not(before, after):
    assert not reads_same(before, after)


TEXTS = st.text(st.sampled_from("ab 1,.\nÁáà/"), max_size=60)


@given(TEXTS, TEXTS)
def test_the_pieces_are_both_texts_whole(before, after):
    pieces = compare(before, after)
    assert "".join("".join(piece.before for piece in pieces).split()) == "".join(before.split())
    assert "".join("".join(piece.after for piece in pieces).split()) == "".join(after.split())
    assert all(piece.kind == "same" for piece in pieces) == reads_same(before, after)


def test_texts_beyond_comparing_are_one_edit_and_quick():
    before, after = (" ".join(f"{letter}{n % 7}" for n in range(3000)) for letter in "xy")
    assert [piece.kind for piece in compare(before, after)] == ["text"]


def test_a_publication_date_that_was_changed_is_an_edit_and_one_made_finer_is_none():
    dates = [("1", "2026-02-01"), ("2", "2026-02-01T08:00:00+07:00"), ("3", "2026-02-09T08:00:00+07:00")]
    assert edits_of([version("Một.")], dates) == (Edit("3", "date", dates[1][1], dates[2][1]),)


@pytest.fixture
def home(tmp_path):
    """An article in three versions, and captures between them that read the same."""
    texts = ["Mưa 30 mm.", "Mưa 30 mm.\nLượt xem: 8", "Mưa 40 mm.", "Mưa  40 mm.", "Mưa 30 mm."]
    with Catalog(tmp_path / "catalog.db") as catalog:
        for day, text in enumerate(texts, 1):
            capture = capture_of(day, "/a", day)
            catalog.add_captures([capture])
            date = published("2026-02-28" if day < 5 else "2026-02-27")
            catalog.add_readings([reading_of(capture, "Tin", *text.split("\n"), published=date)])
            settle(MAU, catalog)
    return tmp_path


def test_changes_are_a_view_of_the_versions(home):
    with Catalog.reader(home / "catalog.db") as catalog:
        versions = catalog.select("SELECT text FROM versions ORDER BY captured")
        changes = catalog.select("SELECT substr(changed, 9, 2) AS day, kind, before, after, url FROM changes")
    assert [row["text"] for row in versions] == ["Mưa 30 mm.", "Mưa 40 mm.", "Mưa 30 mm."]
    assert [tuple(row.values()) for row in changes] == [
        ("03", "figures", "30", "40", HOST + "/a"),
        ("05", "figures", "40", "30", HOST + "/a"),
        ("05", "date", "2026-02-28", "2026-02-27", HOST + "/a"),
    ]


def test_diff_shows_two_versions_in_words_and_as_json(home):
    shown = luuchieu("diff", HOST + "/a", "--home", home)
    chosen = luuchieu("diff", HOST + "/a", "--between", "1", "2026-03-04", "--home", home, "--json")
    wrong = luuchieu("diff", HOST + "/a", "--between", "1", "9", "--home", home)
    assert "Mưa [-40-] {+30+} mm." in shown.stdout.replace("-]{+", "-] {+")
    assert [tuple(edit.values())[1:] for edit in json.loads(chosen.stdout)["edits"]] == [("figures", "30", "40")]
    assert (shown.returncode, chosen.returncode, wrong.returncode) == (0, 0, 2)
    assert "no version '9'" in wrong.stderr
