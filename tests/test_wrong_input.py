"""What a person typed that cannot be meant, in any command: one sentence that names it as typed, exit code 2."""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.catalog import Catalog
from archive.home import Home
from crawlers.agency_draft import slug_of
from crawlers.commands import luuchieu
from crawlers.trouble import explained
from tests.agency_site import luuchieu as program


def told(*arguments: object) -> tuple[int, str]:
    """Exit code and sentence of a command, as `main` tells them; a traceback has neither."""
    result = CliRunner().invoke(luuchieu, list(map(str, arguments)))
    if result.exception is None or isinstance(result.exception, SystemExit):
        return result.exit_code, result.output
    error = explained(result.exception)
    assert error is not None, repr(result.exception)
    return error.exit_code, str(error)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home whose catalog holds nothing."""
    home = Home(tmp_path_factory.mktemp("empty") / "home").create()
    Catalog(home.catalog).close()
    return home


# URLs

TAKING_URLS = [
    ["show", "{}"],
    ["prove", "{}"],
    ["diff", "{}"],
    ["capture", "https://cebid.vn/tin", "{}"],
    ["capture", "{}", "--agency", "cebid"],
    ["read", "{}"],
    ["read", __file__, "--url", "{}"],
    ["agency", "add", "{}"],
    ["correct", "{}", "published=2019", "--because", "x"],
    ["withhold", "{}", "--because", "x"],
    ["release", "{}", "--because", "x"],
]
NO_URLS = [
    "https://",
    "https:///tin#a",
    "https://a.vn:99999/x",
    "HTTPS://a b.vn/",
    "http://[:]/x",
    "http://%ff.vn/",
    "https://a.vn/\udcff",
]


@pytest.mark.parametrize("arguments", TAKING_URLS, ids=" ".join)
@pytest.mark.parametrize("url", NO_URLS, ids=ascii)
def test_what_is_no_url_is_named_as_typed(empty: Home, arguments: list[str], url: str):
    code, said = told(*[word.format(url) for word in arguments], "--home", empty.root)

    assert (code, repr(url) in said) == (2, True), said


@pytest.mark.parametrize("row", ["urn:uuid:0199-ab", "mau:https://mau.vn/tin"])
@pytest.mark.parametrize("arguments", [one for one in TAKING_URLS if one[0] in ("show", "diff", "withhold")])
def test_who_names_a_row_where_a_url_is_wanted_is_told_what_takes_it(empty: Home, arguments: list[str], row: str):
    code, said = told(*[word.format(row) for word in arguments], "--home", empty.root)

    assert (code, said) == (
        2,
        f"{row} names a row, which `luuchieu prove` takes and whose URL it tells; here the URL is wanted",
    )


@pytest.mark.parametrize(("url", "slug"), [("http://[2001:db8::1]/", "2001-db8-1"), ("http://xn--a.vn/", "xn-a")])
def test_a_slug_is_made_of_hosts_that_spell_no_name(url: str, slug: str):
    assert slug_of(url) == slug


@pytest.mark.parametrize(
    "arguments",
    [
        ["search", "nước", "--section", "{}"],
        ["prove", "urn:uuid:{}"],
        ["withhold", "https://mau.vn/", "--because", "x", "--agency", "{}"],
    ],
    ids=" ".join,
)
def test_what_was_typed_in_another_encoding_is_named(empty: Home, arguments: list[str]):
    """A terminal of the nineties writes `Đất` so in TCVN3; it was a traceback."""
    typed = b"\xa7\xcat".decode("utf-8", "surrogateescape")

    ended = program(*[word.format(typed) for word in arguments], "--home", empty.root)

    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert "\\udca7\\udccat' is no UTF-8" in ended.stderr


# Periods


@pytest.mark.parametrize("arguments", [["search", "nước"], ["export", "cdxj"], ["export", "wacz", "a.wacz"]])
@pytest.mark.parametrize(("since", "until"), [("2021", "2020"), ("2020-03", "2020-02-29"), ("2021", "2020-12")])
def test_a_period_that_ends_before_it_begins_is_refused(empty: Home, arguments: list[str], since: str, until: str):
    """`search` said that nothing was found."""
    code, said = told(*arguments, "--since", since, "--until", until, "--home", empty.root)

    assert (code, said) == (2, f"--since {since} lies behind --until {until}: no day is in both")


@pytest.mark.parametrize(("since", "until"), [("2020-05", "2020"), ("2020", "2020-03"), ("2020-02-13", "2020-02-13")])
def test_a_period_of_one_day_and_one_inside_the_other_is_none_such(empty: Home, since: str, until: str):
    assert told("search", "nước", "--since", since, "--until", until, "--home", empty.root)[0] == 0


# Places


@pytest.fixture
def circle(tmp_path: Path) -> Path:
    """A link that leads to itself."""
    path = tmp_path / "circle"
    path.symlink_to(path)
    return path


@pytest.mark.parametrize(
    "arguments",
    [
        ["crawl", "cebid"],
        ["capture", "https://cebid.vn/tin"],
        ["import", __file__, "--agency", "cebid"],
        ["demo"],
    ],
)
def test_where_no_folder_can_be_made_no_home_is(arguments: list[str]):
    """Under /proc nothing is missing and nothing can be made: a traceback told so."""
    code, said = told(*arguments, "--home", "/proc/luu-chieu")

    assert (code, said.partition(":")[0]) == (2, "/proc/luu-chieu"), said


@pytest.mark.parametrize("arguments", [["status"], ["crawl", "cebid"], ["agency", "list"], ["rebuild", "--into", "{}"]])
@pytest.mark.parametrize("name", ["~nobody-of-this-name/home", "circle/home"])
def test_a_home_whose_name_leads_nowhere_is_named(circle: Path, arguments: list[str], name: str):
    home = Home(circle.parent / "home").create()
    place = name if name.startswith("~") else str(circle.parent / name)
    named = [word.format(place) for word in arguments]

    code, said = told(*named, "--home", home.root if place in named else place)

    assert (code, said.partition(":")[0]) == (2, place), said


def test_a_current_folder_that_is_gone_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    monkeypatch.delenv("LUUCHIEU_HOME", raising=False)
    gone.rmdir()
    try:
        code, said = told("status")
    finally:
        os.chdir(tmp_path)

    assert (code, said.partition(":")[0]) == (2, "luuchieu-home"), said


def test_where_no_file_can_be_made_none_is_exported(empty: Home):
    said = {told(*words, "--home", empty.root) for words in (["snapshot", "/proc/a"], ["export", "cdxj", "/proc/a"])}

    assert said == {(2, "/proc/a: no file can be made there; name another place")}


@pytest.mark.parametrize("arguments", [["search", "nước", "--limit"], ["verify", "--sample"], ["due", "--first"]])
def test_a_figure_that_no_database_takes_is_refused_and_the_largest_is_none(empty: Home, arguments: list[str]):
    refused, sentence = told(*arguments, 2**63, "--home", empty.root)
    code, _ = told(*arguments, 2**63 - 1, "--home", empty.root)

    assert (refused, code) == (2, 0)
    assert f"{2**63} is not in the range" in sentence


def test_a_file_that_the_program_itself_misses_is_no_fault_of_a_person():
    assert explained(FileNotFoundError(2, "No such file or directory", "/usr/share/missing")) is None


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (FileNotFoundError(2, "No usable temporary directory found in ['/tmp']"), 74, "make one of them writable"),
        (OSError("AF_UNIX path too long"), 2, "has too long a path for a socket: name one in $TMPDIR"),
    ],
)
def test_a_temporary_folder_that_cannot_be_used_is_told_in_a_sentence(error: OSError, code: int, told: str):
    """They ended with a traceback."""
    in_words = explained(error)
    assert in_words is not None
    assert (in_words.exit_code, told in str(in_words)) == (code, True)
