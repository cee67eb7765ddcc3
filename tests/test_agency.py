"""Agency files: what loads, what overrides, and that every mistake is named with its place and the nearest key."""

import datetime as dt
import re
from pathlib import Path

import pytest

from archive.errors import AgencyFileError, UsageError
from crawlers.agencies import SHIPPED
from crawlers.schedule import interval
from pipelines.agency import Agency, Discovery, Expect, Host, Keep, Layout, Politeness, Tls
from pipelines.agency_file import find_agency, load_agencies, load_agency, parse_agency, valid_keys
from pipelines.discovery.scope import classify

DOCS = Path(__file__).parent.parent / "docs" / "agencies.md"
SHORT = 'name = "Mẫu"\nurl = "https://mau.gov.vn/"\n'

WHOLE = """
name = "Chi cục Đo lường mẫu"
url = "https://mau.gov.vn/"
contact = "vanthu@mau.gov.vn"
notes = "Trang cũ chạy đến 2025."
seeds = ["/van-ban/", "https://mau.gov.vn/thong-bao/"]
article = ['/\\d+-[a-z-]+\\.html$']
exclude = ['/tag/']
allow_private_address = true
schedule = "6h"

[[hosts]]
name = "mau.vn"
since = 2015-01-01
until = 2025-03-01

[discovery]
ways = ["listings"]
feeds = ["/rss/tin.rss"]
sitemaps = ["/so-do.xml"]
listings = ["/tin-tuc/"]
pagination = "page/{n}/"
max_depth = 3
per_pattern = 50

[politeness]
delay = 0
concurrency = 4
max_crawl_delay = 12.5
timeout = 60

[[layouts]]
until = 2020-12-31
body = "div.bai-viet"
title = "h1"
date = "span.ngay"
drop = ["div.lien-quan"]
drop_lines = ['^Lượt xem']

[[layouts]]
body = "article"

[expect]
min_articles = 100
max_silent_days = 14

[tls]
accept = "incomplete-chain"
why = "Máy chủ không gửi chứng thư trung gian."

[keep]
images = false
"""


def test_every_key_is_read():
    assert parse_agency("mau", WHOLE, "mau.toml") == Agency(
        slug="mau",
        name="Chi cục Đo lường mẫu",
        url="https://mau.gov.vn/",
        contact="vanthu@mau.gov.vn",
        notes="Trang cũ chạy đến 2025.",
        seeds=("/van-ban/", "https://mau.gov.vn/thong-bao/"),
        hosts=(Host("mau.vn", dt.date(2015, 1, 1), dt.date(2025, 3, 1)),),
        article=(r"/\d+-[a-z-]+\.html$",),
        exclude=("/tag/",),
        allow_private_address=True,
        schedule="6h",
        discovery=Discovery(
            ways=("listings",),
            feeds=("/rss/tin.rss",),
            sitemaps=("/so-do.xml",),
            listings=("/tin-tuc/",),
            pagination="page/{n}/",
            max_depth=3,
            per_pattern=50,
        ),
        politeness=Politeness(delay=0.0, concurrency=4, max_crawl_delay=12.5, timeout=60.0),
        layouts=(
            Layout("div.bai-viet", "h1", "span.ngay", ("div.lien-quan",), ("^Lượt xem",), dt.date(2020, 12, 31)),
            Layout("article"),
        ),
        expect=Expect(100, 14),
        tls=Tls("incomplete-chain", "Máy chủ không gửi chứng thư trung gian."),
        keep=Keep(images=False),
        source_text=WHOLE,
    )


def test_name_and_url_are_enough():
    assert parse_agency("mau", SHORT, "mau.toml") == Agency("mau", "Mẫu", "https://mau.gov.vn/", source_text=SHORT)


MISTAKES = {
    'urll = "x"': ":3: urll is no key of an agency file; did you mean 'url'?",
    "[politeness]\ndelya = 1": ":4: politeness.delya is no key of an agency file; did you mean 'delay'?",
    "delay = 1": ":3: delay is no key of an agency file; did you mean 'politeness.delay'?",
    '[politeness]\ndelay = "1"': ":4: politeness.delay must be a number, not '1'",
    "[politeness]\ndelay = -1": ":4: politeness.delay must not be negative, nor longer than 3600 seconds: -1.0",
    "[politeness]\nconcurrency = true": ":4: politeness.concurrency must be a whole number, not True",
    "[politeness]\nconcurrency = 0": ":4: politeness.concurrency must be greater than zero, and finite: 0",
    "article = ['(a']": ":3: article is no regular expression (missing ), unterminated subpattern at position 0): '(a'",
    'exclude = "/tag/"': """:3: exclude must be a list, ["…", "…"], not '/tag/'""",
    '[[layouts]]\nbody = "div["': ":4: layouts.body is no CSS selector (Expected ident or '*', got <EOF at 4>): 'div['",
    "[layouts]\nbody = 1": ":3: layouts must be tables, [[layouts]], not {'body': 1}",
    '[tls]\naccept = "expird"': ":4: tls.accept is 'expird', must be one of incomplete-chain, expired, self-signed, "
    "wrong-host; did you mean 'expired'?",
    '[tls]\naccept = "expired"': ":4: tls.accept needs a `why` beside it: the archive must say why an unverified chain "
    "was accepted",
    '[[hosts]]\nname = "https://a.vn"': ":4: hosts.name is no host name (write news.example.vn, without https://): "
    "'https://a.vn'",
    '[[hosts]]\nname = "a.vn"\nsince = 2025-01-02\nuntil = 2024-01-01': ":6: hosts.until lies before `since`",
    'schedule = "dayly"': ":3: schedule must be adaptive, hourly, daily, weekly, never or like 30m, 6h, 2d: 'dayly'",
    '[discovery]\npagination = "/page/"': ":4: discovery.pagination must hold {n} once, where the page's number goes "
    "(/page/{n}/): '/page/'",
    '[discovery]\nways = ["wordpres"]': ":4: discovery.ways is 'wordpres', must be one of wordpress, feeds, sitemaps, "
    "listings, links; did you mean 'wordpress'?",
    'hosts = ["a.vn"]': ":3: hosts must be tables, [[hosts]], not 'a.vn'",
    '[[hosts]]\nname = "a.vn"\nsince = "2025-01-02"': ":5: hosts.since must be a day without quotes, 2025-03-01, "
    "not '2025-01-02'",
    "[[layouts]]\nuntil = 2025-01-02T03:04:05Z": ":4: layouts.until must be a day without quotes, 2025-03-01, "
    "not 2025-01-02 03:04:05+00:00",
    '[discovery]\nlistings = ["tin-tuc"]': ":4: discovery.listings is no http or https URL: 'tin-tuc'",
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_with_line_key_and_what_would_be_right(mistake: str):
    with pytest.raises(AgencyFileError) as raised:
        parse_agency("mau", SHORT + mistake, "agencies/mau.toml")
    assert str(raised.value) == "agencies/mau.toml" + MISTAKES[mistake]


def test_broken_toml_names_the_line():
    with pytest.raises(AgencyFileError, match=r"mau\.toml: not valid TOML: .*line 3"):
        parse_agency("mau", SHORT + "notes = \n", "mau.toml")


@pytest.mark.parametrize("missing", ["name", "url"])
def test_what_must_be_given(missing: str):
    text = "".join(line for line in SHORT.splitlines(keepends=True) if not line.startswith(missing))
    with pytest.raises(AgencyFileError, match=f"mau.toml: {missing} is missing; it must be given"):
        parse_agency("mau", text, "mau.toml")


@pytest.mark.parametrize("slug", ["Mẫu", "a b", "", "-a"])
def test_a_slug_is_a_plain_word(slug: str):
    with pytest.raises(AgencyFileError, match="is no slug"):
        parse_agency(slug, SHORT, "x.toml")


def test_the_users_file_overrides_the_shipped_one(tmp_path: Path):
    own = tmp_path / "agencies"
    own.mkdir()
    (own / "cebid.toml").write_text(SHORT)
    (own / "mau.toml").write_text(SHORT)
    agencies = load_agencies(SHIPPED, own, tmp_path / "missing")
    assert {slug: agency.name for slug, agency in agencies.items() if agency.name == "Mẫu"} == {
        "cebid": "Mẫu",
        "mau": "Mẫu",
    }
    assert {"cebid", "nawapi", "quatest2"} <= agencies.keys()


def test_a_broken_file_stops_only_its_own_agency(tmp_path: Path):
    (tmp_path / "mau.toml").write_text(SHORT)
    (tmp_path / "hong.toml").write_text("name = 1")
    assert find_agency("mau", tmp_path) == load_agency(tmp_path / "mau.toml")
    with pytest.raises(AgencyFileError, match=r"hong\.toml:1: name must be text in quotes, not 1"):
        load_agencies(tmp_path)


def test_an_unknown_slug_names_the_nearest():
    with pytest.raises(UsageError, match=re.escape("no agency 'cebit'; did you mean 'cebid'? (known: cebid, nawapi, ")):
        find_agency("cebit", SHIPPED)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/tin-tuc-trung-tam/hoat-dong-cua-trung-tam/hoi-nghi-tong-ket/", "page"),
        ("/tin-tuc-trung-tam/hoat-dong-cua-trung-tam/page/2/", "pagination"),
        ("/tin-tuc-trung-tam/page/2/", "pagination"),
    ],
)
def test_nawapis_articles_are_told_from_its_listings(path: str, kind: str):
    found = classify(f"https://nawapi.gov.vn{path}", find_agency("nawapi", SHIPPED))
    assert found == (kind, 2 if kind == "page" else 3)


@pytest.mark.parametrize("schedule", ["hourly", "daily", "weekly", "30m", "6h", "2d"])
def test_schedules_that_load_can_be_kept(schedule: str):
    agency = parse_agency("mau", f'{SHORT}schedule = "{schedule}"', "mau.toml")
    assert interval(agency.schedule) > dt.timedelta()


def test_every_key_is_documented():
    documented = set(re.findall(r"^\| `([\w.]+)` ", DOCS.read_text(), re.MULTILINE))
    assert documented == set(valid_keys())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('seeds = ["/gioi-thieu/ban-do"]\nexclude = ["/gioi-thieu/"]', "mau.toml:3: seeds names https://mau.vn/gioi"),
        ('exclude = ["mau"]', "mau.toml:2: url names https://mau.vn/, which 'mau' in `exclude` keeps out"),
        (
            'exclude = ["/rss"]\n[discovery]\nfeeds = ["/rss/tin"]',
            "mau.toml:5: discovery.feeds names https://mau.vn/rss",
        ),
        (
            'exclude = ["tin"]\n[discovery]\nlistings = ["/tin"]',
            "mau.toml:5: discovery.listings names https://mau.vn/tin",
        ),
        ('seeds = ["https://khac.vn/"]', "mau.toml:3: seeds names https://khac.vn/, whose host is not the agency's"),
        ('[discovery]\nfeeds = ["//khac.vn/rss"]', "mau.toml:4: discovery.feeds names https://khac.vn/rss, whose host"),
        ('exclude = ["x$"]\n[discovery]\nsitemaps = ["/x"]', "mau.toml:5: discovery.sitemaps names https://mau.vn/x"),
    ],
)
def test_a_seed_that_is_excluded_is_an_error_but_not_in_an_old_record(tmp_path, text, message):
    path = tmp_path / "mau.toml"
    path.write_text(f'name = "Mẫu"\nurl = "https://mau.vn/"\n{text}\n')

    with pytest.raises(AgencyFileError, match=re.escape(message)) as raised:
        load_agency(path)

    assert str(raised.value).endswith("it would never be fetched")
    assert parse_agency("mau", path.read_text(), "as recorded").url == "https://mau.vn/"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('seeds = ["https://an:mat@mau.vn/a"]', "mau.toml:3: seeds cannot be used: a user name or password in a web"),
        ('[tls]\nwhy = "cũ"', "mau.toml:4: tls.why stands without `accept`: nothing is accepted"),
        ("[[layouts]]\nbody = 'a'\n[[layouts]]\nbody = 'b'", "mau.toml:3: layouts has more than one table without"),
    ],
)
def test_what_has_no_effect_is_an_error_but_not_in_an_old_record(tmp_path, text, message):
    path = tmp_path / "mau.toml"
    path.write_text(f'name = "Mẫu"\nurl = "https://mau.vn/"\n{text}\n')

    with pytest.raises(AgencyFileError, match=re.escape(message)):
        load_agency(path)

    assert parse_agency("mau", path.read_text(), "as recorded").url == "https://mau.vn/"


def test_a_seed_on_another_host_of_the_agency_is_none_of_its_mistakes(tmp_path):
    path = tmp_path / "mau.toml"
    hosts = "".join(f'[[hosts]]\nname = "{name}"\n' for name in ("khac.vn", "cu.vn")) + "until = 2020-01-01\n"
    seeds = '["https://www.khac.vn/a", "https://cu.vn/b", "/c", "http://www.mau.vn/d"]'
    path.write_text(f'name = "Mẫu"\nurl = "https://mau.vn/"\nseeds = {seeds}\n{hosts}')
    assert len(load_agency(path).seeds) == 4


def test_a_password_in_an_address_is_refused_and_said_of_no_old_record(tmp_path):
    """It was taken, nothing was asked for, and the file went into the archive with the password."""
    path = tmp_path / "mau.toml"
    path.write_text('name = "Mẫu"\nurl = "https://an:mat@mau.vn/"\n')
    with pytest.raises(AgencyFileError, match=r"mau\.toml:2: url cannot be used: a user name or password") as raised:
        load_agency(path)
    assert "mat@" not in str(raised.value)
    assert parse_agency("mau", path.read_text(), "as recorded").name == "Mẫu"


def test_a_file_as_windows_saves_it_is_read(tmp_path):
    """With the mark that Notepad begins files with: it was `Invalid statement (at line 1, column 1)`."""
    path = tmp_path / "mau.toml"
    path.write_bytes(b"\xef\xbb\xbf" + 'name = "Mẫu"\r\nurl = "https://mau.vn/"\r\n'.encode())
    agency = load_agency(path)
    assert (agency.name, agency.source_text) == ("Mẫu", 'name = "Mẫu"\nurl = "https://mau.vn/"\n')


def test_a_file_in_another_encoding_is_told_with_its_line(tmp_path):
    path = tmp_path / "mau.toml"
    path.write_bytes('# Việt\nname = "Trung tâm"\n'.encode("cp1258", "ignore"))
    with pytest.raises(AgencyFileError, match=r"mau\.toml:2: byte e2 is no UTF-8: save the file as UTF-8"):
        load_agency(path)
