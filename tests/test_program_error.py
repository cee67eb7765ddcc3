"""An answer that breaks the program ends with its own URL: the crawl goes on, later ones too, and a person is told."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from archive.home import Home
from tests.agency_site import Site, agency_site, crawl, home_for

# No such answer is known: one that is would be mended.
BROKEN = """
import errno, sys
from archive.errors import DiskError
from crawlers import child, conclusion, crawl
told = {step}
def step(exchange, *rest):
    if exchange.url.endswith("/nghiem-thu-1.html"):
        raise {error}
    return told(exchange, *rest)
{step} = step
sys.exit(child.main(sys.argv[1:]))
"""


@pytest.fixture
def site() -> Iterator[Site]:
    with agency_site(4).served() as site:
        yield site


@pytest.fixture
def home(tmp_path: Path, site: Site) -> Home:
    return Home(home_for(tmp_path, site.url))


def broken(
    home: Home, error: str = "OverflowError('too large')", step: str = "conclusion.discover", program: str = BROKEN
) -> dict[str, Any]:
    """The last event of a crawl whose program breaks, over one article if no other way is given."""
    words = [sys.executable, "-c", program.format(error=error, step=step), "mau"]
    ended = subprocess.run(
        words, input=json.dumps({"LUUCHIEU_HOME": str(home.root)}), capture_output=True, text=True, check=False
    )
    return {"code": ended.returncode, **json.loads(ended.stdout.splitlines()[-1])}


def state(home: Home) -> tuple[str, str | None]:
    """What the frontier says of that article."""
    with closing(sqlite3.connect(home.frontier_of("mau"))) as frontier:
        (found,) = frontier.execute("SELECT state, reason FROM url WHERE url LIKE '%-1.html'").fetchall()
    return found


def killed(home: Home) -> None:
    """Leave that article as a crawl that was killed before it looked for links."""
    with closing(sqlite3.connect(home.frontier_of("mau"))) as frontier, frontier:
        frontier.execute("UPDATE url SET state = 'captured', reason = NULL, revisit = NULL WHERE url LIKE '%-1.html'")


def told(
    report: dict[str, Any], site: Site, failures: Mapping[str, int] = MappingProxyType({"program-error": 1})
) -> bool:
    """Whether the report says which answer broke the program, and that not all is well."""
    sentence = f"what {site.url}/tin-tuc/nghiem-thu-1.html gave broke the program: OverflowError: too large"
    is_warned = any(one.startswith(sentence) for one in report["warnings"])
    return is_warned and report["code"] == report["exit_code"] == 1 and report["failures"] == failures


def test_an_answer_that_breaks_the_program_is_told_and_the_rest_is_crawled(home: Home, site: Site):
    report = broken(home)
    log = (home.logs / "mau.jsonl").read_text()
    later = crawl(home.root)

    assert told(report, site), report
    assert report["articles"] == 4
    assert "Traceback" in log
    assert (later["code"], later["warnings"]) == (0, []), later
    assert state(home) == ("failed", "program-error")


def test_one_that_a_killed_crawl_left_breaks_no_later_crawl(home: Home, site: Site):
    """It broke every one of them before its first request."""
    crawl(home.root)
    killed(home)
    site.requests.clear()

    report = broken(home)

    assert told(report, site), report
    assert state(home) == ("failed", "program-error")
    assert site.requests["/"] == 1
    assert site.requests["/tin-tuc/nghiem-thu-1.html"] == 0


@pytest.mark.slow
def test_it_is_tried_again_days_later_by_a_program_that_was_mended(home: Home, monkeypatch: pytest.MonkeyPatch):
    broken(home)
    monkeypatch.setenv("LUUCHIEU_NOW", "2030-01-01T00:00:00Z")
    later = crawl(home.root)

    assert (later["code"], later["failures"]) == (0, {}), later
    assert state(home) == ("expanded", None)


def test_an_error_before_an_answer_is_kept_is_told_and_its_url_asked_for_again(home: Home, site: Site):
    report = broken(home, step="crawl.revisit_of")
    later = crawl(home.root)

    assert told(report, site, {}), report
    assert (later["code"], later["new_articles"], site.requests["/tin-tuc/nghiem-thu-1.html"]) == (0, 1, 2), later


ASKING = """
import sys
from crawlers import child
from crawlers.wire import client
composed = client.outgoing
def outgoing(method, url, *rest):
    if url.endswith("/nghiem-thu-1.html"):
        raise {error}
    return composed(method, url, *rest)
client.outgoing = outgoing
sys.exit(child.main(sys.argv[1:]))
"""


def test_a_request_that_cannot_be_composed_is_given_up_and_told_as_no_answer(home: Home, site: Site):
    """It stayed leased after the crawl had ended, and was told as what the server gave."""
    report = broken(home, program=ASKING)

    (warning,) = report["warnings"]
    url = f"{site.url}/tin-tuc/nghiem-thu-1.html"
    assert warning == f"asking for {url} broke the program: OverflowError: too large; the log says where"
    assert (report["code"], report["failures"], report["articles"]) == (1, {"program-error": 1}, 3)
    assert (state(home), site.requests["/tin-tuc/nghiem-thu-1.html"]) == (("failed", "program-error"), 0)


SETTLING = """
import sys
from crawlers import child
from pipelines.settling import settle
def broken(*_):
    raise OverflowError("too large")
settle.host_marks = broken
sys.exit(child.main(sys.argv[1:]))
"""


def test_a_settling_that_breaks_is_told_and_made_up_for_by_a_program_that_was_mended(home: Home):
    report = broken(home, program=SETTLING)
    later = crawl(home.root)

    sentence = "settling broke the program: OverflowError: too large; the log says where"
    assert (report["code"], report["warnings"], report["captured"] > 4) == (1, [sentence], True), report
    assert (later["code"], later["warnings"], later["articles"]) == (0, [], 4), later


@pytest.mark.parametrize("error", ["DiskError('no room')", "OSError(errno.ENOSPC, 'no room')"])
def test_a_full_disk_is_no_answers_fault(home: Home, error: str):
    crawl(home.root)
    killed(home)

    event = broken(home, error)

    assert event["code"] == 74
    assert "no room" in event["message"]
    assert state(home) == ("captured", None)
