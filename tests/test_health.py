"""A crawl's verdict and its schedule, as pure functions."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from archive.errors import UsageError
from archive.model import Claim
from crawlers.children import gravest
from crawlers.health import Holdings, Tally, exit_code, missed
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


@pytest.mark.parametrize("schedule", ["", "often", "0h", "-3h", "12", "3 weeks", "1h30m"])
def test_other_words_are_refused_with_the_right_ones(schedule: str):
    with pytest.raises(UsageError, match=r"write a number with s, m, h or d \(30m, 6h\), or hourly, daily, weekly"):
        interval(schedule)


def test_cron_that_comes_a_little_early_finds_a_daily_agency_due():
    assert is_due("daily", NOW - timedelta(hours=23, minutes=30), NOW)
    assert not is_due("daily", NOW - timedelta(hours=20), NOW)
    assert is_due("weekly", None, NOW)
