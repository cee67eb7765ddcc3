import json
import subprocess
import sys

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.catalog import Catalog
from archive.errors import UsageError
from archive.search import parse_query, search, snippet_of
from crawlers.commands.search import command
from pipelines.agency import Agency
from pipelines.settling.settle import settle
from tests.readings import HOST, capture_of, published, reading_of

ARTICLES = [
    ("/1", "Tặng quà cho bạn đọc", "Thư viện mở cửa.", "2026-01-05", "Tin tức"),
    ("/2", "Phiên chợ quê", "Người dân bán rau ở chợ.", "2026-02-05T08:00:00+07:00", "Đời sống"),
    ("/3", "Lễ hội Hòa Bình", "Bạn đọc và người bán sách gặp nhau.", "2025-12-31", "Tin tức"),
    ("/4", "Nghị định 155/2016/NĐ-CP", "Đường thuỷ nội địa, sông Đà.", None, None),
]


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    with Catalog(tmp_path_factory.mktemp("search") / "catalog.db") as catalog:
        for number, (url, title, text, day, section) in enumerate(ARTICLES):
            agency = "khac" if url == "/3" else "mau"
            capture = capture_of(number, url, agency=agency)
            date = published(day) if day else None
            catalog.add_captures([capture])
            catalog.add_readings([reading_of(capture, title, text, published=date, section=section)])
        for slug in ("mau", "khac"):
            settle(Agency(slug, slug, HOST), catalog)
        yield catalog


def urls(catalog, query, **filters):
    return {hit.url.removeprefix(HOST) for hit in search(catalog, query, **filters)}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("bạn", {"/1", "/3"}),
        ("bán", {"/2", "/3"}),
        ("ban", {"/1", "/2", "/3"}),
        ("BAN DOC", {"/1", "/3"}),
        ("bạn đọc", {"/1", "/3"}),
        ('"người bán"', {"/3"}),
        ('"bán người"', set()),
        ("hoà bình", {"/3"}),
        ("hòa bình", {"/3"}),
        ("hoa binh", {"/3"}),
        ("duong thuy", {"/4"}),
        ("đường thủy", {"/4"}),
        ("155/2016/NĐ-CP", {"/4"}),
        ("ngh*", {"/4"}),
        ("chợ OR thuyền", {"/2"}),
        ("bạn -bán", {"/1"}),
        ('ban -"ban rau"', {"/1", "/3"}),
        ("không-có-chữ-này", set()),
    ],
)
def test_query_finds(catalog, query, expected):
    assert urls(catalog, query) == expected


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"agency": "khac"}, {"/3"}),
        ({"since": "2026"}, {"/1", "/2"}),
        ({"until": "2026-01"}, {"/1", "/3"}),
        ({"since": "2026-02-05", "until": "2026-02-05"}, {"/2"}),
        ({"section": "tin tức"}, {"/1", "/3"}),
    ],
)
def test_filters(catalog, filters, expected):
    assert urls(catalog, "ban", **filters) == expected


def test_limit(catalog):
    assert len(search(catalog, "ban", limit=2)) == 2


def test_title_counts_more_than_text(catalog):
    assert [hit.url.removeprefix(HOST) for hit in search(catalog, "bạn đọc")] == ["/1", "/3"]


def test_hit_is_whole_and_highlights_the_original_spelling(catalog):
    (hit,) = search(catalog, "nguoi dan")
    assert (hit.url, hit.title, hit.published, hit.agency, hit.snippet) == (
        HOST + "/2",
        "Phiên chợ quê",
        "2026-02-05T08:00:00+07:00",
        "mau",
        "[Người] [dân] bán rau ở chợ.",
    )


def test_snippet_lies_around_the_match():
    text = "đầu " * 100 + "dòng sông\nĐà " + "cuối " * 100
    snippet = snippet_of(text, parse_query('"song da"'))
    assert "dòng [sông Đà] cuối" in snippet
    assert snippet.startswith("… đầu")
    assert snippet.endswith("cuối …")
    assert len(snippet) < 220


@pytest.mark.parametrize("query", ["", "  ", "-", "***", '""', "-không", "OR", "((", "'"])
def test_a_query_without_a_word_says_what_would_help(catalog, query):
    with pytest.raises(UsageError, match="nothing to look for"):
        search(catalog, query)


def test_a_malformed_day_is_refused(catalog):
    with pytest.raises(UsageError, match="13/2/2020"):
        search(catalog, "ban", since="13/2/2020")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from("abđạ\"*-()^:+{}NEAROR '\\%_,.;0"), max_size=30))
def test_no_query_is_a_syntax_error(catalog, query):
    try:
        search(catalog, query)
    except UsageError as error:
        assert "nothing to look for" in str(error)  # noqa: PT017


def test_searching_imports_neither_crawler_nor_reader():
    program = "import sys, crawlers.commands.search; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"scrapy", "trafilatura", "twisted", "lxml", "dateparser", "sqlite_utils"} & set(loaded)


def test_command_prints_json_lines_and_takes_minus_words(catalog):
    home = str(catalog.path.parent)
    result = CliRunner().invoke(command, ["--json", "--home", home, "bạn", "-bán"])
    assert json.loads(result.stdout) == {
        "url": HOST + "/1",
        "title": "Tặng quà cho bạn đọc",
        "published": "2026-01-05",
        "agency": "mau",
        "snippet": "Thư viện mở cửa.",
        "attachment": None,
    }


def test_command_names_the_nearest_option():
    with pytest.raises(UsageError, match="no option '--agenci'; did you mean '--agency'"):
        CliRunner().invoke(command, ["bạn", "--agenci", "mau"], catch_exceptions=False)


@pytest.mark.parametrize(
    ("section", "agency", "hint"),
    [
        ("tin tưc khác", [], "did you mean 'Tin tức'?"),
        ("nope", [], "there are such as 'Tin tức' or 'Đời sống'"),
        ("nope", ["--agency", "khac"], "there are such as 'Tin tức'"),
        ("Đời sống", ["--agency", "khac"], "there are such as 'Tin tức'"),
    ],
)
def test_a_section_that_no_article_stands_in_is_refused(catalog, section, agency, hint):
    home = str(catalog.path.parent)
    with pytest.raises(UsageError) as told:
        CliRunner().invoke(command, ["ban", "--section", section, *agency, "--home", home], catch_exceptions=False)
    assert str(told.value) == f"no article stands in a section {section!r}; {hint}"


def test_a_section_in_which_nothing_is_found_is_none_such(catalog):
    home = str(catalog.path.parent)
    assert CliRunner().invoke(command, ["sông Đà", "--section", "doi song", "--home", home]).exit_code == 0
