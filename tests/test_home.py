"""The lock that keeps one crawl per agency, and the look at it."""

import fcntl
from threading import Timer

import pytest

from archive.errors import LockedError
from archive.home import Home


def test_a_look_at_the_lock_turns_no_crawl_away(tmp_path):
    home = Home(tmp_path)
    with home.lock("mau"):
        pass
    with home.lock_of("mau").open("rb") as looking:
        fcntl.flock(looking, fcntl.LOCK_SH)
        Timer(0.03, lambda: fcntl.flock(looking, fcntl.LOCK_UN)).start()

        with home.lock("mau"):
            assert home.is_locked("mau")

    assert not home.is_locked("mau")


def test_a_second_crawl_is_turned_away_and_told_who_has_the_lock(tmp_path):
    home = Home(tmp_path)
    with home.lock("mau"), pytest.raises(LockedError, match=r"agency 'mau' is being crawled by process \d+ "):
        home.lock("mau").__enter__()


def test_who_only_looks_makes_nothing(tmp_path):
    assert not Home(tmp_path).is_locked("mau")
    assert list(tmp_path.iterdir()) == []
