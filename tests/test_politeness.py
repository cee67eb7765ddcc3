import gzip
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import UsageError
from archive.home import Home
from archive.http1 import parse_head
from archive.model import Exchange, Failure
from crawlers.contact import contact_of, user_agent
from crawlers.frontier.frontier import Frontier
from crawlers.frontier.tables import Lease
from crawlers.politeness import DAY, HOUR, Guest, Retry, retry, retry_after, temporary
from crawlers.robots import LARGEST, policy_of, redirect_of, robots_url, rules_of
from pipelines.agency import Agency, Politeness
from tests.test_wrong_input import told

SITE = "https://cebid.vn"
STARTED = "2026-11-22T01:25:17.000000Z"
NOW = 1795310717.0


def answer(status: int, body: bytes = b"", *lines: bytes, url: str = f"{SITE}/robots.txt") -> Exchange:
    head = b"\r\n".join([b"HTTP/1.1 %d X" % status, *lines])
    return Exchange(url, STARTED, b"", io.BytesIO(head + b"\r\n\r\n" + body))


def failure(reason) -> Exchange:
    return Exchange(f"{SITE}/robots.txt", STARTED, b"", None, failure=Failure(reason, ""))


def allowed(robots: str | bytes, *paths: str) -> list[bool]:
    rules = rules_of(robots if isinstance(robots, bytes) else robots.encode())
    return [rules.can_fetch(SITE + path, "luuchieu") for path in paths]


ROBOTS = {
    "nothing": ("", "/", ""),
    "all": ("User-agent: *\nDisallow: /", "/robots.txt", "/ /a"),
    "none": ("User-agent: *\nDisallow:", "/a", ""),
    "longest match": ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c /b", "/a/c"),
    "longest match, other order": ("User-agent: *\nAllow: /a/b\nDisallow: /a/b/c", "/a/b/d", "/a/b/c/d"),
    "allow wins a tie": ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", ""),
    "wildcards": ("User-agent: *\nDisallow: /*/in-tin\nDisallow: /*.doc$", "/a.docx", "/x/in-tin/ /a.doc"),
    "case counts in paths": ("User-agent: *\nDisallow: /Tin", "/tin", "/Tin"),
    "queries": ("User-agent: *\nDisallow: /*?print=", "/a?p=1", "/a?print=1"),
    "Vietnamese as written": ("User-agent: *\nDisallow: /nội-bộ/", "/noi-bo/", "/n%E1%BB%99i-b%E1%BB%99/x"),
    "Vietnamese escaped": ("User-agent: *\nDisallow: /n%e1%bb%99i", "/noi", "/n%E1%BB%99i"),
    "an escaped slash is none": ("User-agent: *\nDisallow: /a%2Fb", "/a/b", "/a%2Fb"),
    "our group": ("User-agent: *\nDisallow: /\n\nUser-agent: LuuChieu\nDisallow: /x", "/a", "/x"),
    "our group with a version": ("User-agent: *\nDisallow: /\nUser-agent: luuchieu/2.0 # us\nAllow: /", "/a", ""),
    "our group twice": ("User-agent: luuchieu\nDisallow: /x\n\nUser-agent: luuchieu\nDisallow: /y", "/z", "/x /y"),
    "a shared group": ("User-agent: a\nUser-agent: luuchieu\nDisallow: /x\nUser-agent: *\nDisallow: /", "/a", "/x"),
    "who begins like us": ("User-agent: luu\nDisallow: /\nUser-agent: *\nDisallow: /x", "/a", "/x"),
    "who has our name within": ("User-agent: luuchieu-news\nDisallow: /", "/a", ""),
    "somebody else": ("User-agent: khac\nDisallow: /", "/a", ""),
    "comments and other lines": ("# xin chào\nUser-agent: * # tất cả\nDisallow: /x # y\nFoo: bar", "/y", "/x"),
    "old line ends": ("User-agent: *\rDisallow: /x\r", "/y", "/x"),
    "a page in place of rules": ("<html><body>Disallow: / trang chủ</body></html>", "/a", ""),
}


@pytest.mark.parametrize(("robots", "open_paths", "closed_paths"), ROBOTS.values(), ids=ROBOTS)
def test_rules_are_read_by_the_standard(robots, open_paths, closed_paths):
    may, may_not = open_paths.split(), closed_paths.split()

    assert allowed(robots, *may, *may_not) == [True] * len(may) + [False] * len(may_not)


def test_a_byte_order_mark_and_stray_bytes_do_no_harm():
    assert allowed(b"\xef\xbb\xbfUser-agent: *\nDisallow: /x", "/x", "/y") == [False, True]
    assert allowed(b"# \xff\xfe\nUser-agent: *\nDisallow: /x", "/x", "/y") == [False, True]


def test_five_hundred_kibibytes_are_read():
    rule = b"User-agent: *\nDisallow: /x\n"
    padding = b"#" * (LARGEST - len(rule) - 1) + b"\n"

    assert allowed(padding + rule, "/x") == [False]
    assert allowed(padding + b"#\n" + b"#" * len(rule) + b"\n" + rule, "/x") == [True]


VERDICTS = {
    200: "rules", 301: "allow", 304: "allow", 400: "allow", 401: "allow", 403: "allow", 404: "allow",
    410: "allow", 429: "unreachable", 500: "unreachable", 503: "unreachable", 599: "unreachable",
}  # fmt: skip


def test_of_a_robots_txt_as_long_as_a_film_the_beginning_holds():
    """It was called cut off, and asked for again and again."""
    policy = policy_of(SITE, answer(200, b"User-agent: *\nDisallow: /x\n" + b"#" * (17 << 20)))

    assert policy is not None
    assert (policy.allows(f"{SITE}/x"), policy.allows(f"{SITE}/y")) == (False, True)


@pytest.mark.parametrize(("status", "verdict"), VERDICTS.items())
def test_the_status_decides_where_there_are_no_rules(status, verdict):
    policy = policy_of(SITE, answer(status, b"User-agent: *\nDisallow: /x"))

    assert policy is not None
    assert (policy.origin, policy.verdict, policy.learned) == (SITE, verdict, NOW)
    expected = {"rules": [True, False], "allow": [True, True], "unreachable": [False, False]}[verdict]
    assert [policy.allows(f"{SITE}/{path}") for path in "ax"] == expected


@pytest.mark.parametrize("truncated", ["disconnect", "time", "length", "unspecified"])
def test_rules_that_break_off_forbid_all_for_now_but_beyond_what_is_read(truncated):
    """What was lost of them was fetched."""
    half, long = answer(200, b"User-agent: *\n"), answer(200, b"User-agent: *\nDisallow: /x\n" + b"#" * LARGEST)
    missing = answer(404, b"<h1>Khong")
    policies = [policy_of(SITE, replace(one, truncated=truncated)) for one in (half, long, missing)]

    assert [policy.verdict for policy in policies if policy] == ["unreachable", "rules", "allow"]


def test_rules_whose_compression_breaks_off_forbid_all_for_now():
    """The half that could be unpacked passed for the whole, and what the rest forbids was fetched."""
    rules = gzip.compress(b"User-agent: *\n" + b"".join(b"Disallow: /%d\n" % one for one in range(2000)))
    whole, half = (answer(200, data, b"Content-Encoding: gzip") for data in (rules, rules[: len(rules) // 2]))
    policies = [policy_of(SITE, whole), policy_of(SITE, half), policy_of(SITE, half, is_all=True)]

    assert [policy.verdict for policy in policies if policy] == ["rules", "unreachable", "rules"]


@pytest.mark.parametrize("reason", ["dns", "tls", "timeout", "connection-refused"])
def test_no_answer_forbids_all_for_now(reason):
    policy = policy_of(SITE, failure(reason))

    assert policy is not None
    assert (policy.verdict, policy.allows(f"{SITE}/a")) == ("unreachable", False)


def test_an_address_that_is_refused_to_us_refuses_all():
    policy = policy_of(SITE, failure("address-refused"))

    assert policy is not None
    assert (policy.verdict, policy.allows(f"{SITE}/a"), policy.refusal) == ("refused", False, "address-refused")


def test_five_redirects_are_followed():
    moved = answer(301, b"", b"Location: //www.cebid.vn/robots.txt")

    assert [policy_of(SITE, moved, hops) for hops in range(5)] == [None] * 5
    ended = policy_of(SITE, moved, 5)
    assert ended is not None
    assert ended.verdict == "allow"


@pytest.mark.parametrize(
    ("exchange", "target"),
    [
        (answer(302, b"", b"Location: /m\xe1\xbb\x9bi"), f"{SITE}/m%E1%BB%9Bi"),
        (answer(307, b"", b"Location: http://nawapi.gov.vn/a#b"), "http://nawapi.gov.vn/a#b"),
        (answer(302, b"", b"Location: http://[bad"), None),
        (answer(302), None),
        (answer(200, b"", b"Location: /a"), None),
        (answer(300, b"", b"Location: /a"), None),
        (failure("dns"), None),
    ],
)
def test_where_a_redirect_leads(exchange, target):
    assert redirect_of(exchange) == target


def test_robots_stand_at_the_root_of_scheme_host_and_port():
    assert robots_url("http://cebid.vn:8080/a/b?c") == "http://cebid.vn:8080/robots.txt"


AFTER = {
    b"120": 120,
    b" 0 ": 0,
    b"99999999": DAY,
    b"Sun, 22 Nov 2026 01:27:17 GMT": 120,
    b"Sunday, 22-Nov-26 01:27:17 GMT": 120,
    b"Sun Nov 22 01:27:17 2026": 120,
    b"Sun, 22 Nov 2026 08:27:17 +0700": 120,
    b"Sat, 21 Nov 2026 01:27:17 GMT": 0,
    b"Sun, 22 Nov 2099 01:27:17 GMT": DAY,
    b"": None,
    b"-5": None,
    b"1.5": None,
    b"soon": None,
    b"\xff": None,
    "１２".encode(): None,
}


@pytest.mark.parametrize(("value", "seconds"), AFTER.items(), ids=map(repr, AFTER))
def test_retry_after(value, seconds):
    assert retry_after(parse_head(b"HTTP/1.1 503 X\r\nRetry-After: " + value + b"\r\n\r\n"), NOW) == seconds


@given(st.binary(max_size=40).filter(lambda value: not {b"\r"[0], b"\n"[0]} & set(value)))
def test_no_retry_after_is_longer_than_a_day(value):
    seconds = retry_after(parse_head(b"HTTP/1.1 503 X\r\nRetry-After: " + value + b"\r\n\r\n"), NOW)

    assert seconds is None or 0 <= seconds <= DAY


def test_pauses_grow_and_end():
    times = [retry("timeout", attempts, NOW) for attempts in range(1, 10)]

    assert times[:3] == [Retry(NOW + pause, None) for pause in (5, 30, 120)]
    assert times[3:8] == [Retry(None, NOW + pause) for pause in (20 * HOUR, 3 * DAY, 7 * DAY, 21 * DAY, 60 * DAY)]
    assert times[8] == Retry(None, None)
    assert retry("tls", 1, NOW) == Retry(None, NOW + 20 * HOUR)
    assert retry("address-refused", 1, NOW) == Retry(None, None)


def test_which_answers_are_failures():
    temporaries = {status: temporary(status) for status in (200, 304, 401, 403, 404, 408, 410, 429, 500, 503)}

    assert {status for status, reason in temporaries.items() if reason} == {408, 429, 500, 503}
    assert temporaries[503] == "http-503"


def test_the_user_agent_says_who_and_where_to_write():
    assert re.fullmatch(
        r"luuchieu/[\w.]+ \(\+https://example\.vn/luuchieu\)", user_agent("https://example.vn/luuchieu")
    )
    assert re.fullmatch(r"luuchieu/[\w.]+", user_agent(""))
    with pytest.raises(UsageError, match="contact = 'Thư viện'"):
        user_agent("Thư viện")
    with pytest.raises(UsageError, match="contact"):
        user_agent("a\r\nX: y")


def test_a_contact_of_the_environment_that_no_header_can_carry_is_named_by_whoever_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Only the crawl's child refused it, and as `contact =`, after rehearsal and a check without a word."""
    monkeypatch.setenv("LUUCHIEU_CONTACT", "Thư viện")
    home = Home(tmp_path / "home").create()
    (home.agencies / "mau.toml").write_text('name = "Mẫu"\nurl = "https://mau.gov.vn/"\n')
    (home.agencies / "hai.toml").write_text(
        'name = "Hai"\nurl = "https://hai.gov.vn/"\ncontact = "mailto:a@example.vn"\n'
    )

    for words in (["crawl", "mau"], ["crawl", "mau", "--dry-run"], ["agency", "check", "mau"]):
        code, said = told(*words, "--home", home.root)
        assert (code, "LUUCHIEU_CONTACT='Thư viện' goes into the User-Agent header" in said) == (2, True), said
    assert told("agency", "check", "hai", "--home", home.root)[0] == 0


def test_the_agencys_own_contact_comes_first(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LUUCHIEU_CONTACT", " mailto:b@example.vn ")
    agency = Agency("mau", "Mẫu", "https://mau.gov.vn/")
    assert contact_of(agency) == contact_of(None) == "mailto:b@example.vn"
    assert contact_of(replace(agency, contact="mailto:a@example.vn")) == "mailto:a@example.vn"


@pytest.fixture
def frontier(tmp_path):
    opened = Frontier.open(tmp_path / "frontier.db")
    yield opened
    opened.close()


def guest(frontier, **politeness) -> Guest:
    return Guest(Agency("cebid", "CEBID", SITE, politeness=Politeness(**politeness)), frontier)


ROBOTS_LEASE = Lease(f"{SITE}/robots.txt", "robots", 0, 1)


def test_no_retry_after_is_beyond_us():
    head = parse_head(b"HTTP/1.1 503 X\r\nRetry-After: Mon, 1 Jan 2026 0:0:0 5999999999999\r\n\r\n")
    assert retry_after(head, NOW) is None


def test_a_policy_is_good_for_a_day(frontier):
    ours = guest(frontier, max_crawl_delay=10.0)
    ours.asking.add(SITE)
    robots = answer(200, b"User-agent: *\nDisallow: /x\nCrawl-delay: 60")
    policy = ours.learn(ROBOTS_LEASE, robots, 0, NOW)

    assert ours.policy(f"{SITE}/a", NOW + DAY - 1) is policy is not None
    assert ours.policy(f"{SITE}/a", NOW + DAY) is None
    assert ours.policy(f"{SITE}/a", NOW - DAY) is None  # learned by a clock that was ahead
    assert ours.policy("http://cebid.vn/a", NOW) is None
    assert ours.crawl_delay(f"{SITE}/a", NOW) == 10.0
    assert (ours.asking, frontier.holds(NOW)) == (set(), {})


def test_a_redirect_is_followed_before_anything_is_learned(frontier):
    ours = guest(frontier)
    ours.asking.add(SITE)

    assert ours.learn(ROBOTS_LEASE, answer(301, b"", b"Location: /r.txt"), 0, NOW) is None
    assert (ours.asking, ours.policy(SITE, NOW)) == ({SITE}, None)


def test_an_origin_that_cannot_be_asked_is_held_and_asked_again(frontier):
    ours = guest(frontier)
    ours.asking.add(SITE)
    ours.learn(ROBOTS_LEASE, failure("timeout"), 0, NOW)

    assert (ours.asking, ours.policy(SITE, NOW)) == (set(), None)
    assert frontier.holds(NOW) == {SITE: (NOW + 5, "robots-unreachable")}


@pytest.mark.parametrize(
    ("exchange", "pause"),
    [
        (answer(503, b"", b"Retry-After: 40"), 40),
        (answer(429, b"", b"Retry-After: 40"), 40),
        (answer(429), 5),
        (answer(503), None),
        (answer(500, b"", b"Retry-After: 40"), None),
        (failure("timeout"), None),
    ],
)
def test_a_host_that_asks_for_a_pause_gets_it(frontier, exchange, pause):
    until = guest(frontier).heed(Lease(f"{SITE}/a", "page", 0, 1), exchange, NOW)

    assert until == (None if pause is None else NOW + pause)
    assert [until for until, _ in frontier.holds(NOW).values()] == ([] if pause is None else [NOW + pause])


@pytest.mark.parametrize(("later", "until"), [(0, 40), (7, 40), (-7, 33)], ids=["at once", "later", "clock put back"])
def test_a_pause_is_counted_from_the_answer(frontier, later, until):
    asked = answer(429, b"", b"Retry-After: 40")

    assert guest(frontier).heed(Lease(f"{SITE}/a", "page", 0, 1), asked, NOW + later) == NOW + until


def test_a_host_that_is_always_asked_too_much_is_left_alone_beyond_a_crawls_patience(frontier):
    pauses = [
        guest(frontier).heed(Lease(f"{SITE}/a", "page", 0, attempts), answer(429), NOW) - NOW
        for attempts in (1, 2, 3, 4, 5)
    ]

    assert pauses == [5, 30, 120, 3600, 3600]
