"""The command `luuchieu read`: files and standard input in, one JSON object a page out."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.catalog import Catalog
from archive.errors import UsageError
from crawlers.commands.read import command

PAGES = Path(__file__).parent / "pages"
KEYS = {
    "file", "url", "title", "published", "published_precision", "published_evidence", "author", "credited_source",
    "section", "text", "text_normal", "lang", "encoding", "outcome", "reason", "attachments",
}  # fmt: skip


def read(*arguments, stdin=None):
    result = CliRunner().invoke(command, list(arguments), input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_one_json_object_a_page():
    names = [str(PAGES / name) for name in ("newspaper_sapo.html", "no_metadata.html")]

    rows = [json.loads(row) for row in read("--json", *names).output.splitlines()]

    assert [set(row) for row in rows] == [KEYS, KEYS]
    assert [row["file"] for row in rows] == names
    assert (rows[0]["url"], rows[0]["published"], rows[0]["published_precision"], rows[0]["published_evidence"]) == (
        "https://dongbung.example/nong-dan-trong-sen-hai-vu-102260228093004191.htm",
        "2026-02-28T09:30:00+07:00",
        "second",
        {"text": "2026-02-28T09:30:00", "where": "meta article:published_time"},
    )
    assert (rows[1]["url"], rows[1]["published"], rows[1]["published_evidence"]) == (None, None, None)


def test_standard_input_with_its_url():
    page = "<title>Một</title><body><p>Xem <a href='van-ban.pdf'>văn bản</a> kèm theo.</p></body>"

    row = json.loads(read("-", "--json", "--url", "https://coquan.example/tin/", stdin=page.encode()).output)

    assert (row["file"], row["url"], row["attachments"]) == (
        "-",
        "https://coquan.example/tin/",
        ["https://coquan.example/tin/van-ban.pdf"],
    )


def test_the_front_of_a_site_is_no_address_of_its_article_but_says_where_links_lead():
    told = "Sáng nay đoàn kiểm tra đã đo mực nước ở trạm số {}, rồi ghi kết quả vào sổ của trạm để so với năm ngoái."
    prose = "".join(f"<p>{told.format(n)}</p>" for n in (1, 2))
    page = (
        "<title>Đo mực nước sông Đồng Mô</title><link rel=canonical href='https://coquan.example'>"
        f"<body><h1>Đo mực nước sông Đồng Mô</h1><div>12/05/2020</div>{prose}<p><a href='/tep/so.pdf'>Sổ</a></p></body>"
    )

    row = json.loads(read("-", "--json", stdin=page.encode()).output)

    assert (row["outcome"], row["url"], row["published"], row["attachments"]) == (
        "article",
        None,
        "2020-05-12",
        ["https://coquan.example/tep/so.pdf"],
    )


def test_text_is_as_extracted_and_its_normal_form_beside_it():
    page = "<title>Một</title><body><h1>Một</h1><p>Công trình nằm trên Ðường Số Một, gần cầu Mẫu và chợ cũ.</p></body>"

    row = json.loads(read("-", "--json", stdin=page.encode()).output)

    assert row["text"] == "Công trình nằm trên Ðường Số Một, gần cầu Mẫu và chợ cũ."
    assert row["text_normal"] == "Công trình nằm trên Đường Số Một, gần cầu Mẫu và chợ cũ."


def test_people_see_title_date_with_evidence_and_text():
    output = read(str(PAGES / "opening_credit.html")).output

    assert output.splitlines()[:4] == [
        "Ban hành quy chuẩn mới về nước thải chăn nuôi",
        "2020-07-15T15:52:00+07:00  (from visible p.date: '15/07/2020 | 15:52')",
        "Hoàng Mai · moitruongmau.example",
        "article: dated prose",
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["khong-co.html"], "no file 'khong-co.html'"),
        ([""], "'' names no page: write a file, a web page"),
        ([str(PAGES)], "is a folder"),
        (["a.html", "b.html", "--url", "https://coquan.example/"], "read them one by one"),
        ([str(PAGES / "listing.html"), "--agency", "cebit"], "cebid"),
        ([str(PAGES / "listing.html"), "--url", "coquan"], "--url: not an absolute http or https URL: 'coquan'"),
        (["http://localhost:99999/tin"], "'http://localhost:99999/tin' .not a port: '99999'"),
        (["HTTPS://"], "not a web address: 'HTTPS://'"),
    ],
)
def test_wrong_input_gets_a_sentence_that_helps(arguments, words):
    with pytest.raises(UsageError, match=words):
        read(*arguments)


def test_a_canonical_link_without_a_host_is_no_address():
    page = "<link rel=canonical href=/tin/mot/><title>Một</title><body><p>Một dòng.</p></body>"

    assert json.loads(read("-", "--json", stdin=page.encode()).output)["url"] is None


def test_a_page_that_cannot_be_fetched_is_said_and_is_exit_code_3():
    ended = read("http://127.0.0.1:9/")

    assert (ended.exit_code, ended.stdout) == (3, "")
    assert ended.stderr.startswith("http://127.0.0.1:9/: address-refused")


def test_a_database_is_no_text(tmp_path: Path):
    """It was read as a page in UTF-16."""
    Catalog(tmp_path / "catalog.db").close()
    row = json.loads(read(str(tmp_path / "catalog.db"), "--json").output)
    assert (row["outcome"], row["reason"], row["text"]) == ("asset", "a SQLite database", "")
