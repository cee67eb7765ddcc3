"""A fortnight of the year that `python -m benchmarks.year` rehearses: news is found sooner than by fixed polling."""

import shutil
import statistics
from itertools import pairwise

import pytest

from archive import clock
from archive.home import Home
from benchmarks import year


@pytest.fixture
def own_clock(monkeypatch):
    monkeypatch.setenv("LUUCHIEU_NOW", "2026-01-05T00:00:00Z")
    monkeypatch.setattr(year.store, "BATCH_SECONDS", 0.0)
    yield
    monkeypatch.undo()
    clock._offset.cache_clear()


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("slug", ["wordpress", "trang-tran"])
def test_news_and_edits_are_found_sooner_than_by_fixed_polling_with_as_many_requests(slug, tmp_path, own_clock):
    days, polls = 14, 24
    room = year.room_of(slug, days)
    home = Home(tmp_path / slug)
    run = year.run_of(slug, home, room, days, polls)
    asked, found = year.compare(slug, home, room, days)
    ours, fixed = found["ours"], found["fixed"]
    median = {name: statistics.median(seen.posts) for name, seen in found.items()}
    assert asked.polls <= (days - 1) * max(polls + 4, asked.documents + 4) + 2 * asked.documents
    assert max(ours.posts) < 86_400 * 1.1
    assert median["ours"] < 0.6 * median["fixed"]
    assert len(ours.edits) >= 0.9 * len(fixed.edits)
    kept = [later.warc - earlier.warc for earlier, later in pairwise(run)]
    assert sum(kept[-4:]) < 1.5 * sum(kept[2:6])
    shutil.rmtree(home.root)
