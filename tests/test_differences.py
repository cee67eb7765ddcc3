"""What a reindex says that it changed: titles, dates and texts apart, of texts the lines."""

import json

import pytest

from archive.catalog import Catalog
from crawlers.rereading import AsJson, InWords
from pipelines.agency_file import parse_agency
from pipelines.differences import Difference, differences_since, keep_before, lines_changed
from pipelines.reread import Reread
from pipelines.settling.settle import settle
from tests.readings import AGENCY, HOST, capture_of, published, reading_of

MAU = parse_agency(AGENCY, f'name = "Mẫu"\nurl = "{HOST}/"\n', "mau.toml")
LONG = "Đoàn công tác đã khảo sát các giếng khoan tại xã và lấy mẫu nước phục vụ chương trình quan trắc. " * 4


@pytest.fixture
def catalog(tmp_path):
    with Catalog(tmp_path / "catalog.db") as catalog:
        yield catalog


def read(catalog, **pages):
    """Read a page as told, by its name; of None, not as an article any more."""
    for number, (name, told) in enumerate(pages.items()):
        capture = capture_of(number, f"/{name}/")
        title, day, *lines = told or (None, None)
        outcome = "article" if told else "listing"
        catalog.add_captures([capture])
        date = published(day) if day else None
        catalog.add_readings([reading_of(capture, title, *lines, outcome=outcome, published=date)])
    settle(MAU, catalog)


def test_titles_dates_and_texts_are_told_apart(catalog, tmp_path):
    read(catalog, a=("Cũ", None, "Nước."), b=("B", None, "Đất."), c=("C", None, "Hồ."), d=None, e=("E", None, "Ao."))
    kept = keep_before(catalog, AGENCY, tmp_path / "before" / "mau.db")
    read(
        catalog,
        a=("Mới", None, "Nước."),
        b=("B", "2020-01-02", "Đá."),
        c=None,
        d=("D", None, "Ao."),
        e=("E", None, "Ao."),
    )

    found = list(differences_since(catalog, AGENCY, tmp_path / "before" / "mau.db"))

    assert kept is False
    assert found == [
        Difference("mau", HOST + "/a/", "title", "Cũ", "Mới"),
        Difference("mau", HOST + "/b/", "published", None, "2020-01-02"),
        Difference("mau", HOST + "/b/", "text", "Đất.", "Đá."),
        Difference("mau", HOST + "/c/", "dropped", "C", None),
        Difference("mau", HOST + "/d/", "new", None, "D"),
    ]


def test_what_was_kept_before_a_reindex_that_did_not_end_stays(catalog, tmp_path):
    read(catalog, a=("Cũ", None, "Nước."))
    first = keep_before(catalog, AGENCY, tmp_path / "mau.db")
    read(catalog, a=("Mới", None, "Nước."))

    again = keep_before(catalog, AGENCY, tmp_path / "mau.db")

    assert (first, again) == (False, True)
    assert [one.before for one in differences_since(catalog, AGENCY, tmp_path / "mau.db")] == ["Cũ"]


@pytest.mark.parametrize(
    ("before", "after", "left", "came"),
    [
        ("Một\nHai\nBa", "Một\nBa\nBốn", "Hai", "Bốn"),
        ("Một\nMột\nHai", "Một\nHai", "Một", ""),
        ("Một\nHai\nBa", "Hai\nMột\nBa", "Một\nHai", "Hai\nMột"),
        ("1\n2\n3\n4\n5", "", "1\n2\n3\n…", ""),
        (f"{LONG}cũ", f"Khác\n{LONG}mới", f"…{LONG[-40:]}cũ", f"Khác\n…{LONG[-40:]}mới"),
    ],
    ids=["other lines", "a line that stood twice", "another order", "many lines", "the end of a long line"],
)
def test_of_texts_the_first_lines_that_left_and_came(before, after, left, came):
    assert lines_changed(before, after) == (left, came)


def test_an_excerpt_is_bounded():
    left, came = lines_changed("\n".join(f"{n} {LONG}" for n in range(90)), LONG * 90)

    assert max(map(len, (*left.splitlines(), *came.splitlines()))) <= 162


def test_a_person_is_told_the_first_of_each_kind_with_their_urls(capsys):
    titles = [Difference("mau", f"{HOST}/{n}/", "title", "Cũ", "Mới") for n in range(25)]
    text = Difference("mau", f"{HOST}/a/", "text", "Lượt xem: 7", "Một\nHai")

    in_words = InWords()
    for one in (*titles, text):
        in_words.tell(one)
    in_words.end(Reread(30, resumed=("mau",)))

    told = capsys.readouterr().out.splitlines()
    assert told[:2] == ["mau  title: 'Cũ' → 'Mới'", f"  {HOST}/0/"]
    assert told[40:] == [
        "… and 5 more × title (--json lists all)",
        f"mau  text: {HOST}/a/",
        "  - Lượt xem: 7",
        "  + Một",
        "  + Hai",
        "mau: carried on with what was stopped; the differences are those to before that began",
        "mau: 1 × text",
        "mau: 25 × title",
        "30 captures read, 26 differences",
    ]


def test_json_has_every_difference_and_what_was_carried_on_with(capsys):
    as_json = AsJson()
    as_json.tell(Difference("mau", f"{HOST}/a/", "text", "Cũ", ""))
    as_json.end(Reread(1, resumed=("mau",)))

    one, summary = map(json.loads, capsys.readouterr().out.splitlines())
    assert (one["before"], one["after"], one["url"]) == ("Cũ", "", f"{HOST}/a/")
    assert summary == {
        "read": 1,
        "differences": [{"agency": "mau", "what": "text", "count": 1}],
        "resumed": ["mau"],
    }
