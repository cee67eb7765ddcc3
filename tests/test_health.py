"""A crawl's verdict and its schedule, as pure functions."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from archive.errors import UsageError
from archive.model import Claim
from crawlers.children import gravest
from crawlers.frontier.tables import Lease
from crawlers.health import Holdings, Tally, exit_code, missed
from crawlers.reception import Reception
from crawlers.schedule import interval, is_due
from pipelines.agency import Agency, Expect

NOW = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)
AGENCY = Agency("mau", "Mẫu", "https://mau.gov.vn/", expect=Expect(min_articles=10, max_silent_days=14))


def test_a_healthy_agency_misses_nothing():
    assert missed(AGENCY, Holdings(12, date(2026, 3, 1)), [Claim("api", 12)], NOW) == []


def test_too_few_articles_a_long_silence_and_a_claim_are_each_said():
    found = missed(AGENCY, Holdings(3, date(2026, 1, 5)), [Claim("api", 40), Claim("sitemap", 99)], NOW)

    assert found == [
        "3 articles in the catalog, at least 10 are expected",
        "no article newer than 2026-01-05; at most 14 silent days are expected",
        "the site's API claims 40 posts, the catalog holds 3 articles",
    ]


def test_nothing_dated_at_all_is_a_silence():
    quiet = replace(AGENCY, expect=Expect(max_silent_days=3000))

    assert missed(quiet, Holdings(1, None), [], NOW) == [
        "no article newer than ever; at most 3000 silent days are expected"
    ]


@pytest.mark.parametrize(
    ("tally", "findings", "attempted", "code"),
    [
        (Tally(captured=3, good=3), [], True, 0),
        (Tally(), [], False, 0),
        (Tally(captured=3, good=2, lost=1), [], True, 1),
        (Tally(captured=3, good=3), ["silence"], True, 1),
        (Tally(captured=1, good=0, lost=5), [], True, 3),
    ],
)
def test_exit_codes(tally: Tally, findings: list[str], attempted: bool, code: int):
    assert exit_code(tally, findings, attempted) == code


HOME = "http://mau.gov.vn/"


def leased(url: str, kind: str = "page", captured: str | None = None, found_on: str | None = HOME) -> Lease:
    announces = not url or kind != "page"
    return Lease(HOME + url, kind, 0, 1, found_on if url else None, captured=captured, announces=announces)


@pytest.mark.parametrize(
    ("asked", "good"),
    [
        ([(leased("tin"), 200), (leased("tin"), 304), (leased("cũ"), 302)], 3),
        ([(leased("rss", "feed"), 404), (leased("robots.txt", "robots"), 200)], 0),
        ([(leased("tin"), 404), (leased("rss", "feed"), 404)], 1),
        ([(leased("tin", captured="2026-01-01"), 410), (leased("rss", "feed", captured="2026-01-01"), 404)], 2),
        ([(leased("rss", "feed", captured="2026-01-01"), 404), (leased(""), 404)], 0),
        ([(leased("rss", "feed", captured="2026-01-01"), 404), (leased("tin", captured="2026-01-01"), 403)], 0),
    ],
    ids=["pages", "no feed", "a dead link", "gone", "gone with the home page", "gone beside a denial"],
)
def test_what_tells_what_was_asked(asked: list[tuple[Lease, int]], good: int):
    reception = Reception()
    for lease, status in asked:
        reception.hear(lease, status)
    assert reception.good == good


def test_what_a_site_denies_is_said_where_it_is_more_than_it_gives():
    reception = Reception()
    asked = [("", 403), ("a", 403), ("b", 401), ("c", 404), ("d", 200)]
    for url, status in asked:
        reception.hear(leased(url), status)
    reception.hear(leased("rss", "feed"), 403)

    home = "http://mau.gov.vn/ answers 403: nothing can be found from there"
    assert list(reception.told(2)) == [home]
    assert list(reception.told(1)) == [
        home,
        "of the pages asked for the site denied 2 (1 with 401, 1 with 403) and gave 1",
    ]


def test_what_was_denied_before_is_no_news_unless_it_is_a_seed():
    """Under cron a page for members alone was due every other night, and each time the site gave nothing."""
    members, closed, home = Reception(), Reception(), Reception()
    members.hear(leased("hội-viên"), 403, before=403)
    closed.hear(leased("tin"), 403, before=304)
    home.hear(leased(""), 403, before=403)

    told = [(list(one.told(0)), one.good, one.refused_only) for one in (members, closed, home)]
    assert told == [
        ([], 0, True),
        (["of the pages asked for the site denied 1 (1 with 403) and gave 0"], 0, True),
        ([f"{HOME} answers 403: nothing can be found from there"], 0, False),
    ]


def test_a_document_that_is_closed_to_us_is_told_once_and_no_end_of_an_api_is():
    reception = Reception()
    answers = [("rss", 401, 200), ("api", 403, 401), ("api?page=9", 400, 200), ("sitemap.xml", 404, 200)]
    for url, status, before in answers:
        reception.hear(leased(url, "feed"), status, before)

    told = f"{HOME}rss answers 401, and gave what it announces until now: nothing is found from there any more"
    assert list(reception.told(0)) == [told]


@pytest.mark.parametrize("order", [1, -1])
def test_a_home_page_that_leads_away_is_one_that_fails_and_an_old_page_is_none(order: int):
    reception, away = Reception(), "https://sso.example.vn/login"
    reception.hear(leased("cũ"), 301, dead_end=away)
    for lease, dead_end in [(leased(""), None), (leased("vi", "listing"), away)][::order]:
        reception.hear(lease, 302, dead_end=dead_end)

    told = f"{HOME}vi redirects to {away}, which is not asked for: nothing can be found from there"
    assert (list(reception.told(1)), reception.good) == ([told], 2)


@pytest.mark.parametrize("order", [1, -1])
def test_where_a_home_page_redirects_what_it_leads_to_is_the_home_page(order: int):
    reception = Reception()
    way = [(leased(""), 302), (leased("vi", "listing"), 301), (leased("vi/", "listing", found_on=f"{HOME}vi"), 404)]
    for lease, status in way[::order]:
        reception.hear(lease, status)

    assert list(reception.told(0)) == [f"{HOME}vi/ answers 404: nothing can be found from there"]


def test_pages_that_were_found_on_a_home_page_before_it_redirected_or_asked_for_by_hand_are_no_seeds():
    """After a site was built anew each old page would have been told as one, and cron would have written of each."""
    reception = Reception()
    for lease, status in ((leased(""), 302), (leased("cu"), 404), (leased("tay", found_on=None), 404)):
        reception.hear(lease, status)

    assert (list(reception.told(0)), reception.good) == ([], 3)


def test_of_several_agencies_the_gravest_speaks():
    assert [gravest(codes) for codes in ([], [0, 1], [1, 3, 0], [75, 3], [75, 2], [2, 74, 75])] == [0, 1, 3, 75, 2, 74]


@pytest.mark.parametrize(
    ("schedule", "seconds"),
    [
        ("hourly", 3600),
        ("daily", 86400),
        ("weekly", 604800),
        ("90s", 90),
        ("30m", 1800),
        ("1.5h", 5400),
        ("2 d", 172800),
    ],
)
def test_schedules_are_durations(schedule: str, seconds: float):
    assert interval(schedule) == timedelta(seconds=seconds)


def test_no_time_at_all_is_refused():
    with pytest.raises(UsageError, match=r"^'0h' is no time at all: write a longer one \(30m, 6h\), or hourly"):
        interval("0h")


@pytest.mark.parametrize("schedule", ["", "often", "-3h", "12", "3 weeks", "1h30m"])
def test_other_words_are_refused_with_the_right_ones(schedule: str):
    with pytest.raises(UsageError, match=r"write a number with s, m, h or d \(30m, 6h\), or hourly, daily, weekly"):
        interval(schedule)


def test_cron_that_comes_a_little_early_finds_a_daily_agency_due():
    assert is_due("daily", NOW - timedelta(hours=23, minutes=30), NOW)
    assert not is_due("daily", NOW - timedelta(hours=20), NOW)
    assert is_due("weekly", None, NOW)
